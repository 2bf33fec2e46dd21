/** The shop's worker: the checkout, a small API, the staff's page, and the static pages with their headers. */
import { durableObject } from "linepay-edge/ledger/durable-object";
import { type Env, paymentOrigin, storeOf, versionOf } from "./shop/bindings";
import { mostOfOne } from "./shop/basket";
import { type Catalogue, currency, products } from "./shop/catalogue";
import { sweep, sweepDue } from "./shop/checkout";
import { json, secured } from "./shop/headers";
import { pay } from "./shop/pay";
import { staff } from "./shop/staff";
import type { TraceView } from "./shop/trace";
import { visitorOf, welcome } from "./shop/visitor";

export { ShopStore } from "./shop/store";

/** The orders: each with an alarm that brings it on. */
export const LinePayOrders = durableObject<Env>({
  namespace: (env) => {
    if (!env.LINE_PAY_ORDERS) throw new Error("LINE_PAY_ORDERS is not bound");
    return env.LINE_PAY_ORDERS;
  },
  onWake: sweep,
});

/** Pages by address, with what each needs besides the usual: the shop itself holds the pay form. */
const pages: Record<string, { file: string; needs?: "payment" | "wasm" }> = {
  "/": { file: "/index.html", needs: "payment" },
  "/flow": { file: "/flow.html" },
  "/staff": { file: "/staff.html" },
  "/break": { file: "/break.html" },
  "/validate": { file: "/validate.html", needs: "wasm" },
};

export default {
  async fetch(request, env, ctx): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname;
    if (path.startsWith("/pay/")) return pay(request, env, ctx);
    if (path.startsWith("/staff/")) return staff(request, env, path);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return json({ error: "method-not-allowed" }, 405, { allow: "GET, HEAD" });
    }
    if (path === "/api/catalogue") return json({ currency, mostOfOne, products, version: versionOf(env) } satisfies Catalogue);
    if (path === "/api/trace") return json({ ...(await trace(request, env, url)), version: versionOf(env) });
    if (path.startsWith("/api/")) return json({ error: "not-found" }, 404);
    return site(request, env, path);
  },
  scheduled: (_event, env) => sweepDue(env),
} satisfies ExportedHandler<Env>;

async function trace(request: Request, env: Env, url: URL): Promise<TraceView> {
  const visitor = visitorOf(request);
  const since = Number(url.searchParams.get("since") ?? "0");
  if (!visitor) return { purchase: null, open: false, last: 0, order: null, steps: [] };
  const shown = url.searchParams.get("purchase");
  return storeOf(env).trace(visitor, shown, Number.isSafeInteger(since) ? since : 0);
}

async function site(request: Request, env: Env, path: string): Promise<Response> {
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (path === "/favicon.ico") return secured(await asset(request, env, "/favicon.svg"));
  const found = page || !path.endsWith(".html") ? await asset(request, env, page?.file ?? path) : undefined;
  if (!found || found.status === 404) return secured(await withStatus(asset(request, env, "/404.html"), 404));
  const response = secured(found, page?.needs === "payment" ? { payTo: paymentOrigin(env) } : page?.needs === "wasm" ? { wasm: true } : {});
  response.headers.set("cache-control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  const { setCookie } = welcome(request);
  if (page && setCookie) response.headers.append("set-cookie", setCookie);
  return response;
}

/** Static files may be served under an address without `.html`, by a redirect within the same binding. */
async function asset(request: Request, env: Env, path: string): Promise<Response> {
  const at = (target: string) =>
    env.ASSETS.fetch(new Request(new URL(target, request.url), { method: request.method, headers: request.headers }));
  const response = await at(path);
  const location = response.headers.get("location");
  return location && response.status >= 300 && response.status < 400 ? at(location) : response;
}

async function withStatus(answer: Promise<Response>, status: number): Promise<Response> {
  const response = await answer;
  return new Response(response.body, { status, headers: response.headers });
}
