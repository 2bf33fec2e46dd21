import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startOnWorkerd } from "../runtimes/on-workerd.js";
import { launch, person } from "./browser.js";
import { approve, assertChargedOnce, fillBasket, goToPayment, openShop, reserve, waitForPage } from "./shop.js";

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

test("reloading the confirm page shows the receipt again and charges once", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, "paid");
  for (let again = 0; again < 3; again += 1) {
    await page.reload();
    await waitForPage(page, "paid");
  }
  await assertChargedOnce(shop, payment);
  const confirms = (await shop.sandbox.calls()).filter((call) => call.operation === "confirm" && call.path.includes(payment.transactionId));
  assert.equal(confirms.length, 1, "a reload asks; it does not confirm");
  await leave();
});

test("a double click on pay makes one reservation", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  await fillBasket(page, shop.shopUrl);
  const payment = await goToPayment(page, shop, (button) => button.dblclick());
  await shop.sandbox.approve(payment.transactionId);
  await waitForPage(page, "paid");
  await assertChargedOnce(shop, payment);
  await leave();
});

test("two tabs of the same transaction both end in the receipt of one charge", async () => {
  const { page, context, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop);
  const confirmUrl = await approve(shop, payment);
  const tabs = [page, await context.newPage()];
  await Promise.all(tabs.map((tab) => tab.goto(confirmUrl)));
  for (const tab of tabs) await waitForPage(tab, "paid");
  await assertChargedOnce(shop, payment);
  await leave();
});

test("two reservations of one order are charged once", async () => {
  // The demo's shop makes a new order of each basket, so a merchant whose order stays the same takes its place.
  const entry = fileURLToPath(new URL("../runtimes/merchant/merchant.js", import.meta.url));
  const bindings = {
    LINE_PAY_CHANNEL_ID: shop.channelId,
    LINE_PAY_CHANNEL_SECRET: shop.channelSecret,
    LINE_PAY_BASE_URL: shop.sandboxUrl,
  };
  const merchant = await startOnWorkerd("one-order", { entryPoints: [entry] }, { bindings });
  const { page, context, leave } = await person(browser, { secret: shop.channelSecret });
  try {
    const orderId = `ORD-TWICE-${Date.now()}`;
    const confirmUrls = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const response = await context.request.post(`${merchant.origin}/pay/reserve`, { data: { orderId } });
      assert.equal(response.status(), 200);
      confirmUrls.push(await approve(shop, await response.json()));
    }
    const tabs = [page, await context.newPage()];
    for (const [index, tab] of tabs.entries()) {
      await tab.goto(confirmUrls[index]);
      await waitForPage(tab, "paid");
    }
    const charged = (await shop.sandbox.transactions()).filter((payment) => payment.orderId === orderId && payment.capturedAt);
    assert.equal(charged.length, 1);
    for (const tab of tabs) assert.ok((await tab.locator("body").innerText()).includes(charged[0].transactionId));
    await leave();
  } finally {
    await merchant.stop();
  }
});

// v2's callback names no order, and this browser has not reserved the other one: the ledger knows what each order has reserved. Without one
// only the answer to confirm would tell.
test("another order's transaction in the address moves nothing, and is paid on its own page", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const mine = await reserve(page, shop);
  const confirmUrl = await approve(shop, mine);
  const stranger = await person(browser);
  const theirs = await reserve(stranger.page, shop);
  const theirUrl = await approve(shop, theirs);
  await page.goto(confirmUrl.replace(mine.transactionId, theirs.transactionId));
  await waitForPage(page, "foreign");
  const charged = (await shop.sandbox.transactions()).filter((payment) => payment.capturedAt).map((payment) => payment.transactionId);
  assert.ok(!charged.includes(mine.transactionId) && !charged.includes(theirs.transactionId));
  await page.goto(confirmUrl);
  await waitForPage(page, "paid");
  await assertChargedOnce(shop, mine);
  await stranger.page.goto(theirUrl);
  await waitForPage(stranger.page, "paid");
  await assertChargedOnce(shop, theirs);
  // Where one browser has reserved both, nothing moves.
  const [first, second] = [await reserve(page, shop), await reserve(page, shop)];
  const firstUrl = await approve(shop, first);
  await approve(shop, second);
  await page.goto(firstUrl.replace(first.transactionId, second.transactionId));
  await waitForPage(page, "foreign");
  const moved = (await shop.sandbox.transactions()).filter((payment) => payment.capturedAt).map((payment) => payment.transactionId);
  assert.ok(!moved.includes(first.transactionId) && !moved.includes(second.transactionId));
  await stranger.leave();
  await leave();
});
