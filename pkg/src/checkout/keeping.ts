import type { Answer } from "../host.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Payment, Problem } from "../verdicts.js";
import { DELIVERY_SECONDS, LATE, LEDGER_SECONDS, TELLING_SECONDS, within } from "./limits.js";
import type { CheckoutFailure, CheckoutOptions, CheckoutProblem, Waiting } from "./options.js";
import { messageOf, problemOf, type Telling } from "./report.js";

/** What stands before an order's number in its key; see `src/flow/orders`. */
export const KEY = "linepay/";

/** What a hook is to be told. */
interface Told {
  event: "paid" | "regKey" | "captured" | "refunded" | "released";
  key: string;
  payment: Payment;
  problem?: Problem;
}

/** What the module wants done of a ledger and of the shop's hooks; see `task.rs`. */
interface Asked {
  key: string;
  ifVersion?: string;
  wakeAt?: number;
  /** In milliseconds. */
  limit: number;
  told?: Told;
  /** Of an authorisation that ends soon. */
  expiring?: Payment;
  /** What the sweep wants to confirm. */
  asked?: Waiting;
}

/** Does what the module wants done of a ledger and of hooks. Never rejects. */
export type Keep = (effect: string) => Promise<Answer>;

/** Who is told what happens. */
export interface Keeper<Env> {
  options: CheckoutOptions<Env>;
  ledger: Ledger;
  env: Env;
  /** Tells the shop what happens: whether it has taken it. */
  telling: Telling;
  /** Hooks that go on after their time. */
  background: Promise<unknown>[];
  /** Does a buyer wait? */
  waits: boolean;
}

/** A clock that is further off than this is none, in milliseconds. */
const ODD = 86_400_000;

/** The ledger and the hooks of one turn. */
export function keeping<Env>(keeper: Keeper<Env>): Keep {
  return async (effect) => {
    const end = effect.indexOf("\n");
    const asked = JSON.parse(end < 0 ? effect.slice(1) : effect.slice(1, end)) as Asked;
    if (effect.startsWith("L")) return read(keeper.ledger, asked);
    if (effect.startsWith("K")) return write(keeper, asked, effect.slice(end + 1));
    if (asked.told !== undefined) return call(keeper, asked.told, asked.limit);
    if (asked.expiring !== undefined) return expiring(keeper, asked.expiring, asked.limit);
    return { status: (await mayConfirm(keeper, asked)) ? 200 : 403, text: "" };
  };
}

async function read(ledger: Ledger, { key, limit }: Asked): Promise<Answer> {
  try {
    const found: unknown = await within(
      begun(() => ledger.read(key)),
      limit / 1000,
    );
    if (found === LATE) throw new Error(`the ledger has not answered within ${limit / 1000} seconds`);
    const { record, now } = (found ?? {}) as { record?: unknown; now?: unknown };
    const clock = clockOf(now);
    if (record === undefined) return { status: 404, text: JSON.stringify({ now: clock }) };
    const { text, version } = (record ?? {}) as { text?: unknown; version?: unknown };
    if (typeof text !== "string") throw new TypeError(`the ledger's read gave ${kindOf(text)} as the text of a record`);
    return { status: 200, text: `${JSON.stringify({ now: clock, version: versionOf(version) })}\n${text}` };
  } catch (error) {
    return { status: 500, text: messageOf(error) };
  }
}

/** Of a write that failed the module only knows that nobody can tell, and reads again: the shop is told what happened. */
async function write<Env>(keeper: Keeper<Env>, { key, ifVersion, wakeAt, limit }: Asked, record: string): Promise<Answer> {
  try {
    const made: unknown = await within(
      begun(() => keeper.ledger.write(key, record, ifVersion, wakeAt)),
      limit / 1000,
    );
    if (made === LATE) throw new Error(`the ledger has not answered a write within ${limit / 1000} seconds`);
    if (made === undefined) return { status: 409, text: "" };
    const { version, now } = (made ?? {}) as { version?: unknown; now?: unknown };
    return { status: 200, text: JSON.stringify({ now: clockOf(now), version: versionOf(version) }) };
  } catch (error) {
    const message = `whether the ledger has made a write is not known: ${messageOf(error)}`;
    report(keeper, { kind: "ledger-failed", message, error });
    return { status: 500, text: "" };
  }
}

function report<Env>({ telling }: Keeper<Env>, problem: CheckoutProblem): void {
  void telling(problem);
}

/** Begins work that may also throw at once. */
async function begun<T>(work: () => Promise<T>): Promise<T> {
  return work();
}

/** The ledger's clock, by which orders are due: this isolate's may be an hour off. No order has an empty number. */
export async function ledgerClock(ledger: Ledger): Promise<number> {
  const read: unknown = await within(ledger.read(KEY), LEDGER_SECONDS);
  if (read === LATE) throw new Error(`the ledger has not answered within ${LEDGER_SECONDS} seconds`);
  return clockOf((read as { now?: unknown } | undefined)?.now);
}

