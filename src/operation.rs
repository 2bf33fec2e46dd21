//! The sans-IO heart: what every operation is, `prepare` and `accept`.

use serde::Serialize;

use crate::envelope::{Envelope, Malformed};
use crate::error::{Code, Error, Issues, Mismatch, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::input::{Fields, Input};
use crate::money::{Amount, Currency};
pub use crate::outcome::Changes;
use crate::payment::Step;
use crate::return_code::{Is, ReturnCode};
use crate::rule::Rule;
use crate::version::{PerVersion, Version};

/// The HTTP method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A query.
    Get,
    /// Everything else.
    Post,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// Where an operation lives in one version.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path behind the version; `{}` stands for [`Parts::segment`].
    pub path: &'static str,
    /// How long LINE Pay may take, in milliseconds (line-pay-api 1.6).
    pub read_timeout: u32,
}

/// What an operation puts on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The variable segment of the path, already safe.
    pub segment: String,
    /// The query without `?`, already percent-encoded; empty for none.
    pub query: String,
    /// The body's text, made once: it is what is signed and what is sent.
    pub body: Option<String>,
}

/// What a reply must repeat. It merges what the request carries with what the
/// caller knows about the payment; an empty list or `None` expects nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Expected {
    /// The payment's transaction, or any of several that were asked about.
    #[cfg_attr(
        target_arch = "wasm32",
        serde(rename = "transactionId"),
        tsify(optional, type = "TransactionId | bigint | (TransactionId | bigint)[]")
    )]
    pub transaction_ids: Vec<TransactionId>,
    /// The merchant's order, or any of several that were asked about.
    #[cfg_attr(target_arch = "wasm32", serde(rename = "orderId"), tsify(optional, type = "OrderId | OrderId[]"))]
    pub order_ids: Vec<OrderId>,
    /// The whole sum.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Amount"))]
    pub amount: Option<Amount>,
    /// Its currency.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Currency"))]
    pub currency: Option<Currency>,
    /// A page where the buyer approves: of every reservation but one with a code that was scanned from the buyer's app.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    pub payment_page: bool,
}

impl Expected {
    /// These expectations, completed by `other` where they are silent.
    #[must_use]
    pub fn or(self, other: &Expected) -> Expected {
        let either = |own: Vec<_>, other: &Vec<_>| if own.is_empty() { other.clone() } else { own };
        let order_ids = if self.order_ids.is_empty() { other.order_ids.clone() } else { self.order_ids };
        Expected {
            transaction_ids: either(self.transaction_ids, &other.transaction_ids),
            order_ids,
            amount: self.amount.or(other.amount),
            currency: self.currency.or(other.currency),
            payment_page: self.payment_page || other.payment_page,
        }
    }

    /// Reads the `expected` of a JavaScript caller.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] with every broken rule.
    pub fn read(input: Input, operation: &'static str) -> Result<Expected, Error> {
        if input == Input::Nothing {
            return Ok(Expected::default());
        }
        let mut issues = Issues::default();
        let mut fields = Fields::of(input, "expected", &mut issues);
        fields.refuse_nothing(&["transactionId", "orderId", "amount", "currency"]);
        let expected = Expected {
            transaction_ids: fields.transaction_ids("transactionId"),
            order_ids: fields.texts("orderId").into_iter().map(OrderId::from).collect(),
            amount: fields.amount("amount"),
            currency: fields.currency("currency"),
            payment_page: false,
        };
        fields.finish();
        issues.or(Code::InvalidRequest, Some(operation), expected)
    }

    /// Is `id` the transaction that was asked for?
    pub(crate) fn transaction(&self, field: &str, id: TransactionId) -> Result<(), Mismatch> {
        among(field, &self.transaction_ids, &id)
    }

    /// Is `id` the order that was asked for?
    pub(crate) fn order(&self, id: &OrderId) -> Result<(), Mismatch> {
        among("orderId", &self.order_ids, id)
    }
}

fn among<T: PartialEq + ToString>(field: &str, expected: &[T], got: &T) -> Result<(), Mismatch> {
    if expected.is_empty() || expected.contains(got) {
        return Ok(());
    }
    let asked: Vec<String> = expected.iter().map(ToString::to_string).collect();
    Err(Mismatch::new(field, asked.join(" or "), got.to_string()))
}

