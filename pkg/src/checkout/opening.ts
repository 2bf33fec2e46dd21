import { misconfigured } from "../thrown.js";
import { LATE, OPENING_SECONDS, within } from "./limits.js";
import { publicOrigin } from "./origin.js";
import type { LinePay } from "../client.js";
import type { Ledger } from "../ledger/ledger.js";
import type { CheckoutOptions } from "./options.js";
import { isLedger, keysOf, type Settled } from "./settle.js";
import type { Opened } from "./turn.js";

/** Makes what a turn works with out of the options and this worker's bindings. */
export async function opening<Env>({ options, paths, origin }: Settled<Env>, url: URL, env: Env): Promise<Opened> {
  const shop = origin ?? publicOrigin(url);
  if (shop === undefined) {
    throw misconfigured(
      "origin",
      "origin",
      "this request is not https: give createCheckout the shop's public origin as the option origin",
      "這個請求不是 https：請把商店的公開 origin 作為選項 origin 交給 createCheckout",
    );
  }
  const { signingKey, lifetimeSeconds, suffixOrderIds } = options;
  const [linePay, keys, ledger] = await Promise.all([
    clientOf(options, env),
    typeof signingKey === "function" ? intime("signingKey", () => signingKey(env)) : signingKey,
    ledgerOf(options, env),
  ]);
  const signingKeys = signingKey === undefined ? [] : keysOf(keys);
  return {
    linePay,
    ledger,
    settings: {
      origin: shop,
      confirmPath: paths.confirm,
      cancelPath: paths.cancel,
      statusPath: paths.status,
      signingKeys,
      ...(lifetimeSeconds === undefined ? {} : { lifetimeSeconds }),
      ...(suffixOrderIds === undefined ? {} : { suffixOrderIds }),
    },
  };
}

/** The client of these options. */
export async function clientOf<Env>({ linePay: given }: CheckoutOptions<Env>, env: Env): Promise<LinePay> {
  const linePay = await (typeof given === "function" ? intime("linePay", () => given(env)) : given);
  if (typeof linePay !== "object" || linePay === null) {
    throw misconfigured("linePay", "client", "the option linePay did not give a LinePay", "選項 linePay 沒有給出 LinePay");
  }
  return linePay;
}

/** The ledger of these options; undefined where there is none. */
export async function ledgerOf<Env>({ ledger: given }: CheckoutOptions<Env>, env: Env): Promise<Ledger | undefined> {
  const ledger = await (typeof given === "function" ? intime("ledger", () => given(env)) : given);
  // An empty answer must not quietly mean a checkout without a ledger.
  if (given !== undefined && !isLedger(ledger)) {
    throw misconfigured("ledger", "ledger", "the option ledger did not give a ledger", "選項 ledger 沒有給出 ledger");
  }
  return ledger;
}

/** What orders are worked on with. Each may be a connection: made once for all that is done together. */
export interface Tools {
  linePay: LinePay;
  ledger: Ledger;
}

/** Client and ledger of these options, for what has no turn of its own. */
export async function toolsOf<Env>(options: CheckoutOptions<Env>, env: Env, who: string): Promise<Tools> {
  const [linePay, ledger] = await Promise.all([clientOf(options, env), ledgerOf(options, env)]);
  if (ledger === undefined) throw misconfigured("ledger", "ledger", `${who} needs the option ledger`, `${who} 需要選項 ledger`);
  return { linePay, ledger };
}

/** What a function of the options gives. One that never answers would leave the buyer without a page. */
async function intime<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const made = await within(work(), OPENING_SECONDS);
  if (made === LATE) {
    throw misconfigured(
      name,
      "late",
      `the option ${name} gave nothing within ${OPENING_SECONDS} seconds`,
      `選項 ${name} 在 ${OPENING_SECONDS} 秒內沒有給出結果`,
    );
  }
  return made;
}
