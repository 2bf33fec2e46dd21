import { LinePayError } from "../errors.js";
import type { Problem } from "../verdicts.js";
import { fromModule } from "../thrown.js";
import type { CheckoutFailure, CheckoutOptions, CheckoutProblem, PaymentProblem } from "./options.js";

/** Whether `onProblem` has taken the problem. Without it, the log has it, which nobody may read. Never rejects. */
export async function tell<Env>(options: CheckoutOptions<Env>, problem: CheckoutProblem, env: Env): Promise<boolean> {
  try {
    if (options.onProblem === undefined) {
      log(problem);
      return false;
    }
    await options.onProblem(problem, env);
    return true;
  } catch {
    return false; // whoever listens must not change what the buyer sees
  }
}

/** Tells the shop: whether `onProblem` has taken it. Never rejects. */
export type Telling = (problem: CheckoutProblem) => Promise<boolean>;

/** Tells the shop behind whatever goes on. */
export function tellingOf<Env>(options: CheckoutOptions<Env>, env: Env, background: Promise<unknown>[]): Telling {
  return (problem) => {
    const telling = tell(options, problem, env);
    background.push(telling);
    return telling;
  };
}

/** What anybody on the internet can bring about: of each kind what was told last, when, and how many were not told since. */
export type Strangers = Map<CheckoutProblem["kind"], { at: number; told: Promise<boolean>; more: number }>;

/** How often a kind of it is told, in milliseconds. */
const SELDOM = 60_000;

/** A failure that the request alone can have brought about: see {@link CheckoutFailure.anybody}. */
export function ofRequest(failure: CheckoutFailure): CheckoutFailure {
  return { ...failure, anybody: true };
}

/** What anybody can bring about is told {@link seldom}: nobody is to be rung by whoever opens a URL again and again. */
export function tellOnce(strangers: Strangers, problem: CheckoutProblem, telling: Telling): Promise<boolean> {
  return problem.anybody === true ? seldom(strangers, problem, telling) : telling(problem);
}

/** Tells it, or says whether the last one of its kind was taken. */
export function seldom(strangers: Strangers, problem: CheckoutProblem, telling: Telling): Promise<boolean> {
  const { kind, message } = problem;
  const [now, last] = [Date.now(), strangers.get(kind)];
  if (last !== undefined && Math.abs(now - last.at) < SELDOM) {
    last.more += 1;
    return last.told;
  }
  const more = last?.more ? ` (and ${last.more} more of this kind since the last one)` : "";
  const told = telling({ ...problem, message: message + more });
  const kept = { at: now, told, more: 0 };
  strangers.set(kind, kept);
  // What nobody has taken is told again.
  void told.then((taken) => {
    if (!taken && strangers.get(kind) === kept) strangers.delete(kind);
  });
  return told;
}

/** Of one wish, visit or order of a sweep: what its ledger does is told once, however often it is asked again and whoever finds it out. */
export function onceOfLedger(telling: Telling): Telling {
  let told: Promise<boolean> | undefined;
  return (problem) => {
    if (!isOfLedger(problem)) return telling(problem);
    told ??= telling(problem);
    return told;
  };
}

/** Has the ledger brought it about? */
export function isOfLedger({ kind, error }: CheckoutProblem): boolean {
  try {
    return error instanceof LinePayError ? error.code === "LEDGER" : kind === "ledger-failed";
  } catch {
    return false; // a proxy that is revoked
  }
}

/** Does LINE Pay refuse to be asked, whatever the order? A refusal without an error is one order's own. */
export function isOfAll({ kind, error }: CheckoutProblem): boolean {
  return kind === "refused" && error !== undefined;
}

/** What was asked for, what came of it, and the error with its stack; not the payment, which may hold a regKey. */
function log(problem: CheckoutProblem): void {
  const { kind, message, error } = problem;
  const more: unknown[] = "asked" in problem ? [{ asked: problem.asked, got: problem.got }] : [];
  if (error !== undefined) more.push(error);
  console.error(`linepay-edge: ${kind}: ${message}`, ...more);
}

/** Anybody can write a link that no key has signed, and put another transaction into a link of an order of their own. */
const ANYBODYS = new Set<Problem["kind"]>(["unknown-key", "foreign-transaction"]);

/** A problem of the module's as the shop is told it. */
export function problemOf({ error, ...problem }: Problem): PaymentProblem {
  const because = error === undefined ? undefined : fromModule(error);
  const told: PaymentProblem = because === undefined ? problem : { ...problem, error: because };
  return ANYBODYS.has(problem.kind) ? { ...told, anybody: true } : told;
}

/** A failure as the shop is told it: options that turn out wrong at work are `misconfigured`, whatever was going on. */
export function failure(kind: CheckoutFailure["kind"], error: unknown): CheckoutFailure {
  return { kind: isMisconfigured(error) ? "misconfigured" : kind, message: messageOf(error), error };
}

function isMisconfigured(error: unknown): boolean {
  try {
    return error instanceof LinePayError && error.code === "INVALID_CONFIGURATION";
  } catch {
    return false; // a proxy that is revoked
  }
}

/** An error's own words, for the shop. Anything can be thrown, also what cannot be made a text. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return "something was thrown that is no error";
  }
}
