//! refund: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::TransactionId;
use crate::money::Amount;
use crate::typed::{replies, requests};

/// Refunds a captured payment, in part or in whole.
///
/// After a lost answer ask paymentCheck for its `refundList` before refunding again: repeating a partial refund blindly
/// can refund twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// The payment's transaction (never that of an earlier refund), as text or as a BigInt.
    pub transaction_id: TransactionId,
    /// What to give back, above 0. Leave the key out to refund everything that is left. Its decimals are checked before
    /// anything is sent where the currency is known: from `expected.currency` or `payment`.
    pub refund_amount: Option<Amount>,
}

requests! {
    RefundRequest {
        = "transactionId": transaction_id,
        ? "refundAmount": refund_amount,
    }
}

/// The refund that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundReply {
    /// The refund's own transaction; later refunds still name the payment's.
    pub refund_transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    pub refund_transaction_date: Option<String>,
}

replies! {
    RefundReply {
        = "refundTransactionId": refund_transaction_id,
        ? "refundTransactionDate": refund_transaction_date,
    }
}
