//! What somebody of the shop asks of an order that a ledger remembers, in the words of the package.

use crate::support::desk::{none, refusal, said};
use crate::support::kept::{KeptShop, all};
use crate::support::kept_walks::questions;
use crate::support::shop::network::Trouble;
use crate::support::shop::random::Random;
use crate::support::shop::run::{block_on, kill_after, together};
use crate::support::shop::{MINUTE, Shop, shops};
use linepay_edge::Outcome;
use linepay_edge::error::Retry;
use linepay_edge::id::TransactionId;
use serde_json::{Value, json};

/// A shop with one order that is paid, or only authorised.
fn paid() -> impl Iterator<Item = (KeptShop, TransactionId)> {
    all().map(|kept| {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        (kept, transaction)
    })
}

/// Its money is only set aside, in all versions.
fn authorised() -> impl Iterator<Item = (KeptShop, TransactionId)> {
    paid().filter(|(kept, _)| !kept.shop.capture)
}

fn captured() -> impl Iterator<Item = (KeptShop, TransactionId)> {
    paid().filter(|(kept, _)| kept.shop.capture)
}

fn refunds(order: &Value) -> Vec<(&str, &str)> {
    let all = order["payment"]["refunds"].as_array().unwrap();
    all.iter().map(|refund| (refund["key"].as_str().unwrap(), refund["state"].as_str().unwrap())).collect()
}

