//! Orders that a ledger remembers: one step, once, whatever is lost and whoever comes.

use crate::support::kept::{KeptShop, Mishap, all, is_paid};
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::random::Random;
use crate::support::shop::run::{block_on, kill_after, together};
use crate::support::shop::{MINUTE, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{Host, Looked};
use linepay_edge::order::life::{Act, Rest, Who};
use serde_json::json;

#[test]
fn an_approved_order_is_confirmed_once_and_told_once() {
    for kept in all() {
        let transaction = kept.pay("ORD-1", 360);
        assert_eq!(kept.ledger.trips(), (1, 1), "reserve: one read, one write");
        kept.decide(transaction, "approve");
        let looked = kept.visit("ORD-1", transaction);
        assert!(is_paid(&looked), "{looked:?}");
        assert_eq!(kept.ledger.trips(), (2, 4), "confirm: one read, three writes");
        assert_eq!(kept.told(), [format!("paid:{transaction}")]);
        // A reload asks how the payment stands, and changes nothing.
        assert!(is_paid(&kept.visit("ORD-1", transaction)));
        assert_eq!(kept.shop.network.count("confirm"), 1);
        assert_eq!(kept.told().len(), 1);
        assert_eq!(kept.shop.holding(), [transaction.to_string()]);
        if kept.shop.capture {
            assert!(kept.settle(10), "nothing is left to do");
        }
    }
}

#[test]
fn a_confirm_whose_answer_is_lost_is_found_by_its_row() {
    for trouble in [Trouble::LoseReply, Trouble::HangAfter, Trouble::Truncated, Trouble::GatewayAfter] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            kept.shop.network.script([("confirm", trouble)]);
            let looked = kept.visit("ORD-1", transaction);
            assert!(is_paid(&looked), "{trouble:?} {looked:?}");
            assert_eq!(kept.shop.network.count("confirm"), 1);
            assert_eq!(kept.told(), [format!("paid:{transaction}")]);
        }
    }
}

/// The buyer waits: nobody asks on and on. The sweep finishes it.
#[test]
fn a_visit_over_a_ledger_stops_asking_after_fifteen_seconds() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        let hang = ["authCheck", "paymentCheck"].into_iter().cycle().take(30).map(|name| (name, Trouble::HangBefore));
        let script = [("confirm", Trouble::HangAfter)].into_iter().chain(hang);
        kept.shop.network.set_weather(Weather::Script(script.collect()));
        let (before, asked) = (kept.shop.network.now(), questions(&kept));
        assert_eq!(kept.visit("ORD-1", transaction).rest, Rest::Later);
        assert_eq!(questions(&kept) - asked, 1, "{:?}", kept.shop.version());
        assert!(kept.shop.network.now() - before < 2 * MINUTE);
        kept.shop.network.set_weather(Weather::Quiet);
        assert!(kept.settle(60) || !kept.shop.capture);
        assert_eq!(kept.shop.network.count("confirm"), 1);
        assert_eq!(kept.told(), [format!("paid:{transaction}")]);
    }
}

/// The time that the confirm took is not counted: details that are late by one answer are asked for again.
#[test]
fn a_visit_whose_confirm_hangs_has_patience_left_for_details_that_are_late() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        let late = ["authCheck", "paymentCheck"].map(|name| (name, Trouble::CodeBefore("1150")));
        let script = [("confirm", Trouble::HangAfter)].into_iter().chain(late);
        kept.shop.network.set_weather(Weather::Script(script.collect()));
        assert!(is_paid(&kept.visit("ORD-1", transaction)), "{:?}", kept.shop.version());
    }
}

fn questions(kept: &KeptShop) -> usize {
    kept.shop.network.count("paymentCheck") + kept.shop.network.count("authCheck")
}

/// Hole b: it timed out, the buyer pays anew, and then it arrives.
#[test]
fn while_a_confirm_may_still_arrive_no_other_reservation_is_made_or_confirmed() {
    for kept in all() {
        let first = kept.approved("ORD-1", 360);
        kept.shop.network.script([("confirm", Trouble::Late(MINUTE))]);
        assert_eq!(kept.visit("ORD-1", first).rest, Rest::Later);
        let again = block_on(kept.pay_async("ORD-1", 360)).unwrap();
        assert_eq!((again.rest, again.link), (Rest::UnderWay, None));
        assert_eq!(kept.shop.network.count("reserve"), 1);
        assert_eq!(kept.visit("ORD-1", first).rest, Rest::UnderWay);
        assert!(kept.settle(60) || !kept.shop.capture);
        assert_eq!(kept.shop.holding(), [first.to_string()]);
        assert_eq!(kept.told(), [format!("paid:{first}")]);
    }
}

