//! Texts put together. One function for each need, instead of formatting code or a generic join at every place: those
//! are a tenth of a module.

/// The parts, one after another.
#[inline(never)]
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut length = 0_usize;
    for part in parts {
        length = length.saturating_add(part.len());
    }
    let mut text = String::with_capacity(length);
    for part in parts {
        text.push_str(part);
    }
    text
}

/// The parts with something between them.
#[inline(never)]
pub(crate) fn join(parts: &[&str], between: &str) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(part);
    }
    text
}

/// The first line and the rest.
#[inline(never)]
pub(crate) fn line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// What follows so many lines. Tables of texts are one text: each by itself would have an address, which does not
/// compress.
#[inline(never)]
pub(crate) fn after_lines(text: &str, count: usize) -> &str {
    let mut rest = text;
    for _ in 0..count {
        rest = line(rest).1;
    }
    rest
}

/// A number in decimal.
#[inline(never)]
pub(crate) fn digits(number: u64) -> String {
    let mut text = String::new();
    push_digits(&mut text, number);
    text
}

/// Adds a number in decimal.
#[inline(never)]
pub(crate) fn push_digits(text: &mut String, number: u64) {
    let mut buffer = [b'0'; 20];
    let (mut rest, mut count) = (number, 0_usize);
    for place in buffer.iter_mut().rev() {
        if rest == 0 && count > 0 {
            break;
        }
        *place |= (rest % 10) as u8;
        rest /= 10;
        count = count.saturating_add(1);
    }
    let digits = buffer.get(buffer.len().saturating_sub(count)..).unwrap_or_default();
    text.push_str(std::str::from_utf8(digits).unwrap_or_default());
}

/// The number that digits spell, and nothing but digits; `None` where there are none, or too many.
#[inline(never)]
pub(crate) fn number(text: &str) -> Option<u64> {
    let mut number = 0_u64;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(digit.into())?;
    }
    (!text.is_empty()).then_some(number)
}

/// The same with a sign before it, or none.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let size = i64::try_from(number(text.strip_prefix(['-', '+']).unwrap_or(text))?).ok()?;
    if text.starts_with('-') { size.checked_neg() } else { Some(size) }
}

/// `template` with `value` in the place of `{name}`.
#[inline(never)]
pub(crate) fn filled(template: &str, name: &str, value: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        text.push_str(before);
        let Some((inner, after)) = tail.split_once('}') else { break };
        if inner == name {
            text.push_str(value);
        } else {
            text.push('{');
            text.push_str(inner);
            text.push('}');
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_everywhere() {
        for number in [0, 1, 9, 10, 99, 100, 12_345, 9_999_999_999_999_999_999, 10_000_000_000_000_000_000, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }

    #[test]
    fn only_digits_are_a_number() {
        assert_eq!((number("0"), number("007"), number(&u64::MAX.to_string())), (Some(0), Some(7), Some(u64::MAX)));
        for wrong in ["", "+1", "-1", " 1", "1e3", "１", "18446744073709551616"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn parts_come_together() {
        assert_eq!((concat(&["a", "", "bc"]), concat(&[])), ("abc".to_owned(), String::new()));
        assert_eq!(join(&["a", "b", "c"], ", "), "a, b, c");
        assert_eq!(filled("{a}, {b} and c", "b", "x"), "{a}, x and c");
    }
}
