// Automatic payments over a ledger: charged once under one orderId, whatever becomes of an answer, an isolate or the ledger.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };

// Pauses between questions are 20 times as short here.
const { setTimeout: real } = globalThis;
globalThis.setTimeout = (work, milliseconds, ...rest) => real(work, milliseconds / 20, ...rest);

/** A shop, a buyer's regKey, and what the shop wants charged. */
async function charging(given = {}) {
  const ledger = given.ledger ?? memoryLedger();
  const shop = await keptShop({ ...given, ledger });
  const { regKey } = await shop.sandbox.register();
  const wish = { orderId: "SUB-1", regKey, productName: "Tea of June", amount: 150, currency: "TWD" };
  const made = async () => (await shop.sandbox.transactions()).filter(({ orderId }) => orderId === "SUB-1");
  const text = async () => (await ledger.read("linepay/SUB-1")).record?.text;
  const sends = () => shop.seen.calls.filter((call) => call.endsWith("/payment")).length;
  return { ...shop, ledger, regKey, wish, made, text, sends, orders: shop.checkout.orders({}) };
}

const taken = async (work) => {
  try {
    return await work;
  } catch (error) {
    return error;
  }
};

for (const version of ["v2", "v3", "v4"]) {
  test(`${version}: charged once, told once, and then an order like others`, options, async () => {
    const { orders, wish, made, sends, seen, sweep, regKey, text } = await charging({ version });
    const order = await orders.charge(wish);
    assert.deepEqual([order.payment.money, order.payment.left, order.charge], ["captured", 150, { state: "paid" }]);
    const key = order.payment.transactionId;
    for (let i = 0; i < 2; i++) assert.equal((await orders.charge({ ...wish, amount: "150.00" })).payment.transactionId, key);
    assert.deepEqual([sends(), (await made()).length], [1, 1]);
    assert.deepEqual(
      seen.paid.map(([told, payment]) => [told, payment.orderId, payment.amount, payment.captured]),
      [[`paid:${key}`, "SUB-1", 150, true]],
    );
    assert.equal((await orders.refund("SUB-1", { amount: 50, key: "R-1" })).payment.left, 100);
    await sweep("SUB-1");
    assert.deepEqual(
      seen.hooks.map(([name, told]) => [name, told]),
      [["refunded", `refunded:${key}:R-1`]],
    );
    const held = await orders.charge({ ...wish, orderId: "SUB-2", capture: false });
    assert.equal(held.payment.money, "authorized");
    assert.equal((await orders.void("SUB-2")).payment.money, "released");
    assert.ok(!`${JSON.stringify(await orders.get("SUB-1"))}${await text()}`.includes(regKey));
    assert.deepEqual(seen.problems, []);
  });
}

test("other terms while the first request is under way: nothing was done by that, and the error says so", options, async () => {
  const { orders, wish, sandbox, sends, approved, page } = await charging();
  const refused = { code: "ILLEGAL_STEP", outcome: "not-executed" };
  await sandbox.arm({ operation: "preApproval", when: "before", kind: "drop" });
  await assert.rejects(orders.charge(wish), { code: "UNDER_WAY", outcome: "unknown" });
  await assert.rejects(orders.charge({ ...wish, amount: 151 }), refused);
  assert.equal(sends(), 1);
  await page((await approved()).back);
  await sandbox.arm({ operation: "refund", when: "before", kind: "drop" });
  await assert.rejects(orders.refund("ORD-1", { amount: 60, key: "R-1" }), { code: "UNDER_WAY", outcome: "unknown" });
  await assert.rejects(orders.refund("ORD-1", { amount: 61, key: "R-1" }), refused);
});

test("other terms, a buyer's order, and what LINE Pay would refuse: nothing is sent", options, async () => {
  const { orders, wish, sends, pay } = await charging();
  await orders.charge(wish);
  for (const other of [{ amount: 151 }, { regKey: "RK0A1B2C3D4E5F6" }, { capture: false }]) {
    const error = await taken(orders.charge({ ...wish, ...other }));
    assert.deepEqual([error.code, error.outcome, error.issues[0].rule], ["ILLEGAL_STEP", "not-executed", "key-taken"]);
    assert.match(error.issues[0].messageZhTw, /[一-鿿]/);
  }
  await pay({ orderId: "ORD-1" });
  const reserved = await taken(orders.charge({ ...wish, orderId: "ORD-1" }));
  assert.deepEqual([reserved.code, reserved.issues[0].rule], ["ILLEGAL_STEP", "other-way"]);
  for (const odd of [undefined, {}, { ...wish, orderId: 7 }, { ...wish, amount: 0 }, { ...wish, amont: 5 }, { ...wish, regKey: "" }]) {
    assert.equal((await taken(orders.charge(odd))).code, "INVALID_REQUEST");
  }
  assert.equal(sends(), 1);
});

