import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DemoProblem } from "./problem.js";
import { HOST } from "./ports.js";

// Miniflare and its tools send nothing home and fetch nothing.
process.env.WRANGLER_SEND_METRICS = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
const { Log, LogLevel, Miniflare, Response } = await import("miniflare");

/** The newest date that the installed workerd knows. */
export const COMPATIBILITY_DATE = "2026-04-26";

export const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

/** Passes on what Miniflare has to say, which by itself would go to stdout. */
class Lines extends Log {
  #write;
  constructor(write) {
    super(LogLevel.WARN);
    this.#write = write;
  }
  log(message) {
    this.#write(`${message}\n`);
  }
}

/** A worker's modules: its script and the WebAssembly beside it. */
export function modulesOf(folder) {
  if (!existsSync(join(folder, "worker.js"))) {
    throw new DemoProblem(`${folder} holds no built worker`, "cargo xtask build");
  }
  const modules = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  return [
    { type: "ESModule", path: join(folder, "worker.js") },
    ...modules.map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
  ];
}

/**
 * Starts one worker on real workerd.
 *
 * @param {{ name: string, folder: string, port: number, bindings?: Record<string, string>, assets?: string,
 *   objects?: Record<string, string>, kv?: string[], tables?: Record<string, string[]>, every?: number, flags?: string[],
 *   services?: Record<string, (request: Request) => Promise<object>>, persist?: string, log?: (text: string) => void }} worker
 *   `objects` names the Durable Object class of each binding, `kv` the KV namespaces, `tables` the statements that make those of each
 *   D1 binding, `every` after how many milliseconds its cron trigger comes again, `flags` workerd's compatibility flags, `services` what in
 *   this process answers for each binding, as JSON; `log` gets what workerd and the worker print.
 * @returns Its address, how to stop it, and how to kill it (SIGKILL) and start it again on the same port and state.
 */
export async function startWorker(worker) {
  const { name, folder, port, bindings = {}, assets, objects = {}, kv = [], tables = {}, every, flags = [], services = {} } = worker;
  const { persist, log } = worker;
  const write = log ?? ((text) => process.stderr.write(text));
  const options = {
    name,
    host: HOST,
    port,
    cf: false,
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: flags,
    kvNamespaces: kv,
    d1Databases: Object.keys(tables),
    modulesRoot: folder,
    modules: modulesOf(folder),
    bindings,
    durableObjects: Object.fromEntries(Object.entries(objects).map(([binding, className]) => [binding, { className, useSQLite: true }])),
    ...(persist ? { durableObjectsPersist: persist, d1Persist: `${persist}-d1` } : {}),
    ...(assets
      ? {
          assets: {
            directory: assets,
            binding: "ASSETS",
            routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
          },
        }
      : {}),
    log: new Lines(write),
    serviceBindings: Object.fromEntries(
      Object.entries(services).map(([binding, answer]) => [binding, async (request) => Response.json(await answer(request))]),
    ),
    handleRuntimeStdio(stdout, stderr) {
      for (const stream of [stdout, stderr]) stream.setEncoding("utf8").on("data", write);
    },
  };
  const miniflare = new Miniflare(options);
  try {
    const url = await miniflare.ready;
    for (const [binding, statements] of Object.entries(tables)) {
      const database = await miniflare.getD1Database(binding);
      for (const statement of statements) await database.prepare(statement).run();
    }
    const begin = async () => (every === undefined ? () => {} : repeat(miniflare, every, write));
    let end = await begin();
    return {
      url: url.origin,
      restart: async () => {
        end();
        // The same options again: Miniflare kills workerd, with whatever it is at, and starts another.
        await miniflare.setOptions(options);
        end = await begin();
      },
      stop: () => {
        end();
        return miniflare.dispose();
      },
    };
  } catch (error) {
    await miniflare.dispose().catch(() => {});
    throw error;
  }
}

/** Calls the worker's `scheduled` again and again, as a cron trigger does. Gives how to end that. */
async function repeat(miniflare, every, write) {
  const worker = await miniflare.getWorker();
  const timer = setInterval(() => worker.scheduled().catch((error) => write(`the cron trigger failed: ${error.message}\n`)), every);
  return () => clearInterval(timer);
}
