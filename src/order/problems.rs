//! What the merchant is told of a visit: what happened, and what is left to do.

use super::payment::Payment;
use super::report::{Advice, Asked, Extra, Got, Problem, ProblemKind};
use super::terms::ShippingTerms;
use super::verdict::{CheckoutVerdict, State};
use crate::error::{Error, Outcome};
use crate::id::TransactionId;
use crate::money::Amount;
use crate::payment::PaymentRow;

fn problem(kind: ProblemKind, message: String, asked: &Asked, got: Got) -> Problem {
    Problem { kind, message, asked: asked.clone(), got, extras: Vec::new(), error: None }
}

/// LINE Pay refused a call for a reason that the merchant has to mend.
pub(crate) fn refused(error: &Error, asked: &Asked) -> Problem {
    let problem = problem(ProblemKind::Refused, error.to_string(), asked, Got::default());
    Problem { error: Some(error.report()), ..problem }
}

/// `kept` counts, the extras are too many.
pub(super) fn paid_twice(kept: &PaymentRow, extras: Vec<Extra>, asked: &Asked) -> Problem {
    let id = kept.transaction_id;
    let got = extras.first().map(|extra| Got {
        order_id: Some(kept.order_id.clone()),
        transaction_id: Some(extra.transaction_id),
        amount: extra.left,
        currency: Some(extra.currency.clone()),
    });
    let each = extras.iter().map(|extra| {
        let verb = if extra.advice == Advice::Refund { "refund" } else { "void" };
        let left = extra.left.map(|left| format!(" ({left} {} left)", extra.currency)).unwrap_or_default();
        format!("{verb} {}{left}", extra.transaction_id)
    });
    let advice = each.collect::<Vec<_>>().join(", ");
    let count = extras.len().saturating_add(1);
    let message = format!("the order has {count} payments; {id} counts, so {advice}");
    Problem { extras, ..problem(ProblemKind::PaidTwice, message, asked, got.unwrap_or_default()) }
}

/// The order's payment is over another sum, or in another currency.
pub(crate) fn amount_differs(got: Got, asked: &Asked) -> Problem {
    let message = "the order was paid with another sum or currency than quoted; look at it by hand".to_owned();
    problem(ProblemKind::AmountDiffers, message, asked, got)
}

/// Less is captured than was quoted, and nobody here knows of what.
pub(super) fn captured_less(row: &PaymentRow, asked: &Asked) -> Problem {
    let message = format!(
        "{} is captured for the order, less than the quoted sum: if you captured a part of its authorisation it is \
         paid; if it was reserved over a smaller sum it is not. This visit cannot know which, so nothing is delivered \
         for it",
        row.transaction_id
    );
    problem(ProblemKind::CapturedLess, message, asked, Got::row(row))
}

/// The payment is captured where it should only be authorised, or the other way about.
pub(crate) fn capture_differs(transaction: TransactionId, captured: bool, asked: &Asked) -> Problem {
    let (quoted, is) = if captured {
        ("only be authorised", "captured")
    } else {
        ("be captured at once", "only authorised: capture it or void it")
    };
    let message = format!(
        "the order was quoted to {quoted}, but {transaction} is {is}. Quote an orderId with one value of capture"
    );
    problem(ProblemKind::CaptureDiffers, message, asked, Got { transaction_id: Some(transaction), ..Got::default() })
}

/// The regKey of a PREAPPROVED order comes in confirm's reply alone. Where the confirm of `transaction` has made the
/// payment and its answer is lost, or came without a key, the merchant is told what is left to do.
pub(crate) fn lost_key(payment: &Payment, asked: &Asked, answered: bool, error: Option<&Error>) -> Problem {
    let (id, answer) = (payment.transaction_id, if answered { "held none" } else { "is lost" });
    let message = format!(
        "the order is paid by {id}, but its regKey is not known: it comes in confirm's answer alone, which {answer}, \
         and no query returns it. Unless another visit of this order brought it to onPaid, let the buyer register \
         again with a new PREAPPROVED order, or refund {id}"
    );
    let got = Got::payment(payment);
    Problem { error: error.map(Error::report), ..problem(ProblemKind::RegKeyLost, message, asked, got) }
}

