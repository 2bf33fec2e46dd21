//! The reader of one object's fields. It lists everything that is wrong with them.

use std::borrow::Cow;

use super::Input;
use super::given::amount_of;
use super::nearest::nearest;
use crate::at::At;
use crate::error::Issues;
use crate::id::TransactionId;
use crate::json::Decimal;
use crate::money::{Amount, Currency};
use crate::rule::{Kind, Rule};
use crate::text::integer;

/// Reads the fields of one object. Each read takes its field; [`Fields::finish`] reports what nobody took as unknown.
/// Wrong and missing fields become issues, and reading goes on, so that everything is reported at once.
pub struct Fields<'i, 'a> {
    at: At<'i>,
    entries: Vec<Entry<'a>>,
    known: Vec<&'static str>,
    issues: &'i mut Issues,
}

struct Entry<'a> {
    name: Cow<'a, str>,
    text: &'a str,
    taken: bool,
}

impl<'i, 'a> Fields<'i, 'a> {
    /// The fields of `input`, which must be an object; `at` is its JSON path, empty for the root.
    pub fn of(input: Input<'a>, at: impl Into<At<'i>>, issues: &'i mut Issues) -> Fields<'i, 'a> {
        let at = at.into();
        Fields { at, entries: entries_of(input, &at, issues), known: Vec::with_capacity(16), issues }
    }

    /// Reports an issue of one field of this object.
    #[inline(never)]
    pub fn issue(&mut self, name: &str, rule: Rule<'_>) {
        self.issues.push(self.at.field(name), rule);
    }

    /// Reports an issue of this object itself.
    pub(crate) fn own_issue(&mut self, rule: Rule<'_>) {
        self.issues.push(self.at, rule);
    }

    /// Reports an issue of one item of a list, or of a field of it.
    pub(crate) fn item_issue(&mut self, name: &str, index: usize, field: Option<&str>, rule: Rule<'_>) {
        let list = self.at.field(name);
        let item = list.item(index);
        self.issues.push(field.map_or(item, |field| item.field(field)), rule);
    }

    /// Has a field here, or anything in it, an issue?
    #[must_use]
    pub(crate) fn has_issue_below(&self, name: &str) -> bool {
        self.issues.has_any_below(&self.at.field(name).text())
    }

    /// Has this object, or anything in it, an issue?
    #[must_use]
    pub(crate) fn has_issue(&self) -> bool {
        self.issues.has_any_below(&self.at.text())
    }

    /// Counts a field as known that is read elsewhere.
    #[inline(never)]
    pub fn known(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// Refuses a field that is present without a value: leaving a check out must not happen by accident.
    #[inline(never)]
    pub fn refuse_nothing(&mut self, names: &[&str]) {
        for name in names {
            if self.has(name) && self.is_nothing(name) {
                self.issue(name, Rule::Explicit);
            }
        }
    }

    /// Takes away a field that does not belong here, for this reason.
    #[inline(never)]
    pub fn refuse(&mut self, name: &str, rule: Rule<'_>) {
        if self.take(name).is_some() {
            self.issue(name, rule);
        }
    }

    /// Leaves names out where the known ones are listed.
    pub fn hide(&mut self, names: &[&str]) {
        self.known.retain(|known| !names.contains(known));
    }

    /// Takes away the fields that are known here and were not taken yet: their values do not matter.
    pub(crate) fn pass_over(&mut self, names: impl IntoIterator<Item = &'static str>) {
        for name in names {
            self.known(name);
            self.take(name);
        }
    }

    /// Takes away every field.
    pub fn pass_over_all(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.taken = true);
    }

