//! Values to and from JavaScript.

use js_sys::Object;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Code, Error, Outcome, Retry};
use crate::input::Plain;

/// A value as JavaScript has it: plain objects and arrays, ids as text, and nothing that the crate leaves out.
///
/// # Errors
/// [`Code::Unsupported`] for what JSON has no word for. None of this crate's types is such.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Error> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| unfit(Code::Unsupported, &error))
}

/// What a JavaScript value is in Rust, for example a [`Config`](crate::Config) of a worker's bindings.
///
/// # Errors
/// [`Code::InvalidRequest`] with what does not fit.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value).map_err(|error| unfit(Code::InvalidRequest, &error))
}

/// What a caller gave. A value that is no plain data, or has some of that in it (a function, a symbol, a circle), is
/// [`Plain::foreign`] as a whole, which every reader refuses.
#[must_use]
pub fn input(value: JsValue) -> Plain {
    serde_wasm_bindgen::from_value(value).unwrap_or_else(|_| Plain::foreign())
}

/// As an exception with the message of ours, the name `LinePayError` and the fields of an
/// [`ErrorReport`](crate::error::ErrorReport), so that it goes up with `?` among JavaScript's own.
impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        let exception = js_sys::Error::new(&error.to_string());
        exception.set_name("LinePayError");
        if let Ok(fields) = to_js(&error) {
            Object::assign(&exception, fields.unchecked_ref());
        }
        exception.into()
    }
}

fn unfit(code: Code, error: &serde_wasm_bindgen::Error) -> Error {
    Error::new(code, Outcome::NotExecuted, Retry::Never, error.to_string())
}
