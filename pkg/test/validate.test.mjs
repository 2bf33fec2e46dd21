import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changes } from "../dist/operations.js";
import { routes } from "../dist/routes.js";
import { explain, legalSteps, LinePayError, paymentState, recognise, validateReply } from "linepay-edge/validate";

const ID = "2026050712345678910";
const PAID = `{"returnCode":"0000","info":{"transactionId":${ID},"orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}`;

test("a reply is believed, or comes back with what is wrong with it", () => {
  const paid = validateReply("confirm", "v3", PAID, { expected: { orderId: "ORD-1", amount: 360 } });
  assert.deepEqual(paid, { ok: true, reply: { transactionId: ID, orderId: "ORD-1", payInfo: [{ method: "CREDIT_CARD", amount: 360 }] } });
  const other = validateReply("confirm", "v3", PAID, { expected: { orderId: "ORD-2" } });
  assert.deepEqual(other.error.mismatch, { field: "orderId", asked: "ORD-2", got: "ORD-1" });
  assert.deepEqual([other.ok, other.error.code, other.error.outcome], [false, "MISMATCH", "executed"]);
  const refused = validateReply("confirm", "v2", '{"returnCode":"1142","returnMessage":"-"}');
  assert.deepEqual([refused.error.returnCode, refused.error.outcome], ["1142", "not-executed"]);
  assert.equal(explain(refused.error.returnCode, "confirm", "zh-TW").meaning, "餘額不足");
});

test("misuse is thrown, and the next call works", () => {
  for (const arguments_ of [
    [],
    ["confirm", "v9", "{}"],
    ["statusCheck", "v2", "{}"],
    ["confirm", "v3", null],
    ["confirm", "v3", "{}", { expected: 5 }],
  ]) {
    assert.throws(
      () => validateReply(...arguments_),
      (error) => error instanceof LinePayError && error.code !== "TRAPPED",
      String(arguments_),
    );
  }
  assert.equal(validateReply("confirm", "v3", PAID).ok, true);
});

test("the state and its legal steps, without a client", () => {
  const payment = paymentState("v3", [{ operation: "confirm", text: PAID }]);
  assert.equal(payment.state, "captured");
  assert.deepEqual(legalSteps(payment), ["refund"]);
  assert.throws(() => legalSteps(payment, NaN), { code: "INVALID_REQUEST" });
});

test("a request beside its reply is read as the client reads it, in each version", async () => {
  const client = await import("linepay-edge");
  const reserve = { operation: "reserve", text: `{"returnCode":"0000","info":{"transactionId":${ID},"paymentUrl":{"web":"https://x/"}}}` };
  const order = { orderId: "ORD-1", amount: 360, currency: "TWD" };
  for (const [version, request, captures] of [
    ["v2", { ...order, capture: false }, false],
    ["v3", { ...order, options: { payment: { capture: false } } }, false],
    ["v4", order, true],
  ]) {
    const payment = paymentState(version, [{ ...reserve, request }]);
    assert.deepEqual([payment.orderId, payment.amount, payment.currency, payment.captures], ["ORD-1", 360, "TWD", captures], version);
    assert.deepEqual(payment, client.paymentState(version, [{ ...reserve, request }]), version);
    for (const { operation, text } of [reserve, { operation: "refund", text: '{"returnCode":"0000"}' }]) {
      const source = { operation, text, request: { refundAmont: 60 } };
      assert.throws(() => paymentState(version, [source]), { code: "INVALID_REQUEST" }, "a mistyped field is not passed over");
    }
  }
});

test("a version that is no text is told as what it is, and the module goes on", async () => {
  const client = await import("linepay-edge");
  for (const ask of [paymentState, client.paymentState]) {
    for (const version of [0, undefined, null, true, {}, ["v3"], Symbol("v3"), () => "v3"]) {
      assert.throws(
        () => ask(version, [{ operation: "confirm", text: PAID }]),
        (error) => {
          return error.code === "INVALID_REQUEST" && error.issues[0].path === "version";
        },
      );
    }
    assert.equal(ask("v3", [{ operation: "confirm", text: PAID }]).state, "captured");
  }
});

test("the module that comes with it is not the client's", () => {
  const [ours, clients] = ["wasm-validate/linepay_validate_bg.wasm", "wasm/linepay_edge_bg.wasm"].map((file) =>
    readFileSync(new URL(`../${file}`, import.meta.url)),
  );
  const exported = (bytes) => WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
  assert.ok(exported(clients).includes("ask"));
  const functions = exported(ours)
    .filter((name) => !name.startsWith("__"))
    .sort();
  assert.deepEqual(functions, ["legalSteps", "memory", "paymentState", "validateReply"]);
  assert.ok(ours.length < clients.length / 1.5, `${ours.length} of ${clients.length} bytes`);
});

test("every operation is recognised by its method and URL, at LINE Pay and behind a relay", () => {
  for (const [version, places] of Object.entries(routes)) {
    for (const [operation, route] of Object.entries(places)) {
      const [method, path] = route.split(" ");
      if (path.includes("{")) {
        const ids = ["a%2Fb%20%E5%96%AE", "%zz"].map((id) => recognise(method, `/${version}${path.replace(/\{\w+\}/, id)}`).id);
        assert.deepEqual(ids, ["a/b 單", "%zz"], "an id is decoded where it can be");
      }
      for (const host of ["https://api-pay.line.me/", "http://127.0.0.1:8787/relay/line/"]) {
        const found = recognise(method.toLowerCase(), `${host}${version}${path.replace(/\{\w+\}/, ID)}?orderId=a/b`);
        const meant = operation === "authCheck" && version !== "v2" ? "paymentCheck" : operation;
        assert.deepEqual(found, { version, operation: meant, ...(path.includes("{") ? { id: ID } : {}) }, `${version} ${operation}`);
      }
    }
  }
  assert.deepEqual([...new Set(Object.values(routes).flatMap(Object.keys))].sort(), Object.keys(changes).sort());
  for (const [method, url] of [
    ["GET", `https://api-pay.line.me/v3/payments/${ID}/confirm`],
    ["POST", "https://api-pay.line.me/v3/payments//confirm"],
    ["POST", `https://api-pay.line.me/v5/payments/${ID}/confirm`],
    ["POST", `https://api-pay.line.me/v3/payments/${ID}/confirm/more`],
    ["GET", "https://shop.example.com/payments"],
    ["GET", ""],
  ]) {
    assert.equal(recognise(method, url), undefined, `${method} ${url}`);
  }
});
