//! What a caller may ask for: every rule of every field, all broken rules in one list.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod asked;
mod shop;

use asked::{ID, broken, least, read, rules, taken};
use linepay_edge::Code;
use linepay_edge::input::Input;
use serde_json::json;
use shop::input;

/// A request of numbers that JSON cannot write.
fn refund_of(amount: Input) -> Input {
    Input::Object(vec![("transactionId".to_owned(), Input::Text(ID.to_owned())), ("refundAmount".to_owned(), amount)])
}

#[test]
fn everything_that_is_wrong_comes_in_one_list() {
    let request = json!({
        "productName": "", "amount": "36O", "currency": "NTD", "orderId": "x".repeat(101), "confirmURL": "https://a/",
        "capture": "true", "extras": { "branchName": 5, "addFriends": [{ "type": "X", "idList": [] }, { "typ": "LINE_AT" }] },
    });
    let mut found = broken("reserve", &request);
    found.sort();
    assert_eq!(
        found,
        [
            "amount amount",
            "capture type",
            "confirmURL unknown-field",
            "confirmUrl required",
            "currency currency",
            "extras.addFriends[0].idList not-empty",
            "extras.addFriends[0].type one-of",
            "extras.addFriends[1].idList not-empty",
            "extras.addFriends[1].typ unknown-field",
            "extras.addFriends[1].type required",
            "extras.branchName type",
            "orderId max-bytes",
            "productName not-empty",
        ]
    );
}

#[test]
fn an_empty_request_lists_what_is_required() {
    let required = ["productName", "amount", "currency", "confirmUrl", "orderId"];
    assert_eq!(broken("reserve", &json!({})), required.map(|name| format!("{name} required")));
    assert_eq!(broken("confirm", &json!({})), ["transactionId required", "amount required", "currency required"]);
    assert_eq!(broken("refund", &json!({})), ["transactionId required"]);
    assert_eq!(broken("paymentCheck", &json!({})), ["transactionId required"]);
    for (no_object, kind) in [(json!([]), "array"), (json!("x"), "text"), (json!(null), "null"), (json!(1), "number")] {
        let error = read("refund", input(&no_object)).unwrap_err();
        assert_eq!(error.issues()[0].path, "(request)");
        assert!(error.issues()[0].message.contains(kind), "{error}");
    }
}

#[test]
fn unknown_fields_are_named_with_a_suggestion() {
    for (operation, mistyped, meant) in [
        ("refund", "refundAmont", "refundAmount"),
        ("refund", "amount", ""),
        ("confirm", "currancy", "currency"),
        ("confirm", "orderId", ""),
        ("paymentCheck", "orderID", "orderId"),
        ("reserve", "product_name", "productName"),
    ] {
        let mut request = match operation {
            "reserve" => least(),
            "confirm" => json!({ "transactionId": ID, "amount": 360, "currency": "TWD" }),
            _ => json!({ "transactionId": ID }),
        };
        request[mistyped] = json!(1);
        let error = read(operation, input(&request)).unwrap_err();
        let issue = error.issues().iter().find(|issue| issue.path == mistyped).unwrap();
        assert_eq!(issue.rule, "unknown-field");
        let suggested = issue.message.contains(&format!("did you mean {meant}?"));
        assert_eq!(suggested, !meant.is_empty(), "{}", issue.message);
    }
    assert_eq!(read("refunds", Input::Object(Vec::new())).unwrap_err().code(), Code::Unsupported);
}

#[test]
fn a_refund_amount_that_is_there_has_to_be_one() {
    for (amount, rule) in [
        (Input::Nothing, "explicit"),
        (Input::Number(f64::NAN), "amount"),
        (Input::Number(f64::INFINITY), "amount"),
        (Input::Number(0.0), "positive"),
        (Input::Number(-0.0), "positive"),
        (Input::Number(-5.0), "positive"),
        (Input::Number(0.1 + 0.2), "amount"),
        (Input::Number(1.005), "amount"),
        (Input::Text(String::new()), "amount"),
        (Input::Text("１００".to_owned()), "amount"),
        (Input::Text("1e2".to_owned()), "amount"),
        (Input::Integer(i128::MAX), "amount"),
        (Input::Boolean(true), "type"),
        (Input::List(Vec::new()), "type"),
    ] {
        let error = read("refund", refund_of(amount.clone())).expect_err("it was taken");
        assert_eq!(rules(&error), [format!("refundAmount {rule}")], "{amount:?}");
        if matches!(rule, "explicit" | "positive") {
            assert!(error.issues()[0].message.contains("leave the key out"), "{error}");
        }
    }
    assert_eq!(taken("refund", &json!({ "transactionId": ID })), "{}");
    for (amount, body) in [(json!(100), "100"), (json!("100.00"), "100"), (json!(9.5), "9.5"), (json!(0.01), "0.01")] {
        let request = json!({ "transactionId": ID, "refundAmount": amount });
        assert_eq!(taken("refund", &request), format!("{{\"refundAmount\":{body}}}"));
    }
}

#[test]
fn ids_are_text_of_digits() {
    for (id, rule) in [
        (json!(5), "type"),
        (json!(2026050712345678910_u64), "type"),
        (json!(["1", "2"]), "type"),
        (json!({}), "type"),
        (json!(""), "transaction-id"),
        (json!("0"), "transaction-id"),
        (json!("007"), "transaction-id"),
        (json!("-1"), "transaction-id"),
        (json!("1/../2"), "transaction-id"),
        (json!("1\n"), "transaction-id"),
        (json!("1%2F"), "transaction-id"),
        (json!("9223372036854775808"), "transaction-id"),
        (json!("１"), "transaction-id"),
    ] {
        let mut confirm = json!({ "amount": 1, "currency": "TWD" });
        confirm["transactionId"] = id.clone();
        assert_eq!(broken("confirm", &confirm), [format!("transactionId {rule}")], "{id}");
        assert_eq!(broken("refund", &json!({ "transactionId": id })), [format!("transactionId {rule}")], "{id}");
        if !id.is_array() {
            assert_eq!(broken("paymentCheck", &json!({ "transactionId": id })), [format!("transactionId {rule}")]);
            let list = json!({ "transactionId": [ID, id] });
            assert_eq!(broken("paymentCheck", &list), [format!("transactionId[1] {rule}")]);
        }
    }
}

#[test]
fn a_query_takes_one_to_a_hundred_ids_of_one_kind() {
    let many = |count: usize| (0..count).map(|n| format!("ORD-{n}")).collect::<Vec<_>>();
    let ids = |count: usize| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
    taken("paymentCheck", &json!({ "orderId": many(100) }));
    taken("paymentCheck", &json!({ "transactionId": ids(100) }));
    assert_eq!(broken("paymentCheck", &json!({ "orderId": many(101) })), ["orderId max-ids"]);
    assert_eq!(broken("paymentCheck", &json!({ "transactionId": ids(101) })), ["transactionId max-ids"]);
    assert_eq!(broken("paymentCheck", &json!({ "transactionId": ID, "orderId": "a" })), ["orderId one-kind"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": [] })), ["transactionId required"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": 5 })), ["orderId type"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": ["a", 5, null] })), ["orderId[1] type", "orderId[2] type"]);
}
