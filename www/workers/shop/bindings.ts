import { LinePay, type Version } from "linepay-edge";
import type { ShopStore } from "./store";

export interface Env {
  ASSETS: Fetcher;
  STORE: DurableObjectNamespace<ShopStore>;
  LINE_PAY_CHANNEL_ID: string;
  LINE_PAY_CHANNEL_SECRET: string;
  /** Where the API is; the payment pages are at the same origin. */
  LINE_PAY_BASE_URL: string;
  /** Read timeouts by operation as JSON, in milliseconds: `{"confirm":4000}`. */
  LINE_PAY_TIMEOUTS?: string;
  /** v2, v3 or v4; v2 unless told otherwise. */
  LINE_PAY_VERSION?: string;
  /** Where orders are remembered: none, memory, do (LINE_PAY_ORDERS) or d1 (DB); do unless told otherwise. */
  LEDGER?: string;
  LINE_PAY_ORDERS?: DurableObjectNamespace;
  DB?: D1Database;
  /** Where staff look at LINE Pay's own side: the merchant console. */
  LINE_PAY_CONSOLE?: string;
  /** Of the demo alone: whoever runs this worker, and can kill it. */
  DEMO?: Fetcher;
  STAFF_PASSWORD: string;
}

type Options = ConstructorParameters<typeof LinePay>[0];
export type OnEvent = NonNullable<Options["onEvent"]>;

export function paymentOrigin(env: Env): string {
  return new URL(env.LINE_PAY_BASE_URL).origin;
}

export function versionOf(env: Env): Version {
  const version = env.LINE_PAY_VERSION || "v2";
  if (version === "v2" || version === "v3" || version === "v4") return version;
  throw new Error("LINE_PAY_VERSION must be v2, v3 or v4");
}

/** One client per request, so that its events belong to one visitor; the module itself is loaded once. */
export function linePayOf(env: Env, onEvent: OnEvent): LinePay {
  return new LinePay({
    channelId: env.LINE_PAY_CHANNEL_ID,
    channelSecret: env.LINE_PAY_CHANNEL_SECRET,
    version: versionOf(env),
    baseUrl: env.LINE_PAY_BASE_URL,
    paymentOrigin: paymentOrigin(env),
    ...(env.LINE_PAY_TIMEOUTS ? { timeouts: JSON.parse(env.LINE_PAY_TIMEOUTS) } : {}),
    onEvent,
  });
}

/** The one store of the shop. */
export function storeOf(env: Env): DurableObjectStub<ShopStore> {
  return env.STORE.get(env.STORE.idFromName("shop"));
}
