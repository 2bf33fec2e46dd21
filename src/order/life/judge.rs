//! What an answer comes to: from what was asked or sent, and what came back, to what is to be done next.

use super::change::Change;
use super::charge;
use super::heard::Heard;
use super::ids::taken;
use super::limits::Limits;
use super::next::{Answer, Next, Question, Rest, Status, Why};
use super::outcome::Outcome;
use super::paid::{Found, Money, new_refunds};
use super::plan::{ask_again, confirm_of, has_status, intent, is_zero};
use super::record::{Record, Reservation, ReservationState, TroubleKind};
use super::rules::Rule;
use super::work::{Move, Work};
use crate::id::TransactionId;
use crate::money::{Amount, Currency};
use crate::order::{Extra, extra, is_given_back};
use crate::payment::PaymentRow;
use crate::wire::Step;

/// What comes after the answer to a question, to a step, or of a hook. `record` is the one that was read or written
/// last.
#[must_use]
pub fn answered(record: &Record, asked: &Next, answer: &Answer, limits: &Limits) -> Next {
    match (asked, answer) {
        (Next::Ask(Question::Status { transaction, again, second, visit, fee }), Answer::Status(status)) => {
            let Some(reservation) = record.reservation(*transaction) else {
                return Next::Rest(Rest::Foreign);
            };
            if *again {
                taken_over(record, *transaction, *status, *second)
            } else {
                first(record, reservation, *status, *visit, *fee)
            }
        }
        (Next::Ask(Question::Rows { why: Why::Taken, second, .. }), Answer::Rows(rows)) => taken(rows, *second),
        (Next::Ask(Question::Rows { transaction, why, second }), Answer::Rows(rows)) => {
            let next = if transaction.is_known() {
                by_rows(record, *transaction, *why, *second, rows)
            } else {
                charge::by_rows(record, *why, *second, rows, limits)
            };
            match (why, next) {
                // A person's word stands unless LINE Pay's proves another.
                (Why::NotDone, Next::Rest(_)) => Next::Write(Change::Resolve { done: false }),
                (_, next) => next,
            }
        }
        (Next::Send(step), Answer::Step(heard)) => by_answer(record, step, heard, limits),
        (Next::Tell(key), Answer::Told(ok)) => Next::Write(Change::Delivered { key: key.clone(), ok: *ok }),
        (Next::Send(step), _) => by_answer(record, step, &Heard::Unclear, limits),
        _ => Next::Rest(Rest::Later),
    }
}

fn outcome(transaction: TransactionId, outcome: Outcome) -> Next {
    Next::Write(Change::Outcome { transaction, outcome: Box::new(outcome), extras: Vec::new() })
}

fn ask(transaction: TransactionId, why: Why) -> Next {
    Next::Ask(Question::Rows { transaction, why, second: false })
}

/// Before a first confirm (v3 and v4).
fn first(record: &Record, held: &Reservation, status: Status, visit: bool, fee: Option<Amount>) -> Next {
    let transaction = held.transaction;
    match status {
        Status::Approved(chosen) => match confirm_of(held, chosen.or(fee)) {
            Some(step) => intent(step),
            None if record
                .problems
                .iter()
                .any(|known| known.kind == TroubleKind::ShippingFee && known.transaction == Some(transaction)) =>
            {
                Next::Rest(Rest::ShippingFee)
            }
            None => Next::Write(Change::Trouble(TroubleKind::ShippingFee, transaction)),
        },
        Status::Over => Next::Write(Change::Dead(transaction)),
        Status::Complete => complete(record, transaction),
        Status::Waiting if visit && held.state != ReservationState::Returned => {
            Next::Write(Change::Returned(transaction))
        }
        Status::Waiting => Next::Rest(Rest::NotApproved),
    }
}

