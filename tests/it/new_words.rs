//! LINE Pay grows without a new version: a word that this client has never seen is text like any other, wherever one
//! may stand, and never counts as money taken.

use crate::support::answer::{ID, accept_reply, json_of, paid, reply_to, row, success, with};
use linepay_edge::error::Retry;
use linepay_edge::operations::{NAMES, find};
use linepay_edge::payment::{PaymentLife, PaymentState, Source};
use linepay_edge::typed::PaymentCheckRequest;
use linepay_edge::wire::{Answers, Kind, Method, Object};
use linepay_edge::{Code, Expected, Outcome, Version};
use serde_json::{Value, json};

const NEW: &str = "SOMETHING_NEW";

/// A reply with everything in it that a word can name.
fn info(operation: &str) -> Value {
    let part = json!([{ "method": NEW, "amount": 360, "creditCardBrand": NEW, "creditCardNickname": NEW,
        "maskedCreditCardNumber": NEW }]);
    let shipping = json!({ "methodId": NEW, "address": { "country": NEW } });
    let reference = json!({ "affiliateCards": [{ "cardType": NEW, "cardId": NEW }] });
    let confirmed = || {
        let info = with(with(paid(), "payInfo", part.clone()), "paymentProvider", json!(NEW));
        let info = with(with(info, "authorizationExpireDate", json!(NEW)), "merchantReference", reference.clone());
        with(info, "shipping", shipping.clone())
    };
    let rows = || {
        let info = with(with(row(), "payInfo", part.clone()), "transactionType", json!(NEW));
        let info = with(with(info, "payStatus", json!(NEW)), "paymentProvider", json!(NEW));
        let refund = json!([{ "refundTransactionId": 5, "refundAmount": 1, "transactionType": NEW }]);
        let info = with(with(info, "refundList", refund), "events", json!([{ "code": NEW }]));
        json!([with(with(info, "currency", json!(NEW)), "merchantReference", reference.clone())])
    };
    match operation {
        "reserve" => {
            json!({ "transactionId": 5, "paymentUrl": { "web": "https://a.line.me/" }, "paymentAccessToken": NEW })
        }
        "confirm" => confirmed(),
        "capture" | "preApproval" => with(with(paid(), "payInfo", part), "paymentProvider", json!(NEW)),
        "paymentCheck" | "authCheck" => rows(),
        "refund" => json!({ "refundTransactionId": 5, "refundTransactionDate": NEW }),
        "statusCheck" => json!({ "shipping": { "methodId": NEW } }),
        _ => match find(operation).unwrap().answers {
            Answers::Info(object) => with_words(object),
            _ => json!({ "anything": NEW }),
        },
    }
}

/// An object of a reply with everything that it declares.
fn with_words(object: &Object) -> Value {
    let value = |kind| match kind {
        Kind::TransactionId | Kind::Amount(_) => json!(360),
        Kind::Object(object) => with_words(object),
        Kind::List(object, _) => json!([with_words(object)]),
        _ => json!(NEW),
    };
    object
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), value(field.kind)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Has LINE Pay the operation called so in this version?
fn is_available(name: &str, version: Version) -> bool {
    find(name).unwrap().route(version).is_some()
}

