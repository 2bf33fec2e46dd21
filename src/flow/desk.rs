//! What somebody of the shop asks of an order, in the words of the package, and what to answer.

use super::client::Client;
use super::host::Host;
use super::ledger::{Hooks, Ledger};
use super::orders::{Looked, Orders};
use crate::error::{Code, Error, Issues, Outcome, Retry};
use crate::id::OrderId;
use crate::input::{Fields, Input};
use crate::json::{Json, Out};
use crate::operations::{PRE_APPROVAL, REG_KEY_CHECK};
use crate::order::life::{
    Act, Charge, ChargeWish, ChargedBy, Money, Move, Record, RefundState, Rest, Terms, TroubleKind, Who, is_key,
};
use crate::order::{Order, Problem};
use crate::return_code::Class;
use crate::row::JsonText;
use crate::rule::Rule;
use crate::wire::{Expected, Request, Step};

/// What came of what was asked.
#[derive(Clone, Debug)]
pub struct Handled {
    /// The record as people may see it; `None`: there is no such order. Of `checkKey` its answer.
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
    /// Does what somebody of the shop asks of an order: `charge`, `capture`, `void`, `refund`, `abandon` and `resolve`
    /// with their options, `retry`; `checkKey` asks whether a regKey can be charged; with any other word it only reads.
    ///
    /// # Errors
    /// The options are wrong, or as [`Orders::look`]: nothing was done.
    pub async fn handle(&self, word: &str, order_id: &OrderId, options: Input<'_>) -> Result<Handled, Error> {
        if word == CHECK_KEY {
            return self.check_key(options).await;
        }
        let act = if word == CHARGE { Some(self.charge(order_id, options)?) } else { read(word, options)? };
        let mut looked = match &act {
            Some(act) => self.look(order_id, &Who::Operator(act.clone())).await?,
            None if word == RETRY => self.retry(order_id).await?,
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
            let refused = more.refused.clone().or(looked.refused);
            looked = Looked { news, refused, rest: looked.rest, ..more };
        }
        let error = match (&act, &looked.record) {
            (Some(act), Some(record)) => left_undone(word, act, record, &looked),
            (None, Some(_)) => None,
            (None, None) if word != RETRY => None,
            (_, None) => Some(wrong("orderId", Rule::NoOrder, Code::NotFound)),
        };
        // Whoever asked is told by the error.
        if error.as_ref().is_some_and(|error| error.return_code().is_some()) {
            looked.refused = None;
        }
        Ok(Handled {
            order: looked.record.as_ref().map(|record| JsonText::of(&record.view(self.config))),
            problems: looked.problems(),
            error,
        })
    }
}

const RETRY: &str = "retry";
const CHARGE: &str = "charge";
const CHECK_KEY: &str = "checkKey";

impl<H: Host> Orders<'_, H> {
    /// Can a regKey be charged? A key or an account that cannot is an answer, whatever else is refused an error.
    async fn check_key(&self, options: Input<'_>) -> Result<Handled, Error> {
        let client = Client::new(self.config, self.host);
        let version = self.config.version();
        let request = Request::read(&REG_KEY_CHECK, self.config.rules(), options, None)?;
        let refusal = match client.call(&request, &Expected::default()).await {
            Ok(_) => None,
            Err(error) => match error.return_code() {
                Some(code) if code.ends_reg_key(version) || code.class() == Some(Class::User) => Some(*code),
                _ => return Err(error),
            },
        };
        let mut out = Out::default();
        out.object(|out| {
            out.field("usable", &refusal.is_none());
            out.maybe("returnCode", refusal.as_ref());
            let ended = refusal.is_some_and(|code| code.ends_reg_key(version));
            out.maybe("keyEnded", Some(&true).filter(|_| ended));
        });
        Ok(Handled { order: Some(JsonText::of(&out.finish())), problems: Vec::new(), error: None })
    }

    /// What `charge` is given is what LINE Pay is sent: it is held against the same rules before it is written down.
    fn charge(&self, order_id: &OrderId, options: Input<'_>) -> Result<Act, Error> {
        let rules = self.config.rules();
        let mut issues = Issues::of(rules.version, PRE_APPROVAL.name, PRE_APPROVAL.changes);
        let mut fields = Fields::of(options, "", &mut issues);
        let request = Request::of(&PRE_APPROVAL, rules, &mut fields, None, &[]);
        let text = |name| fields.given(name).unwrap_or_default();
        let order = Order {
            order_id: order_id.clone(),
            amount: fields.given_amount("amount").unwrap_or_default(),
            currency: text("currency").parse().unwrap_or_default(),
            capture: fields.given_boolean("capture").unwrap_or(true),
            preapproved: false,
            shipping: None,
        };
        let by = ChargedBy { reg_key: text("regKey").into(), product_name: text("productName") };
        fields.finish();
        issues.or(Code::InvalidRequest, Some(PRE_APPROVAL.name), ())?;
        request?;
        let terms = Terms { order, version: rules.version };
        Ok(Act::Charge(Box::new(ChargeWish { terms, by })))
    }
}

