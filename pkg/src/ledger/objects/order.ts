import { type Calls, call, type ObjectNamespace, shardObjects, shardOf } from "./calls.js";
import { hasTable, type ObjectState } from "./state.js";

/** What an order's object keeps: one row. */
interface Row {
  key: string;
  /** Null: there is no record, or no longer. */
  record: string | null;
  version: string | null;
  wake_at: number | null;
  /** Where `certain` is 1: what the index holds of this order. */
  listed_at: number | null;
  certain: 0 | 1;
  /** Of the last message to the index: higher than any before. */
  sequence: number;
  /** How often in a row the order was woken and nothing was written, and until when it is left alone for that. */
  failures: number;
  not_before: number;
}

/** How soon the index is told again where that failed, in milliseconds. */
const TELL_AGAIN = 15_000;

/** For how long a message to the index is waited for, in milliseconds: all others wait behind it. */
const TELLING = 5_000;

/** How an order's object reaches the outside. */
export interface Outside {
  /** The namespace of the objects, for the index. */
  namespace: () => ObjectNamespace;
  wake: (key: string) => Promise<void> | void;
  retryAfter: (failures: number) => number;
}

/**
 * One order: a record with conditional writes, the alarm at its `wakeAt`, and its place in the index.
 *
 * The index never wakes an order too late: it is told of an order, or of an earlier time, before that is written here, and of
 * leaving or a later time afterwards. Messages to it leave one at a time, and what it certainly holds is written down, so that a message
 * that got lost is sent again by the alarm.
 */
export class OrderObject {
  #ctx: ObjectState;
  #outside: Outside;
  /** The last message to the index. */
  #told: Promise<unknown> = Promise.resolve();

  constructor(ctx: ObjectState, outside: Outside) {
    this.#ctx = ctx;
    this.#outside = outside;
  }

  read(): Calls["read"]["answer"] {
    const row = this.#row();
    return { text: row?.record ?? null, version: row?.version ?? null, now: Date.now() };
  }

