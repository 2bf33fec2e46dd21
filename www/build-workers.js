// Bundles each worker with its .wasm modules beside it: dist/workers/<name>/worker.js.
import { existsSync } from "node:fs";
import { build } from "esbuild";

const here = (path) => new URL(path, import.meta.url).pathname;
const names = process.argv.length > 2 ? process.argv.slice(2) : ["shop", "sandbox"];

for (const name of names) {
  const entry = here(`workers/${name}.ts`);
  if (!existsSync(entry)) throw new Error(`there is no worker named ${name}`);
  await build({
    entryPoints: { worker: entry },
    outdir: here(`dist/workers/${name}`),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "warning",
  });
}
