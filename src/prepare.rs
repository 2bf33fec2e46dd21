//! From an operation to the one HTTP request that carries it.

use std::fmt;

use crate::auth;
use crate::config::Config;
use crate::error::{Code, Error, Outcome, Retry};
use crate::text::concat;
use crate::wire::{Method, Operation, Request};

/// A request ready to be sent, once. It holds the secret, so it prints only its method and operation:
/// the path of automatic payments holds a regKey.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    method: Method,
    operation: &'static Operation,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
    timeout: u32,
}

impl HttpRequest {
    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The whole URL. It never holds the secret.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Names and values of the headers. In v2 one of them is the secret.
    #[must_use]
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The exact body to send.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// How long the whole exchange may take, in milliseconds.
    #[must_use]
    pub fn timeout(&self) -> u32 {
        self.timeout
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {})", self.method.as_str(), self.operation.name)
    }
}

/// Connecting may take this long on top of the read timeout (line-pay-api 1.6).
const CONNECT: u32 = 5_000;

/// Addresses and signs a request. Call it once per attempt, each with a new nonce.
///
/// # Errors
/// [`Code::InvalidRequest`] for a request that was read for another version, or names pages on this machine, where the
/// API is not.
pub fn prepare(config: &Config, request: &Request, nonce: &str) -> Result<HttpRequest, Error> {
    let operation = request.operation;
    if request.version != config.version() || (request.local && !config.is_loopback()) {
        let message = "the request was read for another configuration; read it with Config::rules of this one";
        let mut error = Error::new(Code::InvalidRequest, Outcome::NotExecuted, Retry::Never, message);
        error.0.operation = Some(operation.name);
        return Err(error);
    }
    let path = concat(&["/", config.version().as_str(), &request.path]);
    let payload = request.body.as_deref().unwrap_or(&request.query);
    let headers = auth::headers(config, &path, payload, nonce);
    let question = if request.query.is_empty() { "" } else { "?" };
    let own = config.timeouts.iter().find(|(known, _)| *known == operation.name).map(|(_, timeout)| *timeout);
    let method = if request.body.is_some() { Method::Post } else { Method::Get };
    Ok(HttpRequest {
        method,
        operation,
        url: concat(&[config.base_url(), &path, question, &request.query]),
        headers,
        body: request.body.clone(),
        timeout: own.unwrap_or(operation.read_timeout.saturating_add(CONNECT)),
    })
}
