// The buyer's pages of `linepay-sandbox`: the pop-up with each method and each refusal, other browsers, the shipping, consent, My Code.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, person, PHONE, picture } from "./browser.js";
import { appUrl, openPopUp, openSandbox, scan } from "./buyer.js";
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

const button = (page, name) => page.getByRole("button", { name, exact: true });
const sum = (rows) => rows.reduce((total, { amount }) => total + amount, 0);

test("the pop-up runs with each method, alone and together, and the rows of payInfo add up", async () => {
  const { page, leave } = await person(browser);
  for (const [label, method] of [
    ["Credit card", "CREDIT_CARD"],
    ["LINE Pay balance", "BALANCE"],
    ["LINE POINTS", "POINT"],
    ["Coupon", "DISCOUNT"],
  ]) {
    const payment = await at.reserve();
    const popUp = await openPopUp(page, payment);
    await popUp.getByRole("radio", { name: label }).check();
    await button(popUp, "Next").click();
    await button(popUp, "Pay NT$360").click();
    await page.waitForURL(`${at.shopUrl}/paid?transactionId=${payment.transactionId}`);
    const { returnCode, info } = await at.confirm(payment);
    assert.deepEqual([returnCode, info.payInfo.map((row) => [row.method, row.amount])], ["0000", [[method, 360]]]);
  }

  const payment = await at.reserve();
  const popUp = await openPopUp(page, payment);
  await assertUsable(page);
  await picture(page, "buyer-wait");
  await popUp.getByRole("radio", { name: "Several together" }).check();
  for (const [name, value] of [
    ["Paid by Coupon", "400"],
    ["Paid by LINE POINTS", "50"],
    ["Paid by LINE Pay balance", "100"],
  ]) {
    await popUp.getByRole("spinbutton", { name }).fill(value);
  }
  await popUp.getByRole("alert").getByText("more than the amount").waitFor();
  await popUp.getByRole("spinbutton", { name: "Paid by Coupon" }).fill("60");
  await popUp.getByText("The card pays the rest: NT$150").waitFor();
  await assertUsable(popUp);
  await picture(popUp, "buyer-mix");
  await button(popUp, "Next").press("Enter");
  await assertUsable(popUp);
  await picture(popUp, "buyer-confirm");
  await button(popUp, "Pay NT$360").press("Enter");
  await page.waitForURL(`${at.shopUrl}/paid?**`);
  const { info } = await at.confirm(payment);
  assert.deepEqual(
    info.payInfo.map(({ method }) => method),
    ["DISCOUNT", "POINT", "BALANCE", "CREDIT_CARD"],
  );
  assert.equal(sum(info.payInfo), 360);
  await leave();
});

test("the pop-up runs with each refusal that lies with the payer: confirm answers it, and nothing is taken", async () => {
  const { page, context, leave } = await person(browser);
  const popUp = await openPopUp(page, await at.reserve());
  await button(popUp, "Next").click();
  const codes = await popUp.getByRole("combobox").evaluate(({ options }) => [...options].map(({ value, text }) => [value, text]));
  await popUp.close();
  const [first, ...refusals] = codes;
  assert.equal(first[0], "");
  for (const known of ["1102", "1142", "1280", "1283", "1289", "1298"])
    assert.ok(
      refusals.some(([code]) => code === known),
      known,
    );
  assert.ok(refusals.length >= 25 && refusals.every(([code, text]) => text.startsWith(`${code}: `)), "each has its words");
  assert.ok(context.pages().length < 3, "the pop-ups close");
  await leave();
  // Several buyers at once: most of a payment's time is the waiting page's.
  const left = refusals.map(([code]) => code);
  await Promise.all(Array.from({ length: 5 }, () => refuseEach(left)));
});

async function refuseEach(codes) {
  const { page, leave } = await person(browser);
  for (let code = codes.pop(); code; code = codes.pop()) {
    const payment = await at.reserve();
    const popUp = await openPopUp(page, payment);
    await button(popUp, "Next").click();
    await popUp.getByRole("combobox", { name: "What confirm answers the shop" }).selectOption(code);
    await button(popUp, "Pay NT$360").click();
    await page.waitForURL(`${at.shopUrl}/paid?**`);
    assert.equal((await at.confirm(payment)).returnCode, code);
    const known = (await at.sandbox.transactions()).find(({ transactionId }) => transactionId === payment.transactionId);
    assert.deepEqual([known.state, known.captured], ["AUTHENTICATED", 0]);
  }
  await leave();
}

