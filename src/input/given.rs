//! What stands somewhere in a caller's value, read without a word about what is wrong with it.

use std::borrow::Cow;

use super::{Fields, Input};
use crate::json::Decimal;
use crate::money::Amount;
use crate::text::integer;

impl<'a> Fields<'_, 'a> {
    /// Is there a field of this name, with a value or without?
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Is it absent, `null` or `undefined`?
    #[must_use]
    pub fn is_nothing(&self, name: &str) -> bool {
        self.find(name).is_none_or(|text| text == "null")
    }

    /// What stands at a path of names with dots between them, taken or not.
    #[inline(never)]
    fn at_path(&self, path: &str) -> Option<Input<'a>> {
        let mut names = path.split('.');
        let text = self.find(names.next()?)?;
        Some(Input::of(names.try_fold(text, inside)?))
    }

    /// The text at a path, taken or not.
    #[must_use]
    pub fn given(&self, path: &str) -> Option<String> {
        self.spelt_at(path).map(Cow::into_owned)
    }

    /// The same as it stands in what the caller gave, where it holds no escape.
    pub(crate) fn spelt_at(&self, path: &str) -> Option<Cow<'a, str>> {
        match self.at_path(path)? {
            Input::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The amount at a path, taken or not.
    #[must_use]
    pub(crate) fn given_amount(&self, path: &str) -> Option<Amount> {
        amount_of(&self.at_path(path)?)
    }

    /// The whole number at a path, taken or not.
    #[must_use]
    pub(crate) fn given_count(&self, path: &str) -> Option<u32> {
        self.at_path(path)?.whole(0..=u32::MAX)
    }

    /// The boolean at a path, taken or not.
    #[cfg(feature = "client")]
    #[must_use]
    pub(crate) fn given_boolean(&self, path: &str) -> Option<bool> {
        match self.at_path(path)? {
            Input::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// Is it an array?
    #[must_use]
    pub(crate) fn is_list(&self, name: &str) -> bool {
        matches!(self.find(name).map(Input::of), Some(Input::List(_)))
    }

    /// The items of a list, taken or not; none where it is none.
    #[must_use]
    pub(crate) fn given_items(&self, name: &str) -> Vec<&'a str> {
        match self.find(name).map(Input::of) {
            Some(Input::List(items)) => items,
            _ => Vec::new(),
        }
    }
}

/// The field of this name of the object that a text spells.
fn inside<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    match Input::of(object) {
        Input::Object(entries) => entries.into_iter().find(|(key, _)| key == name).map(|(_, text)| text),
        _ => None,
    }
}

#[inline(never)]
pub(super) fn amount_of(input: &Input<'_>) -> Option<Amount> {
    match input {
        Input::Number(number) => Decimal::of(number).scaled(2).and_then(Amount::from_hundredths),
        Input::Integer(digits) => integer(digits)?.checked_mul(100).and_then(Amount::from_hundredths),
        Input::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// An amount in a field of the object that a text spells.
pub(crate) fn amount_in(object: &str, name: &str) -> Option<Amount> {
    amount_of(&Input::of(inside(object, name)?))
}

/// A whole number in a field of the object that a text spells.
pub(crate) fn count_in(object: &str, name: &str) -> Option<u32> {
    Input::of(inside(object, name)?).whole(0..=u32::MAX)
}

/// A text in a field of the object that a text spells.
pub(crate) fn text_in<'a>(object: &'a str, name: &str) -> Option<Cow<'a, str>> {
    match Input::of(inside(object, name)?) {
        Input::Text(text) => Some(text),
        _ => None,
    }
}
