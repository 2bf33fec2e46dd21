//! Addresses in a request.

use crate::body::Fields;
use crate::code::Refusal;

/// So long an address may be.
const MOST: usize = 500;

/// An address that a browser may be sent to; an empty one counts as left out.
pub(super) fn page(body: &Fields<'_>, name: &str) -> Result<Option<String>, Refusal> {
    match body.text(name, MOST)?.filter(|text| !text.is_empty()) {
        Some(text) if is_page(&text) => Ok(Some(text)),
        Some(_) => Err(body.wrong(name, "not an http or https address")),
        None => Ok(None),
    }
}

/// The same, which must be there.
pub(super) fn required_page(body: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    page(body, name)?.ok_or_else(|| body.wrong(name, "missing"))
}

/// v2's picture: https, as the sandbox demands; http on the same machine passes.
pub(super) fn image(body: &Fields<'_>, name: &str) -> Result<Option<String>, Refusal> {
    match page(body, name)? {
        Some(text) if !is_image(&text) => Err(body.wrong(name, "not https")),
        image => Ok(image),
    }
}

fn is_page(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let clean = text.bytes().all(|byte| byte > b' ' && byte != 0x7f && byte != b'\\');
    clean && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

/// Whether the payment page may show it.
pub(super) fn is_image(text: &str) -> bool {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|start| text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
    is_page(text) && (text.starts_with("https://") || local)
}
