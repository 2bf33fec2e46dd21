import type { Operations } from "./operations.js";
import type { PaymentUrl, ProductReserve, ReserveReply, ReserveRequestV3, ReserveRequestV4, StatusCheckReply } from "./wire.js";

/** A version of LINE Pay's online API. The merchant's contract and country decide which one. */
export type Version = "v2" | "v3" | "v4";

/** What an operation takes in the version `V`. */
export type RequestOf<O extends keyof Operations, V extends Version = Version> = V extends keyof Operations[O]["requests"]
  ? Operations[O]["requests"][V]
  : never;

/** What reserve takes in each version: one product with lengths in bytes, later packages of products with lengths in characters. */
export type ReserveRequests = Operations["reserve"]["requests"];

/** What reserve takes in the version `V`. */
export type ReserveRequest<V extends Version = Version> = ReserveRequests[V];

/** What reserve takes where the buyer is sent to a page: without a `oneTimeKey`, which only v2 has. */
export type ReserveRequestWithPage<V extends Version = Version> = {
  v2: ProductReserve & { oneTimeKey?: undefined };
  v3: ReserveRequestV3;
  v4: ReserveRequestV4;
}[V];

/** Where a reservation stands. */
export type RequestStatus = StatusCheckReply["status"];

/** A reservation without a `oneTimeKey`: there always is a page where the buyer approves. */
export interface ReservedWithPage extends ReserveReply {
  /** Where the buyer approves. */
  paymentUrl: PaymentUrl;
}
