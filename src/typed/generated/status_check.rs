//! statusCheck: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::TransactionId;
use crate::money::Amount;
use crate::typed::{RequestStatus, replies, requests};

/// Asks whether the buyer has approved a reservation. Wait a second at least between two questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCheckRequest {
    /// The transaction that reserve returned, as text or as a BigInt.
    pub transaction_id: TransactionId,
}

requests! {
    StatusCheckRequest {
        = "transactionId": transaction_id,
    }
}

/// The shipping method that the buyer chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChosenShipping {
    /// The method's id.
    pub method_id: Option<String>,
    /// Its fee.
    pub fee_amount: Option<Amount>,
}

replies! {
    ChosenShipping {
        ? "methodId": method_id,
        ? "feeAmount": fee_amount,
    }
}

/// The answer: LINE Pay gives it as the return code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCheckReply {
    /// Where the reservation stands.
    pub status: RequestStatus,
    /// LINE Pay's return code: 0000, 0110, 0121, 0122 or 0123.
    pub return_code: String,
    /// With `options.shipping`: the method that the buyer chose, whose fee belongs to the amount of confirm.
    pub shipping: Option<ChosenShipping>,
}

replies! {
    StatusCheckReply {
        = "status": status,
        = "returnCode": return_code,
        ? "shipping": shipping,
    }
}
