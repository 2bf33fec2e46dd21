// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.

import type { ErrorReport } from "./reports.js";
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
    /**
     * Those of further ones, which take the oldest of the checkout's cookies away where the browser has many.
     */
    clearCookies?: string[];
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
     * Those of further ones, which take the oldest of the checkout's cookies away where the browser has many.
     */
    clearCookies?: string[];
    /**
     * The error that decided the state.
     */
    error?: ErrorReport;
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
     * The orderId under which LINE Pay has the payment, in its console and its files, where that is another one: the
     * order's own with a suffix (`suffixOrderIds`).
     */
    linePayOrderId?: OrderId;
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
export type ProblemKind = "other-order" | "paid-twice" | "reg-key-lost" | "amount-differs" | "capture-differs" | "captured-less" | "foreign-transaction" | "shipping-fee" | "outdated-link" | "unknown-key" | "refused" | "unrecorded" | "unknown";

/**
 * What came of a wish to pay.
 */
export type Reserving = CheckoutReserved | CheckoutVerdict;

/**
 * Where an order stands after a visit.
 */
export type State = "paid" | "authorized" | "refunded" | "released" | "pending" | "not-approved" | "unpaid" | "expired" | "declined" | "gone" | "foreign" | "misdirected" | "mismatch" | "captured-less" | "invalid-token" | "unclear" | "error";
