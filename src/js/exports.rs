//! What the package calls: one export, synchronous, a text in and a text back. One text crosses the boundary for the
//! price of one, and a worker's request is made of such prices.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;

use wasm_bindgen::prelude::*;

use super::convert::{both, ended, failed};
use super::payment::{legal_steps, payment_state};
use super::task::{self, GONE, Step, TaskHost};
use crate::config::Config;
use crate::error::{Code, Error, Issues};
use crate::flow::{Checkout, Client, HttpReply, Lost, Orders, Reserving, Settings, Visit, VisitKind};
use crate::input::{Fields, Input};
use crate::json::Json;
use crate::mask::masked;
use crate::operations::{NAMES, find, no_operation};
use crate::order::life::Limits;
use crate::payment::PaymentLife;
use crate::rule::Rule;
use crate::text::{concat, line};
use crate::wire::{Expected, Request};

/// Does what the first line names, with what the further lines hold, in this order; the last may hold line breaks.
/// What a caller gave is one line: it comes as [`input`](crate::input) reads it. `now` is the time, in milliseconds
/// since 1970.
///
/// - `start` task, nonce, whether events are told (`1`), operation, config, options, request: begins a task. Answers
///   with the first thing to do, or how it ended; see `task.rs`. The operation is LINE Pay's, or `checkout.reserve`
///   (the settings; the order, a line, and the `Cookie` header) or `checkout.visit` (the settings and the visit); with
///   a ledger `kept.reserve`, `kept.visit`, `kept.sweep` (the ledger's key) and `kept.desk` (its options; what is
///   asked, a line, and the order).
/// - `resume` task, nonce, status, text: goes on with a task whose effect is done. `status` is that of the answer
///   whose text this is; below 100 there is none: 0 after a pause, else why. A task that is not here answers `G`.
/// - `checkConfig` config: says what is wrong with it.
/// - `mask` config, text: the text without the configuration's secret, in whatever escaping; nothing of it where the
///   configuration is none.
/// - `paymentState` sources, version and `legalSteps` payment: see `payment.rs`.
#[wasm_bindgen]
pub fn ask(text: &str, now: f64) -> String {
    let (what, rest) = line(text);
    match what {
        "start" => {
            let (task, step, rest) = step(rest, now);
            let (observed, rest) = line(rest);
            let (operation, rest) = line(rest);
            let (config, rest) = line(rest);
            let (options, request) = line(rest);
            match read_config(config) {
                Ok(config) => begin(task, step, operation, config, request, options, observed == "1"),
                Err(error) => failed(error),
            }
        }
        "resume" => {
            let (task, step, rest) = step(rest, now);
            let (status, text) = line(rest);
            task::resume(task, step, answer(status, text))
        }
        "checkConfig" => ended(read_config(rest).map(drop)),
        "mask" => {
            let (config, text) = line(rest);
            let secretless = |config: Rc<Config>| masked(text, config.credentials.secret()).into_owned();
            read_config(config).map(secretless).unwrap_or_default()
        }
        "paymentState" => {
            let (sources, version) = line(rest);
            payment_state(version, sources)
        }
        "legalSteps" => legal_steps(rest, now),
        _ => GONE.to_owned(),
    }
}

/// A task's number, what its step is given, and the rest. No task has the number 0: JavaScript counts from 1.
fn step(text: &str, now: f64) -> (u64, Step, &str) {
    let (task, rest) = line(text);
    let (nonce, rest) = line(rest);
    (task.parse().unwrap_or_default(), Step { now, nonce: nonce.to_owned() }, rest)
}

fn answer(status: &str, text: &str) -> Result<HttpReply, Lost> {
    match status.parse().unwrap_or_default() {
        status @ 100.. => Ok(HttpReply { status, text: text.to_owned() }),
        2 => Err(Lost::Timeout),
        3 => Err(Lost::Aborted),
        4 => Err(Lost::TooLarge),
        5 => Err(Lost::NotSent),
        _ => Err(Lost::Network),
    }
}

