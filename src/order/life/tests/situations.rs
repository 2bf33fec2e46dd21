//! Where an order may be: a record on its way to a place that `decisions` asks about.

use super::books::{FAR, id, units};
use super::desk::{NOW, name, shop, terms, wish};
use super::settings::{PLAIN, Setting};
use crate::id::TransactionId;
use crate::order::ShippingTerms;
use crate::order::life::{
    Act, Change, Found, Limits, Money, Move, Next, Outcome, Record, Reservation, ReservationState, TroubleKind, Who,
    Writer, apply, plan,
};
use crate::row::JsonText;
use crate::wire::Step;

const MINUTE: u64 = 60_000;

/// A place, and when somebody looks at it.
pub(super) struct Situation {
    pub(super) name: &'static str,
    pub(super) record: Record,
    pub(super) now: u64,
}

impl Situation {
    /// Does it matter here that LINE Pay may list this?
    pub(super) fn lists(&self, said: &str) -> bool {
        let (record, has) = (&self.record, |word: &str| said.contains(word));
        // One of each kind is asked about everything.
        let whole = ["a confirm in hand, v2", "a refund of a part taken over", "a capture in hand", "paid and told"];
        let few = [
            "no row",
            "authorised",
            "captured",
            "captured, no sum",
            "captured of another order",
            "captured, and T2 too",
            "voided",
            "100 refunded by 51",
            "100 refunded by 51, by 52",
        ];
        let end = has("until") || has("no end");
        match record.work.as_ref().map(|work| work.step.step) {
            _ if !whole.contains(&self.name) && !few.contains(&said) => record.work.is_none() && end,
            Some(Step::Confirm | Step::PreApproval) => !has(" refunded by") && !end,
            Some(Step::Refund) => !end,
            Some(_) => true,
            None => record.payment.is_some() || !has(" refunded by"),
        }
    }
}

/// A record on its way, one write after another.
#[derive(Clone)]
pub(super) struct Order {
    pub(super) record: Record,
    pub(super) now: u64,
    writes: u8,
}

impl Order {
    pub(super) fn new(setting: &Setting) -> Order {
        let record = Record::new(shop(), "ORD-1".into(), terms(0, setting));
        Order { record, now: NOW, writes: 0 }.reserved(1, 0, setting)
    }

    /// Of an order that is charged, its charge in hand.
    pub(super) fn charging() -> Order {
        let record = Record::charged(shop(), "ORD-1".into(), &wish(0, &PLAIN));
        Order { record, now: NOW, writes: 0 }.wants(Act::Charge(Box::new(wish(0, &PLAIN))))
    }

    /// LINE Pay wants it later.
    pub(super) fn put_off(self) -> Order {
        let outcome = Box::new(Outcome::PutOff);
        self.write(Change::Outcome { transaction: TransactionId::default(), outcome, extras: Vec::new() })
    }

    /// LINE Pay refused a copy of it, or the last.
    pub(super) fn declined(self, last: bool) -> Order {
        let outcome = Box::new(Outcome::Declined { code: "1142".to_owned(), last });
        self.write(Change::Outcome { transaction: TransactionId::default(), outcome, extras: Vec::new() })
    }

    pub(super) fn reserved(self, transaction: u64, number: u8, setting: &Setting) -> Order {
        let reservation = Reservation {
            transaction: id(transaction),
            terms: terms(number, setting),
            made: self.now,
            payment_url: Some(JsonText::of("{\"web\":\"https://example.test\"}")),
            link: None,
            sent: false,
            state: ReservationState::Open,
        };
        self.write(Change::Reserved(Box::new(reservation)))
    }

    pub(super) fn later(mut self, minutes: u64) -> Order {
        self.now += minutes * MINUTE;
        self
    }

    pub(super) fn seconds(mut self, seconds: u64) -> Order {
        self.now += seconds * 1_000;
        self
    }

    pub(super) fn write(mut self, change: Change) -> Order {
        self.writes += 1;
        let fence = self.record.outbox.first().and_then(|entry| entry.trying.as_ref()).map(|(fence, _)| fence.clone());
        let writer = Writer { now: self.now, write_id: name(self.writes), fence };
        self.record = apply(&self.record, &change, &writer, &Limits::default());
        self
    }

    pub(super) fn outcome(self, outcome: Outcome) -> Order {
        self.write(Change::Outcome { transaction: id(1), outcome: Box::new(outcome), extras: Vec::new() })
    }

    pub(super) fn confirm(self) -> Order {
        let amount = Some(self.record.terms.order.amount);
        self.write(Change::Intent(Move { step: Step::Confirm, transaction: id(1), amount, key: None }))
    }

