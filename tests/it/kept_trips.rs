//! Orders that a ledger remembers: how often it is read and written, and what its lost and slow answers come to.

use crate::support::kept::{KeptShop, Mishap, all, is_paid};
use crate::support::kept_pages::{in_all_versions, kinds, standing};
use crate::support::kept_walks::{paid_by, questions};
use crate::support::shop::network::Trouble;
use crate::support::shop::run::block_on;
use crate::support::shop::{MINUTE, Shop};
use linepay_edge::error::Retry;
use linepay_edge::flow::{Hooks, State, Told};
use linepay_edge::order::life::{Act, Lapse, Rest, TroubleKind, Who};
use linepay_edge::{Code, Outcome, Version};
use serde_json::json;

const HOUR: u64 = 60 * MINUTE;

fn mishaps(kept: &KeptShop, before: usize, mishap: Mishap, count: usize) {
    let all = std::iter::repeat_n(None, before).chain(std::iter::repeat_n(Some(mishap), count));
    *kept.ledger.mishaps.borrow_mut() = all.collect();
}

/// The buyer waits: what was written is found by reading, not by the next sweep.
#[test]
fn a_visit_goes_on_after_a_write_whose_answer_is_lost() {
    for place in 0..3 {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            mishaps(&kept, place, Mishap::Unheard, 1);
            let (looked, trips, confirms) = kept.counted("confirm", || kept.visit("ORD-1", transaction));
            assert!(is_paid(&looked), "{place} {looked:?}");
            assert_eq!((trips, confirms, kept.told().len()), ((2, 3), 1, 1), "{place}");
            assert!(kept.record("ORD-1").outbox.is_empty(), "{place}");
        }
    }
}

/// What came of a step is written at the fourth try at the latest, or else found by whoever comes next.
#[test]
fn what_came_of_a_step_is_tried_to_be_written_four_times() {
    for (lost, rest) in [(0, Rest::Settled), (1, Rest::Settled), (3, Rest::Settled), (4, Rest::Later)] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            mishaps(&kept, 1, Mishap::Lost, lost);
            let (looked, (_, writes), _) = kept.counted("confirm", || kept.visit("ORD-1", transaction));
            assert_eq!(looked.rest, rest, "{lost}");
            // Five seconds each: with the third one lost, its right to call the hook is over as well.
            assert!(writes > lost as u64, "{lost}: {writes}");
            kept.ledger.mishaps.borrow_mut().clear();
            kept.settle(240);
            assert_eq!(kept.shop.network.count("confirm"), 1, "{lost}");
            assert_eq!(kept.told(), [format!("paid:{transaction}")], "{lost}");
        }
    }
}

/// The right to send ends ten seconds after the record was read; its holder cannot know that it was not taken over,
/// but by one more write.
#[test]
fn a_confirm_does_not_leave_where_writing_it_down_took_too_long() {
    for (slow, more) in [(9_999, 0), (10_000, 1), (10_001, 1)] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            // v3 and v4 have asked before.
            let asked = if kept.shop.version() == Version::V2 { 0 } else { 50 };
            mishaps(&kept, 0, Mishap::Slow(slow - asked), 1);
            let (looked, (_, writes), confirms) = kept.counted("confirm", || kept.visit("ORD-1", transaction));
            assert_eq!((looked.rest, writes, confirms), (Rest::Settled, 3 + more, 1), "{slow}: {looked:?}");
            assert!(kept.settle(240) || !kept.shop.capture);
            assert_eq!(kept.shop.holding(), [transaction.to_string()], "{slow}");
        }
    }
}

/// Nor is a hook called then: another one may be calling it by now.
#[test]
fn a_hook_is_not_called_where_writing_down_the_payment_took_too_long() {
    for (slow, calls) in [(9_000, true), (10_000, false)] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            mishaps(&kept, 1, Mishap::Slow(slow), 1);
            let looked = kept.visit("ORD-1", transaction);
            assert_eq!((looked.rest == Rest::Late, kept.told().len()), (!calls, usize::from(calls)), "{slow}");
            assert_eq!(paid_by(&looked), Some(transaction));
            kept.settle(10);
            assert_eq!(kept.told(), [format!("paid:{transaction}")], "{slow}");
        }
    }
}

