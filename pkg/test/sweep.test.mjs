// The sweep, where the shop's own functions hang or throw and the ledger holds what cannot be brought on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { built, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const never = () => new Promise(() => {});

/** Runs with timers a hundred times as fast. */
async function fast(work) {
  const real = globalThis.setTimeout;
  globalThis.setTimeout = (call, milliseconds, ...more) => real(call, milliseconds / 100, ...more);
  try {
    return await work();
  } finally {
    globalThis.setTimeout = real;
  }
}

/** A shop whose ledger's clock a test moves, with an approved order that is due by then, and junk that is due before it. */
async function waiting({ junk = 0, ...more } = {}) {
  const clock = { ahead: 0 };
  const ledger = memoryLedger({ now: () => Date.now() + clock.ahead });
  for (let index = 0; index < junk; index++) await ledger.write(`linepay/OLD-${index}`, "{}", undefined, Date.now() - 1000);
  const shop = await keptShop({ ledger, ...more });
  const { transactionId } = await shop.approved();
  clock.ahead = 180_000;
  return { ...shop, clock, ledger, transactionId };
}

for (const [name, more, held] of [
  ["onPaid", { onPaid: never }, 1],
  ["onProblem", { onProblem: never, junk: 7 }, 1],
  ["mayConfirm", { mayConfirm: never }, 0],
]) {
  test(`scheduled and sweep end though ${name} never does; what still runs is given to ctx`, options, async () => {
    const shop = await waiting(more);
    const kept = [];
    const ctx = { waitUntil: (promise) => kept.push(promise) };
    await fast(() => shop.checkout.scheduled({}, {}, ctx));
    assert.equal((await shop.holding()).length, held);
    assert.equal(kept.length, name === "mayConfirm" ? 0 : 1);
    await fast(() => shop.sweep());
    await fast(() => shop.sweep("OLD-0").catch(() => undefined));
    const odd = { waitUntil: () => assert.fail("no context of this request") };
    await fast(() => shop.checkout.scheduled({}, {}, odd));
  });
}

for (const junk of [100, 250, 950, 1000, 2100]) {
  test(`${junk} records that are none, due before an order, do not keep it from being charged`, options, async () => {
    const shop = await waiting({ junk });
    await shop.checkout.scheduled({}, {});
    assert.deepEqual(await shop.holding(), [shop.transactionId]);
    const [told, ...others] = shop.seen.problems.filter(({ kind }) => kind === "sweep-failed");
    assert.deepEqual(others, [], "they ring once, not each for itself");
    assert.match(told.message, new RegExp(`^${junk} orders \\(OLD-\\d+(, OLD-\\d+){4} and others\\): .*no record`));
    assert.equal(told.error.code, "LEDGER");
  });
}

test("few records that are none are all named, one alone as well, and long names are cut", options, async () => {
  for (const [junk, begins] of [
    [1, "order OLD-0: "],
    [3, "3 orders (OLD-0, OLD-1, OLD-2): "],
    [5, "5 orders (OLD-0, OLD-1, OLD-2, OLD-3, OLD-4): "],
  ]) {
    const shop = await waiting({ junk });
    await shop.checkout.scheduled({}, {});
    assert.deepEqual(
      shop.seen.problems.map(({ kind, message }) => [kind, message.slice(0, begins.length)]),
      [["sweep-failed", begins]],
    );
  }
  const shop = await waiting();
  await shop.ledger.write(`linepay/${"x".repeat(150)}`, "{}", undefined, Date.now() - 1000);
  await shop.checkout.scheduled({}, {});
  assert.ok(shop.seen.problems[0].message.startsWith(`order ${"x".repeat(100)}: `));
});

test("a ledger that takes no write rings once for all orders of a sweep", options, async () => {
  const shop = await waiting();
  for (let index = 2; index < 20; index++) await shop.approved({ orderId: `ORD-${index}` });
  shop.clock.ahead += 180_000;
  const ledger = { ...shop.ledger, write: () => Promise.reject(new Error("disk full")) };
  await shop.make({ ledger }).scheduled({}, {});
  assert.equal(shop.seen.problems.length, 1);
  const [{ kind, message, error }] = shop.seen.problems;
  assert.deepEqual([kind, error.message], ["ledger-failed", "disk full"]);
  assert.match(message, /^19 orders \(ORD-\d+(, ORD-\d+){4} and others\): whether the ledger has made a write is not known: disk full$/);
});