/// What the rules of a request depend on besides the request.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The version that it is sent to.
    pub version: Version,
    /// The API itself is on this machine, so the shop's pages may be too, without TLS.
    pub loopback: bool,
}

impl From<Version> for Rules {
    /// Where the API is not known: URLs on this machine pass here, and are judged again in `prepare`.
    fn from(version: Version) -> Rules {
        Rules { version, loopback: true }
    }
}

impl Rules {
    /// A text's greatest length: bytes of UTF-8 in v2, characters after it.
    #[must_use]
    pub const fn limit(self, max: usize) -> Limit {
        match self.version {
            Version::V2 => Limit::Bytes(max),
            Version::V3 | Version::V4 => Limit::Characters(max),
        }
    }
}

/// The greatest length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of UTF-8.
    Bytes(usize),
    /// Characters as JavaScript and Java count them: UTF-16 code units.
    Characters(usize),
}

impl Limit {
    /// The broken rule, if `text` is too long.
    #[must_use]
    pub fn exceeded_by(self, text: &str) -> Option<Rule<'static>> {
        match self {
            Limit::Bytes(max) => {
                let length = text.len();
                (length > max).then_some(Rule::MaxBytes { max, length })
            }
            Limit::Characters(max) => {
                let length = text.encode_utf16().count();
                (length > max).then_some(Rule::MaxLength { max, length })
            }
        }
    }
}

/// Why there is no reply although LINE Pay gave an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Its shape is not the operation's.
    Malformed(Malformed),
    /// It holds nothing of what was asked for.
    NothingFound,
}

impl From<Malformed> for Unread {
    fn from(malformed: Malformed) -> Unread {
        Unread::Malformed(malformed)
    }
}

/// One operation of LINE Pay: its request, its reply and its rules.
pub trait Operation: Sized {
    /// The reply, as the caller gets it.
    type Reply: Serialize;

    /// The name in JavaScript and in errors, for example `paymentCheck`.
    const NAME: &'static str;
    /// What it changes.
    const CHANGES: Changes;
    /// Where it lives.
    const ROUTES: PerVersion<Route>;
    /// The return codes that are an answer; every other one is a refusal.
    const ANSWERS: &'static [ReturnCode] = &[ReturnCode::SUCCESS];
    /// What is gone for good with a lost reply, and what to do then; added to errors whose outcome is unknown.
    const LOST: Option<&'static str> = None;

