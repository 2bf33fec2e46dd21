//! What a reply's parts are judged by: what fits, what is left out, what counts as nothing, and which of several
//! mismatches is told.

use crate::support::answer::{ID, accept_reply, fails, paid, row, success, with};
use crate::support::asked::{Asks, ask};
use crate::support::shop::input;
use linepay_edge::error::Retry;
use linepay_edge::input::Input;
use linepay_edge::{Code, Error, Expected, Outcome, Reply, Version};
use serde_json::{Value, json};

/// What is known of the order.
fn order() -> Expected {
    Expected { order_ids: vec!["ORD-1".into()], ..Expected::default() }
}

fn rows(operation: &str, version: Version, rows: &[Value]) -> Result<Reply, Error> {
    accept_reply(operation, version, &order(), 200, &success(&json!(rows)))
}

fn mismatch(result: Result<Reply, Error>) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.code(), Code::Mismatch, "{error}");
    error.mismatch().unwrap().field.clone()
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(reply.text()).unwrap()
}

#[test]
fn captured_payments_are_no_authorisations_whatever_they_say() {
    let of = |id: &str, order: &str, status: &str| {
        let row = with(row(), "transactionId", json!(id));
        with(with(row, "orderId", json!(order)), "payStatus", json!(status))
    };
    let (own, other) = (of("5", "ORD-1", "AUTHORIZATION"), of("6", "ORD-2", "AUTHORIZATION"));
    let (taken, foreign) = (of("7", "ORD-1", "CAPTURE"), of("8", "ORD-2", "CAPTURE"));
    let found = json_of(&rows("authCheck", Version::V3, &[taken.clone(), foreign.clone(), own.clone()]).unwrap());
    assert_eq!(found["authorizations"].as_array().unwrap().len(), 1);
    assert_eq!(found["authorizations"][0]["transactionId"], "5");
    // What is left out takes no mismatch of another row along.
    assert_eq!(mismatch(rows("authCheck", Version::V3, &[own, other, taken.clone(), foreign])), "orderId");
    // Nothing left is nothing found; v2 has a question of its own, whose empty answer is one.
    let nothing = (Code::NotFound, Outcome::NotExecuted, Retry::Never);
    assert_eq!(fails(rows("authCheck", Version::V3, &[taken])), nothing);
    assert_eq!(fails(rows("authCheck", Version::V3, &[])), nothing);
    assert!(rows("authCheck", Version::V2, &[]).is_ok());
    assert!(Version::ALL.into_iter().all(|version| rows("paymentCheck", version, &[]).is_ok()));
}

/// v2 has a question of its own for them: what that lists as taken may be in no other answer yet.
#[test]
fn what_v2_lists_among_authorisations_is_kept_whatever_its_state() {
    for status in ["AUTHORIZATION", "CAPTURE", "SOMETHING_NEW"] {
        let listed = with(with(row(), "orderId", json!("ORD-1")), "payStatus", json!(status));
        let found = json_of(&rows("authCheck", Version::V2, &[listed]).unwrap());
        assert_eq!(found["authorizations"][0]["payStatus"], status);
    }
}

#[test]
fn of_several_mismatches_the_one_that_says_most_is_told() {
    let expected = Expected {
        transaction_ids: vec![ID.parse().unwrap()],
        amount: "360".parse().ok(),
        currency: "TWD".parse().ok(),
        ..order()
    };
    let wrong = [
        ("orderId", json!("ORD-2")),
        ("transactionId", json!("6")),
        ("currency", json!("USD")),
        ("payInfo", json!([{ "amount": 1 }])),
    ];
    let accept = |row: Value| accept_reply("paymentCheck", Version::V2, &expected, 200, &success(&json!([row])));
    assert!(accept(row()).is_ok());
    for (place, (field, _)) in wrong.iter().enumerate() {
        let worse = wrong.iter().skip(place).fold(row(), |row, (name, value)| with(row, name, value.clone()));
        assert_eq!(mismatch(accept(worse)), *field);
    }
    // All that was asked about is named.
    let several = Expected { order_ids: vec!["A".into(), "B".into()], ..Expected::default() };
    let error = accept_reply("paymentCheck", Version::V2, &several, 200, &success(&json!([row()]))).unwrap_err();
    assert_eq!(error.mismatch().unwrap().asked, "A or B");
}

