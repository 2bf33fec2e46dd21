//! Which name a mistyped one was meant to be.

/// The known name that `name` was probably meant to be: of equally near ones the first in the alphabet.
#[inline(never)]
pub(super) fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    // Two letters that changed places are two mistakes, which a name of five may have.
    let limit = (name.len().saturating_add(1) / 3).clamp(1, 3);
    let mut best: Option<(usize, &'static str)> = None;
    for candidate in known.iter().copied() {
        let found = (distance(name, candidate), candidate);
        if found.0 <= limit && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Levenshtein distance in bytes, case ignored, of names no longer than 40 of them.
fn distance(a: &str, b: &str) -> usize {
    const MOST: usize = 40;
    if a.len() > MOST || b.len() > MOST {
        return usize::MAX;
    }
    // How far the beginning of `a` that was passed is from each beginning of `b`.
    let mut row = [0; MOST];
    for (place, cell) in row.iter_mut().enumerate() {
        *cell = place.saturating_add(1);
    }
    let mut last = b.len();
    for (passed, left) in a.bytes().enumerate() {
        let mut diagonal = passed;
        last = passed.saturating_add(1);
        for (cell, right) in row.iter_mut().zip(b.bytes()) {
            let change = diagonal.saturating_add(usize::from(!left.eq_ignore_ascii_case(&right)));
            diagonal = *cell;
            last = change.min(cell.saturating_add(1)).min(last.saturating_add(1));
            *cell = last;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_named_with_a_suggestion() {
        assert_eq!(nearest("refundAmont", &["transactionId", "refundAmount"]), Some("refundAmount"));
        assert_eq!(nearest("orderID", &["orderId", "amount"]), Some("orderId"));
        assert_eq!(nearest("fecth", &["fetch", "onEvent"]), Some("fetch"));
        assert_eq!(nearest("zzz", &["orderId", "amount"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