/// With a confirm in hand that may have arrived (v3 and v4).
fn taken_over(record: &Record, transaction: TransactionId, status: Status, second: bool) -> Next {
    match (status, &record.work) {
        (Status::Approved(_), Some(work)) => Next::Send(work.step.clone()),
        // statusCheck may be late by one answer, as rows may: that there is no row has to say so as well. Of a
        // registration over nothing LINE Pay may list none; there statusCheck says it twice.
        (Status::Over, _) if is_zero(record, transaction) && !second && Rule::ZeroOverTwice.holds() => {
            Next::Ask(ask_again(transaction, true))
        }
        (Status::Over, _) if is_zero(record, transaction) => outcome(transaction, Outcome::Dead),
        (Status::Over, _) if Rule::GoneWithoutRow.holds() => ask(transaction, Why::Gone),
        (Status::Over, _) => outcome(transaction, Outcome::Dead),
        (Status::Complete, _) => complete(record, transaction),
        _ => Next::Rest(Rest::Later),
    }
}

/// LINE Pay says that it is confirmed; its row says how. Of a registration over nothing there is none.
fn complete(record: &Record, transaction: TransactionId) -> Next {
    if is_zero(record, transaction) {
        return outcome(transaction, Outcome::Paid { found: Found::registered(), reg_key: None });
    }
    ask(transaction, Why::Complete)
}

fn by_answer(record: &Record, step: &Move, heard: &Heard, limits: &Limits) -> Next {
    let of = step.transaction;
    // Was it taken over? Then a copy of the request may be without an answer.
    let again = record.work.as_ref().is_some_and(|work| work.attempt > 1);
    if step.is_charge() {
        return charge::by_charge(record, heard);
    }
    if step.step == Step::Confirm {
        return by_confirm(record, step, heard, again, limits);
    }
    match heard {
        Heard::Done { refund } => outcome(of, Outcome::Done { found: None, refund: *refund }),
        Heard::Refused if step.is_partial_refund() && !again => outcome(of, Outcome::Refused { found: None }),
        Heard::Refused => ask(of, Why::Refused),
        _ => ask(of, Why::Unclear),
    }
}

fn by_confirm(record: &Record, step: &Move, heard: &Heard, again: bool, limits: &Limits) -> Next {
    let of = step.transaction;
    // When the confirm left is not known; it was after this.
    let sent = record.work.as_ref().map(|work| if Rule::WindowAtSend.holds() { work.written } else { work.until });
    let end = record.reservation(of).map(|held| held.made.saturating_add(limits.approval));
    let approval_over = sent.zip(end).is_some_and(|(sent, end)| sent >= end);
    let open = |trouble| {
        let copies = again && Rule::CopiesOut.holds();
        if copies { Next::Rest(Rest::Later) } else { outcome(of, Outcome::Open { trouble }) }
    };
    match heard {
        Heard::Confirmed { found, reg_key } => {
            outcome(of, Outcome::Paid { found: found.clone(), reg_key: reg_key.clone() })
        }
        Heard::Gone if is_zero(record, of) && Rule::ZeroGone.holds() => {
            let status = record.reservation(of).is_some_and(has_status);
            match (status, again) {
                (true, _) => Next::Ask(ask_again(of, false)),
                (false, true) => outcome(of, Outcome::Stuck(TroubleKind::Unknown)),
                (false, false) => outcome(of, Outcome::Dead),
            }
        }
        Heard::Gone if Rule::GoneWithoutRow.holds() => ask(of, Why::Gone),
        Heard::Gone => outcome(of, Outcome::Dead),
        Heard::DoneBefore(code) if Rule::OwnRow.holds() => ask(of, Why::DoneBefore(*code)),
        Heard::DoneBefore(_) => {
            let found = Found::by_word(step.amount, record.terms.order.capture);
            outcome(of, Outcome::Paid { found, reg_key: None })
        }
        Heard::NotApproved => {
            if approval_over || !Rule::UnapprovedWaits.holds() {
                outcome(of, Outcome::Dead)
            } else {
                open(None)
            }
        }
        Heard::Refused => open(Some(TroubleKind::Refused)),
        Heard::OtherOrder => outcome(of, Outcome::Stuck(TroubleKind::OtherOrder)),
        _ => ask(of, Why::Unclear),
    }
}