#[test]
fn a_first_write_that_is_lost_is_made_again_and_reserves_once() {
    for lost in 1..=3 {
        for kept in all() {
            mishaps(&kept, 0, Mishap::Lost, lost);
            let looked = block_on(kept.pay_async("ORD-1", 360)).unwrap();
            assert!(looked.link.is_some(), "{lost} {looked:?}");
            assert_eq!((kept.shop.network.count("reserve"), kept.record("ORD-1").reservations.len()), (1, 1));
        }
    }
}

/// The answer to reserve may take its twenty seconds.
#[test]
fn a_reservation_that_took_long_is_written_down() {
    for kept in all() {
        kept.script([("reserve", Trouble::Slow(8_000))]);
        let looked = block_on(kept.pay_async("ORD-1", 360)).unwrap();
        assert!(looked.link.is_some(), "{looked:?}");
        // Its windows are counted from the answer.
        assert_eq!(kept.record("ORD-1").reservations[0].made, kept.ledger_now());
        assert_eq!(kept.ledger.trips(), (1, 1));
    }
}

/// A lease that is made of an old time would be short: after more than five seconds the record is read again.
#[test]
fn after_a_long_answer_the_record_is_read_again() {
    for (slow, reads) in [(5_000, 1), (5_001, 2)] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            kept.script([("confirm", Trouble::Slow(slow - 50))]);
            let (looked, trips, _) = kept.counted("confirm", || kept.visit("ORD-1", transaction));
            assert!(is_paid(&looked));
            assert_eq!(trips, (reads, 3), "{slow}");
        }
    }
    // Nothing has changed meanwhile: nothing is asked again.
    for kept in all().filter(|kept| kept.shop.version() != Version::V2) {
        let transaction = kept.approved("ORD-1", 360);
        kept.script([("statusCheck", Trouble::Slow(8_000))]);
        let (looked, trips, asked) = kept.counted("statusCheck", || kept.visit("ORD-1", transaction));
        assert!(is_paid(&looked));
        assert_eq!((trips, asked), ((2, 3), 1));
    }
}

/// What is written wakes somebody, and what nobody needs is not written.
#[test]
fn a_sweep_writes_no_more_than_what_has_changed() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.shop.network.advance(if kept.shop.version() == Version::V2 { 18 * MINUTE } else { 0 });
        let (_, (_, writes), confirms) = kept.counted("confirm", || kept.sweep("ORD-1"));
        assert_eq!((writes, confirms), (3, 1), "as a visit");
        assert_eq!(kept.told(), [format!("paid:{transaction}")]);
    }
    // One that is too old, its write heard or not; and one that changes nothing puts it off.
    for mishap in [None, Some(Mishap::Unheard)] {
        for kept in all() {
            kept.pay("ORD-1", 360);
            kept.look("ORD-1", &Who::Cancel { transaction: kept.record("ORD-1").reservations[0].transaction });
            kept.shop.network.advance(HOUR);
            let (_, (_, writes), _) = kept.counted("confirm", || kept.sweep("ORD-1"));
            assert_eq!(writes, 1, "put off");
            assert!(kept.ledger.wake_at("ORD-1").unwrap() > kept.ledger_now());
            kept.shop.network.advance(HOUR);
            kept.ledger.mishaps.borrow_mut().extend([mishap]);
            let (_, (_, writes), _) = kept.counted("confirm", || kept.sweep("ORD-1"));
            assert_eq!((writes, kept.ledger.wake_at("ORD-1")), (1, None), "{mishap:?}");
        }
    }
}

/// All that may be done at once is done by one sweep, however many reservations the order had.
#[test]
fn one_sweep_closes_eight_reservations_that_are_over() {
    for kept in all() {
        for amount in 1..=8 {
            kept.pay("ORD-1", amount);
        }
        kept.shop.network.advance(3 * HOUR);
        kept.sweep("ORD-1");
        let states: Vec<_> = kept.record("ORD-1").reservations.iter().map(|held| held.state.as_str()).collect();
        assert_eq!(states, ["dead"; 8]);
        assert_eq!(kept.ledger.wake_at("ORD-1"), None);
    }
}

