//! orderCheck: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::PayInfo;
use crate::id::{OrderId, TransactionId};
use crate::typed::{replies, requests};

/// Asks how a payment stands that was made at the counter (offline API).
///
/// After a lost answer ask every 3 to 5 seconds (v4: every second), for 20 minutes at most. `NOT_FOUND` right after the
/// call may be too early.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderCheckRequest {
    /// The merchant's order number. At most 100 bytes (v3, v4: characters).
    pub order_id: OrderId,
}

requests! {
    OrderCheckRequest {
        = "orderId": order_id,
    }
}

/// How the order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderCheckReply {
    /// `COMPLETE`: paid; `AUTH_READY`: authorised, not captured; `REFUND`: given back; `CANCEL` and `FAIL`: not paid,
    /// for good. Others may come and mean that it is not settled yet.
    pub status: String,
    /// The payment's transaction.
    pub transaction_id: Option<TransactionId>,
    /// The merchant's order.
    pub order_id: Option<OrderId>,
    /// When, ISO 8601 in UTC.
    pub transaction_date: Option<String>,
    /// How it was paid; the parts add up to the amount.
    pub pay_info: Option<Vec<PayInfo>>,
    /// For `AUTH_READY`: after this LINE Pay voids the authorisation.
    pub authorization_expire_date: Option<String>,
}

replies! {
    OrderCheckReply {
        = "status": status,
        ? "transactionId": transaction_id,
        ? "orderId": order_id,
        ? "transactionDate": transaction_date,
        ? "payInfo": pay_info,
        ? "authorizationExpireDate": authorization_expire_date,
    }
}
