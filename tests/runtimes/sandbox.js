import assert from "node:assert/strict";

/** `createSandbox` of `linepay-sandbox` in the merchant's own process, as its tests have it. */
export function sandbox(declare, shop) {
  const check = (story, title, judge) =>
    declare("sandbox", `in one process: ${title}`, async () => {
      for (const version of ["v2", "v3", "v4"]) {
        const orderId = shop.newOrder();
        judge(await shop.post("/sandbox", { story, version, orderId }), orderId);
      }
    });

  check("purchase", "a purchase and a refund", ({ redirectUrl, transactionId, payment }, orderId) => {
    const back = new URL(redirectUrl);
    assert.deepEqual([back.origin, back.searchParams.get("transactionId")], ["https://shop.example.com", transactionId]);
    const { state, captured, refunded } = payment;
    assert.deepEqual([payment.orderId, state, captured, refunded], [orderId, "PARTLY_REFUNDED", 360, 60]);
  });

  check("lost answer", "a lost answer, found by asking", ({ lost, transactionId, found }) => {
    assert.deepEqual(lost, [
      { code: "TIMEOUT", outcome: "unknown" },
      { code: "NETWORK", outcome: "unknown" },
    ]);
    assert.deepEqual(found, [transactionId]);
  });

  check("wrong secret", "a wrong secret is refused", ({ error, payment }) => {
    assert.deepEqual(error, { code: "REFUSED", outcome: "not-executed", returnCode: "1106" });
    assert.equal(payment.state, "AUTHENTICATED");
  });
}
