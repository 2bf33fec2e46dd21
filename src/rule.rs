//! The rules that a caller's value can break: one row each, with its stable name, its sentence in English and in the
//! Chinese of Taiwan, and what LINE Pay would have answered.
//!
//! A row is one macro line, so that a rule without both sentences does not compile, nor does a sentence that does not
//! use exactly the values its rule carries. Values are numbers, amounts, currencies and names out of this crate: no
//! sentence repeats a caller's text, so none can repeat a credential.

mod answer;
mod table;
mod words;

use crate::text::{after_lines, filled, line};
pub use answer::{Answer, FORGIVEN};
pub use table::Rule;
use table::{ANSWERS, LINES};
pub use words::Kind;
use words::Value;

/// What does not change of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The stable name; rules that differ in wording alone share one.
    pub name: &'static str,
    /// What LINE Pay would have answered.
    pub answer: Answer,
    /// The sentence, `{value}` standing for a value.
    pub english: &'static str,
    /// The same in Chinese as written in Taiwan.
    pub chinese: &'static str,
}

/// Every row, in the order of the documentation.
pub fn rows() -> impl Iterator<Item = Row> {
    (0..ANSWERS.len()).map(Row::at)
}

impl Row {
    /// The row at this place of the table.
    fn at(place: usize) -> Row {
        let (name, rest) = line(after_lines(LINES, place.saturating_mul(3)));
        let (english, rest) = line(rest);
        let (chinese, _) = line(rest);
        Row { name, english, chinese, answer: ANSWERS.get(place).copied().unwrap_or(Answer::Nothing) }
    }
}

/// A broken rule in words.
pub(crate) struct Told {
    pub(crate) row: Row,
    pub(crate) english: String,
    pub(crate) chinese: String,
}

impl Told {
    /// The sentences of the row at this place of the table, their values still to come.
    fn of(place: usize) -> Told {
        let row = Row::at(place);
        Told { row, english: row.english.to_owned(), chinese: row.chinese.to_owned() }
    }

    /// A value of the sentences.
    #[inline(never)]
    fn put(&mut self, name: &str, value: Value<'_>) {
        let (english, chinese) = value.words();
        self.english = filled(&self.english, name, &english);
        self.chinese = filled(&self.chinese, name, &chinese);
    }
}

/// Does `template` use every name once, and nothing else, on one line? For the compiler, which asks it of every row.
const fn uses(template: &str, names: &[&str]) -> bool {
    let mut names_left = names;
    while let [name, rest @ ..] = names_left {
        if !holds(template.as_bytes(), name.as_bytes()) {
            return false;
        }
        names_left = rest;
    }
    // As many braces as names, and each name has one.
    let (mut text, mut names_left) = (template.as_bytes(), names);
    while let [first, rest @ ..] = text {
        if *first == b'\n' {
            return false;
        }
        if *first == b'{' {
            let [_, names_rest @ ..] = names_left else { return false };
            names_left = names_rest;
        }
        text = rest;
    }
    names_left.is_empty()
}

/// Does `{name}` stand somewhere in `text`?
const fn holds(mut text: &[u8], name: &[u8]) -> bool {
    while let [first, rest @ ..] = text {
        if *first == b'{' && starts(rest, name) {
            return true;
        }
        text = rest;
    }
    false
}

/// Does `text` begin with `name` and a closing brace?
const fn starts(mut text: &[u8], mut name: &[u8]) -> bool {
    while let ([a, text_rest @ ..], [b, name_rest @ ..]) = (text, name) {
        if *a != *b {
            return false;
        }
        (text, name) = (text_rest, name_rest);
    }
    name.is_empty() && matches!(text, [b'}', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_uses_each_of_its_values_once() {
        assert!(uses("at most {max}; it has {length}", &["max", "length"]) && uses("is required", &[]));
        for (template, names) in [
            ("{max}", &["max", "length"][..]),
            ("{max} {length}", &["max"]),
            ("{maxi}", &["max"]),
            ("{max", &["max"]),
            ("a\n", &[]),
        ] {
            assert!(!uses(template, names), "{template}");
        }
    }

    #[test]
    fn values_take_their_places() {
        let told = Rule::MaxBytes { max: 100, length: 101 }.tell();
        assert_eq!(told.english, "must be at most 100 bytes of UTF-8; it has 101");
        assert_eq!(told.chinese, "最多 100 個位元組（UTF-8），目前有 101 個");
        let told = Rule::Type { expected: Kind::TrueOrFalse, got: Kind::List }.tell();
        assert_eq!((&*told.english, told.row.name), ("must be true or false, not an array", "type"));
        assert_eq!(told.chinese, "必須是 true 或 false，不可為陣列");
        let told = Rule::UnknownField { known: &[] }.tell();
        assert!(told.english.ends_with("known are none") && told.chinese.ends_with("可用的欄位有 無"));
        let told = Rule::Sum { sum: None }.tell();
        assert!(told.english.ends_with("which is too large") && told.chinese.ends_with("數字過大"));
    }
}
