//! What the merchant does in the console: the same operation as by a call, and it stands in the log.

use crate::amount::Amount;
use crate::api;
use crate::clock::Millis;
use crate::merchant::Config;
use crate::wire::{Answer, Request};
use crate::world::World;
use serde::Deserialize;
use serde_json::json;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// All of it if left out.
    amount: Option<Amount>,
}

/// `refund`, `capture` or `void` of a payment. The answer is LINE Pay's to that operation.
pub(crate) fn act(
    config: &Config,
    world: &mut World,
    request: &Request,
    (id, act): (&str, &str),
    now: Millis,
) -> Result<Answer, String> {
    let read =
        || serde_json::from_slice(&request.body).map_err(|_| r#"amount: a sum, as in {"amount": 100}"#.to_owned());
    let Part { amount } = if request.body.is_empty() { Part::default() } else { read()? };
    let Some(payment) = id.parse().ok().and_then(|id| world.payment(id)) else {
        return Ok(Answer::error(404, "no such transaction"));
    };
    let (version, currency) = (payment.version.name(), &payment.currency);
    let (path, body) = match act {
        "refund" => (format!("{id}/refund"), amount.map(|amount| json!({ "refundAmount": amount }))),
        "capture" => {
            let amount = amount.unwrap_or(payment.amount);
            (format!("authorizations/{id}/capture"), Some(json!({ "amount": amount, "currency": currency })))
        }
        _ if amount.is_some() => return Err("amount: void lets go all of it".to_owned()),
        _ => (format!("authorizations/{id}/void"), None),
    };
    let call = Request {
        method: "POST".to_owned(),
        path: format!("/{version}/payments/{path}"),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        origin: request.origin.clone(),
        ..Request::default()
    };
    api::by_hand(config, world, &call, now).ok_or_else(|| "there is no such operation".to_owned())
}
