//! reserve, in v3 and v4 request: makes a reservation and gives the addresses of its payment page.

mod addresses;
mod options;
mod reg_pay;
mod shipping;
mod v2;
mod v3;

pub(super) use addresses::is_image;
pub(super) use options::promotion;

use super::{Call, Outcome, Success};
use crate::amount::Amount;
use crate::body::Fields;
use crate::code::Refusal;
use crate::id::Reservation;
use crate::sum::Sum;
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_url: Option<PaymentUrl>,
    transaction_id: u64,
    payment_access_token: String,
}

#[derive(Serialize)]
struct PaymentUrl {
    web: String,
    app: String,
}

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let body = call.body()?;
    let mut payment = match call.version {
        Version::V2 => v2::read(&body, world)?,
        Version::V3 | Version::V4 => v3::read(&body, world.settings(), call.version)?,
    };
    call.unused(world, &payment.order_id)?;
    let Reservation { reserve_id, access_token, transaction_id } = world.draw_reservation(&call.config.seed, call.now);
    let window = world.settings().approval_window_seconds;
    payment.transaction_id = transaction_id;
    payment.version = call.version;
    payment.reserve_id = Some(reserve_id.clone());
    payment.access_token = Some(access_token.clone());
    payment.reserved_at = call.now;
    payment.plan = world.next_act(&payment.order_id).and_then(|act| act.plan(call.now));
    payment.approve_until = call.now.saturating_add(window.saturating_mul(1000));
    let origin = call.config.public_origin.as_deref().unwrap_or(&call.request.origin);
    if call.config.public_origin.is_none() && origin.ends_with(".line.me") {
        call.reading.note(format!(
            "called under LINE Pay's own name: paymentUrl leads to {origin}; set publicOrigin to the sandbox's own \
             address"
        ));
    }
    let has_url = payment.one_time_key.is_none() || world.settings().one_time_key_url;
    let reply = Success::with(&Reply {
        payment_url: has_url.then(|| PaymentUrl {
            web: format!("{origin}/web/payment/wait?transactionReserveId={reserve_id}"),
            app: format!("line://pay/payment/{reserve_id}"),
        }),
        transaction_id: payment.transaction_id,
        payment_access_token: access_token,
    })?;
    world.add(payment);
    Ok(reply)
}

/// The sum of an order. That LINE Pay takes `100.0` here is not known: whoever sent it to confirm had got that far.
fn to_reserve(body: &Fields<'_>, sum: Sum, currency: &str) -> Result<Amount, Refusal> {
    if sum.is_overwritten(currency) {
        body.note("amount", "written with decimals: taken here; confirm, capture and refund refuse that");
    }
    sum.in_currency(currency, 1184)
}