fn by_rows(record: &Record, of: TransactionId, why: Why, second: bool, rows: &[PaymentRow]) -> Next {
    if is_of_another_order(record, of, rows) {
        let told = record.problems.iter().any(|known| known.kind == TroubleKind::OtherOrder);
        return match &record.work {
            Some(work) if !work.stuck => outcome(of, Outcome::Stuck(TroubleKind::OtherOrder)),
            None if !told => Next::Write(Change::Trouble(TroubleKind::OtherOrder, of)),
            _ => Next::Rest(Rest::Stuck),
        };
    }
    // A row of a kind or in a state that is not known, or without its sum, may well hold money: it is neither a payment
    // nor none.
    let odd = |row: &PaymentRow| (!row.is_payment() && !row.is_refund()) || !row.has_known_status();
    let silent = |row: &PaymentRow| row.paid.is_none() && !is_zero(record, of);
    if rows.iter().any(|row| row.transaction_id == of && (odd(row) || silent(row))) || has_odd_currency(of, rows) {
        return Next::Rest(Rest::Later);
    }
    // Of a registration over nothing LINE Pay may list a row or none: one proves that it was made, none proves nothing.
    let is_listed = || rows.iter().any(|row| row.is_payment() && row.transaction_id == of);
    let found = own(record, of, rows);
    let found = match is_zero(record, of) {
        // One with money in it is told as what it is, and as not what was asked for.
        true => found.filter(|found| found.amount.is_positive()).or_else(|| is_listed().then(Found::registered)),
        false => found,
    };
    // Nor does a row in another currency than the payment's say what became of it.
    let known = record.payment.as_ref().filter(|paid| paid.transaction == of);
    if found.as_ref().zip(known).is_some_and(|(found, paid)| found.currency != paid.found.currency) {
        return Next::Rest(Rest::Later);
    }
    let extras = extras(record, of, rows);
    let next = match (&record.work, why) {
        (_, Why::Look) => looked(record, found),
        (Some(work), _) if work.step.step != Step::Confirm => by_own_row(record, work, why, found),
        (work, _) => confirm_by_row(work.as_ref(), of, why, second, found),
    };
    match next {
        Next::Write(Change::Outcome { transaction, outcome, .. }) => {
            Next::Write(Change::Outcome { transaction, outcome, extras })
        }
        next => next,
    }
}

fn confirm_by_row(work: Option<&Work>, of: TransactionId, why: Why, second: bool, found: Option<Found>) -> Next {
    match (found, why, work) {
        (Some(found), ..) => outcome(of, Outcome::Paid { found, reg_key: None }),
        (None, Why::Gone, _) if !second && Rule::NoRowTwice.holds() => {
            Next::Ask(Question::Rows { transaction: of, why, second: true })
        }
        (None, Why::Gone, _) => outcome(of, Outcome::Dead),
        (None, Why::TakenOver, Some(work)) if Rule::SameStepAgain.holds() => Next::Send(work.step.clone()),
        (None, Why::TakenOver, Some(_)) => outcome(of, Outcome::Dead),
        _ => Next::Rest(Rest::Later),
    }
}

