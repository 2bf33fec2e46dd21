// How each runtime gets a WebAssembly module. Writes dist/entries/<module>/<runtime>.js, a few lines each, for every module of a
// package; `imports` of its package.json picks one by the runtime's condition, so that all parts of the package share an instance.
// They are written rather than compiled: no two runtimes import a module alike, and TypeScript does not know all of their ways.
// The sandbox's package writes its own with the same functions.
import { mkdirSync, writeFileSync } from "node:fs";

/**
 * The modules: by which name the package imports one, and the folder and the name that wasm-bindgen was given. `load` is the
 * file that holds one which somebody has to give. What holds a secret is `guarded` from browsers. Of one that is `packed` there is
 * dist/packed.js in place of inline.js.
 */
export const MODULES = [
  { import: "#module", entries: "edge", folder: "wasm", library: "linepay_edge", load: "loading", guarded: true },
  { import: "#validator", entries: "validate", folder: "wasm-validate", library: "linepay_validate", load: "loading" },
];

/** The order in which conditions are tried, and the entry that each of them takes. */
export const CONDITIONS = {
  "linepay-inline": "inline",
  workerd: "workerd",
  "edge-light": "edge-light",
  deno: "deno",
  bun: "bun",
  node: "inline",
  browser: "browser",
  default: "explicit",
};

/** Per entry: why, how the module comes in, and how it starts. `file` is the module. */
const ENTRIES = {
  workerd: {
    why: "workerd compiles the module when the worker is deployed. Started outside a request, which keeps that out of the first purchase.",
    load: (file) => `import wasm from "${file}";`,
    start: "const module = hold(glue, () => wasm);\nmodule.core();",
  },
  "edge-light": {
    why: "The bundler of such runtimes gives a compiled module for this query. It may be of another realm than this code.",
    load: (file) => `import wasm from "${file}?module";`,
    start: "const module = hold(glue, () => wasm);\nmodule.core();",
  },
  deno: {
    why: "Deno compiles the module as it loads this file, which needs no permission to read.",
    load: (file) => `import source wasm from "${file}";`,
    start: "const module = hold(glue, () => wasm);\nmodule.core();",
  },
  bun: {
    why: "Bun gives the file's path, and its bundler copies the file along.",
    load: (file) => `import { readFileSync } from "node:fs";\nimport file from "${file}" with { type: "file" };`,
    start: "const module = hold(glue, () => readFileSync(file));",
  },
  inline: {
    why: "The module as text: no bundler can leave it behind. No top-level await, which Node could not `require()`.",
    load: (_, folder) => `import base64 from "${folder}/inline.js";`,
    start: "const module = hold(glue, () => decode(base64));",
  },
  browser: {
    why: "Compiled while it loads. Bundlers see the URL and copy the module along; for those that do not there is the inlined entry.",
    load: () => "",
    start: (file) => `const module = hold(glue);\nawait module.init(new URL("${file}", import.meta.url));`,
  },
  explicit: {
    why: "A runtime of which nothing is known: the program gives the module to `init`.",
    load: () => "",
    start: "const module = hold(glue);",
  },
};

/** In place of `inline`. */
const PACKED = {
  why: "The module as text: no bundler can leave it behind. Packed, for as it is it would be a third of the package.",
  load: () => `import { base64, unpack } from "../../packed.js";`,
  start: "const module = hold(glue, () => unpack(decode(base64)));",
};

const GUARD = 'export { refuseBrowser } from "../../browser.js";';
const UNGUARDED = "export const refuseBrowser = undefined;";

/** The text of one entry. */
function entry(name, { folder, library, load: given = "module", guarded, packed }) {
  const { why, load, start } = packed && name === "inline" ? PACKED : ENTRIES[name];
  const path = `../../../${folder}`;
  const file = `${path}/${library}_bg.wasm`;
  const lines = [
    `// ${why}`,
    load(file, path),
    `import * as glue from "${path}/${library}.js";`,
    name === "inline" ? 'import { decode } from "../../module.js";' : "",
    `import { hold } from "../../${load(file, path) === "" ? given : "module"}.js";`,
    "",
    typeof start === "function" ? start(file) : start,
    "export const { core, init, replace, instance } = module;",
    guarded ? (name === "workerd" ? UNGUARDED : GUARD) : "",
  ];
  return `${lines.filter((line, index) => line !== "" || index === 5).join("\n")}\n`;
}

/** `imports` of a package.json with these modules. */
export function imports(modules = MODULES) {
  const paths = (module) =>
    Object.entries(CONDITIONS).map(([condition, name]) => [condition, `./dist/entries/${module.entries}/${name}.js`]);
  return Object.fromEntries(modules.map((module) => [module.import, Object.fromEntries(paths(module))]));
}

/** Writes the entries of modules below `root`, the URL of a package's folder. */
export function write(modules, root) {
  for (const module of modules) {
    const folder = new URL(`dist/entries/${module.entries}/`, root);
    mkdirSync(folder, { recursive: true });
    for (const name of Object.keys(ENTRIES)) writeFileSync(new URL(`${name}.js`, folder), entry(name, module));
  }
}

if (process.argv[1] === import.meta.filename) write(MODULES, import.meta.url);
