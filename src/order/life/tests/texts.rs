//! The text of a record: how long it gets, and what is told of a text that is none.

use super::books::{id, units};
use super::desk::NOW;
use super::walks::{KEY, Walk, walk};
use crate::order::life::{
    Act, Change, Found, Limits, Money, Next, Outcome, Record, Reservation, ReservationState, Unreadable, Who, WriteId,
    plan,
};
use crate::row::JsonText;

/// The most of everything at once.
#[test]
fn the_longest_record_fits() {
    let mut walk = walk(&[], true);
    let writer = |walk: &mut Walk| walk.writer(Some(WriteId("f".repeat(64))));
    for number in 1..=8 {
        let mut terms = walk.terms(8 + 32);
        terms.order.order_id = ("\u{1}".repeat(98) + "~2").into();
        let reservation = Reservation {
            transaction: id(number_of(number)),
            terms,
            made: NOW,
            payment_url: Some(JsonText::of(&format!("\"{}\"", "y".repeat(1_500)))),
            link: Some(9_999_999_999),
            sent: false,
            state: ReservationState::Open,
        };
        let writer = writer(&mut walk);
        walk.write(&Change::Reserved(Box::new(reservation)), &writer);
    }
    let found = Found {
        money: Money::Captured,
        amount: units(99_999_999),
        currency: "JPY".parse().ok(),
        expires: Some(walk.text(36)),
        pay_info: Some(JsonText::of(&format!("\"{}\"", "y".repeat(1_500)))),
        shipping: Some(JsonText::of(&format!("\"{}\"", "y".repeat(1_500)))),
        refunds: Vec::new(),
    };
    let outcome = |outcome| Box::new(outcome);
    let transaction = id(number_of(1));
    let extras: Vec<_> = (10..40).map(|number| walk.row(number_of(number), 0, 6)).collect();
    let extras = extras.iter().map(crate::order::extra).collect();
    let paid = outcome(Outcome::Paid { found, reg_key: Some(KEY.to_owned().into()) });
    let with = writer(&mut walk);
    walk.write(&Change::Outcome { transaction, outcome: paid, extras }, &with);
    for number in 0..24 {
        let who = Who::Operator(Act::Refund { amount: Some(units(1)), key: format!("{number:064}") });
        let later = NOW + 24 * 60 * 60 * 1_000;
        let Next::Write(intent) = plan(&walk.record, &who, later, &Limits::default())[0].clone() else {
            panic!("no room for {number}")
        };
        let with = writer(&mut walk);
        walk.write(&intent, &with);
        if number < 23 {
            let done = outcome(Outcome::Done { found: None, refund: Some(id(number_of(100 + number))) });
            let with = writer(&mut walk);
            walk.write(&Change::Outcome { transaction, outcome: done, extras: Vec::new() }, &with);
        }
    }
    let text = walk.record.text();
    println!("{} bytes", text.len());
    assert!(text.len() > 20_000);
}

fn number_of(number: u64) -> u64 {
    2_026_050_712_345_678_000 + number
}

#[test]
fn what_is_no_record_of_this_order_is_told_apart() {
    let walk = walk(&[(5, 0, 0, 0), (0, 0, 0, 0)], false);
    let (record, text) = (&walk.record, walk.record.text());
    let read = |text: &str| Record::read(text, &record.shop, &record.order_id);
    assert!(read(&text).is_ok());
    let other = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}: {text}");
        read(&text.replace(from, to)).unwrap_err()
    };
    assert_eq!(other("\"format\":1", "\"format\":2"), Unreadable::OtherFormat(2));
    assert_eq!(other("\"channelId\":\"1234567890\"", "\"channelId\":\"1\""), Unreadable::OtherShop);
    assert_eq!(other("\"environment\":\"sandbox\"", "\"environment\":\"production\""), Unreadable::OtherShop);
    assert_eq!(other("ORD-1", "ORD-2"), Unreadable::OtherOrder);
    for (from, to) in [
        ("\"format\":1", "\"format\":\"1\""),
        ("\"format\":1,", ""),
        ("\"made\":", "\"made\":-"),
        ("\"outbox\":[]", "\"outbox\":{}"),
        ("\"outbox\":[],", ""),
        ("\"outbox\":[]", "\"outbox\":[],\"outbox\":[]"),
        ("\"version\":\"v2\"", "\"version\":\"v9\""),
        ("{\"state\":\"not-expected\"}", "{\"state\":\"odd\",\"key\":\"RK\"}"),
        ("\"currency\":\"TWD\"", "\"currency\":\"XXX\""),
    ] {
        assert_eq!(other(from, to), Unreadable::Junk, "{from} {to}");
    }
    for junk in ["", "null", "[]", "{}", "\"\"", "\u{0}", &text[1..], &format!("{text} {}", " ".repeat(40_000))] {
        assert_eq!(read(junk), Err(Unreadable::Junk));
    }
    for error in [Unreadable::Junk, Unreadable::OtherFormat(2), Unreadable::OtherShop, Unreadable::OtherOrder] {
        assert!(error.to_string().starts_with("the ledger holds "), "{error}");
    }
}
