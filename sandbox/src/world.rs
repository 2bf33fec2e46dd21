//! Everything that lasts, as records: what is in memory is what [`World::load`] makes of them.

use crate::clock::Millis;
use crate::faults::Fault;
use crate::id;
use crate::log::{Entry, KEPT};
use crate::merchant::StartError;
use crate::payment::{Payment, Refund};
use crate::settings::Settings;
use crate::wire::Change;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

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
    touched: BTreeSet<Key>,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Settings,
    Meta,
    Faults,
    Payment(u64),
    Log(u64),
}

impl World {
    pub(crate) fn new(initial: Settings) -> World {
        World {
            initial,
            ..World::default()
        }
    }

    /// Takes up one record.
    pub(crate) fn load(&mut self, key: &str, value: &str) -> Result<(), StartError> {
        fn read<T: DeserializeOwned>(key: &str, value: &str) -> Result<T, StartError> {
            serde_json::from_str(value)
                .map_err(|_| StartError(format!("record {key} cannot be read")))
        }
        match key {
            "settings" => self.changed = Some(read(key, value)?),
            "meta" => self.meta = read(key, value)?,
            "faults" => self.faults = read(key, value)?,
            _ if key.starts_with("payment/") => self.index(read(key, value)?),
            _ if key.starts_with("log/") => {
                let entry: Entry = read(key, value)?;
                self.log.insert(entry.number, entry);
            }
            _ => return Err(StartError(format!("record {key} is of no known kind"))),
        }
        Ok(())
    }

    /// The records that changed since the last call.
    pub(crate) fn changes(&mut self) -> Result<Vec<Change>, StartError> {
        fn write<T: Serialize>(key: &str, value: Option<&T>) -> Result<Option<String>, StartError> {
            value
                .map(serde_json::to_string)
                .transpose()
                .map_err(|_| StartError(format!("record {key} cannot be written")))
        }
        std::mem::take(&mut self.touched)
            .into_iter()
            .map(|key| {
                let (name, value) = match key {
                    Key::Settings => (
                        "settings".to_owned(),
                        write("settings", self.changed.as_ref())?,
                    ),
                    Key::Meta => ("meta".to_owned(), write("meta", Some(&self.meta))?),
                    Key::Faults => ("faults".to_owned(), write("faults", Some(&self.faults))?),
                    Key::Payment(id) => (
                        format!("payment/{id}"),
                        write("payment", self.payments.get(&id))?,
                    ),
                    Key::Log(number) => (
                        format!("log/{number}"),
                        write("log", self.log.get(&number))?,
                    ),
                };
                Ok(Change(name, value))
            })
            .collect()
    }

    pub(crate) fn settings(&self) -> &Settings {
        self.changed.as_ref().unwrap_or(&self.initial)
    }

    pub(crate) fn set(&mut self, settings: Settings) {
        self.changed = Some(settings);
        self.touched.insert(Key::Settings);
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
        self.touched.insert(Key::Meta);
    }

    pub(crate) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    pub(crate) fn arm(&mut self, fault: Fault) {
        self.faults.push(fault);
        self.touched.insert(Key::Faults);
    }

    pub(crate) fn disarm(&mut self) {
        self.faults.clear();
        self.touched.insert(Key::Faults);
    }

    /// The oldest fault of an operation, used up once.
    pub(crate) fn take_fault(&mut self, operation: &str) -> Option<Fault> {
        let place = self
            .faults
            .iter()
            .position(|fault| fault.operation == operation)?;
        let fault = self.faults.get_mut(place)?;
        fault.times = fault.times.saturating_sub(1);
        let taken = fault.clone();
        if taken.times == 0 {
            self.faults.remove(place);
        }
        self.touched.insert(Key::Faults);
        Some(taken)
    }

    /// A number that was never drawn before.
    pub(crate) fn draw(&mut self) -> u64 {
        self.meta.drawn = self.meta.drawn.saturating_add(1);
        self.touched.insert(Key::Meta);
        self.meta.drawn
    }

    /// An unused transaction id.
    pub(crate) fn draw_transaction_id(&mut self, seed: &str, now: Millis, kind: u64) -> u64 {
        loop {
            let id = id::transaction(seed, self.draw(), now, kind);
            if !self.payments.contains_key(&id) && !self.by_refund.contains_key(&id) {
                return id;
            }
        }
    }

    pub(crate) fn payment(&self, id: u64) -> Option<&Payment> {
        self.payments.get(&id)
    }

    pub(crate) fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.payments.values()
    }

    /// The payment behind a payment page.
    pub(crate) fn by_reserve_id(&self, reserve_id: &str) -> Option<&Payment> {
        self.by_reserve
            .get(reserve_id)
            .and_then(|id| self.payment(*id))
    }

    /// All payments of an order, in the order of their ids.
    pub(crate) fn by_order_id(&self, order_id: &str) -> impl Iterator<Item = &Payment> {
        self.by_order
            .get(order_id)
            .into_iter()
            .flatten()
            .filter_map(|id| self.payment(*id))
    }

    /// The payment that a refund belongs to.
    pub(crate) fn by_refund_id(&self, id: u64) -> Option<&Payment> {
        self.by_refund.get(&id).and_then(|id| self.payment(*id))
    }

    pub(crate) fn add(&mut self, payment: Payment) {
        self.touched.insert(Key::Payment(payment.transaction_id));
        self.index(payment);
    }

    fn index(&mut self, payment: Payment) {
        let id = payment.transaction_id;
        self.by_reserve.insert(payment.reserve_id.clone(), id);
        self.by_order
            .entry(payment.order_id.clone())
            .or_default()
            .insert(id);
        self.by_refund.extend(
            payment
                .refunds
                .iter()
                .map(|refund| (refund.transaction_id, id)),
        );
        self.payments.insert(id, payment);
    }

    /// A payment to change (not its ids).
    pub(crate) fn change(&mut self, id: u64) -> Option<&mut Payment> {
        self.touched.insert(Key::Payment(id));
        self.payments.get_mut(&id)
    }

    pub(crate) fn add_refund(&mut self, id: u64, refund: Refund) {
        self.by_refund.insert(refund.transaction_id, id);
        if let Some(payment) = self.change(id) {
            payment.refunds.push(refund);
        }
    }

    pub(crate) fn next_call(&self) -> u64 {
        self.meta.calls.saturating_add(1)
    }

    pub(crate) fn log(&self) -> impl Iterator<Item = &Entry> {
        self.log.values()
    }

    pub(crate) fn record(&mut self, entry: Entry) {
        self.meta.calls = entry.number;
        self.touched.extend([Key::Meta, Key::Log(entry.number)]);
        self.log.insert(entry.number, entry);
        while let Some((oldest, _)) = self.log.first_key_value() {
            if oldest.saturating_add(KEPT) > self.meta.calls {
                break;
            }
            self.touched.insert(Key::Log(*oldest));
            self.log.pop_first();
        }
    }

    /// Forgets everything but the count of ids and the initial settings.
    pub(crate) fn reset(&mut self) {
        self.touched.extend([Key::Settings, Key::Meta, Key::Faults]);
        self.touched
            .extend(self.payments.keys().map(|id| Key::Payment(*id)));
        self.touched
            .extend(self.log.keys().map(|number| Key::Log(*number)));
        *self = World {
            initial: std::mem::take(&mut self.initial),
            meta: Meta {
                drawn: self.meta.drawn,
                ..Meta::default()
            },
            touched: std::mem::take(&mut self.touched),
            ..World::default()
        };
    }
}
