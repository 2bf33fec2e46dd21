//! Faults that a test arms: the next calls of an operation go wrong in a chosen way, before or after their effect.

use crate::clock::Millis;
use crate::code::Code;
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
    /// With [`Kind::Hang`], [`Kind::Late`], [`Kind::Twice`] and [`Kind::Stale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seconds: Option<u64>,
    /// With [`Kind::Stale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) calls: Option<u64>,
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
    /// It never comes, and the request takes effect only later.
    Late,
    /// As usual; the same request takes effect once more.
    Twice,
    /// A query answers with what was.
    Stale,
}

const HANG_SECONDS: u64 = 120;
const LONGEST_HANG: u64 = 600;
const LATEST: u64 = 86_400;
/// Queries that the sandbox can answer with what was.
const LOOK_BACK: [&str; 3] = ["statusCheck", "authCheck", "paymentCheck"];

fn once() -> u64 {
    1
}

impl Fault {
    /// `operations`: the names of all, and whether each only asks.
    pub(crate) fn check(&self, operations: &[(&str, bool)]) -> Result<(), String> {
        let Some((_, is_query)) = operations.iter().find(|(name, _)| *name == self.operation) else {
            let names: Vec<_> = operations.iter().map(|(name, _)| *name).collect();
            return Err(format!("operation: one of {}", names.join(", ")));
        };
        if self.times == 0 {
            return Err("times: at least 1".to_owned());
        }
        if (self.kind == Kind::Code) != self.code.is_some() {
            return Err("code: goes with kind code, and only with it".to_owned());
        }
        let later = matches!(self.kind, Kind::Late | Kind::Twice);
        if later && *is_query {
            return Err("operation: kinds late and twice go with operations that have an effect".to_owned());
        }
        if self.kind == Kind::Stale && !LOOK_BACK.contains(&self.operation.as_str()) {
            return Err(format!("operation: kind stale goes with {}", LOOK_BACK.join(", ")));
        }
        if self.when == When::After && (later || self.kind == Kind::Stale) {
            return Err("when: has no meaning with kinds late, twice and stale".to_owned());
        }
        if self.calls.is_some() && (self.kind != Kind::Stale || self.seconds.is_some()) {
            return Err("calls: goes with kind stale only, and not with seconds".to_owned());
        }
        let most = match self.kind {
            Kind::Hang => LONGEST_HANG,
            Kind::Late | Kind::Twice | Kind::Stale => LATEST,
            _ if self.seconds.is_some() => {
                return Err("seconds: goes with kinds hang, late, twice and stale only".to_owned());
            }
            _ => return Ok(()),
        };
        if self.seconds.is_some_and(|seconds| seconds > most) {
            return Err(format!("seconds: at most {most}"));
        }
        Ok(())
    }

    /// For the log.
    pub(crate) fn name(&self) -> String {
        match self.kind {
            Kind::Late | Kind::Twice | Kind::Stale => format!("{:?}", self.kind).to_lowercase(),
            kind => format!("{kind:?} {:?}", self.when).to_lowercase(),
        }
    }

    /// When the request of kind `late`, or the second one of kind `twice`, takes effect.
    pub(crate) fn arrival(&self, now: Millis) -> Millis {
        let seconds = self.seconds.unwrap_or(if self.kind == Kind::Late { HANG_SECONDS } else { 0 });
        now.saturating_add(seconds.saturating_mul(1000))
    }

    /// The answer with this fault in it. Kind `code` is made elsewhere and passes unchanged.
    pub(crate) fn spoil(&self, answer: Answer) -> Answer {
        match self.kind {
            Kind::Hang | Kind::Late => {
                let seconds = self.seconds.unwrap_or(HANG_SECONDS).min(LONGEST_HANG);
                Answer { delivery: Delivery::Hang { seconds }, ..answer }
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
            Kind::Code | Kind::Twice | Kind::Stale => answer,
        }
    }
}
