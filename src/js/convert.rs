//! Between JavaScript values and the crate's own.

use js_sys::Reflect;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error, Outcome, Retry};
use crate::input::Input;

/// What a caller gave. The error says why it is no plain data; a message of the
/// engine's is not repeated, since it may print a value.
pub(super) fn input(value: JsValue) -> Result<Input, Error> {
    Input::deserialize(serde_wasm_bindgen::Deserializer::from(value)).map_err(|_| {
        let message = "must be plain data: objects, arrays, texts, numbers and booleans, at most 16 levels deep and \
                       without functions, symbols, cycles or BigInts beyond 64 bits";
        Error::new(Code::InvalidRequest, Outcome::NotExecuted, Retry::Never, message)
    })
}

/// A value of ours as a plain object.
pub(super) fn output<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Our types serialise without fail; `undefined` would show at once in every test.
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::UNDEFINED)
}

/// An error as a plain object.
pub(super) fn failure(error: &Error) -> JsValue {
    output(&error.report())
}

/// Puts the untouched text of the reply beside what was read from it.
pub(super) fn with_raw(reply: JsValue, raw: &str) -> JsValue {
    // A plain object that we have just made takes a property.
    let _ = Reflect::set(&reply, &JsValue::from_str("raw"), &JsValue::from_str(raw));
    reply
}
