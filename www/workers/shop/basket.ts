/** From what a page sent to priced lines: everything here is a pure function. */
import type { Language } from "../../language";
import { type Product, productById } from "./catalogue";

export const mostOfOne = 20;
const mostLines = 20;

export interface Line {
  id: string;
  quantity: number;
}

export interface PricedLine extends Line {
  product: Product;
  sum: number;
}

export type BasketProblem = "empty" | "unknown-product" | "bad-quantity" | "too-many";

export class BasketError extends Error {
  constructor(
    readonly problem: BasketProblem,
    readonly subject = "",
  ) {
    super(subject ? `${problem}: ${subject}` : problem);
  }
}

/** Reads one form field of the shape `dongding:2`. */
export function readLine(text: string): Line {
  const found = /^([a-z]{1,32}):(\d{1,4})$/.exec(text);
  if (!found) throw new BasketError("bad-quantity", text.slice(0, 64));
  return { id: found[1] ?? "", quantity: Number(found[2]) };
}

/** Prices the lines from the catalogue. The same product on two lines is one line of the sum. */
export function price(lines: readonly Line[]): { lines: PricedLine[]; total: number } {
  if (lines.length === 0) throw new BasketError("empty");
  if (lines.length > mostLines) throw new BasketError("too-many");
  const quantities = new Map<string, number>();
  for (const { id, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1) throw new BasketError("bad-quantity", id);
    quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  }
  const priced = [...quantities].map(([id, quantity]) => {
    const product = productById(id);
    if (!product) throw new BasketError("unknown-product", id);
    if (quantity > mostOfOne) throw new BasketError("bad-quantity", id);
    return { id, quantity, product, sum: product.price * quantity };
  });
  return { lines: priced, total: priced.reduce((total, line) => total + line.sum, 0) };
}

const counts = ["", "一", "兩", "三", "四", "五", "六", "七", "八", "九", "十"];

/** What LINE Pay shows the buyer, for example 凍頂烏龍茶等兩項. */
export function productName(lines: readonly PricedLine[], language: Language): string {
  const [first] = lines;
  if (!first) throw new BasketError("empty");
  const name = first.product.name[language];
  if (lines.length === 1) return name;
  if (language === "zh-Hant") return `${name}等${counts[lines.length] ?? lines.length}項`;
  const others = lines.length - 1;
  return `${name} and ${others} more item${others === 1 ? "" : "s"}`;
}
