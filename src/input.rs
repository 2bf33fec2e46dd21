//! What a caller gave, before anyone believes it: values that keep apart what JavaScript keeps apart, and the reader
//! that takes an object's fields while listing everything that is wrong with them.

use std::borrow::Cow;

use crate::json::{Decimal, Level};
use crate::rule::Kind;

mod fields;
mod given;
mod nearest;
#[cfg(feature = "serde")]
mod plain;

pub use fields::Fields;
pub(crate) use given::{amount_in, count_in, text_in};
#[cfg(feature = "serde")]
pub use plain::Plain;

/// A value from a caller, one level of it.
///
/// It comes as JSON, as `pkg/src/encode.ts` writes it: a text that begins with NUL stands for what JSON has no word
/// for. After it come `d` for a number that is not finite, `n` and a BigInt, `t` and a text that begins so itself, or
/// `f`: no plain data, which is also what any other text comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// `null` or `undefined`.
    Nothing,
    /// A boolean.
    Boolean(bool),
    /// A number, as it is spelled.
    Number(&'a str),
    /// NaN or one of the infinities.
    Endless,
    /// The digits of a BigInt, or of an integer beyond 2^53 that JSON spells out.
    Integer(Cow<'a, str>),
    /// A text. Lone surrogates have become U+FFFD on the way.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<&'a str>),
    /// An object's own enumerable keys, in order.
    Object(Vec<(Cow<'a, str>, &'a str)>),
    /// What is, or holds, no plain data: a function, an instance of a class.
    Foreign,
}

impl<'a> Input<'a> {
    /// The value that a text spells.
    #[must_use]
    pub fn of(text: &'a str) -> Input<'a> {
        match Level::of(text) {
            None => Input::Foreign,
            Some(Level::Null) => Input::Nothing,
            Some(Level::Boolean(value)) => Input::Boolean(value),
            Some(Level::Number(number)) if is_unsafe(number) => Input::Integer(Cow::Borrowed(number)),
            Some(Level::Number(number)) => Input::Number(number),
            Some(Level::List(items)) => Input::List(items),
            Some(Level::Object(entries)) => Input::Object(entries),
            Some(Level::Text(text)) => match text.strip_prefix('\0') {
                None => Input::Text(text),
                Some(marked) => meant(marked),
            },
        }
    }

    /// What it is, for sentences.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Input::Nothing => Kind::Nothing,
            Input::Boolean(_) => Kind::Boolean,
            Input::Number(_) | Input::Endless => Kind::Number,
            Input::Integer(_) => Kind::BigInt,
            Input::Text(_) => Kind::Text,
            Input::List(_) => Kind::List,
            Input::Object(_) | Input::Foreign => Kind::Object,
        }
    }

    /// A whole number of this range.
    pub(crate) fn whole(&self, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let Input::Number(number) = self else { return None };
        let number = u32::try_from(Decimal::of(number).scaled(0)?).ok()?;
        range.contains(&number).then_some(number)
    }
}

fn meant<'a>(marked: &str) -> Input<'a> {
    match marked.split_at_checked(1) {
        Some(("d", _)) => Input::Endless,
        Some(("n", digits)) => Input::Integer(Cow::Owned(digits.to_owned())),
        Some(("t", rest)) => Input::Text(Cow::Owned(rest.to_owned())),
        _ => Input::Foreign,
    }
}

/// An integer that a JavaScript number could not be told apart by: it writes such with an exponent.
fn is_unsafe(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    whole && digits.len() >= 16 && crate::text::number(digits).is_none_or(|value| value > (1 << 53) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_has_no_word_for_comes_with_a_mark() {
        assert_eq!(Input::of(r#""\u0000d""#), Input::Endless);
        assert_eq!(Input::of(r#""\u0000n-12""#), Input::Integer("-12".into()));
        assert_eq!(Input::of(r#""\u0000t\u0000f""#), Input::Text("\0f".into()));
        for foreign in [r#""\u0000f""#, r#""\u0000""#, r#""\u0000é""#, r#""\ud800""#, "", "{", "undefined"] {
            assert_eq!(Input::of(foreign), Input::Foreign, "{foreign}");
        }
    }

    #[test]
    fn integers_that_a_double_cannot_hold_are_no_numbers() {
        assert_eq!(Input::of("9007199254740991"), Input::Number("9007199254740991"));
        assert_eq!(Input::of("-9007199254740992"), Input::Integer("-9007199254740992".into()));
        assert_eq!(Input::of("99999999999999999999"), Input::Integer("99999999999999999999".into()));
        assert_eq!(Input::of("9.007199254740993e15"), Input::Number("9.007199254740993e15"));
    }

    #[test]
    fn whole_numbers_are_of_their_range() {
        assert_eq!(["3", "3.0", "30e-1"].map(|text| Input::of(text).whole(0..=9)), [Some(3); 3]);
        assert_eq!(["-1", "10", "3.5", "\"3\"", "1e300"].map(|text| Input::of(text).whole(0..=9)), [None; 5]);
    }
}
