//! What must hold at the end of a life.

use crate::books::Held;
use crate::world::World;
use linepay_edge::order::life::{Event, KeyState, Money, Record, RefundState, ReservationState, TroubleKind};

/// Troubles that may be told though everybody did what they should.
const HONEST: [TroubleKind; 2] = [TroubleKind::Unknown, TroubleKind::Refused];

impl World<'_> {
    /// Everything has arrived, and whoever sweeps has nothing more to do. `closed`: nothing is open.
    pub(crate) fn ends(&self, closed: bool) {
        let books = self.books.held(self.now());
        let paid: Vec<&Held> = books.iter().filter(|held| held.was_confirmed()).collect();
        if paid.len() > 1 {
            let all = || format!("{:?}", paid.iter().map(|held| &held.transaction).collect::<Vec<_>>());
            self.breaks("P1: two transactions of an order are paid", all);
        }
        // What was paid past the ledger is in no record.
        let elsewhere = self.elsewhere.borrow().clone();
        let paid: Vec<&Held> = paid.into_iter().filter(|held| held.transaction != elsewhere).collect();
        let Some(record) = self.record() else {
            if !paid.is_empty() {
                self.breaks("P1: an order without a record is paid", || format!("{paid:?}"));
            }
            return;
        };
        for trouble in record.problems.iter().filter(|trouble| !HONEST.contains(&trouble.kind)) {
            self.breaks("T: trouble is told where there is none", || format!("{trouble:?}"));
        }
        for held in &record.reservations {
            let id = held.transaction.to_string();
            let own = books.iter().find(|held| held.transaction == id);
            if held.state == ReservationState::Dead && own.is_some_and(Held::was_confirmed) {
                self.breaks("P7: what the record calls dead is paid", || id.clone());
            }
        }
        self.refunds_meant(&paid, &record);
        self.charge_is_known(&paid, &record);
        if closed {
            self.says_what_the_books_say(&paid, &record);
            self.told_what_happened(&paid, &record);
        }
        self.pays_what_is_owed(&record);
    }

    /// No more is given back than somebody wanted: once for each key.
    fn refunds_meant(&self, paid: &[&Held], record: &Record) {
        let seen = self.seen.borrow();
        let mut keys: Vec<Vec<Option<u32>>> = seen.wanted.values().map(|sums| sums.iter().copied().collect()).collect();
        if record.abandoned {
            keys.push(vec![None]);
        }
        drop(seen);
        let given: Vec<u64> = paid.iter().flat_map(|held| held.refunds.iter().copied()).collect();
        let (total, limit): (u64, u64) = (given.iter().sum(), paid.iter().map(|held| held.captured).sum());
        if !fits(&given, &keys) {
            self.breaks("P4: more is given back than was meant", || format!("{paid:?}"));
        }
        if total > limit {
            self.breaks("P4: more is given back than was taken", || format!("{paid:?}"));
        }
    }

    fn says_what_the_books_say(&self, paid: &[&Held], record: &Record) {
        let other = |why: &str| format!("{why}: {:?} {:?}", paid, record.payment);
        let property = "P11: a closed record does not say what the books say";
        let (Some(payment), Some(held)) = (&record.payment, paid.first()) else {
            if record.payment.is_some() || !paid.is_empty() {
                self.breaks(property, || other("payment"));
            }
            return;
        };
        let money = match held.state.as_str() {
            "AUTHORIZED" => Money::Authorized,
            "VOIDED" | "LAPSED" => Money::Released,
            _ if held.amount == 0 => Money::Registered,
            _ => Money::Captured,
        };
        let sum = |amount: linepay_edge::money::Amount| amount.to_string().parse::<u64>().unwrap_or(u64::MAX);
        let amount = if held.was_captured() { held.captured } else { held.amount };
        if payment.transaction.to_string() != held.transaction {
            self.breaks(property, || other("transaction"));
        } else if payment.found.money != money {
            self.breaks(property, || other("state"));
        } else if sum(payment.found.amount) != amount {
            self.breaks(property, || other("amount"));
        } else if sum(payment.refunded()) != held.refunded() {
            self.breaks(property, || other("refunds"));
        } else if payment.refunds.iter().any(|refund| refund.state == RefundState::InHand) {
            self.breaks(property, || other("a refund in hand"));
        }
        let terms = record.reservations.iter().find(|other| other.transaction == payment.transaction);
        let charge = record.charge.as_ref().map(|_| sum(record.terms.order.amount));
        let most = terms.map_or(charge.unwrap_or_default(), |held| sum(held.terms.order.amount));
        if held.captured > most || held.amount > most {
            self.breaks("P5: more is held than the terms say", || other("held"));
        }
    }

    /// The hooks know what the books say.
    fn told_what_happened(&self, paid: &[&Held], record: &Record) {
        let seen = self.seen.borrow();
        let Some(held) = paid.first() else {
            if let Some((key, _)) = seen.took.iter().next() {
                let key = key.clone();
                drop(seen);
                self.breaks("H5: a hook was told of an order that nobody paid", || key);
            }
            return;
        };
        let took = |event: Event| seen.took.values().any(|(known, _)| *known == event);
        let order: Vec<Event> = seen.order.iter().map(|(event, _)| *event).collect();
        let place = |event: Event| order.iter().position(|known| *known == event);
        let over = held.state == "VOIDED" || held.state == "REFUNDED";
        let mut wrong = Vec::new();
        if !took(Event::Paid) && !over && held.state != "LAPSED" {
            wrong.push("paid was not told");
        }
        if !held.refunds.is_empty() && !took(Event::Refunded) {
            wrong.push("a refund was not told");
        }
        if matches!(held.state.as_str(), "VOIDED" | "LAPSED") && !took(Event::Released) {
            wrong.push("a release was not told");
        }
        let first = place(Event::Paid);
        for later in [Event::Captured, Event::Refunded, Event::Released] {
            if place(later).zip(first).is_some_and(|(later, first)| later < first) {
                wrong.push("paid was told last");
            }
        }
        let refunds = seen.took.values().filter(|(event, _)| *event == Event::Refunded).count();
        if refunds != held.refunds.len() && !record.problems.iter().any(|one| HONEST.contains(&one.kind)) {
            wrong.push("not one telling a refund");
        }
        let key = seen.took.values().find_map(|(event, key)| key.as_ref().filter(|_| *event == Event::RegKey));
        // A charge is made by a key that the shop has.
        if held.reg_key.is_some() && record.charge.is_none() {
            let lost = record.reg_key == KeyState::LostTold && took(Event::RegKey);
            if key != held.reg_key.as_ref() && !lost {
                wrong.push("P6: the regKey is neither delivered nor told lost");
            }
        }
        drop(seen);
        if let Some(what) = wrong.first() {
            self.breaks("H5: the hooks do not know what the books say", || {
                format!("{what}: {held:?} {:?} {:?}", self.seen.borrow().order, record.reg_key)
            });
        }
    }
}

/// Has each refund a key of its own that asked for it? "All that is left" fits any sum.
fn fits(given: &[u64], keys: &[Vec<Option<u32>>]) -> bool {
    let Some((sum, rest)) = given.split_first() else { return true };
    (0..keys.len()).any(|place| {
        let takes = keys[place].iter().any(|one| one.is_none_or(|one| u64::from(one) == *sum));
        let mut others = keys.to_vec();
        others.remove(place);
        takes && fits(rest, &others)
    })
}