test("over a ledger that lists nothing behind a key the shop is told that nobody looks there", options, async () => {
  const shop = await waiting({ junk: 1000 });
  const ledger = { ...shop.ledger, due: (now, limit) => shop.ledger.due(now, limit) };
  await shop.make({ ledger }).scheduled({}, {});
  assert.deepEqual(await shop.holding(), []);
  const told = shop.seen.problems.map(({ message }) => message);
  assert.equal(told.length, 2);
  assert.match(told.join("; "), /1000 records that cannot be brought on.*1000 orders \(/);
});

test(
  "a sweep that has no time left for more than records that are none: the next one begins behind them, and then comes round",
  options,
  async (context) => {
    const shop = await waiting({ junk: 40 });
    const real = Date.now;
    let ahead = 0;
    context.mock.method(Date, "now", () => real() + ahead);
    const read = [];
    // Each of them takes a second: 20 seconds are over in the middle of them.
    const slow = async (key) => {
      const found = await shop.ledger.read(key);
      if (/(OLD|ORD)-/.test(key)) {
        read.push(key);
        ahead += 1000;
      }
      return { ...found, now: found.now };
    };
    const checkout = shop.make({ ledger: { ...shop.ledger, read: slow } });
    await checkout.scheduled({}, {});
    assert.deepEqual(await shop.holding(), []);
    const first = read.splice(0);
    assert.ok(first.length >= 20 && first.length < 40, `${first.length}`);
    await checkout.scheduled({}, {});
    assert.deepEqual(await shop.holding(), [shop.transactionId]);
    const second = read.splice(0);
    const before = second.slice(0, second.indexOf("linepay/ORD-1"));
    assert.ok(
      before.length > 0 && before.every((key) => !first.slice(0, -6).includes(key)),
      "the first ones are not looked at first again",
    );
    // Where the second one came round and how far it got then is a matter of its time; two more pass all of them.
    for (let more = 0; !second.includes(first[0]) && !read.includes(first[0]); more += 1) {
      assert.ok(more < 2, "and are looked at again");
      await checkout.scheduled({}, {});
    }
  },
);

test("client and ledger are made once for a sweep, a list and a request of the shop's people", options, async () => {
  const made = { linePay: 0, ledger: 0 };
  const shop = await waiting();
  const ledger = () => {
    made.ledger += 1;
    return shop.ledger;
  };
  const linePay = () => {
    made.linePay += 1;
    return shop.linePay;
  };
  for (let index = 0; index < 8; index++) await shop.pay({ orderId: `ORD-${index}` });
  const checkout = shop.make({ ledger, linePay, authorize: () => true });
  shop.clock.ahead += 180_000;
  for (const [name, work] of [
    ["scheduled", () => checkout.scheduled({}, {})],
    ["list", () => checkout.orders({}).list()],
    ["GET", () => shop.ask("/pay/orders", {}, checkout)],
  ]) {
    Object.assign(made, { linePay: 0, ledger: 0 });
    await work();
    assert.deepEqual(made, { linePay: 1, ledger: 1 }, name);
  }
});

test("sweep, for an alarm, tells the shop what it rejects with", options, async () => {
  const shop = await waiting({ junk: 1 });
  await assert.rejects(shop.sweep("OLD-0"), { code: "LEDGER" });
  const without = shop.make({ linePay: () => Promise.reject(new Error("no secret store")) });
  await assert.rejects(shop.sweep("ORD-1", without), /no secret store/);
  assert.deepEqual(
    shop.seen.problems.map(({ kind, message }) => [kind, /no record|no secret store/.test(message)]),
    [
      ["sweep-failed", true],
      ["sweep-failed", true],
    ],
  );
  assert.match(shop.seen.problems[0].message, /^order OLD-0: /);
});

test("scheduled does not reject, whatever is thrown", options, async () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const shop = await waiting();
  const thrown = () => {
    throw proxy;
  };
  await shop.make({ ledger: thrown }).scheduled({}, {});
  assert.equal(shop.seen.problems.at(-1).kind, "sweep-failed");
});

