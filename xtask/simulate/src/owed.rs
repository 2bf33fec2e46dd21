//! Buyers who have approved, and whom the shop owes a payment for it: those who came back, and where somebody sweeps
//! those who stay away. Only where nothing went wrong: else LINE Pay's time may be over before the network is well.

use crate::life::{MINUTE, SECOND};
use crate::world::World;
use linepay_edge::Version;
use linepay_edge::id::TransactionId;
use linepay_edge::order::life::{Record, ReservationState};
use std::collections::{BTreeMap, BTreeSet};

/// What the sandbox gives for the confirm, unless it is set otherwise.
const WINDOW: u64 = 20 * MINUTE;
/// What the shop has no use for any more.
const LEFT: [ReservationState; 2] = [ReservationState::Superseded, ReservationState::Abandoned];
/// So much earlier a visit has to begin.
const EARLY: u64 = 30 * SECOND;

#[derive(Default)]
pub(crate) struct Owed {
    /// When each was approved first.
    approved: BTreeMap<TransactionId, u64>,
    /// Who came back in time.
    back: BTreeSet<TransactionId>,
    /// Whom the sweep has to find.
    away: BTreeSet<TransactionId>,
}

impl World<'_> {
    fn is_quiet(&self) -> bool {
        self.happened.borrow().is_empty()
    }

    fn window(&self) -> u64 {
        self.life.settings["confirmWindowSeconds"].as_u64().map_or(WINDOW, |seconds| seconds * SECOND)
    }

    /// LINE Pay has taken the approval.
    pub(crate) fn approves(&self, transaction: TransactionId) {
        let mut owed = self.owed.borrow_mut();
        owed.approved.entry(transaction).or_insert(self.now());
        let Some(record) = self.record() else { return };
        let held = record.reservation(transaction);
        // A sweep may be 14 minutes late here.
        let sweeps = self.life.swept && self.window() >= WINDOW;
        if held.is_some_and(|held| held.state.is_open() && held.terms.version != Version::V2) && sweeps {
            owed.away.insert(transaction);
        }
    }

    /// The buyer comes back to confirmUrl. Is it the first time that counts?
    pub(crate) fn comes_back(&self, transaction: TransactionId) -> bool {
        let record = self.record();
        let held = record.as_ref().and_then(|record| record.reservation(transaction));
        if held.is_none_or(|held| LEFT.contains(&held.state)) {
            return false;
        }
        // Where another visit has a step in hand the page says so, and asks again by itself: that is no act here.
        if record.as_ref().is_some_and(|record| record.work.is_some()) {
            return false;
        }
        let mut owed = self.owed.borrow_mut();
        let in_time = |at: &u64| self.now() + EARLY < at + self.window();
        owed.approved.get(&transaction).is_some_and(in_time) && owed.back.insert(transaction)
    }

    /// The visit found another one at work: it was at the same instant.
    pub(crate) fn comes_again(&self, transaction: TransactionId) {
        self.owed.borrow_mut().back.remove(&transaction);
    }

    /// The ledger has it that the buyer or the shop wants it no more.
    pub(crate) fn is_left(&self, transaction: TransactionId, state: ReservationState) {
        if state == ReservationState::Withdrawn || LEFT.contains(&state) {
            let mut owed = self.owed.borrow_mut();
            owed.back.remove(&transaction);
            owed.away.remove(&transaction);
        }
    }

    /// At the end of a life.
    pub(crate) fn pays_what_is_owed(&self, record: &Record) {
        if !self.is_quiet() || record.payment.is_some() || record.abandoned {
            return;
        }
        let owed = self.owed.borrow();
        if let Some(id) = owed.back.first() {
            self.breaks("L3: a buyer who approved and came back is not charged", || id.to_string());
        }
        if let Some(id) = owed.away.first() {
            self.breaks("L2: a buyer who approved and stays away is not charged", || id.to_string());
        }
    }
}
