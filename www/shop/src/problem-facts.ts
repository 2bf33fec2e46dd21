/** What a problem is about and what to do, in the page's language. */
import { explain } from "linepay-edge/explain";
import { type Language, moneyText } from "../../language";
import type { Words } from "./words";

interface Speech {
  language: Language;
  words: Words;
}

type Operation = Parameters<typeof explain>[1];

/** A problem as the worker wrote it down. What is not in it is not known. */
export interface Report {
  kind?: string;
  message?: string;
  operation?: string;
  returnCode?: string;
  asked?: Subject;
  got?: Subject;
  /** Payments that are too many, each with what is left of it. */
  extras?: { transactionId: string; left?: number; currency: string; advice: string }[];
}

interface Subject {
  orderId?: string;
  transactionId?: string;
  amount?: number;
  currency?: string;
}

/** Name and value pairs. */
export function factsOf(report: Report, speech: Speech): [string, string][] {
  const { words } = speech;
  const { asked, got, returnCode } = report;
  const facts: [string, string][] = [];
  const fact = (name: string, expected: string | undefined, told: string | undefined) => {
    if (expected !== undefined && told !== undefined && expected !== told) facts.push([name, words.differs(expected, told)]);
    else if ((told ?? expected) !== undefined) facts.push([name, told ?? expected ?? ""]);
  };
  fact(words.order, asked?.orderId, got?.orderId);
  fact(words.transaction, asked?.transactionId, got?.transactionId);
  fact(words.amount, sumOf(asked, speech), sumOf(got, speech));
  if (returnCode) facts.push([words.code, `${returnCode} ${meaningOf(returnCode, report.operation ?? "confirm", speech) ?? ""}`.trim()]);
  return facts;
}

/** Sentences: what to give back, one for each payment that is too many. */
export function adviceOf({ extras = [] }: Report, { words, language }: Speech): string[] {
  return extras.map(({ transactionId, left, currency, advice }) => {
    const act = advice === "void" ? words.void : words.refund;
    return words.giveBack(act, transactionId, left === undefined ? words.whatIsLeft : words.isLeft(moneyText(left, currency, language)));
  });
}

export function read(text: string): Report {
  try {
    return (JSON.parse(text) ?? {}) as Report;
  } catch {
    return { message: text };
  }
}

function sumOf(subject: Subject | undefined, { language }: Speech): string | undefined {
  const { amount, currency } = subject ?? {};
  return amount === undefined || currency === undefined ? undefined : moneyText(amount, currency, language);
}

function meaningOf(code: string, operation: string, { language }: Speech): string | undefined {
  return explain(code, operation as Operation, language === "en" ? "en" : "zh-TW")?.meaning;
}

/** A reason of the worker's, or LINE Pay's refusal in it, in the page's language. */
export function explained(reason: string, operation: Operation, speech: Speech): string {
  if (speech.language === "en") return reason;
  const known = speech.words.reasons[reason];
  if (known) return known;
  for (const [code] of reason.matchAll(/\b\d{4}\b/g)) {
    const meaning = meaningOf(code, operation, speech);
    if (meaning) return `${meaning}（${code}）`;
  }
  return reason;
}