/// Whoever has closed one reservation has no confirm in hand, and waits for no row of the other.
#[test]
fn a_sweep_of_old_reservations_asks_each_once() {
    for kept in all() {
        let (first, second) = (kept.pay("ORD-1", 360), kept.pay("ORD-1", 420));
        kept.look("ORD-1", &Who::Cancel { transaction: second });
        kept.edit("ORD-1", |record| record["reservations"][1]["sent"] = json!(true));
        kept.shop.network.advance(3 * HOUR);
        // A question that fails at once is tried three times.
        kept.script(questions(Trouble::GatewayBefore, 40));
        let before = kept.shop.network.sent().len();
        kept.sweep("ORD-1");
        let record = kept.record("ORD-1");
        let states = [first, second].map(|transaction| record.reservation(transaction).unwrap().state.as_str());
        assert_eq!((states, kept.shop.network.sent().len() - before), (["dead", "withdrawn"], 3));
    }
}

/// Hooks are called while a buyer waits: four, and the sweep tells the rest.
#[test]
fn a_visit_tells_the_shop_four_things_and_a_sweep_the_rest() {
    for kept in in_all_versions() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        for _ in 0..5 {
            assert!(kept.shop.refund(&transaction.to_string(), &json!({ "refundAmount": 10 })));
        }
        kept.visit("ORD-1", transaction);
        assert_eq!(kept.told().len(), 1 + 4);
        kept.sweep("ORD-1");
        assert_eq!(kept.told().len(), 1 + 5);
    }
}

/// The key as well, while the buyer is there: the shop may want to show it. An operator waits for no hook.
#[test]
fn a_visit_tells_payment_and_key_and_an_operator_waits_for_no_hook() {
    for kept in all() {
        let kept = KeptShop::of(Shop { preapproved: true, ..kept.shop });
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        assert_eq!(kept.told(), [format!("paid:{transaction}"), format!("regKey:{transaction}")]);
        let act = if kept.shop.capture { Act::Refund { amount: None, key: "r1".to_owned() } } else { Act::Void };
        assert_eq!(kept.operate("ORD-1", act).rest, Rest::Settled);
        assert_eq!(kept.told().len(), 2);
        assert!(kept.ledger.wake_at("ORD-1").is_some());
        kept.settle(10);
        assert_eq!(kept.told().len(), 3);
    }
}

/// Only what is told of the key says that it is lost.
#[test]
fn a_lost_key_is_told_with_its_problem_and_nothing_else_is() {
    for lost in [false, true] {
        for kept in all() {
            let kept = KeptShop::of(Shop { preapproved: true, ..kept.shop });
            let transaction = kept.approved("ORD-1", 360);
            if lost {
                kept.script([("confirm", Trouble::LoseReply)]);
            }
            kept.visit("ORD-1", transaction);
            let told = kept.told.borrow();
            let problems: Vec<_> = told.iter().map(|told| (told.event.as_str(), told.problem.is_some())).collect();
            assert_eq!(problems, [("paid", false), ("regKey", lost)]);
        }
    }
}

/// A shop that keeps the sweep from confirming does not keep it from giving back, or from what it asked for itself.
#[test]
fn a_shop_that_lets_no_sweep_confirm_has_the_rest_done() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.keeps.set(true);
        kept.operate("ORD-1", Act::Abandon);
        kept.sweep("ORD-1");
        assert!(kept.shop.holding().is_empty(), "{:?}", kept.shop.held());
    }
    for kept in all().filter(|kept| !kept.shop.capture) {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.keeps.set(true);
        kept.lapse.set(Some(Lapse::Capture));
        kept.settle(28 * 24 * 60);
        assert_eq!(kept.shop.captured(), [transaction.to_string()]);
    }
}

