/** What came of an act, in words. */
import type { PaymentState } from "../../workers/shop/acts";
import type { SubscriptionState } from "../../workers/shop/subscriptions";
import type { Speech } from "./language";
import { explained } from "./problem-facts";

export type Act = "capture" | "void" | "refund" | "charge" | "check" | "end";

/** What the worker answers to any act. */
export interface Result {
  state: string;
  charges?: number;
  usable?: boolean;
  reason?: string;
}

/** What LINE Pay is asked for by an act that it has another name for. */
const asked = { charge: "preApproval", check: "regKeyCheck", end: "regKeyExpire" } as const;

const operationOf = (act: Act) => (act === "charge" || act === "check" || act === "end" ? asked[act] : act);

export function stateText(state: PaymentState, { words }: Speech): string {
  return {
    authorized: words.stateAuthorized,
    capturing: words.stateCapturing,
    voiding: words.stateVoiding,
    voided: words.stateVoided,
    lapsed: words.stateLapsed,
    paid: words.statePaid,
    refunding: words.stateRefunding,
    refunded: words.stateRefunded,
  }[state];
}

export function subscriptionText(state: Exclude<SubscriptionState, "no-key">, { words }: Speech): string {
  return {
    active: words.subscriptionActive,
    charging: words.subscriptionCharging,
    ending: words.subscriptionEnding,
    ended: words.subscriptionEnded,
  }[state];
}

export function outcomeText(act: Act, result: Result, orderId: string, speech: Speech): string {
  const { words } = speech;
  if (act === "check") {
    return result.usable
      ? words.keyUsable(orderId)
      : words.keyUseless(orderId, explained(result.reason ?? words.noAnswer, operationOf(act), speech));
  }
  const known = ["charge", "end"].includes(act)
    ? words.subscription(subscriptionText(result.state as Exclude<SubscriptionState, "no-key">, speech), result.charges ?? 0)
    : stateText(result.state as PaymentState, speech);
  const state = known ?? words.noAnswer;
  return result.reason === undefined
    ? words.done(orderId, state)
    : words.notDone(orderId, state, explained(result.reason, operationOf(act), speech));
}
