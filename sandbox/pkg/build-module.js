// Writes dist/packed.js: the module for bundlers and Node, as text.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { writePackedModule } from "./build-packed.js";

const at = (path) => resolve(import.meta.dirname, path);
await writePackedModule(at("dist/packed.js"), readFileSync(at("wasm/linepay_sandbox_bg.wasm")));