/// Capture, void or refund, by the payment's own row.
fn by_own_row(record: &Record, work: &Work, why: Why, found: Option<Found>) -> Next {
    let (step, of) = (&work.step, work.step.transaction);
    let Some(found) = found else {
        return Next::Rest(Rest::Later);
    };
    let listed = new_refunds(record.payment.as_ref(), &found, &work.known, step.amount);
    let whole = Amount::sum(found.refunds.iter().map(|(_, amount)| *amount)).is_some_and(|sum| sum >= found.amount);
    // After all that was left comes no other.
    let refund = listed.last().copied();
    let done = match (step.step, found.money) {
        (Step::Capture, Money::Captured) | (Step::Void, Money::Released) => true,
        (Step::Refund, _) if step.amount.is_some() => listed.len() == 1,
        (Step::Refund, _) => whole,
        _ => false,
    };
    // Nobody's copy can do it any more.
    let elsewhere = matches!(
        (step.step, found.money),
        (Step::Capture | Step::Refund, Money::Released) | (Step::Void, Money::Captured)
    );
    match why {
        _ if done => outcome(of, Outcome::Done { found: Some(found), refund }),
        _ if elsewhere => outcome(of, Outcome::Refused { found: Some(found) }),
        Why::TakenOver if step.is_partial_refund() && Rule::PartNotRepeated.holds() => {
            outcome(of, Outcome::Stuck(TroubleKind::Unknown))
        }
        Why::TakenOver => Next::Send(step.clone()),
        Why::Waits | Why::NotDone => Next::Rest(Rest::Stuck),
        Why::Refused if work.attempt == 1 => outcome(of, Outcome::Refused { found: Some(found) }),
        _ => Next::Rest(Rest::Later),
    }
}

/// The payment stands otherwise than the record says, or not.
fn looked(record: &Record, found: Option<Found>) -> Next {
    let (Some(paid), Some(found)) = (&record.payment, found) else {
        return Next::Rest(Rest::Later);
    };
    let known = |id: &TransactionId| paid.refunds.iter().any(|refund| refund.id == Some(*id));
    let same = found.money == paid.found.money
        && found.refunds.iter().all(|(id, _)| known(id))
        && (found.expires.is_none() || found.expires == paid.found.expires);
    if same || record.work.is_some() || paid.found.money == Money::Registered {
        Next::Rest(Rest::Settled)
    } else {
        Next::Write(Change::Seen(Box::new(found)))
    }
}

/// LINE Pay lists the transaction under an orderId that this order did not give it.
fn is_of_another_order(record: &Record, of: TransactionId, rows: &[PaymentRow]) -> bool {
    let own = record.reservation(of).map_or(&record.order_id, |held| &held.terms.order.order_id);
    rows.iter().any(|row| row.is_payment() && row.transaction_id == of && row.order_id != *own)
}

/// Is a payment listed in a currency that is not known, or itself in one and what was given back of it in another? Then
/// no sums compare.
pub(super) fn has_odd_currency(of: TransactionId, rows: &[PaymentRow]) -> bool {
    let mine = |row: &&PaymentRow| row.transaction_id == of || row.original_transaction_id == Some(of);
    let mut currencies = rows.iter().filter(mine).map(|row| row.currency.parse::<Currency>().ok());
    currencies.next().is_some_and(|first| first.is_none() || currencies.any(|other| other != first))
}

/// What the rows say of a transaction.
pub(super) fn own(record: &Record, of: TransactionId, rows: &[PaymentRow]) -> Option<Found> {
    let mine = rows.iter().filter(|row| row.is_payment() && row.transaction_id == of);
    // One that was captured between v2's two questions is there twice.
    let mut row = mine.max_by_key(|row| row.is_captured())?.clone();
    row.take_refunds(rows);
    let quoted = record.reservation(of).map_or(&record.terms, |held| &held.terms).order.currency;
    let currency = row.currency.parse().ok().filter(|currency| *currency != quoted);
    Some(Found { currency, ..Found::row(&row)? })
}

/// Other payments of the order that still hold money.
pub(super) fn extras(record: &Record, of: TransactionId, rows: &[PaymentRow]) -> Vec<Extra> {
    let paid = record.payment.as_ref().map(|paid| paid.transaction);
    let other = |row: &&PaymentRow| row.is_payment() && row.transaction_id != of && Some(row.transaction_id) != paid;
    rows.iter().filter(other).filter(|row| row.holds() && !is_given_back(row)).map(extra).collect()
}
