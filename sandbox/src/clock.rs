//! Calendar arithmetic on milliseconds since 1970 (UTC). The time itself comes in from the host.

/// Milliseconds since 1970-01-01T00:00:00Z, the clock's offset included.
pub(crate) type Millis = u64;

const DAY: u64 = 86_400_000;
/// The latest time that has a four-digit year: 9999-12-31T23:59:59Z.
const LATEST: Millis = 253_402_300_799_000;

/// `2026-05-07T03:04:05Z`: LINE Pay's form of dates.
pub(crate) fn iso(now: Millis) -> String {
    let now = now.min(LATEST);
    let (year, month, day) = date(now);
    let second = now.checked_rem(DAY).unwrap_or(0) / 1000;
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

/// The date in UTC+9 as the number YYYYMMDD: the beginning of every transaction id.
pub(crate) fn day_in_utc9(now: Millis) -> u64 {
    let (year, month, day) = date(now.min(LATEST).saturating_add(9 * 3_600_000).min(LATEST));
    year.saturating_mul(10_000).saturating_add(month.saturating_mul(100)).saturating_add(day)
}

/// Year, month and day of a time up to [`LATEST`] (Hinnant's civil-from-days).
fn date(now: Millis) -> (u64, u64, u64) {
    let days = (now / DAY).saturating_add(719_468);
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era =
        of_era.saturating_sub(of_era / 1460).saturating_add(of_era / 36_524).saturating_sub(of_era / 146_096) / 365;
    let of_year = of_era.saturating_sub(
        year_of_era.saturating_mul(365).saturating_add(year_of_era / 4).saturating_sub(year_of_era / 100),
    );
    let month_from_march = of_year.saturating_mul(5).saturating_add(2) / 153;
    let day = of_year.saturating_sub(month_from_march.saturating_mul(153).saturating_add(2) / 5).saturating_add(1);
    let january_or_later = month_from_march >= 10;
    let month = if january_or_later { month_from_march.saturating_sub(9) } else { month_from_march.saturating_add(3) };
    let year = era.saturating_mul(400).saturating_add(year_of_era).saturating_add(u64::from(january_or_later));
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dates() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(iso(1_778_123_045_999), "2026-05-07T03:04:05Z");
        assert_eq!(iso(u64::MAX), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn the_day_of_an_id_is_that_of_utc9() {
        assert_eq!(day_in_utc9(1_778_165_999_000), 20_260_507); // 14:59:59Z
        assert_eq!(day_in_utc9(1_778_166_000_000), 20_260_508); // 15:00:00Z
        assert_eq!(day_in_utc9(u64::MAX), 99_991_231);
    }
}
