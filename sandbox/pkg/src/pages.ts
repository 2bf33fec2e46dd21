import { about, isOfLinePay } from "./about.js";
import { respond } from "./exchange.js";

/** Hosts that only this machine reaches. */
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Whether an address names this very machine. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.has(hostname);
}

/** Whether an address is below the place where a sandbox is mounted. */
export function isBelow(prefix: string, { pathname }: URL): boolean {
  return prefix === "" || pathname === prefix || pathname.startsWith(`${prefix}/`);
}

/** The page of a path, the buyer's or the merchant console's, or a file that it needs; `undefined` for what is none. */
export function page(
  { method, headers }: { method: string; headers: { get(name: string): string | null | undefined } },
  url: URL,
  prefix = "",
): Promise<Response> | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const pathname = url.pathname.slice(prefix.length);
  if (pathname === "") return moved(`${prefix}/${url.search}`);
  // LINE Pay itself has no such path.
  if (pathname === "/" && isOfLinePay(url.hostname)) return undefined;
  if (pathname === "/") return isBrowser(headers) ? file("start.html", url, false, prefix) : told(`${url.origin}${prefix}`);
  if (pathname === "/llms.txt" || pathname.startsWith("/openapi/")) return document(pathname.slice(1), `${url.origin}${prefix}`);
  // Browsers ask for it by themselves, where a page names none: no call of the API, so the log has nothing of it.
  if (pathname === "/favicon.ico") return nothing();
  if (pathname === "/console") return moved(`${prefix}/console/${url.search}`);
  const asset = /^\/web\/assets\/([\w.-]+)$/.exec(pathname)?.[1];
  const name = asset ?? nameOf(pathname);
  return name === undefined ? undefined : file(name, url, asset !== undefined, prefix);
}

function nameOf(pathname: string): string | undefined {
  if (pathname === "/web/payment/wait") return "wait.html";
  // LINE Pay's own names for it, of today and of old.
  if (pathname === "/web/sandbox/payment/oneTimeKey" || pathname === "/web/sandbox/payment/otk") return "code.html";
  if (pathname.startsWith("/web/sandbox/payment/") || pathname.startsWith("/web/payment/app/")) return "simulator.html";
  return pathname.startsWith("/console/") ? "console.html" : undefined;
}

/** Programs take anything, or do not say. */
function isBrowser(headers: { get(name: string): string | null | undefined }): boolean {
  return /\btext\/html\b/i.test(headers.get("accept") ?? "");
}

async function told(origin: string): Promise<Response> {
  return respond(200, "text/plain; charset=utf-8", about(origin));
}

async function nothing(): Promise<Response> {
  return new Response(null, { status: 204, headers: { "Cache-Control": "public, max-age=3600" } });
}

async function moved(to: string): Promise<Response> {
  const response = respond(308, "text/plain;charset=UTF-8", "");
  response.headers.set("Location", to);
  return response;
}

/** A contract, or the guide for coding agents: with this sandbox's own address. */
async function document(name: string, origin: string): Promise<Response> {
  const { default: files } = await import("#documents");
  const found = Object.hasOwn(files, name) ? files[name] : undefined;
  if (found === undefined) return respond(404, "text/plain;charset=UTF-8", `There are ${Object.keys(files).join(", ")}.`);
  return respond(200, found.type, found.content.replaceAll("http://127.0.0.1:8788", origin));
}

async function file(name: string, url: URL, lasts: boolean, prefix: string): Promise<Response> {
  // As large as the rest of the package's scripts together: not before a browser asks.
  const { default: files } = await import("#site");
  const found = Object.hasOwn(files, name) ? files[name] : undefined;
  if (found === undefined) return respond(404, "text/plain;charset=UTF-8", "There is no such file.");
  // Scripts find their place by themselves.
  const content = name.endsWith(".html") ? placed(found.content, url, prefix) : found.content;
  const response = respond(200, found.type, content);
  // The names of scripts and styles change with what is in them.
  if (lasts) response.headers.set("Cache-Control", "public, max-age=3600");
  for (const [header, value] of Object.entries(policies(url))) response.headers.set(header, value);
  return response;
}

function placed(html: string, { origin }: URL, prefix: string): string {
  return html.replaceAll('"/web/', `"${prefix}/web/`).replaceAll("http://127.0.0.1:8788", `${origin}${prefix}`);
}

/** The headers that every page and script of the payment host gets. */
function policies(url: URL): Record<string, string> {
  const pictures = isLoopback(url) ? " http://127.0.0.1:* http://localhost:*" : "";
  const policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "img-src": `'self' data: https:${pictures}`,
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
  };
  const rules = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  return {
    "Content-Security-Policy": rules.join("; "),
    "X-Frame-Options": "DENY",
    // The reservation's id is in the address; a foreign host never learns it.
    "Referrer-Policy": "same-origin",
  };
}
