/** What the sandbox tells its console: see `sandbox/src/console`. */
import type { SandboxCall, SandboxClock, SandboxFault, SandboxMethod, SandboxState, SandboxWorldSummary, Version } from "../../src/control";

export type { SandboxCall, SandboxClock, SandboxFault, SandboxMethod, SandboxState, SandboxWorldSummary };

export interface Overview {
  merchantName: string;
  channelId: string;
  currency: string;
  now: string;
  calls: number;
}

export interface Row {
  transactionId: string;
  orderId: string;
  productName: string;
  version: Version;
  state: SandboxState;
  currency: string;
  amount: number;
  captured: number;
  refundable: number;
  refunded: number | null;
  method: SandboxMethod | null;
  reservedAt: string;
  authorizedUntil: string | null;
}

export interface List {
  found: number;
  offset: number;
  now: string;
  rows: Row[];
}

export type StepName =
  | "reserved"
  | "approved"
  | "authorized"
  | "captured"
  | "cancelled"
  | "failed"
  | "voided"
  | "refunded"
  | "approveUntil"
  | "confirmUntil"
  | "captureUntil";

export interface Life {
  now: string;
  payment: Row;
  payType: "NORMAL" | "PREAPPROVED";
  capture: boolean;
  confirmUrlType: "CLIENT" | "SERVER" | "NONE";
  reserveId: string | null;
  regKey: string | null;
  branchName: string | null;
  confirmUrl: string | null;
  cancelUrl: string | null;
  shares: { method: SandboxMethod; amount: number }[];
  life: { what: StepName; at: string; amount?: number; id?: string; ahead: boolean }[];
  calls: SandboxCall[];
}

export type NoticeKind = "paid" | "refunded" | "lapsing" | "lapsed" | "keyEnded" | "refusedAddress";

export interface Notice {
  kind: NoticeKind;
  at: string;
  orderId?: string;
  transactionId?: string;
  amount?: number;
  currency?: string;
  detail?: string;
}

export interface Address {
  address: string;
  at: string | null;
}

export interface Day {
  day: string;
  captures: number;
  captured: number;
  refunds: number;
  refunded: number;
  fee: number;
  payout: number;
}

export const STATES: SandboxState[] = [
  "RESERVED",
  "AUTHENTICATED",
  "AUTHORIZED",
  "CAPTURED",
  "PARTLY_REFUNDED",
  "REFUNDED",
  "VOIDED",
  "LAPSED",
  "CANCELLED",
  "FAILED",
  "EXPIRED",
];
