//! A caller's value out of any format that serde knows, as the text that [`Input`] reads.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Input;
use crate::json::{Json, Out};

/// How deep a caller's value may nest. Requests need five levels; a cyclic object never ends.
const DEPTH: u8 = 16;

/// A caller's value as text; see [`Input`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain(String);

impl Plain {
    /// What is, or holds, no plain data.
    #[must_use]
    pub fn foreign() -> Plain {
        Plain("\"\\u0000f\"".to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it spells.
    #[must_use]
    pub fn input(&self) -> Input<'_> {
        Input::of(&self.0)
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        let mut out = Out::default();
        Node { out: &mut out, depth: DEPTH }.deserialize(deserializer)?;
        Ok(Plain(out.finish()))
    }
}

struct Node<'o> {
    out: &'o mut Out,
    depth: u8,
}

impl Node<'_> {
    fn deeper<E: Error>(&self) -> Result<u8, E> {
        self.depth.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.out.raw("null");
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        value.write(self.out);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        // With an exponent, so that no number passes for an integer that has every digit.
        self.out.raw(&if value.is_finite() { format!("{value:e}") } else { "\"\\u0000d\"".to_owned() });
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.out.raw(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.out.raw(&value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        if value.starts_with('\0') {
            self.out.string(&["\0t", value].concat());
        } else {
            self.out.string(value);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        self.out.raw("[");
        loop {
            let length = self.out.length();
            self.out.comma();
            if seq.next_element_seed(Node { out: &mut *self.out, depth })?.is_none() {
                self.out.cut(length);
                break;
            }
        }
        self.out.raw("]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        self.out.raw("{");
        while let Some(name) = map.next_key::<String>()? {
            self.out.name(&name);
            map.next_value_seed(Node { out: &mut *self.out, depth })?;
        }
        self.out.raw("}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(json: &str) -> Option<String> {
        serde_json::from_str::<Plain>(json).ok().map(|plain| plain.0)
    }

    #[test]
    fn values_keep_their_kinds() {
        let json = r#"{"a":[1,-2.5,true,null,"x\u0000"],"b":{},"c":"\u0000f","d":9007199254740993}"#;
        let text = r#"{"a":[1,-2.5e0,true,null,"x\u0000"],"b":{},"c":"\u0000t\u0000f","d":9007199254740993}"#;
        assert_eq!(plain(json).as_deref(), Some(text));
    }

    #[test]
    fn deep_values_end_in_an_error() {
        assert_eq!(plain(&format!("{}{}", "[".repeat(40), "]".repeat(40))), None);
        assert!(plain("[[[[1]]]]").is_some());
    }
}
