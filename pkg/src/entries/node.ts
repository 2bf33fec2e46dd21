import inlined from "../../wasm/inline.js";
import * as imported from "../../wasm/linepay_edge.js";
import { type Core, type Glue, type ModuleSource, reset } from "../module.js";

// Inlined rather than read from disk: a bundler that moves this file would leave the module behind. No top-level await: Node
// could not `require()` this file then.
const glue = imported as unknown as Glue;
let started = false;

function bytes(base64: string): Uint8Array {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) all[index] = text.charCodeAt(index);
  return all;
}

export function core(): Core {
  if (!started) {
    glue.initSync({ module: bytes(inlined) });
    started = true;
  }
  return glue;
}

export async function init(_source?: ModuleSource): Promise<void> {
  core();
}

export function replace(): void {
  reset(glue);
}
