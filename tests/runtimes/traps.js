import assert from "node:assert/strict";

/** The module stops in the middle of a call, for real: every call in flight settles with its outcome, and the next one works. */
export function traps(declare, shop, running) {
  const check = (title, run) => declare("traps", title, run);

  check("three calls in flight, one traps: all settle, the next works", async () => {
    for (let times = 0; times < 2; times += 1) {
      const { calls, next } = await (await running().merchant.fetch("/trap")).json();
      assert.deepEqual(
        calls.map(({ code, outcome, retry, operation }) => [code, outcome, retry, operation]),
        [
          ["TRAPPED", "unknown", "ask-first", "refund"],
          ["TRAPPED", "not-executed", "again", "paymentCheck"],
          ["TRAPPED", "unknown", "ask-first", "confirm"],
        ],
      );
      assert.equal(next.error.code, "NOT_FOUND");
    }
  });

  check("a call of another request settles too, and its late answer harms nobody", async () => {
    const { sandbox, merchant } = running();
    const { transactionId } = await shop.buy();
    const refunds = async () => (await sandbox.control.calls()).filter(({ operation }) => operation === "refund").length;
    const before = await refunds();
    await sandbox.control.arm({ operation: "refund", when: "after", kind: "hang", seconds: 2 });
    const start = Date.now();
    const waiting = shop.call("refund", { transactionId });
    while ((await refunds()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
    await merchant.fetch("/trap");
    const { error } = await waiting;
    assert.deepEqual([error.code, error.outcome, error.operation], ["TRAPPED", "unknown", "refund"]);
    assert.ok(Date.now() - start < 1900, "it waited for its answer");
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, start + 2100 - Date.now())));
    assert.match((await shop.buy()).page.text, /Payment received/);
  });
}
