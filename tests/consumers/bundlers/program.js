// What a program of a shop does, as small as can be: it asks for a payment and tells the id, all 19 digits of it.
import { LinePay } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";

const REPLY =
  '{"returnCode":"0000","returnMessage":"Success.","info":[{"transactionId":2026050712345678910,"transactionDate":"2026-05-07T03:04:05Z",' +
  '"transactionType":"PAYMENT","currency":"TWD","orderId":"ORD-1","payInfo":[{"method":"BALANCE","amount":360}]}]}';

export async function ask() {
  const linePay = new LinePay({
    channelId: "1600000001",
    channelSecret: "0123456789abcdef0123456789abcdef",
    version: "v3",
    fetch: async () => new Response(REPLY),
    dangerouslyAllowBrowser: true, // worthless credentials
  });
  // One instance for all of the package: the checkout would not know a client of another.
  createCheckout({ linePay, quote: () => ({ orderId: "ORD-1", amount: 360, currency: "TWD" }), onPaid: () => undefined });
  const { payments } = await linePay.paymentCheck({ orderId: ["ORD-1"] });
  return payments[0].transactionId;
}
