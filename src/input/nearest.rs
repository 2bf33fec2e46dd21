//! Which name a mistyped one was meant to be.

/// The known name that `name` was probably meant to be.
#[inline(never)]
pub(super) fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    // Two letters that changed places are two mistakes, which a name of five may have.
    let limit = (name.len().saturating_add(1) / 3).clamp(1, 3);
    let distances = known.iter().map(|candidate| (distance(name, candidate), *candidate));
    distances.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Levenshtein distance, case ignored, of names no longer than 40 characters.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    if a.len() > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut previous = i.saturating_add(1);
        let mut next = vec![previous];
        for (right, above) in b.chars().zip(row.iter().skip(1)) {
            let change = diagonal.saturating_add(usize::from(left != right));
            previous = change.min(above.saturating_add(1)).min(previous.saturating_add(1));
            diagonal = *above;
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
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
