//! Calendar arithmetic on milliseconds since 1970 (UTC). The time itself comes in from the host.

use serde::{Deserialize, Serialize};

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
    let mut text = String::with_capacity(20);
    for (number, length, after) in
        [(year, 4, '-'), (month, 2, '-'), (day, 2, 'T'), (hour, 2, ':'), (minute, 2, ':'), (second % 60, 2, 'Z')]
    {
        digits(&mut text, number, length);
        text.push(after);
    }
    text
}

/// The last digits of a number. Each call of the API writes some times, and `format!` takes ten times as long.
fn digits(text: &mut String, number: u64, length: u32) {
    for place in (0..length).rev() {
        let digit = number.checked_div(10_u64.saturating_pow(place)).unwrap_or(0) % 10;
        text.push(u8::try_from(digit).map_or('0', |digit| char::from(b'0'.saturating_add(digit))));
    }
}

/// The date in UTC+9 as the number YYYYMMDD: the beginning of every transaction id.
pub(crate) fn day_in_utc9(now: Millis) -> u64 {
    let (year, month, day) = date(now.min(LATEST).saturating_add(9 * 3_600_000).min(LATEST));
    year.saturating_mul(10_000).saturating_add(month.saturating_mul(100)).saturating_add(day)
}

/// Reads `2026-05-07T03:04:05Z`, with a fraction of a second or without, or a date alone.
pub(crate) fn read(text: &str) -> Option<Millis> {
    let number = |text: &str, length: usize| -> Option<u64> {
        let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let time = time.strip_suffix('Z')?;
    let (time, fraction) = match time.split_once('.') {
        Some((time, fraction)) => (time, number(fraction.get(..3)?, 3)),
        None => (time, Some(0)),
    };
    let mut parts = time.splitn(3, ':');
    let (hour, minute, second) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    if year < 1970 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = hour.checked_mul(3600)?.checked_add(minute.checked_mul(60)?)?.checked_add(second)?;
    let millis = days(year, month, day)?.checked_mul(DAY)?.checked_add(seconds.checked_mul(1000)?)?;
    // A day that its month does not have is written as another.
    let written = iso(millis);
    (written.get(..10) == Some(date)).then_some(())?;
    fraction.and_then(|fraction| millis.checked_add(fraction))
}

/// Days since 1970 (Hinnant's days-from-civil).
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let shifted = if month > 2 { month.checked_sub(3)? } else { month.checked_add(9)? };
    let of_year = shifted.checked_mul(153)?.checked_add(2)?.checked_div(5)?.checked_add(day.checked_sub(1)?)?;
    let of_era = of_era.checked_mul(365)?.checked_add(of_era / 4)?.checked_sub(of_era / 100)?.checked_add(of_year)?;
    era.checked_mul(146_097)?.checked_add(of_era)?.checked_sub(719_468)
}

/// How the sandbox's time follows the host's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Running {
    /// A time of the host, and the sandbox's at that moment.
    host: Millis,
    at: Millis,
    /// So many times as fast; 0: it stands.
    pub(crate) speed: u64,
}

impl Default for Running {
    fn default() -> Running {
        Running { host: 0, at: 0, speed: 1 }
    }
}

impl Running {
    /// The sandbox's time.
    pub(crate) fn time(&self, host: Millis) -> Millis {
        self.at.saturating_add(host.saturating_sub(self.host).saturating_mul(self.speed))
    }

    /// From this moment on: another time, another speed.
    pub(crate) fn from(host: Millis, at: Millis, speed: u64) -> Running {
        Running { host, at, speed }
    }
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
    fn reads_what_it_writes_and_nothing_else() {
        for time in [0, 951_782_400_000, 1_778_123_045_000, LATEST] {
            assert_eq!(read(&iso(time)), Some(time));
        }
        assert_eq!(read("2026-05-07"), Some(1_778_112_000_000));
        assert_eq!(read("2026-05-07T03:04:05.123456Z"), Some(1_778_123_045_123));
        for bad in
            ["", "2026", "2026-02-30", "2026-13-01", "1969-12-31", "2026-05-07T25:00:00Z", "2026-05-07T03:04:05", "x"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn time_runs_as_fast_as_it_is_told() {
        let clock = Running::from(1000, 50_000, 60);
        assert_eq!((clock.time(1000), clock.time(2000), clock.time(500)), (50_000, 110_000, 50_000));
        assert_eq!(Running::from(1000, 5, 0).time(u64::MAX), 5);
        assert_eq!(Running::default().time(77), 77);
    }

    #[test]
    fn the_day_of_an_id_is_that_of_utc9() {
        assert_eq!(day_in_utc9(1_778_165_999_000), 20_260_507); // 14:59:59Z
        assert_eq!(day_in_utc9(1_778_166_000_000), 20_260_508); // 15:00:00Z
        assert_eq!(day_in_utc9(u64::MAX), 99_991_231);
    }
}
