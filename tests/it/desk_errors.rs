//! Why what the shop's own people asked for is not done: each reason by its own code, rule, outcome and retry.

use crate::support::kept::{KeptShop, Mishap, all};
use crate::support::kept_walks::questions;
use crate::support::shop::network::Trouble;
use crate::support::shop::run::block_on;
use crate::support::shop::{MINUTE, Shop};
use linepay_edge::error::Retry;
use linepay_edge::flow::{Problem, ProblemKind};
use linepay_edge::json::Json;
use linepay_edge::{Code, Error, Outcome, Version};
use serde_json::{Value, json};

/// A shop with an order that is paid, or only authorised.
fn paid(capture: bool) -> KeptShop {
    let kept = KeptShop::of(Shop { capture, ..Shop::of(Version::V3) });
    let transaction = kept.approved("ORD-1", 360);
    kept.visit("ORD-1", transaction);
    kept
}

fn said(result: Result<Value, Error>) -> (&'static str, String, Outcome, Retry) {
    let error = result.unwrap_err();
    let rule = error.issues().first().map(|issue| issue.rule.to_string()).unwrap_or_default();
    (error.code().as_str(), rule, error.outcome(), error.retry())
}

fn is(code: &'static str, rule: &str, outcome: Outcome, retry: Retry) -> (&'static str, String, Outcome, Retry) {
    (code, rule.to_owned(), outcome, retry)
}

const NOT: Outcome = Outcome::NotExecuted;

