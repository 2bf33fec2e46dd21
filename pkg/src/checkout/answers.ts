import { STYLE_HASH } from "./style.js";

const COMMON = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

type More = Record<string, string>;

/** An HTML answer that nothing can be put into: no script, no frame, no form. */
export function page(html: string, status: number, language: string, more: More = {}): Response {
  const headers = {
    ...COMMON,
    "content-type": "text/html; charset=utf-8",
    "content-language": language,
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    vary: "Accept-Language",
    ...more,
  };
  return new Response(html, { status, headers });
}

/** A JSON answer. */
export function json(value: unknown, status: number, more: More = {}): Response {
  const headers = { ...COMMON, "content-type": "application/json; charset=utf-8", ...more };
  return new Response(JSON.stringify(value), { status, headers });
}

/** Sends the buyer's browser on, by GET. */
export function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { ...COMMON, location } });
}

/** The answer, which tells the browser what to remember and what it need not any more. */
export function withCookies(answer: Response, { setCookie, clearCookies = [] }: { setCookie?: string; clearCookies?: string[] }): Response {
  if (setCookie !== undefined) for (const cookie of [setCookie, ...clearCookies]) answer.headers.append("set-cookie", cookie);
  return answer;
}

/** An answer without a body. */
export function empty(status: number, more: More = {}): Response {
  return new Response(null, { status, headers: { ...COMMON, ...more } });
}