    /// The text of a field.
    #[inline(never)]
    pub(super) fn find(&self, name: &str) -> Option<&'a str> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| entry.text)
    }

    /// Takes a field, if there is one.
    #[inline(never)]
    pub fn take(&mut self, name: &str) -> Option<&'a str> {
        let entry = self.entries.iter_mut().find(|entry| entry.name == name && !entry.taken)?;
        entry.taken = true;
        Some(entry.text)
    }

    /// A field, present or not; `null` and `undefined` are kept. For fields
    /// where leaving the key out means something of its own.
    #[inline(never)]
    pub fn present(&mut self, name: &'static str) -> Option<Input<'a>> {
        self.known.push(name);
        self.value(name)
    }

    #[inline(never)]
    fn value(&mut self, name: &str) -> Option<Input<'a>> {
        let input = Input::of(self.take(name)?);
        if input == Input::Foreign {
            self.issue(name, Rule::PlainData);
            return None;
        }
        Some(input)
    }

    /// A field with a value.
    #[inline(never)]
    fn read(&mut self, name: &'static str) -> Option<Input<'a>> {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
        self.value(name).filter(|input| *input != Input::Nothing)
    }

    #[inline(never)]
    fn wrong(&mut self, name: &str, expected: Kind, got: &Input<'_>) {
        self.issue(name, Rule::Type { expected, got: got.kind() });
    }

    #[inline(never)]
    fn need<T: Default>(&mut self, name: &str, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.issue(name, Rule::Required);
            T::default()
        })
    }

    /// An optional text.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.spelt(name).map(Cow::into_owned)
    }

    /// The same as it stands in what the caller gave, where it holds no escape.
    #[inline(never)]
    pub(crate) fn spelt(&mut self, name: &'static str) -> Option<Cow<'a, str>> {
        match self.read(name)? {
            Input::Text(text) => {
                check_well_formed(&self.at.field(name), &text, self.issues);
                Some(text)
            }
            other => {
                self.wrong(name, Kind::Text, &other);
                None
            }
        }
    }

    /// A required text.
    #[inline(never)]
    pub fn required_text(&mut self, name: &'static str) -> String {
        let text = self.text(name);
        self.need(name, text)
    }

    /// A required text that somebody else wrote: if it is damaged, that is not the caller's mistake.
    #[inline(never)]
    pub fn foreign_text(&mut self, name: &'static str) -> String {
        let text = match self.read(name) {
            Some(Input::Text(text)) => Some(text.into_owned()),
            Some(other) => {
                self.wrong(name, Kind::Text, &other);
                return String::new();
            }
            None => None,
        };
        self.need(name, text)
    }

    /// An optional boolean.
    #[inline(never)]
    pub fn boolean(&mut self, name: &'static str) -> Option<bool> {
        match self.read(name)? {
            Input::Boolean(value) => return Some(value),
            // v2 takes them; a boolean is a boolean here.
            Input::Text(text) if matches!(&*text, "true" | "false") => self.issue(name, Rule::BooleanInQuotes),
            other => self.wrong(name, Kind::TrueOrFalse, &other),
        }
        None
    }

    /// An optional amount.
    #[inline(never)]
    pub fn amount(&mut self, name: &'static str) -> Option<Amount> {
        let input = self.read(name)?;
        let amount = amount_of(&input);
        if amount.is_none() {
            self.issue(name, no_amount(&input));
        }
        amount
    }

    /// An optional currency.
    #[inline(never)]
    pub fn currency(&mut self, name: &'static str) -> Option<Currency> {
        let text = self.spelt(name)?;
        let currency = text.parse().ok();
        if currency.is_none() {
            let odd = text.is_empty() || text.chars().nth(3).is_some();
            self.issue(name, if odd { Rule::CurrencyForm } else { Rule::Currency });
        }
        currency
    }

    /// Transaction ids, as texts or BigInts: one, or where there may be `many` an array of them. Absent reads as none.
    #[inline(never)]
    pub fn transaction_ids(&mut self, name: &'static str, many: bool) -> Vec<TransactionId> {
        let mut ids = Vec::new();
        self.each(name, many, &mut |at, item, issues| ids.extend(transaction_id(item, at, issues)));
        ids
    }

    /// Texts: an array, or one in its place. Absent reads as none.
    #[inline(never)]
    pub fn texts(&mut self, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        self.each(name, true, &mut |at, item, issues| match item {
            Input::Text(text) => {
                check_well_formed(at, &text, issues);
                texts.push(text.into_owned());
            }
            other => issues.push(*at, Rule::Type { expected: Kind::Text, got: other.kind() }),
        });
        texts
    }

    /// Every item of an array, or the one in its place.
    #[inline(never)]
    fn each(&mut self, name: &'static str, many: bool, take: &mut dyn FnMut(&At<'_>, Input<'a>, &mut Issues)) {
        let taken = self.read(name);
        let at = self.at.field(name);
        match taken {
            None => {}
            Some(Input::List(items)) if many => {
                for (index, item) in items.into_iter().enumerate() {
                    take(&at.item(index), Input::of(item), self.issues);
                }
            }
            Some(single) => take(&at, single, self.issues),
        }
    }

    /// An optional array of objects, each read by `read`; how many there are.
    pub fn objects(&mut self, name: &'static str, mut read: impl FnMut(&mut Fields<'_, 'a>)) -> Option<usize> {
        let items = match self.read(name)? {
            Input::List(items) => items,
            other => {
                self.wrong(name, Kind::List, &other);
                return None;
            }
        };
        let list = self.at.field(name);
        let count = items.len();
        for (index, item) in items.into_iter().enumerate() {
            let mut fields = Fields::of(Input::of(item), list.item(index), self.issues);
            read(&mut fields);
            fields.finish();
        }
        Some(count)
    }

    /// An optional whole number.
    #[inline(never)]
    pub fn count(&mut self, name: &'static str) -> Option<u32> {
        let input = self.read(name)?;
        let count = input.whole(0..=u32::MAX);
        if count.is_none() {
            let rule = match &input {
                // LINE Pay may read these.
                Input::Text(_) | Input::Integer(_) | Input::Endless => Rule::PlainWholeNumber,
                Input::Number(number) if !number.starts_with('-') && Decimal::of(number).is_whole() => {
                    Rule::PlainWholeNumber
                }
                _ => Rule::WholeNumber,
            };
            self.issue(name, rule);
        }
        count
    }

    /// An optional object, read by `read` with the fields of its own.
    pub fn object<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'_, 'a>) -> T) -> Option<T> {
        let input = self.read(name)?;
        Some(self.nested(name, input, read))
    }

    /// `input` as the object in the field of this name.
    pub(crate) fn nested<T>(&mut self, name: &str, input: Input<'a>, read: impl FnOnce(&mut Fields<'_, 'a>) -> T) -> T {
        let mut fields = Fields::of(input, self.at.field(name), self.issues);
        let value = read(&mut fields);
        fields.finish();
        value
    }

    /// Ends the reading: every field that nobody took is unknown.
    #[inline(never)]
    pub fn finish(self) {
        for entry in self.entries.iter().filter(|entry| !entry.taken) {
            let rule = match nearest(&entry.name, &self.known) {
                Some(meant) => Rule::MistypedField { meant },
                None => Rule::UnknownField { known: &self.known },
            };
            self.issues.push(self.at.field(&entry.name), rule);
        }
    }
}

