//! The words of statusCheck.

use crate::json::json_names;
use crate::row::Field;
use serde::Serialize;

/// Where a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestStatus {
    /// 0000: the buyer has not approved yet.
    Waiting,
    /// 0110: the buyer has approved; confirm may be called.
    Approved,
    /// 0121: the buyer cancelled, or the time was up. Final.
    Cancelled,
    /// 0122: the payment failed. Final.
    Failed,
    /// 0123: the payment is confirmed. Final.
    Completed,
}

impl RequestStatus {
    /// All of them.
    pub const ALL: [RequestStatus; 5] = [
        RequestStatus::Waiting,
        RequestStatus::Approved,
        RequestStatus::Cancelled,
        RequestStatus::Failed,
        RequestStatus::Completed,
    ];
}

json_names! {
    RequestStatus {
        Waiting: "waiting",
        Approved: "approved",
        Cancelled: "cancelled",
        Failed: "failed",
        Completed: "completed",
    }
}

impl Field for RequestStatus {
    fn read(text: &str) -> Option<RequestStatus> {
        let word = String::read(text)?;
        RequestStatus::ALL.into_iter().find(|status| status.as_str() == word)
    }
}