#[test]
fn a_refund_names_the_payment_that_was_asked_about() {
    let asked = ask("paymentCheck", Version::V3, input(&json!({ "transactionId": [ID, "6"] }))).unwrap();
    let refund = with(with(row(), "transactionId", json!("6")), "transactionType", json!("PARTIAL_REFUND"));
    let refund = with(refund, "originalTransactionId", json!(ID));
    assert!(asked.accept(Version::V3, &Expected::default(), 200, &success(&json!([refund]))).is_ok());
}

#[test]
fn a_list_is_left_out_empty_or_missing() {
    let of = |row: Value| json_of(&rows("paymentCheck", Version::V3, &[row]).unwrap())["payments"][0].clone();
    for (name, given, read) in [
        ("refundList", json!([]), Value::Null),
        ("refundList", json!(null), Value::Null),
        ("payInfo", json!([]), Value::Null),
        ("packages", json!([]), json!([])),
        ("packages", json!(null), json!([])),
        ("merchantName", json!(null), Value::Null),
        ("shipping", json!(null), Value::Null),
    ] {
        assert_eq!(of(with(row(), name, given.clone())).get(name).cloned().unwrap_or_default(), read, "{name} {given}");
    }
    assert_eq!(of(row()).get("packages"), None);
    // Of a capture the list is part of the answer.
    let known = Expected::default();
    let capture =
        |info: &Value| accept_reply("capture", Version::V2, &known, 200, &success(info)).map(|reply| json_of(&reply));
    assert_eq!(capture(&with(paid(), "payInfo", json!(null))).unwrap()["payInfo"], json!([]));
    let mut without = paid();
    without.as_object_mut().unwrap().remove("payInfo");
    assert_eq!(fails(capture(&without)).0, Code::MalformedReply);
    for required in ["transactionId", "orderId"] {
        assert_eq!(fails(capture(&with(paid(), required, json!(null)))).0, Code::MalformedReply, "{required}");
    }
}

#[test]
fn what_is_no_reply_says_what_it_is_instead() {
    let told = |status: u16, text: &str| {
        accept_reply("confirm", Version::V2, &Expected::default(), status, text).unwrap_err().to_string()
    };
    assert!(told(302, "").contains("HTTP status 302: a redirect, which is never followed"));
    for status in [299 + 101, 502] {
        assert!(told(status, "").contains(&format!("HTTP status {status}: a gateway failure")));
    }
    let (no_json, no_info) = (told(200, "<html>"), told(200, r#"{"returnCode":"0000","returnMessage":"-"}"#));
    assert_ne!(no_json, no_info);
}

#[test]
fn what_a_caller_expects_is_read_whole() {
    let read = |text: &str| Expected::read(Input::of(text), "paymentCheck");
    assert_eq!(read("null").unwrap(), Expected::default());
    let several = read(r#"{"transactionId":["5","6"],"orderId":["A"],"amount":360,"currency":"TWD"}"#).unwrap();
    let expected = Expected {
        transaction_ids: vec!["5".parse().unwrap(), "6".parse().unwrap()],
        order_ids: vec!["A".into()],
        amount: "360".parse().ok(),
        currency: "TWD".parse().ok(),
        payment_page: false,
    };
    assert_eq!(several, expected);
    for wrong in [r#"{"amont":360}"#, r#"{"amount":null}"#] {
        assert_eq!(read(wrong).unwrap_err().code(), Code::InvalidRequest, "{wrong}");
    }
}
