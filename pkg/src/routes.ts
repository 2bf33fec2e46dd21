// Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.

/**
 * Where each operation lives behind the version; `{…}` is the field of the request that stands there. Where two share a place, the later
 * one is meant.
 */
export const routes = {
  v2: {
    reserve: "POST /payments/request",
    confirm: "POST /payments/{transactionId}/confirm",
    capture: "POST /payments/authorizations/{transactionId}/capture",
    void: "POST /payments/authorizations/{transactionId}/void",
    authCheck: "GET /payments/authorizations",
    paymentCheck: "GET /payments",
    refund: "POST /payments/{transactionId}/refund",
    regKeyCheck: "GET /payments/preapprovedPay/{regKey}/check",
    preApproval: "POST /payments/preapprovedPay/{regKey}/payment",
    regKeyExpire: "POST /payments/preapprovedPay/{regKey}/expire",
    oneTimeKeyPay: "POST /payments/oneTimeKeys/pay",
    orderCheck: "GET /payments/orders/{orderId}/check",
  },
  v3: {
    reserve: "POST /payments/request",
    statusCheck: "GET /payments/requests/{transactionId}/check",
    confirm: "POST /payments/{transactionId}/confirm",
    capture: "POST /payments/authorizations/{transactionId}/capture",
    void: "POST /payments/authorizations/{transactionId}/void",
    authCheck: "GET /payments",
    paymentCheck: "GET /payments",
    refund: "POST /payments/{transactionId}/refund",
    regKeyCheck: "GET /payments/preapprovedPay/{regKey}/check",
    preApproval: "POST /payments/preapprovedPay/{regKey}/payment",
    regKeyExpire: "POST /payments/preapprovedPay/{regKey}/expire",
  },
  v4: {
    reserve: "POST /payments/request",
    statusCheck: "GET /payments/requests/{transactionId}/check",
    confirm: "POST /payments/{transactionId}/confirm",
    capture: "POST /payments/authorizations/{transactionId}/capture",
    void: "POST /payments/authorizations/{transactionId}/void",
    authCheck: "GET /payments",
    paymentCheck: "GET /payments",
    refund: "POST /payments/{transactionId}/refund",
    regKeyCheck: "GET /payments/preapprovedPay/{regKey}/check",
    preApproval: "POST /payments/preapprovedPay/{regKey}/payment",
    regKeyExpire: "POST /payments/preapprovedPay/{regKey}/expire",
    oneTimeKeyPay: "POST /payments/oneTimeKeys/pay",
    orderCheck: "GET /payments/orders/{orderId}/check",
  },
} as const;
