//! What the rows of an order come to, and what is told of it, at the edges that no purchase of the other tests has.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

use super::problems::{lost_key, misdirected, unrecorded, unreserved};
use super::standing::{Standing, stand};
use super::{
    Advice, Asked, CheckoutVerdict, Extra, Got, Order, Payment, Problem, ProblemKind, Reservation, Sent, ShippingTerms,
    State,
};
use crate::error::{Code, Error, Outcome, Retry};
use crate::id::TransactionId;
use crate::money::Amount;
use crate::operations::CONFIRM;
use crate::payment::PaymentRow;
use crate::row::JsonText;
use crate::version::Version;
use crate::wire::Expected;

const DATE: &str = "2026-06-06T03:04:05Z";

pub(super) fn units(count: i64) -> Amount {
    Amount::from_hundredths(count * 100).unwrap()
}

pub(super) fn id(number: u64) -> TransactionId {
    number.to_string().parse().unwrap()
}

fn order(amount: i64, capture: bool) -> Order {
    let currency = "TWD".parse().unwrap();
    Order { order_id: "ORD-1".into(), amount: units(amount), currency, capture, preapproved: false, shipping: None }
}

fn asked() -> Asked {
    let currency = "TWD".parse().unwrap();
    Asked { order_id: "ORD-1".into(), transaction_id: None, amount: units(360), currency }
}

pub(super) fn row(number: u64, status: &str, paid: Option<i64>) -> PaymentRow {
    PaymentRow {
        transaction_id: id(number),
        order_id: "ORD-1".into(),
        currency: "TWD".to_owned(),
        transaction_type: Some("PAYMENT".to_owned()),
        transaction_date: None,
        pay_status: Some(status.to_owned()),
        authorization_expire_date: Some(DATE.to_owned()),
        paid: paid.map(units),
        pay_info: JsonText::of("[]"),
        shipping: None,
        refunds: Vec::new(),
        original_transaction_id: None,
    }
}

fn verdict(rows: Vec<PaymentRow>, order: &Order, known: &[Reservation]) -> CheckoutVerdict {
    match stand(rows, order, known, &asked()) {
        Standing::Known(verdict) => *verdict,
        Standing::NotFound => panic!("nothing is found"),
    }
}

fn payment(rows: Vec<PaymentRow>, order: &Order) -> Payment {
    verdict(rows, order, &[]).payment.unwrap()
}

#[test]
fn of_what_was_given_back_the_captured_one_is_shown_and_else_the_first() {
    let over = |number| row(number, "VOIDED_AUTHORIZATION", Some(360));
    assert_eq!(payment(vec![over(2), over(1)], &order(360, false)).transaction_id, id(1));
    let refunded = PaymentRow { refunds: vec![(id(50), units(360))], ..row(3, "CAPTURE", Some(360)) };
    assert_eq!(payment(vec![over(2), refunded, over(1)], &order(360, true)).transaction_id, id(3));
}

/// One that was captured between v2's two questions is listed twice.
#[test]
fn of_two_rows_of_one_payment_the_captured_one_counts_and_of_two_captured_the_first() {
    let rows = [row(1, "AUTHORIZATION", Some(360)), row(1, "CAPTURE", Some(300))];
    let order = order(360, false);
    for rows in [rows.to_vec(), rows.iter().rev().cloned().collect()] {
        assert_eq!(verdict(rows, &order, &[]).state, State::CapturedLess);
    }
    let two = |a: &str, b: &str| payment(vec![row(1, a, Some(360)), row(1, b, Some(360))], &order);
    assert!(two("CAPTURE", "AUTHORIZATION").captured && two("AUTHORIZATION", "CAPTURE").captured);
    let dated =
        |status, date: &str| PaymentRow { transaction_date: Some(date.to_owned()), ..row(1, status, Some(360)) };
    for status in ["AUTHORIZATION", "CAPTURE"] {
        let first = payment(vec![dated(status, "first"), dated(status, "second")], &order);
        assert_eq!(first.transaction_date.as_deref(), Some("first"), "{status}");
    }
}

#[test]
fn over_nothing_is_paid_by_a_payment_over_nothing_alone() {
    let order = order(0, true);
    for (paid, state) in [(None, State::Paid), (Some(0), State::Paid), (Some(10), State::Mismatch)] {
        assert_eq!(verdict(vec![row(1, "CAPTURE", paid)], &order, &[]).state, state, "{paid:?}");
    }
}

