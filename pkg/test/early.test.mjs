// The page of a confirm over a ledger, which need not wait for the last write where the worker is kept alive.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wreck } from "./instances.mjs"; // before what makes one
import { built, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const NEVER = Symbol("never");
const RECEIPT = "Payment received";

/** A ledger in memory whose writes, from the given one on, wait for `open` and then do what `spoil` says. */
function gated(place, spoil = (work) => work()) {
  const seen = { reads: 0, begun: 0, ended: 0, clock: 0 };
  const ledger = memoryLedger({ now: () => Date.now() + seen.clock });
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  return {
    seen,
    open,
    ledger: {
      ...ledger,
      read: async (key) => {
        seen.reads += 1;
        return ledger.read(key);
      },
      write: async (...given) => {
        seen.begun += 1;
        const work = () => ledger.write(...given);
        if (seen.begun === place) await gate;
        const made = await (seen.begun >= place ? spoil(work) : work());
        seen.ended += 1;
        return made;
      },
    },
  };
}

/** A buyer's return: the page's title once it is there, and what the worker is kept alive for. */
async function comeBack(shop, back, ctx) {
  const waits = [];
  const context = ctx ?? { waitUntil: (promise) => void waits.push(promise) };
  const answer = shop.checkout.fetch(new Request(back), {}, context);
  const title = async () => /<h1>(.*?)<\/h1>/.exec(await (await answer).text())?.[1];
  return { title: title(), finished: () => Promise.all(waits) };
}

/** What it comes to, or NEVER where that is not there soon. */
const soon = (work) => Promise.race([work, new Promise((resolve) => setTimeout(resolve, 100, NEVER))]);

/** Runs while nothing may reach the process as an uncaught error. */
async function quietly(context, work) {
  const uncaught = [];
  const note = (error) => uncaught.push(error);
  process.on("unhandledRejection", note);
  context.after(() => process.off("unhandledRejection", note));
  await work();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(uncaught, []);
}

/** Reserved is the first write; the confirm makes three more. */
const LAST = 4;

test("the page is there after two writes of a confirm, and the third is made behind it", options, async () => {
  for (const version of ["v2", "v3", "v4"]) {
    const { ledger, seen, open } = gated(LAST);
    const shop = await keptShop({ version, ledger });
    const { back, transactionId } = await shop.approved();
    seen.reads = 0;
    const { title, finished } = await comeBack(shop, back);
    assert.equal(await soon(title), RECEIPT);
    assert.deepEqual([seen.reads, seen.begun, seen.ended, shop.seen.paid.length], [1, LAST, LAST - 1, 1]);
    const keptAlive = finished();
    assert.equal(await soon(keptAlive), NEVER, "the worker is kept alive for it");
    open();
    await keptAlive;
    assert.deepEqual([seen.reads, seen.ended], [1, LAST]);
    assert.deepEqual(await ledger.open(undefined, 10), []);
    assert.equal(await shop.page(back), RECEIPT);
    assert.deepEqual([shop.seen.paid.map(([key]) => key), shop.seen.problems], [[`paid:${transactionId}`], []]);
  }
});

test("without ctx, or with one that is none, the page waits for all three", options, async () => {
  const refusing = () => {
    throw new Error("no");
  };
  for (const ctx of [{}, { waitUntil: null }, { waitUntil: refusing }, { waitUntil: "soon" }]) {
    const { ledger, seen, open } = gated(LAST);
    const shop = await keptShop({ ledger });
    const { back } = await shop.approved();
    const { title } = await comeBack(shop, back, ctx);
    assert.equal(await soon(title), NEVER);
    assert.equal(seen.begun, LAST);
    open();
    assert.equal(await title, RECEIPT);
    assert.equal(seen.ended, LAST);
  }
});

test("a hook that throws is no receipt, early or not", options, async () => {
  const { ledger, open } = gated(LAST);
  const shop = await keptShop({ ledger, onPaid: () => Promise.reject(new Error("no database")) });
  const { back } = await shop.approved();
  const { title, finished } = await comeBack(shop, back);
  assert.equal(await soon(title), NEVER);
  open();
  assert.equal(await title, "Paid, being registered");
  await finished();
});

test("a last write that is lost is made again behind the page; one that fails for good is told", options, async (context) => {
  await quietly(context, async () => {
    for (const [fails, calls] of [
      [1, 1],
      [99, 2],
    ]) {
      let left = fails;
      const { ledger, seen, open } = gated(LAST, (work) => (left-- > 0 ? Promise.reject(new Error("connection reset")) : work()));
      const read = ledger.read;
      ledger.read = (key) => (fails > 1 && seen.begun >= LAST && left > 0 ? Promise.reject(new Error("no route")) : read(key));
      const events = [];
      const shop = await keptShop({ ledger, onEvent: (event) => void events.push(event) });
      const { back, transactionId } = await shop.approved();
      const { title, finished } = await comeBack(shop, back);
      assert.equal(await soon(title), RECEIPT);
      const before = events.length;
      open();
      await finished();
      const told = shop.seen.problems.map(({ kind }) => kind);
      assert.deepEqual(told, ["ledger-failed"], "one visit, one telling");
      // What LINE Pay is asked behind the page is told as ever.
      assert.equal(events.length > before, fails > 1);
      assert.match(shop.seen.problems[0].error.message, /connection reset/);
      left = 0;
      await shop.sweep();
      assert.equal(shop.seen.paid.length, 1, "its attempt may still be under way");
      seen.clock = 2 * 60_000;
      await shop.sweep();
      assert.deepEqual(
        shop.seen.paid.map(([key]) => key),
        Array.from({ length: calls }, () => `paid:${transactionId}`),
      );
      assert.deepEqual(await ledger.open(undefined, 10), []);
    }
  });
});

test("a trap behind the page is told, and the sweep calls the hook again with the same key", options, async (context) => {
  await quietly(context, async () => {
    let whole = true;
    const { ledger, seen, open } = gated(LAST, async (work) => {
      if (!whole) return work();
      whole = false;
      wreck();
      throw new Error("connection reset");
    });
    const shop = await keptShop({ ledger });
    const { back, transactionId } = await shop.approved();
    const { title, finished } = await comeBack(shop, back);
    assert.equal(await soon(title), RECEIPT);
    open();
    await finished();
    assert.deepEqual(
      shop.seen.problems.map(({ kind, error }) => [kind, error.code]),
      [
        ["ledger-failed", undefined],
        ["ledger-failed", "TRAPPED"],
      ],
    );
    seen.clock = 2 * 60_000;
    await shop.sweep();
    assert.deepEqual(
      shop.seen.paid.map(([key]) => key),
      [`paid:${transactionId}`, `paid:${transactionId}`],
    );
    assert.equal(await shop.page(back), RECEIPT);
    assert.deepEqual(await ledger.open(undefined, 10), []);
  });
});

test("another call's trap while the last write is under way: it is made, once, and nothing is told twice", options, async () => {
  const { ledger, seen, open } = gated(LAST);
  const shop = await keptShop({ ledger });
  const { back } = await shop.approved();
  const { title, finished } = await comeBack(shop, back);
  assert.equal(await soon(title), RECEIPT);
  wreck();
  await shop.linePay.paymentCheck({ orderId: ["ORD-1"] }).catch(() => undefined);
  open();
  await finished();
  assert.deepEqual([seen.begun, seen.ended, shop.seen.paid.length, shop.seen.problems], [LAST, LAST, 1, []]);
  assert.deepEqual(await ledger.open(undefined, 10), []);
});

test("the status page tells what is left, and need not wait for its last write either", options, async () => {
  let fails = 1;
  const paid = [];
  const { ledger, seen, open } = gated(LAST + 2);
  const onPaid = (_payment, _env, key) => (fails-- > 0 ? Promise.reject(new Error("no database")) : void paid.push(key));
  const shop = await keptShop({ ledger, onPaid });
  const { back, statusUrl } = await shop.approved();
  await (await comeBack(shop, back)).title;
  const { title, finished } = await comeBack(shop, new URL(statusUrl, ORIGIN));
  assert.equal(await soon(title), RECEIPT);
  assert.deepEqual([seen.ended, paid.length], [LAST + 1, 1]);
  open();
  await finished();
  assert.deepEqual(await ledger.open(undefined, 10), []);
});
