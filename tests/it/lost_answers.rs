//! Confirms whose answer is lost or says "look", and those that are refused: the page has to end in
//! the truth, and money moves once. In every version; where they differ, the test says how.

use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::run::kill_after;
use crate::support::shop::{self, MINUTE, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::json;
use std::future::Future;

fn paid_by(verdict: &CheckoutVerdict) -> String {
    assert_eq!(verdict.state, State::Paid, "{verdict:?}");
    verdict.payment.as_ref().unwrap().transaction_id.to_string()
}

#[test]
fn already_paid_is_answered_by_asking() {
    for code in ["1172", "1152"] {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            // Another tab confirms between this one's question and its confirm.
            shop.network.script([("confirm", Trouble::CodeAfter(code))]);
            let verdict = shop.confirm(&reserved);
            assert_eq!(paid_by(&verdict), reserved.transaction, "{code}");
            assert_eq!(shop.network.count("confirm"), 1, "{code}");
        }
    }
}

#[test]
fn in_progress_is_answered_by_asking_until_line_pay_knows() {
    for shop in shops(json!({})) {
        let reserved = shop.approved("ORD-1", 360);
        shop.network.script([("confirm", Trouble::CodeBefore("1198"))]);
        let verdict = shop.confirm(&reserved);
        assert_eq!(verdict.state, State::Pending);
        assert_eq!(verdict.error.unwrap().return_code.as_deref(), Some("1198"));
        // One question before it, four rounds after it, and one about the transaction itself.
        assert_eq!(shop.network.count("paymentCheck"), 6);
        // The page asks again with what this visit has sent.
        let again = verdict.confirm_url.unwrap();
        assert!(again.contains("&reservation=") && again.ends_with(&reserved.transaction), "{again}");
        assert_eq!(paid_by(&shop.visit(VisitKind::Confirm, &again, None)), reserved.transaction);
    }
}

#[test]
fn a_lost_answer_to_confirm_ends_in_the_truth_and_never_in_failed() {
    for trouble in shop::network::TROUBLES {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            shop.network.script([("confirm", trouble)]);
            let verdict = shop.confirm(&reserved);
            let expected = if shop.captured().is_empty() { State::Pending } else { State::Paid };
            assert_eq!(verdict.state, expected, "{trouble:?}");
            assert_eq!(shop.network.count("confirm"), 1, "{trouble:?}");
            assert_eq!(paid_by(&shop.confirm(&reserved)), reserved.transaction, "{trouble:?}");
            assert_eq!(shop.captured().len(), 1);
        }
    }
}

#[test]
fn nothing_is_confirmed_while_line_pay_cannot_be_asked() {
    for shop in shops(json!({})) {
        let reserved = shop.approved("ORD-1", 360);
        // A query that failed quickly is tried twice more; one that timed out is not.
        shop.network.script([("paymentCheck", Trouble::GatewayBefore); 3]);
        assert_eq!(shop.confirm(&reserved).state, State::Pending);
        assert_eq!(shop.network.count("paymentCheck"), 3);
        shop.network.script([("paymentCheck", Trouble::HangBefore)]);
        assert_eq!(shop.confirm(&reserved).state, State::Pending);
        assert_eq!(shop.network.count("paymentCheck"), 4);
        assert_eq!(shop.network.count("confirm"), 0);
        assert_eq!(paid_by(&shop.confirm(&reserved)), reserved.transaction);
    }
}

/// Only v3 and v4 ask whether the buyer has approved. Whatever happens to that question, no confirm is risked.
#[test]
fn nothing_is_confirmed_while_the_buyers_approval_cannot_be_asked() {
    for trouble in shop::network::TROUBLES {
        for shop in shops(json!({})).filter(|shop| shop.version() != Version::V2) {
            let reserved = shop.approved("ORD-1", 360);
            shop.network.script([("statusCheck", trouble); 3]);
            assert_eq!(shop.confirm(&reserved).state, State::Pending, "{trouble:?}");
            assert_eq!(shop.network.count("confirm"), 0, "{trouble:?}");
            shop.network.set_weather(Weather::Quiet);
            assert_eq!(paid_by(&shop.confirm(&reserved)), reserved.transaction, "{trouble:?}");
            assert_eq!(shop.network.count("confirm"), 1, "{trouble:?}");
        }
    }
}

