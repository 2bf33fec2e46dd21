// Requests on the wire as programs without any of our code send them, to the sandbox's worker itself.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { CREDENTIALS } from "../sandbox-control.js";
import { merchants } from "./merchants.js";

const both = merchants();
const V2 = { "x-line-channelid": CREDENTIALS.channelId, "x-line-channelsecret": CREDENTIALS.channelSecret };

/** The bytes that are given, with these headers and no others: `fetch` would not send a Host of one's own. */
function send(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(both.control.baseUrl);
    const call = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      let text = "";
      answer
        .setEncoding("utf8")
        .on("data", (part) => (text += part))
        .on("end", () => resolve({ status: answer.statusCode, text }));
    });
    call.on("error", reject).end(body);
  });
}

const json = async (...call) => JSON.parse((await send(...call)).text);

/** A WooCommerce plugin's habits: numbers for texts, a list in brackets, a POST of nothing at all. */
test("a plugin in use: pays, asks and gives back", async () => {
  const order = { productName: 17, amount: "360", currency: "TWD", orderId: 593072, confirmUrl: "https://shop.example.com/" };
  const post = { ...V2, "content-type": "application/json" };
  const { info } = await json("POST", "/v2/payments/request", post, JSON.stringify(order));
  const list = await both.control.transactions();
  const { transactionId } = list.find(({ orderId }) => orderId === "593072");
  assert.ok(info.paymentUrl.web.startsWith(both.control.baseUrl));
  await both.control.approve(BigInt(transactionId));
  const confirmed = await json("POST", `/v2/payments/${transactionId}/confirm`, post, '{"amount":"360","currency":"TWD"}');
  assert.equal(confirmed.info.orderId, "593072");
  const found = await json("GET", `/v2/payments?transactionId[]=${transactionId}&orderId=`, V2);
  assert.equal(found.info[0].orderId, "593072");
  assert.equal((await json("POST", `/v2/payments/${transactionId}/refund`, post, "null")).returnCode, "2101", "no refund by surprise");
  assert.equal((await json("POST", `/v2/payments/${transactionId}/refund`, { ...V2, "content-length": "0" })).returnCode, "0000");
  const { state } = (await both.control.transactions()).find((row) => row.transactionId === transactionId);
  assert.equal(state, "REFUNDED");
  const calls = (await both.control.calls()).slice(-5);
  assert.deepEqual(
    calls.map(({ operation, notes }) => [operation, notes.length]),
    [
      ["reserve", 2],
      ["confirm", 0],
      ["paymentCheck", 2],
      ["refund", 0],
      ["refund", 1],
    ],
  );
});

test("whoever opens the sandbox's address in a browser reads what it is, and where its calls are", async () => {
  const { status, text } = await send("GET", "/", {});
  assert.equal(status, 200);
  for (const part of ["simulator of LINE Pay", "/v2/payments/request", "/_sandbox/log", "x-sandbox-control: 1"])
    assert.ok(text.includes(part), text);
  assert.equal((await send("GET", "/", { Host: "api-pay.line.me" })).status, 404, "under LINE Pay's name it has no such path");
});

test("under LINE Pay's own name the API answers, and the control route says what to do", async () => {
  for (const Host of ["api-pay.line.me", "sandbox-api-pay.line.me"]) {
    const found = await json("GET", "/v2/payments?orderId=NONE", { ...V2, Host });
    assert.equal(found.returnCode, "1150");
    for (const path of ["/_sandbox/log", "/_sandbox"]) {
      const { status, text } = await send("GET", path, { Host, "x-sandbox-control": "1" });
      assert.equal(status, 403);
      const { error } = JSON.parse(text);
      assert.ok(error.includes(`LINE Pay's own name ${Host}`), error);
      assert.match(error, /127\.0\.0\.1 and localhost only.*printed at its start.*Host: 127\.0\.0\.1/);
    }
  }
  const { status, text } = await send("GET", "/_sandbox", { "x-sandbox-control": "1" });
  assert.deepEqual([status, /no such control call; there are transactions/.test(text)], [404, true]);
});
