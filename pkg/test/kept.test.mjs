// The checkout with a ledger. What goes wrong without one is in holes.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { built, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const VERSIONS = ["v2", "v3", "v4"];

for (const version of VERSIONS) {
  test(`${version}: reserve, approve, confirm: once, and told once`, options, async () => {
    const shop = await keptShop({ version, ledger: memoryLedger() });
    const { transactionId, back, statusUrl } = await shop.approved();
    assert.equal(await shop.page(back), "Payment received");
    assert.equal(await shop.page(back), "Payment received", "a reload");
    assert.equal(await shop.state(statusUrl), "paid");
    assert.deepEqual(
      shop.seen.paid.map(([key]) => key),
      [`paid:${transactionId}`],
    );
    const [[, payment]] = shop.seen.paid;
    assert.deepEqual([payment.key, payment.orderId, payment.amount, payment.captured], [transactionId, "ORD-1", 360, true]);
    assert.equal(shop.count("/confirm"), 1);
    assert.deepEqual(shop.seen.problems, []);
  });

  test(`${version}: a second pay gives the open link again; a paid order shows its receipt`, options, async () => {
    const shop = await keptShop({ version, ledger: memoryLedger() });
    const first = await shop.pay();
    const second = await shop.pay();
    assert.deepEqual(second.paymentUrl, first.paymentUrl);
    assert.equal(second.transactionId, first.transactionId);
    const back = await shop.approve(first.transactionId);
    // Another browser, without the cookie.
    assert.equal(await shop.page(back), "Payment received");
    const third = await shop.pay();
    assert.deepEqual([third.status, third.state, third.error.code], [409, "paid", "ALREADY_PAID"]);
    assert.equal(await shop.page(third.statusUrl), "Payment received");
    assert.equal(shop.seen.paid.length, 1);
  });
}

for (const version of VERSIONS) {
  test(
    `${version}: with suffixOrderIds an order is paid whose orderId LINE Pay keeps for a reservation that is lost`,
    options,
    async () => {
      const make = (suffixOrderIds) => keptShop({ version, ledger: memoryLedger(), suffixOrderIds, settings: { strictOrderId: true } });
      const lose = (shop) => shop.sandbox.arm({ operation: "reserve", kind: "truncated", when: "after" });
      const without = await make(undefined);
      await lose(without);
      await without.pay();
      assert.deepEqual([(await without.pay()).status, without.count("/request")], [502, 2]);
      assert.deepEqual(
        without.seen.problems.map(({ kind, error }) => [kind, error.returnCode]),
        [
          ["reserve-failed", undefined],
          ["reserve-failed", "1172"],
        ],
      );

      const shop = await make(true);
      await lose(shop);
      await shop.pay();
      const { transactionId, orderId, statusUrl } = await shop.pay();
      assert.equal(orderId, "ORD-1");
      const { orderId: given } = (await shop.sandbox.transactions()).find((one) => one.transactionId === transactionId);
      assert.match(given, /^ORD-1-\d{1,10}$/);
      assert.equal(await shop.page(await shop.approve(transactionId)), "Payment received");
      assert.equal(await shop.state(statusUrl), "paid");
      const [[, payment]] = shop.seen.paid;
      assert.deepEqual([payment.orderId, payment.linePayOrderId, payment.transactionId], ["ORD-1", given, transactionId]);
      const order = await shop.checkout.orders({}).get("ORD-1");
      assert.deepEqual([order.orderId, order.terms.orderId, order.payment.orderId], ["ORD-1", undefined, given]);
      assert.deepEqual(await shop.holding(), [transactionId]);
    },
  );
}

test("suffixOrderIds is true or false, and needs a ledger", options, async () => {
  await assert.rejects(keptShop({ ledger: memoryLedger(), suffixOrderIds: "true" }), /suffixOrderIds must be true or false/);
  await assert.rejects(keptShop({ suffixOrderIds: false }), /suffixOrderIds needs the option ledger/);
});

