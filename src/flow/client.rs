//! One call: prepare, send, accept. Queries are tried again; a lost answer to
//! anything that changes something is an unknown outcome, never a failure.

use std::borrow::Cow;

use super::host::{Host, LinePayEvent, Lost};
use crate::config::Config;
use crate::error::{Code, Error, Outcome, Retry};
use crate::input::Input;
use crate::json::{Json, Out};
use crate::mask::masked;
use crate::outcome::Changes;
use crate::payment::PaymentLife;
use crate::prepare::prepare;
use crate::text::{concat, digits};
use crate::wire::{Expected, Operation, Reply, Request, with_loss};

/// A reply with the text that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The reply.
    pub reply: Reply,
    /// The text of the body, the channel secret masked.
    pub raw: String,
    /// Nothing in it had to be masked: `raw` is what came.
    pub as_given: bool,
}

/// Makes calls with one configuration over one host.
pub struct Client<'a, H> {
    pub(super) config: &'a Config,
    pub(super) host: &'a H,
}

/// How long to wait before each further attempt of a query, in milliseconds.
const PAUSES: [u32; 2] = [200, 800];

impl<'a, H: Host> Client<'a, H> {
    /// A client.
    pub const fn new(config: &'a Config, host: &'a H) -> Client<'a, H> {
        Client { config, host }
    }

    /// The configuration.
    #[must_use]
    pub const fn config(&self) -> &'a Config {
        self.config
    }

    /// Makes a call. `known` is what the caller knows about the payment besides the request.
    ///
    /// A query that fails at once, by the network or by a trouble of LINE Pay's that passes, is tried again
    /// after 200 ms and a last time after 800 ms more. Nothing else is sent twice.
    ///
    /// # Errors
    /// Everything that can go wrong, with what it means for the money.
    pub async fn call(&self, request: &Request, known: &Expected) -> Result<Answer, Error> {
        let call = self.host.call_number();
        let mut pauses = PAUSES.into_iter();
        let mut attempt: u32 = 1;
        loop {
            let result = self.attempt(request, known, call, attempt).await;
            let error = match result {
                Err(error) if request.operation().changes == Changes::Nothing && worth_repeating(&error) => error,
                other => return other,
            };
            let Some(pause) = pauses.next() else {
                return Err(error);
            };
            self.host.sleep(pause).await;
            attempt = attempt.saturating_add(1);
        }
    }

    /// As [`Client::call`], if the payment's life allows the step; else nothing is sent.
    ///
    /// # Errors
    /// [`Code::IllegalStep`], or as [`Client::call`].
    pub async fn step(&self, request: &Request, known: &Expected, life: &PaymentLife) -> Result<Answer, Error> {
        if let Some((step, amount)) = request.step() {
            life.check(step, amount, self.host.now())?;
        }
        self.call(request, known).await
    }

    /// Makes a call whose request has these fields.
    ///
    /// # Errors
    /// As [`Client::call`], or [`Code::InvalidRequest`].
    pub(super) async fn ask(
        &self,
        operation: &'static Operation,
        fields: &[(&str, &dyn Json)],
        known: &Expected,
    ) -> Result<Reply, Error> {
        let request = self.request_of(operation, fields)?;
        Ok(self.call(&request, known).await?.reply)
    }

    fn request_of(&self, operation: &'static Operation, fields: &[(&str, &dyn Json)]) -> Result<Request, Error> {
        let mut out = Out::default();
        out.object(|out| {
            for (name, value) in fields {
                out.field(name, *value);
            }
        });
        Request::read(operation, self.config.rules(), Input::of(&out.finish()), None)
    }

    fn tell(&self, event: impl FnOnce() -> LinePayEvent) {
        if self.host.is_observed() {
            self.host.event(&event());
        }
    }

    async fn attempt(&self, asked: &Request, known: &Expected, call: u32, attempt: u32) -> Result<Answer, Error> {
        let operation = asked.operation();
        let request = prepare(self.config, asked, &self.host.nonce())?;
        let secret = self.config.credentials.secret();
        // What pays is for the caller and LINE Pay alone, not for a log.
        let hide = |text: &str| {
            let plain = masked(text, secret).into_owned();
            asked.secrets.iter().fold(plain, |text, key| masked(&text, key).into_owned())
        };
        let started = self.host.now();
        self.tell(|| LinePayEvent::Request {
            call,
            attempt,
            at: started,
            operation: operation.name,
            method: request.method().as_str(),
            url: hide(request.url()),
            body: request.body().map(hide),
        });
        let sent = self.host.send(&request).await;
        let now = self.host.now();
        let (at, milliseconds) = (now, now.saturating_sub(started));
        match sent {
            Ok(answer) => {
                let (body, as_given) = match masked(&answer.text, secret) {
                    Cow::Owned(clean) => (clean, false),
                    Cow::Borrowed(_) => (answer.text, true),
                };
                self.tell(|| LinePayEvent::Reply {
                    call,
                    attempt,
                    at,
                    operation: operation.name,
                    status: answer.status,
                    body: hide(&body),
                    milliseconds,
                });
                let expected = asked.expects(known);
                let reply = operation.accept(self.config.version(), &expected, answer.status, &body);
                let reply = reply.map(|reply| Answer { reply, raw: body, as_given });
                reply.map_err(|error| asked.secrets.iter().fold(error.mask(secret), |error, key| error.mask(key)))
            }
            Err(lost) => {
                let error = lost_error(lost, operation, request.timeout());
                let reason = error.code().as_str();
                let operation = operation.name;
                self.tell(|| LinePayEvent::Lost { call, attempt, at, operation, reason, milliseconds });
                Err(error)
            }
        }
    }
}

/// A query that failed quickly, by the network or by LINE Pay's own word.
fn worth_repeating(error: &Error) -> bool {
    error.retry() == Retry::Again && !matches!(error.code(), Code::Timeout | Code::Aborted | Code::ReplyTooLarge)
}

fn lost_error(lost: Lost, operation: &Operation, timeout: u32) -> Error {
    let reads = operation.changes == Changes::Nothing;
    let late = concat(&["no complete answer within ", &digits(timeout.into()), " ms"]);
    let (code, what) = match lost {
        Lost::Network => (Code::Network, "the connection to LINE Pay failed or broke"),
        Lost::Timeout => (Code::Timeout, late.as_str()),
        Lost::Aborted => (Code::Aborted, "the caller's signal ended the wait"),
        Lost::TooLarge => (Code::ReplyTooLarge, "the reply is larger than 4 MiB"),
        Lost::NotSent => (Code::Aborted, "the caller's signal had ended the call before it was sent"),
    };
    let (outcome, retry, advice) = if reads || lost == Lost::NotSent {
        (Outcome::NotExecuted, Retry::Again, "nothing was changed; the call may be repeated")
    } else if operation.changes == Changes::Reservation {
        (Outcome::Unknown, Retry::Again, operation.ask)
    } else {
        (Outcome::Unknown, Retry::AskFirst, operation.ask)
    };
    let message = with_loss(concat(&[what, ": ", advice]), outcome, operation.lost);
    let mut error = Error::new(code, outcome, retry, message);
    error.0.operation = Some(operation.name);
    error
}
