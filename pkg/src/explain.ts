import { catalogue } from "./catalogue.js";
import { LinePayError } from "./errors.js";
import { changes } from "./operations.js";
import type { Outcome, Retry } from "./reports.js";

/** What a return code of LINE Pay means for one operation. */
export interface Explanation {
  /** The code, four digits. */
  code: string;
  /** What it means, in the chosen language. */
  meaning: string;
  /**
   * Who has to act: the buyer (approve, pay otherwise), the merchant (request or contract), wait and call again, ask LINE Pay what
   * happened, or nobody.
   */
  actor: "buyer" | "merchant" | "wait" | "ask" | "nobody";
  /** What it says about this call: whether something changed at LINE Pay. */
  outcome: Outcome;
  /** Whether and how to call again. */
  retry: Retry;
}

/** Where the catalogue holds what a code says about a call, by what the call changes. */
const COLUMNS = { query: 4, reservation: 5, payment: 6, regKey: 7 } as const;

const LOCALES = ["en", "zh-TW"] as const;

/**
 * Explains a return code of LINE Pay. `undefined` for a code that is not in the catalogue: on a call that changes something its
 * outcome is unknown. Throws a LinePayError `INVALID_REQUEST` for a code that is no text, and for an operation or a
 * language that there is not: the same code says something else about another operation.
 *
 * ```ts
 * explain("1172", "confirm", "zh-TW"); // { meaning: "已有相同的訂單編號", actor: "ask", outcome: "unknown", … }
 * ```
 */
export function explain(code: string, operation: keyof typeof changes, locale: (typeof LOCALES)[number] = "en"): Explanation | undefined {
  if (typeof code !== "string") {
    // A number would be a code that no table knows, also where it is one, and 0110 has lost its first digit.
    throw wrong("code", "type", `must be a text of four digits, such as "1142"`, `必須是四位數字的字串，例如 "1142"`);
  }
  oneOf("operation", operation, Object.keys(changes));
  oneOf("locale", locale, LOCALES);
  const row = catalogue.find(([known]) => known === code);
  if (row === undefined) return undefined;
  const [, english, chinese, actor] = row;
  const [outcome, retry] = (row[COLUMNS[changes[operation]]] ?? "").split(" ");
  return {
    code,
    meaning: locale === "zh-TW" ? chinese : english,
    actor: actor as Explanation["actor"],
    outcome: outcome as Outcome,
    retry: retry as Retry,
  };
}

function oneOf(path: string, given: unknown, allowed: readonly string[]): void {
  if (typeof given === "string" && allowed.includes(given)) return;
  throw wrong(path, "one-of", `must be one of ${allowed.join(", ")}`, `必須是下列之一：${allowed.join("、")}`);
}

function wrong(path: string, rule: string, english: string, chinese: string): LinePayError {
  const [message, messageZhTw] = [`${path} ${english}`, `${path} ${chinese}`];
  return new LinePayError({ code: "INVALID_REQUEST", message, issues: [{ path, rule, message, messageZhTw }] });
}
