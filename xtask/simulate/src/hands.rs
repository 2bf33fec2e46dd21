//! Whose hand a step is in: who may end it, and that nothing stays in one that never left.

use crate::fault::Fault;
use crate::process::Process;
use crate::world::World;
use linepay_edge::order::life::{Move, Record, WriteId};
use std::collections::{BTreeMap, BTreeSet};

/// What a process that stands still, and does nothing worse, may meet: in the end it can say all that it knows.
const STILL: [Fault; 5] = [Fault::Pause, Fault::ReadSlow, Fault::WriteSlow, Fault::StaleCall, Fault::StaleTime];

/// Refunds in part, by their keys.
#[derive(Default)]
pub(crate) struct Hands {
    /// Which task wrote each down.
    intended: BTreeMap<String, u64>,
    /// Which left.
    left: BTreeSet<String>,
}

/// The task that made a write.
fn task(name: &WriteId) -> Option<u64> {
    name.0.strip_prefix('n')?.split('-').next()?.parse().ok()
}

fn key_of_part(step: &Move) -> Option<String> {
    step.key.clone().filter(|_| step.is_partial_refund())
}

impl World<'_> {
    /// A record was written over another one: whoever ends a step has it in hand. What is stuck is in nobody's, and a
    /// refund in part that was not sent is ended by who wrote it down, whoever asks about it by now.
    pub(crate) fn ends_its_own(&self, before: Option<&Record>, after: &Record) {
        let before = before.and_then(|record| record.work.as_ref());
        let now = after.work.as_ref();
        let by = after.write_ids.last().and_then(task);
        let new = now.filter(|work| before.is_none_or(|before| before.step != work.step));
        if let Some((key, by)) = new.and_then(|work| key_of_part(&work.step)).zip(by) {
            self.hands.borrow_mut().intended.insert(key, by);
        }
        let Some(work) = before.filter(|work| now.is_none_or(|now| now.step != work.step)) else { return };
        let how = after.journal.last().map(|line| line.what.as_str()).unwrap_or_default();
        let unsent = key_of_part(&work.step).is_some_and(|key| {
            let hands = self.hands.borrow();
            hands.intended.get(&key).copied() == by && !hands.left.contains(&key)
        });
        if task(&work.fence) != by && how != "settled by a person" && !work.stuck && !unsent {
            self.breaks("P13: a step that somebody else has in hand is ended", || format!("{work:?} by {by:?}: {how}"));
        }
    }

    /// A refund leaves, with this step in hand.
    pub(crate) fn refund_leaves(&self, step: &Move) {
        self.hands.borrow_mut().left.extend(key_of_part(step));
    }

    /// A process has come to its end: what it wrote down and knows that it did not send is in nobody's hand.
    pub(crate) fn leaves_nothing_unsent(&self, process: &Process<'_, '_>) {
        let work = self.record().and_then(|record| record.work);
        let Some(key) = work.and_then(|work| key_of_part(&work.step)) else { return };
        let hands = self.hands.borrow();
        let mine = hands.intended.get(&key) == Some(&process.task.name) && !hands.left.contains(&key);
        let worse = |(name, _, fault): &(u64, u32, Fault)| {
            *name == process.task.name && !STILL.contains(fault) || *fault == Fault::LedgerDown
        };
        if mine && !self.happened.borrow().iter().any(worse) {
            self.breaks("L6: a refund in part stays in hand though its process knows that it did not send it", || key);
        }
    }
}
