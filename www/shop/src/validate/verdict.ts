/** What the validator says of a reply. */
import type { ErrorReport, Expected, Issue } from "linepay-edge/validate";
import type { Exchange } from "./har";
import { routeOf, type Validator } from "./validator";

export type Verdict =
  | { kind: "good"; ok: true; reply: object }
  /** `none`: a question's ordinary answer, that there is no record, or none yet. */
  | { kind: "none" | "refused" | "bad"; ok: false; error: ErrorReport }
  /** What a person expects cannot be. */
  | { kind: "unclear"; issues: readonly Issue[] };

export function judge(validator: Validator, exchange: Exchange): Verdict {
  const { operation, version, text, status, expected } = exchange;
  const given = Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== "")) as Expected;
  try {
    const verdict = validator.validateReply(operation as "confirm", version, text, { expected: given, status });
    if (verdict.ok) return { kind: "good", ok: true, reply: verdict.reply };
    const { error } = verdict;
    if (error.code === "NOT_FOUND" && routeOf(validator, exchange).startsWith("GET")) return { kind: "none", ok: false, error };
    return { kind: error.code === "REFUSED" || error.code === "NOT_FOUND" ? "refused" : "bad", ok: false, error };
  } catch (error) {
    if (error instanceof validator.LinePayError) return { kind: "unclear", issues: error.issues };
    throw error;
  }
}
