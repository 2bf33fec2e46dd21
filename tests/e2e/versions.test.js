import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertFits, launch, person, picture } from "./browser.js";
import { assertChargedOnce, fillBasket, goToPayment, openShop, signIn, simulatorOf, waitForPage } from "./shop.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const api of ["v3", "v4"]) {
  test(`a purchase and a refund with the API of ${api}`, async (context) => {
    const shop = await openShop({ api });
    context.after(() => shop.close());
    const { page, leave } = await person(browser, { secret: shop.channelSecret });
    await fillBasket(page, shop.shopUrl);
    await page.locator(".card button").nth(1).click();
    const payment = await goToPayment(page, shop);
    const simulator = await simulatorOf(page);
    await simulator.locator('form button[type="submit"]').click();
    await simulator.locator("article button:not(.outline)").click();
    await page.waitForURL(`${shop.shopUrl}/pay/confirm?**`);
    await waitForPage(page, "paid");
    await assertChargedOnce(shop, payment);
    assert.equal(payment.amount, 360 + 520);
    assert.equal(payment.version, api, "the sandbox saw that version");

    await page.goto(`${shop.shopUrl}/flow`);
    await page.waitForFunction((version) => document.body.innerText.includes(`LINE Pay API ${version}`), api);
    await page.waitForFunction((path) => document.body.innerText.includes(path), `/${api}/payments/${payment.transactionId}/confirm`);
    const drawn = await page.locator("body").innerText();
    assert.ok(drawn.includes(`POST /${api}/payments/request`) && !drawn.includes("/v2/"));
    await picture(page, `flow-${api}`);
    await assertFits(page);

    await signIn(page, shop);
    assert.ok((await page.locator("h1").innerText()).includes(`LINE Pay API ${api}`));
    await page.locator(".order", { hasText: payment.orderId }).getByRole("button", { name: "Refund" }).click();
    await page.locator('dialog[open] button[type="submit"]').click();
    await page.locator(".badge.refunded").waitFor();
    const [known] = await shop.sandbox.transactions();
    assert.equal(known.refunds.length, 1);
    await leave();
  });
}
