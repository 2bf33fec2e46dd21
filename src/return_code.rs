//! LINE Pay's return codes: one row for each, with its treatment. What a code
//! says about the outcome depends on the operation that it answers.

use std::fmt;

use serde::Serialize;

use crate::outcome::{Changes, Outcome, Retry};

#[cfg(feature = "catalogue")]
pub mod catalogue;

/// A return code: four digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ReturnCode(String);

/// How a return code wants to be treated (line-pay-api 7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Success.
    Ok,
    /// The same call again, later.
    Retry,
    /// Outcome unknown or already done: query before acting.
    Look,
    /// The buyer must act or pay otherwise; final for this attempt.
    User,
    /// The merchant's request or configuration is wrong; final.
    Fix,
}

const TABLE: &[(&str, Class, &str)] = {
    use Class::{Fix, Look, Ok, Retry, User};
    &[
        ("0000", Ok, "success"),
        ("0110", Ok, "the buyer has authenticated; confirm may be called"),
        ("0121", User, "the buyer cancelled, or the request timed out"),
        ("0122", User, "the payment failed"),
        ("0123", Ok, "the payment is complete"),
        ("1101", User, "the payer is not a LINE Pay member"),
        ("1102", User, "the payer is suspended from paying"),
        ("1104", Fix, "merchant not found: wrong channel id, or the keys of another environment"),
        ("1105", Fix, "the merchant cannot use LINE Pay now; ask LINE Pay"),
        ("1106", Fix, "header error: wrong secret, or (v2) the caller's address is not on the payment server IP list"),
        ("1110", User, "the credit card cannot be used"),
        ("1124", Fix, "wrong amount information"),
        ("1133", User, "the one-time key is invalid or used"),
        ("1141", User, "the payer's account is in a bad state"),
        ("1142", User, "not enough balance"),
        ("1145", Look, "this payment is in progress"),
        ("1150", Fix, "no such transaction, or it is not paid yet"),
        ("1152", Look, "the same transaction is already paid"),
        ("1153", Fix, "the amount differs from the requested one"),
        ("1154", User, "the registered payment method cannot be used"),
        ("1155", Fix, "wrong transaction id, or a transaction that cannot be refunded"),
        ("1159", Look, "no payment request information: no reservation, or it lapsed"),
        ("1163", Fix, "the refund period is over"),
        ("1164", Fix, "the refund exceeds the refundable amount"),
        ("1165", Look, "already refunded or already voided"),
        ("1169", User, "the buyer has not chosen a payment method and authenticated yet"),
        ("1170", User, "the payer's balance changed"),
        ("1172", Look, "an order with the same orderId exists"),
        ("1177", Fix, "more than 100 ids"),
        ("1178", Fix, "the currency is not supported for this merchant"),
        ("1179", Look, "the transaction's status does not allow it"),
        ("1180", User, "the payment deadline has passed"),
        ("1183", Fix, "the amount must be above 0 and above the merchant's minimum"),
        ("1184", Fix, "the amount is above the requested one or the merchant's maximum"),
        ("1190", Fix, "no such regKey"),
        ("1193", User, "the regKey has expired"),
        ("1194", Fix, "the merchant may not use preapproved payments"),
        ("1197", Retry, "a payment with this regKey is in process"),
        ("1198", Look, "a duplicate call; the earlier one is still in progress"),
        ("1199", Look, "internal error in the request"),
        ("1264", User, "iPASS MONEY error"),
        ("1280", Retry, "temporary credit card error"),
        ("1281", User, "credit card payment error"),
        ("1282", User, "credit card authorisation error"),
        ("1283", User, "refused: suspected fraud"),
        ("1284", User, "credit card payment is temporarily stopped"),
        ("1285", User, "credit card data is missing"),
        ("1286", User, "credit card data is wrong"),
        ("1287", User, "the credit card has expired"),
        ("1288", User, "the credit card has not enough funds"),
        ("1289", User, "the credit card limit is exceeded"),
        ("1290", User, "the limit for one payment is exceeded"),
        ("1291", User, "stolen credit card"),
        ("1292", User, "suspended credit card"),
        ("1293", User, "wrong CVN"),
        ("1294", User, "the credit card is block-listed"),
        ("1295", User, "wrong credit card number"),
        ("1296", User, "the amount cannot be processed"),
        ("1297", User, "credit card error"),
        ("1298", User, "the credit card was declined"),
        ("1900", Look, "temporary error; retry with the same data after asking"),
        ("1902", Look, "temporary error; retry with the same data after asking"),
        ("1903", Look, "temporary error; retry with the same data after asking"),
        ("1999", Look, "differs from the previous request"),
        ("2024", Fix, "the merchant's limit is exceeded"),
        ("2042", Look, "the merchant's refund reserve is too low"),
        ("2101", Fix, "parameter error"),
        ("2102", Fix, "JSON data error"),
        ("2103", Fix, "a parameter is not allowed for this merchant"),
        ("2104", Fix, "invalid request, for example the wrong HTTP method"),
        ("9000", Look, "LINE Pay internal error"),
    ]
};

