//! What each change does to the record.

use super::change::{Change, LONGEST, MOST_LINES, MOST_RESERVATIONS, MOST_TROUBLES, MOST_WRITES, Writer};
use super::limits::Limits;
use super::outcome::Outcome;
use super::paid::{Found, KeyState, Lapse, Money, Refund, RefundState};
use super::plan::ABANDON;
use super::record::{Noted, Record, Reservation, ReservationState, Trouble, TroubleKind, WriteId};
use super::rules::Rule;
use super::work::{Delivery, Event, Move, Work};
use crate::id::TransactionId;
use crate::money::Amount;
use crate::order::Extra;
use crate::wire::Step;

impl Record {
    pub(super) fn reserved(&mut self, new: &Reservation) {
        if !new.terms.same(&self.terms) {
            for old in &mut self.reservations {
                let other = match old.state {
                    ReservationState::Open | ReservationState::Returned => Rule::Supersede.holds(),
                    ReservationState::Withdrawn => Rule::SupersedeWithdrawn.holds(),
                    _ => false,
                };
                if other {
                    old.state = ReservationState::Superseded;
                }
            }
        }
        // The link that is given again is the newest.
        for old in &mut self.reservations {
            old.payment_url = None;
        }
        // Whatever orderId LINE Pay was given: whoever goes by the terms knows the order by its own.
        self.terms = new.terms.clone();
        self.terms.order.order_id = self.order_id.clone();
        if self.payment.is_none() {
            self.reg_key = if new.terms.order.preapproved { KeyState::Expected } else { KeyState::NotExpected };
        }
        if self.reservations.len() >= MOST_RESERVATIONS {
            let dead = self.reservations.iter().position(|old| old.state == ReservationState::Dead);
            dead.map(|place| self.reservations.remove(place));
        }
        if self.reservation(new.transaction).is_none() {
            let payment_url = new.payment_url.clone().filter(|url| url.as_str().len() <= LONGEST);
            self.reservations.push(Reservation { payment_url, ..new.clone() });
        }
    }

    /// A reservation's new state.
    pub(super) fn set(&mut self, transaction: TransactionId, state: ReservationState) {
        if let Some(reservation) = self.reservation_mut(transaction) {
            reservation.state = state;
            if state.is_over() || state == ReservationState::Abandoned {
                reservation.payment_url = None;
            }
        }
        if let Some(charge) = self.charge.as_mut().filter(|_| !transaction.is_known()) {
            charge.over = true;
        }
        if state.is_over() {
            let settled = |trouble: &Trouble| {
                trouble.transaction == Some(transaction)
                    && matches!(trouble.kind, TroubleKind::Refused | TroubleKind::ShippingFee)
            };
            self.problems.retain(|trouble| !settled(trouble));
        }
    }

    pub(super) fn intent(&mut self, step: &Move, writer: &Writer, limits: &Limits) {
        let mut known = Vec::new();
        if let Some(paid) = &mut self.payment {
            known.extend(paid.refunds.iter().filter_map(|refund| refund.id));
            if let (Step::Refund, Some(key)) = (step.step, &step.key) {
                let amount = step.amount.unwrap_or(paid.left());
                paid.refunds.retain(|refund| refund.key != *key || key.is_empty());
                let refund =
                    Refund { key: key.clone(), asked: step.amount, amount, id: None, state: RefundState::InHand };
                paid.refunds.push(refund);
            }
        }
        match step.step {
            Step::Confirm => {
                self.set(step.transaction, ReservationState::Unresolved);
                if let Some(held) = self.reservation_mut(step.transaction) {
                    held.sent = true;
                }
            }
            // What the shop wanted done at its end is tried once.
            Step::Capture | Step::Void => self.lapse(Lapse::Leave),
            _ => {}
        }
        self.work = Some(Work {
            step: step.clone(),
            fence: writer.write_id.clone(),
            written: writer.now,
            until: limits.lease(writer.now),
            attempt: 1,
            known,
            stuck: false,
        });
        self.sends(writer.now);
    }

    /// With the step still in its hand, whoever has not sent it may from now on, and counts once. Else it is somebody
    /// else's; but a refund in part is sent by nobody who takes it over, so that one never left.
    pub(super) fn renew(&mut self, step: &Move, writer: &Writer, limits: &Limits) {
        let Some(work) = self.work.as_mut().filter(|work| work.step == *step) else { return };
        if writer.fence.as_ref() == Some(&work.fence) {
            (work.fence, work.written) = (writer.write_id.clone(), writer.now);
            work.until = limits.lease(writer.now);
            match &mut self.charge {
                Some(_) if self.abandoned && step.is_charge() => self.put_off(),
                Some(charge) if step.is_charge() => charge.sent = writer.now,
                _ => {}
            }
        } else if step.is_partial_refund() || !Rule::UnsentOwn.holds() {
            self.outcome(step.transaction, &Outcome::Refused { found: None }, writer, limits);
        }
    }