/// How often the word stands in a value.
fn count(value: &Value) -> usize {
    match value {
        Value::String(text) => usize::from(text == NEW),
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

#[test]
fn a_new_word_stays_text_in_every_reply() {
    for version in Version::ALL {
        for operation in NAMES.iter().copied().filter(|name| is_available(name, version)) {
            let info = info(operation);
            let reply = accept_reply(operation, version, &Expected::default(), 200, &success(&info));
            let reply = reply.unwrap_or_else(|error| panic!("{operation} {version}: {error}"));
            let read = json_of(&reply);
            let empty = matches!(find(operation).unwrap().answers, Answers::Nothing(_));
            assert_eq!(count(&read), if empty { 0 } else { count(&info) }, "{operation} {version}: {read}");
        }
    }
}

#[test]
fn a_new_word_is_no_money_taken() {
    for (name, of_payment) in [("transactionType", false), ("payStatus", true)] {
        let text = success(&json!([with(row(), name, json!(NEW))]));
        let reply = accept_reply("paymentCheck", Version::V3, &Expected::default(), 200, &text).unwrap();
        let mut life = PaymentLife::default();
        life.learn(Source { request: None, reply: &reply });
        assert_eq!(life.state, PaymentState::Unknown, "{name}");
        let reply = reply_to::<PaymentCheckRequest>(&reply);
        let row = &reply.payments[0];
        assert_eq!((row.is_captured(), row.is_refund(), row.is_payment()), (false, false, of_payment), "{name}");
    }
    // Nor is a new currency the expected one.
    let text = success(&json!([with(row(), "currency", json!(NEW))]));
    let known = Expected { currency: Some("TWD".parse().unwrap()), ..Expected::default() };
    let error = accept_reply("paymentCheck", Version::V3, &known, 200, &text).unwrap_err();
    assert_eq!((error.code(), error.mismatch().unwrap().got.as_str()), (Code::Mismatch, NEW));
}

/// Of a code that no table knows, and of LINE Pay's own failures: what was to change may have changed.
#[test]
fn a_code_that_says_nothing_of_the_outcome_leaves_it_unknown() {
    for version in Version::ALL {
        for operation in NAMES.iter().copied().filter(|name| is_available(name, version)) {
            for code in ["7777", "0199", "1199", "9000"] {
                let text = json!({ "returnCode": code, "returnMessage": "-", "info": paid() }).to_string();
                let error = accept_reply(operation, version, &Expected::default(), 200, &text).unwrap_err();
                let (outcome, retry) = match operation {
                    _ if find(operation).unwrap().route(version).unwrap().method == Method::Get => {
                        (Outcome::NotExecuted, Retry::Again)
                    }
                    "reserve" => (Outcome::Unknown, Retry::Again),
                    _ => (Outcome::Unknown, Retry::AskFirst),
                };
                assert_eq!(
                    (error.code(), error.outcome(), error.retry()),
                    (Code::Refused, outcome, retry),
                    "{operation} {version} {code}"
                );
            }
        }
    }
}

/// A question about one transaction is not answered by another one, of the same order or not.
#[test]
fn a_query_answered_with_another_transaction_is_not_believed() {
    let asked = Expected { transaction_ids: vec!["5".parse().unwrap()], ..Expected::default() };
    for version in Version::ALL {
        for operation in ["paymentCheck", "authCheck"] {
            let row = with(row(), "payStatus", json!("AUTHORIZATION"));
            let own = with(row.clone(), "transactionId", json!(5));
            let judge = |rows: Value| accept_reply(operation, version, &asked, 200, &success(&rows));
            assert!(judge(json!([own])).is_ok(), "{operation} {version}");
            for rows in [json!([row]), json!([own, row])] {
                let error = judge(rows).unwrap_err();
                let mismatch = error.mismatch().unwrap();
                assert_eq!((error.code(), error.outcome()), (Code::Mismatch, Outcome::NotExecuted));
                assert_eq!(
                    (mismatch.field.as_str(), mismatch.asked.as_str(), mismatch.got.as_str()),
                    ("transactionId", "5", ID)
                );
            }
        }
    }
}

/// A refund of nothing is none, and a sum of nothing is no refund that may be made.
#[test]
fn a_sum_of_nothing_changes_no_state() {
    let refund = json!([{ "refundTransactionId": 5, "refundAmount": 0 }]);
    for (pay_info, list, state) in [
        (json!([{ "amount": 360 }]), refund.clone(), PaymentState::Captured),
        (json!([{ "amount": 0 }]), json!([]), PaymentState::Registered),
        (json!([{ "amount": 0 }]), refund, PaymentState::Registered),
    ] {
        let text = success(&json!([with(with(row(), "payInfo", pay_info), "refundList", list)]));
        let reply = accept_reply("paymentCheck", Version::V3, &Expected::default(), 200, &text).unwrap();
        let mut life = PaymentLife::default();
        life.learn(Source { request: None, reply: &reply });
        assert_eq!(life.state, state, "{text}");
        assert!(life.allows(linepay_edge::payment::Step::Refund, Some("0".parse().unwrap()), 0).is_err(), "{text}");
    }
    // A reply that lists no part says nothing of the sum, which is not a sum of nothing.
    let none = success(&json!([with(row(), "payInfo", json!([]))]));
    let reply = accept_reply("paymentCheck", Version::V3, &Expected::default(), 200, &none).unwrap();
    assert_eq!(reply_to::<PaymentCheckRequest>(&reply).payments[0].paid(), None);
}
