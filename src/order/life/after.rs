//! What follows a write: one that succeeded, and one of which that is not known.

use super::change::{Change, Writer};
use super::limits::Limits;
use super::next::{Next, Question, Rest, Why};
use super::outcome::Outcome;
use super::paid::Lapse;
use super::plan::{ABANDON, ask_again, has_status, v2_confirm};
use super::record::{Record, Reservation, ReservationState, TroubleKind, WriteId};
use super::rules::Rule;
use super::work::Work;
use crate::wire::Step;

/// What follows a write that succeeded. `record` is what was written.
#[must_use]
pub fn written(record: &Record, change: &Change, writer: &Writer) -> Next {
    match change {
        Change::Intent(step) => Next::Send(step.clone()),
        Change::TakeOver => record.work.as_ref().map_or(Next::Rest(Rest::Settled), |work| ask_first(record, work)),
        Change::Renew(step) => match &record.work {
            // Nobody begins an abandoned charge.
            Some(work) if work.fence == writer.write_id && record.abandoned && step.is_charge() => {
                ask_first(record, work)
            }
            Some(work) if work.fence == writer.write_id => Next::Send(step.clone()),
            Some(work) if work.step == *step => Next::Rest(Rest::UnderWay),
            _ => Next::Rest(Rest::Settled),
        },
        Change::Attempt(key) => Next::Tell(key.clone()),
        Change::Outcome { outcome, .. } => match **outcome {
            Outcome::Paid { .. } => tell_at_once(record, &writer.write_id),
            Outcome::Open { .. } => Next::Rest(Rest::NotApproved),
            Outcome::Dead => Next::Rest(Rest::Over),
            Outcome::Stuck(_) => Next::Rest(Rest::Stuck),
            Outcome::PutOff | Outcome::Declined { last: false, .. } => Next::Rest(Rest::Later),
            _ => Next::Rest(Rest::Settled),
        },
        Change::Returned(_) => Next::Rest(Rest::NotApproved),
        Change::Dead(_) => Next::Rest(Rest::Over),
        Change::Trouble(TroubleKind::ShippingFee, _) => Next::Rest(Rest::ShippingFee),
        Change::Trouble(..) => Next::Rest(Rest::Stuck),
        Change::Reserved(reservation) => Next::Link(reservation.transaction),
        _ => Next::Rest(Rest::Settled),
    }
}

/// A step that was taken over may have been carried out.
fn ask_first(record: &Record, work: &Work) -> Next {
    let step = &work.step;
    let transaction = step.transaction;
    let status = record.reservation(transaction).is_some_and(has_status);
    match step.step {
        Step::Confirm if status => Next::Ask(ask_again(transaction, false)),
        Step::Refund if step.amount.is_none() && !Rule::AllAsksFirst.holds() => Next::Send(step.clone()),
        _ => Next::Ask(Question::Rows { transaction, why: Why::TakenOver, second: false }),
    }
}

/// The payment is told by whoever has just recorded it.
fn tell_at_once(record: &Record, mine: &WriteId) -> Next {
    let attempt = record.outbox.iter().find(|delivery| delivery.trying.as_ref().is_some_and(|(id, _)| id == mine));
    let first = record.outbox.first().filter(|_| !Rule::AttemptFirst.holds());
    attempt.or(first).map_or(Next::Rest(Rest::Settled), |delivery| Next::Tell(delivery.key.clone()))
}

