//! One level of a JSON text.

use std::borrow::Cow;

/// One level of a JSON value; its parts are left as text.
#[derive(Debug, PartialEq, Eq)]
pub enum Level<'a> {
    /// Names and values, in order; a name may come twice.
    Object(Vec<(Cow<'a, str>, &'a str)>),
    /// The items.
    List(Vec<&'a str>),
    /// What a string spells.
    Text(Cow<'a, str>),
    /// A number as it is spelled.
    Number(&'a str),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
}

impl<'a> Level<'a> {
    /// The value that `text` spells, whole and nothing else; `None` if it is no JSON, or a string that holds half a
    /// character.
    #[must_use]
    #[inline(never)]
    pub fn of(text: &'a str) -> Option<Level<'a>> {
        let mut scan = Scan { text, at: 0, escaped: false };
        scan.space();
        let level = match scan.peek() {
            b'{' => {
                let mut entries = Vec::new();
                scan.members(b'}', |scan| {
                    let name = scan.spelt()?;
                    scan.colon()?;
                    entries.push((name, scan.skip()?));
                    Some(())
                })?;
                Level::Object(entries)
            }
            b'[' => {
                let mut items = Vec::new();
                scan.members(b']', |scan| {
                    items.push(scan.skip()?);
                    Some(())
                })?;
                Level::List(items)
            }
            b'"' => Level::Text(scan.spelt()?),
            b'-' | b'0'..=b'9' => Level::Number(scan.skip()?),
            _ => match scan.skip()? {
                "null" => Level::Null,
                word => Level::Boolean(word == "true"),
            },
        };
        scan.space();
        (scan.at == text.len()).then_some(level)
    }
}

/// A place in a text. What looks at one byte is always inlined: all that is read goes through it.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// The string before it holds an escape.
    escaped: bool,
}

impl<'a> Scan<'a> {
    /// The byte here; 0, which JSON has nowhere, at the end.
    #[inline(always)]
    fn peek(&self) -> u8 {
        match self.text.as_bytes().get(self.at) {
            Some(byte) => *byte,
            None => 0,
        }
    }

    #[inline(always)]
    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    #[inline(always)]
    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.step();
        }
    }

    fn colon(&mut self) -> Option<()> {
        self.space();
        if self.peek() != b':' {
            return None;
        }
        self.step();
        self.space();
        Some(())
    }

    /// The members of an object or a list, whose bracket comes next.
    fn members(&mut self, end: u8, mut member: impl FnMut(&mut Scan<'a>) -> Option<()>) -> Option<()> {
        self.step();
        self.space();
        if self.peek() == end {
            self.step();
            return Some(());
        }
        loop {
            member(self)?;
            self.space();
            let byte = self.peek();
            self.step();
            if byte == end {
                return Some(());
            }
            if byte != b',' {
                return None;
            }
            self.space();
        }
    }

    /// A string, passed over: what stands between its quotes.
    #[inline(never)]
    fn string(&mut self) -> Option<&'a str> {
        if self.peek() != b'"' {
            return None;
        }
        self.step();
        self.escaped = false;
        let start = self.at;
        loop {
            match self.peek() {
                b'"' => break,
                b'\\' => self.escape()?,
                0..0x20 => return None,
                _ => self.step(),
            }
        }
        let inner = self.text.get(start..self.at);
        self.step();
        inner
    }

    /// A string, as what it spells.
    fn spelt(&mut self) -> Option<Cow<'a, str>> {
        let inner = self.string()?;
        if self.escaped { unescape(inner).map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
    }

    fn escape(&mut self) -> Option<()> {
        self.escaped = true;
        self.step();
        let kind = self.peek();
        self.step();
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                for _ in 0..4 {
                    if !self.peek().is_ascii_hexdigit() {
                        return None;
                    }
                    self.step();
                }
                Some(())
            }
            _ => None,
        }
    }

    fn digits(&mut self) -> Option<()> {
        if !self.peek().is_ascii_digit() {
            return None;
        }
        while self.peek().is_ascii_digit() {
            self.step();
        }
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        if self.peek() == b'-' {
            self.step();
        }
        if self.peek() == b'0' {
            self.step();
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.step();
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.step();
            if matches!(self.peek(), b'+' | b'-') {
                self.step();
            }
            self.digits()?;
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> bool {
        let fits = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if fits {
            self.at = self.at.saturating_add(word.len());
        }
        fits
    }

    fn scalar(&mut self) -> Option<()> {
        match self.peek() {
            b'"' => self.string().map(drop),
            b'-' | b'0'..=b'9' => self.number(),
            _ => ["null", "true", "false"].into_iter().any(|word| self.word(word)).then_some(()),
        }
    }

    /// Any value, checked and passed over, without recursion.
    #[inline(never)]
    fn skip(&mut self) -> Option<&'a str> {
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        loop {
            // Here a value begins.
            let end = match self.peek() {
                b'{' => b'}',
                b'[' => b']',
                _ => 0,
            };
            if end == 0 {
                self.scalar()?;
            } else {
                self.step();
                self.space();
                if self.peek() != end {
                    open.push(end);
                    self.name(end)?;
                    continue;
                }
                self.step();
            }
            // Here one has ended, and perhaps those around it.
            loop {
                let Some(end) = open.last().copied() else {
                    return self.text.get(start..self.at);
                };
                self.space();
                let byte = self.peek();
                self.step();
                if byte == end {
                    open.pop();
                    continue;
                }
                if byte != b',' {
                    return None;
                }
                self.space();
                self.name(end)?;
                break;
            }
        }
    }

    /// In an object, the name before a value.
    fn name(&mut self, end: u8) -> Option<()> {
        if end == b'}' {
            self.string()?;
            self.colon()?;
        }
        Some(())
    }
}

