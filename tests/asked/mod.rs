//! Requests for the tests of their rules, and what is wrong with them.
#![allow(dead_code, reason = "each test file uses its part")]

use super::shop::{config, input};
use linepay_edge::input::Input;
use linepay_edge::operations::Any;
use linepay_edge::{Code, Error, Outcome, Version};
use serde_json::{Value, json};

pub(crate) const ID: &str = "2026050712345678910";

pub(crate) fn read(operation: &str, request: Input) -> Result<Any, Error> {
    Any::read(operation, Version::V2, request)
}

/// `path rule` of every issue, in order.
pub(crate) fn rules(error: &Error) -> Vec<String> {
    assert_eq!((error.code(), error.outcome()), (Code::InvalidRequest, Outcome::NotExecuted));
    let issues = error.issues().iter();
    issues.map(|issue| format!("{} {}", issue.path, issue.rule)).collect()
}

pub(crate) fn broken(operation: &str, request: &Value) -> Vec<String> {
    let error = read(operation, input(request)).expect_err("it was taken");
    assert_eq!(error.operation(), Some(operation));
    rules(&error)
}

pub(crate) fn taken(operation: &str, request: &Value) -> String {
    let any = read(operation, input(request)).unwrap();
    any.prepare(&config(), "n").unwrap().body().unwrap_or_default().to_owned()
}

pub(crate) fn least() -> Value {
    json!({ "productName": "tea", "amount": 360, "currency": "TWD", "orderId": "ORD-1",
        "confirmUrl": "https://shop.example.com/confirm" })
}

pub(crate) fn reserve(name: &str, value: Value) -> Value {
    let mut request = least();
    request[name] = value;
    request
}
