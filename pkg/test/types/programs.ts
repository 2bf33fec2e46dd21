// Programs that must compile, and lines that must not: each `@ts-expect-error` fails the test where its line is accepted.
import { LinePay, legalSteps, paymentState, type LinePayEvent, type ReserveRequest, type Version } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";
import { memoryLedger } from "linepay-edge/ledger";
import { explain } from "linepay-edge/explain";
import { validateReply } from "linepay-edge/validate";

const keys = { channelId: "1234567890", channelSecret: "0123456789abcdef0123456789abcdef" };
const v2 = new LinePay({ ...keys, version: "v2" });
const v3 = new LinePay({ ...keys, version: "v3", environment: "production", onEvent: (event: LinePayEvent) => event.type });
const v4 = new LinePay({ ...keys, version: "v4", timeouts: { capture: 60_000 } });
// @ts-expect-error there is no such version
new LinePay({ ...keys, version: "v5" });
// @ts-expect-error a secret is required
new LinePay({ channelId: "1", version: "v3" });

const urls = { confirmUrl: "https://shop.example.com/paid", cancelUrl: "https://shop.example.com/cart" };
const order = { orderId: "ORD-1", amount: 100, currency: "TWD" } as const;
const products = [{ name: "Pen", quantity: 2, price: 50 }];

export async function reserve() {
  await v2.reserve({ ...order, productName: "Pen", confirmUrl: urls.confirmUrl, capture: false, payType: "PREAPPROVED" });
  await v3.reserve({ ...order, packages: [{ id: "1", amount: 90, userFee: 10, products }], redirectUrls: urls });
  await v4.reserve({
    ...order,
    packages: [{ id: "1", amount: 100, products }],
    redirectUrls: { confirmUrlType: "NONE" },
    options: {
      payment: { payType: "PREAPPROVED" },
      regPayRequest: { regPayPeriodType: "RECURRING", recurringPeriod: "MONTH", recurringDay: 1 },
    },
  });
  // A page is there unless a code was scanned.
  const { paymentUrl } = await v2.reserve({ ...order, productName: "Pen", confirmUrl: "myapp://paid" });
  const page: string = paymentUrl.web;
  const scanned = await v2.reserve({ ...order, productName: "Pen", confirmUrl: urls.confirmUrl, oneTimeKey: "123456789012345678" });
  const maybe: string | undefined = scanned.paymentUrl?.web;
  // @ts-expect-error there may be none
  scanned.paymentUrl.web;
  const later: string[] = [
    await v3.reserve(request),
    await v4.reserve({ ...order, packages: [{ id: "1", amount: 100, products }], redirectUrls: urls }),
  ].map((reply) => reply.paymentUrl.web);
  // @ts-expect-error v3 takes no scanned code
  await v3.reserve({ ...order, packages: [{ id: "1", amount: 100, products }], redirectUrls: urls, oneTimeKey: "1" });
  // @ts-expect-error a mistyped key
  await v2.reserve({ ...order, productName: "Pen", confirmUrl: urls.confirmUrl, onetimeKey: "1" });
  // @ts-expect-error v2 takes one product
  await v2.reserve({ ...order, packages: [{ id: "1", amount: 100, products }], redirectUrls: urls });
  // @ts-expect-error v3 takes packages
  await v3.reserve({ ...order, productName: "Pen", confirmUrl: urls.confirmUrl });
  // @ts-expect-error v4 knows no user fee
  await v4.reserve({ ...order, packages: [{ id: "1", amount: 90, userFee: 10, products }], redirectUrls: urls });
  // @ts-expect-error v3 knows no terms of automatic payments
  await v3.reserve({ ...order, packages: [{ id: "1", amount: 100, products }], redirectUrls: urls, options: { regPayRequest: {} } });
  // @ts-expect-error v4 knows no shipping
  await v4.reserve({ ...order, packages: [{ id: "1", amount: 100, products }], redirectUrls: urls, options: { shipping: {} } });
  // @ts-expect-error v4 cannot choose a half of the data
  await v4.paymentCheck({ orderId: "ORD-1", fields: "ORDER" });
  await v3.paymentCheck({ orderId: "ORD-1", fields: "ORDER" });
  // @ts-expect-error v2 knows no options of a capture
  await v2.capture({ transactionId: "1", amount: 100, currency: "TWD", options: {} });
  // @ts-expect-error no such language
  await v2.reserve({ ...order, productName: "Pen", confirmUrl: urls.confirmUrl, langCd: "zh_TW" });
  return [page, maybe, later];
}

