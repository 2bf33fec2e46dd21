// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.

/**
 * A list of official accounts.
 */
export interface AddFriends {
    /**
     * `LINE_AT`.
     */
    type: "LINE_AT";
    /**
     * The accounts' ids, each beginning with `@`.
     */
    idList: string[];
}

/**
 * A sum of money in hundredths of the currency's unit: `360` TWD is 36 000.
 *
 * Read from a JSON number or a numeric text (`360`, `360.0`, `"360"`, `9.99`),
 * written as the shortest JSON number (`360`, `9.99`, `9.5`). A JavaScript
 * number counts by its shortest decimal text, so `0.1 + 0.2` is refused.
 * At most 15 significant digits, so that every value also is an exact
 * JavaScript number: ±9 999 999 999 999.99.
 */
export type Amount = number;

/**
 * What the shop asked for.
 */
export interface Asked {
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * The transaction that the visit brought.
     */
    transactionId?: TransactionId;
    /**
     * The quoted sum.
     */
    amount: Amount;
    /**
     * Its currency.
     */
    currency: Currency;
}

/**
 * A reservation for the shop to send the buyer to.
 */
export interface CheckoutReserved {
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * The reserved transaction.
     */
    transactionId: TransactionId;
    /**
     * The payment page, on the environment's payment host.
     */
    paymentUrl: PaymentUrl;
    /**
     * 12 digits for the LINE app.
     */
    paymentAccessToken?: string;
    /**
     * Where the order's standing can be asked.
     */
    statusUrl: string;
    /**
     * The whole value of a `Set-Cookie` header.
     */
    setCookie: string;
}

/**
 * What a visit came to.
 */
export interface CheckoutVerdict {
    /**
     * Where the order stands.
     */
    state: State;
    /**
     * The order, once the signed token was good.
     */
    orderId?: OrderId;
    /**
     * The transaction that the visit was about.
     */
    transactionId?: TransactionId;
    /**
     * The payment, when the state is `paid` or `refunded`.
     */
    payment?: Payment;
    /**
     * What the merchant should look at.
     */
    problems: Problem[];
    /**
     * Where the order's standing can be asked, without confirming.
     */
    statusUrl?: string;
    /**
     * Where a pending confirmation is tried again: it asks first.
     */
    confirmUrl?: string;
    /**
     * The error that decided the state.
     */
    error?: ErrorReport;
}

/**
 * The payment that was made.
 */
export interface ConfirmReply {
    /**
     * The transaction, as asked.
     */
    transactionId: TransactionId;
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * How it was paid; the parts add up to the amount.
     */
    payInfo: PayInfo[];
    /**
     * For `capture: false`: after this LINE Pay voids the authorisation.
     */
    authorizationExpireDate?: string;
    /**
     * For `payType: "PREAPPROVED"`: the key for automatic payments. No query returns it again.
     */
    regKey?: string;
}

/**
 * Confirms a reservation that the buyer has approved.
 *
 * Never use it to find out whether the buyer has approved: a premature confirm
 * is refused with 1169 and may end the reservation.
 */
export interface ConfirmRequest {
    /**
     * The transaction that reserve returned, as text.
     */
    transactionId: TransactionId;
    /**
     * The reserved amount, exactly; a different one is refused with 1153.
     */
    amount: Amount;
    /**
     * The reserved currency.
     */
    currency: Currency;
}

/**
 * A currency of LINE Pay's contracts (ISO 4217).
 */
export type Currency = "TWD" | "THB" | "USD" | "JPY";

/**
 * The fields of a `LinePayError`.
 */
