export {
  type D1Handle,
  d1,
  type LibsqlHandle,
  libsql,
  type NodePostgresHandle,
  nodePostgres,
  type PostgresJsHandle,
  postgresJs,
  type SqliteHandle,
  sqlite,
} from "./ledger/databases.js";
export type { Ledger, LedgerRead, LedgerRecord, LedgerWritten } from "./ledger/ledger.js";
export { type MemoryLedgerOptions, memoryLedger } from "./ledger/memory.js";
export {
  migration,
  type SqlDatabase,
  type SqlDialect,
  sqlLedger,
  type SqlLedgerOptions,
  type SqlValue,
} from "./ledger/sql.js";