#[test]
fn an_answer_holds_the_order_what_is_told_and_why_it_is_not_done() {
    let kept = paid(true);
    kept.shop.network.script([("refund", Trouble::CodeBefore("1124"))]);
    let wish = json!({ "amount": 60, "key": "a" });
    let handled = block_on(kept.ask_async("refund", "ORD-1", wish)).unwrap();
    let text: Value = serde_json::from_str(&handled.json()).unwrap();
    assert_eq!((&text["order"]["orderId"], &text["problems"][0]["kind"]), (&json!("ORD-1"), &json!("refused")));
    assert_eq!((&text["error"]["code"], &text["error"]["returnCode"]), (&json!("REFUSED"), &json!("1124")));
    let none = block_on(kept.ask_async("get", "ORD-2", json!({}))).unwrap();
    assert_eq!(none.json(), r#"{"problems":[]}"#);
}

#[test]
fn to_get_an_order_asks_nothing_and_writes_nothing() {
    let kept = paid(true);
    kept.hooks.borrow_mut().push_back(Some(false));
    let (calls, (reads, writes)) = (kept.shop.network.count("paymentCheck"), kept.ledger.trips());
    kept.ask("get", "ORD-1", json!({})).unwrap();
    assert_eq!((kept.shop.network.count("paymentCheck"), kept.ledger.trips()), (calls, (reads + 1, writes)));
    kept.ask("retry", "ORD-1", json!({})).unwrap();
    assert_eq!(kept.shop.network.count("paymentCheck"), calls + 1, "retry asks how the payment stands");
    // And a word that is none only reads.
    assert!(kept.ask("confirm", "ORD-1", json!({})).is_ok());
}

#[test]
fn what_is_wrong_with_the_options_is_told_once_each() {
    let kept = paid(true);
    for (options, path, rule) in [
        (json!({}), "key", "required"),
        (json!({ "key": "" }), "key", "refund-key"),
        (json!({ "key": 7 }), "key", "type"),
        (json!({ "key": "abandon" }), "key", "refund-key"),
        (json!({ "key": "a", "amount": null }), "amount", "explicit"),
        (json!({ "key": "a", "amount": 0.5 }), "amount", "decimals"),
        (json!({ "key": "a", "amount": 0 }), "amount", "positive"),
        (json!({ "key": "a", "how": "done" }), "how", "unknown-field"),
    ] {
        let error = kept.ask("refund", "ORD-1", options).unwrap_err();
        let issues: Vec<_> = error.issues().iter().map(|issue| (issue.path.as_str(), issue.rule)).collect();
        assert_eq!((error.code().as_str(), issues), ("INVALID_REQUEST", vec![(path, rule)]));
    }
    assert_eq!(kept.shop.network.count("refund"), 0);
    // Nothing is captured by a sum of nothing; a refund without a sum is of all that is left.
    let nothing = json!({ "key": "a", "amount": 0 });
    assert!(kept.ask("refund", "ORD-1", nothing).unwrap_err().to_string().contains("leave the key out"));
    let error = paid(false).ask("capture", "ORD-1", json!({ "amount": 0 })).unwrap_err();
    assert_eq!((error.code().as_str(), error.issues()[0].rule), ("INVALID_REQUEST", "positive"));
}

/// A step whose answer and whose traces are lost: whoever asks for the same hears that nobody knows yet, and whoever
/// asks for another one that it has not been begun.
#[test]
fn a_step_in_hand_is_this_one_or_another() {
    let all = json!({});
    let part = json!({ "amount": 300 });
    for (word, options, other) in [
        ("capture", all.clone(), ("void", all.clone())),
        ("capture", part.clone(), ("capture", json!({ "amount": 200 }))),
        ("void", all.clone(), ("capture", all.clone())),
        ("refund", json!({ "key": "a" }), ("refund", json!({ "key": "b" }))),
    ] {
        let kept = paid(word == "refund");
        let ask = |(word, options): (&str, &Value)| said(kept.ask(word, "ORD-1", options.clone()));
        let (unknown, waits) = (
            is("UNDER_WAY", "unknown", Outcome::Unknown, Retry::Later),
            is("UNDER_WAY", "under-way", NOT, Retry::Later),
        );
        // For ever, whoever asks.
        kept.shop.network.script::<60>(std::array::from_fn(|n| {
            if n == 0 { (word, Trouble::HangBefore) } else { ("paymentCheck", Trouble::HangBefore) }
        }));
        assert_eq!(ask((word, &options)), unknown, "{word}");
        assert_eq!(ask((word, &options)), unknown, "{word} again");
        assert_eq!(ask((other.0, &other.1)), waits, "{word}, then {}", other.0);
        // The same when its time is up, and LINE Pay still says nothing.
        kept.shop.network.advance(5 * MINUTE);
        assert_eq!(ask((other.0, &other.1)), waits, "{word}, then {}, later", other.0);
        kept.shop.network.advance(5 * MINUTE);
        assert_eq!(ask((word, &options)), unknown, "{word}, later");
    }
}

#[test]
fn what_can_never_be_is_told_from_what_has_to_wait() {
    let kept = paid(true);
    assert_eq!(said(kept.ask("void", "ORD-1", json!({}))), is("ILLEGAL_STEP", "not-possible", NOT, Retry::Never));
    assert_eq!(said(kept.ask("void", "ORD-2", json!({}))), is("NOT_FOUND", "no-order", NOT, Retry::Never));
    kept.shop.network.script([("refund", Trouble::HangBefore)]);
    let wish = json!({ "amount": 60, "key": "a" });
    kept.ask("refund", "ORD-1", wish.clone()).unwrap_err();
    kept.settle(30);
    assert_eq!(said(kept.ask("refund", "ORD-1", wish)), is("UNDER_WAY", "stuck", Outcome::Unknown, Retry::Never));
    let how = json!({ "how": "not-done" });
    assert_eq!(said(kept.ask("resolve", "ORD-1", how)), is("ILLEGAL_STEP", "too-early", NOT, Retry::Later));
}

/// A wish to abandon that was never written down is not taken for done.
#[test]
fn an_order_is_abandoned_only_if_the_ledger_says_so() {
    for kept in all() {
        kept.approved("ORD-1", 360);
        kept.ledger.mishaps.borrow_mut().extend([Some(Mishap::Lost); 12]);
        let unknown = is("LEDGER", "", Outcome::Unknown, Retry::Later);
        assert_eq!(said(kept.ask("abandon", "ORD-1", json!({}))), unknown);
        // Nor may what is left to do then be what a sweep would do: confirm.
        kept.ledger.mishaps.borrow_mut().clear();
        assert_eq!(kept.shop.network.count("confirm"), 0);
        assert_eq!(kept.ask("abandon", "ORD-1", json!({})).unwrap()["abandoned"], true);
    }
}

/// At an order that others keep writing nothing comes to its turn: that is said, and nothing else is done instead.
#[test]
fn an_order_that_is_written_by_others_all_the_time_is_not_abandoned_and_nothing_else_is_done() {
    for kept in all() {
        kept.approved("ORD-1", 360);
        kept.ledger.mishaps.borrow_mut().extend([Some(Mishap::Overtaken); 12]);
        let unknown = is("UNDER_WAY", "unknown", Outcome::Unknown, Retry::Later);
        assert_eq!(said(kept.ask("abandon", "ORD-1", json!({}))), unknown);
        assert!(kept.ledger.mishaps.borrow().is_empty(), "twelve times");
        assert_eq!((kept.record("ORD-1").abandoned, kept.shop.network.count("confirm")), (false, 0));
        assert_eq!(kept.ask("abandon", "ORD-1", json!({})).unwrap()["abandoned"], true);
    }
}

/// LINE Pay refuses to be asked what became of another step: the error is about that step, so the shop is told.
#[test]
fn a_refusal_to_be_asked_is_a_problem_beside_the_error_of_another_step() {
    for kept in all().filter(|kept| !kept.shop.capture) {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        kept.script([("capture", Trouble::HangBefore)]);
        kept.ask("capture", "ORD-1", json!({})).unwrap_err();
        kept.script(questions(Trouble::CodeBefore("1106"), 9));
        kept.shop.network.advance(5 * MINUTE);
        let refused = |problems: &[Problem]| problems.iter().filter(|it| it.kind == ProblemKind::Refused).count();
        assert_eq!(refused(&kept.sweep("ORD-1").problems()), 1);
        kept.shop.network.advance(5 * MINUTE);
        let handled = block_on(kept.ask_async("void", "ORD-1", json!({}))).unwrap();
        assert_eq!(handled.error.unwrap().code(), Code::UnderWay);
        assert_eq!(refused(&handled.problems), 1);
    }
}