export async function everyOperation() {
  const transactionId = "2026050712345678910";
  const confirmed = await v3.confirm({ transactionId, amount: 100, currency: "TWD" }, { expected: { orderId: "ORD-1" } });
  const regKey: string | undefined = confirmed.regKey;
  const total: number = confirmed.payInfo.reduce((sum, { amount }) => sum + amount, 0);
  const { status } = await v4.statusCheck({ transactionId });
  if (status === "approved") await v4.capture({ transactionId, amount: total, currency: "TWD" });
  await v2.void({ transactionId });
  const { authorizations } = await v2.authCheck({ orderId: ["ORD-1"] });
  const { payments, raw } = await v3.paymentCheck({ transactionId, fields: "ALL" });
  const payment = paymentState("v3", [{ operation: "paymentCheck", text: raw }]);
  if (legalSteps(payment).includes("refund")) await v3.refund({ transactionId, refundAmount: 10 }, { payment });
  await v3.refund({ transactionId });
  if (regKey !== undefined) {
    await v3.regKeyCheck({ regKey, creditCardAuth: false });
    await v3.preApproval({ regKey, ...order, productName: "Monthly tea" }, { signal: AbortSignal.timeout(1000) });
    await v3.regKeyExpire({ regKey });
  }
  // @ts-expect-error v2 has no statusCheck
  await v2.statusCheck({ transactionId });
  const big = 2026050712345678910n;
  await v3.confirm({ transactionId: big, amount: 100, currency: "TWD" }, { expected: { transactionId: [big, transactionId] } });
  await v3.paymentCheck({ transactionId: [big, transactionId] });
  await v2.capture({ transactionId: big, amount: 100, currency: "TWD" });
  // @ts-expect-error replies give ids as text
  confirmed.transactionId satisfies bigint;
  // @ts-expect-error a number cannot hold an id
  // biome-ignore lint/correctness/noPrecisionLoss: which is why it is refused
  await v3.refund({ transactionId: 2026050712345678910 });
  // @ts-expect-error an unread form field is no sum
  await v3.refund({ transactionId, refundAmount: "10" });
  // @ts-expect-error leave the key out to refund everything
  await v3.refund({ transactionId, refundAmount: undefined });
  // @ts-expect-error a mistyped key
  await v3.refund({ transactionId, refundAmont: 10 });
  // @ts-expect-error no such language
  explain("1172", "confirm", "zh_TW");
  // @ts-expect-error what a code means depends on the operation
  explain("1172");
  // @ts-expect-error a mistyped option
  await v3.void({ transactionId }, { singal: AbortSignal.timeout(1000) });
  return [authorizations[0]?.payStatus, payments[0]?.refundList?.[0]?.refundAmount, explain("1172", "confirm", "zh-TW")?.outcome];
}

interface Env {
  SECRET: string;
}

export const checkout = createCheckout({
  linePay: (env: Env) => new LinePay({ ...keys, channelSecret: env.SECRET, version: "v4" }),
  quote: () => ({ ...order, packages: [{ id: "1", amount: 100, products }], options: { payment: { capture: false } } }),
  onPaid: (payment) => console.log(payment.key, payment.captured, payment.regKey),
});

// @ts-expect-error the order of another version
export const wrong = createCheckout({
  linePay: v2,
  quote: () => ({ ...order, packages: [{ id: "1", amount: 100, products }] }),
  onPaid: () => undefined,
});

const packages = [{ id: "1", amount: 100, products }];
const clientOf = <V extends Version>(env: Env, version: V) => new LinePay({ ...keys, channelSecret: env.SECRET, version });
const onPaid = () => undefined;

