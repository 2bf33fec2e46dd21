// A ledger on a handle on which something else has a transaction open: prints what a write says within, and what is there afterwards.
import { migration, sqlite, sqlLedger } from "../../../pkg/dist/ledger.js";

const isBun = globalThis.Bun !== undefined;
const { DatabaseSync, Database = DatabaseSync } = await import(isBun ? "bun:sqlite" : "node:sqlite");
const database = new Database(":memory:");
for (const statement of migration("sqlite")) database.exec(statement);
const ledger = sqlLedger(sqlite(database));
const write = () =>
  ledger.write("key", "text", undefined, undefined).then(
    () => "acknowledged",
    ({ message }) => message,
  );
database.exec("BEGIN");
const within = await write();
database.exec("ROLLBACK");
const { record } = await ledger.read("key");
console.log(JSON.stringify({ within, there: record !== undefined, afterwards: await write() }));
