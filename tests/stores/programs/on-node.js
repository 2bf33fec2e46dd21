// A ledger in node:sqlite, behind HTTP. Its file stands in DATABASE; prints its address.
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { migration, sqlite, sqlLedger } from "linepay-edge/ledger";
import { bodyOf } from "../incoming.js";
import { answer } from "../remote.js";

const database = new DatabaseSync(process.env.DATABASE);
for (const statement of ["PRAGMA busy_timeout = 5000;", "PRAGMA journal_mode = WAL;", ...migration("sqlite")]) database.exec(statement);
const ledger = sqlLedger(sqlite(database));

const server = createServer(async (request, response) => {
  const body = await bodyOf(request);
  if (body === undefined) return;
  const answered = await answer(ledger, new Request("http://ledger", { method: "POST", body }));
  response.writeHead(answered.status).end(await answered.text());
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
