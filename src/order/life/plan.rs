//! What whoever has just read the record does next.

use super::change::{Change, MANY, MOST_REFUNDS, MOST_RESERVATIONS};
use super::charge::{ask_last, charge};
use super::limits::Limits;
use super::next::{Act, Next, Question, Rest, Who, Why};
use super::paid::{Lapse, Paid, RefundState};
use super::record::{Record, Reservation, ReservationState, Terms};
use super::rules::Rule;
use super::work::{Delivery, Move, Work};
use crate::id::TransactionId;
use crate::money::Amount;
use crate::version::Version;
use crate::wire::Step;

/// The longest key of a refund. It holds letters, digits and `-_.:`.
const LONGEST_KEY: usize = 64;

/// The key of the refund that gives an abandoned order's money back. Nobody else may use it.
pub(super) const ABANDON: &str = "abandon";

/// What may be done next, the most important first; of a sweep each, one after the other, with the record read again in
/// between. There is always one. `now` is the ledger's clock, as the read told it: milliseconds since 1970.
#[must_use]
pub fn plan(record: &Record, who: &Who, now: u64, limits: &Limits) -> Vec<Next> {
    let next = match who {
        Who::Visit { transaction, fee } => visit(record, *transaction, *fee, now),
        Who::Cancel { transaction } => match record.reservation(*transaction).map(|held| held.state) {
            Some(state) if state.is_open() => Next::Write(Change::Withdrawn(*transaction)),
            Some(_) => Next::Rest(Rest::Settled),
            None => Next::Rest(Rest::Foreign),
        },
        Who::Pay(terms) => pay(record, terms, now).unwrap_or(Next::Reserve),
        Who::Operator(act) => operator(record, act, now, limits),
        Who::Sweep => return sweep(record, now, limits),
    };
    vec![next]
}

/// After a reservation was made for [`Next::Reserve`]: the record may say something else by now. Then the reservation
/// is left alone; nothing was moved by it.
#[must_use]
pub fn reserved(record: &Record, reservation: &Reservation, now: u64) -> Next {
    let write = || Next::Write(Change::Reserved(Box::new(reservation.clone())));
    pay(record, &reservation.terms, now).unwrap_or_else(write)
}

/// What stands against a reservation.
fn pay(record: &Record, terms: &Terms, now: u64) -> Option<Next> {
    if record.payment.is_some() {
        return Some(Next::Rest(Rest::Settled));
    }
    if record.charge.is_some() && Rule::ChargeAlone.holds() {
        return Some(Next::Rest(Rest::OtherWay));
    }
    if let Some(work) = record.work.as_ref().filter(|_| Rule::PayWaits.holds()) {
        return Some(Next::Rest(if work.stuck { Rest::Stuck } else { rest_of(work, now) }));
    }
    if record.abandoned {
        return Some(Next::Rest(Rest::Abandoned));
    }
    let open = |held: &&Reservation| held.state.is_open() && held.terms.same(terms) && held.payment_url.is_some();
    if let Some(held) = record.reservations.iter().rev().find(open).filter(|_| Rule::LinkAgain.holds()) {
        return Some(Next::Link(held.transaction));
    }
    let living = record.reservations.iter().filter(|held| !held.state.is_over()).count();
    (living >= MOST_RESERVATIONS).then_some(Next::Rest(Rest::TooMany))
}

fn rest_of(work: &Work, now: u64) -> Rest {
    if now < work.until { Rest::UnderWay } else { Rest::Later }
}

pub(super) fn take_over(work: &Work, now: u64) -> Next {
    if work.stuck {
        return Next::Rest(Rest::Stuck);
    }
    if now < work.until && Rule::LeaseBeforeTakeover.holds() {
        return Next::Rest(Rest::UnderWay);
    }
    Next::Write(Change::TakeOver)
}

