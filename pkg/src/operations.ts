// Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.

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
} as const;
