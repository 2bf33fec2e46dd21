/** Who told whom what, in the order of time: of one payment's life and its calls. */
import { codeOf, EARLY, type Kind, kindOf, QUERIES } from "./answer";
import type { Life, SandboxCall } from "./views";

export type Lane = "buyer" | "shop" | "sweep" | "linePay";
export const LANES: Lane[] = ["buyer", "shop", "sweep", "linePay"];

export interface Message {
  at: string;
  from: Lane;
  to: Lane;
  /** An operation's name, or what the words call it. */
  what: string;
  /** Of an answer. */
  code?: string;
  /** How it is to be taken, where it is not simply said. */
  kind?: Kind;
}

/** Nobody's browser waits so long: what the shop still does then, it does by itself. In milliseconds. */
const PATIENCE = 60_000;
/** The newest ones are shown. */
const MOST = 80;

export function messagesOf(life: Life): { messages: Message[]; all: number } {
  const approvedAt = life.life.find(({ what }) => what === "approved")?.at;
  const messages: Message[] = [];
  const add = (at: string, from: Lane, to: Lane, what: string, more: Partial<Message> = {}) =>
    messages.push({ at, from, to, what, ...more });
  // What is no call, with whether it comes before one.
  const beside: { before: (call: SandboxCall) => boolean; tell: () => void }[] = [];
  if (approvedAt !== undefined && life.reserveId) {
    beside.push({ before: (call) => isAfterApproval(call, approvedAt), tell: () => approval(life, approvedAt, add) });
  }
  for (const { what, at, ahead } of life.life) {
    if (!what.endsWith("Until") || ahead) continue;
    beside.push({ before: (call) => call.at > at, tell: () => add(at, "linePay", "linePay", what, { kind: "refused" }) });
  }
  const { state } = life.payment;
  if (state === "CANCELLED" || state === "FAILED") {
    const at = life.life.find(({ what }) => what === "cancelled" || what === "failed")?.at;
    const after = (call: SandboxCall) => call.operation !== "reserve" && (at === undefined || call.at >= at);
    // To leave is the buyer's right.
    const kind = state === "CANCELLED" ? "expected" : "refused";
    beside.push({ before: after, tell: () => add(at ?? life.calls[0]?.at ?? life.now, "buyer", "linePay", state, { kind }) });
  }
  for (const call of life.calls) {
    const due = beside.findIndex(({ before }) => before(call));
    if (due >= 0) for (const { tell } of beside.splice(0, due + 1)) tell();
    const lane = whose(call, life, approvedAt);
    const code = codeOf(call);
    const kind = kindOf(call);
    add(call.at, lane, "linePay", call.operation ?? call.path);
    add(call.at, "linePay", lane, call.fault ?? "", { code, kind });
    if (call.operation === "reserve" && kind === "good") add(call.at, lane, "buyer", "paymentUrl");
  }
  for (const { tell } of beside) tell();
  return { messages: messages.slice(-MOST), all: messages.length };
}

type Add = (at: string, from: Lane, to: Lane, what: string) => void;

/** The buyer approves; who tells the shop is the shop's choice. */
function approval({ confirmUrlType }: Life, at: string, add: Add): void {
  add(at, "buyer", "linePay", "approved");
  if (confirmUrlType === "SERVER") add(at, "linePay", "shop", "confirmUrl");
  if (confirmUrlType !== "CLIENT") return;
  add(at, "linePay", "buyer", "redirect");
  add(at, "buyer", "shop", "confirmUrl");
}

/** Times are whole seconds: of one and the same, the call itself tells. */
function isAfterApproval(call: SandboxCall, approvedAt: string): boolean {
  if (call.at !== approvedAt) return call.at > approvedAt;
  const answered = codeOf(call);
  return call.operation === "statusCheck" ? answered.startsWith("01") : call.operation !== "reserve" && !EARLY.has(answered);
}

/** Whether a browser waits for the shop's answer, as far as can be told from outside. */
function whose(call: SandboxCall, life: Life, approvedAt: string | undefined): Lane {
  if (QUERIES.has(call.operation ?? "")) return "sweep";
  if (call.operation !== "confirm" || approvedAt === undefined) return "shop";
  const late = Date.parse(call.at) - Date.parse(approvedAt) > PATIENCE;
  return late || life.confirmUrlType === "NONE" ? "sweep" : "shop";
}
