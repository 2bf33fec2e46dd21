import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textOf } from "../../pkg/dist/checkout/texts.js";
import { startDemo } from "../../www/demo/start.js";
import { TestControl } from "../sandbox-control.js";

/** Long enough for a page that checks again by itself. */
const PATIENCE = { timeout: 30_000 };

export function newStateDir() {
  const folder = mkdtempSync(join(tmpdir(), "linepay-edge-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The demo with a state of its own. */
export async function openShop(options = {}) {
  const state = newStateDir();
  const demo = await startDemo({ port: 0, stateDir: state.folder, log: () => {}, ...options });
  return {
    ...demo,
    sandbox: new TestControl(demo.sandboxUrl),
    async close() {
      await demo.stop();
      state.remove();
    },
  };
}

/** Opens the shop and puts the first product of the page into the basket. */
export async function fillBasket(page, shopUrl) {
  await page.goto(shopUrl);
  await page.locator(".card button").first().click();
  await payButton(page).waitFor();
}

export const payButton = (page) => page.locator('form[action="/pay/reserve"] button[type="submit"]');

/** The transactions that came into being while `work` ran. */
async function madeDuring(shop, work) {
  const known = new Set((await shop.sandbox.transactions()).map((payment) => payment.transactionId));
  await work();
  return (await shop.sandbox.transactions()).filter((payment) => !known.has(payment.transactionId));
}

/** Pays with a filled basket, as far as the payment page; gives the new transaction as the sandbox knows it. */
export async function goToPayment(page, shop, press = (button) => button.click()) {
  const made = await madeDuring(shop, async () => {
    await press(payButton(page));
    await page.waitForURL(`${shop.sandboxUrl}/web/payment/wait?**`);
  });
  assert.equal(made.length, 1, "one payment makes one reservation");
  return made[0];
}

/** Gives the pop-up simulator, whether it opened by itself or by the visible button. */
export async function simulatorOf(page) {
  const opened = async (milliseconds) => {
    for (const end = Date.now() + milliseconds; Date.now() < end; await page.waitForTimeout(100)) {
      const found = page
        .context()
        .pages()
        .find((other) => other !== page && other.url().includes("/web/sandbox/payment/"));
      if (found) return found;
    }
    return undefined;
  };
  const byItself = await opened(5000);
  if (byItself) return byItself;
  await page.locator("article button").first().click();
  const pressed = await opened(30_000);
  assert.ok(pressed, "neither by itself nor by the button did the simulator open");
  return pressed;
}

/** Pays a filled basket in one of the three ways, and leaves the payment page, so that nothing happens by itself. */
export async function reserve(page, shop, way = "now") {
  await fillBasket(page, shop.shopUrl);
  await page.locator(`input[name="way"][value="${way}"]`).check();
  const payment = await goToPayment(page, shop);
  await page.goto("about:blank");
  return payment;
}

/** Waits until the page's heading is that of one of the checkout's pages, by its name. */
export async function waitForPage(page, name, language = "en") {
  const [title] = textOf(name, language);
  try {
    await page.locator("h1", { hasText: title }).waitFor(PATIENCE);
  } catch (error) {
    const shown = await page
      .locator("body")
      .innerText()
      .catch(() => "nothing");
    throw new Error(`waited for "${title}", but ${page.url()} shows: ${shown}`, { cause: error });
  }
}

/** The sandbox's truth: this order was charged once, by this transaction. */
export async function assertChargedOnce(shop, { transactionId, orderId }) {
  const payments = (await shop.sandbox.transactions()).filter((payment) => payment.orderId === orderId && payment.capturedAt);
  assert.deepEqual(
    payments.map((payment) => payment.transactionId),
    [transactionId],
  );
}

export async function assertNothingCharged(shop) {
  const charged = (await shop.sandbox.transactions()).filter((payment) => payment.capturedAt);
  assert.deepEqual(charged, []);
}

/** The address to which LINE Pay sends the buyer after this approval. */
export async function approve(shop, payment) {
  return (await shop.sandbox.approve(payment.transactionId)).redirectUrl;
}

/** Signs in on the staff's page. */
export async function signIn(page, shop) {
  await page.goto(`${shop.shopUrl}/staff`);
  await page.locator('input[name="password"]').fill(shop.staffPassword);
  await page.locator('form[action="/staff/sign-in"] button').click();
  await page.locator(".orders, .quiet").first().waitFor();
}
