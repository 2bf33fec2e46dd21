//! Whoever comes late to send a step, having sent nothing: what that makes of the record, and what follows.

use super::desk::{NOW, name};
use super::settings::PLAIN;
use super::situations::Order;
use crate::order::life::{
    Act, Change, Limits, Move, Next, Question, Record, RefundState, Rest, TroubleKind, Why, WriteId, Writer, apply,
    reread, written,
};

const MINUTE: u64 = 60 * 1_000;
const LATER: u64 = NOW + 30 * MINUTE;

fn writer(fence: Option<WriteId>) -> Writer {
    Writer { now: LATER, write_id: name(90), fence }
}

fn step(record: &Record) -> Move {
    record.work.as_ref().unwrap().step.clone()
}

fn renewed(record: &Record, fence: Option<WriteId>) -> Record {
    apply(record, &Change::Renew(step(record)), &writer(fence), &Limits::default())
}

fn own(record: &Record) -> Option<WriteId> {
    record.work.as_ref().map(|work| work.fence.clone())
}

/// A record without what every write changes.
fn rest_of(record: &Record) -> Record {
    Record { journal: Vec::new(), write_ids: Vec::new(), ..record.clone() }
}

fn paid() -> Order {
    Order::new(&PLAIN).confirm().paid(crate::order::life::Money::Captured).told().later(1)
}

fn in_hand() -> Vec<Order> {
    vec![
        Order::new(&PLAIN).confirm(),
        paid().refund(None, "all"),
        paid().refund(Some(100), "a"),
        Order::charging(),
        Order::new(&PLAIN).confirm().again(),
    ]
}

#[test]
fn with_the_step_in_its_hand_it_sends_and_counts_once() {
    for order in in_hand() {
        let before = &order.record;
        let after = renewed(before, own(before));
        let (old, new) = (before.work.as_ref().unwrap(), after.work.as_ref().unwrap());
        assert_eq!((new.attempt, &new.step, &new.known), (old.attempt, &old.step, &old.known));
        assert_eq!((&new.fence, new.written), (&name(90), LATER));
        assert_eq!(new.until - LATER, old.until - old.written);
        assert_eq!(
            after.charge.as_ref().map(|charge| (charge.sent, charge.open)),
            before.charge.as_ref().map(|_| (LATER, 1))
        );
        let change = Change::Renew(step(before));
        assert!(change.gives_a_hold());
        assert_eq!(written(&after, &change, &writer(own(before))), Next::Send(step(before)));
        // Its answer is lost: it is found, or made again.
        assert_eq!(reread(&after, &change, &writer(own(before))), Next::Send(step(before)));
        assert_eq!(reread(before, &change, &writer(own(before))), Next::Write(change.clone()));
        // Somebody has taken it over since.
        let over = apply(&after, &Change::TakeOver, &Writer { write_id: name(91), ..writer(None) }, &Limits::default());
        assert_eq!(reread(&over, &change, &writer(own(before))), Next::Rest(Rest::UnderWay));
    }
}

#[test]
fn what_somebody_else_has_in_hand_stays_there() {
    for order in in_hand().into_iter().filter(|order| !step(&order.record).is_partial_refund()) {
        let before = &order.record;
        let change = Change::Renew(step(before));
        for fence in [None, Some(name(92))] {
            let after = renewed(before, fence.clone());
            assert_eq!(rest_of(&after), rest_of(before));
            assert_eq!(written(&after, &change, &writer(fence.clone())), Next::Rest(Rest::UnderWay));
            assert_eq!(reread(before, &change, &writer(fence)), Next::Rest(Rest::UnderWay));
        }
    }
}

#[test]
fn a_refund_in_part_in_somebody_elses_hand_is_not_made() {
    for order in [paid().refund(Some(100), "a").again(), paid().refund(Some(100), "a").again().stuck()] {
        let before = &order.record;
        let change = Change::Renew(step(before));
        let first = || writer(Some(name(92)));
        assert_eq!(reread(before, &change, &first()), Next::Write(change.clone()));
        let after = renewed(before, Some(name(92)));
        assert_eq!((after.work.as_ref(), after.outbox.len()), (None, 0));
        assert_eq!(after.payment.as_ref().unwrap().refunds[0].state, RefundState::NotDone);
        let kinds: Vec<_> = after.problems.iter().map(|trouble| trouble.kind).collect();
        assert_eq!(kinds, [TroubleKind::Refused]);
        assert!(after.problem(&after.problems[0]).message.contains("or it never left"));
        for follows in [written(&after, &change, &first()), reread(&after, &change, &first())] {
            assert_eq!(follows, Next::Rest(Rest::Settled));
        }
    }
}

#[test]
fn another_step_than_its_own_is_left_alone() {
    let ended = paid().refund(Some(100), "a").outcome(crate::order::life::Outcome::Refused { found: None });
    let mine = Change::Renew(step(&paid().refund(Some(100), "a").record));
    for order in [ended.clone(), ended.refund(Some(100), "b")] {
        let after = apply(&order.record, &mine, &writer(own(&order.record)), &Limits::default());
        assert_eq!(rest_of(&after), rest_of(&order.record));
        assert_eq!(written(&after, &mine, &writer(None)), Next::Rest(Rest::Settled));
        assert_eq!(reread(&order.record, &mine, &writer(own(&order.record))), Next::Rest(Rest::Settled));
    }
}

/// Nothing has left, so nothing is without an answer: it is asked about, and over.
#[test]
fn a_charge_whose_order_was_abandoned_is_not_sent_late() {
    let order = Order::charging().wants(Act::Abandon);
    let after = renewed(&order.record, own(&order.record));
    assert_eq!(after.charge.as_ref().map(|charge| (charge.sent, charge.open)), Some((NOW, 0)));
    let change = Change::Renew(step(&order.record));
    let asks = written(&after, &change, &writer(own(&order.record)));
    assert!(matches!(asks, Next::Ask(Question::Rows { why: Why::TakenOver, .. })), "{asks:?}");
    // What was charged goes back, late or not.
    let charged = Order::charging().paid(crate::order::life::Money::Captured).told().later(1);
    let back = charged.refund(None, "all").abandoned();
    let (before, after) = (&back.record, renewed(&back.record, own(&back.record)));
    assert_eq!(after.charge, before.charge);
    let change = Change::Renew(step(before));
    assert_eq!(written(&after, &change, &writer(own(before))), Next::Send(step(before)));
}
