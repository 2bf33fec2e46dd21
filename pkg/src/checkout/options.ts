import type { LinePay } from "../client.js";
import type { LinePayError } from "../errors.js";
import type { ReserveRequest, ReserveRequests, Version } from "../versions.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Payment, Problem } from "../verdicts.js";

/**
 * What the buyer is to pay: the reserve request of the version `V` without the URLs, which the checkout adds.
 */
export type Order<V extends Version = Version> = {
  [K in V]: Omit<ReserveRequests[K], "confirmUrl" | "cancelUrl" | "confirmUrlType" | "redirectUrls"> &
    (K extends "v3" ? ShippingTerms : unknown);
}[V];

/** A client of exactly these versions: `reserve` takes the order of any of them. */
export type ClientOf<V extends Version = Version> = LinePay<V> & { reserve: (request: ReserveRequest<V>) => unknown };

/** What a v3 order may add for `options.shipping` of the type SHIPPING. */
export interface ShippingTerms {
  /**
   * The highest shipping fee that the buyer may choose in LINE Pay, in units of the currency; the quoted `feeAmount` unless told
   * otherwise. The buyer pays the total with the chosen fee in place of the quoted one. A higher fee is not confirmed and
   * reported as `shipping-fee`.
   */
  maxShippingFeeAmount?: number;
}

/** Something about a payment itself that the shop has to look into, such as money that moved for another order. */
export interface PaymentProblem extends Omit<Problem, "error"> {
  /** The error behind it, where there was one. */
  error?: LinePayError;
  /** Of `unknown-key` and `foreign-transaction`: see {@link CheckoutFailure.anybody}. */
  anybody?: true;
}

/** Something that kept the checkout from doing its work. The buyer saw a neutral page. */
export interface CheckoutFailure {
  /**
   * - `quote-failed`: `quote` threw, or gave nothing within 20 seconds.
   * - `reserve-failed`: no reservation came about; nothing was charged.
   * - `visit-failed`: the state of a payment could not be found out.
   * - `on-paid-failed`: `onPaid` threw. The order is paid; the next visit of its page calls `onPaid` again.
   * - `on-paid-late`: `onPaid` has not ended within 10 seconds. The order is paid; the buyer reads that it is being registered.
   *   This run goes on under `ctx.waitUntil`, and the next visit calls `onPaid` again.
   * - `misconfigured`: `linePay`, `signingKey`, `ledger`, the public origin or `ctx` is not usable.
   * - `ledger-failed`: the ledger threw, was late or gave something else than a ledger does. Nothing was done on the strength of that.
   *   Or what was left to write behind a page was not written: `onPaid` is called again, with the same key.
   * - `hook-failed`: `onCaptured`, `onRefunded`, `onReleased`, `onExpiring` or `mayConfirm` threw or was late. It is
   *   called again.
   * - `authorization-expiring`: an authorisation lapses within three days, and there is no `onExpiring`. There is no error.
   * - `sweep-failed`: orders could not be looked at, some or all that are due. The next sweep does. Of this, `ledger-failed` and
   *   `misconfigured` one sweep tells once each, at its end: the message begins with the orders, how many and which, the first five by
   *   name, and `error` is that of the first.
   * - `sweep-overdue`: an order has been due for more than an hour, so nothing calls `scheduled`, or it does not get on. There is no error.
   */
  kind:
    | "quote-failed"
    | "reserve-failed"
    | "visit-failed"
    | "on-paid-failed"
    | "on-paid-late"
    | "misconfigured"
    | "ledger-failed"
    | "hook-failed"
    | "authorization-expiring"
    | "sweep-failed"
    | "sweep-overdue";
  /** One sentence in English. */
  message: string;
  /** What was thrown, with its stack and cause; a LinePayError in most cases. Undefined where nothing was. */
  error: unknown;
  /**
   * For `on-paid-failed`, `on-paid-late`, `hook-failed` and `authorization-expiring`: the payment. It may hold the regKey: keep it
   * out of logs.
   */
  payment?: Payment;
  /**
   * True where the request alone can have brought it about, which anybody on the internet can send: a link that no key of yours has signed
   * (`unknown-key`), one of an order of theirs with another transaction in it (`foreign-transaction`), a body that makes `quote` throw or
   * quote what is refused (`quote-failed`, `reserve-failed`), a host or scheme that is not the shop's, a request that makes `authorize`
   * throw (`misconfigured`). It may as well be your own mistake. Do not let it ring anybody by itself: of each kind one is told in a minute
   * by each isolate, and its message says how many more there were.
   */
  anybody?: true;
}

/** What `onProblem` is told. Tell the two kinds apart by `kind`, or by `"asked" in problem`. */
export type CheckoutProblem = PaymentProblem | CheckoutFailure;

