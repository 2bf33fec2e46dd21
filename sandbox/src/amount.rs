//! Sums of money as integers: hundredths of the currency's unit, whatever the currency.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A sum in hundredths. Reads and writes decimal text, never a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

/// Why a text is not an [`Amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Not a decimal number.
    NotANumber,
    /// More than two decimals.
    TooFine,
    /// Beyond [`Amount::MAX`].
    TooLarge,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);
    /// The largest sum that is kept: 2^53 - 1 hundredths.
    pub const MAX: Amount = Amount(9_007_199_254_740_991);

    /// Reads a JSON number's text (`360`, `360.0`, `3.6e2`, `-1.5`).
    ///
    /// # Errors
    /// See [`AmountError`].
    pub fn read(text: &str) -> Result<Amount, AmountError> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(AmountError::NotANumber),
            None => (mantissa, ""),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(AmountError::NotANumber);
        }
        let all = if fraction.is_empty() { Cow::Borrowed(whole) } else { Cow::Owned([whole, fraction].concat()) };
        let significant = all.trim_end_matches('0');
        if significant.trim_start_matches('0').is_empty() {
            return Ok(Amount::ZERO);
        }
        let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
        // The value is `significant` times ten to the power of `power`.
        let power =
            exponent.saturating_sub(length(fraction)).saturating_add(length(&all).saturating_sub(length(significant)));
        let shift = power.saturating_add(2);
        if shift < 0 {
            return Err(AmountError::TooFine);
        }
        let mut sum: i64 = 0;
        let zeros = usize::try_from(shift.min(20)).unwrap_or(20);
        for byte in significant.bytes().chain(std::iter::repeat_n(b'0', zeros)) {
            sum = sum
                .checked_mul(10)
                .and_then(|sum| sum.checked_add(i64::from(byte.saturating_sub(b'0'))))
                .filter(|sum| *sum <= Amount::MAX.0)
                .ok_or(AmountError::TooLarge)?;
        }
        Ok(if negative { Amount(sum).negated() } else { Amount(sum) })
    }

    /// The sum of the two, if it is within bounds.
    #[must_use]
    pub fn plus(self, other: Amount) -> Option<Amount> {
        self.0.checked_add(other.0).filter(|sum| sum.unsigned_abs() <= Amount::MAX.0.unsigned_abs()).map(Amount)
    }

    /// This sum less the other, if it is within bounds.
    #[must_use]
    pub fn minus(self, other: Amount) -> Option<Amount> {
        self.plus(other.negated())
    }

    /// So many times this sum, if it is within bounds.
    #[must_use]
    pub fn times(self, count: u64) -> Option<Amount> {
        i64::try_from(count)
            .ok()
            .and_then(|count| self.0.checked_mul(count))
            .filter(|sum| sum.unsigned_abs() <= Amount::MAX.0.unsigned_abs())
            .map(Amount)
    }

    /// So many per cent of it, rounded half up: to whole units, or to hundredths of them.
    pub(crate) fn percent(self, rate: Amount, whole: bool) -> Amount {
        let unit: i128 = if whole { 100 } else { 1 };
        let parts = unit.saturating_mul(10_000);
        let exact = i128::from(self.0).saturating_mul(i128::from(rate.0)).saturating_add(parts / 2);
        let units = exact.checked_div_euclid(parts).unwrap_or(0).saturating_mul(unit);
        Amount(i64::try_from(units).unwrap_or(i64::MAX).min(Amount::MAX.0))
    }

    /// The units, if there are no decimals and the sum is not negative.
    #[must_use]
    pub fn units(self) -> Option<u64> {
        u64::try_from(self.0).ok().filter(|_| self.is_whole()).map(|sum| sum / 100)
    }

    /// The same sum with the other sign.
    #[must_use]
    pub fn negated(self) -> Amount {
        Amount(self.0.saturating_neg())
    }

    /// Whether there are no decimals.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0.checked_rem(100) == Some(0)
    }
}

fn read_exponent(text: &str) -> Result<i64, AmountError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AmountError::NotANumber);
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX).min(1_000_000_000);
    Ok(if text.starts_with('-') { size.saturating_neg() } else { size })
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, rest) = (size.checked_div(100).unwrap_or(0), size.checked_rem(100).unwrap_or(0));
        if self.0 < 0 {
            out.write_str("-")?;
        }
        if rest == 0 {
            write!(out, "{whole}")
        } else if rest.checked_rem(10) == Some(0) {
            write!(out, "{whole}.{}", rest.checked_div(10).unwrap_or(0))
        } else {
            write!(out, "{whole}.{rest:02}")
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_whole() {
            // A raw text is read once more before it is written; most sums need none.
            return serializer.serialize_i64(self.0 / 100);
        }
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Amount::read(raw.get()).map_err(|_| serde::de::Error::custom("not a sum of money"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_decimal_text_and_writes_the_shortest_form() {
        for (text, written) in [
            ("360", "360"),
            ("360.0", "360"),
            ("3.6e2", "360"),
            ("36000e-2", "360"),
            ("0.5", "0.5"),
            ("12.34", "12.34"),
            ("12.30", "12.3"),
            ("1.05", "1.05"),
            ("-1.5", "-1.5"),
            ("0e999999999999999999999", "0"),
            ("90071992547409.91", "90071992547409.91"),
        ] {
            assert_eq!(Amount::read(text).unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_keep() {
        for text in ["", "-", "1.", ".5", "1e", "1e+", "NaN", "1 ", "+1", "0x10", "1,5", "１"] {
            assert_eq!(Amount::read(text), Err(AmountError::NotANumber), "{text}");
        }
        for text in ["0.001", "1e-3", "1.005"] {
            assert_eq!(Amount::read(text), Err(AmountError::TooFine), "{text}");
        }
        for text in ["90071992547409.92", "1e30", "1e999999999999", "99999999999999999999"] {
            assert_eq!(Amount::read(text), Err(AmountError::TooLarge), "{text}");
        }
    }

    #[test]
    fn per_cent_are_rounded_half_up() {
        let sum = |text: &str| Amount::read(text).unwrap();
        for (amount, rate, whole, wanted) in [
            ("1000", "2.2", true, "22"),
            ("25", "2", true, "1"),
            ("24", "2", true, "0"),
            ("24", "2", false, "0.48"),
            ("0.25", "2", false, "0.01"),
            ("90071992547409.91", "100", false, "90071992547409.91"),
        ] {
            assert_eq!(sum(amount).percent(sum(rate), whole), sum(wanted), "{amount} {rate}");
        }
    }

    #[test]
    fn survives_json_without_a_float() {
        let sum = Amount::read("90071992547409.91").unwrap();
        let text = serde_json::to_string(&sum).unwrap();
        assert_eq!(text, "90071992547409.91");
        assert_eq!(serde_json::from_str::<Amount>(&text).unwrap(), sum);
    }
}
