import type { LinePay } from "../client.js";
import { LinePayError } from "../errors.js";
import type { Ledger } from "../ledger/ledger.js";
import type { ErrorReport } from "../reports.js";
import type { CheckoutReserved, CheckoutVerdict, Problem } from "../verdicts.js";
import { json, page } from "./answers.js";
import { type Keep, keeping } from "./keeping.js";
import type { KeptOrder } from "./kept.js";
import { TELLING_SECONDS, within } from "./limits.js";
import { opening } from "./opening.js";
import type { CheckoutProblem } from "./options.js";
import { type PageData, render } from "./pages.js";
import { onceOfLedger, tell, tellOnce } from "./report.js";
import { type BodyKind, bodyKind, type Route, wantsJson } from "./routing.js";
import type { Settled } from "./settle.js";
import { type Language, languageOf, type PageName, tells, textOf } from "./texts.js";

/** What the module is told about the shop. */
export interface CheckoutSettings {
  origin: string;
  confirmPath: string;
  cancelPath: string;
  statusPath: string;
  signingKeys: string[];
  lifetimeSeconds?: number;
  suffixOrderIds?: boolean;
}

/** A visit of one of the pages. */
export interface CheckoutVisit {
  kind: "confirm" | "cancel" | "status";
  url: string;
  cookies?: string;
}

/** What the module does for a checkout; `keep` where there is a ledger. Tests give their own. */
export interface CheckoutCore {
  /** `cookies`: those that the browser has sent. */
  reserve(
    linePay: LinePay,
    settings: CheckoutSettings,
    order: unknown,
    cookies: string,
    keep?: Keep,
  ): Promise<CheckoutReserved | CheckoutVerdict>;
  /** `early`: is told the verdict where all that is left can be done behind the page. */
  visit(
    linePay: LinePay,
    settings: CheckoutSettings,
    visit: CheckoutVisit,
    keep?: Keep,
    early?: (verdict: CheckoutVerdict) => void,
  ): Promise<CheckoutVerdict>;
  /** Brings the order of a ledger's key on: what is a person's business since. */
  sweep(linePay: LinePay, key: string, keep: Keep): Promise<Problem[]>;
  /** Does what somebody of the shop asks of an order. */
  handle(linePay: LinePay, word: string, orderId: string, options: object, keep: Keep): Promise<Handled>;
}

/** What came of what was asked; `order`: as it stands, if there is one, or the answer to what is asked of none. */
export interface Handled {
  order?: KeptOrder;
  problems: Problem[];
  error?: ErrorReport;
}

/** One request on its way through the checkout. */
export interface Turn<Env> {
  core: CheckoutCore;
  settled: Settled<Env>;
  request: Request;
  url: URL;
  env: Env;
  readonly language: Language;
  /** What a reserve request's body is. */
  kind: BodyKind;
  /** Whether it is answered in JSON; a reserve request decides it by what it sends. */
  asJson: boolean;
  /** The client and what the module is told, made when first needed. Rejects where the options are wrong. */
  open(): Promise<Opened>;
  /** Tells the shop, at once and in the background: the buyer does not wait for whoever listens. */
  report(problem: CheckoutProblem): void;
  /** The same: whether `onProblem` has taken it. */
  telling(problem: CheckoutProblem): Promise<boolean>;
  /** Work that goes on after the answer; the worker is kept alive for it. */
  background: Promise<unknown>[];
  /** Whether it is. */
  lasts: boolean;
  /** What is done once the answer is there. Never rejects. */
  afterwards?: () => Promise<void>;
  /** A page, or its title and sentences as JSON. Says that the shop was told only where it was. */
  say(name: PageName, status: number, code: string, more?: Said): Promise<Response>;
}

/** What a turn works with. */
export interface Opened {
  linePay: LinePay;
  settings: CheckoutSettings;
  ledger: Ledger | undefined;
}

/** What the module may ask for besides LINE Pay. */
export function keepOf<Env>({ settled: { options }, env, telling, background }: Turn<Env>, { ledger }: Opened): Keep | undefined {
  return ledger && keeping({ options, ledger, env, telling, background, waits: true });
}

/** What an answer holds beside its texts. */
export interface Said {
  headers?: Record<string, string>;
  data?: Partial<PageData>;
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
  const { headers } = request;
  const kind = route === "reserve" ? bodyKind(headers) : undefined;
  const asJson = kind === "json" || ((route === "reserve" || route === "status") && wantsJson(headers));
  let language: Language | undefined;
  let opened: Promise<Opened> | undefined;
  const tellings: Promise<boolean>[] = [];
  const turn: Turn<Env> = {
    core,
    settled,
    request,
    url,
    env,
    kind,
    asJson,
    // Of an answer without a page nobody asks.
    get language() {
      language ??= languageOf(headers.get("accept-language"));
      return language;
    },
    open: () => (opened ??= opening(settled, url, env)),
    background: [],
    lasts: false,
    report: (problem) => void turn.telling(problem),
    telling: onceOfLedger((problem) => {
      const telling = tellOnce(settled.strangers, problem, (problem) => tell(options, problem, env));
      tellings.push(telling);
      turn.background.push(telling);
      return telling;
    }),
    async say(name, status, code, { headers = {}, data = {} } = {}) {
      const { language } = turn;
      const told = tells(name) && (await isTold(tellings));
      if (turn.asJson) {
        const [title, money, next] = textOf(name, language, told);
        const message = language === "en" ? `${title}. ${money} ${next}` : `${title}。${money}${next}`;
        return json({ error: { code, message } }, status, headers);
      }
      const { shopName } = options;
      return page(render(name, { language, shopName, shop: paths.shop, told, ...data }), status, language, headers);
    },
  };
  return turn;
}

/** Whether whoever listens has taken all that there was to tell. */
async function isTold(tellings: readonly Promise<boolean>[]): Promise<boolean> {
  if (tellings.length === 0) return false;
  const taken = await within(Promise.all(tellings), TELLING_SECONDS);
  return Array.isArray(taken) && taken.every(Boolean);
}

/** The code for a JSON answer: that of the error, or one that says nothing. */
export function codeOf(error: unknown): string {
  return error instanceof LinePayError ? error.code : "INTERNAL";
}