#[test]
fn the_sandbox_hangs_after_it_has_confirmed() {
    for shop in shops(json!({})) {
        let reserved = shop.approved("ORD-1", 360);
        shop.arm("confirm", "after", "hang", None);
        let start = shop.network.time();
        assert_eq!(paid_by(&shop.confirm(&reserved)), reserved.transaction);
        let waited = shop.network.time() - start;
        assert!((45_000..46_000).contains(&waited), "{waited} ms: the read timeout and the connection's");
    }
}

#[test]
fn a_process_killed_at_any_step_of_confirm_still_charges_once() {
    let mut charged_in_the_dark = [0; 3];
    for steps in 1..12 {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            let visit = shop.visit_async(VisitKind::Confirm, &reserved.confirm, None);
            let ended = kill_after(steps, visit).is_some();
            let place = Version::ALL.iter().position(|version| *version == shop.version()).unwrap();
            charged_in_the_dark[place] += usize::from(!ended && !shop.captured().is_empty());
            assert_eq!(paid_by(&shop.confirm(&reserved)), reserved.transaction, "after {steps} steps");
            assert_eq!(shop.captured().len(), 1);
        }
    }
    let dark = charged_in_the_dark.iter().all(|count| *count > 0);
    assert!(dark, "no kill came between the effect and its answer: {charged_in_the_dark:?}");
}

#[test]
fn a_reservation_that_ended_is_gone_and_nothing_moved() {
    for end in ["cancel", "decline"] {
        for shop in shops(json!({})) {
            let reserved = shop.reserve("ORD-1", 360);
            assert!(shop.decide(&reserved, end));
            let verdict = shop.confirm(&reserved);
            // v2 has no question that tells a payment that failed from one that is over.
            let failed = end == "decline" && shop.version() != Version::V2;
            assert_eq!(verdict.state, if failed { State::Declined } else { State::Gone }, "{end}");
            assert!(verdict.problems.is_empty());
            assert!(shop.held().iter().all(|row| !row.is_held()));
            let sent = usize::from(shop.version() == Version::V2);
            assert_eq!(shop.network.count("confirm"), sent, "{end}: v3 and v4 ask first");
            assert_eq!(shop.visit(VisitKind::Cancel, &reserved.cancel, None).state, State::Unpaid);
        }
    }
    for shop in shops(json!({})) {
        let (never, late) = (shop.reserve("ORD-1", 360), shop.approved("ORD-2", 360));
        shop.network.advance(21 * MINUTE);
        for reserved in [never, late] {
            assert_eq!(shop.confirm(&reserved).state, State::Gone, "{reserved:?}");
        }
    }
}

#[test]
fn a_refused_card_is_declined_and_a_wrong_configuration_is_the_merchants() {
    for (code, state) in [
        ("1142", State::Declined),
        ("1280", State::Declined),
        ("1283", State::Declined),
        ("1180", State::Gone),
        ("1150", State::Gone),
        ("1106", State::Error),
        ("2101", State::Error),
        ("7777", State::Pending),
    ] {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            shop.network.script([("confirm", Trouble::CodeBefore(code))]);
            let verdict = shop.confirm(&reserved);
            assert_eq!(verdict.state, state, "{code}");
            assert_eq!(verdict.error.unwrap().return_code.as_deref(), Some(code));
            let told: Vec<_> = verdict.problems.iter().map(|problem| problem.kind).collect();
            assert_eq!(told, if state == State::Error { vec![ProblemKind::Refused] } else { vec![] }, "{code}");
            assert_eq!(shop.network.count("confirm"), 1, "{code}");
        }
    }
}

