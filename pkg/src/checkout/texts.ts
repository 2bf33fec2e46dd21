/** A language the pages are written in. */
export type Language = "zh-TW" | "en";

/** Title, what happened to the money, and what to do next. */
type Text = readonly [title: string, money: string, next: string];

const en = {
  paid: ["Payment received", "Thank you. Your order is paid.", "You can close this page."],
  authorized: ["Payment approved", "Thank you. The sum is reserved for your order and charged by the shop later.", "You can close this page."],
  released: ["Payment released", "The sum that was reserved for this order has been set free. Nothing has been charged.", "If you still want your order, please ask the shop."],
  registering: ["Paid, being registered", "Your order is paid.", "The shop is still registering it. This page checks again by itself; please do not pay again."],
  refunded: ["Payment refunded", "This order was paid and the money has been given back.", "How soon it arrives depends on how you paid."],
  "partly-refunded": ["Partly refunded", "This order was paid, and part of the money has been given back.", "How soon it arrives depends on how you paid."],
  pending: ["Still being confirmed", "LINE Pay has not told us yet whether the payment went through.", "This page checks again by itself. Please do not pay again."],
  "not-approved": ["Not approved yet", "Nothing has been charged.", "Please approve the payment in LINE Pay first, then check again here."],
  unpaid: ["Not paid", "LINE Pay has no payment recorded for this order.", "If you have just approved one, check again in a moment before you pay anew."],
  cancelled: ["Payment cancelled", "LINE Pay has no payment recorded for this order.", "If you approved one all the same, check again in a moment before you pay anew from the shop."],
  expired: ["The time to pay has run out", "LINE Pay has no payment recorded for this order.", "If you approved one all the same, check again in a moment; else start the payment again from the shop."],
  declined: ["LINE Pay declined the payment", "Nothing has been charged.", "Please try again with another payment method from the shop, or ask LINE Pay with the code below."],
  gone: ["This payment is no longer open", "Nothing has been charged.", "Please start the payment again from the shop."],
  foreign: ["This payment belongs to another order", "Nothing has been charged for this order.", "Please go back to the shop and open your order again."],
  misdirected: ["Another order was charged", "LINE Pay charged a different order than the one on this page. The order of this page is not paid.", "The shop has been told. Please do not pay again before you have spoken to it, and give it the transaction number below."],
  mismatch: ["Paid, with a difference", "LINE Pay reports a payment for this order, but not over the expected amount.", "The shop has been told. Please do not pay again; give it the transaction number below if you ask."],
  "invalid-token": ["This link does not work", "Opening it has charged nothing.", "It is damaged or belongs to somebody else. Please go back to the shop and open your order again."],
  error: ["Payment not possible at the moment", "Nothing has been charged.", "The shop has been told. Please try again later."],
  unclear: ["We could not ask LINE Pay", "Whether this order is paid is not known at the moment.", "The shop has been told. Please do not pay again; open this page again later."],
  charged: ["Paid, but something went wrong", "LINE Pay has charged you.", "The shop has been told. Please do not pay again, and give it the numbers below."],
  unavailable: ["Payment temporarily unavailable", "Nothing has been charged.", "The shop has been told. Please try again later."],
  "not-found": ["Page not found", "There is nothing at this address.", "Please go back to the shop."],
  method: ["This cannot be opened that way", "Nothing has been charged.", "Please go back to the shop."],
  "cross-site": ["Request refused", "It came from another site. Nothing has been charged.", "Please start the payment in the shop itself."],
  "too-large": ["Request too large", "Nothing has been charged.", "Please go back to the shop."],
  "wrong-type": ["Request not understood", "Nothing has been charged.", "Please go back to the shop."],
} satisfies Record<string, Text>;

/** What a page is about. */
export type PageName = keyof typeof en;

