import * as imported from "../../wasm/linepay_edge.js";
import { type Core, type Glue, type ModuleSource, notStarted, reset } from "../module.js";

const glue = imported as unknown as Glue;
let started = false;

export function core(): Core {
  if (!started) throw notStarted();
  return glue;
}

export async function init(source?: ModuleSource): Promise<void> {
  if (started) return;
  if (source === undefined) throw notStarted();
  await glue.default({ module_or_path: source });
  started = true;
}

export function replace(): void {
  reset(glue);
}