/// Hole d: two tabs at the same instant, in every order of their steps that a seed gives.
#[test]
fn two_tabs_confirm_once() {
    for seed in 0..60 {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            let mut random = Random::new(seed);
            let visit = || {
                let (orders, who) = (kept.orders(), Who::Visit { transaction, fee: None });
                Box::pin(async move { orders.look(&"ORD-1".into(), &who).await.unwrap() })
            };
            let ends = together([visit(), visit()], &mut random);
            assert!(ends.iter().any(is_paid), "{seed}");
            let fine = |end: &Looked| is_paid(end) || end.rest == Rest::UnderWay;
            assert!(ends.iter().all(fine), "{seed}: {ends:?}");
            assert_eq!(kept.shop.network.count("confirm"), 1, "{seed}");
            assert_eq!(kept.told().len(), 1, "{seed}");
        }
    }
}

#[test]
fn a_second_wish_to_pay_gives_the_open_link_again() {
    for kept in all() {
        let first = kept.pay("ORD-1", 360);
        assert_eq!(kept.pay("ORD-1", 360), first);
        assert_eq!(kept.shop.network.count("reserve"), 1);
        // Other terms supersede it, and what is superseded is not confirmed.
        let second = kept.pay("ORD-1", 500);
        assert_ne!(second, first);
        kept.decide(first, "approve");
        assert_eq!(kept.visit("ORD-1", first).rest, Rest::Over);
        assert_eq!(kept.shop.network.count("confirm"), 0);
        kept.decide(second, "approve");
        assert!(is_paid(&kept.visit("ORD-1", second)));
        let paid = block_on(kept.pay_async("ORD-1", 500)).unwrap();
        assert!(is_paid(&paid) && paid.link.is_none());
        assert_eq!(kept.shop.network.count("reserve"), 2);
    }
}

/// Killed after any step of the visit: whoever comes later ends it, and nothing is charged twice.
#[test]
fn a_crash_at_any_step_is_made_good_by_the_sweep() {
    for steps in 0..40 {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            let who = Who::Visit { transaction, fee: None };
            let orders = kept.orders();
            let killed = kill_after(steps, orders.look(&"ORD-1".into(), &who)).is_none();
            assert!(kept.settle(240) || !kept.shop.capture, "{steps}");
            assert_eq!(kept.shop.holding(), [transaction.to_string()], "{steps}");
            let told = kept.told();
            assert!(told.iter().all(|key| *key == format!("paid:{transaction}")), "{steps} {told:?}");
            assert!(!told.is_empty() && (killed || told.len() == 1), "{steps} {told:?}");
            assert!(kept.record("ORD-1").outbox.is_empty(), "{steps}");
        }
    }
}

/// Hole a: charged by the sweep. In v2 that is a confirm when the documented time to approve is over; this buyer
/// approves some minutes after the reservation, and LINE Pay takes confirms for 20 minutes.
#[test]
fn a_buyer_who_approves_and_stays_away_is_confirmed_by_the_sweep() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        let due = kept.ledger.wake_at("ORD-1").unwrap();
        kept.settle(45);
        assert_eq!(kept.shop.holding(), [transaction.to_string()], "due at {due}");
        assert_eq!(kept.told(), [format!("paid:{transaction}")]);
        assert_eq!(kept.shop.network.count("confirm"), 1);
    }
}

#[test]
fn the_shop_may_keep_the_sweep_from_confirming() {
    for kept in all() {
        kept.keeps.set(true);
        let transaction = kept.approved("ORD-1", 360);
        // Past v2's 20 minutes from the reservation, and not from the approval.
        kept.settle(19);
        assert_eq!((kept.shop.holding(), kept.shop.network.count("confirm")), (Vec::new(), 0));
        // A buyer who comes back is nobody's but the buyer's.
        assert!(is_paid(&kept.visit("ORD-1", transaction)));
    }
}

