import { LinePayError } from "../errors.js";
import { fromModule } from "../thrown.js";
import type { CheckoutVerdict, Payment } from "../verdicts.js";
import { json, withCookies } from "./answers.js";
import { DELIVERY_SECONDS, LATE, within } from "./limits.js";
import { type PageData, supportFacts } from "./pages.js";
import { failure, messageOf, problemOf } from "./report.js";
import { isPageName, type PageName } from "./texts.js";
import { type CheckoutVisit, codeOf, keepOf, type Turn } from "./turn.js";

/** The pages that show a payment. */
const RECEIPTS = new Set<PageName>(["paid", "authorized", "registering", "refunded", "partly-refunded", "released"]);

/** The pages that offer to ask again: LINE Pay may know more in a moment. */
const ASKABLE = new Set<PageName>(["not-approved", "unclear", "unpaid", "cancelled", "expired"]);

/** The pages that offer to look again without confirming: what they say may be true no more, and the buyer may pay otherwise. */
const LOOKABLE = new Set<PageName>(["declined", "gone", "foreign", "misdirected", "error"]);

/** Seconds until a page that waits asks again. */
const REFRESH_SECONDS = 5;

const STATUS: Partial<Record<PageName, number>> = {
  "not-approved": 409,
  declined: 402,
  expired: 410,
  gone: 410,
  foreign: 409,
  misdirected: 409,
  mismatch: 409,
  "captured-less": 409,
  "invalid-token": 400,
  error: 502,
  unclear: 502,
  charged: 502,
};

/** Answers GET confirm, cancel and status: what the module found out, told to the shop and shown to the buyer. Never rejects. */
export async function visit<Env>(turn: Turn<Env>, kind: CheckoutVisit["kind"]): Promise<Response> {
  return show(turn, kind, await judge(turn, kind));
}

/** Tells the shop what a verdict says and answers the buyer. `refused`: the code of what was asked for instead of a look. */
export async function show<Env>(turn: Turn<Env>, kind: CheckoutVisit["kind"], verdict: Judged, refused?: string): Promise<Response> {
  const error = verdict.error === undefined ? undefined : fromModule(verdict.error);
  // The order first: nothing that the shop is told may keep it from being delivered.
  const state = await settled(turn, kind, verdict);
  for (const problem of verdict.problems) turn.report(problemOf(problem));
  if (error?.code === "LEDGER") turn.report(failure("ledger-failed", error));
  if (verdict.state === "error" && verdict.problems.length === 0 && error !== undefined) {
    turn.report(failure("visit-failed", error));
  }
  try {
    return withCookies(turn.asJson ? asJson(state, verdict, error, refused) : await asPage(turn, kind, state, verdict), verdict);
  } catch (thrown) {
    turn.report(failure("visit-failed", thrown));
    return turn.say("unclear", 500, codeOf(thrown));
  }
}

/** The module's verdict, or `unclear` where nothing may be said of the money. */
type Judged = Omit<CheckoutVerdict, "state"> & { state: CheckoutVerdict["state"] | "unclear" };

/** The module's verdict; where it could not give one, what may be said without it. */
async function judge<Env>(turn: Turn<Env>, kind: CheckoutVisit["kind"]): Promise<Judged> {
  try {
    const opened = await turn.open();
    const cookies = turn.request.headers.get("cookie");
    const seen: CheckoutVisit = { kind, url: turn.url.href, ...(cookies === null ? {} : { cookies }) };
    const visit = (early?: (verdict: CheckoutVerdict) => void) =>
      turn.core.visit(opened.linePay, opened.settings, seen, keepOf(turn, opened), early);
    return await (turn.lasts ? soon(turn, visit) : visit());
  } catch (error) {
    turn.report(failure("visit-failed", error));
    // Whatever happened here, it says nothing about the money: the page asks again and never speaks of a failure.
    const unknown = !(error instanceof LinePayError) || error.outcome === "unknown";
    return { state: unknown ? "pending" : "unclear", problems: [] };
  }
}

/** The verdict as soon as it is known: what is left then goes on behind the page, and only the shop is told where it fails. */
function soon<Env>(turn: Turn<Env>, visit: (early: (verdict: CheckoutVerdict) => void) => Promise<CheckoutVerdict>): Promise<Judged> {
  return new Promise((resolve, reject) => {
    let known = false;
    const early = (verdict: CheckoutVerdict): void => {
      known = true;
      resolve(verdict);
    };
    const whole = visit(early).then((verdict) => {
      if (known && verdict.error !== undefined) throw fromModule(verdict.error);
      resolve(verdict);
    });
    turn.background.push(whole.catch((error: unknown) => (known ? turn.report(failure("ledger-failed", error)) : reject(error))));
  });
}

