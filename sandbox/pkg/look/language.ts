/** The two languages of the buyer's pages, and what they say alike. */

export type Language = "zh-Hant" | "en";

/** The first of the browser's languages that is Chinese or English, else English. */
export function browserLanguage(languages: readonly string[]): Language {
  const known = languages.find((language) => /^(zh|en)\b/i.test(language));
  return known !== undefined && /^zh/i.test(known) ? "zh-Hant" : "en";
}

/**
 * With a comma before each three digits, as both languages have it. Not by `Intl`, whose first use in a page takes as long as all that is
 * drawn with it.
 */
export function numberText(number: number): string {
  const [whole = "", part] = String(number).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

export function moneyText(amount: number, currency: string, language: Language): string {
  if (currency === "TWD") return `${amount < 0 ? "-" : ""}NT$${numberText(Math.abs(amount))}`;
  return new Intl.NumberFormat(language === "en" ? "en-TW" : "zh-TW", { style: "currency", currency }).format(amount);
}

const methods: Record<Language, Record<string, string>> = {
  en: { CREDIT_CARD: "Credit card", BALANCE: "LINE Pay balance", POINT: "LINE POINTS", DISCOUNT: "Coupon" },
  "zh-Hant": { CREDIT_CARD: "信用卡", BALANCE: "LINE Pay 餘額", POINT: "LINE POINTS 點數", DISCOUNT: "優惠券" },
};

/** A payment method in words; as LINE Pay names it where that is a new one. */
export function methodName(method: string, language: Language): string {
  const known = methods[language];
  return Object.hasOwn(known, method) ? (known[method] ?? method) : method;
}
