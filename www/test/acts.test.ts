import assert from "node:assert/strict";
import { test } from "node:test";
import { samePassword, tokenHash } from "../workers/shop/password";
import { type ActClient, Acts, type CheckedPayment, type Ledger, type PaymentRow, type PaymentState } from "../workers/shop/acts";

const id = "2026112412345678910";
const refundId = "2026112412345678911";

class Book implements Ledger {
  row: PaymentRow;
  history: string[] = [];
  constructor(state: PaymentState) {
    this.row = { transactionId: id, orderId: "MH1", amount: 360, currency: "TWD", state };
  }
  read(transactionId: string) {
    return transactionId === id ? { ...this.row } : undefined;
  }
  write(_: string, state: PaymentState, more: { refundTransactionId?: string; amount?: number } = {}) {
    this.history.push(state);
    this.row = { ...this.row, state, ...more };
  }
}

const refused = (returnCode: string) => Object.assign(new Error(`refused ${returnCode}`), { outcome: "not-executed", returnCode });
const lost = () => Object.assign(new Error("no answer in time"), { outcome: "unknown" });
const listed = (amount: number): CheckedPayment[] => [
  { transactionId: id, refundList: [{ refundTransactionId: refundId, refundAmount: amount }] },
];

function client(refund: () => Promise<string>, check: () => CheckedPayment[]): ActClient & { refunds: number; checks: number } {
  return {
    refunds: 0,
    checks: 0,
    async refund() {
      this.refunds += 1;
      return { refundTransactionId: await refund() };
    },
    capture: () => Promise.reject(new Error("must not be called")),
    void: () => Promise.reject(new Error("must not be called")),
    authCheck: () => Promise.reject(new Error("must not be called")),
    async paymentCheck() {
      this.checks += 1;
      return { payments: check() };
    },
  };
}

const nothing = () => [{ transactionId: id }];
const atOnce = async () => undefined;

test("paid → refunding → refunded, and the ledger is written before LINE Pay is called", async () => {
  const book = new Book("paid");
  const line = client(async () => {
    assert.equal(book.row.state, "refunding");
    return refundId;
  }, nothing);
  assert.deepEqual(await new Acts(book, line, atOnce).run("refund", id), { state: "refunded", refundTransactionId: refundId });
  assert.deepEqual(book.history, ["refunding", "refunded"]);
  assert.equal(line.checks, 0);
});

test("a refund or a void that names another sum is not begun: neither LINE Pay nor the ledger hears of it", async () => {
  for (const [act, state] of [
    ["refund", "paid"],
    ["void", "authorized"],
    ["refund", "refunded"],
    ["refund", "refunding"],
  ] as const) {
    for (const amount of [100, 0, -1, 361]) {
      const book = new Book(state);
      const line = client(async () => refundId, nothing);
      const result = await new Acts(book, line, atOnce).run(act, id, amount);
      assert.deepEqual([result.state, book.row.amount, book.history, line.refunds, line.checks], [state, 360, [], 0, 0]);
      assert.match(result.reason ?? "", /only the whole sum/);
    }
  }
  const book = new Book("paid");
  assert.equal(
    (
      await new Acts(
        book,
        client(async () => refundId, nothing),
        atOnce,
      ).run("refund", id, 360)
    ).state,
    "refunded",
  );
  assert.equal(book.row.amount, 360);
});

test("a second capture over another sum is told that it was not done", async () => {
  const acts = new Acts(
    new Book("paid"),
    client(async () => refundId, nothing),
    atOnce,
  );
  assert.match((await acts.run("capture", id, 200)).reason ?? "", /another sum/);
  assert.equal((await acts.run("capture", id, 360)).reason, undefined);
});

test("a double click is one refund with one result", async () => {
  const line = client(async () => new Promise((resolve) => setTimeout(() => resolve(refundId), 5)), nothing);
  const acts = new Acts(new Book("paid"), line, atOnce);
  const [one, other] = await Promise.all([acts.run("refund", id), acts.run("refund", id)]);
  assert.deepEqual(one, other);
  const third = await acts.run("refund", id);
  assert.equal(third.state, "refunded");
  assert.equal(line.refunds, 1);
});