  async write({ key, text, ifVersion, wakeAt, version }: Calls["write"]["asked"]): Promise<Calls["write"]["answer"]> {
    for (;;) {
      const row = this.#row();
      if (row?.version === version) return { done: true, now: Date.now() };
      if ((row?.version ?? null) !== ifVersion) return { done: false, now: Date.now() };
      if (wakeAt === null || isListedBy(row, wakeAt)) break;
      // Others may come in meanwhile: look at everything anew.
      await this.#list(key, wakeAt);
    }
    // No await from the look at the version to here: nobody comes in between.
    const { sql } = this.#ctx.storage;
    this.#make(key);
    sql.exec("UPDATE state SET record = ?, version = ?, wake_at = ?, failures = 0, not_before = 0", text, version, wakeAt);
    await this.#arm();
    if (!this.#isSettled()) this.#ctx.waitUntil(this.#settle().catch(() => {}));
    return { done: true, now: Date.now() };
  }

  async remove({ ifVersion }: Calls["remove"]["asked"]): Promise<Calls["remove"]["answer"]> {
    const row = this.#row();
    if (row?.version !== ifVersion || row.wake_at !== null) return { done: false };
    this.#ctx.storage.sql.exec("UPDATE state SET record = NULL, version = NULL");
    if (this.#isSettled()) await this.#dispose();
    return { done: true };
  }

  /** Never throws: the runtime calls an alarm that failed six times more at most, and then never again. */
  async alarm(): Promise<void> {
    const before = this.#row();
    if (before === undefined) return;
    const now = Date.now();
    const isDue = before.record !== null && before.wake_at !== null && Math.max(before.wake_at, before.not_before) <= now;
    if (isDue) {
      // Written first, so that it is woken again also if this program ends in the middle of it.
      const failures = before.failures + 1;
      const notBefore = now + this.#outside.retryAfter(failures);
      this.#ctx.storage.sql.exec("UPDATE state SET failures = ?, not_before = ?", failures, notBefore);
    }
    await this.#arm();
    const told = this.#settle().catch(() => {});
    try {
      if (isDue) await this.#outside.wake(before.key);
    } catch (error) {
      console.error(`linepay-edge: an order could not be brought on and will be woken again: ${before.key}`, error);
    }
    await told;
  }

  /** Tells the index that the order has to be looked at, at this time or earlier. */
  #list(key: string, wakeAt: number): Promise<void> {
    return this.#queue(async () => {
      const row = this.#row();
      if (isListedBy(row, wakeAt)) return;
      this.#make(key);
      // What is written here until then counts too. If this object ends before it writes, the alarm puts the index right.
      await this.#tell(key, Math.min(wakeAt, row?.wake_at ?? wakeAt));
    });
  }

  /** Brings the index to what the record says. */
  #settle(): Promise<void> {
    return this.#queue(async () => {
      const row = this.#row();
      if (row === undefined) return;
      if (!isSettled(row)) await this.#tell(row.key, row.wake_at);
      const after = this.#row();
      if (after?.record === null && isSettled(after)) await this.#dispose();
      else await this.#arm();
    });
  }

  /** Messages leave one after another. */
  #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#told.then(work, work);
    this.#told = done;
    return done;
  }

  async #tell(key: string, wakeAt: number | null): Promise<void> {
    const { sql } = this.#ctx.storage;
    const index = shardObjects[shardOf(key)] as string;
    // After a removal this object knows no number of before: the index says what counts there, and the next number is higher.
    for (let sequence = Math.max(Date.now(), (this.#row()?.sequence ?? 0) + 1); ; ) {
      sql.exec("UPDATE state SET certain = 0, sequence = ?", sequence);
      await this.#arm();
      // One that arrives later than its successor has the lower number, and counts no more.
      const { answer } = await inTime(call(this.#outside.namespace(), index, "enter", { key, wakeAt, sequence }));
      if (answer.sequence === sequence && answer.wakeAt === wakeAt) break;
      sequence = answer.sequence + 1;
    }
    sql.exec("UPDATE state SET certain = 1, listed_at = ?", wakeAt);
  }

  /** Sets the one alarm: when the order has to be woken, or the index to be told again. */
  #arm(): Promise<void> {
    const { storage } = this.#ctx;
    const row = this.#row();
    const times: number[] = [];
    if (row !== undefined && row.record !== null && row.wake_at !== null) times.push(Math.max(row.wake_at, row.not_before));
    if (row !== undefined && !isSettled(row)) times.push(Date.now() + TELL_AGAIN);
    return times.length > 0 ? storage.setAlarm(Math.min(...times)) : storage.deleteAlarm();
  }

  /** Leaves no trace. */
  async #dispose(): Promise<void> {
    const { storage } = this.#ctx;
    storage.sql.exec("DROP TABLE state");
    await Promise.all([storage.deleteAlarm(), storage.deleteAll()]);
  }

  #isSettled(): boolean {
    const row = this.#row();
    return row === undefined || isSettled(row);
  }

  #row(): Row | undefined {
    if (!hasTable(this.#ctx, "state")) return undefined;
    return this.#ctx.storage.sql.exec("SELECT * FROM state").toArray()[0] as Row | undefined;
  }

  #make(key: string): void {
    const { sql } = this.#ctx.storage;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY CHECK (id = 1), key TEXT NOT NULL, record TEXT, version TEXT,
        wake_at INTEGER, listed_at INTEGER, certain INTEGER NOT NULL, sequence INTEGER NOT NULL,
        failures INTEGER NOT NULL, not_before INTEGER NOT NULL)`,
    );
    sql.exec("INSERT OR IGNORE INTO state (id, key, certain, sequence, failures, not_before) VALUES (1, ?, 1, 0, 0, 0)", key);
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the ledger's index has not answered in time")), TELLING);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the index certainly holds this order with that time or an earlier one. */
function isListedBy(row: Row | undefined, wakeAt: number): boolean {
  return row !== undefined && row.certain === 1 && row.listed_at !== null && row.listed_at <= wakeAt;
}

/** Whether the index certainly holds what the record says. */
function isSettled({ certain, listed_at, wake_at }: Row): boolean {
  return certain === 1 && listed_at === wake_at;
}
