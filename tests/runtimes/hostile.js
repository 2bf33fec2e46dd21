import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { CREDENTIALS } from "../sandbox-control.js";

const ID = "2026050712345678910";
const CONFIRM = { transactionId: ID, amount: 360, currency: "TWD" };
const INFO = `{"transactionId":${ID},"orderId":"ORD-1","payInfo":[{"method":"BALANCE","amount":360}]}`;
const PAID = `{"returnCode":"0000","returnMessage":"Success.","info":${INFO}}`;
const JSON_TYPE = { "content-type": "application/json;charset=UTF-8" };
const MEBIBYTE = 1024 * 1024;

/** Answers with what `server.next` says, whatever is asked. */
async function startRogue() {
  const rogue = { next: undefined, calls: 0, sent: 0 };
  const server = createServer((request, response) => {
    rogue.calls += 1;
    request.resume();
    request.on("end", () => rogue.next(response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  rogue.url = `http://127.0.0.1:${server.address().port}`;
  rogue.stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return rogue;
}

const whole =
  (body, { status = 200, headers = JSON_TYPE } = {}) =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** Never ends by itself; counts what it could send before the client had enough. */
const endless = (rogue) => (response) => {
  const chunk = Buffer.alloc(64 * 1024, "x");
  rogue.sent = 0;
  response.writeHead(200, JSON_TYPE).write('{"returnCode":"0000","returnMessage":"');
  const more = () => {
    while (!response.destroyed) {
      rogue.sent += chunk.length;
      if (!response.write(chunk)) return void response.once("drain", more);
    }
  };
  more();
};

const believed = { reply: { transactionId: ID } };
const lost = (...codes) => ({ codes, outcome: "unknown" });
const made = (...codes) => ({ codes, outcome: "executed" });
const deep = (open, close) => `{"returnCode":"0000","info":${open.repeat(300_000)}${close.repeat(300_000)}}`;

/** What comes through a real fetch, and what a confirm has to make of it. */
const REPLIES = {
  "a byte order mark": [whole(`\ufeff${PAID}`), believed],
  "no content type": [whole(PAID, { headers: {} }), believed],
  "the content type of a page": [whole(PAID, { headers: { "content-type": "text/html" } }), believed],
  "another charset in the content type": [whole(PAID, { headers: { "content-type": "application/json; charset=big5" } }), believed],
  "escaped slashes and characters": [whole(PAID.replace('"ORD-1"', '"\\u004fRD-1","x":"https:\\/\\/a"')), believed],
  "just below the limit": [whole(PAID + " ".repeat(4 * MEBIBYTE - PAID.length)), believed],
  "ten megabytes": [whole(PAID.replace("Success.", "x".repeat(10 * MEBIBYTE))), lost("REPLY_TOO_LARGE")],
  "ten megabytes of spaces": [whole(PAID + " ".repeat(10 * MEBIBYTE)), lost("REPLY_TOO_LARGE")],
  "a page that says it is JSON": [whole("<!doctype html><h1>Maintenance</h1>"), lost("MALFORMED_REPLY")],
  "a gateway's page": [whole("<h1>502</h1>", { status: 502, headers: { "content-type": "text/html" } }), lost("GATEWAY")],
  "success with a status of failure": [whole(PAID, { status: 500 }), lost("GATEWAY")],
  "a redirect": [whole("", { status: 307, headers: { location: "https://elsewhere.example/" } }), lost("GATEWAY")],
  nothing: [whole(""), lost("MALFORMED_REPLY")],
  "no content": [whole(undefined, { status: 204, headers: {} }), lost("MALFORMED_REPLY")],
  "UTF-16": [whole(Buffer.from(`\ufeff${PAID}`, "utf16le")), lost("MALFORMED_REPLY")],
  "plain text that claims to be compressed": [
    whole(PAID, { headers: { ...JSON_TYPE, "content-encoding": "gzip" } }),
    lost("NETWORK", "MALFORMED_REPLY"),
  ],
  "a duplicate code": [whole(PAID.replace('"info"', '"returnCode":"1150","info"')), lost("MALFORMED_REPLY")],
  "a lone surrogate in the code": [whole('{"returnCode":"\\ud800"}'), lost("MALFORMED_REPLY")],
  "300 000 levels that never close": [whole(deep("[", "").slice(0, -1)), lost("MALFORMED_REPLY")],
  "300 000 levels": [whole(deep("[", "]")), made("MALFORMED_REPLY")],
  "300 000 objects": [whole(`${deep('{"a":', "").slice(0, -1)}1${"}".repeat(300_001)}`), made("MALFORMED_REPLY")],
  "a duplicate id": [whole(PAID.replace('"orderId"', '"transactionId":1,"orderId"')), made("MALFORMED_REPLY")],
  "a lone surrogate in the order": [whole(PAID.replace("ORD-1", "\\ud83d")), made("MALFORMED_REPLY")],
  "an id that was rounded": [whole(PAID.replace(ID, String(Number(ID)))), made("MISMATCH")],
  "an id as a float": [whole(PAID.replace(ID, "2.02605071234567891e18")), made("MALFORMED_REPLY")],
  "an id above 2^63-1": [whole(PAID.replace(ID, "9223372036854775808")), made("MALFORMED_REPLY")],
  "a sum that is none": [whole(PAID.replace("360", "NaN")), lost("MALFORMED_REPLY")],
  "a sum without end": [whole(PAID.replace("360", "1e999")), made("MALFORMED_REPLY")],
};

/**
 * A server that is not LINE Pay, or not well, at the other end of the runtime's own fetch.
 *
 * @param {string} runtime
 * @param {Function} start As for the suite.
 */
export function hostile(runtime, start) {
  let rogue;
  let merchant;
  const call = async (operation, ...given) => {
    const body = JSON.stringify({ operation, arguments: given, version: "v3" });
    return (await merchant.fetch("/call", { method: "POST", body })).json();
  };
  before(async () => {
    rogue = await startRogue();
    merchant = await start({
      LINE_PAY_CHANNEL_ID: CREDENTIALS.channelId,
      LINE_PAY_CHANNEL_SECRET: CREDENTIALS.channelSecret,
      LINE_PAY_BASE_URL: rogue.url,
    });
  });
  after(async () => {
    await merchant?.stop?.();
    await rogue?.stop();
  });

  for (const [name, [answer, expected]] of Object.entries(REPLIES)) {
    test(`${runtime}, a reply: ${name}`, async () => {
      rogue.next = answer;
      rogue.calls = 0;
      const { reply, error } = await call("confirm", CONFIRM, { expected: { orderId: "ORD-1" } });
      if (expected.reply) {
        assert.equal(reply?.transactionId, ID, JSON.stringify(error));
      } else {
        assert.equal(error?.name, "LinePayError", JSON.stringify(reply));
        assert.ok(expected.codes.includes(error.code), `${error.code}: ${error.message}`);
        assert.equal(error.outcome, expected.outcome);
      }
      assert.equal(rogue.calls, 1, "a confirm is sent once");
      // The module has survived it.
      rogue.next = whole(PAID);
      assert.equal((await call("confirm", CONFIRM)).reply?.transactionId, ID);
    });
  }

  test(`${runtime}, a reply without an end is given up at the limit`, async () => {
    rogue.next = endless(rogue);
    const { error } = await call("confirm", CONFIRM);
    assert.deepEqual([error.code, error.outcome], ["REPLY_TOO_LARGE", "unknown"]);
    const sent = rogue.sent;
    assert.ok(sent < 64 * MEBIBYTE, `${sent} bytes were taken`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(rogue.sent - sent < 16 * MEBIBYTE, "the connection is let go");
  });

  test(`${runtime}, a request of ten megabytes, or with half a character, is refused and never sent`, async () => {
    rogue.calls = 0;
    const order = { amount: 360, currency: "TWD", orderId: "x".repeat(10 * MEBIBYTE) };
    for (const request of [
      { ...order, packages: [{ id: "1", amount: 360, products: [{ name: "茶".repeat(MEBIBYTE), quantity: 1, price: 360 }] }] },
      { orderId: ["x".repeat(10 * MEBIBYTE)] },
      { orderId: ["\ud83d"] },
    ]) {
      const { error } = await call(request.amount ? "reserve" : "paymentCheck", request);
      assert.deepEqual([error?.code, error?.outcome], ["INVALID_REQUEST", "not-executed"]);
      assert.ok(error.message.length < 2000, "a message does not repeat what was too long");
    }
    assert.equal(rogue.calls, 0);
  });
}
