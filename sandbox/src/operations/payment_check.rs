//! payment-check: paid transactions and refunds, by transaction ids and order ids.

use super::{Call, Info, PayInfo, info, transaction_id};
use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::code::Refusal;
use crate::payment::{Method, Payment};
use crate::query;
use crate::settings::{Mixed, Settings};
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    transaction_id: u64,
    transaction_date: String,
    transaction_type: &'static str,
    product_name: &'a str,
    merchant_name: &'a str,
    currency: &'a str,
    pay_info: [PayInfo; 1],
    order_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refund_list: Vec<RefundRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_transaction_id: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundRow {
    refund_transaction_id: u64,
    transaction_type: &'static str,
    refund_amount: Amount,
    refund_transaction_date: String,
}

const MOST: usize = 100;

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Result<Option<Info>, Refusal> {
    let pairs = query::pairs(&call.request.query)
        .ok_or_else(|| Refusal::noted(2101, "the query is not percent-encoded UTF-8"))?;
    let mut by_id = Vec::new();
    let mut by_order = Vec::new();
    for (name, value) in pairs {
        match name.as_str() {
            "transactionId" => {
                by_id.push(transaction_id(&value).ok_or_else(|| {
                    Refusal::noted(2101, "transactionId: not a number up to 2^63-1")
                })?)
            }
            "orderId" => by_order.push(value),
            _ => {}
        }
    }
    match by_id.len().saturating_add(by_order.len()) {
        0 => {
            return Err(Refusal::noted(
                2101,
                "neither transactionId nor orderId (each value under the plain name)",
            ));
        }
        count if count > MOST => return Err(Refusal::new(1177)),
        _ => {}
    }
    let settings = world.settings();
    let intersect =
        settings.mixed_query == Mixed::Intersection && !by_id.is_empty() && !by_order.is_empty();
    let name = &call.config.merchant_name;
    let mut rows: Vec<Row<'_>> = by_id
        .into_iter()
        .filter_map(|id| row_of(world, name, id, call.now))
        .collect();
    if intersect {
        rows.retain(|row| by_order.iter().any(|order| order == row.order_id));
    } else {
        for order in &by_order {
            let paid = world
                .by_order_id(order)
                .filter(|payment| payment.state(call.now).is_paid());
            rows.extend(paid.map(|payment| payment_row(payment, settings, name)));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|row| seen.insert(row.transaction_id));
    if rows.is_empty() {
        Err(Refusal::new(1150))
    } else {
        info(&rows)
    }
}

/// The row of a payment's or a refund's id.
fn row_of<'a>(world: &'a World, merchant_name: &'a str, id: u64, now: Millis) -> Option<Row<'a>> {
    if let Some(payment) = world.payment(id) {
        return payment
            .state(now)
            .is_paid()
            .then(|| payment_row(payment, world.settings(), merchant_name));
    }
    let payment = world.by_refund_id(id)?;
    let refund = payment
        .refunds
        .iter()
        .find(|refund| refund.transaction_id == id)?;
    let amount = world.settings().refund_row_sign.of(refund.amount);
    Some(Row {
        transaction_id: id,
        transaction_date: clock::iso(refund.at),
        transaction_type: payment.refund_type(),
        pay_info: paid_by(payment, amount),
        refund_list: Vec::new(),
        original_transaction_id: Some(payment.transaction_id),
        ..payment_row(payment, world.settings(), merchant_name)
    })
}

fn payment_row<'a>(payment: &'a Payment, settings: &Settings, merchant_name: &'a str) -> Row<'a> {
    let refund_list = payment.refunds.iter().map(|refund| RefundRow {
        refund_transaction_id: refund.transaction_id,
        transaction_type: payment.refund_type(),
        refund_amount: settings.refund_amount_sign.of(refund.amount),
        refund_transaction_date: clock::iso(refund.at),
    });
    Row {
        transaction_id: payment.transaction_id,
        transaction_date: clock::iso(payment.captured_at.unwrap_or(payment.reserved_at)),
        transaction_type: "PAYMENT",
        product_name: &payment.product_name,
        merchant_name,
        currency: &payment.currency,
        pay_info: paid_by(payment, payment.amount),
        order_id: &payment.order_id,
        refund_list: refund_list.collect(),
        original_transaction_id: None,
    }
}

fn paid_by(payment: &Payment, amount: Amount) -> [PayInfo; 1] {
    let method = payment.method.unwrap_or(Method::CreditCard);
    [PayInfo {
        method,
        amount,
        masked_credit_card_number: None,
    }]
}