fn visit(record: &Record, transaction: TransactionId, fee: Option<Amount>, now: u64) -> Next {
    if record.payment.is_some() && Rule::PaidEnds.holds() {
        return Next::Rest(Rest::Settled);
    }
    if let Some(work) = &record.work {
        let other = work.step.step == Step::Confirm && work.step.transaction != transaction && now >= work.until;
        if !other || Rule::UnresolvedBlocks.holds() {
            return take_over(work, now);
        }
    }
    let Some(held) = record.reservation(transaction) else {
        if Rule::OnlyRecorded.holds() {
            return Next::Rest(Rest::Foreign);
        }
        return intent(Move { step: Step::Confirm, transaction, amount: Some(record.terms.order.amount), key: None });
    };
    match held.state {
        ReservationState::Open | ReservationState::Returned => confirm(held, fee, true),
        ReservationState::Withdrawn if Rule::ReturnRevives.holds() => confirm(held, fee, true),
        ReservationState::Abandoned => Next::Rest(Rest::Abandoned),
        _ => Next::Rest(Rest::Over),
    }
}

/// Can LINE Pay say whether the buyer has approved it?
pub(super) fn has_status(held: &Reservation) -> bool {
    held.terms.version != Version::V2
}

/// Is it a registration over nothing? LINE Pay may list no row of it.
pub(super) fn is_zero(record: &Record, transaction: TransactionId) -> bool {
    record.reservation(transaction).is_some_and(|held| held.terms.order.amount == Amount::ZERO)
}

/// statusCheck with a confirm in hand.
pub(super) const fn ask_again(transaction: TransactionId, second: bool) -> Question {
    Question::Status { transaction, again: true, second, visit: false, fee: None }
}

/// When the sweep confirms in v2, where it cannot ask whether the buyer has approved: when LINE Pay's documented time
/// to approve is over, for LINE Pay may refuse a confirm soon after that; and what was refused before, by that confirm
/// or by a visit's, when the margin is over as well.
pub(super) fn v2_confirm(held: &Reservation, limits: &Limits) -> u64 {
    let tried = held.state == ReservationState::Returned;
    held.made.saturating_add(if tried { limits.approval } else { limits.approval_documented })
}

fn confirm(held: &Reservation, fee: Option<Amount>, visit: bool) -> Next {
    if has_status(held) && Rule::AskFirst.holds() {
        let transaction = held.transaction;
        return Next::Ask(Question::Status { transaction, again: false, second: false, visit, fee });
    }
    confirm_of(held, fee).map_or(Next::Rest(Rest::ShippingFee), intent)
}

/// The confirm of a reservation over the reserved sum, or over that with a shipping fee that its terms allow.
pub(super) fn confirm_of(held: &Reservation, fee: Option<Amount>) -> Option<Move> {
    let order = &held.terms.order;
    let sum = match fee.filter(|_| order.shipping.is_some()) {
        Some(fee) => order.with_fee(fee)?,
        None => order.amount,
    };
    Some(Move { step: Step::Confirm, transaction: held.transaction, amount: Some(sum), key: None })
}

pub(super) fn intent(step: Move) -> Next {
    if Rule::IntentFirst.holds() { Next::Write(Change::Intent(step)) } else { Next::Send(step) }
}

