//! The sandbox's clock, and what ends by it.

use super::World;
use super::records::Record;
use crate::clock::{Millis, Running};
use crate::state::State;
use serde::Serialize;

/// Something that ends, or is done, at a time.
#[derive(Clone, Debug, Serialize)]
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

    /// What ends after one time and up to another, in that order: the first so many, and how many there are in all.
    pub(crate) fn lapses(&self, after: Millis, until: Millis, most: usize) -> (usize, Vec<Lapse>) {
        let within = |at: &Millis| *at > after && *at <= until;
        let mut ends: Vec<End<'_>> = Vec::new();
        for payment in self.payments.values() {
            let end = match payment.state(after) {
                State::Reserved => Some((payment.approve_until, "the time to approve")),
                State::Authenticated => payment.confirm_until.map(|at| (at, "the time to confirm")),
                State::Authorized => payment.authorized_until.map(|at| (at, "the time to capture")),
                _ => None,
            };
            let plan = payment.plan.as_ref().map(|plan| (plan.at, "the buyer by script decides"));
            let all = end.into_iter().chain(plan).filter(|(at, _)| within(at));
            ends.extend(all.map(|(at, what)| (at, what, Whose::Payment(&payment.order_id, payment.transaction_id))));
        }
        for key in self.reg_keys.values().filter(|key| key.ended.is_none()) {
            let at = key.ends_at(self.settings());
            ends.extend(within(&at).then_some((at, "the regKey", Whose::RegKey(&key.key))));
        }
        let late = self.late.iter().filter(|late| within(&late.due));
        ends.extend(late.map(|late| (late.due, "a request on its way arrives", Whose::Nobody)));
        let all = ends.len();
        if all > most {
            ends.select_nth_unstable(most);
            ends.truncate(most);
        }
        ends.sort_unstable();
        (all, ends.into_iter().map(Lapse::of).collect())
    }
}

/// A time, what ends then, and whose it is; only what is told is put into words.
type End<'a> = (Millis, &'static str, Whose<'a>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose<'a> {
    Nobody,
    Payment(&'a str, u64),
    RegKey(&'a str),
}

impl Lapse {
    fn of((at, what, whose): End<'_>) -> Lapse {
        let bare = Lapse { at, what, order_id: None, transaction_id: None, reg_key: None };
        match whose {
            Whose::Nobody => bare,
            Whose::Payment(order, id) => {
                Lapse { order_id: Some(order.to_owned()), transaction_id: Some(id.to_string()), ..bare }
            }
            Whose::RegKey(key) => Lapse { reg_key: Some(key.to_owned()), ..bare },
        }
    }
}
