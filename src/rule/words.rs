//! The values that stand in sentences, in both languages.

use crate::money::{Amount, Currency};
use crate::text::{digits, join};

/// A value that can stand in a sentence.
pub(super) enum Value<'a> {
    Count(usize),
    Name(&'a str),
    Names(&'a [&'a str]),
    Kind(Kind),
    Amount(Amount),
    TooLarge,
}

impl Value<'_> {
    /// It in English and in Chinese.
    pub(super) fn words(&self) -> (String, String) {
        let (english, chinese) = match self {
            Value::Count(count) => return same(digits(*count as u64)),
            Value::Amount(amount) => return same(amount.text()),
            Value::Names([]) => ("none", "無"),
            Value::Names(names) => return (join(names, ", "), join(names, "、")),
            Value::Name(name) => (*name, *name),
            Value::Kind(kind) => kind.words(),
            Value::TooLarge => ("too large", "數字過大"),
        };
        (english.to_owned(), chinese.to_owned())
    }
}

fn same(text: String) -> (String, String) {
    (text.clone(), text)
}

macro_rules! kinds {
    ($($kind:ident: $english:literal, $chinese:literal;)*) => {
        /// What a value is, for sentences.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $(#[doc = $english] $kind),*
        }

        impl Kind {
            /// It in English and in Chinese.
            fn words(self) -> (&'static str, &'static str) {
                match self {
                    $(Kind::$kind => ($english, $chinese)),*
                }
            }
        }
    };
}

kinds! {
    Nothing: "null or undefined", " null 或 undefined";
    Boolean: "a boolean", "布林值";
    TrueOrFalse: "true or false", " true 或 false";
    Number: "a number", "數字";
    BigInt: "a BigInt", " BigInt";
    Text: "a text", "字串";
    List: "an array", "陣列";
    Object: "an object", "物件";
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Value::Count(count)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(name: &'a str) -> Value<'a> {
        Value::Name(name)
    }
}

impl<'a> From<&'a [&'a str]> for Value<'a> {
    fn from(names: &'a [&'a str]) -> Value<'a> {
        Value::Names(names)
    }
}

impl From<Kind> for Value<'_> {
    fn from(kind: Kind) -> Self {
        Value::Kind(kind)
    }
}

impl From<Currency> for Value<'_> {
    fn from(currency: Currency) -> Self {
        Value::Name(currency.as_str())
    }
}

impl From<Amount> for Value<'_> {
    fn from(amount: Amount) -> Self {
        Value::Amount(amount)
    }
}

impl From<Option<Amount>> for Value<'_> {
    fn from(amount: Option<Amount>) -> Self {
        amount.map_or(Value::TooLarge, Value::Amount)
    }
}