fn sweep(record: &Record, now: u64, limits: &Limits) -> Vec<Next> {
    if let Some(work) = record.work.as_ref().filter(|work| !work.stuck) {
        return vec![take_over(work, now)];
    }
    let mut all = Vec::new();
    let ended = record.payment.is_some() && Rule::PaidEnds.holds();
    for held in &record.reservations {
        let drives = match held.state {
            ReservationState::Open | ReservationState::Returned => Rule::SweepConfirms.holds(),
            ReservationState::Withdrawn | ReservationState::Abandoned => !Rule::SweepSparesWithdrawn.holds(),
            ReservationState::Superseded => !Rule::SweepSparesSuperseded.holds(),
            _ => continue,
        };
        if drives && !ended {
            let wait = !has_status(held) && now < v2_confirm(held, limits) && Rule::V2WaitsForWindow.holds();
            if record.work.is_none() && !wait {
                all.push(confirm(held, None, false));
            }
        } else if now >= held.made.saturating_add(limits.confirm) {
            all.extend(too_old(record, held));
        }
    }
    all.extend(ask_last(record, now, limits));
    if let Some(paid) = &record.payment {
        let waits = record.work.is_some() && Rule::HookWaitsForStep.holds();
        if let Some(delivery) = due(record, now).filter(|_| !waits) {
            let key = delivery.key.clone();
            let attempt = Rule::AttemptFirst.holds();
            all.push(if attempt { Next::Write(Change::Attempt(key)) } else { Next::Tell(key) });
        }
        if record.work.is_none() && !(record.hook_under_way(now) && Rule::StepWaitsForHook.holds()) {
            all.extend(with_payment(record, paid, now, limits));
        }
    }
    // LINE Pay may list a refund long after it was made.
    all.extend(record.work.as_ref().and_then(|work| asks_once_more(work, Why::Waits)));
    if all.is_empty() {
        let stuck = record.is_stuck();
        all.push(Next::Rest(if stuck { Rest::Stuck } else { Rest::Settled }));
    }
    all
}

/// A reservation that can no longer be confirmed. A copy of a confirm that was refused may have arrived later than its
/// answer: then LINE Pay says so.
fn too_old(record: &Record, held: &Reservation) -> Option<Next> {
    let transaction = held.transaction;
    if !held.sent || !Rule::SentAsksLast.holds() {
        return Some(Next::Write(Change::Dead(transaction)));
    }
    // An answer would end the step in hand, which waits for a person.
    record.work.is_none().then_some(Next::Ask(if is_zero(record, transaction) && has_status(held) {
        ask_again(transaction, false)
    } else {
        Question::Rows { transaction, why: Why::Gone, second: false }
    }))
}

/// What nobody has to ask for: an abandoned order's payment is given back, an authorisation that ends soon is told and
/// dealt with as the shop says, one that is over is noticed.
fn with_payment(record: &Record, paid: &Paid, now: u64, limits: &Limits) -> Option<Next> {
    if record.abandoned && !paid.is_over() {
        let step = if paid.is_authorised() { Step::Void } else { Step::Refund };
        let key = (step == Step::Refund).then(|| ABANDON.to_owned());
        // A second one, where the first was refused: only a person can do more.
        let tried = key.as_ref().is_some_and(|key| paid.refund(key).is_some());
        return (!tried).then(|| intent(Move { step, transaction: paid.transaction, amount: None, key }));
    }
    let end = |step, amount| Some(intent(Move { step, transaction: paid.transaction, amount, key: None }));
    match paid.lapse.filter(|_| paid.is_authorised()) {
        Some(Lapse::Capture) => return end(Step::Capture, Some(paid.found.amount)),
        Some(Lapse::Void) => return end(Step::Void, None),
        _ => {}
    }
    // What happened before is told first.
    let soon = paid.warns(limits).is_some_and(|from| now >= from) && record.outbox.is_empty();
    if soon && paid.lapses().is_some_and(|end| now < end) {
        return Some(Next::Write(Change::Lapsing(Lapse::Leave)));
    }
    let look = paid.is_authorised() && paid.lapses().is_none_or(|end| now >= end);
    look.then_some(Next::Ask(Question::Rows { transaction: paid.transaction, why: Why::Look, second: false }))
}

/// What the hooks are to be told now. Nothing is told before what happened earlier.
pub(super) fn due(record: &Record, now: u64) -> Option<&Delivery> {
    if !Rule::HooksInOrder.holds() {
        return record.outbox.iter().rev().find(|delivery| !delivery.under_way(now));
    }
    record.outbox.first().filter(|delivery| !delivery.under_way(now))
}

