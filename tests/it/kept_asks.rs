//! Orders that a ledger remembers: when LINE Pay is asked, how often, and what its silence means.

use crate::support::kept::{KeptShop, all};
use crate::support::kept_pages::in_all_versions;
use crate::support::kept_walks::{paid_by, questions};
use crate::support::shop::MINUTE;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::run::block_on;
use linepay_edge::flow::ProblemKind;
use linepay_edge::id::TransactionId;
use linepay_edge::order::life::{Act, Rest, TroubleKind, Who};
use linepay_edge::{Code, Version};
use serde_json::{Value, json};

const LATE: Trouble = Trouble::CodeBefore("1150");

/// A row may be late by one answer: called over at once, a payment that was made would be lost.
#[test]
fn what_line_pay_calls_gone_is_asked_about_twice_three_seconds_apart() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.script([("confirm", Trouble::CodeBefore("1180"))]);
        let (looked, waited) = kept.timed(|| kept.visit("ORD-1", transaction));
        assert_eq!((looked.rest, waited), (Rest::Over, 3_000));
        assert_eq!(looked.error.unwrap().return_code().unwrap().as_str(), "1180");
    }
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.script([("confirm", Trouble::CodeAfter("1180")), ("authCheck", LATE), ("paymentCheck", LATE)]);
        let (looked, waited) = kept.timed(|| kept.visit("ORD-1", transaction));
        assert_eq!((paid_by(&looked), waited), (Some(transaction), 3_000));
    }
}

/// A buyer waits meanwhile: five seconds in all, and no pause after the answer is there.
#[test]
fn the_holder_of_a_lost_confirm_asks_again_after_half_a_second_and_twice_more() {
    for (late, waits) in [(0, 0), (1, 500), (2, 2_000), (3, 5_000), (4, 5_000)] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            let stale = ["authCheck", "paymentCheck"].map(|name| std::iter::repeat_n((name, LATE), late));
            kept.script(stale.into_iter().flatten().chain([("confirm", Trouble::LoseReply)]));
            let (looked, waited) = kept.timed(|| kept.visit("ORD-1", transaction));
            assert_eq!((looked.rest, waited), (if late < 4 { Rest::Settled } else { Rest::Later }, waits), "{late}");
        }
    }
}

/// Fifteen seconds are counted from the first question, not from each; what takes that long to the millisecond is asked
/// for once more.
#[test]
fn the_holder_of_a_lost_confirm_has_fifteen_seconds_for_all_questions_together() {
    for (slow, asked) in [(8_000, 2), (15_000, 2), (15_001, 1)] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            // v2 asks two questions each time.
            let exchanges = if kept.shop.version() == Version::V2 { 100 } else { 50 };
            let slowly = std::iter::repeat_n(("paymentCheck", Trouble::Slow(slow - exchanges)), 9);
            kept.script(slowly.chain([("confirm", Trouble::LoseRequest)]));
            let (looked, _, questions) = kept.counted("paymentCheck", || kept.visit("ORD-1", transaction));
            assert_eq!((looked.rest, questions), (Rest::Later, asked), "{slow}");
        }
    }
}

#[test]
fn what_goes_well_waits_for_nothing() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        assert_eq!(kept.timed(|| kept.visit("ORD-1", transaction)).1, 0);
        assert_eq!(kept.timed(|| kept.visit("ORD-1", transaction)).1, 0);
        assert_eq!(kept.timed(|| block_on(kept.orders().status(&"ORD-1".into())).unwrap()).1, 0);
        if kept.shop.capture {
            let part = Act::Refund { amount: Some("60".parse().unwrap()), key: "r1".to_owned() };
            assert_eq!(kept.timed(|| kept.operate("ORD-1", part).rest), (Rest::Settled, 0));
        }
    }
}

