//! LINE Pay's end of the line for one order that the buyer has approved, and what was asked of it.

use crate::raw::Raw;
use linepay_edge::HttpRequest;
use linepay_edge::flow::{Host, HttpReply, Lost};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// 2026-05-07T03:04:05Z, and half a second.
const START: u64 = 1_778_123_045_500;

pub(crate) struct Line {
    transaction: &'static str,
    order_id: String,
    capture: bool,
    now: Cell<u64>,
    calls: RefCell<Vec<(String, String)>>,
}

impl Line {
    pub(crate) fn new(transaction: &'static str, order_id: &str, capture: bool) -> Line {
        let (now, calls) = (Cell::new(START), RefCell::default());
        Line { transaction, order_id: order_id.to_owned(), capture, now, calls }
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.now.set(self.now.get() + seconds * 1_000);
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.borrow().len()
    }

    /// Sum in hundredths and currency of the confirm that was sent.
    pub(crate) fn confirmed(&self) -> Option<(i128, String)> {
        let calls = self.calls.borrow();
        let confirms: Vec<_> = calls.iter().filter(|(url, _)| url.ends_with("/confirm")).collect();
        assert!(confirms.len() < 2, "nothing that moves money is repeated");
        let body = Raw::read(&confirms.first()?.1).expect("a body is JSON");
        Some((body.get("amount")?.sum()?, body.get("currency")?.text()?.to_owned()))
    }

    /// The orders that queries named.
    pub(crate) fn orders_asked(&self) -> Vec<String> {
        let calls = self.calls.borrow();
        let queries = calls.iter().filter_map(|(url, _)| url.split_once("?orderId="));
        queries.map(|(_, value)| decoded(value)).collect()
    }

    fn answer(&self, url: &str, body: &str) -> String {
        let success = |info| json!({ "returnCode": "0000", "returnMessage": "Success.", "info": info }).to_string();
        if url.ends_with("/payments/request") {
            let web = "https://sandbox-web-pay.line.me/web/payment/wait";
            return success(json!({ "transactionId": self.transaction, "paymentUrl": { "web": web } }));
        }
        if url.ends_with("/check") {
            return json!({ "returnCode": "0110", "returnMessage": "-" }).to_string();
        }
        if url.ends_with("/confirm") {
            let amount = &serde_json::from_str::<serde_json::Value>(body).expect("a body is JSON")["amount"];
            let mut info = json!({ "transactionId": self.transaction, "orderId": self.order_id,
                "payInfo": [{ "method": "BALANCE", "amount": amount }] });
            if !self.capture {
                info["authorizationExpireDate"] = json!("2026-06-07T03:04:05Z");
            }
            return success(info);
        }
        json!({ "returnCode": "1150", "returnMessage": "Transaction record not found." }).to_string()
    }
}

impl Host for Line {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        let (url, body) = (request.url().to_owned(), request.body().unwrap_or_default().to_owned());
        let text = self.answer(&url, &body);
        self.calls.borrow_mut().push((url, body));
        Ok(HttpReply { status: 200, text })
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    async fn sleep(&self, milliseconds: u32) {
        self.now.set(self.now.get() + u64::from(milliseconds));
    }

    fn nonce(&self) -> String {
        format!("nonce-{}", self.calls())
    }
}

/// A query value's text; every byte of it is escaped or unreserved.
pub(crate) fn decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value;
    while let Some(first) = rest.bytes().next() {
        let escape = (first == b'%').then(|| rest.get(1..3).expect("an escape has two digits"));
        assert!(escape.is_some() || first.is_ascii_alphanumeric() || b"-._~".contains(&first), "{value}");
        bytes.push(escape.map_or(first, |digits| u8::from_str_radix(digits, 16).expect("hexadecimal digits")));
        rest = &rest[if escape.is_some() { 3 } else { 1 }..];
    }
    String::from_utf8(bytes).expect("a query value is UTF-8")
}

/// Runs a future that waits for nothing.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for something that never happens"),
    }
}
