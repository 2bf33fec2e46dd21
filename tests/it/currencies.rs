//! A payment that LINE Pay lists in another currency than the order's is not the order's payment.

use crate::support::charging::{charge, charging};
use crate::support::desk::said;
use crate::support::kept::{KeptShop, all};
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::shops;
use linepay_edge::Version;
use linepay_edge::flow::{ProblemKind, State};
use serde_json::json;

const JPY: Trouble = Trouble::Replace("\"currency\":\"TWD\"", "\"currency\":\"JPY\"");

/// So many answers list it so; before that what else happens.
fn listed(kept: &KeptShop, first: &[(&'static str, Trouble)]) {
    let rows = |name: &'static str| std::iter::repeat_n((name, JPY), 20);
    let v2 = kept.shop.version() == Version::V2;
    // In v2 each question lists only its own kind, and the other one nothing.
    let held = if v2 && !kept.shop.capture { "authCheck" } else { "paymentCheck" };
    kept.shop.network.set_weather(Weather::Script(first.iter().copied().chain(rows(held)).collect()));
}

#[test]
fn a_confirm_that_is_settled_by_rows_in_another_currency_delivers_nothing() {
    for kept in all() {
        let transaction = kept.approved("ORD-1", 360);
        listed(&kept, &[("confirm", Trouble::LoseReply)]);
        let looked = kept.visit("ORD-1", transaction);
        let problems = looked.problems();
        assert_eq!(problems[0].kind, ProblemKind::AmountDiffers, "{:?}", kept.shop.version());
        assert_eq!(problems[0].got.currency.as_deref(), Some("JPY"));
        assert!(kept.told().is_empty());
        let text = kept.ledger.text("ORD-1").unwrap();
        assert!(text.contains("\"currency\":\"JPY\"") && kept.record("ORD-1").text() == text);
        // It is given back as any other payment that must not be.
        let (word, options) = if kept.shop.capture { ("refund", json!({ "key": "a" })) } else { ("void", json!({})) };
        assert!(kept.ask(word, "ORD-1", options).is_ok());
        assert!(kept.shop.holding().is_empty());
    }
}

#[test]
fn a_charge_that_is_settled_by_rows_in_another_currency_is_not_this_charge() {
    for (kept, wish) in charging() {
        listed(&kept, &[("preApproval", Trouble::LoseReply)]);
        assert_eq!(said(charge(&kept, &wish)).0, "REFUSED", "{:?}", kept.shop.version());
        let order = kept.ask("get", "SUB-1", json!({})).unwrap();
        assert_eq!(order["problems"][0]["kind"], "amount-differs");
        assert!(kept.told().is_empty());
    }
}

/// What became of a step with the payment is not believed of a row in another currency.
#[test]
fn a_refund_a_capture_and_a_void_are_not_settled_by_rows_in_another_currency() {
    for word in ["refund", "capture", "void"] {
        for kept in all().filter(|kept| kept.shop.capture == (word == "refund")) {
            let transaction = kept.approved("ORD-1", 360);
            kept.visit("ORD-1", transaction);
            let options = if word == "refund" { json!({ "key": "a" }) } else { json!({}) };
            listed(&kept, &[(word, Trouble::LoseReply)]);
            // Captured, v2 lists it elsewhere.
            if kept.shop.version() == Version::V2 && word == "capture" {
                let rows = std::iter::repeat_n(("paymentCheck", JPY), 20);
                kept.shop
                    .network
                    .set_weather(Weather::Script([(word, Trouble::LoseReply)].into_iter().chain(rows).collect()));
            }
            assert_eq!(said(kept.ask(word, "ORD-1", options.clone())).0, "UNDER_WAY", "{word}");
            kept.shop.network.set_weather(Weather::Quiet);
            kept.settle(10);
            assert!(kept.ask(word, "ORD-1", options).is_ok(), "{word} {:?}", kept.shop.version());
            assert_eq!(kept.shop.network.count(word), 1);
        }
    }
}

/// Without a ledger alike; and what was given back of it is told in its own currency.
#[test]
fn without_a_ledger_a_payment_in_another_currency_is_a_mismatch() {
    for shop in shops(json!({})) {
        let paid = shop.paid("ORD-1", 360);
        shop.network.script([("paymentCheck", JPY)]);
        assert_eq!(shop.confirm(&paid).state, State::Mismatch);
        assert!(shop.refund(&paid.transaction, &json!({})));
        shop.network.script([("paymentCheck", JPY)]);
        let verdict = shop.confirm(&paid);
        assert_eq!((verdict.state, verdict.payment.unwrap().currency.as_str()), (State::Refunded, "JPY"));
    }
}
