//! What a buyer pays with.

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
}

impl Method {
    pub(crate) const ALL: [Method; 3] = [Method::CreditCard, Method::Balance, Method::Point];
}
