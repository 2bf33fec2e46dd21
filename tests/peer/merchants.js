import assert from "node:assert/strict";
import { after, before } from "node:test";
import { LinePay } from "linepay-edge";
import { createLinePayClient } from "line-pay-merchant";
import { CREDENTIALS, startOwnSandbox } from "../sandbox-control.js";
import { startProxy } from "./proxy.js";

export const ORDER = { amount: 360, currency: "TWD" };

/** line-pay-merchant as its own documents show it. */
export const peer = ({ channelId, channelSecret } = CREDENTIALS) =>
  createLinePayClient({ channelId, channelSecretKey: channelSecret, env: "development" });

/** The code with which LINE Pay refused the peer's call. */
export async function refusal(call) {
  try {
    await call;
  } catch (error) {
    assert.equal(error.constructor.name, "LinePayApiError", String(error.stack));
    assert.equal(error.statusCode, 200, "LINE Pay refuses with HTTP 200");
    return error.data.returnCode;
  }
  return assert.fail("the peer was not refused");
}

/** What both clients tell of a payment, with ids as text and refunded sums without the version's sign. */
const told = (row) => ({
  transactionId: row.transactionId,
  transactionDate: row.transactionDate,
  transactionType: row.transactionType,
  payStatus: row.payStatus,
  productName: row.productName,
  merchantName: row.merchantName,
  currency: row.currency,
  orderId: row.orderId,
  payInfo: row.payInfo.map(({ method, amount }) => ({ method, amount })),
  authorizationExpireDate: row.authorizationExpireDate,
  refundList: (row.refundList ?? []).map((refund) => ({ ...refund, refundAmount: Math.abs(refund.refundAmount) })),
  packages: row.packages?.map(({ id, amount, products }) => ({ id, amount, products })),
});

/** The peer and our client as one merchant's two programs against one sandbox, started and stopped around the file's tests. */
export function merchants() {
  let sandbox;
  let proxy;
  let orders = 0;
  const both = {
    peer: peer(),
    /** Our client, for v3 as the peer. */
    ours: undefined,
    get control() {
      return sandbox.control;
    },
    get seen() {
      return proxy.seen;
    },
    newOrder() {
      orders += 1;
      return `PEER-${orders}`;
    },

    /** What the peer asks for: names in Chinese, so that the signature is one over UTF-8. */
    request(orderId, payment = {}) {
      const products = [{ id: "tea", name: "高山烏龍茶 150g", quantity: 2, price: 180 }];
      return {
        ...ORDER,
        orderId,
        packages: [{ id: "1", amount: 360, name: "山霧茶舖", products }],
        redirectUrls: { confirmUrl: "https://shop.example.com/confirm", cancelUrl: "https://shop.example.com/cancel" },
        options: { payment, display: { locale: "zh_TW" } },
      };
    },

    /** A payment that the peer has reserved, the buyer approved and the peer confirmed. */
    async paid(payment) {
      const orderId = both.newOrder();
      const { body } = await both.peer.request.send({ body: both.request(orderId, payment) });
      const { transactionId } = body.info;
      await both.control.approve(transactionId);
      const confirmed = await both.peer.confirm.send({ transactionId, body: ORDER });
      return { orderId, transactionId, confirmed: confirmed.body };
    },

    /** The payment as the sandbox holds it. */
    async truth(transactionId) {
      return (await both.control.transactions()).find((row) => row.transactionId === transactionId);
    },

    /** Both clients ask for an order in their own ways and are told the same, which is returned. */
    async agreed(orderId) {
      const asked = await both.peer.paymentDetails.send({ params: { orderId: [orderId] } });
      assert.equal(asked.body.returnCode, "0000");
      const { payments } = await both.ours.paymentCheck({ orderId: [orderId] });
      assert.deepEqual(payments.map(told), asked.body.info.map(told));
      const [{ transactionId }] = asked.body.info;
      const again = await both.peer.paymentDetails.send({ params: { transactionId: [transactionId] } });
      assert.deepEqual(again.body.info.map(told), payments.map(told), "asked for by its transaction");
      return payments;
    },
  };

  before(async () => {
    sandbox = await startOwnSandbox();
    proxy = await startProxy(sandbox.control.baseUrl);
    // Only the peer takes a proxy from the environment: fetch, and with it our client and the control, does not.
    process.env.https_proxy = proxy.url;
    delete process.env.no_proxy;
    delete process.env.NO_PROXY;
    both.ours = new LinePay({ ...CREDENTIALS, version: "v3", baseUrl: sandbox.control.baseUrl });
  });
  after(async () => {
    await proxy?.stop();
    await sandbox?.stop();
  });
  return both;
}
