//! What payments were before their last changes, for queries that answer late. It does not outlive a restart.

use super::World;
use crate::clock::Millis;
use crate::payment::Payment;

/// So many changes of a payment are remembered.
const KEPT: usize = 8;

/// A payment as it was before a change; `None`: it was not there.
#[derive(Debug)]
pub(super) struct Past {
    /// When it changed.
    at: Millis,
    /// The last call in the log then.
    call: u64,
    before: Option<Payment>,
}

/// How far a query looks back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Back {
    /// As if the last calls had not been.
    Calls(u64),
    /// As it was at this time.
    Until(Millis),
}

impl World {
    /// To be called before a payment changes.
    pub(super) fn remember(&mut self, id: u64) {
        let before = self.payments.get(&id);
        self.before.entry(id).or_insert_with(|| before.cloned());
    }

    /// Closes what changed in one call, or between two.
    pub(crate) fn keep_past(&mut self, now: Millis) {
        for (id, before) in std::mem::take(&mut self.before) {
            let past = self.past.entry(id).or_default();
            past.push_back(Past { at: now, call: self.meta.calls, before });
            if past.len() > KEPT {
                past.pop_front();
            }
        }
    }

    /// The payments as they were, with today's settings. For reading only.
    pub(crate) fn back(&self, back: Back) -> World {
        let undone = |past: &&Past| match back {
            Back::Calls(calls) => past.call > self.meta.calls.saturating_sub(calls),
            Back::Until(time) => past.at > time,
        };
        let mut world = World::new(self.settings().clone());
        for payment in self.payments.values() {
            let past = self.past.get(&payment.transaction_id).and_then(|past| past.iter().find(undone));
            let then = past.map_or(Some(payment), |past| past.before.as_ref());
            if let Some(payment) = then {
                world.index(payment.clone());
            }
        }
        world
    }
}
