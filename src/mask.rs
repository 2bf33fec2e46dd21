//! Takes the secret out of what comes from outside, however it is written there.

use std::borrow::Cow;

/// One way in which a text is escaped within another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Json,
    Percent,
    Html,
}

use Layer::{Html, Json, Percent};

/// The layers that a secret is looked for under, the outermost first: JSON within JSON, an address within JSON, JSON in
/// an HTML page, and so on.
const READINGS: &[&[Layer]] = &[
    &[],
    &[Json],
    &[Json, Json],
    &[Json, Json, Json],
    &[Percent],
    &[Percent, Percent],
    &[Json, Percent],
    &[Json, Json, Percent],
    &[Html],
    &[Html, Html],
    &[Json, Html],
    &[Json, Json, Html],
    &[Html, Json],
    &[Html, Json, Json],
    &[Html, Percent],
];

/// `text` with `***` in place of every `secret`: as it stands, or with any of its characters escaped as JSON (once, or
/// again within itself), percent-encoding or HTML do it. Not as Base64: nothing in a call carries the secret in that
/// form.
///
/// A server that repeats a header, in its JSON, in the address of a redirect or on a gateway's page, must not spread
/// it. What was JSON stays JSON.
pub(crate) fn masked<'a>(text: &'a str, secret: &str) -> Cow<'a, str> {
    let mut clean = String::new();
    let Some(first) = secret.bytes().next() else { return Cow::Borrowed(text) };
    // What is copied, and what is looked at, goes so far.
    let (mut copied, mut at) = (0_usize, 0_usize);
    while let Some(byte) = text.as_bytes().get(at) {
        let begins = *byte == first || begins_escape(*byte);
        let candidate = text.as_bytes().get(at..).filter(|_| begins);
        let Some(length) = candidate.and_then(|candidate| length_of(candidate, secret.as_bytes())) else {
            at = at.saturating_add(1);
            continue;
        };
        clean.push_str(text.get(copied..at).unwrap_or_default());
        // A secret may begin with a letter that ends an escape, such as that of a line break.
        let marks = clean.bytes().rev().take_while(|byte| *byte == b'\\').count();
        clean.truncate(clean.len().saturating_sub(marks % 2));
        clean.push_str("***");
        at = at.saturating_add(length);
        copied = at;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(clean)
}

/// How many bytes of `text` spell `secret`, if it begins with it: of several readings the longest, which leaves no half
/// of an escape behind.
fn length_of(text: &[u8], secret: &[u8]) -> Option<usize> {
    let same = text.iter().zip(secret).take_while(|(a, b)| a == b).count();
    // Without an escape there is one reading, and nearly always it ends at once.
    if !text.iter().take(same.saturating_add(1)).any(|byte| begins_escape(*byte)) {
        return (same == secret.len()).then_some(same);
    }
    READINGS.iter().filter_map(|layers| spelt(text, secret, layers)).max()
}

#[inline(always)]
const fn begins_escape(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&')
}

fn spelt(text: &[u8], secret: &[u8], layers: &[Layer]) -> Option<usize> {
    secret.iter().try_fold(0, |at, expected| {
        let (byte, next) = unit(text, at, layers)?;
        (byte == *expected).then_some(next)
    })
}

/// The character at `at` when `layers` are taken off, and where the next one begins. `None` at the end and for what is
/// no visible ASCII character.
#[inline(never)]
fn unit(text: &[u8], at: usize, layers: &[Layer]) -> Option<(u8, usize)> {
    let Some((layer, outer)) = layers.split_last() else {
        return Some((*text.get(at)?, at.checked_add(1)?));
    };
    let (byte, next) = unit(text, at, outer)?;
    let number = |digits: usize, from: usize| {
        (0..digits).try_fold((0_u32, from), |(number, at), _| {
            let (digit, next) = unit(text, at, outer)?;
            Some((number.checked_mul(16)?.checked_add(char::from(digit).to_digit(16)?)?, next))
        })
    };
    let (number, next) = match (layer, byte) {
        (Layer::Json, b'\\') => match unit(text, next, outer)? {
            (b'u', next) => number(4, next)?,
            (b'b' | b'f' | b'n' | b'r' | b't', _) => return None,
            plain => return Some(plain),
        },
        (Layer::Percent, b'%') => number(2, next)?,
        (Layer::Html, b'&') => return entity(text, next, outer),
        _ => return Some((byte, next)),
    };
    Some((u8::try_from(number).ok()?, next))
}

