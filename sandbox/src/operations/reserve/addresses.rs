//! Addresses in a request.

use crate::body::Fields;
use crate::code::Refusal;
use crate::payment::{ConfirmUrlType, Payment};

/// So long an address may be.
const MOST: usize = 500;

/// Schemes that lead nowhere: a browser would run or show what follows.
const NO_PLACES: [&str; 6] = ["javascript", "data", "vbscript", "file", "blob", "about"];

/// confirmUrl and cancelUrl, as far as they are there. An app's own scheme does where the buyer's browser goes there.
pub(super) fn callbacks(body: &Fields<'_>, payment: &mut Payment) -> Result<(), Refusal> {
    payment.confirm_url = match payment.confirm_url_type {
        ConfirmUrlType::Server => page(body, "confirmUrl")?,
        ConfirmUrlType::Client | ConfirmUrlType::None => place(body, "confirmUrl")?,
    };
    payment.cancel_url = place(body, "cancelUrl")?;
    Ok(())
}

/// Where a browser, or an app by its own scheme, may be sent; an empty address counts as left out.
fn place(body: &Fields<'_>, name: &str) -> Result<Option<String>, Refusal> {
    address(body, name, |text| is_page(text) || is_app(text), "not an http or https address, nor one of an app")
}

/// An http or https address; an empty one counts as left out.
pub(super) fn page(body: &Fields<'_>, name: &str) -> Result<Option<String>, Refusal> {
    address(body, name, is_page, "not an http or https address")
}

fn address(body: &Fields<'_>, name: &str, fits: impl Fn(&str) -> bool, what: &str) -> Result<Option<String>, Refusal> {
    match body.text(name, MOST)?.filter(|text| !text.is_empty()) {
        Some(text) if fits(&text) => Ok(Some(text)),
        Some(_) => Err(body.wrong(name, what)),
        None => Ok(None),
    }
}

/// An http or https address that must be there.
pub(super) fn required_page(body: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    page(body, name)?.ok_or_else(|| body.missing(name, "missing"))
}

/// v2's picture: https, as the sandbox demands; http on the same machine passes, and elsewhere where that is allowed.
pub(super) fn image(body: &Fields<'_>, name: &str, http: bool) -> Result<Option<String>, Refusal> {
    match page(body, name)? {
        Some(text) if !is_image(&text) && http => {
            body.note(name, "not https: taken, and not shown; LINE Pay's sandbox demands https");
            Ok(None)
        }
        Some(text) if !is_image(&text) => Err(body.wrong(name, "not https")),
        image => Ok(image),
    }
}

fn is_clean(text: &str) -> bool {
    text.bytes().all(|byte| byte > b' ' && byte != 0x7f && byte != b'\\')
}

fn is_page(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    is_clean(text) && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

/// `myapp://done?x`: an app's own scheme.
fn is_app(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let begins = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    let web = ["http", "https"].iter().chain(&NO_PLACES).any(|known| scheme.eq_ignore_ascii_case(known));
    is_clean(text) && letters && begins && !web && !rest.is_empty()
}

/// Whether the payment page may show it.
pub(crate) fn is_image(text: &str) -> bool {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|start| text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
    is_page(text) && (text.starts_with("https://") || local)
}
