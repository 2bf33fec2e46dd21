// Tasks in flight while the module traps, around a module made of JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { forget, LinePay, options, SECRET, world } from "./stub-module.mjs";

/** A fetch whose answers a test gives, in whatever order. */
function answering() {
  const open = new Map();
  const fetch = (url) => new Promise((resolve) => open.set(new URL(url).pathname.slice(1), resolve));
  return { fetch, answer: (name, text = "{}") => open.get(name)(new Response(text)), open };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test("no number of a task is used twice, and each step has a nonce of its own", async () => {
  world.steps.length = 0;
  const linePay = new LinePay(options());
  await Promise.all([linePay.confirm({ how: "slow" }), linePay.refund({ how: "ok" }), linePay.confirm({ how: "ok" })]);
  const begun = world.steps.filter(([step]) => step === "start").map(([, task]) => task);
  assert.equal(new Set(begun).size, 3);
  assert.equal(new Set(world.steps.map(([, , nonce]) => nonce)).size, 7);
  assert.ok(world.steps.every(([, , nonce]) => nonce.length === 36));
});

test("a trap ends the call that was running, with the answer in its hand; the others go on with theirs", async () => {
  const { fetch, answer } = answering();
  const events = [];
  const linePay = new LinePay(options({ fetch, onEvent: (event) => events.push(event) }));
  const resets = world.resets;
  const waiting = [linePay.refund({ how: "ok" }), linePay.confirm({ how: "twice" })];
  const trapping = linePay.confirm({ how: "trap" });
  answer("twice", "first");
  await turn();
  answer("trap", `{"regKey":"RK1","echo":"${SECRET}"}`);
  await assert.rejects(trapping, (error) => {
    assert.deepEqual([error.code, error.outcome, error.retry, error.operation], ["TRAPPED", "unknown", "ask-first", "confirm"]);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    assert.deepEqual([error.status, error.raw], [200, '{"regKey":"RK1","echo":"[masked]"}']);
    return true;
  });
  assert.equal(world.resets, resets + 1);
  answer("ok", "late");
  answer("twice", "second");
  const [refund, confirm] = await Promise.all(waiting);
  assert.deepEqual(refund, { given: [200], raw: "late" });
  assert.deepEqual(confirm, { given: [200, 200], raw: "second" });
  assert.equal(world.resets, resets + 1);
  // What was told before is not told again, and every call has its own number.
  const calls = events.map(({ call }) => call);
  assert.equal(calls.length, 4);
  assert.equal(new Set(calls).size, 4);
  const next = linePay.confirm({ how: "ok" });
  answer("ok");
  assert.deepEqual(await next, { given: [200], raw: "{}" });
});

test("a task that the module has let go of is given all again", async () => {
  const { fetch, answer } = answering();
  const linePay = new LinePay(options({ fetch }));
  const waiting = linePay.confirm({ how: "twice" });
  answer("twice", "first");
  await turn();
  forget();
  answer("twice", "second");
  assert.deepEqual(await waiting, { given: [200, 200], raw: "second" });
});

test("an answer to a change stays in hand while a query after it traps", async () => {
  const { fetch, answer } = answering();
  const trapping = new LinePay(options({ fetch })).confirm({ how: "trap later" });
  answer("trap-later", '{"regKey":"RK1"}');
  await turn();
  answer("then", "[]");
  await assert.rejects(trapping, ({ code, raw }) => code === "TRAPPED" && raw === '{"regKey":"RK1"}');
});

test("a task that traps whenever it is begun again takes no other along", async () => {
  const { fetch, answer } = answering();
  const linePay = new LinePay(options({ fetch }));
  const [one, other] = [linePay.paymentCheck({ how: "trap" }), linePay.confirm({ how: "ok" })];
  await assert.rejects(
    linePay.refund({ how: "trap at once" }),
    (error) => error.code === "TRAPPED" && error.outcome === "unknown" && !("raw" in error),
  );
  answer("trap");
  await assert.rejects(one, { code: "TRAPPED", outcome: "not-executed", retry: "again" });
  answer("ok");
  assert.deepEqual(await other, { given: [200], raw: "{}" });
});

test("a call whose instance is gone still ends at its time limit or by its signal", async () => {
  const linePay = new LinePay(options({ fetch: () => new Promise(() => undefined) }));
  const controller = new AbortController();
  const [late, aborted] = [linePay.refund({ how: "ok" }), linePay.refund({ how: "ok" }, { signal: controller.signal })];
  await assert.rejects(linePay.confirm({ how: "trap at once" }), { code: "TRAPPED" });
  controller.abort();
  assert.deepEqual((await aborted).given, [3]);
  assert.deepEqual((await late).given, [2]);
});

test("a trap without memory for another instance ends its own call, and the next one gets an instance", async () => {
  const resets = world.resets;
  const { fetch, answer } = answering();
  const linePay = new LinePay(options({ fetch }));
  const [lost, waiting] = [linePay.refund({ how: "trap" }), linePay.confirm({ how: "ok" })];
  world.full = true;
  answer("trap");
  await assert.rejects(lost, (error) => error.code === "TRAPPED" && error.outcome === "unknown" && !("raw" in error));
  await assert.rejects(linePay.paymentCheck({ how: "ok" }), ({ code, cause }) => code === "TRAPPED" && cause instanceof RangeError);
  world.full = false;
  answer("ok");
  assert.deepEqual((await waiting).given, [200]);
  assert.equal(world.resets, resets + 1);
});

test("a trap in a synchronous export", () => {
  const resets = world.resets;
  assert.throws(() => new LinePay(options({ channelId: "trap" })), { code: "TRAPPED", outcome: "not-executed" });
  new LinePay(options());
  assert.equal(world.resets, resets + 1);
});

test("slow calls are not taken for dead ones", async () => {
  const resets = world.resets;
  const fetch = () => new Promise((resolve) => setTimeout(resolve, 60, new Response("{}")));
  const linePay = new LinePay(options({ fetch }));
  await Promise.all([linePay.confirm({ how: "slow" }), linePay.confirm({ how: "slow" }), linePay.refund({ how: "ok" })]);
  assert.equal(world.resets, resets);
});

test("a listener may call the module again, and may throw", async () => {
  const seen = [];
  const linePay = new LinePay(
    options({
      onEvent: (event) => {
        seen.push(event.call);
        if (seen.length < 3) seen.push(linePay.confirm({ how: "ok" }));
        else throw new Error("no more");
      },
    }),
  );
  assert.deepEqual((await linePay.refund({ how: "ok" })).given, [200]);
  const replies = await Promise.all(seen.filter((one) => typeof one === "object"));
  assert.deepEqual(
    replies.map(({ given }) => given),
    replies.map(() => [200]),
  );
});

test("a call makes one AbortController, however often it sends; a signal that has fired sends nothing", async (context) => {
  const { AbortController } = globalThis;
  let made = 0;
  globalThis.AbortController = class extends AbortController {
    constructor() {
      super();
      made += 1;
    }
  };
  context.after(() => {
    globalThis.AbortController = AbortController;
  });
  let sent = 0;
  const fetch = async () => {
    sent += 1;
    return new Response("{}");
  };
  const linePay = new LinePay(options({ fetch }));
  await linePay.confirm({ how: "twice" });
  assert.deepEqual([made, sent], [1, 2]);
  assert.deepEqual((await linePay.confirm({ how: "ok" }, { signal: AbortSignal.abort() })).given, [5]);
  assert.deepEqual([made, sent], [1, 2]);
});
