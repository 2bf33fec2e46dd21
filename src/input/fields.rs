//! The reader that turns an object into a request while listing everything that is wrong with it.

use super::Input;
use crate::error::Issues;
use crate::id::TransactionId;
use crate::money::{Amount, Currency};

/// Reads the fields of one object. Each read takes its field away; [`Fields::finish`]
/// reports what nobody read as unknown. Wrong and missing fields become issues and
/// read as an empty value, so that the rules can go on and everything is reported at once.
pub struct Fields<'i> {
    at: String,
    entries: Vec<(String, Input)>,
    known: Vec<&'static str>,
    issues: &'i mut Issues,
}

impl<'i> Fields<'i> {
    /// The fields of `input`, which must be an object; `at` is its JSON path, empty for the root.
    pub fn of(input: Input, at: &str, issues: &'i mut Issues) -> Fields<'i> {
        let entries = match input {
            Input::Object(entries) => entries,
            other => {
                let path = if at.is_empty() { "(request)" } else { at };
                issues.push(path, "type", format!("must be an object, not {}", other.kind()));
                Vec::new()
            }
        };
        Fields { at: at.to_owned(), entries, known: Vec::new(), issues }
    }

    /// The JSON path of a field of this object.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        if self.at.is_empty() { name.to_owned() } else { format!("{}.{name}", self.at) }
    }

    /// Reports an issue of one field of this object.
    pub fn issue(&mut self, name: &str, rule: &str, message: impl Into<String>) {
        let path = self.path(name);
        self.issues.push(path, rule, message);
    }

    /// Counts a field as known that is read elsewhere.
    pub fn known(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// Refuses a field that is present without a value: leaving a check out must not happen by accident.
    pub fn refuse_nothing(&mut self, names: &[&str]) {
        for name in names {
            if self.entries.iter().any(|(key, value)| key == name && *value == Input::Nothing) {
                self.issue(
                    name,
                    "explicit",
                    "is null or undefined; give a value, or leave the key out to expect nothing",
                );
            }
        }
    }

    /// A field, present or not; `null` and `undefined` are kept. For fields
    /// where leaving the key out means something of its own.
    pub fn present(&mut self, name: &'static str) -> Option<Input> {
        self.known.push(name);
        let index = self.entries.iter().position(|(key, _)| key == name)?;
        Some(self.entries.remove(index).1)
    }

    /// Puts a text in place of whatever the field held.
    pub fn set(&mut self, name: &'static str, text: &str) {
        self.entries.retain(|(key, _)| key != name);
        self.entries.push((name.to_owned(), Input::Text(text.to_owned())));
    }

    fn take(&mut self, name: &'static str) -> Option<Input> {
        self.present(name).filter(|input| *input != Input::Nothing)
    }

    fn wrong(&mut self, name: &'static str, expected: &str, got: &Input) {
        self.issue(name, "type", format!("must be {expected}, not {}", got.kind()));
    }

    fn need<T: Default>(&mut self, name: &'static str, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.issue(name, "required", "is required");
            T::default()
        })
    }

    /// An optional text.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Input::Text(text) => {
                let path = self.path(name);
                check_well_formed(&path, &text, self.issues);
                Some(text)
            }
            other => {
                self.wrong(name, "a text", &other);
                None
            }
        }
    }

    /// A required text.
    pub fn required_text(&mut self, name: &'static str) -> String {
        let text = self.text(name);
        self.need(name, text)
    }

    /// An optional boolean.
    pub fn boolean(&mut self, name: &'static str) -> Option<bool> {
        match self.take(name)? {
            Input::Boolean(value) => Some(value),
            other => {
                self.wrong(name, "true or false", &other);
                None
            }
        }
    }

    /// An optional amount.
    pub fn amount(&mut self, name: &'static str) -> Option<Amount> {
        self.take(name).and_then(|input| self.amount_of(name, input))
    }

    /// A required amount.
    pub fn required_amount(&mut self, name: &'static str) -> Amount {
        let amount = self.amount(name);
        self.need(name, amount)
    }

    /// Reads `input` as an amount; an issue and `None` if it is none.
    pub fn amount_of(&mut self, name: &'static str, input: Input) -> Option<Amount> {
        let amount = match input {
            Input::Number(number) => Amount::from_number(number),
            Input::Integer(number) => {
                i64::try_from(number).ok().and_then(|n| n.checked_mul(100)).and_then(Amount::from_hundredths)
            }
            Input::Text(text) => text.parse().ok(),
            other => {
                self.wrong(name, "a number", &other);
                return None;
            }
        };
        if amount.is_none() {
            self.issue(
                name,
                "amount",
                "must be a finite number with at most two decimals and 15 digits; round sums such as 0.1 + 0.2 first",
            );
        }
        amount
    }

    /// An optional currency.
    pub fn currency(&mut self, name: &'static str) -> Option<Currency> {
        let currency = self.text(name)?.parse().ok();
        if currency.is_none() {
            self.issue(name, "currency", "must be TWD, THB, USD or JPY, as the merchant's contract says");
        }
        currency
    }

    /// A required currency.
    pub fn required_currency(&mut self, name: &'static str) -> Currency {
        let currency = self.currency(name);
        self.need(name, currency)
    }

    /// A required transaction id, as text.
    pub fn required_transaction_id(&mut self, name: &'static str) -> TransactionId {
        let id = self.take(name).and_then(|input| {
            let path = self.path(name);
            transaction_id(input, &path, self.issues)
        });
        self.need(name, id)
    }

    /// Transaction ids: an array, or one in its place. Absent reads as none.
    pub fn transaction_ids(&mut self, name: &'static str) -> Vec<TransactionId> {
        let items = self.items(name);
        items.into_iter().filter_map(|(path, item)| transaction_id(item, &path, self.issues)).collect()
    }

    /// Texts: an array, or one in its place. Absent reads as none.
    pub fn texts(&mut self, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        for (path, item) in self.items(name) {
            match item {
                Input::Text(text) => {
                    check_well_formed(&path, &text, self.issues);
                    texts.push(text);
                }
                other => self.issues.push(path, "type", format!("must be a text, not {}", other.kind())),
            }
        }
        texts
    }

    /// An optional array of objects, each read by `read`.
    pub fn objects<T>(&mut self, name: &'static str, read: impl Fn(&mut Fields<'_>) -> T) -> Option<Vec<T>> {
        let items = match self.take(name)? {
            Input::List(items) => items,
            other => {
                self.wrong(name, "an array", &other);
                return None;
            }
        };
        let mut objects = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let path = format!("{}[{index}]", self.path(name));
            let mut fields = Fields::of(item, &path, self.issues);
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
    pub fn count(&mut self, name: &'static str) -> Option<u32> {
        let count = match self.take(name)? {
            Input::Number(number) if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) => {
                Some(number as u32)
            }
            _ => None,
        };
        if count.is_none() {
            self.issue(name, "whole-number", "must be a whole number");
        }
        count
    }

    /// A required whole number.
    pub fn required_count(&mut self, name: &'static str) -> u32 {
        let count = self.count(name);
        self.need(name, count)
    }

    fn items(&mut self, name: &'static str) -> Vec<(String, Input)> {
        let path = self.path(name);
        match self.take(name) {
            None => Vec::new(),
            Some(Input::List(items)) => {
                items.into_iter().enumerate().map(|(index, item)| (format!("{path}[{index}]"), item)).collect()
            }
            Some(single) => vec![(path, single)],
        }
    }

    /// An optional object, read by `read` with the fields of its own.
    pub fn object<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        let input = self.take(name)?;
        let path = self.path(name);
        let mut fields = Fields::of(input, &path, self.issues);
        let value = read(&mut fields);
        fields.finish();
        Some(value)
    }

    /// Ends the reading: every field that nobody read is unknown.
    pub fn finish(self) {
        for (name, _) in &self.entries {
            let path = if self.at.is_empty() { name.clone() } else { format!("{}.{name}", self.at) };
            let hint = match nearest(name, &self.known) {
                Some(known) => format!("is not a field here; did you mean {known}?"),
                None => format!("is not a field here; known are {}", self.known.join(", ")),
            };
            self.issues.push(path, "unknown-field", hint);
        }
    }
}

