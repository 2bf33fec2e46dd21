import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { choosePorts } from "../../www/demo/ports.js";
import { startWorker } from "../../www/demo/worker.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here("../../target/runtimes/workerd");

/** Bundles merchant.js as a shop would and starts it on real workerd. */
export async function startMerchant(bindings) {
  await build({
    entryPoints: { worker: here("merchant.js") },
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "warning",
  });
  const { shop: port } = await choosePorts({ port: 0 });
  const worker = await startWorker({ name: "merchant", folder, port, bindings });
  return {
    origin: worker.url,
    stop: worker.stop,
    fetch: (path, init) => fetch(new URL(path, worker.url), { redirect: "manual", ...init }),
  };
}
