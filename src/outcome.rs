//! What a call changes, what is known of it afterwards, and what to do then. Everything may use this; it uses nothing.

use serde::Serialize;

use crate::json::json_names;

/// What a call changes at LINE Pay, and so what a lost answer may have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Changes {
    /// A query.
    Nothing,
    /// It makes a reservation; no money moves.
    Reservation,
    /// Money moves, or is held or set free.
    Payment,
    /// A regKey ends.
    RegKey,
}

/// Whether the call changed anything at LINE Pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing changed.
    NotExecuted,
    /// It was carried out: money moved, or a reservation was made.
    Executed,
    /// It may or may not have been carried out; ask before doing anything else.
    Unknown,
}

/// What to do about a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// The same call will fail again.
    Never,
    /// The same call may be made again at once.
    Again,
    /// The same call may be made again some minutes later.
    Later,
    /// Find out what happened (paymentCheck) before calling again.
    AskFirst,
}

json_names! {
    Outcome {
        NotExecuted: "not-executed",
        Executed: "executed",
        Unknown: "unknown",
    }
    Retry {
        Never: "never",
        Again: "again",
        Later: "later",
        AskFirst: "ask-first",
    }
}
