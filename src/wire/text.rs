//! The rules of texts.

use super::request::Rules;
use crate::rule::Rule;
use crate::url::{Url, is_app_link};
use crate::version::Version;

/// The rule that a text breaks which goes into bodies and queries as it is. A slash is fine there.
pub(super) fn plain(text: &str, max: usize, rules: Rules) -> Option<Rule<'static>> {
    let breaks_lines = |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    let broken = !is_printable(text) && text.chars().any(breaks_lines);
    too_long(text, max, rules).or_else(|| broken.then_some(Rule::ControlCharacters))
}

/// The rule that a text breaks which people read.
pub(super) fn shown(text: &str, max: usize, rules: Rules) -> Option<Rule<'static>> {
    let odd = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    let broken = !is_printable(text) && text.chars().any(odd);
    too_long(text, max, rules).or_else(|| broken.then_some(Rule::ControlCharactersShown))
}

/// Most texts are printable ASCII, and need no look at each character.
fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, 0x20..0x7f))
}

fn too_long(text: &str, max: usize, rules: Rules) -> Option<Rule<'static>> {
    if rules.version == Version::V2 {
        let length = text.len();
        (length > max).then_some(Rule::MaxBytes { max, length })
    } else {
        // No text has more of them than bytes.
        let length = if text.len() > max { text.encode_utf16().count() } else { 0 };
        (length > max).then_some(Rule::MaxLength { max, length })
    }
}

/// The merchant's number of an order: as it is, for a query with one blank more or less finds nothing, and what is not
/// found passes for not paid.
pub(super) fn order_id(text: &str, max: usize, rules: Rules) -> Option<Rule<'static>> {
    match text {
        "" => Some(Rule::Empty),
        // Such a segment of a path leads one level up, in whatever way it is encoded.
        "." | ".." => Some(Rule::OrderDots),
        _ => plain(text, max, rules).or_else(|| (text.trim().len() != text.len()).then_some(Rule::Trimmed)),
    }
}

/// The greatest length of a URL (line-pay-api 3.1).
pub(super) const MAX_URL: usize = 500;

/// An https URL; http on this machine, where the API is there too.
pub(super) fn url(text: &str, rules: Rules) -> Option<Rule<'static>> {
    plain(text, MAX_URL, rules).or_else(|| match Url::read(text) {
        Some(url) if url.secure || (url.is_loopback() && rules.loopback) => None,
        Some(_) => Some(Rule::Https),
        None => Some(Rule::Url),
    })
}

/// The same, or a link into an app.
pub(crate) fn return_url(text: &str, rules: Rules) -> Option<Rule<'static>> {
    match url(text, rules) {
        Some(Rule::Url) if is_app_link(text) => None,
        Some(Rule::Url) => Some(Rule::ReturnUrl),
        other => other,
    }
}
