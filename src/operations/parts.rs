//! What several operations' requests and replies share.

use serde::Serialize;

use crate::at::At;
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, RegKey};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::{Limit, Rules};
use crate::row::rows;
use crate::rule::Rule;
use crate::version::Version;

/// One part of how a payment was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PayInfo {
    /// `CREDIT_CARD`, `BALANCE`, `POINT` or `DISCOUNT`; others may come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The part paid this way, in units of the currency.
    pub amount: Amount,
    /// The buyer's name for the card; automatic payments only, may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_card_nickname: Option<String>,
    /// `VISA`, `MASTER`, `AMEX`, `DINERS` or `JCB`; automatic payments only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_card_brand: Option<String>,
    /// The last four digits behind asterisks; Taiwan, confirm only, on request to LINE Pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked_credit_card_number: Option<String>,
}

rows! {
    PayInfo: |row| PayInfo {
        method: row.lenient("method"),
        amount: row.need("amount")?,
        credit_card_nickname: row.lenient("creditCardNickname"),
        credit_card_brand: row.lenient("creditCardBrand"),
        masked_credit_card_number: row.lenient("maskedCreditCardNumber"),
    };
}

/// The sum of all parts; `None` when there is none or it leaves the range.
pub(crate) fn paid(pay_info: &[PayInfo]) -> Option<Amount> {
    if pay_info.is_empty() { None } else { Amount::sum(pay_info.iter().map(|part| part.amount)) }
}

/// Do the parts add up to what is expected? Of nothing there may be no parts.
pub(crate) fn sum_fits(pay_info: &[PayInfo], expected: Option<Amount>) -> Result<(), Mismatch> {
    let Some(expected) = expected else {
        return Ok(());
    };
    match paid(pay_info) {
        Some(sum) if sum == expected => Ok(()),
        Some(sum) => Err(Mismatch::new("payInfo", expected, sum)),
        None if expected == Amount::ZERO => Ok(()),
        None => Err(Mismatch::new("payInfo", expected, "nothing")),
    }
}

/// The amount must be above zero and have no more decimals than its currency.
#[inline(never)]
pub(crate) fn check_amount(at: At<'_>, amount: Amount, currency: Currency, issues: &mut Issues) {
    if !amount.is_positive() {
        issues.push(at, Rule::Positive);
    } else {
        check_decimals(at, amount, currency, issues);
    }
}

/// The same where nothing is charged if the payment only registers the buyer.
#[inline(never)]
pub(crate) fn check_total(at: At<'_>, amount: Amount, currency: Currency, registers: bool, issues: &mut Issues) {
    if amount.is_positive() || (registers && amount == Amount::ZERO) {
        check_decimals(at, amount, currency, issues);
    } else {
        issues.push(at, Rule::PositiveOrRegistration);
    }
}

/// v4 is Taiwan's: it has no yen (line-pay-api 9).
pub(crate) fn check_currency(currency: Currency, rules: Rules, issues: &mut Issues) {
    if currency == Currency::Jpy && rules.version == Version::V4 {
        issues.push("currency", Rule::CurrencyInV4);
    }
}

/// A part of a sum may be nothing, as a gift is, but not less.
#[inline(never)]
pub(crate) fn check_part(at: At<'_>, amount: Amount, currency: Currency, issues: &mut Issues) {
    if amount < Amount::ZERO {
        issues.push(at, Rule::NotNegative);
    } else {
        check_decimals(at, amount, currency, issues);
    }
}

#[inline(never)]
pub(crate) fn check_decimals(at: At<'_>, amount: Amount, currency: Currency, issues: &mut Issues) {
    if amount.decimals() > currency.decimals() && !issues.has("currency") {
        issues.push(at, Rule::Decimals { currency, amount });
    }
}

/// A text that has to be there: not empty, not too long and without control characters.
#[inline(never)]
pub(crate) fn check_text(at: At<'_>, text: &str, limit: Limit, issues: &mut Issues) {
    if text.is_empty() {
        issues.push(at, Rule::Empty);
    } else {
        check_given_text(at, text, limit, issues);
    }
}

/// The merchant's number of an order: as it is, for a query with one blank more or less finds nothing, and what is not
/// found passes for not paid.
#[inline(never)]
pub(crate) fn check_order_id(at: At<'_>, id: &OrderId, rules: Rules, issues: &mut Issues) {
    let text = id.as_str();
    check_text(at, text, rules.limit(OrderId::MAX), issues);
    if text.trim().len() != text.len() {
        issues.push(at, Rule::Trimmed);
    }
}

/// A text that people read and that has to be there: tabs and line breaks of a catalogue are fine in it.
#[inline(never)]
pub(crate) fn check_shown(at: At<'_>, text: &str, limit: Limit, issues: &mut Issues) {
    if text.is_empty() {
        issues.push(at, Rule::Empty);
    } else if let Some(rule) = limit.exceeded_by(text) {
        issues.push(at, rule);
    } else if text.chars().any(|character| character.is_control() && !matches!(character, '\t' | '\n' | '\r')) {
        issues.push(at, Rule::ControlCharactersShown);
    }
}

/// The same for one that may be left out.
pub(crate) fn check_optional_shown(at: At<'_>, text: Option<&str>, limit: Limit, issues: &mut Issues) {
    match text {
        None => {}
        Some("") => issues.push(at, Rule::EmptyOptional),
        Some(text) => check_shown(at, text, limit, issues),
    }
}

/// A text of the kind of [`check_text`] that may be left out.
#[inline(never)]
pub(crate) fn check_optional_text(at: At<'_>, text: Option<&str>, limit: Limit, issues: &mut Issues) {
    match text {
        None => {}
        Some("") => issues.push(at, Rule::EmptyOptional),
        Some(text) => check_given_text(at, text, limit, issues),
    }
}

#[inline(never)]
fn check_given_text(at: At<'_>, text: &str, limit: Limit, issues: &mut Issues) {
    if let Some(rule) = limit.exceeded_by(text) {
        issues.push(at, rule);
    } else if text.chars().any(breaks_lines) {
        issues.push(at, Rule::ControlCharacters);
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
#[inline(never)]
pub(crate) fn read_reg_key(fields: &mut Fields<'_>) -> RegKey {
    fields.required_text("regKey").into()
}

/// A regKey must be safe in a path.
#[inline(never)]
pub(crate) fn check_reg_key(reg_key: &RegKey, issues: &mut Issues) {
    if !reg_key.is_safe() {
        issues.push("regKey", if reg_key.as_str().is_empty() { Rule::NoRegKey } else { Rule::RegKey });
    }
}
