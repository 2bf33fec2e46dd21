// A program with the drivers' own types; types.test.js compiles it.
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@libsql/client";
import { type Ledger, libsql, memoryLedger, nodePostgres, postgresJs, sqlite, sqlLedger } from "linepay-edge/ledger";
import { type ContractCase, ledgerContract } from "linepay-edge/ledger/contract";
import pg from "pg";
import postgres from "postgres";

export const ledgers: Ledger[] = [
  memoryLedger(),
  memoryLedger({ now: () => 1 }),
  sqlLedger(sqlite(new DatabaseSync(":memory:"))),
  sqlLedger(nodePostgres(new pg.Pool())),
  sqlLedger(nodePostgres(new pg.Client())),
  sqlLedger(postgresJs(postgres())),
  sqlLedger(libsql(createClient({ url: "file::memory:" }))),
  sqlLedger({ dialect: "sqlite", query: async (_text: string, _params: (string | number | null)[]) => [{ now: 1 }] }),
];
export const cases: ContractCase[] = ledgerContract(async () => memoryLedger(), { wait: async () => {} });

const ledger = memoryLedger();
// @ts-expect-error a version is given, or undefined
await ledger.write("key", "text", 1, undefined);
// @ts-expect-error whether an order is open has to be said
await ledger.write("key", "text", undefined);
// @ts-expect-error a conflict has to be looked for
(await ledger.write("key", "text", undefined, undefined)).version;
