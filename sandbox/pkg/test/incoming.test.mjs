// What `fetch` is given is read as `new Request` reads it, whichever way it goes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BODY_LIMIT, bytes } from "../dist/exchange.js";
import { incoming } from "../dist/incoming.js";

const URL_ = "https://localhost/v3/payments?orderId=%E8%8C%B6&x=a b#part";
const read = async ({ method, url, headers, body }) => [method, String(url), [...headers], Buffer.from(await body()).toString("latin1")];
const expected = async (input, init) => {
  const request = new Request(input, init);
  return [request.method, request.url, [...request.headers], Buffer.from(await request.arrayBuffer()).toString("latin1")];
};

test("as a Request", async () => {
  const signal = new AbortController().signal;
  for (const [input, init] of [
    [URL_],
    [new URL(URL_), { headers: [["X-A", " 1 "]] }],
    [new URL(URL_), { headers: { "X-A": "1", "x-a": "2" }, signal, redirect: "manual" }],
    [URL_, { method: "POST" }],
    [URL_, { method: "post", body: "a" }],
    [URL_, { method: "PATCH", body: "a" }],
    [URL_, { method: "POST", body: '{"茶":"\ud800"}' }],
    [URL_, { method: "POST", body: "", headers: new Headers({ "content-type": "application/json" }) }],
    [URL_, { method: "PUT", body: new TextEncoder().encode("茶"), headers: { "content-type": "application/json" } }],
    [URL_, { method: "POST", body: new URLSearchParams({ a: "茶" }) }],
    [URL_, { method: "DELETE", body: null, mode: "cors", credentials: "omit", unknown: 1 }],
    [new Request(URL_, { method: "POST", body: "x", headers: { "x-b": "2" } })],
  ]) {
    const again = input instanceof Request ? input.clone() : input;
    assert.deepEqual(await read(incoming(input, init)), await expected(again, init), JSON.stringify(init));
  }
});

test("what a Request refuses is refused with the same words", () => {
  for (const [input, init] of [
    ["/v3/payments"],
    ["https://user:secret@localhost/"],
    [URL_, { body: "a" }],
    [URL_, { method: "TRACE" }],
    [URL_, { method: "P\n" }],
    [URL_, { headers: { "bad name": "1" } }],
    [URL_, { headers: { a: "1\n2" } }],
    [URL_, { signal: 1 }],
    [URL_, { redirect: "away" }],
  ]) {
    let refused;
    try {
      new Request(input, init);
    } catch (thrown) {
      refused = thrown;
    }
    assert.throws(() => incoming(input, init), { name: refused.name }, JSON.stringify(init));
  }
});

test("a body is cut one byte above the limit, however it comes", async () => {
  const whole = Buffer.from("0123456789")
    .toString()
    .repeat(BODY_LIMIT / 8);
  const stream = (size) =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < whole.length; at += size) controller.enqueue(new TextEncoder().encode(whole.slice(at, at + size)));
        controller.close();
      },
    });
  for (const body of [whole, stream(1000), stream(BODY_LIMIT), stream(BODY_LIMIT + 1)]) {
    const request = new Request(URL_, { method: "POST", body, duplex: "half" });
    const held = await bytes(request);
    assert.equal(held.length, BODY_LIMIT + 1);
    assert.equal(Buffer.from(held).toString(), whole.slice(0, BODY_LIMIT + 1));
  }
});
