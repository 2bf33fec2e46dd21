// The same page by our checkout, which also signs the order, sets its cookie and refuses posts from other sites.
import { LinePay } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";

let linePay;

export default createCheckout({
  linePay: (env) =>
    (linePay ??= new LinePay({
      channelId: env.CHANNEL_ID,
      channelSecret: env.CHANNEL_SECRET,
      version: "v3",
      baseUrl: env.LINE_PAY_URL,
      paymentOrigin: "https://sandbox-web-pay.line.me",
    })),
  quote: async (request) => ({
    orderId: (await request.json()).orderId,
    amount: 360,
    currency: "TWD",
    packages: [{ id: "1", amount: 360, products: [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }] }],
  }),
  onPaid: async () => undefined,
});
