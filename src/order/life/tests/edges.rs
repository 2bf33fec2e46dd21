//! Numbers and times at their edges, and what no life comes to though the code takes care of it.

use super::books::{FAR, id, units};
use super::desk::{NOW, name, shop, terms};
use super::settings::{PLAIN, Setting};
use super::situations::Order;
use crate::operations::RESERVE;
use crate::order::life::{
    Act, Answer, Change, Delivery, Event, Found, KeyState, Lapse, Limits, Money, Move, Next, Outcome, Question, Record,
    Refund, RefundState, Reservation, ReservationState, Rest, Trouble, TroubleKind, Unreadable, Who, Why, Writer,
    answered, apply, plan,
};
use crate::order::{Advice, Extra};
use crate::row::JsonText;
use crate::version::Version;
use crate::wire::{Expected, Step};

fn paid() -> Order {
    Order::new(&PLAIN).confirm().paid(Money::Captured).told()
}

fn plans(record: &Record, act: Act, now: u64, limits: &Limits) -> Next {
    plan(record, &Who::Operator(act), now, limits).swap_remove(0)
}

#[test]
fn the_times_are_those_of_the_documents_with_their_margins() {
    let limits = Limits::default();
    let minutes = |minutes: u64| minutes * 60_000;
    let windows = [limits.approval_documented, limits.approval, limits.confirm, limits.resolve];
    assert_eq!(windows, [minutes(20), minutes(30), minutes(120), minutes(360)]);
    assert_eq!([limits.again, limits.longest, limits.person], [minutes(2), minutes(60), minutes(24 * 60)]);
    // A request that leaves at the last moment has its whole time, and clocks may differ by half a minute.
    let record = Order::new(&PLAIN).confirm().record;
    assert_eq!(record.work.unwrap().until, NOW + limits.sending() + limits.call + 30_000);
    let record = Order::new(&PLAIN).confirm().paid(Money::Captured).record;
    assert_eq!(record.outbox[0].trying.as_ref().unwrap().1, NOW + limits.sending() + limits.hook + 30_000);
}

#[test]
fn a_person_says_not_done_only_when_no_copy_can_arrive() {
    let hour = 3_600_000;
    let says = |order: &Order, done, at, limits: &Limits| {
        let next = plans(&order.record, Act::Resolve { done }, NOW + at, limits);
        // Of a refund in part LINE Pay has the first word, where it lists it.
        let asks = matches!(next, Next::Ask(Question::Rows { why: Why::NotDone, .. }));
        if asks { answered(&order.record, &next, &Answer::Rows(Vec::new()), limits) } else { next }
    };
    let (wait, taken) = (Next::Rest(Rest::TooEarly), |done| Next::Write(Change::Resolve { done }));
    let confirm = Order::new(&PLAIN).confirm().stuck();
    let refund = paid().refund(Some(100), "a").stuck();
    let usual = Limits::default();
    for order in [&confirm, &refund] {
        assert_eq!(says(order, false, 6 * hour - 1, &usual), wait);
        assert_eq!(says(order, false, 6 * hour, &usual), taken(false));
        assert_eq!(says(order, true, 0, &usual), taken(true));
    }
    // A confirm can be carried out for as long as its reservation allows, however short a person's time is.
    let short = Limits { resolve: hour, ..usual };
    assert_eq!(says(&confirm, false, 2 * hour - 1, &short), wait);
    assert_eq!(says(&confirm, false, 2 * hour, &short), taken(false));
    assert_eq!(says(&refund, false, hour, &short), taken(false));
}

