//! Does a body say what the caller gave? Compared on the text that is sent.

use crate::raw::{Raw, hundredths};
use crate::tree::Tree;

/// The fields that a caller gave; `null` and `undefined` count as left out.
pub(crate) fn given(input: &Tree) -> Vec<(&str, &Tree)> {
    match input {
        Tree::Object(entries) => {
            let kept = entries.iter().filter(|(_, value)| *value != Tree::Nothing);
            kept.map(|(name, value)| (name.as_str(), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// One or more texts in one place; an id may be an integer with all its digits.
pub(crate) fn texts(input: Option<&Tree>) -> Vec<String> {
    let one = |input: &Tree| match input {
        Tree::Text(text) => text.clone(),
        Tree::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    match input {
        Some(Tree::List(items)) => items.iter().map(one).collect(),
        Some(input @ (Tree::Text(_) | Tree::Integer(_))) => vec![one(input)],
        _ => Vec::new(),
    }
}

/// Is `raw` what `input` says, with nothing left out and nothing added?
pub(crate) fn same(input: &Tree, raw: &Raw) -> bool {
    match (input, raw) {
        (Tree::Object(_), Raw::Object(fields)) => {
            let given = given(input);
            fields.len() == given.len()
                && given.iter().all(|(name, value)| fields.get(*name).is_some_and(|raw| same(value, raw)))
        }
        (Tree::List(items), Raw::List(raw)) => {
            items.len() == raw.len() && items.iter().zip(raw).all(|(item, raw)| same(item, raw))
        }
        // One id may stand in the place of a list.
        (Tree::Text(_), Raw::List(items)) => items.len() == 1 && same(input, &items[0]),
        (Tree::Text(text), Raw::Text(raw)) => text == raw,
        (Tree::Text(text), Raw::Number(_)) => hundredths(text).is_some() && hundredths(text) == raw.sum(),
        (Tree::Integer(number), Raw::Number(_)) => number.checked_mul(100) == raw.sum(),
        (Tree::Number(number), Raw::Number(text)) => text.parse() == Ok(*number),
        (Tree::Boolean(value), Raw::Boolean(raw)) => value == raw,
        _ => false,
    }
}
