//! Settings that are more than on or off.

use crate::amount::Amount;
use crate::sum::CURRENCIES;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

/// One of LINE Pay's currencies.
pub(super) fn currency<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    match CURRENCIES.contains(&text.as_str()) {
        true => Ok(text),
        false => Err(D::Error::custom(format!("must be one of {}", CURRENCIES.join(", ")))),
    }
}

/// Which sign a refunded sum carries on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sign {
    /// `100`
    Positive,
    /// `-100`
    Negative,
}

impl Sign {
    pub(crate) fn of(self, amount: Amount) -> Amount {
        match self {
            Sign::Positive => amount,
            Sign::Negative => amount.negated(),
        }
    }
}

/// Who carries the payment (v4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Provider {
    /// A third-party payment provider.
    Tsp,
    /// An electronic payment institution.
    Epi,
}

/// What a query finds when asked for transaction ids and order ids at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mixed {
    /// Rows that match either.
    Union,
    /// Rows that match both.
    Intersection,
}

/// A body that is the JSON text `null`, where a body may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NullBody {
    /// 2101.
    Refuse,
    /// No body, but for refund, which would give everything back: 2101.
    ExceptRefund,
    /// No body.
    Take,
}

/// `payInfo` of a payment of 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NoPayInfo {
    /// `[]`
    Empty,
    /// No such field.
    Absent,
}
