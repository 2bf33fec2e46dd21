//! LINE Pay's identifiers. In Rust a transaction id is an integer, in
//! JavaScript it is text: 19 digits do not fit a double.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::json::{Json, Out};
use crate::text::{digits, number};

/// The number of a payment, a refund or a preapproved payment: 19 digits in
/// practice, at most 2^63 − 1. Read from a JSON number or from text, always
/// written as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct TransactionId(#[cfg_attr(target_arch = "wasm32", tsify(type = "string"))] u64);

impl TransactionId {
    /// The id as the number that LINE Pay uses.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// None: the default.
    #[cfg(feature = "client")]
    pub(crate) const NONE: TransactionId = TransactionId(0);

    /// Is it one, and not the default?
    #[cfg(feature = "client")]
    pub(crate) const fn is_known(self) -> bool {
        self.0 > 0
    }

    /// Its digits.
    pub(crate) fn text(self) -> String {
        digits(self.0)
    }

    const fn new(number: u64) -> Option<TransactionId> {
        if number == 0 || number > i64::MAX as u64 { None } else { Some(TransactionId(number)) }
    }
}

impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a value is not a transaction id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATransactionId;

impl fmt::Display for NotATransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a transaction id: digits up to 9223372036854775807 are expected")
    }
}

impl std::error::Error for NotATransactionId {}

impl FromStr for TransactionId {
    type Err = NotATransactionId;

    fn from_str(text: &str) -> Result<TransactionId, NotATransactionId> {
        if text.starts_with('0') {
            return Err(NotATransactionId);
        }
        number(text).and_then(TransactionId::new).ok_or(NotATransactionId)
    }
}

impl Serialize for TransactionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The merchant's order number: 1 to 100 bytes of UTF-8 in v2.
///
/// Compared byte for byte. Its limits are checked where a request is checked,
/// so that a reply with a longer one can still be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(transparent)]
pub struct OrderId(String);

impl OrderId {
    /// The greatest length: bytes in v2, characters after it.
    pub const MAX: usize = 100;

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for OrderId {
    fn from(text: &str) -> OrderId {
        OrderId(text.to_owned())
    }
}

impl From<String> for OrderId {
    fn from(text: String) -> OrderId {
        OrderId(text)
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The key of an automatic payment: `RK` and 13 of `[A-Z0-9]` in practice.
///
/// Whoever has it (and the channel's keys) can charge the buyer: treat it as a secret.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(transparent)]
pub struct RegKey(String);

impl RegKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Can it stand in a path? 1 to 64 ASCII letters and digits.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        (1..=64).contains(&self.0.len()) && self.0.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }
}

impl From<String> for RegKey {
    fn from(text: String) -> RegKey {
        RegKey(text)
    }
}

impl fmt::Debug for RegKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegKey(***)")
    }
}

/// As text: a JavaScript number cannot hold it.
impl Json for TransactionId {
    fn write(&self, out: &mut Out) {
        out.string(&self.text());
    }
}

impl Json for OrderId {
    fn write(&self, out: &mut Out) {
        out.string(self.as_str());
    }
}

impl Json for RegKey {
    fn write(&self, out: &mut Out) {
        out.string(self.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_is_refused() {
        for wrong in ["", "0", "-1", "1/../../x", "12\n", "9223372036854775808", "1e18", "０１", "007"] {
            assert_eq!(wrong.parse::<TransactionId>(), Err(NotATransactionId), "{wrong:?}");
        }
    }
}
