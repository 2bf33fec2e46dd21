//! What came of a step, and what that makes of the record.

use super::change::Writer;
use super::limits::Limits;
use super::paid::{Found, KeyState, Money, Paid, RefundState};
use super::record::{Record, ReservationState, Trouble, TroubleKind};
use super::rules::Rule;
use super::work::{Event, Move};
use crate::id::{RegKey, TransactionId};
use crate::money::Amount;
use crate::order::{Advice, Extra, Order};
use crate::wire::Step;

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The transaction is a payment.
    Paid {
        /// What LINE Pay says of it.
        found: Found,
        /// The key that came with the answer.
        reg_key: Option<RegKey>,
    },
    /// The reservation can no longer be confirmed.
    Dead,
    /// Nothing moved, and nothing can by a confirm that was sent: the reservation may be confirmed later.
    Open {
        /// Something that a person should look at.
        trouble: Option<TroubleKind>,
    },
    /// Capture, void or refund was carried out.
    Done {
        /// What LINE Pay says of the payment now, where it was asked.
        found: Option<Found>,
        /// The refund's own transaction.
        refund: Option<TransactionId>,
    },
    /// Nothing moved by it: LINE Pay refused it, it never left, or the payment is in another state by somebody else's
    /// hand.
    Refused {
        /// What LINE Pay says of the payment now, where it was asked.
        found: Option<Found>,
    },
    /// LINE Pay wants a charge later; nothing moved by this copy of it.
    PutOff,
    /// LINE Pay refused a charge.
    Declined {
        /// Its return code; empty: there is none.
        code: String,
        /// Can no copy be carried out any more?
        last: bool,
    },
    /// Nobody can find out by asking: a person decides.
    Stuck(TroubleKind),
}

impl Record {
    pub(super) fn outcome(&mut self, of: TransactionId, outcome: &Outcome, writer: &Writer, limits: &Limits) {
        let step = self.work.as_ref().map(|work| work.step.clone());
        match outcome {
            Outcome::Stuck(kind) => {
                if let Some(work) = &mut self.work {
                    work.stuck = true;
                    work.until = writer.now;
                }
                return self.trouble(*kind, Some(of), writer.now);
            }
            Outcome::PutOff => return self.put_off(),
            Outcome::Declined { code, last } => {
                self.declined(code, *last);
                if !last {
                    return;
                }
                // Whoever asked for it may have gone by now.
                if self.work.as_ref().is_some_and(|work| work.attempt > 1) {
                    self.trouble(TroubleKind::Refused, None, writer.now);
                }
            }
            Outcome::Paid { found, reg_key } => self.paid(of, found, reg_key.as_ref(), writer, limits),
            Outcome::Dead => self.set(of, ReservationState::Dead),
            Outcome::Open { trouble } => {
                let abandoned = self.abandoned && Rule::AbandonedStays.holds();
                self.set(of, if abandoned { ReservationState::Abandoned } else { ReservationState::Returned });
                if let Some(kind) = trouble {
                    self.trouble(*kind, Some(of), writer.now);
                }
            }
            Outcome::Done { found, refund } => {
                if let Some(step) = &step {
                    self.done(step, found.as_ref(), *refund);
                }
            }
            Outcome::Refused { found } => {
                self.not_done(step.as_ref());
                if let Some(found) = found {
                    self.seen(found);
                }
                self.trouble(TroubleKind::Refused, Some(of), writer.now);
            }
        }
        self.work = None;
        self.problems.retain(|trouble| trouble.kind != TroubleKind::Unknown);
    }