/** A ledger's clock, where it is one. */
function clockOf(now: unknown): number {
  if (typeof now === "number" && Number.isSafeInteger(now) && Math.abs(now - Date.now()) < ODD) return now;
  const said = typeof now === "number" ? now : kindOf(now);
  throw new TypeError(`the ledger's clock says ${said}: give milliseconds since 1970, less than a day off this worker's clock`);
}

function versionOf(version: unknown): string {
  if (typeof version === "string" && version !== "") return version;
  throw new TypeError(`the ledger gave ${version === "" ? "an empty text" : kindOf(version)} as the version of a record`);
}

const kindOf = (value: unknown): string => (value === null ? "null" : typeof value);

/** Calls the shop's hook. Of one that takes too long nobody knows whether it will: it is called again after its time. */
async function call<Env>(keeper: Keeper<Env>, told: Told, limit: number): Promise<Answer> {
  const { event, payment, problem } = told;
  if (problem !== undefined) return { status: (await isTaken(keeper, problemOf(problem))) ? 200 : 500, text: "" };
  const [name, work] = hookOf(keeper, told);
  const paid = name === "onPaid";
  const running = begun(work).then(
    () => true,
    (error: unknown) => {
      const kind: CheckoutFailure["kind"] = paid ? "on-paid-failed" : "hook-failed";
      report(keeper, { kind, message: paid ? messageOf(error) : `${name}: ${messageOf(error)}`, error, payment });
      return false;
    },
  );
  keeper.background.push(running);
  const seconds = keeper.waits ? Math.min(DELIVERY_SECONDS, limit / 1000) : limit / 1000;
  const done = await within(running, seconds);
  if (done !== LATE) return { status: done ? 200 : 500, text: "" };
  const message = `${name} has not ended within ${seconds} seconds; it is called again for "${event}" later`;
  report(keeper, { kind: paid ? "on-paid-late" : "hook-failed", message, error: new Error(message), payment });
  return { status: 504, text: "" };
}

/** Tells the shop what is told once. Without `onProblem` the log has it; one that throws or is late is told again. */
async function isTaken<Env>(keeper: Keeper<Env>, problem: CheckoutProblem): Promise<boolean> {
  const telling = keeper.telling(problem);
  if (keeper.options.onProblem === undefined) return true;
  return (await within(telling, keeper.waits ? TELLING_SECONDS : DELIVERY_SECONDS)) === true;
}

/** Whether the sweep may charge a buyer who has approved and stays away. Where the shop does not say: not yet. */
async function mayConfirm<Env>(keeper: Keeper<Env>, { asked, limit }: Asked): Promise<boolean> {
  const { env } = keeper;
  const { mayConfirm: may } = keeper.options;
  if (may === undefined || asked === undefined) return true;
  try {
    const said = await within(
      begun(async () => may(asked, env)),
      limit / 1000,
    );
    if (typeof said === "boolean") return said;
    throw new Error(said === LATE ? `it has not answered within ${limit / 1000} seconds` : `it gave ${kindOf(said)} instead of a boolean`);
  } catch (error) {
    report(keeper, { kind: "hook-failed", message: `mayConfirm: ${messageOf(error)}; the order is not confirmed yet`, error });
    return false;
  }
}

/** What the shop wants done with an authorisation that ends soon. Where it does not say: it is asked again. */
async function expiring<Env>(keeper: Keeper<Env>, payment: Payment, limit: number): Promise<Answer> {
  const { env } = keeper;
  const { onExpiring } = keeper.options;
  const until = payment.authorizationExpireDate ?? "an unknown time";
  if (onExpiring === undefined) {
    const message = `the authorisation of order ${payment.orderId} lapses at ${until}: capture it or void it before`;
    const taken = await isTaken(keeper, { kind: "authorization-expiring", message, error: undefined, payment });
    return { status: taken ? 200 : 500, text: "leave" };
  }
  try {
    const said = await within(
      begun(async () => onExpiring(payment, env, `expiring:${payment.key}`)),
      limit / 1000,
    );
    if (said === undefined) return { status: 200, text: "leave" };
    if (said === "capture" || said === "void") return { status: 200, text: said };
    throw new Error(
      said === LATE ? `it has not answered within ${limit / 1000} seconds` : 'it gave something else than "capture", "void" or undefined',
    );
  } catch (error) {
    report(keeper, { kind: "hook-failed", message: `onExpiring: ${messageOf(error)}; it is asked again`, error, payment });
    return { status: 500, text: "" };
  }
}

/** The hook for what happened. The regKey is told by the payment's hook: with the payment where it can be, and by itself. */
function hookOf<Env>({ options, env }: Keeper<Env>, { event, key, payment }: Told): [string, () => Promise<void>] {
  const { onPaid, onCaptured, onRefunded, onReleased } = options;
  switch (event) {
    case "captured":
      return ["onCaptured", async () => onCaptured?.(payment, env, key)];
    case "refunded":
      return ["onRefunded", async () => onRefunded?.(payment, env, key)];
    case "released":
      return ["onReleased", async () => onReleased?.(payment, env, key)];
    default:
      return ["onPaid", async () => onPaid(payment, env, key)];
  }
}
