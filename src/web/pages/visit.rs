//! GET confirm, cancel and status: what the flow found out, told to the shop and shown to the buyer.

use std::rc::Rc;

use js_sys::futures::future_to_promise;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use web_sys::Response;

use super::answers::{self, with_headers};
use super::html::Page;
use super::shop::{FailureKind, Report, Shop, words_of};
use super::turn::Turn;
use crate::error::{Error, ErrorReport, Outcome};
use crate::flow::{Checkout, CheckoutVerdict, Payment, State, Visit, VisitKind};
use crate::row::Field;
use crate::typed::PayInfo;
use crate::web::clock::{Timer, before};

/// How long the buyer waits for the shop to register a payment, in milliseconds.
const DELIVERY: u32 = 10_000;
/// Seconds until a page that waits asks again.
const REFRESH: u32 = 5;

pub(super) async fn visit<S: Shop>(turn: &Turn<S>, kind: VisitKind, origin: &str) -> Response {
    match verdict(turn, kind, origin).await {
        Ok(verdict) => show(turn, kind, origin, verdict, None).await,
        Err(error) => {
            turn.fail(FailureKind::VisitFailed, &error.to_string(), Some(&error), None);
            turn.say("unclear", 502, error.code().as_str()).await
        }
    }
}

async fn verdict<S: Shop>(turn: &Turn<S>, kind: VisitKind, origin: &str) -> Result<CheckoutVerdict, Error> {
    let settings = turn.setup.flow(origin)?;
    let checkout = Checkout::new(&turn.setup.config, &turn.setup.host, &settings)?;
    let cookies = turn.request.headers().get("cookie").ok().flatten();
    Ok(checkout.visit(&Visit { kind, url: turn.url.href(), cookies }).await)
}

/// Tells the shop what a verdict says and answers the buyer. `refused`: the code of what was asked for instead of a
/// look.
pub(super) async fn show<S: Shop>(
    turn: &Turn<S>,
    kind: VisitKind,
    origin: &str,
    verdict: CheckoutVerdict,
    refused: Option<&str>,
) -> Response {
    // The order first: nothing that the shop is told may keep it from being delivered.
    let page = settled(turn, kind, &verdict).await;
    for problem in &verdict.problems {
        turn.report(Report::Payment(Box::new(problem.clone())));
    }
    if verdict.state == State::Error && verdict.problems.is_empty() {
        let message = verdict.error.as_ref().map_or("", |error| &error.message);
        turn.fail(FailureKind::VisitFailed, message, None, None);
    }
    let cookies = || verdict.set_cookie.iter().chain(&verdict.clear_cookies);
    if turn.as_json.get() {
        let status = if refused.is_some() { 409 } else { status_of(page) };
        return with_headers(answers::json(&told(page, &verdict, refused), status), "set-cookie", cookies());
    }
    let waits = matches!(page, "pending" | "registering");
    let again = again(page, kind, &verdict).map(|url| url.unwrap_or_else(|| own_url(turn, origin)));
    let refresh = again.as_deref().filter(|_| waits).map(|url| format!("{REFRESH}; url={url}"));
    let shown = Page { again, ..Page::of(page, turn.language) };
    let receipt = matches!(page, "paid" | "authorized" | "registering" | "refunded" | "partly-refunded" | "released");
    let shown = match verdict.payment.as_ref().filter(|_| receipt) {
        Some(payment) => shown.with_receipt(payment),
        None => shown.with_support(&verdict),
    };
    let response = turn.show(shown, status_of(page), "INTERNAL").await;
    with_headers(with_headers(response, "set-cookie", cookies()), "refresh", &refresh)
}

/// The page for a verdict, after on_paid has run where it has to.
async fn settled<S: Shop>(turn: &Turn<S>, kind: VisitKind, verdict: &CheckoutVerdict) -> &'static str {
    let payment = verdict.payment.as_ref();
    match (verdict.state, payment) {
        (State::Paid | State::Authorized, Some(payment)) => match deliver(turn, payment.clone()).await {
            true if verdict.state == State::Paid => "paid",
            true => "authorized",
            false => "registering",
        },
        (State::Paid, None) => "paid",
        (State::Authorized, None) => "authorized",
        (State::Refunded, _) => {
            let part = payment.is_some_and(|payment| payment.refunded.is_some_and(|back| back < payment.amount));
            if part { "partly-refunded" } else { "refunded" }
        }
        (State::Unpaid, _) if kind == VisitKind::Cancel => "cancelled",
        (State::Unpaid, _) => "unpaid",
        (State::Error, _) => match verdict.error.as_ref().map(|error| error.outcome) {
            Some(Outcome::Executed) => "charged",
            Some(Outcome::Unknown) => "unclear",
            _ => "error",
        },
        (State::Released, _) => "released",
        (State::Pending, _) => "pending",
        (State::NotApproved, _) => "not-approved",
        (State::Expired, _) => "expired",
        (State::Declined, _) => "declined",
        (State::Gone, _) => "gone",
        (State::Foreign, _) => "foreign",
        (State::Misdirected, _) => "misdirected",
        (State::Mismatch, _) => "mismatch",
        (State::CapturedLess, _) => "captured-less",
        (State::InvalidToken, _) => "invalid-token",
        (State::Unclear, _) => "unclear",
    }
}

