// What anybody on the internet can bring about by sending a request: the shop is told of it, marked, and is not rung by each.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const KEYS = ["a".repeat(32), "b".repeat(32)];
const json = { "content-type": "application/json" };
const real = Date.now;

/** Each: the kind, how the shop is set up, and a request that a stranger sends. */
const RINGS = {
  "a link that no key has signed": {
    kind: "unknown-key",
    make: (shop) => shop.make({ signingKey: KEYS[1] }),
    send: async (shop, checkout) => {
      shop.link ??= (await shop.pay({}, shop.make({ signingKey: KEYS[0] }))).statusUrl;
      return checkout.fetch(new Request(shop.link), {});
    },
    status: 400,
  },
  "a transaction that somebody has put into the link of an order of theirs": {
    kind: "foreign-transaction",
    ledger: true,
    send: async (shop, checkout) => {
      shop.link ??= (await shop.pay({}, checkout)).statusUrl.replace("/pay/status", "/pay/confirm");
      return checkout.fetch(new Request(`${shop.link}&transactionId=5`), {});
    },
    status: 409,
  },
  "a body that makes quote throw": {
    kind: "quote-failed",
    send: (_, checkout) => checkout.fetch(new Request(`${ORIGIN}/pay/reserve`, { method: "POST", headers: json, body: "null" }), {}),
    status: 500,
  },
  "a body that is quoted as an order that cannot be": {
    kind: "reserve-failed",
    send: (shop, checkout) => shop.pay({ amount: -5 }, checkout),
    status: 500,
  },
  "a request that is not https": {
    kind: "misconfigured",
    ledger: true,
    send: (_, checkout) => checkout.fetch(new Request("http://shop.example.com/pay/status?order=x"), {}),
    status: 500,
  },
  "a request that makes authorize throw": {
    kind: "misconfigured",
    ledger: true,
    make: (shop) =>
      shop.make({
        authorize: () => {
          throw new Error("no such session");
        },
      }),
    send: (_, checkout) => checkout.fetch(new Request(`${ORIGIN}/pay/orders`), {}),
    status: 500,
  },
};

for (const [name, { kind, ledger, make, send, status }] of Object.entries(RINGS)) {
  test(`told once in a minute, marked, with how many more there were: ${name}`, options, async (context) => {
    const clock = { ahead: 0 };
    context.mock.method(Date, "now", () => real() + clock.ahead);
    const shop = await keptShop(ledger ? { ledger: memoryLedger() } : {});
    const checkout = make?.(shop) ?? shop.checkout;
    const told = () => shop.seen.problems.map((problem) => [problem.kind, problem.anybody]);
    for (let index = 0; index < 20; index++) assert.equal((await send(shop, checkout)).status, status);
    assert.deepEqual(told(), [[kind, true]]);
    assert.doesNotMatch(shop.seen.problems[0].message, /more of this kind/);
    clock.ahead = 61_000;
    await send(shop, checkout);
    assert.deepEqual(told(), [
      [kind, true],
      [kind, true],
    ]);
    assert.match(shop.seen.problems[1].message, / \(and 19 more of this kind since the last one\)$/);
  });
}

test(
  "what nobody has taken is told again, and pages say so; the pages of those that are not told say what the last one said",
  options,
  async () => {
    let deaf = true;
    const told = [];
    const onProblem = (problem) => {
      told.push(problem.kind);
      if (deaf) throw new Error("no pager");
    };
    const shop = await keptShop({ onProblem });
    const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "x=1" };
    const page = async () => (await shop.checkout.fetch(new Request(`${ORIGIN}/pay/reserve`, form), {})).text();
    for (let index = 0; index < 2; index++) assert.match(await page(), /Please tell the shop/);
    deaf = false;
    for (let index = 0; index < 3; index++) assert.match(await page(), /The shop has been told/);
    assert.deepEqual(told, ["quote-failed", "quote-failed", "quote-failed"]);
  },
);

test("what LINE Pay or the ledger has to do with is told each time, and not marked", options, async () => {
  const shop = await keptShop();
  for (let index = 0; index < 3; index++) {
    await shop.sandbox.arm({ operation: "reserve", kind: "code", code: "1106" });
    await shop.pay({ orderId: `ORD-${index}` });
  }
  assert.deepEqual(
    shop.seen.problems.map(({ kind, anybody }) => [kind, anybody]),
    Array.from({ length: 3 }, () => ["reserve-failed", undefined]),
  );
});

test("a payment that LINE Pay lists and the ledger does not have is told at each visit, and not marked", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  const past = shop.make({ ledger: undefined, onCaptured: undefined, onRefunded: undefined, onReleased: undefined });
  const old = await shop.pay({}, past);
  const { statusUrl } = await shop.pay();
  await shop.ask(await shop.approve(old.transactionId), { cookie: old.cookie }, past);
  shop.seen.problems.length = 0;
  for (let index = 0; index < 2; index++) await shop.ask(statusUrl);
  const unrecorded = [shop.seen.problems[0]?.got.transactionId, "unrecorded", undefined];
  assert.equal(unrecorded[0], old.transactionId);
  assert.deepEqual(
    shop.seen.problems.map(({ kind, got, anybody }) => [got.transactionId, kind, anybody]),
    [unrecorded, unrecorded],
  );
});
