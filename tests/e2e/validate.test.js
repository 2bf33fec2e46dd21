import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertFits, launch, person, picture, PHONE } from "./browser.js";
import { openShop } from "./shop.js";
import { assertUsable } from "./usable.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const SIGNATURE = "c2lnbmF0dXJlLW9mLWEtY2FsbC10by1saW5lLXBheQ==";
const KEY = "RK0A1B2C3D4E5F6";
const ID = "2026050712345678910";

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

/** A call as tools write it into a HAR, secrets included. */
function entry(method, url, body, reply, { status = 200, encoding, minute = 0 } = {}) {
  const text = typeof reply === "string" ? reply : JSON.stringify(reply);
  return {
    startedDateTime: `2026-05-07T03:0${minute}:05.000Z`,
    request: {
      method,
      url,
      headers: [
        { name: "X-LINE-ChannelSecret", value: SECRET },
        { name: "X-LINE-Authorization", value: SIGNATURE },
      ],
      ...(body === undefined ? {} : { postData: { mimeType: "application/json", text: JSON.stringify(body) } }),
    },
    response: { status, content: encoding ? { encoding, text: Buffer.from(text).toString(encoding) } : { text } },
  };
}

const PAID =
  `{"returnCode":"0000","returnMessage":"OK","info":{"transactionId":${ID},"orderId":"ORD-1","regKey":"${KEY}",` +
  `"payInfo":[{"method":"CREDIT_CARD","amount":360}]}}`;

/** One payment through a relay: reserved, lost once, confirmed, partly refunded; beside calls of no interest, and another payment. */
function recorded() {
  const api = "https://relay.example.com/line-pay/v3/payments";
  const reserved =
    `{"returnCode":"0000","info":{"transactionId":${ID},` +
    `"paymentUrl":{"web":"https://pay.example.com/x"},"paymentAccessToken":"123456789012"}}`;
  return {
    log: {
      entries: [
        entry("GET", "https://shop.example.com/payments", undefined, "<html>"),
        entry(
          "POST",
          `${api}/request`,
          { orderId: "ORD-1", amount: 360, currency: "TWD", packages: [], redirectUrls: {}, ours: 1 },
          reserved,
          { encoding: "base64" },
        ),
        entry(
          "POST",
          "https://api-pay.line.me/v2/payments/request",
          { orderId: "ORD-2" },
          { returnCode: "1172", returnMessage: "Existing same orderId." },
        ),
        entry("POST", `${api}/${ID}/confirm`, { amount: 360, currency: "TWD" }, "<html>502</html>", { status: 502, minute: 1 }),
        entry("POST", `${api}/${ID}/confirm`, { amount: 360, currency: "TWD" }, PAID, { minute: 2 }),
        entry(
          "POST",
          `${api}/${ID}/refund`,
          { refundAmount: 100 },
          `{"returnCode":"0000","info":{"refundTransactionId":2026050712345679999}}`,
          { minute: 3 },
        ),
        null,
      ],
    },
  };
}

const har = (content, name = "calls.har") => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
});
const reply = (page) => page.locator("textarea");
const told = (page) => page.locator(".told");
const open = (page, file) => page.locator('input[type="file"]').setInputFiles(file);

async function visit(page) {
  await page.goto(`${shop.shopUrl}/validate`);
  await page.locator('input[type="file"]:not([disabled])').waitFor({ state: "attached" });
}

test("a pasted reply: what it is, what does not fit, and what may be done now", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  const asked = [];
  page.on("request", (request) => asked.push(request));
  await page.goto(shop.shopUrl);
  await page.locator('footer a[href="/validate"]').click();
  await reply(page).fill(PAID);
  await told(page).getByText("The reply fits").waitFor();
  const shown = await told(page).innerText();
  for (const part of [ID, "v3 confirm", "captured", "refund", "payInfo[0].amount"]) assert.ok(shown.includes(part), `${part}: ${shown}`);
  assert.ok(!shown.includes(KEY) && shown.includes("••••E5F6"), "the key is masked");
  await page.getByLabel("orderId", { exact: true }).fill("ORD-2");
  await told(page).getByText("in the reply: ORD-1").waitFor();
  assert.match(await told(page).innerText(), /money may have moved/);
  await page.getByLabel("Amount", { exact: true }).fill("abc");
  await told(page).getByText("must be a number such as 360").waitFor();
  await page.getByLabel("Amount", { exact: true }).fill("");
  await page.getByLabel("orderId", { exact: true }).fill("");
  await reply(page).fill('{"returnCode":"1142","returnMessage":"Insufficient balance"}');
  await told(page).getByText("LINE Pay refused").waitFor();
  assert.match(await told(page).innerText(), /1142 not enough balance|1142 .*balance/i);
  await page.locator("select").first().selectOption("paymentCheck");
  await reply(page).fill('{"returnCode":"1150","returnMessage":"Transaction record not found."}');
  await told(page).getByText("LINE Pay has no record of it").waitFor();
  assert.equal(await told(page).locator(".verdict.bad").count(), 0, "an ordinary answer is not red");
  await page.emulateMedia({ colorScheme: "dark" });
  await assertUsable(page);
  assert.ok(await reply(page).evaluate((field) => field === document.activeElement), "and the edges of what has the focus are seen");
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("select").first().selectOption("confirm");
  await reply(page).fill("<html>Bad gateway</html>");
  await told(page).getByText("no JSON, cut off").waitFor();
  await reply(page).fill("");
  await told(page).getByText("Nothing to check yet").waitFor();
  const foreign = asked.filter((request) => request.method() !== "GET" || new URL(request.url()).origin !== new URL(shop.shopUrl).origin);
  assert.deepEqual(
    foreign.map((request) => request.url()),
    [],
    "nothing is uploaded",
  );
  await leave();
});

