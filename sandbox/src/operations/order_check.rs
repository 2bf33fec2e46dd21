//! orders/{orderId}/check: how an order stands. The documents tell of payments by one-time key; here an order of the
//! online API is found as well.

use super::pay_info::PayInfo;
use super::{Call, Outcome, Success};
use crate::clock;
use crate::code::Code;
use crate::payment::Payment;
use crate::state::State;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    status: &'static str,
    transaction_id: u64,
    order_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_info: Option<Vec<PayInfo>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_expire_date: Option<String>,
}

pub(super) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let order_id = call.order_id()?;
    let settled = |payment: &&Payment| status(payment.state(call.now)).is_some();
    let mut payments: Vec<&Payment> = world.by_order_id(&order_id).filter(settled).collect();
    // Of several attempts the one counts that was paid.
    payments.sort_by_key(|payment| payment.state(call.now).is_confirmed());
    let payment = *payments.last().ok_or(Code::of(1150))?;
    let state = payment.state(call.now);
    let status = status(state).ok_or(Code::INTERNAL)?;
    let taken = if state.is_paid() { payment.captured() } else { payment.amount };
    let done_at = payment.captured_at.or(payment.authorized_at);
    Success::with(&Reply {
        status,
        transaction_id: payment.transaction_id,
        order_id: &payment.order_id,
        transaction_date: done_at.map(clock::iso),
        pay_info: done_at.map(|_| PayInfo::of(payment, payment.shares(taken))),
        authorization_expire_date: payment.authorized_until.filter(|_| state == State::Authorized).map(clock::iso),
    })
}

/// What the answer calls a state; nothing for an order that is still under way.
fn status(state: State) -> Option<&'static str> {
    match state {
        State::Captured => Some("COMPLETE"),
        State::Authorized => Some("AUTH_READY"),
        State::PartlyRefunded | State::Refunded => Some("REFUND"),
        State::Cancelled | State::Voided | State::Lapsed | State::Unanswered | State::Expired => Some("CANCEL"),
        State::Failed => Some("FAIL"),
        State::Reserved | State::Authenticated => None,
    }
}
