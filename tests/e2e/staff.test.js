import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, picture, PHONE } from "./browser.js";
import { assertUsable } from "./usable.js";
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
  await assertUsable(page);
  await page.locator(".order", { hasText: payment.orderId }).getByRole("button").click();
  await page.locator("dialog[open]").waitFor();
  await picture(page, "staff-refund");
  await assertUsable(page);
  await page.locator("dialog[open]").getByRole("button", { name: "Leave it" }).press("Enter");
  const focused = () => page.evaluate(() => document.activeElement.ariaLabel);
  assert.equal(await focused(), `Refund: order ${payment.orderId}`, "who leaves it is back where they were");
  await page.keyboard.press("Enter");
  await page.locator("dialog[open] footer button:not(.secondary)").dblclick();
  await page.locator(".badge.refunded").waitFor();
  // The pressed button is gone; its order has the focus.
  await page.waitForFunction((name) => document.activeElement.ariaLabel === name, `Order ${payment.orderId}`);
  await picture(page, "staff-refunded");

  const [known] = (await shop.sandbox.transactions()).filter((other) => other.transactionId === payment.transactionId);
  assert.equal(known.refunds.length, 1);
  assert.equal(known.refunds[0].refundAmount, payment.amount);
  await page.goto(confirmUrl);
  await waitForPage(page, "refunded");
  await leave();
});

test("a refund over another sum, or with a misspelt one, is refused: nothing is given back", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, "paid");
  await signIn(page, shop);
  const { transactionId } = payment;
  const ask = (act, more) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { "content-type": "application/json" };
        const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
        return { status: response.status, ...(await response.json()) };
      },
      [`/staff/${act}`, { transactionId, ...more }],
    );
  assert.deepEqual(await ask("refund", { amount: 100 }), {
    status: 409,
    state: "paid",
    reason: "only the whole sum can be given back or released here",
  });
  for (const more of [{ refundAmount: 100 }, { amonut: 100 }, { amount: "100" }, { amount: 0.5 }, { amount: null }]) {
    assert.deepEqual(await ask("refund", more), { status: 400, error: "bad-request" }, JSON.stringify(more));
  }
  const known = async () => (await shop.sandbox.transactions()).find((other) => other.transactionId === transactionId);
  assert.deepEqual((await known()).refunds, []);
  const listed = await page.evaluate(async () => (await fetch("/staff/orders")).json());
  const order = listed.orders.find((other) => other.transactionId === transactionId);
  assert.deepEqual([order.state, order.amount], ["paid", payment.amount], "nor does the shop believe so");
  assert.equal((await ask("refund", { amount: payment.amount })).status, 200);
  assert.equal((await known()).refunds[0].refundAmount, payment.amount);
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
  await assertUsable(page);
  for (const [method, path] of [
    ["get", "orders"],
    ["post", "refund"],
  ]) {
    const response = await context.request[method](`${shop.shopUrl}/staff/${path}`);
    assert.equal(response.status(), 401, path);
  }
  await page.locator('input[name="password"]').fill("not the password");
  await page.locator('form[action="/staff/sign-in"] button').click();
  await page.locator('[aria-invalid="true"]').waitFor();
  await leave();
});

test("a refund made in LINE Pay's console is marked beside what the ledger has, until the shop looks again", async () => {
  const { page, context, leave } = await person(browser);
  const payment = await reserve(page, shop);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, "paid");
  await signIn(page, shop);
  const card = page.locator(".order", { hasText: payment.orderId });
  const compare = page.getByRole("button", { name: "Compare with LINE Pay" });
  await compare.press("Enter");
  await page.getByText(/all agree/).waitFor();
  assert.equal(await card.locator(".badge.agreeing").innerText(), "= the same");

  // From the staff's page to LINE Pay's, where a part is given back.
  await card.locator(".beside summary").press("Enter");
  const [console] = await Promise.all([context.waitForEvent("page"), card.getByRole("link", { name: /LINE Pay’s console/ }).click()]);
  await console.getByRole("button", { name: "Refund…" }).click();
  await console.getByRole("spinbutton").fill("60");
  await console.getByRole("spinbutton").press("Enter");
  await console.getByText("Refunded.").waitFor();
  await console.close();

  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByText(/: 1 differs/).waitFor();
  await card.locator(".badge.differing").waitFor();
  const rows = card.locator(".beside tbody tr");
  const differing = () => rows.evaluateAll((all) => all.filter((row) => row.className === "differing").map((row) => row.innerText));
  assert.deepEqual(
    (await differing())
      .map((row) => row.split("\t").slice(0, -1))
      .map(([name, ...sides]) => [name, ...sides.map((text) => text.replace(/^\d{19}$/, "id"))]),
    [
      ["State", "paid", "refunded in part"],
      ["Given back", "—", "NT$60"],
      ["Refunds", "—", "id"],
    ],
  );
  await assertUsable(page);
  await picture(page, "staff-differs");
  const phone = await person(browser, { viewport: PHONE, locale: "zh-TW", dark: true });
  await signIn(phone.page, shop);
  await phone.page.getByRole("button", { name: "與 LINE Pay 比對" }).tap();
  await phone.page.locator(".badge.differing", { hasText: "不一致" }).waitFor();
  await assertUsable(phone.page);
  await picture(phone.page, "staff-differs-phone");
  await phone.leave();

  await card.getByRole("button", { name: /Let the shop look again/ }).press("Enter");
  await card.locator(".badge.agreeing").waitFor();
  assert.deepEqual(await differing(), []);
  await leave();
});
