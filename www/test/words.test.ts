import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { methodName } from "../language";
import { safePicture } from "../../sandbox/pkg/buyer/src/payment";
import { speak } from "../../sandbox/pkg/buyer/src/words";
import { itemsText } from "../shop/src/items";
import { meanings } from "../shop/src/meanings";
import { validateWords } from "../shop/src/validate/words";
import { words } from "../shop/src/words";
import { products } from "../workers/shop/catalogue";

/** Every text of a table, those with blanks filled in. */
function texts(table: object): string[] {
  return Object.values(table).flatMap((text) => {
    if (typeof text === "function") return [String(text("甲", "乙", "丙"))];
    return typeof text === "string" ? [text] : texts(text as object);
  });
}

const chinese = [words["zh-Hant"], meanings["zh-Hant"], validateWords["zh-Hant"], speak("zh-Hant")].flatMap(texts);

test("the Chinese is that of a shop in Taiwan", () => {
  assert.ok(chinese.length > 200, String(chinese.length));
  const foreign = ["核准", "釋放", "密鑰", "稍候", "購物籃", "店務", "回覆", "請按按鈕"];
  for (const text of [...chinese, readFileSync("shop/404.html", "utf8")]) {
    for (const word of foreign) assert.ok(!text.includes(word), `${word} in: ${text}`);
  }
});

test("payment methods are named in the page's language, and a new one as LINE Pay names it", () => {
  assert.equal(methodName("CREDIT_CARD", "zh-Hant"), "信用卡");
  assert.equal(methodName("CREDIT_CARD", "en"), "Credit card");
  for (const method of ["CRYPTO", "constructor"]) assert.equal(methodName(method, "zh-Hant"), method);
});

test("what was bought stands in one line; a product that is sold no more keeps its id", () => {
  const lines = [
    { id: "dongding", quantity: 2 },
    { id: "gold", quantity: 1 },
  ];
  assert.equal(itemsText(lines, products, "zh-Hant"), "凍頂烏龍茶\u00a0×\u00a02、gold\u00a0×\u00a01");
  assert.equal(itemsText(lines, products, "en"), "Dong Ding Oolong\u00a0×\u00a02, gold\u00a0×\u00a01");
});

test("a picture comes from the web, never from an app or a script", () => {
  Object.assign(globalThis, { location: new URL("https://pay.example.com/web/payment/wait") });
  assert.equal(safePicture("https://shop.example.com/tea.png"), "https://shop.example.com/tea.png");
  for (const url of [null, "", "myapp://tea", "javascript:alert(1)"]) assert.equal(safePicture(url), undefined, String(url));
});
