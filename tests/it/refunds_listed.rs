//! A refund in part whose answer is lost, and which LINE Pay lists only after it has come to a person.

use crate::support::desk::none;
use crate::support::kept::{KeptShop, all};
use crate::support::kept_walks::questions;
use crate::support::shop::MINUTE;
use crate::support::shop::network::{Trouble, Weather};
use linepay_edge::error::Retry;
use linepay_edge::order::life::{RefundState, Rest};
use linepay_edge::{Code, Outcome};
use serde_json::json;

/// Refunds of 100 that wait for a person, and at LINE Pay there is one.
fn listed_by_now() -> impl Iterator<Item = KeptShop> {
    all().filter(|kept| kept.shop.capture).inspect(|kept| {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.shop.network.script([("refund", Trouble::HangBefore)]);
        kept.ask("refund", "ORD-1", json!({ "amount": 100, "key": "a" })).unwrap_err();
        kept.shop.network.set_weather(Weather::Quiet);
        kept.settle(30);
        assert!(kept.record("ORD-1").is_stuck());
        assert!(kept.shop.refund(&transaction.to_string(), &json!({ "refundAmount": 100 })));
        kept.told.borrow_mut().clear();
    })
}

fn is_done(kept: &KeptShop) {
    let record = kept.record("ORD-1");
    assert!(record.work.is_none() && record.problems.is_empty(), "{}", record.text());
    let refunds = record.payment.unwrap().refunds;
    assert_eq!((refunds.len(), refunds[0].state, refunds[0].id.is_some()), (1, RefundState::Done, true));
    kept.settle(10);
    assert_eq!(kept.told().len(), 1, "{:?}", kept.told());
    assert!(kept.told()[0].starts_with("refunded:"));
}

#[test]
fn a_refund_that_line_pay_lists_late_is_found_by_the_sweep_and_by_a_retry() {
    for kept in listed_by_now() {
        assert_eq!(kept.sweep("ORD-1").rest, Rest::Settled);
        is_done(&kept);
    }
    for kept in listed_by_now() {
        kept.ask("retry", "ORD-1", none()).unwrap();
        is_done(&kept);
    }
}

/// Else the shop would give the same back once more, under another key.
#[test]
fn a_refund_that_a_person_calls_not_done_is_done_where_line_pay_lists_it() {
    for kept in listed_by_now() {
        kept.shop.network.advance(7 * 60 * MINUTE);
        let order = kept.ask("resolve", "ORD-1", json!({ "how": "not-done" })).unwrap();
        assert_eq!(order["payment"]["refunds"][0]["state"], "done", "{order}");
        is_done(&kept);
    }
}

#[test]
fn a_persons_word_about_a_refund_waits_until_line_pay_can_be_asked() {
    for kept in listed_by_now() {
        kept.shop.network.advance(7 * 60 * MINUTE);
        kept.script(questions(Trouble::HangBefore, 9));
        let before = kept.ledger.text("ORD-1");
        let error = kept.ask("resolve", "ORD-1", json!({ "how": "not-done" })).unwrap_err();
        let said = (error.code(), error.outcome(), error.retry());
        assert_eq!(said, (Code::Timeout, Outcome::NotExecuted, Retry::Again), "{error:?}");
        assert_eq!(kept.ledger.text("ORD-1"), before);
        kept.shop.network.set_weather(Weather::Quiet);
        kept.ask("resolve", "ORD-1", json!({ "how": "not-done" })).unwrap();
        is_done(&kept);
    }
}