fn read(word: &str, options: Input<'_>) -> Result<Option<Act>, Error> {
    let mut issues = Issues::default();
    let mut fields = Fields::of(options, "", &mut issues);
    // "undefined" must not quietly mean everything.
    if fields.is_nothing("amount") {
        fields.refuse("amount", Rule::ExplicitAmount);
    }
    let mut sum = |rule| {
        let amount = fields.amount("amount");
        if amount.is_some_and(|amount| !amount.is_positive()) {
            fields.issue("amount", rule);
        }
        amount
    };
    let act = match word {
        "capture" => Some(Act::Capture { amount: sum(Rule::Positive) }),
        "void" => Some(Act::Void),
        "abandon" => Some(Act::Abandon),
        "refund" => {
            let (amount, key) = (sum(Rule::PositiveRefund), fields.required_text("key"));
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
    let own = record.work.as_ref().is_some_and(|work| is_of(&work.step, act, record));
    // Not over the sum that was asked for, or it would be done.
    let taken = record.payment.as_ref().map(|paid| &paid.found).filter(|found| found.money == Money::Captured);
    let currency = record.terms.order.currency;
    let captured = taken.filter(|_| matches!(act, Act::Capture { .. }));
    let captured = captured.map(|found| (found.amount, found.currency.unwrap_or(currency)));
    let finer = amount.filter(|sum| sum.decimals() > currency.decimals());
    let unasked = matches!(act, Act::Resolve { .. }) && looked.error.is_some();
    let (at, rule, code) = match (looked.rest, finer, captured) {
        // Also where it was so before: to capture what is captured is no mistake.
        (rest, ..) if is_done(act, record, rest) => return None,
        (Rest::KeyTaken, ..) if word == CHARGE => ("orderId", Rule::ChargeTaken, Code::IllegalStep),
        (Rest::OtherWay, ..) => ("orderId", Rule::OtherWay, Code::IllegalStep),
        // LINE Pay refused it, or has another payment under this orderId.
        _ if word == CHARGE && !own => return Some(declined(record)),
        (Rest::KeyTaken, ..) => ("key", Rule::KeyTaken, Code::IllegalStep),
        (Rest::NotPossible, Some(amount), _) => ("amount", Rule::Decimals { currency, amount }, Code::InvalidRequest),
        (Rest::NotPossible | Rest::Settled, _, Some((amount, currency))) => {
            (word, Rule::OtherCapture { currency, amount }, Code::IllegalStep)
        }
        (Rest::NotPossible, ..) => (word, Rule::NotPossible, Code::IllegalStep),
        (Rest::TooEarly, ..) => (word, Rule::TooEarly, Code::IllegalStep),
        (Rest::KnownKey, ..) => ("key", Rule::KeySpent, Code::IllegalStep),
        (Rest::Stuck, ..) => (word, Rule::StepStuck, Code::UnderWay),
        _ if own => (word, Rule::StepUnknown, Code::UnderWay),
        // Nothing was in hand, or LINE Pay was asked before a person's word is taken and did not answer.
        (Rest::Settled | Rest::Later, ..) if record.work.is_none() || unasked => match &looked.error {
            Some(error) if error.outcome() == Outcome::NotExecuted => return Some(error.clone()),
            _ if looked.rest == Rest::Settled => (word, Rule::NotCarriedOut, Code::Refused),
            // The ledger has not said whether it was written down.
            _ => (word, Rule::StepUnknown, Code::UnderWay),
        },
        _ => (word, Rule::StepInHand, Code::UnderWay),
    };
    let mut error = wrong(at, rule, code);
    // What was asked for otherwise was not done, whatever becomes of the step in hand.
    if own && looked.rest != Rest::KeyTaken || matches!(rule, Rule::StepUnknown) {
        error.0.outcome = Outcome::Unknown;
    }
    if matches!(rule, Rule::TooEarly | Rule::StepUnknown | Rule::StepInHand) {
        error.0.retry = Retry::Later;
    }
    Some(error)
}

/// What LINE Pay said when it refused a charge, now or before.
fn declined(record: &Record) -> Error {
    let charge = record.charge.as_ref();
    let ended = charge.is_some_and(|charge| charge.key_ended(record.terms.version));
    let mut error = if ended {
        wrong("regKey", Rule::KeyEnded, Code::Refused)
    } else {
        wrong(CHARGE, Rule::NotCarriedOut, Code::Refused)
    };
    error.0.return_code = charge.and_then(Charge::code);
    error
}

fn is_done(act: &Act, record: &Record, rest: Rest) -> bool {
    let paid = record.payment.as_ref();
    match act {
        Act::Capture { amount } => paid.is_some_and(|paid| {
            // All of it is what was authorised.
            let sum = amount.or(paid.authorized).unwrap_or(paid.found.amount);
            paid.found.money == Money::Captured && sum == paid.found.amount
        }),
        Act::Void => paid.is_some_and(|paid| paid.found.money == Money::Released),
        Act::Refund { key, .. } => {
            let known = paid.and_then(|paid| paid.refund(key));
            rest != Rest::KeyTaken && known.is_some_and(|refund| refund.state == RefundState::Done)
        }
        Act::Charge(_) => {
            let differs = record.problems.iter().any(|trouble| trouble.kind == TroubleKind::AmountDiffers);
            paid.is_some() && !differs && !matches!(rest, Rest::KeyTaken | Rest::OtherWay)
        }
        Act::Abandon => record.abandoned,
        Act::Resolve { .. } | Act::Dismiss => rest == Rest::Settled,
    }
}

/// Is the step in hand the one that was asked for, whoever asked?
fn is_of(step: &Move, act: &Act, record: &Record) -> bool {
    match act {
        Act::Capture { amount } => {
            let all = record.payment.as_ref().map(|paid| paid.found.amount);
            step.step == Step::Capture && amount.or(all) == step.amount
        }
        Act::Void => step.step == Step::Void,
        Act::Refund { key, .. } => step.key.as_ref() == Some(key),
        Act::Charge(_) => step.step == Step::PreApproval,
        Act::Abandon | Act::Resolve { .. } | Act::Dismiss => false,
    }
}

fn wrong(at: &str, rule: Rule<'_>, code: Code) -> Error {
    let mut issues = Issues::default();
    issues.push(at, rule);
    issues.into_error(code, None)
}
