//! What the buyer decides.

use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::{Code, Then};
use crate::goods::Shipping;
use crate::method::{Part, shares};
use crate::payment::{ConfirmUrlType, Method, Payment};
use crate::state::{State, Step, Verdict};
use crate::sum::Sum;
use crate::world::World;
use serde::Deserialize;

/// One of the merchant's shipping methods, as the buyer chooses it where the order leaves it open.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ShippingMethod {
    method_id: String,
    fee_amount: Amount,
}

/// How the buyer approves.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Approval {
    pub(crate) method: Option<Method>,
    /// In its place: several, each with its sum.
    pub(crate) methods: Vec<Part>,
    pub(crate) shipping: Option<ShippingMethod>,
    /// What confirm then answers, for it lies with the payer: the card has expired, the balance is too small.
    pub(crate) refusal: Option<Code>,
}

/// What the buyer does on the page.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    Approve,
    Cancel,
    Decline,
}

/// Does what the buyer decided. `Ok` holds the address that LINE Pay's server calls now, if any.
pub(crate) fn decide(
    world: &mut World,
    id: u64,
    action: Action,
    approval: Approval,
    now: Millis,
) -> Result<Option<String>, &'static str> {
    const CLOSED: &str = "the payment request is not open to that any more";
    let settings = world.settings();
    let confirm_until = now.saturating_add(settings.confirm_window_seconds.saturating_mul(1000));
    let step = match action {
        Action::Approve => Step::Approve,
        Action::Cancel => Step::Cancel,
        Action::Decline => Step::Decline,
    };
    let verdict = world.payment(id).map(|payment| payment.state(now).judge(step, settings));
    match verdict {
        Some(Verdict::Stay) => Ok(None),
        Some(Verdict::Go(state)) => {
            let payment = world.change(id).ok_or(CLOSED)?;
            if state == State::Authenticated {
                // Whole or not at all.
                if approval.refusal.is_some_and(|code| !code.does(Then::OfPayer)) {
                    return Err("refusal: no code that lies with the payer and that confirm answers");
                }
                let (amount, shipping) = shipped(payment, approval.shipping)?;
                let mix = match approval.methods.as_slice() {
                    [] => Vec::new(),
                    parts => shares(parts, amount, &payment.currency)?,
                };
                payment.refusal = approval.refusal;
                (payment.amount, payment.shipping, payment.mix) = (amount, shipping, mix);
            }
            payment.state = state;
            if state != State::Authenticated {
                payment.ended_at = Some(now);
                return Ok(None);
            }
            let first = payment.mix.first().map(|share| share.method);
            payment.method = Some(first.or(approval.method).unwrap_or(Method::CreditCard));
            payment.approved_at = Some(now);
            payment.confirm_until = Some(confirm_until);
            let called = world.payment(id).filter(|payment| payment.confirm_url_type == ConfirmUrlType::Server);
            Ok(called.and_then(|payment| payment.callback_url(world.settings())))
        }
        Some(Verdict::Closed | Verdict::Refuse(_)) | None => Err(CLOSED),
    }
}

/// Amount and shipping with the buyer's choice: its fee takes the place of the one in the request.
fn shipped(payment: &Payment, chosen: Option<ShippingMethod>) -> Result<(Amount, Option<Shipping>), &'static str> {
    const FEE: &str = "shipping: the fee is not a sum in the payment's currency";
    let open = payment.buyer_chooses_shipping;
    let Some(shipping) = payment.shipping.as_ref().filter(|_| open) else {
        return match chosen {
            Some(_) => Err("shipping: the order leaves no choice"),
            None => Ok((payment.amount, payment.shipping.clone())),
        };
    };
    let offers = payment.fee_inquiry.as_ref().map(|inquiry| inquiry.methods.as_slice()).unwrap_or_default();
    let is_offered = |chosen: &ShippingMethod| {
        offers.iter().any(|offer| offer.id == chosen.method_id && offer.amount == chosen.fee_amount)
    };
    if !offers.is_empty() && !chosen.as_ref().is_some_and(is_offered) {
        return Err("shipping: not one of the methods that the merchant offered, at its price");
    }
    let chosen = chosen.unwrap_or(ShippingMethod { method_id: "std".to_owned(), fee_amount: shipping.fee_amount });
    let fee = Sum::Kept(chosen.fee_amount).in_currency(&payment.currency, 2101).map_err(|_| FEE)?;
    if fee < Amount::ZERO {
        return Err(FEE);
    }
    let goods = payment.amount.minus(shipping.fee_amount);
    let amount = goods.and_then(|goods| goods.plus(fee)).ok_or(FEE)?;
    let method_id = Some(chosen.method_id);
    Ok((amount, Some(Shipping { method_id, fee_amount: fee, address: shipping.address.clone() })))
}
