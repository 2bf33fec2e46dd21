//! The fields of a JSON object, each still the text that was sent.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

/// In the order in which they came. Names without an escape are parts of what was sent, so that nothing is allocated
/// for them; the syntax of the values is checked without recursion, whatever their depth.
#[derive(Debug, Default)]
pub(crate) struct Object<'a> {
    fields: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// Which fields somebody asked for: a bit each.
    asked: Cell<u128>,
}

impl<'a> Object<'a> {
    /// Of a name that came more than once, the last value counts.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let mut last = None;
        for (place, (_, value)) in self.fields.iter().enumerate().filter(|(_, (known, _))| known == name) {
            self.asked.set(self.asked.get() | bit(place));
            last = Some(*value);
        }
        last
    }

    /// Takes every name for asked for.
    pub(crate) fn know_all(&self) {
        self.asked.set(u128::MAX);
    }

    /// The names that nobody asked for, as they came; those behind the first 128 are never told.
    pub(crate) fn unasked(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().take(128).enumerate();
        fields.filter(|(place, _)| self.asked.get() & bit(*place) == 0).map(|(_, (name, _))| name.as_ref())
    }

    /// The names that came once more, each told once; those behind the first 128 are never told.
    pub(crate) fn doubled(&self) -> impl Iterator<Item = &str> {
        let known =
            |place: usize, name: &str| self.fields.iter().take(place).filter(|(known, _)| known == name).count();
        let fields = self.fields.iter().take(128).enumerate();
        fields.filter(move |(place, (name, _))| known(*place, name) == 1).map(|(_, (name, _))| name.as_ref())
    }
}

fn bit(place: usize) -> u128 {
    u32::try_from(place).ok().and_then(|place| 1_u128.checked_shl(place)).unwrap_or(0)
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Object<'de>, D::Error> {
        from.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some(Name(name)) = map.next_key()? {
            fields.push((name, map.next_value()?));
        }
        Ok(Object { fields, asked: Cell::default() })
    }
}

#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::Object;
    use serde_json::value::RawValue;

    #[test]
    fn the_last_of_a_name_counts_however_it_is_written() {
        let object: Object<'_> = serde_json::from_str(r#"{"b":1,"a":{"b":[]},"\u0062":2,"":3}"#).unwrap();
        assert_eq!(object.get("b").map(RawValue::get), Some("2"));
        assert_eq!(object.get("a").map(RawValue::get), Some(r#"{"b":[]}"#));
        assert!(object.get("c").is_none());
    }

    #[test]
    fn what_nobody_asked_for_is_known() {
        let object: Object<'_> = serde_json::from_str(r#"{"b":1,"a":2,"\u0062":3,"c":4}"#).unwrap();
        assert_eq!(object.unasked().collect::<Vec<_>>(), ["b", "a", "b", "c"]);
        assert_eq!(object.doubled().collect::<Vec<_>>(), ["b"]);
        object.get("b");
        object.get("d");
        assert_eq!(object.unasked().collect::<Vec<_>>(), ["a", "c"]);
        object.know_all();
        assert_eq!(object.unasked().count(), 0);
        let many: String = (0..200).map(|number| format!("\"{number}\":0,")).collect();
        let many = format!("{{{}}}", many.trim_end_matches(','));
        let object: Object<'_> = serde_json::from_str(&many).unwrap();
        assert!(object.get("199").is_some());
        assert_eq!(object.unasked().count(), 128);
    }

    #[test]
    fn nothing_else_is_an_object() {
        for text in ["[]", "1", "null", "\"a\"", "{", "{\"a\"}", "{\"a\":1,}", "{\"a\":1}x", ""] {
            assert!(serde_json::from_str::<Object<'_>>(text).is_err(), "{text}");
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(serde_json::from_str::<Object<'_>>(&deep).is_ok());
    }
}
