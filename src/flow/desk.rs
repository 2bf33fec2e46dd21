//! What somebody of the shop asks of an order, in the words of the package, and what to answer.

use super::host::Host;
use super::ledger::{Hooks, Ledger};
use super::orders::{Looked, Orders};
use crate::error::{Code, Error, Issues, Outcome, Retry};
use crate::id::OrderId;
use crate::input::{Fields, Input};
use crate::json::{Json, Out};
use crate::order::Problem;
use crate::order::life::{Act, Money, Move, Record, RefundState, Rest, Who, is_key};
use crate::row::JsonText;
use crate::rule::Rule;
use crate::wire::Step;

/// What came of what was asked.
#[derive(Clone, Debug)]
pub struct Handled {
    /// The record as people may see it; `None`: there is no such order.
    pub order: Option<JsonText>,
    /// What is a person's business since.
    pub problems: Vec<Problem>,
    /// Why it is not done, or not known to be.
    pub error: Option<Error>,
}

impl Json for Handled {
    fn write(&self, out: &mut Out) {
        out.object(|out| {
            out.maybe("order", self.order.as_ref());
            out.field("problems", &self.problems);
            out.maybe("error", self.error.as_ref().map(Error::report).as_ref());
        });
    }
}

impl<H: Host + Ledger + Hooks> Orders<'_, H> {
    /// Does what somebody of the shop asks of an order: `capture`, `void`, `refund`, `abandon` and `resolve` with
    /// their options, `retry`; with any other word it only reads.
    ///
    /// # Errors
    /// The options are wrong, or as [`Orders::look`]: nothing was done.
    pub async fn handle(&self, word: &str, order_id: &OrderId, options: Input<'_>) -> Result<Handled, Error> {
        let act = read(word, options)?;
        let mut looked = match &act {
            Some(act) => self.look(order_id, &Who::Operator(act.clone())).await?,
            None if word == RETRY => self.sweep(order_id).await?,
            None => self.read(order_id).await?,
        };
        let more = match act {
            // What was taken goes back; an order that is not abandoned yet would be confirmed.
            Some(Act::Abandon) if looked.record.as_ref().is_some_and(|record| record.abandoned) => {
                Some(self.sweep(order_id).await)
            }
            // Of a payment LINE Pay may say more than the record.
            None if word == RETRY => Some(self.status(order_id).await),
            _ => None,
        };
        if let Some(Ok(more)) = more {
            let news = [looked.news, more.news.clone()].concat();
            looked = Looked { news, rest: looked.rest, ..more };
        }
        let known = looked.record.is_some() || act.is_none() && word != RETRY;
        let error = match &act {
            _ if !known => Some(wrong("orderId", Rule::NoOrder, Code::NotFound)),
            Some(act) => looked.record.as_ref().and_then(|record| left_undone(word, act, record, &looked)),
            None => None,
        };
        Ok(Handled {
            order: looked.record.as_ref().map(|record| JsonText::of(&record.view())),
            problems: looked.problems(),
            error,
        })
    }
}

const RETRY: &str = "retry";

fn read(word: &str, options: Input<'_>) -> Result<Option<Act>, Error> {
    let mut issues = Issues::default();
    let mut fields = Fields::of(options, "", &mut issues);
    // "undefined" must not quietly mean everything.
    if fields.is_nothing("amount") {
        fields.refuse("amount", Rule::ExplicitAmount);
    }
    let act = match word {
        "capture" => Some(Act::Capture { amount: fields.amount("amount") }),
        "void" => Some(Act::Void),
        "abandon" => Some(Act::Abandon),
        "refund" => {
            let (amount, key) = (fields.amount("amount"), fields.required_text("key"));
            if !is_key(&key) {
                fields.issue("key", Rule::RefundKey);
            }
            Some(Act::Refund { amount, key })
        }
        "resolve" => {
            let act = match fields.required_text("how").as_str() {
                "seen" => Some(Act::Dismiss),
                "done" => Some(Act::Resolve { done: true }),
                "not-done" => Some(Act::Resolve { done: false }),
                _ => None,
            };
            if act.is_none() {
                fields.issue("how", Rule::Resolution);
            }
            act
        }
        _ => None,
    };
    fields.finish();
    issues.or(Code::InvalidRequest, None, act)
}

