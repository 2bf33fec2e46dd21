import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EdgeRuntime, runServer } from "edge-runtime";
import { build } from "esbuild";
import { inProject, INSTALLED, SANDBOX } from "../project.js";

const MODULES = {
  "wasm/linepay_edge_bg.wasm": INSTALLED,
  "wasm-validate/linepay_validate_bg.wasm": INSTALLED,
  "wasm/linepay_sandbox_bg.wasm": SANDBOX,
};

/** As a host of such a runtime builds: `x.wasm?module` becomes a module that the host has compiled, in its own realm. */
const compiledByHost = {
  name: "compiled-by-host",
  setup(builder) {
    builder.onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({
      path: Object.keys(MODULES).find((file) => path.endsWith(`${file}?module`)),
      namespace: "host",
    }));
    builder.onLoad({ filter: /.*/, namespace: "host" }, ({ path }) => ({ contents: `export default globalThis.COMPILED["${path}"];` }));
  },
};

/** merchant.js on Vercel's edge-runtime. */
export async function startOnEdgeRuntime(bindings) {
  const folder = inProject("runtimes/merchant");
  const { outputFiles } = await build({
    entryPoints: [join(folder, "on-edge-runtime.js")],
    bundle: true,
    write: false,
    format: "iife", // a script, which could not wait for a module to load
    conditions: ["edge-light"],
    plugins: [compiledByHost],
    logLevel: "warning",
  });
  const compile = async ([file, folder]) => [file, new WebAssembly.Module(await readFile(join(folder, file)))];
  const compiled = Object.fromEntries(await Promise.all(Object.entries(MODULES).map(compile)));
  const runtime = new EdgeRuntime({
    initialCode: outputFiles[0].text,
    extend: (context) => Object.assign(context, { COMPILED: compiled, BINDINGS: bindings }),
  });
  const server = await runServer({ runtime, host: "127.0.0.1" });
  const origin = new URL(server.url).origin;
  return {
    origin,
    fetch: (path, init) => fetch(new URL(path, origin), { redirect: "manual", ...init }),
    stop: () => server.close(),
  };
}
