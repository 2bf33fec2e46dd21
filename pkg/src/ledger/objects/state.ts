// The parts of a Durable Object that are used: its own SQLite, which answers at once, and its one alarm. Statements and alarms of one
// turn of the object become durable together, and no answer leaves the object before they are.

/** One value of a row. */
export type Cell = string | number | null;

/** `ctx` of a Durable Object with SQLite. */
export interface ObjectState {
  storage: {
    sql: { exec(query: string, ...values: Cell[]): { toArray(): Record<string, unknown>[] } };
    setAlarm(time: number): Promise<void>;
    deleteAlarm(): Promise<void>;
    deleteAll(): Promise<void>;
  };
  waitUntil(promise: Promise<unknown>): void;
}

/** Whether this object has made its tables. An object that was only ever asked has none and takes no room. */
export function hasTable({ storage }: ObjectState, table: string): boolean {
  return storage.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", table).toArray().length > 0;
}
