// The orders of a ledger, for the shop's own people: in code, and behind a path that only `authorize` opens.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, createCheckout, keptShop, LinePay, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const PATH = `${ORIGIN}/pay/orders`;

/** A shop with one order that is paid, or only authorised. */
async function paid(given = {}) {
  const ledger = given.ledger ?? memoryLedger();
  const shop = await keptShop({ ...given, ledger });
  const { back, transactionId } = await shop.approved();
  await shop.page(back);
  return { ...shop, ledger, transactionId, orders: shop.checkout.orders({}) };
}

const authorised = (given = {}) => paid({ more: { capture: false }, ...given });

for (const version of ["v2", "v3", "v4"]) {
  test(`${version}: an order is seen, captured, given back once, and told`, options, async () => {
    const { orders, transactionId, sandbox, seen, count, sweep } = await authorised({ version });
    const order = await orders.get("ORD-1");
    assert.equal(order.payment.transactionId, transactionId);
    assert.deepEqual([order.payment.money, order.payment.left, order.regKey], ["authorized", 0, { state: "not-expected" }]);
    assert.equal(await orders.get("ORD-2"), undefined);
    assert.equal((await orders.capture("ORD-1", { amount: "300.00" })).payment.left, 300);
    const wish = { amount: 100, key: "R-1" };
    for (let i = 0; i < 3; i++) assert.equal((await orders.refund("ORD-1", wish)).payment.left, 200);
    const conflict = { code: "ILLEGAL_STEP", outcome: "not-executed", message: /^key: was given to a refund of another amount/ };
    await assert.rejects(orders.refund("ORD-1", { amount: 50, key: "R-1" }), conflict);
    assert.equal(count("/refund"), 1);
    assert.equal((await sandbox.transactions())[0].refunds?.length ?? 1, 1);
    await sweep();
    assert.deepEqual(
      seen.hooks.map(([name, key]) => [name, key]),
      [
        ["captured", `captured:${transactionId}`],
        ["refunded", `refunded:${transactionId}:R-1`],
      ],
    );
    assert.deepEqual(seen.problems, []);
  });
}

test("what is asked for wrongly is refused in both languages, and nothing is sent", options, async () => {
  const { orders, seen } = await paid();
  const changes = () => seen.calls.filter((call) => call.startsWith("POST")).length;
  const before = changes();
  const odd = { toString: () => "ORD-1" };
  for (const [work, path, rule] of [
    [() => orders.refund("ORD-1", { amount: undefined, key: "a" }), "amount", "explicit"],
    [() => orders.refund("ORD-1", { amount: 0.5, key: "a" }), "amount", "decimals"],
    [() => orders.refund("ORD-1", { amount: Number.NaN, key: "a" }), "amount", "amount"],
    [() => orders.refund("ORD-1", { amount: 0, key: "a" }), "amount", "positive"],
    [() => orders.refund("ORD-1", { amount: -60, key: "a" }), "amount", "positive"],
    [() => orders.capture("ORD-1", { amount: 0 }), "amount", "positive"],
    [() => orders.refund("ORD-1", {}), "key", "required"],
    [() => orders.refund("ORD-1", { key: "a b" }), "key", "refund-key"],
    [() => orders.refund("ORD-1", { key: "a", amont: 5 }), "amont", "unknown-field"],
    [() => orders.capture("ORD-1", { amount: null }), "amount", "explicit"],
    [() => orders.resolve("ORD-1", "perhaps"), "how", "one-of"],
    [() => orders.get(odd), "orderId", "type"],
    [() => orders.void(7), "orderId", "type"],
    [() => orders.list({ limit: 0 }), "limit", "type"],
  ]) {
    const error = await work().then(
      () => assert.fail(`${path} ${rule}`),
      (thrown) => thrown,
    );
    assert.deepEqual([error.name, error.code, error.outcome], ["LinePayError", "INVALID_REQUEST", "not-executed"]);
    const [issue] = error.issues;
    assert.deepEqual([issue.path, issue.rule], [path, rule], error.message);
    assert.match(issue.messageZhTw, /[一-鿿]/);
  }
  await assert.rejects(orders.void("ORD-2"), { code: "NOT_FOUND" });
  await assert.rejects(orders.void("ORD-1"), { code: "ILLEGAL_STEP", retry: "never" });
  assert.equal(changes(), before);
});

test("capture after void, and two people at once", options, async () => {
  const first = await authorised();
  assert.equal((await first.orders.void("ORD-1")).payment.money, "released");
  await assert.rejects(first.orders.capture("ORD-1"), { code: "ILLEGAL_STEP" });
  const second = await authorised();
  const ends = await Promise.allSettled([1, 2, 3].map(() => second.orders.capture("ORD-1")));
  for (const { reason } of ends.filter(({ status }) => status === "rejected")) assert.equal(reason.code, "UNDER_WAY");
  assert.ok(ends.some(({ status }) => status === "fulfilled"));
  assert.equal(second.count("/capture"), 1);
});

