import type { Language } from "./texts.js";

/** Where the buyers of a currency live: LINE Pay's times are UTC, theirs are not. */
const ZONES: Record<string, string> = { TWD: "Asia/Taipei", JPY: "Asia/Tokyo", THB: "Asia/Bangkok" };

/** zh-HK, because zh-TW writes a bare "$", which a visitor may take for another dollar. */
const NUMBERS: Record<Language, string> = { "zh-TW": "zh-HK", en: "en" };

/** An amount as people write it: without decimals where there are none. */
export function formatAmount(amount: number, currency: string, language: Language): string {
  try {
    const digits = Number.isInteger(amount) ? 0 : 2;
    const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: 2 } as const;
    return new Intl.NumberFormat(NUMBERS[language], style).format(amount);
  } catch {
    return `${amount} ${currency}`; // a currency that is no ISO code
  }
}

/** A time of LINE Pay as the buyers of this currency would say it; as it is, where it is no time. */
export function formatDate(text: string, currency: string, language: Language): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const zone = ZONES[currency] ?? "UTC";
  const style = { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;
  const told = new Intl.DateTimeFormat(language, { ...style, timeZone: zone }).format(date);
  // Chinese has brackets of its own for the zone, where Intl writes " [GMT+8]".
  return told.replace(/ \[(.*)\]$/, "（$1）");
}