    /// The transaction made the order's payment.
    fn paid(&mut self, of: TransactionId, found: &Found, key: Option<&RegKey>, writer: &Writer, limits: &Limits) {
        // While a step is in hand nothing else comes to an outcome.
        let intended = self.work.as_ref().and_then(|work| work.step.amount);
        let order = self.reservation(of).map_or(&self.terms.order, |reservation| &reservation.terms.order).clone();
        // The shop knows the first one: this one has to go back.
        if self.payment.as_ref().is_some_and(|paid| paid.transaction != of) {
            self.set(of, ReservationState::Dead);
            return self.one_too_many(of, found, &order, writer.now);
        }
        self.set(of, ReservationState::Won);
        let differs =
            found.currency.is_some() || intended.map_or(!order.allows(found.amount), |amount| amount != found.amount);
        if differs {
            self.trouble(TroubleKind::AmountDiffers, Some(of), writer.now);
        }
        if matches!(found.money, Money::Captured | Money::Authorized)
            && (found.money == Money::Captured) != order.capture
        {
            self.trouble(TroubleKind::CaptureDiffers, Some(of), writer.now);
        }
        let mut paid = Paid {
            transaction: of,
            order_id: order.order_id.clone(),
            at: writer.now,
            found: found.bounded(),
            refunds: Vec::new(),
            authorized: None,
            lapse: None,
        };
        paid.take_refunds(found);
        self.payment = Some(paid);
        if let Some(charge) = &mut self.charge {
            (charge.by, charge.refused) = (None, None);
        }

        let about = of.text();
        let released = found.money == Money::Released;
        // Over another sum, nothing is delivered before a person has looked.
        if !released && !differs {
            let until = limits.hook_lease(writer.now);
            let trying = Rule::AttemptFirst.holds().then(|| (writer.write_id.clone(), until));
            self.tell(Event::Paid, &about, trying);
        }
        self.reg_key = KeyState::NotExpected;
        if order.preapproved {
            self.reg_key = key.map_or(KeyState::Lost, |key| KeyState::Held(key.clone()));
            if Rule::KeyOwnEntry.holds() {
                self.tell(Event::RegKey, &about, None);
            }
        }
        if released {
            self.tell(Event::Released, &about, None);
        }
        if !differs {
            self.refunded_elsewhere(0);
        }
    }

    fn one_too_many(&mut self, of: TransactionId, found: &Found, order: &Order, now: u64) {
        let advice = match found.money {
            Money::Authorized => Advice::Void,
            Money::Captured => Advice::Refund,
            Money::Released | Money::Registered => return,
        };
        let given = Amount::sum(found.refunds.iter().map(|(_, amount)| *amount));
        let left = given.and_then(|given| found.amount.minus(given));
        if left != Some(Amount::ZERO) {
            let currency = found.currency.unwrap_or(order.currency).as_str().to_owned();
            self.extras(&[Extra { transaction_id: of, left, currency, advice }], now);
        }
    }

    fn done(&mut self, step: &Move, found: Option<&Found>, refund: Option<TransactionId>) {
        let about = step.transaction.text();
        match step.step {
            Step::Capture => {
                if let Some(paid) = &mut self.payment {
                    paid.found.money = Money::Captured;
                    paid.found.expires = None;
                    paid.captured(found.map(|found| found.amount).or(step.amount).unwrap_or(paid.found.amount));
                }
                self.tell(Event::Captured, &about, None);
            }
            Step::Void => self.released(),
            Step::Refund => {
                let key = step.key.as_deref().unwrap_or_default();
                let known = self.payment.as_ref().map_or(0, |paid| paid.refunds.len());
                let mut entries = self.payment.iter_mut().flat_map(|paid| paid.refunds.iter_mut());
                if let Some(entry) = entries.find(|entry| entry.key == key) {
                    (entry.state, entry.id) = (RefundState::Done, refund);
                }
                // Before the hook is told: another hand may have given a part of it back.
                if let (Some(paid), Some(found)) = (&mut self.payment, found) {
                    paid.take_refunds(found);
                }
                let mut about = about;
                about.push(':');
                about.push_str(key);
                self.tell(Event::Refunded, &about, None);
                self.refunded_elsewhere(known);
                self.drop_told();
            }
            _ => {}
        }
    }