export const withEnvAlone = [
  createCheckout<Env>({
    linePay: (env) => clientOf(env, "v3"),
    quote: async (request, env) => ({ orderId: request.url + env.SECRET, amount: 100, currency: "TWD", packages }),
    onPaid: async (payment, env) => void (payment.key + env.SECRET),
  }),
  createCheckout<Env>({ linePay: (env) => clientOf(env, "v2"), quote: () => ({ ...order, productName: "Pen" }), onPaid }),
  // A client or keys out of a store that has to be asked, and a quote that answers by itself.
  createCheckout<Env>({
    linePay: async (env) => clientOf(env, "v4"),
    signingKey: async (env) => [env.SECRET],
    quote: (request) => (request.body === null ? new Response("Empty", { status: 400 }) : { ...order, packages }),
    onPaid,
  }),
  // The version is known when it runs: so is the order's.
  createCheckout<Env>({
    linePay: (env) => clientOf<Version>(env, "v3"),
    quote: (request) => (request.url === "" ? { ...order, productName: "Pen" } : { ...order, packages }),
    onPaid,
  }),
  createCheckout<Env, "v3">({ linePay: (env) => clientOf(env, "v3"), quote: () => ({ ...order, packages }), onPaid }),
];

const kept = createCheckout<Env>({
  ledger: async (env) => memoryLedger({ now: () => env.SECRET.length }),
  linePay: (env) => clientOf(env, "v3"),
  quote: () => ({ ...order, packages }),
  onPaid: async (payment, env, key) => void (key + payment.key + env.SECRET),
  onRefunded: (payment) => console.log(payment.refunded, payment.linePayOrderId),
  suffixOrderIds: true,
  mayConfirm: ({ orderId, amount }) => orderId !== "" && amount < 5000,
});
export const worker: { scheduled: (event: unknown, env: Env) => Promise<void> } = kept;
export const desk = async (env: Env): Promise<number | undefined> => {
  const orders = kept.orders(env);
  const page = await orders.list({ stuck: true, limit: 10 });
  await orders.capture("ORD-1");
  await orders.resolve("ORD-1", "not-done");
  // @ts-expect-error: a refund has a key of its own
  await orders.refund("ORD-1", { amount: 60 });
  const { payment } = await orders.refund("ORD-1", { amount: 60, key: page.after ?? "R-1" });
  return (await orders.get("ORD-1"))?.payment?.refunds.length ?? payment?.left;
};
export const alarm: (key: string, env: Env) => Promise<void> = kept.sweep;

// @ts-expect-error no ledger
createCheckout<Env>({ ledger: {}, linePay: (env) => clientOf(env, "v3"), quote: () => ({ ...order, packages }), onPaid });

// @ts-expect-error v3 takes packages
createCheckout<Env>({ linePay: (env) => clientOf(env, "v3"), quote: () => ({ ...order, productName: "Pen" }), onPaid });
// @ts-expect-error v3 takes packages, also where the client is a promise's
createCheckout<Env>({ linePay: async (env) => clientOf(env, "v3"), quote: async () => ({ ...order, productName: "Pen" }), onPaid });
// @ts-expect-error v2 takes one product
createCheckout<Env>({ linePay: (env) => clientOf(env, "v2"), quote: () => ({ ...order, packages }), onPaid });
// @ts-expect-error v3 knows no terms of automatic payments
createCheckout<Env>({
  linePay: (env) => clientOf(env, "v3"),
  quote: () => ({ ...order, packages, options: { regPayRequest: {} } }),
  onPaid,
});
// @ts-expect-error a promise is no client
createCheckout<Env>({ linePay: Promise.resolve(v3), quote: () => ({ ...order, packages }), onPaid });
// @ts-expect-error a mistyped option
createCheckout<Env>({ linePay: v3, quote: () => ({ ...order, packages }), onPayed: onPaid });
// @ts-expect-error a client of another version
export const another: LinePay<"v4"> = v3;
export const anyVersion: LinePay = v3;
export const spoken: "v3" = v3.version;

export const request: ReserveRequest<"v3"> = { ...order, packages: [{ id: "1", amount: 100, products }], redirectUrls: urls };

export function validate(text: string) {
  const paid = validateReply("confirm", "v3", text, { expected: { orderId: "ORD-1" }, status: 200 });
  if (paid.ok) return [paid.reply.transactionId satisfies string, paid.reply.payInfo];
  // @ts-expect-error there is no reply where it is not believed
  paid.reply;
  const status = validateReply("statusCheck", "v4", text);
  // @ts-expect-error of another operation
  if (status.ok) status.reply.payInfo;
  // @ts-expect-error v2 has no statusCheck
  validateReply("statusCheck", "v2", text);
  // @ts-expect-error nothing else is known of a reply
  validateReply("confirm", "v2", text, { channelSecret: "x" });
  return paid.error.mismatch?.asked;
}
