//! Orders that a ledger remembers: what somebody began and did not end is finished by whoever comes next, who then does
//! what they came for.

use crate::support::kept::{KeptShop, all};
use crate::support::kept_walks::paid_by;
use crate::support::shop::network::Trouble;
use crate::support::shop::random::Random;
use crate::support::shop::run::{block_on, kill_after, together};
use crate::support::shop::{CHANNEL, MINUTE, SECRET, Shop, input, shops};
use linepay_edge::order::life::{Act, Rest, Who};
use linepay_edge::{Config, Version};
use serde_json::{Value, json};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn config_with(version: Version, timeouts: &Value) -> Config {
    let given = json!({ "channelId": CHANNEL, "channelSecret": SECRET, "version": version.as_str(),
        "environment": "sandbox", "timeouts": timeouts });
    Config::read(input(&given)).unwrap()
}

#[test]
fn a_visit_by_another_reservation_finds_the_first_one_paid() {
    for kept in all() {
        let (first, second) = kept.two("ORD-1");
        kept.left_behind("ORD-1", first, Trouble::LoseReply);
        let (looked, (reads, _), confirms) = kept.counted("confirm", || kept.visit("ORD-1", second));
        assert_eq!((looked.rest, paid_by(&looked), confirms), (Rest::Settled, Some(first), 0));
        assert_eq!(reads, 1, "what it came for is done with that");
        assert_eq!(kept.shop.holding(), [first.to_string()]);
    }
}

/// The buyer waits at the page of the second: it is confirmed in the same visit, not in the next.
#[test]
fn a_visit_by_another_reservation_pays_where_the_first_one_is_over() {
    for kept in all() {
        let (first, second) = kept.two("ORD-1");
        kept.left_behind("ORD-1", first, Trouble::LoseRequest);
        let gone = ("statusCheck", Trouble::CodeBefore("1159"));
        let v2 = kept.shop.version() == Version::V2;
        // v3 and v4 are told by statusCheck; in v2 the confirm is sent again, and refused.
        kept.script(if v2 { vec![("confirm", Trouble::CodeBefore("1180"))] } else { vec![gone; 3] });
        let looked = kept.visit("ORD-1", second);
        assert_eq!((looked.rest, paid_by(&looked)), (Rest::Settled, Some(second)), "{looked:?}");
        assert_eq!(kept.shop.holding(), [second.to_string()]);
    }
}

/// Nothing is confirmed on top of it.
#[test]
fn a_visit_by_another_reservation_waits_where_line_pay_does_not_say_what_became_of_the_first() {
    for kept in all() {
        let (first, second) = kept.two("ORD-1");
        kept.left_behind("ORD-1", first, Trouble::LoseRequest);
        let hung = ["authCheck", "paymentCheck", "statusCheck"].map(|name| (name, Trouble::HangBefore));
        kept.script(hung);
        let (looked, (reads, _), confirms) = kept.counted("confirm", || kept.visit("ORD-1", second));
        assert_eq!((looked.rest, confirms), (Rest::Later, 0));
        assert_eq!(reads, 1);
    }
}

/// It was its own: once finished there is nothing more to do.
#[test]
fn a_visit_that_finishes_its_own_confirm_looks_once() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseRequest);
        let v2 = kept.shop.version() == Version::V2;
        let gone = ("statusCheck", Trouble::CodeBefore("1159"));
        kept.script(if v2 { vec![("confirm", Trouble::CodeBefore("1180"))] } else { vec![gone; 3] });
        let (looked, (reads, _), _) = kept.counted("confirm", || kept.visit("ORD-1", transaction));
        assert_eq!((looked.rest, paid_by(&looked), reads), (Rest::Over, None, 1));
    }
}

/// The operator's own wish is not lost behind what was left.
#[test]
fn an_operator_finishes_what_was_left_and_then_does_what_was_asked() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseReply);
        let (act, operation) = if kept.shop.capture {
            (Act::Refund { amount: None, key: "r1".to_owned() }, "refund")
        } else {
            (Act::Capture { amount: None }, "capture")
        };
        let (looked, _, sent) = kept.counted(operation, || kept.operate("ORD-1", act));
        assert_eq!((looked.rest, sent), (Rest::Settled, 1));
        let state = if kept.shop.capture { "REFUNDED" } else { "CAPTURED" };
        assert_eq!(kept.shop.held()[0].state, state);
    }
}

