//! What no walk finds: safeguards that serve speed and buyers, and the page that tells of all of them.

use super::desk::{NOW, name, shop, terms};
use super::settings::{PLAIN, Setting};
use crate::money::Amount;
use crate::order::life::{Act, Answer, Found, Heard, Money, Move, Outcome, Rest, Status, TroubleKind, answered};
use crate::order::life::{
    Change, Limits, Next, Question, Record, Reservation, ReservationState, Rule, Who, Why, Writer, apply, mermaid,
    plan, reread, written,
};
use crate::payment::PaymentRow;
use crate::return_code::ReturnCode;
use crate::row::JsonText;
use crate::wire::Step;

const LIMITS: fn() -> Limits = Limits::default;

pub(super) fn writer(number: u8) -> Writer {
    Writer { now: NOW, write_id: name(number), fence: None }
}

/// An order with so many reservations over the same terms.
pub(super) fn order(setting: &Setting, count: u64) -> Record {
    let mut record = Record::new(shop(), "ORD-1".into(), terms(0, setting));
    for number in 1..=count {
        let reservation = Reservation {
            transaction: super::books::id(number),
            terms: terms(0, setting),
            made: NOW,
            payment_url: Some(JsonText::of("{\"web\":\"https://example.test\"}")),
            link: None,
            sent: false,
            state: ReservationState::Open,
        };
        record = apply(&record, &Change::Reserved(Box::new(reservation)), &writer(1), &LIMITS());
    }
    record
}

fn write(next: &Next) -> Change {
    match next {
        Next::Write(change) => change.clone(),
        other => panic!("{other:?} is no write"),
    }
}

fn paid(setting: &Setting) -> Record {
    let record = order(setting, 1);
    let found = Found { money: Money::Captured, amount: terms(0, setting).order.amount, ..Found::registered() };
    let outcome = Box::new(Outcome::Paid { found, reg_key: None });
    let change = Change::Outcome { transaction: super::books::id(1), outcome, extras: Vec::new() };
    let record = apply(&record, &change, &writer(2), &LIMITS());
    let told = Change::Delivered { key: record.outbox[0].key.clone(), ok: true };
    apply(&record, &told, &Writer { fence: Some(name(2)), ..writer(3) }, &LIMITS())
}

#[test]
fn the_same_terms_give_the_newest_open_link_again_and_a_long_list_ends() {
    let who = Who::Pay(Box::new(terms(0, &PLAIN)));
    let record = order(&PLAIN, 2);
    assert_eq!(plan(&record, &who, NOW, &LIMITS()), [Next::Link(super::books::id(2))]);
    let other = Who::Pay(Box::new(terms(1, &PLAIN)));
    assert_eq!(plan(&record, &other, NOW, &LIMITS()), [Next::Reserve]);
    assert_eq!(plan(&order(&PLAIN, 8), &other, NOW, &LIMITS()), [Next::Rest(Rest::TooMany)]);
    Rule::without(Some(Rule::LinkAgain));
    assert_eq!(plan(&record, &who, NOW, &LIMITS()), [Next::Reserve]);
    Rule::without(None);
}

#[test]
fn a_lost_write_is_found_by_its_name_and_goes_on_from_there() {
    let visit = Who::Visit { transaction: super::books::id(1), fee: None };
    let before = order(&PLAIN, 1);
    let intent = write(&plan(&before, &visit, NOW, &LIMITS())[0]);
    let after = apply(&before, &intent, &writer(4), &LIMITS());
    assert!(matches!(reread(&after, &intent, &writer(4)), Next::Send(_)));
    assert_eq!(reread(&after, &intent, &writer(5)), Next::Again);
    assert_eq!(reread(&before, &intent, &writer(4)), Next::Again);
    // Somebody has taken it over since.
    let over = apply(&after, &Change::TakeOver, &writer(6), &LIMITS());
    assert_eq!(reread(&over, &intent, &writer(4)), Next::Rest(Rest::UnderWay));
}

#[test]
fn a_refund_of_all_that_is_left_is_sent_again_only_after_asking() {
    let record = paid(&PLAIN);
    let who = Who::Operator(Act::Refund { amount: None, key: "all".to_owned() });
    let intent = write(&plan(&record, &who, NOW, &LIMITS())[0]);
    let record = apply(&record, &intent, &writer(4), &LIMITS());
    let later = NOW + Limits::default().longest;
    let over = write(&plan(&record, &Who::Sweep, later, &LIMITS())[0]);
    let record = apply(&record, &over, &writer(5), &LIMITS());
    let ask = |next: Next| matches!(next, Next::Ask(Question::Rows { why: Why::TakenOver, .. }));
    assert!(ask(written(&record, &over, &writer(5))));
    Rule::without(Some(Rule::AllAsksFirst));
    assert!(!ask(written(&record, &over, &writer(5))));
    Rule::without(None);
}

