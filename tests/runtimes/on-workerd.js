import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { build } from "esbuild";
import { choosePorts } from "../../www/demo/ports.js";
import { startWorker } from "../../www/demo/worker.js";
import { inProject } from "../project.js";

/**
 * Bundles a worker as a shop would and starts it on real workerd.
 *
 * @param {string} name Names the folder of the bundle.
 * @param {object} source esbuild's `entryPoints` or `stdin`.
 * @param {object} settings Bindings, KV namespaces and flags; see startWorker.
 */
export async function startOnWorkerd(name, source, settings) {
  const folder = fileURLToPath(new URL(`../../target/runtimes/${name}`, import.meta.url));
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
  return startWorkerIn(folder, name, settings);
}

/** Starts the bundle in a folder on real workerd. */
export async function startWorkerIn(folder, name, settings) {
  const { shop: port } = await choosePorts({ port: 0 });
  const worker = await startWorker({ name, folder, port, ...settings });
  return {
    origin: worker.url,
    stop: worker.stop,
    fetch: (path, init) => fetch(new URL(path, worker.url), { redirect: "manual", ...init }),
  };
}

/** merchant.js on workerd, with compatibility flags. */
export function startMerchant(...flags) {
  const entry = join(inProject("runtimes/merchant"), "merchant.js");
  return (bindings) => startOnWorkerd(["workerd", ...flags].join("-"), { entryPoints: [entry] }, { bindings, flags });
}
