import type { SandboxMethod, SandboxPart } from "./views.js";

/**
 * The sandbox's switches. What no document of LINE Pay settles is one too, marked *unverified*: the default is the reading that the most or
 * the best sources support. Return codes are texts of four digits.
 */
export interface SandboxSettings {
  /**
   * Payment server addresses, each with a mask of 24 to 30 or 32 (32 if left out): `203.0.113.0/24`. `null`: every address may call.
   * Default `null`.
   */
  allow: string[] | null;
  /** Every call answers 1105. Default `false`. */
  merchantDisabled: boolean;
  /** The contract's currency; others answer 1178. Default `"TWD"`. */
  currency: string;
  /**
   * A buyer by script: each reservation takes the next act, and the last one stays. Default `[]`: the buyer's pages, or `approve`, `cancel`
   * and `decline` of the control.
   */
  buyer: SandboxAct[];
  /** An orderId that begins with `SBX-` asks for what it names: `SBX-CONFIRM-1199-42`. Default `true`. */
  orderIdPatterns: boolean;
  /** Every answer has its note as the header `X-Sandbox-Note`; else those to calls with `x-sandbox-explain`. Default `false`. */
  explain: boolean;
  /** Reservations below it answer 1183. Default `null`. */
  minimumAmount: number | null;
  /** Reservations above it answer 1184. Default `null`. */
  maximumAmount: number | null;
  /** confirm answers 1172 when another transaction of the same orderId is paid. Default `false`; *unverified*. */
  paidOrderBlocksConfirm: boolean;
  /** reserve answers 1172 for an orderId that any earlier reservation used, paid or not. Default `false`; *unverified*. */
  strictOrderId: boolean;
  /** A confirm before the buyer approved ends the reservation (seen once). Default `false`. */
  prematureConfirmKills: boolean;
  /** Whether the contract has `capture: false`; otherwise it answers 2103. Default `true`. */
  allowSeparateCapture: boolean;
  /** Whether the contract has `payType: PREAPPROVED`; otherwise it answers 1194. Default `true`. */
  allowPreapproved: boolean;
  /** A payment of 0 with `PREAPPROVED` issues a regKey (two SDKs say so); otherwise it answers 1183. Default `true`. */
  freeRegistration: boolean;
  /** `payInfo` of such a payment: `[]`, or no such field. Default `"empty"`; *unverified*. */
  freePayInfo: "empty" | "absent";
  /** Whether the queries tell of such a payment. Default `true`; *unverified*. */
  freeRows: boolean;
  /** My Codes that are good, each for one call; others answer 1133. Default `[]`. */
  oneTimeKeys: string[];
  /** v2: `paymentUrl` in the reply to a reserve with `oneTimeKey`; one SDK knows it without. Default `true`. */
  oneTimeKeyUrl: boolean;
  /** v3 and v4: a nonce that came before answers 1106. Default `false`; *unverified*. */
  rejectReusedNonce: boolean;
  /** Time for the buyer to approve. Default `1200`. */
  approvalWindowSeconds: number;
  /** Time for confirm after the approval. Default `1200`; *unverified*. */
  confirmWindowSeconds: number;
  /** Time for the capture after confirm; then the authorisation lapses. Default `30`; *unverified*. */
  authorizationDays: number;
  /** Life of a regKey after its last payment. Default `180`; *unverified*. */
  regKeyDays: number;
  /** Time for refunds after the capture; contract dependent. Default `30`; *unverified*. */
  refundWindowDays: number;
  /** v2's confirmUrl gets `orderId` besides `transactionId`. Default `false`; *unverified*. */
  appendOrderId: boolean;
  /** v3 and v4: cancelUrl gets `orderId` and `transactionId` (LINE Pay: in some cases). Default `false`; *unverified*. */
  appendToCancelUrl: boolean;
  /** v3: `packages` in confirm's reply (documents: yes; often missing in live answers). Default `true`. */
  confirmPackages: boolean;
  /** v3: these packages with their products and without a name (live answers); otherwise as the documents have it. Default `true`. */
  confirmProducts: boolean;
  /** `refundTransactionId` in refund's reply as a text (seen live); otherwise a number. Default `false`. */
  refundIdAsText: boolean;
  /** v4: `paymentProvider`; `null` leaves it out. Default `"TSP"`. */
  paymentProvider: "TSP" | "EPI" | null;
  /** v3 and v4: the buyer's mobile barcode in `merchantReference` (Taiwan); `null` leaves it out. Default `null`. */
  mobileCarrier: string | null;
  /** `maskedCreditCardNumber` in confirm's reply (only for merchants that asked for it). Default `true`. */
  maskedCardNumber: boolean;
  /** v2: sign of `refundList[].refundAmount`; its guides show positive sums. Default `"positive"`. */
  refundAmountSign: "positive" | "negative";
  /** v3 and v4: the same; negative in live answers. Default `"negative"`. */
  refundAmountSignV3: "positive" | "negative";
  /** Sign of `payInfo[].amount` in a refund's own row. Default `"negative"`; *unverified*. */
  refundRowSign: "positive" | "negative";
  /** A query with both kinds of ids. Default `"union"`; *unverified*. */
  mixedQuery: "union" | "intersection";
  /** confirm of a transaction that never was: 1150 or 1159. Default `"1150"`; *unverified*. */
  confirmUnknown: string;
  /** confirm of a paid transaction: 1172 (live) or 1152 (documents). Default `"1172"`. */
  confirmRepeated: string;
  /** confirm after the buyer cancelled: 1159 or 1180. Default `"1159"`; *unverified*. */
  confirmCancelled: string;
  /** confirm after the payment failed: 1159 or 1169. Default `"1159"`; *unverified*. */
  confirmFailed: string;
  /** confirm of a reservation that lapsed before the buyer approved: 1159 or 1180. Default `"1159"`; *unverified*. */
  confirmLapsed: string;
  /** confirm too long after the approval: 1180 or 1159. Default `"1180"`; *unverified*. */
  confirmExpired: string;
  /** confirm or capture with another currency than reserved. Default `"1153"`; *unverified*. */
  confirmOtherCurrency: string;
  /** check-status of a request that was approved and not confirmed in time. Default `"0121"`; *unverified*. */
  statusExpired: string;
  /** capture of a captured payment: 1155 or 1179. Default `"1155"`; *unverified*. */
  captureRepeated: string;
  /** capture of a voided authorisation: 1155 or 1179. Default `"1155"`; *unverified*. */
  captureVoided: string;
  /** capture of a lapsed authorisation: 1179 or 1180. Default `"1179"`; *unverified*. */
  captureLapsed: string;
  /** void of a captured payment. Default `"1155"`; *unverified*. */
  voidCaptured: string;
  /** void of a lapsed authorisation. Default `"1155"`; *unverified*. */
  voidLapsed: string;
  /** refund of an authorisation: 1155 or 1179. Default `"1155"`; *unverified*. */
  refundAuthorized: string;
  /** refund of a voided authorisation. Default `"1155"`; *unverified*. */
  refundVoided: string;
  /** refund of a lapsed authorisation. Default `"1155"`; *unverified*. */
  refundLapsed: string;
  /** Use of a regKey that a failed charge ended: 1193 or 1190. Default `"1193"`; *unverified*. */
  regKeyDiscarded: string;
  /** Use of a regKey that the buyer ended: 1141 (official text) or 1193. Default `"1141"`. */
  regKeyEndedByBuyer: string;
  /** A refund with an explicit amount when nothing is left: 1165 or 1164 (both seen live). Default `"1165"`. */
  refundRepeatedWithAmount: string;
  /** `100.0` and `1e2` answer 1124 in a currency without decimals where money moves (live: confirm and refund, JPY). Default `true`. */
  plainSums: boolean;
  /** v2: an unknown value of an enumeration cannot be read (2102; a foreign suite); otherwise 2101, a currency 1178. Default `true`. */
  unreadableEnums: boolean;
  /** v2: a value of another type cannot be read either (2102); otherwise 2101. Default `false`; *unverified*. */
  unreadableTypes: boolean;
  /** A number where a text belongs is taken as its text (a plugin in use); otherwise 2101. Default `true`. */
  numbersAsTexts: boolean;
  /** v3, v4: a text where a number or a boolean belongs is taken as that (a plugin in use); otherwise 2101. Default `true`. */
  textsAsNumbers: boolean;
  /** `transactionId[]=` and `transactionId[0]=` count in queries, `orderId` alike; otherwise they are ignored. Default `true`. */
  bracketedIds: boolean;
  /** Ids joined by commas count in queries. Default `true`; *unverified*. */
  joinedIds: boolean;
  /** An empty `orderId=` or `transactionId=` beside other ids counts as left out. Default `true`; *unverified*. */
  emptyIds: boolean;
  /** POST without a body needs no `Content-Type`; otherwise 1106. Default `true`; *unverified*. */
  untypedPosts: boolean;
  /**
   * A body `null` where it may be left out: 2101, or as no body, which to refund would mean everything. Default `"exceptRefund"`: refund
   * alone answers 2101; *unverified*.
   */
  nullBody: "refuse" | "exceptRefund" | "take";
  /** v2: `productImageUrl` may be http; otherwise 2101 (documents: https in the sandbox). Default `true`. */
  httpImages: boolean;
}

/** What a buyer by script does with a reservation. */
export interface SandboxAct {
  /** `abandon`: nothing at all. */
  action: "approve" | "cancel" | "decline" | "abandon";
  /** Of this order alone; its acts come in the place of those without an order. */
  orderId?: string;
  /** With `approve`: `CREDIT_CARD` unless told otherwise. */
  method?: SandboxMethod;
  /** In its place: several, whose sums add up to the amount. */
  methods?: SandboxPart[];
  /** So long after the reservation, by the sandbox's clock: at the next request after that. At once unless told otherwise. */
  afterSeconds?: number;
}
