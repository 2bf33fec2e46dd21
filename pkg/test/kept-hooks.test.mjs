// Hooks of a checkout with a ledger that work on the very order that they are told of.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };

/** A shop whose hooks have its orders at hand. */
async function working({ more, ...hooks }) {
  const own = {};
  const given = Object.entries(hooks).map(([name, hook]) => [name, (about) => hook(about, own.checkout.orders({}))]);
  const shop = await keptShop({ ledger: memoryLedger({ now: () => Date.now() }), more, ...Object.fromEntries(given) });
  own.checkout = shop.checkout;
  return { ...shop, order: () => shop.checkout.orders({}).get("ORD-1") };
}

/** Runs two days before an authorisation lapses. */
async function soonOver(shop, work) {
  const real = Date.now;
  const ahead = Date.parse((await shop.order()).payment.expires) - real() - 48 * 3_600_000;
  await shop.sandbox.advance(ahead);
  Date.now = () => real() + ahead;
  try {
    return await work();
  } finally {
    Date.now = real;
  }
}

for (const [act, capture, state] of [
  ["capture", false, "CAPTURED"],
  ["void", false, "VOIDED"],
  ["refund", true, "REFUNDED"],
]) {
  test(`onPaid that waits for ${act} of its own order is told so; behind its back it is done once`, options, async () => {
    const refused = [];
    const queue = [];
    const onPaid = async ({ orderId }, orders) => {
      const wish = () => orders[act](orderId, act === "refund" ? { key: "R-1" } : undefined);
      await wish().catch(({ code, outcome }) => refused.push([code, outcome]));
      queue.push(wish);
    };
    const shop = await working({ more: { capture }, onPaid });
    const { back } = await shop.approved();
    assert.equal(await shop.page(back), capture ? "Payment received" : "Payment approved");
    assert.deepEqual(refused, [["UNDER_WAY", "not-executed"]]);
    for (const wish of queue) await wish();
    assert.equal((await shop.sandbox.transactions())[0].state, state);
    assert.equal(shop.count(`/${act}`), 1);
  });
}

test("mayConfirm may abandon the order that it is asked about, whatever it says then", options, async () => {
  for (const answer of [true, false]) {
    const mayConfirm = async ({ orderId }, orders) => {
      await orders.abandon(orderId);
      return answer;
    };
    const shop = await working({ mayConfirm });
    await shop.approved();
    for (let sweep = 0; sweep < 3; sweep++) await shop.sweep();
    assert.deepEqual([await shop.holding(), shop.seen.paid], [[], []]);
    assert.equal((await shop.order()).abandoned, true);
  }
});

test("onExpiring may do by itself what it is asked for, whatever it says then", options, async () => {
  for (const [act, state] of [
    ["capture", "CAPTURED"],
    ["void", "VOIDED"],
  ]) {
    for (const answer of [undefined, "capture", "void"]) {
      const onExpiring = async ({ orderId }, orders) => {
        await orders[act](orderId);
        return answer;
      };
      const shop = await working({ more: { capture: false }, onExpiring });
      await shop.page((await shop.approved()).back);
      await soonOver(shop, async () => {
        for (let sweep = 0; sweep < 3; sweep++) await shop.sweep();
      });
      assert.equal((await shop.sandbox.transactions())[0].state, state);
      assert.deepEqual([shop.count("/capture"), shop.count("/void")], act === "capture" ? [1, 0] : [0, 1]);
      assert.deepEqual(shop.seen.problems, []);
    }
  }
});
