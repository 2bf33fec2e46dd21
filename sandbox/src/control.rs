//! The control route: what a test or the demo does to the sandbox from outside of the API.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::faults::Fault;
use crate::merchant::Config;
use crate::page::{self, Action};
use crate::payment::{Method, Payment};
use crate::state::State;
use crate::wire::{Answer, Request};
use crate::world::World;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A payment in the list; ids are texts, so that JavaScript keeps their digits.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    transaction_id: String,
    order_id: &'a str,
    state: State,
    amount: Amount,
    currency: &'a str,
    refunded: Option<Amount>,
    method: Option<Method>,
    reserved_at: String,
    expires_at: String,
    approved_at: Option<String>,
    captured_at: Option<String>,
    redirect_url: Option<String>,
    reserve_id: &'a str,
    refunds: Vec<RefundView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundView {
    refund_transaction_id: String,
    refund_amount: Amount,
    refund_transaction_date: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Approval {
    method: Option<Method>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

pub(crate) fn answer(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    if request.header("x-sandbox-control") != Some("1") || !page::is_own_page(config, request) {
        return Answer::error(
            403,
            "control calls need the header x-sandbox-control: 1 and come from no foreign page",
        );
    }
    if request.body.len() > Request::BODY_LIMIT {
        return Answer::error(413, "the body is too long");
    }
    let segments: Vec<&str> = request.path.split('/').skip(2).collect();
    let result = match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["transactions"]) => {
            let list: Vec<_> = world
                .payments()
                .map(|payment| view(world, payment, now))
                .collect();
            Ok(Answer::json(200, &json!({ "transactions": list })))
        }
        ("POST", ["transactions", id, "approve"]) => {
            decide(world, request, id, Action::Approve, now)
        }
        ("POST", ["transactions", id, "cancel"]) => decide(world, request, id, Action::Cancel, now),
        ("POST", ["transactions", id, "decline"]) => {
            decide(world, request, id, Action::Decline, now)
        }
        ("GET", ["clock"]) => Ok(time(world, now)),
        ("POST", ["clock"]) => read::<Advance>(&request.body).map(|advance| {
            world.advance(advance.advance_seconds);
            time(
                world,
                now.saturating_add(advance.advance_seconds.saturating_mul(1000)),
            )
        }),
        ("GET", ["faults"]) => Ok(faults(world)),
        ("POST", ["faults"]) => read::<Fault>(&request.body).and_then(|fault| {
            fault.check()?;
            world.arm(fault);
            Ok(faults(world))
        }),
        ("DELETE", ["faults"]) => {
            world.disarm();
            Ok(faults(world))
        }
        ("GET", ["settings"]) => Ok(Answer::json(200, world.settings())),
        ("PUT", ["settings"]) => world.settings().with(&request.body).map(|settings| {
            world.set(settings);
            Answer::json(200, world.settings())
        }),
        ("GET", ["log"]) => Ok(Answer::json(
            200,
            &json!({ "calls": world.log().collect::<Vec<_>>() }),
        )),
        ("POST", ["reset"]) => {
            world.reset();
            Ok(Answer::json(200, &json!({})))
        }
        _ => return Answer::error(404, "no such control call"),
    };
    result.unwrap_or_else(|error| Answer::error(400, &error))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn faults(world: &World) -> Answer {
    Answer::json(200, &json!({ "faults": world.faults() }))
}

fn time(world: &World, now: Millis) -> Answer {
    Answer::json(
        200,
        &json!({ "now": clock::iso(now), "aheadSeconds": world.seconds_ahead() }),
    )
}

fn decide(
    world: &mut World,
    request: &Request,
    id: &str,
    action: Action,
    now: Millis,
) -> Result<Answer, String> {
    let approval = if request.body.is_empty() {
        Approval::default()
    } else {
        read(&request.body)?
    };
    let Some(id) = id.parse().ok().filter(|id| world.payment(*id).is_some()) else {
        return Ok(Answer::error(404, "no such transaction"));
    };
    let callback = match page::decide(world, id, action, approval.method, now) {
        Ok(callback) => callback,
        Err(error) => return Ok(Answer::error(409, error)),
    };
    match world.payment(id) {
        Some(payment) => Ok(Answer {
            callback,
            ..Answer::json(200, &view(world, payment, now))
        }),
        None => Ok(Answer::error(404, "no such transaction")),
    }
}

fn view<'a>(world: &World, payment: &'a Payment, now: Millis) -> View<'a> {
    View {
        transaction_id: payment.transaction_id.to_string(),
        order_id: &payment.order_id,
        state: payment.state(now),
        amount: payment.amount,
        currency: &payment.currency,
        refunded: payment.refunded(),
        method: payment.method,
        reserved_at: clock::iso(payment.reserved_at),
        expires_at: clock::iso(payment.approve_until),
        approved_at: payment.approved_at.map(clock::iso),
        captured_at: payment.captured_at.map(clock::iso),
        redirect_url: payment.redirect_url(now, world.settings().append_order_id),
        reserve_id: &payment.reserve_id,
        refunds: payment
            .refunds
            .iter()
            .map(|refund| RefundView {
                refund_transaction_id: refund.transaction_id.to_string(),
                refund_amount: refund.amount,
                refund_transaction_date: clock::iso(refund.at),
            })
            .collect(),
    }
}