test("on a phone, in Chinese, in the dark: cancelled, declined, and left; each end has a way back", async () => {
  const { page, leave } = await person(browser, { viewport: PHONE, locale: "zh-TW", dark: true });
  let payment = await at.reserve({ langCd: "zh-Hant" });
  let popUp = await openPopUp(page, payment);
  await assertUsable(popUp);
  await picture(popUp, "buyer-phone-pop-up");
  await button(popUp, "取消付款").tap();
  await page.waitForURL(`${at.shopUrl}/cancelled`);

  payment = await at.reserve({ langCd: "zh-Hant" });
  popUp = await openPopUp(page, payment);
  await button(popUp, "下一步").tap();
  await picture(popUp, "buyer-phone-confirm");
  await button(popUp, "模擬付款失敗").tap();
  await page.getByText("付款未成功").waitFor();
  await assertUsable(page);
  await picture(page, "buyer-phone-declined");
  await page.getByRole("link", { name: "回到商店" }).tap();
  await page.waitForURL(`${at.shopUrl}/cancelled`);

  payment = await at.reserve({ langCd: "zh-Hant" });
  popUp = await openPopUp(page, payment);
  await page.locator("summary").tap();
  await assertUsable(page);
  await picture(page, "buyer-phone-wait");
  await page.getByRole("link", { name: "不付款，直接離開" }).tap();
  await page.waitForURL(`${at.shopUrl}/`);
  const known = (await at.sandbox.transactions()).find(({ transactionId }) => transactionId === payment.transactionId);
  assert.equal(known.state, "RESERVED", "the shop learns nothing until the time is over");

  await page.goto(`${at.url}/web/payment/wait?transactionReserveId=unknown`);
  await page.getByRole("heading", { name: "找不到付款" }).waitFor();
  await page.getByRole("link", { name: "商家後台" }).waitFor();
  await assertUsable(page);
  await leave();
});

test("approved on another device by the app link's page: the first browser goes on, the other one where the shop allows it", async () => {
  for (const checkConfirmUrlBrowser of [false, true]) {
    const payment = await at.reserve({ checkConfirmUrlBrowser });
    const began = await person(browser);
    await openPopUp(began.page, payment);
    await began.page.locator("summary").click();
    assert.equal(await began.page.locator(".elsewhere a").getAttribute("href"), appUrl(payment));
    assert.equal(await scan(began.page.getByRole("img", { name: "QR code of the address" })), appUrl(payment));
    await began.page.getByText(`line://pay/payment/${payment.paymentUrl.app.split("/").at(-1)}`).waitFor();

    if (checkConfirmUrlBrowser) await assertUsable(began.page);
    await picture(began.page, "buyer-elsewhere");

    const other = await person(browser, { viewport: PHONE });
    await other.page.goto(appUrl(payment));
    await button(other.page, "Next").tap();
    await button(other.page, "Pay NT$360").tap();
    await other.page.getByRole("heading", { name: "Approved." }).waitFor();
    await assertUsable(other.page);
    await picture(other.page, `buyer-app-${checkConfirmUrlBrowser ? "other" : "any"}-browser`);
    await began.page.waitForURL(`${at.shopUrl}/paid?**`);
    const back = other.page.getByRole("link", { name: "Back to the shop" });
    if (checkConfirmUrlBrowser) {
      await other.page.getByText("Go back to it").waitFor();
      assert.equal(await back.count(), 0);
      await other.page.reload();
      await other.page.getByText("Go back to it").waitFor();
      await other.page.getByRole("link", { name: "front page" }).tap();
      await other.page.waitForURL(`${at.shopUrl}/`);
    } else {
      await back.tap();
      await other.page.waitForURL(`${at.shopUrl}/paid?**`);
    }
    await Promise.all([began.leave(), other.leave()]);
  }
});

test("SERVER: LINE Pay's server calls the shop; NONE: nobody does; both pages say so and lead back", async () => {
  const { page, leave } = await person(browser);
  for (const [confirmUrlType, words, calls] of [
    ["SERVER", "LINE Pay’s server has told the shop", 1],
    ["NONE", "Nobody tells this shop", 0],
  ]) {
    at.visits.length = 0;
    const payment = await at.request("v3", { redirectUrls: { confirmUrlType } });
    const popUp = await openPopUp(page, payment);
    await button(popUp, "Next").click();
    await button(popUp, "Pay NT$360").click();
    await page.getByText(words).waitFor();
    await assertUsable(page);
    const called = at.visits.filter(({ path, browser }) => path.includes(payment.transactionId) && !browser);
    assert.deepEqual([called.length, called.every(({ method }) => method === "GET")], [calls, true]);
    await page.getByRole("link", { name: "To the shop’s front page" }).click();
    await page.waitForURL(`${at.shopUrl}/`);
  }
  await leave();
});

