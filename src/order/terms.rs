//! What the shop quoted, and what is known of a reservation made for it.

use crate::id::{OrderId, TransactionId};
use crate::money::{Amount, Currency};

/// For how long, in seconds, a confirm without an answer may still arrive at LINE Pay. A reservation can be confirmed
/// for some twenty minutes after it was approved (line-pay-api 8.2); this is longer.
const LATE: u64 = 30 * 60;

/// What the merchant quoted: the terms that confirm will use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The merchant's order number.
    pub order_id: OrderId,
    /// The total.
    pub amount: Amount,
    /// Its currency.
    pub currency: Currency,
    /// Does confirm also capture?
    pub capture: bool,
    /// Does confirm also issue a regKey?
    pub preapproved: bool,
    /// The shipping fee that the buyer may choose (v3).
    pub shipping: Option<ShippingTerms>,
}

/// A shipping fee that is part of the total until the buyer chooses another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShippingTerms {
    /// The fee that the total holds.
    pub quoted: Amount,
    /// The highest fee that may take its place.
    pub most: Amount,
}

impl Order {
    /// The total with another shipping fee; `None` where the terms do not allow it.
    pub(crate) fn with_fee(&self, fee: Amount) -> Option<Amount> {
        let terms = self.shipping?;
        let allowed = fee >= Amount::ZERO && fee <= terms.most;
        self.amount.minus(terms.quoted)?.plus(fee).filter(|_| allowed)
    }

    /// Is `sum` the total, or the total with a shipping fee that the terms allow?
    pub(crate) fn allows(&self, sum: Amount) -> bool {
        let fee = || sum.minus(self.amount)?.plus(self.shipping?.quoted);
        sum == self.amount || fee().is_some_and(|fee| self.with_fee(fee).is_some())
    }
}

/// Whether a reservation's confirm was sent, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sent {
    /// Not by a visit that is known of.
    Never,
    /// At this time, in seconds since 1970; its answer is lost.
    Unknown(u64),
    /// It made the payment.
    Done,
}

/// A reservation of an order that a signed cookie or link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// The transaction.
    pub transaction: TransactionId,
    /// The terms that it was reserved on.
    pub order: Order,
    /// What became of its confirm.
    pub sent: Sent,
    /// Is it proved that it was reserved on these terms, by its reserve or by a payment? Else they are those of the
    /// link that brought the transaction.
    pub proved: bool,
}

impl Reservation {
    /// May its confirm have been carried out, or still be? While it may, no other reservation of the order is
    /// confirmed.
    pub(crate) fn is_unsettled(&self, now: u64) -> bool {
        match self.sent {
            Sent::Never => false,
            Sent::Unknown(at) => now < at.saturating_add(LATE),
            Sent::Done => true,
        }
    }
}
