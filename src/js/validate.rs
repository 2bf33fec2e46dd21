//! What a reply's text is, without the call that it answers.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(not(feature = "client"))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{both, failed, input, json};
use crate::error::{Code, Error, Issues};
use crate::input::{Fields, Input};
use crate::operation::{Expected, unsupported};
use crate::operations::{NAMES, accept_reply, is_available};
use crate::rule::{Kind, Rule};
use crate::version::Version;

/// Judges a reply as the client would: `R` and `{ ok: true, reply }`, or `{ ok: false, error }` with what is wrong
/// with it. `question` is an object with `operation`, `version`, `options`, which may hold `expected` and `status`,
/// the answer's HTTP status; and with `text` where what should be the reply's text is none. `E` for misuse alone:
/// never for what a server may send.
#[cfg_attr(not(feature = "client"), wasm_bindgen(js_name = validateReply))]
pub fn validate_reply(question: &str, text: &str) -> String {
    let Question { operation, version, expected, status } = match Question::read(input(question)) {
        Ok(question) => question,
        Err(error) => return failed(&error),
    };
    match &accept_reply(operation, version, &expected, status, text) {
        Ok(reply) => ["R{\"ok\":true,\"reply\":", &json(reply), "}"].concat(),
        Err(error) => ["R{\"ok\":false,\"error\":", &json(&error.report()), "}"].concat(),
    }
}

/// What a caller asks.
struct Question {
    operation: &'static str,
    version: Version,
    expected: Expected,
    status: u16,
}

impl Question {
    fn read(question: Input) -> Result<Question, Error> {
        let mut issues = Issues::default();
        let [operation, version, options, text] = parts(question);
        let known = match &operation {
            Some(Input::Text(given)) => NAMES.iter().copied().find(|name| name == given),
            _ => None,
        };
        let operation = known.unwrap_or_else(|| {
            issues.push("operation", Rule::OneOf { allowed: NAMES });
            ""
        });
        let known = match version {
            Some(Input::Text(given)) => given.parse().ok(),
            _ => None,
        };
        let version = known.unwrap_or_else(|| {
            issues.push("version", Rule::Version);
            Version::V2
        });
        if let Some(other) = text {
            issues.push("text", Rule::Type { expected: Kind::Text, got: other.kind() });
        }
        let options = match options {
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
        let ((), expected) = both(read, Expected::read(expected, operation))?;
        if !is_available(operation, version) {
            return Err(unsupported(operation, version));
        }
        Ok(Question { operation, version, expected, status })
    }
}

/// The package's own object, part by part.
fn parts(question: Input) -> [Option<Input>; 4] {
    let mut parts = [None, None, None, None];
    if let Input::Object(entries) = question {
        for (name, value) in entries {
            let place = ["operation", "version", "options", "text"].iter().position(|known| *known == name);
            if let Some(part) = place.and_then(|place| parts.get_mut(place)) {
                *part = Some(value);
            }
        }
    }
    parts
}
