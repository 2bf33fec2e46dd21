// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.

import type { Amount, OrderId, RegKey, TransactionId } from "./wire.js";

/**
 * What kind of thing went wrong. The text of each is stable.
 */
export type Code = "INVALID_REQUEST" | "INVALID_CONFIGURATION" | "UNSUPPORTED" | "REFUSED" | "NOT_FOUND" | "ILLEGAL_STEP" | "MISMATCH" | "NETWORK" | "TIMEOUT" | "ABORTED" | "GATEWAY" | "MALFORMED_REPLY" | "REPLY_TOO_LARGE" | "INVALID_TOKEN" | "LEDGER" | "UNDER_WAY";

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
 * What to do about a failed call.
 */
export type Retry = "never" | "again" | "later" | "ask-first";

/**
 * A step that the merchant takes with a payment or a regKey.
 */
export type Step = "confirm" | "capture" | "void" | "refund" | "preApproval" | "regKeyExpire";
