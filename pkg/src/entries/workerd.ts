import * as imported from "../../wasm/linepay_edge.js";
import module from "../../wasm/linepay_edge_bg.wasm";
import { type Core, type Glue, type ModuleSource, reset } from "../module.js";

// workerd compiles the module when the worker is deployed and gives it as it is. Starting it here, outside a request, keeps
// that time out of the first purchase.
const glue = imported as unknown as Glue;
glue.initSync({ module });

export function core(): Core {
  return glue;
}

export async function init(_source?: ModuleSource): Promise<void> {}

export function replace(): void {
  reset(glue);
}
