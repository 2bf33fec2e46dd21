// A whole payment by one of other makers' clients for Node: `node pay.cjs NAME`. Each is used as its README says.
const { createRequire } = require("node:module");
const env = process.env;
const load = createRequire(`${env.CLIENTS_NODE}/`);
const money = { amount: 360, currency: "TWD" };
const payment = { ...money, orderId: `ORD-${process.pid}`, productName: "Tea", confirmUrl: "https://shop.example.com/paid" };
const keys = { channelId: env.LINEPAY_CHANNEL_ID, channelSecret: env.LINEPAY_CHANNEL_SECRET };

const CLIENTS = {
  "line-pay"() {
    const client = new (load("line-pay"))({ ...keys, isSandbox: true });
    return {
      request: () => client.reserve(payment),
      confirm: (transactionId) => client.confirm({ transactionId, ...money }),
      details: (transactionId) => client.inquirePayment({ transactionId }),
      refund: (transactionId) => client.refund({ transactionId, refundAmount: 60 }),
    };
  },
  "line-pay-sdk"() {
    const client = new (load("line-pay-sdk").Client)({ ...keys, environment: "SANDBOX" });
    return {
      request: () => client.reservePayment(payment),
      confirm: (transactionId) => client.confirmPayment({ transactionId, ...money }),
      details: (transactionId) => client.getPaymentDetails({ transactionId }),
      refund: (transactionId) => client.refundPayment({ transactionId, refundAmount: 60 }),
    };
  },
};

/** What the browser brings back: all digits of the id, as a text. */
async function idOf(orderId) {
  const answer = await fetch(`${env.LINEPAY_URL}/_sandbox/transactions`, { headers: { "x-sandbox-control": "1" } });
  const { redirectUrl } = (await answer.json()).transactions.find((known) => known.orderId === orderId);
  return new URL(redirectUrl).searchParams.get("transactionId");
}

(async () => {
  const { request, ...steps } = CLIENTS[process.argv[2]]();
  const codes = [(await request()).returnCode];
  const id = await idOf(payment.orderId);
  for (const step of Object.values(steps)) codes.push((await step(id)).returnCode);
  console.log(codes.join(" "));
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
