import type { LinePayError } from "../errors.js";
import type { Step } from "../reports.js";
import type { Extra, ProblemKind } from "../verdicts.js";
import type { PayInfo, Shipping } from "../wire.js";

/** What an order is paid over. Amounts are in units of the currency. */
export interface KeptTerms {
  /** Where LINE Pay was given another one than the order's own. */
  orderId?: string;
  amount: number;
  /** ISO 4217. */
  currency: string;
  /** Whether the money is taken at once, or only set aside. */
  capture: boolean;
  /** Whether a regKey comes with it (`PREAPPROVED`). */
  preapproved: boolean;
  /** v3: the shipping fee that was quoted, and the highest that the buyer may choose. */
  shipping?: { quoted: number; most: number };
  /** By which version of LINE Pay's API. */
  version: "v2" | "v3" | "v4";
}

/** A reservation of the order. */
export interface KeptReservation {
  transactionId: string;
  terms: KeptTerms;
  /** When it was made, in milliseconds since 1970. */
  made: number;
  /** Where the buyer pays, as long as that link may be given again: LINE Pay's page and LINE's own scheme, whatever the ledger holds. */
  paymentUrl?: { web: string; app?: string };
  /** How long the shop's own link to it is good, in seconds since 1970. An earlier release wrote none. */
  link?: number;
  /**
   * `open`: the buyer has its link. `returned`: back before approving. `withdrawn`: back at cancelUrl. `abandoned`: by the shop.
   * `superseded`: by one over other terms. `unresolved`: what became of its confirm is not known. `dead`: it can no longer be confirmed.
   * `won`: it made the payment.
   */
  state: "open" | "returned" | "withdrawn" | "abandoned" | "superseded" | "unresolved" | "dead" | "won";
  /** Present where a confirm of it was written down, whatever came of it: one may have left. */
  sent?: true;
}

/** The one step in hand. */
export interface KeptWork {
  step: Exclude<Step, "regKeyExpire">;
  /** Undefined: that of a charge, before LINE Pay has named it. */
  transactionId?: string;
  /** Over how much; of a refund, undefined: all that is left. */
  amount?: number;
  /** The key of a refund. */
  key?: string;
  /** When it was written down last, in milliseconds since 1970. Its request left after that. */
  written: number;
  /** Nobody takes it over before, in milliseconds since 1970. */
  until: number;
  /** How many have had it in hand. */
  attempt: number;
  /** Of a refund: the refunds that LINE Pay listed before. */
  known: string[];
  /** Only a person can settle it: {@link Orders.resolve}. */
  stuck: boolean;
}

/** A charge by regKey. Its key is in no answer, and not in the ledger once the outcome is known. */
export interface KeptCharge {
  /** `in-hand`: what became of it is not known yet. */
  state: "in-hand" | "paid" | "refused";
  /** Why LINE Pay refused it; while it is in hand, what LINE Pay said to one copy of the request. */
  returnCode?: string;
  /** Present where that says that the regKey is of no use any more: let the buyer register again. */
  keyEnded?: true;
}

/** What {@link Orders.charge} is given. */
export interface ChargeWish {
  /** The key of the charge: the same orderId charges once. Give each charge one of its own, also after one that was refused. */
  orderId: string;
  /** `payment.regKey` of a `PREAPPROVED` order, as `onPaid` was given it. */
  regKey: string;
  /** What is paid for, as the buyer sees it. */
  productName: string;
  /** In units of the currency, above 0. */
  amount: number | string;
  /** ISO 4217. */
  currency: string;
  /** true unless told otherwise: the money is taken; false: it is only set aside, to capture or void. */
  capture?: boolean;
}

/** What {@link Orders.checkKey} found. */
export interface KeyChecked {
  /** Whether it can be charged now. */
  usable: boolean;
  /** Why not, by LINE Pay. */
  returnCode?: string;
  /**
   * Present where the key is of no use any more: let the buyer register again. Else the buyer has to mend something in LINE Pay; v2's
   * 1141 may be either.
   */
  keyEnded?: true;
}

