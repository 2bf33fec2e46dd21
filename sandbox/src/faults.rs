//! Faults that a test arms: the next calls of an operation go wrong in a chosen way, before or after their effect.

use crate::code::Code;
use crate::routes;
use crate::wire::{Answer, Delivery, HTML, TEXT};
use serde::{Deserialize, Serialize};

/// One armed fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// `reserve`, `confirm`, …
    pub(crate) operation: String,
    #[serde(default)]
    pub(crate) when: When,
    pub(crate) kind: Kind,
    /// With [`Kind::Code`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<Code>,
    /// How many calls are left to spoil.
    #[serde(default = "once")]
    pub(crate) times: u64,
    /// With [`Kind::Hang`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seconds: Option<u64>,
}

/// Whether the call has its effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum When {
    /// It has none.
    #[default]
    Before,
    /// It has; only the answer is spoilt.
    After,
}

/// What becomes of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    /// It never comes.
    Hang,
    /// The connection breaks in the middle of it.
    Drop,
    /// HTTP 502 with an empty body.
    Status502,
    /// HTTP 502 with a page.
    Html502,
    /// HTTP 200 with half of the JSON text.
    Truncated,
    /// A return code.
    Code,
}

const HANG_SECONDS: u64 = 120;
const LONGEST_HANG: u64 = 600;

fn once() -> u64 {
    1
}

impl Fault {
    pub(crate) fn check(&self) -> Result<(), String> {
        if !routes::operations().any(|name| name == self.operation) {
            let names: Vec<_> = routes::operations().collect();
            return Err(format!("operation: one of {}", names.join(", ")));
        }
        if self.times == 0 {
            return Err("times: at least 1".to_owned());
        }
        if (self.kind == Kind::Code) != self.code.is_some() {
            return Err("code: goes with kind code, and only with it".to_owned());
        }
        match self.seconds {
            Some(_) if self.kind != Kind::Hang => Err("seconds: goes with kind hang only".to_owned()),
            Some(seconds) if seconds > LONGEST_HANG => Err(format!("seconds: at most {LONGEST_HANG}")),
            _ => Ok(()),
        }
    }

    /// The answer with this fault in it. Kind `code` is made elsewhere and passes unchanged.
    pub(crate) fn spoil(&self, answer: Answer) -> Answer {
        match self.kind {
            Kind::Hang => {
                Answer { delivery: Delivery::Hang { seconds: self.seconds.unwrap_or(HANG_SECONDS) }, ..answer }
            }
            Kind::Drop => Answer { delivery: Delivery::Drop, ..answer },
            Kind::Status502 => Answer { status: 502, content_type: TEXT, body: String::new(), ..answer },
            Kind::Html502 => Answer {
                status: 502,
                content_type: HTML,
                body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
                    .to_owned(),
                ..answer
            },
            Kind::Truncated => {
                let half = answer.body.chars().count() / 2;
                Answer { body: answer.body.chars().take(half).collect(), ..answer }
            }
            Kind::Code => answer,
        }
    }
}
