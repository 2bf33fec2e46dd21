//! The life of a payment and of a regKey: which states there are, which step
//! leads where, and what is left to capture or refund. One table of it all.

use serde::Serialize;

use crate::error::{Code, Error, Outcome, Retry};
use crate::id::{OrderId, RegKey, TransactionId};
use crate::json::{json, json_names};
use crate::money::Amount;
use crate::text::concat;

mod asked;
mod diagram;
mod learn;
mod row;
pub(crate) mod time;

pub use asked::Asked;
pub use diagram::mermaid;
pub use learn::Source;
pub use row::PaymentRow;
#[cfg(feature = "typed")]
pub(crate) use row::row_words;

pub use crate::wire::Step;

/// Where a payment stands, as far as the merchant knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum PaymentState {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Reserved; whether the buyer has approved is not known.
    Reserved,
    /// Reserved, and the buyer has not approved yet.
    Waiting,
    /// The buyer has approved.
    Approved,
    /// The buyer cancelled, or the time was up.
    Cancelled,
    /// The payment failed.
    Failed,
    /// The sum is held, not taken.
    Authorized,
    /// The authorisation was voided.
    Voided,
    /// The authorisation has expired.
    Lapsed,
    /// The money is taken.
    Captured,
    /// Something of it was given back.
    PartlyRefunded,
    /// All of it was given back.
    Refunded,
    /// Only a regKey was issued, without a charge (`payType: "PREAPPROVED"`, amount 0): there is nothing to take or
    /// give back.
    Registered,
}

/// What moves a payment from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The merchant's step.
    Step(Step),
    /// The buyer approves, cancels, or fails to pay.
    Buyer(&'static str),
    /// Time passes.
    Time(&'static str),
}

use PaymentState::{
    Approved, Authorized, Cancelled, Captured, Failed, Lapsed, PartlyRefunded, Refunded, Registered, Reserved, Unknown,
    Voided, Waiting,
};

/// The whole machine: from, by what, to (line-pay-api 8.1). The merchant's steps in it are the legal ones.
pub const TABLE: &[(PaymentState, Cause, PaymentState)] = &[
    (Reserved, Cause::Buyer("approves"), Approved),
    (Reserved, Cause::Buyer("cancels"), Cancelled),
    (Reserved, Cause::Buyer("fails to pay"), Failed),
    (Reserved, Cause::Time("20 minutes"), Cancelled),
    (Reserved, Cause::Step(Step::Confirm), Captured),
    (Reserved, Cause::Step(Step::Confirm), Authorized),
    (Reserved, Cause::Step(Step::Confirm), Registered),
    (Waiting, Cause::Buyer("approves"), Approved),
    (Waiting, Cause::Buyer("cancels"), Cancelled),
    (Waiting, Cause::Buyer("fails to pay"), Failed),
    (Waiting, Cause::Time("20 minutes"), Cancelled),
    (Approved, Cause::Step(Step::Confirm), Captured),
    (Approved, Cause::Step(Step::Confirm), Authorized),
    (Approved, Cause::Step(Step::Confirm), Registered),
    (Approved, Cause::Time("the confirm window closes"), Cancelled),
    (Authorized, Cause::Step(Step::Capture), Captured),
    (Authorized, Cause::Step(Step::Void), Voided),
    (Authorized, Cause::Time("authorizationExpireDate"), Lapsed),
    (Captured, Cause::Step(Step::Refund), PartlyRefunded),
    (Captured, Cause::Step(Step::Refund), Refunded),
    (PartlyRefunded, Cause::Step(Step::Refund), PartlyRefunded),
    (PartlyRefunded, Cause::Step(Step::Refund), Refunded),
];

/// A payment as far as the merchant knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PaymentLife {
    /// Where it stands.
    pub state: PaymentState,
    /// Its transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// The merchant's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The sum that was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// What was taken.
    pub captured: Amount,
    /// What was given back.
    pub refunded: Amount,
    /// What is left to give back.
    pub refundable: Amount,
    /// After this an authorisation lapses. ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// The key for automatic payments that this payment issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reg_key: Option<RegKey>,
    /// Does confirm also capture? Known from the reservation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captures: Option<bool>,
    /// false: the key has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reg_key_usable: Option<bool>,
}

json! {
    PaymentLife {
        = "state": state,
        ? "transactionId": transaction_id,
        ? "orderId": order_id,
        ? "currency": currency,
        ? "amount": amount,
        = "captured": captured,
        = "refunded": refunded,
        = "refundable": refundable,
        ? "authorizationExpireDate": authorization_expire_date,
        ? "regKey": reg_key,
        ? "captures": captures,
        ? "regKeyUsable": reg_key_usable,
    }
}

/// Why a step is not legal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Illegal {
    /// A stable name of the rule.
    pub rule: &'static str,
    /// What is wrong and what to do, in English.
    pub message: String,
}

impl PaymentLife {
    /// The state at `now` (milliseconds since 1970): an authorisation may have lapsed meanwhile.
    #[must_use]
    pub fn state_at(&self, now: u64) -> PaymentState {
        let expires = self.authorization_expire_date.as_deref().and_then(time::milliseconds);
        match self.state {
            Authorized if expires.is_some_and(|expires| now >= expires) => Lapsed,
            state => state,
        }
    }

