//! The ledger: one record with a version, conditional writes, and everything that can go wrong with them.

use crate::fault::Fault;
use crate::life::{MINUTE, SECOND};
use crate::process::Process;
use crate::world::{Event, World};
use linepay_edge::flow::{Kept, Ledger, LedgerRead, LedgerWrite};
use linepay_edge::order::life::Rule;
use std::cell::{Cell, RefCell};

#[derive(Default)]
pub(crate) struct Store {
    pub(crate) kept: RefCell<Option<Kept>>,
    pub(crate) wake_at: Cell<Option<u64>>,
    writes: Cell<u64>,
}

/// A write on its way.
pub(crate) struct Writing {
    text: String,
    if_version: Option<String>,
    wake_at: Option<u64>,
    /// Who writes, for the checks.
    by: u64,
    came: Option<LedgerWrite>,
}

impl World<'_> {
    /// Is the ledger down for this call? It may go down by it.
    fn is_down(&self, fault: Option<Fault>, process: &Process<'_, '_>) -> bool {
        if fault == Some(Fault::LedgerDown) {
            self.down_until.set(self.now() + process.task.much(SECOND, 20 * MINUTE));
        }
        self.now() < self.down_until.get() && !self.is_calm()
    }

    /// A write is there.
    pub(crate) fn written(&self, number: usize) {
        let mut writings = self.writings.borrow_mut();
        let writing = &mut writings[number];
        let store = &self.store;
        let before = store.kept.borrow().clone();
        let same = before.as_ref().map(|kept| &kept.version) == writing.if_version.as_ref();
        if !same && Rule::CompareVersion.holds() {
            self.tell("conflict", || format!("for {}", writing.by));
            writing.came = Some(LedgerWrite::Conflict);
            return;
        }
        let version = format!("v{}", store.writes.get());
        store.writes.set(store.writes.get() + 1);
        *store.kept.borrow_mut() = Some(Kept { text: writing.text.clone(), version: version.clone() });
        store.wake_at.set(writing.wake_at);
        self.tell("written", || format!("by {}, wake {:?}", writing.by, writing.wake_at));
        if let Some(wake_at) = writing.wake_at {
            self.sweep_at(wake_at);
        }
        writing.came = Some(LedgerWrite::Done { version, now: self.store_now() });
        self.recorded(before.as_ref(), &writing.text);
    }
}

impl Ledger for Process<'_, '_> {
    async fn read(&self, _key: &str, limit: u64) -> Result<LedgerRead, String> {
        let world = self.world;
        self.step("read").await;
        let fault = world.fault(&self.task, &Fault::READS, 60);
        if let Some(fault) = fault {
            world.covers(fault, "read");
        }
        let down = world.is_down(fault, self);
        let (there, back) = (self.way().min(limit / 4), self.way().min(limit / 4));
        if down || fault == Some(Fault::ReadFails) {
            world.tell("read fails", String::new);
            world.until(world.now() + self.task.much(1, limit)).await;
            self.step("read").await;
            return Err("the ledger does not answer".to_owned());
        }
        let slow = if fault == Some(Fault::ReadSlow) { limit - there - back - 1 } else { 0 };
        world.until(world.now() + there).await;
        let record = world.store.kept.borrow().clone();
        let now = world.store_now();
        world.was_read(self);
        world.until(world.now() + back + slow).await;
        self.step("read").await;
        Ok(LedgerRead { record, now })
    }

    async fn write(
        &self,
        _key: &str,
        text: &str,
        if_version: Option<&str>,
        wake_at: Option<u64>,
        limit: u64,
    ) -> LedgerWrite {
        let world = self.world;
        world.keeps_the_secret("a record", text);
        self.step(self.writes()).await;
        let fault = world.fault(&self.task, &Fault::WRITES, 60);
        if let Some(fault) = fault {
            world.covers(fault, "write");
            world.tell(fault.name(), String::new);
        }
        let down = world.is_down(fault, self);
        let (begin, number) = (world.now(), world.writings.borrow().len());
        let (there, back) = (self.way().min(limit / 4), self.way().min(limit / 4));
        let writing = Writing {
            text: text.to_owned(),
            if_version: if_version.map(str::to_owned),
            wake_at,
            by: self.task.name,
            came: None,
        };
        world.writings.borrow_mut().push(writing);
        let lost = down || fault == Some(Fault::WriteLost);
        let late = fault == Some(Fault::WriteLate);
        if !lost {
            let time = if late { limit + self.task.much(1, 30 * MINUTE) } else { there };
            world.at(begin + time, Event::Write(number));
        }
        let unheard = lost || late || fault == Some(Fault::WriteUnheard);
        let took = match fault {
            Some(Fault::WriteSlow) => limit - 1,
            _ if unheard => self.task.much(there, limit),
            _ => there + back,
        };
        world.until(begin + took.max(there)).await;
        self.step("write").await;
        let came = world.writings.borrow_mut()[number].came.take();
        came.filter(|_| !unheard).unwrap_or(LedgerWrite::Unknown)
    }
}
