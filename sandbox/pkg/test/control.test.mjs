// `linepay-sandbox`: what a test gives it that makes no sense is named with its rule and a remedy; faults of time; notes in the log.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox, SandboxControl } from "linepay-sandbox";
import { begin, order as wanted, v2 } from "./command.mjs";
import { CONFIRM, KEYS, START, approved, clientOf, order, states } from "./in-process.mjs";

test("arguments that make no sense are named, with the rule and what to give", async () => {
  const { sandbox, transactionId } = await approved();
  const digits = Number(transactionId);
  for (const [call, message] of [
    [() => sandbox.approve(digits), /^approve: transactionId must be a text or a BigInt: .*number has lost/],
    [() => sandbox.cancel(), /^cancel: transactionId must be/],
    [() => sandbox.decline(""), /^decline: transactionId must be/],
    [() => sandbox.approve(transactionId, "BALANCE"), /^approve: approval must be an object: such as/],
    [
      () => sandbox.approve(transactionId, { shipping: { methodId: "fast", feeAmount: Number.NaN } }),
      /^approve: approval\.shipping\.feeAmount must be a finite number/,
    ],
    [() => sandbox.approve(transactionId, { method: "CASH" }), /method: must be one of CREDIT_CARD, /],
    [() => sandbox.endRegKey(undefined), /^endRegKey: regKey must be a text/],
    [() => sandbox.arm(), /^arm: fault must be an object: such as/],
    [
      () => sandbox.arm({ operation: "confirm", kind: "hang", seconds: Number.NaN }),
      /^arm: fault\.seconds must be a finite number: NaN would be sent as null/,
    ],
    [() => sandbox.arm({ operation: "confirm", kind: "hang", seconds: 5n }), /^arm: fault\.seconds must be a number: a BigInt/],
    [() => sandbox.arm({ operation: "confirm", kind: "latte" }), /kind: must be one of hang, /],
    [() => sandbox.set([]), /^set: settings must be an object/],
    [() => sandbox.set({ minimumAmount: Number.NaN }), /^set: settings\.minimumAmount must be a finite number/],
    [() => sandbox.set({ allow: [() => "203.0.113.7"] }), /^set: settings\.allow\.0 must be plain data/],
    [() => sandbox.set({ nullBody: "maybe" }), /nullBody: must be one of refuse, /],
    [
      () => createSandbox({ ...KEYS, settings: { maximumAmount: Number.NaN } }),
      /^createSandbox: settings\.maximumAmount must be a finite number/,
    ],
  ]) {
    await assert.rejects(
      call,
      (error) => (error.name === "SandboxError" && message.test(error.message)) || assert.fail(`${call}: ${error}`),
    );
  }
  assert.deepEqual(await states(sandbox), ["AUTHENTICATED"], "none of them did anything");
  assert.equal((await sandbox.settings()).minimumAmount, null);
  assert.throws(() => new SandboxControl("localhost:8788"), { name: "TypeError", message: /baseUrl must begin with http/ });
  assert.equal((await sandbox.approve(BigInt(transactionId))).transactionId, transactionId, "a BigInt keeps every digit");
});

test("a clock that gives no time is named", async () => {
  for (const now of [() => Number.NaN, () => new Date(), () => -1, () => "0", () => {}]) {
    const sandbox = await createSandbox({ ...KEYS, now });
    await assert.rejects(sandbox.transactions(), {
      name: "SandboxError",
      message: /^createSandbox: now must give the time in milliseconds since 1970/,
    });
  }
});

test("late: the caller's time is up, and the money is taken when the clock has passed", async () => {
  const { sandbox, linePay, transactionId } = await approved({ now: () => START }, { timeouts: { confirm: 100 } });
  await sandbox.arm({ operation: "confirm", kind: "late", seconds: 90 });
  await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "TIMEOUT", outcome: "unknown" });
  assert.deepEqual(await states(sandbox), ["AUTHENTICATED"]);
  await sandbox.advance(89_000);
  assert.deepEqual(await states(sandbox), ["AUTHENTICATED"]);
  await sandbox.advance(1_000);
  assert.deepEqual(await states(sandbox), ["CAPTURED"]);
  const arrival = (await sandbox.calls()).at(-1);
  assert.deepEqual([arrival.operation, arrival.fault], ["confirm", "late"]);
  assert.match(arrival.notes[0], /the request of call \d+ arrives/);
});

test("twice: the caller learns of one refund, and two were made", async () => {
  const { sandbox, linePay, transactionId } = await approved();
  await linePay.confirm({ transactionId, ...CONFIRM });
  await sandbox.arm({ operation: "refund", kind: "twice" });
  await linePay.refund({ transactionId, refundAmount: 60 });
  const [{ refunded, refunds }] = await sandbox.transactions();
  assert.deepEqual([refunded, refunds.length], [120, 2]);
});

test("stale: details know nothing of a confirm for one answer more", async () => {
  const { sandbox, linePay, transactionId } = await approved();
  await linePay.confirm({ transactionId, ...CONFIRM });
  await sandbox.arm({ operation: "paymentCheck", kind: "stale" });
  await assert.rejects(linePay.paymentCheck({ transactionId: [transactionId] }), { code: "NOT_FOUND", returnCode: "1150" });
  const found = await linePay.paymentCheck({ transactionId: [transactionId] });
  assert.ok(JSON.stringify(found).includes(transactionId));
});

test("a foreign client's numbers are taken, noted, and refused where the sandbox is strict", async () => {
  const sandbox = await createSandbox(KEYS);
  const body = JSON.stringify({ productName: 17, amount: 360, currency: "TWD", orderId: 593072, confirmUrl: "https://shop.example.com/" });
  const headers = { "content-type": "application/json", "x-line-channelid": KEYS.channelId, "x-line-channelsecret": KEYS.channelSecret };
  const reserve = async () =>
    (await (await sandbox.fetch(`${sandbox.baseUrl}/v2/payments/request`, { method: "POST", headers, body })).json()).returnCode;
  assert.equal(await reserve(), "0000");
  assert.match((await sandbox.calls()).at(-1).notes.join(), /orderId: a number, taken as its text/);
  assert.equal((await sandbox.transactions())[0].orderId, "593072");
  await sandbox.set({ numbersAsTexts: false });
  assert.equal(await reserve(), "2101");
  await clientOf(sandbox).reserve(order("ORD-2"));
  assert.deepEqual((await sandbox.calls()).at(-1).notes, []);
});

test("each call in the log has the time that its answer took, and where it is written down, that too", async (context) => {
  const { sandbox } = await approved();
  const { said } = await begin(context, "--json");
  await v2(said, "request", wanted("ORD-1"));
  for (const calls of [await sandbox.calls(), await new SandboxControl(said.url).calls()]) {
    assert.ok(calls.length > 0);
    for (const { milliseconds } of calls) assert.ok(milliseconds > 0 && milliseconds < 10_000, `${milliseconds}`);
  }
});
