import { join } from "node:path";
import { migration } from "linepay-edge/ledger";
import pg from "pg";
import { CREDENTIALS } from "../../sandbox-control.js";
import { fetchOnce } from "../once.js";
import { startPostgres } from "../postgresql.js";
import { folder, serve } from "../programs.js";
import { startWorkerd } from "../workerd.js";
import { Buyers } from "./buyers.js";

/** The shop's bindings. */
const bindingsOf = (town) => ({ TOWN: town.url, CHANNEL_ID: CREDENTIALS.channelId, CHANNEL_SECRET: CREDENTIALS.channelSecret });

/** The shop in several programs of Node or Bun, each with several threads. */
async function startPrograms(town, runtime, env, { programs, threads }) {
  const start = () => serve(runtime, "shop.js", { ...bindingsOf(town), ...env, THREADS: String(threads) });
  const running = [await start()];
  // The first one makes the table.
  running.push(...(await Promise.all(Array.from({ length: programs - 1 }, start))));
  const asking = (origin) => (path, init) => fetchOnce(origin + path, init);
  return {
    buyers: new Buyers(town, running.flatMap(({ address }) => JSON.parse(address)).map(asking)),
    stop: () => Promise.all(running.map((program) => program.stop())),
  };
}

async function startOnWorkerd(town, ledger, settings, isolates) {
  const worker = await startWorkerd("shop.js", {
    isolates,
    compatibilityFlags: ["nodejs_compat"],
    bindings: { ...bindingsOf(town), LEDGER: ledger, ...settings.bindings },
    ...settings.more,
  });
  const asking = (_, isolate) => (path, init) =>
    fetchOnce(worker.origin + path, { ...init, headers: { ...init?.headers, "x-isolate": String(isolate) } });
  return { buyers: new Buyers(town, Array.from({ length: isolates }, asking)), crash: worker.crash, stop: worker.stop };
}

const withPrograms = (runtime, store) => async (town, threads) => {
  const env = { STORE: store, DATABASE: join(folder(), "orders.db") };
  return startPrograms(town, runtime, env, { programs: 4, threads: threads / 4 });
};

/** A PostgreSQL with a table for orders. */
async function withTable(start) {
  const server = await startPostgres();
  const table = `ledger_${crypto.randomUUID().replaceAll("-", "")}`;
  const query = async (...statements) => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  await query(...migration("postgres", table));
  const shop = await start(server, table);
  return {
    ...shop,
    crash: server.crash,
    stop: async () => {
      await shop.stop();
      await query(`DROP TABLE ${table}`).finally(server.stop);
    },
  };
}

const withDriver = (store) => (town, isolates) =>
  withTable((server, table) =>
    startPrograms(town, "node", { STORE: store, DATABASE: server.url, TABLE: table }, { programs: 2, threads: isolates / 2 }),
  );

/** The shop over each store: `alarm` says that the store itself wakes orders. `start` takes the town and a number of isolates. */
export const SHOPS = {
  "Durable Objects on workerd": {
    alarm: true,
    start: (town, isolates) => {
      const durableObjects = { LINE_PAY_ORDERS: { className: "LinePayOrders", useSQLite: true } };
      return startOnWorkerd(town, "objects", { more: { durableObjects } }, isolates);
    },
  },
  "D1 on workerd": {
    start: async (town, isolates) => {
      const shop = await startOnWorkerd(town, "d1", { more: { d1Databases: { DB: "orders" } } }, isolates);
      await shop.buyers.ask("/migrate");
      return shop;
    },
  },
  "PostgreSQL through Hyperdrive's binding": {
    start: (town, isolates) =>
      withTable((server, table) =>
        startOnWorkerd(town, "hyperdrive", { bindings: { TABLE: table }, more: { hyperdrives: { HYPERDRIVE: server.url } } }, isolates),
      ),
  },
  "PostgreSQL by pg": { start: withDriver("pg") },
  "PostgreSQL by postgres.js": { start: withDriver("postgres.js") },
  "node:sqlite": { start: withPrograms("node24", "node:sqlite") },
  "bun:sqlite": { start: withPrograms("bun", "bun:sqlite") },
  libSQL: { start: withPrograms("node", "libsql") },
};
