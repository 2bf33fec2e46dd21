import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeptOrder, KeptPayment } from "linepay-edge/checkout";
import type { BookRow } from "../workers/shop/books";
import { compared, type Row } from "../workers/shop/compared";

const id = "2026112412345678910";
const book: BookRow = {
  orderId: "MH1",
  at: 0,
  amount: 360,
  currency: "TWD",
  state: "paid",
  transactionId: id,
  refundTransactionId: null,
};

/** The ledger's record of an order with this payment, as far as it is compared. */
function kept(payment: Partial<KeptPayment> | undefined, more: Partial<KeptOrder> = {}): KeptOrder {
  const whole = { transactionId: id, at: 0, money: "captured", amount: 360, left: 360, refunds: [], ...payment };
  return { orderId: "MH1", others: [], ...(payment ? { payment: whole } : {}), ...more } as unknown as KeptOrder;
}

const paid = (more: Partial<Row> = {}): Row => ({
  transactionId: id,
  orderId: "MH1",
  payInfo: [{ amount: 60 }, { amount: 300 }],
  ...more,
});
const refund = (refundAmount: number) => [{ refundTransactionId: "7", refundAmount }];

test("paid on both sides: nothing differs, whether v2 or v3 tells it", () => {
  for (const row of [paid(), paid({ payStatus: "CAPTURE" })]) {
    const { of, differs, linePay } = compared(book, kept({}), [row, paid({ orderId: "MH2", transactionId: "1" })]);
    assert.deepEqual([of, differs, linePay.money, linePay.amount], ["ledger", [], "captured", 360]);
  }
});

test("a refund made at LINE Pay that the ledger has not booked differs, in every line that it touches", () => {
  for (const sign of [1, -1]) {
    const { differs, shop, linePay } = compared(book, kept({}), [paid({ refundList: refund(60 * sign) })]);
    assert.deepEqual(differs, ["money", "refunded", "refunds"]);
    assert.deepEqual([shop.money, linePay.money, linePay.refunded], ["captured", "partly-refunded", 60]);
  }
  const done = { key: "k", amount: 60, state: "done", refundTransactionId: "7" } as const;
  assert.deepEqual(compared(book, kept({ left: 300, refunds: [done] }), [paid({ refundList: refund(60) })]).differs, []);
  const whole = kept({ left: 0, refunds: [{ ...done, amount: 360 }] });
  assert.equal(compared(book, whole, [paid({ refundList: refund(360) })]).shop.money, "refunded");
});

test("a payment that the ledger does not know, and one that LINE Pay does not", () => {
  const one = compared({ ...book, state: null, transactionId: null }, kept(undefined), [paid()]);
  assert.deepEqual(one.differs, ["money", "payments", "transactionId", "amount"]);
  const other = compared(book, kept({}), []);
  assert.deepEqual(other.differs, ["money", "payments", "transactionId", "amount"]);
  assert.deepEqual(compared({ ...book, state: null }, kept(undefined), []).differs, []);
});

test("two payments of one order at LINE Pay and one in the ledger", () => {
  const rows = [paid({ transactionId: "1" }), paid(), paid()];
  const { differs, linePay } = compared(book, kept({}), rows);
  assert.deepEqual([differs, linePay.transactionId, linePay.payments], [["payments"], id, 2]);
  assert.deepEqual(compared(book, kept({}, { others: [{}] as unknown as KeptOrder["others"] }), rows).differs, []);
});

test("what is only held: an authorisation, a part captured, one that is released or forgotten", () => {
  const held = kept({ money: "authorized" });
  assert.deepEqual(compared(book, held, [paid({ payStatus: "AUTHORIZATION" })]).differs, []);
  assert.deepEqual(compared(book, held, [paid({ payStatus: "EXPIRED_AUTHORIZATION" })]).differs, ["money"]);
  assert.deepEqual(compared(book, held, [paid({ payInfo: [{ amount: 300 }] })]).differs, ["money", "amount"]);
  assert.deepEqual(compared(book, kept({ amount: 300, left: 300 }), [paid({ payInfo: [{ amount: 300 }] })]).differs, []);
  for (const rows of [[], [paid({ payStatus: "VOIDED_AUTHORIZATION" })]]) {
    assert.deepEqual(compared(book, kept({ money: "released", left: 0 }), rows).differs, []);
  }
});

test("without a ledger the shop's books are compared; a step that is not settled is what was before it", () => {
  const { of, differs } = compared({ ...book, state: "refunding" }, undefined, [paid({ refundList: refund(-360) })]);
  assert.deepEqual([of, differs], ["books", ["money", "refunded", "refunds"]]);
  const refunded = { ...book, state: "refunded", refundTransactionId: "7" } as const;
  assert.deepEqual(compared(refunded, undefined, [paid({ refundList: refund(-360) })]).differs, []);
});

test("the step that the ledger has in hand is told", () => {
  const work = { step: "refund" } as KeptOrder["work"];
  assert.equal(compared(book, kept({}, work ? { work } : {}), [paid()]).inHand, "refund");
});