/// Who has no confirm in hand has none to wait for: v3 and v4 say that it is complete, and no row does so yet.
#[test]
fn a_visit_without_a_confirm_of_its_own_does_not_wait_for_a_row() {
    for kept in all().filter(|kept| kept.shop.version() != Version::V2) {
        let transaction = kept.approved("ORD-1", 360);
        assert!(kept.shop.take("confirm", &transaction.to_string(), &json!({ "amount": 360, "currency": "TWD" })));
        kept.script([("paymentCheck", LATE); 4]);
        let (looked, waited) = kept.timed(|| kept.visit("ORD-1", transaction));
        assert_eq!((looked.rest, waited, kept.shop.network.count("paymentCheck")), (Rest::Later, 0, 1));
        kept.shop.network.set_weather(Weather::Quiet);
        assert_eq!(paid_by(&kept.visit("ORD-1", transaction)), Some(transaction));
    }
}

/// Whoever takes a confirm over and gets no answer leaves it to the next: the buyer has waited long enough.
#[test]
fn a_question_after_a_takeover_is_asked_once() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseRequest);
        let before = kept.shop.network.sent().len();
        // One that fails at once is tried three times.
        kept.script(questions(Trouble::GatewayBefore, 40));
        let looked = kept.visit("ORD-1", transaction);
        let asked = kept.shop.network.sent().len() - before;
        assert_eq!((looked.rest, asked, looked.error.unwrap().code()), (Rest::Later, 3, Code::Gateway));
    }
}

/// No answer proves nothing; that the request's time is over does.
#[test]
fn a_reservation_is_over_where_line_pay_says_so_and_not_where_it_says_nothing() {
    for kept in in_all_versions().filter(|kept| kept.shop.version() != Version::V2) {
        let transaction = kept.approved("ORD-1", 360);
        kept.script([("statusCheck", Trouble::HangBefore)]);
        let looked = kept.visit("ORD-1", transaction);
        assert_eq!((looked.rest, looked.error.unwrap().code()), (Rest::Later, Code::Timeout));
        assert_eq!(kept.record("ORD-1").reservations[0].state.as_str(), "open");
        kept.script([("statusCheck", Trouble::CodeBefore("1159")); 3]);
        assert_eq!(kept.visit("ORD-1", transaction).rest, Rest::Over);
        assert_eq!(kept.record("ORD-1").reservations[0].state.as_str(), "dead");
        assert_eq!(kept.shop.network.count("confirm"), 0);
    }
}

#[test]
fn a_page_that_line_pay_does_not_answer_says_why() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.script(questions(Trouble::HangBefore, 1));
        let looked = block_on(kept.orders().status(&"ORD-1".into())).unwrap();
        assert_eq!((looked.rest, looked.error.unwrap().code()), (Rest::Settled, Code::Timeout));
    }
}

/// The record names a transaction that LINE Pay knows by another order: whatever it answers, nothing is delivered.
fn of_another_order(kept: &KeptShop, paid: bool) -> TransactionId {
    let mine = kept.pay("ORD-1", 360);
    let other = if paid { kept.shop.paid("ORD-2", 360) } else { kept.shop.approved("ORD-2", 360) };
    let text = kept.ledger.text("ORD-1").unwrap().replace(&mine.to_string(), &other.transaction);
    kept.ledger.put("ORD-1", &text);
    other.transaction.parse().unwrap()
}

#[test]
fn a_confirm_that_is_answered_for_another_order_waits_for_a_person() {
    for kept in in_all_versions() {
        let other = of_another_order(&kept, false);
        let looked = kept.visit("ORD-1", other);
        assert_eq!((looked.rest, paid_by(&looked)), (Rest::Stuck, None));
        assert_eq!(looked.news.iter().map(|new| new.kind).collect::<Vec<_>>(), [TroubleKind::OtherOrder]);
        assert_eq!(looked.problems()[0].kind, ProblemKind::OtherOrder);
    }
}