/// What follows a write whose answer is lost, and one that was refused because the record had changed. `record` was
/// read again since.
#[must_use]
pub fn reread(record: &Record, change: &Change, writer: &Writer) -> Next {
    let mine = |fence: Option<&WriteId>| fence == Some(&writer.write_id);
    if record.write_ids.contains(&writer.write_id) {
        let still = match change {
            Change::Intent(_) | Change::TakeOver => mine(record.work.as_ref().map(|work| &work.fence)),
            Change::Attempt(key) => mine(attempt(record, key)),
            _ => true,
        };
        return if still { written(record, change, writer) } else { Next::Rest(Rest::UnderWay) };
    }
    let fence = writer.fence.as_ref();
    match change {
        // What came of a step is written by who has it in hand; else whoever has it finds out.
        Change::Outcome { .. } if fence.is_some() => {
            let own = record.work.as_ref().is_some_and(|work| Some(&work.fence) == fence);
            if own || !Rule::FenceOutcome.holds() { Next::Write(change.clone()) } else { Next::Rest(Rest::UnderWay) }
        }
        Change::Renew(step) => {
            let work = record.work.as_ref().filter(|work| work.step == *step);
            let may = |work: &Work| Some(&work.fence) == fence || step.is_partial_refund() || !Rule::UnsentOwn.holds();
            match work {
                Some(work) if may(work) => Next::Write(change.clone()),
                Some(_) => Next::Rest(Rest::UnderWay),
                None => Next::Rest(Rest::Settled),
            }
        }
        Change::Delivered { key, .. } => {
            let own = fence.is_some() && attempt(record, key) == fence;
            if own { Next::Write(change.clone()) } else { Next::Rest(Rest::Settled) }
        }
        _ => Next::Again,
    }
}

fn attempt<'r>(record: &'r Record, key: &str) -> Option<&'r WriteId> {
    let delivery = record.outbox.iter().find(|delivery| delivery.key == key)?;
    delivery.trying.as_ref().map(|(fence, _)| fence)
}

impl Record {
    /// When somebody should look at the order though nobody asks for it, in milliseconds since 1970; `None`: no more.
    /// `now` is when this is asked, after a look that changed nothing or with the record that is about to be written.
    #[must_use]
    pub fn wake_at(&self, now: u64, limits: &Limits) -> Option<u64> {
        let mut times = Vec::new();
        if let Some(work) = &self.work {
            let wait = if work.attempt > 1 { limits.back_off(work.attempt) } else { 0 };
            if !work.stuck {
                times.push(work.until.saturating_add(wait));
            }
        }
        let free = self.work.is_none();
        times.extend(self.asked_last(limits));
        for held in &self.reservations {
            let confirm = held.made.saturating_add(limits.confirm);
            times.push(match held.state {
                ReservationState::Dead | ReservationState::Won | ReservationState::Unresolved => continue,
                state if state.is_open() && self.payment.is_none() => {
                    let asks = if has_status(held) { next_look(held, now, limits) } else { v2_confirm(held, limits) };
                    if free { asks } else { confirm }
                }
                // It is asked about, as soon as no step is in hand and LINE Pay answers.
                _ if held.sent && now >= confirm => now.saturating_add(limits.longest),
                _ => confirm,
            });
        }
        if let Some(delivery) = self.outbox.first().filter(|_| free) {
            let next = now.saturating_add(limits.back_off(delivery.attempts));
            times.push(delivery.trying.as_ref().map_or(next, |(_, until)| *until));
        }
        if let Some(paid) = self.payment.as_ref().filter(|_| free) {
            if paid.is_authorised() {
                let later = now.saturating_add(limits.longest);
                times.push(paid.lapses().unwrap_or(later));
                times.extend(paid.warns(limits).map(|from| if from > now { from } else { later }));
                times.extend(paid.lapse.filter(|lapse| *lapse != Lapse::Leave).map(|_| now));
            }
            if self.abandoned && !paid.is_over() && paid.refund(ABANDON).is_none() {
                times.push(now);
            }
        }
        // Whatever waits for a person stays among the open ones; a step that does is among the problems.
        if !self.problems.is_empty() {
            times.push(now.saturating_add(limits.person));
        }
        // What is due already and did not change by looking is looked at again after a while.
        let least = now.saturating_add(limits.again);
        let soon = |time: u64| if time <= now { least } else { time };
        times.into_iter().map(soon).min()
    }
}

/// When the sweep asks next whether a buyer has approved: so often since the reservation was made. What others write
/// meanwhile puts it off by nothing.
fn next_look(held: &Reservation, now: u64, limits: &Limits) -> u64 {
    let since = now.saturating_sub(held.made);
    now.saturating_add(limits.again).saturating_sub(since.checked_rem(limits.again).unwrap_or_default())
}
