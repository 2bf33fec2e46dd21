import { hostile } from "./hostile.js";
import { startMerchant } from "./on-workerd.js";
import { suite } from "./suite.js";

suite("workerd", startMerchant());
hostile("workerd", startMerchant());
