//! One order's world: LINE Pay's books, requests on their way, the record in its ledger, and the workers that read it
//! and act on it with the real code.

use super::books::{OPS, Trans, Tx};
use super::desk::{Desk, Does, NAMES, NextId, RecordId, Role, op_place};
use super::happens::Happens;
use super::search::Step;
use super::settings::Setting;
use crate::order::life::Change;

pub(super) const SLOTS: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum At {
    Idle,
    /// Is about to read the record.
    Read,
    /// Is about to do this.
    Do(NextId),
    /// Has sent this, and heard that the buyer has not approved.
    Heard(NextId),
    /// Does not know what became of this write.
    Lost(NextId),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct Worker {
    pub(super) at: At,
    pub(super) role: Role,
    /// What it read is still the newest.
    pub(super) fresh: bool,
    /// The right to send, or to call a hook.
    pub(super) right: bool,
    /// A window has ended since it read.
    pub(super) aged: bool,
    /// It has reserved T2.
    pub(super) reserved: bool,
    /// What it read.
    pub(super) copy: RecordId,
    /// The write that gave it what it has in hand.
    pub(super) fence: u8,
    /// The write of which it does not know.
    pub(super) wrote: u8,
}

pub(super) const IDLE: Worker = Worker {
    at: At::Idle,
    role: Role::Sweep,
    fresh: false,
    right: false,
    aged: false,
    reserved: false,
    copy: 0,
    fence: 0,
    wrote: 0,
};

impl Worker {
    pub(super) const fn new(role: Role) -> Worker {
        Worker { at: At::Read, role, right: true, ..IDLE }
    }
}

/// How often each thing may still happen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Left {
    pub(super) visits: [u8; 2],
    pub(super) cancels: u8,
    pub(super) pays: [u8; 2],
    pub(super) sweeps: u8,
    /// One bit each, in the order of the setting's acts.
    pub(super) acts: u8,
    pub(super) faults: u8,
    pub(super) write_faults: u8,
    pub(super) crashes: u8,
    pub(super) refusals: u8,
}

/// A write that may still arrive, as long as its version is the newest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Pending {
    pub(super) write: NextId,
    pub(super) name: u8,
    pub(super) fence: u8,
    pub(super) aged: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct World {
    pub(super) books: [Trans; 2],
    /// Copies of requests that may still arrive.
    pub(super) late: [[u8; 6]; 2],
    pub(super) record: RecordId,
    pub(super) workers: [Worker; SLOTS],
    pub(super) pending: Option<Pending>,
    pub(super) left: Left,
    /// Withdrawn, and not come back to confirmUrl since.
    pub(super) withdrawn: [bool; 2],
    /// Which keys of partial refunds were meant to give back.
    pub(super) meant: u8,
}

impl World {
    pub(super) fn start(desk: &mut Desk) -> World {
        World {
            books: [if desk.setting.charged { Trans::CHARGEABLE } else { Trans::new(0) }, Trans::NONE],
            late: [[0; 6]; 2],
            record: desk.first(),
            workers: [IDLE; SLOTS],
            pending: None,
            left: desk.setting.left,
            withdrawn: [false; 2],
            meant: 0,
        }
    }

    /// The smallest of its equals.
    pub(super) fn tidy(&mut self, desk: &mut Desk) {
        for t in 0..2 {
            for op in OPS {
                if !self.books[t].can(op) {
                    self.late[t][op_place(op)] = 0;
                }
            }
        }
        for worker in &mut self.workers {
            match worker.at {
                At::Idle => *worker = IDLE,
                At::Read => (worker.fresh, worker.copy, worker.fence, worker.wrote) = (false, 0, 0, 0),
                At::Do(_) | At::Heard(_) => worker.wrote = 0,
                At::Lost(_) => (worker.fresh, worker.copy) = (false, 0),
            }
        }
        self.workers.sort_by_key(|worker| {
            (worker.at, worker.role, worker.fresh, worker.right, worker.aged, worker.reserved, worker.fence > 0)
        });
        // What time has done to the books it has done to the record.
        self.record = self.aged(self.record, desk);
        if self.books.iter().any(|trans| trans.state == Tx::Lapsed) {
            self.record = desk.lapse(self.record);
        }
        let mut names = [0; NAMES];
        for (slot, worker) in self.workers.iter_mut().enumerate() {
            let new = 3 * slot as u8;
            if worker.fence > 0 {
                names[usize::from(worker.fence)] = new + 1;
                worker.fence = new + 1;
            }
            if worker.wrote > 0 {
                names[usize::from(worker.wrote)] = 0x80 | (new + 2);
                worker.wrote = new + 2;
            }
        }
        if let Some(pending) = &mut self.pending {
            pending.name = names[usize::from(pending.name)] & 0x7f;
            pending.fence = names[usize::from(pending.fence)] & 0x7f;
        }
        self.record = desk.tidy(self.record, names, false);
        for place in 0..SLOTS {
            let worker = self.workers[place];
            let (At::Do(next) | At::Heard(next)) = worker.at else { continue };
            self.workers[place].copy = if worker.fresh {
                self.record
            } else if desk.does(next) == Does::Write {
                0
            } else {
                let copy = self.aged(worker.copy, desk);
                desk.tidy(copy, names, true)
            };
        }
    }

    fn aged(&self, record: RecordId, desk: &mut Desk) -> RecordId {
        let mut record = record;
        for t in 0..2 {
            while desk.age(record, t).is_some_and(|age| age < self.books[t].age) {
                record = desk.older(record, t);
            }
        }
        record
    }

    /// A write arrives in the ledger.
    pub(super) fn apply(&mut self, desk: &mut Desk, pending: Pending) {
        let record = desk.record(self.record);
        match desk.change(pending.write) {
            Change::Intent(step) if step.is_partial_refund() => self.meant |= key_bit(step.key.as_deref()),
            // It never left, and never will.
            Change::Renew(step) if step.is_partial_refund() => {
                let mine = record.work.as_ref().is_some_and(|work| work.fence == super::desk::name(pending.fence));
                let bit = if mine { 0 } else { key_bit(step.key.as_deref()) };
                self.meant &= !bit;
            }
            Change::Resolve { done: false } => {
                let key = record.work.as_ref().and_then(|work| work.step.key.as_deref());
                self.meant &= !key_bit(key);
            }
            Change::Withdrawn(transaction) => self.withdrawn[super::books::place(*transaction)] = true,
            Change::Abandon => {
                for held in record.reservations.iter().filter(|held| held.state.is_open()) {
                    self.withdrawn[super::books::place(held.transaction)] = true;
                }
            }
            _ => {}
        }
        self.record = desk.apply(self.record, pending.write, pending.name, pending.fence, pending.aged);
        for worker in &mut self.workers {
            worker.fresh = false;
        }
        self.pending = None;
    }
}

fn key_bit(key: Option<&str>) -> u8 {
    if key == Some("b") { 2 } else { 1 }
}

/// What a setting allows to happen.
pub(super) fn everything(from: &World, desk: &mut Desk, named: bool, out: &mut Vec<Step<World>>) {
    let slots = desk.setting.slots;
    let mut happens = Happens { from, desk, named, out };
    happens.outside();
    happens.arrivals();
    for slot in SLOTS - slots..SLOTS {
        happens.worker(slot);
    }
}

impl Setting {
    /// Every act once.
    pub(super) fn with_acts(self, acts: &'static [Role]) -> Setting {
        let left = Left { acts: (1_u16.wrapping_shl(acts.len() as u32) - 1) as u8, ..self.left };
        Setting { acts, left, ..self }
    }
}
