//! One worker's next act, with everything that can go wrong with it.

use super::books::{Code, Line, Op, Trans, Tx, arrive};
use super::desk::{Does, NextId, Role, op_place};
use super::happens::Happens;
use super::world::{At, Pending, Worker, World};
use crate::order::life::{Change, Next, Record, Rule};
use crate::wire::Step as Moves;

impl Happens<'_> {
    pub(super) fn worker(&mut self, slot: usize) {
        let from = self.from;
        let worker = from.workers[slot];
        let role = worker.role;
        if !matches!(worker.at, At::Idle | At::Read) && from.left.crashes > 0 {
            let mut next = from.clone();
            next.left.crashes -= 1;
            next.workers[slot].at = At::Idle;
            let was = self.then(worker.at);
            self.push(|| format!("{role:?} crashes before {was}"), next);
        }
        match worker.at {
            At::Idle => {}
            At::Read => self.read(slot),
            At::Lost(write) => {
                let after = self.desk.reread(from.record, write, worker.wrote, worker.fence);
                let there = self.desk.record(from.record).write_ids.contains(&super::desk::name(worker.wrote));
                let mut next = from.clone();
                let me = &mut next.workers[slot];
                me.at = self.at(after);
                me.fresh = true;
                me.copy = from.record;
                if there && self.desk.change(write).gives_a_hold() {
                    me.fence = me.wrote;
                }
                let then = self.then(me.at);
                self.push(|| format!("{role:?}: reads again (there: {there}) -> {then}"), next);
            }
            At::Do(next) => self.act(slot, next),
            At::Heard(sent) => {
                let Does::Send(_, t) = self.desk.does(sent) else { return };
                let after = self.desk.heard(worker.copy, sent, Code::NotApproved, &from.books[t]);
                self.go(slot, self.at(after), "sees what 1169 means");
            }
        }
    }

    fn read(&mut self, slot: usize) {
        let from = self.from;
        let worker = from.workers[slot];
        let role = match worker.role {
            // A person looks into LINE Pay's console, if "hours" does not say how long ago it was.
            Role::Resolve(_) => {
                let work = self.desk.record(from.record).work.as_ref();
                let done = work.is_some_and(|work| {
                    let trans = &from.books[super::books::place(work.step.transaction)];
                    usize::from(trans.parts) > self.desk.parts(from.record)
                });
                Role::Resolve(done)
            }
            role => role,
        };
        let plans = if worker.reserved {
            vec![self.desk.reserved(from.record, from.books[1].terms)]
        } else {
            self.desk.plan(from.record, role)
        };
        for plan in plans {
            let mut next = from.clone();
            let me = &mut next.workers[slot];
            me.at = self.at(plan);
            (me.fresh, me.aged, me.copy, me.fence) = (true, false, from.record, 0);
            if let Role::Visit(t) = role {
                next.withdrawn[usize::from(t)] = false;
            }
            let then = if self.named { format!("{:?}", self.desk.next(plan)) } else { String::new() };
            self.push(|| format!("{role:?}: reads -> {then}"), next);
        }
    }

    fn act(&mut self, slot: usize, what: NextId) {
        let from = self.from;
        let worker = from.workers[slot];
        let role = worker.role;
        match self.desk.does(what) {
            Does::Rest | Does::Again => {}
            Does::Reserve => {
                let Role::Pay(terms) = role else { return };
                if from.books[1].state != Tx::None {
                    return self.go(slot, At::Idle, "another pay has reserved T2");
                }
                let mut next = from.clone();
                next.books[1] = Trans::new(terms);
                let after = self.desk.reserved(worker.copy, terms);
                next.workers[slot].at = self.at(after);
                next.workers[slot].reserved = true;
                self.push(|| format!("{role:?}: reserves T2"), next);
            }
            Does::Status(t) => {
                let trans = from.books[t];
                for status in trans.stale_status().into_iter().chain([trans.status()]) {
                    let after = self.desk.status(worker.copy, what, status);
                    let mut next = from.clone();
                    // Of a registration over nothing statusCheck is asked twice, and is late once.
                    next.books[t].stale = trans.stale.filter(|_| !self.desk.setting.zero);
                    next.workers[slot].at = self.at(after);
                    let then = self.then(next.workers[slot].at);
                    self.push(|| format!("{role:?}: statusCheck of T{}: {status:?} -> {then}", t + 1), next);
                }
            }
            Does::Rows(t) => {
                let trans = from.books[t];
                for line in trans.stale.into_iter().chain([trans.line()]) {
                    let mut lines: [Line; 2] = [from.books[0].line(), from.books[1].line()];
                    lines[t] = line;
                    let after = self.desk.rows(worker.copy, what, lines, &from.books);
                    let mut next = from.clone();
                    next.books[t].stale = None;
                    next.workers[slot].at = self.at(after);
                    let then = self.then(next.workers[slot].at);
                    self.push(|| format!("{role:?}: asks for T{}'s row: {line:?} -> {then}", t + 1), next);
                }
            }
            Does::Write => self.write(slot, what),
            Does::Send(op, t) => self.send(slot, what, op, t),
            Does::Tell => self.tell(slot, what),
        }
    }

    fn write(&mut self, slot: usize, write: NextId) {
        let from = self.from;
        let worker = from.workers[slot];
        let role = worker.role;
        let name = 3 * slot as u8 + 2;
        if !worker.fresh && Rule::CompareVersion.holds() {
            let after = self.desk.reread(from.record, write, name, worker.fence);
            let mut next = from.clone();
            let me = &mut next.workers[slot];
            (me.at, me.fresh, me.copy) = (self.at(after), true, from.record);
            let then = self.then(me.at);
            return self.push(|| format!("{role:?}: the record has changed -> {then}"), next);
        }
        let record = self.desk.record(from.record);
        if let Change::Intent(step) = self.desk.change(write)
            && step.step == Moves::Confirm
        {
            let (abandoned, known) = (record.abandoned, record.reservation(step.transaction).is_some());
            let name = || format!("{role:?} intends a confirm");
            if abandoned {
                return self.bad(name, "P9: an abandoned order is confirmed");
            }
            if !known {
                return self.bad(name, "P3: a confirm of what the order did not reserve");
            }
        }
        let pending = Pending { write, name, fence: worker.fence, aged: worker.aged };
        let mut done = from.clone();
        done.apply(self.desk, pending);
        let what = self.then(At::Do(write));
        let mut next = done.clone();
        let after = self.desk.written(next.record, write, name);
        let holds = self.desk.change(write).gives_a_hold();
        let me = &mut next.workers[slot];
        (me.at, me.fresh, me.copy) = (self.at(after), true, next.record);
        if holds {
            (me.fence, me.right) = (name, true);
        }
        self.push(|| format!("{role:?}: writes {what}"), next);
        if from.left.write_faults == 0 {
            return;
        }
        // Its answer is lost: after its effect, before it, or it is on its way for long.
        let mut late = from.clone();
        late.pending = Some(pending);
        for (kind, mut next) in [("its answer is lost", done), ("it fails", from.clone()), ("it is late", late)] {
            if kind == "it is late" && (from.pending.is_some() || !self.desk.setting.late_writes) {
                continue;
            }
            next.left.write_faults -= 1;
            let me = &mut next.workers[slot];
            (me.right, me.wrote) = (true, name);
            me.at = if !Rule::LostWriteUnknown.holds() {
                // As if it were done, and the record as it would be.
                let mut as_if = from.clone();
                as_if.apply(self.desk, pending);
                let after = self.desk.written(as_if.record, write, name);
                (me.fence, me.copy) = (if holds { name } else { me.fence }, as_if.record);
                self.at(after)
            } else if !Rule::LostWriteReread.holds() {
                At::Idle
            } else {
                At::Lost(write)
            };
            self.push(|| format!("{role:?}: writes {what}, {kind}"), next);
        }
    }

    fn send(&mut self, slot: usize, what: NextId, op: Op, t: usize) {
        let from = self.from;
        let worker = from.workers[slot];
        let role = worker.role;
        if !worker.right {
            let renews = At::Do(self.desk.renew(what));
            self.go(slot, At::Idle, "is late and ends");
            return self.go(slot, renews, "is late");
        }
        let name = || format!("{role:?}: sends {op:?} of T{}", t + 1);
        let record = self.desk.record(from.record);
        let answered = record.charge.as_ref().is_some_and(|charge| charge.refused.is_some());
        if op == Op::Charge && (record.payment.is_some() || answered) {
            return self.bad(name, "C1: a charge leaves though LINE Pay has answered one");
        }
        if op == Op::Confirm
            && let Some(bad) = self.wrong_confirm(&worker, t)
        {
            return self.bad(name, bad);
        }
        let setting = self.desk.setting;
        let mut done = from.clone();
        let code = arrive(&mut done.books, op, t, &setting);
        let mut got = |mut next: World, code: Code, how: &str| {
            next.workers[slot].at = if code == Code::NotApproved {
                At::Heard(what)
            } else {
                let after = self.desk.heard(worker.copy, what, code, &next.books[t]);
                self.at(after)
            };
            let then = self.then(next.workers[slot].at);
            self.push(|| format!("{}: {code:?}{how} -> {then}", name()), next);
        };
        got(done.clone(), code, "");
        let pays = matches!(op, Op::Confirm | Op::Charge);
        if pays && from.books[t].state == Tx::Approved && from.left.refusals > 0 {
            let mut next = from.clone();
            next.left.refusals -= 1;
            let codes = [Code::Refused, Code::Later].into_iter().take(if op == Op::Charge { 2 } else { 1 });
            codes.clone().for_each(|code| got(next.clone(), code, ""));
            if setting.twice && op == Op::Charge && from.left.faults > 0 {
                next.left.faults -= 1;
                next.late[t][op_place(op)] += 1;
                codes.for_each(|code| got(next.clone(), code, ", and a copy is on its way"));
            }
        }
        if from.left.faults > 0 {
            done.left.faults -= 1;
            if setting.twice && pays {
                let mut next = done.clone();
                next.late[t][op_place(op)] += 1;
                got(next, code, ", and a copy is on its way for long");
            }
            got(done, Code::Unclear, ", its answer is lost");
            let mut next = from.clone();
            next.left.faults -= 1;
            next.late[t][op_place(op)] += 1;
            got(next, Code::Unclear, ", on its way for long");
        }
    }

    /// What is wrong with a confirm that leaves now.
    fn wrong_confirm(&self, worker: &Worker, t: usize) -> Option<&'static str> {
        let (from, other) = (self.from, 1 - t);
        let record = self.desk.record(from.record);
        let setting = self.desk.setting;
        let held = record.reservation(super::books::transaction(t));
        let first = record.work.as_ref().is_none_or(|work| work.attempt == 1);
        if from.late[other][op_place(Op::Confirm)] > 0 && from.books[other].can_be_confirmed() {
            return Some("P2: a confirm leaves while one of another transaction may still arrive");
        }
        if from.books[other].was_confirmed() && !setting.foreign {
            return Some("P2: a confirm leaves though another transaction was paid");
        }
        if from.withdrawn[t] {
            return Some("P3: a confirm of what was withdrawn and did not come back");
        }
        let Some(held) = held else {
            return Some("P3: a confirm of what the order did not reserve");
        };
        if !held.terms.same(&record.terms) {
            return Some("P8: a confirm over terms that are superseded");
        }
        let early = from.books[t].state == Tx::Waiting && first;
        (early && (setting.v3 || worker.role == Role::Sweep && from.books[t].age == 0))
            .then_some("P12: a first confirm before the buyer approved")
    }

    fn tell(&mut self, slot: usize, what: NextId) {
        let from = self.from;
        let worker = from.workers[slot];
        if !worker.right {
            return self.go(slot, At::Idle, "is late and does not call the hook");
        }
        let Next::Tell(key) = self.desk.next(what).clone() else { return };
        if let Some(bad) = wrong_call(self.desk.record(from.record), &worker, &key, &from.books) {
            return self.bad(|| format!("{:?}: tells {key}", worker.role), bad);
        }
        let after = self.desk.told(worker.copy, what, true);
        self.go(slot, self.at(after), &format!("tells {key}"));
        if from.left.faults > 0 {
            let mut next = from.clone();
            next.left.faults -= 1;
            let after = self.desk.told(worker.copy, what, false);
            next.workers[slot].at = self.at(after);
            self.push(|| format!("{:?}: tells {key}, and the hook fails", worker.role), next);
        }
    }
}

/// What is wrong with a call of a hook.
fn wrong_call(record: &Record, worker: &Worker, key: &str, books: &[Trans; 2]) -> Option<&'static str> {
    use crate::order::life::Event;
    let place = record.outbox.iter().position(|entry| entry.key == key);
    let Some((place, entry)) = place.map(|place| (place, &record.outbox[place])) else {
        return Some("H3: a hook is called for what is not to be told");
    };
    let trans = books[super::books::place(record.payment.as_ref()?.transaction)];
    let true_now = match entry.event {
        Event::Paid => trans.holds() || trans.state == Tx::Lapsed,
        Event::RegKey => true,
        Event::Captured => trans.state == Tx::Captured,
        Event::Refunded => trans.refunded() > 0,
        Event::Released => matches!(trans.state, Tx::Voided | Tx::Lapsed),
    };
    let mine = entry.trying.as_ref().is_some_and(|(fence, _)| *fence == super::desk::name(worker.fence));
    if !true_now {
        Some("H1: a hook is told what the books do not say, or no longer")
    } else if place > 0 {
        Some("H2: a hook is called out of order")
    } else if !mine {
        Some("H3: a hook is called by one whose attempt is not the one written down")
    } else {
        None
    }
}
