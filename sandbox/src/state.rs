//! The life of a payment as one table: what each step does in each state.

use crate::code::Code;
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

/// Where a payment stands. [`State::Unanswered`], [`State::Expired`] and [`State::Lapsed`] are never stored: time makes
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// The buyer has not decided.
    #[default]
    #[serde(rename = "RESERVED")]
    Reserved,
    /// The buyer approved; confirm takes or authorises the money.
    #[serde(rename = "AUTHENTICATED")]
    Authenticated,
    /// The money is set aside; capture takes it, void lets it go.
    #[serde(rename = "AUTHORIZED")]
    Authorized,
    /// The merchant let the money go.
    #[serde(rename = "VOIDED")]
    Voided,
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
    Unanswered,
    /// Approved, but not confirmed in time.
    #[serde(rename = "EXPIRED", skip_deserializing)]
    Expired,
    /// Authorised, but not captured in time.
    #[serde(rename = "LAPSED", skip_deserializing)]
    Lapsed,
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
    /// The merchant captures what was authorised.
    Capture,
    /// The merchant lets go what was authorised.
    Void,
    /// The merchant refunds.
    Refund,
    /// The merchant asks how the request stands; the code is the answer.
    Ask,
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
    /// The payment moves to this state (confirm and refund decide by themselves whether it is all of it).
    Go(State),
    /// Already so.
    Stay,
    /// Not open to the buyer any more.
    Closed,
    /// Refused; for [`Step::Ask`] the answer.
    Refuse(Code),
}

use Field::{Closed, Go, Refuse, Setting, Stay};

const AGAIN: Field = Setting(|set| set.confirm_repeated);
const TAKEN: Field = Setting(|set| set.capture_repeated);
const PAID: Field = Setting(|set| set.void_captured);

#[rustfmt::skip]
const TABLE: [(State, [Field; 8]); 12] = [
    // state approve decline cancel confirm capture void refund ask
    (State::Reserved,       [Go(State::Authenticated), Go(State::Failed), Go(State::Cancelled), Refuse(1169),                         Refuse(1150),                      Refuse(1150),                   Refuse(1150),                         Refuse(0)]),
    (State::Authenticated,  [Stay,                     Closed,            Closed,               Go(State::Captured),                  Refuse(1150),                      Refuse(1150),                   Refuse(1150),                         Refuse(110)]),
    (State::Authorized,     [Closed,                   Closed,            Closed,               AGAIN,                                Go(State::Captured),               Go(State::Voided),              Setting(|set| set.refund_authorized), Refuse(123)]),
    (State::Voided,         [Closed,                   Closed,            Closed,               AGAIN,                                Setting(|set| set.capture_voided), Refuse(1165),                   Setting(|set| set.refund_voided),     Refuse(123)]),
    (State::Lapsed,         [Closed,                   Closed,            Closed,               AGAIN,                                Setting(|set| set.capture_lapsed), Setting(|set| set.void_lapsed), Setting(|set| set.refund_lapsed),     Refuse(123)]),
    (State::Captured,       [Closed,                   Closed,            Closed,               AGAIN,                                TAKEN,                             PAID,                           Go(State::PartlyRefunded),            Refuse(123)]),
    (State::PartlyRefunded, [Closed,                   Closed,            Closed,               AGAIN,                                TAKEN,                             PAID,                           Go(State::PartlyRefunded),            Refuse(123)]),
    (State::Refunded,       [Closed,                   Closed,            Closed,               AGAIN,                                TAKEN,                             PAID,                           Refuse(1165),                         Refuse(123)]),
    (State::Cancelled,      [Closed,                   Closed,            Stay,                 Setting(|set| set.confirm_cancelled), Refuse(1150),                      Refuse(1150),                   Refuse(1150),                         Refuse(121)]),
    (State::Failed,         [Closed,                   Stay,              Closed,               Setting(|set| set.confirm_failed),    Refuse(1150),                      Refuse(1150),                   Refuse(1150),                         Refuse(122)]),
    (State::Unanswered,     [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_lapsed),    Refuse(1150),                      Refuse(1150),                   Refuse(1150),                         Refuse(121)]),
    (State::Expired,        [Closed,                   Closed,            Closed,               Setting(|set| set.confirm_expired),   Refuse(1150),                      Refuse(1150),                   Refuse(1150),                         Setting(|set| set.status_expired)]),
];

impl State {
    /// What the table says to `step`.
    pub(crate) fn judge(self, step: Step, settings: &Settings) -> Verdict {
        let row = TABLE.iter().find(|(state, _)| *state == self).map(|(_, row)| row);
        let column = match step {
            Step::Approve => 0,
            Step::Decline => 1,
            Step::Cancel => 2,
            Step::Confirm => 3,
            Step::Capture => 4,
            Step::Void => 5,
            Step::Refund => 6,
            Step::Ask => 7,
        };
        match row.and_then(|row| row.get(column)) {
            Some(Go(state)) => Verdict::Go(*state),
            Some(Stay) => Verdict::Stay,
            Some(Closed) => Verdict::Closed,
            Some(Refuse(code)) => Verdict::Refuse(Code::of(*code)),
            Some(Setting(code)) => Verdict::Refuse(code(settings)),
            None => Verdict::Refuse(Code::INTERNAL),
        }
    }

    /// As it is told.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether money moved.
    pub(crate) fn is_paid(self) -> bool {
        matches!(self, State::Captured | State::PartlyRefunded | State::Refunded)
    }

    /// `payStatus` of what was authorised and never captured.
    pub(crate) fn authorization(self) -> Option<&'static str> {
        match self {
            State::Authorized => Some("AUTHORIZATION"),
            State::Voided => Some("VOIDED_AUTHORIZATION"),
            State::Lapsed => Some("EXPIRED_AUTHORIZATION"),
            _ => None,
        }
    }

    /// Whether confirm (or a charge by regKey) succeeded once: the order is used up.
    pub(crate) fn is_confirmed(self) -> bool {
        self.is_paid() || self.authorization().is_some()
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
            Unanswered,
            Expired,
            Lapsed,
            Authorized,
            Voided,
        ] {
            assert_eq!(TABLE.iter().filter(|(row, _)| *row == state).count(), 1, "{state:?}");
        }
    }
}
