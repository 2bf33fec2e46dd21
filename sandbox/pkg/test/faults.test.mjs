// Faults as a caller meets them: over the wire and in process, asked for by header and by orderId; the clock; why.
import assert from "node:assert/strict";
import { request } from "node:http";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { createSandbox } from "linepay-sandbox";
import { SandboxControl } from "linepay-sandbox/control";
import { begin, order, v2 } from "./command.mjs";
import { CONFIRM, KEYS, START, approved, clientOf, order as v3order, states } from "./in-process.mjs";

/** What came of a call, part by part, and how it ended. */
function raw({ url, channelId, channelSecret }, path, headers = {}, body = "") {
  const { hostname, port } = new URL(url);
  const keys = { "X-LINE-ChannelId": channelId, "X-LINE-ChannelSecret": channelSecret, "Content-Type": "application/json" };
  return new Promise((resolve) => {
    const came = { status: 0, headers: {}, parts: [], error: undefined };
    const failed = ({ code }) => resolve({ ...came, error: code });
    const call = request(
      { hostname, port, path, method: body ? "POST" : "GET", headers: { ...keys, ...headers }, agent: false },
      (answer) => {
        came.status = answer.statusCode;
        came.headers = answer.headers;
        answer
          .on("data", (part) => came.parts.push(String(part)))
          .on("end", () => resolve(came))
          .on("error", failed);
      },
    );
    call.on("error", failed).end(body);
  });
}

test("over the wire: reset, drop, drip and delay", async (context) => {
  const { said, errors } = await begin(context, "--json", "--auto-approve");
  const fault = (text) => raw(said, "/v2/payments?orderId=X", { "x-sandbox-fault": text });
  assert.equal((await fault("reset")).error, "ECONNRESET");
  const dropped = await fault("drop");
  assert.deepEqual([dropped.status, dropped.error], [200, "ECONNRESET"]);
  const dripped = await fault("drip=1");
  assert.ok(dripped.parts.length > 3, String(dripped.parts.length));
  assert.match(dripped.parts.join(""), /"1150"/);
  let started = performance.now();
  assert.match((await fault("delay=1 after")).parts.join(""), /"1150"/);
  assert.ok(performance.now() - started > 950);
  // The caller goes in the middle of the wait; what it asked for is done all the same.
  const { transactionId } = await v2(said, "request", order("ORD-1"));
  const { hostname, port } = new URL(said.url);
  const headers = { "X-LINE-ChannelId": said.channelId, "X-LINE-ChannelSecret": said.channelSecret, "Content-Type": "application/json" };
  started = performance.now();
  await new Promise((resolve) => {
    const path = `/v2/payments/${transactionId}/confirm`;
    const call = request({ hostname, port, path, method: "POST", headers: { ...headers, "x-sandbox-fault": "delay=1" } });
    call.on("error", resolve).end(JSON.stringify({ amount: 360, currency: "TWD" }));
    setTimeout(() => call.destroy(new Error("gone")), 300);
  });
  const control = new SandboxControl(said.url);
  assert.equal((await control.transactions())[0].state, "AUTHENTICATED");
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.equal((await control.transactions())[0].state, "CAPTURED");
  assert.equal(errors(), "");
});

test("over the wire: a header that is no fault, an orderId that asks, and why", async (context) => {
  const { said } = await begin(context, "--json");
  const wrong = await raw(said, "/v2/payments?orderId=X", { "x-sandbox-fault": "latte" });
  assert.equal(wrong.status, 400);
  assert.match(wrong.parts.join(""), /x-sandbox-fault: "latte" is no fault/);
  assert.equal((await v2(said, "request", order("SBX-RESERVE-1145-7"))).returnCode, "1145");
  const { transactionId } = await v2(said, "request", order("SBX-BUYER-APPROVE-SBX-CONFIRM-1298-7"));
  assert.equal((await v2(said, `${transactionId}/confirm`, CONFIRM)).returnCode, "1298");
  const explained = await raw(said, `/v2/payments/${transactionId}/refund`, { "x-sandbox-explain": "1" }, "{}");
  assert.match(explained.headers["x-sandbox-note"], /the payment of order SBX-BUYER-.* is AUTHENTICATED, 360 TWD/);
  assert.equal((await raw(said, `/v2/payments/${transactionId}/refund`, {}, "{}")).headers["x-sandbox-note"], undefined);
});

test("in process: a delayed request takes effect whoever waits for it; a slow answer comes whole", async () => {
  const { sandbox, linePay, transactionId } = await approved({}, { timeouts: { confirm: 200 } });
  await sandbox.arm({ operation: "confirm", kind: "delay", seconds: 1 });
  await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "TIMEOUT", outcome: "unknown" });
  assert.deepEqual(await states(sandbox), ["AUTHENTICATED"]);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.deepEqual(await states(sandbox), ["CAPTURED"]);
  await sandbox.arm({ orderId: "ORD-1", kind: "drip", seconds: 1 });
  const started = performance.now();
  assert.ok(JSON.stringify(await linePay.paymentCheck({ transactionId: [transactionId] })).includes(transactionId));
  assert.ok(performance.now() - started > 900);
  await sandbox.arm({ kind: "reset" });
  await assert.rejects(linePay.refund({ transactionId }), { code: "NETWORK", outcome: "unknown" });
});

test("in process: at random with a seed; the clock set, fast and stopped, and what ends by it", async () => {
  let host = START;
  const sandbox = await createSandbox({ ...KEYS, now: () => host });
  await sandbox.arm({ kind: "code", code: "9000", rate: 0.5, seed: "a", forSeconds: 60 });
  const codes = [];
  for (let count = 0; count < 20; count++) {
    const failed = await clientOf(sandbox)
      .reserve(v3order(`ORD-${count}`))
      .then(
        () => 0,
        () => 1,
      );
    codes.push(failed);
  }
  const failures = codes.reduce((sum, one) => sum + one, 0);
  assert.ok(failures > 3 && failures < 17, codes.join(""));
  const { lapses } = await sandbox.clock(1_200_000);
  assert.equal(lapses.length, 20 - failures);
  assert.equal(lapses[0].what, "the time to approve");
  assert.equal((await sandbox.setClock({ set: new Date(START + 60_000), speed: 0 })).now, "2026-05-07T03:05:05Z");
  host += 86_400_000;
  assert.equal((await sandbox.time()).getTime(), START + 60_000);
  await sandbox.setClock({ speed: 60 });
  host += 1000;
  assert.equal((await sandbox.clock()).now, "2026-05-07T03:06:05Z");
  await assert.rejects(sandbox.setClock({ set: "2020-01-01" }), /something happened at .* already/);
});

test("in process: several methods pay one sum", async () => {
  const sandbox = await createSandbox({
    ...KEYS,
    settings: { buyer: [{ action: "approve", methods: [{ method: "POINT", amount: 60 }, { method: "BALANCE" }] }] },
  });
  const { transactionId } = await clientOf(sandbox).reserve(v3order("ORD-1"));
  const { payInfo } = await clientOf(sandbox).confirm({ transactionId, ...CONFIRM });
  assert.deepEqual(
    payInfo.map(({ method, amount }) => [method, amount]),
    [
      ["POINT", 60],
      ["BALANCE", 300],
    ],
  );
  assert.deepEqual((await sandbox.transactions())[0].mix.length, 2);
});
