//! What LINE Pay really has: the truth that the tests hold everything against.

use serde_json::Value;

/// A payment as LINE Pay holds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Held {
    pub(crate) transaction: String,
    pub(crate) order: String,
    pub(crate) state: String,
    pub(crate) amount: Value,
    /// What was taken of it.
    pub(crate) captured: Value,
    /// When it was taken, or else authorised; empty before.
    pub(crate) at: String,
}

/// A regKey as LINE Pay holds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) key: String,
    /// The transaction of the payment.
    pub(crate) issued_by: String,
    pub(crate) usable: bool,
}

impl Held {
    /// Taken, and nothing of it given back.
    pub(crate) fn is_paid(&self) -> bool {
        self.state == "CAPTURED"
    }

    /// The buyer's money is taken or set aside.
    pub(crate) fn is_held(&self) -> bool {
        self.is_paid() || self.state == "AUTHORIZED"
    }

    /// It was confirmed, and the buyer's money or a part of it is still taken or set aside.
    pub(crate) fn has_left(&self) -> bool {
        self.is_held() || (self.was_paid() && self.state != "REFUNDED")
    }

    /// Was less taken than was authorised?
    pub(crate) fn is_part(&self) -> bool {
        self.was_paid() && self.captured != self.amount
    }

    /// It was taken once, whatever was given back.
    pub(crate) fn was_paid(&self) -> bool {
        self.is_paid() || self.state.ends_with("REFUNDED")
    }

    /// It was confirmed once, whatever became of it.
    pub(crate) fn was_confirmed(&self) -> bool {
        self.was_paid() || matches!(self.state.as_str(), "AUTHORIZED" | "VOIDED" | "LAPSED")
    }
}
