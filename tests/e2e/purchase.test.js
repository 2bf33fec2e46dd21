import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertFits, DESKTOP, launch, person, PHONE, picture } from "./browser.js";
import { approve, assertChargedOnce, assertNothingCharged, fillBasket, goToPayment, openShop, reserve, simulatorOf, waitForPage } from "./shop.js";

const CANCEL = /Cancel the payment|取消付款/;
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

const BUYERS = [
  { name: "phone-zh", locale: "zh-TW", viewport: PHONE, language: "zh-TW", dark: false },
  { name: "desktop-en", locale: "en-US", viewport: DESKTOP, language: "en", dark: false },
  { name: "phone-en-dark", locale: "en-US", viewport: PHONE, language: "en", dark: true },
  { name: "desktop-zh-dark", locale: "zh-TW", viewport: DESKTOP, language: "zh-TW", dark: true },
];

for (const { name, language, ...looks } of BUYERS) {
  test(`a purchase from the basket to the receipt (${name})`, async () => {
    const { page, leave } = await person(browser, { ...looks, secret: shop.channelSecret });
    await fillBasket(page, shop.shopUrl);
    await picture(page, `${name}-1-shop`);
    await assertFits(page);

    const payment = await goToPayment(page, shop);
    const simulator = await simulatorOf(page);
    await simulator.locator('form button[type="submit"]').waitFor();
    await picture(page, `${name}-2-waiting`);
    await picture(simulator, `${name}-3-method`);
    await simulator.locator('form button[type="submit"]').click();
    await simulator.locator("article button:not(.outline)").waitFor();
    await picture(simulator, `${name}-4-confirm`);
    await simulator.locator("article button:not(.outline)").click();

    await page.waitForURL(`${shop.shopUrl}/pay/confirm?**`);
    await waitForPage(page, "paid", language);
    assert.ok((await page.locator("body").innerText()).includes(payment.transactionId));
    await picture(page, `${name}-5-receipt`);
    await assertFits(page);
    await assertChargedOnce(shop, payment);

    await page.goto(shop.shopUrl);
    await page.locator(".notice.good").waitFor();
    await page.getByText(payment.orderId).first().waitFor();
    await picture(page, `${name}-6-shop-after`);
    await assertFits(page);
    await leave();
  });
}

test("a buyer who cancels in the simulator comes back to a page that says so", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const before = (await shop.sandbox.transactions()).filter((payment) => payment.capturedAt).length;
  await fillBasket(page, shop.shopUrl);
  await goToPayment(page, shop);
  const simulator = await simulatorOf(page);
  await simulator.getByRole("button", { name: CANCEL }).click();
  await page.waitForURL(`${shop.shopUrl}/pay/cancel?**`);
  await waitForPage(page, "cancelled");
  await picture(page, "cancelled");
  const after = (await shop.sandbox.transactions()).filter((payment) => payment.capturedAt).length;
  assert.equal(after, before);
  await page.goto(shop.shopUrl);
  await page.locator(".notice").waitFor();
  await leave();
});

test("without a pop-up, the visible button leads to the same simulator", async () => {
  const { page, context, leave } = await person(browser);
  await context.addInitScript(() => {
    const open = window.open.bind(window);
    window.open = (...given) => (navigator.userActivation.isActive ? open(...given) : null);
  });
  await fillBasket(page, shop.shopUrl);
  const payment = await goToPayment(page, shop);
  await page.locator("article button").waitFor();
  assert.equal(context.pages().length, 1);
  const [simulator] = await Promise.all([page.waitForEvent("popup"), page.locator("article button").click()]);
  await simulator.locator('form button[type="submit"]').press("Enter");
  await simulator.locator("article button:not(.outline)").press("Enter");
  await waitForPage(page, "paid");
  await assertChargedOnce(shop, payment);
  await leave();
});

test("the flow is drawn with the calls' bodies and without secrets", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, "paid");
  await page.goto(`${shop.shopUrl}/flow`);
  await page.waitForFunction(() => /POST \/v2\/payments\/\d+\/confirm/.test(document.body.innerText));
  const drawn = await page.locator("body").innerText();
  for (const call of ["POST /v2/payments/request", "GET /v2/payments", "GET /pay/confirm"]) assert.ok(drawn.includes(call), call);
  assert.ok((await page.content()).includes(payment.orderId), "the calls' bodies are there");
  await picture(page, "flow");
  await assertFits(page);
  await leave();
});

test("an own sandbox keeps nothing of another", async () => {
  const other = await openShop();
  try {
    await assertNothingCharged(other);
    assert.notEqual(other.channelSecret, shop.channelSecret);
  } finally {
    await other.close();
  }
});
