/** What a call was answered, and how that is to be taken. */
import type { SandboxCall } from "./views";
import type { Words } from "./words";

/** `expected` is a refusal that belongs to the flow; `broken` is no answer of LINE Pay's own. */
export type Kind = "good" | "expected" | "refused" | "broken";

export const QUERIES = new Set(["statusCheck", "paymentCheck", "authCheck", "orderCheck", "regKeyCheck"]);
/** LINE Pay has no record of it, or none yet. */
const NO_RECORD = "1150";
/** The buyer has not approved. */
const NOT_APPROVED = "1169";
/** What LINE Pay answers before the buyer has approved. */
export const EARLY = new Set([NO_RECORD, NOT_APPROVED]);

/** Of LINE Pay's envelope; the status where the answer is none. */
export function codeOf(call: SandboxCall): string {
  return /^\{"returnCode":"(\d{4})"/.exec(call.replyBody)?.[1] ?? `HTTP ${call.status}`;
}

export function kindOf(call: SandboxCall): Kind {
  const code = codeOf(call);
  if (call.fault !== null || call.status !== 200 || !/^\d{4}$/.test(code)) return "broken";
  if (/^0(000|1\d\d)$/.test(code)) return "good";
  const asked = call.operation ?? "";
  const expected = code === NO_RECORD ? QUERIES.has(asked) : code === NOT_APPROVED && asked === "confirm";
  return expected ? "expected" : "refused";
}

/** A word for it where the code alone does not say; what spoilt a call is named beside it. */
export function wordOf(kind: Kind, code: string, { call }: Words): string {
  if (kind === "refused") return call.refused;
  if (kind !== "expected") return "";
  return code === NO_RECORD ? call.noRecord : call.notApproved;
}