fn begin(
    task: u64,
    step: Step,
    operation: &str,
    config: Rc<Config>,
    request: &str,
    options: &str,
    observed: bool,
) -> String {
    let asked = match read_errand(operation, options, request) {
        Ok(Some(errand)) => return task::begin(task, step, observed, |host| Box::pin(run(config, errand, host))),
        Ok(None) => read_call(operation, &config, request, options),
        Err(error) => Err(error),
    };
    match asked {
        Ok(asked) => task::begin(task, step, observed, |host| Box::pin(call(config, asked, host))),
        Err(error) => failed(error),
    }
}

/// What is wanted of an order.
enum Errand {
    /// What a buyer wants of the checkout, over a ledger or not.
    Buyer(Rc<Settings>, bool, Wish),
    /// Brings the order of this key in the ledger on.
    Sweep(String),
    /// What somebody of the shop asks, with the order and the options.
    Desk(String, String),
}

enum Wish {
    Reserve(String),
    Visit(Visit),
}

/// `None`: it is a call.
fn read_errand(operation: &str, options: &str, request: &str) -> Result<Option<Errand>, Error> {
    Ok(Some(match operation {
        "checkout.reserve" | "kept.reserve" | "checkout.visit" | "kept.visit" => {
            let settings = read_once(&SETTINGS, options, Settings::read)?;
            let wish = match operation.ends_with("reserve") {
                true => Wish::Reserve(request.to_owned()),
                false => Wish::Visit(read_visit(Input::of(request))),
            };
            Errand::Buyer(settings, operation.starts_with("kept"), wish)
        }
        "kept.sweep" => Errand::Sweep(request.to_owned()),
        "kept.desk" => Errand::Desk(request.to_owned(), options.to_owned()),
        _ => return Ok(None),
    }))
}

/// One future for all errands: each of its own would have what begins it, ends it and lets go of it besides.
async fn run(config: Rc<Config>, errand: Errand, host: TaskHost) -> String {
    let orders = || Orders::new(&config, &host, Limits::default());
    match errand {
        Errand::Buyer(settings, kept, wish) => {
            let checkout = match Checkout::new(&config, &host, &settings) {
                Ok(checkout) => checkout,
                Err(error) => return failed(error),
            };
            let standing = |verdict| Ok(Reserving::Standing(Box::new(verdict)));
            ended(match wish {
                Wish::Reserve(asked) => {
                    let (order, cookies) = line(&asked);
                    match kept {
                        true => checkout.reserve_kept(Input::of(order), Some(cookies)).await,
                        false => checkout.reserve(Input::of(order), Some(cookies)).await,
                    }
                }
                Wish::Visit(visit) if kept => {
                    standing(checkout.visit_kept(&visit, &|verdict| host.note(&verdict.json())).await)
                }
                Wish::Visit(visit) => standing(checkout.visit(&visit).await),
            })
        }
        Errand::Sweep(key) => ended(orders().sweep_key(&key).await),
        Errand::Desk(asked, options) => {
            let (word, order) = line(&asked);
            ended(orders().handle(word, &order.into(), Input::of(&options)).await)
        }
    }
}

/// A call that is well-formed.
struct Asked {
    request: Request,
    known: Expected,
    life: Option<PaymentLife>,
}

fn read_call(operation: &str, config: &Config, request: &str, options: &str) -> Result<Asked, Error> {
    let name = NAMES.iter().copied().find(|name| *name == operation).unwrap_or("request");
    let options = read_options(Input::of(options)).map_err(|error| error.in_operation(name))?;
    let known = Expected::read(options.expected, name);
    let life = match options.payment {
        Input::Nothing => None,
        life => Some(PaymentLife::read(life, name)),
    };
    let currency = known.as_ref().ok().and_then(|known| known.currency);
    let of_life = |life: &PaymentLife| life.currency.as_deref().and_then(|text| text.parse().ok());
    let currency = currency.or_else(|| life.as_ref().and_then(|life| life.as_ref().ok()).and_then(of_life));
    let operation = find(operation).ok_or_else(no_operation)?;
    let request = Request::read(operation, config.rules(), Input::of(request), currency);
    let (request, known) = both(request, known)?;
    Ok(Asked { request, known, life: life.transpose()? })
}

