import { test } from "node:test";
import { ledgerContract } from "linepay-edge/ledger/contract";

/** The published contract, case by case. `open` gives a ledger; it is called anew each time. */
export function contract(store, open) {
  for (const { name, run } of ledgerContract(open)) test(`${store}: ${name}`, run);
}
