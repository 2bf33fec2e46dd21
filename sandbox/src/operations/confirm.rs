//! confirm: takes the money of a request that the buyer approved, or authorises it; may issue a regKey.

use super::order_parts::{MerchantReference, PackageView};
use super::pay_info::PayInfo;
use super::{Call, Outcome, Success};
use crate::clock::{self, Millis};
use crate::code::{Code, Refusal};
use crate::goods::Shipping;
use crate::reg_key::RegKey;
use crate::settings::Provider;
use crate::state::{State, Step, Verdict};
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    transaction_id: u64,
    order_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_expire_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reg_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_info: Option<Vec<PayInfo>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    packages: Vec<PackageView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping: Option<&'a Shipping>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_reference: Option<MerchantReference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_provider: Option<Provider>,
}

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = judge(call, world)?;
    if let Some(code) = world.payment(id).and_then(|payment| payment.refusal) {
        let note = Some("the payer's side refuses, as the buyer chose in the simulator".to_owned());
        return Err(Refusal { note, ..code.into() });
    }
    let settings = world.settings().clone();
    let payment = world.change(id).ok_or(Code::INTERNAL)?;
    payment.settle(&settings, call.now);
    if payment.preapproved {
        let key = world.draw_reg_key(&call.config.seed);
        issue_reg_key(world, key, id, call.now);
    }
    reply(call, world, id)
}

/// The regKey that a payment issues.
pub(crate) fn issue_reg_key(world: &mut World, key: String, id: u64, now: Millis) -> String {
    if let Some(payment) = world.change(id) {
        payment.reg_key = Some(key.clone());
        let reg_key = RegKey {
            key: key.clone(),
            issued_by: id,
            method: payment.method(),
            product_name: payment.product_name.clone(),
            issued_at: now,
            used_at: now,
            ended: None,
        };
        world.add_reg_key(reg_key);
    }
    key
}

/// Whether the request can be confirmed now, with these words.
fn judge(call: &Call<'_>, world: &mut World) -> Result<u64, Refusal> {
    let id = call.transaction_id()?;
    let body = call.body()?;
    let sum = body.required_sum("amount")?;
    let currency = body.required_currency()?;
    let amount = sum.to_move(&currency, 1153, world.settings().plain_sums)?;

    let settings = world.settings();
    let payment = world.payment(id).ok_or(settings.confirm_unknown)?;
    match payment.state(call.now).judge(Step::Confirm, settings) {
        Verdict::Go(_) => {}
        Verdict::Refuse(code) => {
            if code == Code::NOT_AUTHENTICATED && settings.premature_confirm_kills {
                let payment = world.change(id).ok_or(Code::INTERNAL)?;
                (payment.state, payment.ended_at) = (State::Failed, Some(call.now));
            }
            return Err(code.into());
        }
        Verdict::Stay | Verdict::Closed => return Err(Code::INTERNAL.into()),
    }
    let other_is_confirmed = || {
        let mut others = world.by_order_id(&payment.order_id);
        others.any(|other| other.transaction_id != id && other.state(call.now).is_confirmed())
    };
    if settings.paid_order_blocks_confirm && other_is_confirmed() {
        return Err(Refusal::noted(1172, "another transaction of the same orderId is paid"));
    }
    if currency != payment.currency {
        return Err(Refusal::other_currency(settings.confirm_other_currency, &payment.currency));
    }
    if amount != payment.amount {
        return Err(Refusal::noted(1153, format!("amount: {amount}; reserved were {}", payment.amount)));
    }
    Ok(id)
}

fn reply(call: &Call<'_>, world: &World, id: u64) -> Outcome {
    let settings = world.settings();
    let payment = world.payment(id).ok_or(Code::INTERNAL)?;
    let packages = if call.version == Version::V3 { PackageView::confirmed(payment, settings) } else { Vec::new() };
    Success::with(&Reply {
        transaction_id: id,
        order_id: &payment.order_id,
        authorization_expire_date: payment.authorized_until.map(clock::iso),
        reg_key: payment.reg_key.as_deref(),
        pay_info: PayInfo::confirmed(payment, settings),
        packages,
        shipping: payment.shipping.as_ref().filter(|_| payment.buyer_chooses_shipping && call.version == Version::V3),
        merchant_reference: MerchantReference::of(settings, call.version),
        payment_provider: call.provider(world),
    })
}
