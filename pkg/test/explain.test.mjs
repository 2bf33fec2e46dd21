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
