//! A regKey comes in confirm's answer alone. Where that answer is lost the payment is found again and the key is not,
//! and the merchant has to read what is left to do.

use crate::support::shop::network::Trouble;
use crate::support::shop::{Shop, config_of};
use linepay_edge::error::Retry;
use linepay_edge::flow::{CheckoutVerdict, Problem, ProblemKind, State, VisitKind};
use linepay_edge::{Outcome, Version};
use serde_json::json;

fn preapproved(version: Version, capture: bool) -> Shop {
    Shop { config: config_of(version), capture, preapproved: true, ..Shop::new() }
}

/// The key of the verdict's payment, and the only problem where it has one.
fn key_and_problem(verdict: &CheckoutVerdict) -> (Option<&str>, Option<&Problem>) {
    assert!(matches!(verdict.state, State::Paid | State::Authorized), "{verdict:?}");
    assert!(verdict.problems.len() <= 1, "{verdict:?}");
    let payment = verdict.payment.as_ref().unwrap();
    (payment.reg_key.as_ref().map(|key| key.as_str()), verdict.problems.first())
}

#[test]
fn the_visit_that_confirms_has_the_key_and_a_reload_neither_the_key_nor_a_problem() {
    for version in Version::ALL {
        for capture in [true, false] {
            let shop = preapproved(version, capture);
            let reserved = shop.approved("ORD-1", 360);
            let first = shop.confirm(&reserved);
            let keys = shop.keys();
            assert_eq!(key_and_problem(&first), (Some(&*keys[0].key), None), "{version}");
            for (kind, url) in [(VisitKind::Confirm, &reserved.confirm), (VisitKind::Status, &reserved.status)] {
                assert_eq!(key_and_problem(&shop.visit(kind, url, None)), (None, None), "{version}");
            }
        }
    }
}

#[test]
fn a_lost_answer_leaves_the_payment_without_its_key_and_says_what_to_do() {
    let troubles = [
        Trouble::LoseReply,
        Trouble::HangAfter,
        Trouble::GatewayAfter,
        Trouble::Truncated,
        Trouble::TooLarge,
        Trouble::CodeAfter("1198"),
        Trouble::CodeAfter("9000"),
        Trouble::CodeAfter("1172"),
        Trouble::CodeAfter("1152"),
    ];
    for version in Version::ALL {
        for capture in [true, false] {
            for trouble in troubles {
                let place = format!("{version}, capture: {capture}, {trouble:?}");
                let shop = preapproved(version, capture);
                let reserved = shop.approved("ORD-1", 360);
                shop.network.script([("confirm", trouble)]);
                let verdict = shop.confirm(&reserved);
                let (key, problem) = key_and_problem(&verdict);
                let problem = problem.unwrap_or_else(|| panic!("{place}: nothing was said"));
                assert_eq!((key, problem.kind), (None, ProblemKind::RegKeyLost), "{place}");
                for word in ["no query returns it", "register again", "refund", &reserved.transaction] {
                    assert!(problem.message.contains(word), "{place}: {}", problem.message);
                }
                assert_eq!(problem.got.transaction_id.unwrap().to_string(), reserved.transaction);
                let error = problem.error.as_ref().unwrap();
                assert_eq!(error.outcome, Outcome::Unknown, "{place}");
                assert!(error.message.contains("register again, or refund"), "{place}: {}", error.message);
                let keys = shop.keys();
                assert_eq!(keys.len(), 1, "{place}: LINE Pay has issued it, and nobody knows it");
                assert!(keys[0].usable && keys[0].issued_by == reserved.transaction);
                // Half an answer is not believed; what came of it stands in the error's `raw` for a person to read.
                let shown = format!("{verdict:?}").contains(&keys[0].key);
                assert!(!shown || trouble == Trouble::Truncated, "{place}");
                assert_eq!(shop.network.count("confirm"), 1, "{place}: not to be had by confirming again");
                assert_eq!(key_and_problem(&shop.confirm(&reserved)), (None, None), "{place}: told once");
            }
        }
    }
}

