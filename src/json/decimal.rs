//! Numbers as JSON spells them, without a float.

use crate::text::number;

/// A decimal: digits without zeros at either end, and the power of ten that they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    digits: u64,
    power: i32,
    /// How many digits there are; more than 19 are not kept.
    count: i32,
}

impl Decimal {
    /// Of a number that JSON spells.
    pub(crate) fn of(text: &str) -> Decimal {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let size = number(exponent.trim_start_matches(['+', '-'])).and_then(|size| i32::try_from(size).ok());
        // Beyond an i32 it is as good as endless, either way.
        let mut power = match (exponent.starts_with('-'), size) {
            (false, size) => size.unwrap_or(i32::MAX),
            (true, size) => size.map_or(i32::MIN, |size| 0_i32.saturating_sub(size)),
        };
        let fraction = mantissa.split_once('.').map_or("", |(_, fraction)| fraction);
        let (mut digits, mut count, mut zeros) = (0_u64, 0_i32, 0_i32);
        // A point, where there is one, is no digit.
        for byte in mantissa.bytes().filter(u8::is_ascii_digit) {
            let digit = byte.wrapping_sub(b'0');
            if digit == 0 {
                // At the end they only count, in front not even that.
                zeros = zeros.saturating_add(i32::from(count > 0));
                continue;
            }
            for _ in 0..zeros.min(20) {
                digits = digits.saturating_mul(10);
            }
            digits = digits.saturating_mul(10).saturating_add(digit.into());
            count = count.saturating_add(zeros).saturating_add(1);
            zeros = 0;
        }
        power = power.saturating_sub(i32::try_from(fraction.len()).unwrap_or(i32::MAX)).saturating_add(zeros);
        Decimal { negative, digits, power, count }
    }

    /// A whole number?
    pub(crate) fn is_whole(self) -> bool {
        self.digits == 0 || self.power >= 0
    }

    /// How many digits stand in front of the point; 0 below 1.
    pub(crate) fn whole_digits(self) -> i32 {
        if self.digits == 0 { 0 } else { self.count.saturating_add(self.power).max(0) }
    }

    /// `10^places` times the number, where that is a whole one of 18 digits at most.
    pub(crate) fn scaled(self, places: i32) -> Option<i64> {
        if self.digits == 0 {
            return Some(0);
        }
        let power = self.power.saturating_add(places);
        if power < 0 || self.count.saturating_add(power) > 18 {
            return None;
        }
        let scale = 10_i64.checked_pow(u32::try_from(power).ok()?)?;
        let value = i64::try_from(self.digits).ok()?.checked_mul(scale)?;
        if self.negative { value.checked_neg() } else { Some(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_and_zeros_at_either_end_are_none() {
        for (text, scaled) in [
            ("0", Some(0)),
            ("-0.000", Some(0)),
            ("0e999999999999", Some(0)),
            ("360", Some(36_000)),
            ("360.0", Some(36_000)),
            ("9.99", Some(999)),
            ("-9.5", Some(-950)),
            ("1.0E7", Some(1_000_000_000)),
            ("100e-2", Some(100)),
            ("1050000e-5", Some(1_050)),
            ("0.01", Some(1)),
            ("0.001", None),
            ("9.990000000000000000000000000000000000001", None),
            ("9999999999999999", Some(999_999_999_999_999_900)),
            ("99999999999999999", None),
            ("1e300", None),
            ("1e-300", None),
            ("1e99999999999", None),
            ("1e-99999999999", None),
            ("100000000000000000000000000000000000001", None),
        ] {
            assert_eq!(Decimal::of(text).scaled(2), scaled, "{text}");
        }
    }

    #[test]
    fn what_is_whole_and_how_long_it_is() {
        for (text, whole, digits) in [
            ("0", true, 0),
            ("10", true, 2),
            ("1e13", true, 14),
            ("0.1", false, 0),
            ("12.5", false, 2),
            ("12.50e1", true, 3),
            ("0.000001e3", false, 0),
        ] {
            let decimal = Decimal::of(text);
            assert_eq!((decimal.is_whole(), decimal.whole_digits()), (whole, digits), "{text}");
        }
    }
}
