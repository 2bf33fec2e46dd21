//! Everything that can be written into a record, and the record after it.

use super::limits::Limits;
use super::outcome::Outcome;
use super::paid::{Found, Lapse, Money};
use super::record::{Record, Reservation, ReservationState, TroubleKind, WriteId};
use super::work::Move;
use crate::id::TransactionId;
use crate::order::Extra;
use crate::text::concat;

/// A step that so many have had in hand, and that still has no outcome, is told to a person, who may settle it. It is
/// tried on meanwhile.
pub(super) const MANY: u32 = 8;
/// How many reservations a record holds.
pub(super) const MOST_RESERVATIONS: usize = 8;
/// How many refunds. One more gives back all that is left.
pub(super) const MOST_REFUNDS: usize = 48;
/// How many writes are remembered.
pub(super) const MOST_WRITES: usize = 8;
/// How many lines of the journal.
pub(super) const MOST_LINES: usize = 50;
/// How many kinds of trouble, and other payments.
pub(super) const MOST_TROUBLES: usize = 16;
/// The longest `paymentUrl`, `payInfo` and `shipping` that are kept, in bytes.
pub(super) const LONGEST: usize = 1_536;

/// One change of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A reservation was made.
    Reserved(Box<Reservation>),
    /// The buyer came back to confirmUrl before approving.
    Returned(TransactionId),
    /// The buyer came back to cancelUrl.
    Withdrawn(TransactionId),
    /// A reservation can no longer be confirmed.
    Dead(TransactionId),
    /// A step is about to be sent.
    Intent(Move),
    /// The step in hand is taken over.
    TakeOver,
    /// Whoever is about to send this step, and has sent nothing of it since it has it in hand, comes late.
    Renew(Move),
    /// What came of the step in hand, or what LINE Pay says of a transaction without one.
    Outcome {
        /// The transaction.
        transaction: TransactionId,
        /// What came of it.
        outcome: Box<Outcome>,
        /// Other payments of the order that LINE Pay lists.
        extras: Vec<Extra>,
    },
    /// How the payment stands by LINE Pay's word.
    Seen(Box<Found>),
    /// A hook is about to be called for the delivery of this key.
    Attempt(String),
    /// A hook was called: did it take what it was told?
    Delivered {
        /// The delivery's key.
        key: String,
        /// Did it?
        ok: bool,
    },
    /// A person says what became of the step in hand.
    Resolve {
        /// Was it carried out?
        done: bool,
    },
    /// The shop abandons the order.
    Abandon,
    /// The shop knows that the authorisation ends soon, and says what to do.
    Lapsing(Lapse),
    /// A person has looked at the problems.
    Dismiss,
    /// Something for a person to look at.
    Trouble(TroubleKind, TransactionId),
}

/// Who writes, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The ledger's clock, as the read before this write told it: milliseconds since 1970.
    pub now: u64,
    /// The name of this write.
    pub write_id: WriteId,
    /// The write that gave the writer what it has in hand.
    pub fence: Option<WriteId>,
}

