/**
 * The steps of one purchase, as the diagram beside the shop draws them: each is one real message between two of
 * three parties. Everything here is a pure function; what must stay secret is masked before it is stored.
 */
import type { Version } from "linepay-edge";
import type { PaymentState } from "./acts";

export type Party = "browser" | "merchant" | "linepay";
/** `expected` is a refusal that belongs to the flow: "no payment yet" from the question before confirm. */
export type Mood = "plain" | "good" | "expected" | "bad";

export interface Step {
  at: number;
  from: Party;
  to: Party;
  kind: "request" | "reply" | "lost" | "note";
  /** Short text on the arrow: `POST /pay/reserve`, `200 · 0000 success`. */
  label: string;
  /** A word for what the step means, translated by the page. */
  meaning: string;
  mood: Mood;
  /** The merchant cannot see this step: it follows from what came before or after it. */
  inferred?: boolean;
  url?: string;
  body?: string;
  milliseconds?: number;
}

export interface NumberedStep extends Step {
  sequence: number;
}

/** An event of linepay-edge's `onEvent`, as far as the diagram needs it. */
export type CallEvent =
  | { type: "request"; operation: string; method: string; url: string; body?: string; attempt?: number }
  | { type: "reply"; operation: string; status: number; body: string; milliseconds: number }
  | { type: "lost"; operation: string; reason: string; milliseconds: number };

const mostBody = 8000;
const mask = "•••";

/**
 * Hides what lets its bearer do something: the signed order in confirmUrl, the code a buyer may type in the app, and the
 * key of a subscription.
 * Works on text, so that a 19-digit id keeps its digits.
 */
export function masked(text: string): string {
  return text
    .replace(/([?&](?!transactionId=|orderId=|transactionReserveId=)[A-Za-z_]+=)[A-Za-z0-9_.~%-]{24,}/g, `$1${mask}`)
    .replace(/("paymentAccessToken"\s*:\s*")\d+(\d{2}")/g, `$1${mask}$2`)
    .replace(/("regKey"\s*:\s*")[^"]+/g, `$1${mask}`)
    .replace(/(\/preapprovedPay\/)[^/?"\s]+/g, `$1${mask}`)
    .slice(0, mostBody);
}

export function stepOf(event: CallEvent, at: number): Step {
  if (event.type === "request") {
    const again = event.attempt && event.attempt > 1 ? ` (${event.attempt})` : "";
    return {
      at,
      from: "merchant",
      to: "linepay",
      kind: "request",
      label: `${event.method} ${masked(pathOf(event.url))}${again}`,
      meaning: event.operation,
      mood: "plain",
      url: masked(event.url),
      ...(event.body ? { body: masked(event.body) } : {}),
    };
  }
  const answer = { at, from: "linepay" as const, to: "merchant" as const, milliseconds: event.milliseconds };
  if (event.type === "lost") {
    return { ...answer, kind: "lost", label: event.reason, meaning: "lost", mood: "bad" };
  }
  const code = returnCodeOf(event.body);
  return {
    ...answer,
    kind: "reply",
    label: code ? `${event.status} · ${code}` : `${event.status}`,
    meaning: expected[event.operation]?.[code ?? ""] ?? `${event.operation}Reply`,
    mood: moodOf(event.operation, event.status, code),
    body: masked(event.body),
  };
}

/** Refusals that belong to the flow, with what they mean. */
const expected: Record<string, Record<string, string>> = {
  paymentCheck: { "1150": "noPaymentYet" },
  authCheck: { "1150": "nothingHeld" },
  confirm: { "1169": "notApproved" },
};

/** v3 and v4: whether the buyer has approved is told by the code itself. */
const statusMoods: Record<string, Mood> = { "0000": "expected", "0110": "good", "0123": "good", "0121": "expected" };

export function moodOf(operation: string, status: number, code: string | undefined): Mood {
  if (status < 200 || status > 299 || code === undefined) return "bad";
  if (operation === "statusCheck" && code in statusMoods) return statusMoods[code] ?? "plain";
  if (code === "0000") return "good";
  return expected[operation]?.[code] ? "expected" : "bad";
}

export function returnCodeOf(body: string): string | undefined {
  return /"returnCode"\s*:\s*"?(\d{4})\b/.exec(body)?.[1];
}

/** The order and the payment that a call is about, read from its text without losing a digit. */
export function subjectOf(event: CallEvent): { orderId?: string; transactionId?: string } {
  const text = event.type === "lost" ? "" : event.type === "request" ? `${event.url}\n${event.body ?? ""}` : event.body;
  const transactionId =
    /"transactionId"\s*:\s*"?(\d{6,20})/.exec(text)?.[1] ??
    /[?&]transactionId=(\d{6,20})/.exec(text)?.[1] ??
    /\/payments\/(?:requests\/|authorizations\/)?(\d{6,20})\//.exec(text)?.[1];
  const orderId = /"orderId"\s*:\s*"(MH[\w-]+)"/.exec(text)?.[1] ?? /[?&]orderId=(MH[\w-]+)/.exec(text)?.[1];
  return { ...(orderId ? { orderId } : {}), ...(transactionId ? { transactionId } : {}) };
}

/** Steps in the order they happened, numbered from 1. Notes carry no number. */
export function numbered(steps: readonly NumberedStep[]): { step: NumberedStep; number: number | undefined }[] {
  let number = 0;
  return [...steps]
    .sort((one, other) => one.sequence - other.sequence)
    .map((step) => ({ step, number: step.kind === "note" ? undefined : ++number }));
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url.slice(0, 80);
}

/** What `GET /api/trace` answers: the visitor's newest purchase. */
export interface TraceView {
  purchase: string | null;
  /** More steps may come. */
  open: boolean;
  /** Sequence number of the newest step: the next question's `since`. */
  last: number;
  order: {
    orderId: string;
    state: "started" | "cancelled" | PaymentState;
    amount: number;
    currency: string;
    lines: { id: string; quantity: number }[];
    /** When it was paid or, unpaid so far, begun. */
    at: number;
  } | null;
  steps: NumberedStep[];
  /** Of LINE Pay's API; the worker adds it. */
  version?: Version;
}
