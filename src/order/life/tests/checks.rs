//! What has to hold in every state, and that every state leads to an end.

use super::books::{Tx, transaction};
use super::desk::{Desk, Does, Role};
use super::happens::Happens;
use super::search::{Model, Prints, Step, print_of};
use super::settings::Setting;
use super::world::{At, IDLE, Left, SLOTS, Worker, World, everything};
use crate::order::life::{KeyState, Money, Record, ReservationState};

/// The lives of one order in one setting.
pub(super) struct Lives {
    pub(super) desk: Desk,
    settled: Prints,
    /// How many ends were looked for.
    pub(super) ends: usize,
    /// The way to the first state is still to be gone.
    beginning: bool,
}

impl Lives {
    pub(super) fn new(setting: Setting) -> Lives {
        Lives { desk: Desk::new(setting), settled: Prints::default(), ends: 0, beginning: false }
    }

    /// With no more faults, and nobody but the sweep, the order is closed in the end, or a person is told.
    fn settles(&mut self, world: &World) -> Result<(), String> {
        let mut calm = world.clone();
        calm.left = Left::default();
        calm.pending = None;
        calm.meant = 0;
        calm.withdrawn = [false; 2];
        calm.workers = [IDLE; SLOTS];
        calm.books.iter_mut().for_each(|trans| trans.stale = None);
        calm.record = self.desk.lease_over(calm.record);
        calm.record = self.desk.hook_lease_over(calm.record);
        calm.tidy(&mut self.desk);
        if !self.settled.insert(print_of(&calm)) {
            return Ok(());
        }
        self.ends += 1;
        self.lives(calm.clone())?;
        // The same with everything that is on its way arriving first.
        if calm.late.iter().flatten().all(|copies| *copies == 0) {
            return Ok(());
        }
        let setting = self.desk.setting;
        for t in 0..2 {
            for op in super::books::OPS {
                let place = super::desk::op_place(op);
                while calm.late[t][place] > 0 {
                    calm.late[t][place] -= 1;
                    super::books::arrive(&mut calm.books, op, t, &setting);
                    calm.books[t].stale = None;
                }
            }
        }
        self.lives(calm)
    }

    fn lives(&mut self, mut world: World) -> Result<(), String> {
        let start = world.clone();
        let setting = self.desk.setting;
        let record = self.desk.record(start.record).clone();
        if !self.desk.is_written(start.record) {
            return Ok(());
        }
        let charging = record.charge.as_ref().filter(|charge| charge.refused.is_none() && !record.abandoned);
        let owed = charging.is_some() && record.work.is_some() && start.books[0].state == Tx::Approved;
        let free = record.work.is_none() && record.payment.is_none() && !record.abandoned;
        let state = |t: usize| record.reservation(transaction(t)).filter(|held| held.terms.same(&record.terms));
        let state = |t: usize| state(t).map(|held| held.state);
        let alone = |t: usize| {
            let (own, other) = (start.books[t], start.books[1 - t]);
            free && own.state == Tx::Approved && !other.can_be_confirmed() && !other.was_confirmed()
        };
        for t in 0..2 {
            let can = state(t).is_some_and(|state| state.is_open() || state == ReservationState::Withdrawn);
            if alone(t) && can {
                let mut visited = start.clone();
                self.runs(&mut visited, Role::Visit(t as u8), 0)?;
                if self.desk.record(visited.record).payment.is_none() {
                    return Err(format!("L2: a buyer who approved T{} comes back, and it is not confirmed", t + 1));
                }
            }
        }
        for round in 0..16 {
            for trans in &mut world.books {
                let due = match round {
                    3 => trans.age == 0 && !setting.v3,
                    5 => trans.age < 2,
                    8 => trans.age == 2,
                    _ => false,
                };
                if trans.state != Tx::None && due {
                    trans.grow_old(&setting);
                }
                let told = !self.desk.record(world.record).problems.is_empty();
                if round == 11 && trans.state == Tx::Authorized && !told {
                    trans.state = Tx::Lapsed;
                }
            }
            world.record = self.desk.lease_over(world.record);
            if setting.charged && round > 7 {
                world.record = self.desk.hours(world.record);
            }
            world.tidy(&mut self.desk);
            // The sweep does one after the other.
            for choice in 0..3 {
                self.runs(&mut world, Role::Sweep, choice)?;
            }
            if self.desk.record(world.record).is_closed() {
                break;
            }
        }
        let end = self.desk.record(world.record);
        for t in 0..2 {
            let age = start.books[t].age;
            let waits = if setting.short {
                // What was refused before is tried again only when the margin is over.
                age < 2 && (setting.v3 || state(t) == Some(ReservationState::Open))
            } else {
                age < 3 && state(t).is_some_and(ReservationState::is_open)
            };
            let waits = waits && alone(t);
            if waits && end.payment.is_none() {
                return Err(format!("L3: a buyer who approved T{} stays away, and it is never confirmed", t + 1));
            }
        }
        if owed && end.payment.is_none() {
            return Err("L4: a charge that nothing stands against is not made".to_owned());
        }
        if end.is_closed() {
            return agrees(end, &world, &self.desk.setting);
        }
        if end.problems.is_empty() {
            return Err(format!("L1: the order is never closed: {}", end.text()));
        }
        Ok(())
    }

