/**
 * Asks for the two sides of an order: the shop's record, and LINE Pay as any shop may ask it, by payment details. Nothing is changed on
 * either.
 */
import type { LinePay } from "linepay-edge";
import { messageOf } from "./acts";
import { type Env, linePayOf, storeOf, versionOf } from "./bindings";
import { compared, type Comparisons, type Row } from "./compared";
import { keptOrders } from "./desk";

/** LINE Pay answers for so many orders at once. */
const most = 100;

/** One order, or the newest hundred. Rejects where LINE Pay or the ledger does not answer. */
export async function compare(env: Env, orderId?: string): Promise<Comparisons> {
  const books = await storeOf(env).books(orderId === undefined ? most : 1, orderId);
  const ids = books.map((row) => row.orderId);
  const kept = await keptOrders(env, ids);
  const rows = await ask(
    linePayOf(env, () => {}),
    versionOf(env),
    ids,
  );
  return { at: Date.now(), compared: books.map((row) => compared(row, kept.get(row.orderId), rows)) };
}

/** What LINE Pay has of these orders: in v2 what is only held is told by another call. */
async function ask(client: LinePay, version: string, orderId: string[]): Promise<Row[]> {
  if (orderId.length === 0) return [];
  const none = (error: unknown) => {
    if ((error as { code?: unknown }).code === "NOT_FOUND") return [];
    throw new Error(`LINE Pay: ${messageOf(error)}`, { cause: error });
  };
  const paid = await client.paymentCheck({ orderId }).then(({ payments }) => payments, none);
  if (version !== "v2") return paid;
  return [...paid, ...(await client.authCheck({ orderId }).then(({ authorizations }) => authorizations, none))];
}