#[test]
fn an_order_is_shown_with_what_is_left_and_without_what_is_secret() {
    for (kept, transaction) in captured() {
        let order = kept.ask("get", "ORD-1", none()).unwrap();
        assert_eq!(order["payment"]["transactionId"], transaction.to_string());
        assert_eq!(order["payment"]["left"], 360);
        assert!(order.get("writeIds").is_none() && order.get("fence").is_none());
        assert_eq!(kept.ask("get", "ORD-2", none()).unwrap(), Value::Null);
    }
    let kept = KeptShop::of(Shop { preapproved: true, ..Shop::new() });
    let transaction = kept.approved("ORD-1", 360);
    // The hooks do not take it: the key is still held.
    kept.hooks.borrow_mut().extend([Some(false), Some(false)]);
    kept.visit("ORD-1", transaction);
    let handled = block_on(kept.ask_async("get", "ORD-1", none())).unwrap();
    let key = &kept.shop.keys()[0].key;
    assert!(kept.ledger.text("ORD-1").unwrap().contains(key));
    let shown = handled.order.unwrap();
    assert!(!shown.as_str().contains(key));
    assert!(shown.as_str().contains(r#""regKey":{"state":"held"}"#));
}

#[test]
fn capture_void_and_refund_are_done_once_and_told() {
    for (kept, _) in authorised() {
        assert_eq!(said(kept.ask("refund", "ORD-1", json!({ "key": "a" }))), refusal("ILLEGAL_STEP", "not-possible"));
        let order = kept.ask("capture", "ORD-1", json!({ "amount": 300 })).unwrap();
        assert_eq!((&order["payment"]["money"], &order["payment"]["amount"]), (&json!("captured"), &json!(300)));
        kept.ask("capture", "ORD-1", json!({ "amount": 300 })).unwrap();
        assert_eq!(said(kept.ask("void", "ORD-1", none())), refusal("ILLEGAL_STEP", "not-possible"));
        let order = kept.ask("refund", "ORD-1", json!({ "amount": 100, "key": "a" })).unwrap();
        assert_eq!(order["payment"]["left"], 200);
        let order = kept.ask("refund", "ORD-1", json!({ "key": "b" })).unwrap();
        assert_eq!((refunds(&order), &order["payment"]["left"]), (vec![("a", "done"), ("b", "done")], &json!(0)));
        kept.settle(10);
        assert!(kept.told().iter().any(|key| key.ends_with(":a")), "{:?}", kept.told());
        assert_eq!(["capture", "refund", "void"].map(|name| kept.shop.network.count(name)), [1, 2, 0]);
    }
    for (kept, _) in authorised() {
        let order = kept.ask("void", "ORD-1", none()).unwrap();
        assert_eq!(order["payment"]["money"], "released");
        assert_eq!(said(kept.ask("capture", "ORD-1", none())), refusal("ILLEGAL_STEP", "not-possible"));
        assert_eq!(kept.shop.holding(), Vec::<String>::new());
    }
}

#[test]
fn a_refund_of_one_key_is_made_once_and_another_amount_under_it_is_refused() {
    for (kept, _) in captured() {
        let wish = json!({ "amount": 100, "key": "a" });
        for _ in 0..3 {
            let order = kept.ask("refund", "ORD-1", wish.clone()).unwrap();
            assert_eq!(refunds(&order), [("a", "done")]);
        }
        for other in [json!({ "amount": 50, "key": "a" }), json!({ "key": "a" })] {
            assert_eq!(said(kept.ask("refund", "ORD-1", other)), refusal("ILLEGAL_STEP", "key-taken"));
        }
        assert_eq!(kept.shop.network.count("refund"), 1);
        assert_eq!(said(kept.ask("refund", "ORD-1", json!({ "amount": 261, "key": "b" }))).1, "not-possible");
        let odd = [json!({ "key": "" }), json!({ "amount": -1, "key": "b" }), json!({ "key": "b", "amont": 5 })];
        for odd in odd {
            assert_ne!(said(kept.ask("refund", "ORD-1", odd)).2, Outcome::Unknown);
        }
        assert_eq!(kept.shop.network.count("refund"), 1);
    }
}

/// Whatever is lost on the way: the same wish, again and again, ends in one refund or capture, and never says too much.
#[test]
fn a_lost_answer_is_not_known_until_it_is_and_the_same_may_be_asked_again() {
    let troubles = [
        Trouble::LoseRequest,
        Trouble::LoseReply,
        Trouble::HangAfter,
        Trouble::HangBefore,
        Trouble::Truncated,
        Trouble::GatewayAfter,
        Trouble::Late(MINUTE),
    ];
    for trouble in troubles {
        for (kept, _) in paid() {
            let (word, options) =
                if kept.shop.capture { ("refund", json!({ "key": "a" })) } else { ("capture", none()) };
            kept.shop.network.script([(word, trouble), ("paymentCheck", Trouble::HangBefore)]);
            let done = kept.ask(word, "ORD-1", options.clone());
            if let Err(error) = &done {
                let may = kept.shop.network.count(word) > 0;
                assert_eq!(error.outcome() == Outcome::Unknown, may, "{trouble:?} {error:?}");
            }
            let mut last = done;
            for _ in 0..30 {
                kept.shop.network.advance(2 * MINUTE);
                last = kept.ask(word, "ORD-1", options.clone());
                if last.is_ok() {
                    break;
                }
            }
            let order = match last {
                Ok(order) => order,
                // Captured already, by what is known now.
                Err(error) => panic!("{trouble:?} {error:?}"),
            };
            let held = kept.shop.holding().len();
            assert_eq!(held, usize::from(word == "capture"), "{trouble:?} {order}");
        }
    }
}

#[test]
fn a_refusal_of_line_pay_is_told_as_such_and_stays_until_somebody_has_looked() {
    for (kept, _) in captured() {
        kept.shop.network.script([("refund", Trouble::CodeBefore("1124"))]);
        let wish = json!({ "amount": 100, "key": "a" });
        let handled = block_on(kept.ask_async("refund", "ORD-1", wish.clone())).unwrap();
        let error = handled.error.unwrap();
        assert_eq!((error.code().as_str(), error.outcome()), ("REFUSED", Outcome::NotExecuted));
        assert_eq!(handled.problems.len(), 1, "the shop is told");
        let again = block_on(kept.ask_async("refund", "ORD-1", wish)).unwrap();
        assert_eq!((again.error.unwrap().issues()[0].rule, again.problems.len()), ("key-spent", 0));
        let shown = kept.ask("get", "ORD-1", none()).unwrap();
        assert_eq!(shown["problems"][0]["kind"], "refused");
        assert!(shown["problems"][0]["message"].as_str().unwrap().contains("LINE Pay refused it or it never left"));
        kept.settle(10);
        assert!(kept.ledger.wake_at("ORD-1").is_some(), "it stays among the open ones");
        let seen = kept.ask("resolve", "ORD-1", json!({ "how": "seen" })).unwrap();
        assert_eq!(seen["problems"], json!([]));
        assert_eq!(said(kept.ask("resolve", "ORD-1", json!({ "how": "seen" }))).1, "not-possible");
        assert!(kept.settle(10));
        assert!(kept.ledger.wake_at("ORD-1").is_none());
        kept.ask("refund", "ORD-1", json!({ "amount": 100, "key": "b" })).unwrap();
        assert_eq!(kept.shop.network.count("refund"), 2);
    }
}

/// A partial refund of which nobody can find out: a person says what became of it, when no copy can arrive any more.
#[test]
fn what_nobody_can_find_out_is_settled_by_a_persons_word() {
    for done in [true, false] {
        for (kept, _) in captured() {
            let wish = json!({ "amount": 100, "key": "a" });
            kept.shop.network.script([("refund", Trouble::HangBefore)]);
            let error = kept.ask("refund", "ORD-1", wish.clone()).unwrap_err();
            assert_eq!(
                (error.code().as_str(), error.retry(), error.outcome()),
                ("UNDER_WAY", Retry::Later, Outcome::Unknown)
            );
            assert_eq!(said(kept.ask("refund", "ORD-1", json!({ "key": "b" }))), refusal("UNDER_WAY", "under-way"));
            kept.settle(30);
            assert_eq!(
                said(kept.ask("refund", "ORD-1", wish.clone())),
                ("UNDER_WAY".into(), "stuck".into(), Outcome::Unknown)
            );
            assert_eq!(said(kept.ask("refund", "ORD-1", json!({ "key": "b" }))), refusal("UNDER_WAY", "stuck"));
            assert_eq!(said(kept.ask("resolve", "ORD-1", json!({ "how": "seen" }))).1, "not-possible", "it waits on");
            let how = |how: &str| json!({ "how": how });
            assert_eq!(said(kept.ask("resolve", "ORD-1", how("not-done"))), refusal("ILLEGAL_STEP", "too-early"));
            kept.shop.network.advance(7 * 60 * MINUTE);
            let order = kept.ask("resolve", "ORD-1", how(if done { "done" } else { "not-done" })).unwrap();
            assert_eq!(refunds(&order), [("a", if done { "done" } else { "not-done" })]);
            assert_eq!(said(kept.ask("resolve", "ORD-1", how("done"))), refusal("ILLEGAL_STEP", "not-possible"));
            assert_eq!(kept.ask("refund", "ORD-1", wish).is_ok(), done);
        }
    }
}

/// A person may err. What LINE Pay has taken all the same is found, told to the hooks and shown to the buyer.
#[test]
fn a_confirm_that_a_person_called_not_done_is_delivered_where_line_pay_has_carried_it_out() {
    for trouble in [Trouble::HangAfter, Trouble::HangBefore] {
        for kept in all() {
            let transaction = kept.approved("ORD-1", 360);
            kept.left_behind("ORD-1", transaction, trouble);
            let how = json!({ "how": "done" });
            assert_eq!(said(kept.ask("resolve", "ORD-1", how)), refusal("UNDER_WAY", "under-way"), "{trouble:?}");
            kept.edit("ORD-1", |record| record["work"]["attempt"] = json!(9));
            kept.shop.network.advance(7 * 60 * MINUTE);
            kept.ask("resolve", "ORD-1", json!({ "how": "not-done" })).unwrap();
            assert_eq!(kept.told(), [""; 0]);
            // Nobody comes, or somebody of the shop looks at once.
            if kept.shop.capture {
                kept.settle(90)
            } else {
                kept.ask("retry", "ORD-1", none()).is_ok()
            };
            let carried_out = usize::from(trouble == Trouble::HangAfter);
            assert_eq!((kept.told().len(), kept.shop.holding().len()), (carried_out, carried_out), "{trouble:?}");
            let record = kept.record("ORD-1");
            assert_eq!((record.payment.is_some(), record.problems.len()), (carried_out == 1, 0));
        }
    }
}

/// Whoever takes a refund in part over only asks, however often: the six hours are those of its one request.
#[test]
fn a_refund_in_part_may_be_called_not_done_though_the_sweep_looks_at_it_each_hour() {
    for (kept, _) in captured() {
        let silence = questions(Trouble::GatewayBefore, 400).chain([("refund", Trouble::LoseRequest)]);
        let (wish, how) = (json!({ "amount": 100, "key": "a" }), json!({ "how": "not-done" }));
        kept.script([("paymentCheck", Trouble::Slow(1)), ("authCheck", Trouble::Slow(1))].into_iter().chain(silence));
        assert_eq!(said(kept.ask("refund", "ORD-1", wish)).0, "UNDER_WAY");
        let pass = |minutes| {
            kept.settle(minutes);
            kept.shop.network.advance(3 * MINUTE);
        };
        pass(5 * 60);
        assert_eq!(said(kept.ask("resolve", "ORD-1", how.clone())).1, "too-early");
        pass(4 * 60);
        // LINE Pay is asked before, though the step is not stuck: no sweep has heard of it.
        assert!(!kept.record("ORD-1").is_stuck());
        assert_eq!(said(kept.ask("resolve", "ORD-1", how.clone())).0, "GATEWAY");
        kept.script([]);
        assert_eq!(refunds(&kept.ask("resolve", "ORD-1", how).unwrap()), [("a", "not-done")]);
        assert_eq!(kept.shop.network.count("refund"), 1);
    }
}

/// Two at once, and one beside the sweep, in every order of their steps that a seed gives.
#[test]
fn two_operators_at_once_do_it_once() {
    for seed in 0..40 {
        for (kept, _) in paid() {
            let (word, options) =
                if kept.shop.capture { ("refund", json!({ "amount": 100, "key": "a" })) } else { ("capture", none()) };
            let mut random = Random::new(seed);
            let one = || {
                let (kept, options) = (&kept, options.clone());
                Box::pin(async move { kept.ask_async(word, "ORD-1", options).await.unwrap().error })
            };
            let ends = together([one(), one()], &mut random);
            assert!(ends.iter().any(Option::is_none), "{seed} {ends:?}");
            for error in ends.into_iter().flatten() {
                let code = error.code().as_str();
                assert!(matches!(code, "UNDER_WAY" | "ILLEGAL_STEP"), "{seed} {error:?}");
            }
            assert_eq!(kept.shop.network.count(word), 1, "{seed}");
        }
    }
}

#[test]
fn an_operator_beside_the_sweep_does_it_once() {
    for seed in 0..40 {
        for (kept, _) in authorised() {
            let mut random = Random::new(seed);
            let operator: std::pin::Pin<Box<dyn Future<Output = bool>>> =
                Box::pin(async { kept.ask_async("void", "ORD-1", none()).await.unwrap().error.is_none() });
            let sweep = Box::pin(async {
                kept.orders().sweep(&"ORD-1".into()).await.unwrap();
                true
            });
            let [done, _] = together([operator, sweep], &mut random);
            kept.settle(10);
            assert!(done || kept.ask("void", "ORD-1", none()).is_ok(), "{seed}");
            assert_eq!((kept.shop.network.count("void"), kept.shop.holding().len()), (1, 0), "{seed}");
        }
    }
}

/// Killed after any of its steps, it is finished by the sweep or by the same wish again: once.
#[test]
fn an_operator_whose_worker_dies_is_finished_once() {
    for steps in 0..40 {
        for (kept, _) in captured() {
            let wish = json!({ "key": "a" });
            let _ = kill_after(steps, kept.ask_async("refund", "ORD-1", wish.clone()));
            kept.settle(60);
            kept.ask("refund", "ORD-1", wish).unwrap();
            assert_eq!(kept.shop.holding().len(), 0, "{steps}");
        }
    }
}

#[test]
fn with_the_ledger_down_or_another_orders_id_nothing_is_touched() {
    for (kept, _) in paid() {
        for (word, options) in [
            ("capture", none()),
            ("void", none()),
            ("refund", json!({ "key": "a" })),
            ("abandon", none()),
            ("retry", none()),
        ] {
            assert_eq!(said(kept.ask(word, "ORD-2", options.clone())), refusal("NOT_FOUND", "no-order"));
            kept.ledger.down.set(true);
            assert_eq!(said(kept.ask(word, "ORD-1", options)), refusal("LEDGER", ""));
            kept.ledger.down.set(false);
        }
        let text = kept.ledger.text("ORD-1").unwrap();
        kept.ledger.put("ORD-3", &text);
        assert_eq!(said(kept.ask("refund", "ORD-3", json!({ "key": "a" }))), refusal("LEDGER", ""));
        assert_eq!(["capture", "refund", "void"].map(|name| kept.shop.network.count(name)), [0, 0, 0]);
    }
}

#[test]
fn an_abandoned_order_is_given_back_at_once_and_never_charged() {
    for (kept, _) in paid() {
        let order = kept.ask("abandon", "ORD-1", none()).unwrap();
        assert_eq!(order["abandoned"], true);
        assert_eq!(kept.shop.holding(), Vec::<String>::new());
        kept.ask("abandon", "ORD-1", none()).unwrap();
        assert_eq!(kept.shop.network.count("refund") + kept.shop.network.count("void"), 1);
    }
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        kept.ask("abandon", "ORD-1", none()).unwrap();
        kept.visit("ORD-1", transaction);
        kept.settle(180);
        assert_eq!(kept.shop.network.count("confirm"), 0);
    }
}

/// `retry` does now what the sweep would do later, and asks LINE Pay how a payment stands.
#[test]
fn retry_confirms_calls_hooks_again_and_sees_what_was_done_elsewhere() {
    for kept in all() {
        if kept.shop.version() == linepay_edge::Version::V2 {
            continue;
        }
        let transaction = kept.approved("ORD-1", 360);
        kept.hooks.borrow_mut().push_back(Some(false));
        let order = kept.ask("retry", "ORD-1", none()).unwrap();
        assert_eq!(order["payment"]["transactionId"], transaction.to_string());
        kept.ask("retry", "ORD-1", none()).unwrap();
        assert!(kept.record("ORD-1").outbox.is_empty(), "told at last");
        if kept.shop.capture {
            assert!(kept.shop.refund(&transaction.to_string(), &json!({ "refundAmount": 60 })));
            let order = kept.ask("retry", "ORD-1", none()).unwrap();
            assert_eq!(order["payment"]["left"], 300);
        }
    }
    let shop = shops(json!({})).next().unwrap();
    assert_eq!(said(KeptShop::of(shop).ask("retry", "ORD-1", none())), refusal("NOT_FOUND", "no-order"));
}

/// Whoever was to be told may not have heard it: a day later, to the millisecond, it is told once more.
#[test]
fn what_waits_for_a_person_is_told_again_when_a_day_is_over() {
    for (kept, _) in captured() {
        kept.shop.network.script([("refund", Trouble::CodeBefore("1124"))]);
        assert!(kept.ask("refund", "ORD-1", json!({ "key": "a" })).is_err());
        kept.settle(10);
        let day = kept.record("ORD-1").problems[0].since + 24 * 60 * MINUTE;
        kept.shop.network.advance(day - kept.ledger_now() - 1);
        assert!(kept.sweep("ORD-1").problems().is_empty());
        kept.shop.network.advance(1);
        assert_eq!(kept.sweep("ORD-1").problems().len(), 1);
    }
}
