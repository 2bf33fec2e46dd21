// What the shop is told of a ledger that fails: each wish once, however often its writes were tried again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };

/** Runs with timers at once: the module pauses between its questions. */
async function hasty(work) {
  const real = globalThis.setTimeout;
  globalThis.setTimeout = (call, _milliseconds, ...more) => real(call, 1, ...more);
  try {
    return await work();
  } finally {
    globalThis.setTimeout = real;
  }
}

const WISHES = {
  "a wish to pay": (shop) => shop.pay({ orderId: "ORD-2" }),
  "a buyer who comes back": (shop, { back }) => shop.page(back),
  "a buyer who turns round": (shop, { back }) => shop.page(back.replace("/pay/confirm", "/pay/cancel")),
  "the sweep of one order": (shop) => shop.sweep().catch(() => undefined),
  scheduled: (shop) => shop.checkout.scheduled({}, {}),
  "a charge": (shop) => {
    const charge = { orderId: "SUB-1", regKey: "RK0A1B2C3D4E5F6", productName: "Tea", amount: 150, currency: "TWD" };
    return assert.rejects(shop.checkout.orders({}).charge(charge), { code: "LEDGER" });
  },
  "an order abandoned": (shop) => assert.rejects(shop.checkout.orders({}).abandon("ORD-1"), { code: "LEDGER" }),
};

for (const [name, wish] of Object.entries(WISHES)) {
  test(`writes that fail again and again are told once: ${name}`, options, async () => {
    const clock = { ahead: 0, down: false, writes: 0 };
    const memory = memoryLedger({ now: () => Date.now() + clock.ahead });
    const write = (...given) => {
      if (!clock.down) return memory.write(...given);
      clock.writes += 1;
      return Promise.reject(new Error("disk full"));
    };
    const shop = await keptShop({ ledger: { ...memory, write } });
    const approved = await shop.approved();
    clock.ahead = 180_000;
    clock.down = true;
    await hasty(() => wish(shop, approved));
    assert.ok(clock.writes > 1, `${clock.writes} writes were tried`);
    // Nobody else says of which order.
    const told = shop.seen.problems.map(({ kind, message }) => [kind, message.replace(/^order ORD-1: /, "")]);
    assert.deepEqual(told, [["ledger-failed", "whether the ledger has made a write is not known: disk full"]]);
    assert.deepEqual(await shop.holding(), []);
  });
}

test("two wishes are told each", options, async () => {
  const memory = memoryLedger();
  const shop = await keptShop({ ledger: { ...memory, write: () => Promise.reject(new Error("disk full")) } });
  for (const orderId of ["ORD-1", "ORD-2"]) await shop.pay({ orderId });
  assert.equal(shop.seen.problems.length, 2);
});