export interface ErrorReport {
    /**
     * Stable code, for example `INVALID_REQUEST`, `REFUSED`, `TIMEOUT`.
     */
    code: string;
    /**
     * What happened and what to do, in English. Never holds a credential.
     */
    message: string;
    /**
     * The operation that failed.
     */
    operation?: string;
    /**
     * Whether the call changed anything at LINE Pay.
     */
    outcome: Outcome;
    /**
     * What to do about it.
     */
    retry: Retry;
    /**
     * LINE Pay's return code, four digits.
     */
    returnCode?: string;
    /**
     * LINE Pay's text for the return code. Do not parse it.
     */
    returnMessage?: string;
    /**
     * The broken rules, for invalid input; else empty.
     */
    issues: Issue[];
    /**
     * For `MISMATCH`: which field of the reply does not fit.
     */
    mismatch?: Mismatch;
    /**
     * The HTTP status, for `GATEWAY`.
     */
    status?: number;
    /**
     * The untouched text of the reply, the secret masked.
     */
    raw?: string;
}

/**
 * What a reply must repeat. It merges what the request carries with what the
 * caller knows about the payment; an empty list or `None` expects nothing.
 */
export interface Expected {
    /**
     * The payment's transaction, or any of several that were asked about.
     */
    transactionId?: TransactionId | TransactionId[];
    /**
     * The merchant's order, or any of several that were asked about.
     */
    orderId?: OrderId | OrderId[];
    /**
     * The whole sum.
     */
    amount?: Amount;
    /**
     * Its currency.
     */
    currency?: Currency;
}

/**
 * Further settings of a reservation.
 */
export interface Extras {
    /**
     * Official accounts that are offered to the buyer for adding.
     */
    addFriends?: AddFriends[];
    /**
     * Shop or branch shown to the buyer; at most 200 bytes, the first 100 characters are shown.
     */
    branchName?: string;
}

/**
 * What LINE Pay said instead, as far as it is known.
 */
export interface Got {
    /**
     * The order.
     */
    orderId?: OrderId;
    /**
     * The transaction.
     */
    transactionId?: TransactionId;
    /**
     * The sum.
     */
    amount?: Amount;
    /**
     * Its currency.
     */
    currency?: string;
}

/**
 * One broken rule of a request or of a configuration.
 */
export interface Issue {
    /**
     * Where: a JSON path such as `amount` or `extras.addFriends[0].type`.
     */
    path: string;
    /**
     * Which rule, a stable name such as `required`, `max-bytes`, `unknown-field`.
     */
    rule: string;
    /**
     * What is wrong and what to do, in English.
     */
    message: string;
}

/**
 * What an observer is told, once for every attempt of a call and once for how it ended.
 */
export type LinePayEvent = { type: "request"; call: number; attempt: number; at: number; operation: string; method: string; url: string; body?: string } | { type: "reply"; call: number; attempt: number; at: number; operation: string; status: number; body: string; milliseconds: number } | { type: "lost"; call: number; attempt: number; at: number; operation: string; reason: string; milliseconds: number };

/**
 * A reply that does not fit its request: which field, what was asked, what came.
 */
export interface Mismatch {
    /**
     * The field of the reply, for example `orderId` or `payInfo`.
     */
    field: string;
    /**
     * The value that the request or the caller's expectation holds.
     */
    asked: string;
    /**
     * The value in the reply.
     */
    got: string;
}

/**
 * The merchant's order number: 1 to 100 bytes of UTF-8 in v2.
 *
 * Compared byte for byte. Its limits are checked where a request is checked,
 * so that a reply with a longer one can still be shown.
 */
export type OrderId = string;

/**
 * Whether the call changed anything at LINE Pay.
 */
export type Outcome = "not-executed" | "executed" | "unknown";

/**
 * One part of how a payment was paid.
 */
export interface PayInfo {
    /**
     * `CREDIT_CARD`, `BALANCE`, `POINT` or `DISCOUNT`; others may come.
     */
    method?: string;
    /**
     * The part paid this way, in units of the currency.
     */
    amount: Amount;
    /**
     * The buyer's name for the card; automatic payments only, may be empty.
     */
    creditCardNickname?: string;
    /**
     * `VISA`, `MASTER`, `AMEX`, `DINERS` or `JCB`; automatic payments only.
     */
    creditCardBrand?: string;
    /**
     * The last four digits behind asterisks; Taiwan, confirm only, on request to LINE Pay.
     */
    maskedCreditCardNumber?: string;
}