    /// Reads the fields of a caller's object; what is wrong becomes issues.
    fn read(version: Version, fields: &mut Fields<'_>) -> Self;

    /// Checks every rule; typed callers pass here too.
    fn check(&self, rules: Rules, issues: &mut Issues);

    /// Checks what hangs on the payment's currency, of a request that does not name it but whose caller knows it.
    fn check_currency(&self, _currency: Currency, _issues: &mut Issues) {}

    /// The step that it takes in the life of a payment, with its amount; queries take none.
    fn step(&self) -> Option<(Step, Option<Amount>)> {
        None
    }

    /// The path segment, query and body.
    fn parts(&self, version: Version) -> Parts;

    /// What the reply must repeat of this request.
    fn expected(&self) -> Expected {
        Expected::default()
    }

    /// Reads the reply out of an envelope whose return code is an answer.
    ///
    /// # Errors
    /// [`Unread`] when it has another shape, or holds nothing of what was asked for.
    fn reply(version: Version, envelope: &Envelope<'_>) -> Result<Self::Reply, Unread>;

    /// Does the reply fit?
    ///
    /// # Errors
    /// The first field that does not.
    fn fits(reply: &Self::Reply, expected: &Expected) -> Result<(), Mismatch>;

    /// What the reply must repeat: of this request, and of what the caller knows besides.
    fn expects(&self, known: &Expected) -> Expected {
        self.expected().or(known)
    }
}

/// Reads the text of a reply and believes it only if it fits. Needs no request
/// and no secret, so the browser-side validator uses it as it is.
///
/// # Errors
/// [`Code::Gateway`], [`Code::MalformedReply`], [`Code::Refused`], [`Code::NotFound`] or
/// [`Code::Mismatch`], each with what it means for the money.
pub fn accept<O: Operation>(version: Version, expected: &Expected, status: u16, text: &str) -> Result<O::Reply, Error> {
    let judge = Judge { operation: O::NAME, changes: O::CHANGES, lost: O::LOST, text };
    let envelope = judge.envelope(O::ANSWERS, status)?;
    let reply = O::reply(version, &envelope).map_err(|why| judge.unread(why))?;
    O::fits(&reply, expected).map_err(|mismatch| judge.mismatch(mismatch))?;
    Ok(reply)
}

/// What one reply means when it is not believed; the same code for all operations.
struct Judge<'a> {
    operation: &'static str,
    changes: Changes,
    lost: Option<&'static str>,
    text: &'a str,
}

impl<'a> Judge<'a> {
    /// The envelope of an answer.
    fn envelope(&self, answers: &[ReturnCode], status: u16) -> Result<Envelope<'a>, Error> {
        let unclear = if self.changes == Changes::Nothing { Outcome::NotExecuted } else { Outcome::Unknown };
        if !(200..300).contains(&status) {
            let what =
                if (300..400).contains(&status) { "a redirect, which is never followed" } else { "a gateway failure" };
            let mut error = self.failure(Code::Gateway, unclear, self.ask(), format!("HTTP status {status}: {what}"));
            error.0.status = Some(status);
            return Err(error);
        }
        let envelope = Envelope::read(self.text).map_err(|why| self.malformed(why, unclear))?;
        let code = envelope.return_code;
        if answers.contains(&code) {
            return Ok(envelope);
        }
        let kind = if code.is(Is::NotFound) { Code::NotFound } else { Code::Refused };
        let message = format!("{code} {}: {}", code.meaning(), envelope.return_message);
        let mut error = self.failure(kind, code.outcome(self.changes), code.retry(self.changes), message);
        error.0.return_code = Some(code);
        error.0.return_message = Some(envelope.return_message);
        Err(error)
    }

    fn unread(&self, why: Unread) -> Error {
        match why {
            Unread::Malformed(why) => self.malformed(why, self.executed()),
            Unread::NothingFound => {
                let message = "nothing of what was asked for was found".to_owned();
                self.failure(Code::NotFound, Outcome::NotExecuted, Retry::Never, message)
            }
        }
    }

    fn mismatch(&self, mismatch: Mismatch) -> Error {
        let Mismatch { field, asked, got } = &mismatch;
        let message = format!("the reply's {field} does not fit: asked for {asked}, got {got}");
        let mut error = self.failure(Code::Mismatch, self.executed(), self.ask(), message);
        error.0.mismatch = Some(mismatch);
        error
    }

    fn malformed(&self, why: Malformed, outcome: Outcome) -> Error {
        self.failure(Code::MalformedReply, outcome, self.ask(), why.message().to_owned())
    }

    /// Of a reply that says success.
    fn executed(&self) -> Outcome {
        if self.changes == Changes::Nothing { Outcome::NotExecuted } else { Outcome::Executed }
    }

    fn ask(&self) -> Retry {
        match self.changes {
            // A reservation moves no money, and no query knows it: reserve again, with a new orderId.
            Changes::Nothing | Changes::Reservation => Retry::Again,
            Changes::Payment | Changes::RegKey => Retry::AskFirst,
        }
    }

    fn failure(&self, code: Code, outcome: Outcome, retry: Retry, message: String) -> Error {
        let mut error = Error::new(code, outcome, retry, with_loss(message, outcome, self.lost));
        error.0.operation = Some(self.operation);
        error.0.raw = Some(self.text.to_owned());
        error
    }
}

/// `message`, with what a lost reply takes along where the outcome is unknown.
pub(crate) fn with_loss(message: String, outcome: Outcome, lost: Option<&str>) -> String {
    match lost.filter(|_| outcome == Outcome::Unknown) {
        Some(lost) => format!("{message}; {lost}"),
        None => message,
    }
}

/// The error of an operation that LINE Pay, or this build, does not have in a version.
#[must_use]
pub fn unsupported(operation: &'static str, version: Version) -> Error {
    let message = format!("LINE Pay has no {operation} in {version}");
    let mut error = Error::new(Code::Unsupported, Outcome::NotExecuted, Retry::Never, message);
    error.0.operation = Some(operation);
    error
}