/// Why the order is not where the act was to bring it.
fn left_undone(word: &str, act: &Act, record: &Record, looked: &Looked) -> Option<Error> {
    let amount = match act {
        Act::Capture { amount } | Act::Refund { amount, .. } => *amount,
        _ => None,
    };
    let own = record.work.as_ref().is_some_and(|work| is_of(&work.step, act));
    let currency = record.terms.order.currency;
    let finer = amount.filter(|sum| sum.decimals() > currency.decimals());
    let (at, rule, code) = match (looked.rest, finer) {
        // Also where it was so before: to capture what is captured is no mistake.
        (rest, _) if is_done(act, record, rest) => return None,
        (Rest::KeyTaken, _) => ("key", Rule::KeyTaken, Code::IllegalStep),
        (Rest::NotPossible, Some(amount)) => ("amount", Rule::Decimals { currency, amount }, Code::InvalidRequest),
        (Rest::NotPossible, None) => (word, Rule::NotPossible, Code::IllegalStep),
        (Rest::TooEarly, _) => (word, Rule::TooEarly, Code::IllegalStep),
        (Rest::KnownKey, _) => ("key", Rule::KeySpent, Code::IllegalStep),
        (Rest::Stuck, _) => (word, Rule::StepStuck, Code::UnderWay),
        _ if own => (word, Rule::StepUnknown, Code::UnderWay),
        (Rest::Settled | Rest::Later, _) if record.work.is_none() => match &looked.error {
            Some(error) if error.outcome() == Outcome::NotExecuted => return Some(error.clone()),
            _ if looked.rest == Rest::Settled => (word, Rule::NotCarriedOut, Code::Refused),
            // The ledger has not said whether it was written down.
            _ => (word, Rule::StepUnknown, Code::UnderWay),
        },
        _ => (word, Rule::StepInHand, Code::UnderWay),
    };
    let mut error = wrong(at, rule, code);
    if own || matches!(rule, Rule::StepUnknown) {
        error.0.outcome = Outcome::Unknown;
    }
    if matches!(rule, Rule::TooEarly | Rule::StepUnknown | Rule::StepInHand) {
        error.0.retry = Retry::Later;
    }
    Some(error)
}

fn is_done(act: &Act, record: &Record, rest: Rest) -> bool {
    let paid = record.payment.as_ref();
    match act {
        Act::Capture { amount } => paid.is_some_and(|paid| {
            paid.found.money == Money::Captured && amount.is_none_or(|sum| sum == paid.found.amount)
        }),
        Act::Void => paid.is_some_and(|paid| paid.found.money == Money::Released),
        Act::Refund { key, .. } => {
            let known = paid.and_then(|paid| paid.refund(key));
            rest != Rest::KeyTaken && known.is_some_and(|refund| refund.state == RefundState::Done)
        }
        Act::Abandon => record.abandoned,
        Act::Resolve { .. } | Act::Dismiss => rest == Rest::Settled,
    }
}

/// Is the step in hand the one that was asked for, whoever asked?
fn is_of(step: &Move, act: &Act) -> bool {
    match act {
        Act::Capture { amount } => step.step == Step::Capture && amount.is_none_or(|sum| step.amount == Some(sum)),
        Act::Void => step.step == Step::Void,
        Act::Refund { key, .. } => step.key.as_ref() == Some(key),
        Act::Abandon | Act::Resolve { .. } | Act::Dismiss => false,
    }
}

fn wrong(at: &str, rule: Rule<'_>, code: Code) -> Error {
    let mut issues = Issues::default();
    issues.push(at, rule);
    issues.into_error(code, None)
}
