//! Answers to a browser.

use serde_json::Value;
use wasm_bindgen::JsValue;
use web_sys::{Headers, Response, ResponseInit};

use super::words::{Language, style_hash};

const COMMON: [(&str, &str); 3] =
    [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff")];

/// An HTML answer that nothing can be put into: no script, no frame, no form.
pub(super) fn page(html: &str, status: u16, language: Language) -> Response {
    let policy = format!(
        "default-src 'none'; style-src '{}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        style_hash()
    );
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-language", language.as_str()),
        ("content-security-policy", &policy),
        ("x-frame-options", "DENY"),
        ("vary", "Accept-Language"),
    ];
    answer(Some(html), status, &headers)
}

/// A JSON answer.
pub(super) fn json(value: &Value, status: u16) -> Response {
    answer(Some(&value.to_string()), status, &[("content-type", "application/json; charset=utf-8")])
}

/// Sends the buyer's browser on, by GET.
pub(super) fn redirect(location: &str) -> Response {
    answer(None, 303, &[("location", location)])
}

/// An answer without a body.
pub(super) fn empty(status: u16) -> Response {
    answer(None, status, &[])
}

/// With one more header each. None of ours can be refused.
pub(super) fn with_headers<'v>(
    response: Response,
    name: &str,
    values: impl IntoIterator<Item = &'v String>,
) -> Response {
    for value in values {
        let _ = response.headers().append(name, value);
    }
    response
}

fn answer(body: Option<&str>, status: u16, more: &[(&str, &str)]) -> Response {
    let made = || -> Result<Response, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in COMMON.iter().chain(more) {
            headers.set(name, value)?;
        }
        let init = ResponseInit::new();
        init.set_status(status);
        init.set_headers(&headers);
        Response::new_with_opt_str_and_init(body, &init)
    };
    made().unwrap_or_else(|_| Response::error())
}
