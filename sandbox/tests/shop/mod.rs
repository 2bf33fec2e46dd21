//! A merchant's side for the tests: calls the sandbox, keeps its records as a host would, and can restart it.
#![allow(dead_code, reason = "each test file uses its part")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use linepay_sandbox::{Answer, Config, Request, Sandbox, Settings};
use serde_json::{Value, json};
use sha2::Sha256;
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
    /// `v2`, `v3`, `v4`: what the helpers call.
    pub(crate) version: &'static str,
    nonces: u64,
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
            version: "v2",
            nonces: 0,
            settings,
        }
    }

    /// The same shop with another version's contract.
    pub(crate) fn in_version(self, version: &'static str) -> Shop {
        Shop { version, ..self }
    }

    /// Kills the sandbox and begins again from its records.
    pub(crate) fn restart(&mut self) {
        self.sandbox = sandbox(&self.settings);
        self.sandbox.load(&self.records).unwrap();
    }

    /// A request with the headers of its path's version.
    pub(crate) fn request(&self, method: &str, path: &str, query: &str, body: &[u8]) -> Request {
        let mut headers = vec![
            ("Content-Type", "application/json; charset=UTF-8".to_owned()),
            ("X-LINE-ChannelId", CHANNEL.to_owned()),
        ];
        if path.starts_with("/v3/") || path.starts_with("/v4/") {
            let nonce = format!("nonce-{}-{}", self.now, self.nonces);
            let payload = if method == "GET" {
                query.as_bytes()
            } else {
                body
            };
            let signature = sign(path, payload, &nonce);
            headers.push(("X-LINE-Authorization-Nonce", nonce));
            headers.push(("X-LINE-Authorization", signature));
        } else {
            headers.push(("X-LINE-ChannelSecret", SECRET.to_owned()));
        }
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: headers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            body: body.to_vec(),
            peer: self.peer.clone(),
            origin: "https://pay.example.com".to_owned(),
        }
    }

    pub(crate) fn send(&mut self, request: &Request) -> Answer {
        self.nonces += 1;
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

    pub(crate) fn get(&mut self, path: &str, query: &str) -> Value {
        let answer = self.raw("GET", path, query, b"");
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn details(&mut self, query: &str) -> Value {
        self.get(&format!("/{}/payments", self.version), query)
    }

    pub(crate) fn authorizations(&mut self, query: &str) -> Value {
        self.get("/v2/payments/authorizations", query)
    }

    pub(crate) fn status(&mut self, id: u64) -> Value {
        self.get(
            &format!("/{}/payments/requests/{id}/check", self.version),
            "",
        )
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

    /// Reserves with v2's names, which become those of the shop's version; other names are passed on.
    pub(crate) fn reserve_with(&mut self, changes: Value) -> Value {
        let mut order = json!({
            "productName": "Sample tea set", "amount": 360, "currency": "TWD", "orderId": "ORD-1",
            "confirmUrl": "https://shop.example.com/confirm?cart=7", "cancelUrl": "https://shop.example.com/cancel",
        });
        for (name, value) in changes.as_object().unwrap() {
            order[name] = value.clone();
        }
        if self.version != "v2" {
            order = in_packages(order);
        }
        self.post(
            &format!("/{}/payments/request", self.version),
            &order.to_string(),
        )
    }

    pub(crate) fn reserve(&mut self, order_id: &str) -> Reserved {
        self.reserve_as(order_id, json!({}))
    }

    pub(crate) fn reserve_as(&mut self, order_id: &str, mut changes: Value) -> Reserved {
        changes["orderId"] = json!(order_id);
        let reply = self.reserve_with(changes);
        assert_eq!(code(&reply), "0000", "{reply}");
        reserved(&reply)
    }

    pub(crate) fn approve(&mut self, id: u64) -> Value {
        self.control("POST", &format!("transactions/{id}/approve"), &Value::Null)
    }

    /// A call on a transaction: `confirm`, `refund`, `authorizations/{}/capture`, …
    fn on(&mut self, id: u64, call: &str, body: &str) -> Value {
        let rest = if call.contains("{}") {
            call.replace("{}", &id.to_string())
        } else {
            format!("{id}/{call}")
        };
        self.post(&format!("/{}/payments/{rest}", self.version), body)
    }

    pub(crate) fn confirm(&mut self, id: u64) -> Value {
        self.confirm_sum(id, &json!(360))
    }

    pub(crate) fn confirm_sum(&mut self, id: u64, amount: &Value) -> Value {
        let body = json!({ "amount": amount, "currency": "TWD" }).to_string();
        self.on(id, "confirm", &body)
    }

    pub(crate) fn capture(&mut self, id: u64, amount: i64) -> Value {
        let body = json!({ "amount": amount, "currency": "TWD" }).to_string();
        self.on(id, "authorizations/{}/capture", &body)
    }

    pub(crate) fn void(&mut self, id: u64) -> Value {
        self.on(id, "authorizations/{}/void", "")
    }

    pub(crate) fn refund(&mut self, id: u64, body: &str) -> Value {
        self.on(id, "refund", body)
    }

    /// A charge of 150 TWD.
    pub(crate) fn charge(&mut self, reg_key: &str, order_id: &str, capture: bool) -> Value {
        let body = json!({ "productName": "Monthly plan", "amount": 150, "currency": "TWD",
            "orderId": order_id, "capture": capture });
        self.post(
            &format!(
                "/{}/payments/preapprovedPay/{reg_key}/payment",
                self.version
            ),
            &body.to_string(),
        )
    }

    pub(crate) fn check_key(&mut self, reg_key: &str) -> Value {
        self.get(
            &format!("/{}/payments/preapprovedPay/{reg_key}/check", self.version),
            "",
        )
    }

    pub(crate) fn expire_key(&mut self, reg_key: &str) -> Value {
        self.post(
            &format!("/{}/payments/preapprovedPay/{reg_key}/expire", self.version),
            "",
        )
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

    /// An authorisation of 360 TWD.
    pub(crate) fn authorize(&mut self, order_id: &str) -> u64 {
        let id = self.reserve_as(order_id, json!({ "capture": false })).id;
        self.approve(id);
        assert_eq!(code(&self.confirm(id)), "0000");
        id
    }

    /// The regKey that a payment of 360 TWD issues.
    pub(crate) fn register(&mut self, order_id: &str) -> String {
        let id = self
            .reserve_as(order_id, json!({ "payType": "PREAPPROVED" }))
            .id;
        self.approve(id);
        let reply = self.confirm(id);
        assert_eq!(code(&reply), "0000", "{reply}");
        reply["info"]["regKey"].as_str().unwrap().to_owned()
    }

    /// A payment of 360 TWD.
    pub(crate) fn pay(&mut self, order_id: &str) -> u64 {
        let id = self.reserve(order_id).id;
        self.approve(id);
        assert_eq!(code(&self.confirm(id)), "0000");
        id
    }
}

/// The signature of v3 and v4.
pub(crate) fn sign(path: &str, payload: &[u8], nonce: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(
        &[
            SECRET.as_bytes(),
            path.as_bytes(),
            payload,
            nonce.as_bytes(),
        ]
        .concat(),
    );
    STANDARD.encode(mac.finalize().into_bytes())
}

/// An order of v2 as v3 and v4 have it.
fn in_packages(mut order: Value) -> Value {
    let mut take = |name: &str| order.as_object_mut().unwrap().remove(name);
    let (name, capture, pay_type) = (take("productName"), take("capture"), take("payType"));
    let mut urls = json!({});
    for name in ["confirmUrl", "cancelUrl", "confirmUrlType"] {
        if let Some(url) = take(name) {
            urls[name] = url;
        }
    }
    let amount = order["amount"].clone();
    let package = json!({ "id": "1", "amount": amount,
        "products": [{ "name": name, "quantity": 1, "price": amount }] });
    for (name, value) in [("packages", json!([package])), ("redirectUrls", urls)] {
        if order.get(name).is_none() {
            order[name] = value;
        }
    }
    for (name, value) in [("capture", capture), ("payType", pay_type)] {
        if let Some(value) = value {
            order["options"]["payment"][name] = value;
        }
    }
    order
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