#[test]
fn the_refunds_of_an_order_end_and_those_made_elsewhere_are_not_counted_beyond() {
    let limits = Limits::default();
    let mut order = paid();
    let entry = |number: u64| Refund {
        key: number.to_string(),
        asked: Some(units(1)),
        amount: units(1),
        id: Some(id(1_000 + number)),
        state: RefundState::Done,
    };
    let refund = || Act::Refund { amount: Some(units(1)), key: "next".to_owned() };
    order.record.payment.as_mut().unwrap().refunds = (0..47).map(entry).collect();
    assert!(matches!(plans(&order.record, refund(), order.now, &limits), Next::Write(Change::Intent(_))));
    let found = |refunds| Found { refunds, ..order.found(Money::Captured) };
    let seen = |refunds| order.clone().write(Change::Seen(Box::new(found(refunds)))).record.payment.unwrap().refunds;
    assert_eq!(seen(vec![(id(1), units(2)), (id(2), units(2))]).len(), 48);
    order.record.payment.as_mut().unwrap().refunds.push(entry(47));
    assert_eq!(plans(&order.record, refund(), order.now, &limits), Next::Rest(Rest::NotPossible));
    // What is left of the buyer's money is never out of reach.
    let rest = || Act::Refund { amount: None, key: "next".to_owned() };
    assert!(matches!(plans(&order.record, rest(), order.now, &limits), Next::Write(Change::Intent(_))));
    order.record.payment.as_mut().unwrap().refunds.push(entry(48));
    assert_eq!(plans(&order.record, rest(), order.now, &limits), Next::Rest(Rest::NotPossible));
}

/// One that had the first one's key would be taken for a repetition, and never booked.
#[test]
fn each_refund_that_was_made_elsewhere_is_told_under_a_key_of_its_own() {
    let order = paid();
    let found = |ids: &[u64]| {
        let refunds = ids.iter().map(|number| (id(*number), units(10))).collect();
        Change::Seen(Box::new(Found { refunds, ..order.found(Money::Captured) }))
    };
    let seen = order.clone().write(found(&[11])).write(found(&[11, 12, 13]));
    let keys: Vec<&str> = seen.record.outbox.iter().map(|told| told.key.as_str()).collect();
    assert_eq!(keys, [11, 12, 13].map(|number| format!("refunded:{}", id(number).text())));
}

/// What another release wrote may be an order to take money: it is not passed over.
#[test]
fn a_word_on_an_authorisation_that_this_release_does_not_know_is_no_record() {
    let mut record = paid().record;
    record.payment.as_mut().unwrap().lapse = Some(Lapse::Capture);
    let read = |text: &str| Record::read(text, &record.shop, &record.order_id);
    let text = record.text();
    assert_eq!(read(&text).as_ref(), Ok(&record));
    let odd = text.replace("\"lapse\":\"capture\"", "\"lapse\":\"sell\"");
    assert_ne!(odd, text);
    assert_eq!(read(&odd), Err(Unreadable::Junk));
}

#[test]
fn a_key_of_a_refund_holds_letters_digits_and_four_signs() {
    let order = paid();
    let refund = |key: &str| Act::Refund { amount: None, key: key.to_owned() };
    for sign in ["-", "_", ".", ":"] {
        let next = plans(&order.record, refund(sign), order.now, &Limits::default());
        assert!(matches!(next, Next::Write(Change::Intent(_))), "{sign}");
    }
    for key in ["/", "é", "a b", "a+b"] {
        assert_eq!(plans(&order.record, refund(key), order.now, &Limits::default()), Next::Rest(Rest::NotPossible));
    }
}

#[test]
fn another_try_at_a_refund_takes_the_place_of_the_first_and_none_made_elsewhere() {
    let entry = |key: &str| Refund {
        key: key.to_owned(),
        asked: Some(units(20)),
        amount: units(20),
        id: None,
        state: RefundState::NotDone,
    };
    let mut order = paid();
    order.record.payment.as_mut().unwrap().refunds = vec![entry("a"), entry(""), entry("b")];
    for (key, left) in [("a", ["", "b", "a"].as_slice()), ("", &["a", "", "b", ""])] {
        let step = Move { step: Step::Refund, transaction: id(1), amount: None, key: Some(key.to_owned()) };
        let refunds = order.clone().write(Change::Intent(step)).record.payment.unwrap().refunds;
        assert_eq!(refunds.iter().map(|refund| refund.key.as_str()).collect::<Vec<_>>(), left, "{key}");
    }
}

