// Builds the buyer's pages and writes them as one script, dist/buyer.js: the sandbox serves them on runtimes without files too.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "vite";

const PAGES = ["wait", "simulator"];
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

const root = resolve(import.meta.dirname, "buyer");
const { output } = await build({
  root,
  configFile: false,
  logLevel: "warn",
  base: "/web/assets/",
  build: {
    write: false,
    assetsDir: "",
    // The pages' Content-Security-Policy allows no inline script and no data: URL other than images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(PAGES.map((page) => [page, resolve(root, `${page}.html`)])) },
  },
});

const files = {};
for (const file of output) {
  const type = TYPES[file.fileName.split(".").at(-1)];
  if (type === undefined) throw new Error(`${file.fileName}: of no known type`);
  const content = file.type === "chunk" ? file.code : file.source;
  files[file.fileName] = { type, content: typeof content === "string" ? content : new TextDecoder().decode(content) };
}
for (const page of PAGES) if (!files[`${page}.html`]) throw new Error(`there is no ${page}.html`);

mkdirSync(resolve(import.meta.dirname, "dist"), { recursive: true });
writeFileSync(resolve(import.meta.dirname, "dist/buyer.js"), `export default ${JSON.stringify(files)};\n`);
