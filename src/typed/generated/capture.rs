//! capture: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::{PayInfo, PromotionRestriction};
use crate::id::{OrderId, TransactionId};
use crate::money::{Amount, Currency};
use crate::typed::{replies, requests};

/// Further settings of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaptureExtra {
    /// What points may not pay and earn.
    pub promotion_restriction: Option<PromotionRestriction>,
}

requests! {
    CaptureExtra {
        ? "promotionRestriction": promotion_restriction,
    }
}

/// Settings of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaptureOptions {
    /// Further settings.
    pub extra: Option<CaptureExtra>,
}

requests! {
    CaptureOptions {
        ? "extra": extra,
    }
}

/// Captures a payment that was confirmed with `capture: false`.
///
/// Once for each authorisation: with a lower amount the rest is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureRequest {
    /// The authorised payment's transaction, as text or as a BigInt.
    pub transaction_id: TransactionId,
    /// At most the authorised amount; more is refused with 1184.
    pub amount: Amount,
    /// The authorised currency.
    pub currency: Currency,
    /// Taiwan: what may not be paid with points. From older documents of LINE Pay. Only in v3 and v4.
    pub options: Option<CaptureOptions>,
}

requests! {
    CaptureRequest {
        = "transactionId": transaction_id,
        = "amount": amount,
        = "currency": currency,
        ? "options": options,
    }
}

/// The captured payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureReply {
    /// The transaction, as asked.
    pub transaction_id: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How the captured amount was paid; its split may differ from the one at confirm.
    pub pay_info: Vec<PayInfo>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    pub payment_provider: Option<String>,
}

replies! {
    CaptureReply {
        = "transactionId": transaction_id,
        = "orderId": order_id,
        = "payInfo": pay_info,
        ? "paymentProvider": payment_provider,
    }
}
