// Another merchant's client, written by others from LINE Pay's documents, makes its payments at the sandbox unmodified.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { merchants, ORDER, refusal } from "./merchants.js";
import { LINE_PAY } from "./proxy.js";

const both = merchants();

test("the peer is line-pay-merchant 0.9.0 and believes that it calls LINE Pay", async () => {
  assert.equal(createRequire(import.meta.url)("line-pay-merchant/package.json").version, "0.9.0");
  const orderId = both.newOrder();
  await both.peer.request.send({ body: both.request(orderId) });
  assert.equal(both.seen.at(-1), `POST ${LINE_PAY}/v3/payments/request`);
  const call = (await both.control.calls()).at(-1);
  assert.deepEqual([call.operation, call.path], ["reserve", "/v3/payments/request"]);
  const agent = call.headers.find(([name]) => name.toLowerCase() === "user-agent")[1];
  assert.match(agent, /^axios\/0\.26\./, "the peer's own request, headers and all");
});

test("one-off: reserve, approve, confirm, details; both clients are told the same", async () => {
  const orderId = both.newOrder();
  const { body: reserved } = await both.peer.request.send({ body: both.request(orderId) });
  assert.equal(reserved.returnCode, "0000");
  const { transactionId, paymentUrl, paymentAccessToken } = reserved.info;
  assert.equal((await both.truth(transactionId)).orderId, orderId, "the id kept its digits");
  assert.match(paymentUrl.web, /transactionReserveId=[A-Za-z0-9]{86}$/);
  assert.match(paymentUrl.app, /^line:\/\/pay\/payment\//);
  assert.match(paymentAccessToken, /^\d{12}$/);

  const status = async () => {
    const { body } = await both.peer.checkPaymentStatus.send({ transactionId, params: {} });
    return [body.returnCode, (await both.ours.statusCheck({ transactionId })).status];
  };
  assert.deepEqual(await status(), ["0000", "waiting"]);
  await both.control.approve(transactionId);
  assert.deepEqual(await status(), ["0110", "approved"]);
  const { body: confirmed } = await both.peer.confirm.send({ transactionId, body: ORDER });
  assert.equal(confirmed.info.transactionId, transactionId);
  assert.equal(confirmed.info.orderId, orderId);
  assert.equal(
    confirmed.info.payInfo.reduce((sum, part) => sum + part.amount, 0),
    360,
  );
  const [{ products }] = both.request(orderId).packages;
  assert.deepEqual(confirmed.info.packages, [{ id: "1", amount: 360, userFeeAmount: 0, products }], "as recorded answers have it");
  assert.equal(confirmed.info.regKey, undefined);
  assert.deepEqual(await status(), ["0123", "completed"]);

  const [payment] = await both.agreed(orderId);
  assert.equal(payment.transactionId, transactionId);
  assert.equal(payment.payStatus, "CAPTURE");
  assert.equal(payment.packages[0].products[0].name, "高山烏龍茶 150g");
  assert.equal((await both.truth(transactionId)).state, "CAPTURED");
});

test("refunds: a part, the rest, and a whole payment at once", async () => {
  const { orderId, transactionId } = await both.paid();
  const part = await both.peer.refund.send({ transactionId, body: { refundAmount: 100 } });
  assert.match(part.body.info.refundTransactionId, /^\d{19}$/);
  assert.equal(await refusal(both.peer.refund.send({ transactionId, body: { refundAmount: 261 } })), "1164");
  const rest = await both.peer.refund.send({ transactionId, body: {} });
  const [payment] = await both.agreed(orderId);
  assert.deepEqual(
    payment.refundList.map((row) => [row.refundTransactionId, row.transactionType, row.refundAmount]),
    [
      [part.body.info.refundTransactionId, "PARTIAL_REFUND", -100],
      [rest.body.info.refundTransactionId, "PARTIAL_REFUND", -260],
    ],
  );
  assert.equal(await refusal(both.peer.refund.send({ transactionId, body: {} })), "1165");
  const held = await both.truth(transactionId);
  assert.deepEqual([held.state, held.refunded], ["REFUNDED", 360]);

  const whole = await both.paid();
  const { body: refunded } = await both.peer.refund.send({ transactionId: whole.transactionId, body: {} });
  const { refundTransactionId } = refunded.info;
  const [row] = await both.agreed(whole.orderId);
  assert.deepEqual(
    row.refundList.map((refund) => refund.transactionType),
    ["PAYMENT_REFUND"],
  );
  // A refund's own id finds its row, which names the payment. The peer rounds that name; ours keeps it.
  const asked = await both.peer.paymentDetails.send({ params: { transactionId: [refundTransactionId] } });
  assert.equal(asked.body.info[0].transactionId, refundTransactionId);
  const { payments } = await both.ours.paymentCheck({ transactionId: [refundTransactionId] });
  assert.equal(payments[0].originalTransactionId, whole.transactionId);
  assert.equal(asked.body.info[0].originalTransactionId, Number(whole.transactionId));
});

test("authorised: captured in part, or voided", async () => {
  const first = await both.paid({ capture: false });
  assert.match(first.confirmed.info.authorizationExpireDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal((await both.agreed(first.orderId))[0].payStatus, "AUTHORIZATION");
  assert.equal(
    await refusal(both.peer.capture.send({ transactionId: first.transactionId, body: { amount: 361, currency: "TWD" } })),
    "1184",
  );
  const { body: captured } = await both.peer.capture.send({
    transactionId: first.transactionId,
    body: { amount: 300, currency: "TWD" },
  });
  assert.equal(
    captured.info.payInfo.reduce((sum, part) => sum + part.amount, 0),
    300,
  );
  const [payment] = await both.agreed(first.orderId);
  assert.equal(payment.payStatus, "CAPTURE");
  assert.equal(await refusal(both.peer.refund.send({ transactionId: first.transactionId, body: { refundAmount: 301 } })), "1164");
  assert.equal(await refusal(both.peer.void.send({ transactionId: first.transactionId })), "1155");

  const second = await both.paid({ capture: false });
  const { body: voided } = await both.peer.void.send({ transactionId: second.transactionId });
  assert.deepEqual([voided.returnCode, voided.info], ["0000", undefined]);
  assert.equal((await both.agreed(second.orderId))[0].payStatus, "VOIDED_AUTHORIZATION");
  assert.equal(await refusal(both.peer.void.send({ transactionId: second.transactionId })), "1165");
  assert.equal((await both.truth(second.transactionId)).state, "VOIDED");
});

test("automatic: a regKey is issued, checked, charged and expired", async () => {
  const { confirmed } = await both.paid({ payType: "PREAPPROVED" });
  const { regKey } = confirmed.info;
  assert.match(regKey, /^RK[A-Z0-9]{13}$/);
  assert.equal((await both.peer.checkRegKey.send({ regKey })).body.returnCode, "0000");
  assert.equal((await both.peer.checkRegKey.send({ regKey, params: { creditCardAuth: false } })).body.returnCode, "0000");
  for (const capture of [true, false]) {
    const orderId = both.newOrder();
    const body = { productName: "每月茶", ...ORDER, orderId, capture };
    const { body: charged } = await both.peer.payPreapproved.send({ regKey, body });
    const [payment] = await both.agreed(orderId);
    assert.equal(payment.transactionId, charged.info.transactionId);
    assert.equal(payment.payStatus, capture ? "CAPTURE" : "AUTHORIZATION");
    assert.equal(charged.info.authorizationExpireDate !== undefined, !capture);
    assert.equal(payment.productName, "每月茶");
  }
  assert.equal((await both.peer.expireRegKey.send({ regKey })).body.returnCode, "0000");
  assert.equal(await refusal(both.peer.checkRegKey.send({ regKey })), "1193");
  await assert.rejects(both.ours.regKeyCheck({ regKey }), { returnCode: "1193" });
  const body = { productName: "每月茶", ...ORDER, orderId: both.newOrder() };
  assert.equal(await refusal(both.peer.payPreapproved.send({ regKey, body })), "1193");
  assert.equal(await refusal(both.peer.checkRegKey.send({ regKey: "RK0NEVERISSUED0" })), "1190");
});

test("either client takes over where the other stopped", async () => {
  const theirs = both.newOrder();
  const { body } = await both.peer.request.send({ body: both.request(theirs) });
  const { transactionId } = body.info;
  await both.control.approve(transactionId);
  const confirmed = await both.ours.confirm({ transactionId, ...ORDER }, { expected: { orderId: theirs } });
  assert.equal(confirmed.transactionId, transactionId);
  await both.peer.refund.send({ transactionId, body: { refundAmount: 60 } });
  await both.ours.refund({ transactionId });
  assert.deepEqual(
    (await both.agreed(theirs))[0].refundList.map((row) => row.refundAmount),
    [-60, -300],
  );

  const ours = both.newOrder();
  const reserved = await both.ours.reserve(both.request(ours, { payType: "PREAPPROVED" }));
  await both.control.approve(reserved.transactionId);
  const { body: theirConfirm } = await both.peer.confirm.send({ transactionId: reserved.transactionId, body: ORDER });
  const { regKey } = theirConfirm.info;
  const charge = { productName: "每月茶", ...ORDER, orderId: both.newOrder() };
  const charged = await both.ours.preApproval({ regKey, ...charge });
  assert.equal((await both.agreed(charge.orderId))[0].transactionId, charged.transactionId);
  await both.ours.regKeyExpire({ regKey });
  assert.equal(await refusal(both.peer.expireRegKey.send({ regKey })), "1193");
});
