// The same page with our client.
import { LinePay } from "linepay-edge";

let linePay;

export default {
  async fetch(request, env) {
    const { orderId } = await request.json();
    linePay ??= new LinePay({
      channelId: env.CHANNEL_ID,
      channelSecret: env.CHANNEL_SECRET,
      version: "v3",
      baseUrl: env.LINE_PAY_URL,
      paymentOrigin: "https://sandbox-web-pay.line.me",
    });
    const { origin } = new URL(request.url);
    const { transactionId, paymentUrl } = await linePay.reserve({
      orderId,
      amount: 360,
      currency: "TWD",
      packages: [{ id: "1", amount: 360, products: [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }] }],
      redirectUrls: { confirmUrl: `${origin}/pay/confirm?order=${orderId}`, cancelUrl: `${origin}/pay/cancel` },
    });
    return Response.json({ orderId, transactionId, paymentUrl });
  },
};
