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
  /** Of an automatic payment (v4): what the shop says it is for. */
  regPayRequest?: Terms;
  shipping?: { methodId?: string; feeAmount: number; address?: Address };
  /** The buyer chooses the shipping, and the shop says what it costs. */
  asksFee?: boolean;
  shippingMethods?: Offer[];
  confirmUrlType: "CLIENT" | "SERVER" | "NONE";
  /** The shop's front page, where its addresses are of the web. */
  shopUrl: string | null;
  /** confirmUrl is for the browser that began, and this is another one. */
  otherBrowser?: boolean;
  expiresAt: string;
  methods: string[];
  /** Codes that confirm may be made to answer. */
  refusals: string[];
  /** Why the sandbox did not do what was asked; the rest tells how the payment stands. */
  error?: string;
}

export interface Terms {
  regPayPeriodType?: string;
  recurringPeriod?: string;
  recurringDay?: number;
  recurringDayOfWeek?: string;
  recurringMonth?: number;
  productPrice?: number;
  perTransactionLimit?: number;
}

export type Address = Partial<Record<"country" | "postalCode" | "state" | "city" | "detail", string>>;

/** One way to ship, with what the order then comes to. */
export interface Offer {
  id: string;
  name: string;
  amount: number;
  toDeliveryYmd?: string;
  total: number;
}

/** Where the sandbox is mounted: what stands before LINE Pay's own paths. */
export const mount = (): string => location.pathname.slice(0, Math.max(location.pathname.indexOf("/web/"), 0));

export type Answer = Payment | "unknown" | "no-answer";

/** @param here Whether the sandbox is to learn which browser asks: where confirmUrl is for one alone, it leads nowhere from others. */
export async function ask(reserveId: string, here = false): Promise<Answer> {
  const query = here ? `?browser=${browserId()}` : "";
  return answerOf(() => fetch(`${mount()}/web/payment/check/${encodeURIComponent(reserveId)}${query}`, { cache: "no-store" }));
}

/** What the buyer does. */
export type Act =
  | { action: "cancel" | "decline" }
  | { action: "inquire"; address: Address }
  | {
      action: "approve";
      method?: string;
      methods?: { method: string; amount: number }[];
      shipping?: { methodId: string; feeAmount: number };
      refusal?: string;
    };

export async function act(payment: Payment, act: Act): Promise<Answer> {
  return answerOf(() => post(payment.simulatorUrl, act));
}

export function post(path: string, body: object): Promise<Response> {
  return fetch(`${mount()}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** A name of this browser, for the sandbox alone. */
function browserId(): string {
  const key = "linepay-sandbox-browser";
  try {
    const known = localStorage.getItem(key);
    if (known) return known;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const name = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    localStorage.setItem(key, name);
    return name;
  } catch {
    // A browser that keeps nothing is another one each time.
    return "";
  }
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