/** Something that was given back, or is to be. */
export interface KeptRefund {
  /** The key that it was asked for with; empty where it was made in LINE Pay's own console, `abandon` of an abandoned order. */
  key: string;
  /** How much was asked for; undefined: all that was left. */
  asked?: number;
  amount: number;
  /** Its own transaction, where LINE Pay has named it. */
  refundTransactionId?: string;
  /** `in-hand`: it is not known yet. */
  state: "in-hand" | "done" | "not-done";
}

/** The order's payment. */
export interface KeptPayment {
  transactionId: string;
  /** Where LINE Pay was given another one than the order's own. */
  orderId?: string;
  /** When it was recorded, in milliseconds since 1970. */
  at: number;
  /** `registered`: there is none, the buyer was only registered. */
  money: "authorized" | "captured" | "released" | "registered";
  /** What is authorised, or captured. */
  amount: number;
  /** What was authorised, where less was captured: the rest of it is free. */
  authorized?: number;
  /** In which currency, where that is not the one of `terms`. ISO 4217. */
  currency?: string;
  /** When the authorisation lapses, ISO 8601 in UTC. */
  expires?: string;
  payInfo?: PayInfo[];
  shipping?: Shipping;
  /** What the shop said when it was told that the authorisation ends soon. */
  lapse?: "leave" | "capture" | "void";
  /** What can still be given back. */
  left: number;
  refunds: KeptRefund[];
}

/** What a ledger holds of an order, as people may see it: no regKey stands in it. */
export interface KeptOrder {
  /** The number of the record's form. */
  format: number;
  channelId: string;
  environment: "beta" | "sandbox" | "production";
  orderId: string;
  /** What a payment is made over, if one is made now. */
  terms: KeptTerms;
  /** In the order of their making. */
  reservations: KeptReservation[];
  /** Present where the order is charged by regKey; then it has no reservations. */
  charge?: KeptCharge;
  /** Present where the shop takes no payment for it any more. */
  abandoned?: true;
  work?: KeptWork;
  payment?: KeptPayment;
  /** Further payments of the order, which must not be, with what to do about each. */
  others: Extra[];
  /** Whether a regKey comes with the payment, and whether the shop has it. */
  regKey: { state: "not-expected" | "expected" | "held" | "lost" | "delivered" | "lost-told" };
  /** What the hooks are still to be told, in this order; with `until`: one is being called, until then at most. */
  outbox: { event: "paid" | "regKey" | "captured" | "refunded" | "released"; key: string; until?: number; attempts: number }[];
  /** What a person should look at. */
  problems: { kind: KeptProblemKind; transactionId?: string; since: number; message: string }[];
  /** The last things that happened, at most fifty, the oldest first; `at` in milliseconds since 1970. */
  journal: { at: number; what: string }[];
}

/** The kinds of {@link ProblemKind} that stay with an order. */
export type KeptProblemKind = Extract<
  ProblemKind,
  "unknown" | "refused" | "paid-twice" | "amount-differs" | "capture-differs" | "shipping-fee" | "other-order"
>;

/** A page of orders. */
export interface KeptOrders {
  orders: KeptOrder[];
  /** Records that could not be read, with the reason. */
  unreadable: { orderId: string; error: LinePayError }[];
  /** Where the next page begins: give it as `after`. Undefined: there is none. */
  after?: string;
}

