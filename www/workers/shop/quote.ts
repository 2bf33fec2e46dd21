/** The merchant's side of createCheckout's `quote`: a request of the pay form becomes an order. */
import { BasketError, type Line, price, type PricedLine, productName, readLine } from "./basket";
import { currency, type Language } from "./catalogue";

export interface Quote {
  order: {
    orderId: string;
    amount: number;
    currency: typeof currency;
    productName: string;
    langCd: Language;
  };
  lines: PricedLine[];
  /** What the page sent, as one text, for the diagram. */
  sent: string;
}

const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `MH261124-7K3QZ9W4XA`: the day and ten letters nobody can guess. */
export function newOrderId(now: Date, random: Uint8Array): string {
  const day = now.toISOString().slice(2, 10).replaceAll("-", "");
  return `MH${day}-${[...random].map((byte) => letters[byte % letters.length]).join("")}`;
}

export async function quote(request: Request): Promise<Quote> {
  const { lines, language, sent } = await read(request);
  const priced = price(lines);
  return {
    order: {
      orderId: newOrderId(new Date(), crypto.getRandomValues(new Uint8Array(10))),
      amount: priced.total,
      currency,
      productName: productName(priced.lines, language),
      langCd: language,
    },
    lines: priced.lines,
    sent,
  };
}

/** The answer to a basket that cannot be sold: JSON to a script, a redirect back to the shop otherwise. */
export function refusal(error: BasketError, request: Request): Response {
  if (isJson(request)) {
    return Response.json({ error: error.problem, subject: error.subject }, { status: 400 });
  }
  return new Response(null, { status: 303, headers: { location: `/?basket=${error.problem}` } });
}

async function read(request: Request): Promise<{ lines: Line[]; language: Language; sent: string }> {
  if (isJson(request)) {
    const sent = await request.text();
    let body: unknown;
    try {
      body = JSON.parse(sent);
    } catch {
      throw new BasketError("bad-quantity", "body");
    }
    const { items, lang } = (body ?? {}) as { items?: unknown; lang?: unknown };
    const lines = Array.isArray(items) ? items.map(readItem) : [];
    return { lines, language: languageOf(lang), sent };
  }
  const form = await request.formData();
  const items = form.getAll("item").filter((value): value is string => typeof value === "string");
  const language = languageOf(form.get("lang"));
  const fields = [...items.map((item) => `item=${item}`), `lang=${language}`];
  return { lines: items.map(readLine), language, sent: fields.join("\n") };
}

function readItem(item: unknown): Line {
  const { id, quantity } = (item ?? {}) as { id?: unknown; quantity?: unknown };
  if (typeof id !== "string" || typeof quantity !== "number") throw new BasketError("bad-quantity");
  return { id, quantity };
}

function languageOf(value: unknown): Language {
  return value === "en" ? "en" : "zh-Hant";
}

function isJson(request: Request): boolean {
  return (request.headers.get("content-type") ?? "").startsWith("application/json");
}
