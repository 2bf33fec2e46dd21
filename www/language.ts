/** The two languages of all pages, how one is chosen, and what all of them say alike. */

export type Language = "zh-Hant" | "en";

/** The remembered choice, else the first browser language that is Chinese or English, else English. */
export function chooseLanguage(remembered: string | null, browserLanguages: readonly string[]): Language {
  if (remembered === "zh-Hant" || remembered === "en") return remembered;
  for (const language of browserLanguages) {
    if (/^zh\b/i.test(language)) return "zh-Hant";
    if (/^en\b/i.test(language)) return "en";
  }
  return "en";
}

export function moneyText(amount: number, currency: string, language: Language): string {
  const locale = language === "en" ? "en-TW" : "zh-TW";
  if (currency === "TWD") return `NT$${new Intl.NumberFormat(locale).format(amount)}`;
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
}

const methods: Record<Language, Record<string, string>> = {
  en: { CREDIT_CARD: "Credit card", BALANCE: "LINE Pay balance", POINT: "LINE POINTS", DISCOUNT: "Discount" },
  "zh-Hant": { CREDIT_CARD: "信用卡", BALANCE: "LINE Pay 餘額", POINT: "LINE POINTS 點數", DISCOUNT: "折扣" },
};

/** A payment method in words; as LINE Pay names it where that is a new one. */
export function methodName(method: string, language: Language): string {
  const known = methods[language];
  return Object.hasOwn(known, method) ? (known[method] ?? method) : method;
}

/** Date and time of day, as people write them. */
export function timeText(at: number, language: Language): string {
  return new Date(at).toLocaleString(language === "en" ? "en-GB" : "zh-TW", { dateStyle: "medium", timeStyle: "short" });
}
