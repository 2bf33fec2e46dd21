import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, moneyText } from "../language";
import { BasketError } from "../workers/shop/basket";
import { newOrderId, quote, refusal } from "../workers/shop/quote";

const reserve = "https://shop.example.com/pay/reserve";
const form = (fields: [string, string][]) => new Request(reserve, { method: "POST", body: new URLSearchParams(fields) });
const json = (value: unknown) =>
  new Request(reserve, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });

test("a form becomes an order; what it says about money is not read", async () => {
  const { order, sent } = await quote(
    form([
      ["item", "dongding:1"],
      ["item", "cups:2"],
      ["lang", "zh-Hant"],
      ["amount", "1"],
      ["price", "1"],
    ]),
    "v2",
  );
  assert.ok("productName" in order);
  assert.equal(order.amount, 360 + 2 * 560);
  assert.equal(order.currency, "TWD");
  assert.equal(order.productName, "凍頂烏龍茶等兩項");
  assert.equal(order.langCd, "zh-Hant");
  assert.equal(sent, "item=dongding:1\nitem=cups:2\nlang=zh-Hant");
});

test("a script may send the same as JSON", async () => {
  const { order } = await quote(json({ items: [{ id: "ruby", quantity: 2 }], lang: "en" }), "v2");
  assert.ok("productName" in order);
  assert.equal(order.amount, 840);
  assert.equal(order.langCd, "en");
  assert.equal(order.productName, "Sun Moon Lake Ruby");
});

test("v3 and v4 reserve packages whose prices add up; the way to pay is an option", async () => {
  for (const version of ["v3", "v4"] as const) {
    const basket = {
      items: [
        { id: "dongding", quantity: 1 },
        { id: "cups", quantity: 2 },
      ],
      lang: "en",
      way: "shipped",
    };
    const { order, way } = await quote(json(basket), version);
    assert.ok("packages" in order);
    const [pack] = order.packages;
    const sum = pack?.products.reduce((total, product) => total + product.price * product.quantity, 0);
    assert.deepEqual([order.amount, pack?.amount, sum], [1480, 1480, 1480]);
    assert.deepEqual(order.options, { display: { locale: "en" }, payment: { capture: false } });
    assert.equal(way, "shipped");
  }
  const monthly = await quote(
    form([
      ["item", "ruby:1"],
      ["way", "monthly"],
    ]),
    "v2",
  );
  assert.equal((monthly.order as { payType?: string }).payType, "PREAPPROVED");
  const unknown = await quote(
    form([
      ["item", "ruby:1"],
      ["way", "free"],
    ]),
    "v2",
  );
  assert.equal(unknown.way, "now");
});

test("bad JSON and bad items are basket problems, not crashes", async () => {
  const broken = new Request(reserve, { method: "POST", headers: { "content-type": "application/json" }, body: "{" });
  await assert.rejects(quote(broken, "v2"), BasketError);
  for (const items of [undefined, null, "x", [null], [{ id: 1, quantity: 1 }], [{ id: "ruby", quantity: "2" }]]) {
    await assert.rejects(quote(json({ items }), "v2"), BasketError);
  }
  await assert.rejects(quote(json(null), "v2"), BasketError);
});

test("a refused basket goes back to the shop, or to the script as JSON", async () => {
  const error = new BasketError("empty");
  const page = refusal(error, form([]));
  assert.equal(page.status, 303);
  assert.equal(page.headers.get("location"), "/?basket=empty");
  const script = refusal(error, json({}));
  assert.equal(script.status, 400);
  assert.deepEqual(await script.json(), { error: "empty", subject: "" });
});

test("order ids are short, dated and different", async () => {
  assert.equal(newOrderId(new Date("2026-11-24T07:00:00Z"), new Uint8Array(10)), "MH261124-2222222222");
  assert.equal(newOrderId(new Date("2026-11-24T16:00:00Z"), new Uint8Array(10)), "MH261125-2222222222", "past midnight in Taiwan");
  const ids = await Promise.all(Array.from({ length: 50 }, () => quote(form([["item", "ruby:1"]]), "v2")));
  assert.equal(new Set(ids.map(({ orderId }) => orderId)).size, 50);
  for (const { orderId } of ids) assert.match(orderId, /^MH\d{6}-[2-9A-HJ-NP-Z]{10}$/);
});

test("the language is the remembered one, else the browser's", () => {
  assert.equal(chooseLanguage("en", ["zh-TW"]), "en");
  assert.equal(chooseLanguage(null, ["zh-TW", "en"]), "zh-Hant");
  assert.equal(chooseLanguage(null, ["fr-FR", "en-GB", "zh"]), "en");
  assert.equal(chooseLanguage("klingon", ["ja"]), "en");
});

test("sums are written as people read them", () => {
  assert.equal(moneyText(1680, "TWD", "zh-Hant"), "NT$1,680");
  assert.equal(moneyText(360, "TWD", "en"), "NT$360");
});
