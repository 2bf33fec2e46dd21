import { LinePayError } from "../errors.js";
import type { CheckoutReserved } from "../wire.js";
import { json, redirect } from "./answers.js";
import { codeOf, messageOf, type Turn } from "./turn.js";
import { bodyKind, bounded } from "./routing.js";

/** Answers POST reserve: asks the shop for the order, reserves it and sends the buyer to LINE Pay. */
export async function reserve<Env>(turn: Turn<Env>): Promise<Response> {
  const kind = bodyKind(turn.request.headers);
  if (kind === undefined) return turn.say("wrong-type", 415, "UNSUPPORTED_MEDIA_TYPE");
  turn.asJson = kind === "json";
  const { linePay, settings } = turn.open();
  let reserved: CheckoutReserved;
  try {
    const request = await bounded(turn.request);
    if (request === undefined) return turn.say("too-large", 413, "PAYLOAD_TOO_LARGE");
    const order = await quote(turn, request);
    if (order instanceof Answered) return order.response;
    reserved = await turn.core.reserve(linePay, settings, order.value);
  } catch (error) {
    turn.report({ kind: "reserve-failed", message: messageOf(error), error });
    return turn.say("unavailable", statusOf(error), codeOf(error));
  }
  const { setCookie, ...body } = reserved;
  const headers = { "set-cookie": setCookie };
  return kind === "json" ? json(body, 200, headers) : redirect(reserved.paymentUrl.web, headers);
}

class Answered {
  constructor(readonly response: Response) {}
}

async function quote<Env>(turn: Turn<Env>, request: Request): Promise<{ value: unknown } | Answered> {
  try {
    return { value: await turn.settled.options.quote(request, turn.env) };
  } catch (thrown) {
    if (isResponse(thrown)) return new Answered(thrown);
    turn.report({ kind: "quote-failed", message: messageOf(thrown), error: thrown });
    return new Answered(turn.say("unavailable", 500, "QUOTE_FAILED"));
  }
}

/** By its tag: a test runner's or a sandbox's Response may be of another realm. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

/** The shop's own fault is 500, LINE Pay's answer 502, LINE Pay's silence 504. */
function statusOf(error: unknown): number {
  if (!(error instanceof LinePayError)) return 500;
  switch (error.code) {
    case "TIMEOUT":
      return 504;
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
