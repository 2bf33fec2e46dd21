//! Safeguards taken away, one at a time: each has to be missed.

use crate::crowd::Crowd;
use crate::kind::Kind;
use linepay_edge::order::life::Rule;

/// So many orders have to be enough.
pub(crate) const ENOUGH: u64 = 20_000;

/// Why a safeguard's absence breaks nothing here, or hardly ever.
pub(crate) const fn excuse(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::LostWriteReread => Some("serves speed: whoever comes next goes on"),
        Rule::AllAsksFirst => Some("serves speed: LINE Pay guards what gives back all that is left"),
        Rule::LinkAgain => Some("serves buyers: they are given the same page again"),
        _ => None,
    }
}

/// After how many orders the absence of a safeguard is noticed, and by which property.
pub(crate) fn first(rule: Rule, seed: u64, kind: Option<Kind>, threads: usize) -> Option<(u64, &'static str)> {
    let crowd =
        Crowd { seed, orders: ENOUGH, kind, without: Some(rule), until: None, threads, first: true, told: false };
    let sum = crowd.run();
    sum.broken.first_key_value().map(|(order, (property, _))| (order + 1, *property))
}
