//! From an operation to the one HTTP request that carries it.

use std::fmt;

use crate::auth;
use crate::config::Config;
use crate::error::{Code, Error, Issues};
use crate::operation::{Method, Operation, Parts, Route, unsupported};

/// A request ready to be sent, once. It holds the secret, so it prints only its method and URL.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    method: Method,
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
        write!(f, "HttpRequest({} {})", self.method.as_str(), self.url)
    }
}

/// Connecting may take this long on top of the read timeout (line-pay-api 1.6).
const CONNECT: u32 = 5_000;

/// Checks an operation and writes its request. Call it once per attempt, each
/// with a new nonce.
///
/// # Errors
/// [`Code::InvalidRequest`] with every broken rule, or [`Code::Unsupported`].
pub fn prepare<O: Operation>(config: &Config, operation: &O, nonce: &str) -> Result<HttpRequest, Error> {
    let version = config.version();
    let route = O::ROUTES.get(version).ok_or_else(|| unsupported(O::NAME, version))?;
    let mut issues = Issues::of(version, O::NAME);
    operation.check(config.rules(), &mut issues);
    issues.or(Code::InvalidRequest, Some(O::NAME), ())?;

    Ok(write(config, O::NAME, route, operation.parts(version), nonce))
}

/// The same for every operation, and so compiled once.
#[inline(never)]
fn write(config: &Config, name: &str, route: Route, parts: Parts, nonce: &str) -> HttpRequest {
    let version = config.version();
    let path = format!("/{version}{}", route.path.replace("{}", &parts.segment));
    let payload = parts.body.as_deref().unwrap_or(&parts.query);
    let headers = auth::headers(config, &path, payload, nonce);
    let question = if parts.query.is_empty() { "" } else { "?" };
    let own = config.timeouts.iter().find(|(known, _)| *known == name).map(|(_, timeout)| *timeout);
    HttpRequest {
        method: route.method,
        url: format!("{}{path}{question}{}", config.base_url(), parts.query),
        headers,
        body: parts.body,
        timeout: own.unwrap_or(route.read_timeout.saturating_add(CONNECT)),
    }
}