/// The character of an HTML entity behind its `&`.
#[inline(never)]
fn entity(text: &[u8], mut at: usize, outer: &[Layer]) -> Option<(u8, usize)> {
    const MOST: usize = 8;
    let mut name = Vec::new();
    while name.len() < MOST {
        let (byte, next) = unit(text, at, outer)?;
        at = next;
        if byte != b';' {
            name.push(byte);
            continue;
        }
        let (digits, radix) = match name.as_slice() {
            b"amp" => return Some((b'&', at)),
            b"quot" => return Some((b'"', at)),
            b"apos" => return Some((b'\'', at)),
            b"lt" => return Some((b'<', at)),
            b"gt" => return Some((b'>', at)),
            [b'#', b'x' | b'X', digits @ ..] => (digits, 16),
            [b'#', digits @ ..] => (digits, 10),
            _ => return None,
        };
        let number = u8::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
        return Some((number, at));
    }
    None
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Layer, READINGS, masked};
    use proptest::prelude::*;

    /// `text` escaped once; of each character that need not be, `choice` decides.
    fn escaped(text: &str, layer: Layer, choice: &mut impl Iterator<Item = u8>) -> String {
        let one = |plain: char| {
            let how = choice.next().unwrap_or_default();
            let code = u32::from(plain);
            match layer {
                Layer::Json if how.is_multiple_of(4) => format!("\\u{code:04x}"),
                Layer::Json if how % 4 == 1 && !plain.is_ascii_alphanumeric() => format!("\\u{code:04X}"),
                Layer::Json if matches!(plain, '"' | '\\') || (plain == '/' && how % 4 == 2) => format!("\\{plain}"),
                Layer::Percent if plain == '%' || how.is_multiple_of(3) => format!("%{code:02X}"),
                Layer::Html if plain == '"' && how.is_multiple_of(3) => "&quot;".to_owned(),
                Layer::Html if plain == '&' && how % 3 != 1 => "&amp;".to_owned(),
                Layer::Html if plain == '&' || how % 3 == 1 => format!("&#{code};"),
                Layer::Html if how.is_multiple_of(5) => format!("&#x{code:x};"),
                _ => plain.to_string(),
            }
        };
        text.chars().map(one).collect()
    }

    fn secrets() -> impl Strategy<Value = String> {
        // Mostly what is escaped somewhere.
        let byte = prop_oneof![Just(b'"'), Just(b'\\'), Just(b'/'), Just(b'&'), Just(b'%'), Just(b'<'), b'0'..=b'9'];
        let half = || prop::collection::vec(byte.clone(), 2..20);
        // Nothing but quotes could be those of the JSON around it.
        (half(), half()).prop_map(|(a, b)| a.into_iter().chain(*b"x").chain(b).map(char::from).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_secret_is_found_in_every_mixture_of_escapes(
            secret in secrets(),
            choices in prop::collection::vec(0_u8.., 60),
        ) {
            let mut choices = choices.into_iter().cycle();
            for layers in READINGS {
                let inside_out = layers.iter().rev();
                let written = inside_out.fold(secret.clone(), |text, layer| escaped(&text, *layer, &mut choices));
                let text = format!("茶[{written}]茶");
                prop_assert_eq!(masked(&text, &secret), "茶[***]茶", "{:?}: {}", layers, written);
            }
        }

        #[test]
        fn what_was_json_is_json_without_the_secret(
            secret in secrets(), before in "[a-c\n茶\\\\\"]*", after in "[a-c\n茶\\\\\"]*", depth in 1..4,
        ) {
            let mut value = serde_json::json!({
                "a": format!("{before}{secret}{after}"),
                secret.as_str(): [secret.as_str()],
            });
            for _ in 1..depth {
                value = serde_json::json!({ "cause": value.to_string() });
            }
            let text = value.to_string();
            let clean = masked(&text, &secret);
            let mut read: serde_json::Value = serde_json::from_str(&clean).unwrap_or_default();
            for _ in 1..depth {
                let cause = read.get("cause").and_then(|cause| cause.as_str()).unwrap_or_default();
                read = serde_json::from_str(cause).unwrap_or_default();
            }
            prop_assert_eq!(read.get("***"), Some(&serde_json::json!(["***"])), "{}", clean);
            let text = read.get("a").and_then(|text| text.as_str());
            prop_assert!(text.is_some_and(|text| !text.contains(&secret)), "{}", clean);
        }

        #[test]
        fn nothing_else_is_touched(text in ".*") {
            prop_assert_eq!(masked(&text, "0123456789abcdef0123456789abcdef"), text.as_str());
        }
    }

    #[test]
    fn half_a_secret_is_none_and_many_backslashes_take_no_time() {
        let secret = "ab\"cd";
        for other in
            ["ab\"c", "b\"cd", "ab cd", "ab\\", "%", "&", "&;", "&#;", "\\u00", "ab%2", "ab&quot", "ab&nbsp;cd"]
        {
            assert_eq!(masked(other, secret), other);
        }
        let long = "\\".repeat(1 << 18);
        assert_eq!(masked(&long, secret), long.as_str());
        assert_eq!(masked("x", ""), "x");
        assert_eq!(masked(r#"{"a":"\nabc"}"#, "nabc"), r#"{"a":"***"}"#);
    }
}
