// LINE Pay refuses every call until the merchant has mended something, such as a wrong secret: with a ledger nobody may wait in silence.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const MINUTE = 60_000;

/** A shop whose ledger's clock can be moved on. */
async function shopOf(version, more = {}) {
  const time = { ahead: 0 };
  const shop = await keptShop({ version, ledger: memoryLedger({ now: () => Date.now() + time.ahead }), ...more });
  const told = () => shop.seen.problems.map(({ kind, error }) => `${kind} ${error?.returnCode}`);
  const wait = (minutes) => {
    time.ahead += minutes * MINUTE;
  };
  return { ...shop, told, wait };
}

for (const version of ["v2", "v3", "v4"]) {
  test(
    `${version}: a buyer comes back while LINE Pay refuses to be asked: the shop is told, and the page says no more than is known`,
    options,
    async () => {
      const { sandbox, told, page, approved } = await shopOf(version);
      const { back, statusUrl } = await approved();
      await sandbox.set({ merchantDisabled: true });
      assert.equal(await page(back), "We could not ask LINE Pay");
      assert.deepEqual(told(), ["refused 1105"]);
      await sandbox.set({ merchantDisabled: false });
      assert.equal(await page(back), "Payment received");
      await sandbox.set({ merchantDisabled: true });
      assert.equal(await page(statusUrl), "Payment received", "what the ledger knows");
      assert.deepEqual(told(), ["refused 1105", "refused 1105"]);
    },
  );

  test(`${version}: sweeps that LINE Pay refuses are told, once for each sweep, with how many orders wait`, options, async () => {
    const { sandbox, told, approved, checkout, wait, seen, holding } = await shopOf(version);
    for (const orderId of ["ORD-1", "ORD-2", "ORD-3"]) await approved({ orderId });
    await sandbox.set({ merchantDisabled: true });
    wait(21);
    await checkout.scheduled({}, {});
    // v2 has nothing to ask: a confirm is refused, which stays with its order.
    const asks = version !== "v2";
    assert.deepEqual(told(), asks ? ["refused 1105"] : Array(3).fill("refused undefined"));
    if (asks) assert.match(seen.problems[0].message, /^3 orders \(ORD-1, ORD-2, ORD-3\): .*1105/);
    await sandbox.set({ merchantDisabled: false });
    wait(10);
    await checkout.scheduled({}, {});
    assert.equal((await holding()).length, 3);
    assert.equal(told().length, asks ? 1 : 3);
  });
}

test("alarms that LINE Pay refuses are told once in a minute, not once for each order", options, async () => {
  const { sandbox, seen, told, approved, sweep } = await shopOf("v3");
  const orders = ["ORD-1", "ORD-2", "ORD-3"];
  for (const orderId of orders) await approved({ orderId });
  await sandbox.set({ merchantDisabled: true });
  const { now } = Date;
  try {
    for (const orderId of orders) await sweep(orderId);
    assert.deepEqual(told(), ["refused 1105"]);
    Date.now = () => now() + MINUTE;
    for (const orderId of orders) await sweep(orderId);
  } finally {
    Date.now = now;
  }
  assert.deepEqual(told(), ["refused 1105", "refused 1105"]);
  assert.match(seen.problems[1].message, /^order ORD-1: .*1105.*2 more of this kind/);
});

test(
  "a step of staff's whose outcome LINE Pay refuses to tell: the shop is told why; where the error says it, nobody is told twice",
  options,
  async () => {
    const { sandbox, told, approved, page, checkout } = await shopOf("v3");
    const { back } = await approved();
    await page(back);
    await sandbox.set({ merchantDisabled: true });
    const orders = checkout.orders({});
    await assert.rejects(orders.refund("ORD-1", { amount: 60, key: "a" }), { code: "REFUSED", returnCode: "1105" });
    assert.deepEqual(told(), []);
    await assert.rejects(orders.refund("ORD-1", { key: "b" }), { code: "UNDER_WAY", outcome: "unknown" });
    assert.deepEqual(told(), ["refused 1105"]);
  },
);

test("what LINE Pay says of a healthy order is no refusal", options, async () => {
  for (const version of ["v2", "v3", "v4"]) {
    const { told, approved, page, pay, checkout, wait } = await shopOf(version);
    const { back } = await approved();
    assert.equal(await page(back), "Payment received");
    await pay({ orderId: "ORD-2" });
    for (const minutes of [3, 20, 10, 120]) {
      wait(minutes);
      await checkout.scheduled({}, {});
    }
    assert.deepEqual(told(), []);
  }
});
