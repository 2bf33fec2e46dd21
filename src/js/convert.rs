//! Between JavaScript values and the crate's own.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::input::{DEPTH, Input};

#[wasm_bindgen]
extern "C" {
    /// The names of what is neither hidden nor a symbol's. Of a proxy it may throw.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn visible_keys(value: &JsValue) -> Result<Array, JsValue>;
}

thread_local! {
    /// `Object.prototype` of this realm.
    static ROOT: JsValue = Reflect::get_prototype_of(&Object::new()).map_or(JsValue::NULL, JsValue::from);
}

/// Requests hold a hundred ids at most.
const MOST_ITEMS: f64 = 1000.0;

/// What a caller gave. Of an object each field that holds no plain data is [`Input::Foreign`] by itself, so that what
/// is wrong with it is told by its name; a message of the engine's is not repeated, since it may print a value.
pub(super) fn input(value: &JsValue) -> Input {
    read(value, DEPTH).unwrap_or(Input::Foreign)
}

/// Whatever can run the caller's own code (a getter, a proxy) is read through `Reflect`, whose
/// exceptions are caught: one that passed through the module would end every call in flight.
fn read(value: &JsValue, depth: u8) -> Option<Input> {
    if !value.is_object() {
        return leaf(value);
    }
    let depth = depth.checked_sub(1)?;
    // A revoked proxy ends here: `is_array` would throw.
    let keys = Reflect::own_keys(value).ok()?;
    if Array::is_array(value) {
        let length = Reflect::get(value, &"length".into()).ok()?.as_f64()?;
        if length > MOST_ITEMS {
            return None;
        }
        let items = (0..length as u32).map(|index| read(&Reflect::get_u32(value, index).ok()?, depth));
        return items.collect::<Option<_>>().map(Input::List);
    }
    // A hidden property or a symbol is in the first list alone.
    if !is_plain(value)? || visible_keys(value).ok()?.length() != keys.length() {
        return None;
    }
    let outermost = depth.checked_add(1) == Some(DEPTH);
    let mut entries = Vec::new();
    for key in keys.iter() {
        let field = Reflect::get(value, &key).ok().and_then(|field| read(&field, depth));
        entries.push((key.as_string()?, if outermost { field.unwrap_or(Input::Foreign) } else { field? }));
    }
    Some(Input::Object(entries))
}

/// A value without parts; functions and symbols are none.
fn leaf(value: &JsValue) -> Option<Input> {
    if value.is_null() || value.is_undefined() {
        return Some(Input::Nothing);
    }
    let plain = value.as_f64().map(Input::Number).or_else(|| value.as_string().map(Input::Text));
    plain.or_else(|| value.as_bool().map(Input::Boolean)).or_else(|| {
        // Asking another value than a BigInt would throw.
        let value = value.is_bigint().then(|| value.clone())?;
        let integer = i64::try_from(value.clone()).map(i128::from);
        integer.or_else(|_| u64::try_from(value).map(i128::from)).map(Input::Integer).ok()
    })
}

/// Made by `{}` or `Object.create(null)`, in any realm. What an object inherits would be
/// passed over in silence: an inherited `refundAmount` would refund everything.
fn is_plain(value: &JsValue) -> Option<bool> {
    let prototype = Reflect::get_prototype_of(value).ok()?;
    if prototype.is_null() || ROOT.with(|root| *root == *prototype) {
        return Some(true);
    }
    let root = Reflect::get_prototype_of(&prototype).ok()?.is_null();
    Some(root && Object::has_own::<Object>(prototype.unchecked_ref(), &"hasOwnProperty".into()))
}

/// A value of ours as a plain object. As one text: each key and value that crosses by itself costs more than
/// writing and parsing them all.
pub(super) fn output<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Our types serialise without fail; `undefined` would show at once in every test.
    serde_json::to_string(value).map_or(JsValue::UNDEFINED, |text| parsed(&text))
}

fn parsed(text: &str) -> JsValue {
    JSON::parse(text).unwrap_or(JsValue::UNDEFINED)
}

/// An error as a plain object.
pub(super) fn failure(error: &Error) -> JsValue {
    output(&error.report())
}

/// Puts the untouched text of the reply beside what was read from it.
#[cfg(feature = "client")]
pub(super) fn with_raw(reply: JsValue, raw: &str) -> JsValue {
    // A plain object that we have just made takes a property.
    let _ = Reflect::set(&reply, &JsValue::from_str("raw"), &JsValue::from_str(raw));
    reply
}

/// Two things that a caller gave: what is wrong with either is reported at once.
pub(super) fn both<A, B>(a: Result<A, Error>, b: Result<B, Error>) -> Result<(A, B), Error> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.and(b)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
    }
}
