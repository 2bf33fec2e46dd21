// line-pay-merchant 0.9.0, unmodified, with axios's own seam for a network in the place of ours.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const axios = require("axios");

/** How the peer calls our operations. */
const NAMES = {
  reserve: (client, { body }) => client.request.send({ body }),
  statusCheck: (client, { id }) => client.checkPaymentStatus.send({ transactionId: id, params: {} }),
  confirm: (client, { id, body }) => client.confirm.send({ transactionId: id, body }),
  capture: (client, { id, body }) => client.capture.send({ transactionId: id, body }),
  void: (client, { id }) => client.void.send({ transactionId: id }),
  paymentCheck: (client, { given }) => client.paymentDetails.send({ params: given }),
  refund: (client, { id, body }) => client.refund.send({ transactionId: id, body }),
  regKeyCheck: (client, { id, given: { regKey, ...params } }) => client.checkRegKey.send({ regKey: id, params }),
  preApproval: (client, { id, body }) => client.payPreapproved.send({ regKey: id, body }),
  regKeyExpire: (client, { id }) => client.expireRegKey.send({ regKey: id }),
};

/**
 * The peer's call of a case; nothing for a version other than v3, which is all that it speaks.
 *
 * @param {import("../cases.js").Case} example
 */
export function peerCall(example, { channelId, channelSecret }) {
  if (example.version !== "v3") return undefined;
  axios.defaults.adapter = async (config) => {
    await new Promise(setImmediate);
    return { data: example.reply, status: 200, statusText: "OK", headers: {}, config, request: {} };
  };
  const { createLinePayClient } = require("line-pay-merchant");
  const client = createLinePayClient({ channelId, channelSecretKey: channelSecret, env: "development" });
  const call = NAMES[example.operation];
  return () => call(client, example);
}
