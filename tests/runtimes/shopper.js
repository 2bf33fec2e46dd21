import assert from "node:assert/strict";

/**
 * What a buyer and a shop's program do with a running merchant.
 *
 * @param {string} runtime Makes the order ids of one runtime its own.
 * @param {() => { merchant: object, sandbox: object }} running What the suite has started.
 */
export function shopper(runtime, running) {
  const prefix = runtime.replaceAll(/[^A-Za-z0-9]+/g, "-");
  let orders = 0;
  const merchant = () => running().merchant;
  const control = () => running().sandbox.control;
  const at = (version) => (version === "v2" ? "/pay" : `/${version}`);
  const post = async (path, body) => (await merchant().fetch(path, { method: "POST", body: JSON.stringify(body) })).json();

  const shop = {
    newOrder(end = "") {
      orders += 1;
      return `${prefix}-${orders}${end}`;
    },

    /** Calls the client; gives `{ reply }` or `{ error }`. `more` is what merchant.js takes beside. */
    call: (operation, given, more = {}) => {
      const { also, ...rest } = more;
      return post("/call", { operation, arguments: [given, also], ...rest });
    },

    post,

    /** The captured payments of an order: what the buyer was charged for it. */
    charged: async (orderId) => (await control().transactions()).filter((payment) => payment.orderId === orderId && payment.capturedAt),

    /** How many calls LINE Pay has had. */
    calls: async () => (await control().calls()).at(-1)?.number ?? 0,

    /** Reserves as the shop's page does. */
    reserve: async (orderId = shop.newOrder(), { version = "v2", capture = true, payType, headers = {} } = {}) => {
      const response = await merchant().fetch(`${at(version)}/reserve`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ orderId, capture, payType }),
      });
      const text = await response.text();
      assert.equal(response.status, 200, text);
      const [cookie, ...further] = (response.headers.get("set-cookie") ?? "").split("; Path=/");
      return { ...JSON.parse(text), cookie, cleared: further.filter((text) => text.startsWith("; Max-Age=0")).length };
    },

    /** Approves as the buyer does and gives the path of the confirm page to which LINE Pay sends the browser. */
    approve: async (transactionId) => {
      const { redirectUrl } = await control().approve(transactionId);
      const url = new URL(redirectUrl);
      assert.equal(url.origin, merchant().origin);
      return url.pathname + url.search;
    },

    /** Opens a page of the shop: a path, or a URL of which the path counts. */
    visit: async (where, cookie, headers = {}) => {
      const { pathname, search } = new URL(where, merchant().origin);
      const sent = { "accept-language": "en", ...(cookie ? { cookie } : {}), ...headers };
      const response = await merchant().fetch(pathname + search, { headers: sent });
      return { status: response.status, text: await response.text(), refresh: response.headers.get("refresh") };
    },

    /** Where the order stands, as JSON. */
    status: async ({ statusUrl, cookie }) => JSON.parse((await shop.visit(statusUrl, cookie, { accept: "application/json" })).text),

    /** An order that is paid by its confirm page. */
    buy: async (options) => {
      const reserved = await shop.reserve(options?.orderId, options);
      const path = await shop.approve(reserved.transactionId);
      const page = await shop.visit(path, reserved.cookie);
      return { ...reserved, path, page };
    },
  };
  return shop;
}
