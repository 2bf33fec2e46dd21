/** A language the pages are written in. */
export type Language = "zh-TW" | "en";

/**
 * Title, what happened to the money, and what to do next. `tells` marks a page about something that the shop has to know: what to
 * do begins with whether the shop was told.
 */
type Text = readonly [title: string, money: string, next: string, tells?: "tells"];

/**
 * All that a page may say where LINE Pay knows no payment. Never that nothing was charged: a confirm may be under way in another
 * tab or browser at this moment, and only LINE Pay's next answer knows of it. A test searches every page for such claims.
 */
const NONE = { en: "LINE Pay has recorded no payment for this order so far.", zh: "LINE Pay 目前查無此訂單的付款紀錄。" };

const en = {
  paid: ["Payment received", "Thank you. Your order is paid.", "You can close this page."],
  authorized: [
    "Payment approved",
    "Thank you. The sum is reserved for your order and charged by the shop later.",
    "You can close this page.",
  ],
  released: [
    "Payment released",
    "The sum that was reserved for this order has been set free.",
    "If you still want your order, please ask the shop.",
  ],
  registering: [
    "Paid, being registered",
    "Your order is paid.",
    "The shop is still registering it. This page checks again by itself; please do not pay again.",
  ],
  refunded: ["Payment refunded", "This order was paid and the money has been given back.", "How soon it arrives depends on how you paid."],
  "partly-refunded": [
    "Partly refunded",
    "This order was paid, and part of the money has been given back.",
    "How soon it arrives depends on how you paid.",
  ],
  pending: [
    "Still being confirmed",
    "LINE Pay has not told us yet whether the payment went through.",
    "This page checks again by itself. Please do not pay again.",
  ],
  "not-approved": ["Not approved yet", NONE.en, "Please approve the payment in LINE Pay first, then check again here."],
  unpaid: ["No payment recorded yet", NONE.en, "If you have just approved one, check again in a moment before you pay anew."],
  cancelled: [
    "Payment cancelled",
    NONE.en,
    "If you approved one all the same, do not pay again: check again in a moment. Otherwise you can pay anew from the shop.",
  ],
  expired: [
    "The time to pay has run out",
    NONE.en,
    "If you approved a payment all the same, do not pay again: check again in a moment. Otherwise start anew from the shop.",
  ],
  declined: [
    "LINE Pay declined the payment",
    NONE.en,
    "Please try again from the shop, perhaps with another payment method. LINE Pay can tell you more.",
  ],
  gone: ["This payment is no longer open", NONE.en, "Please start the payment again from the shop."],
  foreign: ["This payment does not fit the order", NONE.en, "Please go back to the shop and open your order again."],
  misdirected: [
    "Another order was charged",
    `LINE Pay charged another order than the one of this page. ${NONE.en}`,
    "Please do not pay again before you have spoken to the shop, and give it the transaction number below.",
    "tells",
  ],
  mismatch: [
    "Paid, with a difference",
    "LINE Pay reports a payment for this order, but not for the expected amount.",
    "Please do not pay again, and give the shop the transaction number below if you ask.",
    "tells",
  ],
  "captured-less": [
    "Paid in part",
    "LINE Pay reports a payment for this order below the expected amount.",
    "Please do not pay again; the shop can see whether that is right. Give it the transaction number below if you ask.",
    "tells",
  ],
  "invalid-token": [
    "This link does not work",
    "It is damaged or of another shop, so that we cannot see which payment it is about.",
    "If you have already paid, please ask the shop before you pay again. Otherwise go back to the shop and open your order again.",
  ],
  error: ["Payment not possible at the moment", NONE.en, "Please try again later.", "tells"],
  unclear: [
    "We could not ask LINE Pay",
    "Whether this order is paid is not known at the moment.",
    "Please do not pay again; open this page again later.",
    "tells",
  ],
  charged: [
    "Paid, but something went wrong",
    "LINE Pay has charged you.",
    "Please do not pay again, and give the shop the numbers below.",
    "tells",
  ],
  unavailable: [
    "Payment temporarily unavailable",
    "The payment could not be started.",
    "Please try again later. If you have already paid for this order, do not pay again.",
    "tells",
  ],
  "too-many": [
    "Too many payments begun",
    "Several payments were begun for this order and not finished. No further one can be begun for now.",
    "Please try again in two hours, or place a new order in the shop. If you have already paid for this order, do not pay again.",
  ],
  "charged-by-shop": [
    "Charged automatically",
    "The shop charges this order to the LINE Pay account that you have registered. It cannot be paid here.",
    "You need not do anything here. If something is not clear, please ask the shop.",
  ],
  closed: [
    "This order is closed",
    "The shop takes no payment for this order any more.",
    "To buy all the same, please place a new order in the shop. If you have already paid for this order, please ask the shop first.",
  ],
  "not-found": ["Page not found", "There is nothing at this address.", "Please go back to the shop."],
  method: ["This cannot be opened that way", "This request has changed nothing.", "Please go back to the shop."],
  "cross-site": ["Request refused", "It came from another site and has changed nothing.", "Please start the payment in the shop itself."],
  "too-large": ["Request too large", "This request has changed nothing.", "Please go back to the shop."],
  "not-understood": ["Request not understood", "This request has changed nothing.", "Please go back to the shop."],
} satisfies Record<string, Text>;

/** What a page is about. */
export type PageName = keyof typeof en;

