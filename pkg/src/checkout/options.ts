import type { LinePay } from "../client.js";
import type { LinePayError } from "../errors.js";
import { misconfigured } from "../thrown.js";
import type { ReserveRequests, Version } from "../versions.js";
import type { Payment, Problem } from "../wire.js";
import { allowedOrigin } from "./origin.js";

/**
 * What the buyer is to pay: the reserve request of the version `V` without the URLs, which the checkout adds.
 */
export type Order<V extends Version = Version> = {
  [K in V]: Omit<ReserveRequests[K], "confirmUrl" | "cancelUrl" | "confirmUrlType" | "redirectUrls">;
}[V];

/** Something about a payment itself that the shop has to look into, such as money that moved for another order. */
export interface PaymentProblem extends Omit<Problem, "error"> {
  /** The error behind it, where there was one. */
  error?: LinePayError;
}

/** Something that kept the checkout from doing its work. The buyer saw a neutral page. */
export interface CheckoutFailure {
  /**
   * - `quote-failed`: `quote` threw.
   * - `reserve-failed`: no reservation came about; nothing was charged.
   * - `visit-failed`: the state of a payment could not be found out.
   * - `on-paid-failed`: `onPaid` threw. The order is paid; the next visit of its page calls `onPaid` again.
   * - `misconfigured`: `linePay`, `signingKey` or the public origin is not usable.
   */
  kind: "quote-failed" | "reserve-failed" | "visit-failed" | "on-paid-failed" | "misconfigured";
  /** One sentence in English. */
  message: string;
  /** What was thrown; a LinePayError in most cases. */
  error: unknown;
  /** For `on-paid-failed`: the payment. */
  payment?: Payment;
}

/** What `onProblem` is told. Tell the two kinds apart by `kind`, or by `"asked" in problem`. */
export type CheckoutProblem = PaymentProblem | CheckoutFailure;

/** Where the checkout's four routes are; each an absolute path. */
export interface CheckoutPaths {
  /** POST: makes the reservation. `/pay/reserve` unless told otherwise. */
  reserve?: string;
  /** GET: where LINE Pay sends the buyer after approval. `/pay/confirm` unless told otherwise. */
  confirm?: string;
  /** GET: where LINE Pay sends the buyer after cancelling. `/pay/cancel` unless told otherwise. */
  cancel?: string;
  /** GET: the state of a payment, as a page or as JSON. `/pay/status` unless told otherwise. */
  status?: string;
  /** Where the pages lead back to. `/` unless told otherwise. */
  shop?: string;
}

/** How a checkout is set up. */
export interface CheckoutOptions<Env, V extends Version = Version> {
  /** The client, or what makes it from the worker's bindings. */
  linePay: LinePay<V> | ((env: Env) => LinePay<V>);
  /**
   * The order that this request asks for, with the price from your own records and never from the request. The request's body
   * can be read. Throw a `Response` to answer the buyer yourself, for instance where the basket is empty.
   */
  quote: (request: Request, env: Env) => Promise<Order<V>> | Order<V>;
  /**
   * Is called when an order proves to be paid (or, with `capture: false`, authorised: `payment.captured` says which) in full and
   * not refunded: **on every visit that proves it**, also two at the same
   * time. It must be idempotent: `payment.key` is the same each time, so record the payment by that key and
   * deliver once for each `orderId`. If it
   * throws, the buyer reads that the order is paid and being registered, and the page tries again.
   *
   * `payment.regKey` (of a `PREAPPROVED` order) comes only with the visit that confirmed the payment: keep it then, and never
   * overwrite it with `undefined` later. Where a paid order has none in your records, the answer that held it was lost (problem
   * `reg-key-lost`) and no query returns it: let the buyer register again with a new `PREAPPROVED` order, or refund the payment.
   */
  onPaid: (payment: Payment, env: Env) => Promise<void> | void;
  /** Is told what the shop has to know. Without it, problems go to `console.error`. What it throws is ignored. */
  onProblem?: (problem: CheckoutProblem, env: Env) => unknown;
  /** Where the routes are. */
  paths?: CheckoutPaths;
  /**
   * Public origin of the shop, such as `https://shop.example.com`. Without it, that of each request is used, if it is https or
   * on loopback. Headers such as `X-Forwarded-Host` are never believed. Give it wherever a server takes the request's host from its `Host` header.
   */
  origin?: string;
  /**
   * Key or keys of the signed order in confirmUrl: the first one signs, all of them verify. Without it, a key derived from the
   * channel secret is used. Give at least 32 random bytes as text.
   */
  signingKey?: string | string[] | ((env: Env) => string | string[]);
  /** How long a buyer may take to come back and be charged, in seconds: 7200 unless told otherwise. */
  lifetimeSeconds?: number;
  /** The name that the pages show. */
  shopName?: string;
}

