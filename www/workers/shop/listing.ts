/** What the staff's page gets of the shop's worker. */
import type { PaymentState } from "./acts";
import type { Kills, OpenOrder, Standing } from "./open";
import type { SubscriptionState } from "./subscriptions";

/** A payment, as staff see it. */
export interface StaffOrder {
  transactionId: string;
  orderId: string;
  amount: number;
  currency: string;
  lines: { id: string; quantity: number }[];
  methods: string[];
  paidAt: number;
  state: PaymentState;
  /** Of the order that registered one. Its key is not in it. */
  subscription: { state: SubscriptionState; charges: number } | null;
}

/** Which LINE Pay the shop speaks with, and where its orders are remembered. */
export interface About {
  version: string;
  ledger: string;
  /** LINE Pay's side, to look at. */
  consoleUrl: string | null;
}

export interface Listing extends About {
  orders: StaffOrder[];
  problems: { at: number; text: string }[];
  /** Those that are not paid, where the shop has a ledger. */
  open: OpenOrder[];
}

/** What the page that breaks things gets. */
export interface StandingView extends About {
  orders: Standing[];
  kill: Kills | null;
}
