//! Rules that the bodies of reserve share.

use crate::at::At;
use crate::error::Issues;
use crate::operation::Rules;
use crate::operations::parts::{check_optional_text, check_text};
use crate::rule::Rule;
use crate::url::{Url, is_app_link, query_value};

/// Where the buyer, or LINE Pay's server, goes: an address that has to be there.
#[inline(never)]
pub(super) fn check_return_url(at: At<'_>, text: &str, server: bool, rules: Rules, issues: &mut Issues) {
    check_text(at, text, rules.limit(500), issues);
    if server && is_app_link(text) {
        issues.push(at, Rule::ServerUrl);
    }
    check_return_form(at, text, rules, issues);
}

/// The same for one that may be left out; only the buyer goes there.
#[inline(never)]
pub(super) fn check_optional_return_url(at: At<'_>, text: Option<&str>, rules: Rules, issues: &mut Issues) {
    check_optional_text(at, text, rules.limit(500), issues);
    if let Some(text) = text {
        check_return_form(at, text, rules, issues);
    }
}

fn check_return_form(at: At<'_>, text: &str, rules: Rules, issues: &mut Issues) {
    match Url::read(text) {
        None if is_app_link(text) => {}
        None => issues.push(at, Rule::ReturnUrl),
        Some(_) => check_form(at, text, rules, issues),
    }
}

/// An address that may be left out.
#[inline(never)]
pub(super) fn check_optional_url(at: At<'_>, text: Option<&str>, rules: Rules, issues: &mut Issues) {
    check_optional_text(at, text, rules.limit(500), issues);
    if let Some(text) = text {
        check_form(at, text, rules, issues);
    }
}

#[inline(never)]
fn check_form(at: At<'_>, text: &str, rules: Rules, issues: &mut Issues) {
    match Url::read(text) {
        Some(url) if url.secure || (url.is_loopback() && rules.loopback) => {}
        Some(_) => issues.push(at, Rule::Https),
        None => issues.push(at, Rule::Url),
    }
}

/// LINE Pay appends its parameters to confirmUrl; they must not be there already.
#[inline(never)]
pub(super) fn check_callback(at: At<'_>, text: &str, issues: &mut Issues) {
    if query_value(text, "transactionId").is_some() {
        issues.push(at, Rule::ReservedParameter);
    }
}

/// A list of accounts is not empty; one whose items are no texts says so itself.
#[inline(never)]
pub(super) fn check_accounts(at: At<'_>, list: &[String], issues: &mut Issues) {
    if list.is_empty() && !issues.has_any_below(&at.text()) {
        issues.push(at, Rule::NoAccount);
    }
}

#[inline(never)]
pub(super) fn check_one_of(at: At<'_>, text: Option<&str>, allowed: &[&str], issues: &mut Issues) {
    if text.is_some_and(|text| !allowed.contains(&text)) {
        issues.push(at, Rule::OneOf { allowed });
    }
}
