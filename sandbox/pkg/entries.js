// How each runtime gets the module: see the entries of the client's package, which are written in the same way.
import { imports as importsOf, write } from "../../pkg/entries.js";

export const MODULES = [{ import: "#sandbox", entries: "sandbox", folder: "wasm", library: "linepay_sandbox", packed: true }];

/** `imports` of package.json. */
export const imports = () => ({
  ...importsOf(MODULES),
  "#site": "./dist/site.js",
  "#documents": "./dist/documents.js",
  "#x509": "./dist/command/x509.js",
});

if (process.argv[1] === import.meta.filename) write(MODULES, import.meta.url);
