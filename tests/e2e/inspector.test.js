// What the console's inspector draws: the sequence of an order, and a wrong signature beside the right one.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { createSandbox } from "linepay-sandbox";
import { launch, person, PHONE, picture } from "./browser.js";
import { openSandbox } from "./buyer.js";
import { assertUsable } from "./usable.js";

let browser;
let at;
before(async () => {
  [browser, at] = await Promise.all([launch(), openSandbox()]);
});
after(async () => {
  await browser?.close();
  at?.close();
});

/** The table beside the picture. */
const rows = async (page) => {
  const cells = await page.locator("section[aria-labelledby=sequence] tbody tr").allInnerTexts();
  return cells.map((row) => row.split("\t").slice(1).join(" · ").trim());
};

test("a payment's sequence is drawn, and the same stands in a table", async () => {
  const payment = await at.reserve();
  await at.confirm(payment);
  await at.sandbox.approve(payment.transactionId);
  await at.sandbox.arm({ operation: "confirm", when: "after", kind: "code", code: "9000" });
  await at.confirm(payment);
  await at.sandbox.advance(120_000);
  await at.confirm(payment);
  const { page, leave } = await person(browser);
  await page.goto(`${at.console}transactions/${payment.transactionId}`);
  await page.getByRole("img", { name: /Sequence diagram of 12 messages/ }).waitFor();
  await page.getByText("The same as a table").press("Enter");
  assert.deepEqual(await rows(page), [
    "Shop · LINE Pay · reserve",
    "LINE Pay · Shop · 0000",
    "Shop · Browser · paymentUrl",
    "Shop · LINE Pay · confirm",
    "LINE Pay · Shop · 1169 not approved yet",
    "Browser · LINE Pay · The buyer approved",
    "LINE Pay · Browser · redirect to confirmUrl",
    "Browser · Shop · GET confirmUrl",
    "Shop · LINE Pay · confirm",
    "LINE Pay · Shop · 9000 (code after)",
    "Shop’s sweep · LINE Pay · confirm",
    "LINE Pay · Shop’s sweep · 1172 refused",
  ]);
  await assertUsable(page);
  await picture(page, "inspector-sequence");

  // The same calls among those of other orders, one order's beside each other; the arrow keys go from one to the next.
  await at.reserve();
  await page.goto(`${at.console}inspector`);
  await page.getByRole("checkbox", { name: "Grouped by order" }).press("Space");
  const group = page.locator(".of-order", { hasText: payment.transactionId });
  assert.equal(await group.getByRole("heading", { level: 2 }).innerText(), "BUYER-1 4 calls");
  assert.deepEqual(await group.locator(".call strong").allInnerTexts(), ["reserve", "confirm", "confirm", "confirm"]);
  assert.equal(await page.locator(".of-order h2").first().innerText(), "BUYER-2 1 call", "the newest first");
  const focused = () => page.evaluate(() => document.activeElement.querySelector(".number")?.textContent);
  await page.locator(".call summary").first().focus();
  for (const [key, number] of [
    ["ArrowDown", "1"],
    ["End", "4"],
    ["ArrowUp", "3"],
    ["Home", "5"],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await focused(), number, key);
  }
  await page.keyboard.press("Enter");
  await assertUsable(page);
  await picture(page, "inspector-grouped");
  await leave();
});

