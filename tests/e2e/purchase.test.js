import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, launch, person, PHONE, picture } from "./browser.js";
import { assertUsable } from "./usable.js";
import {
  approve,
  assertChargedOnce,
  assertNothingCharged,
  fillBasket,
  goToPayment,
  openShop,
  reserve,
  simulatorOf,
  waitForPage,
} from "./shop.js";

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
    await assertUsable(page);

    const payment = await goToPayment(page, shop);
    const simulator = await simulatorOf(page);
    await simulator.locator('form button[type="submit"]').waitFor();
    await picture(page, `${name}-2-waiting`);
    await assertUsable(page);
    await picture(simulator, `${name}-3-method`);
    await assertUsable(simulator);
    await simulator.locator('form button[type="submit"]').click();
    await simulator.locator("article button:not(.outline)").waitFor();
    await picture(simulator, `${name}-4-confirm`);
    await assertUsable(simulator);
    await simulator.locator("article button:not(.outline)").click();

    await page.waitForURL(`${shop.shopUrl}/pay/confirm?**`);
    await waitForPage(page, "paid", language);
    const receipt = await page.locator("body").innerText();
    assert.ok(receipt.includes(payment.transactionId));
    assert.ok(receipt.includes(language === "en" ? "Date" : "交易日期"), receipt);
    await picture(page, `${name}-5-receipt`);
    await assertUsable(page);
    await assertChargedOnce(shop, payment);

    await page.goto(shop.shopUrl);
    await page.locator(".notice.good").waitFor();
    await page.getByText(payment.orderId).first().waitFor();
    const told = (await page.locator(".notice.good").innerText()).replaceAll("\u00a0", " ");
    const bought = language === "en" ? "Dong Ding Oolong × 1" : "凍頂烏龍茶 × 1";
    for (const part of [bought, "NT$360", String(new Date().getFullYear())]) assert.ok(told.includes(part), told);
    await picture(page, `${name}-6-shop-after`);
    await assertUsable(page);
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
  await page.locator("article button:not(.outline)").waitFor();
  assert.equal(context.pages().length, 1);
  const [simulator] = await Promise.all([page.waitForEvent("popup"), page.locator("article button:not(.outline)").click()]);
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
  await page.goto(`${shop.shopUrl}/pay/elsewhere`);
  await waitForPage(page, "not-found");
  await page.goto(`${shop.shopUrl}/flow`);
  await page.waitForFunction(() => /POST \/v2\/payments\/\d+\/confirm/.test(document.body.innerText));
  const drawn = await page.locator("body").innerText();
  for (const call of ["POST /v2/payments/request", "GET /pay/confirm"]) assert.ok(drawn.includes(call), call);
  assert.ok((await page.content()).includes(payment.orderId), "the calls' bodies are there");
  assert.ok(!drawn.includes("elsewhere"), "a page that there is not is no part of the purchase");
  await picture(page, "flow");
  await assertUsable(page);
  await leave();
});

test("on every card of a row price and button stand alike, and whole", async () => {
  const { page, leave } = await person(browser, { viewport: PHONE });
  for (const width of [320, 390, 700, 1100, 1280, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(shop.shopUrl);
    await page.locator(".card").first().waitFor();
    const cards = await page.locator(".card > footer").evaluateAll((footers) =>
      footers.map((footer) => {
        const [card, price, button] = [footer, ...footer.querySelectorAll("strong, button")].map((box) => box.getBoundingClientRect());
        const below = button.top >= price.bottom;
        return { below, whole: price.height < 32 && (below ? Math.abs(button.width - price.width) < 2 : button.right <= card.right - 8) };
      }),
    );
    assert.equal(new Set(cards.map(({ below }) => below)).size, 1, `${width}: all beside, or all below each other`);
    assert.ok(
      cards.every(({ whole }) => whole),
      `${width}: ${JSON.stringify(cards)}`,
    );
  }
  await leave();
});

test("declined, or out of time: the payment page says so and leads back to the shop", async () => {
  const { page, leave } = await person(browser, { viewport: PHONE, locale: "en-US" });
  const other = await openShop();
  try {
    await fillBasket(page, other.shopUrl);
    await goToPayment(page, other);
    const simulator = await simulatorOf(page);
    await simulator.locator('form button[type="submit"]').click();
    await simulator.getByRole("button", { name: "Simulate a declined payment" }).click();
    await page.getByText("was declined and nothing was charged").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the pressed button is gone; the heading has the focus");
    await picture(page, "declined-phone-en");
    await assertUsable(page);
    await page.getByRole("link", { name: "Back to the shop" }).click();
    await page.waitForURL(`${other.shopUrl}/pay/cancel**`);

    await fillBasket(page, other.shopUrl);
    await goToPayment(page, other);
    await other.sandbox.advance(3_600_000);
    await page.getByText("time for this payment is over").waitFor();
    await picture(page, "expired-phone-en");
    await page.getByRole("link", { name: "Back to the shop" }).click();
    await page.waitForURL(`${other.shopUrl}/pay/cancel**`);
    await assertNothingCharged(other);
    await page.goto(`${other.sandboxUrl}/web/payment/wait?transactionReserveId=none`);
    await page.getByText("There is no such payment").waitFor();
    await assertUsable(page);
    await leave();
  } finally {
    await other.close();
  }
});

test("the basket keeps its lines whatever is typed, and the focus whatever is pressed", async () => {
  const { page, leave } = await person(browser, { viewport: PHONE });
  await fillBasket(page, shop.shopUrl);
  const quantity = page.locator('.lines input[type="number"]');
  const held = () => page.evaluate(() => JSON.parse(localStorage.getItem("basket")));
  await quantity.fill("3");
  await quantity.blur();
  for (const typed of ["", "0.5", "-3"]) {
    await quantity.fill(typed);
    await quantity.blur();
    assert.equal(await quantity.inputValue(), "3", JSON.stringify(typed));
    assert.deepEqual(await held(), { dongding: 3 });
  }
  await quantity.fill("99");
  await quantity.blur();
  assert.deepEqual(await held(), { dongding: 20 });
  await page.getByRole("button", { name: /^One more/ }).press("Enter");
  assert.deepEqual(await held(), { dongding: 20 });
  assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /^One more/, "at the most, the button keeps the focus");
  await quantity.fill("1");
  await quantity.blur();
  await page.getByRole("button", { name: /less$/ }).press("Enter");
  await page.getByText("Your basket is empty").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "basket", "the line is gone, and the basket has the focus");
  assert.deepEqual(await held(), {});
  await leave();
});

test("on a desktop the flow beside the shop is whole, and a wrong address leads back", async () => {
  const { page, leave } = await person(browser, { dark: true });
  const payment = await reserve(page, shop);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, "paid");
  await page.goto(shop.shopUrl);
  await page.locator(".flow li").nth(10).waitFor();
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll("aside, aside *")]
      .filter((box) => {
        const { overflowY } = getComputedStyle(box);
        return overflowY !== "visible" && box.scrollHeight > box.clientHeight + 1 && !box.matches(".unseen, pre, input, code");
      })
      .map((box) => box.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(hidden, []);

  const answer = await page.goto(`${shop.shopUrl}/nowhere`);
  assert.equal(answer.status(), 404);
  await picture(page, "not-found-dark");
  await assertUsable(page);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth), "none", "it has the shop's style");
  await page.setViewportSize(PHONE);
  await assertUsable(page);
  await page.getByRole("link", { name: "回到山霧茶舖" }).click();
  await page.locator(".card").first().waitFor();
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
