import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../dist/explain.js";

test("one code means different things for different operations", () => {
  assert.deepEqual(explain("1172", "confirm"), {
    code: "1172",
    meaning: "an order with the same orderId exists",
    actor: "ask",
    outcome: "unknown",
    retry: "ask-first",
  });
  assert.equal(explain("1172", "reserve").outcome, "not-executed");
  assert.equal(explain("9000", "paymentCheck").outcome, "not-executed");
  assert.equal(explain("9000", "regKeyExpire").outcome, "unknown");
});

test("in Chinese too, and silent on what no table knows", () => {
  assert.equal(explain("1142", "confirm", "zh-TW").meaning, "餘額不足");
  assert.equal(explain("7777", "confirm"), undefined);
});

test("an operation or a language that there is not is said, with those that there are", () => {
  for (const [given, path, listed] of [
    [[1142, "confirm"], "code", "text of four digits"],
    [[undefined, "confirm"], "code", "1142"],
    [["1142"], "operation", "paymentCheck"],
    [["1142", "pay"], "operation", "confirm"],
    [["1142", "toString"], "operation", "refund"],
    [["7777", undefined, "en"], "operation", "void"],
    [["1142", "confirm", "fr"], "locale", "en, zh-TW"],
    [["1142", "confirm", "zh"], "locale", "en, zh-TW"],
    [["1142", "confirm", null], "locale", "en, zh-TW"],
  ]) {
    assert.throws(
      () => explain(...given),
      ({ name, code, issues: [issue] }) =>
        name === "LinePayError" &&
        code === "INVALID_REQUEST" &&
        issue.path === path &&
        issue.message.includes(listed) &&
        issue.messageZhTw.includes("必須"),
      JSON.stringify(given),
    );
  }
});
