import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";
import { program } from "../project.js";

const run = promisify(execFile);

/** Chosen in a bundler's configuration, for bundles that are served without the module beside them. */
const INLINE = "linepay-inline";

export const OUT = fileURLToPath(new URL("../../target/bundles/", import.meta.url));

async function withEsbuild(folder, entry, outdir, options) {
  await esbuild({ entryPoints: [join(folder, entry)], outdir, bundle: true, format: "esm", logLevel: "warning", ...options });
}

async function withRollup(folder, entry, dir, exportConditions) {
  const bundle = await rollup({ input: join(folder, entry), plugins: [nodeResolve({ exportConditions })], onLog: fail });
  await bundle.write({ dir, format: "esm" });
}

function fail(_, log) {
  throw new Error(log.message);
}

async function withWebpack(folder, entry, path, options) {
  const compiler = webpack({
    mode: "production",
    context: folder,
    entry: `./${entry}`,
    output: { path, filename: entry, publicPath: "auto", module: true, chunkFormat: "module" },
    experiments: { outputModule: true },
    performance: false,
    ...options,
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  await promisify(compiler.close.bind(compiler))();
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
}

async function withVite(folder, _, outDir, options = {}) {
  await vite({ root: folder, base: "./", configFile: false, logLevel: "error", build: { outDir, emptyOutDir: true }, ...options });
}

async function withWrangler(folder, _, outdir) {
  const wrangler = join(program(["wrangler"], "bin/wrangler.js"));
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", CI: "1", NO_COLOR: "1" };
  await run(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", outdir], { cwd: folder, env });
}

/** Each bundle: what makes it, out of which entry, and where it runs. */
export const BUNDLES = [
  { bundler: "wrangler", on: "workerd", entry: "worker.js", make: withWrangler },
  { bundler: "esbuild", on: "Node.js", entry: "print.js", make: withEsbuild, options: { platform: "node" } },
  { bundler: "esbuild", on: "Chromium, inlined", entry: "page.js", make: withEsbuild, options: { conditions: [INLINE] } },
  { bundler: "Rollup", on: "Node.js", entry: "print.js", make: withRollup, options: ["node"] },
  { bundler: "Rollup", on: "Chromium, inlined", entry: "page.js", make: withRollup, options: [INLINE, "browser"] },
  { bundler: "webpack", on: "Node.js", entry: "print.js", make: withWebpack, options: { target: "node20" } },
  { bundler: "webpack", on: "Chromium", entry: "page.js", make: withWebpack, options: { target: "web" } },
  { bundler: "Vite", on: "Chromium", entry: "page.js", make: withVite },
  {
    bundler: "Vite",
    on: "Chromium, inlined",
    entry: "page.js",
    make: withVite,
    options: { resolve: { conditions: [INLINE, "module", "browser", "production"] } },
  },
];
