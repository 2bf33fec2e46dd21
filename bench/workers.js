// Whole workers on real workerd: the first request after a start, and how many they answer.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { choosePorts } from "../www/demo/ports.js";
import { startWorker } from "../www/demo/worker.js";
import { caseOf, CREDENTIALS } from "./cases.js";
import { startUpstream, throughput, timeOne } from "./load.js";
import { processorTime, workerds } from "./processes.js";
import { ratio, spread } from "./timing.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The workers, each with the package that it is bundled with. */
async function bundles(packages) {
  const sides = { byHand: ["by-hand-worker.js", undefined] };
  for (const [name, folder] of Object.entries(packages)) {
    sides[name === "ours" ? "client" : `client, ${name}`] = ["client-worker.js", folder];
    sides[name === "ours" ? "checkout" : `checkout, ${name}`] = ["checkout-worker.js", folder];
  }
  const folders = {};
  for (const [name, [entry, folder]] of Object.entries(sides)) {
    const outdir = here(`../target/bench/workers/${name.replaceAll(/\W+/g, "-")}`);
    await build({
      entryPoints: { worker: here(`sides/${entry}`) },
      outdir,
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      conditions: ["workerd", "worker"],
      ...(folder === undefined
        ? {}
        : { alias: { "linepay-edge/checkout": `${folder}/dist/checkout.js`, "linepay-edge": `${folder}/dist/index.js` } }),
      loader: { ".wasm": "copy" },
      assetNames: "[name]",
      logLevel: "warning",
    });
    folders[name] = outdir;
  }
  return folders;
}

/**
 * @param {{ starts: number, rounds: number, seconds: number, packages: Record<string, string>, tell: (line: string) => void }} settings
 *   `packages` are folders of builds of our package.
 */
export async function measureWorkers({ starts, rounds, seconds, packages, tell }) {
  const upstream = await startUpstream(caseOf("reserve", "v3").reply);
  const running = {};
  const start = async (folder) => {
    const { shop: port } = await choosePorts({ port: 0 });
    const bindings = { CHANNEL_ID: CREDENTIALS.channelId, CHANNEL_SECRET: CREDENTIALS.channelSecret, LINE_PAY_URL: upstream.url };
    return startWorker({ name: "bench", folder, port, bindings });
  };
  try {
    const folders = await bundles(packages);
    const names = Object.keys(folders);
    const first = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < starts; round += 1) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(turn + round) % names.length];
        const worker = await start(folders[name]);
        try {
          first[name].push(await timeOne(worker.url));
        } finally {
          await worker.stop();
        }
      }
    }
    const cold = {};
    for (const name of names) {
      cold[name] = { milliseconds: spread(first[name]) };
      if (name !== "byHand") cold[name].more = spread(first[name].map((time, round) => time - first.byHand[round]));
      tell(`first request, ${name}: ${cold[name].milliseconds.median.toFixed(1)} ms`);
    }

    const rates = Object.fromEntries(names.map((name) => [name, []]));
    const pids = {};
    const cpu = Object.fromEntries(names.map((name) => [name, []]));
    for (const name of names) {
      const before = new Set(workerds());
      running[name] = await start(folders[name]);
      pids[name] = workerds().find((pid) => !before.has(pid));
    }
    const load = { connections: 16, seconds };
    for (const name of names) await throughput(running[name].url, load);
    for (let round = 0; round < rounds; round += 1) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(turn + round) % names.length];
        const used = processorTime(pids[name]);
        const { perSecond, answers } = await throughput(running[name].url, load);
        rates[name].push(perSecond);
        if (used !== undefined) cpu[name].push(((processorTime(pids[name]) - used) * 1000) / answers);
      }
    }
    const warm = {};
    for (const name of names) {
      warm[name] = { perSecond: spread(rates[name]) };
      if (name !== "byHand") warm[name].ratio = ratio(rates[name], rates.byHand);
      if (cpu[name].length === rounds) {
        warm[name].cpu = spread(cpu[name]);
        // Turned round, so that it reads as requests for the same work.
        if (name !== "byHand") warm[name].cpuRatio = ratio(cpu.byHand, cpu[name]);
      }
      tell(
        `${name}: ${warm[name].perSecond.median.toFixed(0)} requests a second, ` +
          `${warm[name].cpu?.median.toFixed(0)} µs of the processor for one`,
      );
    }
    return { cold, warm, starts, connections: load.connections };
  } finally {
    for (const worker of Object.values(running)) await worker.stop();
    await upstream.stop();
  }
}
