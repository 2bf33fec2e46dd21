//! LINE Pay's return codes: one row for each, with its treatment and whatever else code asks of it. What a code
//! says about the outcome depends on the operation that it answers. No code stands elsewhere as a literal.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::json::{Json, Out};

use crate::outcome::{Changes, Outcome, Retry};
use crate::text::{after_lines, line};
use crate::version::Version;
use table::{MEANINGS, Row, TABLE};

#[cfg(feature = "catalogue")]
pub mod catalogue;
mod table;

/// A return code: four digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReturnCode([u8; 4]);

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

/// What else a code may say, besides how to treat it; each is a bit of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Is {
    /// Only statusCheck gives it (line-pay-api 4.2). As the answer to anything else it says nothing of what that did.
    Status = 1,
    /// LINE Pay has no such transaction, or it is not paid yet: in a query an answer like others.
    NotFound = 1 << 1,
    /// There is no reservation, or there is none any more.
    Lapsed = 1 << 2,
    /// The payment was made before this call.
    DoneBefore = 1 << 3,
    /// On a reservation it speaks of another payment of the same order.
    AnotherPayment = 1 << 4,
    /// To a confirm: the buyer has not approved.
    NotApproved = 1 << 5,
    /// To a confirm: the reservation is over, and nothing can be confirmed any more.
    Gone = 1 << 6,
    /// To a confirm: the transaction was reserved over another amount.
    OtherAmount = 1 << 7,
    /// In v3 and v4, about a regKey: it is of no use any more (line-pay-api 7.3).
    EndsRegKey = 1 << 8,
    /// The same in v2.
    EndsRegKeyV2 = 1 << 9,
}

impl ReturnCode {
    /// A code from its four digits; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<ReturnCode> {
        let digits: [u8; 4] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(ReturnCode(digits))
    }

    /// The four digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// `0000`?
    #[must_use]
    pub fn is_success(&self) -> bool {
        *self == ReturnCode::SUCCESS
    }

    /// Does it say this? No code that the table does not know says anything.
    #[must_use]
    pub fn is(&self, what: Is) -> bool {
        self.row().is_some_and(|row| row.is & what as u16 != 0)
    }

    /// As the answer to anything about a regKey: is that of no use any more? The versions differ.
    #[must_use]
    pub fn ends_reg_key(&self, version: Version) -> bool {
        self.is(if version == Version::V2 { Is::EndsRegKeyV2 } else { Is::EndsRegKey })
    }

    /// How to treat it; `None` for a code that the table does not know.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.row().map(|row| row.class)
    }

    /// What it means, in English.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        let place = TABLE.iter().position(|row| row.code == *self);
        place.map_or("a return code that this version does not know", |place| line(after_lines(MEANINGS, place)).0)
    }

    /// What it says about the outcome of a call that changes `changes`.
    #[must_use]
    pub fn outcome(&self, changes: Changes) -> Outcome {
        match (changes, self.class()) {
            (Changes::Nothing, _) => Outcome::NotExecuted,
            _ if self.is(Is::Status) => Outcome::Unknown,
            (_, Some(Class::Ok)) => Outcome::Executed,
            (_, Some(Class::User | Class::Fix | Class::Retry)) => Outcome::NotExecuted,
            (Changes::Reservation, Some(Class::Look)) if self.is(Is::AnotherPayment) => Outcome::NotExecuted,
            (_, Some(Class::Look) | None) => Outcome::Unknown,
        }
    }

    /// What to do after a call that changes `changes` got this code.
    #[must_use]
    pub fn retry(&self, changes: Changes) -> Retry {
        // Where a code says nothing that is known, it is as good as none of the table's.
        let class = self.class().filter(|_| changes == Changes::Nothing || !self.is(Is::Status));
        match (class, changes) {
            (Some(Class::Retry), _) => Retry::Later,
            (Some(Class::Look), Changes::Reservation) if self.is(Is::AnotherPayment) => Retry::Never,
            (Some(Class::Look) | None, Changes::Nothing | Changes::Reservation) => Retry::Again,
            (Some(Class::Look) | None, Changes::Payment | Changes::RegKey) => Retry::AskFirst,
            (Some(Class::Ok | Class::User | Class::Fix), _) => Retry::Never,
        }
    }

    fn row(&self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.code == *self)
    }
}

