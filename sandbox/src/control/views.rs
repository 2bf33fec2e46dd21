//! Payments and regKeys as the control route tells them; ids are texts, so that JavaScript keeps their digits.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::method::Share;
use crate::payment::{Method, Payment};
use crate::reg_key::{Ended, RegKey};
use crate::state::State;
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

/// A payment in the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentView<'a> {
    transaction_id: String,
    version: Version,
    order_id: &'a str,
    state: State,
    amount: Amount,
    currency: &'a str,
    capture: bool,
    pay_type: &'static str,
    captured: Amount,
    refunded: Option<Amount>,
    method: Option<Method>,
    mix: &'a [Share],
    reg_key: Option<&'a str>,
    reserved_at: String,
    expires_at: String,
    approved_at: Option<String>,
    authorized_at: Option<String>,
    authorized_until: Option<String>,
    voided_at: Option<String>,
    captured_at: Option<String>,
    redirect_url: Option<String>,
    reserve_id: Option<&'a str>,
    refunds: Vec<RefundView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundView {
    refund_transaction_id: String,
    refund_amount: Amount,
    refund_transaction_date: String,
}

/// A regKey in the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegKeyView<'a> {
    reg_key: &'a str,
    issued_by: String,
    method: Method,
    issued_at: String,
    used_at: String,
    ends_at: String,
    ended: Option<Ended>,
}

impl<'a> PaymentView<'a> {
    pub(super) fn of(world: &World, payment: &'a Payment, now: Millis) -> PaymentView<'a> {
        let refunds = payment.refunds.iter().map(|refund| RefundView {
            refund_transaction_id: refund.transaction_id.to_string(),
            refund_amount: refund.amount,
            refund_transaction_date: clock::iso(refund.at),
        });
        PaymentView {
            transaction_id: payment.transaction_id.to_string(),
            version: payment.version,
            order_id: &payment.order_id,
            state: payment.state(now),
            amount: payment.amount,
            currency: &payment.currency,
            capture: !payment.separate_capture,
            pay_type: payment.pay_type(),
            captured: payment.captured(),
            refunded: payment.refunded(),
            method: payment.method,
            mix: &payment.mix,
            reg_key: payment.reg_key.as_deref(),
            reserved_at: clock::iso(payment.reserved_at),
            expires_at: clock::iso(payment.approve_until),
            approved_at: payment.approved_at.map(clock::iso),
            authorized_at: payment.authorized_at.map(clock::iso),
            authorized_until: payment.authorized_until.map(clock::iso),
            voided_at: payment.voided_at.map(clock::iso),
            captured_at: payment.captured_at.map(clock::iso),
            redirect_url: payment.redirect_url(now, world.settings()),
            reserve_id: payment.reserve_id.as_deref(),
            refunds: refunds.collect(),
        }
    }
}

impl<'a> RegKeyView<'a> {
    pub(super) fn of(world: &World, reg_key: &'a RegKey, now: Millis) -> RegKeyView<'a> {
        let settings = world.settings();
        RegKeyView {
            reg_key: &reg_key.key,
            issued_by: reg_key.issued_by.to_string(),
            method: reg_key.method,
            issued_at: clock::iso(reg_key.issued_at),
            used_at: clock::iso(reg_key.used_at),
            ends_at: clock::iso(reg_key.ends_at(settings)),
            ended: reg_key.ended(settings, now),
        }
    }
}
