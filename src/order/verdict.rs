//! What a visit to the shop's payment pages comes to, and what the merchant should know.

use serde::Serialize;

use super::terms::Order;
use crate::error::{Error, ErrorReport};
use crate::id::{OrderId, RegKey, TransactionId};
use crate::money::{Amount, Currency};
use crate::operations::{ConfirmReply, PayInfo, PaymentRow, Shipping};

/// Where an order stands after a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Paid in full, nothing refunded.
    Paid,
    /// Authorised in full (`capture: false`): LINE Pay holds the sum until it is captured or voided.
    Authorized,
    /// Paid, and something of it was given back.
    Refunded,
    /// It was authorised, and the authorisation was voided or has lapsed; nothing is held.
    Released,
    /// LINE Pay has not yet said what happened; ask again.
    Pending,
    /// The buyer has not approved the payment (1169). Confirming again does not help.
    NotApproved,
    /// LINE Pay has recorded no payment, perhaps not yet.
    Unpaid,
    /// LINE Pay has recorded no payment, and the signed order can no longer be confirmed: it is too old, or was signed
    /// by another deployment of the shop (see the problem `outdated-link`).
    Expired,
    /// LINE Pay or the card refused the payment; this visit moved nothing.
    Declined,
    /// The reservation is no longer valid; this visit moved nothing.
    Gone,
    /// The transaction in the URL does not fit this order; this visit moved nothing.
    Foreign,
    /// Money moved, but for another order.
    Misdirected,
    /// LINE Pay has a payment of this order whose sum or currency differs.
    Mismatch,
    /// LINE Pay has captured less than was quoted, and this visit cannot know whether that was the order's own
    /// authorisation (`capture: false`) or one over a smaller sum. Nothing is delivered for it.
    CapturedLess,
    /// The URL's signed order is missing, altered, or of another shop.
    InvalidToken,
    /// LINE Pay cannot be asked before the merchant has mended something: nothing is known of the money.
    Unclear,
    /// The payment cannot be confirmed for a reason that the merchant has to mend; this visit moved nothing.
    Error,
}

/// An order that is paid or authorised in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// The idempotency key, equal to `transactionId`: the same payment comes with the same key on
    /// every visit. An order that was paid twice (see the problem `paid-twice`) may come with a second
    /// key, so deliver once for each `orderId` and record payments by key.
    pub key: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// The transaction that paid it; refund this one.
    pub transaction_id: TransactionId,
    /// The sum, in units of the currency: that of the order, or less if less was captured.
    pub amount: Amount,
    /// The currency.
    pub currency: Currency,
    /// true: the money is taken; false: it is authorised (`capture: false`), so capture it in time.
    pub captured: bool,
    /// For an authorisation: after this LINE Pay voids it. ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// How it was paid.
    pub pay_info: Vec<PayInfo>,
    /// v3: the shipping that the buyer chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// When, ISO 8601 in UTC; absent right after confirm, which does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// What was given back, when something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded: Option<Amount>,
    /// For `payType: "PREAPPROVED"`: the key for automatic payments. Only the visit that confirmed the payment
    /// has it, and no query returns it again: keep it the first time, and do not overwrite it by its absence on
    /// later visits. If that visit's answer was lost (see the problem `reg-key-lost`) or its process ended, no
    /// visit has the key: let the buyer register again, or refund the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reg_key: Option<RegKey>,
}

impl Payment {
    /// By the answer to confirm, over the sum that it was held against.
    pub(crate) fn confirmed(order: &Order, sum: Amount, captured: bool, reply: ConfirmReply) -> Payment {
        Payment {
            key: reply.transaction_id,
            order_id: reply.order_id,
            transaction_id: reply.transaction_id,
            amount: sum,
            currency: order.currency,
            captured,
            authorization_expire_date: reply.authorization_expire_date.filter(|_| !captured),
            pay_info: reply.pay_info,
            shipping: reply.shipping,
            transaction_date: None,
            refunded: None,
            reg_key: reply.reg_key,
        }
    }

    /// By a row of the payment details or of the authorisations.
    pub(crate) fn found(order: &Order, row: PaymentRow) -> Payment {
        Payment {
            key: row.transaction_id,
            order_id: order.order_id.clone(),
            transaction_id: row.transaction_id,
            amount: row.paid().unwrap_or(order.amount),
            currency: order.currency,
            captured: row.is_captured(),
            authorization_expire_date: row.authorization_expire_date.clone().filter(|_| !row.is_captured()),
            refunded: row.refunded().filter(|sum| sum.is_positive()),
            pay_info: row.pay_info,
            shipping: row.shipping,
            transaction_date: row.transaction_date,
            reg_key: None,
        }
    }

    /// A registration over nothing, of which LINE Pay says no more than that it is complete.
    fn registered(order: &Order, transaction: TransactionId) -> Payment {
        Payment {
            key: transaction,
            order_id: order.order_id.clone(),
            transaction_id: transaction,
            amount: Amount::ZERO,
            currency: order.currency,
            captured: order.capture,
            authorization_expire_date: None,
            pay_info: Vec::new(),
            shipping: None,
            transaction_date: None,
            refunded: None,
            reg_key: None,
        }
    }
}

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
            amount: row.paid(),
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

/// What a visit came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CheckoutVerdict {
    /// Where the order stands.
    pub state: State,
    /// The order, once the signed token was good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The transaction that the visit was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// The payment, when the state is `paid`, `authorized`, `refunded` or `released`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// What the merchant should look at.
    pub problems: Vec<Problem>,
    /// Where the order's standing can be asked, without confirming.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_url: Option<String>,
    /// Where a pending confirmation is tried again: it asks first. Absent where no further confirm may be sent for now;
    /// then ask at `statusUrl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_url: Option<String>,
    /// The whole value of a `Set-Cookie` header, where the browser should remember what became of a confirm: while that
    /// is not known, no other reservation of the order is confirmed from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_cookie: Option<String>,
    /// The error that decided the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

impl CheckoutVerdict {
    pub(crate) fn of(state: State) -> CheckoutVerdict {
        CheckoutVerdict {
            state,
            order_id: None,
            transaction_id: None,
            payment: None,
            problems: Vec::new(),
            status_url: None,
            confirm_url: None,
            set_cookie: None,
            error: None,
        }
    }

    pub(crate) fn because(state: State, error: &Error) -> CheckoutVerdict {
        CheckoutVerdict { error: Some(error.report()), ..CheckoutVerdict::of(state) }
    }

    /// A registration over nothing is complete, and LINE Pay says no more of it.
    pub(crate) fn registered(order: &Order, transaction: TransactionId) -> CheckoutVerdict {
        let state = if order.capture { State::Paid } else { State::Authorized };
        CheckoutVerdict::with_payment(state, Payment::registered(order, transaction))
    }

    pub(crate) fn with_payment(state: State, payment: Payment) -> CheckoutVerdict {
        CheckoutVerdict { payment: Some(payment), ..CheckoutVerdict::of(state) }
    }

    /// Does a payment of this transaction decide it?
    pub(crate) fn is_paid_by(&self, transaction: TransactionId) -> bool {
        self.payment.as_ref().is_some_and(|payment| payment.transaction_id == transaction)
    }

    pub(crate) fn and(mut self, problem: Problem) -> CheckoutVerdict {
        self.problems.push(problem);
        self
    }
}
