//! Reading a request's JSON body as leniently as LINE Pay v2: sums and booleans may be texts,
//! unknown fields are ignored and noted, `null` counts as left out. What [`Reading`] lets pass beyond that is noted.

use crate::amount::{Amount, AmountError};
use crate::code::{Code, Refusal};
use crate::object::Object;
use crate::reading::Reading;
use crate::sum::{CURRENCIES, Sum};
use crate::version::Version;
use crate::wire::Request;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The fields of a JSON object, each still the text that was sent.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    fields: Object<'a>,
    /// Where the object stands in the body, for notes: empty, or `options.payment.`.
    place: String,
    reading: &'a Reading,
}

pub(crate) fn too_long() -> Refusal {
    Refusal::noted(2101, format!("the body is longer than {} bytes", Request::BODY_LIMIT))
}

impl<'a> Fields<'a> {
    /// Reads a body that must be there.
    pub(crate) fn read(body: &'a [u8], reading: &'a Reading) -> Result<Fields<'a>, Refusal> {
        if body.len() > Request::BODY_LIMIT {
            return Err(too_long());
        }
        let text = std::str::from_utf8(body).map_err(|_| Refusal::noted(2102, "the body is not UTF-8"))?;
        let fields = serde_json::from_str(text).map_err(|_| match serde_json::from_str::<&RawValue>(text) {
            Ok(_) => Refusal::noted(2101, "the body: not an object"),
            Err(_) if text.is_empty() => Refusal::noted(2102, "the body is not JSON: it is empty"),
            Err(_) if text.starts_with('\u{feff}') => {
                Refusal::noted(2102, "the body is not JSON: it begins with a byte order mark (EF BB BF)")
            }
            Err(error) => Refusal::noted(2102, format!("the body is not JSON: {error}")),
        })?;
        Ok(Fields { fields, place: String::new(), reading })
    }

    /// Reads a body that may be left out; `null` counts as that where the caller says so.
    pub(crate) fn read_optional(body: &'a [u8], reading: &'a Reading, null: bool) -> Result<Fields<'a>, Refusal> {
        let is_null = body.trim_ascii() == b"null";
        if is_null && null {
            reading.note("the body is null: taken as none");
        } else if is_null {
            return Err(Refusal::noted(2101, "the body is null; a call without parameters sends none, or {}"));
        } else if !body.is_empty() {
            return Fields::read(body, reading);
        }
        Ok(Fields { fields: Object::default(), place: String::new(), reading })
    }

    /// A refusal of one field.
    pub(crate) fn wrong(&self, name: &str, what: &str) -> Refusal {
        self.reading.cut_short.set(true);
        Refusal::noted(2101, format!("{}{name}: {what}", self.place))
    }

    /// A refusal of what is not there; what is there under a name much like it may have been meant.
    pub(crate) fn missing(&self, name: &str, what: &str) -> Refusal {
        match (self.fields.get(name).map(RawValue::get), self.fields.unasked().find(|given| alike(given, name))) {
            (Some("null"), _) => self.wrong(name, &format!("{what}: it is null")),
            (Some("\"\""), _) => self.wrong(name, &format!("{what}: it is empty")),
            (None, Some(given)) => self.wrong(name, &format!("{what}; there is {given}")),
            _ => self.wrong(name, what),
        }
    }

    /// A refusal of a value that is of another type.
    fn mistyped(&self, name: &str, what: &str) -> Refusal {
        self.unreadable(name, what, self.reading.unreadable_types)
    }

    fn unreadable(&self, name: &str, what: &str, unreadable: bool) -> Refusal {
        let refusal = self.wrong(name, what);
        if unreadable { Refusal { code: Code::of(2102), ..refusal } } else { refusal }
    }

    /// For the call log: what was taken although the documents say otherwise.
    pub(crate) fn note(&self, name: &str, what: &str) {
        self.reading.note(format!("{}{name}: {what}", self.place));
    }

    /// For the call log: the names that the call has not asked for, which are ignored. Whether there is one. Once all
    /// is read this happens by itself.
    pub(crate) fn note_unknown(&self) -> bool {
        let mut any = false;
        for name in self.fields.unasked().take(Reading::MOST_NOTES) {
            self.note(name, "no parameter of this call: ignored");
            any = true;
        }
        self.know_all();
        any
    }

    /// Nothing here is told to be unknown.
    pub(crate) fn know_all(&self) {
        self.fields.know_all();
    }

    /// Whether the field was sent, as `null` too.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.fields.get(name).is_some()
    }

    fn within(&self, name: &str, raw: &'a RawValue) -> Result<Fields<'a>, Refusal> {
        let fields = serde_json::from_str(raw.get()).map_err(|_| self.mistyped(name, "not an object"))?;
        Ok(Fields { fields, place: [&self.place, name, "."].concat(), reading: self.reading })
    }

    fn get(&self, name: &str) -> Option<&'a RawValue> {
        #[cfg(test)]
        crate::reading::saw(&format!("{}{name}", self.place));
        self.fields.get(name).filter(|raw| raw.get() != "null")
    }

    /// An object inside this one.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Fields<'a>>, Refusal> {
        self.get(name).map(|raw| self.within(name, raw)).transpose()
    }

    /// A list of objects.
    pub(crate) fn objects(&self, name: &str) -> Result<Vec<Fields<'a>>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(Vec::new());
        };
        let list: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|_| self.mistyped(name, "not a list"))?;
        list.into_iter().enumerate().map(|(place, raw)| self.within(&format!("{name}[{place}]"), raw)).collect()
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<String>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(Vec::new());
        };
        let list: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|_| self.mistyped(name, "not a list"))?;
        let texts = list.into_iter().enumerate();
        texts.map(|(place, raw)| self.read_text(&format!("{name}[{place}]"), raw)).collect()
    }

    /// A text, or the text of a number where that is allowed.
    fn read_text(&self, name: &str, raw: &RawValue) -> Result<String, Refusal> {
        let text = raw.get();
        if self.reading.numbers_as_texts && text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            self.note(name, "a number, taken as its text; LINE Pay documents a text");
            return Ok(text.to_owned());
        }
        serde_json::from_str(text).map_err(|_| self.mistyped(name, "not a text"))
    }

    /// A text of at most so many bytes (v2) or characters (v3, v4).
    pub(crate) fn text(&self, name: &str, most: usize) -> Result<Option<String>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(None);
        };
        let text = self.read_text(name, raw)?;
        let (length, unit) = match self.reading.version {
            Version::V2 => (text.len(), "bytes"),
            Version::V3 | Version::V4 => (text.chars().count(), "characters"),
        };
        if length > most {
            return Err(self.wrong(name, &format!("longer than {most} {unit}")));
        }
        Ok(Some(text))
    }

    /// A text that must be there and must not be empty.
    pub(crate) fn required(&self, name: &str, most: usize) -> Result<String, Refusal> {
        self.text(name, most)?.filter(|text| !text.is_empty()).ok_or_else(|| self.missing(name, "missing"))
    }

    /// A text out of a list.
    pub(crate) fn choice(&self, name: &str, choices: &[&'static str]) -> Result<Option<&'static str>, Refusal> {
        let Some(text) = self.text(name, 100)? else {
            return Ok(None);
        };
        let choice = choices.iter().find(|choice| **choice == text).copied();
        choice.map(Some).ok_or_else(|| {
            let what = format!("not one of {}", choices.join(", "));
            self.unreadable(name, &what, self.reading.unreadable_enums)
        })
    }

    /// A currency; whether it is the contract's is judged elsewhere.
    pub(crate) fn currency(&self) -> Result<Option<String>, Refusal> {
        const NAME: &str = "currency";
        if self.reading.unreadable_enums
            && let Some(text) = self.text(NAME, usize::MAX)?
            && !text.is_empty()
            && !CURRENCIES.contains(&text.as_str())
        {
            return Err(self.unreadable(NAME, &format!("not one of {}", CURRENCIES.join(", ")), true));
        }
        self.text(NAME, 3)
    }

    /// A currency that must be there.
    pub(crate) fn required_currency(&self) -> Result<String, Refusal> {
        self.currency()?.filter(|text| !text.is_empty()).ok_or_else(|| self.missing("currency", "missing"))
    }

    /// `true`, `false`, or either as a text.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        let flag = match self.get(name).map(RawValue::get) {
            None => return Ok(None),
            Some(text @ ("true" | "false")) => text == "true",
            Some(text @ ("\"true\"" | "\"false\"")) if self.reading.texts_as_numbers => {
                self.note_text(name, "boolean");
                text == "\"true\""
            }
            Some(_) => return Err(self.mistyped(name, "not a boolean")),
        };
        Ok(Some(flag))
    }

    /// A text was taken where a number or a boolean belongs; v2's documents have it so.
    fn note_text(&self, name: &str, kind: &str) {
        if self.reading.version != Version::V2 {
            self.note(name, &format!("a text, taken as its {kind}; LINE Pay documents a {kind}"));
        }
    }

    /// A sum: a number, or a number as a text. Scale and size are refused with LINE Pay's codes for sums.
    pub(crate) fn sum(&self, name: &str) -> Result<Option<Sum>, Refusal> {
        let sum = self.read_sum(name, self.reading.texts_as_numbers)?;
        if self.fields.get(name).is_some_and(|raw| raw.get().starts_with('"')) {
            self.note_text(name, "number");
        }
        Ok(sum)
    }

    /// The same where some models of the documents have a text, in every version.
    pub(crate) fn sum_or_text(&self, name: &str) -> Result<Option<Sum>, Refusal> {
        self.read_sum(name, true)
    }

    fn read_sum(&self, name: &str, takes_text: bool) -> Result<Option<Sum>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(None);
        };
        let text = raw.get();
        let text = if text.starts_with('"') {
            if !takes_text {
                return Err(self.mistyped(name, "not a number"));
            }
            Cow::Owned(serde_json::from_str(text).map_err(|_| self.mistyped(name, "not a number"))?)
        } else {
            Cow::Borrowed(text)
        };
        match Amount::read(&text) {
            Ok(amount) if text.contains(['.', 'e', 'E']) => Ok(Some(Sum::Written(amount))),
            Ok(amount) => Ok(Some(Sum::Kept(amount))),
            Err(AmountError::NotANumber) => Err(self.mistyped(name, "not a number")),
            Err(AmountError::TooFine) => Ok(Some(Sum::TooFine)),
            Err(AmountError::TooLarge) => Ok(Some(Sum::TooLarge)),
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(sum) = self.sum(name)? else {
            return Ok(None);
        };
        let number = sum.amount().and_then(Amount::units);
        number.map(Some).ok_or_else(|| self.wrong(name, "not a whole number"))
    }

    /// A sum that must be there.
    pub(crate) fn required_sum(&self, name: &str) -> Result<Sum, Refusal> {
        self.sum(name)?.ok_or_else(|| self.missing(name, "missing"))
    }
}

impl Drop for Fields<'_> {
    fn drop(&mut self) {
        for name in self.fields.doubled().take(Reading::MOST_NOTES) {
            self.note(name, "there more than once: the last counts here, which one LINE Pay takes is not known");
        }
        if !self.reading.cut_short.get() {
            self.note_unknown();
        }
    }
}

/// Whether one name may be the other, misspelt: `confirmURL`, `order_id`, `refundAmont`.
fn alike(given: &str, name: &str) -> bool {
    let letters = |text: &str| -> Vec<u8> {
        let all = text.bytes().filter(u8::is_ascii_alphanumeric).take(40);
        all.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let (given, name) = (letters(given), letters(name));
    let start = given.iter().zip(&name).take_while(|(one, other)| one == other).count();
    let end = given.iter().rev().zip(name.iter().rev()).take_while(|(one, other)| one == other).count();
    let (short, long) = (given.len().min(name.len()), given.len().max(name.len()));
    // But for one letter, or for two that are neighbours.
    long.saturating_sub(start.saturating_add(end)) <= if given.len() == name.len() { 2 } else { 1 } && short > 1
}
