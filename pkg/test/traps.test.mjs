// The built module, made to trap for real: its memory is overwritten in the middle of a call.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { LinePay } from "../dist/index.js";
import * as glue from "../wasm/linepay_edge.js";
import { ID, linePayServer, SECRET } from "./line-pay.mjs";

const client = (fetch, more) => new LinePay({ channelId: "1553111222", channelSecret: SECRET, version: "v2", fetch, ...more });
const request = { orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea", confirmUrl: "https://shop.example.com/paid" };
const confirm = { transactionId: ID, amount: 360, currency: "TWD" };

/** Whatever the module reads next in its memory leads it outside of it. */
const wreck = () => new Uint8Array(glue.initSync().memory.buffer).fill(0xff);

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

test("two calls in flight, one traps: both settle with their outcome, nothing is uncaught, the next works", async (context) => {
  await quietly(context, async () => {
    const server = linePayServer();
    let answerLate;
    const late = new Promise((resolve) => (answerLate = resolve));
    const waiting = client(() => late).refund({ transactionId: ID });
    const trapping = client(async () => {
      wreck();
      return Response.json({ returnCode: "0000" });
    }).confirm(confirm);
    const [refund, confirmed] = await Promise.allSettled([waiting, trapping]);
    for (const [{ reason }, operation] of [
      [refund, "refund"],
      [confirmed, "confirm"],
    ]) {
      assert.deepEqual([reason.code, reason.outcome, reason.retry, reason.operation], ["TRAPPED", "unknown", "ask-first", operation]);
      assert.ok(reason.cause instanceof WebAssembly.RuntimeError, `${reason.cause}`);
    }
    // The answer to the lost call comes in when its instance is gone.
    answerLate(Response.json({ returnCode: "0000", returnMessage: "x", info: {} }));
    await client(server.fetch).reserve(request);
    assert.equal((await client(server.fetch).confirm(confirm)).orderId, "ORD-1");
  });
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

test("a trap ends the exchanges of the calls that it loses: neither connection nor timer stays", async () => {
  let aborted;
  const silent = (_, { signal }) => new Promise(() => signal.addEventListener("abort", () => (aborted = true)));
  const lost = client(silent).refund({ transactionId: ID });
  const trapping = client(async () => {
    wreck();
    return new Response("{}");
  }).confirm(confirm);
  await Promise.allSettled([lost, trapping]);
  assert.equal(aborted, true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((name) => name === "Timeout"),
    [],
  );
});

test("an exchange that cannot be ended from here holds up nobody's rejection", async (context) => {
  const { clearTimeout } = globalThis;
  context.after(() => {
    globalThis.clearTimeout = clearTimeout;
  });
  const lost = [1, 2].map(() => client(() => new Promise(() => undefined)).refund({ transactionId: ID }));
  const trapping = client(async () => {
    wreck();
    globalThis.clearTimeout = () => {
      throw new Error("Cannot perform I/O on behalf of a different request");
    };
    return new Response("{}");
  }).confirm(confirm);
  const results = await Promise.allSettled([...lost, trapping]);
  assert.deepEqual(
    results.map(({ reason }) => reason.code),
    ["TRAPPED", "TRAPPED", "TRAPPED"],
  );
});

test("a process without any handler survives a trap", () => {
  const script = `
    import { LinePay } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    import * as glue from ${JSON.stringify(new URL("../wasm/linepay_edge.js", import.meta.url).href)};
    const fetch = async () => { new Uint8Array(glue.initSync().memory.buffer).fill(0xff); return new Response("{}"); };
    const linePay = new LinePay({ channelId: "1553111222", channelSecret: ${JSON.stringify(SECRET)}, version: "v2", fetch });
    const error = await linePay.refund({ transactionId: ${JSON.stringify(ID)} }).catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(error.code, error.outcome);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.deepEqual([status, stdout.trim(), stderr], [0, "TRAPPED unknown", ""]);
});
