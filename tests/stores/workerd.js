import { execFileSync } from "node:child_process";
import { basename } from "node:path";
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

/** The modules of a bundle of a worker: its script, and the WebAssembly that it imports. */
async function modulesOf(name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`worker/${name}`, import.meta.url))],
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    external: ["node:*", "cloudflare:*"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "warning",
  });
  const module = ({ path, contents, text }) =>
    path.endsWith(".wasm")
      ? { type: "CompiledWasm", path: basename(path), contents }
      : { type: "ESModule", path: basename(path), contents: text };
  // The script first: it is the entry.
  return outputFiles.map(module).sort((a, b) => Number(b.type === "ESModule") - Number(a.type === "ESModule"));
}

/**
 * The same worker in several isolates: the first one has the Durable Objects and hands requests on to the others.
 *
 * @param {number} isolates How many.
 * @param {object} settings Of each.
 */
function workersOf(isolates, { durableObjects = {}, hyperdrives = {}, bindings, ...settings }) {
  const name = (isolate) => `isolate-${isolate}`;
  const others = Array.from({ length: isolates - 1 }, (_, index) => index + 1);
  const elsewhere = Object.entries(durableObjects).map(([key, object]) => [key, { ...object, scriptName: name(0) }]);
  const first = {
    ...settings,
    name: name(0),
    bindings: { ...bindings, ISOLATE: "0" },
    durableObjects,
    hyperdrives,
    serviceBindings: Object.fromEntries(others.map((isolate) => [`ISOLATE_${isolate}`, name(isolate)])),
  };
  const other = (isolate) => ({
    ...settings,
    name: name(isolate),
    bindings: { ...bindings, ISOLATE: String(isolate) },
    durableObjects: Object.fromEntries(elsewhere),
    // Miniflare ends only one of those that have the same name.
    hyperdrives: Object.fromEntries(Object.entries(hyperdrives).map(([key, url]) => [`${key}_${isolate}`, url])),
  });
  return [first, ...others.map(other)];
}

/**
 * A worker of worker/ on real workerd, with its state on disk. `crash` ends it by SIGKILL and starts it again on that state.
 *
 * @param {string} name The worker's file.
 * @param {object} settings Further options of Miniflare; `isolates`: how many isolates there are of it, in one workerd.
 */
export async function startWorkerd(name, { isolates = 1, ...settings } = {}) {
  const home = folder();
  const modules = await modulesOf(name);
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
      workers: workersOf(isolates, { compatibilityDate: COMPATIBILITY_DATE, modules, ...settings }),
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