#[test]
fn an_answer_that_was_lost_before_its_effect_costs_no_key() {
    for version in Version::ALL {
        for trouble in [Trouble::LoseRequest, Trouble::HangBefore, Trouble::GatewayBefore, Trouble::CodeBefore("9000")]
        {
            let shop = preapproved(version, true);
            let reserved = shop.approved("ORD-1", 360);
            shop.network.script([("confirm", trouble)]);
            let verdict = shop.confirm(&reserved);
            assert_eq!((verdict.state, verdict.problems.len()), (State::Pending, 0), "{version}, {trouble:?}");
            let keys = || shop.keys();
            let again = shop.confirm(&reserved);
            assert_eq!(key_and_problem(&again), (Some(&*keys()[0].key), None), "{version}, {trouble:?}");
        }
    }
}

#[test]
fn what_was_never_to_have_a_key_is_not_said_to_have_lost_one() {
    for version in Version::ALL {
        let shop = Shop { config: config_of(version), ..Shop::new() };
        let reserved = shop.approved("ORD-1", 360);
        shop.network.script([("confirm", Trouble::LoseReply)]);
        assert_eq!(key_and_problem(&shop.confirm(&reserved)), (None, None), "{version}");
    }
}

/// Both ways out that the merchant is told of.
#[test]
fn registering_again_gives_a_key_and_a_refund_gives_the_money_back() {
    for version in Version::ALL {
        let shop = preapproved(version, true);
        let lost = shop.approved("ORD-1", 360);
        shop.network.script([("confirm", Trouble::LoseReply)]);
        assert!(key_and_problem(&shop.confirm(&lost)).1.is_some());
        assert!(shop.refund(&lost.transaction, &json!({})));
        assert_eq!(shop.state(&lost), "REFUNDED");
        let again = shop.approved("ORD-1-again", 360);
        let verdict = shop.confirm(&again);
        let key = key_and_problem(&verdict).0.unwrap();
        let charge = json!({ "regKey": key, "productName": "茶", "amount": 60, "currency": "TWD", "orderId": "SUB-1" });
        assert!(shop.call("preApproval", &charge).is_ok(), "{version}");
    }
}

/// The bare client cannot know whether the reservation was PREAPPROVED: its error says what holds if it was.
#[test]
fn the_error_of_a_lost_or_repeated_confirm_says_it_too() {
    for version in Version::ALL {
        for trouble in [Trouble::LoseReply, Trouble::HangAfter, Trouble::GatewayAfter, Trouble::CodeAfter("1172")] {
            let shop = preapproved(version, true);
            let reserved = shop.approved("ORD-1", 360);
            shop.network.script([("confirm", trouble)]);
            let request = json!({ "transactionId": reserved.transaction, "amount": 360, "currency": "TWD" });
            let error = shop.call("confirm", &request).unwrap_err();
            assert_eq!((error.outcome(), error.retry()), (Outcome::Unknown, Retry::AskFirst), "{version}, {trouble:?}");
            let text = error.to_string();
            assert!(text.contains("regKey") && text.contains("register again, or refund"), "{version}: {text}");
        }
        let shop = preapproved(version, true);
        let reserved = shop.reserve("ORD-1", 360);
        let request = json!({ "transactionId": reserved.transaction, "amount": 360, "currency": "TWD" });
        let error = shop.call("confirm", &request).unwrap_err();
        assert!(!error.to_string().contains("regKey"), "nothing is lost where nothing was made: {error}");
        shop.network.script([("refund", Trouble::LoseReply)]);
        let error = shop.call("refund", &json!({ "transactionId": reserved.transaction })).unwrap_err();
        assert!(!error.to_string().contains("regKey"), "{error}");
        shop.network.script([("regKeyExpire", Trouble::LoseReply)]);
        let error = shop.call("regKeyExpire", &json!({ "regKey": "RK0A1B2C3D4E5F6" })).unwrap_err();
        assert!(error.to_string().contains("regKeyCheck tells"), "paymentCheck knows no keys: {error}");
    }
}