const zh: Record<PageName, readonly [title: string, money: string, next: string]> = {
  paid: ["付款完成", "謝謝您，您的訂單已付款。", "您可以關閉此頁面。"],
  authorized: ["付款授權完成", "謝謝您，款項已為此訂單預先授權，商店稍後才會請款。", "您可以關閉此頁面。"],
  released: ["已解除預授權", "此訂單的預授權款項已解除。", "若仍需要此訂單，請洽詢商店。"],
  registering: ["已付款，訂單處理中", "您的訂單已付款。", "商店正在登錄這筆付款，本頁會自動重新查詢，請勿重複付款。"],
  refunded: ["已退款", "此訂單曾付款，款項已退回。", "實際入帳時間依您的付款方式而定。"],
  "partly-refunded": ["部分退款", "此訂單已付款，部分款項已退回。", "實際入帳時間依您的付款方式而定。"],
  pending: ["付款確認中", "LINE Pay 尚未回覆付款是否成功。", "本頁會自動重新查詢，請勿重複付款。"],
  "not-approved": ["尚未確認付款", NONE.zh, "請先在 LINE Pay 確認付款，再回到此頁按下方按鈕重新查詢。"],
  unpaid: ["尚無付款紀錄", NONE.zh, "若您剛在 LINE Pay 確認付款，請勿馬上重新付款，稍後請按下方按鈕重新查詢。"],
  cancelled: [
    "付款已取消",
    NONE.zh,
    "若您其實已在 LINE Pay 確認付款，請勿重複付款，稍後請按下方按鈕重新查詢；若沒有確認付款，可回商店重新付款。",
  ],
  expired: [
    "已超過付款時限",
    NONE.zh,
    "若您其實已在 LINE Pay 確認付款，請勿重複付款，稍後請按下方按鈕重新查詢；若沒有確認付款，請回商店重新付款。",
  ],
  declined: ["LINE Pay 未接受這筆付款", NONE.zh, "請回商店重試，或改用其他付款方式；詳情可洽詢 LINE Pay。"],
  gone: ["這筆付款已失效", NONE.zh, "請回商店重新付款。"],
  foreign: ["這筆付款與訂單不符", NONE.zh, "請回商店重新開啟您的訂單。"],
  misdirected: [
    "扣款的是另一筆訂單",
    `LINE Pay 扣款的訂單與本頁不同。關於本頁的訂單：${NONE.zh}`,
    "請先與商店聯絡並提供下方交易編號，在此之前請勿再次付款。",
  ],
  mismatch: ["已付款，但金額不符", "LINE Pay 有此訂單的付款紀錄，但金額與訂單不符。", "請勿重複付款；洽詢商店時請提供下方交易編號。"],
  "captured-less": [
    "已付部分金額",
    "LINE Pay 有此訂單的付款紀錄，但金額低於訂單金額。",
    "請勿重複付款；是否正確可洽詢商店，洽詢時請提供下方交易編號。",
  ],
  "invalid-token": [
    "此連結無效",
    "連結可能已損壞或不屬於本商店，因此無法查詢是哪一筆付款。",
    "若您已付款，請先洽詢商店，切勿重複付款；若尚未開始付款，請回商店重新開啟您的訂單。",
  ],
  error: ["目前無法付款", NONE.zh, "請稍後再試。"],
  unclear: ["無法向 LINE Pay 查詢", "目前無法得知此訂單是否已付款。", "請勿重複付款，並請稍後再開啟此頁面。"],
  charged: ["已付款，但發生問題", "LINE Pay 已向您扣款。", "請勿重複付款，洽詢商店時請提供下方編號。"],
  unavailable: ["暫時無法付款", "目前無法開始付款。", "請稍後再試；若您已為此訂單付款，請勿重複付款。"],
  "too-many": [
    "此訂單已開始過多次付款",
    "此訂單已有多筆付款開始後尚未完成，目前無法再開始新的付款。",
    "請於兩小時後再試，或回商店重新下單；若您已為此訂單付款，請勿重複付款。",
  ],
  "charged-by-shop": [
    "此訂單由商店自動扣款",
    "商店會向您登錄的 LINE Pay 帳戶扣款，無法在此付款。",
    "您不需要在此操作；若有疑問，請洽詢商店。",
  ],
  closed: ["此訂單已關閉", "商店已不再接受此訂單的付款。", "若仍要購買，請回商店重新下單；若您已為此訂單付款，請先洽詢商店。"],
  "not-found": ["找不到頁面", "這個網址沒有內容。", "請回到商店。"],
  method: ["無法以此方式開啟", "這次操作沒有變更任何資料。", "請回到商店。"],
  "cross-site": ["已拒絕請求", "請求來自其他網站，沒有變更任何資料。", "請在商店內開始付款。"],
  "too-large": ["請求內容過大", "這次操作沒有變更任何資料。", "請回到商店。"],
  "not-understood": ["無法辨識的請求", "這次操作沒有變更任何資料。", "請回到商店。"],
};

/** Whether the shop was told of what the page is about. */
const telling = {
  en: ["Please tell the shop.", "The shop has been told."],
  zh: ["請將此情形告知商店。", "商店已收到通知。"],
} as const;

/** Whether a page says if the shop was told. */
export function tells(name: PageName): boolean {
  const text: Text = en[name];
  return text[3] !== undefined;
}

/**
 * Title, money and next step of a page.
 *
 * @param told Whether somebody was told, on a page that says so.
 */
export function textOf(name: PageName, language: Language, told = false): [title: string, money: string, next: string] {
  const [key, space] = language === "en" ? (["en", " "] as const) : (["zh", ""] as const);
  const [title, money, next] = (key === "en" ? en : zh)[name];
  return [title, money, tells(name) ? telling[key][told ? 1 : 0] + space + next : next];
}

/** Every page there is. */
export function pageNames(): PageName[] {
  return Object.keys(en) as PageName[];
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
    const [tag = "", ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
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