#[test]
fn a_row_under_another_order_id_pays_nothing_and_is_told() {
    let record = order(&PLAIN, 1);
    let books = [super::books::Trans::new(0), super::books::Trans::NONE];
    let row = super::books::row(0, super::books::Line::Captured(0, false), &books[0], &PLAIN).unwrap();
    let other = Answer::Rows(vec![PaymentRow { order_id: "ORD-2".into(), ..row.clone() }]);
    let own = Answer::Rows(vec![row]);
    let asked = Next::Ask(Question::Rows { transaction: super::books::id(1), why: Why::Complete, second: false });
    let says = |record: &Record, answer| answered(record, &asked, answer, &LIMITS());
    let told = write(&says(&record, &other));
    assert_eq!(told, Change::Trouble(TroubleKind::OtherOrder, super::books::id(1)));
    let record = apply(&record, &told, &writer(4), &LIMITS());
    assert_eq!(says(&record, &other), Next::Rest(Rest::Stuck));
    assert!(matches!(write(&says(&record, &own)), Change::Outcome { .. }));
    let visit = Who::Visit { transaction: super::books::id(1), fee: None };
    let intent = write(&plan(&record, &visit, NOW, &LIMITS())[0]);
    let record = apply(&record, &intent, &writer(5), &LIMITS());
    let stuck = write(&says(&record, &other));
    assert!(apply(&record, &stuck, &writer(6), &LIMITS()).is_stuck());
}

#[test]
fn a_row_in_a_state_that_is_not_known_settles_nothing() {
    let record = order(&PLAIN, 1);
    let visit = Who::Visit { transaction: super::books::id(1), fee: None };
    let intent = write(&plan(&record, &visit, NOW, &LIMITS())[0]);
    let record = apply(&record, &intent, &writer(4), &LIMITS());
    let books = [super::books::Trans::new(0), super::books::Trans::NONE];
    let row = super::books::row(0, super::books::Line::Captured(0, false), &books[0], &PLAIN).unwrap();
    let status = PaymentRow { pay_status: Some("HELD_BY_MAGIC".to_owned()), ..row.clone() };
    let kind = PaymentRow { transaction_type: Some("CASHBACK".to_owned()), ..row.clone() };
    let silent = PaymentRow { paid: None, ..row };
    for why in [Why::TakenOver, Why::Unclear, Why::Gone, Why::DoneBefore(ReturnCode::SAME_ORDER), Why::Complete] {
        for second in [false, true] {
            for row in [&status, &kind, &silent] {
                let asked = Next::Ask(Question::Rows { transaction: super::books::id(1), why, second });
                let next = answered(&record, &asked, &Answer::Rows(vec![row.clone()]), &LIMITS());
                assert_eq!(next, Next::Rest(Rest::Later), "{why:?}");
            }
        }
    }
}

/// It is not delivered, and stays among the orders that somebody looks at.
#[test]
fn a_payment_over_another_sum_is_a_persons_business() {
    let record = order(&PLAIN, 1);
    let found = Found { money: Money::Captured, amount: super::books::units(7), ..Found::registered() };
    let outcome = Box::new(Outcome::Paid { found, reg_key: None });
    let change = Change::Outcome { transaction: super::books::id(1), outcome, extras: Vec::new() };
    let record = apply(&record, &change, &writer(2), &LIMITS());
    assert_eq!(record.outbox, []);
    assert_eq!(record.problems[0].kind, TroubleKind::AmountDiffers);
    assert_eq!(record.wake_at(NOW, &LIMITS()), Some(NOW + LIMITS().person));
    // It waits on until it is given back, whoever has looked.
    let look = |record: &Record| plan(record, &Who::Operator(Act::Dismiss), NOW, &LIMITS());
    assert_eq!(look(&record), [Next::Rest(Rest::NotPossible)]);
    let noted = Change::Trouble(TroubleKind::Refused, super::books::id(1));
    let noted = apply(&record, &noted, &writer(3), &LIMITS());
    assert_eq!(look(&noted), [Next::Write(Change::Dismiss)]);
    let seen = apply(&noted, &Change::Dismiss, &writer(4), &LIMITS());
    assert_eq!(seen.problems, record.problems);
    let mut back = noted;
    back.payment.iter_mut().for_each(|paid| paid.found.money = Money::Released);
    assert_eq!(apply(&back, &Change::Dismiss, &writer(4), &LIMITS()).problems, []);
}

