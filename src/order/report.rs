//! What the merchant should know of a visit.

use serde::Serialize;

use super::payment::Payment;
use crate::error::ErrorReport;
use crate::id::{OrderId, TransactionId};
use crate::json::{json, json_names};
use crate::money::{Amount, Currency};
use crate::payment::PaymentRow;

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// A confirm for one order was answered for another: money moved for that one.
    OtherOrder,
    /// The order has more than one payment that holds money: give the `extras` back.
    PaidTwice,
    /// The order was `PREAPPROVED` and is paid, but no visit may have its regKey: let the buyer register
    /// again, or refund it.
    RegKeyLost,
    /// The order's payment has another sum or currency than was quoted.
    AmountDiffers,
    /// The order was quoted to be captured at once, but LINE Pay has only authorised it, or the other way about.
    CaptureDiffers,
    /// Less than was quoted is captured, and the visit cannot know whether of the order's own authorisation.
    CapturedLess,
    /// A visit brought a transaction that does not fit its order. It was not confirmed.
    ForeignTransaction,
    /// The buyer chose a shipping fee that the quote does not allow. Nothing was confirmed.
    ShippingFee,
    /// A link that was signed by another deployment of the shop: with another signing key or for another version of
    /// LINE Pay. It is asked about, never confirmed.
    OutdatedLink,
    /// A link that has the form of a signed order, signed with a key that this deployment does not have. If the shop
    /// has changed its `signingKey`, the old one has to stay in the list until its last links are over.
    UnknownKey,
    /// LINE Pay refused a call for a reason that the merchant has to mend.
    Refused,
    /// With a ledger: LINE Pay lists a payment of the order that the ledger does not have. Nothing is delivered for it.
    Unrecorded,
    /// With a ledger: what became of a step cannot be found out by asking LINE Pay. A person has to.
    Unknown,
}

/// How to give back a payment that is one too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// It is captured.
    Refund,
    /// It is only authorised, where LINE Pay refuses a refund.
    Void,
}

json_names! {
    ProblemKind {
        OtherOrder: "other-order",
        PaidTwice: "paid-twice",
        RegKeyLost: "reg-key-lost",
        AmountDiffers: "amount-differs",
        CaptureDiffers: "capture-differs",
        CapturedLess: "captured-less",
        ForeignTransaction: "foreign-transaction",
        ShippingFee: "shipping-fee",
        OutdatedLink: "outdated-link",
        UnknownKey: "unknown-key",
        Refused: "refused",
        Unrecorded: "unrecorded",
        Unknown: "unknown",
    }
    Advice {
        Refund: "refund",
        Void: "void",
    }
}

/// A payment of the order that is one too many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Extra {
    /// The transaction to give back.
    pub transaction_id: TransactionId,
    /// What it still holds, in units of the currency; absent when LINE Pay does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Amount>,
    /// ISO 4217.
    pub currency: String,
    /// How.
    pub advice: Advice,
}

/// What the shop asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The merchant's order.
    pub order_id: OrderId,
    /// The transaction that the visit brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// The quoted sum.
    pub amount: Amount,
    /// Its currency.
    pub currency: Currency,
}

/// What LINE Pay said instead, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Got {
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// The sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl Got {
    pub(crate) fn transaction(id: TransactionId) -> Got {
        Got { transaction_id: Some(id), ..Got::default() }
    }

    pub(crate) fn payment(payment: &Payment) -> Got {
        Got {
            order_id: Some(payment.order_id.clone()),
            transaction_id: Some(payment.transaction_id),
            amount: Some(payment.amount),
            currency: Some(payment.currency.as_str().to_owned()),
        }
    }

    pub(crate) fn row(row: &PaymentRow) -> Got {
        Got {
            order_id: Some(row.order_id.clone()),
            transaction_id: Some(row.transaction_id),
            amount: row.paid,
            currency: Some(row.currency.clone()),
        }
    }
}

/// Something that the merchant should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// What happened and what to do, in English.
    pub message: String,
    /// What the shop asked for.
    pub asked: Asked,
    /// What LINE Pay said instead; with `paid-twice` the first of the extras.
    pub got: Got,
    /// With `paid-twice`: every payment to give back. The same from each of the order's pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<Extra>,
    /// The error behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

json! {
    Extra { = "transactionId": transaction_id, ? "left": left, = "currency": currency, = "advice": advice }

    Asked { = "orderId": order_id, ? "transactionId": transaction_id, = "amount": amount, = "currency": currency }

    Got { ? "orderId": order_id, ? "transactionId": transaction_id, ? "amount": amount, ? "currency": currency }

    Problem {
        = "kind": kind,
        = "message": message,
        = "asked": asked,
        = "got": got,
        * "extras": extras,
        ? "error": error,
    }
}
