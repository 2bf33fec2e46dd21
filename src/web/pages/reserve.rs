//! POST reserve: asks the shop for the order, reserves it and sends the buyer to LINE Pay.

use serde::de::IgnoredAny;
use serde_json::Value;
use web_sys::Response;

use super::answers::{json, redirect, with_headers};
use super::shop::{FailureKind, NoOrder, Shop, Wish, words_of};
use super::turn::Turn;
use super::visit;
use crate::error::{Code, Error};
use crate::flow::{Checkout, CheckoutReserved, CheckoutVerdict, Reserving, State, VisitKind};
use crate::input::Plain;
use crate::row::Field;
use crate::typed::PaymentUrl;
use crate::web::clock::{Timer, before};
use crate::web::reading::{Unread, bounded, discard};

/// The most that a reserve request may carry, in bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// How long the buyer waits for the shop's quote, in milliseconds.
const QUOTE: u32 = 20_000;

/// What a reserve request's body is, and so what it is answered with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Json,
    Form,
    Parts,
}

pub(super) fn body_kind(content_type: &str) -> Option<Body> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/json" => Some(Body::Json),
        "application/x-www-form-urlencoded" => Some(Body::Form),
        "multipart/form-data" => Some(Body::Parts),
        _ => None,
    }
}

pub(super) async fn reserve<S: Shop>(turn: &Turn<S>, origin: &str) -> Response {
    let content_type = turn.request.headers().get("content-type").ok().flatten().unwrap_or_default();
    let Some(kind) = body_kind(&content_type) else {
        discard(&turn.request).await;
        return turn.say("not-understood", 415, "UNSUPPORTED_MEDIA_TYPE").await;
    };
    turn.as_json.set(kind == Body::Json);
    let body = match bounded(&turn.request, BODY_LIMIT).await {
        Ok(body) => body,
        Err(Unread::TooLarge) => return turn.say("too-large", 413, "PAYLOAD_TOO_LARGE").await,
        Err(Unread::Broken) => return turn.say("not-understood", 400, "BAD_REQUEST").await,
    };
    if kind == Body::Parts && !is_form(&content_type, &body) {
        return turn.say("not-understood", 400, "BAD_REQUEST").await;
    }
    let order = match quote(turn, Wish::new(&turn.request, body, kind == Body::Json)).await {
        Ok(order) => order,
        Err(answer) => return answer,
    };
    match reserved(turn, origin, order).await {
        Ok(Reserving::Reserved(reserved)) => started(*reserved, kind),
        Ok(Reserving::Standing(verdict)) => standing(turn, origin, *verdict, kind).await,
        Err(error) => {
            turn.fail(FailureKind::ReserveFailed, &error.to_string(), Some(&error), None);
            turn.say("unavailable", status_of(&error), error.code().as_str()).await
        }
    }
}

async fn reserved<S: Shop>(turn: &Turn<S>, origin: &str, order: Value) -> Result<Reserving, Error> {
    let settings = turn.setup.flow(origin)?;
    let checkout = Checkout::new(&turn.setup.config, &turn.setup.host, &settings)?;
    let order = Plain::from(order);
    let cookies = turn.request.headers().get("cookie").ok().flatten();
    checkout.reserve(order.input(), cookies.as_deref()).await
}

/// The order, or the answer of a shop that has none for this request.
async fn quote<S: Shop>(turn: &Turn<S>, wish: Wish) -> Result<Value, Response> {
    // Not the shop's fault, and nothing that it could do about: anybody can send such a body.
    let broken = wish.json && serde_json::from_slice::<IgnoredAny>(&wish.body).is_err();
    let message = match before(turn.setup.shop.quote(wish), Timer::new(QUOTE)).await {
        Some(Ok(order)) => return Ok(order),
        Some(Err(NoOrder::Answer(answer))) => return Err(answer),
        Some(Err(NoOrder::Failed(_))) if broken => {
            return Err(turn.say("not-understood", 400, "BAD_REQUEST").await);
        }
        Some(Err(NoOrder::Failed(error))) => words_of(&error),
        None => "quote gave no order within 20 seconds".to_owned(),
    };
    turn.fail(FailureKind::QuoteFailed, &message, None, None);
    Err(turn.say("unavailable", 500, "QUOTE_FAILED").await)
}

fn started(reserved: CheckoutReserved, kind: Body) -> Response {
    let page = PaymentUrl::read(reserved.payment_url.as_str()).map(|page| page.web).unwrap_or_default();
    let mut body = serde_json::to_value(&reserved).unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("setCookie");
        fields.remove("clearCookies");
    }
    let response = if kind == Body::Json { json(&body, 200) } else { redirect(&page) };
    with_headers(response, "set-cookie", [&reserved.set_cookie].into_iter().chain(&reserved.clear_cookies))
}

/// LINE Pay has a payment of this order: the buyer sees how it stands. A form is sent to the order's page, a script
/// gets the state.
async fn standing<S: Shop>(turn: &Turn<S>, origin: &str, verdict: CheckoutVerdict, kind: Body) -> Response {
    match &verdict.status_url {
        Some(url) if kind != Body::Json => redirect(url),
        _ => {
            let paid = matches!(verdict.state, State::Paid | State::Authorized);
            let refused = if paid { "ALREADY_PAID" } else { "ORDER_HAS_PAYMENT" };
            visit::show(turn, VisitKind::Status, origin, verdict, Some(refused)).await
        }
    }
}

/// Whether a body is a form in parts as it says. Not every runtime minds: some take one without delimiters for an empty
/// form.
fn is_form(content_type: &str, body: &[u8]) -> bool {
    let named = content_type.split(';').map(str::trim).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"'))
    });
    let Some(boundary) = named.filter(|boundary| !boundary.is_empty()) else { return false };
    let end = format!("--{boundary}--");
    body.windows(end.len()).any(|window| window == end.as_bytes())
}

/// The shop's own fault is 500, LINE Pay's answer 502, LINE Pay's silence 504.
fn status_of(error: &Error) -> u16 {
    match error.code() {
        Code::Timeout => 504,
        Code::Network
        | Code::Gateway
        | Code::Refused
        | Code::NotFound
        | Code::Mismatch
        | Code::MalformedReply
        | Code::ReplyTooLarge => 502,
        _ => 500,
    }
}
