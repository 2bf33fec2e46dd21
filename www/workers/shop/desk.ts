/** What staff do with the orders of the ledger: the library writes each step down, does it once and finishes what was left. */
import type { KeptOrder, Orders } from "linepay-edge/checkout";
import { type Act, type ActResult, type PaymentState, messageOf, wholeOnly } from "./acts";
import { type Env, storeOf } from "./bindings";
import { checkoutOf } from "./checkout";
import { ledgerOf } from "./ledger";
import type { JournalLine, OpenOrder } from "./open";
import { Recorder } from "./recorder";

/** How often somebody who presses at the same time as another looks whether that one is through, and how long in between. */
const [looks, pause] = [10, 300];
const approvalWindow = 20 * 60_000;

function withOrders<T>(env: Env, orderId: string | undefined, work: (orders: Orders) => Promise<T>): Promise<T> {
  const store = storeOf(env);
  const recorder = new Recorder(orderId === undefined ? {} : { orderId }, (reference, steps) => store.record(reference, steps));
  return work(checkoutOf(env, recorder).orders(env)).finally(() => recorder.finish());
}

/** Orders with a link and without a payment. */
export async function openOrders(env: Env): Promise<OpenOrder[]> {
  if (!ledgerOf(env)) return [];
  const { orders } = await withOrders(env, undefined, (kept) => kept.list({ limit: 100 }));
  const open = orders.flatMap(({ orderId, terms, reservations, payment, work }): OpenOrder[] => {
    const last = reservations.at(-1);
    if (payment || !last) return [];
    const charges = last.terms.version === "v2" && last.state === "open" ? last.made + approvalWindow : null;
    const state = work ? "under-way" : last.state;
    return [{ orderId, amount: terms.amount, currency: terms.currency, at: last.made, state, charges }];
  });
  return open.sort((a, b) => b.at - a.at);
}

/** These orders as the ledger has them; those that it does not know are not among them. */
export async function keptOrders(env: Env, orderIds: readonly string[]): Promise<Map<string, KeptOrder>> {
  if (!ledgerOf(env)) return new Map();
  const kept = await withOrders(env, undefined, (orders) => Promise.all(orderIds.map((orderId) => orders.get(orderId))));
  return new Map(kept.flatMap((order) => (order ? [[order.orderId, order]] : [])));
}

/** The orders that the ledger has not brought to an end. */
export async function unfinished(env: Env): Promise<Set<string>> {
  if (!ledgerOf(env)) return new Set();
  const { orders } = await withOrders(env, undefined, (kept) => kept.list({ limit: 100 }));
  return new Set(orders.map(({ orderId }) => orderId));
}

/** What happened to an order; undefined: the ledger does not know it. */
export async function journalOf(env: Env, orderId: string): Promise<JournalLine[] | undefined> {
  if (!ledgerOf(env)) return undefined;
  return (await withOrders(env, orderId, (orders) => orders.get(orderId)))?.journal;
}

/** Looks at an order now, as the next sweep would. */
export async function look(env: Env, orderId: string): Promise<void> {
  await withOrders(env, orderId, (orders) => orders.retry(orderId));
}

/** Captures, voids or refunds. Undefined: the ledger does not know the order. */
export async function act(env: Env, what: Act, orderId: string, amount: number | undefined): Promise<ActResult | undefined> {
  if (!ledgerOf(env)) return undefined;
  return withOrders(env, orderId, async (orders) => {
    const known = await orders.get(orderId);
    if (!known?.payment) return undefined;
    const { payment } = known;
    if (what !== "capture" && amount !== undefined && amount !== payment.amount) return { ...resultOf(known), reason: wholeOnly };
    const result = await done(orders, what, orderId, payment.transactionId, amount);
    const { state, refundTransactionId } = result;
    if (state !== "unknown-payment") await storeOf(env).settled(payment.transactionId, { state, refundTransactionId });
    return result;
  });
}

async function done(orders: Orders, what: Act, orderId: string, transactionId: string, amount: number | undefined): Promise<ActResult> {
  for (let looked = 0; ; looked += 1) {
    try {
      if (what === "capture") return resultOf(await orders.capture(orderId, amount === undefined ? {} : { amount }));
      if (what === "void") return resultOf(await orders.void(orderId));
      return resultOf(await orders.refund(orderId, { key: `staff-${transactionId}` }));
    } catch (error) {
      // Somebody else is at it, or an answer is lost: what becomes of that is the answer here too. It is not done twice.
      if ((error as { code?: unknown }).code === "UNDER_WAY" && looked < looks) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        continue;
      }
      const now = await orders.get(orderId).catch(() => undefined);
      if (now) return { ...resultOf(now), reason: messageOf(error) };
      throw error;
    }
  }
}

const inHand: Record<string, PaymentState> = { capture: "capturing", void: "voiding", refund: "refunding" };

function resultOf({ payment, work }: KeptOrder): ActResult {
  if (!payment) return { state: "unknown-payment" };
  const refundTransactionId = payment.refunds.filter(({ state }) => state === "done").at(-1)?.refundTransactionId;
  const { money, left } = payment;
  const still = money === "authorized" ? "authorized" : money === "released" ? "voided" : left > 0 ? "paid" : "refunded";
  return { state: (work && inHand[work.step]) ?? still, refundTransactionId };
}