#[test]
fn a_hook_is_called_and_answered_by_its_own_name_alone() {
    let key = Setting { preapproved: true, ..PLAIN };
    let record = Order::new(&key).confirm().paid(Money::Captured).record;
    let by = |record: &Record, change, number, fence: Option<u8>| {
        let writer = Writer { now: NOW, write_id: name(number), fence: fence.map(name) };
        apply(record, &change, &writer, &Limits::default())
    };
    let second = record.outbox[1].key.clone();
    let called = by(&record, Change::Attempt(second.clone()), 7, None);
    assert_eq!(called.outbox[0], record.outbox[0]);
    assert_eq!(called.outbox[1].trying.as_ref().map(|(fence, _)| fence), Some(&name(7)));
    let took = |fence| by(&called, Change::Delivered { key: second.clone(), ok: true }, 8, fence).outbox.len();
    assert_eq!([took(Some(7)), took(Some(6)), took(None)], [1, 2, 2]);
    assert_eq!(by(&record, Change::Delivered { key: second.clone(), ok: true }, 8, None).outbox.len(), 2);
}

#[test]
fn the_same_reservation_is_remembered_once_and_dead_ones_stay_while_there_is_room() {
    let order = Order::new(&PLAIN).reserved(2, 0, &PLAIN).reserved(2, 0, &PLAIN);
    assert_eq!(order.record.reservations.len(), 2);
    let full = (3..=8).fold(order.write(Change::Dead(id(2))), |order, number| order.reserved(number, 0, &PLAIN));
    assert!(full.record.reservation(id(2)).is_some());
    assert!(full.reserved(9, 0, &PLAIN).record.reservation(id(2)).is_none());
}

#[test]
fn sixteen_payments_that_are_too_many_are_listed_each_once() {
    let extra =
        |number| Extra { transaction_id: id(number), left: None, currency: "TWD".to_owned(), advice: Advice::Void };
    let order = paid();
    let outcome = |extras| Change::Outcome { transaction: id(1), outcome: Box::new(Outcome::Dead), extras };
    let twice = order.clone().write(outcome(vec![extra(7), extra(8)])).write(outcome(vec![extra(7)])).record;
    assert_eq!(twice.others, [extra(8), extra(7)]);
    assert_eq!(order.write(outcome((10..40).map(extra).collect())).record.others.len(), 16);
}

/// Found late: by a confirm that came twice.
#[test]
fn a_second_payment_is_one_too_many_unless_it_holds_nothing() {
    let order = paid().reserved(2, 0, &PLAIN);
    let found = |money, refunds| Found { refunds, ..order.found(money) };
    for (found, extra) in [
        (found(Money::Captured, vec![]), Some((Some(units(200)), Advice::Refund))),
        (found(Money::Captured, vec![(id(50), units(60))]), Some((Some(units(140)), Advice::Refund))),
        (found(Money::Captured, vec![(id(50), units(200))]), None),
        (found(Money::Authorized, vec![]), Some((Some(units(200)), Advice::Void))),
        (found(Money::Released, vec![]), None),
        (found(Money::Registered, vec![]), None),
    ] {
        let outcome = Box::new(Outcome::Paid { found, reg_key: None });
        let change = Change::Outcome { transaction: id(2), outcome, extras: Vec::new() };
        let record = order.clone().write(change).record;
        assert_eq!(record.payment.as_ref().map(|paid| paid.transaction), Some(id(1)));
        let others: Vec<_> =
            record.others.iter().map(|other| (other.transaction_id, other.left, other.advice)).collect();
        assert_eq!(others, extra.into_iter().map(|(left, advice)| (id(2), left, advice)).collect::<Vec<_>>());
        assert_eq!(
            record.problems.iter().filter(|trouble| trouble.kind == TroubleKind::PaidTwice).count(),
            others.len()
        );
    }
}

