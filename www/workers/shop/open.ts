/** What staff see of the ledger. */
import type { Money } from "./compared";

/** An order that is not paid, as staff see it. */
export interface OpenOrder {
  orderId: string;
  amount: number;
  currency: string;
  /** When its last link was made. */
  at: number;
  state: string;
  /** When the sweep charges a buyer who has approved and stays away, if it cannot ask before. */
  charges: number | null;
}

export interface JournalLine {
  at: number;
  what: string;
}

/** An order, and whether it has ended. */
export interface Standing {
  orderId: string;
  at: number;
  amount: number;
  currency: string;
  money: Money;
  /** What is still to come, in one word; null: it has ended. Undefined: no ledger knows. */
  open?: string | null;
  /** When the sweep takes over the step in hand: whoever began it may have it at work until then. */
  until?: number;
}

/** How often the worker was killed, and whether it is about to be. */
export interface Kills {
  kills: number;
  last: number | null;
  doing: "nothing" | "waiting" | "restarting";
  /** It was not begun: another one is under way, or was a moment ago. */
  refused?: string;
}
