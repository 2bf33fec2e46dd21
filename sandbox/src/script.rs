//! The script of a buyer: what happens on the payment page when no human sits before it.

use crate::clock::Millis;
use crate::method::{Method, Part};
use serde::{Deserialize, Serialize};

/// One act of the script; each reservation takes the next one, and the last one stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Act {
    pub(crate) action: Deed,
    /// Of this order alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) order_id: Option<String>,
    /// With `approve`: `CREDIT_CARD` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<Method>,
    /// With `approve`, in the place of `method`: several, each with its sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) methods: Vec<Part>,
    /// After the reservation, by the sandbox's clock.
    #[serde(default)]
    after_seconds: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Deed {
    Approve,
    Cancel,
    Decline,
    /// Nothing: the buyer has gone.
    Abandon,
}

/// What the buyer of one payment is going to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) at: Millis,
    pub(crate) act: Act,
}

impl Act {
    pub(crate) fn new(action: Deed, method: Option<Method>, after_seconds: u64) -> Act {
        Act { action, order_id: None, method, methods: Vec::new(), after_seconds }
    }

    /// What it comes to for a reservation of this moment.
    pub(crate) fn plan(&self, now: Millis) -> Option<Plan> {
        let at = now.saturating_add(self.after_seconds.saturating_mul(1000));
        (self.action != Deed::Abandon).then(|| Plan { at, act: self.clone() })
    }
}
