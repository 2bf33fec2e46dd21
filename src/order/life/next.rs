//! What to do next with an order: the words in which [`plan`](super::plan) and its like answer.

use super::change::Change;
use super::charge::ChargeWish;
use super::heard::Heard;
use super::record::Terms;
use super::work::Move;
use crate::id::TransactionId;
use crate::money::Amount;
use crate::payment::PaymentRow;
use crate::return_code::ReturnCode;
use crate::text::concat;

/// Who looks at an order, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The buyer at confirmUrl, with the transaction that LINE Pay's callback names, and a shipping fee if it has one.
    Visit {
        /// The transaction.
        transaction: TransactionId,
        /// `shippingFeeAmount` of the callback.
        fee: Option<Amount>,
    },
    /// The buyer at cancelUrl.
    Cancel {
        /// The transaction.
        transaction: TransactionId,
    },
    /// The buyer wants to pay, over these terms.
    Pay(Box<Terms>),
    /// Nobody: the order is due.
    Sweep,
    /// Somebody of the shop.
    Operator(Act),
}

/// What somebody of the shop wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take what is authorised, or a part of it.
    Capture {
        /// How much; `None`: all of it.
        amount: Option<Amount>,
    },
    /// Set free what is authorised.
    Void,
    /// Give back what is captured.
    Refund {
        /// How much; `None`: all that is left.
        amount: Option<Amount>,
        /// The caller's name for this refund: up to 64 letters, digits and `-_.:`, and not "abandon". The same key
        /// gives back once.
        key: String,
    },
    /// Charge the buyer by regKey.
    Charge(Box<ChargeWish>),
    /// Take no payment for the order any more, and give back what was taken.
    Abandon,
    /// Say what became of the step in hand that cannot be found out by asking.
    Resolve {
        /// Was it carried out?
        done: bool,
    },
    /// Somebody has looked at the order's problems. A step that waits for [`Act::Resolve`] waits on, and so does a
    /// payment over another sum until it is given back.
    Dismiss,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing, and why.
    Rest(Rest),
    /// Read the record and plan once more.
    Again,
    /// Give the buyer the link of this reservation.
    Link(TransactionId),
    /// Reserve at LINE Pay, then ask [`reserved`](super::reserved).
    Reserve,
    /// Ask LINE Pay, which changes nothing, then [`answered`](super::answered).
    Ask(Question),
    /// Write the record that [`apply`](super::apply) makes by this change, then [`written`](super::written).
    Write(Change),
    /// Send the request of the step in hand, if the right to send has not ended, then [`answered`](super::answered).
    Send(Move),
    /// Call the shop's hook for the delivery of this key, if the right to call has not ended, then
    /// [`answered`](super::answered).
    Tell(String),
}

impl Next {
    /// What it is, for comparing with what was done before.
    #[must_use]
    pub fn name(&self) -> String {
        let (what, of) = match self {
            Next::Write(change) => return change.text(),
            Next::Ask(Question::Status { transaction, .. }) => ("status ", transaction.text()),
            Next::Ask(Question::Rows { transaction, .. }) => ("rows ", transaction.text()),
            Next::Send(step) => ("send ", step.transaction.text()),
            Next::Tell(key) => ("tell ", key.clone()),
            Next::Rest(_) | Next::Again | Next::Link(_) | Next::Reserve => ("", String::new()),
        };
        concat(&[what, &of])
    }
}

/// A question to LINE Pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// statusCheck (v3 and v4).
    Status {
        /// The transaction.
        transaction: TransactionId,
        /// Is a confirm of it in hand?
        again: bool,
        /// Is it asked a second time? Then some time after the first ([`Limits::details`](super::Limits)).
        second: bool,
        /// Does the buyer stand at confirmUrl?
        visit: bool,
        /// The shipping fee of the callback.
        fee: Option<Amount>,
    },
    /// The rows of the transaction's order: paymentCheck, in v2 after authCheck.
    Rows {
        /// The transaction that it is about.
        transaction: TransactionId,
        /// Why.
        why: Why,
        /// Is it asked a second time? Then some time after the first ([`Limits::details`](super::Limits)).
        second: bool,
    },
}

impl Question {
    /// Is it asked a second time?
    #[must_use]
    pub const fn is_second(&self) -> bool {
        match self {
            Question::Status { second, .. } | Question::Rows { second, .. } => *second,
        }
    }
}

/// Why rows are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// A step was taken over: what became of it?
    TakenOver,
    /// The answer to the step says nothing certain, or there is none.
    Unclear,
    /// The answer, this one, was that it had been done before.
    DoneBefore(ReturnCode),
    /// The answer was that there is nothing to do it with any more.
    Gone,
    /// The step was refused, and nothing moved by it.
    Refused,
    /// statusCheck says that the payment is complete.
    Complete,
    /// How does the payment stand?
    Look,
    /// A reserve was refused because LINE Pay has the orderId already: of a payment?
    Taken,
    /// A refund in part waits for a person: does LINE Pay list it by now?
    Waits,
    /// A person says that it was not made: does LINE Pay list it?
    NotDone,
}

/// Why there is nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rest {
    /// It is done, or was: the record says what there is to say.
    Settled,
    /// Somebody else has a step of the order in hand, or an attempt to call a hook.
    UnderWay,
    /// The right to call a hook has ended: whoever comes next goes on.
    Late,
    /// A step is still without a certain outcome.
    Later,
    /// A person has to settle the step in hand.
    Stuck,
    /// The buyer has not approved yet.
    NotApproved,
    /// The order has reserved no such transaction.
    Foreign,
    /// The reservation is withdrawn, superseded or dead.
    Over,
    /// The shop has abandoned the order.
    Abandoned,
    /// The shipping fee is not one that the terms allow.
    ShippingFee,
    /// The order has too many reservations that may still be paid.
    TooMany,
    /// A refund of this key and this amount is known: see [`Paid::refund`](super::Paid::refund). Or what came of a
    /// charge of this orderId.
    KnownKey,
    /// A refund of this key is known, with another amount; or a charge of this orderId, otherwise.
    KeyTaken,
    /// The order is charged by regKey, and takes no buyer's page; or it has one, and is not charged.
    OtherWay,
    /// The payment does not allow it: there is none, it is in another state, or less is left.
    NotPossible,
    /// "Not done" cannot be taken yet: a copy of the request may still arrive.
    TooEarly,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// LINE Pay did not answer a question.
    None,
    /// To statusCheck.
    Status(Status),
    /// The rows of an order.
    Rows(Vec<PaymentRow>),
    /// To a step.
    Step(Heard),
    /// Of a hook: did it take what it was told?
    Told(bool),
}

/// What statusCheck says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The buyer has not approved.
    Waiting,
    /// The buyer has approved; with v3's shipping fee, where one was chosen.
    Approved(Option<Amount>),
    /// Cancelled, failed, or the time was up: nothing comes of it.
    Over,
    /// It is confirmed.
    Complete,
}
