import type { SandboxOperation, SandboxQuery } from "./operations.js";

export type { SandboxOperation, SandboxQuery } from "./operations.js";

/** A version of LINE Pay's online API. */
export type Version = "v2" | "v3" | "v4";

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
export type SandboxMethod = "CREDIT_CARD" | "BALANCE" | "POINT" | "DISCOUNT";

/** One of several methods that pay a sum together. */
export interface SandboxPart {
  method: SandboxMethod;
  /** The last one may leave it out: what is left. */
  amount?: number;
}

/** How the buyer approves. */
export interface SandboxApproval {
  /** `CREDIT_CARD` unless told otherwise. */
  method?: SandboxMethod;
  /** In the place of `method`: several, whose sums add up to the amount. `payInfo` has a row of each; refunds go to the last one first. */
  methods?: SandboxPart[];
  /**
   * Where the order leaves the choice to the buyer (v3, `options.shipping.type: "SHIPPING"`): its fee takes the place of the requested one.
   */
  shipping?: { methodId: string; feeAmount: number };
  /**
   * What confirm then answers, for it lies with the payer: 1101, 1102, 1110, 1141, 1142, 1170, 1264, 1280–1296 or 1298. Nothing is taken.
   */
  refusal?: string;
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
  /** Where the buyer paid by several methods: the share of each. `method` is then the first. Otherwise empty. */
  mix: { method: SandboxMethod; amount: number }[];
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
  /** How long the caller was to wait for the answer, or for its end; `null` where it came at once. */
  waitSeconds: number | null;
  /**
   * How long the answer took to make, written down included where that is done; without `waitSeconds`. `null` of what nobody waited for,
   * from before a restart, and on workerd, whose clock stands meanwhile.
   */
  milliseconds: number | null;
  /** What exactly was wrong with the request: LINE Pay itself does not tell. */
  note: string | null;
  /** What was taken although LINE Pay's documents say otherwise, each in words. */
  notes: string[];
  /**
   * Of a wrong signature (v3, v4): the right one, what it is over, and what the one that came is over, where that can be found. The secret
   * stands there as `channelSecret`.
   */
  signature?: { expected: string; received: string; over: SandboxSigned; signed?: SandboxSigned };
}

/** What is signed, in this order. */
export type SandboxSigned = Record<"secret" | "path" | "payload" | "nonce", string>;

interface FaultOf<Operation = SandboxOperation> {
  /** Whose answer is spoilt, in any version; that of every operation that the kind goes with unless told otherwise. */
  operation?: Operation;
  /** Calls that are about this order alone. */
  orderId?: string;
  /** `before` (default): the call has no effect. `after`: it has, and only the answer is spoilt. */
  when?: "before" | "after";
  /** How many calls are spoilt: 1 unless told otherwise, any number with `rate` and `forSeconds`. */
  times?: number;
  /** Of the calls that it is for, this part is spoilt, at random: `0.25` is a quarter. */
  rate?: number;
  /** With `rate`: the same text spoils the same calls again. */
  seed?: string;
  /** How long it lasts, by the sandbox's clock. */
  forSeconds?: number;
}

/**
 * How an answer is spoilt:
 *
 * - `hang`: nothing comes for `seconds` (120 unless told otherwise, at most 600) or until the caller's signal aborts; then the connection
 *   breaks.
 * - `drop`: the connection breaks in the middle of the answer, `reset`: before anything of it. `fetch` rejects with a `TypeError`.
 * - `delay`: it comes `seconds` later (5 unless told otherwise, at most 600), and with `before` so does the effect.
 * - `drip`: it comes slowly, in parts, over `seconds`.
 * - `status502`, `html502`: HTTP 502, empty or with a page.
 * - `truncated`: HTTP 200 with half of the JSON text.
 * - `code`: HTTP 200 with the return code `code`, such as `"1199"`.
 * - `late`: as `hang`, and the request takes effect only `seconds` later (120 unless told otherwise, at most 86400), by the sandbox's
 *   clock.
 * - `twice`: the caller gets its answer, and the same request takes effect once more, `seconds` later (0 unless told otherwise).
 * - `stale`: a query answers with what was: `seconds` ago, or as if the last `calls` of the API (1 unless told otherwise), and what the
 *   buyer did since, had not been. A payment's last eight changes are known, the last 10,000 of all
 *   payments, and none from before a restart.
 *
 * A call asks for the same in words, by its header `x-sandbox-fault` (`hang=5 after`) or its orderId (`SBX-CONFIRM-HANG5-AFTER-42`).
 */
export type SandboxFault =
  | (FaultOf &
      (
        | { kind: "hang" | "delay" | "drip"; seconds?: number }
        | { kind: "drop" | "reset" | "status502" | "html502" | "truncated" }
        | { kind: "code"; code: string }
      ))
  | (Omit<FaultOf<Exclude<SandboxOperation, SandboxQuery>>, "when"> & { kind: "late" | "twice"; seconds?: number })
  | (Omit<FaultOf<Exclude<SandboxQuery, "regKeyCheck">>, "when"> & { kind: "stale" } & (
        | { seconds?: number; calls?: never }
        | { calls?: number; seconds?: never }
      ));

/** The sandbox's clock. */
export interface SandboxClock {
  now: string;
  /** Of the host's; below 0 where it is behind. */
  aheadSeconds: number;
  /** So many times as fast as the host's; 0: it stands. */
  speed: number;
  /** What ends, and when: after a change of the clock what ended by it, otherwise what ends next. At most 100. */
  lapses: SandboxLapse[];
  /** Whether there are more. */
  more: boolean;
}

/** Something that ends. */
export interface SandboxLapse {
  at: string;
  what:
    | "the time to approve"
    | "the time to confirm"
    | "the time to capture"
    | "the buyer by script decides"
    | "the regKey"
    | "a request on its way arrives";
  orderId?: string;
  transactionId?: string;
  regKey?: string;
}
