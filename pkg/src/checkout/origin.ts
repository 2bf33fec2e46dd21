/** Whether a URL's host names this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** The origin, if the text is one that a shop may have (https, or http on loopback) and nothing more than that. */
export function allowedOrigin(text: string): string | undefined {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return undefined;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return undefined;
  return publicOrigin(url);
}

/** The public origin that a request's own URL shows, if it is one that a shop may have. */
export function publicOrigin(url: URL): string | undefined {
  if (url.protocol === "https:") return url.origin;
  return url.protocol === "http:" && isLoopback(url.hostname) ? url.origin : undefined;
}

/** Whether a browser sent this request from a page of another site. Browsers set both headers and no page can. */
export function isCrossSite(headers: Headers, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const from = headers.get("origin");
  return from !== null && from !== origin;
}
