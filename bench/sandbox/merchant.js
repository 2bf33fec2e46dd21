// A merchant that calls `createSandbox().fetch` as a client does: a signature, headers and a text, and the answer read as a text.
import { createHmac } from "node:crypto";
import { createSandbox } from "../../sandbox/pkg/dist/index.js";

/** Worth nothing outside these measurements. */
const CREDENTIALS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };
const { channelId, channelSecret } = CREDENTIALS;
const CURRENCY = { amount: 360, currency: "TWD" };

/** Another sandbox with a merchant; each buyer approves at once. */
export async function openShop() {
  const sandbox = await createSandbox({ ...CREDENTIALS, settings: { buyer: [{ action: "approve" }] } });
  let [calls, orders] = [0, 0];
  const paid = [];

  const signed = (path, payload, more) => {
    const [, version] = path.split("/");
    const nonce = `nonce-${calls++}`;
    const signature = createHmac("sha256", channelSecret).update(`${channelSecret}${path}${payload}${nonce}`).digest("base64");
    const own =
      version === "v2"
        ? { "X-LINE-ChannelSecret": channelSecret }
        : { "X-LINE-Authorization-Nonce": nonce, "X-LINE-Authorization": signature };
    return { "X-LINE-ChannelId": channelId, "Content-Type": "application/json", ...own, ...more };
  };
  const succeeded = (text, what) => {
    // 0000, and what check-status says.
    if (!/^\{"returnCode":"0\d{3}"/.test(text)) throw new Error(`${what}: ${text}`);
    return text;
  };

  const call = async (method, path, payload = "", more = {}) => {
    const headers = signed(path, payload, more);
    const query = method === "GET" && payload !== "" ? `?${payload}` : "";
    const init = method === "POST" && payload !== "" ? { method, headers, body: payload } : { method, headers };
    return succeeded(await (await sandbox.fetch(`${sandbox.baseUrl}${path}${query}`, init)).text(), `${method} ${path}`);
  };
  /** The same without `fetch`, for what is not timed. */
  const send = (path, payload) => {
    const headers = Object.entries(signed(path, payload, {}));
    const request = { method: "POST", path, query: "", headers, peer: "127.0.0.1", origin: sandbox.baseUrl };
    return succeeded(sandbox.answer(JSON.stringify(request), new TextEncoder().encode(payload)).body, path);
  };
  const order = (options) => {
    const orderId = `ORD-${orders++}`;
    const products = [{ name: "Tea", quantity: 1, price: 360 }];
    const redirectUrls = { confirmUrl: "https://shop.example.com/paid", cancelUrl: "https://shop.example.com/back" };
    return { ...CURRENCY, orderId, packages: [{ id: "1", amount: 360, products }], redirectUrls, options };
  };
  const idOf = (text) => /"transactionId":(\d+)/.exec(text)[1];

  const shop = {
    sandbox,
    call,
    paid,
    async reserve(options = {}) {
      const asked = order(options);
      return { orderId: asked.orderId, id: idOf(await call("POST", "/v3/payments/request", JSON.stringify(asked))) };
    },
    confirm: ({ id }) => call("POST", `/v3/payments/${id}/confirm`, JSON.stringify(CURRENCY)),
    /** So many payments, each of two calls. */
    pay(count) {
      for (let index = 0; index < count; index += 1) {
        const asked = order({});
        const id = idOf(send("/v3/payments/request", JSON.stringify(asked)));
        send(`/v3/payments/${id}/confirm`, JSON.stringify(CURRENCY));
        paid.push({ orderId: asked.orderId, id });
      }
    },
  };
  return shop;
}
