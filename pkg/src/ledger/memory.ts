import { check, newVersion } from "./arguments.js";
import type { Ledger } from "./ledger.js";

/** Options of {@link memoryLedger}. */
export interface MemoryLedgerOptions {
  /** The ledger's clock, in milliseconds since 1970. `Date.now` unless a test has one of its own. */
  now?: () => number;
}

interface Kept {
  text: string;
  version: string;
  wakeAt: number | undefined;
}

/**
 * A ledger that is gone when the program ends, for tests and demos. A worker has many isolates, each with a memory of its own: never
 * use it there for orders that cost money.
 */
export function memoryLedger({ now = Date.now }: MemoryLedgerOptions = {}): Ledger {
  const records = new Map<string, Kept>();
  const open = () => [...records].filter(([, { wakeAt }]) => wakeAt !== undefined) as [string, Kept & { wakeAt: number }][];
  return {
    async read(key) {
      check.key(key);
      const kept = records.get(key);
      return { record: kept && { text: kept.text, version: kept.version }, now: now() };
    },
    async write(key, text, ifVersion, wakeAt) {
      check.write(key, text, ifVersion, wakeAt);
      if (records.get(key)?.version !== ifVersion) return undefined;
      const version = newVersion();
      records.set(key, { text, version, wakeAt });
      return { version, now: now() };
    },
    async due(now, limit, after) {
      check.due(now, limit, after);
      const due = open().filter(([, { wakeAt }]) => wakeAt <= now);
      due.sort(([, a], [, b]) => a.wakeAt - b.wakeAt);
      const keys = due.map(([key]) => key);
      const first = after === undefined ? 0 : keys.indexOf(after) + 1;
      return keys.slice(first, first + limit);
    },
    async open(after, limit) {
      if (after !== undefined) check.key(after);
      check.page(limit);
      const keys = open().map(([key]) => key);
      return keys
        .filter((key) => after === undefined || key > after)
        .sort()
        .slice(0, limit);
    },
    async remove(key, ifVersion) {
      check.key(key);
      check.version(ifVersion);
      const kept = records.get(key);
      if (kept === undefined || kept.version !== ifVersion || kept.wakeAt !== undefined) return false;
      return records.delete(key);
    },
  };
}
