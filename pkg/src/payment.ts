import { runNow } from "./calls.js";
import { encode, textOf } from "./encode.js";
import type { Operations } from "./operations.js";
import type { Version } from "./versions.js";
import type { PaymentLife, Step } from "./reports.js";

/** One thing that is known of a payment. */
export interface PaymentSource {
  /** The operation, such as `confirm`. */
  operation: keyof Operations;
  /** The untouched text of its reply: `raw` of a reply, or of an error. */
  text: string;
  /** The request, where the reply alone does not say enough: a refund's amount, a reservation with `capture: false`. */
  request?: object;
}

/**
 * What the replies of one payment come to, oldest first: its state, what is captured, refunded and left, until when an
 * authorisation holds, and whether its regKey can be charged.
 *
 * Throws a LinePayError where a source is not a reply of its operation. A refusal is one: it may say that a regKey has ended.
 *
 * ```ts
 * const payment = paymentState("v3", [{ operation: "paymentCheck", text: (await linePay.paymentCheck({ orderId })).raw }]);
 * if (legalSteps(payment).includes("refund")) await linePay.refund({ transactionId, refundAmount: 100 }, { payment });
 * ```
 */
export function paymentState(version: Version, sources: readonly PaymentSource[]): PaymentLife {
  return runNow(`paymentState\n${encode(sources)}\n${textOf(version)}`);
}

/**
 * The steps that a payment allows, now or at a given time: an authorisation lapses at its date.
 *
 * @param now Milliseconds since 1970.
 */
export function legalSteps(payment: PaymentLife, now: number = Date.now()): Step[] {
  return runNow(`legalSteps\n${encode(payment)}`, now);
}
