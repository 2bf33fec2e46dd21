//! A merchant's side for the tests: calls the sandbox, keeps its records as a host would, and can restart it.
#![allow(dead_code, reason = "each test file uses its part")]

use linepay_sandbox::{Answer, Config, Request, Sandbox, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const CHANNEL: &str = "1234567890";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// 2026-05-07T03:04:05Z
pub(crate) const START: u64 = 1_778_123_045_000;
pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const DAY: u64 = 86_400_000;

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) now: u64,
    pub(crate) records: BTreeMap<String, String>,
    pub(crate) peer: String,
    settings: Settings,
}

/// What reserve gave.
#[derive(Clone)]
pub(crate) struct Reserved {
    pub(crate) id: u64,
    pub(crate) reserve_id: String,
}

fn sandbox(settings: &Settings) -> Sandbox {
    Sandbox::new(Config {
        channel_id: CHANNEL.to_owned(),
        channel_secret: SECRET.to_owned(),
        merchant_name: "Sample Shop".to_owned(),
        seed: "test".to_owned(),
        public_origin: None,
        settings: settings.clone(),
    })
    .unwrap()
}

impl Shop {
    pub(crate) fn new() -> Shop {
        Shop::with(json!({}))
    }

    pub(crate) fn with(settings: Value) -> Shop {
        let settings: Settings = serde_json::from_value(settings).unwrap();
        let peer = "127.0.0.1".to_owned();
        Shop {
            sandbox: sandbox(&settings),
            now: START,
            records: BTreeMap::new(),
            peer,
            settings,
        }
    }

    /// Kills the sandbox and begins again from its records.
    pub(crate) fn restart(&mut self) {
        self.sandbox = sandbox(&self.settings);
        self.sandbox.load(&self.records).unwrap();
    }

    pub(crate) fn request(&self, method: &str, path: &str, query: &str, body: &[u8]) -> Request {
        let headers = [
            ("Content-Type", "application/json; charset=UTF-8"),
            ("X-LINE-ChannelId", CHANNEL),
            ("X-LINE-ChannelSecret", SECRET),
        ];
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            body: body.to_vec(),
            peer: self.peer.clone(),
            origin: "https://pay.example.com".to_owned(),
        }
    }

    pub(crate) fn send(&mut self, request: &Request) -> Answer {
        let answer = self.sandbox.handle(request, self.now);
        for change in &answer.changes {
            match &change.1 {
                Some(value) => self.records.insert(change.0.clone(), value.clone()),
                None => self.records.remove(&change.0),
            };
        }
        answer
    }

    pub(crate) fn raw(&mut self, method: &str, path: &str, query: &str, body: &[u8]) -> Answer {
        let request = self.request(method, path, query, body);
        self.send(&request)
    }

    pub(crate) fn post(&mut self, path: &str, body: &str) -> Value {
        let answer = self.raw("POST", path, "", body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn details(&mut self, query: &str) -> Value {
        let answer = self.raw("GET", "/v2/payments", query, b"");
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn control(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.control_answer(method, path, body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn control_answer(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut request = self.request(method, &format!("/_sandbox/{path}"), "", body.as_bytes());
        request.headers = vec![("X-Sandbox-Control".to_owned(), "1".to_owned())];
        self.send(&request)
    }

    pub(crate) fn reserve_with(&mut self, changes: Value) -> Value {
        let mut order = json!({
            "productName": "Sample tea set", "amount": 360, "currency": "TWD", "orderId": "ORD-1",
            "confirmUrl": "https://shop.example.com/confirm?cart=7", "cancelUrl": "https://shop.example.com/cancel",
        });
        for (name, value) in changes.as_object().unwrap() {
            order[name] = value.clone();
        }
        self.post("/v2/payments/request", &order.to_string())
    }

    pub(crate) fn reserve(&mut self, order_id: &str) -> Reserved {
        let reply = self.reserve_with(json!({ "orderId": order_id }));
        assert_eq!(code(&reply), "0000", "{reply}");
        reserved(&reply)
    }

    pub(crate) fn approve(&mut self, id: u64) -> Value {
        self.control("POST", &format!("transactions/{id}/approve"), &Value::Null)
    }

    pub(crate) fn confirm(&mut self, id: u64) -> Value {
        self.post(
            &format!("/v2/payments/{id}/confirm"),
            r#"{"amount":360,"currency":"TWD"}"#,
        )
    }

    pub(crate) fn refund(&mut self, id: u64, body: &str) -> Value {
        self.post(&format!("/v2/payments/{id}/refund"), body)
    }

    pub(crate) fn state(&mut self, reserved: &Reserved) -> String {
        let answer = self.raw(
            "GET",
            &format!("/web/payment/check/{}", reserved.reserve_id),
            "",
            b"",
        );
        let view: Value = serde_json::from_str(&answer.body).unwrap();
        view["state"].as_str().unwrap().to_owned()
    }

    /// A payment of 360 TWD.
    pub(crate) fn pay(&mut self, order_id: &str) -> u64 {
        let id = self.reserve(order_id).id;
        self.approve(id);
        assert_eq!(code(&self.confirm(id)), "0000");
        id
    }
}

pub(crate) fn reserved(reply: &Value) -> Reserved {
    let web = reply["info"]["paymentUrl"]["web"].as_str().unwrap();
    Reserved {
        id: reply["info"]["transactionId"].as_u64().unwrap(),
        reserve_id: web
            .split_once("transactionReserveId=")
            .unwrap()
            .1
            .to_owned(),
    }
}

pub(crate) fn code(reply: &Value) -> &str {
    reply["returnCode"].as_str().unwrap()
}