/** An onProblem that fails at first, and what it was told. */
function deaf() {
  const told = [];
  const listener = { told, down: true };
  listener.onProblem = async ({ kind }) => {
    told.push(kind);
    if (listener.down) throw new Error("the webhook is down");
  };
  return listener;
}

test("a lost regKey is told until onProblem has taken it, and where there is none it is in the log", options, async () => {
  const listener = deaf();
  const shop = await keptShop({ ledger: memoryLedger(), more: { payType: "PREAPPROVED" }, onProblem: listener.onProblem });
  const { back } = await shop.approved();
  await shop.sandbox.arm({ operation: "confirm", when: "after", kind: "drop" });
  assert.equal(await shop.page(back), "Payment received");
  const state = async () => (await shop.checkout.orders({}).get("ORD-1")).regKey.state;
  assert.equal(await state(), "lost");
  listener.down = false;
  const realNow = Date.now;
  try {
    Date.now = () => realNow() + 3_600_000;
    await shop.sweep();
  } finally {
    Date.now = realNow;
  }
  assert.deepEqual([await state(), listener.told], ["lost-told", ["reg-key-lost", "reg-key-lost"]]);
});

test("an authorisation that ends soon is told until onProblem has taken it", options, async () => {
  const listener = deaf();
  const shop = await keptShop({ ledger: memoryLedger({ now: () => Date.now() }), more: { capture: false }, onProblem: listener.onProblem });
  const { back } = await shop.approved();
  assert.equal(await shop.page(back), "Payment approved");
  const order = () => shop.checkout.orders({}).get("ORD-1");
  const realNow = Date.now;
  let ahead = Date.parse((await order()).payment.expires) - realNow() - 48 * 3_600_000;
  try {
    Date.now = () => realNow() + ahead;
    await shop.sandbox.advance(ahead);
    await shop.sweep();
    assert.equal((await order()).payment.lapse, undefined);
    listener.down = false;
    ahead += 7_200_000;
    await shop.sandbox.advance(7_200_000);
    for (let i = 0; i < 3; i++) await shop.sweep();
    assert.equal((await order()).payment.lapse, "leave");
  } finally {
    Date.now = realNow;
  }
  assert.deepEqual(listener.told, ["authorization-expiring", "authorization-expiring"]);
});

test("what the shop's people ask over HTTP keeps the worker alive until onProblem has ended", options, async () => {
  let ended = false;
  const onProblem = async () => {
    await sleep(2_300);
    ended = true;
  };
  const shop = await keptShop({ ledger: memoryLedger(), authorize: () => true, onProblem });
  await shop.page((await shop.approved()).back);
  await shop.sandbox.arm({ operation: "refund", when: "before", kind: "code", code: "1104" });
  const kept = [];
  const body = JSON.stringify({ act: "refund", orderId: "ORD-1", key: "R-1" });
  const init = { method: "POST", headers: { "content-type": "application/json" }, body };
  const answer = await shop.checkout.fetch(new Request(`${ORIGIN}/pay/orders`, init), {}, { waitUntil: (promise) => kept.push(promise) });
  assert.equal(answer.status, 502);
  assert.equal(ended, false, "nobody waits for it");
  await Promise.all(kept);
  assert.equal(ended, true);
});

test("an orderId or a place in the list that can be no key is wrong, and no fault of the ledger", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger(), authorize: () => true });
  const status = async (query) => (await shop.ask(`/pay/orders${query}`)).status;
  const long = "x".repeat(600);
  assert.deepEqual(await Promise.all([`?orderId=${long}`, "?orderId=%00", `?after=${long}`, "?after="].map(status)), [400, 400, 400, 200]);
  await assert.rejects(shop.checkout.orders({}).get("\ud800"), { code: "INVALID_REQUEST" });
  assert.deepEqual(shop.seen.problems, []);
});
