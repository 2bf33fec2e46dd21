/** Where the shop's orders are remembered: in Durable Objects unless the demo was told otherwise. */
import { d1, memoryLedger, sqlLedger } from "linepay-edge/ledger";
import { durableObjectLedger, type Ledger } from "linepay-edge/ledger/durable-object";
import type { Env } from "./bindings";

/** How soon the sweep looks at a young order in the demo, in milliseconds, so that one can wait for it; and how long it is young. */
const [soon, young] = [10_000, 5 * 60_000];

/** Of the one isolate that the demo has. */
const memory = memoryLedger();

/** Undefined: the shop keeps to what LINE Pay knows. */
export function ledgerOf(env: Env): Ledger | undefined {
  const { LEDGER = "do", LINE_PAY_ORDERS, DB } = env;
  if (LEDGER === "none") return undefined;
  if (LEDGER === "memory") return eager(memory);
  if (LEDGER === "d1" && DB) return eager(sqlLedger(d1(DB)));
  if (LEDGER === "do" && LINE_PAY_ORDERS) return eager(durableObjectLedger(LINE_PAY_ORDERS));
  throw new Error("LEDGER must be none, memory, do with LINE_PAY_ORDERS, or d1 with DB");
}

/** The same ledger, with young orders woken earlier. To be woken too early changes nothing about an order. */
function eager(ledger: Ledger): Ledger {
  return {
    ...ledger,
    write: (key, text, ifVersion, wakeAt) => ledger.write(key, text, ifVersion, sooner(text, wakeAt)),
  };
}

function sooner(record: string, wakeAt: number | undefined): number | undefined {
  if (wakeAt === undefined) return undefined;
  const now = Date.now();
  const { reservations } = JSON.parse(record) as { reservations: { made: number }[] };
  return (reservations.at(-1)?.made ?? 0) + young > now ? Math.min(wakeAt, now + soon) : wakeAt;
}
