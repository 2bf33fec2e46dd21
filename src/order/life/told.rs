//! What a person should look at, in the words of the checkout's problems.

use super::paid::{KeyState, Money};
use super::record::{Record, Trouble, TroubleKind};
use crate::id::TransactionId;
use crate::order::problems::{amount_differs, capture_differs, lost_key, plain, twice};
use crate::order::{Asked, Got, Problem, ProblemKind};

impl Record {
    /// What the shop asked for, as it stands in reports.
    #[must_use]
    pub fn asked(&self, transaction_id: Option<TransactionId>) -> Asked {
        let order = &self.terms.order;
        let (amount, currency) = (order.amount, order.currency);
        Asked { order_id: self.order_id.clone(), transaction_id, amount, currency }
    }

    /// A problem of this order as the shop is told it.
    #[must_use]
    pub fn problem(&self, trouble: &Trouble) -> Problem {
        let asked = &self.asked(trouble.transaction);
        let transaction = trouble.transaction.unwrap_or_default();
        let got_it = if transaction.is_known() { Got::transaction(transaction) } else { Got::default() };
        let id = &if transaction.is_known() { transaction.text() } else { self.order_id.as_str().to_owned() };
        let payment = self.shown();
        let got = || payment.as_ref().map(Got::payment).unwrap_or_default();
        let work = self.work.as_ref().filter(|work| work.step.transaction == transaction);
        let step = work.map_or("a step", |work| work.step.step.as_str());
        match trouble.kind {
            TroubleKind::PaidTwice => {
                let kept = self.payment.as_ref().map(|paid| paid.transaction).unwrap_or_default();
                twice(kept, &self.order_id, self.others.clone(), asked)
            }
            TroubleKind::AmountDiffers => amount_differs(got(), asked),
            TroubleKind::CaptureDiffers => {
                let captured = self.payment.as_ref().is_some_and(|paid| paid.found.money == Money::Captured);
                capture_differs(transaction, captured, asked)
            }
            TroubleKind::Unknown => {
                let goes_on = work.is_some_and(|work| !work.stuck);
                let message = if goes_on {
                    [
                        "what became of ",
                        step,
                        " of ",
                        id,
                        " is still not known after many tries, which go on: do not make it anew. Look it up in LINE \
                         Pay's merchant centre; abandon the order to end this",
                    ]
                } else {
                    [
                        "what became of ",
                        step,
                        " of ",
                        id,
                        " cannot be found out by asking, so nothing more is done with the order: look it up in LINE \
                         Pay's merchant centre",
                    ]
                };
                plain(ProblemKind::Unknown, &message, asked, got_it)
            }
            TroubleKind::Refused => {
                let message = [
                    "a step of ",
                    id,
                    " was not carried out, for LINE Pay refused it or it never left: nothing was moved by it",
                ];
                plain(ProblemKind::Refused, &message, asked, got_it)
            }
            TroubleKind::ShippingFee => {
                let message = [
                    "the buyer of ",
                    id,
                    " chose a shipping fee that the quote does not allow (maxShippingFeeAmount): nothing was confirmed",
                ];
                plain(ProblemKind::ShippingFee, &message, asked, Got::transaction(transaction))
            }
            TroubleKind::OtherOrder => {
                let message =
                    ["LINE Pay answered for ", id, " as a transaction of another order: look at both by hand"];
                plain(ProblemKind::OtherOrder, &message, asked, got_it)
            }
        }
    }

    /// That the regKey is lost, where it is and the shop does not know yet.
    #[must_use]
    pub fn lost_key(&self) -> Option<Problem> {
        let payment = self.shown().filter(|_| self.reg_key == KeyState::Lost)?;
        Some(lost_key(&payment, &self.asked(Some(payment.transaction_id)), false, None))
    }
}
