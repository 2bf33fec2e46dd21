import type { Package, PackagesReserve, PaymentUrl, ProductReserve, ReserveOptions, ReserveReply } from "./wire.js";

/** A version of LINE Pay's online API. The merchant's contract and country decide which one. */
export type Version = "v2" | "v3" | "v4";

/** What reserve takes in v3: everything but the terms that only v4 knows. */
export interface ReserveRequestV3 extends Omit<PackagesReserve, "options"> {
  /** Further settings. */
  options?: Omit<ReserveOptions, "regPayRequest">;
}

/** What reserve takes in v4: no user fee, no shipping, no official accounts. */
export interface ReserveRequestV4 extends Omit<PackagesReserve, "options" | "packages"> {
  /** Groups of products, for example one for each seller; one at least. */
  packages: Omit<Package, "userFee">[];
  /** Further settings. */
  options?: Omit<ReserveOptions, "shipping" | "familyService">;
}

/** What reserve takes in each version. */
export interface ReserveRequests {
  /** One product; lengths in bytes. */
  v2: ProductReserve;
  /** Packages of products; lengths in characters. */
  v3: ReserveRequestV3;
  /** Packages of products; lengths in characters. */
  v4: ReserveRequestV4;
}

/** What reserve takes in the version `V`. */
export type ReserveRequest<V extends Version = Version> = ReserveRequests[V];

/** What reserve takes where the buyer is sent to a page: without a `oneTimeKey`, which only v2 has. */
export type ReserveRequestWithPage<V extends Version = Version> = {
  v2: ProductReserve & { oneTimeKey?: undefined };
  v3: ReserveRequestV3;
  v4: ReserveRequestV4;
}[V];

/** A reservation without a `oneTimeKey`: there always is a page where the buyer approves. */
export interface ReservedWithPage extends ReserveReply {
  /** Where the buyer approves. */
  paymentUrl: PaymentUrl;
}
