// The reserve page of a shop as a merchant would write it by hand: nothing checked, the order kept nowhere.
import { callByHand, subtleSigner } from "./by-hand.js";

let signing;

export default {
  async fetch(request, env) {
    const { orderId } = await request.json();
    signing ??= subtleSigner(env.CHANNEL_SECRET);
    const client = {
      version: "v3",
      channelId: env.CHANNEL_ID,
      channelSecret: env.CHANNEL_SECRET,
      baseUrl: env.LINE_PAY_URL,
      fetch: (url, init) => fetch(url, init),
      sign: await signing,
    };
    const { origin } = new URL(request.url);
    const info = await callByHand(client, "POST", "/v3/payments/request", [], {
      orderId,
      amount: 360,
      currency: "TWD",
      packages: [{ id: "1", amount: 360, products: [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }] }],
      redirectUrls: { confirmUrl: `${origin}/pay/confirm?order=${orderId}`, cancelUrl: `${origin}/pay/cancel` },
    });
    return Response.json({ orderId, transactionId: String(info.transactionId), paymentUrl: info.paymentUrl });
  },
};
