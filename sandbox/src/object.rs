//! The fields of a JSON object, each still the text that was sent.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

/// In the order in which they came. Names without an escape are parts of what was sent, so that nothing is allocated
/// for them; the syntax of the values is checked without recursion, whatever their depth.
#[derive(Debug, Default)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Of a name that came more than once, the last value counts.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Each name once, in the order of their letters.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref()).collect::<BTreeSet<_>>().into_iter()
    }
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
        Ok(Object(fields))
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
        assert_eq!(object.names().collect::<Vec<_>>(), ["", "a", "b"]);
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
