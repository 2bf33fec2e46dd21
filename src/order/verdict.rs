//! What a visit to the shop's payment pages comes to.

use serde::Serialize;

use super::payment::Payment;
use super::report::Problem;
use super::terms::Order;
use crate::error::{Error, ErrorReport};
use crate::id::{OrderId, TransactionId};
use crate::json::{json, json_names};

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

json_names! {
    State {
        Paid: "paid",
        Authorized: "authorized",
        Refunded: "refunded",
        Released: "released",
        Pending: "pending",
        NotApproved: "not-approved",
        Unpaid: "unpaid",
        Expired: "expired",
        Declined: "declined",
        Gone: "gone",
        Foreign: "foreign",
        Misdirected: "misdirected",
        Mismatch: "mismatch",
        CapturedLess: "captured-less",
        InvalidToken: "invalid-token",
        Unclear: "unclear",
        Error: "error",
    }
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
    /// With a ledger: the order is paid, and the shop's `onPaid` has not taken it yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registering: Option<bool>,
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
    /// Those of further ones, which take the oldest of the checkout's cookies away where the browser has many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub clear_cookies: Vec<String>,
    /// The error that decided the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

/// One on its way to who asked. It is large, and goes through many hands.
pub(crate) type Verdict = Box<CheckoutVerdict>;

impl CheckoutVerdict {
    #[inline(never)]
    pub(crate) fn of(state: State) -> Verdict {
        Box::new(CheckoutVerdict {
            state,
            order_id: None,
            transaction_id: None,
            payment: None,
            registering: None,
            problems: Vec::new(),
            status_url: None,
            confirm_url: None,
            set_cookie: None,
            clear_cookies: Vec::new(),
            error: None,
        })
    }

    #[inline(never)]
    pub(crate) fn because(state: State, error: &Error) -> Verdict {
        let mut verdict = CheckoutVerdict::of(state);
        verdict.error = Some(error.report());
        verdict
    }

    /// A registration over nothing is complete, and LINE Pay says no more of it.
    pub(crate) fn registered(order: &Order, transaction: TransactionId) -> Verdict {
        let state = if order.capture { State::Paid } else { State::Authorized };
        CheckoutVerdict::with_payment(state, Payment::registered(order, transaction))
    }

    #[inline(never)]
    pub(crate) fn with_payment(state: State, payment: Payment) -> Verdict {
        let mut verdict = CheckoutVerdict::of(state);
        verdict.payment = Some(payment);
        verdict
    }

    /// Does a payment of this transaction decide it?
    pub(crate) fn is_paid_by(&self, transaction: TransactionId) -> bool {
        self.payment.as_ref().is_some_and(|payment| payment.transaction_id == transaction)
    }

    #[inline(never)]
    pub(crate) fn and(mut self: Box<Self>, problem: Problem) -> Verdict {
        self.problems.push(problem);
        self
    }
}

json! {
    CheckoutVerdict {
        = "state": state,
        ? "orderId": order_id,
        ? "transactionId": transaction_id,
        ? "payment": payment,
        ? "registering": registering,
        = "problems": problems,
        ? "statusUrl": status_url,
        ? "confirmUrl": confirm_url,
        ? "setCookie": set_cookie,
        * "clearCookies": clear_cookies,
        ? "error": error,
    }
}