/// A refund of the same sum that was made in LINE Pay's own console must not pass for the one whose answer is lost.
#[test]
fn a_partial_refund_knows_what_was_given_back_elsewhere() {
    for shop in shops(json!({})) {
        let kept = KeptShop::of(shop);
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        assert!(kept.shop.refund(&transaction.to_string(), &json!({ "refundAmount": 60 })));
        kept.shop.network.script([("refund", Trouble::LoseRequest)]);
        kept.operate("ORD-1", Act::Refund { amount: Some("60".parse().unwrap()), key: "r1".to_owned() });
        kept.shop.network.set_weather(Weather::Quiet);
        kept.settle(30);
        let record = kept.record("ORD-1");
        assert!(record.is_stuck(), "{}", record.text());
        assert_eq!(record.payment.unwrap().refunded(), "60".parse().unwrap());
        assert!(kept.ledger.wake_at("ORD-1").is_some(), "whoever lists what is open finds it");
    }
}

#[test]
fn a_buyer_who_never_approves_costs_a_question_now_and_then_and_comes_to_an_end() {
    for kept in all() {
        kept.pay("ORD-1", 360);
        assert!(kept.settle(300), "closed");
        assert!(kept.shop.holding().is_empty() && kept.told().is_empty());
        let asked = kept.shop.network.count("statusCheck");
        assert!(asked <= 65, "{asked}");
        assert!(kept.shop.network.count("confirm") <= 1);
        assert!(kept.shop.version() != Version::V2 || asked == 0);
    }
}

#[test]
fn a_cancelled_reservation_is_not_swept_but_a_buyer_who_comes_back_pays() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.look("ORD-1", &Who::Cancel { transaction });
        kept.settle(25);
        assert!(kept.shop.holding().is_empty());
        if kept.shop.version() != Version::V2 {
            assert!(is_paid(&kept.visit("ORD-1", transaction)));
        }
    }
}

#[test]
fn a_write_whose_answer_is_lost_is_read_again() {
    for mishap in [Mishap::Lost, Mishap::Unheard] {
        for place in 0..4 {
            for kept in all() {
                let mishaps = std::iter::repeat_n(None, place).chain([Some(mishap)]);
                kept.ledger.mishaps.borrow_mut().extend(mishaps);
                let transaction = kept.approved("ORD-1", 360);
                kept.visit("ORD-1", transaction);
                kept.settle(240);
                assert_eq!(kept.shop.holding(), [transaction.to_string()], "{mishap:?} {place}");
                assert_eq!(kept.shop.network.count("confirm"), 1, "{mishap:?} {place}");
                assert_eq!(kept.shop.network.count("reserve"), 1, "{mishap:?} {place}");
            }
        }
    }
}

/// What is waited for is waited for by the ledger's clock; by its own a worker only counts how long it has been at it.
#[test]
fn a_worker_whose_clock_is_an_hour_off_does_the_same() {
    for ahead in [-60, 60] {
        for steps in [1, 9, 14, 17, 20, 40] {
            for kept in all() {
                kept.ledger.ahead.set(ahead * MINUTE as i64);
                let transaction = kept.approved("ORD-1", 360);
                let who = Who::Visit { transaction, fee: None };
                let orders = kept.orders();
                let _ = kill_after(steps, orders.look(&"ORD-1".into(), &who));
                assert!(kept.settle(240) || !kept.shop.capture, "{ahead} {steps}");
                assert_eq!(kept.shop.holding(), [transaction.to_string()], "{ahead} {steps}");
                assert!(kept.record("ORD-1").problems.is_empty(), "{ahead} {steps}");
            }
        }
    }
}

#[test]
fn while_the_ledger_is_down_nothing_is_confirmed() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.ledger.down.set(true);
        let who = Who::Visit { transaction, fee: None };
        let error = block_on(kept.orders().look(&"ORD-1".into(), &who)).unwrap_err();
        assert_eq!(error.code().as_str(), "LEDGER");
        assert!(block_on(kept.pay_async("ORD-2", 360)).is_err());
        assert_eq!((kept.shop.network.count("confirm"), kept.shop.network.count("reserve")), (0, 1));
        kept.ledger.down.set(false);
        assert!(is_paid(&kept.visit("ORD-1", transaction)));
    }
}

