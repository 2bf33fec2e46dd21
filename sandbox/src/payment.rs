//! The record of one payment, from reserve on.

use crate::amount::Amount;
use crate::clock::Millis;
use crate::state::State;
use serde::{Deserialize, Serialize};

/// Everything that is known about one payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payment {
    pub(crate) transaction_id: u64,
    pub(crate) reserve_id: String,
    pub(crate) access_token: String,
    pub(crate) version: String,
    pub(crate) state: State,
    pub(crate) order_id: String,
    pub(crate) amount: Amount,
    pub(crate) currency: String,
    pub(crate) product_name: String,
    pub(crate) product_image_url: Option<String>,
    pub(crate) confirm_url: String,
    pub(crate) confirm_by_server: bool,
    pub(crate) cancel_url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) branch_name: Option<String>,
    pub(crate) reserved_at: Millis,
    pub(crate) approve_until: Millis,
    pub(crate) approved_at: Option<Millis>,
    pub(crate) confirm_until: Option<Millis>,
    pub(crate) captured_at: Option<Millis>,
    pub(crate) method: Option<Method>,
    pub(crate) refunds: Vec<Refund>,
}

/// One refund of a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refund {
    pub(crate) transaction_id: u64,
    pub(crate) amount: Amount,
    pub(crate) at: Millis,
}

/// How the buyer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Method {
    /// A card.
    CreditCard,
    /// The buyer's LINE Pay balance.
    Balance,
    /// LINE points.
    Point,
}

impl Method {
    pub(crate) const ALL: [Method; 3] = [Method::CreditCard, Method::Balance, Method::Point];
}

impl Payment {
    /// The state at this moment.
    pub(crate) fn state(&self, now: Millis) -> State {
        match self.state {
            State::Reserved if now >= self.approve_until => State::Lapsed,
            State::Authenticated if self.confirm_until.is_some_and(|until| now >= until) => {
                State::Expired
            }
            state => state,
        }
    }

    /// What has been given back; `None` if it cannot be told.
    pub(crate) fn refunded(&self) -> Option<Amount> {
        self.refunds
            .iter()
            .try_fold(Amount::ZERO, |sum, refund| sum.plus(refund.amount))
    }

    /// What can still be given back.
    pub(crate) fn refundable(&self) -> Amount {
        self.refunded()
            .and_then(|refunded| self.amount.minus(refunded))
            .unwrap_or(Amount::ZERO)
    }

    /// Whether one single call gave everything back.
    pub(crate) fn is_refunded_at_once(&self) -> bool {
        matches!(self.refunds.as_slice(), [only] if only.amount == self.amount)
    }

    /// `PAYMENT_REFUND` if one call refunded everything, else `PARTIAL_REFUND` (the last one too).
    pub(crate) fn refund_type(&self) -> &'static str {
        if self.is_refunded_at_once() {
            "PAYMENT_REFUND"
        } else {
            "PARTIAL_REFUND"
        }
    }

    /// Where the buyer's browser goes now, if anywhere.
    pub(crate) fn redirect_url(&self, now: Millis, append_order_id: bool) -> Option<String> {
        match self.state(now) {
            State::Cancelled => self.cancel_url.clone(),
            State::Authenticated | State::Captured | State::PartlyRefunded | State::Refunded
                if !self.confirm_by_server =>
            {
                Some(self.callback_url(append_order_id))
            }
            _ => None,
        }
    }

    /// confirmUrl with the transaction's id; what was there stays.
    pub(crate) fn callback_url(&self, append_order_id: bool) -> String {
        let (url, fragment) = match self.confirm_url.split_once('#') {
            Some((url, fragment)) => (url, format!("#{fragment}")),
            None => (self.confirm_url.as_str(), String::new()),
        };
        let joint = match url.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        let order = if append_order_id {
            format!("&orderId={}", crate::query::encode(&self.order_id))
        } else {
            String::new()
        };
        format!(
            "{url}{joint}transactionId={}{order}{fragment}",
            self.transaction_id
        )
    }
}
