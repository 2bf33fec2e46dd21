// The sandbox with its Durable Object, in a worker of one's own on workerd.
import { join } from "node:path";
import { build } from "esbuild";

// It sends nothing home and fetches nothing.
process.env.WRANGLER_SEND_METRICS = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

const SOURCE = `
  import sandbox, { SandboxObject } from "linepay-sandbox/worker";
  export { SandboxObject };
  export default {
    fetch: (request, env, ctx) =>
      new URL(request.url).pathname.startsWith("/line-pay/") ? sandbox.fetch(request, env, ctx) : new Response("the shop"),
  };`;

/** Writes the worker into a folder, bundled as a shop's. */
export const bundle = (folder) =>
  build({
    stdin: { contents: SOURCE, resolveDir: import.meta.dirname },
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:workers"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "silent",
  });

/** Starts the worker in that folder. */
export async function startWorkerd(folder, config, more = {}) {
  const { Miniflare } = await import("miniflare");
  const miniflare = new Miniflare({
    cf: false,
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, "worker.js") },
      { type: "CompiledWasm", path: join(folder, "linepay_sandbox_bg.wasm") },
    ],
    compatibilityDate: "2026-04-01",
    durableObjects: { SANDBOX: { className: "SandboxObject", useSQLite: true } },
    bindings: { SANDBOX_CONFIG: JSON.stringify({ merchantName: "Preview", prefix: "/line-pay", ...config }) },
    ...more,
  });
  await miniflare.ready;
  return miniflare;
}
