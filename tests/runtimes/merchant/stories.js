// What a shop's own tests do: LINE Pay's sandbox in their process, without a port.
import { LinePay } from "linepay-edge";
import { createSandbox } from "linepay-sandbox";

const KEYS = { channelId: "1600000009", channelSecret: "fedcba9876543210fedcba9876543210" };
const MONEY = { amount: 360, currency: "TWD" };

// Where a worker is loaded, which on workerd is outside of every request.
const started = createSandbox(KEYS);

const failure = ({ code, outcome, returnCode }) => ({ code, outcome, returnCode });

/** A client of that sandbox and a reservation that its buyer has approved. */
async function approved(version, orderId, allowed, timeouts = {}) {
  const sandbox = await started;
  const client = (more) => new LinePay({ ...KEYS, version, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch, timeouts, ...allowed, ...more });
  const linePay = client({});
  const urls = { confirmUrl: "https://shop.example.com/paid", cancelUrl: "https://shop.example.com/cart" };
  const what =
    version === "v2"
      ? { productName: "高山烏龍茶 150g", ...urls }
      : { packages: [{ id: "1", amount: 360, products: [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }] }], redirectUrls: urls };
  const { transactionId } = await linePay.reserve({ orderId, ...MONEY, ...what });
  const { redirectUrl } = await sandbox.approve(transactionId);
  const payment = async () => (await sandbox.transactions()).find((one) => one.transactionId === transactionId);
  return { sandbox, client, linePay, transactionId, redirectUrl, payment };
}

export const stories = {
  async purchase(version, orderId, allowed) {
    const { linePay, transactionId, redirectUrl, payment } = await approved(version, orderId, allowed);
    await linePay.confirm({ transactionId, ...MONEY }, { expected: { orderId } });
    await linePay.refund({ transactionId, refundAmount: 60 });
    return { redirectUrl, transactionId, payment: await payment() };
  },

  async "lost answer"(version, orderId, allowed) {
    const { sandbox, linePay, transactionId } = await approved(version, orderId, allowed, { confirm: 200 });
    const lost = [];
    // The second is refused by LINE Pay: the first has taken the money.
    for (const kind of ["hang", "drop"]) {
      await sandbox.arm({ operation: "confirm", when: "after", kind });
      lost.push(await linePay.confirm({ transactionId, ...MONEY }).catch(failure));
    }
    const { payments } = await linePay.paymentCheck({ orderId: [orderId] });
    return { lost, transactionId, found: payments.map((one) => one.transactionId) };
  },

  async "wrong secret"(version, orderId, allowed) {
    const { client, transactionId, payment } = await approved(version, orderId, allowed);
    const error = await client({ channelSecret: "0".repeat(32) })
      .confirm({ transactionId, ...MONEY })
      .catch(failure);
    return { error, payment: await payment() };
  },
};