/// The shop's word on an authorisation is about that: what is captured or voided elsewhere meanwhile is left alone.
#[test]
fn a_word_on_an_authorisation_is_no_word_on_what_became_of_it() {
    let mut record = paid(&PLAIN);
    record.outbox.clear();
    for lapse in [super::super::Lapse::Capture, super::super::Lapse::Void] {
        for money in [Money::Captured, Money::Released] {
            record.payment.iter_mut().for_each(|paid| (paid.lapse, paid.found.money) = (Some(lapse), money));
            assert_eq!(plan(&record, &Who::Sweep, NOW, &LIMITS()), [Next::Rest(Rest::Settled)], "{lapse:?} {money:?}");
        }
    }
}

#[test]
fn an_amount_that_the_currency_does_not_have_is_not_sent() {
    let half = Some(crate::money::Amount::from_hundredths(50).unwrap());
    let refund = Who::Operator(Act::Refund { amount: half, key: "a".to_owned() });
    assert_eq!(plan(&paid(&PLAIN), &refund, NOW, &LIMITS()), [Next::Rest(Rest::NotPossible)]);
    let mut authorised = paid(&PLAIN);
    authorised.payment.iter_mut().for_each(|paid| paid.found.money = Money::Authorized);
    let capture = Who::Operator(Act::Capture { amount: half });
    assert_eq!(plan(&authorised, &capture, NOW, &LIMITS()), [Next::Rest(Rest::NotPossible)]);
}

#[test]
fn a_key_with_other_parameters_is_refused() {
    let record = paid(&PLAIN);
    let refund = |amount, key: &str| Who::Operator(Act::Refund { amount, key: key.to_owned() });
    let part = Some(super::settings::A_PART);
    let intent = write(&plan(&record, &refund(part, "a"), NOW, &LIMITS())[0]);
    let in_hand = apply(&record, &intent, &writer(4), &LIMITS());
    assert_eq!(plan(&in_hand, &refund(None, "a"), NOW, &LIMITS()), [Next::Rest(Rest::KeyTaken)]);
    let outcome = Box::new(Outcome::Done { found: None, refund: None });
    let done = Change::Outcome { transaction: super::books::id(1), outcome, extras: Vec::new() };
    let done = apply(&in_hand, &done, &writer(5), &LIMITS());
    for (who, rest) in [(refund(part, "a"), Rest::KnownKey), (refund(None, "a"), Rest::KeyTaken)] {
        assert_eq!(plan(&done, &who, NOW, &LIMITS()), [Next::Rest(rest)]);
    }
    for key in ["", "a key", "abandon", &"k".repeat(65)] {
        assert_eq!(plan(&record, &refund(part, key), NOW, &LIMITS()), [Next::Rest(Rest::NotPossible)], "{key}");
    }
}

#[test]
fn a_step_that_many_had_in_hand_is_told_to_a_person_who_may_settle_it() {
    let visit = Who::Visit { transaction: super::books::id(1), fee: None };
    let record = order(&PLAIN, 1);
    let intent = write(&plan(&record, &visit, NOW, &LIMITS())[0]);
    let mut record = apply(&record, &intent, &writer(4), &LIMITS());
    for _ in 0..8 {
        assert_eq!(record.problems, []);
        record = apply(&record, &Change::TakeOver, &writer(5), &LIMITS());
    }
    assert_eq!(record.problems.len(), 1);
    let not_done = Who::Operator(Act::Resolve { done: false });
    let day = NOW + 24 * 60 * 60 * 1_000;
    assert_eq!(plan(&record, &not_done, NOW, &LIMITS()), [Next::Rest(Rest::UnderWay)]);
    assert_eq!(plan(&record, &not_done, NOW + 600_000, &LIMITS()), [Next::Rest(Rest::TooEarly)]);
    let resolved = write(&plan(&record, &not_done, day, &LIMITS())[0]);
    let record = apply(&record, &resolved, &writer(6), &LIMITS());
    assert!(record.work.is_none() && record.problems.is_empty(), "{}", record.text());
    // LINE Pay may know better: it is asked, twice, before the reservation counts as dead.
    assert_eq!(record.wake_at(day, &LIMITS()), Some(day + LIMITS().longest));
    let asks = plan(&record, &Who::Sweep, day, &LIMITS()).remove(0);
    let again = answered(&record, &asks, &Answer::Rows(Vec::new()), &LIMITS());
    let dead = write(&answered(&record, &again, &Answer::Rows(Vec::new()), &LIMITS()));
    let record = apply(&record, &dead, &writer(7), &LIMITS());
    assert!(record.is_closed(), "{}", record.text());
    assert_eq!(record.wake_at(day, &LIMITS()), None);
}

