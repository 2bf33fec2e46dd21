//! Requests for the tests of their rules, and what is wrong with them.

use super::shop::{config, config_of, input};
use linepay_edge::input::Input;
use linepay_edge::operations::find;
use linepay_edge::wire::Rules;
use linepay_edge::{Code, Config, Error, Expected, HttpRequest, Outcome, Reply, Request, Version, prepare};
use serde_json::{Value, json};

pub(crate) const ID: &str = "2026050712345678910";

/// A request of the operation called so.
pub(crate) fn ask(operation: &str, rules: impl Into<Rules>, request: Input<'_>) -> Result<Request, Error> {
    Request::read(find(operation).expect("it is an operation"), rules, request, None)
}

/// What becomes of a request.
pub(crate) trait Asks {
    /// What is sent.
    fn prepare(&self, config: &Config, nonce: &str) -> HttpRequest;

    /// Its reply, believed only if it fits.
    fn accept(&self, version: Version, known: &Expected, status: u16, text: &str) -> Result<Reply, Error>;
}

impl Asks for Request {
    fn prepare(&self, config: &Config, nonce: &str) -> HttpRequest {
        prepare(config, self, nonce).expect("it was read for this configuration")
    }

    fn accept(&self, version: Version, known: &Expected, status: u16, text: &str) -> Result<Reply, Error> {
        self.operation().accept(version, &self.expects(known), status, text)
    }
}

pub(crate) fn read(operation: &str, request: Input<'_>) -> Result<Request, Error> {
    ask(operation, Version::V2, request)
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
    any.prepare(&config(), "n").body().unwrap_or_default().to_owned()
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
    let error = ask(operation, version, input(request)).expect_err("it was taken");
    assert_eq!(error.operation(), Some(operation));
    rules(&error)
}

/// As [`taken`], in a version.
pub(crate) fn taken_in(version: Version, operation: &str, request: &Value) -> Value {
    let any = ask(operation, version, input(request)).unwrap();
    serde_json::from_str(any.prepare(&config_of(version), "n").body().unwrap()).unwrap()
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
