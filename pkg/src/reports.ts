// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.

import type { Amount, Currency, OrderId, PayInfo, PaymentUrl, RegKey, Shipping, TransactionId } from "./wire.js";

/**
 * How to give back a payment that is one too many.
 */
export type Advice = "refund" | "void";

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
     * The payment, when the state is `paid`, `authorized`, `refunded` or `released`.
     */
    payment?: Payment;
    /**
     * With a ledger: the order is paid, and the shop's `onPaid` has not taken it yet.
     */
    registering?: boolean;
    /**
     * What the merchant should look at.
     */
    problems: Problem[];
    /**
     * Where the order's standing can be asked, without confirming.
     */
    statusUrl?: string;
    /**
     * Where a pending confirmation is tried again: it asks first. Absent where no further confirm may be sent for now;
     * then ask at `statusUrl`.
     */
    confirmUrl?: string;
    /**
     * The whole value of a `Set-Cookie` header, where the browser should remember what became of a confirm: while that
     * is not known, no other reservation of the order is confirmed from it.
     */
    setCookie?: string;
    /**
     * The error that decided the state.
     */
    error?: ErrorReport;
}

/**
 * What kind of thing went wrong. The text of each is stable.
 */
export type Code = "INVALID_REQUEST" | "INVALID_CONFIGURATION" | "UNSUPPORTED" | "REFUSED" | "NOT_FOUND" | "ILLEGAL_STEP" | "MISMATCH" | "NETWORK" | "TIMEOUT" | "ABORTED" | "GATEWAY" | "MALFORMED_REPLY" | "REPLY_TOO_LARGE" | "INVALID_TOKEN" | "LEDGER";

/**
 * The fields of a `LinePayError`.
 */
export interface ErrorReport {
    /**
     * Stable code, for example `INVALID_REQUEST`, `REFUSED`, `TIMEOUT`.
     */
    code: Code;
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
 * A payment of the order that is one too many.
 */
export interface Extra {
    /**
     * The transaction to give back.
     */
    transactionId: TransactionId;
    /**
     * What it still holds, in units of the currency; absent when LINE Pay does not say.
     */
    left?: Amount;
    /**
     * ISO 4217.
     */
    currency: string;
    /**
     * How.
     */
    advice: Advice;
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
    /**
     * The same in Chinese as written in Taiwan.
     */
    messageZhTw: string;
    /**
     * What LINE Pay would have answered to this alone, four digits; absent where that is not known, and for what LINE
     * Pay takes, ignores or never sees.
     */
    returnCode?: string;
}

/**
 * What an observer is told, once for every attempt of a call and once for how it ended.
 *
 * The channel secret and signatures are never in it. A buyer's data is: bodies, and URLs of automatic payments, hold
 * the regKey, with which the channel's keys can charge the buyer. Leave both out of logs that others read.
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
 * Whether the call changed anything at LINE Pay.
 */
export type Outcome = "not-executed" | "executed" | "unknown";

/**
 * An order that is paid or authorised in full.
 */
export interface Payment {
    /**
     * The idempotency key, equal to `transactionId`: the same payment comes with the same key on
     * every visit. An order that was paid twice (see the problem `paid-twice`) may come with a second
     * key, so deliver once for each `orderId` and record payments by key.
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
     * The sum, in units of the currency: that of the order, or less if less was captured.
     */
    amount: Amount;
    /**
     * The currency.
     */
    currency: Currency;
    /**
     * true: the money is taken; false: it is authorised (`capture: false`), so capture it in time.
     */
    captured: boolean;
    /**
     * For an authorisation: after this LINE Pay voids it. ISO 8601 in UTC.
     */
    authorizationExpireDate?: string;
    /**
     * How it was paid.
     */
    payInfo: PayInfo[];
    /**
     * v3: the shipping that the buyer chose.
     */
    shipping?: Shipping;
    /**
     * When, ISO 8601 in UTC; absent right after confirm, which does not say.
     */
    transactionDate?: string;
    /**
     * What was given back, when something was.
     */
    refunded?: Amount;
    /**
     * For `payType: "PREAPPROVED"`: the key for automatic payments. Only the visit that confirmed the payment
     * has it, and no query returns it again: keep it the first time, and do not overwrite it by its absence on
     * later visits. If that visit's answer was lost (see the problem `reg-key-lost`) or its process ended, no
     * visit has the key: let the buyer register again, or refund the payment.
     */
    regKey?: RegKey;
}

/**
 * A payment as far as the merchant knows it.
 */
export interface PaymentLife {
    /**
     * Where it stands.
     */
    state: PaymentState;
    /**
     * Its transaction.
     */
    transactionId?: TransactionId;
    /**
     * The merchant's order.
     */
    orderId?: OrderId;
    /**
     * ISO 4217.
     */
    currency?: string;
    /**
     * The sum that was approved.
     */
    amount?: Amount;
    /**
     * What was taken.
     */
    captured: Amount;
    /**
     * What was given back.
     */
    refunded: Amount;
    /**
     * What is left to give back.
     */
    refundable: Amount;
    /**
     * After this an authorisation lapses. ISO 8601 in UTC.
     */
    authorizationExpireDate?: string;
    /**
     * The key for automatic payments that this payment issued.
     */
    regKey?: RegKey;
    /**
     * Does confirm also capture? Known from the reservation.
     */
    captures?: boolean;
    /**
     * false: the key has ended.
     */
    regKeyUsable?: boolean;
}

/**
 * Where a payment stands, as far as the merchant knows.
 */
export type PaymentState = "unknown" | "reserved" | "waiting" | "approved" | "cancelled" | "failed" | "authorized" | "voided" | "lapsed" | "captured" | "partly-refunded" | "refunded" | "registered";

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
     * What LINE Pay said instead; with `paid-twice` the first of the extras.
     */
    got: Got;
    /**
     * With `paid-twice`: every payment to give back. The same from each of the order's pages.
     */
    extras: Extra[];
    /**
     * The error behind it.
     */
    error?: ErrorReport;
}

/**
 * What kind of problem it is.
 */
export type ProblemKind = "other-order" | "paid-twice" | "reg-key-lost" | "amount-differs" | "capture-differs" | "captured-less" | "foreign-transaction" | "shipping-fee" | "outdated-link" | "unknown-key" | "refused" | "unknown";

/**
 * What came of a wish to pay.
 */
export type Reserving = CheckoutReserved | CheckoutVerdict;

/**
 * What to do about a failed call.
 */
export type Retry = "never" | "again" | "later" | "ask-first";

/**
 * Where an order stands after a visit.
 */
export type State = "paid" | "authorized" | "refunded" | "released" | "pending" | "not-approved" | "unpaid" | "expired" | "declined" | "gone" | "foreign" | "misdirected" | "mismatch" | "captured-less" | "invalid-token" | "unclear" | "error";

/**
 * A step that the merchant takes with a payment or a regKey.
 */
export type Step = "confirm" | "capture" | "void" | "refund" | "preApproval" | "regKeyExpire";
