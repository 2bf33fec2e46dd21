//! What the payment pages ask and tell: the buyer's side.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::goods::{Shipping, Terms};
use crate::id;
use crate::merchant::Config;
use crate::method::{Part, shares};
use crate::payment::{ConfirmUrlType, Method, Payment};
use crate::state::{State, Step, Verdict};
use crate::sum::Sum;
use crate::wire::{Answer, Request};
use crate::world::World;
use serde::{Deserialize, Serialize};

/// A payment as its page shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    state: State,
    redirect_url: Option<String>,
    /// Where a buyer may go back to whose payment was declined or ran out.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_url: Option<String>,
    simulator_url: String,
    amount: Amount,
    currency: &'a str,
    product_name: &'a str,
    product_image_url: Option<&'a str>,
    merchant_name: &'a str,
    branch_name: Option<&'a str>,
    lang_cd: Option<&'a str>,
    pay_type: &'static str,
    capture: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reg_pay_request: Option<&'a Terms>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping: Option<&'a Shipping>,
    expires_at: String,
    methods: [Method; 3],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    action: Action,
    #[serde(default)]
    method: Option<Method>,
    #[serde(default)]
    methods: Vec<Part>,
    #[serde(default)]
    shipping: Option<ShippingMethod>,
}

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
}

/// What the buyer does on the page.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    Approve,
    Cancel,
    Decline,
}

pub(crate) fn answer(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    let segments: Vec<&str> = request.path.split('/').skip(2).collect();
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["payment", "check", reserve_id]) => match world.by_reserve_id(reserve_id) {
            Some(payment) => view(config, world, payment, now, None),
            None => unknown(),
        },
        ("POST", ["sandbox", "payment", key, reserve_id]) => {
            let known = world.by_reserve_id(reserve_id).filter(|_| *key == id::merchant_key(&config.seed));
            match known.map(|payment| payment.transaction_id) {
                Some(id) => decided(config, world, request, id, now),
                None => unknown(),
            }
        }
        (_, ["payment", "check", _] | ["sandbox", "payment", _, _]) => Answer::error(405, "another method"),
        _ => Answer::error(404, "no such page"),
    }
}

fn unknown() -> Answer {
    Answer::error(404, "there is no such payment request")
}

fn decided(config: &Config, world: &mut World, request: &Request, id: u64, now: Millis) -> Answer {
    if !is_own_page(config, request) {
        return Answer::error(403, "only the payment page itself may decide");
    }
    let decision = match serde_json::from_slice::<Decision>(&request.body) {
        Ok(decision) if request.body.len() <= Request::BODY_LIMIT => decision,
        _ => {
            return Answer::error(400, "action: approve, cancel or decline; method: CREDIT_CARD, BALANCE or POINT");
        }
    };
    let approval = Approval { method: decision.method, methods: decision.methods, shipping: decision.shipping };
    let callback = decide(world, id, decision.action, approval, now);
    let Some(payment) = world.payment(id) else {
        return unknown();
    };
    match callback {
        Ok(callback) => Answer { callbacks: Vec::from_iter(callback), ..view(config, world, payment, now, None) },
        Err(error) => Answer { status: 409, ..view(config, world, payment, now, Some(error)) },
    }
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
    let settings = world.settings().clone();
    let confirm_until = now.saturating_add(settings.confirm_window_seconds.saturating_mul(1000));
    let step = match action {
        Action::Approve => Step::Approve,
        Action::Cancel => Step::Cancel,
        Action::Decline => Step::Decline,
    };
    let verdict = world.payment(id).map(|payment| payment.state(now).judge(step, &settings));
    match verdict {
        Some(Verdict::Stay) => Ok(None),
        Some(Verdict::Go(state)) => {
            let payment = world.change(id).ok_or(CLOSED)?;
            if state == State::Authenticated {
                // Whole or not at all.
                let mut shipped = payment.clone();
                ship(&mut shipped, approval.shipping)?;
                shipped.mix = match approval.methods.as_slice() {
                    [] => Vec::new(),
                    parts => shares(parts, shipped.amount)?,
                };
                *payment = shipped;
            }
            payment.state = state;
            if state != State::Authenticated {
                return Ok(None);
            }
            let first = payment.mix.first().map(|share| share.method);
            payment.method = Some(first.or(approval.method).unwrap_or(Method::CreditCard));
            payment.approved_at = Some(now);
            payment.confirm_until = Some(confirm_until);
            if payment.confirm_url_type == ConfirmUrlType::Server {
                Ok(payment.callback_url(&settings))
            } else {
                Ok(None)
            }
        }
        Some(Verdict::Closed | Verdict::Refuse(_)) | None => Err(CLOSED),
    }
}

/// The buyer's choice of shipping: its fee takes the place of the one in the request.
fn ship(payment: &mut Payment, chosen: Option<ShippingMethod>) -> Result<(), &'static str> {
    const FEE: &str = "shipping: the fee is not a sum in the payment's currency";
    let open = payment.buyer_chooses_shipping;
    let Some(shipping) = payment.shipping.as_mut().filter(|_| open) else {
        return match chosen {
            Some(_) => Err("shipping: the order leaves no choice"),
            None => Ok(()),
        };
    };
    let chosen = chosen.unwrap_or(ShippingMethod { method_id: "std".to_owned(), fee_amount: shipping.fee_amount });
    let fee = Sum::Kept(chosen.fee_amount).in_currency(&payment.currency, 2101).map_err(|_| FEE)?;
    if fee < Amount::ZERO {
        return Err(FEE);
    }
    let goods = payment.amount.minus(shipping.fee_amount);
    payment.amount = goods.and_then(|goods| goods.plus(fee)).ok_or(FEE)?;
    shipping.method_id = Some(chosen.method_id);
    shipping.fee_amount = fee;
    Ok(())
}

/// Whether no foreign web page sent the request.
pub(crate) fn is_own_page(config: &Config, request: &Request) -> bool {
    let called = request.origin.match_indices('/').nth(2).map_or(&*request.origin, |(end, _)| {
        // What follows is where the sandbox is mounted.
        request.origin.get(..end).unwrap_or_default()
    });
    let own = |origin: &str| origin == called || config.public_origin.as_deref() == Some(origin);
    let foreign_site = request.header("Sec-Fetch-Site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    request.header("Origin").is_none_or(own) && !foreign_site
}

fn view(config: &Config, world: &World, payment: &Payment, now: Millis, error: Option<&'static str>) -> Answer {
    let state = payment.state(now);
    let over = matches!(state, State::Failed | State::Unanswered | State::Expired);
    let view = View {
        state,
        redirect_url: payment.redirect_url(now, world.settings()),
        cancel_url: payment.cancel_target(world.settings()).filter(|_| over),
        simulator_url: format!(
            "/web/sandbox/payment/{}/{}",
            id::merchant_key(&config.seed),
            payment.reserve_id.as_deref().unwrap_or_default()
        ),
        amount: payment.amount,
        currency: &payment.currency,
        product_name: &payment.product_name,
        product_image_url: payment.product_image_url.as_deref(),
        merchant_name: &config.merchant_name,
        branch_name: payment.branch_name.as_deref(),
        lang_cd: payment.language.as_deref(),
        pay_type: payment.pay_type(),
        capture: !payment.separate_capture,
        reg_pay_request: payment.terms.as_ref(),
        shipping: payment.shipping.as_ref(),
        expires_at: clock::iso(payment.approve_until),
        methods: Method::ALL,
        error,
    };
    Answer::json(200, &view)
}