test("an answer that is lost: not known, then known, once", options, async () => {
  const { orders, sandbox, count } = await paid({ timeouts: { refund: 100, paymentCheck: 100 } });
  await sandbox.arm({ operation: "refund", kind: "timeout", when: "after", seconds: 1 }).catch(() => undefined);
  const wish = { amount: 60, key: "R-1" };
  const order = await orders.refund("ORD-1", wish).catch((error) => {
    assert.deepEqual([error.code, error.outcome], ["UNDER_WAY", "unknown"]);
    return undefined;
  });
  assert.equal((order ?? (await orders.retry("ORD-1"))).payment.refunds[0].state, "done");
  assert.equal((await orders.refund("ORD-1", wish)).payment.left, 300);
  assert.equal(count("/refund"), 1);
});

test("a refusal of LINE Pay is told, stays among the stuck ones, and is put away by whoever has looked", options, async () => {
  const { orders, sandbox, seen } = await paid();
  await sandbox.arm({ operation: "refund", when: "before", kind: "code", code: "1124" });
  await assert.rejects(orders.refund("ORD-1", { amount: 60, key: "R-1" }), { code: "REFUSED", returnCode: "1124" });
  assert.deepEqual(
    seen.problems.map(({ kind }) => kind),
    ["refused"],
  );
  const { orders: stuck } = await orders.list({ stuck: true });
  assert.deepEqual(
    stuck.map(({ orderId, problems }) => [orderId, problems[0].kind, typeof problems[0].message]),
    [["ORD-1", "refused", "string"]],
  );
  assert.deepEqual((await orders.resolve("ORD-1", "seen")).problems, []);
  assert.deepEqual((await orders.list({ stuck: true })).orders, []);
});

test("open orders are listed a page at a time, and one that cannot be read hides no other", options, async () => {
  const ledger = memoryLedger();
  const shop = await keptShop({ ledger });
  for (let n = 1; n <= 9; n++) await shop.pay({ orderId: `ORD-${n}` });
  await ledger.write("linepay/JUNK", "{}", undefined, Date.now());
  await ledger.write("another", "{}", undefined, Date.now());
  const orders = shop.checkout.orders({});
  const [found, unreadable] = [[], []];
  let after;
  do {
    const page = await orders.list({ after, limit: 4 });
    assert.ok(page.orders.length + page.unreadable.length <= 4);
    found.push(...page.orders.map(({ orderId }) => orderId));
    unreadable.push(...page.unreadable.map(({ orderId, error }) => [orderId, error.code]));
    after = page.after;
  } while (after !== undefined);
  assert.deepEqual(
    found.sort(),
    Array.from({ length: 9 }, (_, n) => `ORD-${n + 1}`),
  );
  assert.deepEqual(unreadable, [["JUNK", "LEDGER"]]);
});

test("with the ledger down nothing is touched, and a list says so", options, async () => {
  const ledger = memoryLedger();
  let down = false;
  const broken = () => Promise.reject(new Error("no route to the database"));
  const spoilt = {
    ...ledger,
    read: (key) => (down ? broken() : ledger.read(key)),
    open: (...given) => (down ? broken() : ledger.open(...given)),
  };
  const { orders, count } = await paid({ ledger: spoilt });
  down = true;
  const LEDGER = { code: "LEDGER", outcome: "not-executed", message: /no route to the database/ };
  for (const work of [
    () => orders.refund("ORD-1", { key: "a" }),
    () => orders.get("ORD-1"),
    () => orders.list(),
    () => orders.retry("ORD-1"),
  ]) {
    await assert.rejects(work(), LEDGER);
  }
  assert.equal(count("/refund"), 0);
  const none = await keptShop();
  await assert.rejects(none.checkout.orders({}).get("ORD-1"), { code: "INVALID_CONFIGURATION" });
});

test("an abandoned order's money goes back at once; retry does what the sweep would", options, async () => {
  const { orders, holding } = await paid();
  assert.equal((await orders.abandon("ORD-1")).payment.left, 0);
  assert.deepEqual(await holding(), []);
  const shop = await keptShop({ ledger: memoryLedger() });
  const { transactionId } = await shop.approved();
  assert.equal((await shop.checkout.orders({}).retry("ORD-1")).payment.transactionId, transactionId);
  assert.deepEqual(await shop.holding(), [transactionId]);
});

