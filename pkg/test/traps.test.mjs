// The built module, made to trap for real: its memory is overwritten in the middle of a call.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { memoryOfClient, wreck } from "./instances.mjs"; // before what makes one
import { createCheckout } from "../dist/checkout.js";
import { LinePay, paymentState } from "../dist/index.js";
import { ID, linePayServer, ORIGIN, SECRET } from "./line-pay.mjs";

const client = (fetch, more) => new LinePay({ channelId: "1553111222", channelSecret: SECRET, version: "v2", fetch, ...more });
const request = { orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea", confirmUrl: "https://shop.example.com/paid" };
const confirm = { transactionId: ID, amount: 360, currency: "TWD" };

/** Runs while nothing may reach the process as an uncaught error. */
async function quietly(context, work) {
  const uncaught = [];
  const note = (error) => uncaught.push(error);
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, note);
    context.after(() => process.off(event, note));
  }
  await work();
  // Rejections are reported a turn later than they happen.
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(uncaught, []);
}

const PAY_INFO = '[{"method":"BALANCE","amount":360}]';
const REG_KEY = `{"returnCode":"0000","info":{"transactionId":${ID},"orderId":"ORD-1","payInfo":${PAY_INFO},"regKey":"RK1"}}`;

test("two calls in flight, one traps: it ends with its outcome and its answer, the other with its own", async (context) => {
  await quietly(context, async () => {
    const server = linePayServer();
    let answerLate;
    const late = new Promise((resolve) => (answerLate = resolve));
    const waiting = client(() => late).confirm(confirm);
    const trapping = client(async () => {
      wreck();
      return new Response(REG_KEY.replace("RK1", `RK2","echo":"${SECRET}`));
    }).confirm(confirm);
    const error = await trapping.catch((error) => error);
    const { code, outcome, retry, operation, status, raw } = error;
    assert.deepEqual([code, outcome, retry, operation, status], ["TRAPPED", "unknown", "ask-first", "confirm", 200]);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError, `${error.cause}`);
    // What the answer held is not lost, and nothing shows the secret that it echoed.
    assert.equal(JSON.parse(raw).info.regKey, "RK2");
    assert.ok(!raw.includes(SECRET));
    assert.equal(paymentState("v2", [{ operation: "confirm", text: raw }]).regKey, "RK2");
    answerLate(new Response(REG_KEY));
    assert.equal((await waiting).regKey, "RK1");
    await client(server.fetch).reserve(request);
    assert.equal((await client(server.fetch).confirm(confirm)).orderId, "ORD-1");
  });
});

test("a buyer whose visit was under way when another call trapped sees the receipt, with the regKey", async () => {
  const server = linePayServer();
  const paid = [];
  const checkout = createCheckout({
    linePay: client(server.fetch),
    quote: () => ({ orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea" }),
    onPaid: (payment) => void paid.push(payment),
  });
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  await checkout.fetch(new Request(`${ORIGIN}/pay/reserve`, post), {});
  const back = new URL(server.orders.get("ORD-1").confirmUrl);
  back.searchParams.set("transactionId", ID);
  server.after = async (path) => {
    if (!path.endsWith("/confirm")) return undefined;
    const trapping = client(async () => {
      wreck();
      return new Response("{}");
    });
    await trapping.refund({ transactionId: ID }).catch(() => undefined);
    return new Response(REG_KEY);
  };
  const page = await (await checkout.fetch(new Request(back), {})).text();
  assert.match(page, /Payment received/);
  assert.deepEqual(
    paid.map(({ regKey }) => regKey),
    ["RK1"],
  );
  assert.equal(server.count("/confirm"), 1);
});

test("a listener that calls the module, and one that makes it trap, leave the call its own answer", async () => {
  const server = linePayServer();
  await client(server.fetch).reserve(request);
  const seen = [];
  const onEvent = ({ type }) => {
    seen.push(paymentState("v3", []).state);
    if (type === "reply") wreck();
  };
  const linePay = client(server.fetch, { onEvent });
  assert.equal((await linePay.confirm(confirm)).orderId, "ORD-1");
  // The wreck is found by the next one that uses the module.
  await linePay.paymentCheck({ orderId: ["ORD-1"] }).catch(() => undefined);
  assert.equal((await client(server.fetch).paymentCheck({ orderId: ["ORD-1"] })).payments[0].transactionId, ID);
  assert.ok(seen.length >= 2);
});

test("a hundred thousand calls that are never answered do not fill the module's memory", async () => {
  const linePay = client(() => new Promise(() => undefined), { timeouts: { refund: 500_000 } });
  const { setTimeout } = globalThis;
  // No timer of theirs shall keep this process up.
  globalThis.setTimeout = () => 0;
  try {
    for (let n = 0; n < 2_000; n += 1) void linePay.refund({ transactionId: ID });
    const before = memoryOfClient().buffer.byteLength;
    for (let n = 0; n < 98_000; n += 1) void linePay.refund({ transactionId: ID });
    assert.ok(memoryOfClient().buffer.byteLength <= before + 65_536);
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  const server = linePayServer();
  await client(server.fetch).reserve(request);
  assert.equal((await client(server.fetch).confirm(confirm)).orderId, "ORD-1");
});

test("of more calls than the module holds at once, each gets its own answer", async () => {
  const many = Array.from({ length: 1_500 }, (_, n) => `20260507123456${String(n).padStart(5, "0")}`);
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  const linePay = client(async (_, { body }) => {
    await gate;
    return new Response(`{"returnCode":"0000","info":{"refundTransactionId":${JSON.parse(body).refundAmount}000000000}}`);
  });
  const calls = many.map((transactionId, n) => linePay.refund({ transactionId, refundAmount: n + 1 }));
  release();
  const replies = await Promise.all(calls);
  assert.deepEqual(
    replies.map(({ refundTransactionId }) => refundTransactionId),
    many.map((_, n) => `${n + 1}000000000`),
  );
});

test("a host that throws in the middle of a call is a trap like any other", async (context) => {
  await quietly(context, async () => {
    const { now } = Date;
    const events = [];
    const linePay = client(linePayServer().fetch, { onEvent: (event) => events.push(event) });
    Date.now = () => {
      throw new Error("no clock");
    };
    try {
      const { code, outcome } = await linePay.paymentCheck({ orderId: ["ORD-1"] }).catch((error) => error);
      assert.deepEqual([code, outcome], ["TRAPPED", "not-executed"]);
    } finally {
      Date.now = now;
    }
    await linePay.reserve(request);
  });
});

test("a process without any handler survives a trap", () => {
  const script = `
    import { wreck } from ${JSON.stringify(new URL("instances.mjs", import.meta.url).href)};
    import { LinePay } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    const fetch = async () => { wreck(); return new Response("{}"); };
    const linePay = new LinePay({ channelId: "1553111222", channelSecret: ${JSON.stringify(SECRET)}, version: "v2", fetch });
    const error = await linePay.refund({ transactionId: ${JSON.stringify(ID)} }).catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(error.code, error.outcome);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.deepEqual([status, stdout.trim(), stderr], [0, "TRAPPED unknown", ""]);
});
