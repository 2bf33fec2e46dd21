// Builds the pages, those of the buyer and the merchant console, and writes them as one script, dist/site.js: the sandbox serves them on
// runtimes without files too.
import { basename, resolve } from "node:path";
import { build } from "vite";
import { writePacked } from "./build-packed.js";

/** The buyer's pages share what they have in common; the console has all of its own, in few files. */
const SITES = [
  ["buyer/wait.html", "buyer/simulator.html", "buyer/code.html"],
  ["console/console.html", "console/src/early.ts", "console/start.html"],
];
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

const root = import.meta.dirname;

/** The console's first questions leave while the browser loads the rest of its script. */
const early = {
  name: "early",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle, filename }) {
      if (basename(filename) !== "console.html") return undefined;
      const { fileName } = Object.values(bundle).find(({ name, isEntry }) => isEntry && name === "early");
      const attrs = { type: "module", async: true, crossorigin: true, src: `/web/assets/${fileName}` };
      return [{ tag: "script", attrs, injectTo: "head-prepend" }];
    },
  },
};

const filesOf = async (inputs) => {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: "warn",
    base: "/web/assets/",
    plugins: [early],
    // A script finds the others beside it, wherever the sandbox is mounted.
    experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === "js" ? { relative: true } : undefined) },
    build: {
      write: false,
      assetsDir: "",
      // The pages' Content-Security-Policy allows no inline script and no data: URL other than images.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: inputs.map((input) => resolve(root, input)) },
    },
  });
  return output;
};

const files = {};
for (const file of (await Promise.all(SITES.map(filesOf))).flat()) {
  const name = basename(file.fileName);
  const type = TYPES[name.split(".").at(-1)];
  if (type === undefined) throw new Error(`${name}: of no known type`);
  const content = file.type === "chunk" ? file.code : file.source;
  files[name] = { type, content: typeof content === "string" ? content : new TextDecoder().decode(content) };
}
for (const page of SITES.flat().filter((input) => input.endsWith(".html"))) {
  if (!files[basename(page)]) throw new Error(`there is no ${page}`);
}

await writePacked(resolve(root, "dist/site.js"), files);