test("the shop may keep the sweep from confirming, and one that does not say has not said yes", options, async () => {
  const asked = [];
  let answer = async () => false;
  const mayConfirm = async (waiting) => {
    asked.push(waiting);
    return answer();
  };
  const shop = await keptShop({ ledger: memoryLedger(), mayConfirm });
  const { transactionId } = await shop.approved();
  await shop.sweep();
  answer = () => Promise.reject(new Error("out of stock"));
  await shop.sweep();
  answer = () => "yes";
  await shop.sweep();
  assert.deepEqual(await shop.holding(), []);
  assert.deepEqual(asked[0], { orderId: "ORD-1", transactionId, amount: 360, currency: "TWD" });
  assert.deepEqual(
    shop.seen.problems.map(({ kind }) => kind),
    ["hook-failed", "hook-failed"],
  );
  answer = () => true;
  await shop.sweep();
  assert.deepEqual(await shop.holding(), [transactionId]);
});

test("200 confirms of one order at once are one confirm, and no page says what is not true", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  const { back } = await shop.approved();
  const titles = await Promise.all(Array.from({ length: 200 }, () => shop.page(back)));
  assert.equal(shop.count("/confirm"), 1);
  assert.equal(shop.seen.paid.length, 1);
  const said = new Set(titles);
  for (const title of said) assert.ok(["Payment received", "Still being confirmed", "Paid, being registered"].includes(title), title);
  assert.ok(said.has("Payment received"));
  assert.equal(await shop.page(back), "Payment received");
});

/** The same ledger, with something put before each call of a method. */
const spoilt = (ledger, spoil) => ({
  ...ledger,
  read: (key) => spoil("read", () => ledger.read(key)),
  write: (...given) => spoil("write", () => ledger.write(...given)),
});

test("a ledger that is down, junk, or lies about its clock: nothing is confirmed, and the shop reads why", options, async () => {
  for (const [broken, said] of [
    [() => Promise.reject(new Error("no route to the database")), /no route to the database/],
    [() => undefined, /clock says undefined/],
    [() => ({ now: 1_700_000_000, record: undefined }), /clock says 1700000000/],
    [() => ({ now: Date.now(), record: { text: 7, version: "1" } }), /gave number as the text/],
    [() => ({ now: Date.now(), record: { text: "{}", version: "" } }), /an empty text as the version/],
    [() => ({ now: Date.now(), record: { text: "{}", version: "1" } }), /holds something for this order that is no record/],
    [() => ({ now: Date.now(), record: { text: "x".repeat(40_000), version: "1" } }), /no record/],
  ]) {
    let down = false;
    const shop = await keptShop({ ledger: spoilt(memoryLedger(), (what, work) => (down && what === "read" ? broken() : work())) });
    const { back, statusUrl } = await shop.approved();
    down = true;
    assert.equal(await shop.page(back), "Still being confirmed");
    assert.equal(await shop.state(statusUrl), "pending");
    const wish = await shop.pay({ orderId: "ORD-2" });
    assert.deepEqual([wish.status, wish.error.code], [503, "LEDGER"]);
    await assert.rejects(shop.sweep(), { code: "LEDGER", message: said });
    assert.equal(shop.count("/confirm"), 0);
    assert.equal(shop.count("/request"), 1);
    const told = shop.seen.problems.filter(({ kind }) => kind === "ledger-failed" || kind === "reserve-failed");
    assert.ok(told.length >= 3 && told.every(({ message }) => said.test(message)), JSON.stringify(shop.seen.problems));
    down = false;
    assert.equal(await shop.page(back), "Payment received");
  }
});

test("writes that are lost, heard or not, and junk in the place of their answers", options, async () => {
  for (const spoil of [
    async () => Promise.reject(new Error("connection reset")),
    async (work) => {
      await work();
      throw new Error("connection reset");
    },
    async (work) => {
      await work();
      return true;
    },
  ]) {
    for (let place = 0; place < 4; place++) {
      let writes = 0;
      const ledger = spoilt(memoryLedger(), (what, work) => (what === "write" && writes++ === place ? spoil(work) : work()));
      const shop = await keptShop({ ledger });
      const { back, transactionId } = await shop.approved();
      assert.equal(await shop.page(back), "Payment received", `${place}`);
      assert.deepEqual(await shop.holding(), [transactionId]);
      assert.equal(shop.count("/confirm"), 1);
      assert.equal(shop.seen.paid.length, 1);
      assert.equal(shop.seen.problems.filter(({ kind }) => kind === "ledger-failed").length, 1);
    }
  }
});

