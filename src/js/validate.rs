//! What a reply's text is, without the call that it answers.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use super::convert::{both, failure, input, output};
use crate::error::{Code, Error, Issues};
use crate::input::{Fields, Input};
use crate::operation::{Expected, unsupported};
use crate::operations::{NAMES, accept_reply, is_available};
use crate::rule::{Kind, Rule};
use crate::version::Version;

/// Judges a reply as the client would: `{ ok: true, reply }`, or `{ ok: false, error }` with what is wrong with it.
/// `options` may hold `expected` and `status`, the answer's HTTP status. Throws for misuse alone: never for what a
/// server may send.
#[cfg_attr(not(feature = "client"), wasm_bindgen(js_name = validateReply))]
pub fn validate_reply(
    operation: JsValue,
    version: JsValue,
    text: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let question = Question::read(operation, version, text, options).map_err(|error| failure(&error))?;
    let Question { operation, version, text, expected, status } = question;
    let verdict = accept_reply(operation, version, &expected, status, &text);
    let (ok, name, value) = match &verdict {
        Ok(reply) => (true, "reply", output(reply)),
        Err(error) => (false, "error", failure(error)),
    };
    let answer = Object::new();
    for (name, value) in [("ok", JsValue::from_bool(ok)), (name, value)] {
        // A plain object that we have just made takes a property.
        let _ = Reflect::set(&answer, &JsValue::from_str(name), &value);
    }
    Ok(answer.into())
}

/// What a caller asks.
struct Question {
    operation: &'static str,
    version: Version,
    text: String,
    expected: Expected,
    status: u16,
}

impl Question {
    fn read(operation: JsValue, version: JsValue, text: JsValue, options: JsValue) -> Result<Question, Error> {
        let mut issues = Issues::default();
        let known = operation.as_string().and_then(|given| NAMES.iter().copied().find(|name| *name == given));
        let operation = known.unwrap_or_else(|| {
            issues.push("operation", Rule::OneOf { allowed: NAMES });
            ""
        });
        let version = version.as_string().and_then(|given| given.parse().ok()).unwrap_or_else(|| {
            issues.push("version", Rule::Version);
            Version::V2
        });
        // Not read as a text of the caller's: a server may have cut it in the middle of a character.
        let text = text.as_string().unwrap_or_else(|| {
            issues.push("text", Rule::Type { expected: Kind::Text, got: input(&text).kind() });
            String::new()
        });
        let options = match input(&options) {
            Input::Nothing => Input::Object(Vec::new()),
            options => options,
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
        Ok(Question { operation, version, text, expected, status })
    }
}
