import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceOf, explained, factsOf, read } from "../shop/src/problem-facts";
import { words } from "../shop/src/words";
import type { Language } from "../language";

const speak = (language: Language) => ({ language, words: words[language] });
const sum = { orderId: "MH1", amount: 360, currency: "TWD" };

test("a problem says what was expected and what came instead, in the page's language", () => {
  const report = read(JSON.stringify({ kind: "amount-differs", asked: sum, got: { ...sum, transactionId: "7", amount: 420 } }));
  assert.deepEqual(factsOf(report, speak("zh-Hant")), [
    ["訂單", "MH1"],
    ["交易編號", "7"],
    ["金額", "預期 NT$360，LINE Pay 回應 NT$420"],
  ]);
  assert.deepEqual(factsOf(report, speak("en")).at(-1), ["Amount", "NT$360 expected, NT$420 told by LINE Pay"]);
  const refused = read('{"kind":"reserve-failed","operation":"reserve","returnCode":"1142"}');
  assert.deepEqual(factsOf(refused, speak("zh-Hant")), [["回傳碼", "1142 餘額不足"]]);
});

test("every payment that is too many is named with what is left of it and how to give it back", () => {
  const extras = [
    { transactionId: "7", left: 350, currency: "TWD", advice: "refund" },
    { transactionId: "8", currency: "TWD", advice: "void" },
  ];
  const report = read(JSON.stringify({ kind: "paid-twice", asked: sum, got: {}, extras }));
  assert.deepEqual(adviceOf(report, speak("en")), ["Refund NT$350 of transaction 7", "Void what is left of transaction 8"]);
  assert.deepEqual(adviceOf(report, speak("zh-Hant")), ["請將交易 7 的 NT$350 退款", "請將交易 8 的餘額取消授權"]);
});

test("what is no report is shown as it is", () => {
  for (const text of ["", "no JSON", "null", "[]", "5"]) assert.deepEqual(factsOf(read(text), speak("en")), [], text);
  assert.equal(read("no JSON").message, "no JSON");
});

test("a reason is in the page's language where it is known, and else as it came", () => {
  const chinese = speak("zh-Hant");
  assert.equal(explained("refund: 1164 the refund exceeds the refundable amount", "refund", chinese), "退款金額超過可退金額（1164）");
  assert.equal(explained("reload the page first", "preApproval", chinese), "請先重新整理頁面。");
  assert.equal(explained("something else 9999", "refund", chinese), "something else 9999");
  assert.equal(explained("reload the page first", "preApproval", speak("en")), "reload the page first");
});