/// A lone surrogate arrives as U+FFFD, which no sound text holds either.
fn check_well_formed(path: &str, text: &str, issues: &mut Issues) {
    if text.contains('\u{fffd}') {
        let message = "holds U+FFFD or half a surrogate pair: the text was damaged before it came here";
        issues.push(path, "well-formed", message);
    }
}

/// A transaction id of the caller's at `path`; an issue and `None` if it is none.
pub fn transaction_id(input: Input, path: &str, issues: &mut Issues) -> Option<TransactionId> {
    let id = match input {
        Input::Text(text) => text.parse().ok(),
        Input::Number(_) => {
            issues.push(path, "type", "must be a text: a JavaScript number cannot hold the 19 digits of an id");
            return None;
        }
        other => {
            issues.push(path, "type", format!("must be a text, not {}", other.kind()));
            return None;
        }
    };
    if id.is_none() {
        issues.push(path, "transaction-id", "must be the digits of a transaction id, at most 9223372036854775807");
    }
    id
}

/// The known name that `name` was probably meant to be.
fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let limit = (name.len() / 3).clamp(1, 3);
    let distances = known.iter().map(|candidate| (distance(name, candidate), *candidate));
    distances.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Levenshtein distance, case ignored, of names no longer than 40 characters.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    if a.len() > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut previous = i.saturating_add(1);
        let mut next = vec![previous];
        for (right, above) in b.chars().zip(row.iter().skip(1)) {
            let change = diagonal.saturating_add(usize::from(left != right));
            previous = change.min(above.saturating_add(1)).min(previous.saturating_add(1));
            diagonal = *above;
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_named_with_a_suggestion() {
        assert_eq!(nearest("refundAmont", &["transactionId", "refundAmount"]), Some("refundAmount"));
        assert_eq!(nearest("orderID", &["orderId", "amount"]), Some("orderId"));
        assert_eq!(nearest("zzz", &["orderId", "amount"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