/** An authorised order, three days less an hour before its authorisation lapses, by the ledger's clock. */
async function nearItsEnd(given = {}) {
  const shop = await authorised({ ledger: memoryLedger(), ...given });
  const key = "linepay/ORD-1";
  const { ledger } = shop;
  const { record } = await ledger.read(key);
  const kept = JSON.parse(record.text);
  kept.payment.expires = new Date(Date.now() + 71 * 3_600_000).toISOString();
  await ledger.write(key, JSON.stringify(kept), record.version, Date.now());
  return { ...shop, expires: kept.payment.expires };
}

test("an authorisation that ends soon is told: to onProblem, or to onExpiring, which may have it captured or voided", options, async () => {
  const without = await nearItsEnd();
  for (let i = 0; i < 3; i++) await without.sweep();
  assert.deepEqual(
    without.seen.problems.map(({ kind, payment }) => [kind, payment.authorizationExpireDate]),
    [["authorization-expiring", without.expires]],
  );
  assert.match(without.seen.problems[0].message, /ORD-1 lapses at/);
  for (const [said, money, lapse] of [
    [undefined, "authorized", "leave"],
    ["capture", "captured", "leave"],
    ["void", "released", "leave"],
  ]) {
    const asked = [];
    const shop = await nearItsEnd({ onExpiring: async (payment, _env, key) => asked.push([payment.orderId, key]) && said });
    for (let i = 0; i < 3; i++) await shop.sweep();
    assert.deepEqual(asked, [["ORD-1", `expiring:${shop.transactionId}`]]);
    const { payment } = await shop.orders.get("ORD-1");
    assert.deepEqual([payment.money, payment.lapse], [money, lapse]);
    assert.deepEqual(shop.seen.problems, []);
  }
  for (const onExpiring of [() => "refund", () => Promise.reject(new Error("no stock system"))]) {
    const shop = await nearItsEnd({ onExpiring });
    await shop.sweep();
    assert.deepEqual(
      shop.seen.problems.map(({ kind }) => kind),
      ["hook-failed"],
    );
    assert.equal((await shop.orders.get("ORD-1")).payment.money, "authorized");
  }
});

test("the regKey is nowhere in what is shown", options, async () => {
  const ledger = memoryLedger();
  const shop = await paid({ ledger, more: { payType: "PREAPPROVED" }, onPaid: () => Promise.reject(new Error("down")) });
  const kept = (await ledger.read("linepay/ORD-1")).record.text;
  const { key } = JSON.parse(kept).regKey;
  assert.ok(key.length > 5);
  const { orders } = await shop.orders.list();
  assert.equal(orders[0].regKey.state, "held");
  assert.ok(!JSON.stringify(orders).includes(key));
});

/** Asks the path for the shop's own people. */
async function ask(shop, { query = "", body, headers = {} } = {}, checkout = shop.checkout) {
  const json = { "content-type": "application/json", ...headers };
  const init =
    body === undefined ? { headers } : { method: "POST", headers: json, body: typeof body === "string" ? body : JSON.stringify(body) };
  const answer = await checkout.fetch(new Request(PATH + query, init), {});
  const text = await answer.text();
  return { status: answer.status, ...(answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : { text }) };
}

test("without authorize there is no such path, and nothing is touched", options, async () => {
  const touched = [];
  const kept = memoryLedger();
  const ledger = { due: kept.due, read: () => touched.push("read"), write: () => touched.push("write"), open: () => touched.push("open") };
  const shop = await keptShop({ ledger: () => ledger });
  assert.equal(shop.checkout.matches(new Request(PATH)), false);
  for (const wish of [{}, { query: "?orderId=ORD-1" }, { body: { act: "void", orderId: "ORD-1" } }]) {
    assert.equal((await ask(shop, wish)).status, 404);
  }
  assert.deepEqual([touched, shop.seen.calls], [[], []]);
  const make = (more) => () => shop.make(more);
  assert.throws(make({ paths: { orders: "/desk" } }), /paths.orders needs the option authorize/);
  assert.throws(make({ authorize: true }), /authorize must be a function/);
  assert.throws(make({ authorize: () => true, paths: { orders: "/pay/status" } }), /must differ/);
  const without = {
    linePay: new LinePay({ channelId: "1", channelSecret: "x".repeat(16), version: "v3" }),
    quote: () => ({}),
    onPaid: () => {},
  };
  assert.throws(() => createCheckout({ ...without, authorize: () => true }), /authorize needs the option ledger/);
});

test("only true opens the door, and whoever stands before it touches nothing", options, async () => {
  const shop = await paid();
  const calls = shop.seen.calls.length;
  for (const [authorize, status] of [
    [() => false, 403],
    [async () => false, 403],
    [() => "yes", 500],
    [() => undefined, 500],
    [() => Promise.reject(new Error("no session store")), 500],
    [() => new Response("log in", { status: 401 }), 401],
    [
      () => {
        throw new Response("log in", { status: 401 });
      },
      401,
    ],
  ]) {
    const checkout = shop.make({ authorize });
    for (const wish of [{}, { query: "?orderId=ORD-1" }, { body: { act: "refund", orderId: "ORD-1", key: "a" } }]) {
      assert.equal((await ask(shop, wish, checkout)).status, status);
    }
  }
  assert.equal(shop.seen.calls.length, calls);
  assert.equal((await shop.orders.get("ORD-1")).payment.left, 360);
});

