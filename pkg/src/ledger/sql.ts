import { LinePayError } from "../errors.js";
import { check, newVersion } from "./arguments.js";
import type { Ledger } from "./ledger.js";

/** Which SQL a database speaks. */
export type SqlDialect = "postgres" | "sqlite";

/** One value that goes into a statement. */
export type SqlValue = string | number | null;

/** A database of which a ledger is made. The functions beside {@link sqlLedger} make one of a driver's handle. */
export interface SqlDatabase {
  dialect: SqlDialect;
  /**
   * Runs one statement, committed on its own, and gives its rows as objects by the names of their columns.
   *
   * @param text - With `$1`, `$2` … for PostgreSQL and `?` for SQLite.
   */
  query(text: string, params: SqlValue[]): PromiseLike<Iterable<object>> | Iterable<object>;
}

/** {@link SqlDatabase}, and which table of it. */
export interface SqlLedgerOptions extends SqlDatabase {
  /** `linepay_orders` unless told otherwise. */
  table?: string;
}

const TABLE = "linepay_orders";

/** Milliseconds since 1970. PostgreSQL's is volatile, so that Hyperdrive keeps no answer that has it. */
const NOW: Record<SqlDialect, string> = {
  postgres: "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
  sqlite: "CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)",
};

/**
 * The statements that make the table: put them among your migrations, or run them one by one. Each may be run again.
 *
 * ```sh
 * node -e 'import("linepay-edge/ledger").then(({ migration }) => console.log(migration("postgres").join("\n")))'
 * ```
 */
