import { join } from "node:path";
import { after, before } from "node:test";
import { createClient } from "@libsql/client";
import { libsql, migration, sqlLedger } from "linepay-edge/ledger";
import { contract } from "./contract.js";
import { folder } from "./programs.js";

let clients = [];
let next = 0;
before(async () => {
  const url = `file:${join(folder(), "orders.db")}`;
  clients = [createClient({ url }), createClient({ url, intMode: "bigint" })];
  await clients[0].execute("PRAGMA journal_mode = WAL");
  for (const statement of migration("sqlite")) await clients[0].execute(statement);
});
after(() => {
  for (const client of clients) client.close();
});

contract("libSQL", () => sqlLedger(libsql(clients[next++ % 2])));
