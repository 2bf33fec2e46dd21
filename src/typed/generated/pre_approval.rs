//! preApproval: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::PayInfo;
use crate::id::{OrderId, RegKey, TransactionId};
use crate::money::{Amount, Currency};
use crate::typed::{replies, requests};

/// Charges a buyer through a regKey, at once.
///
/// After a lost answer there is no transaction to ask for yet: ask paymentCheck by `orderId` (in v2 with `capture:
/// false` authCheck, for payment details do not list what is only authorised) before charging again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreApprovalRequest {
    /// The key that confirm returned.
    pub reg_key: RegKey,
    /// What is paid for. At most 4000 bytes (v3, v4: characters).
    pub product_name: String,
    /// The total, above 0.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// The merchant's order number, a fresh one for each charge. At most 100 bytes (v3, v4: characters).
    pub order_id: OrderId,
    /// true (default): charge; false: authorise only, then capture or void.
    pub capture: Option<bool>,
}

requests! {
    PreApprovalRequest {
        = "regKey": reg_key,
        = "productName": product_name,
        = "amount": amount,
        = "currency": currency,
        = "orderId": order_id,
        ? "capture": capture,
    }
}

/// The payment that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreApprovalReply {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    pub transaction_date: Option<String>,
    /// The merchant's order; LINE Pay often leaves it out.
    pub order_id: Option<OrderId>,
    /// How it was paid; LINE Pay often leaves it out.
    pub pay_info: Option<Vec<PayInfo>>,
    /// For `capture: false`: after this LINE Pay voids the authorisation.
    pub authorization_expire_date: Option<String>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    pub payment_provider: Option<String>,
}

replies! {
    PreApprovalReply {
        = "transactionId": transaction_id,
        ? "transactionDate": transaction_date,
        ? "orderId": order_id,
        ? "payInfo": pay_info,
        ? "authorizationExpireDate": authorization_expire_date,
        ? "paymentProvider": payment_provider,
    }
}
