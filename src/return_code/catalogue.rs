//! The return codes in prose: for the documentation and for `explain`, never in the hot module.

use super::table::{Row, TABLE};
use super::{Class, Is, ReturnCode};

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody.
    Nobody,
    /// The buyer: pay otherwise, or approve.
    Buyer,
    /// The merchant: mend the request or the contract.
    Merchant,
    /// Wait, then call again.
    Wait,
    /// Ask LINE Pay what happened.
    Ask,
}

impl Actor {
    /// The name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Actor::Nobody => "nobody",
            Actor::Buyer => "buyer",
            Actor::Merchant => "merchant",
            Actor::Wait => "wait",
            Actor::Ask => "ask",
        }
    }
}

/// One code of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The code.
    pub code: ReturnCode,
    /// What it means, in English.
    pub english: &'static str,
    /// What it means, in Chinese as written in Taiwan.
    pub chinese: &'static str,
    /// Who has to act.
    pub actor: Actor,
    /// What a decline with it tells the buyer, in English and in Chinese.
    pub buyer: Option<(&'static str, &'static str)>,
}

/// Every code, in order.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let rows = TABLE.iter().map(|&Row { code, class, chinese, buyer, .. }| {
        let actor = match class {
            Class::Ok => Actor::Nobody,
            Class::User => Actor::Buyer,
            Class::Fix => Actor::Merchant,
            Class::Retry => Actor::Wait,
            Class::Look => Actor::Ask,
        };
        Entry { code, english: code.meaning(), chinese, actor, buyer }
    });
    rows.collect()
}

impl Is {
    /// What a code may say besides how to treat it, in words.
    pub const IN_WORDS: [(Is, &'static str); 10] = [
        (Is::Status, "Only statusCheck gives it; as the answer to a change it says nothing of what that did"),
        (Is::NotFound, "The error is `NOT_FOUND`; the checkout takes it as the answer \"not paid\""),
        (Is::Lapsed, "There is no reservation, or none any more"),
        (Is::DoneBefore, "The payment was made before this call"),
        (Is::AnotherPayment, "On reserve it speaks of another payment of the same order, and nothing was reserved"),
        (Is::NotApproved, "To confirm: the buyer has not approved"),
        (Is::Gone, "To confirm: the reservation is over"),
        (Is::OtherAmount, "To confirm: the transaction was reserved over another amount"),
        (Is::EndsRegKey, "To preApproval, regKeyCheck and regKeyExpire in v3 and v4: the regKey is of no use any more"),
        (Is::EndsRegKeyV2, "The same in v2"),
    ];
}