test("a refusal leaves the order paid", async () => {
  const book = new Book("paid");
  const line = client(() => Promise.reject(refused("1163")), nothing);
  assert.deepEqual(await new Acts(book, line, atOnce).run("refund", id), { state: "paid", reason: "refused 1163" });
  assert.equal(line.checks, 0);
});

test("a lost answer is settled by asking; live servers list refunds as negative sums", async () => {
  for (const amount of [360, -360]) {
    const line = client(
      () => Promise.reject(lost()),
      () => listed(amount),
    );
    const result = await new Acts(new Book("paid"), line, atOnce).run("refund", id);
    assert.deepEqual(result, { state: "refunded", refundTransactionId: refundId });
    assert.equal(line.refunds, 1);
  }
});

test("a lost answer that shows late is waited for", async () => {
  const answers = [nothing(), nothing(), listed(360)];
  const line = client(
    () => Promise.reject(lost()),
    () => answers.shift() ?? [],
  );
  assert.equal((await new Acts(new Book("paid"), line, atOnce).run("refund", id)).state, "refunded");
  assert.equal(line.checks, 3);
});

test("a lost answer that never shows stays refunding, and the next press asks before it repeats", async () => {
  const book = new Book("paid");
  const silent = client(() => Promise.reject(lost()), nothing);
  const open = await new Acts(book, silent, atOnce).run("refund", id);
  assert.deepEqual(open, { state: "refunding", reason: "no answer in time" });
  assert.equal(silent.refunds, 1);

  const late = client(
    () => Promise.reject(new Error("must not be called")),
    () => listed(360),
  );
  assert.equal((await new Acts(book, late, atOnce).run("refund", id)).state, "refunded");
  assert.equal(late.refunds, 0);
});

test("after a restart: asked first, repeated only when LINE Pay knows of no refund", async () => {
  const order: string[] = [];
  const line = client(
    async () => {
      order.push("refund");
      return refundId;
    },
    () => {
      order.push("ask");
      return nothing();
    },
  );
  assert.equal((await new Acts(new Book("refunding"), line, atOnce).run("refund", id)).state, "refunded");
  assert.deepEqual(order, ["ask", "refund"]);
});

test("after a restart: when asking fails nothing is repeated", async () => {
  const line = client(
    async () => refundId,
    () => {
      throw new Error("network");
    },
  );
  const result = await new Acts(new Book("refunding"), line, atOnce).run("refund", id);
  assert.deepEqual(result, { state: "refunding", reason: "network" });
  assert.equal(line.refunds, 0);
});

test("settling never starts a refund", async () => {
  const line = client(async () => refundId, nothing);
  assert.equal((await new Acts(new Book("refunding"), line, atOnce).settle(id)).state, "refunding");
  assert.equal((await new Acts(new Book("paid"), line, atOnce).settle(id)).state, "paid");
  assert.equal(line.refunds, 0);
});

test("1165, already refunded, is a reason to ask; a partial sum is not a full refund", async () => {
  const already = client(
    () => Promise.reject(refused("1165")),
    () => listed(360),
  );
  assert.equal((await new Acts(new Book("paid"), already, atOnce).run("refund", id)).state, "refunded");
  const partly = client(
    () => Promise.reject(lost()),
    () => listed(100),
  );
  assert.equal((await new Acts(new Book("paid"), partly, atOnce).run("refund", id)).state, "refunding");
});

test("an unknown payment is not refunded", async () => {
  const line = client(async () => refundId, nothing);
  assert.deepEqual(await new Acts(new Book("paid"), line, atOnce).run("refund", "1"), { state: "unknown-payment" });
  assert.equal(line.refunds, 0);
});

test("passwords are compared whole, and an empty one opens nothing", async () => {
  assert.equal(await samePassword("tea", "tea"), true);
  assert.equal(await samePassword("te", "tea"), false);
  assert.equal(await samePassword("", ""), false);
  assert.match(await tokenHash("a"), /^[0-9a-f]{64}$/);
});
