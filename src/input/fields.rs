//! The reader that turns an object into a request while listing everything that is wrong with it.

use super::Input;
use super::nearest::nearest;
use crate::at::At;
use crate::error::Issues;
use crate::id::TransactionId;
use crate::money::{Amount, Currency};
use crate::rule::{Kind, Rule};

/// Reads the fields of one object. Each read takes its field away; [`Fields::finish`]
/// reports what nobody read as unknown. Wrong and missing fields become issues and
/// read as an empty value, so that the rules can go on and everything is reported at once.
pub struct Fields<'i> {
    at: At<'i>,
    entries: Vec<(String, Input)>,
    known: Vec<&'static str>,
    issues: &'i mut Issues,
}

impl<'i> Fields<'i> {
    /// The fields of `input`, which must be an object; `at` is its JSON path, empty for the root.
    pub fn of(input: Input, at: impl Into<At<'i>>, issues: &'i mut Issues) -> Fields<'i> {
        let at = at.into();
        Fields { at, entries: entries_of(input, &at, issues), known: Vec::new(), issues }
    }

    /// Reports an issue of one field of this object.
    #[inline(never)]
    pub fn issue(&mut self, name: &str, rule: Rule<'_>) {
        self.issues.push(self.at.field(name), rule);
    }

    /// Counts a field as known that is read elsewhere.
    pub fn known(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// Refuses a field that is present without a value: leaving a check out must not happen by accident.
    #[inline(never)]
    pub fn refuse_nothing(&mut self, names: &[&str]) {
        for name in names {
            if self.entries.iter().any(|(key, value)| key == name && *value == Input::Nothing) {
                self.issue(name, Rule::Explicit);
            }
        }
    }

    /// Takes away fields that do not belong here, each with its reason.
    pub fn refuse(&mut self, names: &[&str], rule: Rule<'_>) {
        for name in names {
            if let Some(index) = self.entries.iter().position(|(key, _)| key == name) {
                self.entries.remove(index);
                self.issue(name, rule);
            }
        }
    }

    /// Leaves names out where the known ones are listed.
    pub fn hide(&mut self, names: &[&str]) {
        self.known.retain(|known| !names.contains(known));
    }

    /// A field, present or not; `null` and `undefined` are kept. For fields
    /// where leaving the key out means something of its own.
    #[inline(never)]
    pub fn present(&mut self, name: &'static str) -> Option<Input> {
        self.known.push(name);
        let index = self.entries.iter().position(|(key, _)| key == name)?;
        let input = self.entries.remove(index).1;
        if input == Input::Foreign {
            self.issue(name, Rule::PlainData);
            return None;
        }
        Some(input)
    }

    /// Takes away fields that are known here and whose values do not matter.
    pub fn pass_over(&mut self, names: &[&'static str]) {
        for name in names {
            self.present(name);
        }
    }

    /// Takes away every field.
    pub fn pass_over_all(&mut self) {
        self.entries.clear();
    }

    /// Puts a text in place of whatever the field held.
    pub fn set(&mut self, name: &'static str, text: &str) {
        self.entries.retain(|(key, _)| key != name);
        self.entries.push((name.to_owned(), Input::Text(text.to_owned())));
    }

    #[inline(never)]
    fn take(&mut self, name: &'static str) -> Option<Input> {
        self.present(name).filter(|input| *input != Input::Nothing)
    }

    #[inline(never)]
    fn wrong(&mut self, name: &'static str, expected: Kind, got: &Input) {
        self.issue(name, Rule::Type { expected, got: got.kind() });
    }

    fn need<T: Default>(&mut self, name: &'static str, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.issue(name, Rule::Required);
            T::default()
        })
    }

    /// An optional text.
    #[inline(never)]
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
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
        let text = match self.take(name) {
            Some(Input::Text(text)) => Some(text),
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
        match self.take(name)? {
            Input::Boolean(value) => Some(value),
            // v2 takes them; a boolean is a boolean here.
            Input::Text(text) if matches!(&*text, "true" | "false") => {
                self.issue(name, Rule::BooleanInQuotes);
                None
            }
            other => {
                self.wrong(name, Kind::TrueOrFalse, &other);
                None
            }
        }
    }

    /// An optional amount.
    #[inline(never)]
    pub fn amount(&mut self, name: &'static str) -> Option<Amount> {
        self.take(name).and_then(|input| self.amount_of(name, input))
    }

    /// A required amount.
    #[inline(never)]
    pub fn required_amount(&mut self, name: &'static str) -> Amount {
        let amount = self.amount(name);
        self.need(name, amount)
    }

    /// Reads `input` as an amount; an issue and `None` if it is none.
    #[inline(never)]
    pub fn amount_of(&mut self, name: &'static str, input: Input) -> Option<Amount> {
        let amount = match &input {
            Input::Number(number) => Amount::from_number(*number),
            Input::Integer(number) => {
                i64::try_from(*number).ok().and_then(|n| n.checked_mul(100)).and_then(Amount::from_hundredths)
            }
            Input::Text(text) => text.parse().ok(),
            other => {
                self.wrong(name, Kind::Number, other);
                return None;
            }
        };
        if amount.is_none() {
            self.issue(name, no_amount(&input));
        }
        amount
    }

    /// An optional currency.
    #[inline(never)]
    pub fn currency(&mut self, name: &'static str) -> Option<Currency> {
        let text = self.text(name)?;
        let currency = text.parse().ok();
        if currency.is_none() {
            let odd = text.is_empty() || text.chars().count() > 3;
            self.issue(name, if odd { Rule::CurrencyForm } else { Rule::Currency });
        }
        currency
    }

    /// A required currency.
    #[inline(never)]
    pub fn required_currency(&mut self, name: &'static str) -> Currency {
        let currency = self.currency(name);
        self.need(name, currency)
    }

    /// A required transaction id, as text or as a BigInt.
    #[inline(never)]
    pub fn required_transaction_id(&mut self, name: &'static str) -> TransactionId {
        let id = self.take(name).and_then(|input| transaction_id(input, &self.at.field(name), self.issues));
        self.need(name, id)
    }

    /// Transaction ids: an array, or one in its place. Absent reads as none.
    #[inline(never)]
    pub fn transaction_ids(&mut self, name: &'static str) -> Vec<TransactionId> {
        let mut ids = Vec::new();
        self.each(name, &mut |at, item, issues| ids.extend(transaction_id(item, at, issues)));
        ids
    }

    /// Texts: an array, or one in its place. Absent reads as none.
    #[inline(never)]
    pub fn texts(&mut self, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        self.each(name, &mut |at, item, issues| match item {
            Input::Text(text) => {
                check_well_formed(at, &text, issues);
                texts.push(text);
            }
            other => issues.push(*at, Rule::Type { expected: Kind::Text, got: other.kind() }),
        });
        texts
    }

    /// Every item of an array, or the one in its place.
    #[inline(never)]
    fn each(&mut self, name: &'static str, take: &mut dyn FnMut(&At<'_>, Input, &mut Issues)) {
        let taken = self.take(name);
        let at = self.at.field(name);
        match taken {
            None => {}
            Some(Input::List(items)) => {
                for (index, item) in items.into_iter().enumerate() {
                    take(&at.item(index), item, self.issues);
                }
            }
            Some(single) => take(&at, single, self.issues),
        }
    }

    /// An optional array of objects, each read by `read`.
    pub fn objects<T>(&mut self, name: &'static str, read: impl Fn(&mut Fields<'_>) -> T) -> Option<Vec<T>> {
        let items = match self.take(name)? {
            Input::List(items) => items,
            other => {
                self.wrong(name, Kind::List, &other);
                return None;
            }
        };
        let list = self.at.field(name);
        let mut objects = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let mut fields = Fields::of(item, list.item(index), self.issues);
            objects.push(read(&mut fields));
            fields.finish();
        }
        Some(objects)
    }

    /// A required array of objects; an empty one is not missing.
    pub fn required_objects<T>(&mut self, name: &'static str, read: impl Fn(&mut Fields<'_>) -> T) -> Vec<T> {
        let objects = self.objects(name, read);
        self.need(name, objects)
    }

    /// An optional whole number.
    #[inline(never)]
    pub fn count(&mut self, name: &'static str) -> Option<u32> {
        match self.take(name)? {
            Input::Number(number) if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) => {
                return Some(number as u32);
            }
            // LINE Pay may read these.
            Input::Text(_) | Input::Integer(_) => self.issue(name, Rule::PlainWholeNumber),
            Input::Number(number) if number > 0.0 && number.fract() == 0.0 => self.issue(name, Rule::PlainWholeNumber),
            Input::Number(number) if !number.is_finite() => self.issue(name, Rule::PlainWholeNumber),
            _ => self.issue(name, Rule::WholeNumber),
        }
        None
    }

    /// A required whole number.
    #[inline(never)]
    pub fn required_count(&mut self, name: &'static str) -> u32 {
        let count = self.count(name);
        self.need(name, count)
    }

    /// An optional object, read by `read` with the fields of its own.
    pub fn object<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        let input = self.take(name)?;
        let mut fields = Fields::of(input, self.at.field(name), self.issues);
        let value = read(&mut fields);
        fields.finish();
        Some(value)
    }

    /// Ends the reading: every field that nobody read is unknown.
    #[inline(never)]
    pub fn finish(self) {
        for (name, _) in &self.entries {
            let rule = match nearest(name, &self.known) {
                Some(meant) => Rule::MistypedField { meant },
                None => Rule::UnknownField { known: &self.known },
            };
            self.issues.push(self.at.field(name), rule);
        }
    }
}

