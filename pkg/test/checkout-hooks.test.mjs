// Functions that the shop or the platform gives, as they can go wrong: the buyer gets an answer, and the shop is told.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { mock, test } from "node:test";
import { ORIGIN, payment, shop } from "./fake.mjs";

const CONFIRM = "/pay/confirm?order=t&transactionId=1";
const PAID = { state: "paid", orderId: "ORD-1", transactionId: payment.transactionId, payment, problems: [] };
const never = () => new Promise(() => {});

/** Lets everything run that waits for no timer. */
async function turns() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs with timers that a test moves. */
async function withTimers(run) {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    return await run();
  } finally {
    mock.timers.reset();
  }
}

test("a context that cannot keep the worker alive changes nothing for the buyer, and the shop is told", async () => {
  const refusing = () => {
    throw new TypeError("Illegal invocation");
  };
  const strict = {
    waitUntil() {
      if (this !== strict) throw new TypeError("Illegal invocation");
    },
  };
  const { waitUntil } = strict;
  for (const [ctx, told] of [
    [{ waitUntil: refusing }, 1],
    [{ waitUntil }, 1],
    [{ waitUntil: "soon" }, 1],
    [
      {
        get waitUntil() {
          return refusing();
        },
      },
      1,
    ],
    [new Proxy({}, { get: refusing }), 1],
    [{ waitUntil: () => Promise.reject(new Error("too late")) }, 0],
    [
      {
        waitUntil: () => ({
          // biome-ignore lint/suspicious/noThenProperty: a promise whose then cannot be read is what is tested
          get then() {
            return refusing();
          },
        }),
      },
      0,
    ],
    [strict, 0],
    [{}, 0],
    [{ waitUntil: null }, 0],
    [null, 0],
    [undefined, 0],
  ]) {
    const { checkout, seen } = shop({ verdict: PAID });
    const response = await checkout.fetch(new Request(ORIGIN + CONFIRM), {}, ctx);
    assert.match(await response.text(), /Payment received/);
    assert.equal(seen.paid.length, 1);
    const { length } = seen.problems;
    assert.equal(length, told);
    if (told) assert.deepEqual([seen.problems[0].kind, seen.problems[0].error.cause instanceof TypeError], ["misconfigured", true]);
  }
});

test("a listener or a console that fails, or none at all, changes nothing", async (context) => {
  const misdirected = { state: "misdirected", problems: [{ kind: "other-order", asked: {}, got: {}, message: "x" }] };
  const thrower = () => {
    throw new Error("x");
  };
  for (const onProblem of [
    thrower,
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: the same, out of a listener
      get then() {
        return thrower();
      },
    }),
    () => Promise.reject(undefined),
  ]) {
    const { ask } = shop({ verdict: misdirected, onProblem });
    assert.match(await (await ask(CONFIRM)).text(), /Another order was charged/);
  }
  context.mock.method(console, "error", thrower);
  const { ask } = shop({ verdict: misdirected, onProblem: undefined });
  assert.match(await (await ask(CONFIRM)).text(), /Another order was charged/);
  const kept = globalThis.console;
  try {
    globalThis.console = undefined;
    assert.match(await (await ask(CONFIRM)).text(), /Another order was charged/);
  } finally {
    globalThis.console = kept;
  }
});

test("without onProblem the log has the error itself, with stack and cause, and no payment", async (context) => {
  const log = context.mock.method(console, "error", () => undefined);
  const error = new Error("no stock table", { cause: new Error("password=hunter2") });
  await shop({ quote: () => Promise.reject(error), onProblem: undefined }).post();
  assert.deepEqual(log.mock.calls[0].arguments, ["linepay-edge: quote-failed: no stock table", error]);
  await shop({ verdict: PAID, onPaid: () => Promise.reject(error), onProblem: undefined }).ask(CONFIRM);
  assert.deepEqual(log.mock.calls[1].arguments, ["linepay-edge: on-paid-failed: no stock table", error]);
  const [asked, got] = [{ orderId: "ORD-1" }, { orderId: "ORD-2" }];
  await shop({
    verdict: { state: "misdirected", problems: [{ kind: "other-order", asked, got, message: "m" }] },
    onProblem: undefined,
  }).ask(CONFIRM);
  assert.deepEqual(log.mock.calls[2].arguments, ["linepay-edge: other-order: m", { asked, got }]);
});

test("what quote and onPaid throw reaches onProblem as it was thrown, whatever it is", async () => {
  const error = new Error("no stock table", { cause: new Error("no connection") });
  for (const [thrown, message] of [
    [error, "no stock table"],
    ["no stock", "no stock"],
    [undefined, "undefined"],
    [Object.create(null), "something was thrown that is no error"],
    [
      {
        toString: () => {
          throw error;
        },
      },
      "something was thrown that is no error",
    ],
  ]) {
    const fail = () => {
      throw thrown;
    };
    const quoting = shop({ quote: fail });
    assert.equal((await quoting.post()).status, 500);
    assert.deepEqual(quoting.seen.problems, [{ kind: "quote-failed", message, error: thrown, anybody: true }]);
    assert.equal(quoting.seen.problems[0].error, thrown);
    const paying = shop({ verdict: PAID, onPaid: fail });
    assert.match(await (await paying.ask(CONFIRM)).text(), /being registered/);
    assert.deepEqual(paying.seen.problems, [{ kind: "on-paid-failed", message, error: thrown, payment }]);
  }
});

