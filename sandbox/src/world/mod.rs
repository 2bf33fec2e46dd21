//! Everything that lasts, as records: what is in memory is what [`World::load`] makes of them.

mod buyers;
mod late;
mod nonces;
mod past;
mod payments;
mod records;
mod reg_keys;

use crate::clock::Millis;
use crate::faults::Fault;
use crate::late::Late;
use crate::log::{Entry, KEPT};
use crate::payment::Payment;
use crate::reg_key::RegKey;
use crate::settings::Settings;
pub(crate) use past::Back;
use past::Past;
use records::Record;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The state, and which records of it have changed since they were last handed out.
#[derive(Debug, Default)]
pub(crate) struct World {
    initial: Settings,
    changed: Option<Settings>,
    meta: Meta,
    faults: Vec<Fault>,
    payments: BTreeMap<u64, Payment>,
    log: BTreeMap<u64, Entry>,
    by_reserve: BTreeMap<String, u64>,
    by_order: BTreeMap<String, BTreeSet<u64>>,
    by_refund: BTreeMap<u64, u64>,
    reg_keys: BTreeMap<String, RegKey>,
    nonces: VecDeque<String>,
    late: Vec<Late>,
    past: BTreeMap<u64, VecDeque<Past>>,
    before: BTreeMap<u64, Option<Payment>>,
    /// Of the payments' plans: when, and whose.
    plans: BTreeSet<(Millis, u64)>,
    callbacks: Vec<String>,
    touched: BTreeSet<Record>,
}

/// Small things that have no record of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    /// How many ids were drawn; never goes back, so that no id is drawn twice.
    drawn: u64,
    /// Milliseconds that the clock is ahead of the host's.
    ahead: u64,
    /// How many calls were logged.
    calls: u64,
    /// How many acts of the buyer's script were taken.
    #[serde(default)]
    acts: usize,
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
            self.meta.acts = 0;
            self.touched.insert(Record::Meta);
        }
        self.changed = Some(settings);
        self.touched.insert(Record::Settings);
    }

    /// The sandbox's time.
    pub(crate) fn time(&self, host: Millis) -> Millis {
        host.saturating_add(self.meta.ahead)
    }

    pub(crate) fn seconds_ahead(&self) -> u64 {
        self.meta.ahead / 1000
    }

    pub(crate) fn advance(&mut self, seconds: u64) {
        self.meta.ahead = self.meta.ahead.saturating_add(seconds.saturating_mul(1000));
        self.touched.insert(Record::Meta);
    }

    pub(crate) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    pub(crate) fn arm(&mut self, fault: Fault) {
        self.faults.push(fault);
        self.touched.insert(Record::Faults);
    }

    pub(crate) fn disarm(&mut self) {
        self.faults.clear();
        self.touched.insert(Record::Faults);
    }

    /// The oldest fault of an operation, used up once.
    pub(crate) fn take_fault(&mut self, operation: &str) -> Option<Fault> {
        let place = self.faults.iter().position(|fault| fault.operation == operation)?;
        let fault = self.faults.get_mut(place)?;
        fault.times = fault.times.saturating_sub(1);
        let taken = fault.clone();
        if taken.times == 0 {
            self.faults.remove(place);
        }
        self.touched.insert(Record::Faults);
        Some(taken)
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
        self.log.values()
    }

    pub(crate) fn record(&mut self, entry: Entry) {
        self.meta.calls = entry.number;
        self.touched.extend([Record::Meta, Record::Log(entry.number)]);
        self.log.insert(entry.number, entry);
        while let Some((oldest, _)) = self.log.first_key_value() {
            if oldest.saturating_add(KEPT) > self.meta.calls {
                break;
            }
            self.touched.insert(Record::Log(*oldest));
            self.log.pop_first();
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
            ..World::default()
        };
    }
}