fn operator(record: &Record, act: &Act, now: u64, limits: &Limits) -> Next {
    match act {
        Act::Resolve { done } => return resolve(record, *done, now, limits),
        Act::Charge(wish) => return charge(record, wish, now),
        Act::Abandon if !record.abandoned => return Next::Write(Change::Abandon),
        Act::Dismiss => {
            let seen = record.problems.iter().any(|trouble| !record.waits(trouble));
            return if seen { Next::Write(Change::Dismiss) } else { Next::Rest(Rest::NotPossible) };
        }
        _ => {}
    }
    if let Act::Refund { amount, key } = act
        && let Some(known) = record.payment.as_ref().and_then(|paid| paid.refund(key))
        && Rule::KeyOnce.holds()
    {
        match known.state {
            _ if known.asked != *amount => return Next::Rest(Rest::KeyTaken),
            RefundState::Done | RefundState::NotDone => return Next::Rest(Rest::KnownKey),
            RefundState::InHand => {}
        }
    }
    if let Some(work) = &record.work {
        let refund = work.step.step == Step::Refund && now >= work.until;
        if !refund || Rule::OneInHand.holds() {
            return take_over(work, now);
        }
    }
    let Some(paid) = &record.payment else {
        return Next::Rest(Rest::NotPossible);
    };
    if record.hook_under_way(now) && Rule::StepWaitsForHook.holds() {
        return Next::Rest(Rest::UnderWay);
    }
    let step = |step, amount, key| Move { step, transaction: paid.transaction, amount, key };
    match act {
        Act::Capture { amount } if paid.is_authorised() => {
            let sum = amount.unwrap_or(paid.found.amount);
            let fits = sum.is_positive() && sum <= paid.found.amount && is_amount(record, sum);
            if fits { intent(step(Step::Capture, Some(sum), None)) } else { Next::Rest(Rest::NotPossible) }
        }
        Act::Void if paid.is_authorised() => intent(step(Step::Void, None, None)),
        Act::Refund { amount, key } => {
            let fits = amount.is_none_or(|sum| sum.is_positive() && sum <= paid.left() && is_amount(record, sum));
            let most = MOST_REFUNDS.saturating_add(usize::from(amount.is_none()));
            if fits && paid.refunds.len() < most && is_key(key) && paid.left().is_positive() {
                intent(step(Step::Refund, *amount, Some(key.clone())))
            } else {
                Next::Rest(Rest::NotPossible)
            }
        }
        Act::Abandon => Next::Rest(Rest::Settled),
        _ => Next::Rest(Rest::NotPossible),
    }
}

/// LINE Pay would refuse a step over an amount that the currency does not have.
fn is_amount(record: &Record, sum: Amount) -> bool {
    sum.decimals() <= record.terms.order.currency.decimals()
}

/// May a caller give a refund this key?
#[must_use]
pub fn is_key(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(plain) && key != ABANDON
}

/// By a person's word, where asking LINE Pay does not help.
fn resolve(record: &Record, done: bool, now: u64, limits: &Limits) -> Next {
    let Some(work) = &record.work else { return Next::Rest(Rest::NotPossible) };
    if !work.stuck && (work.attempt <= MANY || now < work.until) {
        return Next::Rest(rest_of(work, now));
    }
    // LINE Pay lists a charge that was made, with the transaction that whatever follows needs.
    let charge = record.charge.as_ref().filter(|_| work.step.is_charge());
    if charge.is_some() && done {
        return Next::Rest(Rest::NotPossible);
    }
    let mut end = charge.map_or(work.written, |charge| charge.sent).saturating_add(limits.resolve);
    if work.step.step == Step::Confirm {
        let windows = record.reservation(work.step.transaction).map(|held| held.made.saturating_add(limits.confirm));
        end = end.max(windows.unwrap_or_default());
    }
    if !done && now < end && Rule::ResolveWaits.holds() {
        return Next::Rest(Rest::TooEarly);
    }
    let asks = asks_once_more(work, Why::NotDone).filter(|_| !done);
    asks.unwrap_or(Next::Write(Change::Resolve { done }))
}

/// A refund in part that waits for a person is not made again; whether it was made, LINE Pay's rows may say by now.
fn asks_once_more(work: &Work, why: Why) -> Option<Next> {
    work.step.is_partial_refund().then_some(Next::Ask(Question::Rows {
        transaction: work.step.transaction,
        why,
        second: false,
    }))
}
