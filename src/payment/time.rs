//! LINE Pay's dates: ISO 8601 in UTC with `Z` and seconds, as in `2026-05-07T03:04:05Z`.

/// Milliseconds since 1970; `None` for another form, which then decides nothing.
pub(crate) fn milliseconds(text: &str) -> Option<u64> {
    let number = |range: std::ops::Range<usize>| -> Option<u64> {
        let digits = text.get(range)?;
        crate::text::number(digits)
    };
    let mark = |at: usize, marks: &[u8]| text.as_bytes().get(at).is_some_and(|byte| marks.contains(byte));
    let marks = mark(4, b"-") && mark(7, b"-") && mark(10, b"T") && mark(13, b":") && mark(16, b":") && mark(19, b"Z.");
    if !marks || !text.ends_with('Z') {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_since_1970(year, month, day)?;
    let seconds = days.checked_mul(86_400)?.checked_add(hour.checked_mul(3_600)?)?;
    let seconds = seconds.checked_add(minute.checked_mul(60)?)?.checked_add(second)?;
    seconds.checked_mul(1_000)
}

/// The other way about, to the second.
#[cfg(feature = "client")]
#[allow(clippy::arithmetic_side_effects, reason = "of a number of milliseconds each is small")]
pub(crate) fn text(milliseconds: u64) -> String {
    // Far beyond the year 9999 nothing is a date.
    let seconds = milliseconds.min(253_402_300_799_999) / 1_000;
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let era = days / 146_097;
    let day = days % 146_097;
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 { (month + 3, year) } else { (month - 9, year + 1) };
    let mut text = String::new();
    let parts = [(year + era * 400, ""), (month, "-"), (date, "-"), (second / 3_600, "T"), (second / 60 % 60, ":")];
    for (number, mark) in parts.into_iter().chain([(second % 60, ":")]) {
        text.push_str(mark);
        if number < 10 {
            text.push('0');
        }
        text.push_str(&crate::text::digits(number));
    }
    text.push('Z');
    text
}

/// Counts from 1 March, so that the leap day is the last of its year.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let (year, month) =
        if month > 2 { (year, month.checked_sub(3)?) } else { (year.checked_sub(1)?, month.checked_add(9)?) };
    let leap_days = (year / 4).checked_sub(year / 100)?.checked_add(year / 400)?;
    let days_of_months = month.checked_mul(153)?.checked_add(2)? / 5;
    let days = year.checked_mul(365)?.checked_add(leap_days)?.checked_add(days_of_months)?.checked_add(day)?;
    // 1 January 1970 counted in the same way.
    days.checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn dates_count_from_1970() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2026-05-07T03:04:05Z", 1_778_123_045_000),
            ("2026-05-07T03:04:05.123Z", 1_778_123_045_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000),
            ("1970-01-01T00:59:60Z", 3_600_000),
            ("1970-01-01T23:00:00Z", 82_800_000),
        ] {
            assert_eq!(milliseconds(text), Some(expected), "{text}");
        }
        for wrong in [
            "",
            "2026-05-07",
            "2026-05-07T03:04:05+09:00",
            "2026-05x07T03:04:05Z",
            "2026-13-07T03:04:05Z",
            "2026-05-32T03:04:05Z",
            "2026-05-00T03:04:05Z",
            "2026-05-07T24:04:05Z",
            "2026-05-07T03:60:05Z",
            "2026-05-07T03:04:61Z",
            "２０２６-05-07T03:04:05Z",
            "2026-05-07T03:04:05",
            "2026-05-07T03:04:05.123",
            "2026-05-07T03:04:05+Z",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(milliseconds(wrong), None, "{wrong}");
        }
        let good = "2026-05-07T03:04:05Z";
        for (at, mark) in good.char_indices().filter(|(_, mark)| !mark.is_ascii_digit()) {
            let wrong: String = good.char_indices().map(|(place, kept)| if place == at { 'x' } else { kept }).collect();
            assert!(wrong.len() == good.len() && mark != 'x');
            assert_eq!(milliseconds(&wrong), None, "{wrong}");
        }
    }

    #[cfg(feature = "client")]
    #[test]
    fn a_date_is_read_as_it_was_written() {
        for day in 0..80_000 {
            let time = day * 86_400_000 + day % 86_400 * 1_000;
            assert_eq!(milliseconds(&super::text(time)), Some(time));
        }
        assert_eq!(super::text(1_778_123_045_999), "2026-05-07T03:04:05Z");
    }
}
