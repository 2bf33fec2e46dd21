import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, PHONE, picture } from "./browser.js";
import { assertUsable } from "./usable.js";
import { approve, openShop, reserve, signIn, waitForPage } from "./shop.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A shop of its own, with what its sandbox and its staff's page say of one payment. */
async function open(context, api) {
  const shop = await openShop({ api, timeouts: { capture: 1500, preApproval: 1500 } });
  context.after(() => shop.close());
  return {
    ...shop,
    known: async (transactionId) => (await shop.sandbox.transactions()).find((payment) => payment.transactionId === transactionId),
    made: async (operation) => (await shop.sandbox.calls()).filter((call) => call.operation === operation).length,
  };
}

/** Pays in one of the three ways, to the receipt, and goes on to the staff's page. */
async function payAndSignIn(page, shop, way, receipt, language = "en") {
  const payment = await reserve(page, shop, way);
  await page.goto(await approve(shop, payment));
  await waitForPage(page, receipt, language);
  await signIn(page, shop);
  return payment;
}

/** A button of an order, by what is read on it. */
const act = (within, name) => within.locator(".acts button").filter({ hasText: new RegExp(`^${name}$`) });
const yes = (page) => page.locator('dialog[open] button[type="submit"]');

test("v2: approved, then captured once in part, whatever is clicked twice", async (context) => {
  const shop = await open(context, "v2");
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const { transactionId } = await payAndSignIn(page, shop, "shipped", "authorized");
  assert.equal((await shop.known(transactionId)).state, "AUTHORIZED");
  await page.locator(".badge.authorized").waitFor();
  await picture(page, "staff-authorized");
  await act(page, "Capture").click();
  await page.locator('dialog[open] input[type="number"]').fill("300");
  await picture(page, "staff-capture");
  await yes(page).dblclick();
  await page.locator(".badge.paid").waitFor();
  const known = await shop.known(transactionId);
  assert.equal(known.state, "CAPTURED");
  assert.equal(known.capturedAmount ?? known.captured, 300, JSON.stringify(known));
  assert.equal(await shop.made("capture"), 1);
  await act(page, "Refund").click();
  await yes(page).click();
  await page.locator(".badge.refunded").waitFor();
  assert.equal((await shop.known(transactionId)).refunds[0].refundAmount, 300);
  await leave();
});

test("v3: a capture whose answer is lost is asked about, not repeated", async (context) => {
  const shop = await open(context, "v3");
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const { transactionId } = await payAndSignIn(page, shop, "shipped", "authorized");
  await shop.sandbox.arm({ operation: "capture", when: "after", kind: "hang", seconds: 10 });
  await act(page, "Capture").click();
  await yes(page).click();
  await page.locator(".badge.paid").waitFor();
  assert.equal((await shop.known(transactionId)).state, "CAPTURED");
  assert.equal(await shop.made("capture"), 1);
  await leave();
});

test("v3: approved, then voided, on a phone in Chinese", async (context) => {
  const shop = await open(context, "v3");
  const { page, leave } = await person(browser, { secret: shop.channelSecret, viewport: PHONE, locale: "zh-TW" });
  const { transactionId } = await payAndSignIn(page, shop, "shipped", "authorized", "zh-TW");
  await picture(page, "staff-authorized-phone-zh");
  await assertUsable(page);
  assert.match(await page.locator(".order").innerText(), /信用卡/);
  await act(page, "取消授權").press("Enter");
  await picture(page, "staff-void-phone-zh");
  await yes(page).press("Enter");
  await page.locator(".badge.voided").waitFor();
  assert.equal((await shop.known(transactionId)).state, "VOIDED");
  assert.equal(await shop.made("void"), 1);
  await page.goto(shop.shopUrl);
  await page.locator(".notice").waitFor();
  await leave();
});

