//! The one step in hand, and what the shop's hooks are to be told.

use super::record::WriteId;
use crate::id::TransactionId;
use crate::json::json_names;
use crate::money::Amount;
use crate::wire::Step;

/// A step that moves money, with all that its request says besides the currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Confirm, capture, void, refund or a charge by regKey.
    pub step: Step,
    /// The transaction that the request names. A charge has none before LINE Pay has named it: the default.
    pub transaction: TransactionId,
    /// Confirm, capture and charge: over how much. Refund: how much; `None`: all that is left.
    pub amount: Option<Amount>,
    /// Refund: the caller's key.
    pub key: Option<String>,
}

impl Move {
    /// A refund of less than all that is left: LINE Pay would carry it out twice.
    #[must_use]
    pub fn is_partial_refund(&self) -> bool {
        self.step == Step::Refund && self.amount.is_some()
    }
}

/// The step in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What is to be done.
    pub step: Move,
    /// Who has it in hand: the write that gave it.
    pub fence: WriteId,
    /// When that was, by the ledger's clock: milliseconds since 1970. The request leaves after it.
    pub written: u64,
    /// Nobody takes it over before.
    pub until: u64,
    /// 1: nobody had it in hand before. More: a copy of the request may be without an answer.
    pub attempt: u32,
    /// Refund: the refunds that LINE Pay listed before.
    pub known: Vec<TransactionId>,
    /// Only a person can settle it.
    pub stuck: bool,
}

/// Something that a hook of the shop is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What.
    pub event: Event,
    /// The same for each try, and another one for everything else that the order tells.
    pub key: String,
    /// Who is at it: the write that said so, and until when its right to call can last.
    pub trying: Option<(WriteId, u64)>,
    /// How often it was tried.
    pub attempts: u32,
}

impl Delivery {
    /// Is a call of the hook under way, as far as anybody can know?
    #[must_use]
    pub fn under_way(&self, now: u64) -> bool {
        self.trying.as_ref().is_some_and(|(_, until)| now < *until)
    }
}

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The order is paid, or authorised.
    Paid,
    /// The regKey has come, or is lost.
    RegKey,
    /// The authorised money was taken.
    Captured,
    /// Something was given back.
    Refunded,
    /// The authorisation was voided, or has lapsed.
    Released,
}

json_names! {
    Event {
        Paid: "paid",
        RegKey: "regKey",
        Captured: "captured",
        Refunded: "refunded",
        Released: "released",
    }
}

impl Event {
    /// All of them.
    pub const ALL: [Event; 5] = [Event::Paid, Event::RegKey, Event::Captured, Event::Refunded, Event::Released];
}
