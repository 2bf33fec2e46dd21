// What a caller may hand in: each value that JavaScript has, through the client and the built module.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { encode, encodeOptions } from "../dist/encode.js";
import { LinePay, legalSteps, paymentState } from "../dist/index.js";
import { validateReply } from "../dist/validate.js";
import { ID, SECRET } from "./line-pay.mjs";

const PAID = `{"returnCode":"0000","info":{"transactionId":${ID},"orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}`;
const sent = [];
const fetch = async (url, init) => {
  sent.push({ url, ...init });
  return new Response(PAID);
};
const client = (more) => new LinePay({ channelId: "1553111222", channelSecret: SECRET, version: "v2", fetch, ...more });
const confirm = { transactionId: ID, amount: 360, currency: "TWD" };

/** `CODE path rule …` of what a call, a constructor or a function throws. */
async function thrown(work) {
  const error = await new Promise((resolve) => resolve(work())).then(
    () => assert.fail("it was taken"),
    (error) => error,
  );
  assert.equal(error.name, "LinePayError", error.stack);
  assert.ok(!JSON.stringify(error).includes(SECRET) && !error.message.includes(SECRET));
  return [error.code, ...error.issues.map(({ path, rule }) => `${path} ${rule}`)].join(" ");
}

test("values that only JavaScript has are told apart", async () => {
  sent.length = 0;
  for (const [refundAmount, rule] of [
    [NaN, "amount"],
    [Infinity, "amount"],
    [-Infinity, "amount"],
    [undefined, "explicit"],
    [null, "explicit"],
    [0, "positive"],
    [-0, "positive"],
    [0.1 + 0.2, "amount"],
    [1e21, "amount"],
    [5e-324, "amount"],
    [2n ** 60n, "amount"],
    [2n ** 70n, "plain-data"],
    [new Date(0), "plain-data"],
    [new Map(), "plain-data"],
    [() => 1, "plain-data"],
    [Symbol("x"), "plain-data"],
    [[new Date(0)], "plain-data"],
    [Object(5), "plain-data"],
    [[1], "type"],
    [{}, "type"],
  ]) {
    const told = await thrown(() => client().refund({ transactionId: "5", refundAmount }));
    assert.equal(told, `INVALID_REQUEST refundAmount ${rule}`, String(refundAmount));
  }
  for (const transactionId of [5, Number(ID)]) {
    assert.equal(await thrown(() => client().refund({ transactionId })), "INVALID_REQUEST transactionId type");
  }
  for (const lone of ["a\ud83d", "\ude00a", "\ud83d\ud83d\ude00"]) {
    assert.equal(await thrown(() => client().paymentCheck({ orderId: lone })), "INVALID_REQUEST orderId well-formed");
  }
  assert.equal(sent.length, 0);
});

test("numbers, texts and BigInts arrive as they are", async () => {
  sent.length = 0;
  await client().confirm({ ...confirm, amount: "360.0", transactionId: BigInt(ID) }, { expected: { transactionId: [BigInt(ID)] } });
  assert.deepEqual([sent[0].url.split("/").at(-2), sent[0].body], [ID, '{"amount":360,"currency":"TWD"}']);
  await client()
    .refund({ transactionId: ID, refundAmount: 99.5 })
    .catch(() => undefined);
  assert.equal(sent[1].body, '{"refundAmount":99.5}');
  for (const [id, rule] of [
    [2n ** 63n, "transaction-id"],
    [-1n, "transaction-id"],
    [2n ** 64n, "plain-data"],
    [-(2n ** 63n) - 1n, "plain-data"],
  ]) {
    assert.equal(await thrown(() => client().void({ transactionId: id })), `INVALID_REQUEST transactionId ${rule}`);
  }
  const productName = '"\\/\u2028 茶😀';
  const order = { orderId: "ORD-1", amount: 360, currency: "TWD", productName, confirmUrl: "https://shop.example.com/paid" };
  await client()
    .reserve(order)
    .catch(() => undefined);
  assert.equal(JSON.parse(sent[2].body).productName, productName);
  // A text that begins as our marks do is a text.
  for (const text of ["\u0000f", "\u0000n5", "\u0000t", "\u0000"]) {
    assert.doesNotMatch(await thrown(() => client().paymentCheck({ orderId: text })), /plain-data|type/);
  }
});

