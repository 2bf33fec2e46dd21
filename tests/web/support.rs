//! A runtime whose clock runs fast and that counts what is left behind, and a LINE Pay of a few answers.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise, Reflect};
use linepay_edge::web::FetchHost;
use linepay_edge::{Config, Credentials, Environment, Version};
use wasm_bindgen::prelude::*;
use web_sys::{Headers, RequestInit, Response};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const ID: &str = "2026050712345678910";
pub(crate) const PAID: &str = r#"{"returnCode":"0000","returnMessage":"OK","info":{"transactionId":2026050712345678910,
    "orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}"#;
pub(crate) const NOT_FOUND: &str = r#"{"returnCode":"1150","returnMessage":"-"}"#;
pub(crate) const RESERVED: &str = r#"{"returnCode":"0000","returnMessage":"OK","info":{
    "transactionId":2026050712345678910,
    "paymentUrl":{"web":"https://sandbox-web-pay.line.me/web/payment/wait?x=1","app":"line://pay/payment/x"}}}"#;

pub(crate) fn config(version: Version) -> Config {
    Config::new(Credentials::new("1234567890", SECRET).unwrap(), version, Environment::Sandbox)
}

pub(crate) fn js(code: &str) -> JsValue {
    js_sys::eval(code).unwrap()
}

/// Makes timers run two hundred times as fast, and counts those that are open.
pub(crate) fn fast_clock() {
    js("if (!globalThis.openTimers) {
        const [set, clear] = [globalThis.setTimeout, globalThis.clearTimeout];
        globalThis.openTimers = new Set();
        globalThis.setTimeout = (work, time) => {
            const timer = set(() => (openTimers.delete(timer), work()), time / 200);
            openTimers.add(timer);
            return timer;
        };
        globalThis.clearTimeout = (timer) => (openTimers.delete(timer), clear(timer));
    }
    openTimers.clear()");
}

pub(crate) fn open_timers() -> f64 {
    js("openTimers.size").as_f64().unwrap()
}

/// Lets so many of the fast clock's milliseconds pass.
pub(crate) async fn pass(milliseconds: u32) {
    let code = format!("new Promise((resolve) => setTimeout(resolve, {milliseconds}))");
    js(&code).unchecked_into::<Promise>().await.unwrap();
}

pub(crate) fn answer(text: &str) -> Promise {
    Promise::resolve(&JsValue::from(Response::new_with_opt_str(Some(text)).unwrap()))
}

/// A request that was to be sent.
pub(crate) struct Sent {
    pub(crate) url: String,
    pub(crate) init: RequestInit,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.part("headers").unchecked_into::<Headers>().get(name).unwrap()
    }

    pub(crate) fn part(&self, name: &str) -> JsValue {
        Reflect::get(&self.init, &name.into()).unwrap()
    }
}

pub(crate) type Log = Rc<RefCell<Vec<Sent>>>;

/// A host whose `fetch` is this function of the URL, and what it was asked.
pub(crate) fn host(fetch: impl Fn(&str) -> Promise + 'static) -> (FetchHost, Log) {
    let log = Log::default();
    let own = Rc::clone(&log);
    let host = FetchHost::new().with_fetch(move |url, init| {
        own.borrow_mut().push(Sent { url: url.to_owned(), init: init.clone() });
        Ok(fetch(url))
    });
    (host, log)
}

/// A LINE Pay that reserves, knows no payment, and confirms.
pub(crate) fn line_pay(url: &str) -> Promise {
    match url {
        url if url.ends_with("/request") => answer(RESERVED),
        url if url.ends_with("/confirm") => answer(PAID),
        _ => answer(NOT_FOUND),
    }
}

/// A promise, and what settles it.
pub(crate) fn later() -> (Promise, Array) {
    let both: Array = js("(() => { let open; const later = new Promise((resolve) => (open = resolve)); \
                          return [later, open]; })()")
    .unchecked_into();
    (both.get(0).unchecked_into(), both)
}
