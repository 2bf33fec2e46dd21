import type { Ledger } from "../ledger/ledger.js";
import { ledgerClock } from "./keeping.js";
import { LEDGER_SECONDS, within } from "./limits.js";
import type { Telling } from "./report.js";

/** How long an order may be due before that is told, and for how long nobody asks then, in milliseconds. */
const OVERDUE = 3_600_000;
/** How often it is asked, in milliseconds. */
const PAUSE = 600_000;

/** Does anything sweep? What this isolate knows of it. */
export interface Watch {
  /** Nobody asks before. */
  next: number;
  /** Behind which key the next sweep begins: the one before had no time left for more. */
  behind?: string | undefined;
}

/** A sweep runs here. */
export function swept(watch: Watch): void {
  watch.next = Date.now() + OVERDUE;
}

/**
 * Tells the shop where an order has been due for an hour: whatever calls `scheduled` has stopped, or was never set up, and nobody
 * else would notice. Asks the ledger seldom, and behind an answer. Never rejects.
 */
export async function watchSweep(watch: Watch, ledger: Ledger, telling: Telling): Promise<void> {
  const now = Date.now();
  if (ledger.wakes === true || now < watch.next) return;
  watch.next = now + PAUSE;
  try {
    const due: unknown = await within(ledger.due((await ledgerClock(ledger)) - OVERDUE, 1), LEDGER_SECONDS);
    if (!Array.isArray(due) || due.length === 0) return;
    const message =
      "an order has been due for more than an hour: is checkout.scheduled called each minute, by a cron trigger or a timer? " +
      "Until it is, buyers who have approved and stay away are not charged, and hooks are not called again";
    if (await telling({ kind: "sweep-overdue", message, error: undefined })) watch.next = now + OVERDUE;
  } catch {
    return; // whoever needs the ledger tells of it
  }
}
