//! How much a record holds, and what falls off it.

use super::books::{id, units};
use super::desk::{name, terms};
use super::settings::PLAIN;
use super::single::{order, writer};
use crate::order::life::{Change, Found, Limits, Money, Outcome, Record, ReservationState, TroubleKind, apply};
use crate::row::JsonText;

fn after(record: &Record, change: &Change) -> Record {
    apply(record, change, &writer(1), &Limits::default())
}

#[test]
fn the_journal_the_writes_and_the_troubles_end() {
    let mut record = order(&PLAIN, 1);
    for number in 0..=60 {
        record = apply(&record, &Change::Returned(id(1)), &writer(number), &Limits::default());
    }
    assert_eq!((record.journal.len(), record.write_ids.len()), (50, 8));
    assert_eq!((&record.write_ids[0], &record.write_ids[7]), (&name(53), &name(60)));
    assert!(record.journal.iter().all(|line| line.what == "the buyer comes back too early 1"));
    for number in 1..=20 {
        // The same is not said twice.
        for _ in 0..2 {
            record = after(&record, &Change::Trouble(TroubleKind::OtherOrder, id(number)));
        }
        assert_eq!(record.problems.len() as u64, number.min(16));
    }
}

#[test]
fn what_is_over_keeps_no_link_and_no_trouble_that_is_settled_by_it() {
    let mut record = order(&PLAIN, 2);
    for (kind, number) in
        [(TroubleKind::ShippingFee, 1), (TroubleKind::Refused, 1), (TroubleKind::Unknown, 1), (TroubleKind::Refused, 2)]
    {
        record = after(&record, &Change::Trouble(kind, id(number)));
    }
    let left = |record: &Record| record.problems.iter().map(|trouble| trouble.kind).collect::<Vec<_>>();
    let back = after(&record, &Change::Returned(id(2)));
    assert_eq!(left(&back).len(), 4);
    assert!(back.reservations[1].payment_url.is_some(), "the link may be given again");
    let dead = after(&record, &Change::Dead(id(2)));
    assert_eq!(left(&dead), [TroubleKind::ShippingFee, TroubleKind::Refused, TroubleKind::Unknown]);
    assert_eq!(left(&after(&record, &Change::Dead(id(1)))), [TroubleKind::Unknown, TroubleKind::Refused]);
    assert_eq!(dead.reservations[1].payment_url, None);
    let abandoned = after(&record, &Change::Abandon);
    assert!(abandoned.reservations.iter().all(|held| held.payment_url.is_none()));
    assert_eq!(abandoned.reservations[1].state, ReservationState::Abandoned);
}

#[test]
fn what_is_too_long_is_not_kept() {
    let text = |length: usize| Some(JsonText::of(&"x".repeat(length)));
    for (length, date, kept) in [(1_536, 40, true), (1_537, 41, false)] {
        let found = Found {
            money: Money::Captured,
            amount: units(360),
            pay_info: text(length),
            shipping: text(length),
            expires: Some("x".repeat(date)),
            ..Found::registered()
        };
        let outcome = Box::new(Outcome::Paid { found, reg_key: None });
        let record = after(&order(&PLAIN, 1), &Change::Outcome { transaction: id(1), outcome, extras: Vec::new() });
        let found = record.payment.unwrap().found;
        assert_eq!((found.pay_info.is_some(), found.shipping.is_some(), found.expires.is_some()), (kept, kept, kept));
        let mut reservation = order(&PLAIN, 1).reservations[0].clone();
        reservation.payment_url = text(length);
        let record =
            after(&Record { reservations: Vec::new(), ..order(&PLAIN, 1) }, &Change::Reserved(Box::new(reservation)));
        assert_eq!(record.reservations[0].payment_url.is_some(), kept);
        assert!(record.terms.same(&terms(0, &PLAIN)));
    }
}

#[test]
fn another_orderid_is_for_an_order_that_nothing_is_listed_of() {
    use super::books::{Line, Trans, row};
    use super::settings::PLAIN;
    use crate::order::life::{Answer, Limits, Next, Question, Record, Rest, Rule, Why, answered, asks_taken};
    let record = Record::new(super::desk::shop(), "ORD-1".into(), super::desk::terms(0, &PLAIN));
    let after = |asked, rows| answered(&record, &asked, &Answer::Rows(rows), &Limits::default());
    let (first, second) = (asks_taken(false), asks_taken(true));
    let asked = Question::Rows { transaction: Default::default(), why: Why::Taken, second: false };
    assert_eq!(first, Next::Ask(asked));
    let listed = || vec![row(0, Line::Released, &Trans::new(0), &PLAIN).unwrap()];
    assert_eq!(after(first.clone(), Vec::new()), second);
    assert_eq!(after(second.clone(), Vec::new()), Next::Reserve);
    assert_eq!([after(first.clone(), listed()), after(second, listed())], [(); 2].map(|()| Next::Rest(Rest::Settled)));
    Rule::without(Some(Rule::OtherIdAsks));
    assert_eq!(after(first, listed()), Next::Reserve);
    Rule::without(None);
}