test("a HAR file: its calls are recognised, a payment is put together, and no secret is shown or kept", async () => {
  const { page, leave } = await person(browser, { secret: shop.channelSecret });
  await visit(page);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await open(page, har(recorded()));
  const calls = page.locator(".calls li button");
  await page.getByText("5 calls to LINE Pay in calls.har").waitFor();
  assert.deepEqual(
    (await calls.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ")),
    [
      "1: 03:00:05 v3 reserve ✓",
      "2: 03:00:05 v2 reserve 1172",
      "3: 03:01:05 v3 confirm GATEWAY",
      "4: 03:02:05 v3 confirm ✓",
      "5: 03:03:05 v3 refund ✓",
    ],
  );
  const widths = await calls.evaluateAll((buttons) => buttons.map((button) => button.offsetWidth - button.parentElement.clientWidth));
  assert.deepEqual(new Set(widths), new Set([0]), "one below the other, as wide as their list");
  await told(page).getByText("The payment: reserved").waitFor();
  await calls.nth(2).click();
  await told(page).getByText("Something in between answered").waitFor();
  assert.match(await told(page).innerText(), /ask before anything else/);
  await calls.nth(4).focus();
  await page.keyboard.press("Enter");
  await told(page).getByText("The payment: partly refunded").waitFor();
  const shown = await told(page).innerText();
  for (const part of ["By 3 calls", "NT$100", "NT$260", "ORD-1", ID]) assert.ok(shown.includes(part), `${part}: ${shown}`);
  await picture(page, "validate-har");
  await assertFits(page);
  for (let index = 0; index < 5; index++) {
    await calls.nth(index).click();
    const everything = await page.evaluate(
      () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie,
    );
    for (const secret of [SECRET, SIGNATURE]) assert.ok(!everything.includes(secret), `call ${index}`);
    assert.ok(!(await told(page).innerText()).includes(KEY), `call ${index}`);
  }
  assert.deepEqual(asked, [], "a dropped file makes no request");
  await leave();
});

test("a file that is none says why, and the page goes on", async () => {
  const { page, leave } = await person(browser);
  await visit(page);
  const alert = page.locator('.given [role="alert"]');
  for (const [content, says] of [
    ["", "is not a HAR file"],
    ["{", "is not a HAR file"],
    ["null", "is not a HAR file"],
    ['{"log":{}}', "is not a HAR file"],
    ['{"log":{"entries":[null,5,{},{"request":{"method":"GET","url":5}}]}}', "holds no call to LINE Pay"],
  ]) {
    await open(page, har(content, "odd.har"));
    await alert.getByText(`odd.har ${says}`).waitFor();
  }
  await page.evaluate(() => {
    const file = new File([new Uint8Array(65 * 1024 * 1024)], "huge.har");
    const data = new DataTransfer();
    data.items.add(file);
    dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
  });
  await alert.getByText("huge.har is too big: at most 64 MiB").waitFor();
  await reply(page).evaluate((area) => {
    area.value = "x".repeat(4 * 1024 * 1024 + 1);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await alert.getByText("Reply is too big: at most 4 MiB").waitFor();
  await reply(page).fill(PAID);
  await told(page).getByText("The reply fits").waitFor();
  assert.equal(await alert.count(), 0);
  await leave();
});

test("a dropped file is read as an opened one", async () => {
  const { page, leave } = await person(browser);
  await visit(page);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.har"));
    dispatchEvent(new DragEvent("dragover", { dataTransfer: data, cancelable: true }));
    dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
  }, JSON.stringify(recorded()));
  await page.getByText("5 calls to LINE Pay in dropped.har").waitFor();
  await leave();
});

for (const [name, who] of [
  ["desktop-en", {}],
  ["desktop-zh-dark", { locale: "zh-TW", dark: true }],
  ["phone-en-dark", { viewport: PHONE, dark: true }],
  ["phone-zh", { locale: "zh-TW", viewport: PHONE }],
]) {
  test(`the page fits: ${name}`, async () => {
    const { page, leave } = await person(browser, who);
    await visit(page);
    await picture(page, `validate-${name}-empty`);
    await assertUsable(page);
    await page.locator(".sources button").first().click();
    await told(page).locator(".verdict").waitFor();
    await picture(page, `validate-${name}-mismatch`);
    await assertFits(page);
    await open(page, har(recorded()));
    await page.locator(".calls li button").nth(3).click();
    await told(page).locator(".steps .badge").first().waitFor();
    await picture(page, `validate-${name}-paid`);
    await assertUsable(page);
    await page.locator(".calls li button").nth(1).click();
    await told(page).locator(".facts").first().waitFor();
    await picture(page, `validate-${name}-refused`);
    await assertFits(page);
    await leave();
  });
}
