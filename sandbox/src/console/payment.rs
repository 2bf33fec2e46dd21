//! One payment: its life, step by step, and the calls that were about it.

use super::list::Row;
use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::log::Entry;
use crate::method::Share;
use crate::payment::{ConfirmUrlType, Payment};
use crate::query;
use crate::state::State;
use crate::wire::Answer;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    now: String,
    payment: Row<'a>,
    pay_type: &'static str,
    capture: bool,
    confirm_url_type: ConfirmUrlType,
    reserve_id: Option<&'a str>,
    reg_key: Option<&'a str>,
    branch_name: Option<&'a str>,
    confirm_url: Option<&'a str>,
    cancel_url: Option<&'a str>,
    /// How the sum is or was paid, where the buyer has chosen.
    shares: Vec<Share>,
    life: Vec<Step>,
    calls: Vec<&'a Entry>,
}

/// Something that happened to it, or ends it unless something happens before.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    what: &'static str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    /// Of a refund.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Whether it is still to come.
    ahead: bool,
}

pub(super) fn answer(world: &World, id: &str, now: Millis) -> Answer {
    let known = id.parse().ok().and_then(|id| world.payment(id).or_else(|| world.by_refund_id(id)));
    let Some(payment) = known else {
        return Answer::error(404, "no such transaction");
    };
    let chosen = payment.method.is_some();
    let sum = if payment.captured_at.is_some() { payment.captured() } else { payment.amount };
    Answer::json(
        200,
        &View {
            now: clock::iso(now),
            payment: Row::of(payment, now),
            pay_type: payment.pay_type(),
            capture: !payment.separate_capture,
            confirm_url_type: payment.confirm_url_type,
            reserve_id: payment.reserve_id.as_deref(),
            reg_key: payment.reg_key.as_deref(),
            branch_name: payment.branch_name.as_deref(),
            confirm_url: payment.confirm_url.as_deref(),
            cancel_url: payment.cancel_url.as_deref(),
            shares: if chosen { payment.shares(sum) } else { Vec::new() },
            life: life(payment, now),
            calls: world.log().filter(|entry| is_about(entry, payment)).collect(),
        },
    )
}

fn life(payment: &Payment, now: Millis) -> Vec<Step> {
    let step = |what, at: Millis, amount| Step { what, at: clock::iso(at), amount, id: None, ahead: at > now };
    let mut life = vec![step("reserved", payment.reserved_at, Some(payment.amount))];
    life.extend(payment.approved_at.map(|at| step("approved", at, None)));
    life.extend(payment.authorized_at.map(|at| step("authorized", at, Some(payment.amount))));
    life.extend(payment.captured_at.map(|at| step("captured", at, Some(payment.captured()))));
    let ended = if payment.state == State::Cancelled { "cancelled" } else { "failed" };
    life.extend(payment.ended_at.map(|at| step(ended, at, None)));
    life.extend(payment.voided_at.map(|at| step("voided", at, None)));
    life.extend(payment.refunds.iter().map(|refund| Step {
        id: Some(refund.transaction_id.to_string()),
        ..step("refunded", refund.at, Some(refund.amount))
    }));
    // What time does, or has done.
    let end = match payment.state(now) {
        State::Reserved | State::Unanswered => Some(("approveUntil", payment.approve_until)),
        State::Authenticated | State::Expired => payment.confirm_until.map(|at| ("confirmUntil", at)),
        State::Authorized | State::Lapsed => payment.authorized_until.map(|at| ("captureUntil", at)),
        _ => None,
    };
    life.extend(end.map(|(what, at)| step(what, at, None)));
    life
}

/// Whether a call names the payment, one of its refunds or its order.
fn is_about(entry: &Entry, payment: &Payment) -> bool {
    let order = &payment.order_id;
    let refunds = payment.refunds.iter().map(|refund| refund.transaction_id);
    let ids: Vec<String> = refunds.chain([payment.transaction_id]).map(|id| id.to_string()).collect();
    let quoted = serde_json::to_string(order).unwrap_or_default();
    let names = |text: &str| ids.iter().any(|id| text.contains(id.as_str())) || text.contains(&quoted);
    let asked = || query::pairs(&entry.query).unwrap_or_default().iter().any(|(_, value)| value == order);
    let in_path = || entry.path.split('/').any(|part| query::decoded(part).as_deref() == Some(order));
    names(&entry.path)
        || names(&entry.query)
        || names(&entry.request_body)
        || names(&entry.reply_body)
        || asked()
        || in_path()
}