test("a buyer's page for what is charged is refused, also where the charge came in between", options, async () => {
  const { orders, wish, pay, sandbox, ledger, text } = await charging();
  const { read } = ledger;
  let charge;
  // The page's wish to pay has read that there is no such order; then the charge comes, and LINE Pay tells nobody how it ended.
  ledger.read = async (key) => {
    const found = await read.call(ledger, key);
    if (charge !== undefined) return found;
    charge = taken(orders.charge(wish));
    while ((await text()) === undefined) await new Promise((go) => real(go, 1));
    return found;
  };
  await sandbox.arm({ operation: "preApproval", when: "after", kind: "code", code: "9000" });
  for (let i = 0; i < 40; i++) await sandbox.arm({ operation: "paymentCheck", kind: "code", code: "9000" });
  for (let i = 0; i < 2; i++) {
    const refused = await pay({ orderId: "SUB-1" });
    assert.deepEqual([refused.status, refused.error.code], [409, "ILLEGAL_STEP"], i === 0 ? "in between" : "after it");
    assert.equal((await charge).code, "UNDER_WAY");
  }
});

test("an answer lost before or after its effect: not known, then charged once, and told", options, async () => {
  for (const when of ["before", "after"]) {
    const given = await charging({ timeouts: { preApproval: 2_000 } });
    const { orders, sandbox, wish, made, regKey, text, seen, sweep } = given;
    await sandbox.arm({ operation: "preApproval", kind: "hang", when });
    await sandbox.arm({ operation: "paymentCheck", kind: "code", code: "9000" });
    for (let i = 0; i < 11; i++) await sandbox.arm({ operation: "paymentCheck", kind: "code", code: "9000" });
    const error = await taken(orders.charge(wish));
    assert.deepEqual([error.code, error.outcome, error.retry], ["UNDER_WAY", "unknown", "later"], when);
    const order = await orders.get("SUB-1");
    assert.deepEqual(order.charge, { state: "in-hand" });
    assert.ok((await text()).includes(regKey) && !JSON.stringify([order, error, seen.problems]).includes(regKey));
    assert.equal((await taken(orders.charge(wish))).code, "UNDER_WAY", "somebody has it in hand");
    await sandbox.disarm();
    later(given.ledger);
    await sweep("SUB-1");
    const key = (await orders.charge(wish)).payment.transactionId;
    assert.deepEqual([(await made()).length, seen.paid.map(([told]) => told)], [1, [`paid:${key}`]], when);
  }
});

/** Time passes for the ledger, and only for it. */
function later(ledger, minutes = 3) {
  const { read, write } = ledger;
  const ahead = minutes * 60_000;
  ledger.read = async (key) => {
    const found = await read.call(ledger, key);
    return { ...found, now: found.now + ahead };
  };
  ledger.write = async (...all) => {
    const found = await write.apply(ledger, all);
    return found && { ...found, now: found.now + ahead };
  };
}

test("two isolates at once, and one that dies between intent and call", options, async () => {
  const shop = await charging();
  const [one, two] = [shop.orders, shop.make().orders({})];
  const ends = await Promise.all([one, two].map((orders) => taken(orders.charge(shop.wish))));
  assert.ok(ends.some((end) => end.payment) && ends.every((end) => end.payment || end.code === "UNDER_WAY"));
  assert.deepEqual([shop.sends(), (await shop.made()).length], [1, 1]);

  const dying = await charging();
  const { write } = dying.ledger;
  dying.ledger.write = async (...all) => {
    await write.apply(dying.ledger, all);
    // What asks never hears, and never sends.
    return new Promise(() => {});
  };
  dying.orders.charge(dying.wish).catch(() => {});
  while ((await dying.text()) === undefined) await new Promise((go) => setTimeout(go, 5));
  dying.ledger.write = write;
  assert.equal(dying.sends(), 0);
  later(dying.ledger);
  assert.equal((await dying.orders.charge(dying.wish)).charge.state, "paid");
  assert.deepEqual([dying.sends(), dying.seen.paid.length], [1, 1]);
});

test("a key that has ended is told early, and ends the charge: let the buyer register again", options, async () => {
  const { orders, sandbox, wish, regKey, sends } = await charging();
  assert.deepEqual(await orders.checkKey(regKey), { usable: true });
  await sandbox.endRegKey(regKey);
  const found = await orders.checkKey(regKey);
  assert.deepEqual([found.usable, found.keyEnded], [false, true]);
  for (let i = 0; i < 2; i++) {
    const error = await taken(orders.charge(wish));
    assert.deepEqual([error.code, error.outcome, error.issues[0].rule], ["REFUSED", "not-executed", "key-ended"]);
    assert.equal(error.returnCode, found.returnCode);
  }
  assert.deepEqual((await orders.get("SUB-1")).charge, { state: "refused", returnCode: found.returnCode, keyEnded: true });
  assert.equal(sends(), 1);
  for (const odd of ["", 7, undefined]) assert.equal((await taken(orders.checkKey(odd))).code, "INVALID_REQUEST");
});

test("without a ledger that answers nothing is charged, and staff may charge where the door is open", options, async () => {
  const { ledger, orders, wish, sends, make } = await charging();
  const { read } = ledger;
  ledger.read = () => Promise.reject(new Error("down"));
  assert.equal((await taken(orders.charge(wish))).code, "LEDGER");
  ledger.read = read;
  assert.equal(sends(), 0);
  const open = make({ authorize: () => true });
  const post = (body) =>
    open.fetch(
      new Request(`${ORIGIN}/pay/orders`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      {},
    );
  const answer = await post({ act: "charge", ...wish });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).order.charge.state, "paid");
  assert.equal((await post({ act: "charge", ...wish, amount: 7 })).status, 409);
  assert.equal(sends(), 1);
});
