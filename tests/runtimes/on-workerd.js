import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { choosePorts } from "../../www/demo/ports.js";
import { startWorker } from "../../www/demo/worker.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles a worker as a shop would and starts it on real workerd.
 *
 * @param {string} name Names the folder of the bundle.
 * @param {object} source esbuild's `entryPoints` or `stdin`.
 * @param {object} settings Bindings, KV namespaces and flags; see startWorker.
 */
export async function startOnWorkerd(name, source, settings) {
  const folder = here(`../../target/runtimes/${name}`);
  await build({
    ...source,
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    loader: { ".wasm": "copy" },
    entryNames: "worker",
    assetNames: "[name]",
    logLevel: "warning",
  });
  const { shop: port } = await choosePorts({ port: 0 });
  const worker = await startWorker({ name, folder, port, ...settings });
  return {
    origin: worker.url,
    stop: worker.stop,
    fetch: (path, init) => fetch(new URL(path, worker.url), { redirect: "manual", ...init }),
  };
}

/** merchant.js on workerd. */
export function startMerchant(bindings, flags = []) {
  const name = ["workerd", ...flags].join("-");
  return startOnWorkerd(name, { entryPoints: [here("merchant.js")] }, { bindings, flags });
}