/// The record after a change.
#[must_use]
pub fn apply(record: &Record, change: &Change, writer: &Writer, limits: &Limits) -> Record {
    let mut next = record.clone();
    match change {
        Change::Reserved(reservation) => next.reserved(reservation),
        Change::Returned(transaction) => next.set(*transaction, ReservationState::Returned),
        Change::Withdrawn(transaction) => next.set(*transaction, ReservationState::Withdrawn),
        Change::Dead(transaction) => next.set(*transaction, ReservationState::Dead),
        Change::Intent(step) => next.intent(step, writer, limits),
        Change::TakeOver => {
            if let Some(work) = &mut next.work {
                work.fence = writer.write_id.clone();
                // Of a refund in part whoever takes it over only asks: the last request is still the first.
                if !work.step.is_partial_refund() {
                    work.written = writer.now;
                }
                work.until = limits.lease(writer.now);
                work.attempt = work.attempt.saturating_add(1);
                let (many, transaction) = (work.attempt > MANY, work.step.transaction);
                if many {
                    next.trouble(TroubleKind::Unknown, Some(transaction), writer.now);
                }
            }
            if !next.abandoned {
                next.sends(writer.now);
            }
        }
        Change::Renew(step) => next.renew(step, writer, limits),
        Change::Outcome { transaction, outcome, extras } => {
            next.outcome(*transaction, outcome, writer, limits);
            next.extras(extras, writer.now);
        }
        Change::Seen(found) => next.seen(found),
        Change::Attempt(key) => {
            if let Some(delivery) = next.outbox.iter_mut().find(|delivery| delivery.key == *key) {
                delivery.trying = Some((writer.write_id.clone(), limits.hook_lease(writer.now)));
                delivery.attempts = delivery.attempts.saturating_add(1);
            }
        }
        Change::Delivered { key, ok } => next.delivered(key, *ok, writer),
        Change::Resolve { done } => next.resolve(*done, writer, limits),
        Change::Abandon => next.abandon(),
        Change::Lapsing(lapse) => next.lapse(*lapse),
        Change::Dismiss => next.problems.retain(|trouble| record.waits(trouble)),
        Change::Trouble(kind, transaction) => next.trouble(*kind, Some(*transaction), writer.now),
    }
    next.still_owed(writer.now);
    next.note(change, writer);
    next
}

impl Change {
    /// Does whoever has written it have a step or the attempt to call a hook in hand?
    #[must_use]
    pub fn gives_a_hold(&self) -> bool {
        match self {
            Change::Intent(_) | Change::TakeOver | Change::Renew(_) | Change::Attempt(_) => true,
            Change::Outcome { outcome, .. } => {
                matches!(&**outcome, Outcome::Paid { found, .. } if found.money != Money::Released)
            }
            _ => false,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Change::Reserved(_) => "reserve",
            Change::Returned(_) => "the buyer comes back too early",
            Change::Withdrawn(_) => "the buyer cancels",
            Change::Dead(_) => "it is over",
            Change::Intent(_) => "intent",
            Change::TakeOver => "taken over",
            Change::Renew(_) => "not sent yet",
            Change::Outcome { outcome, .. } => outcome.name(),
            Change::Seen(_) => "seen otherwise",
            Change::Attempt(_) => "a hook is called",
            Change::Delivered { ok: true, .. } => "delivered",
            Change::Delivered { ok: false, .. } => "a hook failed",
            Change::Resolve { .. } => "settled by a person",
            Change::Abandon => "the shop abandons the order",
            Change::Lapsing(_) => "the authorisation ends soon",
            Change::Dismiss => "a person has looked",
            Change::Trouble(..) => "for a person to look at",
        }
    }

    /// Its line in the journal.
    pub(super) fn text(&self) -> String {
        let name = self.name();
        match self {
            Change::Reserved(held) => concat(&[name, " ", &held.transaction.text()]),
            Change::Intent(step) if step.is_charge() => concat(&[name, ": ", step.step.as_str()]),
            Change::Dead(id) if !id.is_known() => name.to_owned(),
            Change::Returned(id) | Change::Withdrawn(id) | Change::Dead(id) | Change::Trouble(_, id) => {
                concat(&[name, " ", &id.text()])
            }
            Change::Intent(step) => concat(&[name, ": ", step.step.as_str(), " ", &step.transaction.text()]),
            Change::Outcome { transaction, outcome, .. } => match &**outcome {
                Outcome::Declined { code, .. } => concat(&[name, " ", code]),
                _ if !transaction.is_known() => name.to_owned(),
                _ => concat(&[name, " ", &transaction.text()]),
            },
            Change::Attempt(key) | Change::Delivered { key, .. } => concat(&[name, ": ", key]),
            _ => name.to_owned(),
        }
    }
}
