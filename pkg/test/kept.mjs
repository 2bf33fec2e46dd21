// A shop with or without a ledger over the sandbox in this process: the built package and LINE Pay's server, no port.
import { existsSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url);
export const built = existsSync(here("../wasm/inline.js")) && existsSync(here("../../sandbox/pkg/dist/index.js"));
export const { LinePay } = built ? await import("../dist/index.js") : {};
export const { createCheckout } = built ? await import("../dist/checkout.js") : {};
export const { memoryLedger } = built ? await import("../dist/ledger.js") : {};
const { createSandbox } = built ? await import("../../sandbox/pkg/dist/index.js") : {};

export const ORIGIN = "https://shop.example.com";
const CHANNEL = { channelId: "1234567890", channelSecret: "0123456789abcdef0123456789abcdef" };

/** What the shop quotes, in the body of a version. */
export function quoteOf(version, orderId, amount, more = {}) {
  const { capture = true, payType, shipping, maxShippingFeeAmount } = more;
  if (version === "v2") {
    return { orderId, amount, currency: "TWD", productName: "Tea", capture, ...(payType && { payType }) };
  }
  const goods = amount - (shipping?.feeAmount ?? 0);
  const packages = [{ id: "1", amount: goods, products: [{ name: "Tea", quantity: 1, price: goods }] }];
  const fee = shipping && { options: { payment: { capture }, shipping }, maxShippingFeeAmount };
  const options = { payment: { capture, ...(payType && { payType }) } };
  return { orderId, amount, currency: "TWD", packages, options, ...fee };
}

/** What a browser sends after an answer. */
export function cookieOf(answer) {
  const cookies = answer.headers.getSetCookie();
  return cookies.map((text) => text.split(";")[0]).join("; ");
}

/** A shop, its LINE Pay and its buyers. */
export async function keptShop({ version = "v3", ledger, timeouts = {}, more = {}, settings = {}, onEvent, ...options } = {}) {
  const sandbox = await createSandbox({ ...CHANNEL, merchantName: "Tea", origin: "https://localhost", settings });
  const seen = { paid: [], problems: [], calls: [], hooks: [] };
  const linePay = new LinePay({
    ...CHANNEL,
    version,
    baseUrl: sandbox.baseUrl,
    timeouts,
    onEvent,
    fetch: (url, init) => {
      seen.calls.push(`${init.method} ${new URL(url).pathname}`);
      return sandbox.fetch(url, init);
    },
  });
  const hook = (name) => (payment, _env, key) => void seen.hooks.push([name, key, payment]);
  const hooks =
    ledger === undefined ? {} : { ledger, onRefunded: hook("refunded"), onReleased: hook("released"), onCaptured: hook("captured") };
  const make = (changed = {}) =>
    createCheckout({
      linePay,
      quote: async (request) => {
        const { orderId = "ORD-1", amount = 360, ...wish } = await request.json();
        return quoteOf(version, orderId, amount, { ...more, ...wish });
      },
      onPaid: async (payment, _env, key) => void seen.paid.push([key, payment]),
      onProblem: (problem) => void seen.problems.push(problem),
      ...hooks,
      ...options,
      ...changed,
    });
  const shop = { sandbox, seen, linePay, checkout: make(), make };
  shop.ask = (url, headers = {}, checkout = shop.checkout) => checkout.fetch(new Request(new URL(url, ORIGIN), { headers }), {});
  /** A wish to pay, by a script of the shop. */
  shop.pay = async (wish = {}, checkout = shop.checkout) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(wish) };
    const answer = await checkout.fetch(new Request(`${ORIGIN}/pay/reserve`, init), {});
    return { status: answer.status, cookie: cookieOf(answer), ...(await answer.json()) };
  };
  /** The buyer approves; where LINE Pay sends the browser then. */
  shop.approve = async (transactionId) => (await sandbox.approve(transactionId)).redirectUrl;
  shop.approved = async (wish) => {
    const reserved = await shop.pay(wish);
    return { ...reserved, back: await shop.approve(reserved.transactionId) };
  };
  /** What a page says: its title. */
  shop.page = async (url, headers, checkout) => {
    const text = await (await shop.ask(url, headers, checkout)).text();
    return /<h1>(.*?)<\/h1>/.exec(text)?.[1];
  };
  shop.state = async (url) => (await (await shop.ask(url, { accept: "application/json" })).json()).state;
  shop.sweep = (orderId = "ORD-1", checkout = shop.checkout) => checkout.sweep(`linepay/${orderId}`, {});
  /** Transactions whose money is taken or set aside. */
  shop.holding = async () => {
    const all = await sandbox.transactions();
    return all.filter(({ state }) => state === "CAPTURED" || state === "AUTHORIZED").map(({ transactionId }) => transactionId);
  };
  shop.count = (end) => seen.calls.filter((call) => call.endsWith(end)).length;
  return shop;
}