/**
 * An order that is paid in full.
 */
export interface Payment {
    /**
     * The idempotency key, equal to `transactionId`. The same payment comes with the same
     * key on every visit, so whatever is done for it must be done once for each key.
     */
    key: TransactionId;
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * The transaction that paid it; refund this one.
     */
    transactionId: TransactionId;
    /**
     * The sum, in units of the currency.
     */
    amount: Amount;
    /**
     * The currency.
     */
    currency: Currency;
    /**
     * How it was paid.
     */
    payInfo: PayInfo[];
    /**
     * When, ISO 8601 in UTC; absent right after confirm, which does not say.
     */
    transactionDate?: string;
    /**
     * What was given back, when something was.
     */
    refunded?: Amount;
    /**
     * For `payType: "PREAPPROVED"`: the key for automatic payments. Only the visit that
     * confirmed the payment has it; no query returns it again.
     */
    regKey?: string;
}

/**
 * What was found.
 */
export interface PaymentCheckReply {
    /**
     * One row for each payment or refund that was found.
     */
    payments: PaymentRow[];
}

/**
 * Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
 *
 * A reservation that was never confirmed is not found: 1150.
 */
export interface PaymentCheckRequest {
    /**
     * Transactions of payments or of refunds, as text.
     */
    transactionId?: TransactionId | TransactionId[];
    /**
     * The merchant's orders.
     */
    orderId?: OrderId | OrderId[];
}

/**
 * One payment or refund.
 */
export interface PaymentRow {
    /**
     * Its transaction.
     */
    transactionId: TransactionId;
    /**
     * When, ISO 8601 in UTC.
     */
    transactionDate?: string;
    /**
     * `PAYMENT`, `PAYMENT_REFUND` or `PARTIAL_REFUND`; others may come.
     */
    transactionType: string;
    /**
     * The product's name.
     */
    productName?: string;
    /**
     * The merchant's name.
     */
    merchantName?: string;
    /**
     * ISO 4217.
     */
    currency: string;
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * How it was paid; the parts add up to the amount. Absent when LINE Pay does not say.
     */
    payInfo?: PayInfo[];
    /**
     * When an authorisation lapses; some answers repeat the payment's date here.
     */
    authorizationExpireDate?: string;
    /**
     * The refunds of this payment; absent when there are none.
     */
    refundList?: RefundRow[];
    /**
     * For a refund's row: the payment that was refunded.
     */
    originalTransactionId?: TransactionId;
}

/**
 * The payment page.
 */
export interface PaymentUrl {
    /**
     * For a browser; the sandbox supports only this one.
     */
    web: string;
    /**
     * A `line://` link that opens the LINE app.
     */
    app?: string;
}

/**
 * Something that the merchant should look at.
 */
export interface Problem {
    /**
     * What kind.
     */
    kind: ProblemKind;
    /**
     * What happened and what to do, in English.
     */
    message: string;
    /**
     * What the shop asked for.
     */
    asked: Asked;
    /**
     * What LINE Pay said instead.
     */
    got: Got;
    /**
     * The error behind it.
     */
    error?: ErrorReport;
}

/**
 * What kind of problem it is.
 */
export type ProblemKind = "other-order" | "paid-twice" | "amount-differs" | "foreign-transaction" | "refused";

/**
 * The refund that was made.
 */
export interface RefundReply {
    /**
     * The refund's own transaction; later refunds still name the payment's.
     */
    refundTransactionId: TransactionId;
    /**
     * When, ISO 8601 in UTC.
     */
    refundTransactionDate?: string;
}

/**
 * Refunds a captured payment.
 *
 * After a lost answer ask paymentCheck for its `refundList` before refunding
 * again: repeating a partial refund blindly can refund twice.
 */
