import type { Code, ErrorReport, Issue, Mismatch, Outcome, Retry } from "./reports.js";

/**
 * What went wrong.
 *
 * - `INVALID_REQUEST`: the request breaks a rule of LINE Pay; see `issues`. Nothing was sent.
 * - `INVALID_CONFIGURATION`: the options of the client or the checkout are wrong; see `issues`. Nothing was sent.
 * - `UNSUPPORTED`: the chosen API version has no such operation or option.
 * - `ILLEGAL_STEP`: the state of the payment does not allow this step. Nothing was sent.
 * - `REFUSED`: LINE Pay answered with a return code other than success; see `returnCode`.
 * - `NOT_FOUND`: LINE Pay has no such transaction, or it is not paid yet (1150); or the ledger has no such order.
 * - `MISMATCH`: the reply does not belong to what was asked; see `mismatch`.
 * - `NETWORK`, `TIMEOUT`, `ABORTED`: no complete answer came back.
 * - `GATEWAY`: something in between answered (a status other than 2xx, or a redirect); see `status`.
 * - `MALFORMED_REPLY`, `REPLY_TOO_LARGE`: the answer is not one of LINE Pay's.
 * - `INVALID_TOKEN`: the signed order in the URL is damaged, or was made by somebody else.
 * - `LEDGER`: the checkout's ledger does not answer, or holds something that is no record of this order. Nothing was sent that changes
 *   anything.
 * - `UNDER_WAY`: with a ledger, a step of the order is in hand, or what became of it is not known yet.
 * - `TRAPPED`: the WebAssembly module stopped in the middle of this call and was replaced. Please report it.
 */
export type LinePayErrorCode = Code | "TRAPPED";

/** What a {@link LinePayError} is made of. `outcome` is `not-executed`, `retry` is `never` and `issues` is empty unless given. */
export interface LinePayErrorFields extends Partial<Omit<ErrorReport, "code" | "message">> {
  /** See {@link LinePayErrorCode}. */
  code: LinePayErrorCode;
  /** One sentence in English. Holds no secret. */
  message: string;
}

/**
 * The only error that this package throws.
 *
 * Look at `outcome` before anything else: it says whether the call had its effect.
 *
 * ```ts
 * try {
 *   await linePay.refund({ transactionId });
 * } catch (error) {
 *   if (error instanceof LinePayError && error.outcome === "unknown") {
 *     // The refund may have happened: ask with paymentCheck before repeating it.
 *   }
 * }
 * ```
 */
export class LinePayError extends Error {
  /** What went wrong; stable. */
  readonly code: LinePayErrorCode;
  /**
   * Whether the thing asked for happened: `not-executed`, `executed` (money may have moved although this is an error),
   * or `unknown` (ask LINE Pay before doing it again). A call that only reads is `not-executed`.
   */
  readonly outcome: Outcome;
  /** Whether and how to try again: `never`, `again` at once, `later`, or `ask-first`: find out with paymentCheck what happened. */
  readonly retry: Retry;
  /** For invalid input: every problem found, not only the first, in English and Chinese, with LINE Pay's return code where it is known. */
  readonly issues: readonly Issue[];
  /** The operation that was called, such as `confirm`. */
  declare readonly operation?: string;
  /** LINE Pay's return code, such as `1106`, where it sent one. */
  declare readonly returnCode?: string;
  /** LINE Pay's own words to that code. */
  declare readonly returnMessage?: string;
  /** For `MISMATCH`: which field, and both values. */
  declare readonly mismatch?: Mismatch;
  /** HTTP status of the answer, where there was one. */
  declare readonly status?: number;
  /** The untouched text of the answer, where there was one. Not part of `JSON.stringify(error)`. */
  declare readonly raw?: string;

  constructor(fields: LinePayErrorFields) {
    super(fields.message);
    this.code = fields.code;
    this.outcome = fields.outcome ?? "not-executed";
    this.retry = fields.retry ?? "never";
    this.issues = fields.issues ?? [];
    for (const name of ["operation", "returnCode", "returnMessage", "mismatch", "status"] as const) {
      if (fields[name] !== undefined) Object.defineProperty(this, name, { value: fields[name], enumerable: true });
    }
    if (fields.raw !== undefined) Object.defineProperty(this, "raw", { value: fields.raw, enumerable: false });
  }

  static {
    Object.defineProperty(this.prototype, "name", { value: "LinePayError", writable: true, configurable: true });
  }

  /** The fields for a log line, without the stack and without the reply's text. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message };
  }
}
