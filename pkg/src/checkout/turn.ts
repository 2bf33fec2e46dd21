import type { LinePay } from "../client.js";
import { LinePayError } from "../errors.js";
import { misconfigured } from "../thrown.js";
import type { CheckoutReserved, CheckoutVerdict } from "../wire.js";
import { json, page } from "./answers.js";
import type { CheckoutOptions, CheckoutProblem, Settled } from "./options.js";
import { publicOrigin } from "./origin.js";
import { type PageData, render } from "./pages.js";
import { bodyKind, type Route, wantsJson } from "./routing.js";
import { type Language, languageOf, type PageName, textOf } from "./texts.js";

/** What the module is told about the shop. */
export interface CheckoutSettings {
  origin: string;
  confirmPath: string;
  cancelPath: string;
  statusPath: string;
  signingKeys: string[];
  lifetimeSeconds?: number;
}

/** A visit of one of the pages. */
export interface CheckoutVisit {
  kind: "confirm" | "cancel" | "status";
  url: string;
  cookies?: string;
}

/** The two things that the module does for a checkout. Tests give their own. */
export interface CheckoutCore {
  reserve(linePay: LinePay, settings: CheckoutSettings, order: unknown): Promise<CheckoutReserved>;
  visit(linePay: LinePay, settings: CheckoutSettings, visit: CheckoutVisit): Promise<CheckoutVerdict>;
}

/** One request on its way through the checkout. */
export interface Turn<Env> {
  core: CheckoutCore;
  settled: Settled<Env>;
  request: Request;
  url: URL;
  env: Env;
  language: Language;
  /** Whether it is answered in JSON; a reserve request decides it by what it sends. */
  asJson: boolean;
  /** The client and what the module is told, made when first needed. May throw. */
  open(): { linePay: LinePay; settings: CheckoutSettings };
  /** Tells the shop, at once and in the background: the buyer does not wait for whoever listens. */
  report(problem: CheckoutProblem): void;
  /** Work that goes on after the answer; the worker is kept alive for it. */
  background: Promise<unknown>[];
  /** A page, or its title and sentences as JSON. */
  say(name: PageName, status: number, code: string, more?: { headers?: Record<string, string>; data?: Partial<PageData> }): Response;
}

/** The turn of one request. */
export function begin<Env>(
  core: CheckoutCore,
  settled: Settled<Env>,
  request: Request,
  url: URL,
  env: Env,
  route: Route | undefined,
): Turn<Env> {
  const { options, paths } = settled;
  const language = languageOf(request.headers.get("accept-language"));
  const talksJson = route === "reserve" && bodyKind(request.headers) === "json";
  const asJson = talksJson || ((route === "reserve" || route === "status") && wantsJson(request.headers));
  let opened: ReturnType<Turn<Env>["open"]> | undefined;
  const turn: Turn<Env> = {
    core,
    settled,
    request,
    url,
    env,
    language,
    asJson,
    open: () => (opened ??= { linePay: clientOf(options, env), settings: settingsOf(settled, url, env) }),
    background: [],
    report: (problem) => void turn.background.push(report(options, problem, env)),
    say(name, status, code, { headers = {}, data = {} } = {}) {
      if (turn.asJson) {
        const [title, money, next] = textOf(name, language);
        const message = language === "en" ? `${title}. ${money} ${next}` : `${title}。${money}${next}`;
        return json({ error: { code, message } }, status, headers);
      }
      return page(render(name, { language, shopName: options.shopName, shop: paths.shop, ...data }), status, language, headers);
    },
  };
  return turn;
}

function clientOf<Env>(options: CheckoutOptions<Env>, env: Env): LinePay {
  const linePay = typeof options.linePay === "function" ? options.linePay(env) : options.linePay;
  if (typeof linePay !== "object" || linePay === null) {
    throw misconfigured("linePay", "client", "the option linePay did not give a LinePay", "選項 linePay 沒有給出 LinePay");
  }
  return linePay;
}

function settingsOf<Env>({ options, paths, origin }: Settled<Env>, url: URL, env: Env): CheckoutSettings {
  const shop = origin ?? publicOrigin(url);
  if (shop === undefined) {
    throw misconfigured(
      "origin",
      "origin",
      "this request is not https: give createCheckout the shop's public origin as the option origin",
      "這個請求不是 https：請把商店的公開 origin 作為選項 origin 交給 createCheckout",
    );
  }
  const given = typeof options.signingKey === "function" ? options.signingKey(env) : options.signingKey;
  const keys = typeof given === "string" ? [given] : given;
  // An empty answer must not quietly mean another key: that key would be the derived one.
  if (options.signingKey !== undefined && !(Array.isArray(keys) && keys.length > 0)) {
    throw misconfigured(
      "signingKey",
      "key",
      "the option signingKey gave no key: is the binding's name right?",
      "選項 signingKey 沒有給出金鑰：binding 的名稱正確嗎？",
    );
  }
  return {
    origin: shop,
    confirmPath: paths.confirm,
    cancelPath: paths.cancel,
    statusPath: paths.status,
    signingKeys: keys ?? [],
    ...(options.lifetimeSeconds === undefined ? {} : { lifetimeSeconds: options.lifetimeSeconds }),
  };
}

async function report<Env>(options: CheckoutOptions<Env>, problem: CheckoutProblem, env: Env): Promise<void> {
  try {
    if (options.onProblem === undefined) console.error(`linepay-edge: ${problem.kind}: ${problem.message}`);
    else await options.onProblem(problem, env);
  } catch {
    return; // whoever listens must not change what the buyer sees
  }
}

/** The code for a JSON answer: that of the error, or one that says nothing. */
export function codeOf(error: unknown): string {
  return error instanceof LinePayError ? error.code : "INTERNAL";
}

/** An error's own words, for the shop. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
