/** The shop's record of an order beside LINE Pay's own, and in what they differ. */
import type { KeptOrder } from "linepay-edge/checkout";
import type { PaymentState } from "./acts";
import type { BookRow } from "./books";

export type Money = "none" | "authorized" | "captured" | "partly-refunded" | "refunded" | "released";

/** What one side has of an order. */
export interface Side {
  money: Money;
  /** How many payments of the order there are: more than one must not be. */
  payments: number;
  transactionId: string | null;
  /** What is held or was charged. */
  amount: number | null;
  refunded: number;
  /** The refunds' own transactions. */
  refunds: string[];
}

export type Line = keyof Side;

export interface Comparison {
  orderId: string;
  currency: string;
  /** Whose record is the shop's: the ledger's, or its books' where no ledger knows the order. */
  of: "ledger" | "books";
  shop: Side;
  linePay: Side;
  differs: Line[];
  /** The step that the ledger has in hand: what it is about may be settled on one side only. */
  inHand: string | null;
}

export interface Comparisons {
  at: number;
  compared: Comparison[];
}

/** A row of LINE Pay's answers, as far as it is needed. */
export interface Row {
  transactionId: string;
  orderId: string;
  payStatus?: string | undefined;
  payInfo?: { amount: number }[] | undefined;
  refundList?: { refundTransactionId: string; refundAmount: number }[] | undefined;
}

const nothing: Side = { money: "none", payments: 0, transactionId: null, amount: null, refunded: 0, refunds: [] };

export function compared(book: BookRow, kept: KeptOrder | undefined, rows: readonly Row[]): Comparison {
  const { orderId, currency } = book;
  const shop = kept ? sideOfLedger(kept) : sideOfBooks(book);
  const linePay = sideOfLinePay(
    rows.filter((row) => row.orderId === orderId),
    shop.transactionId,
  );
  return {
    orderId,
    currency,
    of: kept ? "ledger" : "books",
    shop,
    linePay,
    differs: differences(shop, linePay),
    inHand: kept?.work?.step ?? null,
  };
}

function sideOfLedger({ payment, others }: KeptOrder): Side {
  if (!payment || payment.money === "registered") return { ...nothing, payments: others.length };
  const { money, amount, left, transactionId } = payment;
  const done = payment.refunds.filter(({ state }) => state === "done");
  return {
    money: money === "captured" ? afterRefunds(amount - left, amount) : money,
    payments: 1 + others.length,
    transactionId,
    amount,
    refunded: money === "captured" ? amount - left : 0,
    refunds: done.flatMap(({ refundTransactionId }) => refundTransactionId ?? []),
  };
}

/** Of a step that is not settled the books hold what was before it. */
const ofState: Record<PaymentState, Money> = {
  authorized: "authorized",
  capturing: "authorized",
  voiding: "authorized",
  voided: "released",
  lapsed: "released",
  paid: "captured",
  refunding: "captured",
  refunded: "refunded",
};

function sideOfBooks({ state, transactionId, refundTransactionId, amount }: BookRow): Side {
  if (state === null) return nothing;
  const money = ofState[state];
  return {
    money,
    payments: 1,
    transactionId,
    amount,
    refunded: money === "refunded" ? amount : 0,
    refunds: refundTransactionId === null ? [] : [refundTransactionId],
  };
}

/** The payment that the shop knows of, else the first one. */
function sideOfLinePay(rows: readonly Row[], transactionId: string | null): Side {
  // The same payment may be in both answers.
  const known = new Map(rows.map((row) => [row.transactionId, row]));
  const row = known.get(transactionId ?? "") ?? rows[0];
  if (!row) return nothing;
  const amount = (row.payInfo ?? []).reduce((total, part) => total + part.amount, 0);
  const refunds = row.refundList ?? [];
  // Its sign differs between servers.
  const refunded = refunds.reduce((total, refund) => total + Math.abs(refund.refundAmount), 0);
  const held: Record<string, Money> = { AUTHORIZATION: "authorized", VOIDED_AUTHORIZATION: "released", EXPIRED_AUTHORIZATION: "released" };
  return {
    money: held[row.payStatus ?? ""] ?? afterRefunds(refunded, amount),
    payments: known.size,
    transactionId: row.transactionId,
    amount,
    refunded,
    refunds: refunds.map((refund) => refund.refundTransactionId),
  };
}

function afterRefunds(refunded: number, amount: number): Money {
  return refunded === 0 ? "captured" : refunded < amount ? "partly-refunded" : "refunded";
}

function differences(shop: Side, linePay: Side): Line[] {
  // What was released need not be listed.
  if (shop.money === "released" && linePay.money === "none") return [];
  const lines = Object.keys(nothing) as Line[];
  const text = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  return lines.filter((line) => {
    // Released, nothing is held, whatever the sum was.
    if (line === "amount" && shop.money === "released" && linePay.money === "released") return false;
    return text(shop[line]) !== text(linePay[line]);
  });
}
