import { LinePayError } from "../errors.js";
import type { SqlDatabase, SqlValue } from "./sql.js";

const NOT_ALONE = "a transaction of somebody else is open on the ledger's handle: give the ledger one of its own";

/** What is used of a D1 binding. */
export interface D1Handle {
  prepare(text: string): { bind(...values: unknown[]): { all(): Promise<{ results: object[] }> } };
  withSession(...given: never[]): unknown;
}

/**
 * Cloudflare D1, by its binding. A session (`withSession`) is refused: it may read a replica that lags.
 *
 * ```ts
 * const ledger = sqlLedger(d1(env.DB));
 * ```
 */
export function d1(database: D1Handle): SqlDatabase {
  need(database, "prepare", "d1 takes a D1 binding");
  if ("getBookmark" in database || !("withSession" in database)) {
    refuse("d1 takes the binding itself: a session may read a replica, which lags");
  }
  return {
    dialect: "sqlite",
    query: async (text, params) =>
      (
        await database
          .prepare(text)
          .bind(...params)
          .all()
      ).results,
  };
}

/** What is used of postgres.js. */
export interface PostgresJsHandle {
  unsafe(text: string, params?: SqlValue[]): PromiseLike<Iterable<object>>;
}

/**
 * PostgreSQL by postgres.js, also through Hyperdrive. A transaction is refused, and so is a connection that was reserved for one: its
 * writes count only once it is committed. With `max: 1`, where postgres.js lets you send BEGIN as a statement, give the ledger one of
 * its own.
 *
 * ```ts
 * const ledger = sqlLedger(postgresJs(postgres(env.HYPERDRIVE.connectionString)));
 * ```
 */
export function postgresJs(sql: PostgresJsHandle): SqlDatabase {
  need(sql, "unsafe", "postgresJs takes what postgres() gave");
  if ("savepoint" in sql || "release" in sql) {
    refuse("postgresJs takes what postgres() gave, not a transaction or a connection for one: its writes count only once it is committed");
  }
  return { dialect: "postgres", query: (text, params) => sql.unsafe(text, params) };
}

/** What is used of pg's `Pool` and `Client`, and of drivers like it. */
export interface NodePostgresHandle {
  query(text: string, params: unknown[]): Promise<{ rows: object[] }>;
  /** Whether a transaction was open when the last statement had ended, by a `Client` of pg (8.23 has it). */
  getTransactionStatus?(): string | null;
}

/**
 * PostgreSQL by pg, or by a driver of the same form such as Neon's `Pool`. Give it a pool, or a `Client` of its own: what is written while
 * something else has a transaction open on it counts only once that is committed. Where the `Client` tells (`getTransactionStatus`), the
 * ledger fails then; an older one does not tell. A client of a pool is refused.
 *
 * ```ts
 * const ledger = sqlLedger(nodePostgres(new Pool({ connectionString })));
 * ```
 */
export function nodePostgres(pool: NodePostgresHandle): SqlDatabase {
  need(pool, "query", "nodePostgres takes a Pool of pg");
  if ("release" in pool)
    refuse("nodePostgres takes the Pool, not a client of it: what that writes in a transaction counts only once it is committed");
  /** Of a pool, which has no such status, each statement is on its own. */
  const alone = (): void => {
    const status = pool.getTransactionStatus?.();
    if (status === "T" || status === "E") throw new Error(NOT_ALONE);
  };
  return {
    dialect: "postgres",
    async query(text, params) {
      alone();
      const { rows } = await pool.query(text, params);
      // Somebody's BEGIN may have stood before it in the client's queue: then it is as good as not made.
      alone();
      return rows;
    },
  };
}

/** What is used of node:sqlite's `DatabaseSync`, of bun:sqlite's `Database`, and of drivers like them. */
export interface SqliteHandle {
  prepare(text: string): { all(...params: SqlValue[]): unknown[] };
  /** Whether a transaction is open on it, by node:sqlite (Node 22.16 and newer). */
  readonly isTransaction?: boolean;
  /** The same by bun:sqlite and better-sqlite3. */
  readonly inTransaction?: boolean;
}

/**
 * SQLite in the same program: node:sqlite (Node 22.13 and newer), bun:sqlite, or a driver of the same form such as better-sqlite3.
 * With several processes on one file, let them wait for each other (`PRAGMA busy_timeout = 5000`, and `journal_mode = WAL`). Leave
 * `synchronous` at FULL: with less, a power failure takes what was written last. Give it a handle of its own: while something else has
 * a transaction open on it, the ledger fails, for what it wrote there would go with that transaction.
 *
 * ```ts
 * const database = new DatabaseSync("orders.db");
 * for (const statement of migration("sqlite")) database.exec(statement);
 * const ledger = sqlLedger(sqlite(database));
 * ```
 */
export function sqlite(database: SqliteHandle): SqlDatabase {
  need(database, "prepare", "sqlite takes a DatabaseSync of node:sqlite or a Database of bun:sqlite");
  const statements = new Map<string, ReturnType<SqliteHandle["prepare"]>>();
  return {
    dialect: "sqlite",
    query(text, params) {
      if (database.isTransaction === true || database.inTransaction === true) {
        throw new Error(NOT_ALONE);
      }
      const statement = statements.get(text) ?? database.prepare(text);
      statements.set(text, statement);
      return statement.all(...params) as object[];
    },
  };
}

/** What is used of a client of @libsql/client. */
export interface LibsqlHandle {
  execute(statement: { sql: string; args: SqlValue[] }): Promise<{ rows: object[] }>;
}

/**
 * libSQL and Turso, by @libsql/client. Give it the database itself, not an embedded replica (`syncUrl`), which lags. A transaction is
 * refused: what it writes counts only once it is committed.
 *
 * ```ts
 * const ledger = sqlLedger(libsql(createClient({ url, authToken })));
 * ```
 */
export function libsql(client: LibsqlHandle): SqlDatabase {
  need(client, "execute", "libsql takes a client of @libsql/client");
  if ("commit" in client) refuse("libsql takes the client, not a transaction of it: its writes count only once it is committed");
  return { dialect: "sqlite", query: async (sql, args) => (await client.execute({ sql, args })).rows };
}

function need(handle: object, method: string, message: string): void {
  const found = (handle as Record<string, unknown> | null | undefined)?.[method];
  if (typeof found !== "function") refuse(message);
}

function refuse(message: string): never {
  throw new LinePayError({ code: "INVALID_CONFIGURATION", message });
}
