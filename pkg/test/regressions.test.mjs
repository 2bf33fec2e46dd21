// Found by attacking the package; each on the built module.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCheckout } from "../dist/checkout.js";
import { LinePay } from "../dist/index.js";
import { ID, linePayServer, ORIGIN, SECRET } from "./line-pay.mjs";

const client = (server) => new LinePay({ channelId: "1553111222", channelSecret: SECRET, version: "v2", fetch: server.fetch });
const order = { orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea" };

/** A shop with one approved purchase. */
async function shop(server, more = {}) {
  const seen = { paid: [], problems: [] };
  const checkout = createCheckout({
    linePay: client(server),
    quote: () => order,
    onPaid: (payment) => void seen.paid.push(payment),
    onProblem: (problem) => void seen.problems.push(problem),
    ...more,
  });
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  const response = await checkout.fetch(new Request(`${ORIGIN}/pay/reserve`, post), {});
  const back = new URL(server.orders.get("ORD-1")?.confirmUrl ?? ORIGIN);
  back.searchParams.set("transactionId", ID);
  const visit = async (url = back.href, headers = {}) => (await checkout.fetch(new Request(url, { headers }), {})).text();
  return { ...seen, response, back, visit };
}

test("a charged buyer is never told that nothing was charged, whatever a later question is answered", async () => {
  const server = linePayServer();
  const { visit, problems } = await shop(server);
  assert.match(await visit(), /Payment received/);
  server.before = async () => Response.json({ returnCode: "1106", returnMessage: "Header information error." });
  const page = await visit();
  assert.match(page, /not known at the moment/);
  assert.doesNotMatch(page, /recorded no payment/);
  assert.equal(problems.at(-1).kind, "refused");
});

test("an inherited, hidden or computed refundAmount is refused and never refunds everything", async () => {
  const server = linePayServer();
  class Refund {
    transactionId = ID;
    get refundAmount() {
      return 10;
    }
  }
  const hidden = Object.defineProperty({ transactionId: ID }, "refundAmount", { value: 10 });
  for (const request of [new Refund(), Object.assign(Object.create({ refundAmount: 10 }), { transactionId: ID }), hidden]) {
    await assert.rejects(client(server).refund(request), { code: "INVALID_REQUEST" });
  }
  assert.equal(server.calls.length, 0);
  await client(server).refund(Object.assign(Object.create(null), { transactionId: ID, refundAmount: 10 }));
  assert.equal(server.calls.at(-1).body, '{"refundAmount":10}');
});

test("an expectation that was meant and not given stops a confirm", async () => {
  const server = linePayServer();
  const confirm = (options) => client(server).confirm({ transactionId: ID, amount: 360, currency: "TWD" }, options);
  for (const options of [
    { expect: { orderId: "ORD-1" } },
    { expected: undefined },
    { expected: { orderId: undefined } },
    { expected: { orderId: null } },
    { expected: { orderID: "ORD-1" } },
    { signal: new AbortController() },
  ]) {
    await assert.rejects(confirm(options), { code: "INVALID_REQUEST" }, JSON.stringify(options));
  }
  assert.equal(server.calls.length, 0);
});

test("whoever hears of problems keeps nobody waiting, and what is paid is delivered first", async () => {
  const server = linePayServer();
  const paid = [];
  const { visit } = await shop(server, { onProblem: () => new Promise(() => {}), onPaid: ({ key }) => void paid.push(key) });
  server.after = async (path) => {
    if (path !== "/v2/payments") return undefined;
    const row = (id) => ({
      transactionId: id,
      transactionType: "PAYMENT",
      currency: "TWD",
      orderId: "ORD-1",
      payInfo: [{ method: "BALANCE", amount: 360 }],
    });
    return Response.json({ returnCode: "0000", returnMessage: "x", info: [row(ID), row("2026050712345678911")] });
  };
  assert.match(await visit(), /Payment received/);
  assert.deepEqual(paid, [ID]);
});

test("the token of one checkout is worth nothing at another of the same shop", async () => {
  const server = linePayServer();
  const { back } = await shop(server);
  const other = createCheckout({
    linePay: client(server),
    quote: () => order,
    onPaid: () => undefined,
    paths: { reserve: "/b/reserve", confirm: "/b/confirm", cancel: "/b/cancel", status: "/b/status" },
  });
  const answer = await other.fetch(new Request(`${ORIGIN}/b/confirm${back.search}`), {});
  assert.equal(answer.status, 400);
});

test("a partial refund is shown as one", async () => {
  const server = linePayServer();
  const { visit } = await shop(server);
  await visit();
  server.after = async (path) =>
    path === "/v2/payments"
      ? Response.json({
          returnCode: "0000",
          returnMessage: "x",
          info: [
            { transactionId: ID, transactionType: "PAYMENT", currency: "TWD", orderId: "ORD-1", payInfo: [{ amount: 360 }] },
            {
              transactionId: "2026050712345679999",
              transactionType: "PARTIAL_REFUND",
              currency: "TWD",
              orderId: "ORD-1",
              payInfo: [{ amount: -10 }],
              originalTransactionId: ID,
            },
          ],
        })
      : undefined;
  const page = await visit();
  assert.match(page, /Partly refunded/);
  assert.match(page, /Given back<\/dt><dd>NT\$10</);
});

test("a secret that a server echoes reaches no page", async () => {
  const server = linePayServer();
  const { visit } = await shop(server);
  await visit();
  server.after = async (path) =>
    path === "/v2/payments"
      ? Response.json({
          returnCode: "0000",
          returnMessage: SECRET,
          info: [
            {
              transactionId: ID,
              transactionType: "PAYMENT",
              currency: "TWD",
              orderId: "ORD-1",
              transactionDate: SECRET,
              payInfo: [{ method: SECRET, amount: 360 }],
            },
          ],
        })
      : undefined;
  const page = await visit();
  assert.match(page, /Payment received/);
  assert.ok(!page.includes(SECRET));
});

test("a linePay that is none and a signing key that is missing are said, not waited for", async () => {
  for (const wrong of [
    { linePay: async () => undefined },
    { linePay: () => ({}) },
    { linePay: () => Promise.reject(new Error("no such secret")) },
    { signingKey: () => undefined },
    { signingKey: () => "too short" },
    { signingKey: async () => [] },
  ]) {
    const { response, problems } = await shop(linePayServer(), wrong);
    assert.equal(response.status, 500, Object.keys(wrong)[0]);
    assert.equal(problems[0].kind, "misconfigured");
    assert.ok(["INVALID_CONFIGURATION", undefined].includes(problems[0].error.code));
  }
  for (const wrong of [{ linePay: {} }, { linePay: "LinePay" }, { linePay: Promise.resolve(client(linePayServer())) }]) {
    await assert.rejects(
      shop(linePayServer(), wrong),
      ({ code, issues }) => code === "INVALID_CONFIGURATION" && issues[0].path === "linePay",
    );
  }
});

test("a client and keys out of a store that has to be asked", async () => {
  const server = linePayServer();
  const later = (value) => new Promise((resolve) => setTimeout(resolve, 5, value));
  const { visit, paid } = await shop(server, { linePay: () => later(client(server)), signingKey: () => later("k".repeat(32)) });
  assert.match(await visit(), /Payment received/);
  assert.equal(paid.length, 1);
});

test("the limits of the options are those of the module", async () => {
  for (const more of [
    { lifetimeSeconds: 60 },
    { lifetimeSeconds: 604_800 },
    { signingKey: "k".repeat(32) },
    { signingKey: "鑰".repeat(11) },
  ]) {
    assert.equal((await shop(linePayServer(), more)).response.status, 200, JSON.stringify(more));
  }
});

test("a request of ten thousand wrong items is refused at once", async () => {
  const server = linePayServer();
  const addFriends = Array.from({ length: 10_000 }, () => ({}));
  const confirmUrl = `${ORIGIN}/paid`;
  await assert.rejects(client(server).reserve({ ...order, confirmUrl, extras: { addFriends } }), { code: "INVALID_REQUEST" });
  await assert.rejects(client(server).reserve({ ...order, confirmUrl, extras: { addFriends: addFriends.slice(0, 900) } }), (error) => {
    assert.ok(error.issues.length <= 50 && error.message.length < 10_000);
    return true;
  });
});
