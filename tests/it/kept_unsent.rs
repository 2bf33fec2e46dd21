//! Orders that a ledger remembers: a process that stands still between writing a step down and sending it.

use crate::support::kept::{KeptShop, Mishap, all, is_paid};
use crate::support::kept_walks::questions;
use crate::support::shop::MINUTE;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::run::block_on;
use linepay_edge::flow::Looked;
use linepay_edge::order::life::{Act, RefundState, Rest, TroubleKind, Who};
use linepay_edge::{Code, Outcome, Version};
use serde_json::json;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn a_part() -> Act {
    Act::Refund { amount: "100".parse().ok(), key: "r1".to_owned() }
}

fn paid(captured: bool) -> impl Iterator<Item = KeptShop> {
    all().filter(move |kept| kept.shop.capture == captured).inspect(|kept| {
        let transaction = kept.approved("ORD-1", 360);
        assert!(is_paid(&kept.visit("ORD-1", transaction)));
    })
}

/// Takes something up to its next write, whose answer has come; then `meanwhile`; then to its end.
fn stands_still<T>(kept: &KeptShop, act: impl Future<Output = T>, meanwhile: impl FnOnce()) -> T {
    let mut act = pin!(act);
    let mut context = Context::from_waker(Waker::noop());
    let writes = kept.ledger.trips().1;
    while kept.ledger.trips().1 == writes {
        assert!(act.as_mut().poll(&mut context).is_pending());
    }
    meanwhile();
    loop {
        if let Poll::Ready(end) = act.as_mut().poll(&mut context) {
            return end;
        }
    }
}

fn kinds(looked: &Looked) -> Vec<TroubleKind> {
    looked.record.iter().flat_map(|record| &record.problems).map(|trouble| trouble.kind).collect()
}

/// It knows that nothing has left: nobody else has the step in hand, so it may still send it.
#[test]
fn a_refund_in_part_whose_process_stood_still_before_sending_it_is_made_and_waits_for_nobody() {
    for slow in [10_000, 60_000, 104_000, 5 * MINUTE] {
        for kept in paid(true) {
            *kept.ledger.mishaps.borrow_mut() = [Some(Mishap::Slow(slow))].into();
            let (looked, _, sent) = kept.counted("refund", || kept.operate("ORD-1", a_part()));
            assert_eq!((looked.rest, sent, kinds(&looked)), (Rest::Settled, 1, vec![]), "{slow}: {looked:?}");
            kept.settle(60);
            let refunds = kept.record("ORD-1").payment.unwrap().refunds;
            assert_eq!((refunds.len(), refunds[0].state), (1, RefundState::Done), "{slow}");
            assert_eq!(kept.shop.held()[0].state, "PARTLY_REFUNDED", "{slow}");
        }
    }
}

/// Whoever took it over cannot know, and asks a person. The one who wrote it down knows.
#[test]
fn a_refund_in_part_that_was_taken_over_before_it_was_sent_is_known_not_to_be_made() {
    for kept in paid(true) {
        let (orders, id, who) = (kept.orders(), "ORD-1".into(), Who::Operator(a_part()));
        let looked = stands_still(&kept, orders.look(&id, &who), || {
            kept.shop.network.advance(3 * MINUTE);
            assert_eq!(kinds(&kept.sweep("ORD-1")), [TroubleKind::Unknown]);
            assert!(kept.record("ORD-1").is_stuck());
        });
        let looked = looked.unwrap();
        assert_eq!((looked.rest, kinds(&looked)), (Rest::Settled, vec![TroubleKind::Refused]), "{looked:?}");
        assert_eq!(kept.shop.network.count("refund"), 0);
        let record = kept.record("ORD-1");
        assert!(record.work.is_none());
        assert_eq!(record.payment.unwrap().refunds[0].state, RefundState::NotDone);
        // What was asked for may be asked for anew.
        let again = kept.operate("ORD-1", Act::Refund { amount: "100".parse().ok(), key: "r2".to_owned() });
        assert_eq!((again.rest, kept.shop.held()[0].state.as_str()), (Rest::Settled, "PARTLY_REFUNDED"));
    }
}

