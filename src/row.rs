//! The fields of an object that LINE Pay sent, or that was made of it.

use std::borrow::Cow;

use crate::id::{OrderId, RegKey, TransactionId};
use crate::json::{Decimal, Level};
use crate::money::Amount;
use crate::text::number;

mod text;

pub use text::JsonText;

/// One JSON object; its fields are left as text.
#[derive(Debug, Default)]
pub struct Row<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Row<'a> {
    /// The fields of an object; `None` if `text` is none, whole and nothing else.
    #[must_use]
    pub fn of(text: &'a str) -> Option<Row<'a>> {
        match Level::of(text)? {
            Level::Object(entries) => Some(Row(entries)),
            _ => None,
        }
    }

    /// A field's text; the inner `None` where it is absent. A field that is there twice is not guessed at: `None`.
    #[inline(never)]
    pub(crate) fn find(&self, name: &str) -> Option<Option<&'a str>> {
        let mut found = self.0.iter().filter(|(key, _)| key == name).map(|(_, text)| *text);
        let first = found.next();
        if found.next().is_some() { None } else { Some(first) }
    }

    /// A field that has to be there and of its kind.
    #[must_use]
    pub fn need<T: Field>(&self, name: &str) -> Option<T> {
        T::read(self.find(name)??)
    }

    /// A field that may be absent or `null`, yet has to be of its kind.
    #[must_use]
    pub fn maybe<T: Field>(&self, name: &str) -> Option<Option<T>> {
        match self.find(name)? {
            Some(text) if text != "null" => T::read(text).map(Some),
            _ => Some(None),
        }
    }

    /// A field that no rule depends on: one of another kind, or one that is there twice, counts as absent.
    #[must_use]
    pub fn lenient<T: Field>(&self, name: &str) -> Option<T> {
        self.find(name).flatten().and_then(T::read)
    }

    /// The object in a field; `None` where there is none.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<Row<'a>> {
        Row::of(self.find(name)??)
    }

    /// The objects of a list; none where it is absent or `null`, `None` where something else stands there.
    #[must_use]
    #[inline(never)]
    pub fn rows(&self, name: &str) -> Option<Vec<Row<'a>>> {
        let mut rows = Vec::new();
        match self.find(name)?.map(Level::of) {
            None | Some(Some(Level::Null)) => {}
            Some(Some(Level::List(items))) => {
                for item in items {
                    rows.push(Row::of(item)?);
                }
            }
            Some(_) => return None,
        }
        Some(rows)
    }
}

/// What a field of a reply can be.
pub trait Field: Sized {
    /// The value that the text spells; `None` if it is of another kind.
    fn read(text: &str) -> Option<Self>;
}

/// What a string spells; `None` if the text is none.
#[inline(never)]
pub(crate) fn spelt(text: &str) -> Option<Cow<'_, str>> {
    match Level::of(text)? {
        Level::Text(text) => Some(text),
        _ => None,
    }
}

impl Field for String {
    fn read(text: &str) -> Option<String> {
        spelt(text).map(Cow::into_owned)
    }
}

impl Field for OrderId {
    fn read(text: &str) -> Option<OrderId> {
        String::read(text).map(OrderId::from)
    }
}

impl Field for RegKey {
    fn read(text: &str) -> Option<RegKey> {
        String::read(text).map(RegKey::from)
    }
}

impl Field for bool {
    fn read(text: &str) -> Option<bool> {
        match Level::of(text)? {
            Level::Boolean(value) => Some(value),
            _ => None,
        }
    }
}

/// From a JSON number without fraction or exponent, or from a text of digits.
impl Field for TransactionId {
    #[inline(never)]
    fn read(text: &str) -> Option<TransactionId> {
        if text.starts_with('"') { spelt(text)?.parse().ok() } else { text.parse().ok() }
    }
}

/// From a JSON number or a numeric text. Servers in Java write 10 000 000 as `1.0E7`.
impl Field for Amount {
    #[inline(never)]
    fn read(text: &str) -> Option<Amount> {
        match Level::of(text)? {
            Level::Number(number) => Decimal::of(number).scaled(2).and_then(Amount::from_hundredths),
            Level::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl Field for u64 {
    fn read(text: &str) -> Option<u64> {
        number(text)
    }
}

impl Field for u32 {
    fn read(text: &str) -> Option<u32> {
        u32::try_from(number(text)?).ok()
    }
}

/// `null` reads as an empty list.
impl<T: Field> Field for Vec<T> {
    fn read(text: &str) -> Option<Vec<T>> {
        match Level::of(text)? {
            Level::List(items) => items.into_iter().map(T::read).collect(),
            Level::Null => Some(Vec::new()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_every_digit() {
        for json in ["2016020510824221610", "\"2016020510824221610\""] {
            assert_eq!(TransactionId::read(json).map(TransactionId::get), Some(2_016_020_510_824_221_610), "{json}");
        }
        for json in ["2.016020510824222e18", "2016020510824221610.0", "1e3", "-1", "null", "[1]", "\"1e3\""] {
            assert_eq!(TransactionId::read(json), None, "{json}");
        }
    }

    #[test]
    fn amounts_come_as_numbers_texts_and_javas_doubles() {
        for (json, hundredths) in
            [("360", 36_000), ("360.0", 36_000), ("\"9.99\"", 999), ("1.0E7", 1_000_000_000), ("-20", -2_000)]
        {
            assert_eq!(Amount::read(json).map(Amount::hundredths), Some(hundredths), "{json}");
        }
        for json in ["360.001", "\"36O\"", "1e300", "\"1.0E7\"", "null", "true", "{}"] {
            assert_eq!(Amount::read(json), None, "{json}");
        }
    }

    #[test]
    fn a_field_of_no_rule_does_no_harm_and_one_that_is_there_twice_is_not_guessed_at() {
        let text = r#"{"a":"\ud800","b":1e999,"c":null,"d":1,"d":1}"#;
        let row = Row::of(text).unwrap_or_default();
        assert_eq!(
            (row.lenient::<String>("a"), row.lenient::<Amount>("b"), row.lenient::<u32>("d")),
            (None, None, None)
        );
        assert_eq!((row.maybe::<String>("c"), row.maybe::<String>("x")), (Some(None), Some(None)));
        assert_eq!((row.maybe::<String>("a"), row.need::<String>("c"), row.need::<String>("x")), (None, None, None));
        assert_eq!((row.maybe::<u32>("d"), row.need::<u32>("d")), (None, None));
        assert_eq!((row.rows("c").map(|rows| rows.len()), row.rows("a").is_none()), (Some(0), true));
        for other in ["[]", "{", "{}{}", "null", "\"{}\""] {
            assert!(Row::of(other).is_none(), "{other}");
        }
    }
}
