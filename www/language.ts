/** The two languages of all pages, and how one is chosen. */

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
