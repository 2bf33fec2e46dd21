// A shop with a ledger whose cron trigger is forgotten or has stopped: the next buyers' requests find it out, and nobody waits for that.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const HOUR = 3_600_000;
const real = Date.now;

/** A shop whose clock, and its ledger's, a test moves; what the ledger is asked, and what was left behind the answers. */
async function clocked(context, more = {}) {
  const world = { ahead: 0, asked: [], due: undefined };
  context.mock.method(Date, "now", () => real() + world.ahead);
  const memory = memoryLedger();
  const counted = (name) => {
    return (...given) => {
      world.asked.push(name);
      return name === "due" && world.due !== undefined ? world.due(...given) : memory[name](...given);
    };
  };
  const ledger = { ...memory, read: counted("read"), write: counted("write"), due: counted("due"), ...more };
  const shop = await keptShop({ ledger });
  const behind = [];
  const ctx = { waitUntil: (promise) => behind.push(promise) };
  const request = (orderId) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ orderId }) };
    return new Request(`${ORIGIN}/pay/reserve`, init);
  };
  /** A wish to pay, and all that goes on behind its answer. */
  world.pay = async (orderId) => {
    const answer = await shop.checkout.fetch(request(orderId), {}, ctx);
    await Promise.all(behind.splice(0));
    return answer.json();
  };
  world.told = () => shop.seen.problems.filter(({ kind }) => kind === "sweep-overdue").length;
  world.asks = () => world.asked.filter((name) => name === "due").length;
  return Object.assign(world, { shop, ctx, behind, request });
}

test("an order that has been due for an hour is told, once an hour, until something sweeps", options, async (context) => {
  const world = await clocked(context);
  await world.shop.approved({ orderId: "STAYS-AWAY" });
  world.ahead = HOUR / 2;
  await world.pay("ORD-1");
  assert.equal(world.told(), 0, "half an hour is no reason");
  world.ahead = 2 * HOUR;
  for (let index = 0; index < 5; index++) await world.pay(`ORD-2-${index}`);
  assert.equal(world.told(), 1);
  const { kind, message, error } = world.shop.seen.problems.at(-1);
  assert.deepEqual([kind, error], ["sweep-overdue", undefined]);
  assert.match(message, /checkout\.scheduled/);
  world.ahead = 2.9 * HOUR;
  await world.pay("ORD-3");
  assert.equal(world.told(), 1, "told already");
  world.ahead = 3.1 * HOUR;
  await world.pay("ORD-4");
  assert.equal(world.told(), 2);
  await world.shop.checkout.scheduled({}, {});
  world.ahead = 4.2 * HOUR;
  await world.shop.checkout.scheduled({}, {});
  await world.pay("ORD-5");
  assert.equal(world.told(), 2, "swept here");
});

test("the ledger is asked once in ten minutes, behind an answer, and never before it", options, async (context) => {
  const world = await clocked(context);
  const { back } = await world.shop.approved({ orderId: "ORD-0" });
  await world.pay("ORD-1");
  assert.equal(world.asks(), 1);
  world.asked.length = 0;
  await world.pay("ORD-2");
  assert.deepEqual(world.asked, ["read", "write"]);
  world.asked.length = 0;
  await world.shop.page(back);
  assert.deepEqual(world.asked, ["read", "write", "write", "write"]);
  world.ahead = 601_000;
  // One that never says: the answer is there all the same.
  let release;
  world.due = () => new Promise((resolve) => (release = resolve));
  world.asked.length = 0;
  const answer = await world.shop.checkout.fetch(world.request("ORD-3"), {}, world.ctx);
  assert.equal(answer.status, 200);
  await new Promise((go) => setImmediate(go));
  assert.deepEqual(world.asked, ["read", "write", "read", "due"]);
  release([]);
  await Promise.all(world.behind.splice(0));
  world.ahead = 1_202_000;
  world.due = () => Promise.reject(new Error("no route"));
  await world.pay("ORD-4");
  assert.deepEqual(world.shop.seen.problems, []);
});

test("an order is due by the ledger's clock: that of an isolate may be an hour and more off", options, async (context) => {
  const memory = memoryLedger({ now: real });
  const world = await clocked(context, memory);
  await world.shop.approved({ orderId: "JUST-BEGUN" });
  world.ahead = 2 * HOUR;
  await world.pay("ORD-1");
  assert.equal(world.told(), 0);
});

test("what nobody has taken is told again; a store that wakes orders itself is not asked", options, async (context) => {
  const world = await clocked(context);
  await world.shop.approved({ orderId: "STAYS-AWAY" });
  world.ahead = 2 * HOUR;
  let deaf = true;
  const seen = [];
  const checkout = world.shop.make({
    onProblem: (problem) => {
      seen.push(problem.kind);
      if (deaf) throw new Error("no pager");
    },
  });
  const pay = async (orderId, shop = checkout) => {
    await shop.fetch(world.request(orderId), {}, world.ctx);
    await Promise.all(world.behind.splice(0));
  };
  await pay("ORD-1");
  world.ahead += 601_000;
  deaf = false;
  await pay("ORD-2");
  world.ahead += 601_000;
  await pay("ORD-3");
  assert.deepEqual(seen, ["sweep-overdue", "sweep-overdue"]);
  const alarmed = await clocked(context, { wakes: true });
  alarmed.ahead = 0;
  await alarmed.shop.approved({ orderId: "STAYS-AWAY" });
  alarmed.ahead = 2 * HOUR;
  await alarmed.pay("ORD-1");
  assert.equal(alarmed.asks(), 0);
});
