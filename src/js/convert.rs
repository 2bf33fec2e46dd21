//! Between the package's texts and the crate's own values.

use serde::Serialize;

use crate::error::Error;
use crate::input::{DEPTH, Input};

/// What a caller gave, as `pkg/src/encode.ts` writes it: JSON, in which a text that begins with NUL stands for what
/// JSON has no word for. After it come `d` and a number's bits in hexadecimal, `n` and a BigInt, `t` and a text that
/// begins so itself, or `f`: no plain data, which is also what any other text comes to.
pub(super) fn input(text: &str) -> Input {
    // The options of a call are one level above what a caller may nest.
    Input::from_json(text, DEPTH.saturating_add(1)).map_or(Input::Foreign, unmarked)
}

fn unmarked(input: Input) -> Input {
    match input {
        Input::Text(text) => match text.strip_prefix('\0') {
            None => Input::Text(text),
            Some(marked) => meant(marked).unwrap_or(Input::Foreign),
        },
        Input::List(items) => Input::List(items.into_iter().map(unmarked).collect()),
        Input::Object(entries) => {
            Input::Object(entries.into_iter().map(|(name, field)| (name, unmarked(field))).collect())
        }
        other => other,
    }
}

fn meant(marked: &str) -> Option<Input> {
    let (kind, rest) = marked.split_at_checked(1)?;
    match kind {
        "d" => u64::from_str_radix(rest, 16).ok().map(|bits| Input::Number(f64::from_bits(bits))),
        "n" => {
            let integer = rest.parse::<i64>().map(i128::from);
            integer.or_else(|_| rest.parse::<u64>().map(i128::from)).map(Input::Integer).ok()
        }
        "t" => Some(Input::Text(rest.to_owned())),
        _ => None,
    }
}

/// A value of ours as JSON, on one line.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    // Our types serialise without fail; an empty text would show at once in every test.
    serde_json::to_string(value).unwrap_or_default()
}

/// How something ended: `R` and its result, or `E` and what is wrong, each as JSON.
pub(super) fn ended<T: Serialize>(result: &Result<T, Error>) -> String {
    match result {
        Ok(value) => ["R", &json(value)].concat(),
        Err(error) => failed(error),
    }
}

/// `E` and an error.
pub(super) fn failed(error: &Error) -> String {
    ["E", &json(&error.report())].concat()
}

/// Two things that a caller gave: what is wrong with either is reported at once.
pub(super) fn both<A, B>(a: Result<A, Error>, b: Result<B, Error>) -> Result<(A, B), Error> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.and(b)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
    }
}
