import { LinePayError } from "../errors.js";
import type { CheckoutReserved, CheckoutVerdict } from "../verdicts.js";
import { json, redirect, withCookies } from "./answers.js";
import { type Bounded, bounded, discard, isForm, isJson } from "./body.js";
import { LATE, QUOTE_SECONDS, within } from "./limits.js";
import { failure, messageOf, ofRequest, problemOf } from "./report.js";
import type { PageName } from "./texts.js";
import { codeOf, keepOf, type Turn } from "./turn.js";
import { show } from "./visit.js";

/** Answers POST reserve: asks the shop for the order, reserves it and sends the buyer to LINE Pay. */
export async function reserve<Env>(turn: Turn<Env>): Promise<Response> {
  const { kind } = turn;
  if (kind === undefined) {
    await discard(turn.request);
    return turn.say("not-understood", 415, "UNSUPPORTED_MEDIA_TYPE");
  }
  turn.asJson = kind === "json";
  const opened = await turn.open();
  let reserved: CheckoutReserved | CheckoutVerdict;
  try {
    const body = await bounded(turn.request);
    if (body === "too-large") return await turn.say("too-large", 413, "PAYLOAD_TOO_LARGE");
    if (body === "broken" || !isForm(turn.request.headers, body.bytes)) return await turn.say("not-understood", 400, "BAD_REQUEST");
    const quoted = await quote(turn, body);
    if (isResponse(quoted)) return quoted;
    const cookies = turn.request.headers.get("cookie") ?? "";
    reserved = await turn.core.reserve(opened.linePay, opened.settings, quoted, cookies, keepOf(turn, opened));
  } catch (error) {
    const failed = failure("reserve-failed", error);
    // What was quoted, or what the buyer had begun before: a request may have been made for it.
    const anybody = error instanceof LinePayError && (error.code === "INVALID_REQUEST" || error.code === "ILLEGAL_STEP");
    turn.report(anybody ? ofRequest(failed) : failed);
    return turn.say(pageOf(error), statusOf(error), codeOf(error));
  }
  if ("state" in reserved) return standing(turn, reserved);
  const { setCookie, clearCookies, ...body } = reserved;
  return withCookies(kind === "json" ? json(body, 200) : redirect(reserved.paymentUrl.web), reserved);
}

/** LINE Pay has a payment of this order: the buyer sees how it stands. A form is sent to the order's page, a script gets the state. */
function standing<Env>(turn: Turn<Env>, verdict: CheckoutVerdict): Promise<Response> | Response {
  // Its status page says that it can be paid anew.
  if (verdict.state === "gone") {
    for (const problem of verdict.problems) turn.report(problemOf(problem));
    return turn.say("closed", 409, "ORDER_CLOSED");
  }
  if (!turn.asJson && verdict.statusUrl !== undefined) return redirect(verdict.statusUrl);
  const paid = verdict.state === "paid" || verdict.state === "authorized";
  const other = verdict.payment === undefined && turn.settled.options.ledger !== undefined ? "ORDER_UNDER_WAY" : "ORDER_HAS_PAYMENT";
  return show(turn, "status", verdict, paid ? "ALREADY_PAID" : other);
}

/** The order, or the answer of a shop that has none for this request, whether it returned or threw it. */
async function quote<Env>(turn: Turn<Env>, body: Bounded): Promise<unknown> {
  try {
    const quoted: unknown = await within(turn.settled.options.quote(body.copy(), turn.env), QUOTE_SECONDS);
    if (quoted !== LATE) {
      if (typeof quoted === "object" && quoted !== null) return quoted;
      throw new TypeError(`quote gave ${quoted === null ? "null" : typeof quoted} instead of an order: does it return one?`);
    }
    throw new Error(`quote gave no order within ${QUOTE_SECONDS} seconds`);
  } catch (thrown) {
    if (isResponse(thrown)) return thrown;
    // Not the shop's fault, and nothing that it could do about: anybody can send such a body.
    if (!isJson(turn.request.headers, body.bytes)) return turn.say("not-understood", 400, "BAD_REQUEST");
    turn.report({ kind: "quote-failed", message: messageOf(thrown), error: thrown, anybody: true });
    return turn.say("unavailable", 500, "QUOTE_FAILED");
  }
}

/** By its tag: a test runner's or a sandbox's Response may be of another realm. */
export function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

/** Of an order that takes no further reservation: is it worth to come again? */
function pageOf(error: unknown): PageName {
  if (!(error instanceof LinePayError) || error.code !== "ILLEGAL_STEP") return "unavailable";
  return error.retry === "never" ? "charged-by-shop" : "too-many";
}

/** The shop's own fault is 500, LINE Pay's answer 502, LINE Pay's silence 504; an order that takes no page 409. */
function statusOf(error: unknown): number {
  if (!(error instanceof LinePayError)) return 500;
  switch (error.code) {
    case "ILLEGAL_STEP":
      return 409;
    case "TIMEOUT":
      return 504;
    case "LEDGER":
      return 503;
    case "NETWORK":
    case "GATEWAY":
    case "REFUSED":
    case "NOT_FOUND":
    case "MISMATCH":
    case "MALFORMED_REPLY":
    case "REPLY_TOO_LARGE":
      return 502;
    default:
      return 500;
  }
}
