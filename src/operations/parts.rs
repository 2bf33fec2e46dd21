//! What several operations' requests and replies share.

use serde::{Deserialize, Serialize};

use crate::envelope::lenient;
use crate::error::{Issues, Mismatch};
use crate::id::RegKey;
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::Limit;

/// One part of how a payment was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PayInfo {
    /// `CREDIT_CARD`, `BALANCE`, `POINT` or `DISCOUNT`; others may come.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The part paid this way, in units of the currency.
    pub amount: Amount,
    /// The buyer's name for the card; automatic payments only, may be empty.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub credit_card_nickname: Option<String>,
    /// `VISA`, `MASTER`, `AMEX`, `DINERS` or `JCB`; automatic payments only.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub credit_card_brand: Option<String>,
    /// The last four digits behind asterisks; Taiwan, confirm only, on request to LINE Pay.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub masked_credit_card_number: Option<String>,
}

/// The sum of all parts; `None` when there is none or it leaves the range.
pub(crate) fn paid(pay_info: &[PayInfo]) -> Option<Amount> {
    if pay_info.is_empty() { None } else { Amount::sum(pay_info.iter().map(|part| part.amount)) }
}

/// Do the parts add up to what is expected?
pub(crate) fn sum_fits(pay_info: &[PayInfo], expected: Option<Amount>) -> Result<(), Mismatch> {
    let Some(expected) = expected else {
        return Ok(());
    };
    match paid(pay_info) {
        Some(sum) if sum == expected => Ok(()),
        Some(sum) => Err(Mismatch::new("payInfo", expected, sum)),
        None => Err(Mismatch::new("payInfo", expected, "nothing")),
    }
}

/// The amount must be above zero and have no more decimals than its currency.
pub(crate) fn check_amount(path: &str, amount: Amount, currency: Currency, issues: &mut Issues) {
    if !amount.is_positive() {
        issues.push(path, "positive", "must be above 0");
    } else if amount.decimals() > currency.decimals() && !issues.has("currency") {
        let allowed = if currency.decimals() == 0 { "no" } else { "at most two" };
        issues.push(path, "decimals", format!("{currency} has {allowed} decimals; {amount} is not an amount of it"));
    }
}

/// A text that is not empty, not too long and holds no control characters.
pub(crate) fn check_text(path: &str, text: &str, limit: Limit, issues: &mut Issues) {
    if text.is_empty() {
        issues.push(path, "not-empty", "must not be empty");
    } else if let Some((rule, message)) = limit.exceeded_by(text) {
        issues.push(path, rule, message);
    } else if text.chars().any(breaks_lines) {
        issues.push(path, "no-control-characters", "must not hold line breaks or other control characters");
    }
}

/// Control characters and the two line separators of Unicode. A slash is fine: ids travel
/// in bodies and percent-encoded queries only.
fn breaks_lines(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// The body of a POST without parameters: signed as it is sent.
pub(crate) const EMPTY_BODY: &str = "{}";

/// Reads the regKey of a request.
pub(crate) fn read_reg_key(fields: &mut Fields<'_>) -> RegKey {
    fields.required_text("regKey").into()
}

/// A regKey must be safe in a path.
pub(crate) fn check_reg_key(reg_key: &RegKey, issues: &mut Issues) {
    if !reg_key.is_safe() {
        issues.push("regKey", "reg-key", "must be the key that confirm returned: 1 to 64 letters and digits");
    }
}

/// Reads `null` as an empty list.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}
