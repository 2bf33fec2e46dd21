//! What the merchant is told of a visit: what happened, and what is left to do.

use super::payment::Payment;
use super::report::{Advice, Asked, Extra, Got, Problem, ProblemKind};
use super::terms::ShippingTerms;
use super::verdict::{CheckoutVerdict, State, Verdict};
use crate::error::{Error, Outcome};
use crate::id::{OrderId, TransactionId};
use crate::money::Amount;
use crate::payment::PaymentRow;
use crate::text::{concat, digits};

#[inline(never)]
fn problem(kind: ProblemKind, message: &[&str], error: Option<&Error>, asked: &Asked, got: Got) -> Problem {
    let (message, error) = (concat(message), error.map(Error::report));
    Problem { kind, message, asked: asked.clone(), got, extras: Vec::new(), error }
}

/// LINE Pay refused a call for a reason that the merchant has to mend.
pub(crate) fn refused(error: &Error, asked: &Asked) -> Problem {
    problem(ProblemKind::Refused, &[&error.text()], Some(error), asked, Got::default())
}

/// One that says all there is to say.
pub(crate) fn plain(kind: ProblemKind, message: &[&str], asked: &Asked, got: Got) -> Problem {
    problem(kind, message, None, asked, got)
}

/// `kept` counts, the extras are too many.
pub(super) fn paid_twice(kept: &PaymentRow, extras: Vec<Extra>, asked: &Asked) -> Problem {
    twice(kept.transaction_id, &kept.order_id, extras, asked)
}

pub(super) fn twice(kept: TransactionId, order_id: &OrderId, extras: Vec<Extra>, asked: &Asked) -> Problem {
    let got = extras.first().map(|extra| Got {
        order_id: Some(order_id.clone()),
        transaction_id: Some(extra.transaction_id),
        amount: extra.left,
        currency: Some(extra.currency.clone()),
    });
    let mut advice = String::new();
    for extra in &extras {
        let verb = if extra.advice == Advice::Refund { "refund " } else { "void " };
        let left = extra.left.map(|left| concat(&[" (", &left.text(), " ", &extra.currency, " left)"]));
        let id = extra.transaction_id.text();
        let comma = if advice.is_empty() { "" } else { ", " };
        advice = concat(&[&advice, comma, verb, &id, &left.unwrap_or_default()]);
    }
    let (count, id) = (digits(extras.len().saturating_add(1) as u64), kept.text());
    let message = ["the order has ", &count, " payments; ", &id, " counts, so ", &advice];
    Problem { extras, ..problem(ProblemKind::PaidTwice, &message, None, asked, got.unwrap_or_default()) }
}

/// The order's payment is over another sum, or in another currency.
pub(crate) fn amount_differs(got: Got, asked: &Asked) -> Problem {
    let message = "the order was paid with another sum or currency than quoted; look at it by hand";
    problem(ProblemKind::AmountDiffers, &[message], None, asked, got)
}

/// Less is captured than was quoted, and nobody here knows of what.
pub(super) fn captured_less(row: &PaymentRow, asked: &Asked) -> Problem {
    let message = [
        &row.transaction_id.text(),
        " is captured for the order, less than the quoted sum: if you captured a part of its authorisation it is \
         paid; if it was reserved over a smaller sum it is not. This visit cannot know which, so nothing is delivered \
         for it",
    ];
    problem(ProblemKind::CapturedLess, &message, None, asked, Got::row(row))
}

/// The payment is captured where it should only be authorised, or the other way about.
pub(crate) fn capture_differs(transaction: TransactionId, captured: bool, asked: &Asked) -> Problem {
    let (quoted, is) = if captured {
        ("only be authorised", "captured")
    } else {
        ("be captured at once", "only authorised: capture it or void it")
    };
    let id = &transaction.text();
    let message =
        ["the order was quoted to ", quoted, ", but ", id, " is ", is, ". Quote an orderId with one value of capture"];
    problem(ProblemKind::CaptureDiffers, &message, None, asked, Got::transaction(transaction))
}

/// The regKey of a PREAPPROVED order comes in confirm's reply alone. Where the confirm of `transaction` has made the
/// payment and its answer is lost, or came without a key, the merchant is told what is left to do.
pub(crate) fn lost_key(payment: &Payment, asked: &Asked, answered: bool, error: Option<&Error>) -> Problem {
    let (id, answer) = (&payment.transaction_id.text(), if answered { "held none" } else { "is lost" });
    let message = [
        "the order is paid by ",
        id,
        ", but its regKey is not known: it comes in confirm's answer alone, which ",
        answer,
        ", and no query returns it. Unless another visit of this order brought it to onPaid, let the buyer register \
         again with a new PREAPPROVED order, or refund ",
        id,
    ];
    problem(ProblemKind::RegKeyLost, &message, error, asked, Got::payment(payment))
}

