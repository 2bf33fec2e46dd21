import { catalogue } from "./catalogue.js";
import type { Outcome, Retry } from "./wire.js";

/** What a return code of LINE Pay means for one operation. */
export interface Explanation {
  /** The code, four digits. */
  code: string;
  /** What it means, in the chosen language. */
  meaning: string;
  /** Who has to act: the buyer (approve, pay otherwise), the merchant (request or contract), wait and call again, ask LINE Pay what happened, or nobody. */
  actor: "buyer" | "merchant" | "wait" | "ask" | "nobody";
  /** What it says about this call: whether something changed at LINE Pay. */
  outcome: Outcome;
  /** Whether and how to call again. */
  retry: Retry;
}

/** What an operation changes, as an index into the catalogue. */
const CHANGES: Record<string, number> = {
  statusCheck: 4,
  authCheck: 4,
  paymentCheck: 4,
  regKeyCheck: 4,
  reserve: 5,
  regKeyExpire: 7,
};

/**
 * Explains a return code of LINE Pay. `undefined` for a code that is not in the catalogue: on a call that changes something its
 * outcome is unknown.
 *
 * ```ts
 * explain("1172", "confirm", "zh-TW"); // { meaning: "已有相同的訂單編號", actor: "ask", outcome: "unknown", … }
 * ```
 */
export function explain(code: string, operation: string, locale: "en" | "zh-TW" = "en"): Explanation | undefined {
  const row = catalogue.find(([known]) => known === code);
  if (row === undefined) return undefined;
  const [, english, chinese, actor] = row;
  // Every other operation changes a payment.
  const [outcome, retry] = (row[CHANGES[operation] ?? 6] ?? "").split(" ");
  return {
    code,
    meaning: locale === "zh-TW" ? chinese : english,
    actor: actor as Explanation["actor"],
    outcome: outcome as Outcome,
    retry: retry as Retry,
  };
}