test("a field that staff's JSON has twice is refused by its name, and nothing is done", options, async () => {
  const shop = await paid({ authorize: () => true });
  const calls = shop.seen.calls.length;
  for (const [body, name] of [
    ['{"act":"refund","orderId":"ORD-1","key":"a","amount":1,"amount":100}', "amount"],
    ['{"act":"refund","orderId":"ORD-1","key":"a","amount":1,"\\u0061mount" : 1}', "amount"],
    ['{"act":"void","orderId":"ORD-2","orderId":"ORD-1"}', "orderId"],
    ['{"act":"retry","act":"void","orderId":"ORD-1"}', "act"],
    ['{"act":"refund","orderId":"ORD-1","key":"a","more":[{"x":1},{"x":"{","y":2,"y":3}]}', "y"],
  ]) {
    const { status, error } = await ask(shop, { body });
    assert.deepEqual([status, error.code, error.issues.length, error.issues[0].path], [400, "INVALID_REQUEST", 1, name], body);
    assert.match(error.issues[0].message, /twice/);
    assert.match(error.issues[0].messageZhTw, /兩次/);
  }
  assert.equal(shop.seen.calls.length, calls);
  // The same word elsewhere, and as a value, is no second one.
  const { status } = await ask(shop, { body: '{"act":"refund","orderId":"ORD-1","key":"amount","amount":1}' });
  assert.equal(status, 200);
  assert.equal((await shop.orders.get("ORD-1")).payment.left, 359);
});

test("behind it the orders are seen and worked on, in JSON", options, async () => {
  const seen = [];
  const authorize = (request) => {
    seen.push([request.method, request.headers.get("authorization")]);
    return request.headers.get("authorization") === "Bearer staff";
  };
  const shop = await paid({ authorize, ledger: memoryLedger() });
  const headers = { authorization: "Bearer staff" };
  assert.equal(shop.checkout.matches(new Request(PATH)), true);
  assert.equal((await ask(shop, {})).status, 403);
  assert.equal((await ask(shop, { headers })).orders.length, 0, "it is closed");
  assert.equal((await ask(shop, { query: "?orderId=ORD-1", headers })).order.payment.left, 360);
  assert.equal((await ask(shop, { query: "?orderId=ORD-2", headers })).status, 404);
  for (const query of ["?limit=x", "?stuck=1", "?stuck=TRUE", "?stuck="]) assert.equal((await ask(shop, { query, headers })).status, 400);
  const refund = { act: "refund", orderId: "ORD-1", amount: 60, key: "R-1" };
  for (let i = 0; i < 2; i++) assert.equal((await ask(shop, { body: refund, headers })).order.payment.left, 300);
  for (const [body, status, code, more] of [
    [{ ...refund, amount: 70 }, 409, "ILLEGAL_STEP"],
    [{ ...refund, orderId: "ORD-2" }, 404, "NOT_FOUND"],
    [{ ...refund, orderId: 7 }, 400, "INVALID_REQUEST"],
    [{ ...refund, key: undefined }, 400, "INVALID_REQUEST"],
    [{ ...refund, act: "confirm" }, 400, "INVALID_REQUEST"],
    [{ act: "void", orderId: "ORD-1", amount: 5 }, 400, "INVALID_REQUEST"],
    [{ act: "void", orderId: "ORD-1" }, 409, "ILLEGAL_STEP"],
    ["{", 400, "INVALID_REQUEST"],
    ["[]", 400, "INVALID_REQUEST"],
    [JSON.stringify({ ...refund, note: "x".repeat(70_000) }), 413, "PAYLOAD_TOO_LARGE"],
    [refund, 415, "UNSUPPORTED_MEDIA_TYPE", { "content-type": "text/plain" }],
    [refund, 403, "CROSS_SITE", { origin: "https://evil.example.com" }],
  ]) {
    const answer = await ask(shop, { body, headers: { ...headers, ...more } });
    assert.deepEqual([answer.status, answer.error?.code], [status, code], JSON.stringify(body).slice(0, 80));
  }
  const put = await shop.checkout.fetch(new Request(PATH, { method: "PUT", headers, body: "{}" }), {});
  assert.deepEqual([put.status, put.headers.get("allow")], [405, "GET, POST"]);
  assert.equal(shop.count("/refund"), 1);
  assert.ok(seen.some(([method, who]) => method === "POST" && who === "Bearer staff"));
});
