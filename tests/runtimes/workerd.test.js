import { hostile } from "./hostile.js";
import { startMerchant } from "./on-workerd.js";
import { suite } from "./suite.js";

suite("workerd", startMerchant);
suite("workerd with nodejs_compat", (bindings) => startMerchant(bindings, ["nodejs_compat"]));
hostile("workerd", startMerchant);