test("on a phone the sequence is drawn within its width, in letters that can be read", async () => {
  const payment = await at.reserve();
  await at.confirm(payment);
  await at.sandbox.approve(payment.transactionId);
  await at.confirm(payment);
  await at.sandbox.advance(120_000);
  await at.confirm(payment);
  for (const [locale, dark, heading] of [
    ["zh-TW", true, "誰向誰說了什麼"],
    ["en-US", false, "Who told whom what"],
  ]) {
    const { page, leave } = await person(browser, { viewport: PHONE, locale, dark });
    await page.goto(`${at.console}transactions/${payment.transactionId}`);
    await page.getByRole("heading", { name: heading }).waitFor();
    await page.waitForFunction(() => document.querySelector(".drawn svg").viewBox.baseVal.width < 400);
    const drawn = await page.locator(".drawn").evaluate((box) => {
      const { left, right } = box.getBoundingClientRect();
      const texts = [...box.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
      const outside = texts.filter(([, at]) => at.left < left || at.right > right).map(([label]) => label);
      const letters = Number.parseFloat(getComputedStyle(box.querySelector("text")).fontSize);
      const { width } = box.querySelector("svg").getBoundingClientRect();
      const scale = width / box.querySelector("svg").viewBox.baseVal.width;
      return { scrolls: box.scrollWidth - box.clientWidth, outside, letters: Math.round(letters * scale) };
    });
    assert.deepEqual(drawn, { scrolls: 0, outside: [], letters: 13 });
    await assertUsable(page);
    await picture(page, `inspector-sequence-phone${dark ? "-dark" : ""}`);
    await leave();
  }
});

test("an answer that belongs to the flow is told from a refusal, in words and in colour", async () => {
  const payment = await at.reserve();
  await at.confirm(payment);
  await fetch(`${at.url}/v2/payments?transactionId=${payment.transactionId}`, {
    headers: { "x-line-channelid": at.channelId, "x-line-channelsecret": at.channelSecret },
  });
  await at.sandbox.approve(payment.transactionId);
  await at.confirm(payment, 1);
  await at.sandbox.arm({ operation: "confirm", kind: "code", code: "9000" });
  await at.confirm(payment);
  for (const [locale, dark, words] of [
    ["en-US", false, ["9000", "1153 refused", "1150 no record yet", "1169 not approved yet", "0000"]],
    ["zh-TW", true, ["9000", "1153 已拒絕", "1150 尚無紀錄", "1169 買家尚未確認", "0000"]],
  ]) {
    const { page, leave } = await person(browser, { locale, dark });
    await page.goto(`${at.console}inspector`);
    await page.locator(".call").first().waitFor();
    const answers = page.locator(".call .badge:not(.fault)");
    assert.deepEqual((await answers.allInnerTexts()).slice(0, 5), words);
    const colours = await answers.evaluateAll((all) => all.slice(0, 5).map((badge) => getComputedStyle(badge).color));
    assert.equal(new Set(colours).size, 3, colours.join(", "));
    assert.equal(colours[2], colours[3]);
    assert.equal(colours[0], colours[1]);
    await assertUsable(page);
    await page.locator("input[type=checkbox]").first().press("Space");
    await page.getByText(words[2]).waitFor({ state: "detached" });
    assert.deepEqual((await answers.allInnerTexts()).slice(0, 2), words.slice(0, 2));
    await picture(page, `inspector-answers-${locale}`);
    await leave();
  }
});

test("at the sandbox's own address a browser gets a page that leads to the console", async () => {
  for (const [viewport, dark] of [
    [PHONE, true],
    [undefined, false],
  ]) {
    const { page, leave } = await person(browser, { ...(viewport ? { viewport } : {}), dark });
    await page.goto(`${at.url}/`);
    assert.deepEqual(await page.locator("code").allInnerTexts(), [at.url, at.url]);
    await assertUsable(page);
    await picture(page, `sandbox-start${dark ? "-dark" : ""}`);
    await page.getByRole("link", { name: "開啟商家後台" }).press("Enter");
    await page.waitForURL(at.console);
    await leave();
  }
});

test("1106: what was to be signed stands beside what was, with the bytes from where they part", async () => {
  const { createHmac } = await import("node:crypto");
  const nonce = randomUUID();
  const body = '{"amount":100,"currency":"TWD","orderId":"SIGNED/1"}';
  const php = body.replaceAll("/", "\\/");
  const path = "/v3/payments/request";
  const signature = createHmac("sha256", at.channelSecret).update(`${at.channelSecret}${path}${php}${nonce}`).digest("base64");
  const headers = { "content-type": "application/json", "x-line-channelid": at.channelId, "x-line-authorization-nonce": nonce };
  await fetch(at.url + path, { method: "POST", headers: { ...headers, "x-line-authorization": signature }, body });
  await fetch(at.url + path, { method: "POST", headers: { ...headers, "x-line-authorization": "A".repeat(44) }, body });

  const { page, leave } = await person(browser, { secret: at.channelSecret });
  await page.goto(`${at.console}inspector`);
  await page.getByRole("searchbox").fill("1106");
  const [unknown, known] = [page.locator(".call").first(), page.locator(".call").nth(1)];
  await known.locator("summary").first().press("Enter");
  const row = known.getByRole("row", { name: "Query or body" });
  assert.deepEqual(await row.locator("mark").allInnerTexts(), ['/1"}', '\\/1"}']);
  await row.getByText("from character 49: 2f 31 22 7d").waitFor();
  await row.getByText("from character 49: 5c 2f 31 22 7d").waitFor();
  assert.match(await known.getByRole("row", { name: "X-LINE-Authorization" }).innerText(), /=/);
  await assertUsable(page);
  await picture(page, "inspector-signature");
  await unknown.locator("summary").first().press("Enter");
  assert.equal(await unknown.getByText("not found: another secret").count(), 4);
  await leave();
});

test("mounted below a path of a shop's own worker, the pages that come later find their scripts and styles too", async () => {
  const origin = "http://127.0.0.1:8787";
  const sandbox = await createSandbox({ channelId: at.channelId, channelSecret: at.channelSecret, origin, prefix: "/line-pay" });
  const { page, context, leave } = await person(browser);
  const elsewhere = [];
  await context.route("**/*", async (route) => {
    const request = route.request();
    if (!request.url().startsWith(`${origin}/line-pay/`)) {
      elsewhere.push(request.url());
      return route.abort();
    }
    const response = await sandbox.fetch(request.url(), { method: request.method(), headers: await request.allHeaders() });
    const body = Buffer.from(await response.arrayBuffer());
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  });
  await page.goto(`${origin}/line-pay/console/`);
  await page.getByText("0 transactions").waitFor();
  await page.getByRole("link", { name: "Capture items" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Capture items" }).waitFor();
  assert.deepEqual(elsewhere, []);
  await leave();
});