    /// One worker alone, without faults. Where it may do several things, the one at `choice`, if there are as many.
    fn runs(&mut self, world: &mut World, role: Role, choice: usize) -> Result<(), String> {
        world.workers[SLOTS - 1] = Worker::new(role);
        for _ in 0..40 {
            let worker = world.workers[SLOTS - 1];
            if worker.at == At::Idle {
                return Ok(());
            }
            if let At::Do(next) = worker.at
                && self.desk.does(next) == Does::Tell
                && !self.desk.setting.told
                && self.beginning
            {
                world.workers = [IDLE; SLOTS];
                world.record = self.desk.hook_lease_over(world.record);
                world.tidy(&mut self.desk);
                return Ok(());
            }
            let from = world.clone();
            let mut out = Vec::new();
            Happens { from: &from, desk: &mut self.desk, named: false, out: &mut out }.worker(SLOTS - 1);
            let index = if worker.at == At::Read { choice } else { 0 };
            if index >= out.len() {
                world.workers = [IDLE; SLOTS];
                return Ok(());
            }
            let step = out.swap_remove(index);
            *world = step.next.map_err(|property| format!("{property} (by {role:?} alone, after this)"))?;
        }
        Err(format!("L0: {role:?} alone does not end"))
    }
}

/// What a closed record says is what the books say.
fn agrees(record: &Record, world: &World, setting: &Setting) -> Result<(), String> {
    for (t, trans) in world.books.iter().enumerate() {
        let mine = record.payment.as_ref().filter(|paid| paid.transaction == transaction(t));
        if trans.was_confirmed() && mine.is_none() && !(setting.foreign && t == 1) {
            return Err(format!("P11: the record is closed and does not know that T{} was paid", t + 1));
        }
        let Some(paid) = mine else { continue };
        let money = match trans.state {
            _ if setting.zero => Money::Registered,
            Tx::Authorized => Money::Authorized,
            Tx::Captured => Money::Captured,
            _ => Money::Released,
        };
        let given = super::books::row(t, trans.line(), trans, setting).and_then(|row| row.refunded());
        let same = setting.zero || money != Money::Captured || given == Some(paid.refunded());
        if paid.found.money != money || !same || setting.zero && !trans.was_confirmed() {
            return Err(format!("P11: the record is closed and differs from the books: {}, {trans:?}", record.text()));
        }
    }
    Ok(())
}

impl Model for Lives {
    type State = World;

    fn start(&mut self) -> World {
        let mut world = World::start(&mut self.desk);
        if self.desk.setting.paid {
            self.beginning = true;
            let left = std::mem::take(&mut world.left);
            world.books[0].state = Tx::Approved;
            // Where a safeguard is missing, it may go wrong at once.
            let _ = self.runs(&mut world, Role::Visit(0), 0).and_then(|()| self.runs(&mut world, Role::Sweep, 0));
            world.left = left;
            self.beginning = false;
        }
        world
    }

    fn steps(&mut self, from: &World, named: bool, out: &mut Vec<Step<World>>) {
        everything(from, &mut self.desk, named, out);
    }

    fn check(&mut self, world: &World) -> Result<(), String> {
        let record = self.desk.record(world.record);
        if world.books.iter().all(super::books::Trans::was_confirmed) {
            return Err("P1: two transactions of the order were paid".to_owned());
        }
        for (t, trans) in world.books.iter().enumerate() {
            let dead = record.reservation(transaction(t)).is_some_and(|held| held.state == ReservationState::Dead);
            if dead && trans.was_confirmed() {
                return Err(format!("P7: the record says that T{} is dead, and it is paid", t + 1));
            }
            if u32::from(trans.parts) > world.meant.count_ones() {
                return Err("P4: more was given back than was meant".to_owned());
            }
        }
        if let Some(charge) = &record.charge {
            let refused = charge.refused.is_some() && record.work.is_none();
            if refused && world.books[0].was_confirmed() && !self.desk.setting.twice {
                return Err("C3: a charge that is told as refused is paid".to_owned());
            }
            if record.work.is_none() && charge.sent > 0 && charge.by.is_some() {
                return Err("K: the regKey is kept after the charge's outcome".to_owned());
            }
        }
        if record.is_closed() {
            let told = matches!(record.reg_key, KeyState::Delivered | KeyState::LostTold | KeyState::NotExpected);
            if record.payment.is_some() && !told {
                return Err("P6: a regKey neither delivered nor told lost".to_owned());
            }
            let quiet = world.late.iter().flatten().all(|copies| *copies == 0)
                && world.pending.is_none()
                && world.workers.iter().all(|worker| worker.at == At::Idle);
            if quiet {
                agrees(record, world, &self.desk.setting)?;
            }
        }
        self.settles(world)
    }
}
