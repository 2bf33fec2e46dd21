import { LinePayError } from "../errors.js";
import { empty } from "./answers.js";
import { discard } from "./body.js";
import { desk } from "./desk.js";
import type { Orders } from "./kept.js";
import { TELLING_SECONDS, within } from "./limits.js";
import type { CheckoutOptions } from "./options.js";
import { ordersOf } from "./orders.js";
import { isCrossSite } from "./origin.js";
import { watchSweep } from "./overdue.js";
import { failure, ofRequest, tell } from "./report.js";
import { reserve } from "./reserve.js";
import { isPrefetch, methodOf, type Route, routeOf } from "./routing.js";
import { settle, type Settled } from "./settle.js";
import { sweepDue, sweepOne } from "./sweep.js";
import { begin, type CheckoutCore, codeOf, type Turn } from "./turn.js";
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
  /**
   * Brings every order on that is due: the handler of a cron trigger, or of a timer, each minute or so. Needs the option `ledger`. It
   * begins with orders for 20 seconds; what is left is the next one's. What goes wrong is told to `onProblem`. Never rejects, and ends
   * whatever the shop's functions do: what still runs ten seconds after all else goes on under `ctx.waitUntil`.
   */
  scheduled(event: unknown, env: Env, ctx?: CheckoutContext): Promise<void>;
  /**
   * Brings one order on, by its key in the ledger: for the alarm of a Durable Object (`onWake`). Rejects with a LinePayError `LEDGER`
   * where the ledger does not answer, or holds something that is no record of the order; `onProblem` is told of that too.
   */
  sweep(key: string, env: Env): Promise<void>;
  /** What the shop's own people can see and do with the orders of its ledger. Needs the option `ledger`. */
  orders(env: Env): Orders;
}

/** A checkout on top of the given core. */
export function handler<Env>(core: CheckoutCore, given: CheckoutOptions<Env>): Checkout<Env> {
  const settled = settle(given);
  return {
    scheduled: (_event, env, ctx) => sweepDue(core, settled, env, ctx),
    sweep: (key, env) => sweepOne(core, settled, key, env),
    orders: (env) => ordersOf(core, settled, env),
    // Without parsing: a request's URL is written by the parser.
    matches: ({ url }) => routeOf(settled.paths, /^\w+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? "") !== undefined,
    fetch: async (request, env, ctx) => {
      try {
        return await answer(core, settled, request, env, ctx);
      } catch (error) {
        // What is no request, and what nobody has thought of: the promise of this function is that it never rejects.
        await within(tell(settled.options, failure("misconfigured", error), env), TELLING_SECONDS);
        return empty(500);
      }
    },
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
  if (route !== undefined && request.method === methodOf(route) && isPrefetch(request.headers)) return empty(503);
  const work = respond(turn, route);
  keepAlive(
    turn,
    ctx,
    work.then(() => turn.afterwards?.()).then(() => finished(turn)),
  );
  return work;
}

/** The answer to a request. Never rejects. */
async function respond<Env>(turn: Turn<Env>, route: Route | undefined): Promise<Response> {
  try {
    if (route === "orders") return await desk(turn);
    if (route !== undefined && turn.request.method === methodOf(route)) return await respondTo(turn, route);
    // Its body may be for another part of the worker, which is asked next.
    if (route === undefined) return await turn.say("not-found", 404, "NOT_FOUND");
    await discard(turn.request);
    return await turn.say("method", 405, "METHOD_NOT_ALLOWED", { headers: { allow: methodOf(route) } });
  } catch (error) {
    const anybody = error instanceof LinePayError && error.issues[0]?.path === "origin";
    turn.report(anybody ? ofRequest(failure("misconfigured", error)) : failure("misconfigured", error));
    // Of a visit, nothing is known here: a page must not say that nothing was charged.
    return turn.say(route === "reserve" ? "unavailable" : "unclear", 500, codeOf(error));
  }
}

/** The answer to a request for one of the routes, by its method. */
async function respondTo<Env>(turn: Turn<Env>, route: Exclude<Route, "orders">): Promise<Response> {
  const { settings, ledger } = await turn.open();
  if (ledger !== undefined) turn.afterwards = () => watchSweep(turn.settled.watch, ledger, turn.telling);
  if (route !== "reserve") return visit(turn, route);
  if (!isCrossSite(turn.request.headers, settings.origin)) return reserve(turn);
  await discard(turn.request);
  return turn.say("cross-site", 403, "CROSS_SITE");
}

/** Ends when all is done that goes on behind the answer, also what that has begun in its turn. */
async function finished<Env>(turn: Turn<Env>): Promise<void> {
  while (turn.background.length > 0) await Promise.all(turn.background.splice(0));
}

/** Keeps confirm, onPaid and onProblem running when the buyer's browser goes away. */
function keepAlive<Env>(turn: Turn<Env>, ctx: CheckoutContext | undefined, work: Promise<unknown>): void {
  const quiet = work.catch(() => undefined);
  try {
    // Some are asynchronous, or another's: nothing of theirs may reach the buyer or end the process.
    const answered: unknown = ctx?.waitUntil?.(quiet);
    turn.lasts = typeof ctx?.waitUntil === "function";
    Promise.resolve(answered).catch(() => undefined);
  } catch (error) {
    const because = new Error("ctx.waitUntil threw: onPaid may be cut off when the buyer's browser goes away", { cause: error });
    turn.report(failure("misconfigured", because));
  }
}
