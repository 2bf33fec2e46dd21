//! The fixtures in tests/wire: what the client is asked for there, and what it is answered.

use super::asked::{Asks, ask};
use super::shop::input;
use linepay_edge::operations::{NAMES, find};
use linepay_edge::url::decoded;
use linepay_edge::{Error, Expected, Reply, Request, Version};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub(crate) struct Fixture {
    pub(crate) file: String,
    pub(crate) operation: &'static str,
    pub(crate) content: Value,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire")
}

/// `paymentCheck` is in `payment_check/`.
pub(crate) fn folder(operation: &str) -> String {
    let parts = operation
        .chars()
        .map(|c| if c.is_ascii_uppercase() { format!("_{}", c.to_ascii_lowercase()) } else { c.to_string() });
    parts.collect()
}

pub(crate) fn fixtures() -> Vec<Fixture> {
    let mut found = Vec::new();
    for operation in NAMES {
        let folder = root().join(folder(operation));
        let files = std::fs::read_dir(&folder)
            .unwrap_or_else(|_| panic!("{operation} has no fixtures in {}", folder.display()));
        for file in files {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            found.push(Fixture {
                file: path.display().to_string(),
                operation,
                content: serde_json::from_str(&text).unwrap(),
            });
        }
    }
    found
}

impl Fixture {
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.content.pointer(pointer).unwrap().as_str().unwrap_or("")
    }

    pub(crate) fn body(&self) -> Value {
        match self.text("/request/body") {
            "" => json!({}),
            text => sound(serde_json::from_str(text).unwrap()),
        }
    }

    /// What a caller would have given for the fixture's request.
    pub(crate) fn given(&self) -> Value {
        let mut request = self.body();
        let route = find(self.operation).and_then(|operation| operation.route(self.version())).unwrap();
        // Behind `/v2`.
        let path = &self.text("/request/path")[3..];
        for (place, segment) in route.path.split('/').zip(path.split('/')) {
            if let Some(name) = place.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                request[name] = json!(decoded(segment).unwrap());
            }
        }
        for pair in self.text("/request/query").split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            match name {
                "creditCardAuth" => request[name] = json!(value == "true"),
                "fields" => request[name] = json!(value),
                _ => {}
            }
            if matches!(name, "creditCardAuth" | "fields") {
                continue;
            }
            if request[name].is_null() {
                request[name] = json!([]);
            }
            request[name].as_array_mut().unwrap().push(json!(value));
        }
        request
    }

    pub(crate) fn read(&self) -> Result<Request, Error> {
        ask(self.operation, self.version(), input(&self.given()))
    }

    pub(crate) fn version(&self) -> Version {
        self.text("/version").parse().unwrap()
    }

    /// What the merchant knows, as `expected` of a JavaScript caller.
    pub(crate) fn known(&self) -> Value {
        let given = &self.content["given"];
        let mut known = json!({});
        for name in ["orderId", "amount", "currency"] {
            // Less was captured than the situation's order was worth.
            let captured_less = name == "amount" && self.file.contains("partly-captured");
            if !given[name].is_null() && !captured_less {
                known[name] = given[name].clone();
            }
        }
        known
    }

    pub(crate) fn accept(&self, any: &Request, known: &Value) -> Result<Reply, Error> {
        let known = Expected::read(input(known), self.operation).unwrap();
        let status = self.content["status"].as_u64().unwrap();
        any.accept(self.version(), &known, status.try_into().unwrap(), self.text("/reply"))
    }
}

/// Booleans as booleans and sums as numbers: the deck quotes both.
fn sound(mut body: Value) -> Value {
    for (name, value) in body.as_object_mut().unwrap() {
        let Some(text) = value.as_str() else { continue };
        match (name.as_str(), text) {
            ("capture" | "checkConfirmUrlBrowser", "true" | "false") => *value = json!(text == "true"),
            ("amount" | "refundAmount", _) => *value = serde_json::from_str(text).unwrap(),
            _ => {}
        }
    }
    body
}
