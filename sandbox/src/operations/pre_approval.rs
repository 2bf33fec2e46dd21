//! preapproved payment: charges a regKey, or authorises on it, at once and without the buyer.

use super::{Call, Outcome, Success, contract};
use crate::clock;
use crate::id;
use crate::payment::Payment;
use crate::settings::Provider;
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    transaction_id: u64,
    transaction_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_expire_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_provider: Option<Provider>,
}

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let body = call.body()?;
    let (product_name, currency) = match call.version {
        Version::V2 | Version::V3 => (Some(body.required("productName", 4000)?), Some(body.required_currency()?)),
        // v4's table marks them optional.
        Version::V4 => (body.text("productName", 4000)?, body.currency()?),
    };
    let sum = body.required_sum("amount")?;
    let order_id = body.required("orderId", 100)?;
    let separate_capture = body.flag("capture")? == Some(false);

    let settings = world.settings().clone();
    let currency = currency.unwrap_or_else(|| settings.currency.clone());
    contract::separate_capture(&settings, separate_capture)?;
    contract::currency(&settings, call.version, &currency)?;
    let amount = sum.to_move(&currency, 1184, settings.plain_sums)?;
    contract::bounds(&settings, amount, false)?;
    let reg_key = call.reg_key(world)?.clone();
    call.unused(world, &order_id)?;

    let mut payment = Payment {
        transaction_id: world.draw_transaction_id(&call.config.seed, call.now, id::PAYMENT),
        version: call.version,
        order_id,
        amount,
        currency,
        product_name: product_name.unwrap_or(reg_key.product_name),
        separate_capture,
        reserved_at: call.now,
        approve_until: call.now,
        approved_at: Some(call.now),
        method: Some(reg_key.method),
        reg_key: Some(reg_key.key),
        ..Payment::default()
    };
    payment.settle(&settings, call.now);
    let reply = Success::with(&Reply {
        transaction_id: payment.transaction_id,
        transaction_date: clock::iso(call.now),
        authorization_expire_date: payment.authorized_until.map(clock::iso),
        payment_provider: call.provider(world),
    });
    world.use_reg_key(call.parameter, call.now);
    world.add(payment);
    reply
}
