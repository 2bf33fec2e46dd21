/** The merchant's side of createCheckout's `quote`: a request of the pay form becomes an order. */
import type { Order } from "linepay-edge/checkout";
import type { Version } from "linepay-edge";
import { BasketError, type Line, price, type PricedLine, productName, readLine } from "./basket";
import type { Language } from "../../language";
import { currency } from "./catalogue";

/** Charged at once; approved now and charged when it is shipped; charged every month. */
export type Way = "now" | "shipped" | "monthly";

export interface Quote {
  /** The body of the reservation, in the version's own terms. */
  order: Order;
  orderId: string;
  amount: number;
  currency: typeof currency;
  way: Way;
  lines: PricedLine[];
  /** What the page sent, as one text, for the diagram. */
  sent: string;
}

const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Taiwan is this far ahead of UTC, in summer and winter alike. */
const ahead = 8 * 3_600_000;

/** `MH261124-7K3QZ9W4XA`: the day in Taiwan, as on the receipt, and ten letters nobody can guess. */
export function newOrderId(now: Date, random: Uint8Array): string {
  const day = new Date(now.getTime() + ahead).toISOString().slice(2, 10).replaceAll("-", "");
  return `MH${day}-${[...random].map((byte) => letters[byte % letters.length]).join("")}`;
}

export async function quote(request: Request, version: Version): Promise<Quote> {
  const { lines, language, way, sent } = await read(request);
  const priced = price(lines);
  const head = {
    orderId: newOrderId(new Date(), crypto.getRandomValues(new Uint8Array(10))),
    amount: priced.total,
    currency,
  };
  const order = orderOf(version, head, priced.lines, language, way);
  return { ...head, way, order, lines: priced.lines, sent };
}

/** v2 reserves one product by its name; v3 and v4 packages of products, whose prices have to add up. */
function orderOf(
  version: Version,
  head: Pick<Quote, "orderId" | "amount" | "currency">,
  lines: readonly PricedLine[],
  language: Language,
  way: Way,
): Order {
  const settings = ways[way];
  if (version === "v2") return { ...head, productName: productName(lines, language), langCd: language, ...settings };
  const products = lines.map(({ id, quantity, product }) => ({
    id,
    name: product.name[language],
    quantity,
    price: product.price,
  }));
  return {
    ...head,
    packages: [{ id: "basket", amount: head.amount, products }],
    options: {
      display: { locale: language === "en" ? ("en" as const) : ("zh_TW" as const) },
      ...(way === "now" ? {} : { payment: settings }),
    },
  };
}

const ways: Record<Way, { capture?: boolean; payType?: "PREAPPROVED" }> = {
  now: {},
  shipped: { capture: false },
  monthly: { payType: "PREAPPROVED" },
};

/** The answer to a basket that cannot be sold: JSON to a script, a redirect back to the shop otherwise. */
export function refusal(error: BasketError, request: Request): Response {
  if (isJson(request)) {
    return Response.json({ error: error.problem, subject: error.subject }, { status: 400 });
  }
  return new Response(null, { status: 303, headers: { location: `/?basket=${error.problem}` } });
}

async function read(request: Request): Promise<{ lines: Line[]; language: Language; way: Way; sent: string }> {
  if (isJson(request)) {
    const sent = await request.text();
    let body: unknown;
    try {
      body = JSON.parse(sent);
    } catch {
      throw new BasketError("bad-quantity", "body");
    }
    const { items, lang, way } = (body ?? {}) as { items?: unknown; lang?: unknown; way?: unknown };
    const lines = Array.isArray(items) ? items.map(readItem) : [];
    return { lines, language: languageOf(lang), way: wayOf(way), sent };
  }
  const form = await request.formData();
  const items = form.getAll("item").filter((value): value is string => typeof value === "string");
  const language = languageOf(form.get("lang"));
  const way = wayOf(form.get("way"));
  const fields = [...items.map((item) => `item=${item}`), ...(way === "now" ? [] : [`way=${way}`]), `lang=${language}`];
  return { lines: items.map(readLine), language, way, sent: fields.join("\n") };
}

function readItem(item: unknown): Line {
  const { id, quantity } = (item ?? {}) as { id?: unknown; quantity?: unknown };
  if (typeof id !== "string" || typeof quantity !== "number") throw new BasketError("bad-quantity");
  return { id, quantity };
}

function languageOf(value: unknown): Language {
  return value === "en" ? "en" : "zh-Hant";
}

function wayOf(value: unknown): Way {
  return value === "shipped" || value === "monthly" ? value : "now";
}

function isJson(request: Request): boolean {
  return (request.headers.get("content-type") ?? "").startsWith("application/json");
}
