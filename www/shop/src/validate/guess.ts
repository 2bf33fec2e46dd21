/** Which operation a reply answers, by its fields. A guess: the page lets a person choose another one. */
import type { Operation } from "./har";

export function guess(text: string): Operation | undefined {
  const has = (name: string) => text.includes(`"${name}"`);
  const code = /"returnCode"\s*:\s*"(\d{4})"/.exec(text)?.[1];
  if (code === undefined) return undefined;
  if (code === "0110" || /^012[123]$/.test(code)) return "statusCheck";
  if (has("paymentUrl")) return "reserve";
  if (has("refundTransactionId") && !has("payInfo")) return "refund";
  if (/"info"\s*:\s*\[/.test(text))
    return /"payStatus"\s*:\s*"(AUTH|VOIDED|EXPIRED)/.test(text) && !has("packages") ? "authCheck" : "paymentCheck";
  if (has("payInfo")) return "confirm";
  if (has("transactionDate") || (has("transactionId") && !has("orderId"))) return "preApproval";
  return undefined;
}
