//! The sandbox's clock, and what ends by it.

use super::World;
use super::records::Record;
use crate::clock::{Millis, Running};
use crate::state::State;
use serde::Serialize;

/// Something that ends, or is done, at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Lapse {
    #[serde(skip)]
    pub(crate) at: Millis,
    pub(crate) what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transaction_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reg_key: Option<String>,
}

impl World {
    /// The sandbox's time; it never goes back, whatever the host's does.
    pub(crate) fn tick(&mut self, host: Millis) -> Millis {
        let now = self.meta.clock.time(host);
        if now < self.meta.latest {
            self.meta.clock = Running::from(host, self.meta.latest, self.meta.clock.speed);
            self.touched.insert(Record::Meta);
        }
        self.meta.latest = now.max(self.meta.latest);
        self.host = host;
        self.meta.latest
    }

    /// How far it is ahead of the host's, in whole seconds; below 0 where it is behind.
    pub(crate) fn seconds_ahead(&self, now: Millis) -> i64 {
        let seconds = |from: Millis, to: Millis| i64::try_from(to.saturating_sub(from) / 1000).unwrap_or(i64::MAX);
        if now >= self.host { seconds(self.host, now) } else { seconds(now, self.host).saturating_neg() }
    }

    pub(crate) fn speed(&self) -> u64 {
        self.meta.clock.speed
    }

    /// Puts the clock to another time and speed. `Err`: the time of what happened last, behind which it does not go.
    pub(crate) fn put_clock(&mut self, at: Millis, speed: u64) -> Result<(), Millis> {
        if at < self.meta.busy {
            return Err(self.meta.busy);
        }
        self.meta.clock = Running::from(self.host, at, speed);
        self.meta.latest = at;
        self.touched.insert(Record::Meta);
        Ok(())
    }

    /// What ends after one time and up to another, in that order.
    pub(crate) fn lapses(&self, after: Millis, until: Millis) -> Vec<Lapse> {
        let within = |at: &Millis| *at > after && *at <= until;
        let payments = self.payments.values().flat_map(|payment| {
            let end = match payment.state(after) {
                State::Reserved => Some((payment.approve_until, "the time to approve")),
                State::Authenticated => payment.confirm_until.map(|at| (at, "the time to confirm")),
                State::Authorized => payment.authorized_until.map(|at| (at, "the time to capture")),
                _ => None,
            };
            let plan = payment.plan.as_ref().map(|plan| (plan.at, "the buyer by script decides"));
            end.into_iter().chain(plan).map(|(at, what)| Lapse {
                at,
                what,
                order_id: Some(payment.order_id.clone()),
                transaction_id: Some(payment.transaction_id.to_string()),
                reg_key: None,
            })
        });
        let keys = self.reg_keys.values().filter(|key| key.ended.is_none()).map(|key| Lapse {
            at: key.ends_at(self.settings()),
            what: "the regKey",
            order_id: None,
            transaction_id: None,
            reg_key: Some(key.key.clone()),
        });
        let late = self.late.iter().map(|late| Lapse {
            at: late.due,
            what: "a request on its way arrives",
            order_id: None,
            transaction_id: None,
            reg_key: None,
        });
        let mut lapses: Vec<_> = payments.chain(keys).chain(late).filter(|lapse| within(&lapse.at)).collect();
        lapses.sort();
        lapses
    }
}
