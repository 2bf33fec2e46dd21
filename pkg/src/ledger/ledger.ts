/** What is kept of one order: a text that the checkout writes and reads, and the version of it that is there now. */
export interface LedgerRecord {
  /** As it was written, to the last character: JSON, below 32 KiB. */
  readonly text: string;
  /** Made by the ledger at each write. Nothing is to be read from it; no two writes ever have the same, also after a removal. */
  readonly version: string;
}

/** What {@link Ledger.read} found. */
export interface LedgerRead {
  /** Undefined: there is no record under this key. */
  readonly record: LedgerRecord | undefined;
  /** The time on the store's clock while it read, in milliseconds since 1970. */
  readonly now: number;
}

/** What {@link Ledger.write} wrote. */
export interface LedgerWritten {
  /** The version that the record has now. */
  readonly version: string;
  /** The time on the store's clock while it wrote, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * A small store of orders with conditional writes. `memoryLedger`, `sqlLedger` and the Durable Objects of
 * `linepay-edge/ledger/durable-object` are ledgers; a ledger of your own is one if it passes `linepay-edge/ledger/contract`.
 *
 * Every method sees every write that was acknowledged before the method was called, whoever made it: no replica that lags, no
 * cache. What was acknowledged survives a crash.
 *
 * A key is a text of 1 to 512 bytes (UTF-8) without NUL. Texts that differ in any character are different keys.
 *
 * **A record with a `wakeAt` is open, one without is closed.** An order that waits for a person is open too: it gets a `wakeAt` at
 * which it is looked at again, a day away for instance. So whatever is not finished is found both by `due` and by `open`.
 */
export interface Ledger {
  /** Whether the store itself wakes an order at its `wakeAt`, as Durable Objects do by alarms: then nobody misses a sweep. */
  readonly wakes?: boolean;
  /** Reads a record and the store's clock. Throws where the store does not answer. */
  read(key: string): Promise<LedgerRead>;
  /**
   * Writes a record if its version is still `ifVersion`; with undefined, if there is none.
   *
   * Of any number of writers that hold the same version, one wins. Resolves to undefined where this write has not been made because
   * the record has another version. Throws where nothing can be told: the write may have been made, now or a little later. Read
   * again then, and look whether it was.
   *
   * @param text - What to keep, below 32 KiB, without NUL and without half a surrogate pair, as `JSON.stringify` makes it.
   * @param ifVersion - The version that was read, or undefined for the first write.
   * @param wakeAt - When the order needs to be looked at again, on the store's clock in milliseconds since 1970; undefined closes it.
   */
  write(key: string, text: string, ifVersion: string | undefined, wakeAt: number | undefined): Promise<LedgerWritten | undefined>;
  /**
   * Keys whose `wakeAt` is `now` or earlier, the earliest first.
   *
   * One that has just been closed or put off may be listed some seconds longer: read before you act. None that is due is left out.
   *
   * @param limit - How many at most: 1 to 1000.
   * @param after - A key that is due, such as the last one of the page before: only what stands behind it. All that is due where it is
   *   due no more.
   */
  due(now: number, limit: number, after?: string): Promise<string[]>;
  /**
   * Keys of all open records, a page at a time, in an order of the store's own. The last page is shorter than `limit`, or empty.
   *
   * One that has just been closed may be listed some seconds longer. One that is open all the while is on exactly one page.
   *
   * @param after - The last key of the page before, or undefined for the first page. It need not be open any more.
   * @param limit - How many at most: 1 to 1000.
   */
  open(after: string | undefined, limit: number): Promise<string[]>;
  /**
   * Removes a closed record for good if its version is still `ifVersion`. False: there is no such record with this version, or it is
   * open. Throws where nothing can be told.
   */
  remove(key: string, ifVersion: string): Promise<boolean>;
}
