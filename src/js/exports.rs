//! What the package calls.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::convert::{both, failure, input, output, with_raw};
use super::host::{CallHost, JsHost};
use crate::config::Config;
use crate::error::{Code, Error, Issues};
use crate::flow::{Checkout, Client, Settings, Visit, VisitKind};
use crate::input::{Fields, Input};
use crate::operation::Expected;
use crate::operations::{Any, NAMES};
use crate::payment::PaymentLife;
use crate::rule::Rule;

/// Throws what is wrong with a configuration.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(config: JsValue) -> Result<(), JsValue> {
    read_config(&config).map(drop).map_err(|error| failure(&error))
}

/// Makes one call of the operation called `operation`.
#[wasm_bindgen]
pub async fn call(
    config: JsValue,
    host: JsHost,
    operation: String,
    request: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let made = make_call(config, host, &operation, request, &options).await;
    made.map_err(|error| failure(&error))
}

async fn make_call(
    config: JsValue,
    host: JsHost,
    operation: &str,
    request: JsValue,
    options: &JsValue,
) -> Result<JsValue, Error> {
    let config = read_config(&config)?;
    let name = NAMES.iter().copied().find(|name| *name == operation).unwrap_or("request");
    let options = read_options(options).map_err(|error| error.in_operation(name))?;
    let any = Any::read(operation, config.rules(), input(&request));
    let (any, known) = both(any, Expected::read(options.expected, name))?;
    let host = CallHost { js: host, signal: options.signal };
    let client = Client::new(&config, &host);
    let answer = match options.payment {
        Input::Nothing => client.call(&any, &known).await?,
        life => client.step(&any, &known, &PaymentLife::read(life, name)?).await?,
    };
    Ok(with_raw(output(&answer.reply), &answer.raw))
}

/// What may accompany one call.
struct CallOptions {
    expected: Input,
    payment: Input,
    signal: Option<AbortSignal>,
}

/// The signal is an object of the host's; everything else is plain data.
fn read_options(options: &JsValue) -> Result<CallOptions, Error> {
    if options.is_undefined() || options.is_null() {
        return Ok(CallOptions { expected: Input::Nothing, payment: Input::Nothing, signal: None });
    }
    let mut issues = Issues::default();
    let mut entries = Vec::new();
    for key in Reflect::own_keys(options).unwrap_or_default().iter() {
        let Some(name) = key.as_string().filter(|name| name != "signal") else {
            continue;
        };
        entries.push((name.clone(), input(&get(options, &name))));
    }
    let signal = get(options, "signal");
    let options = match options.is_object() {
        true => Input::Object(entries),
        false => input(options),
    };
    let mut fields = Fields::of(options, "options", &mut issues);
    fields.refuse_nothing(&["expected", "payment"]);
    let [expected, payment] = ["expected", "payment"].map(|name| fields.present(name).unwrap_or(Input::Nothing));
    let signal = match signal.is_undefined() {
        true => None,
        false => signal.dyn_into::<AbortSignal>().map_err(|_| fields.issue("signal", Rule::Signal)).ok(),
    };
    fields.known("signal");
    fields.finish();
    issues.or(Code::InvalidRequest, None, CallOptions { expected, payment, signal })
}

/// Reserves an order for the checkout.
#[wasm_bindgen(js_name = checkoutReserve)]
pub async fn checkout_reserve(
    config: JsValue,
    host: JsHost,
    settings: JsValue,
    order: JsValue,
) -> Result<JsValue, JsValue> {
    let reserved = async {
        let (config, settings) = (read_config(&config)?, Settings::read(input(&settings))?);
        let host = CallHost { js: host, signal: None };
        Checkout::new(&config, &host, &settings)?.reserve(input(&order)).await
    };
    reserved.await.map(|reserved| output(&reserved)).map_err(|error| failure(&error))
}

/// Brings a visit to one of the checkout's pages to its verdict.
#[wasm_bindgen(js_name = checkoutVisit)]
pub async fn checkout_visit(
    config: JsValue,
    host: JsHost,
    settings: JsValue,
    visit: JsValue,
) -> Result<JsValue, JsValue> {
    let visited = async {
        let (config, settings) = (read_config(&config)?, Settings::read(input(&settings))?);
        let visit = read_visit(&visit);
        let host = CallHost { js: host, signal: None };
        Ok(Checkout::new(&config, &host, &settings)?.visit(&visit).await)
    };
    let visited: Result<_, Error> = visited.await;
    visited.map(|verdict| output(&verdict)).map_err(|error| failure(&error))
}

thread_local! {
    /// The configurations that were read last, each with the object that it was read from.
    static CONFIGS: RefCell<Vec<(JsValue, Rc<Config>)>> = const { RefCell::new(Vec::new()) };
}

/// A worker has one configuration, or one for each version or merchant.
const MOST_CONFIGS: usize = 8;

/// Reads a configuration once for each object: it takes longer than all that the module does in a call. The object is
/// the shim's own copy, which it has frozen.
fn read_config(object: &JsValue) -> Result<Rc<Config>, Error> {
    let known = CONFIGS.with_borrow(|known| {
        let (_, config) = known.iter().find(|(seen, _)| seen == object)?;
        Some(Rc::clone(config))
    });
    if let Some(config) = known {
        return Ok(config);
    }
    let config = Rc::new(Config::read(input(object))?);
    CONFIGS.with_borrow_mut(|known| {
        if known.len() >= MOST_CONFIGS {
            known.remove(0);
        }
        known.push((object.clone(), Rc::clone(&config)));
    });
    Ok(config)
}

/// The shim's own object: a kind that it does not know only asks.
fn read_visit(visit: &JsValue) -> Visit {
    Visit {
        kind: match get(visit, "kind").as_string().as_deref() {
            Some("confirm") => VisitKind::Confirm,
            Some("cancel") => VisitKind::Cancel,
            _ => VisitKind::Status,
        },
        url: get(visit, "url").as_string().unwrap_or_default(),
        cookies: get(visit, "cookies").as_string(),
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