/// A registration over nothing was confirmed before, by LINE Pay's word, and is listed nowhere: v2 has nothing else to
/// ask.
pub(crate) fn perhaps_registered(error: &Error, transaction: TransactionId, asked: &Asked) -> Problem {
    let message = [
        "LINE Pay says that ",
        &transaction.text(),
        " was confirmed before, and lists nothing of it: the registration is complete or another one of the order is. \
         Its regKey came in an answer that is lost. Let the buyer register again with a new PREAPPROVED order",
    ];
    problem(ProblemKind::RegKeyLost, &message, Some(error), asked, Got::transaction(transaction))
}

/// A confirm for one order has charged another; with its answer lost, that is the worse of two
/// possibilities, and the merchant is told.
pub(crate) fn misdirected(error: &Error, got: Got, asked: &Asked) -> Verdict {
    let what = if error.outcome() == Outcome::Executed {
        "this confirm has charged that one"
    } else {
        "that one is paid, perhaps by this confirm, whose answer is lost"
    };
    let message = [
        "the transaction belonged to another order, and ",
        what,
        ": do not deliver the asked order; the other order's own page still ends in its receipt",
    ];
    let problem = problem(ProblemKind::OtherOrder, &message, Some(error), asked, got);
    CheckoutVerdict::because(State::Misdirected, error).and(problem)
}

/// A transaction of another order: it is not confirmed.
pub(crate) fn foreign(got: Got, asked: &Asked) -> Verdict {
    let message = "a visit brought a transaction that is another order's; it was not confirmed";
    CheckoutVerdict::of(State::Foreign).and(problem(ProblemKind::ForeignTransaction, &[message], None, asked, got))
}

/// The ledger has no such reservation of this order.
pub(crate) fn unreserved(transaction: Option<TransactionId>, asked: &Asked) -> Problem {
    let message = "the ledger knows no reservation of this order with this transaction: it was not confirmed. Links \
                   that were made before the ledger was in use are only asked about";
    let got = Got { transaction_id: transaction, ..Got::default() };
    problem(ProblemKind::ForeignTransaction, &[message], None, asked, got)
}

/// LINE Pay lists a payment of the order that the ledger has not recorded.
pub(crate) fn unrecorded(got: Got, asked: &Asked) -> Problem {
    let message = "LINE Pay lists a payment of this order that the ledger does not have: nothing was delivered for it. \
                   Look at it by hand";
    problem(ProblemKind::Unrecorded, &[message], None, asked, got)
}

/// LINE Pay refused to confirm the transaction over this sum (1153).
pub(crate) fn other_sum(error: &Error, transaction: TransactionId, sum: Amount, asked: &Asked) -> Verdict {
    let message = [
        "LINE Pay refused to confirm ",
        &transaction.text(),
        " over ",
        &sum.text(),
        " ",
        asked.currency.as_str(),
        ": it was reserved over another sum, for this order or for another; it was not confirmed",
    ];
    let got = Got::transaction(transaction);
    let problem = problem(ProblemKind::ForeignTransaction, &message, Some(error), asked, got);
    CheckoutVerdict::because(State::Foreign, error).and(problem)
}

/// The buyer chose a shipping fee that the quote does not allow.
pub(crate) fn shipping_fee(fee: Amount, terms: ShippingTerms, asked: &Asked) -> Verdict {
    let message = [
        "the buyer chose a shipping fee of ",
        &fee.text(),
        ", but the quote allows 0 to ",
        &terms.most.text(),
        " (maxShippingFeeAmount): nothing was confirmed",
    ];
    let got = Got { transaction_id: asked.transaction_id, ..Got::default() };
    CheckoutVerdict::of(State::Error).and(problem(ProblemKind::ShippingFee, &message, None, asked, got))
}

/// The link was signed by another deployment of the shop.
pub(crate) fn outdated_link(asked: &Asked) -> Problem {
    let message = "the link was signed with the channel's default key, or for another version of LINE Pay: it was \
                   asked about, not confirmed. A buyer who approved it has to pay anew; keep the old signingKey \
                   second, and the old version running, until the last links are over";
    problem(ProblemKind::OutdatedLink, &[message], None, asked, Got::default())
}

/// The link has the form of a signed order, and none of the keys made it.
pub(crate) fn unknown_key(asked: &Asked) -> Problem {
    let message = "the link has the form of a signed order, but none of the shop's keys has signed it: somebody \
                   altered it, or a signingKey was replaced without keeping the old one second. What it asks for is \
                   not proved";
    problem(ProblemKind::UnknownKey, &[message], None, asked, Got::default())
}
