//! Reading a request's JSON body, as leniently as LINE Pay v2: sums and booleans may be texts,
//! unknown fields are ignored, `null` counts as left out.

use crate::amount::{Amount, AmountError};
use crate::code::Refusal;
use crate::wire::Request;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The fields of a JSON object, each still the text that was sent.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a>(BTreeMap<String, &'a RawValue>);

fn wrong(name: &str, what: &str) -> Refusal {
    Refusal::noted(2101, format!("{name}: {what}"))
}

impl<'a> Fields<'a> {
    /// Reads a body that must be there.
    pub(crate) fn read(body: &'a [u8]) -> Result<Fields<'a>, Refusal> {
        if body.len() > Request::BODY_LIMIT {
            return Err(Refusal::noted(
                2101,
                format!("the body is longer than {} bytes", Request::BODY_LIMIT),
            ));
        }
        let text =
            std::str::from_utf8(body).map_err(|_| Refusal::noted(2102, "the body is not UTF-8"))?;
        // RawValue checks the syntax without recursion, whatever the depth.
        let raw: &RawValue =
            serde_json::from_str(text).map_err(|_| Refusal::noted(2102, "the body is not JSON"))?;
        Fields::within("the body", raw)
    }

    /// Reads a body that may be left out.
    pub(crate) fn read_optional(body: &'a [u8]) -> Result<Fields<'a>, Refusal> {
        if body.is_empty() {
            Ok(Fields::default())
        } else {
            Fields::read(body)
        }
    }

    fn within(name: &str, raw: &'a RawValue) -> Result<Fields<'a>, Refusal> {
        serde_json::from_str(raw.get())
            .map(Fields)
            .map_err(|_| wrong(name, "not an object"))
    }

    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.get(name).copied().filter(|raw| raw.get() != "null")
    }

    /// An object inside this one.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Fields<'a>>, Refusal> {
        self.get(name)
            .map(|raw| Fields::within(name, raw))
            .transpose()
    }

    /// A list of objects.
    pub(crate) fn objects(&self, name: &str) -> Result<Vec<Fields<'a>>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(Vec::new());
        };
        let list: Vec<&RawValue> =
            serde_json::from_str(raw.get()).map_err(|_| wrong(name, "not a list"))?;
        list.into_iter()
            .map(|raw| Fields::within(name, raw))
            .collect()
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<String>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(Vec::new());
        };
        serde_json::from_str(raw.get()).map_err(|_| wrong(name, "not a list of texts"))
    }

    /// A text of at most so many bytes.
    pub(crate) fn text(&self, name: &str, bytes: usize) -> Result<Option<String>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(None);
        };
        let text: String =
            serde_json::from_str(raw.get()).map_err(|_| wrong(name, "not a text"))?;
        if text.len() > bytes {
            return Err(wrong(name, &format!("longer than {bytes} bytes")));
        }
        Ok(Some(text))
    }

    /// A text that must be there and must not be empty.
    pub(crate) fn required(&self, name: &str, bytes: usize) -> Result<String, Refusal> {
        self.text(name, bytes)?
            .filter(|text| !text.is_empty())
            .ok_or_else(|| wrong(name, "missing"))
    }

    /// A text out of a list.
    pub(crate) fn choice(
        &self,
        name: &str,
        choices: &[&'static str],
    ) -> Result<Option<&'static str>, Refusal> {
        let Some(text) = self.text(name, 100)? else {
            return Ok(None);
        };
        let choice = choices.iter().find(|choice| **choice == text).copied();
        choice
            .map(Some)
            .ok_or_else(|| wrong(name, &format!("not one of {}", choices.join(", "))))
    }

    /// `true`, `false`, or either as a text.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.get(name).map(RawValue::get) {
            None => Ok(None),
            Some("true" | "\"true\"") => Ok(Some(true)),
            Some("false" | "\"false\"") => Ok(Some(false)),
            Some(_) => Err(wrong(name, "not a boolean")),
        }
    }

    /// A sum: a number, or a number as a text. Scale and size are refused with LINE Pay's codes for sums.
    pub(crate) fn sum(&self, name: &str) -> Result<Option<Sum>, Refusal> {
        let Some(raw) = self.get(name) else {
            return Ok(None);
        };
        let text = raw.get();
        let text = if text.starts_with('"') {
            serde_json::from_str(text).map_err(|_| wrong(name, "not a number"))?
        } else {
            text.to_owned()
        };
        match Amount::read(&text) {
            Ok(amount) => Ok(Some(Sum::Kept(amount))),
            Err(AmountError::NotANumber) => Err(wrong(name, "not a number")),
            Err(AmountError::TooFine) => Ok(Some(Sum::TooFine)),
            Err(AmountError::TooLarge) => Ok(Some(Sum::TooLarge)),
        }
    }

    /// A sum that must be there.
    pub(crate) fn required_sum(&self, name: &str) -> Result<Sum, Refusal> {
        self.sum(name)?.ok_or_else(|| wrong(name, "missing"))
    }
}

/// A sum that was sent: kept for the checks that come after those of form.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sum {
    Kept(Amount),
    TooFine,
    TooLarge,
}

impl Sum {
    /// The sum, if it has no more decimals than the currency (else 1124) and is not absurd (else `too_large`).
    pub(crate) fn in_currency(self, currency: &str, too_large: u16) -> Result<Amount, Refusal> {
        let decimals = matches!(currency, "USD" | "THB");
        match self {
            Sum::TooLarge => Err(Refusal::noted(too_large, "the sum is too large")),
            Sum::Kept(amount) if decimals || amount.is_whole() => Ok(amount),
            Sum::Kept(_) | Sum::TooFine => Err(Refusal::noted(
                1124,
                format!("too many decimals for {currency}"),
            )),
        }
    }
}