#[test]
fn what_a_person_has_settled_is_no_problem_any_more() {
    let back = |order: Order| order.refund(None, "x").stuck().write(Change::Resolve { done: true }).record;
    let give_back = Move { step: Step::Refund, transaction: id(1), amount: None, key: Some("abandon".to_owned()) };
    let order = paid().abandoned().write(Change::Intent(give_back)).outcome(Outcome::Refused { found: None });
    assert_eq!(order.record.problems.len(), 1);
    assert_eq!(back(order).problems, []);
}

#[test]
fn only_an_authorisation_lapses_and_only_a_key_that_was_told_closes() {
    let mut order = paid();
    order.record.payment.as_mut().unwrap().found.expires = Some(FAR.to_owned());
    assert_eq!(order.record.payment.as_ref().unwrap().lapses(), None);
    assert!(order.record.is_closed());
    for (key, closed) in [
        (KeyState::NotExpected, true),
        (KeyState::Expected, false),
        (KeyState::Held("RK".to_owned().into()), false),
        (KeyState::Lost, false),
        (KeyState::Delivered, true),
        (KeyState::LostTold, true),
    ] {
        order.record.reg_key = key;
        assert_eq!(order.record.is_closed(), closed, "{:?}", order.record.reg_key);
    }
    for (preapproved, key) in [(true, KeyState::Expected), (false, KeyState::NotExpected)] {
        let terms = terms(0, &Setting { preapproved, ..PLAIN });
        assert_eq!(Record::new(shop(), "ORD-1".into(), terms).reg_key, key);
    }
}

#[test]
fn the_text_is_less_than_32_kib_and_the_newest_lines_stay() {
    const MOST: usize = 32 * 1_024;
    let mut record = paid().record;
    let read = |text: &str| Record::read(text, &record.shop.clone(), &record.order_id.clone());
    let text = record.text();
    let spaces = |length: usize| text.clone() + &" ".repeat(length - text.len());
    assert!(read(&spaces(MOST - 1)).is_ok());
    assert_eq!(read(&spaces(MOST)), Err(Unreadable::Junk));
    // One byte less than is too much, and then one more.
    let pad = |record: &mut Record, length: usize| {
        let spare = length - record.text().len();
        record.journal[0].what.push_str(&"x".repeat(spare));
    };
    pad(&mut record, MOST - 1);
    assert_eq!(record.text().len(), MOST - 1);
    record.journal[0].what.push('x');
    let text = record.text();
    let kept = Record::read(&text, &record.shop, &record.order_id).unwrap().journal;
    assert!(!kept.is_empty() && record.journal.ends_with(&kept) && kept.len() < record.journal.len());
    // Not even the last line has room.
    let all = record.journal.len();
    record.journal.iter_mut().for_each(|line| line.what = "y".repeat(MOST));
    assert_eq!((Record::read(&record.text(), &record.shop, &record.order_id).unwrap().journal.len(), all), (0, all));
    // Nothing can be left out any more: it is what it is.
    let mut shop = record.shop.clone();
    shop.channel_id = "z".repeat(MOST);
    assert!(Record { shop, journal: Vec::new(), ..record.clone() }.text().len() > MOST);
    let view = record.view(&super::desk::config());
    assert!(view.len() > MOST && view.contains("\"orderId\":\"ORD-1\"") && view.contains("yyy"));
}

