//! Texts at random that LINE Pay takes.

use proptest::prelude::*;

/// Text without control characters and line separators that is not damaged: not empty, and of at most `most` of what
/// `length` counts.
pub(crate) fn text(most: usize, length: fn(char) -> usize) -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 1..=most).prop_map(move |chars| {
        let mut text = String::new();
        let mut left = most;
        let sound = |c: &char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffd}');
        for c in chars.into_iter().filter(sound) {
            if let Some(rest) = left.checked_sub(length(c)) {
                left = rest;
                text.push(c);
            }
        }
        if text.is_empty() { "訂".to_owned() } else { text }
    })
}

/// An order's number: no blanks at its ends, and no path of its own.
pub(crate) fn order_id(length: fn(char) -> usize) -> impl Strategy<Value = String> {
    text(100, length).prop_map(|text| match text.trim() {
        "" | "." | ".." => "訂".to_owned(),
        trimmed => trimmed.to_owned(),
    })
}
