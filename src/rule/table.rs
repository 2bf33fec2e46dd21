//! The table of rules.

use super::{Answer, Kind, Told, uses};
use crate::money::{Amount, Currency};

/// A row as three lines. Where nobody can break its rule, it has no sentences: only the client checks requests and
/// configurations, and the validator's module would carry the rest of the table for nothing.
#[cfg(any(feature = "client", feature = "catalogue"))]
macro_rules! lines {
    ($name:literal, $english:literal, $chinese:literal $(, client)?) => {
        concat!($name, "\n", $english, "\n", $chinese, "\n")
    };
}
#[cfg(not(any(feature = "client", feature = "catalogue")))]
macro_rules! lines {
    ($name:literal, $english:literal, $chinese:literal) => {
        concat!($name, "\n", $english, "\n", $chinese, "\n")
    };
    ($name:literal, $english:literal, $chinese:literal, client) => {
        concat!($name, "\n\n\n")
    };
}

/// One line for each rule, `@client` before those that only the client checks: its values, its name, LINE Pay's answer,
/// and the sentence in English and in Chinese.
macro_rules! rules {
    ($($(@$scope:ident)? $rule:ident $({ $($value:ident: $type:ty),* })? => $name:literal, $answer:ident, $english:literal, $chinese:literal;)*) => {
        /// A broken rule, with the values that its sentence tells.
        #[derive(Clone, Copy, Debug)]
        #[allow(rustdoc::bare_urls, rustdoc::broken_intra_doc_links, reason = "sentences for people, not Markdown")]
        pub enum Rule<'a> {
            $(
                #[doc = concat!("`", $name, "`: ", $english)]
                #[allow(missing_docs, reason = "the sentence names its values")]
                $rule $({ $($value: $type),* })?
            ),*
        }

        /// The rows, in the order of the documentation: name, English and Chinese, a line each.
        pub(super) const LINES: &str = concat!($(lines!($name, $english, $chinese $(, $scope)?)),*);

        /// What LINE Pay would have answered, in the same order.
        pub(super) const ANSWERS: &[Answer] = &[$(Answer::$answer),*];

        /// The rules' places in the table.
        enum Place {
            $($rule),*
        }

        $(const _: () = {
            let values: &[&str] = &[$($(stringify!($value)),*)?];
            assert!(uses($english, values) && uses($chinese, values), "a sentence does not fit the values of its rule");
        };)*

        impl<'a> Rule<'a> {
            /// The rule in words.
            pub(crate) fn tell(&self) -> Told {
                let mut told = Told::of(self.place() as usize);
                match self {
                    $(Rule::$rule $({ $($value),* })? => {
                        $($(told.put(stringify!($value), (*$value).into());)*)?
                    })*
                }
                told
            }

            fn place(&self) -> Place {
                match self {
                    $(Rule::$rule { .. } => Place::$rule),*
                }
            }
        }
    };
}