test("v4: the buyer of an automatic payment sees its terms and agrees, or goes no further", async () => {
  const { page, leave } = await person(browser);
  const regPayRequest = { regPayPeriodType: "RECURRING", recurringPeriod: "MONTH", recurringDay: 5, productPrice: 120 };
  const options = { payment: { payType: "PREAPPROVED" }, regPayRequest: { ...regPayRequest, perTransactionLimit: 500 } };
  const payment = await at.request("v4", { options });
  const popUp = await openPopUp(page, payment);
  for (const text of ["every month on day 5", "NT$120 each time", "at most NT$500 each time"]) await popUp.getByText(text).waitFor();
  await button(popUp, "Next").click();
  assert.equal(await popUp.getByRole("heading", { name: "Step 1" }).count(), 1, "not without consent");
  await popUp.getByRole("checkbox").check();
  await assertUsable(popUp);
  await picture(popUp, "buyer-consent");
  await button(popUp, "Next").click();
  await button(popUp, "Pay NT$360").click();
  await page.waitForURL(`${at.shopUrl}/paid?**`);
  assert.match((await at.confirm(payment, 360, "v4")).info.regKey, /^RK[A-Z0-9]{13}$/);
  await leave();
});

test("v3: the buyer gives an address, the shop is asked what shipping costs, and its price is paid", async () => {
  const { page, leave } = await person(browser);
  const shipping = { type: "SHIPPING", feeAmount: 20, feeInquiryUrl: `${at.shopUrl}/fee`, feeInquiryType: "CONDITION" };
  const payment = await at.request("v3", { amount: 380, options: { shipping } });
  const popUp = await openPopUp(page, payment);
  at.shop.prices = { returnCode: "4001", returnMessage: "not to islands" };
  await popUp.getByRole("textbox", { name: "District" }).fill("Kinmen");
  await button(popUp, "Ask the shop what shipping costs").press("Enter");
  await popUp.getByRole("alert").getByText("4001 not to islands").waitFor();
  await assertUsable(popUp);
  const methods = [
    { id: "std", name: "Standard", amount: 20 },
    { id: "fast", name: "Express", amount: "60", toDeliveryYmd: "20260508" },
  ];
  at.shop.prices = { returnCode: "0000", info: { shippingMethods: methods } };
  await popUp.getByRole("textbox", { name: "District" }).fill("Zhongzheng");
  await button(popUp, "Ask the shop what shipping costs").click();
  await popUp.getByRole("radio", { name: /Express · NT\$60 · arrives 2026-05-08/ }).check();
  await assertUsable(popUp);
  await picture(popUp, "buyer-shipping");
  await button(popUp, "Next").click();
  await button(popUp, "Next").click();
  await button(popUp, "Pay NT$420").click();
  await page.waitForURL(`${at.shopUrl}/paid?**`);
  assert.match(page.url(), /shippingFeeAmount=60&shippingMethodId=fast/);
  const asked = at.visits.filter(({ path }) => path === "/fee");
  assert.equal(asked.length, 2);
  assert.match(asked[1].body, new RegExp(`"transactionId":${payment.transactionId},"requiredCurrency":"TWD"`));
  assert.equal(JSON.parse(asked[0].body).shippingAddress.city, "Kinmen");
  const { returnCode, info } = await at.confirm(payment, 420, "v3");
  assert.deepEqual([returnCode, info.shipping.methodId, info.shipping.address.city], ["0000", "fast", "Zhongzheng"]);
  await leave();
});

test("My Code: the page shows one, the counter charges it once", async () => {
  const { page, leave } = await person(browser, { viewport: PHONE, locale: "zh-TW" });
  await page.goto(at.console);
  await button(page, "選單").tap();
  const link = page.getByRole("link", { name: "買家的付款條碼" });
  assert.equal(await link.getAttribute("href"), "/web/sandbox/payment/oneTimeKey");
  await page.goto(`${at.url}/web/sandbox/payment/oneTimeKey?countryCode=TW&paymentMethod=card&preset=1`);
  await page.locator(".code").waitFor();
  await assertUsable(page);
  await picture(page, "buyer-my-code");
  const oneTimeKey = (await page.locator(".code").innerText()).replaceAll(" ", "");
  assert.equal(await scan(page.getByRole("img", { name: "付款條碼的 QR Code" })), oneTimeKey);
  const pay = (orderId) =>
    at.call("/v2/payments/oneTimeKeys/pay", { productName: "Tea", amount: 90, currency: "TWD", orderId, oneTimeKey });
  const { returnCode, info } = await pay("POS-1");
  assert.deepEqual([returnCode, info.payInfo], ["0000", [{ method: "CREDIT_CARD", amount: 90 }]]);
  assert.equal((await pay("POS-2")).returnCode, "1133");
  await button(page, "顯示新的代碼").tap();
  await page.waitForFunction((known) => document.querySelector(".code")?.textContent.replaceAll(" ", "") !== known, oneTimeKey);
  await leave();
});