    pub(super) fn paid(self, money: Money) -> Order {
        let found = self.found(money);
        let key = self.record.terms.order.preapproved.then(|| "RKSECRET".to_owned().into());
        self.outcome(Outcome::Paid { found, reg_key: key })
    }

    pub(super) fn found(&self, money: Money) -> Found {
        let expires = (money == Money::Authorized).then(|| FAR.to_owned());
        Found { money, amount: self.record.terms.order.amount, expires, ..Found::registered() }
    }

    pub(super) fn told(mut self) -> Order {
        while let Some(key) = self.record.outbox.first().map(|entry| entry.key.clone()) {
            if self.record.outbox[0].trying.is_none() {
                self = self.write(Change::Attempt(key.clone()));
            }
            self = self.write(Change::Delivered { key, ok: true });
        }
        self
    }

    /// What somebody of the shop wants, as far as it is written down.
    pub(super) fn wants(self, act: Act) -> Order {
        match plan(&self.record, &Who::Operator(act), self.now, &Limits::default()).swap_remove(0) {
            Next::Write(change) => self.write(change),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn refund(self, amount: Option<i64>, key: &str) -> Order {
        self.wants(Act::Refund { amount: amount.map(units), key: key.to_owned() })
    }

    pub(super) fn done(self, refund: Option<u64>) -> Order {
        self.outcome(Outcome::Done { found: None, refund: refund.map(id) })
    }

    /// The newer one.
    pub(super) fn second_paid(self) -> Order {
        let found = self.found(Money::Captured);
        let amount = Some(found.amount);
        let order = self.write(Change::Intent(Move { step: Step::Confirm, transaction: id(2), amount, key: None }));
        let outcome = Box::new(Outcome::Paid { found, reg_key: None });
        order.write(Change::Outcome { transaction: id(2), outcome, extras: Vec::new() })
    }

    pub(super) fn captured_elsewhere(self) -> Order {
        let found = self.found(Money::Captured);
        self.write(Change::Seen(Box::new(found))).told()
    }

    /// The newer one's confirm is stuck.
    pub(super) fn second_stuck(self) -> Order {
        let amount = Some(self.record.terms.order.amount);
        let order = self.write(Change::Intent(Move { step: Step::Confirm, transaction: id(2), amount, key: None }));
        let outcome = Box::new(Outcome::Stuck(TroubleKind::Unknown));
        order.write(Change::Outcome { transaction: id(2), outcome, extras: Vec::new() })
    }

    /// What is told first was told, and what comes next is.
    pub(super) fn told_one(self) -> Order {
        let key = |order: &Order| order.record.outbox[0].key.clone();
        let order = key(&self);
        let order = self.write(Change::Delivered { key: order, ok: true });
        let next = key(&order);
        order.write(Change::Attempt(next))
    }

    /// Twice in vain.
    pub(super) fn tried(self) -> Order {
        let key = self.record.outbox[0].key.clone();
        let vain = || Change::Delivered { key: key.clone(), ok: false };
        self.write(vain()).write(Change::Attempt(key.clone())).write(vain())
    }

    pub(super) fn abandoned(self) -> Order {
        self.write(Change::Abandon)
    }

    pub(super) fn again(self) -> Order {
        self.later(3).write(Change::TakeOver)
    }

    pub(super) fn again_and_again(self, times: u32) -> Order {
        (0..times).fold(self, |order, _| order.again())
    }

    /// A shipping fee of 60 is in the total, and 100 is the most.
    pub(super) fn shipped(mut self) -> Order {
        let shipping = Some(ShippingTerms { quoted: units(60), most: units(100) });
        self.record.terms.order.shipping = shipping;
        self.record.reservations[0].terms.order.shipping = shipping;
        self
    }

    /// LINE Pay says that the authorisation lapses after so long, or does not say.
    pub(super) fn lapses(mut self, seconds: Option<u64>) -> Order {
        let end = seconds.map(|seconds| crate::payment::time::text(self.now + seconds * 1_000));
        self.record.payment.as_mut().unwrap().found.expires = end;
        self
    }

    pub(super) fn trouble(self, kind: TroubleKind, number: u64) -> Order {
        self.write(Change::Trouble(kind, id(number)))
    }

    pub(super) fn over_a_fee(self) -> Order {
        let amount = self.record.terms.order.with_fee(units(80));
        self.write(Change::Intent(Move { step: Step::Confirm, transaction: id(1), amount, key: None }))
    }

    pub(super) fn stuck(self) -> Order {
        self.outcome(Outcome::Stuck(TroubleKind::Unknown))
    }

    pub(super) fn named(self, name: &'static str) -> Situation {
        Situation { name, record: self.record, now: self.now }
    }
}