rules! {
    // What a value is.
    Required => "required", Missing, "is required", "為必填";
    @client RequiredUrl => "required", Parameter, "is required unless confirmUrlType is NONE", "為必填，除非 confirmUrlType 是 NONE";
    @client RequiredWith { kind: &'a str } => "required", Parameter, "is required with type {kind}", "type 為 {kind} 時必填";
    @client RequiredId => "required", Parameter, "give transactionId or orderId, one id at least", "請提供 transactionId 或 orderId，至少一個編號";
    @client RequiredPaymentOrigin => "required", Nothing, "is required here: where this environment's payment page lives is not known", "在此為必填：這個環境的付款頁網址不明";
    UnknownField { known: &'a [&'a str] } => "unknown-field", Nothing, "is not a field here; known are {known}", "不是這裡的欄位；可用的欄位有 {known}";
    MistypedField { meant: &'a str } => "unknown-field", Nothing, "is not a field here; did you mean {meant}?", "不是這裡的欄位；是不是 {meant}？";
    Type { expected: Kind, got: Kind } => "type", Parameter, "must be {expected}, not {got}", "必須是{expected}，不可為{got}";
    PlainData => "plain-data", Nothing, "must be plain data: object literals, arrays of up to 1000 items, texts, numbers and booleans, at most 16 levels deep, without class instances, inherited or hidden properties, functions, symbols, cycles, throwing getters or BigInts beyond 64 bits", "必須是單純的資料：物件常值、最多 1000 項的陣列、字串、數字與布林值，最多 16 層，不可含類別的實例、繼承或隱藏的屬性、函式、symbol、循環參照、會拋錯的 getter 或超過 64 位元的 BigInt";
    BooleanInQuotes => "type", Nothing, "must be true or false without quotes, not a text", "必須是不加引號的 true 或 false，不可為字串";
    IdAsNumber => "type", Nothing, "must be a text or a BigInt: a JavaScript number cannot hold the 19 digits of an id", "必須是字串或 BigInt：JavaScript 的 number 放不下 19 位數的編號";
    @client Signal => "type", Nothing, "must be an AbortSignal", "必須是 AbortSignal";
    Explicit => "explicit", Nothing, "is null or undefined; give a value, or leave the key out to expect nothing", "是 null 或 undefined；請填值，若不需核對，請移除此欄位";
    ExplicitRefund => "explicit", Nothing, "is null or undefined; leave the key out to refund everything that is left", "是 null 或 undefined；要退還剩餘的全部金額，請移除此欄位";
    WholeNumber => "whole-number", Parameter, "must be a whole number, 0 or above", "必須是 0 以上的整數";
    PlainWholeNumber => "whole-number", Nothing, "must be a whole number without quotes, at most 4294967295", "必須是不加引號的整數，最大 4294967295";

    // Amounts.
    NotAnAmount => "amount", Parameter, "must be a number such as 360 or 9.99", "必須是數字，例如 360 或 9.99";
    AmountForm => "amount", Nothing, "must be plain digits with at most two decimals, 15 digits in all", "必須是一般數字，小數最多兩位，全部最多 15 位數";
    NotFinite => "amount", Nothing, "must be a finite number", "必須是有限的數字";
    TooFine => "amount", Scale, "must have at most two decimals; round sums such as 0.1 + 0.2 first", "小數最多兩位；像 0.1 + 0.2 這樣加總的金額請先四捨五入";
    TooManyDigits => "amount", Nothing, "must have at most 15 digits, decimals included", "含小數最多 15 位數";
    @client Decimals { currency: Currency, amount: Amount } => "decimals", Scale, "{currency} has no decimals; {amount} is not an amount of it", "{currency} 沒有小數；{amount} 不是有效的金額";
    @client Positive => "positive", Positive, "must be above 0", "必須大於 0";
    @client PositiveOrRegistration => "positive", Positive, "must be above 0; 0 is for payType PREAPPROVED, which then only registers the buyer", "必須大於 0；只有 payType 為 PREAPPROVED 時可為 0，此時只登記付款方式而不扣款";
    @client PositiveRefund => "positive", Positive, "must be above 0; leave the key out to refund everything that is left", "必須大於 0；要退還剩餘的全部金額，請移除此欄位";
    @client PositiveCount => "positive", Parameter, "must be a whole number above 0", "必須是大於 0 的整數";
    @client NotNegative => "positive", Nothing, "must not be below 0", "不可小於 0";
    @client Sum { sum: Option<Amount> } => "sum", Parameter, "must be the sum of the packages' amounts, user fees and the shipping fee, which is {sum}", "必須是各 package 金額、使用者手續費與運費的總和，也就是 {sum}";
    @client ProductSum { sum: Option<Amount> } => "sum", Parameter, "must be the sum of quantity × price, which is {sum}", "必須是 quantity × price 的總和，也就是 {sum}";
    Currency => "currency", Currency, "must be TWD, THB, USD or JPY, as the merchant's contract says", "必須是 TWD、THB、USD 或 JPY，依商家合約而定";
    CurrencyForm => "currency", Missing, "must be the three letters of TWD, THB, USD or JPY", "必須是三個字母的 TWD、THB、USD 或 JPY";
    @client CurrencyInV4 => "currency", Currency, "v4 has no JPY: TWD, THB or USD", "v4 沒有 JPY，只有 TWD、THB 或 USD";

    // Texts.
    @client Empty => "not-empty", Missing, "must not be empty", "不可為空";
    @client EmptyOptional => "not-empty", Nothing, "must not be empty; leave it out instead", "不可為空；不需要時請移除此欄位";
    @client NoPackage => "not-empty", Parameter, "must hold one package at least", "至少要有一個 package";
    @client NoProduct => "not-empty", Parameter, "must hold one product at least", "至少要有一項商品";
    @client NoAccount => "not-empty", Nothing, "must hold one account at least", "至少要有一個帳號";
    @client MaxBytes { max: usize, length: usize } => "max-bytes", Parameter, "must be at most {max} bytes of UTF-8; it has {length}", "最多 {max} 個位元組（UTF-8），目前有 {length} 個";
    @client MaxLength { max: usize, length: usize } => "max-length", Parameter, "must be at most {max} characters; it has {length}", "最多 {max} 個字元，目前有 {length} 個";
    @client ControlCharacters => "no-control-characters", Nothing, "must not hold line breaks or other control characters", "不可含有換行或其他控制字元";
    @client ControlCharactersShown => "no-control-characters", Nothing, "must not hold control characters other than tabs and line breaks", "不可含有定位字元與換行以外的控制字元";
    @client Trimmed => "trimmed", Nothing, "must not begin or end with a blank: a query for it without the blank would find nothing; ask for such an order of another system by its transactionId", "開頭與結尾不可有空白：少了空白就查不到這筆訂單；若其他系統建立了這樣的訂單，請改以 transactionId 查詢";
    @client OrderDots => "dots", Nothing, "must not be \".\" or \"..\": in the path of a question for the order it would lead elsewhere", "不可為「.」或「..」：放進查詢這筆訂單的網址路徑，會指向別處";
    WellFormed => "well-formed", Nothing, "holds U+FFFD or half a surrogate pair: the text was damaged before it came here", "含有 U+FFFD 或不成對的 surrogate：文字傳到這裡之前就已損壞";
    OneOf { allowed: &'a [&'a str] } => "one-of", Parameter, "must be one of {allowed}", "必須是下列之一：{allowed}";
    @client Https => "https", Nothing, "must be https; http is for a shop on this machine that calls a LINE Pay sandbox on this machine", "必須是 https；只有本機商店呼叫本機 LINE Pay 沙盒時可用 http";
    @client Url => "url", Nothing, "must be an absolute https URL of plain ASCII, without user name or spaces; percent-encode other characters", "必須是只含 ASCII 的完整 https 網址，不含使用者名稱與空白；其他字元請用百分號編碼";
    @client ReturnUrl => "url", Nothing, "must be an absolute https URL, or a link into your app such as myapp://paid with a scheme of its own, of plain ASCII, without user name or spaces; percent-encode other characters", "必須是完整的 https 網址，或以自訂 scheme 開啟 App 的連結（例如 myapp://paid），只含 ASCII，不含使用者名稱與空白；其他字元請用百分號編碼";
    @client ServerUrl => "https", Nothing, "must be https: with confirmUrlType SERVER it is LINE Pay's server that calls it, which cannot open an app", "必須是 https：confirmUrlType 為 SERVER 時由 LINE Pay 的伺服器呼叫，無法開啟 App";
    @client ReservedParameter => "reserved-parameter", Nothing, "must not hold transactionId: LINE Pay appends it", "不可含有 transactionId：LINE Pay 會自己附加";

    // Ids.
    TransactionId => "transaction-id", Parameter, "must be the digits of a transaction id, at most 9223372036854775807", "必須是交易編號的數字，最大 9223372036854775807";
    NoTransactionId => "transaction-id", Nothing, "must be the digits of a transaction id, the first of them not 0", "必須是交易編號的數字，第一位不可為 0";
    @client RegKey => "reg-key", RegKey, "must be the key that confirm returned: 1 to 64 letters and digits", "必須是 confirm 回傳的 regKey：1 到 64 個英數字";
    @client NoRegKey => "reg-key", Nothing, "must not be empty: it is the key that confirm returned", "不可為空：請填 confirm 回傳的 regKey";
    @client OneKind => "one-kind", Nothing, "give transactionId or orderId, not both: ask twice instead", "transactionId 與 orderId 只能擇一；兩者都要查請分兩次";
    @client MaxIds => "max-ids", TooMany, "at most 100 ids in one call (LINE Pay answers 1177)", "一次最多 100 個編號（LINE Pay 會回 1177）";

    // Parts of reserve that belong together.
    @client Unique => "unique", Parameter, "must be another one than that of an earlier package", "不可與前面的 package 相同";
    @client ExactlyOne => "exactly-one", Parameter, "must hold exactly one of totalAmount and productQuantity", "totalAmount 與 productQuantity 必須恰好有一個";
    @client OnlyWith { with: &'a str } => "only-with", Parameter, "belongs to {with} only; leave it out", "只適用於 {with}；請移除此欄位";
    @client Month => "range", Parameter, "must be 1 to 12", "必須是 1 到 12";
    @client Day { days: usize } => "range", Parameter, "must be 1 to {days}, a day of the month", "必須是 1 到 {days}，即該月的日期";
    @client ProductAfterV2 => "version", Nothing, "v3 and v4 take packages of products, not one product", "v3 與 v4 使用由商品組成的 packages，而不是單一商品";
    @client PackagesInV2 => "version", Nothing, "v2 takes one product, not packages", "v2 使用單一商品，而不是 packages";

    // What LINE Pay never sees: the caller's own configuration and records.
    Version => "version", Nothing, "must be v2, v3 or v4", "必須是 v2、v3 或 v4";
    State => "one-of", Nothing, "must be a state that paymentState returned", "必須是 paymentState 回傳的 state";
    @client SetByCheckout => "set-by-checkout", Nothing, "is set by the checkout; leave it out", "由 checkout 設定；請移除此欄位";
    @client WithShipping => "with-shipping", Nothing, "is for an order whose options.shipping has the type SHIPPING; leave it out", "只用於 options.shipping 的 type 為 SHIPPING 的訂單；請移除此欄位";
    @client CheckoutUrl { length: usize, max: usize, left: usize, bytes: usize } => "max-bytes", Parameter, "would have {length} bytes, LINE Pay allows {max}: this origin and path leave {left} bytes for the orderId, which has {bytes}; shorten the orderId, the path or the origin", "將有 {length} 個位元組，LINE Pay 最多 {max} 個：這個 origin 與路徑只留 {left} 個位元組給 orderId，而它有 {bytes} 個；請縮短 orderId、路徑或 origin";
    @client Credential => "credential", Nothing, "must be the value that the merchant centre shows under Manage Link Key: 1 to 128 visible ASCII characters without spaces", "必須是商家中心「管理連結金鑰」顯示的值：1 到 128 個可列印的 ASCII 字元，不含空白";
    @client Swapped => "swapped", Nothing, "channelId and channelSecret look swapped: the id is a short number, the secret a longer text", "channelId 與 channelSecret 似乎對調了：id 是較短的數字，secret 是較長的文字";
    @client Environment => "environment", Nothing, "must be beta, sandbox or production", "必須是 beta、sandbox 或 production";
    @client ExplicitAmount => "explicit", Nothing, "is null or undefined; leave the key out for all that there is", "是 null 或 undefined；要處理全部金額，請移除此欄位";
    @client RefundKey => "refund-key", Nothing, "must be 1 to 64 letters, digits and -_.:, and not abandon", "必須是 1 到 64 個英數字或 -_.:，且不可為 abandon";
    @client Resolution => "one-of", Nothing, "must be done, not-done or seen", "必須是 done、not-done 或 seen";
    @client BaseUrl => "https", Nothing, "must be an https URL without user, query and fragment; http only on 127.0.0.1, [::1] or localhost", "必須是 https 網址，不含使用者資訊、查詢字串與 fragment；http 僅限 127.0.0.1、[::1] 或 localhost";
    @client Origin => "origin", Nothing, "must be an https origin such as https://shop.example.com; http only on 127.0.0.1, [::1] or localhost", "必須是 https 的 origin，例如 https://shop.example.com；http 僅限 127.0.0.1、[::1] 或 localhost";
    @client Header { max: usize } => "header", Nothing, "must be 1 to {max} visible ASCII characters", "必須是 1 到 {max} 個可列印的 ASCII 字元";
    Now => "milliseconds", Nothing, "must be a time in milliseconds since 1970, such as Date.now()", "必須是自 1970 年起的毫秒數，例如 Date.now()";
    @client Milliseconds => "milliseconds", Nothing, "must be whole milliseconds from 100 to 600000", "必須是 100 到 600000 的整數毫秒";
    @client Seconds => "seconds", Nothing, "must be whole seconds from 60 to 604800", "必須是 60 到 604800 的整數秒";
    @client Path => "path", Nothing, "must be a path of this shop such as /pay/confirm, without query", "必須是本商店的路徑，例如 /pay/confirm，不含查詢字串";
    @client MinBytes { min: usize } => "min-bytes", Nothing, "must have at least {min} bytes; 32 random bytes in hexadecimal do", "至少要有 {min} 個位元組；32 個隨機位元組的十六進位即可";

    // Why what somebody of the shop asks of an order is not done.
    @client NoOrder => "no-order", Nothing, "the ledger knows no such order", "ledger 中沒有這筆訂單";
    @client KeyTaken => "key-taken", Nothing, "was given to a refund of another amount: give each refund a key of its own", "已用於另一個金額的退款：每筆退款請使用自己的 key";
    @client ChargeTaken => "key-taken", Nothing, "was charged over another sum, by another regKey or with another capture: give each charge an orderId of its own", "這個訂單編號已用另一個金額、regKey 或 capture 扣款：每筆扣款請使用自己的訂單編號";
    @client OtherWay => "other-way", Nothing, "was reserved for a buyer to pay, so it is not charged: give the charge an orderId of its own", "這筆訂單已預約由買家付款，不能自動扣款：請為扣款使用另一個訂單編號";
    @client KeyEnded => "key-ended", Nothing, "is of no use any more, and nothing was charged: let the buyer register again", "已失效，沒有扣款：請讓買家重新註冊";
    @client KeySpent => "key-spent", Nothing, "was given to a refund that was not carried out, nothing was given back by it: try again with another key", "已用於一筆沒有執行的退款，沒有退出任何款項：請改用另一個 key 再試";
    @client NotPossible => "not-possible", Nothing, "the order does not allow it now: it has no payment, or one in another state, less is left of it, or only all of that can go back, after 48 refunds", "訂單目前不允許此操作：尚無付款、付款狀態不符、剩餘金額不足，或已有 48 筆退款而只能退還全部餘額";
    @client OtherCapture { currency: Currency, amount: Amount } => "captured", Nothing, "{amount} {currency} is captured, and nothing more can be", "已請款 {amount} {currency}，無法再請款";
    @client TooEarly => "too-early", Nothing, "cannot be not-done yet: a copy of the request may still arrive, until six hours after the last one was sent", "還不能判定為 not-done：最後一次送出後的六小時內，請求仍可能送達";
    @client StepInHand => "under-way", Nothing, "has not been begun, for another step of the order is in hand: try again in some minutes", "尚未開始，因為這筆訂單有另一個步驟正在進行：請過幾分鐘再試";
    @client StepUnknown => "unknown", Nothing, "what became of it is not known yet; the sweep finds out, and to ask for the same again is safe", "結果尚未確定；sweep 會查明，再次要求同一操作不會重複執行";
    @client StepStuck => "stuck", Nothing, "a step of the order waits for a person: look it up in LINE Pay's merchant centre, then resolve it", "這筆訂單有步驟等待人工處理：請在 LINE Pay 商家中心查明後 resolve";
    @client NotCarriedOut => "refused", Nothing, "LINE Pay did not carry it out; nothing was moved by it", "LINE Pay 沒有執行；沒有任何款項異動";
}
