/**
 * What a reply of LINE Pay is, without the client: for pages and tools that hold no secret. A module of its own, smaller than the
 * client's and without any code that could sign or send a call.
 */
import * as module from "#validator";
import { encode, encodeParts, textOf } from "./encode.js";
import { LinePayError } from "./errors.js";
import type { ModuleSource, Validator } from "./module.js";
import type { Operations } from "./operations.js";
import type { PaymentSource } from "./payment.js";
import { fromModule, resultOf } from "./thrown.js";
import type { Version } from "./versions.js";
import type { ErrorReport, PaymentLife, Step } from "./reports.js";
import type { Expected } from "./wire.js";

export { LinePayError } from "./errors.js";
export { explain, type Explanation } from "./explain.js";
export type { ModuleSource } from "./module.js";
export type { PaymentSource } from "./payment.js";
export { recognise, type Recognised } from "./recognise.js";
export { routes } from "./routes.js";
export type { Operations } from "./operations.js";
export type { RequestStatus, Version } from "./versions.js";
export type * from "./reports.js";
export type * from "./wire.js";

/** The reply of each operation. */
export type Replies = { [O in keyof Operations]: Operations[O]["reply"] };

/** The operations that the version `V` has: v2 has no statusCheck. */
export type OperationOf<V extends Version = Version> = V extends Version
  ? { [O in keyof Operations]: V extends keyof Operations[O]["requests"] ? O : never }[keyof Operations]
  : never;

/** What is known besides a reply's text. */
export interface ValidateOptions {
  /** What the reply must repeat: what was asked for, and what you know of the payment. */
  expected?: Expected;
  /** The answer's HTTP status; 200 unless told otherwise. */
  status?: number;
}

/** A reply that is believed, or what is wrong with it and what that means for the money. */
export type Validated<T> = { ok: true; reply: T } | { ok: false; error: ErrorReport };

/**
 * Judges the text of a reply as the client would. A bad reply is never thrown, whatever it is: it comes back with `ok: false`.
 * Throws a LinePayError for misuse alone, such as an operation that the version does not have.
 *
 * ```ts
 * const verdict = validateReply("confirm", "v3", text, { expected: { orderId: "ORD-1", amount: 360 } });
 * if (!verdict.ok) console.log(verdict.error.code, verdict.error.outcome, verdict.error.mismatch);
 * ```
 *
 * @param text The untouched text of the answer, never a parsed and rewritten one: JavaScript's numbers round LINE Pay's ids.
 */
export function validateReply<V extends Version, O extends OperationOf<V>>(
  operation: O,
  version: V,
  text: string,
  options?: ValidateOptions,
): Validated<Replies[O]> {
  const question = { operation, version, options, ...(typeof text === "string" ? {} : { text }) };
  return run((core) => core.validateReply(encodeParts(question), textOf(text)));
}

/** As `paymentState` of "linepay-edge": what the replies of one payment come to, oldest first. */
export function paymentState(version: Version, sources: readonly PaymentSource[]): PaymentLife {
  return run((core) => core.paymentState(textOf(version), encode(sources)));
}

/**
 * As `legalSteps` of "linepay-edge": the steps that a payment allows, now or at a given time.
 *
 * @param now Milliseconds since 1970.
 */
export function legalSteps(payment: PaymentLife, now: number = Date.now()): Step[] {
  return run((core) => core.legalSteps(encode(payment), now));
}

/**
 * Starts the module where the runtime does not do so by itself. Needed once, before anything else, on such runtimes; elsewhere
 * it does nothing.
 *
 * @param source The module: its bytes, a compiled `WebAssembly.Module`, a `Response`, or its URL.
 */
export function init(source?: ModuleSource): Promise<void> {
  return module.init(source);
}

function run<T>(start: (core: Validator) => string): T {
  let out: string;
  try {
    out = start(module.core());
  } catch (thrown) {
    const error = fromModule(thrown);
    if (error !== undefined) throw error;
    module.replace();
    const trapped = new LinePayError({
      code: "TRAPPED",
      message: "The validator's WebAssembly module stopped during this call and was replaced",
      retry: "again",
    });
    Object.defineProperty(trapped, "cause", { value: thrown, configurable: true });
    throw trapped;
  }
  return resultOf(out) as T;
}
