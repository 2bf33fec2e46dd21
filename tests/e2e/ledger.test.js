import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, PHONE, picture } from "./browser.js";
import { approve, assertChargedOnce, openShop, reserve, signIn } from "./shop.js";
import { assertUsable } from "./usable.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Waits for something to come about by itself. */
async function comesAbout(check) {
  for (const end = Date.now() + 45_000; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
    if (await check()) return true;
    if (Date.now() > end) return false;
  }
}

test("a buyer who approves and closes the tab is charged by the alarm of the order, before the eyes of staff", {
  timeout: 120_000,
}, async () => {
  const shop = await openShop({ api: "v3" });
  const { page, leave } = await person(browser, { secret: shop.channelSecret, viewport: PHONE });
  const payment = await reserve(page, shop);
  await signIn(page, shop);
  const waiting = page.locator('section[aria-labelledby="open"]');
  await waiting.locator(".order", { hasText: payment.orderId }).waitFor();
  await picture(page, "staff-open");
  await assertUsable(page);
  // Approved on the phone; nobody comes back to the shop.
  await approve(shop, payment);
  const card = page.locator(".order", { hasText: payment.orderId }).filter({ hasText: payment.transactionId });
  await card.waitFor({ timeout: 45_000 });
  await waiting.waitFor({ state: "detached" });
  await card.locator(".journal summary").click();
  await card.locator(".journal li").first().waitFor();
  await picture(page, "staff-journal");
  await assertUsable(page);
  await assertChargedOnce(shop, payment);
  // What staff do goes through the ledger too.
  await card.locator(".acts button").click();
  await page.locator('dialog button[type="submit"]').click();
  await page.locator(".said .good").waitFor();
  const [known] = (await shop.sandbox.transactions()).filter(({ transactionId }) => transactionId === payment.transactionId);
  assert.equal(known.refunds.length, 1);
  await leave();
  await shop.close();
});

test("the same over D1 and in memory by the cron trigger; without a ledger nobody is there to charge", { timeout: 180_000 }, async () => {
  const shops = [];
  for (const ledger of ["d1", "memory", "none"]) shops.push({ ledger, ...(await openShop({ api: "v4", ledger })) });
  const buying = async ({ ledger, ...shop }) => {
    const headers = { "content-type": "application/json", origin: shop.shopUrl };
    const { products } = await (await fetch(`${shop.shopUrl}/api/catalogue`)).json();
    const body = JSON.stringify({ items: [{ id: products[0].id, quantity: 1 }] });
    const { transactionId, orderId } = await (await fetch(`${shop.shopUrl}/pay/reserve`, { method: "POST", headers, body })).json();
    await approve(shop, { transactionId });
    const captured = async () => (await shop.sandbox.transactions())[0].state === "CAPTURED";
    if (ledger === "none") {
      await new Promise((resolve) => setTimeout(resolve, 15_000));
      assert.equal(await captured(), false);
    } else {
      assert.ok(await comesAbout(captured), ledger);
      await assertChargedOnce(shop, { transactionId, orderId });
    }
    await shop.close();
  };
  await Promise.all(shops.map(buying));
});