/**
 * What somebody of the shop can see and do with the orders of a ledger.
 *
 * Whatever is done here is written down before its request leaves, and done once: a second call while it is under way, another person or
 * the sweep do not do it again. Each method gives the order as it stands then, or rejects with a LinePayError:
 *
 * | `code` | what it means |
 * |---|---|
 * | `INVALID_REQUEST` | the options are wrong; see `issues`. Nothing was done |
 * | `NOT_FOUND` | the ledger knows no such order |
 * | `ILLEGAL_STEP` | the order does not allow it now, or the key of a refund was used with another amount. Nothing was done |
 * | `UNDER_WAY` | a step of the order is in hand, or a hook runs. With `outcome: "unknown"` it is this one, of which nobody knows yet |
 * | `REFUSED`, … | LINE Pay did not carry it out, or did not answer a question before it |
 * | `LEDGER` | the ledger does not answer, or holds something else. Nothing began |
 * | `LEDGER`, `outcome: "unknown"` | it has not said whether it was begun: ask for the same again |
 *
 * What became of a step in hand is found out by the sweep, and by whoever asks for the same again: it is not done twice.
 */
export interface Orders {
  /** The order as the ledger has it; undefined: there is none. Asks LINE Pay nothing. */
  get(orderId: string): Promise<KeptOrder | undefined>;
  /**
   * Orders that are not finished, a page at a time, in an order of the ledger's own. One read of the ledger for each.
   *
   * @param options - `stuck`: only those that wait for a person, with something in `problems`. `after`: what the page before gave.
   * `limit`: how many at most, 1 to 100; 50 unless told otherwise.
   */
  list(options?: { stuck?: boolean; after?: string; limit?: number }): Promise<KeptOrders>;
  /**
   * Does now what the next sweep would: finishes what is in hand, asks LINE Pay how the order stands, calls hooks again. A charge that
   * LINE Pay wants later (1197, 1280) is sent at once.
   */
  retry(orderId: string): Promise<KeptOrder>;
  /**
   * Says what became of the step in hand of which LINE Pay tells nothing: `done` or `not-done`, the latter from six hours after its
   * last request on, when no copy of it can arrive any more. `seen` puts the other `problems` away; of a payment over another sum
   * that waits until it is given back.
   */
  resolve(orderId: string, how: "done" | "not-done" | "seen"): Promise<KeptOrder>;
  /**
   * Takes what is authorised: `amount` of it, or all. Where that is taken already, nothing is done; where another sum is, it is
   * refused with that sum (`ILLEGAL_STEP`, rule `captured`).
   */
  capture(orderId: string, options?: { amount?: number | string }): Promise<KeptOrder>;
  /** Sets free what is authorised. */
  void(orderId: string): Promise<KeptOrder>;
  /**
   * Gives back `amount`, or all that is left. `key` is your own name for this refund, 1 to 64 letters, digits and `-_.:`, such as
   * the number of the return: the same key gives back once, and with another amount it is refused (`ILLEGAL_STEP`, rule `key-taken`).
   */
  refund(orderId: string, options: { amount?: number | string; key: string }): Promise<KeptOrder>;
  /**
   * Charges a buyer by regKey, once under one orderId: written down before the request leaves, and known by its orderId whatever
   * becomes of the answer. What came of it is kept and given again to whoever asks for the same: the order, paid or authorised, or
   * `REFUSED` with LINE Pay's `returnCode` (`key-ended` in `issues`: let the buyer register again). `UNDER_WAY` with the outcome
   * "unknown": the sweep finds out, and to ask for the same again is safe. The same orderId with another sum, regKey or capture
   * (`key-taken`), and one that was reserved for a buyer (`other-way`), are `ILLEGAL_STEP`. `onPaid` is told of every charge that
   * was made. Without a ledger that answers nothing is charged.
   */
  charge(wish: ChargeWish): Promise<KeptOrder>;
  /**
   * Whether a regKey can be charged. LINE Pay does not say until when: by accounts of integrators a key ends 180 days after its last
   * payment (in LINE Pay's sandbox after a day), and buyers end theirs in the LINE app. So ask some days before a charge is due.
   */
  checkKey(regKey: string): Promise<KeyChecked>;
  /** Takes no payment for the order any more, and gives back what was taken. Cannot be undone. */
  abandon(orderId: string): Promise<KeptOrder>;
}
