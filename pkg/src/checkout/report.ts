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

/** Of one wish, visit or order of a sweep: what its ledger does is told once, however often it is asked again and whoever finds it out. */
export function onceOfLedger(telling: Telling): Telling {
  let told: Promise<boolean> | undefined;
  return (problem) => {
    if (!isOfLedger(problem)) return telling(problem);
    told ??= telling(problem);
    return told;
  };
}

function isOfLedger({ kind, error }: CheckoutProblem): boolean {
  try {
    return error instanceof LinePayError ? error.code === "LEDGER" : kind === "ledger-failed";
  } catch {
    return false; // a proxy that is revoked
  }
}

/** What was asked for, what came of it, and the error with its stack; not the payment, which may hold a regKey. */
function log(problem: CheckoutProblem): void {
  const { kind, message, error } = problem;
  const more: unknown[] = "asked" in problem ? [{ asked: problem.asked, got: problem.got }] : [];
  if (error !== undefined) more.push(error);
  console.error(`linepay-edge: ${kind}: ${message}`, ...more);
}

/** A problem of the module's as the shop is told it. */
export function problemOf({ error, ...problem }: Problem): PaymentProblem {
  const because = error === undefined ? undefined : fromModule(error);
  return because === undefined ? problem : { ...problem, error: because };
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
