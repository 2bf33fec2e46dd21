//! What crosses the border between the sandbox and its host.

use serde::{Deserialize, Serialize};

/// One HTTP request as the host received it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path alone, as on the wire (percent-encoded).
    pub path: String,
    /// The query as on the wire, without the `?`; empty if there is none.
    pub query: String,
    /// Names and values; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes. The host may cut it after [`Request::BODY_LIMIT`] + 1 bytes. Not part of the JSON form.
    #[serde(skip)]
    pub body: Vec<u8>,
    /// The caller's address, for the allow-list.
    pub peer: String,
    /// Scheme, host and port under which the host was called: the payment page's origin unless the
    /// configuration names one.
    pub origin: String,
    /// The host gives the same request again, for the answer said [`Delivery::Again`].
    pub held: bool,
    /// What the merchant answered, where the answer said [`Delivery::Ask`].
    pub asked: Option<Asked>,
    /// The world that the host's name stands for, such as `production`; otherwise the headers tell.
    pub world: Option<String>,
}

impl Request {
    /// Longer bodies answer 2101.
    pub const BODY_LIMIT: usize = 1 << 20;

    /// A request to this address (`https://host/path?query`), taken apart as a host does. Headers, body and the
    /// caller's address are still to be given.
    #[must_use]
    pub fn at(method: &str, url: &str) -> Request {
        let start = url.find("://").map_or(0, |place| place.saturating_add(3));
        let host = url.get(start..).unwrap_or_default();
        let (origin, rest) = url.split_at(host.find('/').map_or(url.len(), |place| place.saturating_add(start)));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let [method, path, query, origin] = [method, path, query, origin].map(str::to_owned);
        Request { method, path, query, origin, ..Request::default() }
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What the host has to do: keep `changes` first, then deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Value of `Content-Type`.
    pub content_type: &'static str,
    /// Headers beside those that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// The body. Not part of the JSON form.
    #[serde(skip)]
    pub body: String,
    /// How the answer reaches the caller.
    pub delivery: Delivery,
    /// Addresses that LINE Pay's server calls by GET now (confirmUrlType SERVER).
    pub callbacks: Vec<String>,
    /// Records to write and to remove.
    pub changes: Vec<Change>,
}

/// How an answer reaches the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Delivery {
    /// As usual.
    Whole,
    /// Nothing is sent for so long; then the connection ends without a complete answer.
    Hang {
        /// How long.
        seconds: u64,
    },
    /// The connection ends before the answer is complete.
    Drop,
    /// The connection ends, if possible by a reset, before anything of the answer is sent.
    Reset,
    /// As usual, so much later.
    Delay {
        /// How long.
        seconds: u64,
    },
    /// The body comes in small parts, spread over this time.
    Drip {
        /// How long.
        seconds: u64,
    },
    /// There is no answer yet: the host gives the same request again so much later, [`Request::held`], even if its
    /// caller has gone by then.
    Again {
        /// How long.
        seconds: u64,
    },
    /// There is no answer yet: LINE Pay's server asks the merchant first. The host sends `body` (JSON) to `url` by
    /// POST, waits 20 seconds at most, and gives the same request again, [`Request::held`], with what was
    /// [`Request::asked`].
    Ask {
        /// Whom.
        url: String,
        /// What.
        body: String,
    },
}

/// What the merchant answered to [`Delivery::Ask`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// HTTP status; 0 if there was no answer.
    pub status: u16,
    /// The body, as far as it is a text. The host may cut it after [`Request::BODY_LIMIT`] bytes.
    pub body: String,
}

/// One record: its new value, or `None` when it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change(
    /// The record's key.
    pub String,
    /// The record's JSON text.
    pub Option<String>,
);

pub(crate) const JSON: &str = "application/json;charset=UTF-8";
pub(crate) const TEXT: &str = "text/plain;charset=UTF-8";
pub(crate) const HTML: &str = "text/html;charset=UTF-8";

impl Answer {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<String>) -> Answer {
        Answer {
            status,
            content_type,
            headers: Vec::new(),
            body: body.into(),
            delivery: Delivery::Whole,
            callbacks: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// A JSON answer of the pages and of the control route.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Answer {
        match serde_json::to_string(value) {
            Ok(body) => Answer::new(status, JSON, body),
            Err(_) => Answer::new(500, TEXT, "the answer could not be written"),
        }
    }

    /// `{ "error": … }`, for the pages and the control route.
    pub(crate) fn error(status: u16, error: &str) -> Answer {
        Answer::json(status, &serde_json::json!({ "error": error }))
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    #[test]
    fn an_address_is_taken_apart_as_a_host_does() {
        for (url, origin, path, query) in [
            (
                "https://pay.example/v3/payments?orderId=A%2FB&x=/?",
                "https://pay.example",
                "/v3/payments",
                "orderId=A%2FB&x=/?",
            ),
            ("http://127.0.0.1:8787/", "http://127.0.0.1:8787", "/", ""),
            ("http://127.0.0.1:8787", "http://127.0.0.1:8787", "", ""),
        ] {
            let request = Request::at("GET", url);
            let parts = [request.method, request.origin, request.path, request.query];
            assert_eq!(parts, ["GET", origin, path, query], "{url}");
        }
    }
}
