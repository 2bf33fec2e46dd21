//! What a reply's text is, without the call that it answers.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(not(feature = "client"))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{both, failed};
use crate::error::{Code, Error, Issues};
use crate::input::{Fields, Input};
use crate::json::Json;
use crate::operations::{NAMES, find};
use crate::rule::{Kind, Rule};
use crate::text::concat;
use crate::version::Version;
use crate::wire::{Expected, Operation, unsupported};

/// Judges a reply as the client would: `R` and `{ ok: true, reply }`, or `{ ok: false, error }` with what is wrong
/// with it. `question` is an object with `operation`, `version`, `options`, which may hold `expected` and `status`,
/// the answer's HTTP status; and with `text` where what should be the reply's text is none. `E` for misuse alone:
/// never for what a server may send.
#[cfg_attr(not(feature = "client"), wasm_bindgen(js_name = validateReply))]
pub fn validate_reply(question: &str, text: &str) -> String {
    let Question { operation, version, expected, status } = match Question::read(Input::of(question)) {
        Ok(question) => question,
        Err(error) => return failed(error),
    };
    match operation.accept(version, &expected, status, text) {
        Ok(reply) => concat(&["R{\"ok\":true,\"reply\":", reply.text(), "}"]),
        Err(error) => concat(&["R{\"ok\":false,\"error\":", &error.into_report().json(), "}"]),
    }
}

/// What a caller asks.
struct Question {
    operation: &'static Operation,
    version: Version,
    expected: Expected,
    status: u16,
}

impl Question {
    fn read(question: Input<'_>) -> Result<Question, Error> {
        let mut issues = Issues::default();
        let mut parts = Fields::of(question, "", &mut issues);
        let operation = parts.given("operation").as_deref().and_then(find);
        if operation.is_none() {
            parts.issue("operation", Rule::OneOf { allowed: NAMES });
        }
        let version = parts.given("version").and_then(|version| version.parse().ok());
        if version.is_none() {
            parts.issue("version", Rule::Version);
        }
        if let Some(other) = parts.take("text") {
            parts.issue("text", Rule::Type { expected: Kind::Text, got: Input::of(other).kind() });
        }
        let options = match parts.present("options") {
            None | Some(Input::Nothing) => Input::Object(Vec::new()),
            Some(options) => options,
        };
        let mut fields = Fields::of(options, "options", &mut issues);
        let expected = fields.present("expected").unwrap_or(Input::Nothing);
        let status = fields.count("status").map_or(Some(200), |status| u16::try_from(status).ok());
        let status = status.unwrap_or_else(|| {
            fields.issue("status", Rule::WholeNumber);
            200
        });
        fields.finish();
        // What is wrong with either is reported at once.
        let read = issues.or(Code::InvalidRequest, None, ());
        let ((), expected) = both(read, Expected::read(expected, operation.map_or("", |operation| operation.name)))?;
        let (Some(operation), Some(version)) = (operation, version) else {
            return Err(unsupported("request", Version::V2));
        };
        if operation.route(version).is_none() {
            return Err(unsupported(operation.name, version));
        }
        Ok(Question { operation, version, expected, status })
    }
}
