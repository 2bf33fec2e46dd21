//! What a buyer pays with.

use crate::amount::Amount;
use crate::sum::Sum;
use serde::{Deserialize, Serialize};

/// How the buyer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Method {
    /// A card.
    CreditCard,
    /// The buyer's LINE Pay balance.
    Balance,
    /// LINE points.
    Point,
    /// A coupon.
    Discount,
}

impl Method {
    pub(crate) const ALL: [Method; 4] = [Method::CreditCard, Method::Balance, Method::Point, Method::Discount];
}

/// One of several methods that pay a sum together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Part {
    pub(crate) method: Method,
    /// The rest of the sum if left out, which the last one may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<Amount>,
}

/// What one method pays of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) method: Method,
    pub(crate) amount: Amount,
}

/// The shares of a sum in this currency; why the parts do not make it up.
pub(crate) fn shares(parts: &[Part], sum: Amount, currency: &str) -> Result<Vec<Share>, &'static str> {
    const WRONG: &str = "methods: their sums are above 0 and add up to the amount; the last one may leave its own out";
    const FINE: &str = "methods: each sum is one in the payment's currency";
    let mut rest = sum;
    let mut shares = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let last = place.saturating_add(1) == parts.len();
        let amount = part.amount.or(last.then_some(rest)).ok_or(WRONG)?;
        rest = rest.minus(amount).filter(|rest| amount > Amount::ZERO && *rest >= Amount::ZERO).ok_or(WRONG)?;
        let amount = Sum::Kept(amount).in_currency(currency, 2101).map_err(|_| FINE)?;
        shares.push(Share { method: part.method, amount });
    }
    if rest == Amount::ZERO { Ok(shares) } else { Err(WRONG) }
}

/// What each method has of the part of a sum that begins after `from`.
pub(crate) fn part(shares: impl Iterator<Item = Share>, from: Amount, amount: Amount) -> Vec<Share> {
    let (mut skip, mut rest) = (from, amount);
    let mut parts = Vec::new();
    for share in shares {
        let skipped = skip.min(share.amount);
        let here = share.amount.minus(skipped).unwrap_or(Amount::ZERO).min(rest);
        skip = skip.minus(skipped).unwrap_or(Amount::ZERO);
        rest = rest.minus(here).unwrap_or(Amount::ZERO);
        if here > Amount::ZERO {
            parts.push(Share { amount: here, ..share });
        }
    }
    parts
}
