/** What became of the newest orders, and of the worker itself: for the page that breaks things. */
import type { KeptOrder } from "linepay-edge/checkout";
import { type Env, storeOf } from "./bindings";
import { compared } from "./compared";
import { keptOrders, unfinished } from "./desk";
import type { Kills, Standing } from "./open";

/** So many orders are shown. */
const most = 20;

export async function standing(env: Env): Promise<Standing[]> {
  const books = await storeOf(env).books(most);
  const open = await unfinished(env);
  const kept = await keptOrders(
    env,
    books.map(({ orderId }) => orderId),
  );
  return books.map((book) => {
    const { orderId, at, amount, currency } = book;
    const known = kept.get(orderId);
    const { money } = compared(book, known, []).shop;
    if (!known) return { orderId, at, amount, currency, money };
    const until = known.work && { until: known.work.until };
    return { orderId, at, amount, currency, money, open: open.has(orderId) ? waitsFor(known) : null, ...until };
  });
}

function waitsFor({ work, problems, outbox, payment, reservations }: KeptOrder): string {
  if (work) return "under-way";
  if (problems.length > 0) return "problem";
  if (outbox.length > 0) return "untold";
  return payment ? "held" : (reservations.at(-1)?.state ?? "open");
}

/** How often the worker was killed; undefined: nobody can kill it. */
export async function kills(env: Env, when?: "now" | "confirm"): Promise<Kills | undefined> {
  if (!env.DEMO) return undefined;
  const response = await env.DEMO.fetch(`http://demo/${when ?? ""}`, { method: when ? "POST" : "GET" });
  return response.json();
}
