//! Requests that reach LINE Pay after their caller has given up, or twice.

use crate::clock::Millis;
use crate::wire::Request;
use serde::{Deserialize, Serialize};

/// A request on its way. It was authenticated when it was sent; no credential is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Late {
    /// When it arrives.
    pub(crate) due: Millis,
    /// The call in the log that sent it.
    pub(crate) call: u64,
    method: String,
    path: String,
    query: String,
    body: String,
    origin: String,
}

impl Late {
    pub(crate) fn new(request: &Request, call: u64, due: Millis) -> Late {
        Late {
            due,
            call,
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            origin: request.origin.clone(),
        }
    }

    pub(crate) fn into_request(self) -> Request {
        Request {
            method: self.method,
            path: self.path,
            query: self.query,
            body: self.body.into_bytes(),
            origin: self.origin,
            ..Request::default()
        }
    }
}
