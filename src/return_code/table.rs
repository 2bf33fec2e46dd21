//! The rows: one for each return code (line-pay-api 7), with everything that anybody asks of it.
//!
//! ```text
//! "1142" Class as NAME [What Else]: "English", "中文", buyer ("what a decline tells the buyer", "…");
//! ```
//! `as NAME` makes `ReturnCode::NAME`; it, what else and the buyer's words may be left out. The module that is shipped
//! holds no Chinese and nothing of the buyer's words: JavaScript has them.

use super::{Class, Is, ReturnCode};

/// What is known of one code.
pub(super) struct Row {
    pub(super) code: ReturnCode,
    pub(super) class: Class,
    /// One bit for each [`Is`].
    pub(super) is: u16,
    #[cfg(feature = "catalogue")]
    pub(super) chinese: &'static str,
    #[cfg(feature = "catalogue")]
    pub(super) buyer: Option<Reason>,
}

/// Why a payment was declined, as the buyer may know it, in English and in Chinese. Where a bank suspects misuse it
/// does not say so: the one who reads it may be anybody.
#[cfg(feature = "catalogue")]
pub(super) type Reason = (&'static str, &'static str);

macro_rules! rows {
    ($(
        $code:literal $class:ident $(as $name:ident)? $([$($is:ident)+])?:
        $english:literal, $chinese:literal $(, buyer $buyer:tt)?;
    )+) => {
        pub(super) const TABLE: &[Row] = &[$(Row {
            code: ReturnCode(digits($code)),
            class: Class::$class,
            is: 0 $($(| Is::$is as u16)+)?,
            #[cfg(feature = "catalogue")]
            chinese: $chinese,
            #[cfg(feature = "catalogue")]
            buyer: rows!(@buyer $($buyer)?),
        },)+];

        /// What each means in English, a line each.
        pub(super) const MEANINGS: &str = concat!($($english, "\n"),+);

        impl ReturnCode {
            $($(
                #[doc = concat!("`", $code, "`: ", $english, ".")]
                pub const $name: ReturnCode = ReturnCode(digits($code));
            )?)+
        }
    };
    (@buyer) => { None };
    (@buyer $reason:tt) => { Some($reason) };
}

/// The digits of a code; zeros for what is none, which the order of the table does not allow.
const fn digits(text: &str) -> [u8; 4] {
    match text.as_bytes() {
        [a, b, c, d] => [*a, *b, *c, *d],
        _ => [0; 4],
    }
}

#[cfg(feature = "catalogue")]
const CARD_UNUSABLE: Reason = ("This credit card cannot be used", "此信用卡無法使用");
#[cfg(feature = "catalogue")]
const BANK: Reason = ("The bank has not accepted the credit card", "發卡銀行未核准這筆交易");
#[cfg(feature = "catalogue")]
const CARD_DATA: Reason = ("The data of the credit card is wrong or incomplete", "信用卡資料有誤或不完整");

