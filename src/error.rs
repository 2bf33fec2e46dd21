//! One opaque error with stable codes. It never holds a credential: messages
//! are made here from rules and LINE Pay's texts, and the flow masks the secret
//! in whatever came from the network.

#[cfg(feature = "client")]
use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

pub use crate::issue::{Issue, Issues};
use crate::json::{Json, Out, json};
pub use crate::outcome::{Outcome, Retry};
use crate::return_code::{Is, ReturnCode};
use crate::text::concat;

/// What kind of thing went wrong. The text of each is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Code {
    /// The request breaks a rule; see the issues. Nothing was sent.
    InvalidRequest,
    /// The configuration breaks a rule; see the issues. Nothing was sent.
    InvalidConfiguration,
    /// This version of LINE Pay, or this build, has no such thing. Nothing was sent.
    Unsupported,
    /// LINE Pay answered with a return code other than success.
    Refused,
    /// LINE Pay has no such transaction, or it is not paid yet (1150); or the ledger has no such order.
    NotFound,
    /// The state of the payment does not allow this step. Nothing was sent.
    IllegalStep,
    /// LINE Pay said success, but the reply does not fit what was asked.
    Mismatch,
    /// No answer: the connection failed or broke.
    Network,
    /// No answer within the time that this call is given.
    Timeout,
    /// The caller's `AbortSignal` ended the wait.
    Aborted,
    /// An HTTP status other than 2xx, or a redirect, which is never followed.
    Gateway,
    /// The body is not what LINE Pay sends: HTML, truncated JSON, a missing field.
    MalformedReply,
    /// The body is larger than 4 MiB.
    ReplyTooLarge,
    /// The signed order in the URL is missing, altered, or of another shop.
    InvalidToken,
    /// The ledger does not answer, or holds something that is no record of this order.
    Ledger,
    /// A step of the order is in hand, or what became of it is not known yet.
    UnderWay,
}

impl Code {
    /// The stable text, for example `INVALID_REQUEST`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Code::InvalidRequest => "INVALID_REQUEST",
            Code::InvalidConfiguration => "INVALID_CONFIGURATION",
            Code::Unsupported => "UNSUPPORTED",
            Code::Refused => "REFUSED",
            Code::NotFound => "NOT_FOUND",
            Code::IllegalStep => "ILLEGAL_STEP",
            Code::Mismatch => "MISMATCH",
            Code::Network => "NETWORK",
            Code::Timeout => "TIMEOUT",
            Code::Aborted => "ABORTED",
            Code::Gateway => "GATEWAY",
            Code::MalformedReply => "MALFORMED_REPLY",
            Code::ReplyTooLarge => "REPLY_TOO_LARGE",
            Code::InvalidToken => "INVALID_TOKEN",
            Code::Ledger => "LEDGER",
            Code::UnderWay => "UNDER_WAY",
        }
    }
}

/// A reply that does not fit its request: which field, what was asked, what came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Mismatch {
    /// The field of the reply, for example `orderId` or `payInfo`.
    pub field: String,
    /// The value that the request or the caller's expectation holds.
    pub asked: String,
    /// The value in the reply.
    pub got: String,
}

impl Mismatch {
    /// A mismatch of `field`.
    #[inline(never)]
    pub fn new(field: &str, asked: &str, got: &str) -> Mismatch {
        Mismatch { field: field.to_owned(), asked: asked.to_owned(), got: got.to_owned() }
    }
}

/// Everything that can go wrong, with what it means for the money.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(pub(crate) Box<Fields>);

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) operation: Option<&'static str>,
    pub(crate) outcome: Outcome,
    pub(crate) retry: Retry,
    pub(crate) return_code: Option<ReturnCode>,
    pub(crate) return_message: Option<String>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) mismatch: Option<Mismatch>,
    pub(crate) status: Option<u16>,
    pub(crate) raw: Option<String>,
}

impl Error {
    pub(crate) fn new(code: Code, outcome: Outcome, retry: Retry, message: impl Into<String>) -> Error {
        Error(Box::new(Fields {
            code,
            message: message.into(),
            operation: None,
            outcome,
            retry,
            return_code: None,
            return_message: None,
            issues: Vec::new(),
            mismatch: None,
            status: None,
            raw: None,
        }))
    }

    #[cfg(all(feature = "client", target_arch = "wasm32", not(feature = "web")))]
    pub(crate) fn in_operation(mut self, operation: &'static str) -> Error {
        self.0.operation = Some(operation);
        self
    }

    /// This error with the issues of another one besides its own.
    #[cfg(all(target_arch = "wasm32", not(feature = "web")))]
    pub(crate) fn and(mut self, other: Error) -> Error {
        self.0.message = concat(&[&self.0.message, "; ", &other.0.message]);
        self.0.issues.extend(other.0.issues);
        self
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Whether the call changed anything at LINE Pay.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// What to do about it.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.0.retry
    }

    /// The operation, where one was under way.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// LINE Pay's return code, where there was a legible answer.
    #[must_use]
    pub fn return_code(&self) -> Option<&ReturnCode> {
        self.0.return_code.as_ref()
    }