const zh: Record<PageName, Text> = {
  paid: ["付款完成", "謝謝您，您的訂單已付款。", "您可以關閉此頁面。"],
  authorized: ["付款已核准", "謝謝您，款項已為此訂單保留，商店稍後才會請款。", "您可以關閉此頁面。"],
  released: ["付款已釋放", "為此訂單保留的款項已釋放，沒有扣款。", "若仍需要此訂單，請洽詢商店。"],
  registering: ["已付款，登記中", "您的訂單已付款。", "商店正在登記這筆付款，本頁會自動重新檢查，請勿重複付款。"],
  refunded: ["已退款", "此訂單曾付款，款項已退回。", "實際入帳時間依您的付款方式而定。"],
  "partly-refunded": ["部分退款", "此訂單已付款，部分款項已退回。", "實際入帳時間依您的付款方式而定。"],
  pending: ["付款確認中", "LINE Pay 尚未告知付款是否成功。", "本頁會自動重新檢查，請勿重複付款。"],
  "not-approved": ["尚未核准付款", "目前沒有扣款。", "請先在 LINE Pay 核准付款，再回到這裡重新檢查。"],
  unpaid: ["尚未付款", "LINE Pay 沒有此訂單的付款紀錄。", "若您剛剛已核准付款，請稍候重新檢查，再決定是否重新付款。"],
  cancelled: ["付款已取消", "LINE Pay 沒有此訂單的付款紀錄。", "若您仍核准了付款，請稍候重新檢查，再回商店重新付款。"],
  expired: ["付款時限已過", "LINE Pay 沒有此訂單的付款紀錄。", "若您仍核准了付款，請稍候重新檢查；否則請回商店重新付款。"],
  declined: ["LINE Pay 拒絕了這筆付款", "沒有扣款。", "請回商店改用其他付款方式，或以下方代碼洽詢 LINE Pay。"],
  gone: ["這筆付款已失效", "沒有扣款。", "請回商店重新付款。"],
  foreign: ["這筆付款屬於另一張訂單", "此訂單沒有扣款。", "請回商店重新開啟您的訂單。"],
  misdirected: ["扣款的是另一張訂單", "LINE Pay 扣款的訂單與本頁不同，本頁的訂單尚未付款。", "商店已收到通知。請先與商店聯絡並提供下方交易編號，在此之前請勿再次付款。"],
  mismatch: ["已付款，但金額不符", "LINE Pay 回報此訂單已付款，但金額與訂單不同。", "商店已收到通知，請勿重複付款；洽詢時請提供下方交易編號。"],
  "invalid-token": ["此連結無效", "開啟此連結不會扣款。", "連結已損壞或不屬於您，請回商店重新開啟您的訂單。"],
  error: ["目前無法付款", "沒有扣款。", "商店已收到通知，請稍後再試。"],
  unclear: ["無法向 LINE Pay 查詢", "目前無法得知此訂單是否已付款。", "商店已收到通知。請勿重複付款，並請稍後再開啟此頁面。"],
  charged: ["已付款，但發生問題", "LINE Pay 已向您扣款。", "商店已收到通知。請勿重複付款，洽詢時請提供下方編號。"],
  unavailable: ["暫時無法付款", "沒有扣款。", "商店已收到通知，請稍後再試。"],
  "not-found": ["找不到頁面", "這個網址沒有內容。", "請回到商店。"],
  method: ["無法以此方式開啟", "沒有扣款。", "請回到商店。"],
  "cross-site": ["已拒絕請求", "請求來自其他網站，沒有扣款。", "請在商店內開始付款。"],
  "too-large": ["請求內容過大", "沒有扣款。", "請回到商店。"],
  "wrong-type": ["無法辨識的請求", "沒有扣款。", "請回到商店。"],
};

const labels = {
  en: {
    order: "Order",
    chargedOrder: "Order charged",
    transaction: "Transaction",
    method: "Paid with",
    date: "Date",
    amount: "Amount",
    refunded: "Given back",
    code: "Code",
    back: "Back to the shop",
    again: "Check again",
  },
  "zh-TW": {
    order: "訂單編號",
    chargedOrder: "扣款的訂單",
    transaction: "交易編號",
    method: "付款方式",
    date: "日期",
    amount: "金額",
    refunded: "已退回",
    code: "代碼",
    back: "回到商店",
    again: "重新檢查",
  },
} as const;

const methods: Record<Language, Record<string, string>> = {
  en: { CREDIT_CARD: "Credit card", BALANCE: "LINE Pay balance", POINT: "LINE POINTS", DISCOUNT: "Discount" },
  "zh-TW": { CREDIT_CARD: "信用卡", BALANCE: "LINE Pay 餘額", POINT: "LINE POINTS 點數", DISCOUNT: "折扣" },
};

/** Title, money and next step of a page. */
export function textOf(name: PageName, language: Language): Text {
  return (language === "en" ? en : zh)[name];
}

/** The words beside values and on links. */
export function labelsOf(language: Language): (typeof labels)[Language] {
  return labels[language];
}

/** A payment method in words; as LINE Pay names it where that is a new one. */
export function methodName(method: string, language: Language): string {
  const known = methods[language];
  return Object.hasOwn(known, method) ? (known[method] as string) : method;
}

/** Whether LINE Pay's state has a page of its own. */
export function isPageName(name: string): name is PageName {
  return Object.hasOwn(en, name);
}

/** The first of the browser's languages that the pages are written in; English where there is none. */
export function languageOf(acceptLanguage: string | null): Language {
  let best: Language = "en";
  let weight = 0;
  for (const range of (acceptLanguage ?? "").slice(0, 500).split(",")) {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(/\s*;\s*/);
    const primary = tag.split("-", 1)[0];
    if (primary !== "zh" && primary !== "en") continue;
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const value = q === undefined ? 1 : Number(q.slice(2));
    if (value > weight) {
      weight = value;
      best = primary === "zh" ? "zh-TW" : "en";
    }
  }
  return best;
}
