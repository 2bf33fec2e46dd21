//! A wrong signature, part by part beside the right one: what the call log keeps of it.

use serde::{Deserialize, Serialize};

/// A wrong signature beside the right one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Compared {
    pub(crate) expected: String,
    pub(crate) received: String,
    /// What is to be signed.
    pub(crate) over: Parts,
    /// What was, where that can be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signed: Option<Parts>,
}

/// What is signed, in the order in which it was put together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parts {
    pub(crate) secret: String,
    pub(crate) path: String,
    pub(crate) payload: String,
    pub(crate) nonce: String,
}

impl Compared {
    /// All texts in it.
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let parts = [Some(&mut self.over), self.signed.as_mut()].into_iter().flatten();
        let parts = parts.flat_map(|Parts { secret, path, payload, nonce }| [secret, path, payload, nonce]);
        [&mut self.expected, &mut self.received].into_iter().chain(parts)
    }
}