/// Whether on_paid has done its work; one that takes too long goes on in the background.
async fn deliver<S: Shop>(turn: &Turn<S>, payment: Payment) -> bool {
    let (setup, given) = (Rc::clone(&turn.setup), payment.clone());
    let work = future_to_promise(async move { setup.shop.on_paid(given).await.map(|()| JsValue::UNDEFINED) });
    turn.goes_on(work.clone());
    match before(async { work.await }, Timer::new(DELIVERY)).await {
        Some(Ok(_)) => true,
        Some(Err(error)) => {
            turn.fail(FailureKind::OnPaidFailed, &words_of(&error), None, Some(payment));
            false
        }
        None => {
            let message = "on_paid has not ended within 10 seconds; the order is paid, and the next visit of its page \
                           calls on_paid again";
            turn.fail(FailureKind::OnPaidLate, message, None, Some(payment));
            false
        }
    }
}

/// Whether the page offers to look again, and where: at its own URL, where the verdict names none.
fn again(page: &str, kind: VisitKind, verdict: &CheckoutVerdict) -> Option<Option<String>> {
    match page {
        "pending" | "registering" | "not-approved" | "unclear" | "unpaid" | "cancelled" | "expired" => {
            // Where no confirm may be sent again for now, the page only asks.
            let asks = verdict.confirm_url.clone();
            Some(asks.or_else(|| verdict.status_url.clone().filter(|_| kind == VisitKind::Confirm)))
        }
        // What they say may be true no more, and the buyer may pay otherwise: without confirming.
        "declined" | "gone" | "foreign" | "misdirected" | "error" => verdict.status_url.clone().map(Some),
        _ => None,
    }
}

fn own_url<S: Shop>(turn: &Turn<S>, origin: &str) -> String {
    format!("{origin}{}{}", turn.url.pathname(), turn.url.search())
}

fn status_of(page: &str) -> u16 {
    match page {
        "not-approved" | "foreign" | "misdirected" | "mismatch" | "captured-less" => 409,
        "declined" => 402,
        "expired" | "gone" => 410,
        "invalid-token" => 400,
        "error" | "unclear" | "charged" => 502,
        _ => 200,
    }
}

/// A verdict for the shop's own pages. Named one by one: a payment may also hold a regKey or card digits, which a page
/// has no business with.
fn told(page: &str, verdict: &CheckoutVerdict, refused: Option<&str>) -> Value {
    let payment = verdict.payment.as_ref().map(|payment| {
        let parts = Vec::<PayInfo>::read(payment.pay_info.as_str()).unwrap_or_default();
        let parts = parts.iter().map(|part| json!({ "method": part.method, "amount": part.amount }));
        json!({
            "orderId": payment.order_id,
            "transactionId": payment.transaction_id,
            "amount": payment.amount,
            "currency": payment.currency,
            "captured": payment.captured,
            "refunded": payment.refunded,
            "payInfo": parts.collect::<Vec<Value>>(),
            "transactionDate": payment.transaction_date,
        })
    });
    let of =
        |error: &ErrorReport| json!({ "code": error.code, "returnCode": error.return_code, "outcome": error.outcome });
    let error = refused.map(|code| json!({ "code": code })).or_else(|| verdict.error.as_ref().map(of));
    let mut told = json!({
        "state": page,
        "orderId": verdict.order_id,
        "transactionId": verdict.transaction_id,
        "payment": payment,
        "statusUrl": verdict.status_url.as_ref().filter(|_| refused.is_some()),
        "error": error,
    });
    without_nulls(&mut told);
    told
}

/// What is not known is left out.
fn without_nulls(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, field| !field.is_null());
        fields.values_mut().for_each(without_nulls);
    }
}