/// As many refunds as an order can have, none told yet, beside all else that can be long: no ledger refuses it.
#[test]
fn the_longest_record_that_can_come_about_is_one() {
    let long = |length: usize| Some(JsonText::of(&format!("{{\"web\":\"{}\"}}", "x".repeat(length - 10))));
    let mut record = super::single::order(&PLAIN, 8);
    record.order_id = "\u{1F375}".repeat(100).as_str().into();
    record.reservations.iter_mut().for_each(|held| held.terms.order.order_id = "y".repeat(100).as_str().into());
    record.reservations[7].payment_url = long(1_536);
    let mut paid = paid().record.payment.unwrap();
    (paid.found.pay_info, paid.found.shipping) = (long(1_536), long(1_536));
    let key = |number: usize| format!("{number:064}");
    let sum = || "999999999999.99".parse().unwrap();
    let refund = |number| {
        let (asked, id) = (Some(sum()), Some(id(2_026_112_700_000_000_000 + number as u64)));
        Refund { key: key(number), asked, amount: sum(), id, state: RefundState::NotDone }
    };
    paid.refunds = (0..50).map(refund).collect();
    let step = Move { step: Step::Refund, transaction: paid.transaction, amount: Some(sum()), key: Some(key(50)) };
    record = apply(&record, &Change::Intent(step), &super::single::writer(5), &Limits::default());
    record.work.as_mut().unwrap().known = paid.refunds.iter().filter_map(|refund| refund.id).collect();
    let event = |number| Delivery {
        event: Event::Refunded,
        key: format!("refunded:2026112700000000110:{}", key(number)),
        trying: None,
        attempts: 0,
    };
    record.outbox = (0..53).map(event).collect();
    record.payment = Some(paid);
    let (extra, kind) = (id(2_026_112_700_000_000_000), TroubleKind::CaptureDiffers);
    let other = Extra { transaction_id: extra, left: Some(sum()), currency: "TWD".to_owned(), advice: Advice::Refund };
    record.others = vec![other; 16];
    record.problems = vec![Trouble { kind, transaction: Some(extra), since: NOW }; 16];
    let shop = record.shop.clone();
    let bare = Record { journal: Vec::new(), ..record.clone() }.text().len();
    assert!(bare < 30 * 1_024, "{bare}");
    let read = Record::read(&record.text(), &shop, &record.order_id.clone()).unwrap();
    assert_eq!((read.payment, read.outbox), (record.payment, record.outbox));
}

#[test]
fn people_are_not_shown_who_has_something_in_hand() {
    let order = Order::new(&PLAIN).confirm();
    let [confirming, telling] = [order.clone(), order.paid(Money::Captured)].map(|order| order.record);
    assert!(confirming.text().contains("write-") && telling.text().contains("write-"));
    for view in [confirming.view(&super::desk::config()), telling.view(&super::desk::config())] {
        assert!(!view.contains("fence"), "{view}");
    }
}

#[test]
fn a_new_reservation_is_open_and_nothing_was_sent_of_it() {
    let info =
        r#"{"transactionId":5,"paymentUrl":{"web":"https://example.test","app":"line://x"},"paymentAccessToken":"1"}"#;
    let body = format!(r#"{{"returnCode":"0000","returnMessage":"-","info":{info}}}"#);
    let reply = RESERVE.accept(Version::V3, &Expected::default(), 200, &body).unwrap();
    let held = Reservation::of(&reply, terms(0, &PLAIN), NOW).unwrap();
    assert_eq!((held.transaction, held.made, held.sent, held.state), (id(5), NOW, false, ReservationState::Open));
}

/// The flow compares them to see that it does not go in circles.
#[test]
fn what_is_next_has_a_name_that_tells_one_from_another() {
    let status =
        |number| Question::Status { transaction: id(number), again: false, second: false, visit: true, fee: None };
    let rows = |number| Question::Rows { transaction: id(number), why: Why::Look, second: false };
    let send = |number| Move { step: Step::Void, transaction: id(number), amount: None, key: None };
    let mut names: Vec<String> = Vec::new();
    for number in [1, 2] {
        names.extend([
            Next::Ask(status(number)).name(),
            Next::Ask(rows(number)).name(),
            Next::Send(send(number)).name(),
            Next::Tell(number.to_string()).name(),
            Next::Write(Change::Dead(id(number))).name(),
        ]);
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "{names:?}");
}
