//! Whose order a call is about, as far as the call tells by itself.

use crate::faults;
use crate::operations::{Call, Route};
use crate::query::{pairs, without_brackets};
use crate::world::World;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    order_id: Option<Value>,
}

/// The orderId, of the body, of the path's payment, or of the query; none of what cannot be read.
pub(crate) fn order(call: &Call<'_>, world: &World, route: &Route) -> Option<String> {
    let of_payment = |id: &str| {
        let id = id.parse().ok()?;
        world.payment(id).or_else(|| world.by_refund_id(id)).map(|payment| payment.order_id.clone())
    };
    if route.path.contains("{orderId}") {
        return call.order_id().ok();
    }
    if route.path.contains("{transactionId}") {
        return of_payment(call.parameter);
    }
    if call.request.method == "GET" && call.parameter.is_empty() {
        return pairs(&call.request.query)?.into_iter().find_map(|(name, value)| {
            match without_brackets(&name).unwrap_or(&name) {
                "orderId" => Some(value),
                "transactionId" => of_payment(&value),
                _ => None,
            }
        });
    }
    if call.parameter.is_empty() && !matters(&call.request.body, world) {
        return None;
    }
    let named = serde_json::from_slice::<Named>(&call.request.body).ok().and_then(|body| body.order_id);
    match named {
        Some(Value::String(text)) => Some(text),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => world.reg_key(call.parameter).and_then(|key| of_payment(&key.issued_by.to_string())),
    }
}

/// Whether it can matter whose order a body is about: to a fault that waits, or by what the orderId asks for. To read
/// the body once more for it would be much of the time of a call.
fn matters(body: &[u8], world: &World) -> bool {
    // A letter of the orderId may be written as \u0053.
    world.has_faults() || faults::may_have_a_pattern(body) || body.windows(2).any(|pair| pair == b"\\u")
}