/// A question that LINE Pay refuses leaves everything open: nothing is confirmed on top of it.
#[test]
fn nothing_is_confirmed_while_the_merchant_has_to_mend_something() {
    for code in ["1106", "1104", "2101"] {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            for question in ["authCheck", "paymentCheck"] {
                if (question, shop.version()) == ("authCheck", Version::V2) || question == "paymentCheck" {
                    shop.network.script([(question, Trouble::CodeBefore(code))]);
                    let verdict = shop.confirm(&reserved);
                    assert_eq!(verdict.state, State::Unclear, "{question} {code}");
                    assert_eq!(verdict.problems[0].kind, ProblemKind::Refused);
                }
            }
            assert_eq!(shop.network.count("confirm"), 0);
        }
    }
}

/// What was paid for another order and refunded since was not paid by this confirm.
#[test]
fn a_lost_confirm_of_another_orders_refunded_payment_has_charged_nothing() {
    for body in [json!({}), json!({ "refundAmount": 10 })] {
        for shop in shops(json!({})) {
            let (mine, other) = (shop.reserve("ORD-1", 360), shop.paid("ORD-2", 360));
            assert!(shop.refund(&other.transaction, &body));
            // v3 and v4 would learn of it by statusCheck.
            shop.network.script([("statusCheck", Trouble::CodeBefore("0110")), ("confirm", Trouble::LoseReply)]);
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
            assert_eq!(verdict.state, State::Foreign, "{body}");
            assert_eq!(verdict.problems[0].kind, ProblemKind::ForeignTransaction);
        }
    }
}

/// The buyer waits, and `waitUntil` ends after half a minute: nobody asks on and on.
#[test]
fn a_visit_stops_asking_after_fifteen_seconds() {
    for shop in shops(json!({})) {
        let reserved = shop.approved("ORD-1", 360);
        let questions = if shop.version() == Version::V2 { 2 } else { 1 };
        let answered = ["authCheck", "paymentCheck"].map(|name| (name, Trouble::CodeBefore("1150")));
        let hang = ["authCheck", "paymentCheck"].into_iter().cycle().take(30).map(|name| (name, Trouble::HangBefore));
        let script = answered.into_iter().chain([("confirm", Trouble::LoseReply)]).chain(hang);
        shop.network.set_weather(Weather::Script(script.collect()));
        assert_eq!(shop.confirm(&reserved).state, State::Pending);
        let asked = shop.network.count("paymentCheck") + shop.network.count("authCheck");
        // Those before the confirm, and one that hangs for the order and one for the transaction.
        assert_eq!(asked, questions + 2, "{:?}", shop.version());
    }
}

/// The merchant's capture may come between v2's two questions: then it shows twice, never not at all.
#[test]
fn a_capture_in_the_middle_of_a_visit_hides_no_payment() {
    for after in 0..6 {
        for shop in shops(json!({})) {
            let shop = shop::Shop { capture: false, ..shop };
            let reserved = shop.approved("ORD-1", 360);
            assert_eq!(shop.confirm(&reserved).state, State::Authorized);
            let sent = shop.network.sent().len();
            let mut visit = std::pin::pin!(shop.visit_async(VisitKind::Confirm, &reserved.confirm, None));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let (mut steps, mut captured) = (0, false);
            let verdict = loop {
                if steps == after && !captured {
                    captured =
                        shop.take("capture", &reserved.transaction, &json!({ "amount": 360, "currency": "TWD" }));
                }
                if let std::task::Poll::Ready(verdict) = visit.as_mut().poll(&mut context) {
                    break verdict;
                }
                steps += 1;
            };
            assert!(matches!(verdict.state, State::Paid | State::Authorized), "after {after}: {verdict:?}");
            assert!(verdict.problems.is_empty(), "one payment, not two");
            assert!(shop.network.sent().len() > sent && shop.network.count("confirm") == 1);
        }
    }
}
