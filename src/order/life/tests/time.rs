//! What time does to a record, and what makes equal records the same.

use super::books::{PAST, transaction};
use super::desk::{Asked, Desk, NAMES, NOW, RecordId, name, number};
use crate::order::life::WriteId;
use crate::wire::Step;

impl Desk {
    /// The next window of a transaction ends.
    pub(super) fn older(&mut self, record: RecordId, t: usize) -> RecordId {
        self.one(Asked::Time(record, t as u8), |desk| {
            let mut after = desk.record(record).clone();
            let limits = desk.limits;
            let Some(held) = after.reservations.iter_mut().find(|held| held.transaction == transaction(t)) else {
                return record;
            };
            let end = held.made + limits.approval;
            held.made = NOW
                - match NOW - held.made {
                    0 if !desk.setting.v3 => limits.approval_documented,
                    age if age < limits.approval => limits.approval,
                    _ => limits.confirm,
                };
            let new = held.made + limits.approval;
            if let Some(work) = &mut after.work
                && work.step.transaction == transaction(t)
                && work.step.step == Step::Confirm
            {
                work.written = if work.written >= end { NOW } else { NOW.min(new - 1) };
            }
            desk.keep(after)
        })
    }

    /// The time of the step in hand is up.
    pub(super) fn lease_over(&mut self, record: RecordId) -> RecordId {
        self.one(Asked::Time(record, 2), |desk| {
            let mut after = desk.record(record).clone();
            after.work.iter_mut().for_each(|work| work.until = NOW);
            desk.keep(after)
        })
    }

    /// That of the attempts to call a hook.
    pub(super) fn hook_lease_over(&mut self, record: RecordId) -> RecordId {
        self.one(Asked::Time(record, 3), |desk| {
            let mut after = desk.record(record).clone();
            after.outbox.iter_mut().filter_map(|entry| entry.trying.as_mut()).for_each(|(_, until)| *until = NOW);
            desk.keep(after)
        })
    }

    /// The authorisation's end comes.
    pub(super) fn lapse(&mut self, record: RecordId) -> RecordId {
        self.one(Asked::Time(record, 4), |desk| {
            let mut after = desk.record(record).clone();
            if let Some(paid) = after.payment.as_mut().filter(|paid| paid.is_authorised()) {
                paid.found.expires = Some(PAST.to_owned());
            }
            desk.keep(after)
        })
    }

    /// So many hours that no copy of the step in hand can arrive.
    pub(super) fn hours(&mut self, record: RecordId) -> RecordId {
        self.one(Asked::Time(record, 5), |desk| {
            let mut after = desk.record(record).clone();
            after.work.iter_mut().for_each(|work| work.written = NOW - desk.limits.resolve);
            if let Some(charge) = &mut after.charge {
                charge.sent = NOW - desk.limits.resolve;
                after.work.iter_mut().for_each(|work| work.until = NOW);
            }
            desk.keep(after)
        })
    }

    /// Is there a record in the ledger? That of a charge begins with its intent.
    pub(super) fn is_written(&self, record: RecordId) -> bool {
        self.record(record).charge.as_ref().is_none_or(|charge| charge.sent > 0)
    }

    /// The smallest of its equals: with other names for the writes (one that nobody looks for goes), times that decide
    /// nothing, and no count of tries. `old`: a copy that is not the newest any more.
    pub(super) fn tidy(&mut self, record: RecordId, names: [u8; NAMES], old: bool) -> RecordId {
        self.one(Asked::Tidy(record, names, old), |desk| {
            let mut after = desk.record(record).clone();
            let limits = desk.limits;
            after.write_ids.retain(|id| names[usize::from(number(id))] & 0x80 > 0);
            let new = |id: &mut WriteId| *id = name(names[usize::from(number(id))] & 0x7f);
            after.write_ids.iter_mut().for_each(new);
            after.write_ids.sort();
            after.write_ids.dedup();
            if let Some(work) = &mut after.work {
                new(&mut work.fence);
                work.attempt = work.attempt.min(2);
                work.until = if work.until > NOW && !old { limits.lease(NOW) } else { NOW };
                let matters = matches!(work.step.step, Step::Confirm | Step::PreApproval);
                if !matters && !work.stuck {
                    work.written = NOW;
                }
            }
            for entry in &mut after.outbox {
                entry.attempts = 0;
                if let Some((fence, until)) = &mut entry.trying {
                    new(fence);
                    *until = if *until > NOW { limits.hook_lease(NOW) } else { NOW };
                }
            }
            after.problems.iter_mut().for_each(|trouble| trouble.since = NOW);
            if old {
                after.outbox.clear();
                after.write_ids.clear();
                after.problems.clear();
            }
            desk.keep(after)
        })
    }
}
