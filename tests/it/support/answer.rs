//! Answers of LINE Pay for the tests of replies, and how the client takes them.

use linepay_edge::error::Retry;
use linepay_edge::operations::{ConfirmReply, ConfirmRequest, PaymentCheckReply, PaymentCheckRequest};
use linepay_edge::{Code, Error, Expected, Operation, Outcome, Version, accept};
use serde_json::{Value, json};

pub(crate) const ID: &str = "2026050712345678910";

pub(crate) fn asked() -> ConfirmRequest {
    ConfirmRequest::new(ID.parse().unwrap(), "360".parse().unwrap(), "TWD".parse().unwrap())
}

pub(crate) fn known() -> Expected {
    Expected { order_ids: vec!["ORD-1".into()], ..Expected::default() }
}

pub(crate) fn confirm(status: u16, text: &str) -> Result<ConfirmReply, Error> {
    accept::<ConfirmRequest>(Version::V2, &asked().expects(&known()), status, text)
}

pub(crate) fn check(text: &str) -> Result<PaymentCheckReply, Error> {
    let asked = PaymentCheckRequest::of_order(&"ORD-1".into());
    accept::<PaymentCheckRequest>(Version::V2, &asked.expects(&Expected::default()), 200, text)
}

pub(crate) fn fails<T>(result: Result<T, Error>) -> (Code, Outcome, Retry) {
    match result {
        Ok(_) => panic!("it was believed"),
        Err(error) => (error.code(), error.outcome(), error.retry()),
    }
}

pub(crate) fn success(info: &Value) -> String {
    json!({ "returnCode": "0000", "returnMessage": "Success.", "info": info }).to_string()
}

pub(crate) fn paid() -> Value {
    json!({ "transactionId": 2026050712345678910_u64, "orderId": "ORD-1",
        "payInfo": [{ "method": "CREDIT_CARD", "amount": 360 }] })
}

pub(crate) fn row() -> Value {
    json!({ "transactionId": 2026050712345678910_u64, "transactionType": "PAYMENT", "currency": "TWD",
        "orderId": "ORD-1", "payInfo": [{ "method": "BALANCE", "amount": 360 }] })
}

pub(crate) fn with(mut base: Value, name: &str, value: Value) -> Value {
    base[name] = value;
    base
}
