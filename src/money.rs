//! Amounts and currencies. An amount is a whole number of hundredths, never a
//! float; which decimals a currency allows is checked where both are known.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::json::{Json, Out};
use crate::text::{number, push_digits};

/// A sum of money in hundredths of the currency's unit: `360` TWD is 36 000.
///
/// Read from a JSON number or a numeric text (`360`, `360.0`, `"360"`, `9.99`),
/// written as the shortest JSON number (`360`, `9.99`, `9.5`). A JavaScript
/// number counts by its shortest decimal text, so `0.1 + 0.2` is refused.
/// At most 15 significant digits, so that every value also is an exact
/// JavaScript number: ±9 999 999 999 999.99.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Amount(#[cfg_attr(target_arch = "wasm32", tsify(type = "number"))] i64);

const LIMIT: i64 = 999_999_999_999_999;

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// An amount from hundredths; `None` beyond 15 digits.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Option<Amount> {
        if hundredths > LIMIT || hundredths < -LIMIT {
            return None;
        }
        Some(Amount(hundredths))
    }

    /// The amount in hundredths.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The amount of a JavaScript (or JSON) number; `None` if it is not finite,
    /// has more than two decimals or more than 15 digits.
    #[must_use]
    pub fn from_number(number: f64) -> Option<Amount> {
        let scaled = (number * 100.0).round();
        let within = (-(LIMIT as f64)..=LIMIT as f64).contains(&scaled);
        // The nearest double to a decimal of two places is the number itself
        // exactly when that decimal is the number's shortest text.
        (within && scaled / 100.0 == number).then_some(Amount(scaled as i64))
    }

    /// The same amount as a JavaScript number, exact by the limit of 15 digits.
    #[must_use]
    pub fn to_number(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The sum; `None` when it leaves the range.
    #[must_use]
    pub const fn plus(self, other: Amount) -> Option<Amount> {
        match self.0.checked_add(other.0) {
            Some(sum) => Amount::from_hundredths(sum),
            None => None,
        }
    }

    /// The difference; `None` when it leaves the range.
    #[must_use]
    pub const fn minus(self, other: Amount) -> Option<Amount> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Amount::from_hundredths(difference),
            None => None,
        }
    }

    /// `count` times as much; `None` when it leaves the range.
    #[must_use]
    pub const fn times(self, count: u32) -> Option<Amount> {
        match self.0.checked_mul(count as i64) {
            Some(product) => Amount::from_hundredths(product),
            None => None,
        }
    }

    /// The sum of many; `None` when it leaves the range.
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Amount>) -> Option<Amount> {
        amounts.into_iter().try_fold(Amount::ZERO, Amount::plus)
    }

    /// Without its sign: refunds come as `-20` from live servers and as `20` in v2 guides.
    #[must_use]
    pub const fn absolute(self) -> Amount {
        Amount(self.0.abs())
    }

    /// Above zero?
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Its decimal text, without zeros at the end.
    pub(crate) fn text(self) -> String {
        let mut text = String::new();
        if self.0 < 0 {
            text.push('-');
        }
        let hundredths = self.0.unsigned_abs();
        push_digits(&mut text, hundredths / 100);
        let rest = hundredths % 100;
        if rest != 0 {
            text.push('.');
            push_digits(&mut text, rest / 10);
            if !rest.is_multiple_of(10) {
                push_digits(&mut text, rest % 10);
            }
        }
        text
    }

    /// How many decimals it needs: 0, 1 or 2.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        if self.0 % 100 == 0 {
            0
        } else if self.0 % 10 == 0 {
            1
        } else {
            2
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount: digits with at most two decimals are expected")
    }
}

impl std::error::Error for NotAnAmount {}

impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Amount, NotAnAmount> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if whole.len() > 13 || fraction.is_empty() {
            return Err(NotAnAmount);
        }
        let fraction = fraction.trim_end_matches('0');
        let hundredths = number(whole).and_then(|units| {
            let cents = match fraction.len() {
                0 => 0,
                1 => number(fraction)?.checked_mul(10)?,
                2 => number(fraction)?,
                _ => return None,
            };
            i64::try_from(units.checked_mul(100)?.checked_add(cents)?).ok()
        });
        let signed = hundredths.and_then(|sum| if negative { sum.checked_neg() } else { Some(sum) });
        signed.and_then(Amount::from_hundredths).ok_or(NotAnAmount)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.decimals() == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.to_number())
        }
    }
}

/// A currency of LINE Pay's contracts (ISO 4217).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// New Taiwan dollar, no decimals.
    #[default]
    Twd,
    /// Thai baht, up to two decimals.
    Thb,
    /// US dollar, up to two decimals.
    Usd,
    /// Japanese yen, no decimals; v2 and (until May 2025) v3.
    Jpy,
}

impl Currency {
    /// All currencies, in the order of the token's numbering.
    pub const ALL: [Currency; 4] = [Currency::Twd, Currency::Thb, Currency::Usd, Currency::Jpy];

    /// The ISO 4217 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Currency::Twd => "TWD",
            Currency::Thb => "THB",
            Currency::Usd => "USD",
            Currency::Jpy => "JPY",
        }
    }

    /// The most decimals an amount in it may have.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        match self {
            Currency::Twd | Currency::Jpy => 0,
            Currency::Thb | Currency::Usd => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACurrency;

impl fmt::Display for NotACurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a currency of LINE Pay: TWD, THB, USD or JPY is expected")
    }
}

impl std::error::Error for NotACurrency {}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Currency, NotACurrency> {
        Currency::ALL.into_iter().find(|currency| currency.as_str() == text).ok_or(NotACurrency)
    }
}

impl Json for Amount {
    fn write(&self, out: &mut Out) {
        out.raw(&self.text());
    }
}

impl Json for Currency {
    fn write(&self, out: &mut Out) {
        out.string(self.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_by_its_shortest_text() {
        assert_eq!(Amount::from_number(0.1 + 0.2), None);
        assert_eq!(Amount::from_number(0.3), Amount::from_hundredths(30));
        assert_eq!(Amount::from_number(360.0), Amount::from_hundredths(36_000));
        assert_eq!(Amount::from_number(1.005), None);
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e13, -1e13] {
            assert_eq!(Amount::from_number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn text_and_number_agree() {
        for text in ["0", "360", "9.99", "9.5", "-20", "9999999999999.99"] {
            let amount: Amount = text.parse().unwrap_or_default();
            assert_eq!(amount.to_string(), text);
            assert_eq!(serde_json::to_string(&amount).unwrap_or_default().trim_end_matches(".0"), text);
            assert_eq!(Amount::from_number(amount.to_number()), Some(amount));
        }
        for wrong in ["", "-", ".5", "1.", "1e3", "+1", " 1", "1.001", "10000000000000", "１"] {
            assert_eq!(wrong.parse::<Amount>(), Err(NotAnAmount), "{wrong}");
        }
        assert_eq!("360.00".parse(), Ok(Amount(36_000)));
    }
}
