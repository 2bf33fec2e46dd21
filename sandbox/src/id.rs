//! Identifiers in LINE Pay's shapes, each drawn from the seed and a counter.
//!
//! With an unknown seed nobody can guess one; with a fixed seed a test gets the same ones each time.

use crate::clock::{Millis, day_in_utc9};
use sha2::{Digest, Sha512};

/// Last two digits of a payment's transaction id.
pub(crate) const PAYMENT: u64 = 10;
/// Last two digits of a refund's transaction id.
pub(crate) const REFUND: u64 = 11;
/// So many transaction ids of a kind has a day.
const TRANSACTIONS: u64 = 1_000_000_000;

fn draw(seed: &str, label: &str, count: u64) -> [u8; 64] {
    let mut hash = Sha512::new();
    for part in [label, seed] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(count.to_be_bytes());
    hash.finalize().into()
}

fn number(bytes: &[u8], below: u64) -> u64 {
    let number = bytes.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    number.checked_rem(below).unwrap_or(0)
}

/// `YYYYMMDD` in UTC+9, nine digits, then `kind`'s two.
pub(crate) fn transaction(seed: &str, count: u64, now: Millis, kind: u64) -> u64 {
    of_day(now, number(&draw(seed, "transaction", count), TRANSACTIONS), kind)
}

fn of_day(now: Millis, number: u64, kind: u64) -> u64 {
    let day = day_in_utc9(now).saturating_mul(TRANSACTIONS.saturating_mul(100));
    day.saturating_add(number.saturating_mul(100)).saturating_add(kind)
}

/// What a reservation is known by: all of it from one draw, since it is most of what a reservation costs.
#[derive(Debug)]
pub(crate) struct Reservation {
    /// The opaque id in a payment page's address: 86 characters, unpadded Base64 of the Base64 of 48 bytes.
    pub(crate) reserve_id: String,
    /// The twelve digits that a buyer may type into the LINE app.
    pub(crate) access_token: String,
    /// As [`transaction`] gives it; whether it is unused is still to be looked at.
    pub(crate) transaction_id: u64,
}

pub(crate) fn reservation(seed: &str, count: u64, now: Millis) -> Reservation {
    let bytes = draw(seed, "reservation", count);
    let (page, rest) = bytes.split_at_checked(48).unwrap_or((&bytes, &[]));
    let (token, transaction) = rest.split_at_checked(8).unwrap_or((rest, &[]));
    Reservation {
        reserve_id: base64(base64(page).as_bytes()),
        access_token: format!("{:012}", number(token, 1_000_000_000_000)),
        transaction_id: of_day(now, number(transaction, TRANSACTIONS), PAYMENT),
    }
}

/// A My Code of so many digits.
pub(crate) fn one_time_key(seed: &str, count: u64, digits: usize) -> String {
    draw(seed, "one time key", count)
        .iter()
        .take(digits)
        .map(|byte| char::from(b'0'.saturating_add(byte % 10)))
        .collect()
}

/// The name of the merchant in the simulator page's address.
pub(crate) fn merchant_key(seed: &str) -> String {
    draw(seed, "merchant", 0).iter().take(8).fold(String::new(), |key, byte| format!("{key}{byte:02x}"))
}

/// `RK` and 13 of `[A-Z0-9]`.
pub(crate) fn reg_key(seed: &str, count: u64) -> String {
    const ALPHABET: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    draw(seed, "reg key", count).chunks_exact(4).take(13).fold("RK".to_owned(), |mut key, bytes| {
        let place = usize::try_from(number(bytes, 36)).unwrap_or(0);
        key.push(ALPHABET.get(place).copied().map_or('A', char::from));
        key
    })
}

/// The ten digits of a channel id.
pub(crate) fn channel(seed: &str, count: u64) -> String {
    format!("17{:08}", number(&draw(seed, "channel", count), 100_000_000))
}

/// A channel secret: 32 hexadecimal digits.
pub(crate) fn secret(seed: &str, count: u64) -> String {
    draw(seed, "secret", count).iter().take(16).fold(String::new(), |secret, byte| format!("{secret}{byte:02x}"))
}

/// A number from 0 to below 1, the same for the same seed and count.
pub(crate) fn fraction(seed: &str, count: u64) -> f64 {
    const WHOLE: u64 = 1 << 53;
    // Both are below 2^53 or equal to it, which floats hold exactly.
    number(&draw(seed, "fault", count), WHOLE) as f64 / WHOLE as f64
}

/// A short form of a text of any length.
pub(crate) fn digest(text: &str) -> String {
    let bytes: [u8; 64] = Sha512::digest(text.as_bytes()).into();
    base64(bytes.get(..18).unwrap_or(&bytes))
}

/// Base64 without padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(bytes.len().saturating_add(2).saturating_mul(4) / 3);
    for part in bytes.chunks(3) {
        let at = |place: usize| part.get(place).copied().map_or(0, u32::from);
        let held = (at(0) << 16) | (at(1) << 8) | at(2);
        let all = [sixth(held >> 18), sixth(held >> 12), sixth(held >> 6), sixth(held)];
        text.extend_from_slice(all.get(..=part.len()).unwrap_or(&all));
    }
    // All of it is ASCII.
    String::from_utf8(text).unwrap_or_default()
}

fn sixth(value: u32) -> u8 {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let place = usize::try_from(value & 63).unwrap_or(0);
    ALPHABET.get(place).copied().unwrap_or(b'A')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_agrees_with_the_standard() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn ids_have_the_documented_shapes() {
        for count in 0..200 {
            let id = transaction("seed", count, 1_778_123_045_000, PAYMENT).to_string();
            assert!(id.len() == 19 && id.starts_with("20260507") && id.ends_with("10"), "{id}");
            let drawn = reservation("seed", count, 1_778_123_045_000);
            let page = &drawn.reserve_id;
            assert!(page.len() == 86 && page.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{page}");
            assert!(drawn.access_token.len() == 12 && drawn.access_token.bytes().all(|byte| byte.is_ascii_digit()));
            let id = drawn.transaction_id.to_string();
            assert!(id.len() == 19 && id.starts_with("20260507") && id.ends_with("10"), "{id}");
            let key = reg_key("seed", count);
            let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            assert!(key.len() == 15 && key.bytes().all(fits), "{key}");
        }
    }

    #[test]
    fn another_seed_gives_other_ids() {
        let of = |seed, count| {
            let drawn = reservation(seed, count, 0);
            [drawn.reserve_id, drawn.access_token, drawn.transaction_id.to_string()]
        };
        assert_eq!(of("a", 1), of("a", 1));
        for other in [of("b", 1), of("a", 2)] {
            for (one, two) in of("a", 1).iter().zip(&other) {
                assert_ne!(one, two);
            }
        }
    }
}
