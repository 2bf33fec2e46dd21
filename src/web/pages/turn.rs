//! One request on its way through the checkout.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Promise;
use js_sys::futures::future_to_promise;
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response, Url};

use super::answers::{json, page};
use super::html::Page;
use super::settings::Setup;
use super::shop::{Failure, FailureKind, Report, Shop, kind_of};
use super::words::{Language, Words, language_of};
use super::{Route, reserve};
use crate::error::Error;
use crate::flow::Payment;
use crate::web::clock::{Timer, before};
use serde_json::json;

/// How long a page waits to learn whether the shop has taken a report, in milliseconds.
const TELLING: u32 = 2_000;

pub(super) struct Turn<S> {
    pub(super) setup: Rc<Setup<S>>,
    pub(super) request: Request,
    pub(super) url: Url,
    pub(super) language: Language,
    /// Whether it is answered in JSON; a reserve request decides it by what it sends.
    pub(super) as_json: Cell<bool>,
    /// What the shop is being told. Each is true once it has taken it.
    tellings: RefCell<Vec<Promise>>,
    /// What goes on after the answer; the worker is kept alive for it.
    background: RefCell<Vec<Promise>>,
}

impl<S: Shop> Turn<S> {
    pub(super) fn new(setup: Rc<Setup<S>>, request: Request, url: Url, route: Option<Route>) -> Turn<S> {
        let header = |name| request.headers().get(name).ok().flatten().unwrap_or_default();
        let reserves = route == Some(Route::Reserve);
        let asks = reserves || route == Some(Route::Visit(crate::flow::VisitKind::Status));
        let accept = header("accept").to_ascii_lowercase();
        let wants = asks && accept.contains("application/json") && !accept.contains("text/html");
        let talks = reserves && reserve::body_kind(&header("content-type")) == Some(reserve::Body::Json);
        let language = language_of(&header("accept-language"));
        let (tellings, background) = (RefCell::default(), RefCell::default());
        Turn { setup, request, url, language, as_json: Cell::new(wants || talks), tellings, background }
    }

    /// The shop's public origin.
    pub(super) fn origin(&self) -> Result<String, Error> {
        self.setup.origin(&self.url.origin())
    }

    /// Tells the shop, at once and in the background: the buyer does not wait for whoever listens.
    pub(super) fn report(&self, report: Report) {
        let setup = Rc::clone(&self.setup);
        let told = async move { Ok(JsValue::from(setup.shop.on_problem(report).await.is_ok())) };
        let told = future_to_promise(told);
        self.tellings.borrow_mut().push(told.clone());
        self.goes_on(told);
    }

    pub(super) fn fail(&self, kind: FailureKind, message: &str, error: Option<&Error>, payment: Option<Payment>) {
        let kind = error.map_or(kind, |error| kind_of(kind, error));
        let error = error.map(Error::report);
        self.report(Report::Failure(Box::new(Failure { kind, message: message.to_owned(), error, payment })));
    }

    /// Keeps the worker alive for this after the answer.
    pub(super) fn goes_on(&self, work: Promise) {
        self.background.borrow_mut().push(work);
    }

    /// Ends when all is done that goes on behind the answer, also what that has begun in its turn.
    pub(super) async fn finish(&self) {
        loop {
            let next = self.background.borrow_mut().pop();
            let Some(work) = next else { return };
            let _ = work.await;
        }
    }

    /// Whether whoever listens has taken all that there was to tell.
    async fn is_told(&self) -> bool {
        let tellings = self.tellings.borrow().clone();
        if tellings.is_empty() {
            return false;
        }
        let all = async {
            for telling in tellings {
                if !telling.await.is_ok_and(|told| told.is_truthy()) {
                    return false;
                }
            }
            true
        };
        before(all, Timer::new(TELLING)).await == Some(true)
    }

    /// A page, or its title and sentences as JSON.
    pub(super) async fn say(&self, name: &'static str, status: u16, code: &str) -> Response {
        self.show(Page::of(name, self.language), status, code).await
    }

    /// The same with what the page shows besides. It says that the shop was told only where it was.
    pub(super) async fn show(&self, mut shown: Page, status: u16, code: &str) -> Response {
        let words = Words::of(shown.name, self.language);
        if words.tells() && self.is_told().await {
            shown.next = words.next_told.to_owned();
        }
        if self.as_json.get() {
            let Page { title, money, next, .. } = &shown;
            let message = match self.language {
                Language::English => format!("{title}. {money} {next}"),
                Language::Chinese => format!("{title}。{money}{next}"),
            };
            return json(&json!({ "error": { "code": code, "message": message } }), status);
        }
        shown.shop_name = self.setup.settings.shop_name.clone();
        shown.shop = self.setup.settings.paths.shop.clone();
        page(&self.setup.shop.render(&shown), status, self.language)
    }
}
