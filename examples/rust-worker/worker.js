// workerd loads the module; wasm-bindgen's JavaScript makes the instance of it.
import { fetch, initSync } from "./dist/rust_worker.js";
import module from "./dist/rust_worker_bg.wasm";

initSync({ module });

export default { fetch };