#[test]
fn a_part_is_less_than_was_authorised_and_more_is_another_sum() {
    let order = order(360, false);
    let reservation = Reservation { transaction: id(1), order: order.clone(), sent: Sent::Done, proved: true };
    for (paid, with, without) in [
        (359, State::Paid, State::CapturedLess),
        (360, State::Paid, State::Paid),
        (361, State::Mismatch, State::Mismatch),
        (0, State::Mismatch, State::Mismatch),
    ] {
        let rows = || vec![row(1, "CAPTURE", Some(paid))];
        assert_eq!(verdict(rows(), &order, std::slice::from_ref(&reservation)).state, with, "{paid}");
        assert_eq!(verdict(rows(), &order, &[]).state, without, "{paid}");
    }
}

#[test]
fn a_payment_shows_its_end_while_it_is_authorised_and_what_was_given_back_if_anything_was() {
    let order = order(360, true);
    let captured = Payment::found(&order, row(1, "CAPTURE", Some(360)));
    assert_eq!((captured.authorization_expire_date, captured.refunded), (None, None));
    let refunded = PaymentRow { refunds: vec![(id(50), units(60))], ..row(1, "CAPTURE", Some(360)) };
    assert_eq!(Payment::found(&order, refunded).refunded, Some(units(60)));
    let held = Payment::found(&order, row(1, "AUTHORIZATION", Some(360)));
    assert_eq!(held.authorization_expire_date.as_deref(), Some(DATE));
    let info = format!(r#"{{"transactionId":1,"orderId":"ORD-1","authorizationExpireDate":"{DATE}","payInfo":[]}}"#);
    let body = format!(r#"{{"returnCode":"0000","returnMessage":"-","info":{info}}}"#);
    let reply = CONFIRM.accept(Version::V3, &Expected::default(), 200, &body).unwrap();
    let end = |captured| {
        Payment::confirmed(id(1), &order, units(360), captured, &reply.row()).authorization_expire_date.is_some()
    };
    assert_eq!((end(true), end(false)), (false, true));
}

#[test]
fn what_to_do_with_each_payment_is_told_as_it_stands() {
    let extra = |number, advice| Extra {
        transaction_id: id(number),
        left: Some(units(360)),
        currency: "TWD".to_owned(),
        advice,
    };
    let told = super::problems::twice(
        id(1),
        &"ORD-1".into(),
        vec![extra(2, Advice::Void), extra(3, Advice::Refund)],
        &asked(),
    );
    assert!(told.message.ends_with("so void 2 (360 TWD left), refund 3 (360 TWD left)"), "{}", told.message);
    let payment = Payment::found(&order(360, true), row(1, "CAPTURE", Some(360)));
    let lost = |answered| lost_key(&payment, &asked(), answered, None).message;
    assert!(lost(true).contains("which held none") && lost(false).contains("which is lost"));
    let other = |outcome| {
        let error = Error::new(Code::Mismatch, outcome, Retry::Never, "x");
        misdirected(&error, Got::default(), &asked()).problems[0].message.clone()
    };
    assert!(other(Outcome::Executed).contains("this confirm has charged that one"));
    assert!(other(Outcome::Unknown).contains("perhaps by this confirm"));
    let kind = |problem: Problem| problem.kind;
    assert_eq!(kind(unreserved(Some(id(1)), &asked())), ProblemKind::ForeignTransaction);
    assert_eq!(kind(unrecorded(Got::transaction(id(1)), &asked())), ProblemKind::Unrecorded);
}

#[test]
fn a_confirm_without_an_answer_is_settled_after_half_an_hour_and_a_fee_has_its_bounds() {
    let reservation = |sent| Reservation { transaction: id(1), order: order(360, true), sent, proved: true };
    let unknown = reservation(Sent::Unknown(1_000));
    assert!(unknown.is_unsettled(1_000 + 30 * 60 - 1) && !unknown.is_unsettled(1_000 + 30 * 60));
    let shipped = Order { shipping: Some(ShippingTerms { quoted: units(60), most: units(100) }), ..order(360, true) };
    for (sum, allowed) in [(299, false), (300, true), (360, true), (400, true), (401, false)] {
        assert_eq!(shipped.allows(units(sum)), allowed, "{sum}");
    }
}
