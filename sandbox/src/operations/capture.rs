//! capture: takes what confirm (or a charge by regKey) authorised, once; the rest is let go.

use super::pay_info::PayInfo;
use super::reserve::promotion;
use super::{Call, Outcome, Success};
use crate::amount::Amount;
use crate::code::{Code, Refusal};
use crate::settings::Provider;
use crate::state::{Step, Verdict};
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    transaction_id: u64,
    order_id: &'a str,
    pay_info: Vec<PayInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_provider: Option<Provider>,
}

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.transaction_id()?;
    let body = call.body()?;
    let sum = body.required_sum("amount")?;
    let currency = body.required_currency()?;
    if call.version != Version::V2
        && let Some(options) = body.object("options")?
    {
        options.object("extra")?.as_ref().map_or(Ok(()), promotion)?;
    }
    let amount = sum.to_move(&currency, 1184, world.settings().plain_sums)?;
    if amount <= Amount::ZERO {
        return Err(Refusal::noted(1183, "amount: not above 0"));
    }
    let settings = world.settings();
    let payment = world.payment(id).ok_or(Code::of(1150))?;
    match payment.state(call.now).judge(Step::Capture, settings) {
        Verdict::Go(_) => {}
        Verdict::Refuse(code) => return Err(code.into()),
        Verdict::Stay | Verdict::Closed => return Err(Code::INTERNAL.into()),
    }
    if currency != payment.currency {
        return Err(Refusal::other_currency(settings.confirm_other_currency, &payment.currency));
    }
    if amount > payment.amount {
        return Err(Refusal::noted(1184, format!("amount: {amount}; authorised were {}", payment.amount)));
    }
    let payment_provider = call.provider(world);
    let payment = world.change(id).ok_or(Code::INTERNAL)?;
    payment.capture(amount, call.now);
    Success::with(&Reply {
        transaction_id: id,
        order_id: &payment.order_id,
        pay_info: PayInfo::of(payment, payment.shares(amount)),
        payment_provider,
    })
}
