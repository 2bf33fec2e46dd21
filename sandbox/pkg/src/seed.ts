import type { SandboxSettings } from "./settings.js";
import type { SandboxFault, SandboxMethod, SandboxPayment, SandboxRegKey, Version } from "./views.js";

/** What a world begins with. */
export interface SandboxWorldSeed {
  /** 1 to 64 of `A-Z`, `a-z`, `0-9`, `.`, `_` and `-`; `w1`, `w2` and so on unless told otherwise. */
  name?: string;
  /** Ten digits that no other world has; drawn unless told otherwise. */
  channelId?: string;
  /** Drawn unless told otherwise. Never a real one. */
  channelSecret?: string;
  /** The shop's name; the sandbox's unless told otherwise. */
  merchantName?: string;
  settings?: Partial<SandboxSettings>;
  faults?: SandboxFault[];
  payments?: SandboxSeedPayment[];
  regKeys?: SandboxSeedRegKey[];
}

/** What a sandbox begins with: that of its own world, and other worlds. */
export interface SandboxSeed extends Omit<SandboxWorldSeed, "name"> {
  worlds?: SandboxWorldSeed[];
}

/** A payment that is there before the first call. */
export interface SandboxSeedPayment {
  /** 1 to 100 characters. */
  orderId: string;
  amount: number;
  /** The contract's unless told otherwise. */
  currency?: string;
  /** `CAPTURED` unless told otherwise. `RESERVED` and `AUTHORIZED` run out with their time, see `agoSeconds`. */
  state?: "RESERVED" | "AUTHENTICATED" | "AUTHORIZED" | "VOIDED" | "CAPTURED" | "PARTLY_REFUNDED" | "REFUNDED" | "CANCELLED" | "FAILED";
  /** Digits, as a text; drawn unless told otherwise. */
  transactionId?: string;
  /** How long ago all of it happened: 0 unless told otherwise. */
  agoSeconds?: number;
  /** Version of the call that made it: `v3` unless told otherwise. */
  version?: Version;
  /** `CREDIT_CARD` unless told otherwise. */
  method?: SandboxMethod;
  productName?: string;
  confirmUrl?: string;
  cancelUrl?: string;
  /** With `PARTLY_REFUNDED`, and only with it: what was given back. */
  refunded?: number;
}

/** A regKey that can be charged from the first call on. */
export interface SandboxSeedRegKey {
  /** Letters and digits; drawn unless told otherwise. */
  regKey?: string;
  /** `CREDIT_CARD` unless told otherwise. */
  method?: SandboxMethod;
  /** How long ago it was issued. */
  agoSeconds?: number;
}

/** What came into a world. */
export interface SandboxSeeded {
  /** With those that issued the regKeys. */
  transactions: SandboxPayment[];
  regKeys: SandboxRegKey[];
}

/** A world in the list. */
export interface SandboxWorldSummary {
  name: string;
  channelId: string;
  merchantName: string;
  /** How many there are. */
  payments: number;
}
