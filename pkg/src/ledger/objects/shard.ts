import type { Calls } from "./calls.js";
import { hasTable, type ObjectState } from "./state.js";

/** How long the index remembers that a key has left, in milliseconds: longer than any message to it can be on its way. */
const REMEMBERED = 24 * 3600 * 1000;

/**
 * A part of the index of open orders: which are open, and when each needs to be looked at. An order that has left is remembered for a
 * day, so that an older message which arrives late cannot bring it back.
 */
export class Shard {
  #ctx: ObjectState;

  constructor(ctx: ObjectState) {
    this.#ctx = ctx;
  }

  enter({ key, wakeAt, sequence }: Calls["enter"]["asked"]): Calls["enter"]["answer"] {
    const { sql } = this.#ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, wake_at INTEGER, sequence INTEGER NOT NULL, left_at INTEGER)");
    sql.exec("CREATE INDEX IF NOT EXISTS entries_due ON entries (wake_at, key) WHERE wake_at IS NOT NULL");
    sql.exec("CREATE INDEX IF NOT EXISTS entries_left ON entries (left_at) WHERE left_at IS NOT NULL");
    const now = Date.now();
    sql.exec(
      `INSERT INTO entries (key, wake_at, sequence, left_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE
        SET wake_at = excluded.wake_at, sequence = excluded.sequence, left_at = excluded.left_at
        WHERE excluded.sequence > entries.sequence`,
      key,
      wakeAt,
      sequence,
      wakeAt === null ? now : null,
    );
    sql.exec("DELETE FROM entries WHERE left_at < ? AND key <> ?", now - REMEMBERED, key);
    const [row] = this.#rows("SELECT wake_at, sequence FROM entries WHERE key = ?", key);
    return { wakeAt: row?.wake_at as number | null, sequence: row?.sequence as number };
  }

  due({ now, limit, after }: Calls["due"]["asked"]): Calls["due"]["answer"] {
    const query = "SELECT key, wake_at FROM entries WHERE wake_at <= ? AND (wake_at, key) > (?, ?) ORDER BY wake_at, key LIMIT ?";
    return this.#rows(query, now, after?.wakeAt ?? -1, after?.key ?? "", limit).map(({ key, wake_at }) => [
      key as string,
      wake_at as number,
    ]);
  }

  when({ key }: Calls["when"]["asked"]): Calls["when"]["answer"] {
    const [row] = this.#rows("SELECT wake_at FROM entries WHERE key = ?", key);
    return { wakeAt: (row?.wake_at ?? null) as number | null };
  }

  open({ after, limit }: Calls["open"]["asked"]): Calls["open"]["answer"] {
    const query = "SELECT key FROM entries WHERE wake_at IS NOT NULL AND key > ? ORDER BY key LIMIT ?";
    return this.#rows(query, after ?? "", limit).map(({ key }) => key as string);
  }

  #rows(query: string, ...values: (string | number)[]) {
    return hasTable(this.#ctx, "entries") ? this.#ctx.storage.sql.exec(query, ...values).toArray() : [];
  }
}
