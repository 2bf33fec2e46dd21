/** A version of LINE Pay's online API. */
export type Version = "v2" | "v3" | "v4";

/** The operations of LINE Pay's API. */
export type SandboxOperation =
  | "reserve"
  | "statusCheck"
  | "confirm"
  | "capture"
  | "void"
  | "authCheck"
  | "paymentCheck"
  | "refund"
  | "regKeyCheck"
  | "preApproval"
  | "regKeyExpire";

/** Where a payment stands. */
export type SandboxState =
  | "RESERVED"
  | "AUTHENTICATED"
  | "AUTHORIZED"
  | "VOIDED"
  | "LAPSED"
  | "CAPTURED"
  | "PARTLY_REFUNDED"
  | "REFUNDED"
  | "CANCELLED"
  | "FAILED"
  | "EXPIRED";

/** What the buyer pays with. */
export type SandboxMethod = "CREDIT_CARD" | "BALANCE" | "POINT";

/** How the buyer approves. */
export interface SandboxApproval {
  /** `CREDIT_CARD` unless told otherwise. */
  method?: SandboxMethod;
  /**
   * Where the order leaves the choice to the buyer (v3, `options.shipping.type: "SHIPPING"`): its fee takes the place of the requested one.
   */
  shipping?: { methodId: string; feeAmount: number };
}

/** A payment as the sandbox knows it. Times are texts such as `2026-05-07T03:04:05Z`, ids keep all their digits. */
export interface SandboxPayment {
  transactionId: string;
  /** Version of the call that made it. */
  version: Version;
  orderId: string;
  /** `AUTHENTICATED`: approved, not confirmed yet. `EXPIRED`: not approved, or not confirmed, in time. `LAPSED`: not captured in time. */
  state: SandboxState;
  amount: number;
  currency: string;
  /** `false`: confirm only authorises. */
  capture: boolean;
  payType: "NORMAL" | "PREAPPROVED";
  captured: number;
  refunded: number | null;
  /** What the buyer chose. */
  method: SandboxMethod | null;
  /** Of a `PREAPPROVED` payment: the key that its confirm gave. Of a charge: the one that was charged. */
  regKey: string | null;
  reservedAt: string;
  /** The end of the time to approve. */
  expiresAt: string;
  approvedAt: string | null;
  authorizedAt: string | null;
  /** The end of the time to capture. */
  authorizedUntil: string | null;
  voidedAt: string | null;
  capturedAt: string | null;
  /**
   * Where the buyer's browser goes now: confirmUrl or cancelUrl with what LINE Pay appends. `null` with `confirmUrlType` `SERVER` or
   * `NONE`, and before the buyer decided.
   */
  redirectUrl: string | null;
  /** The opaque id in `paymentUrl`; `null` for a charge by regKey. */
  reserveId: string | null;
  refunds: SandboxRefund[];
}

/** One refund of a payment. */
export interface SandboxRefund {
  refundTransactionId: string;
  refundAmount: number;
  refundTransactionDate: string;
}

/** A key of an automatic payment. */
export interface SandboxRegKey {
  regKey: string;
  /** Transaction of the confirm that gave it. */
  issuedBy: string;
  method: SandboxMethod;
  issuedAt: string;
  /** Of the last payment with it. */
  usedAt: string;
  /** When it ends if nobody uses it before. */
  endsAt: string;
  /** Why it is no more: expired by the merchant or the buyer, discarded after a failed charge, not used for too long. */
  ended: "MERCHANT" | "BUYER" | "DISCARDED" | "TIME" | null;
}

/** One call of the API. Texts are cut at 4000 characters. */
export interface SandboxCall {
  number: number;
  /** The sandbox's time. */
  at: string;
  /** `null` for a path that is none of LINE Pay's. */
  operation: SandboxOperation | null;
  method: string;
  path: string;
  query: string;
  /** The caller's address. */
  peer: string;
  /** Secret and signature masked. */
  headers: [name: string, value: string][];
  requestBody: string;
  status: number;
  /** What LINE Pay answered; a fault may have kept it from the caller. */
  replyBody: string;
  /** The fault that spoilt the answer. */
  fault: string | null;
  /** What exactly was wrong with the request: LINE Pay itself does not tell. */
  note: string | null;
  /** What was taken although LINE Pay's documents say otherwise, each in words. */
  notes: string[];
}

interface FaultOf<Operation = SandboxOperation> {
  /** Whose answer is spoilt, in any version. */
  operation: Operation;
  /** `before` (default): the call has no effect. `after`: it has, and only the answer is spoilt. */
  when?: "before" | "after";
  /** How many calls are spoilt: 1 unless told otherwise. */
  times?: number;
}

/** Operations that only ask. */
type Query = "statusCheck" | "authCheck" | "paymentCheck" | "regKeyCheck";

/**
 * How an answer is spoilt:
 *
 * - `hang`: nothing comes for `seconds` (120 unless told otherwise, at most 600) or until the caller's signal aborts; then the connection
 *   breaks.
 * - `drop`: the connection breaks: `fetch` rejects with a `TypeError`.
 * - `status502`, `html502`: HTTP 502, empty or with a page.
 * - `truncated`: HTTP 200 with half of the JSON text.
 * - `code`: HTTP 200 with the return code `code`, such as `"1199"`.
 * - `late`: as `hang`, and the request takes effect only `seconds` later (120 unless told otherwise, at most 86400), by the sandbox's
 *   clock.
 * - `twice`: the caller gets its answer, and the same request takes effect once more, `seconds` later (0 unless told otherwise).
 * - `stale`: a query answers with what was: `seconds` ago, or as if the last `calls` of the API (1 unless told otherwise), and what the
 *   buyer did since, had not been. A payment's last eight changes are known, and none from before a restart.
 */
export type SandboxFault =
  | (FaultOf &
      ({ kind: "hang"; seconds?: number } | { kind: "drop" | "status502" | "html502" | "truncated" } | { kind: "code"; code: string }))
  | (Omit<FaultOf<Exclude<SandboxOperation, Query>>, "when"> & { kind: "late" | "twice"; seconds?: number })
  | (Omit<FaultOf<Exclude<Query, "regKeyCheck">>, "when"> & { kind: "stale" } & (
        | { seconds?: number; calls?: never }
        | { calls?: number; seconds?: never }
      ));
