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
  const found = isPage() ? (["page", "頁面"] as const) : isWorker() ? (["worker", "worker"] as const) : undefined;
  if (found === undefined) return;
  const [place, placeZhTw] = found;
  throw misconfigured(
    "dangerouslyAllowBrowser",
    "server-only",
    `LinePay holds your channel secret and this is a browser ${place}, where anybody can read it: call LINE Pay from your server. ` +
      "In tests with worthless credentials, say dangerouslyAllowBrowser: true",
    `LinePay 持有您的 channel secret，而這裡是任何人都能讀取的瀏覽器${placeZhTw}：請從您的伺服器呼叫 LINE Pay。` +
      "若是使用無價值憑證的測試，請設定 dangerouslyAllowBrowser: true",
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
