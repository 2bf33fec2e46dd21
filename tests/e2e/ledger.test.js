import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, PHONE, picture } from "./browser.js";
import { approve, assertChargedOnce, openShop, reserve, signIn } from "./shop.js";
import { assertUsable } from "./usable.js";

let browser;
/** Of the first two tests. */
let shop;
before(async () => {
  browser = await launch();
  shop = await openShop({ api: "v3" });
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

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
});

/** A buyer who pays by hand: reserves, and gives the address that LINE Pay sends the browser to. */
async function buy(shop) {
  const headers = { "content-type": "application/json", origin: shop.shopUrl };
  const { products } = await (await fetch(`${shop.shopUrl}/api/catalogue`)).json();
  const body = JSON.stringify({ items: [{ id: products[0].id, quantity: 1 }] });
  const payment = await (await fetch(`${shop.shopUrl}/pay/reserve`, { method: "POST", headers, body })).json();
  return { ...payment, confirmUrl: await approve(shop, payment) };
}

/** Who is not signed in is asked to, on that very page, and is back on it afterwards. The worker is not asked again and again meanwhile. */
async function signInAtBreak(page, shop) {
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/staff/standing") && asked.push(request));
  await page.clock.install();
  await page.goto(`${shop.shopUrl}/break`);
  const password = page.getByLabel("Demo password");
  await password.waitFor();
  await page.clock.runFor(10_000);
  await page.evaluate(() => fetch("/favicon.svg").then((response) => response.text()));
  assert.equal(asked.length, 1);
  await assertUsable(page);
  await picture(page, "break-sign-in");
  for (const [text, wanted] of [
    ["not the password", "/break?error=password"],
    [shop.staffPassword, "/break"],
  ]) {
    await password.fill(text);
    await password.press("Enter");
    await page.waitForURL(`${shop.shopUrl}${wanted}`);
  }
  await page.clock.resume();
}

test("the worker is killed in the middle of a confirm: nobody is charged twice, and what was written down goes on", {
  timeout: 120_000,
}, async () => {
  for (const [method, path] of [
    ["GET", "standing"],
    ["POST", "kill"],
  ]) {
    assert.equal((await fetch(`${shop.shopUrl}/staff/${path}`, { method })).status, 401, path);
  }
  const { page, context, leave } = await person(browser);
  await signInAtBreak(page, shop);
  await page.getByText("It was not killed yet.").waitFor();
  assert.equal(
    await page.getByRole("link", { name: "To the sandbox’s page for it" }).getAttribute("href"),
    `${shop.sandboxUrl}/console/break`,
  );
  const kill = (who, origin) => who.request.post(`${shop.shopUrl}/staff/kill`, { headers: { origin }, data: { when: "now" } });
  assert.equal((await kill(context, "https://evil.example.com")).status(), 403, "no page of another site kills it");

  const payment = await buy(shop);
  const press = page.getByRole("button", { name: "In the middle of the next confirm" });
  await press.press("Enter");
  await page.getByText("Buy something and approve it").waitFor();
  assert.equal((await kill(context, shop.shopUrl)).status(), 409, "one at a time");
  await assert.rejects(fetch(payment.confirmUrl), "the buyer's browser gets no page");
  await assertChargedOnce(shop, payment);
  await page.getByText(/Killed 1 time/).waitFor();
  const of = ({ orderId }) => page.locator(".order", { hasText: orderId });
  await of(payment)
    .getByText(/being confirmed; the sweep takes it over at/)
    .waitFor();

  // It runs again, with all that it had written down; and what LINE Pay has beyond that is marked.
  const next = await buy(shop);
  assert.equal((await fetch(next.confirmUrl)).status, 200);
  await of(next).getByText("✓ ended").waitFor();
  // Of an order that LINE Pay did not take, no ledger is said to be missing.
  await shop.sandbox.arm({ operation: "reserve", kind: "code", code: "9000" });
  const form = { method: "POST", body: new URLSearchParams({ item: "dongding:1", way: "now", lang: "en" }), redirect: "manual" };
  assert.notEqual((await fetch(`${shop.shopUrl}/pay/reserve`, form)).status, 303);
  await page.getByText("no link was made: nothing to settle").waitFor();
  await page.getByRole("button", { name: "Compare with LINE Pay" }).press("Enter");
  await of(next).locator(".badge.agreeing").waitFor();
  await of(payment).locator(".badge.differing").waitFor();
  await assertChargedOnce(shop, payment);
  await assertUsable(page);
  await picture(page, "break-killed");
  await leave();

  const phone = await person(browser, { viewport: PHONE, locale: "zh-TW", dark: true });
  await signIn(phone.page, shop);
  await phone.page.goto(`${shop.shopUrl}/break`);
  await phone.page.getByText("已中斷 1 次").waitFor();
  await assertUsable(phone.page);
  await picture(phone.page, "break-phone");
  await phone.leave();
});

test("such a buyer is charged over D1 and in memory by the cron trigger; without a ledger nobody is there to charge", {
  timeout: 180_000,
}, async () => {
  const shops = [];
  for (const ledger of ["d1", "memory", "none"]) shops.push({ ledger, ...(await openShop({ api: "v4", ledger })) });
  const buying = async ({ ledger, ...shop }) => {
    const { transactionId, orderId } = await buy(shop);
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
