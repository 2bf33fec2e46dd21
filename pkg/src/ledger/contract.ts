import { conflicts } from "./contract/conflicts.js";
import { listing } from "./contract/listing.js";
import { records } from "./contract/records.js";
import { type ContractOptions, runIn, type Story } from "./contract/trial.js";
import type { Ledger } from "./ledger.js";

export type { ContractOptions } from "./contract/trial.js";
export type { Ledger, LedgerRead, LedgerRecord, LedgerWritten } from "./ledger.js";

/** One thing that a ledger has to keep to. */
export interface ContractCase {
  /** What it has to keep to, as a sentence. */
  name: string;
  /** Resolves if the ledger does; rejects with an error that says what it did instead. */
  run: () => Promise<void>;
}

/**
 * What any ledger has to keep to, as cases for the test runner of your choice:
 *
 * ```ts
 * import { test } from "node:test"; // or "vitest", or "bun:test"; or const { test } = Deno
 * import { ledgerContract } from "linepay-edge/ledger/contract";
 *
 * for (const { name, run } of ledgerContract(() => myLedger(database))) test(name, run);
 * ```
 *
 * The cases use keys of their own and remove them again, so the store need not be empty. Run one suite at a time on a store. They take
 * some seconds; where a store is slow, give your runner's tests more time.
 *
 * @param open - Gives a ledger over one and the same store. Each case calls it three times, as three workers would: with a connection
 *   of its own behind each, the suite also finds a cache or a replica.
 */
export function ledgerContract(open: () => Ledger | Promise<Ledger>, options: ContractOptions = {}): ContractCase[] {
  const stories: [string, Story][] = Object.entries({ ...records, ...conflicts, ...listing });
  return stories.map(([name, story]) => ({ name, run: () => runIn(open, options, story) }));
}
