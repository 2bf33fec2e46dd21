import { misconfigured } from "./thrown.js";

/**
 * Refuses to go on in a browser, unless told otherwise in as many words.
 *
 * A browser is a page, or any worker of one: a dedicated, shared or service worker runs a script that everybody can read just as
 * well. Runtimes of servers are none, although some call their global scope a service worker's or a dedicated worker's: they do
 * not name themselves `Mozilla/…`, as every browser does.
 *
 * @param allowed The option `dangerouslyAllowBrowser`; only `true` allows.
 */
export function refuseBrowser(allowed: unknown): void {
  if (allowed === true) return;
  const place = isPage() ? "page" : isWorker() ? "worker" : undefined;
  if (place === undefined) return;
  throw misconfigured(
    "dangerouslyAllowBrowser",
    "server-only",
    `LinePay holds your channel secret and this is a browser ${place}, where anybody can read it: call LINE Pay from your server. ` +
      "In tests with worthless credentials, say dangerouslyAllowBrowser: true",
  );
}

function isPage(): boolean {
  const { window, document } = globalThis as { window?: unknown; document?: unknown };
  return typeof window === "object" && typeof document === "object";
}

function isWorker(): boolean {
  const { WorkerGlobalScope: Scope, navigator } = globalThis as {
    WorkerGlobalScope?: unknown;
    navigator?: { userAgent?: unknown };
  };
  return typeof Scope === "function" && globalThis instanceof Scope && String(navigator?.userAgent).startsWith("Mozilla/");
}
