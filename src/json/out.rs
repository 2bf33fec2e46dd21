//! The writer of JSON.

use crate::text::digits;

/// A JSON text in the making. Commas are its own business.
#[derive(Debug, Default)]
pub struct Out {
    text: String,
    /// See [`Out::marked`].
    marked: bool,
}

/// What can be written as JSON.
pub trait Json {
    /// Writes it.
    fn write(&self, out: &mut Out);

    /// As a text of its own, on one line.
    fn json(&self) -> String {
        let mut out = Out::default();
        self.write(&mut out);
        out.finish()
    }
}

impl Out {
    /// One for [`Input`](crate::input::Input), to which a text that begins with NUL means something of its own.
    #[must_use]
    pub fn marked() -> Out {
        Out { text: String::new(), marked: true }
    }

    /// One with room for so many bytes: a text that grows is copied each time.
    #[must_use]
    pub fn with_room(bytes: usize) -> Out {
        Out { text: String::with_capacity(bytes), marked: false }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// Writes what is JSON already.
    #[inline(never)]
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// A comma, unless this is the first member.
    #[inline(never)]
    pub fn comma(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.raw(",");
        }
    }

    /// An object, whose fields `write` writes.
    pub fn object(&mut self, write: impl FnOnce(&mut Out)) {
        self.raw("{");
        write(self);
        self.raw("}");
    }

    /// A list of values.
    pub fn list<T: Json>(&mut self, items: impl IntoIterator<Item = T>) {
        self.raw("[");
        for item in items {
            self.comma();
            item.write(self);
        }
        self.raw("]");
    }

    /// How far it is written; see [`Out::cut`].
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// Takes back what was written since it was so long.
    pub fn cut(&mut self, length: usize) {
        self.text.truncate(length);
    }

    /// The name of the next field of the object that is open.
    #[inline(never)]
    pub fn name(&mut self, name: &str) {
        self.comma();
        self.string(name);
        self.raw(":");
    }

    /// One field of the object that is open.
    pub fn field<T: Json + ?Sized>(&mut self, name: &str, value: &T) {
        self.name(name);
        value.write(self);
    }

    /// The same, if there is a value.
    pub fn maybe<T: Json>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// A text between quotes.
    #[inline(never)]
    pub fn string(&mut self, text: &str) {
        const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
        self.raw("\"");
        if self.marked && text.starts_with('\0') {
            self.raw("\\u0000t");
        }
        let mut rest = text;
        while let Some((place, byte)) = odd(rest) {
            self.raw(rest.get(..place).unwrap_or_default());
            self.raw("\\");
            match byte {
                b'"' | b'\\' => self.text.push(char::from(byte)),
                b'\n' => self.text.push('n'),
                b'\r' => self.text.push('r'),
                b'\t' => self.text.push('t'),
                8 => self.text.push('b'),
                12 => self.text.push('f'),
                _ => {
                    self.text.push_str("u00");
                    for nibble in [byte >> 4, byte & 15] {
                        let digit = HEXADECIMAL.get(usize::from(nibble)).copied().unwrap_or_default();
                        self.text.push(char::from(digit));
                    }
                }
            }
            rest = rest.get(place..).and_then(|tail| tail.get(1..)).unwrap_or_default();
        }
        self.raw(rest);
        self.raw("\"");
    }
}

/// The first byte that cannot stand in a string as it is, and where. A plain loop: every text that is written goes
/// through it.
fn odd(text: &str) -> Option<(usize, u8)> {
    let mut at = 0_usize;
    while let Some(byte) = text.as_bytes().get(at) {
        if *byte < 0x20 || matches!(byte, b'"' | b'\\') {
            return Some((at, *byte));
        }
        at = at.saturating_add(1);
    }
    None
}

/// How structs are written: the name of each field in JSON, and where it is. One behind a question mark may be absent,
/// one behind a star is left out where it is empty.
macro_rules! json {
    ($($type:ident { $($kind:tt $name:literal: $field:ident),* $(,)? })*) => {$(
        impl $crate::json::Json for $type {
            fn write(&self, out: &mut $crate::json::Out) {
                out.raw("{");
                $($crate::json::json!(@ $kind out $name self.$field);)*
                out.raw("}");
            }
        }
    )*};
    (@ = $out:ident $name:literal $value:expr) => { $out.field($name, &$value) };
    (@ ? $out:ident $name:literal $value:expr) => { $out.maybe($name, $value.as_ref()) };
    (@ * $out:ident $name:literal $value:expr) => {
        if !$value.is_empty() {
            $out.field($name, &$value);
        }
    };
}
pub(crate) use json;

/// The names that the values of an enumeration have in JavaScript.
macro_rules! json_names {
    ($($type:ident { $($value:ident: $name:literal),* $(,)? })*) => {$(
        impl $type {
            /// The name in JavaScript.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($type::$value => $name),*
                }
            }
        }

        impl $crate::json::Json for $type {
            fn write(&self, out: &mut $crate::json::Out) {
                out.string(self.as_str());
            }
        }
    )*};
}
pub(crate) use json_names;

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, out: &mut Out) {
        (**self).write(out);
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, out: &mut Out) {
        out.list(self);
    }
}

impl Json for () {
    fn write(&self, out: &mut Out) {
        out.raw("null");
    }
}

impl Json for str {
    fn write(&self, out: &mut Out) {
        out.string(self);
    }
}

impl Json for String {
    fn write(&self, out: &mut Out) {
        out.string(self);
    }
}

impl Json for bool {
    fn write(&self, out: &mut Out) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl Json for u64 {
    #[inline(never)]
    fn write(&self, out: &mut Out) {
        out.raw(&digits(*self));
    }
}

impl Json for u32 {
    fn write(&self, out: &mut Out) {
        u64::from(*self).write(out);
    }
}

impl Json for u16 {
    fn write(&self, out: &mut Out) {
        u64::from(*self).write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_separated_and_texts_escaped() {
        let mut out = Out::default();
        out.object(|out| {
            out.field("a", "\"\\/\n\u{1}é\u{7f}");
            out.name("b");
            out.list([1_u32, 2]);
            out.name("c");
            out.object(|_| {});
            out.maybe::<u32>("d", None);
            out.maybe("e", Some(&true));
        });
        assert_eq!(out.finish(), "{\"a\":\"\\\"\\\\/\\n\\u0001é\u{7f}\",\"b\":[1,2],\"c\":{},\"e\":true}");
    }

    #[test]
    fn a_text_that_ends_like_an_opening_is_followed_by_a_comma() {
        let mut out = Out::default();
        out.list(["{", "[", ":", ""]);
        assert_eq!(out.finish(), r#"["{","[",":",""]"#);
    }
}
