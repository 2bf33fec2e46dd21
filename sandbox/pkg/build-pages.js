// Builds the pages, those of the buyer and the merchant console, and writes them as one script, dist/site.js: the sandbox serves them on
// runtimes without files too.
import { basename, resolve } from "node:path";
import { build } from "vite";
import { writePacked } from "./build-packed.js";

const PAGES = ["buyer/wait", "buyer/simulator", "buyer/code", "console/console"];
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

const root = import.meta.dirname;
const { output } = await build({
  root,
  configFile: false,
  logLevel: "warn",
  base: "/web/assets/",
  // A script finds the others beside it, wherever the sandbox is mounted.
  experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === "js" ? { relative: true } : undefined) },
  build: {
    write: false,
    assetsDir: "",
    // The pages' Content-Security-Policy allows no inline script and no data: URL other than images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(PAGES.map((page) => [basename(page), resolve(root, `${page}.html`)])) },
  },
});

const files = {};
for (const file of output) {
  const name = basename(file.fileName);
  const type = TYPES[name.split(".").at(-1)];
  if (type === undefined) throw new Error(`${name}: of no known type`);
  const content = file.type === "chunk" ? file.code : file.source;
  files[name] = { type, content: typeof content === "string" ? content : new TextDecoder().decode(content) };
}
for (const page of PAGES) if (!files[`${basename(page)}.html`]) throw new Error(`there is no ${page}.html`);

await writePacked(resolve(root, "dist/site.js"), files);
