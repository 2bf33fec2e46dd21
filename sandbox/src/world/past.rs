//! What payments were before their last changes, for queries that answer late. It does not outlive a restart.

use super::World;
use crate::clock::Millis;
use crate::payment::Payment;
use std::collections::{BTreeMap, VecDeque};

/// So many changes of a payment are remembered.
const KEPT: usize = 8;
/// So many changes of all payments: most are never asked for, and each is as large as a payment.
const ALL: usize = 10_000;

/// A payment as it was before a change; `None`: it was not there.
#[derive(Debug)]
struct Past {
    /// Which change it was, of all.
    number: u64,
    /// When it changed.
    at: Millis,
    /// The last call in the log then.
    call: u64,
    before: Option<Box<Payment>>,
}

/// How far a query looks back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Back {
    /// As if the last calls had not been.
    Calls(u64),
    /// As it was at this time.
    Until(Millis),
}

/// All that is remembered.
#[derive(Debug, Default)]
pub(super) struct Changes {
    of: BTreeMap<u64, VecDeque<Past>>,
    /// Their numbers and whose they are, the oldest first.
    order: VecDeque<(u64, u64)>,
    count: u64,
}

impl Changes {
    fn push(&mut self, id: u64, at: Millis, call: u64, before: Option<Box<Payment>>) {
        self.count = self.count.saturating_add(1);
        let own = self.of.entry(id).or_insert_with(|| VecDeque::with_capacity(1));
        own.push_back(Past { number: self.count, at, call, before });
        if own.len() > KEPT {
            own.pop_front();
        }
        self.order.push_back((self.count, id));
        if self.order.len() > ALL
            && let Some((number, id)) = self.order.pop_front()
        {
            self.forget(number, id);
        }
    }

    fn forget(&mut self, number: u64, id: u64) {
        let Some(own) = self.of.get_mut(&id) else {
            return;
        };
        if own.front().is_some_and(|past| past.number == number) {
            own.pop_front();
        }
        if own.is_empty() {
            self.of.remove(&id);
        }
    }
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
            self.past.push(id, now, self.meta.calls, before);
        }
    }

    /// Looks at the payments as they were, with today's settings. For reading only.
    pub(crate) fn looking<T>(&mut self, back: Back, look: impl FnOnce(&mut World) -> T) -> T {
        self.back = Some(back);
        let seen = look(self);
        self.back = None;
        seen
    }

    /// A payment as it is, or as it was where one looks back.
    pub(super) fn then<'a>(&'a self, payment: &'a Payment) -> Option<&'a Payment> {
        let Some(back) = self.back else {
            return Some(payment);
        };
        let undone = |past: &&Past| match back {
            Back::Calls(calls) => past.call > self.meta.calls.saturating_sub(calls),
            Back::Until(time) => past.at > time,
        };
        let past = self.past.of.get(&payment.transaction_id).and_then(|past| past.iter().find(undone));
        past.map_or(Some(payment), |past| past.before.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_an_end() {
        let mut changes = Changes::default();
        for round in 0..20 {
            for id in 0..1000 {
                changes.push(id, round, round, None);
            }
        }
        let kept: usize = changes.of.values().map(VecDeque::len).sum();
        assert_eq!((kept, changes.order.len()), (1000 * KEPT, ALL));
        for id in 1000..1000 + ALL as u64 {
            changes.push(id, 20, 20, None);
        }
        assert_eq!((changes.of.len(), changes.order.len()), (ALL, ALL));
        assert!(changes.of.keys().all(|id| *id >= 1000), "whoever has none left is forgotten");
    }
}
