/** The staff's side: sign in with the demo password, see the orders, capture, void or refund one, charge or end a subscription. */
import { type Act, messageOf } from "./acts";
import { type Env, storeOf, versionOf } from "./bindings";
import { compare } from "./compare";
import { kills, standing } from "./standing";
import { act as actKept, journalOf, look, openOrders } from "./desk";
import { cookie, cookieOf, crossSite, json, secured } from "./headers";
import type { About, Listing, StandingView } from "./listing";

const name = "staff";
const mostBody = 2048;
const reached: Record<Act, string> = { capture: "paid", void: "voided", refund: "refunded" };

export async function staff(request: Request, env: Env, path: string): Promise<Response> {
  const store = storeOf(env);
  const token = cookieOf(request, name);
  if (request.method === "POST" && crossSite(request)) return json({ error: "cross-site" }, 403);

  if (path === "/staff/sign-in" && request.method === "POST") return signIn(request, env);
  if (!token || !(await store.signedIn(token))) return json({ error: "signed-out" }, 401);

  switch (`${request.method} ${path}`) {
    case "GET /staff/orders":
      return json({ ...(await store.orders()), open: await openOrders(env), ...aboutOf(env) } satisfies Listing);
    case "GET /staff/compare": {
      const orderId = new URL(request.url).searchParams.get("orderId") ?? undefined;
      return compare(env, orderId).then(json, (error: unknown) => json({ error: "no-answer", reason: messageOf(error) }, 502));
    }
    case "GET /staff/journal": {
      const journal = await journalOf(env, new URL(request.url).searchParams.get("orderId") ?? "");
      return journal ? json({ journal }) : json({ error: "unknown-order" }, 404);
    }
    case "GET /staff/standing":
      return json({ orders: await standing(env), kill: (await kills(env)) ?? null, ...aboutOf(env) } satisfies StandingView);
    case "POST /staff/kill": {
      const { when } = await wishOf(request);
      if (!when) return json({ error: "bad-request" }, 400);
      const kill = await kills(env, when);
      return kill ? json(kill, kill.refused ? 409 : 200) : json({ error: "not-found" }, 404);
    }
    case "POST /staff/look": {
      const { orderId } = await wishOf(request);
      if (!orderId) return json({ error: "bad-request" }, 400);
      return look(env, orderId).then(
        () => json({ state: "looked" }),
        (error: unknown) => json({ state: "not-looked", reason: messageOf(error) }, 409),
      );
    }
    case "POST /staff/capture":
    case "POST /staff/void":
    case "POST /staff/refund": {
      const act = path.slice("/staff/".length) as Act;
      const { transactionId, amount } = await wishOf(request);
      if (!transactionId) return json({ error: "bad-request" }, 400);
      const orderId = await store.orderOf(transactionId);
      // What was paid before there was a ledger, and the charges of a subscription, are not in it.
      const result = (orderId && (await actKept(env, act, orderId, amount))) || (await store.act(act, transactionId, amount));
      return json(
        result,
        result.state === reached[act] && result.reason === undefined ? 200 : result.state === "unknown-payment" ? 404 : 409,
      );
    }
    case "POST /staff/charge":
    case "POST /staff/check":
    case "POST /staff/end": {
      const { orderId, number } = await wishOf(request);
      if (!orderId || (path === "/staff/charge" && number === undefined)) return json({ error: "bad-request" }, 400);
      const result = await (path === "/staff/charge"
        ? store.charge(orderId, number ?? 0)
        : path === "/staff/check"
          ? store.checkKey(orderId)
          : store.endSubscription(orderId));
      return json(result, result.state === "unknown-subscription" ? 404 : result.reason === undefined ? 200 : 409);
    }
    case "POST /staff/sign-out":
      await store.signOut(token);
      return seeStaff("/staff", { "set-cookie": cookie(request, name, "", "Path=/staff; Max-Age=0; SameSite=Strict") });
    default:
      return json({ error: "not-found" }, 404);
  }
}

function aboutOf(env: Env): About {
  return { version: versionOf(env), ledger: env.LEDGER ?? "do", consoleUrl: env.LINE_PAY_CONSOLE ?? null };
}

async function signIn(request: Request, env: Env): Promise<Response> {
  const form = new URLSearchParams(await shortText(request));
  const [password, page] = [form.get("password") ?? "", form.get("page") === "/break" ? "/break" : "/staff"];
  const address = request.headers.get("cf-connecting-ip") ?? "local";
  const answer = await storeOf(env).signIn(address, password);
  if ("token" in answer) {
    const attributes = `Path=/staff; Max-Age=${answer.seconds}; SameSite=Strict`;
    return seeStaff(page, { "set-cookie": cookie(request, name, answer.token, attributes) });
  }
  return seeStaff("retryAfter" in answer ? `${page}?error=wait&seconds=${answer.retryAfter}` : `${page}?error=password`);
}

function seeStaff(location: string, headers: Record<string, string> = {}): Response {
  return secured(new Response(null, { status: 303, headers: { ...headers, location } }));
}

interface Wish {
  transactionId?: string;
  orderId?: string;
  amount?: number;
  number?: number;
  when?: "now" | "confirm";
}

const known = ["transactionId", "orderId", "amount", "number", "when"];

/** What the page asks for. Nothing at all where a field is unknown (`refundAmount`) or an amount is none: then nothing is done. */
async function wishOf(request: Request): Promise<Wish> {
  try {
    const given = JSON.parse(await shortText(request)) as Record<keyof Wish, unknown>;
    if (Object.keys(given).some((field) => !known.includes(field))) return {};
    const { transactionId, orderId, amount, number, when } = given;
    if (amount !== undefined && !Number.isSafeInteger(amount)) return {};
    return {
      ...(typeof transactionId === "string" && /^\d{6,20}$/.test(transactionId) ? { transactionId } : {}),
      ...(typeof orderId === "string" && /^MH[\w-]{1,40}$/.test(orderId) ? { orderId } : {}),
      ...(amount === undefined ? {} : { amount: Number(amount) }),
      ...(Number.isSafeInteger(number) ? { number: Number(number) } : {}),
      ...(when === "now" || when === "confirm" ? { when } : {}),
    };
  } catch {
    return {};
  }
}

/** A staff request is tiny; a longer one counts as empty. */
async function shortText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? mostBody + 1) > mostBody) return "";
  return request.text();
}
