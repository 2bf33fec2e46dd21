//! What a record knows of a charge besides its terms: when its last request may have left, and what people are told.

use super::books::{id, units};
use super::desk::NOW;
use super::situations::Order;
use crate::id::TransactionId;
use crate::order::life::{Act, Change, Found, Limits, Money, Outcome, Trouble, TroubleKind};

const MINUTE: u64 = 60 * 1_000;

/// LINE Pay is asked last, and nothing more can arrive, by the time since then.
#[test]
fn a_charge_is_sent_when_it_is_written_down_and_when_it_is_taken_over() {
    let order = Order::charging();
    assert_eq!(order.record.charge.as_ref().unwrap().sent, NOW, "{:?}", order.record.charge);
    let taken = order.later(3).write(Change::TakeOver);
    assert_eq!(taken.record.charge.as_ref().unwrap().sent, NOW + 3 * MINUTE);
    // An abandoned one is only asked about.
    let abandoned = Order::charging().wants(Act::Abandon).later(3).write(Change::TakeOver);
    assert!(abandoned.record.abandoned);
    assert_eq!(abandoned.record.charge.as_ref().unwrap().sent, NOW);
    let refused = Order::charging().later(3).declined(true);
    assert_eq!(refused.record.asked_last(&Limits::default()), Some(NOW + Limits::default().confirm));
}

/// LINE Pay has not named its transaction yet: nobody is told of one.
#[test]
fn what_has_no_transaction_yet_names_none() {
    let nothing = TransactionId::default();
    assert!(!Change::Dead(nothing).text().contains('0'), "{}", Change::Dead(nothing).text());
    let trouble = Trouble { kind: TroubleKind::Unknown, transaction: None, since: NOW };
    let problem = Order::charging().record.problem(&trouble);
    assert_eq!(problem.got.transaction_id, None);
    assert!(problem.message.contains("ORD-1"), "{}", problem.message);
}

/// One copy was refused; another may still be carried out.
#[test]
fn a_charge_is_shown_as_refused_when_no_copy_can_arrive_any_more() {
    let shown = |order: Order| order.record.view(&super::desk::config());
    let refused = r#""charge":{"state":"refused","returnCode":"1142"}"#;
    let open = r#""charge":{"state":"in-hand","returnCode":"1142"}"#;
    assert!(shown(Order::charging().declined(true)).contains(refused));
    assert!(shown(Order::charging().declined(false)).contains(open));
}

/// Over another sum nothing is delivered before a person has looked, what was given back of it neither.
#[test]
fn of_a_payment_over_another_sum_no_refund_is_told() {
    let tells = |sum: i64| {
        let order = Order::charging();
        let refunds = vec![(id(51), units(50))];
        let found = Found { amount: units(sum), refunds, ..order.found(Money::Captured) };
        let record = order.outcome(Outcome::Paid { found, reg_key: None }).record;
        record.outbox.iter().map(|delivery| delivery.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(tells(200), ["paid:1", "refunded:51"]);
    assert!(tells(60).is_empty());
}
