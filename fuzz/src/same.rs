//! Does a body say what the caller gave? Compared on the text that is sent.

use crate::raw::{Raw, hundredths};
use linepay_edge::input::Input;

/// The fields that a caller gave; `null` and `undefined` count as left out.
pub(crate) fn given(input: &Input) -> Vec<(&str, &Input)> {
    match input {
        Input::Object(entries) => {
            let kept = entries.iter().filter(|(_, value)| *value != Input::Nothing);
            kept.map(|(name, value)| (name.as_str(), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// One or more texts in one place; an id may be an integer with all its digits.
pub(crate) fn texts(input: Option<&Input>) -> Vec<String> {
    let one = |input: &Input| match input {
        Input::Text(text) => text.clone(),
        Input::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    match input {
        Some(Input::List(items)) => items.iter().map(one).collect(),
        Some(input @ (Input::Text(_) | Input::Integer(_))) => vec![one(input)],
        _ => Vec::new(),
    }
}

/// Is `raw` what `input` says, with nothing left out and nothing added?
pub(crate) fn same(input: &Input, raw: &Raw) -> bool {
    match (input, raw) {
        (Input::Object(_), Raw::Object(fields)) => {
            let given = given(input);
            fields.len() == given.len()
                && given.iter().all(|(name, value)| fields.get(*name).is_some_and(|raw| same(value, raw)))
        }
        (Input::List(items), Raw::List(raw)) => {
            items.len() == raw.len() && items.iter().zip(raw).all(|(item, raw)| same(item, raw))
        }
        // One id may stand in the place of a list.
        (Input::Text(_), Raw::List(items)) => items.len() == 1 && same(input, &items[0]),
        (Input::Text(text), Raw::Text(raw)) => text == raw,
        (Input::Text(text), Raw::Number(_)) => hundredths(text).is_some() && hundredths(text) == raw.sum(),
        (Input::Integer(number), Raw::Number(_)) => number.checked_mul(100) == raw.sum(),
        (Input::Number(number), Raw::Number(text)) => text.parse() == Ok(*number),
        (Input::Boolean(value), Raw::Boolean(raw)) => value == raw,
        _ => false,
    }
}