impl Serialize for ReturnCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Debug for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReturnCode({self})")
    }
}

impl fmt::Display for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Json for ReturnCode {
    fn write(&self, out: &mut Out) {
        out.string(self.as_str());
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

    /// A line break in one of them would give all that follow another code's.
    #[test]
    fn each_code_has_one_line_of_meaning() {
        assert_eq!(MEANINGS.lines().count(), TABLE.len());
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
    fn what_to_do_after_a_refusal() {
        use Changes::{Nothing, Payment, RegKey, Reservation};
        for (code, changes, retry) in [
            ("1280", Payment, Retry::Later),
            ("1197", Nothing, Retry::Later),
            ("1142", Payment, Retry::Never),
            ("1150", RegKey, Retry::Never),
            ("1172", Reservation, Retry::Never),
            ("1172", Payment, Retry::AskFirst),
            ("1198", Reservation, Retry::Again),
            ("1198", RegKey, Retry::AskFirst),
            ("7777", Payment, Retry::AskFirst),
            ("7777", Nothing, Retry::Again),
        ] {
            assert_eq!(ReturnCode::new(code).map(|code| code.retry(changes)), Some(retry), "{code} {changes:?}");
        }
    }

    #[test]
    fn the_table_has_each_code_once_and_in_order() {
        assert!(TABLE.is_sorted_by(|a, b| a.code < b.code));
        assert!(TABLE.iter().all(|row| ReturnCode::new(row.code.as_str()) == Some(row.code)));
    }

    /// Each is the whole list: a bit too many or too few in a row is found here.
    #[test]
    fn what_else_each_code_says() {
        for (what, codes) in [
            (Is::Status, "0110 0121 0122 0123"),
            (Is::NotFound, "1150"),
            (Is::Lapsed, "1159"),
            (Is::DoneBefore, "0123 1152 1172"),
            (Is::AnotherPayment, "1145 1172"),
            (Is::NotApproved, "1169"),
            (Is::Gone, "1150 1180"),
            (Is::OtherAmount, "1153"),
            (Is::EndsRegKey, "1141 1190 1193 1282 1283 1284 1285 1286 1287 1290 1291 1292 1293 1294 1295"),
            (Is::EndsRegKeyV2, "1190 1193 1281 1282 1283 1284 1285 1286 1287 1290 1291 1292 1293 1294"),
        ] {
            let said: Vec<&str> = TABLE.iter().filter(|row| row.code.is(what)).map(|row| row.code.as_str()).collect();
            assert_eq!(said.join(" "), codes, "{what:?}");
            assert!(!ReturnCode(*b"7777").is(what), "{what:?}");
        }
    }

    #[test]
    fn the_versions_end_a_reg_key_by_different_codes() {
        for (code, ends) in [("1141", [false, true, true]), ("1193", [true; 3]), ("1281", [true, false, false])] {
            let said = Version::ALL.map(|version| ReturnCode::new(code).is_some_and(|code| code.ends_reg_key(version)));
            assert_eq!(said, ends, "{code}");
        }
    }

    #[test]
    fn every_code_stands_in_the_documentation() {
        let page = include_str!("../docs/return-codes.md");
        for row in TABLE {
            let line = format!("\n| {} | {} | ", row.code, row.code.meaning());
            assert!(page.contains(&line), "{} is not in docs/return-codes.md", row.code);
        }
    }

    #[test]
    fn only_four_digits_are_a_code() {
        for wrong in ["", "000", "00000", "00a0", "０000"] {
            assert_eq!(ReturnCode::new(wrong), None, "{wrong}");
        }
    }
}
