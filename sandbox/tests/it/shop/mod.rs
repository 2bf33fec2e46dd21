//! A merchant's side for the tests: calls the sandbox, keeps its records as a host would, and can restart it.

mod calls;
mod signed;

pub(crate) use signed::sign;

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

    /// A shop whose sandbox takes nothing that LINE Pay's documents do not have.
    pub(crate) fn strict() -> Shop {
        Shop::with(json!({
            "plainSums": true, "unreadableEnums": false, "numbersAsTexts": false, "bracketedIds": false,
            "textsAsNumbers": false,
            "joinedIds": false, "emptyIds": false, "untypedPosts": false, "nullBody": "refuse", "httpImages": false,
            "freeRegistration": false, "confirmProducts": false,
        }))
    }

    /// `notes` of the last call.
    pub(crate) fn notes(&mut self) -> Value {
        let log = self.control("GET", "log", &Value::Null);
        log["calls"].as_array().unwrap().last().unwrap()["notes"].clone()
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
            let payload = if method == "GET" { query.as_bytes() } else { body };
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
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            body: body.to_vec(),
            peer: self.peer.clone(),
            origin: "https://pay.example.com".to_owned(),
            ..Request::default()
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

    pub(crate) fn control(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.control_answer(method, path, body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn control_answer(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut request = self.request(method, &format!("/_sandbox/{path}"), "", body.as_bytes());
        request.headers = vec![("X-Sandbox-Control".to_owned(), "1".to_owned())];
        self.send(&request)
    }

    pub(crate) fn state(&mut self, reserved: &Reserved) -> String {
        let answer = self.raw("GET", &format!("/web/payment/check/{}", reserved.reserve_id), "", b"");
        let view: Value = serde_json::from_str(&answer.body).unwrap();
        view["state"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn reserved(reply: &Value) -> Reserved {
    let web = reply["info"]["paymentUrl"]["web"].as_str().unwrap();
    Reserved {
        id: reply["info"]["transactionId"].as_u64().unwrap(),
        reserve_id: web.split_once("transactionReserveId=").unwrap().1.to_owned(),
    }
}

pub(crate) fn code(reply: &Value) -> &str {
    reply["returnCode"].as_str().unwrap()
}
