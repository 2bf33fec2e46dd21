//! The envelope of every reply: `returnCode`, `returnMessage`, `info`.

use std::borrow::Cow;

use crate::return_code::ReturnCode;
use crate::row::{Field, Row, spelt};
use crate::text::{concat, digits};

/// A reply's envelope; `info` is left as text for the operation to read.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// Four digits; `0000` is success.
    pub return_code: ReturnCode,
    /// English text for people. Do not parse.
    pub return_message: Cow<'a, str>,
    /// The operation's own part, where there is one.
    pub info: Option<&'a str>,
}

/// Why a text is not an envelope, in words that repeat nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Not JSON, truncated, or no object.
    NotJson,
    /// No legible `returnCode`.
    ReturnCode,
    /// `info` is missing or has another shape than the operation's.
    Info,
}

impl Malformed {
    /// The sentence for the error.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Malformed::NotJson => "the reply is not a complete JSON object",
            Malformed::ReturnCode => "the reply has no returnCode of four digits",
            Malformed::Info => "the reply says success, but its info is not what this operation returns",
        }
    }
}

impl<'a> Envelope<'a> {
    /// Reads the envelope. A byte order mark in front is passed over.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &'a str) -> Result<Envelope<'a>, Malformed> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let row = Row::of(text).ok_or(Malformed::NotJson)?;
        let find = |name| row.find(name).map(|raw| raw.filter(|raw| *raw != "null")).ok_or(Malformed::NotJson);
        // One official error sample spells the two names the second way.
        let (code, other) = (find("returnCode")?, find("resultCode")?);
        let message = find("returnMessage")?.or(find("statusMessage")?);
        // A bare 0 is what many a gateway says of itself.
        let number = |raw| u32::read(raw).filter(|code| *code > 0);
        let padded = |raw| spelt(raw).or_else(|| number(raw).map(four_digits).map(Cow::Owned));
        let code = code.map_or_else(|| other.and_then(padded), spelt);
        Ok(Envelope {
            return_code: code.as_deref().and_then(ReturnCode::new).ok_or(Malformed::ReturnCode)?,
            return_message: message.and_then(spelt).unwrap_or_default(),
            info: find("info")?,
        })
    }
}

/// With zeros in front.
fn four_digits(code: u32) -> String {
    let code = digits(code.into());
    concat(&[&"0".repeat(4_usize.saturating_sub(code.len())), &code])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Result<String, Malformed> {
        Envelope::read(text).map(|envelope| envelope.return_code.to_string())
    }

    #[test]
    fn both_spellings_are_read() {
        assert_eq!(code(r#"{"returnCode":"1106","returnMessage":"-"}"#).as_deref(), Ok("1106"));
        assert_eq!(code(r#"{"resultCode":1106,"statusMessage":"x"}"#).as_deref(), Ok("1106"));
        assert_eq!(code(r#"{"resultCode":110}"#).as_deref(), Ok("0110"));
        assert_eq!(code(r#"{"resultCode":0}"#), Err(Malformed::ReturnCode));
        assert_eq!(code("\u{feff}{\"returnCode\":\"0000\"}").as_deref(), Ok("0000"));
    }

    #[test]
    fn what_is_no_envelope_says_why() {
        for wrong in ["", "<html>502</html>", "[]", r#"{"returnCode":"0000""#, r#"{"returnCode":"0000"} x"#] {
            assert_eq!(code(wrong), Err(Malformed::NotJson), "{wrong}");
        }
        let twice = r#"{"returnCode":"1150","returnCode":"0000"}"#;
        assert_eq!(code(twice), Err(Malformed::NotJson), "a duplicate key is not guessed at");
        for wrong in [r"{}", r#"{"returnCode":0}"#, r#"{"returnCode":null}"#, r#"{"returnCode":"OK"}"#] {
            assert_eq!(code(wrong), Err(Malformed::ReturnCode), "{wrong}");
        }
    }
}
