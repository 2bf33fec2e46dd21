//! Rules that the bodies of reserve share.

use crate::error::Issues;
use crate::operation::Rules;
use crate::operations::parts::check_text;
use crate::url::{Url, query_value};

pub(super) fn check_url(path: &str, text: &str, rules: Rules, issues: &mut Issues) {
    check_text(path, text, rules.limit(500), issues);
    match Url::read(text) {
        Some(url) if url.secure || (url.is_loopback() && rules.loopback) => {}
        Some(_) => issues.push(
            path,
            "https",
            "must be https; http is for a shop on this machine that calls a LINE Pay sandbox on this machine",
        ),
        None => issues.push(
            path,
            "url",
            "must be an absolute https URL of plain ASCII, without user name or spaces; percent-encode other characters",
        ),
    }
}

/// LINE Pay appends its parameters to confirmUrl; they must not be there already.
pub(super) fn check_confirm_url(path: &str, text: &str, rules: Rules, issues: &mut Issues) {
    check_url(path, text, rules, issues);
    if query_value(text, "transactionId").is_some() {
        issues.push(path, "reserved-parameter", "must not hold transactionId: LINE Pay appends it");
    }
}

pub(super) fn check_one_of(path: &str, text: Option<&str>, allowed: &[&str], issues: &mut Issues) {
    if text.is_some_and(|text| !allowed.contains(&text)) {
        issues.push(path, "one-of", format!("must be one of {}", allowed.join(", ")));
    }
}
