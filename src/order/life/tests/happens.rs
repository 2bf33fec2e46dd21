//! What may happen next: what the buyer, LINE Pay and time do, and new requests to the shop.

use super::books::{OPS, Op, Tx, arrive};
use super::desk::{Desk, Does, NextId, Role, op_place};
use super::search::Step;
use super::world::{At, Left, SLOTS, Worker, World};
use crate::order::life::Rule;

/// Collects what may happen next.
pub(super) struct Happens<'a> {
    pub(super) from: &'a World,
    pub(super) desk: &'a mut Desk,
    pub(super) named: bool,
    pub(super) out: &'a mut Vec<Step<World>>,
}

impl Happens<'_> {
    pub(super) fn push(&mut self, name: impl FnOnce() -> String, mut next: World) {
        next.tidy(self.desk);
        let name = if self.named { name() } else { String::new() };
        self.out.push(Step { name, next: Ok(next) });
    }

    pub(super) fn bad(&mut self, name: impl FnOnce() -> String, property: &str) {
        let name = if self.named { name() } else { String::new() };
        self.out.push(Step { name, next: Err(property.to_owned()) });
    }

    pub(super) fn go(&mut self, slot: usize, at: At, what: &str) {
        let mut next = self.from.clone();
        next.workers[slot].at = at;
        let (role, then) = (self.from.workers[slot].role, self.then(at));
        self.push(|| format!("{role:?}: {what} -> {then}"), next);
    }

    pub(super) fn then(&self, at: At) -> String {
        match at {
            _ if !self.named => String::new(),
            At::Do(next) | At::Heard(next) | At::Lost(next) => format!("{:?}", self.desk.next(next)),
            other => format!("{other:?}"),
        }
    }

    /// Rest ends a worker, and "again" has it read.
    pub(super) fn at(&self, next: NextId) -> At {
        match self.desk.does(next) {
            Does::Rest => At::Idle,
            Does::Again => At::Read,
            _ => At::Do(next),
        }
    }

    /// What the buyer, LINE Pay and time do.
    pub(super) fn outside(&mut self) {
        let from = self.from;
        let setting = self.desk.setting;
        for t in 0..2 {
            let trans = from.books[t];
            if trans.state == Tx::Waiting {
                for (state, what) in [(Tx::Approved, "approves"), (Tx::Cancelled, "cancels at LINE Pay")] {
                    let mut next = from.clone();
                    next.books[t].state = state;
                    self.push(|| format!("the buyer {what}: T{}", t + 1), next);
                }
            }
            // T1 was reserved first.
            if trans.state != Tx::None && trans.age < 3 && (t == 0 || from.books[0].age > trans.age) {
                let mut next = from.clone();
                next.books[t].grow_old(&setting);
                let ends = next.books[t].age > 1;
                let busy = |worker: &Worker| !matches!(worker.at, At::Idle | At::Read);
                next.workers.iter_mut().for_each(|worker| worker.aged = worker.aged || ends && busy(worker));
                self.push(|| format!("T{}'s window {} ends", t + 1, trans.age + 1), next);
            }
            if trans.state == Tx::Authorized && trans.age == 3 {
                let mut next = from.clone();
                next.books[t].change(&setting, |trans| trans.state = Tx::Lapsed);
                self.push(|| format!("T{}'s authorisation lapses", t + 1), next);
            }
            if t == 1 && setting.foreign && trans.state == Tx::None && !from.books[0].was_confirmed() {
                let mut next = from.clone();
                next.books[1].state = Tx::Captured;
                self.push(|| "T2 of the order is paid past the ledger".to_owned(), next);
            }
            for op in OPS {
                if from.late[t][op_place(op)] > 0 {
                    let mut next = from.clone();
                    next.late[t][op_place(op)] -= 1;
                    let code = arrive(&mut next.books, op, t, &setting);
                    self.push(|| format!("a late {op:?} of T{} arrives: {code:?}", t + 1), next);
                }
            }
        }
        self.time_of_record();
        if let Some(pending) = from.pending {
            let mut next = from.clone();
            next.apply(self.desk, pending);
            let then = self.then(At::Do(pending.write));
            self.push(|| format!("a late write arrives: {then}"), next);
        }
    }

    /// What time does to what is in hand.
    fn time_of_record(&mut self) {
        let from = self.from;
        let record = self.desk.record(from.record);
        let now = super::desk::NOW;
        let work = record.work.clone();
        let hooks: Vec<_> = record.outbox.iter().filter(|entry| entry.under_way(now)).cloned().collect();
        if let Some(work) = work.as_ref().filter(|work| work.until > now) {
            let mut next = from.clone();
            next.record = self.desk.lease_over(from.record);
            self.end_right(&mut next, &work.fence.0, Rule::SendRight);
            self.push(|| "the time of the step in hand is up".to_owned(), next);
        }
        for entry in hooks {
            let mut next = from.clone();
            next.record = self.desk.hook_lease_over(from.record);
            let fence = entry.trying.map(|(fence, _)| fence.0).unwrap_or_default();
            self.end_right(&mut next, &fence, Rule::HookRight);
            self.push(|| format!("the time to tell {} is up", entry.key), next);
        }
        self.hours_of_charge();
        if let Some(work) = work.filter(|work| work.stuck && work.written + 1 >= now) {
            let mut next = from.clone();
            let op = Op::of(work.step.step, work.step.amount.is_some());
            next.late[super::books::place(work.step.transaction)][op_place(op)] = 0;
            next.record = self.desk.hours(from.record);
            self.push(|| "hours pass".to_owned(), next);
        }
    }

    /// So long after a charge was refused, or abandoned, no copy of it can arrive.
    fn hours_of_charge(&mut self) {
        let from = self.from;
        let record = self.desk.record(from.record);
        let Some(charge) = record.charge.as_ref().filter(|charge| charge.sent + 1 >= super::desk::NOW) else { return };
        let waits = charge.refused.is_some() || record.abandoned;
        if record.payment.is_some() || charge.over || !waits {
            return;
        }
        let mut next = from.clone();
        next.late[0][op_place(Op::Charge)] = 0;
        next.record = self.desk.hours(from.record);
        // Nobody who has read it has the right to send any more.
        next.workers.iter_mut().for_each(|worker| worker.right = false);
        self.push(|| "hours pass since the charge".to_owned(), next);
    }

    fn end_right(&self, next: &mut World, fence: &str, rule: Rule) {
        // A fence that was taken over has a new name; a dead one has nobody.
        for worker in &mut next.workers {
            let has = |name: u8| name > 0 && super::desk::name(name).0 == fence;
            if rule.holds() && (has(worker.fence) || has(worker.wrote)) {
                worker.right = false;
            }
        }
    }

    /// New requests to the shop.
    pub(super) fn arrivals(&mut self) {
        let from = self.from;
        let setting = self.desk.setting;
        // Idle ones stand first.
        let idle = SLOTS - setting.slots;
        if from.workers[idle].at != At::Idle {
            return;
        }
        let there = self.desk.is_written(from.record);
        let mut begin = |role: Role, spend: &dyn Fn(&mut Left)| {
            let mut next = from.clone();
            spend(&mut next.left);
            next.workers[idle] = Worker::new(role);
            self.push(|| format!("{role:?} begins"), next);
        };
        for (place, act) in setting.acts.iter().enumerate() {
            let written = there || matches!(act, Role::Charge(_));
            if from.left.acts >> place & 1 == 1 && written {
                begin(*act, &|left| left.acts &= !(1 << place));
            }
        }
        if !there {
            return;
        }
        for t in 0..2 {
            if from.books[t].state == Tx::None {
                continue;
            }
            if from.left.visits[t] > 0 {
                begin(Role::Visit(t as u8), &|left| left.visits[t] -= 1);
            }
            if from.left.cancels > 0 {
                begin(Role::Cancel(t as u8), &|left| left.cancels -= 1);
            }
        }
        for terms in 0..2 {
            if from.left.pays[terms] > 0 {
                begin(Role::Pay(terms as u8), &|left| left.pays[terms] -= 1);
            }
        }
        if from.left.sweeps > 0 {
            begin(Role::Sweep, &|left| left.sweeps -= 1);
        }
    }
}