/// The reply, and after a line break the untouched text that it was read from; nothing where that is as it was given,
/// which the package has itself.
async fn call(config: Rc<Config>, Asked { request, known, life }: Asked, host: TaskHost) -> String {
    let client = Client::new(&config, &host);
    let answer = match life {
        None => client.call(&request, &known).await,
        Some(life) => client.step(&request, &known, &life).await,
    };
    match answer {
        Ok(answer) => concat(&["R", answer.reply.text(), "\n", if answer.as_given { "" } else { &answer.raw }]),
        Err(error) => failed(error),
    }
}

/// What may accompany one call.
struct CallOptions<'a> {
    expected: Input<'a>,
    payment: Input<'a>,
}

/// The signal stays with the package, which writes one here only where it is none.
fn read_options(options: Input<'_>) -> Result<CallOptions<'_>, Error> {
    if options == Input::Nothing {
        return Ok(CallOptions { expected: Input::Nothing, payment: Input::Nothing });
    }
    let mut issues = Issues::default();
    let mut fields = Fields::of(options, "options", &mut issues);
    fields.refuse_nothing(&["expected", "payment"]);
    let [expected, payment] = ["expected", "payment"].map(|name| fields.present(name).unwrap_or(Input::Nothing));
    if fields.present("signal").is_some() {
        fields.issue("signal", Rule::Signal);
    }
    fields.finish();
    issues.or(Code::InvalidRequest, None, CallOptions { expected, payment })
}

/// What was read last, each with the text that it was read from.
type Known<T> = RefCell<Vec<(String, Rc<T>)>>;

thread_local! {
    static CONFIGS: Known<Config> = const { RefCell::new(Vec::new()) };
    static SETTINGS: Known<Settings> = const { RefCell::new(Vec::new()) };
}

/// A worker has one configuration and one checkout, or one for each version or merchant.
const MOST_KNOWN: usize = 8;

fn read_config(text: &str) -> Result<Rc<Config>, Error> {
    read_once(&CONFIGS, text, Config::read)
}

/// Reads each text once. It is its own handle: a client that is made for each request costs no more than one that is
/// kept, none has to be given back, and a fresh instance needs nothing told.
fn read_once<T>(
    known: &'static LocalKey<Known<T>>,
    text: &str,
    read: impl FnOnce(Input<'_>) -> Result<T, Error>,
) -> Result<Rc<T>, Error> {
    let before = known.with_borrow(|known| {
        let (_, value) = known.iter().find(|(seen, _)| seen == text)?;
        Some(Rc::clone(value))
    });
    if let Some(value) = before {
        return Ok(value);
    }
    let value = Rc::new(read(Input::of(text))?);
    known.with_borrow_mut(|known| {
        if known.len() >= MOST_KNOWN {
            known.remove(0);
        }
        known.push((text.to_owned(), Rc::clone(&value)));
    });
    Ok(value)
}

/// The package's own object: a kind that it does not know only asks.
fn read_visit(visit: Input<'_>) -> Visit {
    let mut issues = Issues::default();
    let fields = Fields::of(visit, "", &mut issues);
    let kind = match fields.given("kind").as_deref() {
        Some("confirm") => VisitKind::Confirm,
        Some("cancel") => VisitKind::Cancel,
        _ => VisitKind::Status,
    };
    Visit { kind, url: fields.given("url").unwrap_or_default(), cookies: fields.given("cookies") }
}
