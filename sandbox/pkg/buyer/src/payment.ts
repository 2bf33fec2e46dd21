/** What the sandbox says about one reservation, and how its pages ask. */
import { browserLanguage, type Language } from "../../look/language";

export interface Payment {
  state: string;
  /** Where the buyer goes now that it is decided. */
  redirectUrl: string | null;
  /** Of a payment that was declined or ran out: where the buyer may go back to. */
  cancelUrl?: string;
  simulatorUrl: string;
  amount: number;
  currency: string;
  productName: string;
  productImageUrl: string | null;
  merchantName: string;
  langCd: string | null;
  payType: string;
  expiresAt: string;
  methods: string[];
  /** Why the sandbox did not do what was asked; the rest tells how the payment stands. */
  error?: string;
}

/** Where the sandbox is mounted: what stands before LINE Pay's own paths. */
export const mount = (): string => location.pathname.slice(0, Math.max(location.pathname.indexOf("/web/"), 0));

export type Answer = Payment | "unknown" | "no-answer";

export async function ask(reserveId: string): Promise<Answer> {
  return answerOf(() => fetch(`${mount()}/web/payment/check/${encodeURIComponent(reserveId)}`, { cache: "no-store" }));
}

export async function act(action: Record<string, string>): Promise<Answer> {
  return answerOf(() =>
    fetch(location.pathname, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(action),
    }),
  );
}

async function answerOf(call: () => Promise<Response>): Promise<Answer> {
  try {
    const response = await call();
    if (response.status === 404) return "unknown";
    return response.ok || response.status === 409 ? ((await response.json()) as Payment) : "no-answer";
  } catch {
    return "no-answer";
  }
}

/** The language the shop asked for, else the browser's. */
export function languageOf(langCd: string | null | undefined): Language {
  if (langCd === "zh-Hant" || langCd === "zh-Hans") return "zh-Hant";
  return langCd ? "en" : browserLanguage(navigator.languages);
}

/** `mm:ss` until then; nothing once it has passed or when the time cannot be read. */
export function timeLeft(expiresAt: string, now: number): string {
  const seconds = Math.floor((Date.parse(expiresAt) - now) / 1000);
  if (!(seconds >= 0)) return "";
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Schemes that a browser would run or show in this page's place. */
const NO_PLACES = new Set(["javascript:", "data:", "vbscript:", "file:", "filesystem:", "blob:", "about:", "view-source:"]);

/** An address the buyer may be sent to: a web page or an app, never a script. */
export function safeTarget(url: string | null | undefined): string | undefined {
  if (!url || !URL.canParse(url, location.href)) return undefined;
  const target = new URL(url, location.href);
  return NO_PLACES.has(target.protocol) ? undefined : target.href;
}

/** A picture of the web. */
export function safePicture(url: string | null): string | undefined {
  const target = safeTarget(url);
  return target && /^https?:/.test(target) ? target : undefined;
}