/** The page for a verdict, after onPaid has run where it has to. */
async function settled<Env>(turn: Turn<Env>, kind: CheckoutVisit["kind"], verdict: Judged): Promise<PageName> {
  const { state, payment } = verdict;
  if ((state === "paid" || state === "authorized") && payment !== undefined) {
    // With a ledger the module has called the hook, or knows who does.
    if (turn.settled.options.ledger !== undefined) return verdict.registering ? "registering" : state;
    return (await deliver(turn, payment)) ? state : "registering";
  }
  if (state === "unpaid" && kind === "cancel") return "cancelled";
  if (state === "refunded" && payment?.refunded !== undefined && payment.refunded < payment.amount) return "partly-refunded";
  if (state === "error") {
    if (verdict.error?.outcome === "executed") return "charged";
    return verdict.error?.outcome === "unknown" ? "unclear" : "error";
  }
  return isPageName(state) ? state : "unclear";
}

/** Whether onPaid has done its work; one that takes too long goes on in the background. */
async function deliver<Env>(turn: Turn<Env>, payment: Payment): Promise<boolean> {
  const work = Promise.resolve()
    .then(() => turn.settled.options.onPaid(payment, turn.env, payment.key))
    .then(
      () => true,
      (error: unknown) => {
        turn.report({ kind: "on-paid-failed", message: messageOf(error), error, payment });
        return false;
      },
    );
  turn.background.push(work);
  const done = await within(work, DELIVERY_SECONDS);
  if (done !== LATE) return done;
  const late = `onPaid has not ended within ${DELIVERY_SECONDS} seconds`;
  const message = `${late}; the order is paid, and the next visit of its page calls onPaid again`;
  turn.report({ kind: "on-paid-late", message, error: new Error(message), payment });
  return false;
}

async function asPage<Env>(turn: Turn<Env>, kind: CheckoutVisit["kind"], state: PageName, verdict: Judged): Promise<Response> {
  const waits = state === "pending" || state === "registering";
  // Where no confirm may be sent again for now, the page only asks.
  const asks = verdict.confirmUrl ?? (kind === "confirm" ? verdict.statusUrl : undefined);
  const own = `${(await turn.open()).settings.origin}${turn.url.pathname}${turn.url.search}`;
  const looks = LOOKABLE.has(state) ? await ownUrl(turn, verdict.statusUrl, ["status"]) : undefined;
  const again = waits || ASKABLE.has(state) ? ((await ownUrl(turn, asks, ["confirm", "status"])) ?? own) : looks;
  const headers: Record<string, string> = waits ? { refresh: `${REFRESH_SECONDS}; url=${again}` } : {};
  const receipt = RECEIPTS.has(state);
  const data: Partial<PageData> = { again };
  if (receipt && verdict.payment !== undefined) data.payment = verdict.payment;
  else data.facts = supportFacts(verdict, turn.language);
  return turn.say(state, STATUS[state] ?? 200, codeOf(undefined), { headers, data });
}

/** The URL given, if it is that of one of these routes of the shop. */
async function ownUrl<Env>(
  turn: Turn<Env>,
  given: string | undefined,
  routes: readonly ("confirm" | "status")[],
): Promise<string | undefined> {
  const { origin } = (await turn.open()).settings;
  // As the module wrote it: the origin, one of the paths and a query.
  const isOwn = (route: "confirm" | "status"): boolean => given?.startsWith(`${origin}${turn.settled.paths[route]}?`) === true;
  return routes.some(isOwn) ? given : undefined;
}

function asJson(state: PageName, verdict: Judged, error: LinePayError | undefined, refused: string | undefined): Response {
  const { payment } = verdict;
  // Named one by one: a payment may also hold a regKey or card digits, which a page of the shop has no business with.
  const shown = payment && {
    orderId: payment.orderId,
    transactionId: payment.transactionId,
    amount: payment.amount,
    currency: payment.currency,
    captured: payment.captured,
    refunded: payment.refunded,
    payInfo: payment.payInfo.map(({ method, amount }) => ({ method, amount })),
    transactionDate: payment.transactionDate,
  };
  const body = {
    state,
    orderId: verdict.orderId,
    transactionId: verdict.transactionId,
    payment: shown,
    statusUrl: refused === undefined ? undefined : verdict.statusUrl,
    error: refused === undefined ? error && { code: error.code, returnCode: error.returnCode, outcome: error.outcome } : { code: refused },
  };
  return json(body, refused === undefined ? (STATUS[state] ?? 200) : 409);
}
