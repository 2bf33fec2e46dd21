import type { Ledger } from "../ledger/ledger.js";
import { misconfigured } from "../thrown.js";
import { clockOf, keeping } from "./keeping.js";
import { LATE, LEDGER_SECONDS, within } from "./limits.js";
import { clientOf, ledgerOf } from "./opening.js";
import type { CheckoutProblem } from "./options.js";
import { failure, problemOf, tell } from "./report.js";
import type { Settled } from "./settle.js";
import type { CheckoutCore } from "./turn.js";

/** For how long one sweep begins with further orders, in milliseconds: a cron trigger of Cloudflare has 30 seconds at least. */
const SWEEP = 20_000;
/** How many orders are looked at together. */
const ABREAST = 6;
/** What stands before an order's number in its key; see `src/flow/orders`. */
const KEY = "linepay/";
/** How many keys are asked for at once. */
const PAGE = 100;

/** Brings every order on that is due. Never rejects. */
export async function sweepDue<Env>(core: CheckoutCore, settled: Settled<Env>, env: Env): Promise<void> {
  const report = (problem: CheckoutProblem) => tell(settled.options, problem, env);
  try {
    const ledger = await ledgerOf(settled.options, env);
    if (ledger === undefined) {
      throw misconfigured("ledger", "ledger", "scheduled needs the option ledger", "scheduled 需要選項 ledger");
    }
    const end = Date.now() + SWEEP;
    const seen = new Set<string>();
    for (;;) {
      const due: unknown = await within(ledger.due(await clock(ledger), PAGE), LEDGER_SECONDS);
      if (due === LATE) throw new Error(`the ledger has not said within ${LEDGER_SECONDS} seconds what is due`);
      if (!Array.isArray(due)) throw new TypeError(`the ledger's due gave ${due === null ? "null" : typeof due} instead of a list of keys`);
      const keys = due.filter((key): key is string => typeof key === "string" && !seen.has(key));
      if (keys.length === 0) return;
      for (const key of keys) seen.add(key);
      const next = keys.values();
      const worker = async (): Promise<void> => {
        for (const key of next) {
          if (Date.now() > end) return;
          await sweepOne(core, settled, key, env).catch((error: unknown) => report(failure("sweep-failed", error)));
        }
      };
      await Promise.all(Array.from({ length: ABREAST }, worker));
      if (Date.now() > end) return;
    }
  } catch (error) {
    await report(failure("sweep-failed", error));
  }
}

/** The ledger's clock, by which orders are due: this isolate's may be an hour off. No order has an empty number. */
async function clock(ledger: Ledger): Promise<number> {
  const read: unknown = await within(ledger.read(KEY), LEDGER_SECONDS);
  if (read === LATE) throw new Error(`the ledger has not answered within ${LEDGER_SECONDS} seconds`);
  return clockOf((read as { now?: unknown } | undefined)?.now);
}

/** Brings one order on. Rejects where its ledger or its record cannot be relied on. */
export async function sweepOne<Env>(core: CheckoutCore, settled: Settled<Env>, key: string, env: Env): Promise<void> {
  const { options } = settled;
  const [linePay, ledger] = await Promise.all([clientOf(options, env), ledgerOf(options, env)]);
  if (ledger === undefined) throw misconfigured("ledger", "ledger", "sweep needs the option ledger", "sweep 需要選項 ledger");
  const background: Promise<unknown>[] = [];
  const report = (problem: CheckoutProblem) => void background.push(tell(options, problem, env));
  const problems = await core.sweep(linePay, key, keeping({ options, ledger, env, report, background, waits: false }));
  problems.map(problemOf).forEach(report);
  while (background.length > 0) await Promise.all(background.splice(0));
}
