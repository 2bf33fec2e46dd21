// Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.

/** Where each operation lives: `{}` is an id; where two share a place, the later one is meant. */
export const routes = {
  v2: {
    reserve: "POST /payments/request",
    confirm: "POST /payments/{}/confirm",
    capture: "POST /payments/authorizations/{}/capture",
    void: "POST /payments/authorizations/{}/void",
    authCheck: "GET /payments/authorizations",
    paymentCheck: "GET /payments",
    refund: "POST /payments/{}/refund",
    regKeyCheck: "GET /payments/preapprovedPay/{}/check",
    preApproval: "POST /payments/preapprovedPay/{}/payment",
    regKeyExpire: "POST /payments/preapprovedPay/{}/expire",
  },
  v3: {
    reserve: "POST /payments/request",
    statusCheck: "GET /payments/requests/{}/check",
    confirm: "POST /payments/{}/confirm",
    capture: "POST /payments/authorizations/{}/capture",
    void: "POST /payments/authorizations/{}/void",
    authCheck: "GET /payments",
    paymentCheck: "GET /payments",
    refund: "POST /payments/{}/refund",
    regKeyCheck: "GET /payments/preapprovedPay/{}/check",
    preApproval: "POST /payments/preapprovedPay/{}/payment",
    regKeyExpire: "POST /payments/preapprovedPay/{}/expire",
  },
  v4: {
    reserve: "POST /payments/request",
    statusCheck: "GET /payments/requests/{}/check",
    confirm: "POST /payments/{}/confirm",
    capture: "POST /payments/authorizations/{}/capture",
    void: "POST /payments/authorizations/{}/void",
    authCheck: "GET /payments",
    paymentCheck: "GET /payments",
    refund: "POST /payments/{}/refund",
    regKeyCheck: "GET /payments/preapprovedPay/{}/check",
    preApproval: "POST /payments/preapprovedPay/{}/payment",
    regKeyExpire: "POST /payments/preapprovedPay/{}/expire",
  },
} as const;
