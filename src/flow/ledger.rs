//! What the flow needs of a shop that remembers its orders: a store, and somebody to tell.

use crate::json::json;
use crate::order::life::{Event, Lapse};
use crate::order::{Asked, Payment, Problem};

/// A record that a ledger keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// As it was written.
    pub text: String,
    /// Made by the ledger at each write; nothing is read from it.
    pub version: String,
}

/// What a ledger found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRead {
    /// The record; `None`: there is none under this key.
    pub record: Option<Kept>,
    /// The ledger's clock while it read, in milliseconds since 1970.
    pub now: u64,
}

/// What came of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerWrite {
    /// It is made.
    Done {
        /// The record's version now.
        version: String,
        /// The ledger's clock while it wrote, in milliseconds since 1970.
        now: u64,
    },
    /// It is not made: the record has another version.
    Conflict,
    /// Nobody can tell: it may have been made, or still be.
    Unknown,
}

/// A store of records with conditional writes. Every read sees every write that was acknowledged before it began.
#[allow(async_fn_in_trait, reason = "hosts are single-threaded JavaScript runtimes or tests; no future needs Send")]
pub trait Ledger {
    /// Reads a record and the ledger's clock, within `limit` milliseconds.
    ///
    /// # Errors
    /// Why there is no answer to rely on, in English.
    async fn read(&self, key: &str, limit: u64) -> Result<LedgerRead, String>;

    /// Writes a record if its version is still this one; with `None`, if there is none. `wake_at`: when somebody has to
    /// look at it again, on the ledger's clock; `None`: no more. An answer that takes longer than `limit` milliseconds
    /// is [`LedgerWrite::Unknown`].
    async fn write(
        &self,
        key: &str,
        text: &str,
        if_version: Option<&str>,
        wake_at: Option<u64>,
        limit: u64,
    ) -> LedgerWrite;
}

/// What a hook of the shop is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub event: Event,
    /// The same for each try, and another one for everything else that the order tells.
    pub key: String,
    /// The payment as it stands. It holds the regKey until the shop has it.
    pub payment: Payment,
    /// Of a regKey: that it is lost.
    pub problem: Option<Problem>,
}

json! {
    Told { = "event": event, = "key": key, = "payment": payment, ? "problem": problem }
}

/// The shop's hooks.
#[allow(async_fn_in_trait, reason = "hosts are single-threaded JavaScript runtimes or tests; no future needs Send")]
pub trait Hooks {
    /// Tells the shop, within `limit` milliseconds. Did it take it? `None`: it has not ended in time.
    async fn tell(&self, told: &Told, limit: u64) -> Option<bool>;

    /// An authorisation ends soon: what is to be done with it? Within `limit` milliseconds; `None`: the shop has not
    /// said, and is asked again. It may be asked twice.
    async fn expiring(&self, _payment: &Payment, _limit: u64) -> Option<Lapse> {
        Some(Lapse::Leave)
    }

    /// A buyer has approved and does not come back: may the sweep confirm? Within `limit` milliseconds; a shop that
    /// does not say is asked again by a later sweep.
    async fn may_confirm(&self, _asked: &Asked, _limit: u64) -> bool {
        true
    }
}
