//! The orderIds that LINE Pay was given for an order: its own, and others where LINE Pay called that one taken and
//! lists no payment of it. It is not known whether a reservation that nobody paid holds its orderId (line-pay-api 8.3).

use super::charge::mark;
use super::next::{Next, Question, Rest, Why};
use super::record::Record;
use super::rules::Rule;
use crate::id::{OrderId, TransactionId};
use crate::payment::PaymentRow;
use crate::text::{concat, digits};

/// By what LINE Pay may list an order's payments: its own orderId, and those that its reservations were made under. No
/// two of these are the same.
#[must_use]
#[inline(never)]
pub fn order_ids<'r>(own: &'r OrderId, record: Option<&'r Record>) -> Vec<&'r OrderId> {
    let mut ids = vec![own];
    for held in record.map(|record| record.reservations.as_slice()).unwrap_or_default() {
        let id = &held.terms.order.order_id;
        if id != own && Rule::AllIdsAsked.holds() {
            ids.push(id);
        }
    }
    ids
}

/// What is asked, twice, where LINE Pay refuses to reserve because it has the orderId already.
#[must_use]
pub fn asks_taken(second: bool) -> Next {
    Next::Ask(Question::Rows { transaction: TransactionId::NONE, why: Why::Taken, second })
}

/// Where it lists no payment of the order, in two answers, a reservation holds the orderId that is over, or whose
/// answer was lost.
pub(super) fn taken(rows: &[PaymentRow], second: bool) -> Next {
    match (rows, second) {
        ([], true) => Next::Reserve,
        ([], false) => asks_taken(true),
        _ if !Rule::OtherIdAsks.holds() => Next::Reserve,
        _ => Next::Rest(Rest::Settled),
    }
}

/// The same orderId with a suffix that follows from `nonce`, an unguessable text: one that is counted up could be an
/// order of its own (`ORD-1-2`). `None`: it would be too long.
#[must_use]
pub fn suffixed(order_id: &OrderId, nonce: &str) -> Option<OrderId> {
    let id = concat(&[order_id.as_str(), "-", &digits(mark(nonce).into())]);
    (id.len() <= OrderId::MAX).then(|| id.into())
}
