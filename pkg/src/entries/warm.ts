import type { Host } from "../host.js";
import type { Core } from "../module.js";

const reply =
  '{"returnCode":"0000","returnMessage":"","info":{"paymentUrl":{"web":"https://x.invalid/"},"transactionId":1000000000000000000}}';

/** Sends nothing anywhere and answers at once. */
const nowhere: Host = {
  send: () => Promise.resolve({ status: 200, text: reply }),
  now: () => 0,
  sleep: () => Promise.resolve(),
  nonce: () => "0",
  event: () => undefined,
  quiet: true,
};

/**
 * Makes two reservations that go nowhere, in the background. An engine compiles a function when it first runs; after this, most of
 * what a purchase runs is compiled. Uses no timer and no randomness, which workerd forbids outside of requests.
 */
export function warm(core: Core): void {
  const config = Object.freeze({ channelId: "0", channelSecret: "0123456789abcdef", version: "v3" });
  const order = { orderId: "0", amount: 1, currency: "TWD", packages: [{ id: "0", amount: 1, products: [{ name: "0", quantity: 1, price: 1 }] }] };
  const url = "https://x.invalid/";
  const settings = { origin: "https://x.invalid", confirmPath: "/a", cancelPath: "/b", statusPath: "/c", signingKeys: [] };
  // Whatever comes of them is of no account: a failure here will show in the first real call.
  core.call(config, nowhere, "reserve", { ...order, redirectUrls: { confirmUrl: url, cancelUrl: url } }, undefined).catch(() => undefined);
  core.checkoutReserve(config, nowhere, settings, order).catch(() => undefined);
}
