import type { CheckoutPaths } from "./options.js";

/** The routes of a checkout. */
export type Route = "reserve" | "confirm" | "cancel" | "status" | "orders";

/** The route of a path, if it is one of the checkout's. */
export function routeOf(paths: Required<CheckoutPaths>, pathname: string): Route | undefined {
  return (["reserve", "confirm", "cancel", "status", "orders"] as const).find((route) => paths[route] === pathname);
}

/** The only method of a route for buyers. HEAD is none: a link preview must not charge anybody. */
export function methodOf(route: Route): "GET" | "POST" {
  return route === "reserve" ? "POST" : "GET";
}

/** Whether a browser only guesses that its user will come here. */
export function isPrefetch(headers: Headers): boolean {
  return ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? ""));
}

/** What a reserve request's body is, and so what it is answered with. */
export type BodyKind = "json" | "form" | undefined;

export function bodyKind(headers: Headers): BodyKind {
  const type = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/json") return "json";
  return type === "application/x-www-form-urlencoded" || type === "multipart/form-data" ? "form" : undefined;
}

/** Whether the client would rather have JSON than a page. */
export function wantsJson(headers: Headers): boolean {
  const accept = headers.get("accept") ?? "";
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}
