//! The network between the shop and LINE Pay: it loses requests before their effect and answers
//! after it, cuts and replaces answers, and takes its time. It never sends anything twice.

use super::random::Random;
use super::run::step;
use super::{CHANNEL, SECRET, START};
use linepay_edge::flow::{Host, HttpReply, LinePayEvent, Lost};
use linepay_edge::{HttpRequest, Operation, operations};
use linepay_sandbox::{Config, Delivery, Request, Sandbox};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::VecDeque;

/// What happens to one exchange.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Trouble {
    /// The connection fails before LINE Pay has the request.
    LoseRequest,
    /// It breaks after LINE Pay has done its part.
    LoseReply,
    /// No answer in time, and LINE Pay never had the request.
    HangBefore,
    /// No answer in time, but LINE Pay has done its part.
    HangAfter,
    /// No answer in time; LINE Pay gets the request so many milliseconds after that.
    Late(u64),
    /// The answer takes so many milliseconds.
    Slow(u64),
    /// The first text stands as the second one in the answer.
    Replace(&'static str, &'static str),
    /// A gateway's page instead of LINE Pay.
    GatewayBefore,
    /// A gateway's page instead of LINE Pay's answer.
    GatewayAfter,
    /// A gateway's page that repeats the address, as it is and escaped.
    Echo,
    /// A redirect instead of LINE Pay.
    Redirect,
    /// Half of the answer.
    Truncated,
    /// More than 4 MiB.
    TooLarge,
    /// A return code of LINE Pay's, without the effect.
    CodeBefore(&'static str),
    /// A return code of LINE Pay's, after the effect.
    CodeAfter(&'static str),
}

pub(crate) const TROUBLES: [Trouble; 13] = [
    Trouble::LoseRequest,
    Trouble::LoseReply,
    Trouble::HangBefore,
    Trouble::HangAfter,
    Trouble::GatewayBefore,
    Trouble::GatewayAfter,
    Trouble::Redirect,
    Trouble::Truncated,
    Trouble::TooLarge,
    Trouble::CodeBefore("1198"),
    Trouble::CodeBefore("9000"),
    Trouble::CodeAfter("1198"),
    Trouble::CodeAfter("9000"),
];

/// What troubles there are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Weather {
    Quiet,
    /// Each exchange is in trouble with this chance, in percent.
    Storm(usize),
    /// The next exchanges of these operations are in this trouble, in order.
    Script(VecDeque<(&'static str, Trouble)>),
    /// So many exchanges go well, the next is in this trouble, and all after it go well.
    At(usize, Trouble),
}

/// One request that the shop sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) operation: &'static str,
    pub(crate) url: String,
    pub(crate) body: String,
}

pub(crate) struct Network(RefCell<Inside>);

struct Inside {
    sandbox: Sandbox,
    now: u64,
    weather: Weather,
    random: Random,
    sent: Vec<Sent>,
    /// Requests on their way, each with the time when LINE Pay gets it.
    late: Vec<(u64, Request)>,
    events: Vec<String>,
}

impl Network {
    pub(crate) fn new(settings: Value, seed: u64) -> Network {
        let sandbox = Sandbox::new(Config {
            channel_id: CHANNEL.to_owned(),
            channel_secret: SECRET.to_owned(),
            merchant_name: "Sample Shop".to_owned(),
            seed: "test".to_owned(),
            public_origin: Some("https://sandbox-web-pay.line.me".to_owned()),
            settings: serde_json::from_value(settings).unwrap(),
        });
        Network(RefCell::new(Inside {
            sandbox: sandbox.unwrap(),
            now: START,
            weather: Weather::Quiet,
            random: Random::new(seed),
            sent: Vec::new(),
            late: Vec::new(),
            events: Vec::new(),
        }))
    }

    pub(crate) fn set_weather(&self, weather: Weather) {
        self.0.borrow_mut().weather = weather;
    }

    pub(crate) fn script<const N: usize>(&self, troubles: [(&'static str, Trouble); N]) {
        self.set_weather(Weather::Script(troubles.into()));
    }

    pub(crate) fn advance(&self, milliseconds: u64) {
        let mut inside = self.0.borrow_mut();
        inside.now += milliseconds;
        inside.arrive();
    }

    pub(crate) fn time(&self) -> u64 {
        self.0.borrow().now
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.0.borrow().sent.clone()
    }

    /// How many requests of an operation were sent so far.
    pub(crate) fn count(&self, operation: &str) -> usize {
        let inside = self.0.borrow();
        let mine = inside.sent.iter();
        mine.filter(|sent| sent.operation == operation).count()
    }

    pub(crate) fn last_body(&self, operation: &str) -> String {
        let inside = self.0.borrow();
        let mut mine = inside.sent.iter().rev();
        mine.find(|sent| sent.operation == operation).unwrap().body.clone()
    }

    pub(crate) fn events(&self) -> Vec<String> {
        self.0.borrow().events.clone()
    }

    pub(crate) fn control(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.0.borrow_mut().control(method, path, body)
    }

    /// LINE Pay's answer to a request that no client of ours would send; null where it has no such path.
    pub(crate) fn receive_any(&self, request: &Request) -> Value {
        let mut inside = self.0.borrow_mut();
        let now = inside.now;
        let answer = inside.sandbox.handle(request, now);
        serde_json::from_str(&answer.body).unwrap_or_default()
    }

    /// The same, for a path that it has.
    pub(crate) fn receive(&self, request: &Request) -> Value {
        let answer = self.receive_any(request);
        assert!(answer.is_object(), "{} {}", request.method, request.path);
        answer
    }

    fn arm(&self, operation: &str, when: &str, code: &str) {
        let fault = json!({ "operation": operation, "when": when, "kind": "code", "code": code });
        let (status, answer) = self.control("POST", "faults", &fault);
        assert_eq!(status, 200, "{answer}");
    }
}

impl Inside {
    fn control(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request {
            method: method.to_owned(),
            path: format!("/_sandbox/{path}"),
            headers: vec![("X-Sandbox-Control".to_owned(), "1".to_owned())],
            body: body.into_bytes(),
            ..Request::default()
        };
        let answer = self.sandbox.handle(&request, self.now);
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }

    /// What was late has its effect; nobody hears the answer.
    fn arrive(&mut self) {
        let now = self.now;
        let (due, later) = std::mem::take(&mut self.late).into_iter().partition(|(at, _)| *at <= now);
        self.late = later;
        for (at, request) in due {
            self.sandbox.handle(&request, at);
        }
    }

    fn trouble(&mut self, operation: &str) -> Option<Trouble> {
        match &mut self.weather {
            Weather::Quiet => None,
            Weather::Storm(chance) => {
                let chance = *chance;
                self.random.percent(chance).then(|| self.random.pick(&TROUBLES))
            }
            Weather::At(0, trouble) => {
                let trouble = *trouble;
                self.weather = Weather::Quiet;
                Some(trouble)
            }
            Weather::At(before, _) => {
                *before -= 1;
                None
            }
            Weather::Script(troubles) => {
                let place = troubles.iter().position(|(name, _)| *name == operation)?;
                troubles.remove(place).map(|(_, trouble)| trouble)
            }
        }
    }

    /// LINE Pay's answer, its effect done.
    fn deliver(&mut self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        let answer = self.sandbox.handle(&as_received(request), self.now);
        match answer.delivery {
            Delivery::Whole => Ok(HttpReply { status: answer.status, text: answer.body }),
            Delivery::Hang { seconds } if seconds * 1000 < u64::from(request.timeout()) => {
                self.now += seconds * 1000;
                Err(Lost::Network)
            }
            Delivery::Hang { .. } => {
                self.now += u64::from(request.timeout());
                Err(Lost::Timeout)
            }
            _ => Err(Lost::Network),
        }
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

/// By the call, as LINE Pay tells them apart: where two share a place, the later one is meant.
fn operation_of(request: &HttpRequest) -> &'static str {
    let received = as_received(request);
    let parts: Vec<_> = received.path.split('/').skip(1).collect();
    let (version, place) = parts.split_first().expect("a path");
    let version = version.parse().expect("a version");
    let meant = |operation: &&&Operation| {
        let Some(route) = operation.route(version).filter(|route| route.method.as_str() == received.method) else {
            return false;
        };
        let path: Vec<_> = route.path.split('/').skip(1).collect();
        path.len() == place.len()
            && path
                .iter()
                .zip(place)
                .all(|(part, got)| if part.starts_with('{') { !got.is_empty() } else { part == got })
    };
    operations::ALL.iter().rev().find(meant).expect("a place of LINE Pay").name
}

impl Host for Network {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        let operation = operation_of(request);
        let trouble = {
            let mut inside = self.0.borrow_mut();
            inside.now += 50;
            inside.arrive();
            inside.sent.push(Sent {
                operation,
                url: request.url().to_owned(),
                body: request.body().unwrap_or_default().to_owned(),
            });
            inside.trouble(operation)
        };
        step().await;
        let page = |status| HttpReply { status, text: "<html><h1>502 Bad Gateway</h1></html>".to_owned() };
        match trouble {
            Some(Trouble::LoseRequest) => return Err(Lost::Network),
            Some(Trouble::HangBefore) => {
                self.advance(request.timeout().into());
                return Err(Lost::Timeout);
            }
            Some(Trouble::Late(after)) => {
                let at = self.time() + u64::from(request.timeout()) + after;
                self.0.borrow_mut().late.push((at, as_received(request)));
                self.advance(request.timeout().into());
                return Err(Lost::Timeout);
            }
            Some(Trouble::GatewayBefore) => return Ok(page(502)),
            Some(Trouble::Echo) => {
                let url = request.url();
                let percent: String = url.bytes().map(|byte| format!("%{byte:02x}")).collect();
                let html: String = url.bytes().map(|byte| format!("&#{byte};")).collect();
                return Ok(HttpReply { status: 502, text: format!("<html>{url} {percent} {html}</html>") });
            }
            Some(Trouble::Redirect) => return Ok(page(307)),
            Some(Trouble::CodeBefore(code)) => self.arm(operation, "before", code),
            Some(Trouble::CodeAfter(code)) => self.arm(operation, "after", code),
            _ => {}
        }
        let answer = self.0.borrow_mut().deliver(request);
        step().await;
        match trouble {
            Some(Trouble::LoseReply) => Err(Lost::Network),
            Some(Trouble::HangAfter) => {
                self.advance(request.timeout().into());
                Err(Lost::Timeout)
            }
            Some(Trouble::Slow(milliseconds)) => {
                self.advance(milliseconds);
                answer
            }
            Some(Trouble::Replace(this, that)) => answer.map(|mut reply| {
                assert!(reply.text.contains(this), "{}", reply.text);
                reply.text = reply.text.replace(this, that);
                reply
            }),
            Some(Trouble::GatewayAfter) => Ok(page(504)),
            Some(Trouble::TooLarge) => Err(Lost::TooLarge),
            Some(Trouble::Truncated) => answer.map(|mut reply| {
                let half = reply.text.chars().count() / 2;
                reply.text = reply.text.chars().take(half).collect();
                reply
            }),
            _ => answer,
        }
    }

    fn now(&self) -> u64 {
        self.time()
    }

    async fn sleep(&self, milliseconds: u32) {
        self.advance(milliseconds.into());
        step().await;
    }

    fn nonce(&self) -> String {
        format!("nonce-{}", self.0.borrow_mut().random.next())
    }

    fn event(&self, event: &LinePayEvent) {
        let text = format!("{event:?} {}", serde_json::to_string(event).unwrap());
        self.0.borrow_mut().events.push(text);
    }
}