/// A buyer who wishes to pay once more is shown the payment, and reserves nothing.
#[test]
fn a_wish_to_pay_finds_what_a_crash_has_left_paid() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseReply);
        let (looked, (reads, _), reserved) =
            kept.counted("reserve", || block_on(kept.pay_async("ORD-1", 360)).unwrap());
        assert_eq!((looked.rest, paid_by(&looked), reserved), (Rest::Settled, Some(transaction), 0));
        assert_eq!(reads, 2);
        let (looked, trips, _) = kept.counted("reserve", || block_on(kept.pay_async("ORD-1", 360)).unwrap());
        assert_eq!((paid_by(&looked), trips), (Some(transaction), (1, 0)));
    }
}

/// Or gets a link at once, where what was left is over.
#[test]
fn a_wish_to_pay_reserves_anew_where_what_was_left_is_over() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseRequest);
        let v2 = kept.shop.version() == Version::V2;
        let gone = ("statusCheck", Trouble::CodeBefore("1159"));
        kept.script(if v2 { vec![("confirm", Trouble::CodeBefore("1180"))] } else { vec![gone; 3] });
        let (looked, _, reserved) = kept.counted("reserve", || block_on(kept.pay_async("ORD-1", 360)).unwrap());
        assert_eq!(reserved, 1);
        assert!(looked.link.is_some_and(|link| link != transaction), "{looked:?}");
    }
}

/// While LINE Pay hangs, a wish to pay takes the step over once, however long that takes: the buyer waits.
#[test]
fn a_wish_to_pay_finishes_once_and_then_says_that_it_is_not_known() {
    // With such limits the confirm and one question take longer than the step is anybody's.
    let timeouts = json!({ "confirm": 100_000, "paymentCheck": 100_000, "authCheck": 100_000 });
    for version in Version::ALL {
        let kept = KeptShop::of(Shop { config: config_with(version, &timeouts), ..Shop::new() });
        let transaction = kept.approved("ORD-1", 360);
        kept.left_behind("ORD-1", transaction, Trouble::LoseRequest);
        kept.shop.network.advance(10 * MINUTE);
        // The state, or the rows, are told; then the confirm and all questions after it hang.
        let hung = ["authCheck", "paymentCheck"].map(|name| std::iter::repeat_n((name, Trouble::HangBefore), 40));
        let told = ["authCheck", "paymentCheck"].map(|name| (name, Trouble::CodeBefore("1150")));
        let first = told.into_iter().filter(|_| version == Version::V2);
        let confirm = std::iter::repeat_n(("confirm", Trouble::HangBefore), 9);
        kept.script(first.chain(hung.into_iter().flatten()).chain(confirm));
        let (looked, _, confirms) = kept.counted("confirm", || block_on(kept.pay_async("ORD-1", 360)).unwrap());
        assert_eq!((looked.rest, confirms, looked.link, paid_by(&looked)), (Rest::Later, 1, None, None));
        assert_eq!(kept.shop.network.count("reserve"), 1);
    }
}

/// One of two finishes it; the other sees that, and reserves nothing either.
#[test]
fn two_wishes_at_once_after_a_crash_reserve_nothing() {
    for seed in 0..12 {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            kept.left_behind("ORD-1", transaction, Trouble::LoseReply);
            let before = kept.shop.network.count("reserve");
            let wish = || {
                let kept = &kept;
                Box::pin(async move { kept.pay_async("ORD-1", 360).await.unwrap() })
            };
            let ends = together([wish(), wish()], &mut Random::new(seed));
            assert!(ends.iter().any(|end| paid_by(end) == Some(transaction)), "{seed}");
            assert!(ends.iter().all(|end| end.link.is_none()), "{seed}: {ends:?}");
            assert_eq!(kept.shop.network.count("reserve"), before, "{seed}");
        }
    }
}

