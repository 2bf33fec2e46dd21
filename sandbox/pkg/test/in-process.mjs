// A shop and its sandbox in one process, for the tests of `linepay-sandbox`.
import { LinePay } from "linepay-edge";
import { createSandbox } from "linepay-sandbox";

export const SECRET = "0123456789abcdef0123456789abcdef";
export const KEYS = { channelId: "1600000001", channelSecret: SECRET };
export const START = Date.UTC(2026, 4, 7, 3, 4, 5);
export const URLS = { confirmUrl: "https://shop.example.com/paid?cart=7", cancelUrl: "https://shop.example.com/cart" };
export const PRODUCTS = [{ name: "Tea", quantity: 1, price: 360 }];
export const order = (orderId, more = {}) => ({
  orderId,
  amount: 360,
  currency: "TWD",
  packages: [{ id: "1", amount: 360, products: PRODUCTS }],
  redirectUrls: URLS,
  ...more,
});
export const CONFIRM = { amount: 360, currency: "TWD" };

export const clientOf = (sandbox, more = {}) =>
  new LinePay({ ...KEYS, version: "v3", baseUrl: sandbox.baseUrl, fetch: sandbox.fetch, ...more });
export const states = async (sandbox) => (await sandbox.transactions()).map(({ state }) => state);

/** A sandbox, a client of it, and a reservation that the buyer has approved. */
export async function approved(options = {}, more = {}) {
  const sandbox = await createSandbox({ ...KEYS, ...options });
  const linePay = clientOf(sandbox, more);
  const { transactionId } = await linePay.reserve(order("ORD-1"));
  const payment = await sandbox.approve(transactionId);
  return { sandbox, linePay, transactionId, payment };
}