    fn not_done(&mut self, step: Option<&Move>) {
        let key = step.and_then(|step| step.key.as_deref());
        let entries = self.payment.iter_mut().flat_map(|paid| paid.refunds.iter_mut());
        for entry in entries.filter(|entry| Some(entry.key.as_str()) == key) {
            entry.state = RefundState::NotDone;
        }
    }

    fn released(&mut self) {
        if let Some(paid) = &mut self.payment {
            paid.found.money = Money::Released;
            paid.found.expires = None;
            let about = paid.transaction.text();
            self.tell(Event::Released, &about, None);
        }
        self.drop_told();
    }

    /// How the payment stands by LINE Pay's word: somebody may have captured, voided or refunded it elsewhere.
    pub(super) fn seen(&mut self, found: &Found) {
        let Some(paid) = &mut self.payment else {
            return;
        };
        let (before, refunds) = (paid.found.money, paid.refunds.len());
        paid.take_refunds(found);
        let about = paid.transaction.text();
        match (before, found.money) {
            (Money::Authorized, Money::Released) => self.released(),
            (Money::Authorized, Money::Captured) => {
                paid.captured(found.amount);
                paid.found = found.bounded();
                self.tell(Event::Captured, &about, None);
            }
            _ => paid.found.expires = found.expires.clone().or(paid.found.expires.take()),
        }
        self.refunded_elsewhere(refunds);
    }

    /// Tells of the refunds after the first so many, each by its own transaction: they were made elsewhere.
    fn refunded_elsewhere(&mut self, known: usize) {
        let refunds = self.payment.iter().flat_map(|paid| &paid.refunds).skip(known);
        let elsewhere: Vec<String> = refunds.filter_map(|refund| refund.id).map(|id| id.text()).collect();
        if !elsewhere.is_empty() {
            elsewhere.iter().for_each(|about| self.tell(Event::Refunded, about, None));
            self.drop_told();
        }
    }

    /// What was wholly given back is no longer told as paid.
    fn drop_told(&mut self) {
        let over = self.payment.as_ref().is_some_and(Paid::is_over);
        if over && Rule::RefundedNotPaid.holds() {
            self.outbox.retain(|delivery| !matches!(delivery.event, Event::Paid | Event::Captured));
        }
    }

    /// By a person's word.
    pub(super) fn resolve(&mut self, done: bool, writer: &Writer, limits: &Limits) {
        let Some(step) = self.work.as_ref().map(|work| work.step.clone()) else {
            return;
        };
        let outcome = match (step.step, done) {
            (Step::Confirm, true) => {
                let found = Found::by_word(step.amount, self.terms.order.capture);
                Outcome::Paid { found, reg_key: None }
            }
            (Step::Confirm, false) => Outcome::Dead,
            (Step::PreApproval, _) => Outcome::Declined { code: String::new(), last: true },
            (_, true) => Outcome::Done { found: None, refund: None },
            (_, false) => Outcome::Refused { found: None },
        };
        let of = Some(step.transaction).filter(|id| id.is_known());
        let settled = |trouble: &Trouble| trouble.transaction == of;
        self.outcome(step.transaction, &outcome, writer, limits);
        // A person may err: whether a confirm was carried out all the same, LINE Pay is asked before it counts as dead.
        if matches!(outcome, Outcome::Dead) && Rule::SentAsksLast.holds() {
            self.set(step.transaction, ReservationState::Abandoned);
        }
        // The person knows of it.
        self.problems.retain(|trouble| !settled(trouble));
    }
}

impl Outcome {
    /// Its name.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Outcome::Paid { .. } => "confirmed",
            Outcome::Dead => "it is over",
            Outcome::Open { .. } => "not approved, or refused",
            Outcome::Done { .. } => "done",
            Outcome::Refused { .. } | Outcome::Declined { last: true, .. } => "refused",
            Outcome::Declined { .. } => "a copy of it was refused",
            Outcome::PutOff => "to be tried again later",
            Outcome::Stuck(_) => "nobody can tell",
        }
    }
}
