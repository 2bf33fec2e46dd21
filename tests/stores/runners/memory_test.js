// The contract as README shows it, in the test runners of Bun and Deno; runners.test.js starts them.
import { memoryLedger } from "linepay-edge/ledger";
import { ledgerContract } from "linepay-edge/ledger/contract";

const { test } = globalThis.Deno ?? (await import("bun:test"));
const ledger = memoryLedger();
for (const { name, run } of ledgerContract(() => ledger)) test(name, run);
