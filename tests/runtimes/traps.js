import assert from "node:assert/strict";

/** The module stops in the middle of a call, for real: that call ends with its outcome, every other with its own answer. */
export function traps(declare, shop, running) {
  const check = (title, run) => declare("traps", title, run);

  check("three calls in flight, one traps: it ends with its answer in hand, the others with their own, the next works", async () => {
    for (let times = 0; times < 2; times += 1) {
      const { trapped, raw, refund, query, next } = await (await running().merchant.fetch("/trap")).json();
      const { code, outcome, retry, operation } = trapped;
      assert.deepEqual([code, outcome, retry, operation], ["TRAPPED", "unknown", "ask-first", "confirm"]);
      assert.equal(raw, '{"regKey":"RK0A1B2C3D4E5F6"}');
      assert.equal(refund.refundTransactionId, "2026050712345679999");
      assert.deepEqual([query.error.code, query.error.operation], ["NOT_FOUND", "paymentCheck"]);
      assert.equal(next.error.code, "NOT_FOUND");
    }
  });

  check("a call of another request gets its own answer, which comes after the trap", async () => {
    const waiting = shop.call("refund", { transactionId: "2026050712345678910" }, { answer: "late" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await running().merchant.fetch("/trap");
    const { reply, error } = await waiting;
    assert.equal(error, undefined);
    assert.equal(reply.refundTransactionId, "2026050712345679999");
    assert.match((await shop.buy()).page.text, /Payment received/);
  });

  check("a call of another request whose answer never comes is lost to the network, not to the trap", async () => {
    const { sandbox, merchant } = running();
    const { transactionId } = await shop.buy();
    const refunds = async () => (await sandbox.control.calls()).filter(({ operation }) => operation === "refund").length;
    const before = await refunds();
    await sandbox.control.arm({ operation: "refund", when: "after", kind: "hang", seconds: 2 });
    const waiting = shop.call("refund", { transactionId });
    while ((await refunds()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
    await merchant.fetch("/trap");
    const { error } = await waiting;
    assert.deepEqual([error.code, error.outcome, error.operation], ["NETWORK", "unknown", "refund"]);
  });
}
