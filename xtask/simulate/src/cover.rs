//! What went wrong where: so that a simulation that never comes to something is noticed.

use crate::fault::Fault;
use crate::world::World;
use linepay_edge::order::life::Record;
use linepay_edge::wire::Step;
use std::collections::BTreeMap;

/// How often each fault met each operation in each state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover(pub(crate) BTreeMap<(Fault, String, String), u64>);

impl Cover {
    pub(crate) fn add(&mut self, other: &Cover) {
        for (cell, count) in &other.0 {
            *self.0.entry(cell.clone()).or_default() += count;
        }
    }

    fn count(&mut self, fault: Fault, operation: &str, state: &str) {
        *self.0.entry((fault, operation.to_owned(), state.to_owned())).or_default() += 1;
    }
}

/// Where an order stands.
fn standing(record: Option<&Record>) -> &'static str {
    let Some(record) = record else { return "new" };
    match (&record.work, &record.payment) {
        (Some(work), _) if work.stuck => "stuck",
        (Some(work), None) if work.step.step == Step::PreApproval => "charging",
        (Some(_), None) => "confirming",
        (Some(_), Some(_)) => "moving",
        (None, Some(paid)) if paid.is_over() => "over",
        (None, Some(paid)) if paid.is_authorised() => "authorised",
        (None, Some(_)) => "paid",
        (None, None) if record.abandoned => "abandoned",
        (None, None) if record.charge.is_some() => "refused",
        (None, None) if record.reservations.iter().any(|held| held.terms.order.order_id != record.order_id) => {
            "renamed"
        }
        (None, None) => "open",
    }
}

impl World<'_> {
    /// A fault meets something of the shop's.
    pub(crate) fn covers(&self, fault: Fault, operation: &str) {
        let state = standing(self.record().as_ref());
        self.cover.borrow_mut().count(fault, operation, state);
    }

    /// A fault meets a request to LINE Pay.
    pub(crate) fn covers_of(&self, fault: Fault, operation: &str, transaction: Option<&str>) {
        let books = self.books.held(self.now());
        let state = match transaction {
            Some(id) => books.into_iter().find(|held| held.transaction == id).map(|held| held.state),
            None => None,
        };
        let state = state.unwrap_or_else(|| standing(self.record().as_ref()).to_owned());
        self.cover.borrow_mut().count(fault, operation, &state);
    }
}
