// Turns test/*.test.ts into plain modules under dist/test, for `node --test`.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const here = (path) => new URL(path, import.meta.url).pathname;

await build({
  entryPoints: readdirSync(here("test"))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => here(`test/${name}`)),
  outdir: here("dist/test"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
