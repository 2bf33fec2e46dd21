//! What the payment pages ask and tell: the buyer's side.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::id;
use crate::merchant::Config;
use crate::payment::{Method, Payment};
use crate::state::{State, Step, Verdict};
use crate::wire::{Answer, Request};
use crate::world::World;
use serde::{Deserialize, Serialize};

/// A payment as its page shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    state: State,
    redirect_url: Option<String>,
    simulator_url: String,
    amount: Amount,
    currency: &'a str,
    product_name: &'a str,
    product_image_url: Option<&'a str>,
    merchant_name: &'a str,
    branch_name: Option<&'a str>,
    lang_cd: Option<&'a str>,
    pay_type: &'static str,
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
            let known = world
                .by_reserve_id(reserve_id)
                .filter(|_| *key == id::merchant_key(&config.seed));
            match known.map(|payment| payment.transaction_id) {
                Some(id) => decided(config, world, request, id, now),
                None => unknown(),
            }
        }
        (_, ["payment", "check", _] | ["sandbox", "payment", _, _]) => {
            Answer::error(405, "another method")
        }
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
            return Answer::error(
                400,
                "action: approve, cancel or decline; method: CREDIT_CARD, BALANCE or POINT",
            );
        }
    };
    let callback = decide(world, id, decision.action, decision.method, now);
    let Some(payment) = world.payment(id) else {
        return unknown();
    };
    match callback {
        Ok(callback) => Answer {
            callback,
            ..view(config, world, payment, now, None)
        },
        Err(error) => Answer {
            status: 409,
            ..view(config, world, payment, now, Some(error))
        },
    }
}

/// Does what the buyer decided. `Ok` holds the address that LINE Pay's server calls now, if any.
pub(crate) fn decide(
    world: &mut World,
    id: u64,
    action: Action,
    method: Option<Method>,
    now: Millis,
) -> Result<Option<String>, &'static str> {
    const CLOSED: &str = "the payment request is not open to that any more";
    let settings = world.settings();
    let append_order_id = settings.append_order_id;
    let confirm_until = now.saturating_add(settings.confirm_window_seconds.saturating_mul(1000));
    let step = match action {
        Action::Approve => Step::Approve,
        Action::Cancel => Step::Cancel,
        Action::Decline => Step::Decline,
    };
    let verdict = world
        .payment(id)
        .map(|payment| payment.state(now).judge(step, settings));
    match verdict {
        Some(Verdict::Stay) => Ok(None),
        Some(Verdict::Go(state)) => {
            let payment = world.change(id).ok_or(CLOSED)?;
            payment.state = state;
            if state != State::Authenticated {
                return Ok(None);
            }
            payment.method = Some(method.unwrap_or(Method::CreditCard));
            payment.approved_at = Some(now);
            payment.confirm_until = Some(confirm_until);
            Ok(payment
                .confirm_by_server
                .then(|| payment.callback_url(append_order_id)))
        }
        Some(Verdict::Closed | Verdict::Refuse(_)) | None => Err(CLOSED),
    }
}

/// Whether no foreign web page sent the request.
pub(crate) fn is_own_page(config: &Config, request: &Request) -> bool {
    let own =
        |origin: &str| origin == request.origin || config.public_origin.as_deref() == Some(origin);
    let foreign_site = request
        .header("Sec-Fetch-Site")
        .is_some_and(|site| !matches!(site, "same-origin" | "none"));
    request.header("Origin").is_none_or(own) && !foreign_site
}

fn view(
    config: &Config,
    world: &World,
    payment: &Payment,
    now: Millis,
    error: Option<&'static str>,
) -> Answer {
    let view = View {
        state: payment.state(now),
        redirect_url: payment.redirect_url(now, world.settings().append_order_id),
        simulator_url: format!(
            "/web/sandbox/payment/{}/{}",
            id::merchant_key(&config.seed),
            payment.reserve_id
        ),
        amount: payment.amount,
        currency: &payment.currency,
        product_name: &payment.product_name,
        product_image_url: payment.product_image_url.as_deref(),
        merchant_name: &config.merchant_name,
        branch_name: payment.branch_name.as_deref(),
        lang_cd: payment.language.as_deref(),
        pay_type: "NORMAL",
        expires_at: clock::iso(payment.approve_until),
        methods: Method::ALL,
        error,
    };
    Answer::json(200, &view)
}
