import { LinePayError, type LinePayErrorCode } from "../errors.js";
import type { Ledger } from "../ledger/ledger.js";
import { json } from "./answers.js";
import { bounded, discard } from "./body.js";
import { LATE, OPENING_SECONDS, within } from "./limits.js";
import { ask, invalid, ordersOf } from "./orders.js";
import { isCrossSite } from "./origin.js";
import { failure, ofRequest } from "./report.js";
import { isResponse } from "./reserve.js";
import { bodyKind } from "./routing.js";
import type { Turn } from "./turn.js";

/** What can be asked of an order by POST. */
const ACTS: readonly unknown[] = ["retry", "resolve", "capture", "void", "refund", "abandon", "charge"];

const STATUS: Partial<Record<LinePayErrorCode, number>> = {
  INVALID_REQUEST: 400,
  NOT_FOUND: 404,
  ILLEGAL_STEP: 409,
  UNDER_WAY: 409,
  LEDGER: 503,
  INVALID_CONFIGURATION: 500,
};

/**
 * Answers GET and POST of the path for the shop's own people, in JSON. Nothing is read or done before `authorize` has said yes.
 */
export async function desk<Env>(turn: Turn<Env>): Promise<Response> {
  const { request } = turn;
  const refusal = await refused(turn);
  if (refusal !== undefined) {
    await discard(request);
    return refusal;
  }
  try {
    return await answer(turn);
  } catch (error) {
    if (!(error instanceof LinePayError)) throw error;
    if (error.code === "INVALID_CONFIGURATION") turn.report(failure("misconfigured", error));
    if (error.code === "LEDGER") turn.report(failure("ledger-failed", error));
    return json({ error }, STATUS[error.code] ?? 502);
  }
}

/** The answer to whoever may not come here; undefined: come in. Only `true` opens the door. */
async function refused<Env>(turn: Turn<Env>): Promise<Response | undefined> {
  const { request, env, settled } = turn;
  const { authorize } = settled.options;
  if (!["GET", "POST"].includes(request.method)) return said("METHOD_NOT_ALLOWED", "GET and POST only", 405, { allow: "GET, POST" });
  try {
    // Without the body, which is ours to read.
    const init: RequestInit & { cf?: unknown } = { method: request.method, headers: request.headers };
    const { cf } = request as { cf?: unknown };
    if (cf !== undefined) init.cf = cf;
    const may: unknown = await within(authorize?.(new Request(request.url, init), env), OPENING_SECONDS);
    if (isResponse(may)) return may;
    if (may === LATE) throw new Error(`authorize has not answered within ${OPENING_SECONDS} seconds`);
    if (typeof may !== "boolean") throw new TypeError(`authorize gave ${may === null ? "null" : typeof may} instead of a boolean`);
    if (!may) return said("FORBIDDEN", "not for you", 403);
  } catch (thrown) {
    if (isResponse(thrown)) return thrown;
    turn.report(ofRequest(failure("misconfigured", thrown)));
    return said("INTERNAL", "whether you may come here could not be found out", 500);
  }
  const { origin } = (await turn.open()).settings;
  if (request.method === "POST" && isCrossSite(request.headers, origin)) return said("CROSS_SITE", "a page of another site asks", 403);
  return undefined;
}

async function answer<Env>(turn: Turn<Env>): Promise<Response> {
  const { request, url, env, settled, core, telling, background } = turn;
  const { linePay, ledger } = await turn.open();
  // Only a checkout with a ledger has `authorize`.
  const tools = { linePay, ledger: ledger as Ledger, telling, background };
  if (request.method === "GET") {
    const query = url.searchParams;
    const orders = ordersOf(core, settled, env, tools);
    const orderId = query.get("orderId");
    if (orderId !== null) {
      const order = await orders.get(orderId);
      return order === undefined ? said("NOT_FOUND", "the ledger knows no such order", 404) : json({ order }, 200);
    }
    const [after, limit, stuck] = [query.get("after"), query.get("limit"), query.get("stuck") ?? "false"];
    // Another word for yes must not quietly mean all orders.
    if (!/^(true|false)$/.test(stuck)) throw invalid("stuck", "must be true or false", "必須是 true 或 false");
    const wish = { ...(after && { after }), ...(limit !== null && { limit: Number(limit) }) };
    return json(await orders.list({ stuck: stuck === "true", ...wish }), 200);
  }
  if (bodyKind(request.headers) !== "json") {
    await discard(request);
    return said("UNSUPPORTED_MEDIA_TYPE", "content-type: application/json", 415);
  }
  const body = await bounded(request);
  if (body === "too-large") return said("PAYLOAD_TOO_LARGE", "at most 64 KiB", 413);
  if (body === "broken") return said("BAD_REQUEST", "the body broke off", 400);
  const { act, orderId, ...options } = objectOf(body.bytes);
  if (!ACTS.includes(act)) throw invalid("act", `must be one of ${ACTS.join(", ")}`, `必須是 ${ACTS.join("、")} 其中之一`);
  const given = act === "charge" ? { orderId, ...options } : options;
  return json({ order: await ask(core, settled, env, tools, act as string, orderId, given) }, 200);
}

function objectOf(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  const text = new TextDecoder().decode(bytes);
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("body", "must be a JSON object", "必須是 JSON 物件");
  const twice = doubled(text);
  if (twice !== undefined)
    throw invalid(twice, "stands there twice: which one is meant is a guess. Send it once", "出現兩次，無法確定以何者為準；請只傳一次");
  return value as Record<string, unknown>;
}

/** The first name that one object of this JSON has twice, of which `JSON.parse` takes the last. */
function doubled(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (text && colon) {
      const name = JSON.parse(text) as string;
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}

const said = (code: string, message: string, status: number, more: Record<string, string> = {}): Response =>
  json({ error: { code, message } }, status, more);
