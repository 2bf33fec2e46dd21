// Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.

import type { CallOptions, Reply } from "./client.js";
import type { RequestOf, ReservedWithPage, ReserveRequestWithPage, Version } from "./versions.js";
import type {
  AuthCheckReply,
  AuthCheckRequest,
  CaptureReply,
  CaptureRequest,
  ConfirmReply,
  ConfirmRequest,
  OneTimeKeyPayReply,
  OneTimeKeyPayRequest,
  OneTimeKeyPayRequestV4,
  OrderCheckReply,
  OrderCheckRequest,
  PaymentCheckReply,
  PaymentCheckRequest,
  PreApprovalReply,
  PreApprovalRequest,
  ProductReserve,
  RefundReply,
  RefundRequest,
  RegKeyCheckReply,
  RegKeyCheckRequest,
  RegKeyExpireReply,
  RegKeyExpireRequest,
  ReserveReply,
  ReserveRequestV3,
  ReserveRequestV4,
  StatusCheckReply,
  StatusCheckRequest,
  VoidReply,
  VoidRequest,
} from "./wire.js";

/** Every operation: what it takes in each version that has it, what it answers, and what it changes. */
export interface Operations {
  /**
   * Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
   *
   * Send the buyer to `paymentUrl` of the reply. Nothing is charged. With a `oneTimeKey` (v2) there may be none: the
   * buyer approves in the app.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  reserve: {
    requests: { v2: ProductReserve; v3: ReserveRequestV3; v4: ReserveRequestV4 };
    reply: ReserveReply;
    changes: "reservation";
  };
  /**
   * Asks whether the buyer has approved a reservation. Wait a second at least between two questions.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  statusCheck: {
    requests: { v3: StatusCheckRequest; v4: StatusCheckRequest };
    reply: StatusCheckReply;
    changes: "query";
  };
  /**
   * Confirms a reservation that the buyer has approved: charges the buyer, or authorises with `capture: false`. The
   * amount is that of the reservation, from your own records and never from a page.
   *
   * Never use it to find out whether the buyer has approved: a premature confirm is refused with 1169 and may end the
   * reservation.
   *
   * On an error with outcome `unknown`, ask paymentCheck before anything else (in v2 with `capture: false`, authCheck).
   * The `regKey` of a `PREAPPROVED` reservation comes in this reply alone and no query returns it: if it is lost and
   * the payment is made, let the buyer register again, or refund.
   *
   * It may take 45 s unless told otherwise: 5 s to connect and 40 s for the answer.
   */
  confirm: {
    requests: { v2: ConfirmRequest; v3: ConfirmRequest; v4: ConfirmRequest };
    reply: ConfirmReply;
    changes: "payment";
  };
  /**
   * Captures a payment that was confirmed with `capture: false`.
   *
   * Once for each authorisation: with a lower amount the rest is released.
   *
   * It may take 65 s unless told otherwise: 5 s to connect and 60 s for the answer.
   */
  capture: {
    requests: { v2: Omit<CaptureRequest, "options">; v3: CaptureRequest; v4: CaptureRequest };
    reply: CaptureReply;
    changes: "payment";
  };
  /**
   * Voids an authorisation that has not been captured. A captured payment is refunded instead.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  void: {
    requests: { v2: VoidRequest; v3: VoidRequest; v4: VoidRequest };
    reply: VoidReply;
    changes: "payment";
  };
  /**
   * Asks for payments that are authorised and not captured: 1 to 100 ids of one kind.
   *
   * Captured payments are found by paymentCheck instead. v3 and v4 have no such call: there it is answered from the
   * payment details. Where there is none, it is a `NOT_FOUND`.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  authCheck: {
    requests: { v2: AuthCheckRequest; v3: AuthCheckRequest; v4: AuthCheckRequest };
    reply: AuthCheckReply;
    changes: "query";
  };
  /**
   * Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
   *
   * Only what was paid is found: a reservation that was never confirmed is a `NOT_FOUND` (1150), and so is in v2 what
   * is only authorised: ask authCheck for that.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  paymentCheck: {
    requests: { v2: Omit<PaymentCheckRequest, "fields">; v3: PaymentCheckRequest; v4: Omit<PaymentCheckRequest, "fields"> };
    reply: PaymentCheckReply;
    changes: "query";
  };
  /**
   * Refunds a captured payment, in part or in whole.
   *
   * After a lost answer ask paymentCheck for its `refundList` before refunding again: repeating a partial refund
   * blindly can refund twice.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  refund: {
    requests: { v2: RefundRequest; v3: RefundRequest; v4: RefundRequest };
    reply: RefundReply;
    changes: "payment";
  };
  /**
   * Asks whether a regKey can be charged.
   *
   * A key that cannot is refused: 1190 unknown, 1193 expired, 1141 or 1154 its card or account.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  regKeyCheck: {
    requests: { v2: RegKeyCheckRequest; v3: RegKeyCheckRequest; v4: RegKeyCheckRequest };
    reply: RegKeyCheckReply;
    changes: "query";
  };
  /**
   * Charges a buyer through a regKey, at once.
   *
   * After a lost answer there is no transaction to ask for yet: ask paymentCheck by `orderId` (in v2 with
   * `capture: false` authCheck, for payment details do not list what is only authorised) before charging again.
   *
   * It may take 45 s unless told otherwise: 5 s to connect and 40 s for the answer.
   */
  preApproval: {
    requests: { v2: PreApprovalRequest; v3: PreApprovalRequest; v4: PreApprovalRequest };
    reply: PreApprovalReply;
    changes: "payment";
  };
  /**
   * Ends a regKey for good: charging it later is refused with 1193.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  regKeyExpire: {
    requests: { v2: RegKeyExpireRequest; v3: RegKeyExpireRequest; v4: RegKeyExpireRequest };
    reply: RegKeyExpireReply;
    changes: "regKey";
  };
  /**
   * Charges a buyer at the counter, at once, by the code that the LINE app shows (My Code).
   *
   * A code is good for 5 minutes and one payment; a wrong or used one is refused with 1133. After a lost answer the
   * money may be taken: ask orderCheck until the order is settled, and never charge again before. A 1133 to the same
   * code then may mean that the lost call has used it.
   *
   * It may take 45 s unless told otherwise: 5 s to connect and 40 s for the answer.
   */
  oneTimeKeyPay: {
    requests: { v2: Omit<OneTimeKeyPayRequest, "packages" | "options">; v4: OneTimeKeyPayRequestV4 };
    reply: OneTimeKeyPayReply;
    changes: "payment";
  };
  /**
   * Asks how a payment stands that was made at the counter (offline API).
   *
   * After a lost answer ask every 3 to 5 seconds (v4: every second), for 20 minutes at most. `NOT_FOUND` right after
   * the call may be too early.
   *
   * It may take 25 s unless told otherwise: 5 s to connect and 20 s for the answer.
   */
  orderCheck: {
    requests: { v2: OrderCheckRequest; v4: OrderCheckRequest };
    reply: OrderCheckReply;
    changes: "query";
  };
}

