//! A payment that decides where an order stands.

use serde::Serialize;

use super::terms::Order;
use crate::id::{OrderId, RegKey, TransactionId};
use crate::json::json;
use crate::money::{Amount, Currency};
use crate::payment::PaymentRow;
use crate::row::{JsonText, Row};

/// An order that is paid or authorised in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// The idempotency key, equal to `transactionId`: the same payment comes with the same key on
    /// every visit. An order that was paid twice (see the problem `paid-twice`) may come with a second
    /// key, so deliver once for each `orderId` and record payments by key.
    pub key: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// The orderId under which LINE Pay has the payment, in its console and its files, where that is another one: the
    /// order's own with a suffix (`suffixOrderIds`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_pay_order_id: Option<OrderId>,
    /// The transaction that paid it; refund this one.
    pub transaction_id: TransactionId,
    /// The sum, in units of the currency: that of the order, or less if less was captured.
    pub amount: Amount,
    /// The currency.
    pub currency: Currency,
    /// true: the money is taken; false: it is authorised (`capture: false`), so capture it in time.
    pub captured: bool,
    /// For an authorisation: after this LINE Pay voids it. ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// How it was paid.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "PayInfo[]"))]
    pub pay_info: JsonText,
    /// v3: the shipping that the buyer chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Shipping"))]
    pub shipping: Option<JsonText>,
    /// When, ISO 8601 in UTC; absent right after confirm, which does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// What was given back, when something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded: Option<Amount>,
    /// For `payType: "PREAPPROVED"`: the key for automatic payments. Only the visit that confirmed the payment
    /// has it, and no query returns it again: keep it the first time, and do not overwrite it by its absence on
    /// later visits. If that visit's answer was lost (see the problem `reg-key-lost`) or its process ended, no
    /// visit has the key: let the buyer register again, or refund the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reg_key: Option<RegKey>,
}

impl Payment {
    /// By the answer to confirm, over the sum that it was held against.
    pub(crate) fn confirmed(
        transaction: TransactionId,
        order: &Order,
        sum: Amount,
        captured: bool,
        reply: &Row<'_>,
    ) -> Payment {
        let text = |name| reply.find(name).flatten().map(JsonText::of);
        Payment {
            authorization_expire_date: reply.lenient("authorizationExpireDate").filter(|_| !captured),
            captured,
            amount: sum,
            pay_info: text("payInfo").unwrap_or_else(|| JsonText::of("[]")),
            shipping: text("shipping"),
            reg_key: reply.lenient("regKey"),
            ..Payment::registered(order, transaction)
        }
    }

    /// By a row of the payment details or of the authorisations.
    pub(crate) fn found(order: &Order, row: PaymentRow) -> Payment {
        Payment {
            key: row.transaction_id,
            order_id: order.order_id.clone(),
            line_pay_order_id: None,
            transaction_id: row.transaction_id,
            amount: row.paid.unwrap_or(order.amount),
            currency: row.currency.parse().unwrap_or(order.currency),
            captured: row.is_captured(),
            authorization_expire_date: row.authorization_expire_date.clone().filter(|_| !row.is_captured()),
            refunded: row.refunded().filter(|sum| sum.is_positive()),
            pay_info: row.pay_info,
            shipping: row.shipping,
            transaction_date: row.transaction_date,
            reg_key: None,
        }
    }

    /// A registration over nothing, of which LINE Pay says no more than that it is complete.
    pub(super) fn registered(order: &Order, transaction: TransactionId) -> Payment {
        Payment {
            key: transaction,
            order_id: order.order_id.clone(),
            line_pay_order_id: None,
            transaction_id: transaction,
            amount: Amount::ZERO,
            currency: order.currency,
            captured: order.capture,
            authorization_expire_date: None,
            pay_info: JsonText::of("[]"),
            shipping: None,
            transaction_date: None,
            refunded: None,
            reg_key: None,
        }
    }
}

json! {
    Payment {
        = "key": key,
        = "orderId": order_id,
        ? "linePayOrderId": line_pay_order_id,
        = "transactionId": transaction_id,
        = "amount": amount,
        = "currency": currency,
        = "captured": captured,
        ? "authorizationExpireDate": authorization_expire_date,
        = "payInfo": pay_info,
        ? "shipping": shipping,
        ? "transactionDate": transaction_date,
        ? "refunded": refunded,
        ? "regKey": reg_key,
    }
}
