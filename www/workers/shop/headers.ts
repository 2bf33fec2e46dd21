/** Security headers of everything the shop serves itself. The checkout's own pages bring theirs. */

/** What a page needs besides the usual. */
interface Needs {
  /** The payment pages' origin, where the page holds the pay form. */
  payTo?: string;
  /** It runs a WebAssembly module. */
  wasm?: boolean;
}

const policy = ({ payTo, wasm }: Needs): string =>
  [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ""}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action 'self'${payTo ? ` ${payTo}` : ""}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");

/**
 * A browser checks form-action against the redirect after the post as well, hence `payTo`. Such a page must also send its origin,
 * hence the referrer policy.
 */
export function secured(response: Response, needs: Needs = {}): Response {
  const copy = new Response(response.body, response);
  copy.headers.set("content-security-policy", policy(needs));
  copy.headers.set("x-content-type-options", "nosniff");
  copy.headers.set("referrer-policy", "same-origin");
  copy.headers.set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
  copy.headers.set("cross-origin-opener-policy", "same-origin");
  return copy;
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return secured(Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } }));
}

/** A post that a page of another site made the browser send. Without both headers the caller is no browser. */
export function crossSite(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = request.headers.get("origin");
  return origin !== null && origin !== new URL(request.url).origin;
}

export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name && value) return value;
  }
  return undefined;
}

export function cookie(request: Request, name: string, value: string, attributes: string): string {
  const secure = new URL(request.url).protocol === "https:" ? "; Secure" : "";
  return `${name}=${value}; HttpOnly${secure}; ${attributes}`;
}

/** 32 bytes from the platform's generator, as base64url. */
export function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
