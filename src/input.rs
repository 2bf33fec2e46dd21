//! What a caller gave, before anyone believes it: a tree of values that keeps
//! apart what JavaScript keeps apart, and the reader that turns an object into
//! a request while listing everything that is wrong with it.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::rule::Kind;

mod fields;
mod nearest;

pub use fields::Fields;

/// How deep a caller's value may nest. Requests need five levels; a cyclic object never ends.
pub(crate) const DEPTH: u8 = 16;

/// A value from a caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// `null` or `undefined`.
    Nothing,
    /// A boolean.
    Boolean(bool),
    /// A JavaScript number: NaN and the infinities included.
    Number(f64),
    /// A BigInt, or an integer that JSON text spells out beyond 2^53.
    Integer(i128),
    /// A text. Lone surrogates have become U+FFFD on the way.
    Text(String),
    /// An array.
    List(Vec<Input>),
    /// An object's own enumerable keys, in order.
    Object(Vec<(String, Input)>),
    /// What is, or holds, no plain data: a function, an instance of a class.
    Foreign,
}

impl Input {
    /// What it is, for sentences.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Input::Nothing => Kind::Nothing,
            Input::Boolean(_) => Kind::Boolean,
            Input::Number(_) => Kind::Number,
            Input::Integer(_) => Kind::BigInt,
            Input::Text(_) => Kind::Text,
            Input::List(_) => Kind::List,
            Input::Object(_) | Input::Foreign => Kind::Object,
        }
    }
}

#[cfg(all(target_arch = "wasm32", not(feature = "web")))]
impl Input {
    /// Reads JSON that nests so many levels at most.
    pub(crate) fn from_json(text: &str, depth: u8) -> Option<Input> {
        let mut json = serde_json::Deserializer::from_str(text);
        let input = Node { depth }.deserialize(&mut json).ok()?;
        json.end().ok()?;
        Some(input)
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Input, D::Error> {
        Node { depth: DEPTH }.deserialize(deserializer)
    }
}

#[derive(Clone, Copy)]
struct Node {
    depth: u8,
}

impl Node {
    fn deeper<E: de::Error>(self) -> Result<Node, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Node { depth })
    }
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Input;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Input, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Input;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Input, E> {
        Ok(Input::Nothing)
    }

    fn visit_none<E>(self) -> Result<Input, E> {
        Ok(Input::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Input, E> {
        Ok(Input::Boolean(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Input, E> {
        Ok(Input::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Input, E> {
        const SAFE: i64 = (1 << 53) - 1;
        Ok(if (-SAFE..=SAFE).contains(&value) { Input::Number(value as f64) } else { Input::Integer(value.into()) })
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Input, E> {
        i64::try_from(value).map_or(Ok(Input::Integer(value.into())), |value| self.visit_i64(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Input, E> {
        Ok(Input::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Input, E> {
        Ok(Input::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Input, A::Error> {
        let node = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = seq.next_element_seed(node)? {
            list.push(item);
        }
        Ok(Input::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Input, A::Error> {
        let node = self.deeper()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            entries.push((key, map.next_value_seed(node)?));
        }
        Ok(Input::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_input_ends_in_an_error() {
        let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
        assert!(serde_json::from_str::<Input>(&deep).is_err());
        assert!(serde_json::from_str::<Input>("[[[[1]]]]").is_ok());
    }
}
