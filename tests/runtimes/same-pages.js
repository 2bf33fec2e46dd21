import assert from "node:assert/strict";
import { test } from "node:test";
import { shopper } from "./shopper.js";

/** What differs from one purchase, port or minute to the next. */
const NEUTRAL = [
  [/https?:\/\/127\.0\.0\.1:\d+/g, "https://shop.invalid"],
  [/(order|reservation)=[\w-]+/g, "$1=TOKEN"],
  [/=[\w-]{60,}(?=;)/g, "=TOKEN"],
  [/(__Host-)?lp\w*\.[\w-]+\.|\b[\w-]+\.(?=\d{19}=)/g, "COOKIE."],
  [/\d{19}/g, "TRANSACTION"],
  [/same-\d+/g, "ORDER"],
  [/<dd>[^<]*\d\d:\d\d( [AP]M)?(?=[^<]*<\/dd>)/g, "<dd>TIME"],
  [/"transactionDate":"[^"]*"/g, '"transactionDate":"TIME"'],
];
const PASSING = /^(date|connection|keep-alive|content-length|transfer-encoding|content-encoding)$/;

/** Everything that a browser gets. */
async function seen(response) {
  const headers = [...response.headers].filter(([name]) => !PASSING.test(name)).sort();
  const all = JSON.stringify([response.status, headers, await response.text()]);
  const [status, kept, text] = JSON.parse(NEUTRAL.reduce((text, [pattern, word]) => text.replace(pattern, word), all));
  // Element by element, so that a difference can be read.
  return { status, headers: kept, shown: text.startsWith("{") ? JSON.parse(text) : text.split(/(?=<)/) };
}

/** What a browser may ask for without having bought anything. */
const ASKED = [
  ["/pay/nothing", {}],
  ["/pay/confirm", {}],
  ["/pay/status?order=abc", {}],
  ["/pay/status?order=abc", { headers: { accept: "application/json" } }],
  ["/pay/cancel", { method: "POST", body: "x" }],
  ["/pay/reserve", {}],
  ["/pay/reserve", { method: "POST", headers: { "content-type": "text/plain" }, body: "x" }],
  ["/pay/reserve", { method: "POST", headers: { "sec-fetch-site": "cross-site" }, body: "x" }],
  ["/pay/reserve", { method: "POST", headers: { "content-type": "application/json" }, body: "{" }],
  ["/pay/reserve", { method: "POST", headers: { "content-type": "application/json" }, body: '{"orderId":""}' }],
  ["/pay/reserve", { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a".repeat(70_000) }],
  ["/pay/status", { headers: { purpose: "prefetch" } }],
];
const LANGUAGES = ["en", "zh-TW,zh;q=0.9,en;q=0.8", "fr", "en;q=0.2, zh;q=0.4"];

/** The purchases whose pages are looked at, each by what happens in LINE Pay. */
const PURCHASES = {
  paid: {},
  authorised: { capture: false },
  refunded: { after: (shop, { transactionId }) => shop.call("refund", { transactionId, refundAmount: 60 }, { version: "v3" }) },
  "not approved": { early: true },
  "without the shop's records": { end: "-unregistered" },
};

/**
 * Two merchants answer a browser in the same way.
 *
 * @param {() => Promise<object[]>} merchants Both, over one sandbox.
 * @param {() => object} sandbox
 */
export function samePages(merchants, sandbox) {
  for (const [path, init] of ASKED) {
    test(`the same answer in Rust: ${init.method ?? "GET"} ${path} ${JSON.stringify(init.headers ?? {})}`, async () => {
      for (const language of LANGUAGES) {
        const headers = { "accept-language": language, ...init.headers };
        const [own, other] = await Promise.all(
          (await merchants()).map(async (merchant) => seen(await merchant.fetch(path, { ...init, headers }))),
        );
        assert.deepEqual(own, other);
      }
    });
  }
  for (const [title, { capture, after, early, end = "" }] of Object.entries(PURCHASES)) {
    test(`the same pages in Rust: ${title}`, async () => {
      const answers = (await merchants()).map(async (merchant, index) => {
        const shop = shopper(`same`, () => ({ merchant, sandbox: sandbox() }));
        const orderId = `same-${Date.now()}${index}${end}`;
        const reserved = await shop.reserve(orderId, { version: "v3", ...(capture === false ? { capture } : {}) });
        const confirm = new URL(reserved.statusUrl);
        confirm.pathname = "/v3/confirm";
        confirm.searchParams.set("transactionId", reserved.transactionId);
        const path = early ? confirm.pathname + confirm.search : await shop.approve(reserved.transactionId);
        const all = [];
        const visit = async (path, headers) => all.push(await seen(await merchant.fetch(path, { headers })));
        for (const language of LANGUAGES.slice(0, 2)) await visit(path, { "accept-language": language, cookie: reserved.cookie });
        await after?.(shop, reserved);
        const { pathname, search } = new URL(reserved.statusUrl);
        await visit(path, { "accept-language": "zh-TW" });
        await visit(pathname + search, { accept: "application/json" });
        await visit(pathname.replace("status", "cancel") + search, { "accept-language": "en" });
        return all;
      });
      const [own, other] = await Promise.all(answers);
      assert.deepEqual(own, other);
    });
  }
}
