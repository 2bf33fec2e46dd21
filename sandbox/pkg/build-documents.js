// Writes the contracts (openapi/, made by the sandbox's own tests) and the guide for coding agents where the sandbox serves them from, on
// runtimes without files too: dist/documents.js; and the contracts for programs, as dist/openapi/*.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { writePacked } from "./build-packed.js";

const at = (...path) => resolve(import.meta.dirname, ...path);
mkdirSync(at("dist/openapi"), { recursive: true });
const files = { "llms.txt": { type: "text/plain; charset=utf-8", content: readFileSync(at("llms.txt"), "utf8") } };
for (const name of readdirSync(at("openapi"))) {
  const content = JSON.stringify(JSON.parse(readFileSync(at("openapi", name), "utf8")));
  writeFileSync(at("dist/openapi", name), content);
  files[`openapi/${name}`] = { type: "application/json", content };
}
await writePacked(at("dist/documents.js"), files);
