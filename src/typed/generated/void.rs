//! void: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::TransactionId;
use crate::typed::{replies, requests};

/// Voids an authorisation that has not been captured. A captured payment is refunded instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidRequest {
    /// The authorised payment's transaction, as text or as a BigInt.
    pub transaction_id: TransactionId,
}

requests! {
    VoidRequest {
        = "transactionId": transaction_id,
    }
}

/// The authorisation is voided. LINE Pay says nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoidReply {}

replies! {
    VoidReply {}
}
