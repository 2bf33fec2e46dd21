// One verdict of each kind, as the module gives them.
import { ORIGIN, payment } from "./fake.mjs";

export const CONFIRM = "/pay/confirm?t=to%22ken&transactionId=2026050712345678910";

export const verdicts = {
  paid: { state: "paid", orderId: "ORD-1", transactionId: payment.transactionId, payment },
  refunded: { state: "refunded", payment },
  pending: { state: "pending", orderId: "ORD-1", confirmUrl: ORIGIN + CONFIRM },
  "not-approved": { state: "not-approved", orderId: "ORD-1", confirmUrl: ORIGIN + CONFIRM },
  unpaid: { state: "unpaid", orderId: "ORD-1" },
  expired: { state: "expired" },
  declined: {
    state: "declined",
    transactionId: "1",
    error: { code: "REFUSED", message: "secret words", returnCode: "1142", outcome: "not-executed", retry: "never", issues: [] },
  },
  gone: { state: "gone" },
  foreign: { state: "foreign" },
  misdirected: {
    state: "misdirected",
    orderId: "ORD-1",
    problems: [
      {
        kind: "other-order",
        asked: { orderId: "ORD-1", amount: 360, currency: "TWD" },
        got: { orderId: "ORD-2", transactionId: "77", amount: 90, currency: "TWD" },
        message: "Money moved for ORD-2",
      },
    ],
  },
  mismatch: { state: "mismatch", orderId: "ORD-1", transactionId: "5" },
  "captured-less": { state: "captured-less", orderId: "ORD-1", transactionId: "5" },
  "invalid-token": { state: "invalid-token" },
  error: {
    state: "error",
    error: { code: "REFUSED", message: "secret words", returnCode: "1104", outcome: "not-executed", retry: "never", issues: [] },
  },
};
/** The verdict of this state, without problems unless it has its own. */
export const verdictOf = (state) => ({ problems: [], ...verdicts[state] });
