//! What the call log says beyond LINE Pay's codes.

use crate::shop::{Shop, code};
use serde_json::{Value, json};

/// `note` of the last call.
fn note(shop: &mut Shop) -> Value {
    shop.control("GET", "log", &Value::Null)["calls"].as_array().unwrap().last().unwrap()["note"].clone()
}

/// LINE Pay ignores what it does not know, and a refund without a sum gives everything back: the log says so.
#[test]
fn a_refund_whose_sum_was_not_understood_is_noted() {
    const WHOLE: &str = "refundAmount: left out: all that is left is given back";
    for version in ["v2", "v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        for (body, notes) in [
            (r#"{"refundAmont":50}"#, json!(["refundAmont: no parameter of this call: ignored", WHOLE])),
            (r#"{"refundAmount":null}"#, json!([WHOLE])),
            (r#"{"refundAmount":50,"reason":"late"}"#, json!(["reason: no parameter of this call: ignored"])),
            (r#"{"refundAmount":50}"#, json!([])),
            (r#"{"options":{}}"#, json!([])),
            ("{}", json!([])),
            ("", json!([])),
        ] {
            let id = shop.pay(&format!("ORD-{}", body.len()));
            assert_eq!(code(&shop.refund(id, body)), "0000", "{version} {body}");
            assert_eq!(shop.notes(), notes, "{version} {body}");
        }
    }
}

/// LINE Pay's codes alone do not say which limit it was.
#[test]
fn the_log_says_which_limit_a_sum_broke() {
    let mut shop = Shop::new();
    shop.control("PUT", "settings", &json!({ "minimumAmount": 10, "maximumAmount": 1000 }));
    for (amount, expected, why) in [
        (0, "1183", "amount: not above 0; 0 is for PREAPPROVED with the setting freeRegistration"),
        (9, "1183", "amount: below the setting minimumAmount"),
        (1001, "1184", "amount: above the setting maximumAmount"),
    ] {
        assert_eq!(code(&shop.reserve_with(json!({ "amount": amount }))), expected);
        assert_eq!(note(&mut shop), why);
    }
}

/// 1153 reads as if it were the amount.
#[test]
fn another_currency_is_named() {
    for version in ["v2", "v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        let id = shop.reserve("ORD-1").id;
        shop.approve(id);
        let confirm = format!("/{version}/payments/{id}/confirm");
        assert_eq!(code(&shop.post(&confirm, r#"{"amount":360,"currency":"JPY"}"#)), "1153");
        assert_eq!(note(&mut shop), "currency: the reservation is in TWD");
        let held = shop.authorize("ORD-2");
        let capture = format!("/{version}/payments/authorizations/{held}/capture");
        assert_eq!(code(&shop.post(&capture, r#"{"amount":360,"currency":"JPY"}"#)), "1153");
        assert_eq!(note(&mut shop), "currency: the reservation is in TWD");
    }
}

#[test]
fn an_unknown_merchant_is_told_from_a_mistyped_one() {
    let mut shop = Shop::new();
    for (id, expected, why) in [
        ("9999999999", "1104", "the channel id has ten digits, and is not this sandbox's"),
        ("12345", "1106", "the channel id is not ten digits"),
    ] {
        let mut request = shop.request("GET", "/v2/payments", "orderId=A", b"");
        for header in request.headers.iter_mut().filter(|(name, _)| name == "X-LINE-ChannelId") {
            id.clone_into(&mut header.1);
        }
        let answer: Value = serde_json::from_str(&shop.send(&request).body).unwrap();
        assert_eq!(code(&answer), expected);
        assert_eq!(note(&mut shop), why);
    }
}