/// What the inside of a string spells; `None` for half a character.
#[inline(never)]
fn unescape(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, tail)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut chars = tail.chars();
        text.push(match chars.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => character(&mut chars)?,
            other => other,
        });
        rest = chars.as_str();
    }
    text.push_str(rest);
    Some(text)
}

/// The character of an escape, or of a pair of them.
fn character(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let first = hexadecimal(chars)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    if (chars.next(), chars.next()) != (Some('\\'), Some('u')) {
        return None;
    }
    let second = hexadecimal(chars)?;
    if !(0xdc00..0xe000).contains(&second) {
        return None;
    }
    char::from_u32(((first & 0x3ff) << 10 | (second & 0x3ff)).checked_add(0x1_0000)?)
}

fn hexadecimal(chars: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut value = 0;
    for _ in 0..4 {
        value = value << 4 | chars.next()?.to_digit(16)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Option<String> {
        match Level::of(json)? {
            Level::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    #[test]
    fn one_level_is_taken_apart_and_the_rest_left_as_it_is() {
        let level = Level::of(" {\"a\" : [1, {\"b\":\"]\"}] ,\"\\u0061\":-1.50e+3}\n");
        let entries = vec![("a".into(), "[1, {\"b\":\"]\"}]"), ("a".into(), "-1.50e+3")];
        assert_eq!(level, Some(Level::Object(entries)));
        assert_eq!(Level::of("[ null,true , 0]"), Some(Level::List(vec!["null", "true", "0"])));
        assert_eq!((Level::of("{}"), Level::of(" [ ] ")), (Some(Level::Object(vec![])), Some(Level::List(vec![]))));
    }

    #[test]
    fn strings_keep_every_character_and_half_of_one_is_none() {
        assert_eq!(text(r#""\"\\\/\b\f\n\r\t\u0041\ud83d\ude00""#).as_deref(), Some("\"\\/\u{8}\u{c}\n\r\tA😀"));
        for half in [r#""\ud83d""#, r#""\ud83dx""#, r#""\ude00""#, r#""\ud83d\u0041""#, r#""\ud83d\n""#] {
            assert_eq!(text(half), None, "{half}");
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        let wrong = [
            "",
            "{",
            "[1",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "01",
            "1.",
            ".5",
            "1e",
            "+1",
            "- 1",
            "nul",
            "truex",
            "\"a",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\n\"",
            "[1] 2",
            "{}{}",
            "NaN",
            "Infinity",
            "undefined",
            "\u{feff}1",
            "[1\u{a0}]",
            "[}",
            "{\"a\":[1}",
            "[{\"a\"]",
        ];
        for json in wrong {
            assert_eq!(Level::of(json), None, "{json}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("[{}{}]", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert!(matches!(Level::of(&deep), Some(Level::List(items)) if items.len() == 1));
        assert_eq!(Level::of(&deep[1..]), None);
    }
}
