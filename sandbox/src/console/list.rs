//! A page of the list of payments.

use super::wish::Wish;
use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::payment::{Method, Payment};
use crate::state::State;
use crate::version::Version;
use crate::wire::Answer;
use crate::world::World;
use serde::Serialize;

/// A payment in a list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    transaction_id: String,
    order_id: &'a str,
    product_name: &'a str,
    version: Version,
    state: State,
    currency: &'a str,
    amount: Amount,
    captured: Amount,
    /// What can still be given back.
    refundable: Amount,
    refunded: Option<Amount>,
    method: Option<Method>,
    reserved_at: String,
    /// Of an authorisation that waits.
    authorized_until: Option<String>,
}

impl<'a> Row<'a> {
    pub(super) fn of(payment: &'a Payment, now: Millis) -> Row<'a> {
        Row {
            transaction_id: payment.transaction_id.to_string(),
            order_id: &payment.order_id,
            product_name: &payment.product_name,
            version: payment.version,
            state: payment.state(now),
            currency: &payment.currency,
            amount: payment.amount,
            captured: payment.captured(),
            refundable: payment.refundable(),
            refunded: payment.refunded(),
            method: payment.method,
            reserved_at: clock::iso(payment.reserved_at),
            authorized_until: payment.authorized_until.map(clock::iso),
        }
    }
}

#[derive(Serialize)]
struct List<'a> {
    /// How many there are in all.
    found: usize,
    offset: usize,
    now: String,
    rows: Vec<Row<'a>>,
}

pub(super) fn answer(world: &World, wish: &Wish, now: Millis) -> Answer {
    // What the console shows first waits for no look at all payments.
    let (found, page) = if wish.is_all_by_date() {
        world.payments_by_date(wish.falling, wish.offset, wish.limit)
    } else {
        wish.page(world.payments(), now)
    };
    let rows = page.into_iter().map(|payment| Row::of(payment, now)).collect();
    Answer::json(200, &List { found, offset: wish.offset, now: clock::iso(now), rows })
}
