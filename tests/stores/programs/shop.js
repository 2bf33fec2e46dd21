// The shop in several threads of one program of Node or Bun, over the STORE in DATABASE. Prints the threads' addresses as JSON.
import { createServer } from "node:http";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { libsql, migration, nodePostgres, postgresJs, sqlite, sqlLedger } from "linepay-edge/ledger";
import { bodyOf } from "../incoming.js";
import { shopOver } from "../shop/shop.js";

const { STORE, DATABASE, TABLE, THREADS = "1" } = process.env;
/** The shop's own address: as if something in front of the threads handed requests on to them. */
const PUBLIC = "http://127.0.0.1:1";
/** How SQLite waits for other programs, and the table. */
const BEGIN = ["PRAGMA busy_timeout = 5000;", "PRAGMA journal_mode = WAL;", ...migration("sqlite")];

const OPEN = {
  "node:sqlite": async () => {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(DATABASE);
    for (const statement of BEGIN) database.exec(statement);
    return sqlLedger(sqlite(database));
  },
  "bun:sqlite": async () => {
    const { Database } = await import("bun:sqlite");
    const database = new Database(DATABASE);
    for (const statement of BEGIN) database.run(statement);
    return sqlLedger(sqlite(database));
  },
  libsql: async () => {
    const { createClient } = await import("@libsql/client");
    const client = createClient({ url: `file:${DATABASE}` });
    for (const statement of BEGIN) await client.execute(statement);
    return sqlLedger(libsql(client));
  },
  pg: async () => {
    const { Pool } = (await import("pg")).default;
    const pool = new Pool({ connectionString: DATABASE, max: 2, application_name: "linepay-ledger" });
    pool.on("error", () => {}); // an idle connection that the server ended
    return sqlLedger({ ...nodePostgres(pool), table: TABLE });
  },
  "postgres.js": async () => {
    const { default: postgres } = await import("postgres");
    const sql = postgres(DATABASE, { max: 2, onnotice: () => {}, connection: { application_name: "linepay-ledger" } });
    return sqlLedger({ ...postgresJs(sql), table: TABLE });
  },
};

if (isMainThread) {
  const addresses = [];
  // One after another: they make the table, and a program that begins in twenty threads at once takes longer.
  for (let thread = 0; thread < Number(THREADS); thread += 1) {
    const worker = new Worker(new URL(import.meta.url));
    worker.once("error", (error) => {
      console.error(error);
      process.exit(1);
    });
    addresses.push(await new Promise((resolve) => worker.once("message", resolve)));
  }
  console.log(JSON.stringify(addresses));
} else {
  const ledger = await OPEN[STORE]();
  const shop = shopOver(() => ledger);
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    if (body === undefined) return;
    const { method, url, headers } = incoming;
    const answer = await shop.fetch(new Request(PUBLIC + url, { method, headers, ...(method === "POST" && { body }) }), process.env);
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(`http://127.0.0.1:${server.address().port}`));
}
