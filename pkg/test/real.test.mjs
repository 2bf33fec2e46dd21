// The package on the built module, against a LINE Pay of a few lines.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";

import { HTML, ID, linePayServer, ORIGIN, SECRET } from "./line-pay.mjs";

const built = existsSync(new URL("../wasm/inline.js", import.meta.url));
const { LinePay, LinePayError } = built ? await import("../dist/index.js") : {};
const { createCheckout } = built ? await import("../dist/checkout.js") : {};
const options = { skip: !built && "the module is not built: cargo xtask build" };

const client = (server, more = {}) =>
  new LinePay({ channelId: "1553111222", channelSecret: SECRET, version: "v2", fetch: server.fetch, ...more });

const request = { orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea", confirmUrl: `${ORIGIN}/paid` };

test("reserve, confirm, ask, refund", options, async () => {
  const server = linePayServer();
  const events = [];
  const linePay = client(server, { onEvent: (event) => events.push(event) });
  const reserved = await linePay.reserve(request);
  assert.equal(reserved.transactionId, ID);
  assert.equal(reserved.paymentUrl.app, "line://pay/payment/R");
  assert.equal(typeof reserved.raw, "string");
  const confirmed = await linePay.confirm({ transactionId: ID, amount: 360, currency: "TWD" }, { expected: { orderId: "ORD-1" } });
  assert.equal(confirmed.orderId, "ORD-1");
  const { payments } = await linePay.paymentCheck({ orderId: ["ORD-1"] });
  assert.equal(payments[0].transactionId, ID);
  assert.equal((await linePay.refund({ transactionId: ID })).refundTransactionId, "2026050712345679999");
  assert.ok(events.some(({ type, operation }) => type === "reply" && operation === "confirm"));
  assert.ok(!JSON.stringify(events).includes(SECRET));
  const headers = new Headers(server.calls[0].headers);
  assert.equal(headers.get("x-line-channelsecret"), SECRET);
  assert.equal(server.calls[0].redirect, "manual");
});

test("everything wrong with a request at once, and nothing sent", options, async () => {
  const server = linePayServer();
  await assert.rejects(client(server).reserve({ ...request, amount: -1, orderid: "x", productName: undefined }), (error) => {
    assert.ok(error instanceof LinePayError);
    assert.equal(error.code, "INVALID_REQUEST");
    assert.equal(error.outcome, "not-executed");
    assert.deepEqual(error.issues.map(({ path }) => path).sort(), ["amount", "orderid", "productName"]);
    const [amount] = error.issues.filter(({ path }) => path === "amount");
    assert.deepEqual(amount, {
      path: "amount",
      rule: "positive",
      message: "must be above 0; 0 is for payType PREAPPROVED, which then only registers the buyer",
      messageZhTw: "必須大於 0；只有 payType 為 PREAPPROVED 時可為 0，此時只登記付款方式而不扣款",
      returnCode: "1183",
    });
    const [unknown] = error.issues.filter(({ path }) => path === "orderid");
    assert.ok(unknown.messageZhTw.includes("orderId") && !("returnCode" in unknown), "LINE Pay ignores what it does not know");
    return true;
  });
  for (const refundAmount of [undefined, null, Number.NaN, 0]) {
    await assert.rejects(client(server).refund({ transactionId: ID, refundAmount }), { code: "INVALID_REQUEST" });
  }
  assert.equal(server.calls.length, 0);
});

test("wrong credentials are found at construction", options, () => {
  const server = linePayServer();
  assert.throws(() => client(server, { channelSecret: "" }), { code: "INVALID_CONFIGURATION" });
  assert.throws(() => client(server, { baseUrl: "http://relay.example.com" }), { code: "INVALID_CONFIGURATION" });
  assert.throws(() => client(server, { enviroment: "sandbox" }), { code: "INVALID_CONFIGURATION" });
});

test("a lost answer is unknown for a confirm, a confirm of another order is a mismatch that happened", options, async () => {
  const server = linePayServer();
  const linePay = client(server);
  await linePay.reserve(request);
  server.before = async (path) =>
    path.endsWith("/confirm") ? new Response("<h1>Bad gateway</h1>", { status: 502, headers: HTML }) : undefined;
  const confirm = { transactionId: ID, amount: 360, currency: "TWD" };
  await assert.rejects(linePay.confirm(confirm), { code: "GATEWAY", outcome: "unknown" });
  server.before = undefined;
  await assert.rejects(linePay.confirm(confirm, { expected: { orderId: "ORD-2" } }), { code: "MISMATCH", outcome: "executed" });
});

/** A shop in front of that LINE Pay, and one purchase as far as the confirm page. */
async function purchase(server, more = {}) {
  const paid = [];
  const problems = [];
  const checkout = createCheckout({
    linePay: client(server, { timeouts: { confirm: 200, paymentCheck: 200 } }),
    quote: () => ({ orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea" }),
    onPaid: async (payment) => void paid.push(payment),
    onProblem: (problem) => void problems.push(problem),
    ...more,
  });
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  const response = await checkout.fetch(new Request(`${ORIGIN}/pay/reserve`, init), {});
  const reserved = await response.json();
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  const back = new URL(server.orders.get("ORD-1").confirmUrl);
  back.searchParams.set("transactionId", ID);
  const visit = async (url, headers = {}) => {
    const answer = await checkout.fetch(new Request(url, { headers }), {});
    return { status: answer.status, html: await answer.text(), refresh: answer.headers.get("refresh") };
  };
  return { reserved, cookie, back: back.href, visit, paid, problems, headers: response.headers };
}

test("a purchase, and a reload of its confirm page", options, async () => {
  const server = linePayServer();
  const { reserved, cookie, back, visit, paid, problems, headers } = await purchase(server);
  assert.equal(reserved.orderId, "ORD-1");
  assert.ok(reserved.statusUrl.startsWith(`${ORIGIN}/pay/status?`));
  assert.match(headers.get("set-cookie"), /^__Host-.*Secure/);
  assert.equal("setCookie" in reserved, false);
  for (const sent of [cookie, cookie, ""]) {
    const { status, html } = await visit(back, sent ? { cookie: sent } : {});
    assert.equal(status, 200);
    assert.match(html, /Payment received/);
    assert.ok(html.includes(ID) && html.includes("NT$360"));
  }
  assert.equal(server.count("/confirm"), 1);
  assert.deepEqual([...new Set(paid.map(({ key }) => key))], [ID]);
  assert.equal(paid.length, 3);
  assert.deepEqual(problems, []);
  const state = JSON.parse((await visit(reserved.statusUrl, { accept: "application/json" })).html);
  assert.equal(state.state, "paid");
  assert.equal(state.payment.amount, 360);
});

test("LINE Pay confirms and the answer is lost: the receipt, never a second charge", options, async () => {
  const server = linePayServer();
  const { back, visit, paid } = await purchase(server);
  server.after = (path, { signal }) =>
    path.endsWith("/confirm") ? new Promise((_, reject) => signal.addEventListener("abort", reject)) : undefined;
  let page = await visit(back);
  for (let tries = 0; tries < 3 && page.refresh; tries += 1) page = await visit(page.refresh.split("url=")[1]);
  assert.match(page.html, /Payment received/);
  assert.equal(server.count("/confirm"), 1);
  assert.equal(paid.at(-1).key, ID);
});

test("a token that was touched does nothing", options, async () => {
  const server = linePayServer();
  const { back, visit, paid } = await purchase(server);
  const url = new URL(back);
  for (const [name, value] of url.searchParams) {
    if (name !== "transactionId") url.searchParams.set(name, (value.startsWith("A") ? "B" : "A") + value.slice(1));
  }
  const { status, html } = await visit(url);
  assert.equal(status, 400);
  assert.match(html, /This link does not work/);
  assert.equal(server.count("/confirm"), 0);
  assert.equal(paid.length, 0);
});

test("no answer of the shop holds the secret", options, async () => {
  const server = linePayServer();
  const { reserved, back, visit } = await purchase(server);
  const pages = [await visit(back), await visit(reserved.statusUrl), await visit(`${ORIGIN}/pay/cancel?t=x`)];
  assert.ok(!JSON.stringify([pages, reserved, server.orders.get("ORD-1")]).includes(SECRET));
});