test("v4: subscribed, charged again once, checked and ended; no browser sees the key", async (context) => {
  const shop = await open(context, "v4");
  const { page, leave } = await person(browser, { secret: shop.channelSecret, viewport: PHONE });
  const seen = [];
  page.on("response", (response) => seen.push(response.text().catch(() => "")));
  const payment = await payAndSignIn(page, shop, "monthly", "paid");
  const [{ regKey }] = await shop.sandbox.regKeys();
  await picture(page, "staff-subscription-phone");
  await assertUsable(page);

  await act(page, "Charge again").click();
  await yes(page).dblclick();
  await page.getByText("charged 1 more time").first().waitFor();
  const charges = async () => (await shop.sandbox.transactions()).filter((other) => other.orderId.startsWith(`${payment.orderId}-`));
  assert.deepEqual(
    (await charges()).map((charge) => [charge.orderId, charge.amount, charge.state]),
    [[`${payment.orderId}-2`, payment.amount, "CAPTURED"]],
  );

  await shop.sandbox.arm({ operation: "preApproval", when: "after", kind: "hang", seconds: 10 });
  await act(page, "Charge again").click();
  await yes(page).click();
  await page.getByText("charged 2 more times").first().waitFor();
  assert.equal((await charges()).length, 2);
  assert.equal(await shop.made("preApproval"), 2, "a lost answer is asked about, not repeated");
  // The page's number says which charge was meant: the same wish again is the same charge.
  const again = await page.evaluate(async (orderId) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/staff/charge", { method: "POST", headers, body: JSON.stringify({ orderId, number: 2 }) })).json();
  }, payment.orderId);
  assert.equal(again.charges, 2);
  assert.equal((await charges()).length, 2);

  await act(page, "Check key").click();
  await page.getByText("can be charged").waitFor();
  await act(page, "End subscription").click();
  await yes(page).click();
  await page.getByText("Subscription: ended").first().waitFor();
  // The text may come a moment before the list is drawn anew.
  await act(page, "Charge again").waitFor({ state: "detached" });
  const [ended] = await shop.sandbox.regKeys();
  assert.ok(ended.ended, "LINE Pay has ended the key");
  await picture(page, "staff-ended-phone");
  await page.goto(`${shop.shopUrl}/flow`);
  await page.getByText("End the subscription").first().waitFor();
  for (const text of await Promise.all(seen)) assert.ok(!text.includes(regKey), "the key arrived in the browser");
  await leave();
});

test("v2: a subscription whose key was lost says what to do", async (context) => {
  const shop = await open(context, "v2");
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const payment = await reserve(page, shop, "monthly");
  const confirmUrl = await approve(shop, payment);
  await shop.sandbox.arm({ operation: "confirm", when: "after", kind: "drop" });
  await page.goto(confirmUrl);
  await waitForPage(page, "paid");
  await signIn(page, shop);
  await page.locator(".subscribed.notice").waitFor();
  await picture(page, "staff-key-lost");
  assert.equal(await act(page, "Charge again").count(), 0);
  await act(page, "Refund").click();
  await yes(page).click();
  await page.locator(".badge.refunded").waitFor();
  await leave();
});

for (const api of ["v2", "v3", "v4"]) {
  test(`${api}: all three ways to pay in one shop, each to its end`, async (context) => {
    const shop = await open(context, api);
    const { page, leave } = await person(browser, { secret: shop.channelSecret });
    const ends = {
      now: ["paid", [["Refund", ".badge.refunded"]], "REFUNDED"],
      shipped: ["authorized", [["Capture", ".badge.paid"]], "CAPTURED"],
      monthly: [
        "paid",
        [
          ["Charge again", "text=charged 1 more time"],
          ["End subscription", "text=Subscription: ended"],
        ],
        "CAPTURED",
      ],
    };
    await signIn(page, shop);
    for (const [way, [receipt, presses, state]] of Object.entries(ends)) {
      const payment = await reserve(page, shop, way);
      assert.equal(payment.version, api);
      await page.goto(await approve(shop, payment));
      await waitForPage(page, receipt);
      await page.goto(`${shop.shopUrl}/staff`);
      // The newest order, or the one that its later charges stand above.
      const order = page.locator(".order").filter({ has: page.locator("strong", { hasText: new RegExp(`^${payment.orderId}$`) }) });
      for (const [press, result] of presses) {
        await act(order, press).click();
        await yes(page).click();
        await order.locator(result).first().waitFor();
      }
      assert.equal((await shop.known(payment.transactionId)).state, state, way);
    }
    // Several orders beside each other: no two buttons of one name.
    await assertUsable(page);
    const [key] = await shop.sandbox.regKeys();
    assert.ok(key.ended);
    const sums = (await shop.sandbox.transactions()).map((payment) => payment.state).sort();
    assert.deepEqual(sums, ["CAPTURED", "CAPTURED", "CAPTURED", "REFUNDED"]);
    await leave();
  });
}