export function migration(dialect: SqlDialect, table: string = TABLE): string[] {
  checkDialect(dialect);
  checkTable(table);
  // Keys are compared by their bytes, whatever the database's language is.
  const [key, time] = dialect === "postgres" ? ['text COLLATE "C"', "bigint"] : ["TEXT", "INTEGER"];
  const text = dialect === "postgres" ? "text" : "TEXT";
  const columns = [`key ${key} NOT NULL PRIMARY KEY`, `record ${text} NOT NULL`, `version ${text} NOT NULL`, `wake_at ${time}`];
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (${columns.join(", ")});`,
    `CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (wake_at, key) WHERE wake_at IS NOT NULL;`,
    `CREATE INDEX IF NOT EXISTS ${table}_open ON ${table} (key) WHERE wake_at IS NOT NULL;`,
  ];
}

/**
 * A ledger in one table of a SQL database; {@link migration} makes the table.
 *
 * ```ts
 * const ledger = sqlLedger(d1(env.DB));
 * const ledger = sqlLedger(postgresJs(postgres(env.HYPERDRIVE.connectionString)));
 * ```
 *
 * What the database must keep to: a statement that it has acknowledged survives a crash (PostgreSQL: `synchronous_commit` on, SQLite:
 * `synchronous` FULL), and what is read is never older (no replica, no cache). PostgreSQL that fails over to a replica without
 * `synchronous_standby_names` may lose what it has acknowledged last.
 *
 * Throws a LinePayError `INVALID_CONFIGURATION` where the options are wrong. Its methods throw `INVALID_REQUEST` where an argument
 * is wrong, and else what the driver throws.
 */
export function sqlLedger({ dialect, query, table = TABLE }: SqlLedgerOptions): Ledger {
  checkDialect(dialect);
  checkTable(table);
  if (typeof query !== "function") refuse("query is a function that runs one statement and gives its rows");
  const now = NOW[dialect];
  const run = async (text: string, ...params: SqlValue[]): Promise<Row[]> => [...((await query(text, params)) as Iterable<Row>)];
  const sql = (text: string) => placed(dialect, text);

  const READ = sql(`SELECT ${now} AS now, record, version FROM (SELECT 1 AS one) AS one LEFT JOIN ${table} ON key = ?`);
  const FIRST = sql(
    `INSERT INTO ${table} (record, version, wake_at, key) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING RETURNING ${now} AS now`,
  );
  const NEXT = sql(`UPDATE ${table} SET record = ?, version = ?, wake_at = ? WHERE key = ? AND version = ? RETURNING ${now} AS now`);
  // The clock stands in these so that no cache keeps them either.
  const DUE = sql(`SELECT key, ${now} AS now FROM ${table} WHERE wake_at <= ? ORDER BY wake_at, key LIMIT ?`);
  const BEHIND = sql(
    `SELECT key, ${now} AS now FROM ${table} WHERE wake_at <= ?
      AND (wake_at, key) > (COALESCE((SELECT wake_at FROM ${table} WHERE key = ? AND wake_at <= ?), -1), ?)
      ORDER BY wake_at, key LIMIT ?`,
  );
  const OPEN = sql(`SELECT key, ${now} AS now FROM ${table} WHERE wake_at IS NOT NULL AND key > ? ORDER BY key LIMIT ?`);
  const REMOVE = sql(`DELETE FROM ${table} WHERE key = ? AND version = ? AND wake_at IS NULL RETURNING key`);

  /** Reads are repeated where transactions are serialisable and this one came in between others. */
  async function ask(text: string, ...params: SqlValue[]): Promise<Row[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await run(text, ...params);
      } catch (error) {
        if (tries === 5 || !isConflict(error)) throw error;
      }
    }
  }

  /** No row: the condition did not hold. Another transaction that came first is the same. */
  async function change(text: string, ...params: SqlValue[]): Promise<Row[]> {
    try {
      return await run(text, ...params);
    } catch (error) {
      if (isConflict(error)) return [];
      throw error;
    }
  }

  return {
    async read(key) {
      check.key(key);
      const [row] = await ask(READ, key);
      if (row === undefined) throw new Error("the ledger's database gave no row where there is always one");
      const { record, version } = row;
      if (record === null && version === null) return { record: undefined, now: time(row) };
      return { record: { text: text(record), version: text(version) }, now: time(row) };
    },
    async write(key, record, ifVersion, wakeAt) {
      check.write(key, record, ifVersion, wakeAt);
      const version = newVersion();
      const values = [record, version, wakeAt ?? null, key];
      const [row] = ifVersion === undefined ? await change(FIRST, ...values) : await change(NEXT, ...values, ifVersion);
      return row && { version, now: time(row) };
    },
    async due(now, limit, after) {
      check.due(now, limit, after);
      const rows = after === undefined ? ask(DUE, now, limit) : ask(BEHIND, now, after, now, after, limit);
      return (await rows).map(({ key }) => text(key));
    },
    async open(after, limit) {
      if (after !== undefined) check.key(after);
      check.page(limit);
      return (await ask(OPEN, after ?? "", limit)).map(({ key }) => text(key));
    },
    async remove(key, ifVersion) {
      check.key(key);
      check.version(ifVersion);
      return (await change(REMOVE, key, ifVersion)).length > 0;
    },
  };
}

type Row = Record<string, unknown>;

/** A serialisation failure or a deadlock: PostgreSQL has rolled the statement back. Not 40003, where it does not know. */
function isConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "40001" || code === "40P01";
}

/** The statement with the dialect's marks for values. */
function placed(dialect: SqlDialect, text: string): string {
  let count = 0;
  return dialect === "postgres" ? text.replace(/\?/g, () => `$${++count}`) : text;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("the ledger's database gave something else where a text stands");
  return value;
}

/** Drivers give large integers as numbers, BigInts or texts. */
function time({ now }: Row): number {
  const value = Number(now);
  if (now === null || !Number.isSafeInteger(value) || value <= 0) throw new Error("the ledger's database gave no time");
  return value;
}

function checkDialect(dialect: SqlDialect): void {
  if (dialect !== "postgres" && dialect !== "sqlite") refuse('dialect is "postgres" or "sqlite"');
}

function checkTable(table: string): void {
  if (typeof table !== "string" || !/^[a-z_][a-z0-9_]{0,49}$/.test(table)) {
    refuse("table is 1 to 50 of a-z, 0-9 and _, and begins with no digit");
  }
}

function refuse(message: string): never {
  throw new LinePayError({ code: "INVALID_CONFIGURATION", message });
}
