import { refuseBrowser } from "#module";
import { run, runNow } from "./calls.js";
import { copied } from "./config.js";
import { encode, encodeOptions } from "./encode.js";
import type { Fetch, Host } from "./host.js";
import { misconfigured } from "./thrown.js";
import type { ReservedWithPage, ReserveRequest, ReserveRequestWithPage, Version } from "./versions.js";
import type {
  AuthCheckReply,
  AuthCheckRequest,
  CaptureReply,
  CaptureRequest,
  ConfirmReply,
  ConfirmRequest,
  Expected,
  LinePayEvent,
  PaymentCheckReply,
  PaymentCheckRequest,
  PaymentLife,
  PreApprovalReply,
  PreApprovalRequest,
  RefundReply,
  RefundRequest,
  RegKeyCheckReply,
  RegKeyCheckRequest,
  RegKeyExpireReply,
  RegKeyExpireRequest,
  ReserveReply,
  StatusCheckReply,
  StatusCheckRequest,
  VoidReply,
  VoidRequest,
} from "./wire.js";

/** How long each operation may take, in milliseconds, from the first byte out to the last byte in. */
export interface Timeouts {
  /** 25 s unless told otherwise: 5 s to connect and 20 s for the answer. */
  reserve?: number;
  /** 25 s unless told otherwise. */
  statusCheck?: number;
  /** 45 s unless told otherwise: LINE Pay itself may take 40 s. */
  confirm?: number;
  /** 65 s unless told otherwise: LINE Pay itself may take 60 s. */
  capture?: number;
  /** 25 s unless told otherwise. */
  void?: number;
  /** 25 s unless told otherwise. */
  authCheck?: number;
  /** 25 s unless told otherwise. */
  paymentCheck?: number;
  /** 25 s unless told otherwise. */
  refund?: number;
  /** 25 s unless told otherwise. */
  regKeyCheck?: number;
  /** 45 s unless told otherwise. */
  preApproval?: number;
  /** 25 s unless told otherwise. */
  regKeyExpire?: number;
}

/** How a {@link LinePay} client is set up. */
export interface LinePayOptions<V extends Version = Version> {
  /** Channel id of the merchant, digits as text. */
  channelId: string;
  /** Channel secret of the merchant. It leaves the client only in calls to LINE Pay. */
  channelSecret: string;
  /** API version of the contract. Version 2 takes calls from registered addresses only; see `baseUrl`. */
  version: V;
  /** Which of LINE Pay's servers: `sandbox` unless told otherwise. */
  environment?: "beta" | "sandbox" | "production";
  /**
   * Another server in the place of LINE Pay's, for instance a relay with a fixed address (it sees the secret). https, or
   * http on loopback.
   */
  baseUrl?: string;
  /**
   * Origin of the payment pages, exactly. Left out, they may be on any https host below `line.me`, and for a `baseUrl` on loopback
   * on that one alone.
   */
  paymentOrigin?: string;
  /** Time limits per operation, in milliseconds. */
  timeouts?: Timeouts;
  /** Sent as `X-LINE-MerchantDeviceType`. */
  deviceType?: string;
  /** Sent as `X-LINE-MerchantDeviceProfileId`. */
  deviceProfileId?: string;
  /** Takes the place of the global `fetch`. Redirects must not be followed (`init.redirect` is `"manual"`). */
  fetch?: Fetch;
  /** Is told of every exchange with LINE Pay, secrets masked. What it throws is ignored. */
  onEvent?: (event: LinePayEvent) => unknown;
  /**
   * Allows the client in a browser, page or worker, where everybody can read the secret. Leave it out, except in tests with
   * worthless credentials.
   */
  dangerouslyAllowBrowser?: boolean;
}

/** What may accompany one call. */
export interface CallOptions {
  /** What you know of the payment: a reply that says something else is a `MISMATCH`, never a success. */
  expected?: Expected;
  /**
   * The payment as you know it, from `paymentState`: a step that it does not allow is an `ILLEGAL_STEP`, and nothing is sent.
   */
  payment?: PaymentLife;
  /** Gives the call up. Its outcome is then unknown, if it was one that changes a payment. */
  signal?: AbortSignal;
}

