//! What the rows of an order say, where they are odd: of another kind, in another currency, of a refund.

use super::books::{id, units};
use super::desk::{NOW, wish};
use super::settings::{PLAIN, Setting};
use super::situations::Order;
use crate::id::TransactionId;
use crate::money::Amount;
use crate::order::life::{
    Act, Answer, Change, Event, Found, Limits, Money, Move, Next, Outcome, Paid, Question, Record, Refund, RefundState,
    Rest, Who, Why, answered, plan,
};
use crate::payment::PaymentRow;
use crate::wire::Step;

fn row(number: u64) -> PaymentRow {
    crate::order::tests::row(number, "CAPTURE", Some(200))
}

/// Of the payment of row 1, as a row of its own.
fn refund(currency: &str) -> PaymentRow {
    PaymentRow {
        currency: currency.to_owned(),
        transaction_type: Some("PARTIAL_REFUND".to_owned()),
        original_transaction_id: Some(id(1)),
        paid: Some(units(-100)),
        ..row(53)
    }
}

fn says(record: &Record, of: TransactionId, why: Why, rows: Vec<PaymentRow>) -> Next {
    let question = Next::Ask(Question::Rows { transaction: of, why, second: true });
    answered(record, &question, &Answer::Rows(rows), &Limits::default())
}

/// The payment that it comes to, with how many refunds, and how many more there are.
fn paid(next: &Next) -> Option<(TransactionId, usize, usize)> {
    match next {
        Next::Write(Change::Outcome { transaction, outcome, extras }) => match &**outcome {
            Outcome::Paid { found, .. } => Some((*transaction, found.refunds.len(), extras.len())),
            _ => None,
        },
        _ => None,
    }
}

const LATER: Next = Next::Rest(Rest::Later);

/// What may well hold money is no reason to charge once more.
#[test]
fn a_charge_is_not_sent_again_while_a_row_is_odd() {
    let record = Order::charging().again().record;
    let asks = |rows| says(&record, TransactionId::default(), Why::TakenOver, rows);
    let odd = |change: fn(&mut PaymentRow)| {
        let mut row = row(1);
        change(&mut row);
        row
    };
    for row in [
        odd(|row| row.transaction_type = Some("?".to_owned())),
        odd(|row| row.pay_status = Some("?".to_owned())),
        odd(|row| row.paid = None),
        odd(|row| row.currency = "EUR".to_owned()),
    ] {
        assert_eq!(asks(vec![row.clone()]), LATER, "{row:?}");
    }
    assert_eq!(asks(vec![row(1), refund("JPY")]), LATER);
    assert_eq!(paid(&asks(vec![row(1), refund("TWD")])), Some((id(1), 1, 0)));
    let further = PaymentRow { currency: "JPY".to_owned(), ..row(7) };
    assert_eq!(paid(&asks(vec![row(1), further])), Some((id(1), 0, 1)));
    assert!(matches!(asks(Vec::new()), Next::Send(_)));
}

/// A payment that is one too many may be in any currency: it goes back in that.
#[test]
fn another_payment_of_the_order_is_told_in_its_own_currency() {
    let order = Order::new(&PLAIN).reserved(2, 0, &PLAIN).confirm().paid(Money::Captured).told();
    let yen = PaymentRow { currency: "JPY".to_owned(), ..row(2) };
    let next = says(&order.record, id(2), Why::Gone, vec![row(1), yen]);
    assert_eq!(paid(&next), Some((id(2), 0, 0)));
    let Next::Write(change) = next else { panic!("{next:?}") };
    let others = order.write(change).record.others;
    assert_eq!((others.len(), others[0].currency.as_str()), (1, "JPY"));
}

/// It is known, whatever else is in hand.
#[test]
fn a_charge_that_was_made_is_known_while_something_is_given_back() {
    let order = Order::charging().paid(Money::Captured).told().refund(None, "a").later(5);
    let act = Act::Charge(Box::new(wish(0, &PLAIN)));
    let next = plan(&order.record, &Who::Operator(act), NOW + 300_000, &Limits::default());
    assert_eq!(next, [Next::Rest(Rest::KnownKey)]);
}

#[test]
fn an_order_that_is_not_charged_is_not_asked_about_as_a_charge() {
    let record = Order::new(&PLAIN).record;
    assert_eq!(says(&record, TransactionId::default(), Why::Look, Vec::new()), Next::Rest(Rest::Foreign));
}

