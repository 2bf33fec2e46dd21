/** Which calls belong to one payment, and what they come to. */
import type { PaymentLife, PaymentSource, Step } from "linepay-edge/validate";
import type { Validator } from "./validator";
import type { Exchange } from "./har";

/** What is known of the payment that a call belongs to. */
export interface Known {
  payment: PaymentLife;
  steps: Step[];
  /** How many calls it was made of. */
  calls: number;
}

/** The calls of the same payment up to the chosen one, which is the last; a call is of it by an id that it shares. */
export function together(calls: readonly Exchange[], chosen: Exchange): Exchange[] {
  const before = calls.slice(0, calls.indexOf(chosen) + 1).filter(({ version }) => version === chosen.version);
  const keys = new Map(before.map((call) => [call, keysOf(call)]));
  const known = new Set(keys.get(chosen) ?? keysOf(chosen));
  const found = new Set([chosen]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [call, own] of keys) {
      if (!own.some((key) => known.has(key))) continue;
      found.add(call);
      for (const key of own) known.add(key);
    }
  }
  return before.filter((call) => found.has(call));
}

/** Of text, not of parsed JSON: a number would lose an id's last digits. */
function keysOf({ operation, text, expected, request }: Exchange): string[] {
  const asked = [expected.transactionId, expected.orderId, String(request.orderId ?? "")];
  // A list may hold many payments, and a refund's reply names the refund.
  const lists = operation === "paymentCheck" || operation === "authCheck" || operation === "refund";
  const told = lists
    ? []
    : ["transactionId", "orderId"].map((name) => new RegExp(`"${name}"\\s*:\\s*"?([^",}\\s]+)`).exec(text)?.[1] ?? "");
  return [...asked, ...told].filter((key) => key !== "");
}

/** What the calls come to; `undefined` where they do not say. A call without a legible answer says nothing. */
export function stateOf(validator: Validator, calls: readonly Exchange[], now: number): Known | undefined {
  const legible = calls.filter(({ operation, version, text, status }) => {
    const verdict = validator.validateReply(operation as "confirm", version, text, { status });
    return verdict.ok || verdict.error.returnCode !== undefined;
  });
  const version = calls[0]?.version;
  if (version === undefined || legible.length === 0) return undefined;
  const sources: PaymentSource[] = legible.map(({ operation, text, request }) => ({ operation, text, request }));
  try {
    const payment = validator.paymentState(version, sources);
    if (payment.state === "unknown") return undefined;
    return { payment, steps: validator.legalSteps(payment, now), calls: legible.length };
  } catch {
    // A request of another client that says something impossible.
    return undefined;
  }
}
