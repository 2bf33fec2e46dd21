//! paymentCheck: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::PaymentRow;
use crate::id::{OrderId, TransactionId};
use crate::typed::{replies, requests};

/// Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
///
/// Only what was paid is found: a reservation that was never confirmed is a `NOT_FOUND` (1150), and so is in v2 what is
/// only authorised: ask authCheck for that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentCheckRequest {
    /// Transactions of payments or of refunds, as text or as BigInts.
    pub transaction_id: Vec<TransactionId>,
    /// The merchant's orders. At most 100 bytes (v3, v4: characters).
    pub order_id: Vec<OrderId>,
    /// Which half of the data to return; all without it. One of `ALL`, `TRANSACTION`, `ORDER`. Only in v3.
    pub fields: Option<String>,
}

requests! {
    PaymentCheckRequest {
        * "transactionId": transaction_id,
        * "orderId": order_id,
        ? "fields": fields,
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentCheckReply {
    /// One row for each payment or refund that was found.
    pub payments: Vec<PaymentRow>,
}

replies! {
    PaymentCheckReply {
        = "payments": payments,
    }
}
