import { empty } from "./answers.js";
import { type CheckoutOptions, settle, type Settled } from "./options.js";
import { isCrossSite } from "./origin.js";
import { reserve } from "./reserve.js";
import { isPrefetch, methodOf, type Route, routeOf } from "./routing.js";
import { begin, type CheckoutCore, codeOf, messageOf, type Turn } from "./turn.js";
import { visit } from "./visit.js";

/** The part of a worker's execution context that the checkout uses. */
export interface CheckoutContext {
  /** Keeps the worker alive until the promise is settled. */
  waitUntil(promise: Promise<unknown>): void;
}

/** A checkout: a fetch handler, and a way to see whether a request is for it. */
export interface Checkout<Env> {
  /** Answers a request to one of the checkout's paths; any other with 404. Never rejects. */
  fetch(request: Request, env: Env, ctx?: CheckoutContext): Promise<Response>;
  /** Whether the request's path is one of the checkout's, for a worker that has other routes too. */
  matches(request: Request): boolean;
}

/** A checkout on top of the given core. */
export function handler<Env>(core: CheckoutCore, given: CheckoutOptions<Env>): Checkout<Env> {
  const settled = settle(given);
  return {
    matches: (request) => routeOf(settled.paths, new URL(request.url).pathname) !== undefined,
    fetch: (request, env, ctx) => answer(core, settled, request, env, ctx),
  };
}

async function answer<Env>(
  core: CheckoutCore,
  settled: Settled<Env>,
  request: Request,
  env: Env,
  ctx: CheckoutContext | undefined,
): Promise<Response> {
  const url = new URL(request.url);
  const route = routeOf(settled.paths, url.pathname);
  const turn = begin(core, settled, request, url, env, route);
  if (route === undefined) return turn.say("not-found", 404, "NOT_FOUND");
  const method = methodOf(route);
  if (request.method !== method) return turn.say("method", 405, "METHOD_NOT_ALLOWED", { headers: { allow: method } });
  if (isPrefetch(request.headers)) return empty(503);
  const work = respond(turn, route);
  keepAlive(ctx, work.then(() => Promise.all(turn.background)));
  return work;
}

/** The answer to a request for one of the routes. Never rejects. */
async function respond<Env>(turn: Turn<Env>, route: Route): Promise<Response> {
  try {
    const { origin } = turn.open().settings;
    if (route !== "reserve") return await visit(turn, route);
    if (isCrossSite(turn.request.headers, origin)) return turn.say("cross-site", 403, "CROSS_SITE");
    return await reserve(turn);
  } catch (error) {
    turn.report({ kind: "misconfigured", message: messageOf(error), error });
    // Of a visit, nothing is known here: a page must not say that nothing was charged.
    return turn.say(route === "reserve" ? "unavailable" : "unclear", 500, codeOf(error));
  }
}

/** Keeps confirm, onPaid and onProblem running when the buyer's browser goes away. */
function keepAlive(ctx: CheckoutContext | undefined, work: Promise<unknown>): void {
  if (typeof ctx?.waitUntil !== "function") return;
  ctx.waitUntil(work.catch(() => undefined));
}
