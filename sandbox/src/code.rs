//! Return codes, their texts, and the refusals that carry them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A four-digit return code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(pub u16);

impl Code {
    /// The text that goes with the code: as seen on the wire where one was published, else a short
    /// sentence of our own.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self.0 {
            0 => "Success.",
            110 => "authentication is done.",
            121 => "transaction was cancelled or timed out.",
            122 => "payment failed.",
            123 => "payment completed.",
            1104 => "Merchant not found.",
            1105 => "Merchant cannot use LINE Pay.",
            1106 => "Header information error.",
            1124 => "Error in Amount info.",
            1110 => "Credit card is not available.",
            1133 => "Invalid one time key.",
            1141 => "Payment account is in a bad state.",
            1142 => "Balance is insufficient.",
            1145 => "Payment is in progress.",
            1150 => "Transaction record not found.",
            1152 => "Same transaction already exists.",
            1153 => "Amount differs from the requested amount.",
            1154 => "Registered payment method is not available.",
            1155 => "Invalid transaction id.",
            1159 => "Payment request information not found.",
            1163 => "Refund period is over.",
            1164 => "Refund amount exceeds the refundable amount.",
            1165 => "Already refunded or voided.",
            1169 => "Payment method and password must be certificated by LINE Pay.",
            1172 => "Existing same orderId.",
            1177 => "Too many transactions are requested.",
            1178 => "Currency is not supported.",
            1179 => "Transaction status does not allow it.",
            1180 => "Payment deadline has passed.",
            1183 => "Amount must be greater than the minimum.",
            1184 => "Amount exceeds the maximum.",
            1190 => "RegKey not found.",
            1193 => "RegKey has expired.",
            1194 => "Merchant may not use preapproved payment.",
            1197 => "Payment with this regKey is in progress.",
            1198 => "Duplicate call, the former one is in progress.",
            1199 => "Internal request error.",
            2101 => "Parameter error.",
            2102 => "JSON data format error",
            2103 => "Parameter is not allowed",
            2104 => "Invalid request.",
            9000 => "Internal error.",
            _ => "-",
        }
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
        Refusal { code: Code(code), message: None, detail: None, note: None }
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
