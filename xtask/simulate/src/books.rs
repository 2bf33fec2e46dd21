//! LINE Pay's books: the sandbox, natively in this process, and what it says of the payments that it holds.

use crate::life::Life;
use crate::taken::is_of_order;
use linepay_edge::HttpRequest;
use linepay_sandbox::{Answer, Config, Request, Sandbox};
use serde_json::Value;
use std::cell::RefCell;

pub(crate) const CHANNEL: &str = "1234567890";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A payment as LINE Pay holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) transaction: String,
    pub(crate) order: String,
    pub(crate) state: String,
    /// What was asked for, and what was taken.
    pub(crate) amount: u64,
    pub(crate) captured: u64,
    /// What each refund gave back.
    pub(crate) refunds: Vec<u64>,
    /// The key that it issued.
    pub(crate) reg_key: Option<String>,
}

impl Held {
    /// The buyer has not decided.
    pub(crate) fn is_waiting(&self) -> bool {
        self.state == "RESERVED"
    }

    /// A confirm that arrives now, or later, may take effect.
    pub(crate) fn can_be_confirmed(&self) -> bool {
        matches!(self.state.as_str(), "RESERVED" | "AUTHENTICATED")
    }

    /// It was taken once, whatever was given back.
    pub(crate) fn was_captured(&self) -> bool {
        matches!(self.state.as_str(), "CAPTURED" | "PARTLY_REFUNDED" | "REFUNDED")
    }

    /// It was confirmed once, whatever became of it.
    pub(crate) fn was_confirmed(&self) -> bool {
        self.was_captured() || matches!(self.state.as_str(), "AUTHORIZED" | "VOIDED" | "LAPSED")
    }

    pub(crate) fn refunded(&self) -> u64 {
        self.refunds.iter().sum()
    }
}

pub(crate) struct Books {
    sandbox: RefCell<Sandbox>,
}

impl Books {
    pub(crate) fn new(life: &Life) -> Books {
        let sandbox = Sandbox::new(Config {
            channel_id: CHANNEL.to_owned(),
            channel_secret: SECRET.to_owned(),
            merchant_name: "Sample Shop".to_owned(),
            seed: "simulation".to_owned(),
            public_origin: Some("https://sandbox-web-pay.line.me".to_owned()),
            settings: serde_json::from_value(life.settings.clone()).expect("settings of the sandbox"),
        });
        Books { sandbox: RefCell::new(sandbox.expect("a sandbox")) }
    }

    pub(crate) fn receive(&self, request: &Request, now: u64) -> Answer {
        self.sandbox.borrow_mut().handle(request, now)
    }

    /// A control call; its answer, where it was taken.
    pub(crate) fn control(&self, method: &str, path: &str, body: &str, now: u64) -> Option<Value> {
        let request = Request {
            method: method.to_owned(),
            path: format!("/_sandbox/{path}"),
            headers: vec![("X-Sandbox-Control".to_owned(), "1".to_owned())],
            body: body.as_bytes().to_vec(),
            ..Request::default()
        };
        let answer = self.receive(&request, now);
        if answer.status == 200 { serde_json::from_str(&answer.body).ok() } else { None }
    }

    /// Every payment, oldest first.
    pub(crate) fn held(&self, now: u64) -> Vec<Held> {
        let list = self.control("GET", "transactions", "", now).unwrap_or_default();
        let rows = list["transactions"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let sum = |value: &Value| value.as_f64().unwrap_or_default() as u64;
        // A registration of its own has a payment over nothing.
        rows.iter()
            .filter(|row| is_of_order(row["orderId"].as_str().unwrap_or_default()))
            .map(|row| Held {
                transaction: text(&row["transactionId"]),
                order: text(&row["orderId"]),
                state: text(&row["state"]),
                amount: sum(&row["amount"]),
                captured: sum(&row["captured"]),
                refunds: row["refunds"].as_array().into_iter().flatten().map(|one| sum(&one["refundAmount"])).collect(),
                reg_key: row["regKey"].as_str().map(str::to_owned),
            })
            .collect()
    }
}

/// The request as it arrives at LINE Pay.
pub(crate) fn as_received(request: &HttpRequest) -> Request {
    Request {
        headers: request.headers().iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        body: request.body().unwrap_or_default().as_bytes().to_vec(),
        peer: "203.0.113.7".to_owned(),
        ..Request::at(request.method().as_str(), request.url())
    }
}
