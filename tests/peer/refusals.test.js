// What the peer is refused, what it loses, and how it finds the truth again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPaymentDetailsRecoveryHandler, isTimeoutError, paymentDetailsToConfirm } from "line-pay-merchant";
import { CREDENTIALS } from "../sandbox-control.js";
import { merchants, ORDER, peer, refusal } from "./merchants.js";

const both = merchants();
const UNKNOWN = "2026050712345678910";

test("a wrong secret is 1106, a channel that is not known 1104", async () => {
  const body = both.request(both.newOrder());
  const wrong = peer({ ...CREDENTIALS, channelSecret: "fedcba9876543210fedcba9876543210" });
  assert.equal(await refusal(wrong.request.send({ body })), "1106");
  assert.equal(await refusal(wrong.paymentDetails.send({ params: { orderId: ["茶 & 1"] } })), "1106");
  const stranger = peer({ ...CREDENTIALS, channelId: "1600000009" });
  assert.equal(await refusal(stranger.request.send({ body })), "1104");
  assert.ok(!(await both.control.transactions()).some((row) => row.orderId === body.orderId), "nothing was reserved");
});

test("a transaction that never was", async () => {
  const { peer } = both;
  assert.equal(await refusal(peer.paymentDetails.send({ params: { transactionId: [UNKNOWN] } })), "1150");
  assert.equal(await refusal(peer.paymentDetails.send({ params: { orderId: ["沒有 & 此單"] } })), "1150", "signed as encoded");
  assert.equal(await refusal(peer.confirm.send({ transactionId: UNKNOWN, body: ORDER })), "1150");
  assert.equal(await refusal(peer.capture.send({ transactionId: UNKNOWN, body: ORDER })), "1150");
  assert.equal(await refusal(peer.void.send({ transactionId: UNKNOWN })), "1150");
  assert.equal(await refusal(peer.refund.send({ transactionId: UNKNOWN, body: {} })), "1150");
  assert.equal(await refusal(peer.checkPaymentStatus.send({ transactionId: UNKNOWN, params: {} })), "1159");
  assert.equal(await refusal(peer.refund.send({ transactionId: "9999999999999999999", body: {} })), "2101");
  await assert.rejects(both.ours.paymentCheck({ transactionId: UNKNOWN }), { code: "NOT_FOUND", returnCode: "1150" });
});

test("each wrong step is refused and moves nothing", async () => {
  const { peer } = both;
  const orderId = both.newOrder();
  const { body } = await peer.request.send({ body: both.request(orderId) });
  const { transactionId } = body.info;
  assert.equal(await refusal(peer.confirm.send({ transactionId, body: ORDER })), "1169");
  assert.equal(await refusal(peer.refund.send({ transactionId, body: {} })), "1150");
  assert.equal(await refusal(peer.paymentDetails.send({ params: { orderId: [orderId] } })), "1150");
  await both.control.approve(transactionId);
  assert.equal(await refusal(peer.confirm.send({ transactionId, body: { amount: 361, currency: "TWD" } })), "1153");
  assert.equal((await both.truth(transactionId)).state, "AUTHENTICATED");
  await peer.confirm.send({ transactionId, body: ORDER });
  assert.equal(await refusal(peer.confirm.send({ transactionId, body: ORDER })), "1172");
  assert.equal(await refusal(peer.request.send({ body: both.request(orderId) })), "1172");
  assert.equal((await both.agreed(orderId)).length, 1);

  const cancelled = await peer.request.send({ body: both.request(both.newOrder()) });
  await both.control.cancel(cancelled.body.info.transactionId);
  const status = await peer.checkPaymentStatus.send({ transactionId: cancelled.body.info.transactionId, params: {} });
  assert.equal(status.body.returnCode, "0121");
});

test("a request that LINE Pay does not take", async () => {
  const request = both.request(both.newOrder());
  const send = (changes) => refusal(both.peer.request.send({ body: { ...request, ...changes } }));
  assert.equal(await send({ amount: 361 }), "2101", "the packages' sum differs");
  assert.equal(await send({ packages: [] }), "2101");
  assert.equal(await send({ currency: "THB" }), "1178");
  assert.equal(await send({ redirectUrls: undefined }), "2101");
  await both.control.set({ allowSeparateCapture: false, allowPreapproved: false });
  assert.equal(await send({ options: { payment: { capture: false } } }), "2103");
  assert.equal(await send({ options: { payment: { payType: "PREAPPROVED" } } }), "1194");
  await both.control.set({ allowSeparateCapture: true, allowPreapproved: true });
});

test("a confirm whose answer is lost, or that was repeated, ends in the payment for both clients", async () => {
  const recovering = peer();
  const confirm = recovering.confirm.addHandlers(createPaymentDetailsRecoveryHandler(paymentDetailsToConfirm));
  const orderId = both.newOrder();
  const { body } = await both.peer.request.send({ body: both.request(orderId) });
  const { transactionId } = body.info;
  await both.control.approve(transactionId);
  await both.control.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 20 });
  await assert.rejects(both.peer.confirm.send({ transactionId, body: ORDER, timeout: 1000 }), isTimeoutError);
  // 1172 now: the peer's own recovery asks for the details.
  const { body: recovered } = await confirm.send({ transactionId, body: ORDER });
  assert.equal(recovered.info.payStatus, "CAPTURE");
  assert.equal(recovered.info.transactionId, transactionId);
  const payments = await both.agreed(orderId);
  assert.deepEqual(
    payments.map((row) => row.transactionId),
    [transactionId],
  );
  await assert.rejects(both.ours.confirm({ transactionId, ...ORDER }), { returnCode: "1172", outcome: "unknown", retry: "ask-first" });
});
