//! What must hold at every act: the sandbox's books and the record in the ledger are the judges.

use crate::books::{CHANNEL, Held, SECRET};
use crate::process::Process;
use crate::world::{ORDER, World};
use linepay_edge::Environment;
use linepay_edge::flow::{Kept, Told};
use linepay_edge::id::TransactionId;
use linepay_edge::order::life::{Event, Record, ReservationState, ShopBinding};
use linepay_edge::wire::Step;
use std::collections::{BTreeMap, BTreeSet};

/// What was seen so far.
#[derive(Default)]
pub(crate) struct Seen {
    /// Which property was broken first, and how.
    pub(crate) broken: Option<(&'static str, String)>,
    /// What the buyer withdrew and has not come back to.
    withdrawn: BTreeSet<TransactionId>,
    /// Calls of hooks: until when each lasts.
    calls: Vec<u64>,
    /// What hooks took, by key: the event, and the regKey that it had.
    pub(crate) took: BTreeMap<String, (Event, Option<String>)>,
    /// The order in which they first took it.
    pub(crate) order: Vec<(Event, String)>,
    /// What somebody of the shop wanted given back: by key, the sums.
    pub(crate) wanted: BTreeMap<String, BTreeSet<Option<u32>>>,
}

impl World<'_> {
    pub(crate) fn breaks(&self, property: &'static str, how: impl FnOnce() -> String) {
        if self.seen.borrow().broken.is_none() {
            self.tell(property, String::new);
            let how = how();
            self.seen.borrow_mut().broken = Some((property, how));
        }
    }

    pub(crate) fn keeps_the_secret(&self, place: &'static str, text: &str) {
        if text.contains(SECRET) {
            self.breaks("S: the channel's secret is told", || format!("in {place}"));
        }
    }

    /// The record that the ledger holds.
    pub(crate) fn record(&self) -> Option<Record> {
        self.store.kept.borrow().as_ref().and_then(|kept| self.read(&kept.text))
    }

    fn read(&self, text: &str) -> Option<Record> {
        let shop = ShopBinding { channel_id: CHANNEL.to_owned(), environment: Environment::Sandbox };
        match Record::read(text, &shop, &ORDER.into()) {
            Ok(record) => Some(record),
            Err(why) => {
                self.breaks("R: a record cannot be read", || format!("{why:?}: {text}"));
                None
            }
        }
    }

    /// A process reads: a visit that reads after a withdrawal has come back.
    pub(crate) fn was_read(&self, process: &Process<'_, '_>) {
        if let Some(transaction) = process.visits.get() {
            self.seen.borrow_mut().withdrawn.remove(&transaction);
        }
    }

    /// A record was written over another one.
    pub(crate) fn recorded(&self, before: Option<&Kept>, text: &str) {
        if text.len() >= 32 * 1_024 {
            self.breaks("R: a record is too long", || text.len().to_string());
        }
        let before = before.and_then(|kept| self.read(&kept.text));
        let Some(after) = self.read(text) else { return };
        self.ends_its_own(before.as_ref(), &after);
        let state = |record: Option<&Record>, of: TransactionId| {
            let mut all = record.into_iter().flat_map(|record| &record.reservations);
            all.find(|held| held.transaction == of).map(|held| held.state)
        };
        for held in &after.reservations {
            let was = state(before.as_ref(), held.transaction);
            if was != Some(held.state) {
                self.is_left(held.transaction, held.state);
            }
            if held.state == ReservationState::Withdrawn && was != Some(ReservationState::Withdrawn) {
                self.seen.borrow_mut().withdrawn.insert(held.transaction);
            }
        }
        let intent = |record: &Record| record.work.as_ref().map(|work| work.step.clone());
        let new = intent(&after).filter(|step| before.as_ref().and_then(intent).as_ref() != Some(step));
        if let Some(step) = new.filter(|step| step.step == Step::Confirm) {
            if before.as_ref().is_some_and(|record| record.abandoned) {
                self.breaks("P9: an abandoned order is confirmed", || step.transaction.to_string());
            }
            match state(before.as_ref(), step.transaction) {
                None => self.breaks("P3: a confirm of what was not reserved", || step.transaction.to_string()),
                Some(ReservationState::Superseded) => {
                    self.breaks("P8: a confirm of what is superseded", || step.transaction.to_string());
                }
                Some(_) => {}
            }
        }
    }