test("what is no plain data is refused and never sent", async () => {
  sent.length = 0;
  const cyclic = { transactionId: "5" };
  cyclic.a = cyclic;
  let deep = 1;
  for (let n = 0; n < 10_000; n += 1) deep = { deep };
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`f${n}`, 1]));
  class Private {
    #x = 1;
    x() {
      return this.#x;
    }
  }
  for (const request of [
    cyclic,
    deep,
    wide,
    undefined,
    null,
    5,
    "x",
    [],
    () => 1,
    Symbol("x"),
    NaN,
    5n,
    new Date(0),
    new Set([1]),
    new Uint8Array(4),
    /x/,
    Promise.resolve({}),
    new Private(),
    { transactionId: "5".repeat(4 * 1024 * 1024) },
    { transactionId: "5", refundAmount: "5".repeat(400) },
  ]) {
    assert.match(await thrown(() => client().refund(request)), /^INVALID_REQUEST/);
  }
  assert.equal(sent.length, 0);
});

test("what throws while it is read is refused like anything else, and its message not repeated", async () => {
  sent.length = 0;
  const no = () => {
    throw new Error(SECRET);
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const list = Proxy.revocable([], {});
  list.revoke();
  for (const request of [
    {
      transactionId: "5",
      get refundAmount() {
        return no();
      },
    },
    new Proxy({}, { ownKeys: no }),
    new Proxy({}, { getPrototypeOf: no }),
    new Proxy({ transactionId: "5" }, { get: no }),
    new Proxy({ transactionId: "5" }, { getOwnPropertyDescriptor: no }),
    { transactionId: "5", refundAmount: new Proxy({}, { get: no }) },
    { transactionId: "5", refundAmount: new Proxy([], { get: no }) },
    proxy,
    list.proxy,
    { transactionId: proxy },
  ]) {
    assert.match(await thrown(() => client().refund(request)), /^INVALID_REQUEST/);
    assert.match(await thrown(() => client().confirm(confirm, { expected: request })), /^INVALID_REQUEST/);
    assert.match(await thrown(() => legalSteps(request)), /^INVALID_REQUEST/);
    assert.match(await thrown(() => paymentState("v2", request)), /^INVALID_REQUEST/);
    assert.match(await thrown(() => validateReply("confirm", "v2", PAID, { expected: request })), /^INVALID_REQUEST/);
  }
  // Nothing that was meant may be lost: an expectation, for one.
  for (const options of [proxy, list.proxy, new Proxy({}, { ownKeys: no })]) {
    assert.equal(await thrown(() => client().confirm(confirm, options)), "INVALID_REQUEST options plain-data");
  }
  for (const options of [
    { signal: proxy },
    {
      get signal() {
        return no();
      },
    },
    new Proxy({}, { get: no }),
  ]) {
    assert.equal(await thrown(() => client().confirm(confirm, options)), "INVALID_REQUEST options.signal type");
  }
  assert.equal(
    await thrown(() =>
      client().confirm(confirm, {
        get expected() {
          return no();
        },
      }),
    ),
    "INVALID_REQUEST options.expected plain-data",
  );
  for (const odd of [new Proxy({}, { ownKeys: no }), Object.defineProperty({}, "confirm", { value: 9 })]) {
    assert.equal(await thrown(() => client({ timeouts: odd })), "INVALID_CONFIGURATION timeouts plain-data");
  }
  assert.equal(sent.length, 0);
  await client().confirm(confirm);
});

test("what an object inherits or hides is refused and not passed over", async () => {
  sent.length = 0;
  for (const odd of [
    Object.assign(Object.create({ inherited: 1 }), confirm),
    Object.defineProperty({ ...confirm }, "hidden", { value: 1 }),
    { ...confirm, [Symbol("s")]: 1 },
    Object.assign(new (class Confirm {})(), confirm),
  ]) {
    assert.match(await thrown(() => client().confirm(odd)), /^INVALID_REQUEST/);
  }
  const prototype = JSON.parse('{"transactionId":"5","__proto__":{"refundAmount":1}}');
  assert.equal(await thrown(() => client().refund(prototype)), "INVALID_REQUEST __proto__ unknown-field");
  const holes = Object.assign(Object.create(null), { orderId: new Array(2) });
  assert.equal(await thrown(() => client().paymentCheck(holes)), "INVALID_REQUEST orderId[0] type orderId[1] type");
  assert.equal(sent.length, 0);
  // Plain data of another realm is plain data.
  await client().confirm(runInNewContext(`(${JSON.stringify(confirm)})`));
  await client().confirm(Object.assign(Object.create(null), confirm));
  assert.equal(sent.length, 2);
});

test("each property is read once", async () => {
  const reads = {};
  const counted = (object) =>
    new Proxy(object, {
      get(target, name) {
        reads[String(name)] = (reads[String(name)] ?? 0) + 1;
        return target[name];
      },
    });
  const expected = counted({ orderId: "ORD-1" });
  await client().confirm(counted({ ...confirm }), counted({ expected, signal: new AbortController().signal }));
  assert.deepEqual(reads, { transactionId: 1, amount: 1, currency: 1, expected: 1, signal: 1, orderId: 1 });
});

test("what changes after the call has begun changes nothing of it", async () => {
  sent.length = 0;
  const request = { ...confirm };
  const calling = client().confirm(request);
  request.amount = 1;
  await calling;
  assert.equal(JSON.parse(sent[0].body).amount, 360);
});

test("a misspelt option is named with the right name, whatever it holds", async () => {
  sent.length = 0;
  for (const value of [new AbortController().signal, () => 1, Symbol("x"), new Map(), 5, {}]) {
    for (const [mistyped, meant] of [
      ["singal", "signal"],
      ["expcted", "expected"],
      ["payments", "payment"],
    ]) {
      const error = await client()
        .confirm(confirm, { [mistyped]: value })
        .catch((error) => error);
      assert.match(error.message, new RegExp(`options.${mistyped}.*did you mean ${meant}\\?`));
      assert.deepEqual(
        error.issues.map(({ path, rule }) => `${path} ${rule}`),
        [`options.${mistyped} unknown-field`],
      );
    }
  }
  for (const [options, told] of [
    [{ expected: new Map() }, "options.expected plain-data"],
    [{ payment: () => 1 }, "options.payment plain-data"],
    [{ expected: { orderId: Symbol("x") } }, "expected.orderId plain-data"],
    [{ expected: undefined }, "options.expected explicit"],
    [{ signal: "no signal" }, "options.signal type"],
    [{ signal: null }, "options.signal type"],
    [{ signal: new AbortController() }, "options.signal type"],
    [{ signal: "x", expect: 1 }, "options.signal type options.expect unknown-field"],
    [5, "options type"],
    [() => 1, "options plain-data"],
  ]) {
    assert.equal(await thrown(() => client().confirm(confirm, options)), `INVALID_REQUEST ${told}`);
  }
  assert.equal(sent.length, 0);
  // An object that only looks like a signal aborts nothing and breaks nothing.
  const odd = Object.create(AbortSignal.prototype);
  assert.match(await thrown(() => client().confirm(confirm, { signal: odd })), /^NETWORK/);
  await client().confirm(confirm, { signal: undefined });
});

test("a text says what it must: marks where JSON has no word, and every digit", () => {
  for (const [value, text] of [
    [{ a: [1, "x", true, null, undefined] }, '{"a":[1,"x",true,null,null]}'],
    [9007199254740991, "9007199254740991"],
    [NaN, '"\\u0000d"'],
    [-Infinity, '"\\u0000d"'],
    [-0, "0"],
    [99.5, "99.5"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e21, "1e+21"],
    [2 ** 60, "1.152921504606847e+18"],
    [5n, '"\\u0000n5"'],
    ["\u0000n5", '"\\u0000t\\u0000n5"'],
    [Symbol("x"), '"\\u0000f"'],
    [{ a: { b: new Map() }, c: 1 }, '{"a":"\\u0000f","c":1}'],
    ["\ud83d", '"\ufffd"'],
  ]) {
    assert.equal(encode(value), text);
  }
  const { signal } = new AbortController();
  assert.deepEqual(encodeOptions({ signal, payment: 1 }), { text: '{"payment":1}', signal });
  assert.deepEqual(encodeOptions(Object.create({ signal })), { text: "{}", signal });
  assert.deepEqual(encodeOptions(undefined), { text: "null" });
});