/// Another kind of trouble, or the same of another transaction, is news; what is known is not.
#[test]
fn each_trouble_is_told_once() {
    for kept in in_all_versions() {
        let (first, second) = kept.two("ORD-1");
        kept.edit("ORD-1", |record| {
            record["problems"] = json!([{ "kind": "capture-differs", "transactionId": first.to_string(), "since": 1 }]);
        });
        for (transaction, news) in [(first, 1), (second, 1), (first, 0), (second, 0)] {
            kept.script([("confirm", Trouble::CodeBefore("1106"))]);
            let looked = kept.visit("ORD-1", transaction);
            let told: Vec<_> = looked.news.iter().map(|new| (new.kind, new.transaction)).collect();
            assert_eq!(told, vec![(TroubleKind::Refused, Some(transaction)); news]);
        }
    }
}

#[test]
fn with_the_ledger_down_nothing_was_done_and_it_may_be_tried_again() {
    for kept in in_all_versions() {
        let transaction = kept.approved("ORD-1", 360);
        kept.ledger.down.set(true);
        let who = Who::Visit { transaction, fee: None };
        let error = block_on(kept.orders().look(&"ORD-1".into(), &who)).unwrap_err();
        assert_eq!((error.code(), error.outcome(), error.retry()), (Code::Ledger, Outcome::NotExecuted, Retry::Again));
    }
}

/// One that is read and not written: a buyer does not wait a minute for that, and no page makes a guess of it.
#[test]
fn a_ledger_that_answers_no_write_is_down() {
    for kept in in_all_versions() {
        let mute = || kept.ledger.mishaps.borrow_mut().extend([Some(Mishap::Lost); 4]);
        let writes = || kept.ledger.trips().1;
        mute();
        let error = kept.wish(&kept.shop.quote("ORD-1", 360)).unwrap_err();
        assert_eq!((error.code(), error.outcome(), error.retry()), (Code::Ledger, Outcome::Unknown, Retry::Later));
        assert_eq!((writes(), kept.shop.network.count("reserve")), (4, 1));
        let link = kept.linked("ORD-1", 360);
        let before = writes();
        mute();
        let verdict = kept.back(&link);
        assert_eq!((verdict.state, kinds(&verdict), writes() - before), (State::Pending, vec![], 4));
        assert_eq!(kept.shop.network.count("confirm"), 0, "nothing is sent that is not written down");
        assert_eq!(kept.back(&link).state, State::Paid);
        // Three are heard of in between: it is slow, and not down.
        let slow = kept.linked("ORD-2", 360);
        kept.ledger.mishaps.borrow_mut().extend([Some(Mishap::Lost), Some(Mishap::Unheard)].repeat(3));
        assert_eq!((kept.back(&slow).state, kept.shop.network.count("confirm")), (State::Paid, 2));
    }
}

/// A ledger that says "not made" is not down: others were quicker, and it is tried again on what they wrote.
#[test]
fn a_write_that_others_overtake_is_tried_again_up_to_twelve_times() {
    for kept in in_all_versions() {
        kept.link("ORD-1", 360);
        let overtaken = |times| kept.ledger.mishaps.borrow_mut().extend(vec![Some(Mishap::Overtaken); times]);
        let other_terms = || kept.wish(&kept.shop.quote("ORD-1", 420));
        overtaken(11);
        assert!(other_terms().unwrap().reserved().is_some());
        overtaken(12);
        let waits = standing(&kept, "ORD-1", 500);
        assert_eq!((waits.state, kinds(&waits)), (State::Pending, vec![]));
        assert_eq!(kept.shop.network.count("reserve"), 3, "once each");
        let link = kept.linked("ORD-1", 500);
        overtaken(11);
        assert_eq!(kept.back(&link).state, State::Paid);
    }
}

/// A shop that says nothing of it: buyers who approved are charged, and authorisations left alone.
#[test]
fn a_shop_with_one_hook_lets_the_sweep_confirm_and_leaves_authorisations_alone() {
    struct One;
    impl Hooks for One {
        async fn tell(&self, _told: &Told, _limit: u64) -> Option<bool> {
            Some(true)
        }
    }
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        let record = kept.record("ORD-1");
        let payment = record.shown().unwrap();
        assert_eq!(block_on(One.expiring(&payment, 30_000)), Some(Lapse::Leave));
        assert!(block_on(One.may_confirm(&record.asked(Some(transaction)), 30_000)));
    }
}
