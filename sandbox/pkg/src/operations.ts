// Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.

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
  | "regKeyExpire"
  | "oneTimeKeyPay"
  | "orderCheck";

/** Those that only ask. */
export type SandboxQuery = "statusCheck" | "authCheck" | "paymentCheck" | "regKeyCheck" | "orderCheck";
