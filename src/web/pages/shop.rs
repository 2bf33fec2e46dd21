//! What the pages want of a shop, and what they tell it.

use js_sys::{Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use web_sys::{Request, RequestInit, Response};

use super::html::Page;
use crate::error::{Code, Error, ErrorReport};
use crate::flow::{Payment, Problem};
use crate::order::ProblemKind;
use crate::web::from_js;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(line: &str);
}

/// A shop: what it sells, and what it does when it is paid.
///
/// Errors are JavaScript's: those of web-sys and of bindings go up with `?`, and a text becomes one by `into()`.
#[allow(async_fn_in_trait, reason = "a worker is single-threaded; no future needs Send")]
pub trait Shop: 'static {
    /// The order that this request asks for, with the price from your own records and never from the request: the
    /// fields of LINE Pay's reserve for the version in use, without the URLs, which the checkout adds. It has 20
    /// seconds.
    ///
    /// # Errors
    /// [`NoOrder::Answer`] answers the buyer, for instance where the basket is empty. [`NoOrder::Failed`] is told to
    /// [`Shop::on_problem`], and the buyer reads that the payment could not be started.
    async fn quote(&self, wish: Wish) -> Result<Value, NoOrder>;

    /// Is called when an order proves to be paid (or, with `capture: false`, authorised: `payment.captured` says which)
    /// in full and not refunded: **on every visit that proves it**, also two at the same time. It must be idempotent:
    /// record the payment by `payment.key`, and deliver once for each `order_id`.
    ///
    /// `payment.reg_key` comes only with the visit that confirmed the payment: keep it then, and never overwrite it
    /// with its absence later.
    ///
    /// # Errors
    /// The buyer reads that the order is paid and being registered, and the page tries again. So it is when this has
    /// not ended after 10 seconds; it goes on then.
    async fn on_paid(&self, payment: Payment) -> Result<(), JsValue>;

    /// Is told what the shop has to know: money that moved for another order, a payment made twice, a refused call.
    /// Some of it any stranger can bring about, as often as they like: [`Report::is_anybodys`].
    /// Pages say that the shop has been told only once this has returned, within two seconds.
    ///
    /// As it stands it writes to `console.error`, which nobody may read.
    ///
    /// # Errors
    /// Pages ask the buyer to tell the shop.
    async fn on_problem(&self, report: Report) -> Result<(), JsValue> {
        let line = format!("linepay-edge: {}", report.message());
        console_error(&line);
        Err(line.into())
    }

    /// A page as HTML. [`Page::html`] is the checkout's own: no script, light and dark, for a phone first. Another
    /// one is served with the same content security policy, which allows no script and no style but that one.
    fn render(&self, page: &Page) -> String {
        page.html()
    }
}

/// A buyer's wish to pay: the request to the reserve route, its body read (64 KiB at most).
pub struct Wish {
    request: Request,
    pub(super) body: Vec<u8>,
    pub(super) json: bool,
}

impl Wish {
    pub(super) fn new(request: &Request, body: Vec<u8>, json: bool) -> Wish {
        Wish { request: Clone::clone(request), body, json }
    }

    /// The request's URL and headers. Its body is read.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The body's bytes.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// What the buyer's page sent: JSON as it is; of a form its fields, each as text.
    ///
    /// # Errors
    /// What does not fit `T`.
    pub async fn read<T: DeserializeOwned>(&self) -> Result<T, NoOrder> {
        if self.json {
            return serde_json::from_slice(&self.body).map_err(|error| NoOrder::Failed(error.to_string().into()));
        }
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_headers(&self.request.headers());
        init.set_body(&Uint8Array::from(self.body.as_slice()));
        let form = Request::new_with_str_and_init(&self.request.url(), &init)?.form_data()?.await?;
        Ok(from_js(Object::from_entries(&form)?.into())?)
    }
}

/// Why there is no order.
pub enum NoOrder {
    /// This is what the buyer is answered.
    Answer(Response),
    /// Something went wrong.
    Failed(JsValue),
}

impl From<Response> for NoOrder {
    fn from(answer: Response) -> NoOrder {
        NoOrder::Answer(answer)
    }
}

impl From<JsValue> for NoOrder {
    fn from(error: JsValue) -> NoOrder {
        NoOrder::Failed(error)
    }
}

impl From<Error> for NoOrder {
    fn from(error: Error) -> NoOrder {
        NoOrder::Failed(error.into())
    }
}

/// What a shop is told. As JSON it is what the npm package tells `onProblem`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Report {
    /// Something about a payment itself that the shop has to look into.
    Payment(Box<Problem>),
    /// Something that kept the checkout from doing its work. The buyer saw a neutral page.
    Failure(Box<Failure>),
}

impl Report {
    /// What happened and what to do, in English. Holds no secret, and of the buyer nothing but
    /// numbers of orders and transactions.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Report::Payment(problem) => problem.message.clone(),
            Report::Failure(failure) => failure.message.clone(),
        }
    }

    /// Can the request alone have brought it about, which anybody on the internet can send: a link that no key of
    /// yours has signed, one of an order of theirs with another transaction in it, a body that makes [`Shop::quote`]
    /// fail or quote what is refused, a host or scheme that is not the shop's? It may as well be your own mistake. Do
    /// not let such a report ring anybody by itself.
    #[must_use]
    pub fn is_anybodys(&self) -> bool {
        match self {
            Report::Payment(problem) => {
                matches!(problem.kind, ProblemKind::UnknownKey | ProblemKind::ForeignTransaction)
            }
            Report::Failure(failure) => {
                let error = failure.error.as_ref();
                let about = |path: &str| error.is_some_and(|error| error.issues.iter().any(|issue| issue.path == path));
                match failure.kind {
                    FailureKind::QuoteFailed => true,
                    FailureKind::ReserveFailed => error.is_some_and(|error| error.code == Code::InvalidRequest),
                    FailureKind::Misconfigured => about("origin"),
                    _ => false,
                }
            }
        }
    }
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// [`Shop::quote`] failed, or gave nothing within 20 seconds.
    QuoteFailed,
    /// No reservation came about; nothing was charged.
    ReserveFailed,
    /// The state of a payment could not be found out.
    VisitFailed,
    /// [`Shop::on_paid`] failed. The order is paid; the next visit of its page calls it again.
    OnPaidFailed,
    /// [`Shop::on_paid`] has not ended within 10 seconds. The order is paid. This run goes on under `waitUntil`, and
    /// the next visit calls it again.
    OnPaidLate,
    /// The public origin, the settings or `ctx` are not usable.
    Misconfigured,
}

/// Something that kept the checkout from doing its work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// One sentence in English.
    pub message: String,
    /// The client's error behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
    /// For `on-paid-failed` and `on-paid-late`: the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
}

/// An error's own words. Anything can be thrown.
pub(super) fn words_of(thrown: &JsValue) -> String {
    let message = || Reflect::get(thrown, &"message".into()).ok().and_then(|message| message.as_string());
    let other = || "something was thrown that is no error".to_owned();
    thrown.as_string().or_else(|| if thrown.is_object() { message() } else { None }).unwrap_or_else(other)
}

/// An error of the client as a failure of this kind; settings that turn out wrong at work are `misconfigured`.
pub(super) fn kind_of(kind: FailureKind, error: &Error) -> FailureKind {
    if error.code() == Code::InvalidConfiguration { FailureKind::Misconfigured } else { kind }
}