/// Somebody gave a part back at LINE Pay's own console, and the shop, that did not know, all that was left: together
/// that is the payment and no more, whether LINE Pay's answer to the second one came or was lost.
#[test]
fn all_that_was_left_is_no_more_than_another_hand_has_left_of_it() {
    let step = Move { step: Step::Refund, transaction: id(1), amount: None, key: Some("all".to_owned()) };
    let paid = Order::new(&PLAIN).confirm().paid(Money::Captured).told();
    let order = paid.write(Change::Intent(step));
    let whole = order.record.payment.as_ref().unwrap().found.amount;
    let refunds = vec![(id(11), units(1)), (id(12), whole.minus(units(1)).unwrap())];
    let rows = vec![PaymentRow { refunds: refunds.clone(), ..row(1) }];
    let by_rows = says(&order.record, id(1), Why::Unclear, rows);
    let Next::Write(by_rows) = by_rows else { panic!("{by_rows:?}") };
    let by_word = Outcome::Done { found: None, refund: Some(id(12)) };
    let by_answer = Change::Outcome { transaction: id(1), outcome: Box::new(by_word.clone()), extras: Vec::new() };
    for done in [by_answer, by_rows] {
        let seen = Change::Seen(Box::new(Found { refunds: refunds.clone(), ..order.found(Money::Captured) }));
        let at_once = order.clone().write(done.clone()).record;
        let by_rows = matches!(&done, Change::Outcome { outcome, .. } if **outcome != by_word);
        if by_rows {
            let told = at_once.outbox.iter().filter(|told| told.event == Event::Refunded);
            let told: Vec<&str> = told.map(|told| told.key.as_str()).collect();
            assert_eq!(at_once.payment.as_ref().unwrap().refund("all").unwrap().amount, refunds[1].1);
            assert_eq!(told, [format!("refunded:{}:all", id(1).text()), format!("refunded:{}", id(11).text())]);
        }
        let paid = order.clone().write(done).write(seen.clone()).write(seen).record.payment.unwrap();
        assert_eq!((paid.refunded(), paid.left(), paid.refunds.len()), (whole, units(0), 2));
        let all = paid.refund("all").unwrap();
        assert_eq!((all.id, all.amount, all.asked), (Some(id(12)), refunds[1].1, None));
    }
}

/// It stays as LINE Pay told it while the other hand's part is not listed yet; one that was refused has no part in it.
#[test]
fn all_that_was_left_is_corrected_by_what_is_listed_and_by_nothing_else() {
    let order = Order::new(&PLAIN).confirm().paid(Money::Captured).told();
    let whole = order.record.payment.as_ref().unwrap().found.amount;
    let all = |key: &str, amount, number, state| {
        let id = (state == RefundState::Done).then(|| id(number));
        Refund { key: key.to_owned(), asked: None, amount, id, state }
    };
    let rest = whole.minus(units(1)).unwrap();
    let mut asked = order.clone();
    asked.record.payment.as_mut().unwrap().refunds =
        vec![all("refused", whole, 0, RefundState::NotDone), all("all", rest, 12, RefundState::Done)];
    let listed = |refunds: Vec<(TransactionId, Amount)>| {
        let found = Found { refunds, ..order.found(Money::Captured) };
        asked.clone().write(Change::Seen(Box::new(found))).record.payment.unwrap()
    };
    let given = |paid: &Paid| ["refused", "all"].map(|key| paid.refund(key).unwrap().amount);
    assert_eq!(given(&listed(vec![(id(12), rest)])), [whole, rest]);
    let both = listed(vec![(id(11), units(2)), (id(12), rest)]);
    assert_eq!((given(&both), both.refunded()), ([whole, whole.minus(units(2)).unwrap()], whole));
}

/// Somebody took a part of an authorised payment at LINE Pay's own console: the rest is not to be had any more.
#[test]
fn a_part_that_was_captured_elsewhere_is_known_as_a_part() {
    let order = Order::new(&Setting { capture: false, ..PLAIN }).confirm().paid(Money::Authorized).told();
    let held = order.record.payment.as_ref().unwrap().found.amount;
    let found = Found { amount: units(1), ..order.found(Money::Captured) };
    let paid = order.write(Change::Seen(Box::new(found))).record.payment.unwrap();
    assert_eq!((paid.found.amount, paid.authorized), (units(1), Some(held)));
}
