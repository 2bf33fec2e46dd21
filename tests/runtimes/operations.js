import assert from "node:assert/strict";

const ORDER = { amount: 360, currency: "TWD" };

/** What reserve takes in a version. */
export function reservation(version, orderId, origin, { capture = true, payType = "NORMAL" } = {}) {
  const [confirmUrl, cancelUrl] = [`${origin}/confirm`, `${origin}/cancel`];
  if (version === "v2") return { ...ORDER, orderId, productName: "高山烏龍茶", confirmUrl, cancelUrl, capture, payType };
  const products = [{ name: "高山烏龍茶", quantity: 2, price: 180 }];
  return {
    ...ORDER,
    orderId,
    packages: [{ id: "1", amount: 360, products }],
    redirectUrls: { confirmUrl, cancelUrl },
    options: { payment: { capture, payType }, display: { locale: "zh_TW" } },
  };
}

/** The three ways to pay in each version, through every operation of the client. */
export function operations(declare, shop, running) {
  const check = (title, run) => declare("operations", title, run);
  for (const version of ["v2", "v3", "v4"]) {
    const call = (operation, given, also) => shop.call(operation, given, { version, also });
    const done = async (operation, given, also) => {
      const { reply, error } = await call(operation, given, also);
      assert.ok(reply, `${operation}: ${JSON.stringify(error)}`);
      return reply;
    };
    /** A payment that is confirmed, and what the sandbox knows of it. */
    const paid = async (options) => {
      const { merchant, sandbox } = running();
      const orderId = shop.newOrder(`-${version}`);
      const { transactionId, paymentUrl } = await done("reserve", reservation(version, orderId, merchant.origin, options));
      assert.match(transactionId, /^\d{19}$/);
      assert.equal(new URL(paymentUrl.web).origin, sandbox.control.baseUrl);
      if (version !== "v2") assert.equal((await done("statusCheck", { transactionId })).status, "waiting");
      await sandbox.control.approve(transactionId);
      if (version !== "v2") assert.equal((await done("statusCheck", { transactionId })).status, "approved");
      const confirmed = await done("confirm", { transactionId, ...ORDER }, { expected: { orderId } });
      assert.deepEqual([confirmed.orderId, confirmed.transactionId], [orderId, transactionId]);
      if (version !== "v2") assert.equal((await done("statusCheck", { transactionId })).status, "completed");
      const truth = async () => (await sandbox.control.transactions()).find((row) => row.transactionId === transactionId);
      return { orderId, transactionId, confirmed, truth };
    };

    check(`${version}: one-off, refunded in two parts`, async () => {
      const { orderId, transactionId, truth } = await paid();
      assert.equal((await truth()).state, "CAPTURED");
      await done("refund", { transactionId, refundAmount: 100 });
      const { payments } = await done("paymentCheck", { orderId: [orderId] });
      assert.deepEqual(
        payments.map((row) => row.transactionId),
        [transactionId],
      );
      assert.equal(Math.abs(payments[0].refundList[0].refundAmount), 100);
      assert.match((await done("refund", { transactionId })).refundTransactionId, /^\d{19}$/);
      assert.equal((await truth()).state, "REFUNDED");
      assert.equal((await call("refund", { transactionId })).error.returnCode, "1165");
    });

    check(`${version}: authorised, then captured in part or voided`, async () => {
      const first = await paid({ capture: false });
      const { authorizations } = await done("authCheck", { transactionId: first.transactionId });
      assert.equal(authorizations[0].payStatus, "AUTHORIZATION");
      await done("capture", { transactionId: first.transactionId, amount: 300, currency: "TWD" });
      assert.equal((await first.truth()).state, "CAPTURED");
      assert.equal((await call("authCheck", { transactionId: first.transactionId })).error.code, "NOT_FOUND");
      const second = await paid({ capture: false });
      await done("void", { transactionId: second.transactionId });
      assert.equal((await second.truth()).state, "VOIDED");
    });

    check(`${version}: automatic payments by regKey`, async () => {
      const { confirmed, orderId } = await paid({ payType: "PREAPPROVED" });
      const { regKey } = confirmed;
      assert.match(regKey, /^[A-Z0-9]+$/);
      await done("regKeyCheck", { regKey });
      const again = `${orderId}-2`;
      const { transactionId } = await done("preApproval", { regKey, ...ORDER, orderId: again, productName: "茶" });
      const { payments } = await done("paymentCheck", { orderId: [again] });
      assert.deepEqual(
        payments.map((row) => row.transactionId),
        [transactionId],
      );
      await done("regKeyExpire", { regKey });
      const { error } = await call("preApproval", { regKey, ...ORDER, orderId: `${orderId}-3`, productName: "茶" });
      assert.deepEqual([error.returnCode, error.outcome], ["1193", "not-executed"]);
    });
  }

  for (const version of ["v2", "v3", "v4"]) {
    check(`${version}: a regKey that the client did not get, and what it says`, async () => {
      const { merchant, sandbox } = running();
      const call = (operation, given) => shop.call(operation, given, { version });
      const orderId = shop.newOrder(`-${version}-key-lost`);
      const { reply } = await call("reserve", reservation(version, orderId, merchant.origin, { payType: "PREAPPROVED" }));
      const { transactionId } = reply;
      await sandbox.control.approve(transactionId);
      await sandbox.control.arm({ operation: "confirm", when: "after", kind: "status502" });
      const first = await call("confirm", { transactionId, ...ORDER });
      const repeated = await call("confirm", { transactionId, ...ORDER });
      assert.equal(repeated.error.returnCode, "1172");
      for (const { error } of [first, repeated]) {
        assert.equal(error.outcome, "unknown");
        assert.match(error.message, /regKey.*register again, or refund/);
      }
      const { payments } = (await call("paymentCheck", { orderId: [orderId] })).reply;
      assert.deepEqual([payments[0].transactionId, "regKey" in payments[0]], [transactionId, false]);
    });
  }

  check("a payment's life out of its replies, and a code in words", async () => {
    const { merchant, sandbox } = running();
    const orderId = shop.newOrder();
    const { reply: reserved } = await shop.call("reserve", reservation("v3", orderId, merchant.origin), { version: "v3" });
    await sandbox.control.approve(reserved.transactionId);
    await shop.call("confirm", { transactionId: reserved.transactionId, ...ORDER }, { version: "v3" });
    const { reply } = await shop.call("paymentCheck", { orderId: [orderId] }, { version: "v3" });
    const judged = await shop.post("/judge", { version: "v3", sources: [{ operation: "paymentCheck", text: reply.raw }] });
    assert.equal(judged.payment.refundable, 360);
    assert.ok(judged.steps.includes("refund") && !judged.steps.includes("void"), judged.steps.join());
    assert.equal(judged.word.actor, "ask");
    const { verdicts, ...same } = judged.validator;
    assert.deepEqual(same, { payment: judged.payment, steps: judged.steps }, "the validator's module says the same");
    assert.equal(verdicts[0].reply.payments[0].transactionId, reserved.transactionId);
    assert.deepEqual([verdicts[1].ok, verdicts[1].error.mismatch.got], [false, orderId]);
    const { error } = await shop.call(
      "void",
      { transactionId: reserved.transactionId },
      { version: "v3", also: { payment: judged.payment } },
    );
    assert.equal(error.code, "ILLEGAL_STEP");
  });

  check("ten purchases at the same time keep apart", async () => {
    const { merchant, sandbox } = running();
    const ids = Array.from({ length: 10 }, () => shop.newOrder("-crowd"));
    const buy = async (orderId) => {
      const { reply } = await shop.call("reserve", reservation("v3", orderId, merchant.origin), { version: "v3" });
      await sandbox.control.approve(reply.transactionId);
      return shop.call("confirm", { transactionId: reply.transactionId, ...ORDER }, { version: "v3", also: { expected: { orderId } } });
    };
    const bought = await Promise.all(ids.map(buy));
    assert.deepEqual(
      bought.map(({ reply }) => reply?.orderId),
      ids,
    );
  });
}