    /// The steps that may be taken at `now`.
    #[must_use]
    pub fn legal_steps(&self, now: u64) -> Vec<Step> {
        Step::ALL.into_iter().filter(|step| self.allows(*step, None, now).is_ok()).collect()
    }

    /// May `step` be taken at `now`, with `amount` where it has one?
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn allows(&self, step: Step, amount: Option<Amount>, now: u64) -> Result<(), Illegal> {
        match step {
            Step::PreApproval | Step::RegKeyExpire => self.allows_reg_key(step),
            Step::Confirm | Step::Capture | Step::Void | Step::Refund => {
                self.allows_state(step, now)?;
                self.allows_amount(step, amount)
            }
        }
    }

    fn allows_state(&self, step: Step, now: u64) -> Result<(), Illegal> {
        let state = self.state_at(now);
        let listed = TABLE.iter().any(|(from, cause, _)| *from == state && *cause == Cause::Step(step));
        if listed || state == Unknown {
            return Ok(());
        }
        let advice = match (step, state) {
            (Step::Confirm, Waiting) => "the buyer has not approved yet; ask statusCheck until it says approved",
            (Step::Confirm, Authorized | Captured | PartlyRefunded | Refunded | Registered | Voided | Lapsed) => {
                "the payment is already confirmed"
            }
            (Step::Confirm, _) => "the reservation has ended; reserve again with a new orderId",
            (Step::Void, Captured | PartlyRefunded) => "the money is taken; refund it instead",
            (Step::Void, Voided) => "it is already voided",
            (Step::Capture, Captured | PartlyRefunded | Refunded) => "an authorisation is captured once",
            (Step::Capture, Lapsed) => "the authorisation has expired; the buyer has to pay again",
            (Step::Refund, Authorized) => "the money is not taken; void it instead",
            (Step::Refund, Refunded) => "everything is refunded already",
            (_, Registered) => "nothing was charged, only a regKey was issued; regKeyExpire ends it",
            _ => "there is nothing to take this step with",
        };
        let message = concat(&[step.as_str(), " is not possible on a payment that is ", state.as_str(), ": ", advice]);
        Err(Illegal { rule: "state", message })
    }

    fn allows_amount(&self, step: Step, amount: Option<Amount>) -> Result<(), Illegal> {
        let limit = match step {
            Step::Confirm | Step::Capture => self.amount,
            Step::Refund if self.state != Unknown => Some(self.refundable),
            _ => None,
        };
        let (Some(limit), Some(amount)) = (limit, amount) else {
            return Ok(());
        };
        let fits = if step == Step::Confirm { amount == limit } else { amount <= limit };
        // A registration is confirmed with its sum of 0.
        if fits && (amount.is_positive() || step == Step::Confirm) {
            return Ok(());
        }
        let bound = if step == Step::Confirm { "must be exactly" } else { "may be at most" };
        Err(Illegal {
            rule: "amount",
            message: concat(&[step.as_str(), " ", bound, " ", &limit.text(), ", not ", &amount.text()]),
        })
    }

    fn allows_reg_key(&self, step: Step) -> Result<(), Illegal> {
        let message = match (&self.reg_key, self.reg_key_usable) {
            (Some(_), Some(false)) => "the regKey has ended; the buyer has to register again",
            (Some(_), _) => return Ok(()),
            (None, _) if self.state == Unknown => return Ok(()),
            (None, _) => {
                "no regKey is known of this payment: only the reply to confirm has it, and no query returns it; \
                 register again, or refund"
            }
        };
        Err(Illegal { rule: "reg-key", message: concat(&[step.as_str(), ": ", message]) })
    }

    /// The error for a step that is not legal.
    ///
    /// # Errors
    /// [`Code::IllegalStep`]; nothing was sent.
    pub fn check(&self, step: Step, amount: Option<Amount>, now: u64) -> Result<(), Error> {
        self.allows(step, amount, now).map_err(|illegal| {
            let mut error = Error::new(Code::IllegalStep, Outcome::NotExecuted, Retry::Never, illegal.message);
            error.0.operation = Some(step.as_str());
            error
        })
    }
}

impl PaymentState {
    /// All states.
    pub const ALL: [PaymentState; 13] = [
        Unknown,
        Reserved,
        Waiting,
        Approved,
        Cancelled,
        Failed,
        Authorized,
        Voided,
        Lapsed,
        Captured,
        PartlyRefunded,
        Refunded,
        Registered,
    ];
}

json_names! {
    PaymentState {
        Unknown: "unknown",
        Reserved: "reserved",
        Waiting: "waiting",
        Approved: "approved",
        Cancelled: "cancelled",
        Failed: "failed",
        Authorized: "authorized",
        Voided: "voided",
        Lapsed: "lapsed",
        Captured: "captured",
        PartlyRefunded: "partly-refunded",
        Refunded: "refunded",
        Registered: "registered",
    }
}

#[cfg(test)]
mod tests;
