//! The life of a payment as one table: what each step does in each state.

use crate::code::Code;
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

/// Where a payment stands. [`State::Lapsed`] and [`State::Expired`] are never stored: time makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// The buyer has not decided.
    #[serde(rename = "RESERVED")]
    Reserved,
    /// The buyer approved; confirm takes the money.
    #[serde(rename = "AUTHENTICATED")]
    Authenticated,
    /// Paid.
    #[serde(rename = "CAPTURED")]
    Captured,
    /// Paid, and a part given back.
    #[serde(rename = "PARTLY_REFUNDED")]
    PartlyRefunded,
    /// All of it given back.
    #[serde(rename = "REFUNDED")]
    Refunded,
    /// The buyer said no.
    #[serde(rename = "CANCELLED")]
    Cancelled,
    /// Declined.
    #[serde(rename = "FAILED")]
    Failed,
    /// The buyer did not decide in time.
    #[serde(rename = "EXPIRED", skip_deserializing)]
    Lapsed,
    /// Approved, but not confirmed in time.
    #[serde(rename = "EXPIRED", skip_deserializing)]
    Expired,
}

/// What can be done to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The buyer approves.
    Approve,
    /// The buyer's payment method is declined.
    Decline,
    /// The buyer cancels.
    Cancel,
    /// The merchant confirms.
    Confirm,
    /// The merchant refunds.
    Refund,
}

/// One field of the table.
#[derive(Clone, Copy)]
enum Field {
    /// The payment moves on.
    Go(State),
    /// Nothing changes and nobody minds.
    Stay,
    /// The buyer can no longer do that.
    Closed,
    /// LINE Pay refuses with this code.
    Refuse(u16),
    /// LINE Pay refuses with a code that is a setting.
    Setting(fn(&Settings) -> Code),
}

/// What the table says to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The payment moves to this state (a refund decides by itself whether it is all of it).
    Go(State),
    /// Already so.
    Stay,
    /// Not open to the buyer any more.
    Closed,
    /// Refused.
    Refuse(Code),
}

use Field::{Closed, Go, Refuse, Setting, Stay};

#[rustfmt::skip]
const TABLE: [(State, [Field; 5]); 9] = [
    // state                 approve                  decline           cancel               confirm                            refund
    (State::Reserved,       [Go(State::Authenticated), Go(State::Failed), Go(State::Cancelled), Refuse(1169),                      Refuse(1150)]),
    (State::Authenticated,  [Stay,                     Closed,            Closed,               Go(State::Captured),               Refuse(1150)]),
    (State::Captured,       [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_repeated),  Go(State::PartlyRefunded)]),
    (State::PartlyRefunded, [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_repeated),  Go(State::PartlyRefunded)]),
    (State::Refunded,       [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_repeated),  Refuse(1165)]),
    (State::Cancelled,      [Closed,                   Closed,            Stay,                 Setting(|set| set.confirm_cancelled), Refuse(1150)]),
    (State::Failed,         [Closed,                   Stay,              Closed,               Setting(|set| set.confirm_failed),    Refuse(1150)]),
    (State::Lapsed,         [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_lapsed),    Refuse(1150)]),
    (State::Expired,        [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_expired),   Refuse(1150)]),
];

impl State {
    /// What the table says to `step`.
    pub(crate) fn judge(self, step: Step, settings: &Settings) -> Verdict {
        let row = TABLE
            .iter()
            .find(|(state, _)| *state == self)
            .map(|(_, row)| row);
        let column = match step {
            Step::Approve => 0,
            Step::Decline => 1,
            Step::Cancel => 2,
            Step::Confirm => 3,
            Step::Refund => 4,
        };
        match row.and_then(|row| row.get(column)) {
            Some(Go(state)) => Verdict::Go(*state),
            Some(Stay) => Verdict::Stay,
            Some(Closed) => Verdict::Closed,
            Some(Refuse(code)) => Verdict::Refuse(Code(*code)),
            Some(Setting(code)) => Verdict::Refuse(code(settings)),
            None => Verdict::Refuse(Code(9000)),
        }
    }

    /// Whether money moved.
    pub(crate) fn is_paid(self) -> bool {
        matches!(
            self,
            State::Captured | State::PartlyRefunded | State::Refunded
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_row() {
        use State::*;
        for state in [
            Reserved,
            Authenticated,
            Captured,
            PartlyRefunded,
            Refunded,
            Cancelled,
            Failed,
            Lapsed,
            Expired,
        ] {
            assert_eq!(
                TABLE.iter().filter(|(row, _)| *row == state).count(),
                1,
                "{state:?}"
            );
        }
    }
}
