// The merchant console of `linepay-sandbox`, as a merchant uses it: by the keyboard, on a desktop and on a phone, in both languages.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
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

/** Goes to a page by the menu, and looks at it. */
async function open(page, name) {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** What a click gives as a file. */
async function fileOf(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return readFileSync(await download.path(), "utf8");
}

test("each page of the deck's console does what it is for", async () => {
  const { page, context, leave } = await person(browser);
  page.setDefaultTimeout(8000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto(`${said.console}keys`);
  await page.getByRole("button", { name: "View: Channel Secret Key (sandbox)" }).press("Enter");
  await page.getByText(said.channelSecret).waitFor();
  await page.getByRole("button", { name: "Copy: Channel Secret Key (sandbox)" }).press("Enter");
  await page.getByRole("button", { name: "Copied: Channel Secret Key (sandbox)" }).waitFor();
  assert.equal(await copied(), said.channelSecret);
  await assertUsable(page);
  await picture(page, "console-keys");

  await open(page, "Payment server IP");
  await page.getByRole("button", { name: "Begin a list" }).press("Enter");
  await page.getByRole("textbox", { name: "IP 1" }).fill("203.0.113.0");
  await page.getByRole("textbox", { name: "Mask 1" }).fill("23");
  await page.getByRole("button", { name: "Register" }).press("Enter");
  await page.getByRole("alert").waitFor();
  await page.getByRole("textbox", { name: "Mask 1" }).fill("24");
  await page.getByRole("button", { name: "Add a row" }).press("Enter");
  await page.getByRole("textbox", { name: "IP 2" }).fill("198.51.100.7");
  await page.getByRole("button", { name: "Register" }).press("Enter");
  await page.getByText("198.51.100.7/32").waitFor();
  assert.match(await call("request", {}), /"1106".*127\.0\.0\.1/, "v2 calls from elsewhere are refused");
  await assertUsable(page);
  await picture(page, "console-addresses");
  await page.getByRole("checkbox", { name: "198.51.100.7/32" }).press("Space");
  await page.getByRole("button", { name: "Delete the chosen" }).press("Enter");
  await page.getByText("198.51.100.7/32").waitFor({ state: "hidden" });
  assert.deepEqual((await sandbox.settings()).allow, ["203.0.113.0/24"]);
  await page.getByRole("button", { name: "Remove the list" }).press("Enter");
  await page.getByText("No list").waitFor();

  await open(page, "Notifications");
  await page.getByText("A call from an address that is not on the list").last().waitFor();
  await page.getByRole("button", { name: "Mark all as read" }).press("Enter");
  assert.equal(await page.getByText("new", { exact: true }).count(), 0);
  await page.getByRole("combobox", { name: "Type" }).selectOption("refusedAddress");
  const told = (count) => page.waitForFunction((count) => document.querySelectorAll(".notice").length === count, count);
  await told(1);
  await page.getByRole("combobox", { name: "Type" }).selectOption("All types");
  for (const [words, count] of Object.entries({ "address that is not": 1, "127.0.0.1": 1, "ord-299": 1, "no such": 0 })) {
    await page.getByRole("searchbox", { name: "Title and details" }).fill(words);
    await told(count);
  }
  await page.getByText("Nothing to tell.").waitFor();
  await assertUsable(page);

  await open(page, "Basic information");
  await page.getByRole("searchbox").fill("1105");
  await page.getByRole("switch").press("Space");
  await page.getByText("changed").waitFor();
  assert.match(await call("request", {}), /"1105"/);
  await page.getByRole("switch").press("Space");
  await page.getByText("changed").waitFor({ state: "hidden" });
  await assertUsable(page);

  await open(page, "Payment link");
  await page.getByRole("combobox", { name: "API version" }).selectOption("v2");
  await page.getByRole("combobox", { name: "Programming language" }).selectOption("Go");
  await page.getByText(`"${said.url}/v2/payments/request"`).waitFor();
  await page.getByText("POST /v2/payments/{transactionId}/confirm").waitFor();
  await assertUsable(page);

  await open(page, "Capture items");
  await page.getByText(/29 d 23:\d\d:\d\d left/).waitFor();
  await assertUsable(page);
  await open(page, "Deposits and payouts");
  await page.getByRole("img", { name: "Payout by day" }).waitFor();
  await assertUsable(page);
  await picture(page, "console-deposits");
  await open(page, "Download history");
  const csv = await fileOf(page, "Download CSV");
  assert.ok(csv.startsWith('\ufeff"date (UTC)"') && csv.includes('"ORD-10"'), csv.slice(0, 80));
  await assertUsable(page);

  await open(page, "CS (customer service)");
  await page.getByRole("link", { name: "Technical guide of LINE Pay" }).waitFor();
  await assertUsable(page);

  await open(page, "Break it, and the clock");
  await page.getByRole("button", { name: "Confirm: 1199, nothing is taken" }).press("Enter");
  await page.getByText("code 1199").waitFor();
  await page.getByRole("button", { name: "Forward 1 day" }).press("Enter");
  await assertUsable(page);
  await picture(page, "console-break");
  const id = await pay("LIVE-2");
  await page.getByText("Nothing is armed").waitFor();
  await page.locator(".call", { hasText: "1199" }).first().waitFor();
  assert.ok((await sandbox.time()).getTime() - Date.now() > 86_000_000);

  await open(page, "Inspector");
  await page.getByRole("searchbox").fill(id);
  const spoilt = page.locator(".call", { hasText: "1199" });
  await spoilt.locator("summary").first().press("Enter");
  await spoilt.getByRole("button", { name: "Copy as curl" }).press("Enter");
  await spoilt.getByText("Copied", { exact: true }).first().waitFor();
  const curl = await copied();
  assert.ok(curl.includes(`'${said.url}/v2/payments/${id}/confirm'`) && !curl.includes(said.channelSecret), curl);
  await assertUsable(page);
  await picture(page, "console-inspector");
  const { log } = JSON.parse(await fileOf(page, "Export as HAR"));
  assert.equal(log.entries.length, 3);
  await leave();
});

test("on a phone, in Chinese and in the dark: a part of an authorisation is captured", async () => {
  const { page, leave } = await person(browser, { secret: said.channelSecret, viewport: PHONE, locale: "zh-TW", dark: true });
  await page.goto(said.console);
  await page.getByRole("link", { name: LONG }).waitFor();
  await assertUsable(page);
  await picture(page, "console-phone");
  const menu = page.getByRole("button", { name: "選單" });
  await menu.press("Enter");
  await page.getByRole("link", { name: "API 檢視器" }).focus();
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("aria-expanded"), "false", "Escape closes the menu");
  assert.ok(await menu.evaluate((button) => button === document.activeElement), "and gives its button the focus");
  await page.getByRole("link", { name: LONG }).tap();
  await page.getByRole("button", { name: "請款…" }).tap();
  await page.getByRole("spinbutton").fill("300");
  await page.getByRole("button", { name: "確定請款" }).tap();
  await page.locator(".life .captured").waitFor();
  await assertUsable(page);
  await picture(page, "console-phone-payment");
  const [payment] = (await sandbox.transactions()).filter(({ orderId }) => orderId === LONG);
  assert.deepEqual([payment.state, payment.captured], ["CAPTURED", 300]);
  // A table that is wider than the window.
  await sandbox.set({ allow: ["203.0.113.7"] });
  await sandbox.seed({ payments: [{ orderId: "WAITS", amount: 360, state: "AUTHORIZED" }] });
  for (const [path, words] of [
    ["break", "請款期限 WAITS"],
    ["basics", "v2：productImageUrl 可用 http，但不顯示圖片；false：2101"],
    ["link", "買家同意後扣款，或取得授權"],
    ["addresses", "203.0.113.7/32"],
  ]) {
    await page.goto(`${said.console}${path}`);
    await page.getByText(words).waitFor();
    await assertUsable(page);
    await picture(page, `console-phone-${path}`);
  }
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
  await page.getByText("304 transactions").waitFor();
  assert.ok(!page.url().includes(said.controlToken), page.url());
  await assertUsable(page);
  await page.getByRole("button", { name: "Log out" }).press("Enter");
  await page.getByRole("heading", { name: "Control token" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Control token" }).waitFor();
  assert.ok(asked.length > 5 && !asked.some((url) => url.split("#")[0].includes(said.controlToken)));
  await leave();
});