/// Whoever is told of a trouble may not have heard it, and only the sweep may ever look at the order again.
#[test]
fn what_waits_for_a_person_is_told_again_each_day_until_it_is_put_away() {
    let paid = |kept: &KeptShop| {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        let trouble = json!({ "kind": "capture-differs", "transactionId": transaction.to_string(), "since": 1 });
        kept.edit("ORD-1", |record| record["problems"] = json!([trouble]));
    };
    let stuck = |kept: &KeptShop| {
        kept.visit("ORD-1", of_another_order(kept, false));
        kept.edit("ORD-1", |record| record["problems"][0]["since"] = json!(1));
    };
    let begins: [(fn(&KeptShop), _); 2] = [(paid, TroubleKind::CaptureDiffers), (stuck, TroubleKind::OtherOrder)];
    for (begin, kind) in begins {
        for kept in in_all_versions() {
            begin(&kept);
            let sweep = || kept.sweep("ORD-1").news.iter().map(|trouble| trouble.kind).collect::<Vec<_>>();
            for _ in 0..3 {
                assert_eq!(sweep(), [kind]);
                let next = kept.ledger.wake_at("ORD-1").expect("it waits for a person");
                assert_eq!(next, kept.ledger_now() + 24 * 60 * MINUTE, "each day");
                kept.shop.network.advance(24 * 60 * MINUTE);
            }
            kept.edit("ORD-1", |record| record["problems"][0]["since"] = json!(kept.ledger_now() - 1));
            assert_eq!(sweep(), [], "it was told just now");
            kept.shop.network.advance(24 * 60 * MINUTE);
            kept.operate("ORD-1", Act::Dismiss);
            assert_eq!(sweep(), [], "it is put away");
        }
    }
}

/// "Done before", and the order has no row of the transaction: it paid another order.
#[test]
fn done_before_for_another_order_waits_for_a_person() {
    for beside in [false, true] {
        for kept in in_all_versions() {
            let own = kept.shop.approved("ORD-1", 60);
            let other = of_another_order(&kept, true);
            if beside {
                kept.shop.confirm(&own);
            }
            kept.script([("statusCheck", Trouble::CodeBefore("0110")), ("confirm", Trouble::CodeBefore("1152"))]);
            let looked = kept.visit("ORD-1", other);
            assert_eq!((looked.rest, paid_by(&looked)), (Rest::Stuck, None), "{beside}");
            assert!(kept.told().is_empty());
        }
    }
}

/// Only then is the transaction itself asked about.
#[test]
fn done_before_by_the_orders_own_row_is_asked_once() {
    for beside in [false, true] {
        for kept in in_all_versions() {
            let other = beside.then(|| kept.shop.approved("ORD-1", 60));
            let transaction = kept.approved("ORD-1", 360);
            if let Some(other) = &other {
                assert!(kept.shop.take("confirm", &other.transaction, &json!({ "amount": 60, "currency": "TWD" })));
            }
            kept.script([("confirm", Trouble::CodeAfter("1152"))]);
            let (looked, _, asked) = kept.counted("paymentCheck", || kept.visit("ORD-1", transaction));
            assert_eq!((paid_by(&looked), asked), (Some(transaction), 1), "{beside}");
        }
    }
    for kept in in_all_versions() {
        let transaction = kept.approved("ORD-1", 360);
        kept.script([("confirm", Trouble::LoseRequest)]);
        kept.visit("ORD-1", transaction);
        let sent = kept.shop.network.sent();
        let about = sent.iter().filter(|sent| sent.operation.ends_with("Check") && sent.operation != "statusCheck");
        assert!(about.clone().count() >= 4 && about.clone().all(|sent| sent.url.contains("orderId=ORD-1")));
    }
}

/// A refund that was made elsewhere has to be known first; while a step is in hand its holder knows.
#[test]
fn a_partial_refund_is_not_sent_where_line_pay_does_not_say_how_the_payment_stands() {
    let part = |key: &str| Act::Refund { amount: Some("60".parse().unwrap()), key: key.to_owned() };
    for kept in in_all_versions() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.script(questions(Trouble::HangBefore, 1));
        let looked = kept.operate("ORD-1", part("r1"));
        assert_eq!((looked.rest, kept.shop.network.count("refund")), (Rest::Later, 0));
        kept.script([("refund", Trouble::LoseRequest)]);
        assert_eq!(kept.operate("ORD-1", part("r2")).rest, Rest::Later);
        let before = kept.shop.network.sent().len();
        assert_eq!(kept.operate("ORD-1", part("r3")).rest, Rest::UnderWay);
        assert_eq!(kept.shop.network.sent().len(), before, "nothing is asked");
    }
}