export interface RefundRequest {
    /**
     * The payment's transaction (never that of an earlier refund), as text.
     */
    transactionId: TransactionId;
    /**
     * What to give back, above 0. Leave the key out to refund everything that is left.
     */
    refundAmount?: Amount;
}

/**
 * One refund of a payment.
 */
export interface RefundRow {
    /**
     * The refund's own transaction.
     */
    refundTransactionId: TransactionId;
    /**
     * `PAYMENT_REFUND` or `PARTIAL_REFUND`.
     */
    transactionType?: string;
    /**
     * What was given back. Its sign differs between servers: count its absolute value.
     */
    refundAmount: Amount;
    /**
     * When, ISO 8601 in UTC.
     */
    refundTransactionDate?: string;
}

/**
 * The reservation.
 */
export interface ReserveReply {
    /**
     * The transaction: 19 digits, as text. Store it with the order.
     */
    transactionId: TransactionId;
    /**
     * Where the buyer approves.
     */
    paymentUrl: PaymentUrl;
    /**
     * 12 digits that the buyer may type in the LINE app instead of scanning.
     */
    paymentAccessToken?: string;
}

/**
 * Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
 *
 * Lengths are bytes of UTF-8, as LINE Pay counts in v2.
 */
export interface ReserveRequest {
    /**
     * Shown on the payment page; at most 4000 bytes.
     */
    productName: string;
    /**
     * A picture of about 84 × 84 pixels, https; at most 500 bytes.
     */
    productImageUrl?: string;
    /**
     * The total to pay, above 0; TWD and JPY without decimals.
     */
    amount: Amount;
    /**
     * The currency of the merchant's contract.
     */
    currency: Currency;
    /**
     * LINE member id of the payer; at most 50 bytes. Leave it out unless LINE asked for it.
     */
    mid?: string;
    /**
     * Code scanned from the buyer's My Code, valid 5 minutes; at most 12 bytes.
     */
    oneTimeKey?: string;
    /**
     * Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval; at most 500
     * bytes. LINE Pay appends `transactionId`, so it must not hold one already.
     */
    confirmUrl: string;
    /**
     * `CLIENT` (default): the buyer's browser comes to confirmUrl; `SERVER`: LINE Pay's server does.
     */
    confirmUrlType?: "CLIENT" | "SERVER";
    /**
     * CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
     */
    checkConfirmUrlBrowser?: boolean;
    /**
     * Where the buyer goes after cancelling; at most 500 bytes, used as it is.
     */
    cancelUrl?: string;
    /**
     * The merchant's Android package, against phishing on app switch; at most 4000 bytes.
     */
    packageName?: string;
    /**
     * The merchant's order number; at most 100 bytes. Use a fresh one for each attempt.
     */
    orderId: OrderId;
    /**
     * The receiver's phone, used for risk checks; at most 100 bytes.
     */
    deliveryPlacePhone?: string;
    /**
     * `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
     */
    payType?: "NORMAL" | "PREAPPROVED";
    /**
     * Language of the payment page; without it the buyer's browser decides.
     */
    langCd?: "ja" | "ko" | "en" | "zh-Hans" | "zh-Hant" | "th";
    /**
     * true (default): confirm also captures; false: it only authorises.
     */
    capture?: boolean;
    /**
     * Further settings.
     */
    extras?: Extras;
}

/**
 * What to do about a failed call.
 */
export type Retry = "never" | "again" | "later" | "ask-first";

/**
 * Where an order stands after a visit.
 */
export type State = "paid" | "refunded" | "pending" | "not-approved" | "unpaid" | "expired" | "declined" | "gone" | "foreign" | "misdirected" | "mismatch" | "invalid-token" | "error";

/**
 * The number of a payment, a refund or a preapproved payment: 19 digits in
 * practice, at most 2^63 − 1. Read from a JSON number or from text, always
 * written as text.
 */
export type TransactionId = string;
