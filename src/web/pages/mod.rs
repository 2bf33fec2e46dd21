//! The checkout's pages: a fetch handler for a worker in Rust.

mod answers;
mod html;
mod reserve;
mod settings;
mod shop;
mod turn;
mod visit;
mod words;

use std::rc::Rc;

use js_sys::futures::future_to_promise;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response, Url};

use self::answers::empty;
use self::settings::Setup;
use self::turn::Turn;
use super::host::FetchHost;
use super::reading::{discard, forget};
use crate::config::Config;
use crate::error::Error;
use crate::flow::VisitKind;

pub use self::html::Page;
pub use self::settings::{PageSettings, Paths};
pub use self::shop::{Failure, FailureKind, NoOrder, Report, Shop, Wish};
pub use self::words::Language;

/// A whole LINE Pay checkout as a fetch handler: it reserves, sends the buyer to LINE Pay, charges when they come back,
/// finds out the truth where an answer was lost, and shows the receipt. It needs no database: the order rides in LINE
/// Pay's confirmUrl, signed. It is the npm package's `createCheckout` for workers in Rust.
///
/// | route | what it does |
/// |---|---|
/// | POST `/pay/reserve` | JSON in: `{ orderId, transactionId, paymentUrl, … }` out. A form: 303 to the payment page |
/// | GET `/pay/confirm` | charges once, shows the receipt; a reload shows it again |
/// | GET `/pay/cancel` | says what became of the payment |
/// | GET `/pay/status` | the same without ever charging; as JSON with `Accept: application/json` |
///
/// A reserve request may carry 64 KiB. What a page of another site sends is refused, and a browser's guess (prefetch)
/// confirms nothing.
pub struct CheckoutPages<S> {
    setup: Rc<Setup<S>>,
}

impl<S> Clone for CheckoutPages<S> {
    fn clone(&self) -> CheckoutPages<S> {
        CheckoutPages { setup: Rc::clone(&self.setup) }
    }
}

impl<S: Shop> CheckoutPages<S> {
    /// The pages of one shop. Making them takes next to nothing, so a worker may make them for each request, with the
    /// bindings that came with it.
    ///
    /// # Errors
    /// [`InvalidConfiguration`](crate::Code::InvalidConfiguration) with every broken rule of the settings.
    pub fn new(config: Config, host: FetchHost, settings: PageSettings, shop: S) -> Result<CheckoutPages<S>, Error> {
        let setup = Setup { config, host, settings, shop };
        setup.check()?;
        Ok(CheckoutPages { setup: Rc::new(setup) })
    }

    /// Whether the request's path is one of the checkout's, for a worker that has other routes too.
    #[must_use]
    pub fn matches(&self, request: &Request) -> bool {
        Url::new(&request.url()).is_ok_and(|url| self.setup.settings.paths.route(&url.pathname()).is_some())
    }

    /// Answers a request to one of the checkout's paths; any other with 404.
    ///
    /// `ctx` is the worker's execution context: what goes on behind the answer (a confirm whose buyer has gone, a slow
    /// [`Shop::on_paid`]) is given to its `waitUntil`. `undefined` where the runtime has none.
    pub async fn fetch(&self, request: Request, ctx: &JsValue) -> Response {
        let Ok(url) = Url::new(&request.url()) else { return empty(400) };
        let route = self.setup.settings.paths.route(&url.pathname());
        if route.is_some_and(|route| request.method() == route.method()) && is_prefetch(&request) {
            return empty(503);
        }
        let turn = Rc::new(Turn::new(Rc::clone(&self.setup), request, url, route));
        // Promises: they go on by themselves when whoever waits for this answer is gone.
        let own = Rc::clone(&turn);
        let answer = future_to_promise(async move { Ok(respond(&own, route).await.into()) });
        let (own, before) = (Rc::clone(&turn), answer.clone());
        let rest = future_to_promise(async move {
            forget(before.clone());
            let _ = before.await;
            own.finish().await;
            Ok(JsValue::UNDEFINED)
        });
        if keep_alive(ctx, &rest).is_err() {
            let message = "ctx.waitUntil threw: on_paid may be cut off when the buyer's browser goes away";
            turn.fail(FailureKind::Misconfigured, message, None, None);
        }
        answer.await.map_or_else(|_| empty(500), JsCast::unchecked_into)
    }
}

/// The routes of a checkout.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Route {
    Reserve,
    Visit(VisitKind),
}

impl Route {
    /// The only method of a route. HEAD is none: a link preview must not charge anybody.
    fn method(self) -> &'static str {
        if self == Route::Reserve { "POST" } else { "GET" }
    }
}

async fn respond<S: Shop>(turn: &Turn<S>, route: Option<Route>) -> Response {
    // Its body may be for another part of the worker, which is asked next.
    let Some(route) = route else { return turn.say("not-found", 404, "NOT_FOUND").await };
    if turn.request.method() != route.method() {
        discard(&turn.request).await;
        let response = turn.say("method", 405, "METHOD_NOT_ALLOWED").await;
        let _ = response.headers().set("allow", route.method());
        return response;
    }
    let origin = match turn.origin() {
        Ok(origin) => origin,
        Err(error) => {
            turn.fail(FailureKind::Misconfigured, &error.to_string(), Some(&error), None);
            // Of a visit, nothing is known here: a page must not say that nothing was charged.
            let page = if route == Route::Reserve { "unavailable" } else { "unclear" };
            return turn.say(page, 500, error.code().as_str()).await;
        }
    };
    match route {
        Route::Visit(kind) => visit::visit(turn, kind, &origin).await,
        Route::Reserve if is_cross_site(&turn.request, &origin) => {
            discard(&turn.request).await;
            turn.say("cross-site", 403, "CROSS_SITE").await
        }
        Route::Reserve => reserve::reserve(turn, &origin).await,
    }
}

/// Whether a browser sent this request from a page of another site. Browsers set both headers and no page can.
fn is_cross_site(request: &Request, origin: &str) -> bool {
    let header = |name| request.headers().get(name).ok().flatten();
    match header("sec-fetch-site") {
        Some(site) => site != "same-origin" && site != "none",
        None => header("origin").is_some_and(|from| from != origin),
    }
}

/// Whether a browser only guesses that its user will come here.
fn is_prefetch(request: &Request) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"].into_iter().any(|name| {
        let purpose = request.headers().get(name).ok().flatten().unwrap_or_default().to_ascii_lowercase();
        ["prefetch", "prerender", "preview"].into_iter().any(|guess| purpose.contains(guess))
    })
}

/// Keeps the worker running until the promise is settled.
fn keep_alive(ctx: &JsValue, rest: &Promise) -> Result<(), JsValue> {
    if ctx.is_undefined() || ctx.is_null() {
        return Ok(());
    }
    let wait: Function = Reflect::get(ctx, &"waitUntil".into())?.dyn_into()?;
    // Some are asynchronous, or another's.
    if let Ok(answer) = wait.call1(ctx, rest)?.dyn_into() {
        forget(answer);
    }
    Ok(())
}
