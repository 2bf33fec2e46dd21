/** The calls of an order beside each other. What a call is about stands in its own texts: ids are read from them without losing a digit. */
import type { SandboxCall } from "./views";

export interface Group {
  /** Of the order, or of the payment where no call names its order; "" for the calls that are about none, or about several. */
  name: string;
  /** The payment that it is about, where there is one. */
  transactionId: string | undefined;
  /** The oldest first. */
  calls: SandboxCall[];
}

interface Subject {
  orders: Set<string>;
  payments: Set<string>;
}

/** The group with the newest call first. */
export function groupsOf(calls: readonly SandboxCall[]): Group[] {
  const subjects = calls.map(subjectOf);
  const orderOf = new Map<string, string>();
  for (const { orders, payments } of subjects) {
    const [order, ...others] = orders;
    if (order === undefined || others.length > 0 || payments.size > 1) continue;
    for (const payment of payments) orderOf.set(payment, order);
  }
  const groups = new Map<string, Group>();
  calls.forEach((call, index) => {
    const { orders = new Set(), payments = new Set() }: Partial<Subject> = subjects[index] ?? {};
    const about = new Set([...orders, ...[...payments].map((payment) => orderOf.get(payment) ?? payment)]);
    const [only = ""] = about;
    const name = about.size === 1 ? only : "";
    const group = groups.get(name) ?? { name, transactionId: undefined, calls: [] };
    if (name !== "") for (const payment of payments) group.transactionId = payment;
    group.calls.push(call);
    // A map keeps the order of its first writing.
    groups.delete(name);
    groups.set(name, group);
  });
  return [...groups.values()].reverse();
}

function subjectOf({ path, query, requestBody, replyBody }: SandboxCall): Subject {
  const parameters = new URLSearchParams(query);
  const orders = new Set(parameters.getAll("orderId").flatMap((ids) => ids.split(",")));
  const payments = new Set(parameters.getAll("transactionId").flatMap((ids) => ids.split(",")));
  const inPath = /\/orders\/([^/]+)\//.exec(path)?.[1];
  if (inPath !== undefined) orders.add(decoded(inPath));
  const payment = /\/payments\/(?:requests\/|authorizations\/)?(\d{6,20})\//.exec(path)?.[1];
  if (payment !== undefined) payments.add(payment);
  for (const text of [requestBody, replyBody]) {
    for (const [, id] of text.matchAll(/"orderId"\s*:\s*("(?:[^"\\]|\\.)*")/g)) orders.add(read(id ?? ""));
    for (const [, id] of text.matchAll(/"transactionId"\s*:\s*"?(\d{6,20})/g)) payments.add(id ?? "");
  }
  for (const empty of [orders, payments]) empty.delete("");
  return { orders, payments };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return "";
  }
}