test("a ledger that takes longer than it may has failed, and what it does late spoils nothing", options, async (context) => {
  let slow = false;
  const ledger = spoilt(memoryLedger(), async (_, work) => {
    const found = await work();
    if (slow) await sleep(5_300);
    return found;
  });
  const shop = await keptShop({ ledger });
  const { back } = await shop.approved();
  slow = true;
  context.diagnostic("waits five seconds");
  assert.equal(await shop.page(back), "Still being confirmed");
  assert.match(shop.seen.problems[0].message, /has not answered within 5 seconds/);
  slow = false;
  assert.equal(await shop.page(back), "Payment received");
});

test("another shop's record under the order's key is refused", options, async () => {
  const ledger = memoryLedger();
  const shop = await keptShop({ ledger });
  await shop.pay();
  const { record } = await ledger.read("linepay/ORD-1");
  await ledger.write("linepay/ORD-1", record.text.replace("1234567890", "1234567891"), record.version, 1);
  await assert.rejects(shop.sweep(), /two shops share one ledger/);
  assert.equal((await shop.pay()).error.code, "LEDGER");
});

test("a payment page in the ledger that is not LINE Pay's is not where the buyer is sent", options, async () => {
  const ledger = memoryLedger();
  const shop = await keptShop({ ledger });
  const { paymentUrl } = await shop.pay();
  const { record } = await ledger.read("linepay/ORD-1");
  assert.ok(record.text.includes(paymentUrl.web));
  await ledger.write("linepay/ORD-1", record.text.replace(paymentUrl.web, "https://evil.example/pay"), record.version, 1);
  assert.equal((await shop.pay()).error.code, "LEDGER");
});

test("a status page is true while another tab is at work", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  const { back, statusUrl } = await shop.approved();
  await shop.sandbox.arm({ operation: "confirm", kind: "delay", seconds: 1 });
  const first = shop.page(back);
  await sleep(300);
  assert.equal(await shop.page(statusUrl), "Still being confirmed");
  assert.equal(await shop.page(back), "Still being confirmed");
  assert.equal(await first, "Payment received");
  assert.equal(await shop.page(statusUrl), "Payment received");
});

test("onPaid that fails is called again by the next page and by the sweep, with one key", options, async () => {
  let fails = 2;
  const keys = [];
  const onPaid = (_payment, _env, key) => {
    keys.push(key);
    if (fails-- > 0) throw new Error("the warehouse is closed");
  };
  const shop = await keptShop({ ledger: memoryLedger(), onPaid });
  const { back, transactionId, statusUrl } = await shop.approved();
  assert.equal(await shop.page(back), "Paid, being registered");
  assert.equal(shop.seen.problems[0].kind, "on-paid-failed");
  assert.equal(await shop.page(statusUrl), "Paid, being registered");
  await shop.sweep();
  assert.equal(await shop.page(statusUrl), "Payment received");
  assert.deepEqual(
    keys,
    Array.from({ length: 3 }, () => `paid:${transactionId}`),
  );
});

test("a cancelled payment, one that is not approved, and a declined card have their pages", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  const waiting = await shop.pay({ orderId: "ORD-A" });
  const confirmUrl = (id) => `${new URL(waiting.statusUrl).search.slice(0)}&transactionId=${id}`;
  assert.equal(await shop.page(`${ORIGIN}/pay/confirm${confirmUrl(waiting.transactionId)}`), "Not approved yet");
  assert.equal(await shop.page(`${ORIGIN}/pay/cancel${confirmUrl(waiting.transactionId)}`), "Payment cancelled");
  await shop.approve(waiting.transactionId);
  await shop.sweep("ORD-A");
  assert.deepEqual(await shop.holding(), [], "what the buyer withdrew is not swept");
  assert.equal(await shop.page(`${ORIGIN}/pay/confirm${confirmUrl(waiting.transactionId)}`), "Payment received");
  const card = await shop.approved({ orderId: "ORD-B" });
  await shop.sandbox.arm({ operation: "confirm", when: "before", kind: "code", code: "1142" });
  assert.equal(await shop.page(card.back), "LINE Pay declined the payment");
  assert.equal(await shop.page(card.back), "Payment received", "the buyer has put money on the account");
});

