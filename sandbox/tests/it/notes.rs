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

/// Which of the two LINE Pay takes is in none of its documents: a client that sends both may have moved another sum.
#[test]
fn a_field_that_a_body_has_twice_is_noted() {
    const TWICE: &str = "there more than once: the last counts here, which one LINE Pay takes is not known";
    for version in ["v2", "v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        let id = shop.pay("ORD-1");
        let body = r#"{"refundAmount":50,"refundAmount":60,"\u0072efundAmount":70,"a":1,"a":1}"#;
        assert_eq!(code(&shop.refund(id, body)), "0000");
        let (sum, other) = (format!("refundAmount: {TWICE}"), format!("a: {TWICE}"));
        let unknown = "a: no parameter of this call: ignored";
        assert_eq!(shop.notes(), json!([unknown, unknown, sum, other]), "{version}");
        // It is told of a call that is refused too: it may be why.
        assert_ne!(code(&shop.refund(id, r#"{"refundAmount":1,"refundAmount":"x"}"#)), "0000");
        assert_eq!(shop.notes(), json!([sum]), "{version}");
    }
    // At every depth, by its place.
    let mut shop = Shop::new().in_version("v3");
    let product = r#"{"name":"Tea","quantity":1,"price":1,"price":360}"#;
    let packages = format!(r#"[{{"id":"1","amount":360,"products":[{product}]}}]"#);
    let urls = r#"{"confirmUrl":"https://shop.example.com/confirm","cancelUrl":"https://shop.example.com/cancel"}"#;
    let options = r#"{"payment":{"capture":false,"capture":true}}"#;
    let order = r#""orderId":"ORD-2","amount":360,"currency":"TWD""#;
    let body = format!(r#"{{{order},"packages":{packages},"redirectUrls":{urls},"options":{options}}}"#);
    assert_eq!(code(&shop.post("/v3/payments/request", &body)), "0000");
    let mut notes: Vec<String> = serde_json::from_value(shop.notes()).unwrap();
    notes.sort();
    assert_eq!(notes, [format!("options.payment.capture: {TWICE}"), format!("packages[0].products[0].price: {TWICE}")]);
}

/// `capture: false` outside of `options.payment` takes the money at once, and LINE Pay says nothing of it.
#[test]
fn a_field_that_the_call_does_not_know_is_noted() {
    const IGNORED: &str = "no parameter of this call: ignored";
    let mut shop = Shop::new();
    for (version, changes, places) in [
        (
            "v2",
            json!({ "payment": { "capture": false }, "extras": { "branch": "A" } }),
            vec!["extras.branch", "payment"],
        ),
        (
            "v3",
            json!({ "payment": { "capture": false }, "options": { "redirectUrls": {} } }),
            vec!["options.redirectUrls", "payment"],
        ),
        ("v3", json!({ "options": { "display": { "Local": "zh_TW" } } }), vec!["options.display.Local"]),
        ("v3", json!({ "options": { "regPayRequest": {} } }), vec!["options.regPayRequest"]),
        (
            "v4",
            json!({ "options": { "shipping": {}, "familyService": {} } }),
            vec!["options.familyService", "options.shipping"],
        ),
        ("v4", json!({ "options": { "regPayRequest": {}, "payment": null } }), vec![]),
    ] {
        shop = shop.in_version(version);
        assert_eq!(code(&shop.reserve_with(changes.clone())), "0000", "{changes}");
        let mut expected: Vec<String> = places.iter().map(|place| format!("{place}: {IGNORED}")).collect();
        expected.sort_unstable();
        let mut notes: Vec<String> = serde_json::from_value(shop.notes()).unwrap();
        notes.sort_unstable();
        assert_eq!(notes, expected, "{version} {changes}");
    }
    let id = shop.authorize("ORD-1");
    assert_eq!(code(&shop.post(&format!("/v4/payments/authorizations/{id}/void"), r#"{"amount":1}"#)), "0000");
    assert_eq!(shop.notes(), json!([format!("amount: {IGNORED}")]));
}

/// Not all of the body was read: what came behind is not told to be unknown.
#[test]
fn a_refused_form_says_nothing_of_what_was_not_read() {
    let mut shop = Shop::new().in_version("v3");
    for amount in [json!(true), json!("3,60"), json!("")] {
        assert_eq!(code(&shop.reserve_with(json!({ "amount": amount }))), "2101");
        assert_eq!(shop.notes(), json!([]), "{amount}");
    }
}

#[test]
fn what_is_missing_may_be_there_misspelt() {
    for (version, changes, why) in [
        ("v2", json!({ "orderId": null, "order_id": "A" }), "orderId: missing: it is null"),
        ("v2", json!({ "productName": "" }), "productName: missing: it is empty"),
        (
            "v3",
            json!({ "packages": [{ "id": "1", "amount": 360, "products": [{ "Name": "Tea", "quantity": 1 }] }] }),
            "packages[0].products[0].name: missing; there is Name",
        ),
        (
            "v3",
            json!({ "redirectUrls": { "confirmURL": "https://a.example", "cancelUrl": "https://a.example" } }),
            "redirectUrls.confirmUrl: missing; there is confirmURL",
        ),
        ("v3", json!({ "redirectUrls": { "confirmUrlType": "CLIENT" } }), "redirectUrls.confirmUrl: missing"),
    ] {
        let mut shop = Shop::new().in_version(version);
        assert_eq!(code(&shop.reserve_with(changes.clone())), "2101", "{changes}");
        assert_eq!(note(&mut shop), why);
    }
}

/// A misspelt language is no fault for LINE Pay, and its page is in English.
#[test]
fn a_language_that_the_page_does_not_have_is_noted() {
    for (version, changes, noted) in [
        ("v2", json!({ "langCd": "zh_TW" }), true),
        ("v2", json!({ "langCd": "zh-Hant" }), false),
        ("v3", json!({ "options": { "display": { "locale": "zh-TW" } } }), true),
        ("v4", json!({ "options": { "display": { "locale": "zh_TW" } } }), false),
        ("v4", json!({ "options": { "display": { "locale": "en" } } }), false),
    ] {
        let mut shop = Shop::new().in_version(version);
        assert_eq!(code(&shop.reserve_with(changes.clone())), "0000", "{changes}");
        assert_eq!(shop.notes().to_string().contains("the page is in English"), noted, "{changes}");
    }
}

/// v2's documents have sums and booleans as texts; those of v3 and v4 do not.
#[test]
fn a_sum_or_a_boolean_as_a_text() {
    for (version, changes, noted) in [
        ("v2", json!({ "amount": "360", "capture": "false" }), 0),
        ("v3", json!({ "amount": "360", "options": { "payment": { "capture": "false" } } }), 4),
        ("v4", json!({ "amount": "360", "options": { "payment": { "capture": "false" } } }), 4),
    ] {
        let mut shop = Shop::new().in_version(version);
        assert_eq!(code(&shop.reserve_with(changes.clone())), "0000", "{version}");
        assert_eq!(shop.notes().as_array().unwrap().len(), noted, "{version} {}", shop.notes());
        shop.control("PUT", "settings", &json!({ "textsAsNumbers": false }));
        assert_eq!(code(&shop.reserve_with(changes)), if noted == 0 { "0000" } else { "2101" }, "{version}");
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
