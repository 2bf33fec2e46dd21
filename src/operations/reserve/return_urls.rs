//! Where the buyer, or LINE Pay's server, goes after approval.

use crate::input::Fields;
use crate::rule::Rule;
use crate::url::{is_app_link, query_value};
use crate::wire::Rules;

/// LINE Pay's server follows no link into an app; and LINE Pay appends its parameters to confirmUrl, so they must not
/// be there already.
pub(super) fn check_return_urls(fields: &mut Fields<'_, '_>, _rules: Rules) {
    let Some(url) = fields.given("confirmUrl") else { return };
    if fields.given("confirmUrlType").as_deref() == Some("SERVER") && is_app_link(&url) {
        fields.issue("confirmUrl", Rule::ServerUrl);
    }
    if query_value(&url, "transactionId").is_some() {
        fields.issue("confirmUrl", Rule::ReservedParameter);
    }
}
