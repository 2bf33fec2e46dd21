// A wish to pay that a checkout over a ledger cannot grant, for what the buyer did or the shop decided: whose doing it is, and what to do.
import assert from "node:assert/strict";
import { test } from "node:test";

import { built, keptShop, memoryLedger, ORIGIN, quoteOf } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const LANGUAGES = { en: /^[\x20-\x7e]+$/, "zh-TW": /[一-鿿]/ };

/** The same wish by a form and by a script, in both languages: status, title and sentences, code. */
async function answers(shop, wish) {
  const checkout = shop.make({ quote: () => quoteOf("v3", wish.orderId ?? "ORD-1", wish.amount ?? 360) });
  const all = [];
  for (const language of Object.keys(LANGUAGES)) {
    const ask = (type, body) =>
      checkout.fetch(
        new Request(`${ORIGIN}/pay/reserve`, { method: "POST", headers: { "content-type": type, "accept-language": language }, body }),
        {},
      );
    const form = await ask("application/x-www-form-urlencoded", "a=b");
    const html = await form.text();
    const said = [...html.matchAll(/<(?:h1|p)[^>]*>(.*?)<\/(?:h1|p)>/g)].map(([, text]) => text);
    const json = await ask("application/json", "{}");
    all.push({ language, form: form.status, said, json: json.status, body: await json.json() });
  }
  return all;
}

function assertSaid(all, status, code, titles, next) {
  all.forEach(({ language, form, said, json, body }, index) => {
    assert.deepEqual([form, json, body.error.code], [status, status, code]);
    assert.equal(said[0], titles[index]);
    assert.match(said.at(-1), next[index]);
    for (const text of said) assert.match(text, LANGUAGES[language]);
    for (const text of said) assert.ok(body.error.message.includes(text), `${body.error.message} says what the page says: ${text}`);
  });
}

test("a basket that was changed eight times: the buyer reads why not and when again", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  for (let amount = 101; amount <= 108; amount++) assert.equal((await shop.pay({ amount })).status, 200);
  const all = await answers(shop, { amount: 109 });
  assertSaid(all, 409, "ILLEGAL_STEP", ["Too many payments begun", "此訂單已開始過多次付款"], [/two hours.*new order/, /兩小時.*重新下單/]);
  assert.equal((await shop.pay({ amount: 108 })).status, 200, "the last one is still open");
});

test("an order that is charged by regKey: the buyer reads that there is nothing to pay here", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  const orders = shop.checkout.orders({});
  await shop.sandbox.arm({ operation: "preApproval", when: "before", kind: "code", code: "1197" });
  const charge = { orderId: "SUB-1", regKey: "RK0A1B2C3D4E5F6", productName: "Tea", amount: 150, currency: "TWD" };
  await assert.rejects(orders.charge(charge));
  const all = await answers(shop, { orderId: "SUB-1", amount: 150 });
  assertSaid(all, 409, "ILLEGAL_STEP", ["Charged automatically", "此訂單由商店自動扣款"], [/ask the shop/, /洽詢商店/]);
});

test("an order that the shop has abandoned: the buyer reads that it is closed, and is not sent round in a circle", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger() });
  await shop.pay();
  await shop.checkout.orders({}).abandon("ORD-1");
  const all = await answers(shop, {});
  assertSaid(all, 409, "ORDER_CLOSED", ["This order is closed", "此訂單已關閉"], [/new order/, /重新下單/]);
  assert.deepEqual(shop.seen.problems, []);
});

test("a body that breaks off is the sender's doing", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger(), authorize: () => true });
  for (const [path, type] of [
    ["reserve", "application/json"],
    ["reserve", "application/x-www-form-urlencoded"],
    ["orders", "application/json"],
  ]) {
    for (const length of [{}, { "content-length": "7" }]) {
      const body = new ReadableStream({ pull: (controller) => controller.error(new Error("the connection is gone")) });
      const init = { method: "POST", headers: { "content-type": type, ...length }, body, duplex: "half" };
      assert.equal((await shop.checkout.fetch(new Request(`${ORIGIN}/pay/${path}`, init), {})).status, 400, `${path} ${type}`);
    }
  }
  assert.deepEqual(shop.seen.problems, []);
});

test("a body that somebody of the shop's has read before is the shop's doing", options, async () => {
  const shop = await keptShop({ ledger: memoryLedger(), authorize: () => true });
  const [json, body] = [{ "content-type": "application/json" }, "{}"];
  for (const path of ["reserve", "orders"]) {
    const request = new Request(`${ORIGIN}/pay/${path}`, { method: "POST", headers: json, body });
    await request.text();
    assert.equal((await shop.checkout.fetch(request, {})).status, 500);
    assert.match(shop.seen.problems.at(-1).message, /has been read/);
  }
  assert.equal(shop.seen.problems.length, 2);
});
