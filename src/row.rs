//! The reader of LINE Pay's objects. Fields are found by name in the untouched text and read one by one, so a field
//! that no rule depends on never fails a reply, and no digit passes through a float.
//!
//! Written by hand rather than derived: derived readers, and what serde prints of wrong kinds, made the module a
//! quarter larger.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::id::{OrderId, RegKey, TransactionId};
use crate::money::Amount;

/// One JSON object of a reply; its fields are left as text.
pub struct Row<'a>(Vec<(String, &'a RawValue)>);

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
    pub(crate) fn find(&self, name: &str) -> Option<Option<&'a RawValue>> {
        let mut found = self.0.iter().filter(|(key, _)| key == name).map(|(_, raw)| *raw);
        let first = found.next();
        if found.next().is_some() { None } else { Some(first) }
    }

    /// A field that has to be there and of its kind.
    pub fn need<T: Field>(&self, name: &str) -> Option<T> {
        T::read(self.find(name)??)
    }

    /// A field that may be absent or `null`, yet has to be of its kind.
    pub fn maybe<T: Field>(&self, name: &str) -> Option<Option<T>> {
        match self.find(name)? {
            Some(raw) if raw.get() != "null" => T::read(raw).map(Some),
            _ => Some(None),
        }
    }

    /// A field that no rule depends on: one of another kind, or one that is there twice, counts as absent.
    pub fn lenient<T: Field>(&self, name: &str) -> Option<T> {
        self.find(name).flatten().and_then(T::read)
    }

    /// A list that may be absent or `null`.
    pub fn list<T: Field>(&self, name: &str) -> Option<Vec<T>> {
        self.find(name)?.map_or(Some(Vec::new()), Vec::read)
    }
}

/// One level of a JSON value. Every kind is a value here: serde's own complaint about a wrong kind brings the printing
/// of floats along, which is the largest function that this module would have.
enum Level<'a> {
    Object(Vec<(String, &'a RawValue)>),
    List(Vec<&'a RawValue>),
    Text(String),
    Number(f64),
    Other,
}

impl<'a> Level<'a> {
    fn of(text: &'a str) -> Option<Level<'a>> {
        serde_json::from_str(text).ok()
    }
}

impl<'de> Deserialize<'de> for Level<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Level<'de>, D::Error> {
        deserializer.deserialize_any(Kinds)
    }
}

struct Kinds;

impl<'de> Visitor<'de> for Kinds {
    type Value = Level<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Level<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Level::Object(entries))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Level<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Level::List(items))
    }

    fn visit_str<E>(self, value: &str) -> Result<Level<'de>, E> {
        Ok(Level::Text(value.to_owned()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Level<'de>, E> {
        Ok(Level::Number(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Level<'de>, E> {
        Ok(Level::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Level<'de>, E> {
        Ok(Level::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Level<'de>, E> {
        Ok(Level::Other)
    }

    fn visit_unit<E>(self) -> Result<Level<'de>, E> {
        Ok(Level::Other)
    }
}

/// What a field of a reply can be.
pub trait Field: Sized {
    /// The value that the text spells; `None` if it is of another kind.
    fn read(raw: &RawValue) -> Option<Self>;
}

impl Field for String {
    fn read(raw: &RawValue) -> Option<String> {
        match Level::of(raw.get())? {
            Level::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Field for OrderId {
    fn read(raw: &RawValue) -> Option<OrderId> {
        String::read(raw).map(OrderId::from)
    }
}

impl Field for RegKey {
    fn read(raw: &RawValue) -> Option<RegKey> {
        String::read(raw).map(RegKey::from)
    }
}

/// From a JSON number without fraction or exponent, or from a text of digits.
impl Field for TransactionId {
    fn read(raw: &RawValue) -> Option<TransactionId> {
        digits(raw)?.parse().ok()
    }
}

/// From a JSON number or a numeric text. Servers in Java write 10 000 000 as `1.0E7`.
impl Field for Amount {
    fn read(raw: &RawValue) -> Option<Amount> {
        digits(raw)?.parse().ok().or_else(|| match Level::of(raw.get())? {
            Level::Number(number) => Amount::from_number(number),
            _ => None,
        })
    }
}

impl Field for u32 {
    fn read(raw: &RawValue) -> Option<u32> {
        raw.get().parse().ok()
    }
}

/// `null` reads as an empty list.
impl<T: Field> Field for Vec<T> {
    fn read(raw: &RawValue) -> Option<Vec<T>> {
        items(raw)?.into_iter().map(T::read).collect()
    }
}

fn items(raw: &RawValue) -> Option<Vec<&RawValue>> {
    match Level::of(raw.get())? {
        Level::List(items) => Some(items),
        _ if raw.get() == "null" => Some(Vec::new()),
        _ => None,
    }
}

/// What a number or a text spells.
fn digits(raw: &RawValue) -> Option<String> {
    if raw.get().starts_with('"') { String::read(raw) } else { Some(raw.get().to_owned()) }
}

/// How a row of a reply reads: an expression of the fields of `row`.
macro_rules! rows {
    ($($name:ident: |$row:ident| $value:expr;)*) => {$(
        impl crate::row::Field for $name {
            fn read(raw: &serde_json::value::RawValue) -> Option<$name> {
                let $row = crate::row::Row::of(raw.get())?;
                Some($value)
            }
        }
    )*};
}
pub(crate) use rows;

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Field>(json: &str) -> Option<T> {
        T::read(serde_json::from_str(json).ok()?)
    }

    #[test]
    fn ids_keep_every_digit() {
        for json in ["2016020510824221610", "\"2016020510824221610\""] {
            let id = read::<TransactionId>(json);
            assert_eq!(id.map(TransactionId::get), Some(2_016_020_510_824_221_610), "{json}");
        }
        for json in ["2.016020510824222e18", "2016020510824221610.0", "1e3", "-1", "null", "[1]", "\"1e3\""] {
            assert_eq!(read::<TransactionId>(json), None, "{json}");
        }
    }

    #[test]
    fn amounts_come_as_numbers_texts_and_javas_doubles() {
        for (json, hundredths) in
            [("360", 36_000), ("360.0", 36_000), ("\"9.99\"", 999), ("1.0E7", 1_000_000_000), ("-20", -2_000)]
        {
            assert_eq!(read::<Amount>(json).map(Amount::hundredths), Some(hundredths), "{json}");
        }
        for json in ["360.001", "\"36O\"", "1e300", "\"1.0E7\"", "null", "true", "{}"] {
            assert_eq!(read::<Amount>(json), None, "{json}");
        }
    }

    #[test]
    fn a_field_of_no_rule_does_no_harm_and_one_that_is_there_twice_is_not_guessed_at() {
        let text = r#"{"a":"\ud800","b":1e999,"c":null,"d":1,"d":1}"#;
        let row = Row::of(text).unwrap_or(Row(Vec::new()));
        assert_eq!(
            (row.lenient::<String>("a"), row.lenient::<Amount>("b"), row.lenient::<u32>("d")),
            (None, None, None)
        );
        assert_eq!((row.maybe::<String>("c"), row.maybe::<String>("x")), (Some(None), Some(None)));
        assert_eq!((row.maybe::<String>("a"), row.need::<String>("c"), row.need::<String>("x")), (None, None, None));
        assert_eq!((row.maybe::<u32>("d"), row.need::<u32>("d"), row.list::<u32>("d")), (None, None, None));
        for other in ["[]", "{", "{}{}", "null", "\"{}\""] {
            assert!(Row::of(other).is_none(), "{other}");
        }
    }
}