/// Found by a walk at random: nobody was told any more, and nothing was due.
#[test]
fn an_abandoned_orders_money_that_did_not_go_back_stays_an_open_problem() {
    let mut record = apply(&paid(&PLAIN), &Change::Abandon, &writer(4), &LIMITS());
    let mut now = NOW;
    for number in 5..20 {
        let next = plan(&record, &Who::Sweep, now, &LIMITS()).remove(0);
        record = apply(&record, &write(&next), &writer(number), &LIMITS());
        now += 2 * Limits::default().longest;
    }
    let not_done = Who::Operator(Act::Resolve { done: false });
    let resolved = write(&plan(&record, &not_done, now + Limits::default().resolve, &LIMITS())[0]);
    let record = apply(&record, &resolved, &writer(21), &LIMITS());
    assert!(record.work.is_none() && !record.is_closed());
    assert_eq!(record.problems.len(), 1, "{}", record.text());
}

/// Found by the simulation: the confirm was carried out, its answer recorded by nobody, and statusCheck late by one.
#[test]
fn over_by_a_status_check_that_may_be_late_is_dead_only_where_there_is_no_row() {
    let setting = Setting { v3: true, ..PLAIN };
    let id = super::books::id(1);
    let step = Move { step: Step::Confirm, transaction: id, amount: None, key: None };
    let record = apply(&order(&setting, 1), &Change::Intent(step), &writer(4), &LIMITS());
    let record = apply(&record, &Change::TakeOver, &writer(5), &LIMITS());
    let asked = Next::Ask(Question::Status { transaction: id, again: true, second: false, visit: false, fee: None });
    let rows = Next::Ask(Question::Rows { transaction: id, why: Why::Gone, second: false });
    assert_eq!(answered(&record, &asked, &Answer::Status(Status::Over), &LIMITS()), rows);
}

/// In v2 there is no asking: LINE Pay may refuse a confirm 20 minutes after an approval, and a buyer may still approve.
#[test]
fn in_v2_the_sweep_confirms_when_the_documented_time_is_over_and_once_more_after_the_margin() {
    let (id, limits, minute) = (super::books::id(1), LIMITS(), 60_000);
    let at = |minutes: u64| Writer { now: NOW + minutes * minute, ..writer(4) };
    let sweep = |record: &Record, minutes| plan(record, &Who::Sweep, at(minutes).now, &limits);
    let confirms = |record: &Record, minutes| matches!(sweep(record, minutes)[..], [Next::Write(Change::Intent(_))]);
    let record = order(&PLAIN, 1);
    assert_eq!(record.wake_at(NOW, &limits), Some(at(20).now));
    assert!(!confirms(&record, 19) && confirms(&record, 20));
    let mut record = record;
    for (minutes, state) in [(20, ReservationState::Returned), (30, ReservationState::Dead)] {
        let change = write(&sweep(&record, minutes)[0]);
        record = apply(&record, &change, &at(minutes), &limits);
        let sent = written(&record, &change, &at(minutes));
        let outcome = answered(&record, &sent, &Answer::Step(Heard::NotApproved), &limits);
        record = apply(&record, &write(&outcome), &at(minutes), &limits);
        assert_eq!(record.reservation(id).unwrap().state, state, "{minutes}");
        if minutes == 20 {
            assert_eq!(record.wake_at(at(20).now, &limits), Some(at(30).now));
            assert!(!confirms(&record, 29) && confirms(&record, 30));
        }
    }
}

/// Whatever is written meanwhile, by a visit to another of its reservations or by anybody: it comes no later.
#[test]
fn the_sweeps_next_look_is_put_off_by_nothing_that_is_written_meanwhile() {
    let mut record = order(&Setting { v3: true, ..PLAIN }, 1);
    let made = NOW + 7_001;
    record.reservations[0].made = made;
    let wakes = |after: u64| record.wake_at(made + after, &LIMITS()).unwrap() - made;
    let again = LIMITS().again;
    assert_eq!([wakes(0), wakes(1), wakes(again - 1)], [again; 3]);
    assert_eq!([wakes(again), wakes(2 * again - 1), wakes(2 * again)], [2 * again, 2 * again, 3 * again]);
}