test("a link that was made without a ledger is asked about, not confirmed, once there is one", options, async () => {
  const shop = await keptShop({ version: "v3" });
  const { back } = await shop.approved();
  const kept = shop.make({ ledger: memoryLedger() });
  assert.equal(await shop.page(back, {}, kept), "The time to pay has run out");
  assert.equal(shop.seen.problems.at(-1).kind, "foreign-transaction");
  assert.equal(await shop.page(back), "Payment received");
  assert.equal(await shop.page(back, {}, kept), "Payment received");
});

test("scheduled sweeps what is due, and says what it lacks", options, async () => {
  let ahead = 0;
  const ledger = memoryLedger({ now: () => Date.now() + ahead });
  const shop = await keptShop({ ledger: { ...ledger, due: (now, limit) => ledger.due(now + 3_600_000, limit) } });
  const orders = Array.from({ length: 20 }, (_, index) => `ORD-${index}`);
  for (const orderId of orders) await shop.approved({ orderId });
  ahead = 3_600_000;
  await shop.checkout.scheduled({}, {});
  assert.equal((await shop.holding()).length, 20);
  assert.equal(shop.seen.paid.length, 20);
  for (const [due, said] of [
    [() => undefined, /gave undefined instead of a list/],
    [() => Promise.reject(new Error("no route")), /no route/],
    [() => ["linepay/ORD-0", 7, "somebody else's"], undefined],
  ]) {
    const odd = await keptShop({ ledger: { ...memoryLedger(), due } });
    await odd.checkout.scheduled({}, {});
    assert.equal(odd.seen.problems.length, said === undefined ? 0 : 1);
    if (said !== undefined) assert.match(odd.seen.problems[0].message, said);
  }
  const without = await keptShop();
  await without.checkout.scheduled({}, {});
  assert.equal(without.seen.problems[0].kind, "misconfigured");
});

test("scheduled finds what is due by the ledger's clock, whatever the isolate's own says", options, async () => {
  for (const behind of [-3_600_000, 3_600_000]) {
    let ahead = behind;
    const shop = await keptShop({ ledger: memoryLedger({ now: () => Date.now() + ahead }) });
    const { transactionId } = await shop.approved();
    await shop.checkout.scheduled({}, {});
    assert.deepEqual(await shop.holding(), [], "not due yet");
    ahead += 3 * 60_000;
    await shop.checkout.scheduled({}, {});
    assert.deepEqual(await shop.holding(), [transactionId]);
  }
});

test("a regKey comes with the payment and by itself; a lost one is told", options, async () => {
  for (const lost of [false, true]) {
    const shop = await keptShop({ ledger: memoryLedger(), more: { payType: "PREAPPROVED" } });
    const { back, transactionId } = await shop.approved();
    if (lost) await shop.sandbox.arm({ operation: "confirm", when: "after", kind: "drop" });
    assert.equal(await shop.page(back), "Payment received");
    await shop.sweep();
    const keys = shop.seen.paid.map(([key, payment]) => [key, payment.regKey !== undefined]);
    const told = shop.seen.problems.map(({ kind }) => kind);
    if (lost) assert.deepEqual([keys, told], [[[`paid:${transactionId}`, false]], ["reg-key-lost"]]);
    else
      assert.deepEqual(
        [keys, told],
        [
          [
            [`paid:${transactionId}`, true],
            [`regKey:${transactionId}`, true],
          ],
          [],
        ],
      );
  }
});