/** Where the checkout's routes are; each an absolute path. */
export interface CheckoutPaths {
  /** POST: makes the reservation. `/pay/reserve` unless told otherwise. */
  reserve?: string;
  /** GET: where LINE Pay sends the buyer after approval. `/pay/confirm` unless told otherwise. */
  confirm?: string;
  /** GET: where LINE Pay sends the buyer after cancelling. `/pay/cancel` unless told otherwise. */
  cancel?: string;
  /** GET: the state of a payment, as a page or as JSON. `/pay/status` unless told otherwise. */
  status?: string;
  /** GET and POST, with the option `authorize`: the orders, for the shop's own people. `/pay/orders` unless told otherwise. */
  orders?: string;
  /** Where the pages lead back to. `/` unless told otherwise. */
  shop?: string;
}

/** An order that the sweep could confirm. */
export interface Waiting {
  /** The merchant's order. */
  orderId: string;
  /** The transaction that the buyer has approved. */
  transactionId: string;
  /** The sum, in units of the currency, with the shipping fee that the buyer has chosen. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** Is told what became of a payment. `key` is the same for each try, and another one for everything else that is told. */
export type Hook<Env> = (payment: Payment, env: Env, key: string) => Promise<void> | void;

type MaybePromise<T> = Promise<T> | T;

/** How a checkout is set up. */
export interface CheckoutOptions<Env, V extends Version = Version> {
  /**
   * The client, or a function that makes it from the worker's bindings, at once or as a promise (10 seconds at most): for a secret
   * out of a store that has to be asked.
   */
  linePay: ClientOf<V> | ((env: Env) => ClientOf<V> | Promise<ClientOf<V>>);
  /**
   * The order that this request asks for, with the price from your own records and never from the request. Where the request names
   * an order, look whether it is the asker's: of a paid one the answer is its receipt. The request's body can be read. Return or
   * throw a `Response` to answer the buyer yourself, for instance where the basket is empty. It has 20 seconds. If it throws anything
   * else, the buyer reads that the payment could not be started, or, where the body is no JSON although it says so, that the request
   * was not understood (400). It is not asked about a form in parts that is none.
   */
  quote: (request: Request, env: Env) => Promise<Order<V> | Response> | Order<V> | Response;
  /**
   * Is called when an order proves to be paid (or, with `capture: false`, authorised: `payment.captured` says which) in full and
   * not refunded: **on every visit that proves it**, also two at the same
   * time. It must be idempotent: `payment.key` is the same each time, so record the payment by that key and
   * deliver once for each `orderId`. If it throws, or has not ended after 10 seconds, the buyer reads that the order is paid and
   * being registered, and the page tries again.
   *
   * With a `ledger` it is called until it has taken the payment, not on each visit, and by the sweep as well; a third argument, `key`,
   * is the same for each try. It can still be called twice, where its answer was lost. While a hook runs no step with the payment
   * begins: to capture, void or refund the order from here, put that into a queue of your own. Waited for here, it is `UNDER_WAY`, also
   * on each later try.
   *
   * `payment.regKey` (of a `PREAPPROVED` order) comes only with the visit that confirmed the payment: keep it then, and never
   * overwrite it with `undefined` later. Where a paid order has none in your records, the answer that held it was lost (problem
   * `reg-key-lost`) and no query returns it: let the buyer register again with a new `PREAPPROVED` order, or refund the payment.
   * With a `ledger` the key is kept until it is delivered: it comes with the payment and once more by itself, in a call of its own.
   */
  onPaid: (payment: Payment, env: Env, key: string) => Promise<void> | void;
  /**
   * Where orders are remembered: a ledger (see `linepay-edge/ledger`), or a function that gives one from the worker's bindings (10
   * seconds at most). With it, a step of an order is written down before its request leaves, so that it is done once whatever
   * is lost and whoever comes: reloads, tabs, browsers, crashes. A read or a write that takes longer than 5 seconds counts as failed;
   * while the ledger does not answer, nothing is reserved, confirmed or refunded.
   *
   * Give it together with `scheduled`, or with an alarm that calls `sweep`: they finish what a visit has left, and charge buyers who
   * have approved and do not come back.
   */
  ledger?: Ledger | ((env: Env) => Ledger | Promise<Ledger>);
  /**
   * With a ledger: what was authorised has been captured. Until it has returned, it is called again, with the same `key`. It has 30
   * seconds.
   */
  onCaptured?: Hook<Env>;
  /**
   * With a ledger: the buyer of this order has approved and does not come back. May the sweep confirm the payment? Without it, it does. A
   * reservation that the buyer has cancelled is not asked about. It has 5 seconds; where it throws, or says no, it is asked again by
   * later sweeps, until LINE Pay takes no confirm any more.
   */
  mayConfirm?: (waiting: Waiting, env: Env) => Promise<boolean> | boolean;
  /**
   * With a ledger: an authorisation (`capture: false`) lapses within three days, at `payment.authorizationExpireDate`. Give `"capture"` or
   * `"void"` to have the sweep do so, once; `undefined`: nothing, you know. It has 30 seconds; where it throws or is late it is asked
   * again, each hour. It may be asked twice, with the same `key`. Without it, `onProblem` is told (`authorization-expiring`), in the
   * same way.
   */
  onExpiring?: (payment: Payment, env: Env, key: string) => MaybePromise<"capture" | "void" | undefined>;
  /** With a ledger: something was given back; `payment.refunded` is the sum of it all. As `onCaptured`. */
  onRefunded?: Hook<Env>;
  /** With a ledger: the authorisation was voided, or has lapsed. As `onCaptured`. */
  onReleased?: Hook<Env>;
  /**
   * Is told what the shop has to know. Pages say that the shop has been told only once this has returned, or its promise has
   * resolved within two seconds; else they ask the buyer to tell the shop. With a `ledger`, a lost regKey and an authorisation that
   * ends soon are told again until it has taken them; what it throws changes nothing else. Without it, problems go to
   * `console.error`, and the pages ask the buyer.
   */
  onProblem?: (problem: CheckoutProblem, env: Env) => unknown;
  /**
   * With a ledger: may whoever sends this request see the shop's orders, capture, void, refund and abandon them, and charge regKeys?
   * Only `true` lets them in; a `Response`, returned or thrown, is what they get instead (a login, for instance). It has 10 seconds,
   * and is not given the body.
   *
   * Without it there is no such path (`paths.orders` answers 404, and `matches` says no). With it:
   *
   * | request | answer |
   * |---|---|
   * | GET `/pay/orders`, with `stuck=true`, `after`, `limit` | `{ orders, unreadable, after }`, as `list` of `checkout.orders(env)` |
   * | GET `/pay/orders?orderId=ORD-1` | `{ order }` |
   * | POST `{ "act": "refund", "orderId": "ORD-1", "amount": 60, "key": "R-1" }` as JSON | `{ order }` |
   *
   * `act` is `retry`, `resolve`, `capture`, `void`, `refund`, `abandon` or `charge`, with the options of that method beside it. What is not
   * done is `{ error }`: 400 for what is wrong, 404 for an order that is not there, 409 where the order does not allow it, a step is
   * in hand, or a refund's key was used with another amount, 503 where the ledger does not answer, 502 where LINE Pay does not or
   * refuses. A page of another site is refused (403).
   */
  authorize?: (request: Request, env: Env) => Promise<boolean | Response> | boolean | Response;
  /** Where the routes are. */
  paths?: CheckoutPaths;
  /**
   * Public origin of the shop, such as `https://shop.example.com`. Without it, that of each request is used, if it is https or
   * on loopback. Headers such as `X-Forwarded-Host` are never believed. Give it wherever a server takes the request's host from its `Host`
   * header.
   */
  origin?: string;
  /**
   * Key or keys of the signed order in confirmUrl: the first one signs, all of them verify. Without it, a key derived from the
   * channel secret is used, and another secret makes the links of before unknown. Give at least 32 random bytes as text. A function may
   * give a promise (10 seconds at most).
   */
  signingKey?: string | string[] | ((env: Env) => string | string[] | Promise<string | string[]>);
  /** How long a buyer may take to come back and be charged, in whole seconds from 60 to 604800: 7200 unless told otherwise. */
  lifetimeSeconds?: number;
  /**
   * With a ledger: may an order be reserved under another orderId, its own with a suffix (`ORD-1-2893471023`)? false unless told otherwise.
   *
   * It is not known whether LINE Pay keeps an orderId for a reservation that nobody paid. If it does, it answers 1172 when the order is
   * reserved again: because the first answer was lost, the buyer took too long, or the basket has changed. With `true` LINE Pay
   * is then asked, twice within three seconds, for a payment of the order. Only where it lists none the order is reserved under its
   * orderId with a suffix; an orderId of more than 89 bytes gets none. Everything here goes on by your own orderId. LINE Pay's console and
   * its files have the other one, and so do `payment.linePayOrderId` and the order's `reservations` (`checkout.orders(env).get`).
   *
   * Turn it on where `onProblem` tells you of 1172 (`reserve-failed`) for orders that nobody has paid. Leave it off where anything else, a
   * till for instance, takes payments under the same orderIds: there 1172 may be all that keeps a buyer from paying twice.
   */
  suffixOrderIds?: boolean;
  /** The name that the pages show. */
  shopName?: string;
}
