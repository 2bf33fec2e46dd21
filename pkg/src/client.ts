import { refuseBrowser } from "#module";
import { run, runNow } from "./calls.js";
import { copied } from "./config.js";
import { encode, encodeOptions } from "./encode.js";
import type { Fetch, Host } from "./host.js";
import { type Calls, changes, type Operations } from "./operations.js";
import { misconfigured } from "./thrown.js";
import type { Version } from "./versions.js";
import type { LinePayEvent, PaymentLife } from "./reports.js";
import type { Expected } from "./wire.js";

/** How long each operation may take, in milliseconds, from the first byte out to the last byte in. */
export type Timeouts = { [O in keyof Operations]?: number };

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
 * // After the buyer has come back to confirmUrl:
 * await linePay.confirm({ transactionId, amount: 360, currency: "TWD" }, { expected: { orderId: "ORD-1" } });
 * const { payments } = await linePay.paymentCheck({ orderId: "ORD-1" });
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the class gives itself a method for each operation.
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
    for (const operation of Object.keys(changes)) {
      const methods = {
        [operation](this: LinePay, request: unknown, options?: unknown) {
          return this.#call(operation, request, options);
        },
      };
      Object.defineProperty(LinePay.prototype, operation, { value: methods[operation], writable: true, configurable: true });
    }
  }

  /** Throws a LinePayError `INVALID_CONFIGURATION` that names every wrong option. */
  constructor(options: LinePayOptions<V>) {
    const { fetch, onEvent, dangerouslyAllowBrowser, ...given } = { ...options };
    refuseBrowser?.(dangerouslyAllowBrowser);
    mustBeFunction("fetch", fetch);
    mustBeFunction("onEvent", onEvent);
    const config = encode(copied(given));
    runNow(`checkConfig\n${config}`);
    this.#config = config;
    this.#host = { fetch, onEvent };
    this.#about = { version: given.version, environment: given.environment ?? "sandbox" };
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

/** Its operations. */
export interface LinePay<V extends Version = Version> extends Calls<V> {}

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