    /// Did LINE Pay answer with a code that says this? Without a legible answer nothing is said.
    #[must_use]
    pub fn says(&self, what: Is) -> bool {
        self.return_code().is_some_and(|code| code.is(what))
    }

    /// The broken rules, for invalid input.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.0.issues
    }

    /// The field that does not fit, for [`Code::Mismatch`].
    #[must_use]
    pub fn mismatch(&self) -> Option<&Mismatch> {
        self.0.mismatch.as_ref()
    }

    /// The untouched text of the reply, where there was one.
    #[must_use]
    pub fn raw(&self) -> Option<&str> {
        self.0.raw.as_deref()
    }

    /// Found wrong on this side; nothing was sent.
    #[cfg(feature = "client")]
    pub(crate) fn is_ours(&self) -> bool {
        matches!(self.code(), Code::InvalidRequest | Code::InvalidConfiguration | Code::Unsupported)
    }

    /// The operation and what happened.
    pub(crate) fn text(&self) -> String {
        match self.0.operation {
            Some(operation) => concat(&[operation, ": ", &self.0.message]),
            None => self.0.message.clone(),
        }
    }

    /// The error as JavaScript sees it.
    #[must_use]
    pub fn report(&self) -> ErrorReport {
        self.clone().into_report()
    }

    /// The same, where nobody needs the error any more.
    #[must_use]
    #[inline(never)]
    pub fn into_report(self) -> ErrorReport {
        let message = self.text();
        let fields = *self.0;
        ErrorReport {
            code: fields.code,
            message,
            operation: fields.operation.map(str::to_owned),
            outcome: fields.outcome,
            retry: fields.retry,
            return_code: fields.return_code.map(|code| code.as_str().to_owned()),
            return_message: fields.return_message,
            issues: fields.issues,
            mismatch: fields.mismatch,
            status: fields.status,
            raw: fields.raw,
        }
    }

    /// Masks `secret` wherever text from outside, or the caller's own, may repeat it.
    #[cfg(feature = "client")]
    pub(crate) fn mask(mut self, secret: &str) -> Error {
        let fields = &mut *self.0;
        let texts = [Some(&mut fields.message), fields.return_message.as_mut(), fields.raw.as_mut()];
        let mismatch = fields.mismatch.iter_mut().flat_map(|mismatch| [&mut mismatch.asked, &mut mismatch.got]);
        for text in texts.into_iter().flatten().chain(mismatch) {
            if let Cow::Owned(clean) = crate::mask::masked(text, secret) {
                *text = clean;
            }
        }
        self
    }
}

impl Issues {
    /// `value` if there is no issue, else the error that lists them all.
    ///
    /// # Errors
    /// The issues, under `code`.
    pub fn or<T>(self, code: Code, operation: Option<&'static str>, value: T) -> Result<T, Error> {
        if self.is_empty() { Ok(value) } else { Err(self.into_error(code, operation)) }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn into_error(self, code: Code, operation: Option<&'static str>) -> Error {
        let list = self.into_list();
        let mut message = String::new();
        for issue in &list {
            if !message.is_empty() {
                message.push_str("; ");
            }
            message.push_str(&issue.path);
            message.push_str(": ");
            message.push_str(&issue.message);
        }
        let mut error = Error::new(code, Outcome::NotExecuted, Retry::Never, message);
        error.0.operation = operation;
        error.0.issues = list;
        error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({}, {:?}, {self})", self.0.code.as_str(), self.0.outcome)
    }
}

impl std::error::Error for Error {}

macro_rules! from_parse_error {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Error {
            fn from(error: $kind) -> Error {
                Error::new(Code::InvalidRequest, Outcome::NotExecuted, Retry::Never, error.to_string())
            }
        }
    )*};
}
from_parse_error!(crate::money::NotAnAmount, crate::money::NotACurrency, crate::id::NotATransactionId);

/// The fields of a `LinePayError`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ErrorReport {
    /// Stable code, for example `INVALID_REQUEST`, `REFUSED`, `TIMEOUT`.
    pub code: Code,
    /// What happened and what to do, in English. Never holds a credential.
    pub message: String,
    /// The operation that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Whether the call changed anything at LINE Pay.
    pub outcome: Outcome,
    /// What to do about it.
    pub retry: Retry,
    /// LINE Pay's return code, four digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_code: Option<String>,
    /// LINE Pay's text for the return code. Do not parse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_message: Option<String>,
    /// The broken rules, for invalid input; else empty.
    pub issues: Vec<Issue>,
    /// For `MISMATCH`: which field of the reply does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mismatch: Option<Mismatch>,
    /// The HTTP status, for `GATEWAY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The untouched text of the reply, the secret masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

impl Json for Code {
    fn write(&self, out: &mut Out) {
        out.string(self.as_str());
    }
}

json! {
    Mismatch { = "field": field, = "asked": asked, = "got": got }

    ErrorReport {
        = "code": code,
        = "message": message,
        ? "operation": operation,
        = "outcome": outcome,
        = "retry": retry,
        ? "returnCode": return_code,
        ? "returnMessage": return_message,
        = "issues": issues,
        ? "mismatch": mismatch,
        ? "status": status,
        ? "raw": raw,
    }
}