    pub(super) fn lapse(&mut self, lapse: Lapse) {
        if let Some(paid) = &mut self.payment {
            paid.lapse = Some(lapse);
        }
    }

    pub(super) fn delivered(&mut self, key: &str, ok: bool, writer: &Writer) {
        let Some(place) = self.outbox.iter().position(|delivery| delivery.key == key) else {
            return;
        };
        let Some(delivery) = self.outbox.get_mut(place) else {
            return;
        };
        let mine = delivery.trying.as_ref().is_some_and(|(fence, _)| Some(fence) == writer.fence.as_ref());
        if !mine && Rule::AttemptFirst.holds() {
            return;
        }
        if !ok {
            delivery.trying = None;
            return;
        }
        let told = if Rule::KeyOwnEntry.holds() { Event::RegKey } else { Event::Paid };
        if delivery.event == told {
            self.reg_key = match self.reg_key {
                KeyState::Held(_) => KeyState::Delivered,
                KeyState::Lost => KeyState::LostTold,
                ref other => other.clone(),
            };
        }
        self.outbox.remove(place);
    }

    pub(super) fn abandon(&mut self) {
        self.abandoned = true;
        let to = if Rule::AbandonedStays.holds() { ReservationState::Abandoned } else { ReservationState::Withdrawn };
        let open = self.reservations.iter();
        let open = open.filter(|old| old.state.is_open() || old.state == ReservationState::Withdrawn);
        let open: Vec<TransactionId> = open.map(|old| old.transaction).collect();
        for transaction in open {
            self.set(transaction, to);
        }
    }

    /// Something more for the hooks. The key is the same for each try.
    pub(super) fn tell(&mut self, event: Event, about: &str, trying: Option<(WriteId, u64)>) {
        let mut key = event.as_str().to_owned();
        for part in [":", about] {
            key.push_str(part);
        }
        let attempts = u32::from(trying.is_some());
        self.outbox.push(Delivery { event, key, trying, attempts });
    }

    pub(super) fn extras(&mut self, extras: &[Extra], now: u64) {
        for extra in extras {
            self.trouble(TroubleKind::PaidTwice, Some(extra.transaction_id), now);
            self.others.retain(|known| known.transaction_id != extra.transaction_id);
            if self.others.len() < MOST_TROUBLES {
                self.others.push(extra.clone());
            }
        }
    }

    /// An abandoned order's money that did not go back is a person's business for as long as that is so.
    pub(super) fn still_owed(&mut self, now: u64) {
        let owed = self.payment.as_ref().filter(|paid| {
            let tried = paid.refund(ABANDON).is_some_and(|refund| refund.state == RefundState::NotDone);
            tried && !paid.is_over()
        });
        if let Some(transaction) = owed.map(|paid| paid.transaction) {
            self.trouble(TroubleKind::Refused, Some(transaction), now);
        }
    }

    /// Something for a person to look at; the same is not said twice.
    pub(super) fn trouble(&mut self, kind: TroubleKind, transaction: Option<TransactionId>, since: u64) {
        let transaction = transaction.filter(|id| id.is_known());
        let known = self.problems.iter().any(|known| known.kind == kind && known.transaction == transaction);
        if !known && self.problems.len() < MOST_TROUBLES {
            self.problems.push(Trouble { kind, transaction, since });
        }
    }

    pub(super) fn note(&mut self, change: &Change, writer: &Writer) {
        self.journal.push(Noted { at: writer.now, what: change.text() });
        self.write_ids.push(writer.write_id.clone());
        let drop = self.journal.len().saturating_sub(MOST_LINES);
        self.journal.drain(..drop);
        let drop = self.write_ids.len().saturating_sub(MOST_WRITES);
        self.write_ids.drain(..drop);
    }
}

impl Found {
    /// Without what is too long to be kept.
    pub(super) fn bounded(&self) -> Found {
        let mut found = self.clone();
        found.pay_info = found.pay_info.filter(|text| text.as_str().len() <= LONGEST);
        found.shipping = found.shipping.filter(|text| text.as_str().len() <= LONGEST);
        found.expires = found.expires.filter(|text| text.len() <= 40);
        // They stand in the payment's own list.
        found.refunds = Vec::new();
        found
    }

    /// What a confirm that nobody can ask about has come to, by a person's word.
    pub(super) fn by_word(amount: Option<Amount>, capture: bool) -> Found {
        let amount = amount.unwrap_or_default();
        let money = match capture {
            _ if !amount.is_positive() => Money::Registered,
            true => Money::Captured,
            false => Money::Authorized,
        };
        Found { money, amount, ..Found::registered() }
    }
}
