//! A second reading of JSON text, which keeps every number as it was written.

use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A JSON value whose numbers are still text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Raw>),
    Object(BTreeMap<String, Raw>),
}

/// Deeper values read as null: no reply of LINE Pay has more than seven levels.
const DEPTH: u8 = 24;

impl Raw {
    pub(crate) fn read(text: &str) -> Option<Raw> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Raw::of(serde_json::from_str::<&RawValue>(text).ok()?.get(), DEPTH)
    }

    fn of(text: &str, depth: u8) -> Option<Raw> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Some(Raw::Null);
        };
        Some(match text.as_bytes().first()? {
            b'n' => Raw::Null,
            b't' | b'f' => Raw::Boolean(text == "true"),
            b'"' => Raw::Text(serde_json::from_str(text).ok()?),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Raw::List(items.into_iter().map(|item| Raw::of(item.get(), deeper).unwrap_or(Raw::Null)).collect())
            }
            b'{' => {
                let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
                let read = |raw: Box<RawValue>| Raw::of(raw.get(), deeper).unwrap_or(Raw::Null);
                Raw::Object(fields.into_iter().map(|(name, raw)| (name, read(raw))).collect())
            }
            _ => Raw::Number(text.to_owned()),
        })
    }

    /// A field, unless it is null or absent.
    pub(crate) fn get(&self, name: &str) -> Option<&Raw> {
        match self {
            Raw::Object(fields) => fields.get(name).filter(|raw| **raw != Raw::Null),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Raw::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> &[Raw] {
        match self {
            Raw::List(items) => items,
            _ => &[],
        }
    }

    /// The digits of an id, given as a number or as text.
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Raw::Number(digits) | Raw::Text(digits) => Some(digits),
            _ => None,
        }
    }

    /// A sum in hundredths, given as a number or as text.
    pub(crate) fn sum(&self) -> Option<i128> {
        match self {
            Raw::Number(text) => hundredths(&format!("{}", text.parse::<f64>().ok()?)),
            Raw::Text(text) => hundredths(text),
            _ => None,
        }
    }
}

/// Plain decimal text in hundredths, exactly; `None` for more than two decimals.
pub(crate) fn hundredths(text: &str) -> Option<i128> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty()
        || whole.len() > 30
        || fraction.len() > 2
        || !format!("{whole}{fraction}").bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    Some(sign * format!("{whole}{fraction:0<2}").parse::<i128>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_exactly_or_not_at_all() {
        for (text, expected) in [
            ("360", 36_000),
            ("360.0", 36_000),
            ("-9.99", -999),
            ("9.5", 950),
            ("9999999999999.99", 999_999_999_999_999),
        ] {
            assert_eq!(hundredths(text), Some(expected), "{text}");
            assert_eq!(Raw::read(text).and_then(|raw| raw.sum()), Some(expected), "{text}");
        }
        for wrong in ["", "-", "1.001", "1e3", "+1", "1.-1", "0.30000000000000004"] {
            assert_eq!(hundredths(wrong), None, "{wrong}");
        }
        assert_eq!(Raw::read("3.6e2").and_then(|raw| raw.sum()), Some(36_000));
    }

    #[test]
    fn digits_survive_that_a_float_would_lose() {
        let raw = Raw::read("\u{feff}{\"transactionId\":2026050712345678911,\"a\":null}").expect("it is JSON");
        assert_eq!(raw.get("transactionId").and_then(Raw::id), Some("2026050712345678911"));
        assert_eq!(raw.get("a"), None);
        assert_eq!(Raw::read("{\"a\":1"), None);
    }
}
