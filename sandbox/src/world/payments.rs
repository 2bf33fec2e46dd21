//! Payments and the ways to find them.

use super::records::Record;
use super::{Shown, World};
use crate::clock::Millis;
use crate::id::{self, Reservation};
use crate::payment::{Method, Payment, Refund};

/// A My Code is good for so long.
const CODE_LIFE: Millis = 5 * 60 * 1000;
/// So many are known at once.
const MOST_CODES: usize = 100;

impl World {
    /// An unused transaction id.
    pub(crate) fn draw_transaction_id(&mut self, seed: &str, now: Millis, kind: u64) -> u64 {
        loop {
            let id = id::transaction(seed, self.draw(), now, kind);
            if self.is_unused(id) {
                return id;
            }
        }
    }

    /// What a new payment is known by.
    pub(crate) fn draw_reservation(&mut self, seed: &str, now: Millis) -> Reservation {
        let drawn = id::reservation(seed, self.draw(), now);
        if self.is_unused(drawn.transaction_id) {
            return drawn;
        }
        Reservation { transaction_id: self.draw_transaction_id(seed, now, id::PAYMENT), ..drawn }
    }

    fn is_unused(&self, id: u64) -> bool {
        !self.payments.contains_key(&id) && !self.by_refund.contains_key(&id)
    }

    pub(crate) fn payment(&self, id: u64) -> Option<&Payment> {
        self.payments.get(&id).and_then(|payment| self.then(payment))
    }

    /// In words, of an id that no payment has.
    pub(crate) fn unknown(&self, id: u64) -> String {
        match self.rounded(id) {
            Some(payment) => format!(
                "{id} is {} rounded to a floating-point number: read ids as texts or as integers of 64 bits",
                payment.transaction_id
            ),
            None => format!("this sandbox has no payment {id}"),
        }
    }

    /// The payment whose id is this one before it went through a floating-point number, as `JSON.parse` does it: the
    /// number as it is, or with zeros as JavaScript writes it.
    fn rounded(&self, id: u64) -> Option<&Payment> {
        const AWAY: u64 = 1024;
        let near = self.payments.range(id.saturating_sub(AWAY)..=id.saturating_add(AWAY));
        near.map(|(near, _)| *near).find(|near| is_rounded(*near, id)).and_then(|near| self.payment(near))
    }

    pub(crate) fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.payments.values().map(Box::as_ref)
    }

    /// How many there are in all, and so many of them by the date of their reservation, the newest first if it falls.
    pub(crate) fn payments_by_date(&self, falling: bool, offset: usize, limit: usize) -> (usize, Vec<&Payment>) {
        let part = |ids: &mut dyn Iterator<Item = &(Millis, u64)>| -> Vec<&Payment> {
            let here = ids.skip(offset).take(limit);
            here.filter_map(|(_, id)| self.payments.get(id).map(Box::as_ref)).collect()
        };
        let ids = self.by_date.iter();
        (self.payments.len(), if falling { part(&mut ids.rev()) } else { part(&mut { ids }) })
    }

    pub(crate) fn count_of_payments(&self) -> usize {
        self.payments.len()
    }

    /// The payment behind a payment page.
    pub(crate) fn by_reserve_id(&self, reserve_id: &str) -> Option<&Payment> {
        let payment = self.by_reserve.get(&beginning(reserve_id)).and_then(|id| self.payment(*id));
        payment.filter(|payment| payment.reserve_id.as_deref() == Some(reserve_id))
    }

    /// All payments of an order, in the order of their ids.
    pub(crate) fn by_order_id(&self, order_id: &str) -> impl Iterator<Item = &Payment> {
        self.by_order.get(order_id).into_iter().flatten().filter_map(|id| self.payment(*id))
    }

    /// The payment that a refund belongs to.
    pub(crate) fn by_refund_id(&self, id: u64) -> Option<&Payment> {
        self.by_refund.get(&id).and_then(|id| self.payment(*id))
    }

    pub(crate) fn add(&mut self, payment: Payment) {
        self.remember(payment.transaction_id);
        self.meta.busy = self.meta.latest;
        self.touched.insert(Record::Payment(payment.transaction_id));
        self.index(payment);
    }

    pub(super) fn index(&mut self, payment: Payment) {
        let id = payment.transaction_id;
        self.by_reserve.extend(payment.reserve_id.as_deref().map(|page| (beginning(page), id)));
        self.by_order.entry(payment.order_id.clone()).or_default().insert(id);
        self.by_refund.extend(payment.refunds.iter().map(|refund| (refund.transaction_id, id)));
        self.by_date.insert((payment.reserved_at, id));
        self.plans.extend(payment.plan.as_ref().map(|plan| (plan.at, id)));
        self.one_time_keys.extend(payment.one_time_key.clone());
        self.payments.insert(id, Box::new(payment));
    }

    /// A payment to change (not its ids).
    pub(crate) fn change(&mut self, id: u64) -> Option<&mut Payment> {
        self.remember(id);
        self.touched.insert(Record::Payment(id));
        self.payments.get_mut(&id).map(Box::as_mut)
    }

    pub(crate) fn add_refund(&mut self, id: u64, refund: Refund) {
        self.by_refund.insert(refund.transaction_id, id);
        if let Some(payment) = self.change(id) {
            payment.refunds.push(refund);
        }
    }

    /// A payment of the order that was ever made or authorised; under the strict rule, asked for.
    pub(crate) fn order_user(&self, order_id: &str, now: Millis) -> Option<&Payment> {
        let strict = self.settings().strict_order_id;
        self.by_order_id(order_id).find(|payment| strict || payment.state(now).is_confirmed())
    }

    /// What a My Code that is good pays by.
    pub(crate) fn one_time_key(&self, key: &str) -> Option<Method> {
        if self.one_time_keys.contains(key) {
            return None;
        }
        if self.settings().one_time_keys.iter().any(|known| known == key) {
            return Some(Method::Balance);
        }
        self.meta.codes.get(key).filter(|shown| self.meta.latest < shown.until).map(|shown| shown.method)
    }

    /// Shows a new My Code of so many digits; those whose time is over are forgotten.
    pub(crate) fn show_one_time_key(&mut self, seed: &str, digits: usize, method: Method) -> (String, Millis) {
        let now = self.meta.latest;
        self.meta.codes.retain(|_, shown| now < shown.until);
        while self.meta.codes.len() >= MOST_CODES {
            let oldest = self.meta.codes.iter().min_by_key(|(_, shown)| shown.until).map(|(code, _)| code.clone());
            oldest.and_then(|code| self.meta.codes.remove(&code));
        }
        let code = id::one_time_key(seed, self.draw(), digits);
        let until = now.saturating_add(CODE_LIFE);
        self.meta.codes.insert(code.clone(), Shown { method, until });
        (code, until)
    }
}

/// Whether both are one floating-point number.
#[allow(clippy::cast_precision_loss, reason = "it is what is looked for")]
fn is_rounded(id: u64, given: u64) -> bool {
    id != given && (id as f64).to_bits() == (given as f64).to_bits()
}

/// The first 16 bytes of a page's id as a number: 72 bits of chance, which are compared and kept at less cost than all
/// 86 characters.
fn beginning(reserve_id: &str) -> u128 {
    reserve_id.bytes().take(16).fold(0, |number, byte| (number << 8) | u128::from(byte))
}
