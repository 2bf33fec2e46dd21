/** The staff's side: sign in with the demo password, see the paid orders, refund one in full. */
import { type Env, storeOf } from "./bindings";
import { cookie, cookieOf, crossSite, json, secured } from "./headers";

const name = "staff";
const mostBody = 2048;

export async function staff(request: Request, env: Env, path: string): Promise<Response> {
  const store = storeOf(env);
  const token = cookieOf(request, name);
  if (request.method === "POST" && crossSite(request)) return json({ error: "cross-site" }, 403);

  if (path === "/staff/sign-in" && request.method === "POST") return signIn(request, env);
  if (!token || !(await store.signedIn(token))) return json({ error: "signed-out" }, 401);

  switch (`${request.method} ${path}`) {
    case "GET /staff/orders":
      return json(await store.orders());
    case "POST /staff/refund": {
      const transactionId = await transactionOf(request);
      if (!transactionId) return json({ error: "bad-request" }, 400);
      const result = await store.refund(transactionId);
      return json(result, result.state === "refunded" ? 200 : result.state === "unknown-payment" ? 404 : 409);
    }
    case "POST /staff/sign-out":
      await store.signOut(token);
      return seeStaff({ "set-cookie": cookie(request, name, "", "Path=/staff; Max-Age=0; SameSite=Strict") });
    default:
      return json({ error: "not-found" }, 404);
  }
}

async function signIn(request: Request, env: Env): Promise<Response> {
  const password = new URLSearchParams(await shortText(request)).get("password") ?? "";
  const address = request.headers.get("cf-connecting-ip") ?? "local";
  const answer = await storeOf(env).signIn(address, password);
  if ("token" in answer) {
    const attributes = `Path=/staff; Max-Age=${answer.seconds}; SameSite=Strict`;
    return seeStaff({ "set-cookie": cookie(request, name, answer.token, attributes) });
  }
  return seeStaff({}, "retryAfter" in answer ? `?error=wait&seconds=${answer.retryAfter}` : "?error=password");
}

function seeStaff(headers: Record<string, string>, query = ""): Response {
  return secured(new Response(null, { status: 303, headers: { ...headers, location: `/staff${query}` } }));
}

async function transactionOf(request: Request): Promise<string | undefined> {
  try {
    const { transactionId } = JSON.parse(await shortText(request)) as { transactionId?: unknown };
    return typeof transactionId === "string" && /^\d{6,20}$/.test(transactionId) ? transactionId : undefined;
  } catch {
    return undefined;
  }
}

/** A staff request is tiny; a longer one counts as empty. */
async function shortText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? mostBody + 1) > mostBody) return "";
  return request.text();
}
