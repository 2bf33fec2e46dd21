/** What the validator says of a reply. */
import type { ErrorReport, Expected, Issue } from "linepay-edge/validate";
import type { Exchange } from "./har";
import type { Validator } from "./validator";

export type Verdict =
  | { kind: "good"; ok: true; reply: object }
  | { kind: "refused" | "bad"; ok: false; error: ErrorReport }
  /** What a person expects cannot be. */
  | { kind: "unclear"; issues: readonly Issue[] };

export function judge(validator: Validator, { operation, version, text, status, expected }: Exchange): Verdict {
  const given = Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== "")) as Expected;
  try {
    const verdict = validator.validateReply(operation as "confirm", version, text, { expected: given, status });
    if (verdict.ok) return { kind: "good", ok: true, reply: verdict.reply };
    const refused = verdict.error.code === "REFUSED" || verdict.error.code === "NOT_FOUND";
    return { kind: refused ? "refused" : "bad", ok: false, error: verdict.error };
  } catch (error) {
    if (error instanceof validator.LinePayError) return { kind: "unclear", issues: error.issues };
    throw error;
  }
}
