//! confirm: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::{MerchantReference, PackageRow, PayInfo, Shipping};
use crate::id::{OrderId, RegKey, TransactionId};
use crate::money::{Amount, Currency};
use crate::typed::{replies, requests};

/// Confirms a reservation that the buyer has approved: charges the buyer, or authorises with `capture: false`. The
/// amount is that of the reservation, from your own records and never from a page.
///
/// Never use it to find out whether the buyer has approved: a premature confirm is refused with 1169 and may end the
/// reservation.
///
/// On an error with outcome `unknown`, ask paymentCheck before anything else (in v2 with `capture: false`, authCheck).
/// The `regKey` of a `PREAPPROVED` reservation comes in this reply alone and no query returns it: if it is lost and the
/// payment is made, let the buyer register again, or refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmRequest {
    /// The transaction that reserve returned, as text or as a BigInt.
    pub transaction_id: TransactionId,
    /// The reserved amount, exactly; a different one is refused with 1153. 0 is for a reservation that only registers
    /// the buyer (`payType: "PREAPPROVED"`, amount 0).
    pub amount: Amount,
    /// The reserved currency.
    pub currency: Currency,
}

requests! {
    ConfirmRequest {
        = "transactionId": transaction_id,
        = "amount": amount,
        = "currency": currency,
    }
}

/// The payment that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmReply {
    /// The transaction, as asked.
    pub transaction_id: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How it was paid; the parts add up to the amount. Empty where nothing was charged: a registration with amount 0.
    pub pay_info: Vec<PayInfo>,
    /// For `capture: false`: after this LINE Pay voids the authorisation.
    pub authorization_expire_date: Option<String>,
    /// For `payType: "PREAPPROVED"`: the key for automatic payments. No query returns it again: if this reply is lost,
    /// let the buyer register again, or refund the payment.
    pub reg_key: Option<RegKey>,
    /// v3: the packages that were paid; often left out.
    pub packages: Option<Vec<PackageRow>>,
    /// v3: the shipping that the buyer chose.
    pub shipping: Option<Shipping>,
    /// Taiwan: the buyer's cards with the merchant.
    pub merchant_reference: Option<MerchantReference>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    pub payment_provider: Option<String>,
}

replies! {
    ConfirmReply {
        = "transactionId": transaction_id,
        = "orderId": order_id,
        = "payInfo": pay_info,
        ? "authorizationExpireDate": authorization_expire_date,
        ? "regKey": reg_key,
        ? "packages": packages,
        ? "shipping": shipping,
        ? "merchantReference": merchant_reference,
        ? "paymentProvider": payment_provider,
    }
}
