import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { COMPATIBILITY_DATE } from "../../www/demo/worker.js";
import { choosePorts, HOST } from "../../www/demo/ports.js";
import { folder } from "./programs.js";

const { Miniflare } = await import("miniflare"); // after www/demo/worker.js, which tells it to send nothing home

/** The workerd processes that this program has started. */
function processes() {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" }).trim().split("\n");
  const children = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, name]) => Number(parent) === process.pid && name?.endsWith("workerd"));
  return children.map(([pid]) => Number(pid));
}

/**
 * A worker of worker/ on real workerd, with its state on disk. `crash` ends it by SIGKILL and starts it again on that state.
 *
 * @param {string} name The worker's file.
 * @param {object} settings Further options of Miniflare.
 */
export async function startWorkerd(name, settings = {}) {
  const home = folder();
  const built = await build({
    entryPoints: [fileURLToPath(new URL(`worker/${name}`, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    external: ["node:*", "cloudflare:*"],
    logLevel: "warning",
  });
  const { shop: port } = await choosePorts({ port: 0 });
  const printed = [];
  let miniflare;
  let own = [];
  async function run() {
    const before = processes();
    miniflare = new Miniflare({
      host: HOST,
      port,
      cf: false,
      compatibilityDate: COMPATIBILITY_DATE,
      modules: [{ type: "ESModule", path: "worker.js", contents: built.outputFiles[0].text }],
      ...settings,
      d1Persist: `${home}/d1`,
      durableObjectsPersist: `${home}/objects`,
      handleRuntimeStdio(stdout, stderr) {
        for (const stream of [stdout, stderr]) stream.setEncoding("utf8").on("data", (text) => printed.push(text));
      },
    });
    await miniflare.ready;
    own = processes().filter((pid) => !before.includes(pid));
  }
  await run();
  return {
    origin: `http://${HOST}:${port}`,
    printed,
    crash: async () => {
      if (own.length !== 1) throw new Error(`${own.length} processes of workerd were started, not one`);
      process.kill(own[0], "SIGKILL");
      await miniflare.dispose().catch(() => {});
      await run();
    },
    stop: () => miniflare.dispose(),
  };
}