test("an onPaid that never ends: after ten seconds the page goes on, the shop is told, and the worker is kept alive", () =>
  withTimers(async () => {
    const { ask, seen } = shop({ verdict: PAID, onPaid: never });
    const asked = ask(CONFIRM);
    await turns();
    mock.timers.tick(9_999);
    assert.equal(await Promise.race([asked, turns()]), undefined);
    mock.timers.tick(1);
    const response = await asked;
    assert.equal(response.status, 200);
    assert.match(await response.text(), /being registered/);
    assert.match(response.headers.get("refresh"), /^5; url=/);
    assert.deepEqual(
      seen.problems.map(({ kind }) => kind),
      ["on-paid-late"],
    );
    assert.equal(seen.problems[0].payment, payment);
    assert.match(seen.problems[0].message, /not ended within 10 seconds.*is paid.*calls onPaid again/);
    const kept = await Promise.race([seen.waits[0].then(() => "let go"), turns().then(() => "kept")]);
    assert.equal(kept, "kept");
  }));

test("an onPaid that fails after the page has gone on is reported, and the worker waits for the report", () =>
  withTimers(async () => {
    let fail;
    let listened;
    const onPaid = () => new Promise((_, reject) => (fail = reject));
    const problems = [];
    const onProblem = ({ kind }) => {
      problems.push(kind);
      return kind === "on-paid-failed" ? new Promise((end) => (listened = end)) : undefined;
    };
    const { ask, seen } = shop({ verdict: PAID, onPaid, onProblem });
    const asked = ask(CONFIRM);
    await turns();
    mock.timers.tick(10_000);
    await asked;
    fail(new Error("database"));
    await turns();
    assert.deepEqual(problems, ["on-paid-late", "on-paid-failed"]);
    const state = () => Promise.race([seen.waits[0].then(() => "let go"), turns().then(() => "kept")]);
    assert.equal(await state(), "kept");
    listened();
    assert.equal(await state(), "let go");
  }));

test("a quote, a linePay or a signingKey that never answers: a page and a report, at its limit", () =>
  withTimers(async () => {
    for (const [options, seconds, kind, message] of [
      [{ quote: never }, 20, "quote-failed", /within 20 seconds/],
      [{ linePay: never }, 10, "misconfigured", /linePay gave nothing within 10 seconds/],
      [{ signingKey: never }, 10, "misconfigured", /signingKey gave nothing within 10 seconds/],
    ]) {
      const { post, seen } = shop(options);
      const asked = post();
      await turns();
      mock.timers.tick(seconds * 1000);
      assert.equal((await asked).status, 500);
      assert.deepEqual(
        seen.problems.map((problem) => problem.kind),
        [kind],
      );
      assert.match(seen.problems[0].message, message);
    }
  }));

test("what is no request is answered, not thrown", async () => {
  for (const request of [{ url: "/pay/confirm", method: "GET", headers: new Headers() }, {}, undefined]) {
    const { checkout, seen } = shop();
    assert.equal((await checkout.fetch(request, {})).status, 500);
    assert.equal(seen.problems[0].kind, "misconfigured");
  }
});

test("a request for another part of the worker keeps its body", async () => {
  const { checkout } = shop();
  const request = new Request(`${ORIGIN}/basket`, { method: "POST", body: "one tea" });
  assert.equal((await checkout.fetch(request, {})).status, 404);
  assert.equal(await request.text(), "one tea");
});

test("ten megabytes get their answer over a real connection, announced or not", async (context) => {
  const { checkout } = shop();
  const server = createServer(async (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const body = method === "GET" ? {} : { body: Readable.toWeb(incoming), duplex: "half" };
    const response = await checkout.fetch(new Request(ORIGIN + url, { method, headers, ...body }), {});
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), connection: "close" });
    outgoing.end(await response.text());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const at = `http://127.0.0.1:${server.address().port}`;
  const bytes = new Uint8Array(10 * 1024 * 1024);
  const chunked = () => new Blob([bytes]).stream();
  const json = { "content-type": "application/json" };
  for (const [path, headers, status, title] of [
    ["/pay/reserve", { "content-type": "application/x-www-form-urlencoded" }, 413, /Request too large/],
    ["/pay/reserve", { ...json, "sec-fetch-site": "cross-site" }, 403, /Request refused/],
    ["/pay/reserve", { "content-type": "text/plain" }, 415, /Request not understood/],
    ["/pay/confirm", json, 405, /cannot be opened that way/],
  ]) {
    for (const body of [bytes, chunked()]) {
      const response = await fetch(at + path, { method: "POST", headers, body, duplex: "half" });
      assert.equal(response.status, status);
      assert.match(await response.text(), title);
    }
  }
});

test("an order that is closed: what is a person's business is told all the same", async () => {
  const problem = {
    kind: "other-order",
    message: "x",
    asked: { orderId: "ORD-1", amount: 360, currency: "TWD" },
    got: {},
    extras: [],
  };
  const { post, seen } = shop({
    reserve: () => ({ state: "gone", orderId: "ORD-1", problems: [problem], statusUrl: `${ORIGIN}/pay/status` }),
  });
  assert.equal((await post()).status, 409);
  assert.deepEqual(seen.problems, [problem]);
});
