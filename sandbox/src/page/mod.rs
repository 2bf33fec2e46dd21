//! What the payment pages ask and tell: the buyer's side.

mod decide;
mod inquiry;
mod my_code;

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::code::{Code, Then};
use crate::goods::{Address, Shipping, Terms};
use crate::id;
use crate::merchant::Config;
use crate::method::Part;
use crate::payment::{ConfirmUrlType, Method};
use crate::query;
use crate::state::State;
use crate::wire::{Answer, Request};
use crate::world::World;
use decide::ShippingMethod;
pub(crate) use decide::{Action, Approval, decide};
use inquiry::Offered;
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
    /// The buyer chooses the shipping, and the merchant is asked what it costs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    asks_fee: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shipping_methods: Vec<Offered<'a>>,
    confirm_url_type: ConfirmUrlType,
    /// The shop's front page, as far as its addresses tell.
    shop_url: Option<&'a str>,
    /// The buyer is to go back to the browser that began.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    other_browser: bool,
    expires_at: String,
    methods: [Method; 4],
    /// What confirm may be made to answer.
    refusals: Vec<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    action: Wish,
    #[serde(default)]
    method: Option<Method>,
    #[serde(default)]
    methods: Vec<Part>,
    #[serde(default)]
    shipping: Option<ShippingMethod>,
    #[serde(default)]
    refusal: Option<Code>,
    /// With `inquire`.
    #[serde(default)]
    address: Option<Address>,
}

/// What the page asks for.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wish {
    Approve,
    Cancel,
    Decline,
    /// What the shipping costs to an address.
    Inquire,
}

pub(crate) fn answer(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    let segments: Vec<&str> = request.path.split('/').skip(2).collect();
    let at = At { config, request, now };
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["payment", "check", reserve_id]) => {
            let Some(id) = world.by_reserve_id(reserve_id).map(|payment| payment.transaction_id) else {
                return unknown();
            };
            at.begin(world, id);
            at.shown(world, id, None)
        }
        ("POST", ["sandbox", "payment", "oneTimeKey"]) => {
            if is_own_page(config, request) {
                my_code::show(config, world, request, now)
            } else {
                foreign()
            }
        }
        ("POST", ["sandbox", "payment", key, reserve_id]) => {
            let known = world.by_reserve_id(reserve_id).filter(|_| *key == id::merchant_key(&config.seed));
            match known.map(|payment| payment.transaction_id) {
                Some(id) => at.decided(world, id),
                None => unknown(),
            }
        }
        (_, ["payment", "check", _] | ["sandbox", "payment", "oneTimeKey"] | ["sandbox", "payment", _, _]) => {
            Answer::error(405, "another method")
        }
        _ => Answer::error(404, "no such page"),
    }
}

fn foreign() -> Answer {
    Answer::error(403, "only the payment page itself may decide")
}

fn unknown() -> Answer {
    Answer::error(404, "there is no such payment request")
}

/// One request of a page.
struct At<'a> {
    config: &'a Config,
    request: &'a Request,
    now: Millis,
}

impl At<'_> {
    /// The first browser that says who it is, of an order whose confirmUrl is for that one alone.
    fn begin(&self, world: &mut World, id: u64) {
        let unknown = world.payment(id).is_some_and(|payment| payment.checks_browser && payment.browser.is_none());
        if let (true, Some(browser)) = (unknown, self.browser())
            && let Some(payment) = world.change(id)
        {
            payment.browser = Some(browser);
        }
    }

    /// As the page names the browser that it is shown in.
    fn browser(&self) -> Option<String> {
        let pairs = query::pairs(&self.request.query)?;
        let (_, name) = pairs.into_iter().find(|(name, _)| name == "browser")?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        ((8..=64).contains(&name.len()) && name.bytes().all(fits)).then_some(name)
    }

    fn decided(&self, world: &mut World, id: u64) -> Answer {
        if !is_own_page(self.config, self.request) {
            return foreign();
        }
        let decision = match serde_json::from_slice::<Decision>(&self.request.body) {
            Ok(decision) if self.request.body.len() <= Request::BODY_LIMIT => decision,
            _ => {
                let methods = "CREDIT_CARD, BALANCE, POINT or DISCOUNT";
                let error = format!("action: approve, cancel, decline or inquire; method: {methods}");
                return Answer::error(400, &error);
            }
        };
        let action = match decision.action {
            Wish::Approve => Action::Approve,
            Wish::Cancel => Action::Cancel,
            Wish::Decline => Action::Decline,
            Wish::Inquire => {
                return match inquiry::ask(world, id, self.request, decision.address, self.now) {
                    Ok(Some(answer)) => answer,
                    Ok(None) => self.shown(world, id, None),
                    Err(error) => Answer { status: 409, ..self.shown(world, id, Some(error)) },
                };
            }
        };
        let Decision { method, methods, shipping, refusal, .. } = decision;
        match decide(world, id, action, Approval { method, methods, shipping, refusal }, self.now) {
            Ok(callback) => Answer { callbacks: Vec::from_iter(callback), ..self.shown(world, id, None) },
            Err(error) => Answer { status: 409, ..self.shown(world, id, Some(error.to_owned())) },
        }
    }

    fn shown(&self, world: &World, id: u64, error: Option<String>) -> Answer {
        let Some(payment) = world.payment(id) else {
            return unknown();
        };
        let (config, settings) = (self.config, world.settings());
        let state = payment.state(self.now);
        let over = matches!(state, State::Failed | State::Unanswered | State::Expired);
        let browser = self.browser();
        let other_browser = payment.checks_browser
            && payment.confirm_url_type == ConfirmUrlType::Client
            && (state == State::Authenticated || state.is_confirmed())
            && browser.is_some()
            && browser != payment.browser;
        let inquiry = payment.fee_inquiry.as_ref();
        let view = View {
            state,
            redirect_url: payment.redirect_url(self.now, settings).filter(|_| !other_browser),
            cancel_url: payment.cancel_target(settings).filter(|_| over),
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
            asks_fee: payment.buyer_chooses_shipping,
            shipping_methods: inquiry.map(|inquiry| Offered::all(inquiry, payment)).unwrap_or_default(),
            confirm_url_type: payment.confirm_url_type,
            shop_url: payment.shop_url(),
            other_browser,
            expires_at: clock::iso(payment.approve_until),
            methods: Method::ALL,
            refusals: Code::all(Then::OfPayer).collect(),
            error,
        };
        Answer::json(200, &view)
    }
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
