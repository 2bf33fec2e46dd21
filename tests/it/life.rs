//! What a payment's life learns from single answers, and what it says of a step that is not legal.

use linepay_edge::Version;
use linepay_edge::payment::{PaymentLife, PaymentState, Step};
use serde_json::{Value, json};

const ID: u64 = 2_026_050_712_345_678_910;

fn life(sources: &[(&str, Value)]) -> PaymentLife {
    let source = |(operation, reply): &(&str, Value)| json!({ "operation": operation, "text": reply.to_string() });
    let sources: Value = sources.iter().map(source).collect();
    PaymentLife::of(Version::V3.as_str(), &sources.to_string()).unwrap()
}

fn ok(info: Value) -> Value {
    let mut reply = json!({ "returnCode": "0000", "returnMessage": "Success." });
    reply["info"] = info;
    reply
}

fn says(code: &str) -> Value {
    json!({ "returnCode": code, "returnMessage": "-" })
}

fn confirmed() -> (&'static str, Value) {
    let pay_info = json!([{ "method": "BALANCE", "amount": 360 }]);
    ("confirm", ok(json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": pay_info })))
}

#[test]
fn a_status_of_the_reservation_does_not_take_back_what_was_paid() {
    for code in ["0000", "0110"] {
        let late = life(&[confirmed(), ("statusCheck", says(code))]);
        assert_eq!(late.state, PaymentState::Captured, "{code}");
    }
    assert_eq!(life(&[("statusCheck", says("0000"))]).state, PaymentState::Waiting);
    assert_eq!(life(&[("statusCheck", says("0110"))]).state, PaymentState::Approved);
}

#[test]
fn a_confirm_names_the_transaction() {
    assert_eq!(life(&[confirmed()]).transaction_id.map(|id| id.to_string()), Some(ID.to_string()));
}

#[test]
fn only_a_code_that_ends_a_key_ends_it() {
    for (operation, code, usable) in [
        ("preApproval", "1190", Some(false)),
        ("regKeyCheck", "1193", Some(false)),
        ("preApproval", "1142", None),
        ("confirm", "1282", None),
    ] {
        assert_eq!(life(&[(operation, says(code))]).reg_key_usable, usable, "{operation} {code}");
    }
}

#[test]
fn an_authorisation_among_the_rows_is_one() {
    let row = json!([{ "transactionId": ID, "transactionType": "PAYMENT", "transactionDate": "2026-05-07T03:04:05Z",
        "payStatus": "AUTHORIZATION", "productName": "tea", "currency": "TWD", "orderId": "ORD-1",
        "payInfo": [{ "method": "BALANCE", "amount": 360 }], "authorizationExpireDate": "2026-06-06T03:04:05Z" }]);
    let held = life(&[("paymentCheck", ok(row))]);
    assert_eq!(held.state, PaymentState::Authorized);
    assert_eq!(held.amount.map(|amount| amount.to_string()), Some("360".to_owned()));
    assert_eq!(held.transaction_id.map(|id| id.to_string()), Some(ID.to_string()));
    assert_eq!(held.authorization_expire_date.as_deref(), Some("2026-06-06T03:04:05Z"));
    // Of a life that knows its transaction, only its own row speaks.
    let mut other = held;
    other.transaction_id = None;
    assert_eq!(other.legal_steps(0), [Step::Capture, Step::Void]);
}

/// Which advice a step gets is part of what a merchant acts upon.
#[test]
fn an_illegal_step_comes_with_the_advice_that_fits() {
    for (step, state, advice) in [
        (Step::Confirm, PaymentState::Waiting, "the buyer has not approved yet"),
        (Step::Confirm, PaymentState::Captured, "already confirmed"),
        (Step::Confirm, PaymentState::Cancelled, "reserve again with a new orderId"),
        (Step::Void, PaymentState::Captured, "refund it instead"),
        (Step::Void, PaymentState::PartlyRefunded, "refund it instead"),
        (Step::Void, PaymentState::Voided, "already voided"),
        (Step::Capture, PaymentState::Captured, "captured once"),
        (Step::Capture, PaymentState::Lapsed, "the buyer has to pay again"),
        (Step::Refund, PaymentState::Authorized, "void it instead"),
        (Step::Refund, PaymentState::Refunded, "refunded already"),
        (Step::Refund, PaymentState::Registered, "regKeyExpire ends it"),
        (Step::Refund, PaymentState::Reserved, "nothing to take this step with"),
    ] {
        let life = PaymentLife { state, ..PaymentLife::default() };
        let illegal = life.allows(step, None, 0).unwrap_err();
        assert!(illegal.message.contains(advice), "{step:?} {state:?}: {}", illegal.message);
    }
}
