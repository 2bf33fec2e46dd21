// workerd loads the module; wasm-bindgen's JavaScript makes the instance of it.
import { fetch, initSync } from "./dist/merchant_in_rust.js";
import module from "./dist/merchant_in_rust_bg.wasm";

initSync({ module });

export default { fetch };
