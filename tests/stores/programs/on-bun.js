// A ledger in bun:sqlite, behind HTTP. Its file stands in DATABASE; prints its address.
import { Database } from "bun:sqlite";
import { migration, sqlite, sqlLedger } from "linepay-edge/ledger";
import { answer } from "../remote.js";

const database = new Database(process.env.DATABASE);
for (const statement of ["PRAGMA busy_timeout = 5000;", "PRAGMA journal_mode = WAL;", ...migration("sqlite")]) database.run(statement);
const ledger = sqlLedger(sqlite(database));

const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => answer(ledger, request) });
console.log(`http://127.0.0.1:${server.port}`);
