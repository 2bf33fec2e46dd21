import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { migration, nodePostgres, postgresJs, sqlLedger } from "linepay-edge/ledger";
import pg from "pg";
import postgres from "postgres";
import { contract } from "./contract.js";
import { startPostgres } from "./postgresql.js";
import { remoteLedger } from "./remote.js";
import { startWorkerd } from "./workerd.js";
import { Writers } from "./writers.js";

const NAME = "linepay-ledger";
const table = `ledger_${crypto.randomUUID().replaceAll("-", "")}`;
const SERIALIZABLE = "-c default_transaction_isolation=serializable";
let server;
let pool;
let worker;
let ends = [];

/** The connections that were made for a driver: a server has few. */
async function endConnections() {
  const made = ends;
  ends = [];
  await Promise.all(made.map((end) => end()));
}

/** Each gives a ledger with connections of its own. */
const DRIVERS = {
  "PostgreSQL by pg": () => ofPg(),
  "PostgreSQL by postgres.js": () => ofPostgresJs(),
  "PostgreSQL by pg, serialisable": () => ofPg({ options: SERIALIZABLE }),
  "PostgreSQL by postgres.js, serialisable, without prepared statements": () =>
    ofPostgresJs({ prepare: false, connection: { default_transaction_isolation: "serializable" } }),
};

function ofPg(more = {}) {
  const own = new pg.Pool({ connectionString: server.url, max: 4, application_name: NAME, ...more });
  own.on("error", () => {}); // an idle connection that the server ended
  ends.push(() => own.end());
  return nodePostgres(own);
}

function ofPostgresJs({ connection, ...more } = {}) {
  const sql = postgres(server.url, { max: 4, onnotice: () => {}, connection: { application_name: NAME, ...connection }, ...more });
  ends.push(() => sql.end({ timeout: 2 }));
  return postgresJs(sql);
}

before(async () => {
  server = await startPostgres();
  pool = new pg.Pool({ connectionString: server.url, max: 1 });
  pool.on("error", () => {});
  // Twice: a migration may be run again.
  for (const statement of [...migration("postgres", table), ...migration("postgres", table)]) await pool.query(statement);
  worker = await startWorkerd("hyperdrive.js", {
    compatibilityFlags: ["nodejs_compat"],
    hyperdrives: { HYPERDRIVE: server.url },
    bindings: { TABLE: table },
  });
});
after(async () => {
  await worker?.stop();
  await pool?.query(`DROP TABLE ${table}`);
  await pool?.end();
  await endConnections();
  await server?.stop();
});

for (const [store, connect] of Object.entries(DRIVERS)) {
  const three = [];
  let next = 0;
  describe(store, () => {
    after(endConnections);
    contract(store, () => {
      const place = next++ % 3;
      three[place] ??= sqlLedger({ ...connect(), table });
      return three[place];
    });
  });
}

contract("PostgreSQL through Hyperdrive's binding, by postgres.js on workerd", () => remoteLedger(worker.origin));

test("PostgreSQL: a transaction of postgres.js is no ledger", async () => {
  const sql = postgres(server.url, { max: 1 });
  await sql.begin(async (transaction) => {
    assert.throws(() => postgresJs(transaction), { code: "INVALID_CONFIGURATION", message: /committed/ });
  });
  await sql.end();
});

test("PostgreSQL: in a transaction of somebody else a ledger acknowledges nothing", async () => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const ledger = sqlLedger({ ...nodePostgres(client), table });
  const key = `open-${crypto.randomUUID()}`;
  const message = /a transaction of somebody else is open/;
  assert.ok(await ledger.write(key, "before", undefined, undefined));
  const { version } = (await ledger.read(key)).record;
  await client.query("BEGIN");
  await assert.rejects(ledger.write(key, "lost", version, undefined), { message });
  await assert.rejects(ledger.read(key), { message });
  await client.query("ROLLBACK");
  // The transaction begins while the ledger's statement waits behind it.
  const begun = client.query("BEGIN");
  await assert.rejects(ledger.write(key, "lost", version, undefined), { message });
  await begun;
  await client.query("ROLLBACK");
  assert.deepEqual((await ledger.read(key)).record, { text: "before", version });
  assert.ok(await ledger.write(key, "after", version, undefined));
  // A transaction that is begun behind it is not its business.
  const read = ledger.read(key);
  const behind = client.query("BEGIN");
  assert.equal((await read).record.text, "after");
  await behind;
  await client.end();
});

test("PostgreSQL: nothing that is read comes from a cache that knows which functions change", async () => {
  const texts = [];
  const { query } = nodePostgres(pool);
  const ledger = sqlLedger({ dialect: "postgres", table, query: (text, params) => query(texts[texts.push(text) - 1], params) });
  await ledger.read("a");
  await ledger.due(1, 1);
  await ledger.due(1, 1, "a");
  await ledger.open(undefined, 1);
  assert.equal(texts.length, 4);
  const { rows } = await pool.query("SELECT provolatile FROM pg_proc WHERE proname = 'clock_timestamp'");
  assert.deepEqual(rows, [{ provolatile: "v" }]);
  for (const text of texts) assert.match(text, /^SELECT .*clock_timestamp\(\)/);
});

test("PostgreSQL: killed in the middle of writes, it keeps what it has acknowledged, and one writer wins", {
  timeout: 180_000,
}, async (context) => {
  const ledgers = ["PostgreSQL by pg", "PostgreSQL by postgres.js"].map((name) => sqlLedger({ ...DRIVERS[name](), table }));
  let next = 0;
  const writers = new Writers(() => ledgers[next++ % 2]);
  writers.start();
  for (let kill = 0; kill < 3; kill += 1) {
    await writers.acknowledged(60);
    await server.crash();
  }
  await writers.acknowledged(60);
  context.diagnostic(await writers.judge());
  assert.ok(writers.count("conflict") > 0);
});
