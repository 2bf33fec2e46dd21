//! Return codes, one row for each, and the refusals that carry them.

use crate::compared::Compared;
use serde::{Deserialize, Serialize};
use std::fmt;
use table::{Row, TABLE, UNPUBLISHED};

mod table;

/// A four-digit return code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(u16);

/// What a code does beside being the answer; each is a bit of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Then {
    /// After a charge of v2 the buyer has to register again.
    EndsKeyV2 = 1,
    /// The same of v3 and v4.
    EndsKey = 2,
    /// After a capture LINE Pay has cancelled the transaction.
    EndsAuthorization = 4,
    /// It lies with the payer, and confirm answers it: what a buyer of the simulator can bring about.
    OfPayer = 8,
}

impl Code {
    /// The code of this number.
    #[must_use]
    pub const fn of(number: u16) -> Code {
        Code(number)
    }

    /// The text that goes with the code.
    #[must_use]
    pub fn message(self) -> &'static str {
        self.row().map_or(UNPUBLISHED, |row| row.message)
    }

    /// Whether it does this besides.
    pub(crate) fn does(self, what: Then) -> bool {
        self.row().is_some_and(|row| row.then & what as u8 != 0)
    }

    /// All that do this besides.
    pub(crate) fn all(what: Then) -> impl Iterator<Item = Code> {
        TABLE.iter().map(|row| row.code).filter(move |code| code.does(what))
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.0)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for Code {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Code, &'static str> {
        let four_digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| four_digits).map(Code).ok_or("a return code is a text of four digits")
    }
}

/// An answer that is not a success.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    /// In place of the code's own text.
    pub(crate) message: Option<String>,
    pub(crate) detail: Option<Detail>,
    /// What exactly was wrong: for the call log, not for the wire.
    pub(crate) note: Option<String>,
    /// Of a wrong signature, what was to be signed beside what was: for the call log as well.
    pub(crate) signature: Option<Box<Compared>>,
}

/// `errorDetailMap`, as seen for a path id that is not a number.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Detail {
    pub(crate) unrecognized_path_variable: &'static str,
    pub(crate) required_type: &'static str,
    pub(crate) cause: String,
}

impl Refusal {
    pub(crate) fn new(code: u16) -> Refusal {
        Refusal { code: Code(code), message: None, detail: None, note: None, signature: None }
    }

    pub(crate) fn noted(code: u16, note: impl Into<String>) -> Refusal {
        Refusal { note: Some(note.into()), ..Refusal::new(code) }
    }

    /// The request says another currency than the reservation.
    pub(crate) fn other_currency(code: Code, reserved: &str) -> Refusal {
        Refusal::noted(code.0, format!("currency: the reservation is in {reserved}"))
    }

    pub(crate) fn saying(self, message: impl Into<String>) -> Refusal {
        Refusal { message: Some(message.into()), ..self }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal::new(code.0)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::path::Path;

    fn all(what: Then) -> Vec<u16> {
        TABLE.iter().filter(|row| row.code.does(what)).map(|row| row.code.0).collect()
    }

    /// Each is the whole list (line-pay-api 3.3, 7.3): a bit too many or too few in a row is found here.
    #[test]
    fn what_each_code_does_besides() {
        let but = |codes: std::ops::RangeInclusive<u16>, not: &[u16]| -> Vec<u16> {
            codes.filter(|code| !not.contains(code)).collect()
        };
        assert_eq!(all(Then::EndsKeyV2), but(1281..=1294, &[1288, 1289]));
        assert_eq!(all(Then::EndsKey), [vec![1141], but(1282..=1295, &[1288, 1289])].concat());
        assert_eq!(all(Then::EndsAuthorization), [vec![1199], but(1280..=1298, &[])].concat());
        let payer = [vec![1101, 1102, 1110, 1141, 1142, 1170, 1264], but(1280..=1296, &[]), vec![1298]].concat();
        assert_eq!(all(Then::OfPayer), payer);
        assert!(!Code(7777).does(Then::EndsKey));
    }

    #[test]
    fn each_code_has_one_row() {
        assert!(TABLE.is_sorted_by(|a, b| a.code.0 < b.code.0));
        assert_eq!((Code(1150).message(), Code(7777).message()), ("Transaction record not found.", "-"));
    }

    /// Whatever the sandbox answers with has its row.
    #[test]
    fn every_code_in_the_sources_has_a_row() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                    continue;
                }
                let text = std::fs::read_to_string(&entry).unwrap();
                let begin = |part: &str| part.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().parse();
                for mark in ["Code::of(", "Refusal::new(", "Refusal::noted(", " Refuse(", "currency, "] {
                    for number in text.split(mark).skip(1).filter_map(|part| begin(part.trim_start()).ok()) {
                        let known = TABLE.iter().any(|row| row.code == Code(number));
                        assert!(known, "{number} of {} has no row in code.rs", entry.display());
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 90, "{seen}");
    }
}
