// The merchant console of `linepay-sandbox`, as a merchant uses it: by the keyboard, on a desktop and on a phone, in both languages.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TestControl } from "../sandbox-control.js";
import { launch, person, PHONE, picture } from "./browser.js";
import { assertUsable } from "./usable.js";

const MAIN = fileURLToPath(new URL("../../sandbox/pkg/dist/command/main.js", import.meta.url));
const LONG = `ORDER-${"0123456789".repeat(8)}`;
const MARKUP = `<img src=x onerror="document.title='run'"> tea`;

let browser;
let command;
let said;
let sandbox;
before(async () => {
  const starting = launch();
  command = spawn(process.execPath, [MAIN, "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(command.stdout, "data");
  said = JSON.parse(String(line));
  sandbox = new TestControl(said.url);
  const past = (number) => ({ orderId: `ORD-${number}`, amount: 100 + number, agoSeconds: 60 * number, productName: MARKUP });
  await sandbox.seed({
    payments: [
      ...Array.from({ length: 300 }, (_, index) => ({ ...past(index + 10), state: "CAPTURED" })),
      { orderId: LONG, amount: 360, state: "AUTHORIZED", agoSeconds: 30, productName: MARKUP },
    ],
  });
  browser = await starting;
});
after(async () => {
  await browser?.close();
  command?.kill();
});

const call = async (path, body) => {
  const headers = { "x-line-channelid": said.channelId, "x-line-channelsecret": said.channelSecret, "content-type": "application/json" };
  return (await fetch(`${said.url}/v2/payments/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).text();
};

/** A payment with its calls: reserved, refused once, confirmed. */
async function pay(orderId) {
  const order = { productName: "Tea", amount: 360, currency: "TWD", orderId, confirmUrl: "https://shop.example.com/paid" };
  const [, id] = /"transactionId":(\d+)/.exec(await call("request", order));
  await sandbox.approve(id);
  await call(`${id}/confirm`, { amount: 350, currency: "TWD" });
  await call(`${id}/confirm`, { amount: 360, currency: "TWD" });
  return id;
}

test("transactions are found, looked at and refunded by the keyboard alone", async () => {
  const id = await pay("LIVE-1");
  const { page, leave } = await person(browser, { secret: said.channelSecret });
  assert.equal(said.console, `${said.url}/console/`);
  await page.goto(said.console);
  await page.getByText("302 transactions").waitFor();
  assert.ok((await page.getByRole("row").count()) < 60, "only what can be seen is there");
  assert.equal(await page.title(), "Transactions · Merchant console", "what a merchant typed is text");
  await assertUsable(page);
  await picture(page, "console-transactions");

  await page.getByRole("searchbox").focus();
  await page.keyboard.type("live-1");
  await page.getByText("1 transactions").waitFor();
  await page.getByRole("link", { name: "LIVE-1" }).press("Enter");
  await page.getByRole("heading", { name: "Order LIVE-1" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "main", "the new page's beginning has the focus");
  await page.locator(".call", { hasText: "1153" }).locator("summary").first().press("Enter");
  await page.getByText("350").first().waitFor();
  await assertUsable(page);

  await page.getByRole("button", { name: "Refund…" }).press("Enter");
  const amount = page.getByRole("spinbutton");
  await amount.fill("60");
  await assertUsable(page);
  await amount.press("Enter");
  await page.getByRole("status").getByText("Refunded.").waitFor();
  await page.locator(".life .refunded").waitFor();
  await picture(page, "console-payment");
  const [payment] = (await sandbox.transactions()).filter(({ transactionId }) => transactionId === id);
  assert.deepEqual([payment.state, payment.refunds.map(({ refundAmount }) => refundAmount)], ["PARTLY_REFUNDED", [60]]);
  await leave();
});

test("on a phone, in Chinese and in the dark: a part of an authorisation is captured", async () => {
  const { page, leave } = await person(browser, { secret: said.channelSecret, viewport: PHONE, locale: "zh-TW", dark: true });
  await page.goto(said.console);
  await page.getByRole("link", { name: LONG }).waitFor();
  await assertUsable(page);
  await picture(page, "console-phone");
  await page.getByRole("link", { name: LONG }).tap();
  await page.getByRole("button", { name: "請款…" }).tap();
  await page.getByRole("spinbutton").fill("300");
  await page.getByRole("button", { name: "確定請款" }).tap();
  await page.locator(".life .captured").waitFor();
  await assertUsable(page);
  await picture(page, "console-phone-payment");
  const [payment] = (await sandbox.transactions()).filter(({ orderId }) => orderId === LONG);
  assert.deepEqual([payment.state, payment.captured], ["CAPTURED", 300]);
  await leave();
});

test("from elsewhere the console asks for the control token, takes it from the fragment, and keeps it out of every address", async () => {
  const { page, context, leave } = await person(browser);
  // As if from another machine: what carries no token is refused.
  await context.route("**/_sandbox/**", (route) => {
    const trusted = route.request().headers()["x-sandbox-control"] === said.controlToken;
    return trusted ? route.continue() : route.fulfill({ status: 403, contentType: "application/json", body: '{"error":"token"}' });
  });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(said.console);
  await page.getByRole("heading", { name: "Control token" }).waitFor();
  await assertUsable(page);
  await page.goto(`${said.console}?again#token=${said.controlToken}`);
  await page.getByRole("heading", { name: "Transactions" }).waitFor();
  await page.getByText("302 transactions").waitFor();
  assert.ok(!page.url().includes(said.controlToken), page.url());
  assert.ok(asked.length > 5 && !asked.some((url) => url.split("#")[0].includes(said.controlToken)));
  await leave();
});
