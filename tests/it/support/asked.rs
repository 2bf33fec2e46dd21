//! Requests for the tests of their rules, and what is wrong with them.

use super::shop::{config, config_of, input};
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

/// As [`broken`], in a version.
pub(crate) fn broken_in(version: Version, operation: &str, request: &Value) -> Vec<String> {
    let error = Any::read(operation, version, input(request)).expect_err("it was taken");
    assert_eq!(error.operation(), Some(operation));
    rules(&error)
}

/// As [`taken`], in a version.
pub(crate) fn taken_in(version: Version, operation: &str, request: &Value) -> Value {
    let any = Any::read(operation, version, input(request)).unwrap();
    serde_json::from_str(any.prepare(&config_of(version), "n").unwrap().body().unwrap()).unwrap()
}

/// A package of one product, once.
pub(crate) fn package(id: &str, amount: u32) -> Value {
    json!({ "id": id, "amount": amount, "products": [{ "name": "tea", "quantity": 1, "price": amount }] })
}

/// What reserve needs at least in v3 and v4.
pub(crate) fn least_packages() -> Value {
    json!({ "amount": 360, "currency": "TWD", "orderId": "ORD-1", "packages": [package("1", 360)],
        "redirectUrls": { "confirmUrl": "https://shop.example.com/ok", "cancelUrl": "https://shop.example.com/no" } })
}