/// A confirm that another one has taken over is that one's, whatever the first one knows of itself.
#[test]
fn a_step_that_was_taken_over_stays_in_that_hand() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        let (orders, id, who) = (kept.orders(), "ORD-1".into(), Who::Visit { transaction, fee: None });
        let looked = stands_still(&kept, orders.look(&id, &who), || {
            kept.shop.network.advance(3 * MINUTE);
            kept.script(questions(Trouble::HangBefore, 9));
            kept.sweep("ORD-1");
            kept.shop.network.set_weather(Weather::Quiet);
        });
        assert_eq!(looked.unwrap().rest, Rest::UnderWay);
        assert_eq!(kept.record("ORD-1").work.unwrap().attempt, 2);
        assert_eq!(kept.shop.network.count("confirm"), 0);
        kept.shop.network.advance(10 * MINUTE);
        assert!(is_paid(&kept.sweep("ORD-1")));
        assert_eq!(kept.shop.holding(), [transaction.to_string()]);
    }
}

/// Its refusal speaks of the only request there is: the order does not wait for another copy.
#[test]
fn a_refusal_is_believed_though_the_process_stood_still_before_sending() {
    for kept in paid(false) {
        *kept.ledger.mishaps.borrow_mut() = [Some(Mishap::Slow(MINUTE))].into();
        kept.script([("capture", Trouble::CodeBefore("1142"))]);
        let error = kept.ask("capture", "ORD-1", json!({})).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Refused, Outcome::NotExecuted), "{error:?}");
        assert!(kept.record("ORD-1").work.is_none());
    }
}

/// Eight have to have it in hand before a person is told: one that asks slowly, and so needs its right anew, is one.
#[test]
fn one_who_asks_slowly_counts_once() {
    for kept in all().filter(|kept| kept.shop.version() == Version::V2) {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseRequest);
        for taken in 2..=8 {
            kept.shop.network.advance(2 * 60 * MINUTE);
            let slow = ["authCheck", "paymentCheck"].map(|name| (name, Trouble::Slow(6_000)));
            kept.script(slow.into_iter().chain([("confirm", Trouble::CodeBefore("9000"))]));
            let sent = kept.shop.network.count("confirm");
            let looked = kept.sweep("ORD-1");
            assert_eq!((kept.shop.network.count("confirm") - sent, kinds(&looked)), (1, vec![]), "{taken}");
            assert_eq!(kept.record("ORD-1").work.unwrap().attempt, taken);
        }
    }
}

/// That eight had it in hand is a proof of as many tries: each has asked LINE Pay, in vain.
#[test]
fn a_person_is_told_when_eight_have_asked_in_vain() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseRequest);
        for taken in 2..=9 {
            kept.shop.network.advance(2 * 60 * MINUTE);
            kept.script(questions(Trouble::HangBefore, 9));
            let asked = kept.shop.network.sent().len();
            let told = kinds(&kept.sweep("ORD-1"));
            assert!(kept.shop.network.sent().len() > asked);
            assert_eq!(told, if taken == 9 { vec![TroubleKind::Unknown] } else { vec![] }, "{taken}");
        }
    }
}

/// The write by which the right is had anew may be lost itself, or its answer.
#[test]
fn what_is_sent_late_is_sent_once_whatever_becomes_of_that_write() {
    for mishap in [Mishap::Lost, Mishap::Unheard, Mishap::Overtaken] {
        for kept in paid(true) {
            *kept.ledger.mishaps.borrow_mut() = [Some(Mishap::Slow(MINUTE)), Some(mishap)].into();
            let (looked, _, sent) = kept.counted("refund", || kept.operate("ORD-1", a_part()));
            assert_eq!((looked.rest, sent), (Rest::Settled, 1), "{mishap:?}: {looked:?}");
            assert_eq!(kept.shop.held()[0].state, "PARTLY_REFUNDED");
        }
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            *kept.ledger.mishaps.borrow_mut() = [Some(Mishap::Slow(MINUTE)), Some(mishap)].into();
            let (looked, _, sent) = kept.counted("confirm", || kept.visit("ORD-1", transaction));
            assert_eq!((looked.rest, sent), (Rest::Settled, 1), "{mishap:?}: {looked:?}");
        }
    }
    // With the ledger down nothing is sent.
    for kept in paid(true) {
        *kept.ledger.mishaps.borrow_mut() = [Some(Mishap::Slow(MINUTE)), Some(Mishap::Last)].into();
        let who = Who::Operator(a_part());
        let error = block_on(kept.orders().look(&"ORD-1".into(), &who)).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Ledger, Outcome::Unknown));
        assert_eq!(kept.shop.network.count("refund"), 0);
    }
}
