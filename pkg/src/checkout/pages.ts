import type { CheckoutVerdict, Payment } from "../verdicts.js";
import { formatAmount, formatDate } from "./money.js";
import { STYLE } from "./style.js";
import { type Language, type PageName, textOf } from "./texts.js";
import { labelsOf, methodName, reasonOf } from "./words.js";

/** What a page shows besides its texts. All of it is escaped here. */
export interface PageData {
  language: Language;
  shopName: string | undefined;
  /** Where "back to the shop" leads. */
  shop: string;
  /** Where "check again" leads. */
  again?: string | undefined;
  /** The payment, for a receipt. */
  payment?: Payment | undefined;
  /** Whether the shop was told of what the page is about. */
  told?: boolean;
  /** Name and value pairs for support. */
  facts?: readonly (readonly [string, string])[];
}

const TONES: Partial<Record<PageName, string>> = {
  paid: "good",
  authorized: "good",
  registering: "good",
  pending: "wait",
  "not-approved": "wait",
  unclear: "wait",
  misdirected: "bad",
  mismatch: "bad",
  "captured-less": "bad",
  charged: "bad",
  declined: "bad",
};

const JUST_PAID = new Set<PageName>(["paid", "authorized", "registering"]);

/** A whole HTML document without script, for a phone first. */
export function render(name: PageName, data: PageData): string {
  const { language } = data;
  const words = labelsOf(language);
  const [title, money, next] = textOf(name, language, data.told);
  const shopName = data.shopName === undefined ? "" : `<p class="shop">${escaped(data.shopName)}</p>`;
  const rows = [...(data.payment === undefined ? [] : receipt(name, data.payment, language)), ...(data.facts ?? [])];
  const list = rows.map(([term, value]) => `<div><dt>${escaped(term)}</dt><dd>${escaped(value)}</dd></div>`).join("");
  const sum =
    data.payment === undefined ? "" : `<p class="sum">${escaped(formatAmount(data.payment.amount, data.payment.currency, language))}</p>`;
  const again = data.again === undefined ? "" : `<a href="${escaped(data.again)}">${words.again}</a>`;
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">' +
    `<title>${escaped(title)}${data.shopName === undefined ? "" : ` · ${escaped(data.shopName)}`}</title><style>${STYLE}</style></head>` +
    `<body><main class="${TONES[name] ?? ""}">${shopName}<h1>${escaped(title)}</h1>${sum}<p role="status">${escaped(money)}</p>` +
    `<p>${escaped(next)}</p>${list === "" ? "" : `<dl>${list}</dl>`}` +
    `<nav>${again}<a href="${escaped(data.shop)}">${words.back}</a></nav></main></body></html>`
  );
}

function receipt(name: PageName, payment: Payment, language: Language): [string, string][] {
  const words = labelsOf(language);
  const rows: [string, string][] = [
    [words.order, payment.orderId],
    [words.transaction, payment.transactionId],
  ];
  for (const { method, amount } of payment.payInfo) {
    rows.push([words.method, `${methodName(method ?? "", language)} ${formatAmount(amount, payment.currency, language)}`]);
  }
  if (payment.refunded !== undefined) {
    rows.push([words.refunded, formatAmount(payment.refunded, payment.currency, language)]);
  }
  // The answer to confirm alone tells no date: that payment was made just now.
  const now = JUST_PAID.has(name) ? new Date().toISOString() : undefined;
  const date = payment.transactionDate ?? now;
  if (date !== undefined) rows.push([words.date, formatDate(date, payment.currency, language)]);
  return rows;
}

/** What a buyer without a receipt can tell the shop. */
export function supportFacts(verdict: Omit<CheckoutVerdict, "state">, language: Language): [string, string][] {
  const words = labelsOf(language);
  const facts: [string, string][] = [];
  if (verdict.orderId !== undefined) facts.push([words.order, verdict.orderId]);
  const got = verdict.problems[0]?.got;
  if (got?.orderId !== undefined && got.orderId !== verdict.orderId) facts.push([words.chargedOrder, got.orderId]);
  const transaction = verdict.transactionId ?? got?.transactionId;
  if (transaction !== undefined) facts.push([words.transaction, transaction]);
  if (typeof got?.amount === "number" && got.currency !== undefined) {
    facts.push([words.amount, formatAmount(got.amount, got.currency, language)]);
  }
  const code = verdict.error?.returnCode;
  const reason = code === undefined ? undefined : reasonOf(code, language);
  if (reason !== undefined) facts.push([words.reason, reason]);
  if (code !== undefined) facts.push([words.code, code]);
  return facts;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for an element or a quoted attribute. */
function escaped(text: string): string {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
