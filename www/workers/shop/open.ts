/** What staff see of the ledger. */
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