/** A reply, with the untouched text that it was read from. */
export type Reply<T> = T & { raw: string };

/** @internal */
export interface Opened {
  /** As the module's text. It holds the secret. */
  config: string;
  host: Host;
}

/** Set by LinePay itself: only code of this package sees into a client. */
let see: (linePay: LinePay) => Opened;

/**
 * A merchant's client for LINE Pay.
 *
 * Every operation resolves to LINE Pay's reply, or rejects with a {@link LinePayError} whose `outcome` says whether the thing
 * happened. Ids are text, amounts are numbers in the currency's usual unit (`360` TWD). Nothing is sent before the request has
 * passed all of LINE Pay's rules.
 *
 * ```ts
 * const linePay = new LinePay({ channelId, channelSecret, version: "v2", environment: "sandbox" });
 * const { transactionId, paymentUrl } = await linePay.reserve({
 *   orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea set", confirmUrl: "https://shop.example.com/paid",
 * });
 * ```
 */
export class LinePay<V extends Version = Version> {
  readonly #config: string;
  readonly #host: Host;
  readonly #about: { version: V; environment: unknown };

  static {
    see = (linePay) => {
      if (!(#config in linePay))
        throw misconfigured("linePay", "client", "the option linePay did not give a LinePay", "選項 linePay 沒有給出 LinePay");
      return { config: linePay.#config, host: linePay.#host };
    };
  }

  /** Throws a LinePayError `INVALID_CONFIGURATION` that names every wrong option. */
  constructor(options: LinePayOptions<V>) {
    const { fetch, onEvent, dangerouslyAllowBrowser, ...given } = { ...options };
    refuseBrowser?.(dangerouslyAllowBrowser);
    mustBeFunction("fetch", fetch);
    mustBeFunction("onEvent", onEvent);
    const config = encode(copied(given));
    runNow((core) => core.checkConfig(config));
    this.#config = config;
    this.#host = { fetch, onEvent };
    this.#about = { version: given.version, environment: given.environment ?? "sandbox" };
  }

  /**
   * Reserves a payment: the first step. Send the buyer to `paymentUrl` of the reply, or use {@link createCheckout}, which does
   * all that follows. Nothing is charged. (With a `oneTimeKey`, v2 only, there may be no `paymentUrl`: the buyer approves in the app.)
   */
  reserve(request: ReserveRequestWithPage<V>, options?: CallOptions): Promise<Reply<ReservedWithPage>>;
  reserve(request: ReserveRequest<V>, options?: CallOptions): Promise<Reply<ReserveReply>>;
  reserve(request: unknown, options?: CallOptions): Promise<Reply<ReserveReply>> {
    return this.#call("reserve", request, options);
  }

  /**
   * Asks whether the buyer has approved (v3 and v4). Wait a second at least between two questions.
   */
  statusCheck(
    this: [V] extends ["v2"] ? never : LinePay<V>,
    request: StatusCheckRequest,
    options?: CallOptions,
  ): Promise<Reply<StatusCheckReply>> {
    return (this as LinePay<V>).#call("statusCheck", request, options);
  }

  /**
   * Charges the buyer (or authorises, with `capture: false`): after LINE Pay has sent them back to your `confirmUrl`. The amount has to be
   * that of the reservation, from your own records and never from the page.
   *
   * On an error with outcome `unknown`, ask with {@link LinePay.paymentCheck} before doing anything else (in v2 with `capture: false`, with
   * {@link LinePay.authCheck}). The `regKey` of a `PREAPPROVED` reservation comes in this reply alone, and no query returns it: if it is
   * lost and the payment is made, let the buyer register again, or refund.
   *
   * ```ts
   * await linePay.confirm({ transactionId, amount: 360, currency: "TWD" }, { expected: { orderId: "ORD-1" } });
   * ```
   */
  confirm(request: ConfirmRequest, options?: CallOptions): Promise<Reply<ConfirmReply>> {
    return this.#call("confirm", request, options);
  }

  /**
   * Takes what a confirm with `capture: false` has authorised, once. With a lower amount the rest is released.
   */
  capture(request: CaptureRequest, options?: CallOptions): Promise<Reply<CaptureReply>> {
    return this.#call("capture", request, options);
  }

  /** Sets free what a confirm with `capture: false` has authorised. What is captured is refunded instead. */
  void(request: VoidRequest, options?: CallOptions): Promise<Reply<VoidReply>> {
    return this.#call("void", request, options);
  }

  /**
   * Asks for payments that are authorised and not captured. v3 and v4 have no such call; there it is answered from the payment
   * details. Where there is none, it is a `NOT_FOUND`.
   */
  authCheck(request: AuthCheckRequest, options?: CallOptions): Promise<Reply<AuthCheckReply>> {
    return this.#call("authCheck", request, options);
  }

  /**
   * Asks for payments and their refunds, by transaction ids or order ids (up to 100). Only what was paid is found: an open
   * reservation is a `NOT_FOUND`, and so is in v2 what is only authorised (see {@link LinePay.authCheck}).
   *
   * ```ts
   * const { payments } = await linePay.paymentCheck({ orderId: ["ORD-1"] });
   * ```
   */
  paymentCheck(request: PaymentCheckRequest, options?: CallOptions): Promise<Reply<PaymentCheckReply>> {
    return this.#call("paymentCheck", request, options);
  }

  /**
   * Gives money back. Without `refundAmount`, everything that is left; the key must then be absent, not `undefined`, `null` or 0.
   *
   * On an error with outcome `unknown`, compare the refunds that {@link LinePay.paymentCheck} lists before repeating it.
   */
  refund(request: RefundRequest, options?: CallOptions): Promise<Reply<RefundReply>> {
    return this.#call("refund", request, options);
  }

  /** Asks whether a regKey can be charged. One that cannot is a `REFUSED` that says why. */
  regKeyCheck(request: RegKeyCheckRequest, options?: CallOptions): Promise<Reply<RegKeyCheckReply>> {
    return this.#call("regKeyCheck", request, options);
  }

  /**
   * Charges a buyer through a regKey, at once and without the buyer.
   *
   * On an error with outcome `unknown`, ask with {@link LinePay.paymentCheck} by `orderId` before charging again; in v2 with
   * `capture: false` ask {@link LinePay.authCheck}, for payment details do not list what is only authorised.
   */
  preApproval(request: PreApprovalRequest, options?: CallOptions): Promise<Reply<PreApprovalReply>> {
    return this.#call("preApproval", request, options);
  }

  /** Ends a regKey for good. */
  regKeyExpire(request: RegKeyExpireRequest, options?: CallOptions): Promise<Reply<RegKeyExpireReply>> {
    return this.#call("regKeyExpire", request, options);
  }

  #call<T>(operation: string, request: unknown, options: unknown): Promise<T> {
    const { text, signal } = encodeOptions(options);
    const task = { start: operation, config: this.#config, request: encode(request), options: text };
    return run<T>(operation, this.#host, task, signal);
  }

  /** The API version that it speaks. */
  get version(): V {
    return this.#about.version;
  }

  get [Symbol.toStringTag](): string {
    return "LinePay";
  }

  /** Version and environment; no credential. */
  toJSON(): { version: unknown; environment: unknown } {
    return { ...this.#about };
  }

  /** @internal */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `LinePay ${JSON.stringify(this.#about)}`;
  }
}

/**
 * Configuration and host of a client, for the checkout.
 *
 * @internal
 */
export function open(linePay: LinePay): Opened {
  return see(linePay);
}

function mustBeFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function")
    throw misconfigured(name, "function", `${name} must be a function`, `${name} 必須是函式`);
}
