//! What the merchant is told of a visit: what happened, and what is left to do.

use super::token::Order;
use super::verdict::{Asked, CheckoutVerdict, Got, Payment, Problem, ProblemKind, State};
use crate::error::{Error, Outcome};
use crate::id::TransactionId;
use crate::operations::PaymentRow;

/// LINE Pay refused a call for a reason that the merchant has to mend.
pub(super) fn refused(error: &Error, asked: &Asked) -> Problem {
    Problem {
        kind: ProblemKind::Refused,
        message: error.to_string(),
        asked: asked.clone(),
        got: Got::default(),
        error: Some(error.report()),
    }
}

/// `row` counts, `other` is one too many.
pub(super) fn paid_twice(row: &PaymentRow, other: &PaymentRow, asked: &Asked) -> Problem {
    let (kept, extra) = (row.transaction_id, other.transaction_id);
    Problem {
        kind: ProblemKind::PaidTwice,
        message: format!("the order has two payments, {kept} and {extra}; {kept} counts, refund {extra}"),
        asked: asked.clone(),
        got: Got::row(other),
        error: None,
    }
}

/// The regKey of a PREAPPROVED order comes in confirm's reply alone. Where this visit's confirm has made the payment,
/// or cannot tell whether it has, and no key came, the merchant is told what is left to do.
pub(super) fn without_reg_key(
    verdict: CheckoutVerdict,
    order: &Order,
    transaction: TransactionId,
    asked: &Asked,
    error: Option<&Error>,
) -> CheckoutVerdict {
    let made = matches!(verdict.state, State::Paid | State::Authorized);
    let keyless = |payment: &&Payment| payment.transaction_id == transaction && payment.reg_key.is_none();
    let Some(payment) = verdict.payment.as_ref().filter(|_| made && order.preapproved).filter(keyless) else {
        return verdict;
    };
    let (id, answer) = (payment.transaction_id, if error.is_some() { "is lost" } else { "held none" });
    let problem = Problem {
        kind: ProblemKind::RegKeyLost,
        message: format!(
            "the order is paid by {id}, but its regKey is not known: it comes in confirm's answer alone, which {answer}, \
             and no query returns it. Unless another visit of this order brought it to onPaid, let the buyer register \
             again with a new PREAPPROVED order, or refund {id}"
        ),
        asked: asked.clone(),
        got: Got {
            order_id: Some(payment.order_id.clone()),
            transaction_id: Some(id),
            amount: Some(payment.amount),
            currency: Some(payment.currency.as_str().to_owned()),
        },
        error: error.map(Error::report),
    };
    verdict.and(problem)
}

/// A confirm for one order has charged another; with its answer lost, that is the worse of two
/// possibilities, and the merchant is told.
pub(super) fn misdirected(error: &Error, got: Got, asked: &Asked) -> CheckoutVerdict {
    let what = if error.outcome() == Outcome::Executed {
        "this confirm has charged that one"
    } else {
        "that one is paid, perhaps by this confirm, whose answer is lost"
    };
    let problem = Problem {
        kind: ProblemKind::OtherOrder,
        message: format!(
            "the transaction belonged to another order, and {what}: do not deliver the asked order; \
             the other order's own page still ends in its receipt"
        ),
        asked: asked.clone(),
        got,
        error: Some(error.report()),
    };
    CheckoutVerdict::because(State::Misdirected, error).and(problem)
}

/// A transaction that is not this order's: nothing moves.
pub(super) fn foreign(got: Got, asked: &Asked) -> CheckoutVerdict {
    CheckoutVerdict::of(State::Foreign).and(Problem {
        kind: ProblemKind::ForeignTransaction,
        message: "a visit brought a transaction that is not this order's; nothing was confirmed for it".to_owned(),
        asked: asked.clone(),
        got,
        error: None,
    })
}
