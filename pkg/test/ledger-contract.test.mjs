import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLedger } from "linepay-edge/ledger";
import { ledgerContract } from "linepay-edge/ledger/contract";
import { LIES } from "./lying-ledgers.mjs";

const shared = memoryLedger();
for (const { name, run } of ledgerContract(() => shared)) test(`memory: ${name}`, run);

/** A ledger whose clock only goes on while the contract waits: what waits does so at once. */
function virtual() {
  let time = Date.UTC(2026, 4, 7);
  const ledger = memoryLedger({ now: () => time });
  const wait = async (milliseconds) => {
    time += milliseconds;
    await new Promise(setImmediate);
  };
  return { ledger, wait };
}

async function failures(ledger, wait) {
  const failed = [];
  for (const { name, run } of ledgerContract(() => ledger, { wait })) await run().catch((error) => failed.push({ name, error }));
  return failed;
}

test("a ledger with a clock of its own passes without real waits", async () => {
  const { ledger, wait } = virtual();
  assert.deepEqual(await failures(ledger, wait), []);
});

for (const [name, lie, finder] of LIES) {
  test(`a ledger that lies is found: ${name}`, async () => {
    const { ledger, wait } = virtual();
    const failed = await failures(lie(ledger), wait);
    const names = failed.map((failure) => failure.name);
    assert.ok(
      names.some((found) => found.includes(finder)),
      `"${finder}" passes; found only by ${names.join("; ") || "nothing"}`,
    );
    for (const { error } of failed) assert.ok(error instanceof Error && error.message.length > 10, "a case says what is wrong");
  });
}

test("every case finds a lie, the plainest one apart", () => {
  const cases = ledgerContract(() => shared).map(({ name }) => name);
  assert.equal(new Set(cases).size, cases.length);
  assert.ok(cases.length >= 25, `${cases.length} cases`);
});

test("the contract leaves nothing behind", async () => {
  const ledger = memoryLedger();
  const keys = new Set();
  const seen = {
    ...ledger,
    write(key, ...rest) {
      keys.add(key);
      return ledger.write(key, ...rest);
    },
  };
  for (const { run } of ledgerContract(() => seen)) await run();
  assert.deepEqual(await ledger.open(undefined, 1000), []);
  for (const key of keys) assert.equal((await ledger.read(key)).record, undefined);
});