#[test]
fn what_is_no_record_of_the_order_is_refused_with_its_reason() {
    let kept = KeptShop::of(Shop::new());
    kept.pay("ORD-1", 360);
    let text = kept.ledger.text("ORD-1").unwrap();
    for (other, said) in [
        ("junk".to_owned(), "no record"),
        (text.replace("\"format\":1", "\"format\":9"), "format 9"),
        (text.replace("1234567890", "1234567891"), "another channel"),
        (text.replace("ORD-1", "ORD-2"), "another order"),
    ] {
        kept.ledger.put("ORD-1", &other);
        let error = block_on(kept.orders().sweep(&"ORD-1".into())).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
    assert_eq!(kept.shop.network.count("confirm"), 0);
}

/// A hook that fails is called again, later; one that has not ended keeps its time.
#[test]
fn hooks_are_told_until_they_take_it() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.hooks.borrow_mut().extend([Some(false), None, Some(true)]);
        kept.visit("ORD-1", transaction);
        assert_eq!(kept.record("ORD-1").outbox.len(), 1);
        kept.settle(60);
        assert_eq!(kept.told().len(), 3);
        assert!(kept.record("ORD-1").outbox.is_empty());
    }
}

/// Nobody knows whether it is still at it: until its time is up nobody else calls it, and the page waits.
#[test]
fn a_hook_that_has_not_ended_is_left_alone_until_its_time_is_up() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.hooks.borrow_mut().extend([None]);
        kept.visit("ORD-1", transaction);
        let at = kept.shop.network.time();
        for _ in 0..3 {
            kept.visit("ORD-1", transaction);
            kept.sweep("ORD-1");
        }
        assert_eq!(kept.told().len(), 1, "{} s later", (kept.shop.network.time() - at) / 1_000);
        kept.shop.network.advance(2 * MINUTE);
        kept.visit("ORD-1", transaction);
        assert_eq!(kept.told().len(), 2);
    }
}

#[test]
fn a_regkey_reaches_the_shop_or_is_told_as_lost() {
    for lost in [false, true] {
        for shop in shops(json!({})) {
            let kept = KeptShop::of(Shop { preapproved: true, ..shop });
            let transaction = kept.approved("ORD-1", 360);
            if lost {
                kept.shop.network.script([("confirm", Trouble::LoseReply)]);
            }
            kept.visit("ORD-1", transaction);
            kept.settle(10);
            let told = kept.told.borrow();
            let keys: Vec<_> = told.iter().map(|told| (told.event.as_str(), told.payment.reg_key.is_some())).collect();
            assert_eq!(keys, [("paid", !lost), ("regKey", !lost)]);
            assert!(!kept.ledger.text("ORD-1").unwrap().contains(&kept.shop.keys()[0].key), "no longer than needed");
        }
    }
}

#[test]
fn a_person_captures_refunds_and_voids_each_once() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        if kept.shop.capture {
            let part = Act::Refund { amount: Some("60".parse().unwrap()), key: "r1".to_owned() };
            assert_eq!(kept.operate("ORD-1", part.clone()).rest, Rest::Settled);
            assert_eq!(kept.operate("ORD-1", part).rest, Rest::KnownKey);
            let other = Act::Refund { amount: None, key: "r1".to_owned() };
            assert_eq!(kept.operate("ORD-1", other).rest, Rest::KeyTaken);
            kept.shop.network.script([("refund", Trouble::LoseReply)]);
            let rest = Act::Refund { amount: None, key: "r2".to_owned() };
            kept.operate("ORD-1", rest);
            kept.shop.network.set_weather(Weather::Quiet);
            kept.settle(60);
            assert!(kept.shop.holding().is_empty());
        } else {
            assert_eq!(kept.operate("ORD-1", Act::Capture { amount: None }).rest, Rest::Settled);
            assert_eq!(kept.operate("ORD-1", Act::Void).rest, Rest::NotPossible);
            kept.settle(10);
            assert_eq!(kept.told(), [format!("paid:{transaction}"), format!("captured:{transaction}")]);
        }
    }
}

/// Two days later another hand gives the money back: the next page says so.
#[test]
fn a_page_of_a_paid_order_asks_how_the_payment_stands() {
    for shop in shops(json!({})) {
        let kept = KeptShop::of(shop);
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        assert!(kept.shop.refund(&transaction.to_string(), &json!({ "refundAmount": 60 })));
        let looked = block_on(kept.orders().status(&"ORD-1".into())).unwrap();
        let paid = looked.record.unwrap().payment.unwrap();
        assert_eq!(paid.refunded(), "60".parse().unwrap());
        assert_eq!(kept.told().len(), 2);
    }
}