    /// A request leaves.
    pub(crate) fn leaves(&self, process: &Process<'_, '_>, operation: &str, transaction: Option<&str>) {
        let step = match operation {
            "confirm" => Step::Confirm,
            "capture" => Step::Capture,
            "void" => Step::Void,
            "refund" => Step::Refund,
            _ => return,
        };
        let of = transaction.unwrap_or_default();
        let record = self.record();
        let work = record.as_ref().and_then(|record| record.work.as_ref());
        let mine = work.filter(|work| work.step.step == step && work.step.transaction.to_string() == of);
        let Some((record, work)) = record.as_ref().zip(mine) else {
            return self.breaks("P0: a request leaves that is not written down", || format!("{operation} of {of}"));
        };
        self.refund_leaves(&work.step);
        if work.until <= self.store_now() {
            self.breaks("P0: a request leaves when its time is up", || format!("{operation} of {of}"));
        }
        if step != Step::Confirm {
            if self.seen.borrow().calls.iter().any(|end| *end > self.now()) {
                self.breaks("H4: a step leaves while a hook is called", || format!("{operation} of {of}"));
            }
            return;
        }
        let books = self.books.held(self.now());
        let own = books.iter().find(|held| held.transaction == of);
        let sent = self.exchanges.borrow();
        let on_its_way = |held: &&Held| {
            let mine = |exchange: &&crate::wire::Exchange| exchange.transaction.as_deref() == Some(&held.transaction);
            let mut confirms = sent.iter().filter(|exchange| exchange.operation == "confirm" && exchange.copies > 0);
            held.can_be_confirmed() && confirms.any(|exchange| mine(&exchange))
        };
        let mut others = books.iter().filter(|held| held.transaction != of);
        if let Some(other) = others.clone().find(|held| held.was_confirmed()) {
            self.breaks("P2: a confirm leaves though another transaction was paid", || {
                format!("{of} after {}", other.transaction)
            });
        }
        if let Some(other) = others.find(on_its_way) {
            self.breaks("P2: a confirm leaves while one of another transaction may still arrive", || {
                format!("{of} beside {}", other.transaction)
            });
        }
        if self.seen.borrow().withdrawn.contains(&work.step.transaction) {
            self.breaks("P3: a confirm of what was withdrawn and did not come back", || of.to_owned());
        }
        let Some(held) = record.reservations.iter().find(|held| held.transaction == work.step.transaction) else {
            return self.breaks("P3: a confirm of what was not reserved", || of.to_owned());
        };
        if !held.terms.same(&record.terms) {
            self.breaks("P8: a confirm of what is superseded", || of.to_owned());
        }
        let waiting = own.is_some_and(Held::is_waiting) && work.attempt == 1;
        // Where LINE Pay gives longer than its documents say, the sweep can come too early in v2: it then tries again.
        let documented = self.life.settings.get("approvalWindowSeconds").is_none();
        if waiting && (held.terms.version != linepay_edge::Version::V2 || process.sweeps && documented) {
            self.breaks("P12: a first confirm before the buyer approved", || of.to_owned());
        }
    }

    /// A hook is called.
    pub(crate) fn called(&self, told: &Told) -> usize {
        if let Some(record) = self.record() {
            self.judges_call(&record, told);
        }
        let mut seen = self.seen.borrow_mut();
        seen.calls.push(u64::MAX);
        seen.calls.len() - 1
    }

    pub(crate) fn calls_until(&self, call: usize, end: u64) {
        self.seen.borrow_mut().calls[call] = end;
    }

    fn judges_call(&self, record: &Record, told: &Told) {
        let key = || told.key.clone();
        let Some(place) = record.outbox.iter().position(|entry| entry.key == told.key) else {
            return self.breaks("H3: a hook is called for what is not to be told", key);
        };
        if place > 0 {
            self.breaks("H2: a hook is called out of order", key);
        }
        if !record.outbox[place].under_way(self.store_now()) {
            self.breaks("H3: a hook is called without an attempt that is written down", key);
        }
        if record.work.is_some() {
            self.breaks("H4: a hook is called while a step is in hand", key);
        }
        if self.seen.borrow().calls.iter().any(|end| *end > self.now()) {
            self.breaks("H3: two hooks are called at once", key);
        }
        let books = self.books.held(self.now());
        let of = told.payment.transaction_id.to_string();
        let held = books.iter().find(|held| held.transaction == of);
        let is_true = held.is_some_and(|held| match told.event {
            Event::Paid => held.was_confirmed() && !matches!(held.state.as_str(), "VOIDED" | "REFUNDED"),
            Event::RegKey => held.was_confirmed(),
            Event::Captured => held.was_captured(),
            Event::Refunded => held.refunded() > 0,
            Event::Released => matches!(held.state.as_str(), "VOIDED" | "LAPSED"),
        });
        if !is_true {
            self.breaks("H1: a hook is told what the books do not say", || format!("{} {held:?}", told.key));
        }
    }

    /// A page says how the order stands by this record: the shop knows of a payment only where a hook took it.
    pub(crate) fn says(&self, record: &Record) {
        let Some(paid) = record.payment.as_ref().filter(|paid| !paid.is_over()) else { return };
        let key = format!("paid:{}", paid.transaction);
        let told = record.outbox.iter().any(|entry| entry.key == key) || self.seen.borrow().took.contains_key(&key);
        if !told {
            self.breaks("H6: a page says that the shop knows what no hook took", || key);
        }
    }

    /// A hook has taken what it was told.
    pub(crate) fn took(&self, told: &Told) {
        let mut seen = self.seen.borrow_mut();
        if !seen.took.contains_key(&told.key) {
            seen.order.push((told.event, told.key.clone()));
        }
        let key = told.payment.reg_key.as_ref().map(|key| key.as_str().to_owned());
        let entry = seen.took.entry(told.key.clone()).or_insert((told.event, None));
        entry.1 = entry.1.take().or(key);
    }
}