/// A registration over nothing was confirmed before, by LINE Pay's word, and is listed nowhere: v2 has nothing else to
/// ask.
pub(crate) fn perhaps_registered(error: &Error, transaction: TransactionId, asked: &Asked) -> Problem {
    let message = format!(
        "LINE Pay says that {transaction} was confirmed before, and lists nothing of it: the registration is complete \
         or another one of the order is. Its regKey came in an answer that is lost. Let the buyer register again with \
         a new PREAPPROVED order"
    );
    let got = Got { transaction_id: Some(transaction), ..Got::default() };
    Problem { error: Some(error.report()), ..problem(ProblemKind::RegKeyLost, message, asked, got) }
}

/// A confirm for one order has charged another; with its answer lost, that is the worse of two
/// possibilities, and the merchant is told.
pub(crate) fn misdirected(error: &Error, got: Got, asked: &Asked) -> CheckoutVerdict {
    let what = if error.outcome() == Outcome::Executed {
        "this confirm has charged that one"
    } else {
        "that one is paid, perhaps by this confirm, whose answer is lost"
    };
    let message = format!(
        "the transaction belonged to another order, and {what}: do not deliver the asked order; the other order's own \
         page still ends in its receipt"
    );
    let problem = Problem { error: Some(error.report()), ..problem(ProblemKind::OtherOrder, message, asked, got) };
    CheckoutVerdict::because(State::Misdirected, error).and(problem)
}

/// A transaction of another order: it is not confirmed.
pub(crate) fn foreign(got: Got, asked: &Asked) -> CheckoutVerdict {
    let message = "a visit brought a transaction that is another order's; it was not confirmed".to_owned();
    CheckoutVerdict::of(State::Foreign).and(problem(ProblemKind::ForeignTransaction, message, asked, got))
}

/// LINE Pay refused to confirm the transaction over this sum (1153).
pub(crate) fn other_sum(error: &Error, transaction: TransactionId, sum: Amount, asked: &Asked) -> CheckoutVerdict {
    let got = Got { transaction_id: Some(transaction), ..Got::default() };
    let message = format!(
        "LINE Pay refused to confirm {transaction} over {sum} {}: it was reserved over another sum, for this order or \
         for another; it was not confirmed",
        asked.currency
    );
    let problem = problem(ProblemKind::ForeignTransaction, message, asked, got);
    CheckoutVerdict::because(State::Foreign, error).and(Problem { error: Some(error.report()), ..problem })
}

/// The buyer chose a shipping fee that the quote does not allow.
pub(crate) fn shipping_fee(fee: Amount, terms: ShippingTerms, asked: &Asked) -> CheckoutVerdict {
    let message = format!(
        "the buyer chose a shipping fee of {fee}, but the quote allows 0 to {} (maxShippingFeeAmount): nothing was \
         confirmed",
        terms.most
    );
    let got = Got { transaction_id: asked.transaction_id, ..Got::default() };
    CheckoutVerdict::of(State::Error).and(problem(ProblemKind::ShippingFee, message, asked, got))
}

/// The link was signed by another deployment of the shop.
pub(crate) fn outdated_link(asked: &Asked) -> Problem {
    let message = "the link was signed with the channel's default key, or for another version of LINE Pay: it was \
                   asked about, not confirmed. A buyer who approved it has to pay anew; keep the old signingKey \
                   second, and the old version running, until the last links are over"
        .to_owned();
    problem(ProblemKind::OutdatedLink, message, asked, Got::default())
}

/// The link has the form of a signed order, and none of the keys made it.
pub(crate) fn unknown_key(asked: &Asked) -> Problem {
    let message =
        "the link has the form of a signed order, but none of the shop's keys has signed it: somebody altered it, or \
                   a signingKey was replaced without keeping the old one second. What it asks for is not proved"
            .to_owned();
    problem(ProblemKind::UnknownKey, message, asked, Got::default())
}
