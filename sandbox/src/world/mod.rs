//! Everything that lasts, as records: what is in memory is what [`World::load`] makes of them.

mod buyers;
mod faults;
mod late;
mod nonces;
mod past;
mod payments;
mod records;
mod reg_keys;
mod time;

use crate::clock::{Millis, Running};
use crate::late::Late;
use crate::log::{Entry, KEPT};
use crate::payment::{Method, Payment};
use crate::reg_key::RegKey;
use crate::settings::Settings;
use faults::Faults;
pub(crate) use past::Back;
use past::Changes;
use records::Record;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
pub(crate) use time::Lapse;

/// The state, and which records of it have changed since they were last handed out.
#[derive(Debug, Default)]
pub(crate) struct World {
    initial: Settings,
    changed: Option<Settings>,
    meta: Meta,
    faults: Faults,
    payments: BTreeMap<u64, Box<Payment>>,
    log: BTreeMap<u64, Box<Entry>>,
    /// By the beginnings of the pages' ids.
    by_reserve: BTreeMap<u128, u64>,
    by_order: BTreeMap<String, BTreeSet<u64>>,
    by_refund: BTreeMap<u64, u64>,
    /// When each was reserved, and its id: what is looked at most are the newest.
    by_date: BTreeSet<(Millis, u64)>,
    reg_keys: BTreeMap<String, RegKey>,
    nonces: VecDeque<String>,
    late: Vec<Late>,
    /// My Codes that were charged.
    one_time_keys: BTreeSet<String>,
    past: Changes,
    before: BTreeMap<u64, Option<Box<Payment>>>,
    /// Where a query looks at what was.
    back: Option<Back>,
    /// Of the payments' plans: when, and whose.
    plans: BTreeSet<(Millis, u64)>,
    callbacks: Vec<String>,
    /// The call in the log that is being answered.
    answering: Option<u64>,
    /// The host's time when it was last asked.
    host: Millis,
    touched: BTreeSet<Record>,
}

/// Small things that have no record of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    /// How many ids were drawn; never goes back, so that no id is drawn twice.
    drawn: u64,
    #[serde(default)]
    clock: Running,
    /// The sandbox's time when it was last asked.
    #[serde(default)]
    latest: Millis,
    /// The sandbox's time when something last happened.
    #[serde(default)]
    busy: Millis,
    /// How many calls were logged.
    calls: u64,
    /// How many acts of the buyer's script were taken, by order; under an empty name those of any order.
    #[serde(default, deserialize_with = "acts")]
    acts: BTreeMap<String, usize>,
    /// When each payment server address came onto the list, as the list writes it; of those of the start nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    listed: BTreeMap<String, Millis>,
    /// My Codes that the page shows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    codes: BTreeMap<String, Shown>,
    /// Of records from before the clock could be set: milliseconds ahead of the host's.
    #[serde(default, skip_serializing)]
    ahead: Millis,
}

/// A My Code: what it pays by, and how long it is good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Shown {
    method: Method,
    until: Millis,
}

impl Meta {
    /// What an earlier sandbox wrote, as it is kept today.
    fn of_today(self) -> Meta {
        if self.ahead == 0 {
            return self;
        }
        Meta { clock: Running::from(0, self.ahead, 1), ahead: 0, ..self }
    }
}

/// A number is of a time when no order had a script of its own.
fn acts<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<String, usize>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Acts {
        All(usize),
        Each(BTreeMap<String, usize>),
    }
    Ok(match Acts::deserialize(from)? {
        Acts::All(count) => BTreeMap::from([(String::new(), count)]),
        Acts::Each(acts) => acts,
    })
}

impl World {
    pub(crate) fn new(initial: Settings) -> World {
        World { initial, ..World::default() }
    }

    pub(crate) fn settings(&self) -> &Settings {
        self.changed.as_ref().unwrap_or(&self.initial)
    }

    pub(crate) fn set(&mut self, settings: Settings) {
        if settings.buyer != self.settings().buyer {
            self.meta.acts.clear();
            self.touched.insert(Record::Meta);
        }
        if settings.allow != self.settings().allow {
            let addresses: Vec<String> = settings.allow.clone().map(Into::into).unwrap_or_default();
            let before: Vec<String> = self.settings().allow.clone().map(Into::into).unwrap_or_default();
            let known = std::mem::take(&mut self.meta.listed);
            let since = |address: String| match known.get(&address) {
                Some(at) => Some((address, *at)),
                None if before.contains(&address) => None,
                None => Some((address, self.meta.latest)),
            };
            self.meta.listed = addresses.into_iter().filter_map(since).collect();
            self.touched.insert(Record::Meta);
        }
        self.changed = Some(settings);
        self.touched.insert(Record::Settings);
    }

    /// When a payment server address came onto the list, where that is known.
    pub(crate) fn listed_at(&self, address: &str) -> Option<Millis> {
        self.meta.listed.get(address).copied()
    }

    /// A number that was never drawn before.
    pub(crate) fn draw(&mut self) -> u64 {
        self.meta.drawn = self.meta.drawn.saturating_add(1);
        self.touched.insert(Record::Meta);
        self.meta.drawn
    }

    pub(crate) fn next_call(&self) -> u64 {
        self.meta.calls.saturating_add(1)
    }

    pub(crate) fn log(&self) -> impl Iterator<Item = &Entry> {
        self.log.values().map(Box::as_ref)
    }

    pub(crate) fn record(&mut self, entry: Entry) {
        self.meta.calls = entry.number;
        self.meta.busy = self.meta.latest;
        self.touched.extend([Record::Meta, Record::Log(entry.number)]);
        self.log.insert(entry.number, Box::new(entry));
        while let Some((oldest, _)) = self.log.first_key_value() {
            if oldest.saturating_add(KEPT) > self.meta.calls {
                break;
            }
            self.touched.insert(Record::Log(*oldest));
            self.log.pop_first();
        }
    }

    /// The same of a call that somebody waits for.
    pub(crate) fn record_answer(&mut self, entry: Entry) {
        self.answering = Some(entry.number);
        self.record(entry);
    }

    /// Which call in the log was answered now, if any.
    pub(crate) fn take_answered(&mut self) -> Option<u64> {
        self.answering.take()
    }

    /// How long that took. It is no change to write down: that would be a second one for each call.
    pub(crate) fn took(&mut self, number: u64, milliseconds: f64) {
        if let Some(entry) = self.log.get_mut(&number) {
            entry.milliseconds = Some(milliseconds);
        }
    }

    /// Forgets everything but the count of ids and the initial settings.
    pub(crate) fn reset(&mut self) {
        self.touched.extend([Record::Settings, Record::Meta, Record::Faults, Record::Nonces, Record::Late]);
        self.touched.extend(self.payments.keys().map(|id| Record::Payment(*id)));
        self.touched.extend(self.reg_keys.keys().cloned().map(Record::RegKey));
        self.touched.extend(self.log.keys().map(|number| Record::Log(*number)));
        *self = World {
            initial: std::mem::take(&mut self.initial),
            meta: Meta { drawn: self.meta.drawn, ..Meta::default() },
            touched: std::mem::take(&mut self.touched),
            host: self.host,
            ..World::default()
        };
    }
}