rows! {
    "0000" Ok as SUCCESS: "success", "成功";
    "0110" Ok as APPROVED [Status]: "the buyer has authenticated; confirm may be called", "買家已完成認證，可以呼叫 confirm";
    "0121" User as CANCELLED [Status]: "the buyer cancelled, or the request timed out", "買家已取消，或請求逾時";
    "0122" User as FAILED [Status]: "the payment failed", "付款失敗";
    "0123" Ok as COMPLETED [Status DoneBefore]: "the payment is complete", "付款已完成";
    "1101" User: "the payer is not a LINE Pay member", "付款人不是 LINE Pay 會員",
        buyer ("This LINE account has no LINE Pay", "此 LINE 帳號尚未註冊 LINE Pay");
    "1102" User: "the payer is suspended from paying", "付款人目前被停止付款",
        buyer ("This LINE Pay account cannot pay at the moment", "此 LINE Pay 帳號目前無法付款");
    "1104" Fix: "merchant not found: wrong channel id, or the keys of another environment",
        "找不到商家：Channel ID 錯誤，或金鑰屬於另一個環境";
    "1105" Fix: "the merchant cannot use LINE Pay now; ask LINE Pay", "商家目前無法使用 LINE Pay，請洽 LINE Pay";
    "1106" Fix: "header error: wrong secret, or (v2) the caller's address is not on the payment server IP list",
        "標頭資訊錯誤：Channel Secret 錯誤，或（v2）呼叫端 IP 不在付款伺服器 IP 名單內";
    "1110" User: "the credit card cannot be used", "此信用卡無法使用", buyer CARD_UNUSABLE;
    "1124" Fix as AMOUNT_INFO: "wrong amount information", "金額資訊錯誤";
    "1133" User: "the one-time key is invalid or used", "一次性代碼無效或已使用",
        buyer ("The one-time code is wrong or was used", "一次性代碼無效或已使用");
    "1141" User [EndsRegKey]: "the payer's account is in a bad state", "付款人帳戶狀態異常",
        buyer ("There is a problem with the LINE Pay account", "LINE Pay 帳號狀態異常");
    "1142" User: "not enough balance", "餘額不足", buyer ("Not enough balance", "餘額不足");
    "1145" Look [AnotherPayment]: "this payment is in progress", "此付款正在進行中";
    "1150" Fix [NotFound Gone]: "no such transaction, or it is not paid yet", "查無此交易，或尚未付款";
    "1152" Look [DoneBefore]: "the same transaction is already paid", "此交易已付款";
    "1153" Fix as OTHER_AMOUNT [OtherAmount]: "the amount differs from the requested one", "金額與請求時不同";
    "1154" User: "the registered payment method cannot be used", "已登錄的付款方式無法使用",
        buyer ("This payment method cannot be used", "此付款方式無法使用");
    "1155" Fix: "wrong transaction id, or a transaction that cannot be refunded", "交易編號錯誤，或此交易無法退款";
    "1159" Look [Lapsed]: "no payment request information: no reservation, or it lapsed", "沒有付款請求資訊：未預約或已失效";
    "1163" Fix: "the refund period is over", "已超過可退款期限";
    "1164" Fix: "the refund exceeds the refundable amount", "退款金額超過可退金額";
    "1165" Look: "already refunded or already voided", "已退款或已作廢";
    "1169" User [NotApproved]: "the buyer has not chosen a payment method and authenticated yet", "買家尚未選擇付款方式並完成認證";
    "1170" User: "the payer's balance changed", "付款人餘額已變動", buyer ("The balance has changed", "餘額已變動");
    "1172" Look as SAME_ORDER [DoneBefore AnotherPayment]: "an order with the same orderId exists", "已有相同的訂單編號";
    "1177" Fix as TOO_MANY: "more than 100 ids", "查詢的編號超過 100 筆";
    "1178" Fix as CURRENCY: "the currency is not supported for this merchant", "此商家不支援該幣別";
    "1179" Look: "the transaction's status does not allow it", "交易狀態不允許此操作";
    "1180" User [Gone]: "the payment deadline has passed", "已超過付款期限",
        buyer ("The time to pay has run out", "已超過付款時限");
    "1183" Fix as TOO_SMALL: "the amount must be above 0 and above the merchant's minimum", "金額必須大於 0，且不低於商家的最低金額";
    "1184" Fix: "the amount is above the requested one or the merchant's maximum", "金額超過原請求金額或商家上限";
    "1190" Fix as NO_REG_KEY [EndsRegKey EndsRegKeyV2]: "no such regKey", "查無此 regKey";
    "1193" User [EndsRegKey EndsRegKeyV2]: "the regKey has expired", "regKey 已過期";
    "1194" Fix: "the merchant may not use preapproved payments", "商家不可使用自動付款";
    "1197" Retry: "a payment with this regKey is in process", "此 regKey 有付款正在處理";
    "1198" Look: "a duplicate call; the earlier one is still in progress", "重複呼叫，前一次仍在處理";
    "1199" Look: "internal error in the request", "請求發生內部錯誤";
    "1264" User: "iPASS MONEY error", "一卡通 MONEY 錯誤", buyer ("iPASS MONEY could not pay", "一卡通 iPASS MONEY 無法付款");
    "1280" Retry: "temporary credit card error", "信用卡暫時性錯誤",
        buyer ("The credit card has a temporary problem", "信用卡暫時無法付款，請稍後再試");
    "1281" User [EndsRegKeyV2]: "credit card payment error", "信用卡付款錯誤", buyer BANK;
    "1282" User [EndsRegKey EndsRegKeyV2]: "credit card authorisation error", "信用卡授權錯誤", buyer BANK;
    "1283" User [EndsRegKey EndsRegKeyV2]: "refused: suspected fraud", "疑似盜刷，已拒絕", buyer BANK;
    "1284" User [EndsRegKey EndsRegKeyV2]: "credit card payment is temporarily stopped", "信用卡付款暫停服務",
        buyer CARD_UNUSABLE;
    "1285" User [EndsRegKey EndsRegKeyV2]: "credit card data is missing", "缺少信用卡資料", buyer CARD_DATA;
    "1286" User [EndsRegKey EndsRegKeyV2]: "credit card data is wrong", "信用卡資料錯誤", buyer CARD_DATA;
    "1287" User [EndsRegKey EndsRegKeyV2]: "the credit card has expired", "信用卡已過期",
        buyer ("The credit card has expired", "信用卡已過期");
    "1288" User: "the credit card has not enough funds", "信用卡餘額不足",
        buyer ("The credit card has not enough funds", "信用卡餘額不足");
    "1289" User: "the credit card limit is exceeded", "超過信用卡額度",
        buyer ("The limit of the credit card is exceeded", "超過信用卡額度");
    "1290" User [EndsRegKey EndsRegKeyV2]: "the limit for one payment is exceeded", "超過單筆付款上限",
        buyer ("The sum is over the limit for one payment", "超過單筆付款上限");
    "1291" User [EndsRegKey EndsRegKeyV2]: "stolen credit card", "此信用卡已掛失", buyer BANK;
    "1292" User [EndsRegKey EndsRegKeyV2]: "suspended credit card", "此信用卡已停用", buyer CARD_UNUSABLE;
    "1293" User [EndsRegKey EndsRegKeyV2]: "wrong CVN", "CVN 錯誤",
        buyer ("The security code of the card is wrong", "信用卡安全碼錯誤");
    "1294" User [EndsRegKey EndsRegKeyV2]: "the credit card is block-listed", "此信用卡在封鎖名單內", buyer BANK;
    "1295" User [EndsRegKey]: "wrong credit card number", "信用卡號錯誤",
        buyer ("The number of the card is wrong", "信用卡卡號錯誤");
    "1296" User: "the amount cannot be processed", "無法處理此金額", buyer ("This sum cannot be paid", "無法支付此金額");
    "1297" User: "credit card error", "信用卡錯誤", buyer BANK;
    "1298" User: "the credit card was declined", "信用卡遭拒絕", buyer BANK;
    "1900" Look: "temporary error; retry with the same data after asking", "暫時性錯誤，請先查詢再以相同資料重試";
    "1902" Look: "temporary error; retry with the same data after asking", "暫時性錯誤，請先查詢再以相同資料重試";
    "1903" Look: "temporary error; retry with the same data after asking", "暫時性錯誤，請先查詢再以相同資料重試";
    "1999" Look: "differs from the previous request", "與前一次請求的內容不同";
    "2024" Fix: "the merchant's limit is exceeded", "超過商家限額";
    "2042" Look: "the merchant's refund reserve is too low", "商家退款準備金不足";
    "2101" Fix as PARAMETER: "parameter error", "參數錯誤";
    "2102" Fix: "JSON data error", "JSON 資料錯誤";
    "2103" Fix: "a parameter is not allowed for this merchant", "此商家不可使用該參數";
    "2104" Fix: "invalid request, for example the wrong HTTP method", "請求無效，例如 HTTP 方法錯誤";
    "9000" Look: "LINE Pay internal error", "LINE Pay 內部錯誤";
}
