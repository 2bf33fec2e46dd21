// A payment by LINE Pay v3, with Node alone.
import { createHmac, randomUUID } from "node:crypto";

const { LINEPAY_URL: url, LINEPAY_CHANNEL_ID: id, LINEPAY_CHANNEL_SECRET: secret } = process.env;

async function call(path, body) {
  const text = JSON.stringify(body); // made once: what is signed is what is sent
  const nonce = randomUUID();
  const signature = createHmac("sha256", secret).update(`${secret}${path}${text}${nonce}`).digest("base64");
  const response = await fetch(url + path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-LINE-ChannelId": id,
      "X-LINE-Authorization-Nonce": nonce,
      "X-LINE-Authorization": signature,
    },
    body: text,
    signal: AbortSignal.timeout(60_000), // confirm may take 40 seconds
  });
  return response.text();
}

const reserved = await call("/v3/payments/request", {
  amount: 360,
  currency: "TWD",
  orderId: `NODE-${Date.now()}`,
  packages: [{ id: "1", amount: 360, products: [{ name: "Tea", quantity: 1, price: 360 }] }],
  redirectUrls: { confirmUrl: "http://127.0.0.1:3000/paid", cancelUrl: "http://127.0.0.1:3000/cart" },
});
// The buyer goes to info.paymentUrl.web now; with --auto-approve nobody has to. JSON.parse would round the id: it stays text.
const [, transaction] = /"transactionId":(\d+)/.exec(reserved);
console.log(JSON.parse(await call(`/v3/payments/${transaction}/confirm`, { amount: 360, currency: "TWD" })).returnCode);
