//! What the flow needs from the outside world.

use serde::Serialize;

use crate::json::{Json, Out};

use crate::prepare::HttpRequest;

/// A complete HTTP answer: its status and its whole body as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpReply {
    /// The HTTP status; redirects are not followed and arrive as 3xx.
    pub status: u16,
    /// The body.
    pub text: String,
}

/// Why there is no complete answer. Only [`Lost::NotSent`] says that nothing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The connection failed or broke.
    Network,
    /// The time was up.
    Timeout,
    /// The caller gave up while the call was under way.
    Aborted,
    /// The body is larger than 4 MiB.
    TooLarge,
    /// The caller had given up before anything was sent.
    NotSent,
}

/// The outside world.
#[allow(async_fn_in_trait, reason = "hosts are single-threaded JavaScript runtimes or tests; no future needs Send")]
pub trait Host {
    /// Sends a request once and reads the whole answer within the request's timeout.
    ///
    /// # Errors
    /// Why there is no complete answer.
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost>;

    /// The time, in milliseconds since 1970.
    fn now(&self) -> u64;

    /// Waits.
    async fn sleep(&self, milliseconds: u32);

    /// A new unguessable text for each call.
    fn nonce(&self) -> String;

    /// A number for a call, to tell the events of concurrent calls apart.
    fn call_number(&self) -> u32 {
        0
    }

    /// Whether anybody listens to events; where nobody does, none is made.
    fn is_observed(&self) -> bool {
        true
    }

    /// Tells an observer what is happening. Holds no header and no secret.
    fn event(&self, _event: &LinePayEvent) {}
}

/// What an observer is told, once for every attempt of a call and once for how it ended.
///
/// The channel secret and signatures are never in it. A buyer's data is: bodies, and URLs of automatic payments, hold
/// the regKey, with which the channel's keys can charge the buyer. Leave both out of logs that others read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LinePayEvent {
    /// A request is about to be sent.
    Request {
        /// The call: the same number in all its events.
        call: u32,
        /// 1 for the first attempt; only queries are tried again.
        attempt: u32,
        /// When, in milliseconds since 1970.
        at: u64,
        /// The operation's name.
        operation: &'static str,
        /// `GET` or `POST`.
        method: &'static str,
        /// The whole URL.
        url: String,
        /// The exact body.
        #[serde(skip_serializing_if = "Option::is_none")]
        body: Option<String>,
    },
    /// An answer came.
    Reply {
        /// The call: the same number in all its events.
        call: u32,
        /// 1 for the first attempt.
        attempt: u32,
        /// When, in milliseconds since 1970.
        at: u64,
        /// The operation's name.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
        /// The untouched body, the secret masked.
        body: String,
        /// How long it took.
        milliseconds: u64,
    },
    /// No complete answer came.
    Lost {
        /// The call: the same number in all its events.
        call: u32,
        /// 1 for the first attempt.
        attempt: u32,
        /// When, in milliseconds since 1970.
        at: u64,
        /// The operation's name.
        operation: &'static str,
        /// `NETWORK`, `TIMEOUT`, `ABORTED` or `REPLY_TOO_LARGE`.
        reason: &'static str,
        /// How long it took.
        milliseconds: u64,
    },
}

impl Json for LinePayEvent {
    fn write(&self, out: &mut Out) {
        let (kind, call, attempt, at, operation) = match self {
            LinePayEvent::Request { call, attempt, at, operation, .. } => ("request", call, attempt, at, operation),
            LinePayEvent::Reply { call, attempt, at, operation, .. } => ("reply", call, attempt, at, operation),
            LinePayEvent::Lost { call, attempt, at, operation, .. } => ("lost", call, attempt, at, operation),
        };
        out.object(|out| {
            out.field("type", kind);
            out.field("call", call);
            out.field("attempt", attempt);
            out.field("at", at);
            out.field("operation", *operation);
            match self {
                LinePayEvent::Request { method, url, body, .. } => {
                    out.field("method", *method);
                    out.field("url", url);
                    out.maybe("body", body.as_ref());
                }
                LinePayEvent::Reply { status, body, milliseconds, .. } => {
                    out.field("status", status);
                    out.field("body", body);
                    out.field("milliseconds", milliseconds);
                }
                LinePayEvent::Lost { reason, milliseconds, .. } => {
                    out.field("reason", *reason);
                    out.field("milliseconds", milliseconds);
                }
            }
        });
    }
}
