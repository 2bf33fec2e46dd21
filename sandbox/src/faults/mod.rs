//! Faults: calls that go wrong in a chosen way, before or after their effect. A test arms them, or a call or its
//! orderId asks for one in words.

use crate::clock::Millis;
use crate::code::Code;
use crate::wire::{Answer, Delivery, HTML, TEXT};
use serde::{Deserialize, Serialize};

mod words;

pub(crate) use words::{buyer_of, is_pattern, may_have_a_pattern, of_header, pattern};

/// What goes wrong, and for which calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// `reserve`, `confirm`, …; every one that the kind goes with if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
    /// Calls that are about this order alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) order_id: Option<String>,
    #[serde(default)]
    pub(crate) when: When,
    pub(crate) kind: Kind,
    /// With [`Kind::Code`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<Code>,
    /// How many calls are left to spoil. Left out: 1, or any number with `rate` and `for_seconds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
    /// Of the calls that it is for, so many are spoilt at random: 0.25 is a quarter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rate: Option<f64>,
    /// With `rate`: the same text spoils the same calls again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<String>,
    /// How long it lasts, by the sandbox's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) for_seconds: Option<u64>,
    /// With [`Kind::Hang`], [`Kind::Delay`], [`Kind::Drip`], [`Kind::Late`], [`Kind::Twice`] and [`Kind::Stale`].
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
    /// The connection breaks before anything of it is sent.
    Reset,
    /// It comes `seconds` later: with `before` so does the effect.
    Delay,
    /// Its body comes slowly, spread over `seconds`.
    Drip,
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
const DELAY_SECONDS: u64 = 5;
const LATEST: u64 = 86_400;
/// The one query that the sandbox cannot answer with what was: a payment's past is kept, a regKey's is not.
const NO_PAST: &str = "regKeyCheck";

impl Kind {
    /// Whether it goes with an operation.
    fn goes_with(self, operation: &str, is_query: bool) -> Result<(), String> {
        match self {
            Kind::Late | Kind::Twice if is_query => {
                Err("operation: kinds late and twice go with operations that have an effect".to_owned())
            }
            Kind::Stale if !is_query || operation == NO_PAST => {
                Err(format!("operation: kind stale goes with queries, but for {NO_PAST}"))
            }
            _ => Ok(()),
        }
    }
}

impl Fault {
    /// A fault of this kind, and nothing else said.
    fn new(kind: Kind) -> Fault {
        Fault {
            operation: None,
            order_id: None,
            when: When::Before,
            kind,
            code: None,
            times: None,
            rate: None,
            seed: None,
            for_seconds: None,
            seconds: None,
            calls: None,
        }
    }

    /// `operations`: the names of all, and whether each only asks.
    pub(crate) fn check(&self, operations: &[(&str, bool)]) -> Result<(), String> {
        if let Some(operation) = &self.operation {
            let Some((name, is_query)) = operations.iter().find(|(name, _)| name == operation) else {
                let names: Vec<_> = operations.iter().map(|(name, _)| *name).collect();
                return Err(format!("operation: one of {}", names.join(", ")));
            };
            self.kind.goes_with(name, *is_query)?;
        }
        if self.times == Some(0) {
            return Err("times: at least 1".to_owned());
        }
        if self.rate.is_some_and(|rate| !(0.0..=1.0).contains(&rate)) {
            return Err("rate: from 0 to 1".to_owned());
        }
        if self.seed.is_some() && self.rate.is_none() {
            return Err("seed: goes with rate only".to_owned());
        }
        if (self.kind == Kind::Code) != self.code.is_some() {
            return Err("code: goes with kind code, and only with it".to_owned());
        }
        if self.when == When::After && matches!(self.kind, Kind::Late | Kind::Twice | Kind::Stale) {
            return Err("when: has no meaning with kinds late, twice and stale".to_owned());
        }
        if self.calls.is_some() && (self.kind != Kind::Stale || self.seconds.is_some()) {
            return Err("calls: goes with kind stale only, and not with seconds".to_owned());
        }
        let most = match self.kind {
            Kind::Hang | Kind::Delay | Kind::Drip => LONGEST_HANG,
            Kind::Late | Kind::Twice | Kind::Stale => LATEST,
            _ if self.seconds.is_some() => {
                return Err("seconds: goes with kinds hang, delay, drip, late, twice and stale only".to_owned());
            }
            _ => return Ok(()),
        };
        if self.seconds.is_some_and(|seconds| seconds > most) {
            return Err(format!("seconds: at most {most}"));
        }
        Ok(())
    }

    /// Whether it is for a call of this operation that is about this order.
    pub(crate) fn is_for(&self, operation: &str, is_query: bool, order: Option<&str>) -> bool {
        self.operation.as_deref().is_none_or(|own| own == operation)
            && self.order_id.as_deref().is_none_or(|own| Some(own) == order)
            && self.kind.goes_with(operation, is_query).is_ok()
    }

    /// How many calls it spoils; `None`: any number.
    pub(crate) fn limit(&self) -> Option<u64> {
        let open = self.rate.is_some() || self.for_seconds.is_some();
        self.times.or((!open).then_some(1))
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
            Kind::Delay => {
                let seconds = self.seconds.unwrap_or(DELAY_SECONDS);
                let again = self.when == When::Before;
                let delivery = if again { Delivery::Again { seconds } } else { Delivery::Delay { seconds } };
                Answer { delivery, ..answer }
            }
            Kind::Drip => {
                let seconds = self.seconds.unwrap_or(DELAY_SECONDS);
                Answer { delivery: Delivery::Drip { seconds }, ..answer }
            }
            Kind::Reset => Answer { delivery: Delivery::Reset, ..answer },
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