/// Whoever was too slow leaves the outcome to the one who has the step in hand by now, and tells nobody.
#[test]
fn what_was_taken_over_is_not_written_by_whoever_had_it_before() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        let (orders, id, who) = (kept.orders(), "ORD-1".into(), Who::Visit { transaction, fee: None });
        let mut slow = pin!(orders.look(&id, &who));
        let mut context = Context::from_waker(Waker::noop());
        // Its confirm has arrived; then it hears nothing for long.
        while kept.shop.network.count("confirm") == 0 || kept.shop.holding().is_empty() {
            assert!(slow.as_mut().poll(&mut context).is_pending());
        }
        kept.shop.network.advance(3 * MINUTE);
        // Another one takes it over, and dies before it has asked.
        let writes = kept.ledger.trips().1;
        let over = (1..40).find(|steps| {
            let _ = kill_after(*steps, orders.sweep(&id));
            kept.ledger.trips().1 > writes
        });
        assert!(over.is_some() && kept.record("ORD-1").work.is_some());
        let looked = loop {
            if let Poll::Ready(looked) = slow.as_mut().poll(&mut context) {
                break looked.unwrap();
            }
        };
        assert_eq!((looked.rest, kept.told()), (Rest::UnderWay, Vec::<String>::new()));
        assert!(kept.record("ORD-1").payment.is_none(), "the one who has it in hand writes it");
        kept.shop.network.advance(3 * MINUTE);
        kept.sweep("ORD-1");
        assert_eq!(kept.told(), [format!("paid:{transaction}")]);
    }
}

/// What another one writes meanwhile, with the step left in hand, keeps its holder from nothing.
#[test]
fn an_order_that_is_looked_at_while_line_pay_takes_its_time_is_paid() {
    for version in 0..3 {
        for place in 0..30 {
            let kept = shops(json!({})).nth(version).map(KeptShop::of).unwrap();
            let transaction = kept.approved("ORD-1", 360);
            let (orders, id, who) = (kept.orders(), "ORD-1".into(), Who::Visit { transaction, fee: None });
            kept.script([("confirm", Trouble::Slow(8_000))]);
            let mut visit = pin!(orders.look(&id, &who));
            let mut context = Context::from_waker(Waker::noop());
            let ended = (0..place).any(|_| visit.as_mut().poll(&mut context).is_ready());
            if ended {
                break;
            }
            kept.sweep("ORD-1");
            let looked = block_on(visit).unwrap();
            assert!(matches!(looked.rest, Rest::Settled | Rest::UnderWay), "{place}: {looked:?}");
            assert_eq!(kept.shop.network.count("confirm"), 1, "{place}");
            assert_eq!(kept.shop.holding(), [transaction.to_string()], "{place}");
            assert_eq!(kept.told().len(), 1, "{place}");
        }
    }
}

/// A longer time limit of a call makes the time longer after which its step is taken over.
#[test]
fn a_step_is_not_taken_over_while_its_call_may_wait_for_its_answer() {
    for (timeouts, call) in [
        (json!({}), 65),
        (json!({ "confirm": 200_000, "paymentCheck": 1_000 }), 200),
        (json!({ "paymentCheck": 1_000, "confirm": 200_000, "void": 2_000 }), 200),
        (json!({ "confirm": 1_000 }), 65),
    ] {
        let config = config_with(Version::V3, &timeouts);
        let kept = KeptShop::of(Shop { config, ..Shop::new() });
        let transaction = kept.approved("ORD-1", 360);
        let writes = kept.ledger.trips().1;
        let orders = kept.orders();
        let who = Who::Visit { transaction, fee: None };
        let dies = (1..40).find(|steps| {
            let _ = kill_after(*steps, orders.look(&"ORD-1".into(), &who));
            kept.ledger.trips().1 > writes
        });
        assert!(dies.is_some());
        let work = kept.record("ORD-1").work.unwrap();
        // Ten seconds in which it may leave, its call, and half a minute for clocks.
        assert_eq!(work.until - work.written, (10 + call + 30) * 1_000);
    }
}
