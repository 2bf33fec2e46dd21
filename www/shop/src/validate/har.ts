/** The calls to LINE Pay in a HAR file. Headers are never looked at: they hold the secret. */
import type { Operations, Recognised, Version } from "linepay-edge/validate";
import { type Validator, routeOf } from "./validator";

export type Operation = keyof Operations;

/** One call and its answer, as far as this page needs it. */
export interface Exchange {
  operation: Operation;
  version: Version;
  /** When it was made, ISO 8601; empty if the file does not say. */
  at: string;
  status: number;
  /** The answer's untouched text. */
  text: string;
  /** What a payment's state depends on, of the request. */
  request: Record<string, unknown>;
  /** What the reply has to repeat. */
  expected: Expectations;
}

/** Texts as a person writes them; an empty one expects nothing. */
export interface Expectations {
  transactionId: string;
  orderId: string;
  amount: string;
  currency: string;
}

export const NOTHING: Expectations = { transactionId: "", orderId: "", amount: "", currency: "" };

type Reader = Pick<Validator, "recognise" | "routes">;

interface Entry {
  startedDateTime?: unknown;
  request?: { method?: unknown; url?: unknown; postData?: { text?: unknown } };
  response?: { status?: unknown; content?: { text?: unknown; encoding?: unknown } };
}

/** The calls in the order of the file; `undefined` if the text is no HAR. */
export function callsOf(har: string, reader: Reader): Exchange[] | undefined {
  let entries: unknown;
  try {
    entries = (JSON.parse(har) as { log?: { entries?: unknown } } | null)?.log?.entries;
  } catch {
    return undefined;
  }
  if (!Array.isArray(entries)) return undefined;
  return entries.flatMap((entry: Entry | null) => {
    const { method, url } = entry?.request ?? {};
    const known = typeof method === "string" && typeof url === "string" ? reader.recognise(method, url) : undefined;
    return entry && known && typeof url === "string" ? [exchange(entry, url, known, routeOf(reader, known))] : [];
  });
}

function exchange(entry: Entry, url: string, { operation, version, id }: Recognised, route: string): Exchange {
  const body = object(textOf(entry.request?.postData?.text));
  const query = new URLSearchParams(url.split("?")[1]?.split("#")[0] ?? "");
  const [, inPath] = /\{(\w+)\}/.exec(route) ?? [];
  const given = (name: string): string => {
    const value = inPath === name && id !== undefined ? id : (body[name] ?? query.get(name));
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const several = (name: string) => query.getAll(name).length > 1;
  return {
    operation,
    version,
    at: textOf(entry.startedDateTime),
    status: typeof entry.response?.status === "number" ? entry.response.status : 0,
    text: answer(entry.response?.content),
    request: asked(operation, body, id),
    expected: {
      transactionId: several("transactionId") ? "" : given("transactionId"),
      orderId: several("orderId") || operation === "reserve" ? "" : given("orderId"),
      amount: operation === "reserve" ? "" : given("amount"),
      currency: "",
    },
  };
}

/** Of a request only what tells of a payment's state; another client may have sent more than this one knows. */
function asked(operation: string, body: Record<string, unknown>, id = ""): Record<string, unknown> {
  const pick = (...names: string[]) => Object.fromEntries(names.filter((name) => name in body).map((name) => [name, plain(body[name])]));
  if (operation === "refund") return { transactionId: id, ...pick("refundAmount") };
  if (operation === "preApproval") return { regKey: id, ...pick("orderId", "amount", "currency", "capture") };
  if (operation !== "reserve") return {};
  const payment = (body.options as { payment?: { capture?: unknown } } | undefined)?.payment;
  const capture = payment && "capture" in payment ? { options: { payment: { capture: plain(payment.capture) } } } : {};
  return { ...pick("orderId", "amount", "currency", "capture"), ...capture };
}

/** v2 takes booleans in quotes. */
function plain(value: unknown): unknown {
  return value === "true" ? true : value === "false" ? false : value;
}

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function answer(content: { text?: unknown; encoding?: unknown } | undefined): string {
  const text = textOf(content?.text);
  if (content?.encoding !== "base64") return text;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
  } catch {
    return text;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