#[inline(never)]
fn entries_of<'a>(input: Input<'a>, at: &At<'_>, issues: &mut Issues) -> Vec<Entry<'a>> {
    match input {
        Input::Object(entries) => entries.into_iter().map(|(name, text)| Entry { name, text, taken: false }).collect(),
        other => {
            let place = if matches!(at, At::Name("")) { At::Name("(request)") } else { *at };
            let wrong = Rule::Type { expected: Kind::Object, got: other.kind() };
            issues.push(place, if other == Input::Foreign { Rule::PlainData } else { wrong });
            Vec::new()
        }
    }
}

/// A lone surrogate arrives as U+FFFD, which no sound text holds either.
fn check_well_formed(at: &At<'_>, text: &str, issues: &mut Issues) {
    if !text.is_ascii() && text.chars().any(|character| character == '\u{fffd}') {
        issues.push(*at, Rule::WellFormed);
    }
}

/// Why a value is no amount. Of texts only those are named that nobody would read as a number.
fn no_amount(input: &Input<'_>) -> Rule<'static> {
    match input {
        Input::Endless => Rule::NotFinite,
        // With so many digits in front there is room for two decimals.
        Input::Number(number) if Decimal::of(number).whole_digits() <= 13 => Rule::TooFine,
        Input::Text(text) if text.is_empty() || !text.bytes().all(|byte| b"0123456789.eE+-".contains(&byte)) => {
            Rule::NotAnAmount
        }
        Input::Text(_) => Rule::AmountForm,
        Input::Number(_) | Input::Integer(_) => Rule::TooManyDigits,
        other => Rule::Type { expected: Kind::Number, got: other.kind() },
    }
}

/// A transaction id of the caller's; an issue and `None` if it is none.
#[inline(never)]
fn transaction_id(input: Input<'_>, at: &At<'_>, issues: &mut Issues) -> Option<TransactionId> {
    // Of a BigInt every digit is there, unlike of a number.
    let text = match input {
        Input::Integer(text) | Input::Text(text) => Ok(text),
        Input::Number(_) | Input::Endless => Err(Rule::IdAsNumber),
        other => Err(Rule::Type { expected: Kind::Text, got: other.kind() }),
    };
    let rule = match text {
        Ok(text) => match text.parse() {
            Ok(id) => return Some(id),
            // LINE Pay would look for such a number, and find nothing.
            Err(_) if text.is_empty() || integer(&text).is_some() => Rule::NoTransactionId,
            Err(_) => Rule::TransactionId,
        },
        Err(rule) => rule,
    };
    issues.push(*at, rule);
    None
}