/** Options after the defaults. */
export interface Settled<Env> {
  options: CheckoutOptions<Env>;
  paths: Required<CheckoutPaths>;
  origin: string | undefined;
}

const KNOWN = ["linePay", "quote", "onPaid", "onProblem", "paths", "origin", "signingKey", "lifetimeSeconds", "shopName"];

const PATHS: Required<CheckoutPaths> = {
  reserve: "/pay/reserve",
  confirm: "/pay/confirm",
  cancel: "/pay/cancel",
  status: "/pay/status",
  shop: "/",
};

/** Checks the options that the module does not see. */
export function settle<Env>(options: CheckoutOptions<Env>): Settled<Env> {
  if (typeof options !== "object" || options === null) throw misconfigured("", "object", "createCheckout takes an object of options", "createCheckout 需要選項物件");
  known(options, KNOWN, "");
  for (const name of ["quote", "onPaid"] as const) {
    if (typeof options[name] !== "function") throw misconfigured(name, "function", `${name} must be a function`, `${name} 必須是函式`);
  }
  if (options.onProblem !== undefined && typeof options.onProblem !== "function") {
    throw misconfigured("onProblem", "function", "onProblem must be a function", "onProblem 必須是函式");
  }
  if (typeof options.linePay !== "function" && typeof options.linePay !== "object") {
    throw misconfigured("linePay", "client", "linePay must be a LinePay or a function that makes one", "linePay 必須是 LinePay，或產生它的函式");
  }
  const origin = options.origin === undefined ? undefined : allowedOrigin(options.origin);
  if (options.origin !== undefined && origin === undefined) {
    throw misconfigured("origin", "origin", "origin must be https://host without a path, or http on loopback", "origin 必須是不含路徑的 https://host，或本機的 http");
  }
  return { options, paths: settlePaths(options.paths ?? {}), origin };
}

function settlePaths(given: CheckoutPaths): Required<CheckoutPaths> {
  known(given, Object.keys(PATHS), "paths.");
  const paths = { ...PATHS, ...given };
  for (const [name, path] of Object.entries(paths)) {
    // What the parser of URLs would change (dot segments, spaces, a query, another host) could never match a request.
    const plain = typeof path === "string" && path.startsWith("/") && !path.startsWith("//");
    if (!plain || (name !== "shop" && new URL(path, "https://shop.invalid").pathname !== path)) {
      const such = PATHS[name as keyof CheckoutPaths];
      throw misconfigured(
        `paths.${name}`,
        "path",
        `paths.${name} must be a plain absolute path such as "${such}"`,
        `paths.${name} 必須是單純的絕對路徑，例如「${such}」`,
      );
    }
  }
  const routes = [paths.reserve, paths.confirm, paths.cancel, paths.status];
  if (new Set(routes).size < routes.length) throw misconfigured("paths", "distinct", "the four paths must differ from each other", "四個路徑必須各不相同");
  return paths;
}

function known(given: object, names: readonly string[], prefix: string): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw misconfigured(
      prefix + unknown,
      "unknown",
      `${prefix}${unknown} is not an option; there are ${names.join(", ")}`,
      `${prefix}${unknown} 不是選項；可用的有 ${names.join("、")}`,
    );
  }
}
