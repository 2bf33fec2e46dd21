import { reasons } from "./reasons.js";
import type { Language } from "./texts.js";

const labels = {
  en: {
    order: "Order",
    chargedOrder: "Order charged",
    transaction: "Transaction",
    method: "Paid with",
    date: "Date",
    amount: "Amount",
    refunded: "Given back",
    reason: "Reason",
    code: "Code",
    back: "Back to the shop",
    again: "Check again",
  },
  "zh-TW": {
    order: "訂單編號",
    chargedOrder: "扣款的訂單",
    transaction: "交易編號",
    method: "付款方式",
    date: "交易日期",
    amount: "金額",
    refunded: "已退款",
    reason: "原因",
    code: "代碼",
    back: "回到商店",
    again: "重新查詢",
  },
} as const;

const methods: Record<Language, Record<string, string>> = {
  en: { CREDIT_CARD: "Credit card", BALANCE: "LINE Pay balance", POINT: "LINE POINTS", DISCOUNT: "Discount" },
  "zh-TW": { CREDIT_CARD: "信用卡", BALANCE: "LINE Pay 餘額", POINT: "LINE POINTS 點數", DISCOUNT: "折扣" },
};

/** The words beside values and on links. */
export function labelsOf(language: Language): (typeof labels)[Language] {
  return labels[language];
}

/** A payment method in words; as LINE Pay names it where that is a new one. */
export function methodName(method: string, language: Language): string {
  const known = methods[language];
  return Object.hasOwn(known, method) ? (known[method] as string) : method;
}

/** What a return code tells the buyer; `undefined` where it tells the buyer nothing. */
export function reasonOf(returnCode: string, language: Language): string | undefined {
  const rows = reasons.split("\n").map((row) => row.split("|"));
  const row = rows.find(([codes]) => codes?.split(" ").includes(returnCode));
  return row?.[language === "en" ? 1 : 2];
}
