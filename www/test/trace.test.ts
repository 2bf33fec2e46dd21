import assert from "node:assert/strict";
import { test } from "node:test";
import { meanings } from "../shop/src/meanings";
import { pretty } from "../shop/src/pretty";
import { merged } from "../shop/src/trace";
import { type Reference, Recorder } from "../workers/shop/recorder";
import { masked, moodOf, type NumberedStep, numbered, type Step, stepOf, subjectOf, type TraceView } from "../workers/shop/trace";

const token = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkq";

test("the signed order in a URL is masked, what identifies the payment is not", () => {
  assert.equal(
    masked(`https://shop.example.com/pay/confirm?order=${token}&transactionId=2026112412345678910`),
    "https://shop.example.com/pay/confirm?order=•••&transactionId=2026112412345678910",
  );
  assert.equal(
    masked(`{"confirmUrl":"https:\\/\\/shop.example.com\\/pay\\/confirm?s=${token}","orderId":"MH1"}`),
    '{"confirmUrl":"https:\\/\\/shop.example.com\\/pay\\/confirm?s=•••","orderId":"MH1"}',
  );
  const reserved = `https://pay.example.com/web/payment/wait?transactionReserveId=${token}${token}`;
  assert.equal(masked(reserved), reserved);
});

test("the code for the app is masked and no digit of an id is lost", () => {
  const text = '{"info":{"transactionId": 2026112412345678910,"paymentAccessToken": "389508600423"}}';
  assert.equal(masked(text), '{"info":{"transactionId": 2026112412345678910,"paymentAccessToken": "•••23"}}');
});

test("a long body is cut", () => {
  assert.equal(masked("x".repeat(20_000)).length, 8000);
});

test("each exchange becomes an arrow and a mood", () => {
  const asked = stepOf(
    { type: "request", operation: "paymentCheck", method: "GET", url: "https://a/v2/payments?orderId=MH1", attempt: 2 },
    1,
  );
  assert.deepEqual([asked.from, asked.to, asked.label, asked.mood], ["merchant", "linepay", "GET /v2/payments (2)", "plain"]);
  const none = stepOf({ type: "reply", operation: "paymentCheck", status: 200, body: '{"returnCode":"1150"}', milliseconds: 9 }, 1);
  assert.deepEqual([none.from, none.meaning, none.mood], ["linepay", "noPaymentYet", "expected"]);
  const url = "https://a/v2/payments/2026112412345678910/confirm";
  assert.equal(
    stepOf({ type: "request", operation: "confirm", method: "POST", url }, 1).label,
    "POST /v2/payments/2026112412345678910/confirm",
  );
  const lost = stepOf({ type: "lost", operation: "confirm", reason: "timeout", milliseconds: 40_000 }, 1);
  assert.deepEqual([lost.kind, lost.mood], ["lost", "bad"]);
});

test("a refusal is bad, except those that belong to the flow", () => {
  assert.equal(moodOf("confirm", 200, "0000"), "good");
  assert.equal(moodOf("capture", 200, "1169"), "bad");
  assert.equal(moodOf("refund", 200, "1150"), "bad");
  for (const [operation, code, meaning] of [
    ["paymentCheck", "1150", "noPaymentYet"],
    ["authCheck", "1150", "nothingHeld"],
    ["confirm", "1169", "notApproved"],
  ] as const) {
    assert.equal(moodOf(operation, 200, code), "expected");
    const reply = { type: "reply", operation, status: 200, body: `{"returnCode":"${code}"}`, milliseconds: 1 } as const;
    assert.equal(stepOf(reply, 1).meaning, meaning);
    for (const words of Object.values(meanings)) assert.ok(words[meaning], `${meaning} in both languages`);
  }
  assert.equal(moodOf("confirm", 502, undefined), "bad");
});

test("a call says which order and payment it is about", () => {
  const body = '{"returnCode":"0000","info":{"transactionId":2026112412345678910}}';
  assert.deepEqual(subjectOf({ type: "reply", operation: "reserve", status: 200, body, milliseconds: 1 }), {
    transactionId: "2026112412345678910",
  });
  const url = "https://a.example.com/v2/payments/2026112412345678910/refund";
  assert.deepEqual(subjectOf({ type: "request", operation: "refund", method: "POST", url }), {
    transactionId: "2026112412345678910",
  });
  const check = "https://a.example.com/v2/payments?orderId=MH261124-ABC";
  assert.deepEqual(subjectOf({ type: "request", operation: "paymentCheck", method: "GET", url: check }), {
    orderId: "MH261124-ABC",
  });
});

const step = (sequence: number, kind: Step["kind"] = "request"): NumberedStep => ({
  sequence,
  at: 0,
  from: "browser",
  to: "merchant",
  kind,
  label: "",
  meaning: "",
  mood: "plain",
});

test("steps are numbered in their order and notes are not counted", () => {
  const rows = numbered([step(9), step(2), step(5, "note"), step(7)]);
  assert.deepEqual(
    rows.map((row) => [row.step.sequence, row.number]),
    [
      [2, 1],
      [5, undefined],
      [7, 2],
      [9, 3],
    ],
  );
});

test("an answer adds to what is shown once, and another purchase starts afresh", () => {
  const view = (purchase: string, ...steps: NumberedStep[]): TraceView => ({ purchase, open: true, last: 0, order: null, steps });
  const shown = merged(view("A", step(1), step(2)), view("A", step(2), step(3)));
  assert.deepEqual(
    shown.steps.map(({ sequence }) => sequence),
    [1, 2, 3],
  );
  assert.equal(merged(shown, view("B", step(9))).steps.length, 1);
});

test("a recorder holds steps until their purchase is known, keeps their order, and never throws", async () => {
  const sent: [Reference, string[]][] = [];
  const recorder = new Recorder({ visitor: "v" }, async (reference, steps) => {
    sent.push([reference, steps.map(({ label }) => label)]);
    if (sent.length === 1) throw new Error("store is down");
  });
  const named = (label: string) => ({ ...step(0), label });
  recorder.add(named("first"));
  assert.equal(sent.length, 0);
  recorder.add(named("second"), { orderId: "A" });
  recorder.add(named("third"), { orderId: "B", transactionId: "7" });
  await recorder.finish();
  assert.deepEqual(sent, [
    [{ visitor: "v", orderId: "A" }, ["first", "second"]],
    [{ visitor: "v", orderId: "A", transactionId: "7" }, ["third"]],
  ]);
});

test("JSON is indented without being parsed", () => {
  assert.equal(
    pretty('{"a":2026112412345678910,"b":[{"c":"x, {y}: \\"z\\""}],"d":[]}'),
    '{\n  "a": 2026112412345678910,\n  "b": [\n    {\n      "c": "x, {y}: \\"z\\""\n    }\n  ],\n  "d": []\n}',
  );
  assert.equal(pretty("item=ruby:1"), "item=ruby:1");
});
