//! Answers of LINE Pay for the tests of replies, and how the client takes them.

use super::asked::{Asks, ask};
use super::shop::input;
use linepay_edge::error::Retry;
use linepay_edge::operations::find;
use linepay_edge::row::Field;
use linepay_edge::typed::{ConfirmReply, ConfirmRequest, PaymentCheckReply, PaymentCheckRequest};
use linepay_edge::{Code, Error, Expected, Outcome, Reply, Request, Typed, Version};
use serde_json::{Value, json};

pub(crate) const ID: &str = "2026050712345678910";

pub(crate) fn asked() -> Request {
    let request = json!({ "transactionId": ID, "amount": 360, "currency": "TWD" });
    ask("confirm", Version::V2, input(&request)).unwrap()
}

pub(crate) fn known() -> Expected {
    Expected { order_ids: vec!["ORD-1".into()], ..Expected::default() }
}

pub(crate) fn confirm(status: u16, text: &str) -> Result<ConfirmReply, Error> {
    let reply = asked().accept(Version::V2, &known(), status, text)?;
    Ok(reply_to::<ConfirmRequest>(&reply))
}

pub(crate) fn check(text: &str) -> Result<PaymentCheckReply, Error> {
    let asked = ask("paymentCheck", Version::V2, input(&json!({ "orderId": "ORD-1" }))).unwrap();
    let reply = asked.accept(Version::V2, &Expected::default(), 200, text)?;
    Ok(reply_to::<PaymentCheckRequest>(&reply))
}

/// The reply of the operation called so, from its text alone.
pub(crate) fn accept_reply(
    name: &str,
    version: Version,
    known: &Expected,
    status: u16,
    text: &str,
) -> Result<Reply, Error> {
    find(name).expect("it is an operation").accept(version, known, status, text)
}

/// The reply to such a request, as a type.
pub(crate) fn reply_to<T: Typed>(reply: &Reply) -> T::Reply {
    assert_eq!(reply.operation(), T::OPERATION, "another operation's reply");
    T::Reply::read(reply.text()).unwrap()
}

/// A reply as JSON.
pub(crate) fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(reply.text()).unwrap()
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
