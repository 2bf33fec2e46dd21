//! Confirms whose answer is lost or says "look", and those that are refused: the page has to end in
//! the truth, and money moves once. In every version; where they differ, the test says how.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod shop;

use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::json;
use shop::network::{Trouble, Weather};
use shop::run::kill_after;
use shop::{MINUTE, shops};

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
