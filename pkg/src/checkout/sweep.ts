import type { CheckoutContext } from "./handler.js";
import { KEY, keeping, ledgerClock } from "./keeping.js";
import { AFTER_SECONDS, LATE, LEDGER_SECONDS, within } from "./limits.js";
import { type Tools, toolsOf } from "./opening.js";
import type { CheckoutProblem } from "./options.js";
import { swept } from "./overdue.js";
import { failure, isOfAll, isOfLedger, onceOfLedger, problemOf, seldom, type Telling, tellingOf } from "./report.js";
import type { Settled } from "./settle.js";
import type { CheckoutCore } from "./turn.js";

/** For how long one sweep begins with further orders, in milliseconds: a cron trigger of Cloudflare has 30 seconds at least. */
const SWEEP = 20_000;
/** How many orders are looked at together. */
const ABREAST = 6;
/** How many keys are asked for at once, beside those that stay due whatever is done. */
const PAGE = 100;
/** The most that a ledger is asked for. */
const MOST = 1000;
/** How many orders a report names, and how much of each name. */
const NAMED = 5;
const LONGEST = 100;

/** Brings every order on that is due. Never rejects. */
export async function sweepDue<Env>(core: CheckoutCore, settled: Settled<Env>, env: Env, ctx?: CheckoutContext): Promise<void> {
  swept(settled.watch);
  const after = afterwards(settled, env);
  const failures = gathering(after.telling);
  try {
    const tools = await toolsOf(settled.options, env, "scheduled");
    const { ledger } = tools;
    const end = Date.now() + SWEEP;
    const seen = new Set<string>();
    // Where the sweep before had no time left, this one begins behind what that could not bring on.
    let behind = settled.watch.behind;
    let whole = behind === undefined;
    settled.watch.behind = undefined;
    let failed = behind;
    for (let stay = 0; ; ) {
      const limit = Math.min(PAGE + stay, MOST);
      const due: unknown = await within(ledger.due(await ledgerClock(ledger), limit, behind), LEDGER_SECONDS);
      if (due === LATE) throw new Error(`the ledger has not said within ${LEDGER_SECONDS} seconds what is due`);
      if (!Array.isArray(due)) throw new TypeError(`the ledger's due gave ${due === null ? "null" : typeof due} instead of a list of keys`);
      const keys = due.filter((key): key is string => typeof key === "string" && !seen.has(key));
      // What cannot be brought on stays due, before all others: whoever is behind it must not wait for that.
      stay = due.length - keys.length;
      if (keys.length === 0) {
        if (due.length === limit && limit < MOST) continue;
        stay = 0;
        if (due.length === limit) {
          const last: unknown = due.at(-1);
          if (last === behind)
            throw new Error(`${MOST} records that cannot be brought on are due, and the ledger's due does not list what is behind`);
          behind = last as string;
        } else {
          if (whole) return;
          [behind, whole] = [undefined, true];
        }
        continue;
      }
      for (const key of keys) seen.add(key);
      const next = keys.values();
      const worker = async (): Promise<void> => {
        for (const key of next) {
          if (Date.now() > end) return;
          await bringOn(core, settled, key, env, tools, after, failures.of(key)).catch(() => {
            failed = key;
          });
        }
      };
      await Promise.all(Array.from({ length: ABREAST }, worker));
      if (Date.now() > end) {
        settled.watch.behind = failed;
        return;
      }
    }
  } catch (error) {
    after.report(failure("sweep-failed", error));
  } finally {
    failures.tell();
    await after.ended(ctx);
  }
}

/** Brings one order on. Where its ledger or its record cannot be relied on, tells that and rejects. */
export async function sweepOne<Env>(core: CheckoutCore, settled: Settled<Env>, key: string, env: Env): Promise<void> {
  const after = afterwards(settled, env);
  // Each order has an alarm of its own, and all of them meet with this.
  const failures = gathering((problem) => (isOfAll(problem) ? seldom(settled.strangers, problem, after.telling) : after.telling(problem)));
  try {
    const tools = await toolsOf(settled.options, env, "sweep").catch((error: unknown) => {
      after.report(failure("sweep-failed", error));
      throw error;
    });
    await bringOn(core, settled, key, env, tools, after, failures.of(key));
  } finally {
    failures.tell();
    await after.ended();
  }
}

/** Tells the shop of what it rejects with. */
async function bringOn<Env>(
  core: CheckoutCore,
  { options }: Settled<Env>,
  key: string,
  env: Env,
  { linePay, ledger }: Tools,
  { background }: Afterwards,
  telling: Telling,
): Promise<void> {
  try {
    const problems = await core.sweep(linePay, key, keeping({ options, ledger, env, telling, background, waits: false }));
    for (const problem of problems) void telling(problemOf(problem));
  } catch (error) {
    void telling(failure("sweep-failed", error));
    throw error;
  }
}

/** What keeps orders from being brought on, of each kind once for a whole sweep: records that are none stay due, and there may be many. */
function gathering(telling: Telling): { of(key: string): Telling; tell(): void } {
  const kinds = new Map<CheckoutProblem["kind"], { first: CheckoutProblem; keys: Set<string> }>();
  return {
    of: (key) => {
      const gather = onceOfLedger(async (problem) => {
        const kept = kinds.get(problem.kind) ?? { first: problem, keys: new Set<string>() };
        kinds.set(problem.kind, kept);
        kept.keys.add(key);
        return true;
      });
      const keeps = (problem: CheckoutProblem) =>
        isOfLedger(problem) || isOfAll(problem) || ["sweep-failed", "misconfigured"].includes(problem.kind);
      return (problem) => (keeps(problem) ? gather(problem) : telling(problem));
    },
    tell() {
      for (const { first, keys } of kinds.values()) {
        const names = [...keys].slice(0, NAMED).map((key) => (key.startsWith(KEY) ? key.slice(KEY.length) : key).slice(0, LONGEST));
        const more = keys.size > NAMED ? " and others" : "";
        const of = keys.size === 1 ? `order ${names}` : `${keys.size} orders (${names.join(", ")}${more})`;
        void telling({ ...first, message: `${of}: ${first.message}` });
      }
    },
  };
}

/** What goes on when all else is done: hooks past their time, and whoever is told of problems. */
interface Afterwards {
  background: Promise<unknown>[];
  report(problem: CheckoutProblem): void;
  telling: Telling;
  /** Ends with that, or after a time: nothing of the shop's that hangs may keep the next sweep. Never rejects. */
  ended(ctx?: CheckoutContext): Promise<void>;
}

function afterwards<Env>({ options }: Settled<Env>, env: Env): Afterwards {
  const background: Promise<unknown>[] = [];
  const telling = tellingOf(options, env, background);
  return {
    background,
    report: (problem) => void telling(problem),
    telling,
    async ended(ctx) {
      const all = (async () => {
        while (background.length > 0) await Promise.all(background.splice(0));
      })();
      if ((await within(all, AFTER_SECONDS)) !== LATE) return;
      try {
        ctx?.waitUntil?.(all);
      } catch {
        return; // a context of another kind keeps nothing alive
      }
    },
  };
}
