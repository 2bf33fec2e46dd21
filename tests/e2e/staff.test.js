import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, picture, PHONE, assertFits } from "./browser.js";
import { approve, openShop, reserve, signIn, waitForPage } from "./shop.js";

let browser;
let shop;
before(async () => {
  browser = await launch();
  shop = await openShop();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

test("a double click on refund gives one full refund", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop);
  const confirmUrl = await approve(shop, payment);
  await page.goto(confirmUrl);
  await waitForPage(page, "paid");

  await signIn(page, shop);
  await picture(page, "staff-orders");
  await page.locator(".order", { hasText: payment.orderId }).getByRole("button").click();
  await page.locator("dialog[open]").waitFor();
  await picture(page, "staff-refund");
  await page.locator("dialog[open] footer button:not(.secondary)").dblclick();
  await page.locator(".badge.refunded").waitFor();
  await picture(page, "staff-refunded");

  const [known] = (await shop.sandbox.transactions()).filter((other) => other.transactionId === payment.transactionId);
  assert.equal(known.refunds.length, 1);
  assert.equal(known.refunds[0].refundAmount, payment.amount);
  await page.goto(confirmUrl);
  await waitForPage(page, "refunded");
  await leave();
});

test("two refund requests at the same instant give one refund", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, "paid");
  await signIn(page, shop);
  const refund = () =>
    page.evaluate(async (transactionId) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch("/staff/refund", { method: "POST", headers, body: JSON.stringify({ transactionId }) });
      return response.json();
    }, payment.transactionId);
  const results = await Promise.all([refund(), refund(), refund()]);
  for (const result of results) assert.equal(result.state, "refunded");
  const [known] = (await shop.sandbox.transactions()).filter((other) => other.transactionId === payment.transactionId);
  assert.equal(known.refunds.length, 1);
  await leave();
});

test("the staff's page shows nothing without the password", async () => {
  const { page, context, leave } = await person(browser, { viewport: PHONE, locale: "zh-TW" });
  await page.goto(`${shop.shopUrl}/staff`);
  await page.locator('input[name="password"]').waitFor();
  await picture(page, "staff-sign-in");
  await assertFits(page);
  for (const [method, path] of [["get", "orders"], ["post", "refund"]]) {
    const response = await context.request[method](`${shop.shopUrl}/staff/${path}`);
    assert.equal(response.status(), 401, path);
  }
  await page.locator('input[name="password"]').fill("not the password");
  await page.locator('form[action="/staff/sign-in"] button').click();
  await page.locator('[aria-invalid="true"]').waitFor();
  await leave();
});
