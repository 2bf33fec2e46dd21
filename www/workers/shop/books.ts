/** The newest orders in the shop's own books, paid or not. */
import type { PaymentState } from "./acts";

export interface BookRow {
  orderId: string;
  /** When the buyer pressed the button. */
  at: number;
  amount: number;
  currency: string;
  /** Null: not paid. */
  state: PaymentState | null;
  transactionId: string | null;
  refundTransactionId: string | null;
}

const query = `SELECT purchases.order_id, started_at, coalesce(payments.amount, purchases.amount) AS amount, purchases.currency,
    payments.state, key, refund_transaction_id
  FROM purchases LEFT JOIN payments USING (order_id)
  WHERE ?1 IS NULL OR purchases.order_id = ?1
  GROUP BY purchases.order_id ORDER BY started_at DESC, purchases.rowid DESC LIMIT ?2`;

/** Of a Durable Object's storage. */
interface Sql {
  exec(query: string, ...values: (string | number | null)[]): { toArray(): Record<string, unknown>[] };
}

export function books(sql: Sql, limit: number, orderId?: string): BookRow[] {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return sql
    .exec(query, orderId ?? null, limit)
    .toArray()
    .map((row) => ({
      orderId: String(row.order_id),
      at: Number(row.started_at),
      amount: Number(row.amount),
      currency: String(row.currency),
      state: text(row.state) as PaymentState | null,
      transactionId: text(row.key),
      refundTransactionId: text(row.refund_transaction_id),
    }));
}