/// The same of a registration over nothing, which may have no row: statusCheck is asked twice.
#[test]
fn over_of_a_registration_over_nothing_is_dead_only_if_status_check_says_so_twice() {
    let setting = Setting { v3: true, zero: true, preapproved: true, ..PLAIN };
    let id = super::books::id(1);
    let step = Move { step: Step::Confirm, transaction: id, amount: None, key: None };
    let record = apply(&order(&setting, 1), &Change::Intent(step), &writer(4), &LIMITS());
    let record = apply(&record, &Change::TakeOver, &writer(5), &LIMITS());
    let asked = |second| Next::Ask(super::super::plan::ask_again(id, second));
    let says = |second, status| answered(&record, &asked(second), &Answer::Status(status), &LIMITS());
    assert_eq!(says(false, Status::Over), asked(true));
    let outcome = |next| match write(&next) {
        Change::Outcome { outcome, .. } => outcome.name(),
        other => panic!("{other:?}"),
    };
    assert_eq!(outcome(says(true, Status::Over)), "it is over");
    assert_eq!(outcome(says(true, Status::Complete)), "confirmed");
}

/// A second copy of its confirm made it, of which the record knows nothing: LINE Pay lists it, with or without its sum.
#[test]
fn a_registration_over_nothing_that_line_pay_lists_is_not_called_dead() {
    let setting = Setting { zero: true, preapproved: true, ..PLAIN };
    let id = super::books::id(1);
    let record = order(&setting, 1);
    let own = PaymentRow { order_id: record.order_id.clone(), ..crate::order::tests::row(id.get(), "CAPTURE", None) };
    let row = |row| Answer::Rows(vec![row]);
    let asked = Next::Ask(Question::Rows { transaction: id, why: Why::Gone, second: true });
    let says = |answer: &Answer| match answered(&record, &asked, answer, &LIMITS()) {
        Next::Write(Change::Outcome { outcome, .. }) => *outcome,
        other => panic!("{other:?}"),
    };
    for paid in [None, Some(Amount::ZERO)] {
        let outcome = says(&row(PaymentRow { paid, ..own.clone() }));
        assert_eq!(outcome, Outcome::Paid { found: Found::registered(), reg_key: None });
    }
    let dear = says(&row(PaymentRow { paid: Some(super::books::units(1)), ..own.clone() }));
    let change = Change::Outcome { transaction: id, outcome: Box::new(dear), extras: Vec::new() };
    let charged = apply(&record, &change, &writer(4), &LIMITS());
    assert_eq!(charged.problems.iter().map(|trouble| trouble.kind).collect::<Vec<_>>(), [TroubleKind::AmountDiffers]);
    assert_eq!(charged.payment.unwrap().found.amount, super::books::units(1));
    let registered = Outcome::Paid { found: Found::registered(), reg_key: None };
    let change = Change::Outcome { transaction: id, outcome: Box::new(registered), extras: Vec::new() };
    let known = apply(&record, &change, &writer(4), &LIMITS());
    let look = Next::Ask(Question::Rows { transaction: id, why: Why::Look, second: false });
    let dear = row(PaymentRow { paid: Some(super::books::units(1)), ..own.clone() });
    assert_eq!(answered(&known, &look, &dear, &LIMITS()), Next::Rest(Rest::Settled));
    assert_eq!(says(&Answer::Rows(Vec::new())), Outcome::Dead);
    let other = PaymentRow { transaction_id: super::books::id(2), ..own.clone() };
    assert_eq!(says(&row(other)), Outcome::Dead, "another transaction's row says nothing of it");
    let refund = PaymentRow { transaction_type: Some("PAYMENT_REFUND".to_owned()), ..own };
    assert_eq!(says(&row(refund)), Outcome::Dead, "nor does a refund's");
}

#[test]
fn the_page_shows_the_drawing_and_every_safeguard() {
    let page = include_str!("../../../../docs/order-life.md");
    let rules: Vec<String> = Rule::ALL.iter().map(|rule| format!("- {}\n", rule.text())).collect();
    for part in [format!("```mermaid\n{}```\n", mermaid()), format!("\n{}\n", rules.concat())] {
        assert!(page.contains(&part), "docs/order-life.md does not hold this as it is now:\n{part}");
    }
}