/** The operations as the methods of a client of the version `V`. */
export interface Calls<V extends Version> {
  /**
   * Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
   *
   * Send the buyer to `paymentUrl` of the reply. Nothing is charged. With a `oneTimeKey` (v2) there may be none: the
   * buyer approves in the app.
   */
  reserve(request: ReserveRequestWithPage<V>, options?: CallOptions): Promise<Reply<ReservedWithPage>>;
  reserve(request: RequestOf<"reserve", V>, options?: CallOptions): Promise<Reply<ReserveReply>>;
  /**
   * Asks whether the buyer has approved a reservation. Wait a second at least between two questions.
   */
  statusCheck(this: [V] extends ["v2"] ? never : Calls<V>, request: StatusCheckRequest, options?: CallOptions): Promise<Reply<StatusCheckReply>>;
  /**
   * Confirms a reservation that the buyer has approved: charges the buyer, or authorises with `capture: false`. The
   * amount is that of the reservation, from your own records and never from a page.
   *
   * Never use it to find out whether the buyer has approved: a premature confirm is refused with 1169 and may end the
   * reservation.
   *
   * On an error with outcome `unknown`, ask paymentCheck before anything else (in v2 with `capture: false`, authCheck).
   * The `regKey` of a `PREAPPROVED` reservation comes in this reply alone and no query returns it: if it is lost and
   * the payment is made, let the buyer register again, or refund.
   */
  confirm(request: ConfirmRequest, options?: CallOptions): Promise<Reply<ConfirmReply>>;
  /**
   * Captures a payment that was confirmed with `capture: false`.
   *
   * Once for each authorisation: with a lower amount the rest is released.
   */
  capture(request: RequestOf<"capture", V>, options?: CallOptions): Promise<Reply<CaptureReply>>;
  /**
   * Voids an authorisation that has not been captured. A captured payment is refunded instead.
   */
  void(request: VoidRequest, options?: CallOptions): Promise<Reply<VoidReply>>;
  /**
   * Asks for payments that are authorised and not captured: 1 to 100 ids of one kind.
   *
   * Captured payments are found by paymentCheck instead. v3 and v4 have no such call: there it is answered from the
   * payment details. Where there is none, it is a `NOT_FOUND`.
   */
  authCheck(request: AuthCheckRequest, options?: CallOptions): Promise<Reply<AuthCheckReply>>;
  /**
   * Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
   *
   * Only what was paid is found: a reservation that was never confirmed is a `NOT_FOUND` (1150), and so is in v2 what
   * is only authorised: ask authCheck for that.
   */
  paymentCheck(request: RequestOf<"paymentCheck", V>, options?: CallOptions): Promise<Reply<PaymentCheckReply>>;
  /**
   * Refunds a captured payment, in part or in whole.
   *
   * After a lost answer ask paymentCheck for its `refundList` before refunding again: repeating a partial refund
   * blindly can refund twice.
   */
  refund(request: RefundRequest, options?: CallOptions): Promise<Reply<RefundReply>>;
  /**
   * Asks whether a regKey can be charged.
   *
   * A key that cannot is refused: 1190 unknown, 1193 expired, 1141 or 1154 its card or account.
   */
  regKeyCheck(request: RegKeyCheckRequest, options?: CallOptions): Promise<Reply<RegKeyCheckReply>>;
  /**
   * Charges a buyer through a regKey, at once.
   *
   * After a lost answer there is no transaction to ask for yet: ask paymentCheck by `orderId` (in v2 with
   * `capture: false` authCheck, for payment details do not list what is only authorised) before charging again.
   */
  preApproval(request: PreApprovalRequest, options?: CallOptions): Promise<Reply<PreApprovalReply>>;
  /**
   * Ends a regKey for good: charging it later is refused with 1193.
   */
  regKeyExpire(request: RegKeyExpireRequest, options?: CallOptions): Promise<Reply<RegKeyExpireReply>>;
  /**
   * Charges a buyer at the counter, at once, by the code that the LINE app shows (My Code).
   *
   * A code is good for 5 minutes and one payment; a wrong or used one is refused with 1133. After a lost answer the
   * money may be taken: ask orderCheck until the order is settled, and never charge again before. A 1133 to the same
   * code then may mean that the lost call has used it.
   */
  oneTimeKeyPay(this: [V] extends ["v3"] ? never : Calls<V>, request: RequestOf<"oneTimeKeyPay", V>, options?: CallOptions): Promise<Reply<OneTimeKeyPayReply>>;
  /**
   * Asks how a payment stands that was made at the counter (offline API).
   *
   * After a lost answer ask every 3 to 5 seconds (v4: every second), for 20 minutes at most. `NOT_FOUND` right after
   * the call may be too early.
   */
  orderCheck(this: [V] extends ["v3"] ? never : Calls<V>, request: OrderCheckRequest, options?: CallOptions): Promise<Reply<OrderCheckReply>>;
}

/** What each operation changes at LINE Pay. */
export const changes = {
  reserve: "reservation",
  statusCheck: "query",
  confirm: "payment",
  capture: "payment",
  void: "payment",
  authCheck: "query",
  paymentCheck: "query",
  refund: "payment",
  regKeyCheck: "query",
  preApproval: "payment",
  regKeyExpire: "regKey",
  oneTimeKeyPay: "payment",
  orderCheck: "query",
} as const satisfies { [O in keyof Operations]: Operations[O]["changes"] };