#[inline(never)]
fn entries_of(input: Input, at: &At<'_>, issues: &mut Issues) -> Vec<(String, Input)> {
    match input {
        Input::Object(entries) => entries,
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
    if text.contains('\u{fffd}') {
        issues.push(*at, Rule::WellFormed);
    }
}

/// Why a number or a text is no amount. Of texts only those are named that nobody would read as a number.
fn no_amount(input: &Input) -> Rule<'static> {
    match input {
        Input::Number(number) if !number.is_finite() => Rule::NotFinite,
        // Below it there are two decimals within 15 digits.
        Input::Number(number) if number.abs() < 1e13 => Rule::TooFine,
        Input::Text(text) if text.is_empty() || !text.bytes().all(|byte| b"0123456789.eE+-".contains(&byte)) => {
            Rule::NotAnAmount
        }
        Input::Text(_) => Rule::AmountForm,
        _ => Rule::TooManyDigits,
    }
}

/// A transaction id of the caller's; an issue and `None` if it is none.
#[inline(never)]
fn transaction_id(input: Input, at: &At<'_>, issues: &mut Issues) -> Option<TransactionId> {
    // Of a BigInt every digit is there, unlike of a number.
    let text = match input {
        Input::Integer(number) => Ok(number.to_string()),
        Input::Text(text) => Ok(text),
        Input::Number(_) => Err(Rule::IdAsNumber),
        other => Err(Rule::Type { expected: Kind::Text, got: other.kind() }),
    };
    let rule = match text {
        Ok(text) => match text.parse() {
            Ok(id) => return Some(id),
            // LINE Pay would look for such a number, and find nothing.
            Err(_) if text.is_empty() || text.parse::<i64>().is_ok() => Rule::NoTransactionId,
            Err(_) => Rule::TransactionId,
        },
        Err(rule) => rule,
    };
    issues.push(*at, rule);
    None
}