/// Nor does a page of it ask what the holder is about to find out.
#[test]
fn a_page_asks_nothing_while_a_step_with_the_payment_is_in_hand() {
    for kept in all().filter(|kept| !kept.shop.capture) {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.script(questions(Trouble::HangBefore, 8).chain([("capture", Trouble::LoseRequest)]));
        assert_eq!(kept.operate("ORD-1", Act::Capture { amount: None }).rest, Rest::Later);
        kept.shop.network.set_weather(Weather::Quiet);
        let before = kept.shop.network.sent().len();
        let looked = block_on(kept.orders().status(&"ORD-1".into())).unwrap();
        assert_eq!((looked.rest, paid_by(&looked)), (Rest::Settled, Some(transaction)));
        assert_eq!(kept.shop.network.sent().len(), before);
    }
}

/// Two days later another hand gives the money back: a reload of the receipt says so as well.
#[test]
fn a_reload_of_a_receipt_sees_what_was_given_back_elsewhere() {
    for kept in in_all_versions() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        assert!(kept.shop.refund(&transaction.to_string(), &json!({ "refundAmount": 60 })));
        let looked = kept.visit("ORD-1", transaction);
        assert_eq!(looked.record.unwrap().payment.unwrap().refunded(), "60".parse().unwrap());
    }
}

#[test]
fn an_order_that_the_ledger_does_not_know_is_foreign_to_whoever_looks() {
    for kept in in_all_versions() {
        let (id, transaction) = ("ORD-9".into(), "5".parse().unwrap());
        let orders = kept.orders();
        for looked in [
            kept.look("ORD-9", &Who::Visit { transaction, fee: None }),
            kept.look("ORD-9", &Who::Cancel { transaction }),
            kept.operate("ORD-9", Act::Void),
            kept.sweep("ORD-9"),
            block_on(orders.status(&id)).unwrap(),
        ] {
            assert_eq!((looked.rest, looked.record), (Rest::Foreign, None));
        }
        assert!(kept.shop.network.sent().is_empty());
    }
}

/// How a look ended is told as it is.
#[test]
fn each_look_says_how_it_ended() {
    for kept in all() {
        let id = "ORD-1".into();
        let link = block_on(kept.pay_async("ORD-1", 360)).unwrap();
        assert_eq!((link.rest, link.link.is_some()), (Rest::Settled, true));
        let transaction = link.link.unwrap();
        let orders = kept.orders();
        let status = || block_on(orders.status(&id)).unwrap().rest;
        let read = || block_on(orders.read(&id)).unwrap().rest;
        assert_eq!((status(), read()), (Rest::Settled, Rest::Settled));
        assert_eq!(kept.sweep("ORD-1").rest, expected_of_a_sweep(&kept, Rest::NotApproved));
        kept.decide(transaction, "approve");
        kept.keeps.set(true);
        kept.shop.network.advance(expected_wait(&kept));
        assert_eq!(kept.sweep("ORD-1").rest, Rest::NotApproved, "the shop keeps it from confirming");
        let after = questions(Trouble::HangBefore, 9).filter(|(name, _)| *name != "statusCheck");
        kept.script(after.chain([("confirm", Trouble::LoseRequest)]));
        kept.visit("ORD-1", transaction);
        assert_eq!((status(), kept.sweep("ORD-1").rest), (Rest::UnderWay, Rest::UnderWay));
        let text = kept.ledger.text("ORD-1").unwrap();
        let mut record: Value = serde_json::from_str(&text).unwrap();
        record["work"]["stuck"] = json!(true);
        kept.ledger.put("ORD-1", &record.to_string());
        assert_eq!((status(), kept.sweep("ORD-1").rest), (Rest::Stuck, Rest::Stuck));
    }
}

/// In v2 nobody can ask whether the buyer has approved.
fn expected_of_a_sweep(kept: &KeptShop, otherwise: Rest) -> Rest {
    if kept.shop.version() == Version::V2 { Rest::Settled } else { otherwise }
}

fn expected_wait(kept: &KeptShop) -> u64 {
    if kept.shop.version() == Version::V2 { 20 * crate::support::shop::MINUTE } else { 0 }
}
