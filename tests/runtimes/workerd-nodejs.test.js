import { startMerchant } from "./on-workerd.js";
import { suite } from "./suite.js";

suite("workerd with nodejs_compat", startMerchant("nodejs_compat"));
