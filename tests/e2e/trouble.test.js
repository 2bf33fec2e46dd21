import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, picture } from "./browser.js";
import { assertUsable } from "./usable.js";
import { approve, assertChargedOnce, fillBasket, openShop, payButton, reserve, signIn, waitForPage } from "./shop.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A shop of its own for one test. */
async function withShop(options, work) {
  const shop = await openShop(options);
  try {
    await work(shop);
  } finally {
    await shop.close();
  }
}

test("the sandbox hangs after it has confirmed: the buyer ends at the receipt, charged once", () =>
  withShop({ timeouts: { confirm: 2000 } }, async (shop) => {
    const { page, leave } = await person(browser, { secret: shop.channelSecret });
    const payment = await reserve(page, shop);
    const confirmUrl = await approve(shop, payment);
    await shop.sandbox.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 60 });
    await page.goto(confirmUrl);
    await waitForPage(page, "paid");
    await assertChargedOnce(shop, payment);
    await leave();
  }));

test("LINE Pay falls silent after it has confirmed: the page says so, checks again by itself, ends at the receipt", () =>
  // With a ledger nobody takes the confirm over before its lease has ended: the page waits nearly two minutes.
  withShop({ ledger: "none", timeouts: { confirm: 4000, paymentCheck: 1000 } }, async (shop) => {
    const { page, leave } = await person(browser, { secret: shop.channelSecret });
    const payment = await reserve(page, shop);
    const confirmUrl = await approve(shop, payment);
    await shop.sandbox.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 60 });
    const visit = page.goto(confirmUrl, { timeout: 60_000 });
    // The question before confirm is answered; those after it are not.
    await shop.sandbox.called("confirm");
    await shop.sandbox.arm({ operation: "paymentCheck", kind: "hang", times: 100, seconds: 60 });
    await visit;
    await waitForPage(page, "pending");
    await picture(page, "pending");
    await shop.sandbox.disarm();
    await waitForPage(page, "paid");
    await assertChargedOnce(shop, payment);
    await leave();
  }));

test("another browser at confirm, without the cookie, ends at the receipt", () =>
  withShop({}, async (shop) => {
    const buyer = await person(browser, { secret: shop.channelSecret });
    const payment = await reserve(buyer.page, shop);
    const confirmUrl = await approve(shop, payment);
    const inApp = await person(browser, { locale: "zh-TW", secret: shop.channelSecret });
    await inApp.page.goto(confirmUrl);
    await waitForPage(inApp.page, "paid", "zh-TW");
    await assertChargedOnce(shop, payment);
    await buyer.page.goto(confirmUrl);
    await waitForPage(buyer.page, "paid");
    await assertChargedOnce(shop, payment);
    await inApp.leave();
    await buyer.leave();
  }));

test("a wrong allow-list: the buyer is charged nothing, and staff read what to do about 1106", () =>
  withShop({ allow: ["203.0.113.7/32"] }, async (shop) => {
    const { page, leave } = await person(browser, { secret: shop.channelSecret });
    await fillBasket(page, shop.shopUrl);
    await payButton(page).click();
    await waitForPage(page, "unavailable");
    await picture(page, "wrong-allow-list-buyer");
    assert.deepEqual(await shop.sandbox.transactions(), []);
    await signIn(page, shop);
    const problem = page.locator(".problems .notice").first();
    assert.match(await problem.innerText(), /A payment could not be started[\s\S]*1106 .*payment server IP list/);
    await picture(page, "wrong-allow-list-staff");
    await assertUsable(page);
    await page.locator("header").getByRole("button", { name: "切換為中文" }).click();
    assert.match(await problem.innerText(), /無法建立付款[\s\S]*1106 .*付款伺服器 IP 名單/);
    await problem.locator("summary").click();
    assert.match(await problem.locator("pre").innerText(), /"returnCode": "1106"/);
    await picture(page, "wrong-allow-list-staff-zh");
    await page.locator("header").getByRole("button", { name: "Switch to English" }).click();
    await shop.sandbox.set({ allow: ["127.0.0.1/32"] });
    const payment = await reserve(page, shop);
    await page.goto(await approve(shop, payment));
    await waitForPage(page, "paid");
    await page.goto(`${shop.shopUrl}/staff`);
    await page.locator(".orders .order").waitFor();
    const above = await page.evaluate(() => {
      const [problems, orders] = [".problems", ".orders"].map((part) => document.querySelector(part));
      return problems.compareDocumentPosition(orders) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    assert.ok(above, "what needs a look stands above the orders");
    await leave();
  }));
