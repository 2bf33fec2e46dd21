// Makes the pictures of the READMEs: `node tests/e2e/pictures.js` writes docs/pictures. The sandbox runs in this program with a seed and a
// clock that stands, so that the same Chromium makes the same pictures.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LinePay } from "linepay-edge";
import { createSandbox } from "linepay-sandbox";
import { launch, PHONE } from "./browser.js";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const KEYS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };
const NOW = Date.UTC(2026, 4, 7, 3, 4, 5);
const DAY = 86_400;
const QUALITY = 0.82;
const GOODS = ["原味優格 6 入", "阿里山烏龍茶", "手工餅乾禮盒", "Drip coffee, 10 bags", "陶瓷馬克杯", "Sample tea set and 1 more item"];

/** A shop's week: most is paid, some is not. */
function past() {
  const states = [
    "CAPTURED",
    "CAPTURED",
    "CAPTURED",
    "AUTHORIZED",
    "CAPTURED",
    "PARTLY_REFUNDED",
    "CAPTURED",
    "REFUNDED",
    "CANCELLED",
    "VOIDED",
  ];
  return Array.from({ length: 240 }, (_, index) => {
    const state = states[index % states.length];
    const amount = 90 + ((index * 137) % 1900);
    return {
      orderId: `TEA-${1000 - index}`,
      amount,
      state,
      version: ["v2", "v3", "v4"][index % 3],
      method: ["CREDIT_CARD", "BALANCE", "POINT"][index % 3],
      productName: GOODS[index % GOODS.length],
      agoSeconds: Math.floor((index * 7 * DAY) / 240) + 600,
      ...(state === "PARTLY_REFUNDED" ? { refunded: 60 } : {}),
    };
  });
}

async function openSandbox() {
  let now = NOW;
  const sandbox = await createSandbox({ ...KEYS, merchantName: "茶日 Tea Day", seed: "pictures", now: () => now });
  await sandbox.seed({ payments: past() });
  const linePay = new LinePay({ ...KEYS, version: "v3", baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
  const packages = [{ id: "1", amount: 360, products: [{ name: "阿里山烏龍茶", quantity: 2, price: 180 }] }];
  const redirectUrls = { confirmUrl: "https://shop.example.com/paid", cancelUrl: "https://shop.example.com/cart" };
  const order = (orderId) => ({ orderId, amount: 360, currency: "TWD", packages, redirectUrls });
  const later = (seconds) => {
    now += seconds * 1000;
  };
  // The answer to confirm is lost; the shop's sweep asks, and finds the money taken.
  const { transactionId } = await linePay.reserve(order("TEA-1001"));
  later(25);
  await sandbox.approve(transactionId, { methods: [{ method: "POINT", amount: 60 }, { method: "CREDIT_CARD" }] });
  await sandbox.arm({ operation: "confirm", when: "after", kind: "drop" });
  later(2);
  await linePay.confirm({ transactionId, amount: 360, currency: "TWD" }).catch(() => {});
  later(300);
  await linePay.statusCheck({ transactionId });
  await linePay.paymentCheck({ transactionIds: [transactionId] }).catch(() => {});
  // Signed as PHP writes JSON, sent as JavaScript does.
  const body = '{"amount":360,"currency":"TWD","orderId":"2026/05/07-1"}';
  await wronglySigned(sandbox, body, body.replaceAll("/", "\\/"));
  const waiting = await linePay.reserve(order("TEA-1002"));
  return { sandbox, transactionId, waiting, later };
}

async function wronglySigned(sandbox, body, signed) {
  const path = "/v3/payments/request";
  const nonce = "11111111-2222-4333-8444-555555555555";
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", text.encode(KEYS.channelSecret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, text.encode(KEYS.channelSecret + path + signed + nonce));
  const headers = { "content-type": "application/json", "x-line-channelid": KEYS.channelId, "x-line-authorization-nonce": nonce };
  headers["x-line-authorization"] = Buffer.from(mac).toString("base64");
  await sandbox.fetch(sandbox.baseUrl + path, { method: "POST", headers, body });
}

/** A browser's context whose network is the sandbox alone. */
async function contextOf(browser, sandbox, options) {
  const context = await browser.newContext({ timezoneId: "Asia/Taipei", reducedMotion: "reduce", ...options });
  await context.route("**/*", async (route) => {
    const request = route.request();
    const body = request.postDataBuffer() ?? undefined;
    const response = await sandbox.fetch(request.url(), { method: request.method(), headers: await request.allHeaders(), body });
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
  return context;
}

/** Chromium itself writes WebP. */
async function save(browser, name, png) {
  const page = await browser.newPage();
  const url = await page.evaluate(
    async ([data, quality]) => {
      const image = new Image();
      image.src = data;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", quality);
    },
    [`data:image/png;base64,${png.toString("base64")}`, QUALITY],
  );
  await page.close();
  const bytes = Buffer.from(url.split(",")[1], "base64");
  writeFileSync(join(FOLDER, `${name}.webp`), bytes);
  console.log(`${name}.webp: ${(bytes.length / 1000).toFixed(0)} KB`);
}

mkdirSync(FOLDER, { recursive: true });
const [browser, { sandbox, transactionId, waiting }] = await Promise.all([launch(), openSandbox()]);
const at = (path) => sandbox.baseUrl + path;
for (const colorScheme of ["light", "dark"]) {
  const desktop = await contextOf(browser, sandbox, { colorScheme, locale: "en-US", viewport: { width: 1200, height: 760 } });
  const page = await desktop.newPage();
  const shoot = async (name, target = page) => save(browser, `${name}-${colorScheme}`, await target.screenshot());

  await page.goto(at("/console/"));
  await page.getByText(/\d+ transactions/).waitFor();
  await shoot("transactions");
  await page.goto(at(`/console/transactions/${transactionId}`));
  await page.locator(".drawn").waitFor();
  await shoot("sequence", page.locator("section[aria-labelledby=sequence]"));
  await page.goto(at("/console/deposits"));
  await page.getByRole("img").waitFor();
  await shoot("deposits");
  await page.goto(at("/console/inspector"));
  await page.locator(".call", { hasText: "1106" }).locator("summary").first().click();
  await page.locator(".signature").waitFor();
  await shoot("signature", page.locator("table.signature"));
  await desktop.close();

  const phone = await contextOf(browser, sandbox, { colorScheme, locale: "zh-TW", viewport: { ...PHONE, height: 640 } });
  const buyer = await phone.newPage();
  const wait = new URL(waiting.paymentUrl.web);
  await buyer.goto(at(`/web/payment/app/${wait.searchParams.get("transactionReserveId")}`));
  await buyer.locator('input[name="method"][value=""]').check();
  await buyer.locator('input[type="number"]').nth(1).fill("60");
  await shoot("buyer", buyer);
  await phone.close();
}
await browser.close();
