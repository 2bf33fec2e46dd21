import { run } from "./calls.js";
import { type Checkout, handler } from "./checkout/handler.js";
import type { CheckoutOptions } from "./checkout/options.js";
import type { CheckoutCore } from "./checkout/turn.js";
import { open } from "./client.js";
import { encode } from "./encode.js";
import type { Version } from "./versions.js";

export type { Checkout, CheckoutContext } from "./checkout/handler.js";
export type {
  CheckoutFailure,
  CheckoutOptions,
  CheckoutPaths,
  CheckoutProblem,
  Hook,
  Order,
  PaymentProblem,
  Waiting,
} from "./checkout/options.js";
export type {
  ChargeWish,
  KeptCharge,
  KeptOrder,
  KeptOrders,
  KeptPayment,
  KeptProblemKind,
  KeptRefund,
  KeptReservation,
  KeptTerms,
  KeptWork,
  KeyChecked,
  Orders,
} from "./checkout/kept.js";
export type { Payment, Problem } from "./verdicts.js";

const core: CheckoutCore = {
  reserve(linePay, settings, order, cookies, keep) {
    const { config, host } = open(linePay);
    const start = keep === undefined ? "checkout.reserve" : "kept.reserve";
    const task = { start, config, request: `${encode(order)}\n${cookies}`, options: encode(settings) };
    return run("reserve", { ...host, keep }, task);
  },
  visit(linePay, settings, visit, keep, early) {
    const { config, host } = open(linePay);
    const start = keep === undefined ? "checkout.visit" : "kept.visit";
    const task = { start, config, request: encode(visit), options: encode(settings) };
    return run("confirm", { ...host, keep, early }, task);
  },
  sweep(linePay, key, keep) {
    const { config, host } = open(linePay);
    return run("confirm", { ...host, keep }, { start: "kept.sweep", config, request: key, options: "" });
  },
  handle(linePay, word, orderId, options, keep) {
    const { config, host } = open(linePay);
    const task = { start: "kept.desk", config, request: `${word}\n${orderId}`, options: encode(options) };
    // A module that stops leaves no doubt about what only reads.
    return run(word === "get" || word === "checkKey" ? "paymentCheck" : "confirm", { ...host, keep }, task);
  },
};

/**
 * A whole LINE Pay checkout as a fetch handler: it reserves, sends the buyer to LINE Pay, charges when they come back, finds out
 * the truth where an answer was lost, and shows the receipt. It needs no database: the order rides in LINE Pay's confirmUrl,
 * signed. With the option `ledger`, orders are remembered, and every one is brought to a known end, exactly once.
 *
 * | route | what it does |
 * |---|---|
 * | POST `/pay/reserve` | JSON in: `{ orderId, transactionId, paymentUrl, statusUrl, … }` out. A form: 303 to the payment page |
 * | GET `/pay/confirm` | charges once, shows the receipt; a reload shows it again |
 * | GET `/pay/cancel` | says what became of the payment |
 * | GET `/pay/status` | the same without ever charging; as JSON with `Accept: application/json` |
 *
 * Throws a LinePayError `INVALID_CONFIGURATION` where the options are wrong.
 *
 * ```ts
 * import { LinePay } from "linepay-edge";
 * import { createCheckout } from "linepay-edge/checkout";
 *
 * export default createCheckout<Env>({
 *   linePay: (env) => new LinePay({ channelId: env.ID, channelSecret: env.SECRET, version: "v2" }),
 *   quote: async (request, env) => ({ orderId: crypto.randomUUID(), amount: 360, currency: "TWD", productName: "Tea set" }),
 *   onPaid: async (payment, env) => env.DB.prepare("INSERT OR IGNORE INTO paid VALUES (?, ?)").bind(payment.key, payment.orderId).run(),
 * });
 * ```
 */
export function createCheckout<Env, V extends Version>(options: CheckoutOptions<Env, V>): Checkout<Env>;
/** The same with `Env` alone: the version is that of the client. */
export function createCheckout<Env>(options: AnyCheckoutOptions<Env>): Checkout<Env>;
export function createCheckout(given: object): Checkout<unknown> {
  const options = given as CheckoutOptions<unknown>;
  const checkout = handler(core, options);
  // Now rather than at the first buyer; what a function makes is not known yet.
  if (typeof options.linePay !== "function") open(options.linePay);
  return checkout;
}

/** The options for a client of one version, or for one whose version is not known before it runs. */
type AnyCheckoutOptions<Env> = { [V in Version]: CheckoutOptions<Env, V> }[Version] | CheckoutOptions<Env>;
