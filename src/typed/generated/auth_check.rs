//! authCheck: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::PaymentRow;
use crate::id::{OrderId, TransactionId};
use crate::typed::{replies, requests};

/// Asks for payments that are authorised and not captured: 1 to 100 ids of one kind.
///
/// Captured payments are found by paymentCheck instead. v3 and v4 have no such call: there it is answered from the
/// payment details. Where there is none, it is a `NOT_FOUND`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthCheckRequest {
    /// Transactions, as text or as BigInts.
    pub transaction_id: Vec<TransactionId>,
    /// The merchant's orders. At most 100 bytes (v3, v4: characters).
    pub order_id: Vec<OrderId>,
}

requests! {
    AuthCheckRequest {
        * "transactionId": transaction_id,
        * "orderId": order_id,
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthCheckReply {
    /// One row for each authorisation; `payStatus` says whether it still holds.
    pub authorizations: Vec<PaymentRow>,
}

replies! {
    AuthCheckReply {
        = "authorizations": authorizations,
    }
}