impl ReturnCode {
    /// A code from its four digits; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<ReturnCode> {
        (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| ReturnCode(text.to_owned()))
    }

    /// The four digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `0000`?
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.0 == "0000"
    }

    /// How to treat it; `None` for a code that the table does not know.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.row().map(|row| row.1)
    }

    /// What it means, in English.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        self.row().map_or("a return code that this version does not know", |row| row.2)
    }

    /// What it says about the outcome of a call that changes `changes`.
    #[must_use]
    pub fn outcome(&self, changes: Changes) -> Outcome {
        match (changes, self.class()) {
            (Changes::Nothing, _) => Outcome::NotExecuted,
            _ if self.is_of_status_check() => Outcome::Unknown,
            (_, Some(Class::Ok)) => Outcome::Executed,
            (_, Some(Class::User | Class::Fix | Class::Retry)) => Outcome::NotExecuted,
            (Changes::Reservation, Some(Class::Look)) if self.is_about_another_payment() => Outcome::NotExecuted,
            (_, Some(Class::Look) | None) => Outcome::Unknown,
        }
    }

    /// What to do after a call that changes `changes` got this code.
    #[must_use]
    pub fn retry(&self, changes: Changes) -> Retry {
        // Where a code says nothing that is known, it is as good as none of the table's.
        let class = self.class().filter(|_| changes == Changes::Nothing || !self.is_of_status_check());
        match (class, changes) {
            (Some(Class::Retry), _) => Retry::Later,
            (Some(Class::Look), Changes::Reservation) if self.is_about_another_payment() => Retry::Never,
            (Some(Class::Look) | None, Changes::Nothing | Changes::Reservation) => Retry::Again,
            (Some(Class::Look) | None, Changes::Payment | Changes::RegKey) => Retry::AskFirst,
            (Some(Class::Ok | Class::User | Class::Fix), _) => Retry::Never,
        }
    }

    /// On a reservation these speak of another payment of the same order.
    pub(crate) fn is_about_another_payment(&self) -> bool {
        matches!(self.as_str(), "1145" | "1172")
    }

    /// Only statusCheck gives them (line-pay-api 4.2). As the answer to anything else they say nothing of what it did.
    fn is_of_status_check(&self) -> bool {
        matches!(self.as_str(), "0110" | "0121" | "0122" | "0123")
    }

    fn row(&self) -> Option<&'static (&'static str, Class, &'static str)> {
        TABLE.iter().find(|row| row.0 == self.0)
    }
}

impl fmt::Display for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(code: &str, changes: Changes) -> Option<Outcome> {
        ReturnCode::new(code).map(|code| code.outcome(changes))
    }

    #[test]
    fn the_same_code_means_different_things_for_different_operations() {
        assert_eq!(outcome("1172", Changes::Reservation), Some(Outcome::NotExecuted));
        assert_eq!(outcome("1172", Changes::Payment), Some(Outcome::Unknown));
        assert_eq!(outcome("9000", Changes::Nothing), Some(Outcome::NotExecuted));
    }

    #[test]
    fn an_unknown_code_on_a_change_is_unknown() {
        assert_eq!(outcome("7777", Changes::Payment), Some(Outcome::Unknown));
        assert_eq!(outcome("7777", Changes::Nothing), Some(Outcome::NotExecuted));
    }

    #[test]
    fn a_status_as_the_answer_to_a_change_does_not_say_what_the_change_did() {
        for code in ["0110", "0121", "0122", "0123"] {
            for changes in [Changes::Payment, Changes::RegKey, Changes::Reservation] {
                assert_eq!(outcome(code, changes), Some(Outcome::Unknown), "{code}");
            }
            let retry = |changes| ReturnCode::new(code).map(|code| code.retry(changes));
            assert_eq!(retry(Changes::Payment), Some(Retry::AskFirst), "{code}");
            assert_eq!(retry(Changes::Reservation), Some(Retry::Again), "{code}");
            assert_eq!(retry(Changes::Nothing), Some(Retry::Never), "{code}");
        }
    }

    #[test]
    fn the_table_has_each_code_once_and_in_order() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
        assert!(TABLE.iter().all(|row| ReturnCode::new(row.0).is_some()));
    }

    #[test]
    fn only_four_digits_are_a_code() {
        for wrong in ["", "000", "00000", "00a0", "０000"] {
            assert_eq!(ReturnCode::new(wrong), None, "{wrong}");
        }
    }
}
