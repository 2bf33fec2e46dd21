// A shop's program, checked with every strictness that TypeScript has.
import { init, LinePay, LinePayError, legalSteps, paymentState, type LinePayEvent, type ModuleSource } from "linepay-edge";
import { createCheckout, type CheckoutProblem, type Payment } from "linepay-edge/checkout";
import type { LinePayErrorCode } from "linepay-edge/errors";
import { explain } from "linepay-edge/explain";
import { type Ledger, memoryLedger, type SqlDatabase, sqlLedger } from "linepay-edge/ledger";
import { ledgerContract } from "linepay-edge/ledger/contract";
import { durableObject, durableObjectLedger, type ObjectNamespace } from "linepay-edge/ledger/durable-object";
import { createSandbox, type SandboxOptions } from "linepay-sandbox";
import { paymentState as stateOf, recognise, validateReply } from "linepay-edge/validate";

interface Env {
  CHANNEL_ID: string;
  CHANNEL_SECRET: string;
}

const client = (env: Env) =>
  new LinePay({
    channelId: env.CHANNEL_ID,
    channelSecret: env.CHANNEL_SECRET,
    version: "v3",
    onEvent: (event: LinePayEvent) => event.type,
  });

export const start = (source: ModuleSource): Promise<void> => init(source);

export const checkout = createCheckout<Env>({
  linePay: client,
  quote: async (request, env) => {
    if (env.CHANNEL_ID === request.headers.get("x")) throw new Response("No", { status: 400 });
    const products = [{ name: "Tea", quantity: 1, price: 360 }];
    return { orderId: "ORD-1", amount: 360, currency: "TWD", packages: [{ id: "1", amount: 360, products }] };
  },
  onPaid: async (payment: Payment) => void payment.key.length,
  onProblem: (problem: CheckoutProblem) => void problem.kind,
});

export const answering = createCheckout<Env>({
  linePay: async (env) => client(env),
  quote: (request) =>
    request.body === null ? new Response("No", { status: 400 }) : { orderId: "ORD-1", amount: 360, currency: "TWD", packages: [] },
  onPaid: () => undefined,
});

// @ts-expect-error a client of v3 with an order of v2
createCheckout<Env>({
  linePay: client,
  quote: () => ({ orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea" }),
  onPaid: () => undefined,
});

export async function refund(env: Env, transactionId: string): Promise<LinePayErrorCode | undefined> {
  const linePay = client(env);
  try {
    const { raw } = await linePay.paymentCheck({ transactionId: [transactionId] });
    const payment = paymentState("v3", [{ operation: "paymentCheck", text: raw }]);
    if (!legalSteps(payment).includes("refund")) return undefined;
    await linePay.refund({ transactionId, refundAmount: 100 }, { payment, signal: AbortSignal.timeout(1000) });
    return undefined;
  } catch (error) {
    if (!(error instanceof LinePayError)) throw error;
    const meaning = error.returnCode === undefined ? undefined : explain(error.returnCode, "refund", "zh-TW")?.meaning;
    return meaning === undefined ? error.code : undefined;
  }
}

export async function redirected(options: SandboxOptions, transactionId: string): Promise<string | null> {
  const sandbox = await createSandbox(options);
  const linePay = new LinePay({
    channelId: options.channelId,
    channelSecret: options.channelSecret,
    version: "v3",
    baseUrl: sandbox.baseUrl,
    fetch: sandbox.fetch,
  });
  await linePay.paymentCheck({ transactionId: [transactionId] });
  return (await sandbox.approve(transactionId)).redirectUrl;
}

// @ts-expect-error a key that is there has a value
new LinePay({ channelId: "1", channelSecret: "2", version: "v2", baseUrl: undefined });

export function judge(text: string): string {
  const verdict = validateReply("confirm", "v3", text, { expected: { orderId: "ORD-1" } });
  if (!verdict.ok) return verdict.error.outcome;
  const payment = stateOf("v3", [{ operation: "confirm", text }]);
  return [verdict.reply.transactionId, payment.state, recognise("POST", "https://api-pay.line.me/v3/payments/1/confirm")?.operation].join(
    " ",
  );
}

export const ledgers = (database: SqlDatabase, objects: ObjectNamespace): Ledger[] => [
  memoryLedger(),
  sqlLedger(database),
  durableObjectLedger(objects),
];
export const Orders = durableObject<{ ORDERS: ObjectNamespace }>({ namespace: (env) => env.ORDERS, onWake: (key) => void key.length });
export const cases: (() => Promise<void>)[] = ledgerContract(() => memoryLedger()).map(({ run }) => run);
