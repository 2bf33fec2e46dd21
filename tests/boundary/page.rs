//! The package's side of the boundary: texts in, texts out, and a world that does what the module wants done.

use std::cell::Cell;
use std::collections::VecDeque;

use linepay_edge::js;
use linepay_edge::js::ask;
use serde_json::Value;

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const CONFIG: &str =
    r#"{"channelId":"1234567890","channelSecret":"0123456789abcdef0123456789abcdef","version":"v2"}"#;
pub(crate) const SETTINGS: &str =
    r#"{"origin":"https://shop.example.com","confirmPath":"/c","cancelPath":"/x","statusPath":"/s"}"#;
pub(crate) const CONFIRM: &str = r#"{"transactionId":"2026050712345678910","amount":360,"currency":"TWD"}"#;
pub(crate) const PAID: &str = r#"{"returnCode":"0000","returnMessage":"OK","info":{"transactionId":2026050712345678910,
    "orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}"#;

/// The clock of every step: 2026-05-07T03:04:05Z.
pub(crate) const NOW: f64 = 1_778_123_045_000.0;
pub(crate) const NONCE: &str = "b3a6d5a0-0f0e-4a5e-9d0c-4f5b6a7c8d9e";

thread_local! {
    static TASKS: Cell<u32> = const { Cell::new(0) };
}

/// A number that no task of these tests had before.
pub(crate) fn number() -> u32 {
    TASKS.set(TASKS.get() + 1);
    TASKS.get()
}

/// Begins a task as the package does.
pub(crate) fn begin(task: u32, operation: &str, request: &str, options: &str) -> String {
    start(task, operation, CONFIG, request, options, true, NONCE)
}

/// The same with a configuration, told of its events or not.
pub(crate) fn start(
    task: u32,
    operation: &str,
    config: &str,
    request: &str,
    options: &str,
    observed: bool,
    nonce: &str,
) -> String {
    let observed = u8::from(observed);
    // The package's encoder writes no line breaks.
    let options = options.replace('\n', " ");
    ask(&format!("start\n{task}\n{nonce}\n{observed}\n{operation}\n{config}\n{options}\n{request}"), NOW)
}

/// Goes on with a task as the package does.
pub(crate) fn go_on(task: u32, status: u16, text: &str) -> String {
    resume(&task.to_string(), status, text, NONCE)
}

pub(crate) fn resume(task: &str, status: u16, text: &str, nonce: &str) -> String {
    ask(&format!("resume\n{task}\n{nonce}\n{status}\n{text}"), NOW)
}

pub(crate) fn check_config(config: &str) -> String {
    ask(&format!("checkConfig\n{config}"), NOW)
}

pub(crate) fn mask(config: &str, text: &str) -> String {
    ask(&format!("mask\n{config}\n{text}"), NOW)
}

/// As the client's module says it, which is what the validator's says.
pub(crate) fn payment_state(version: &str, sources: &str) -> String {
    let told = ask(&format!("paymentState\n{sources}\n{version}"), NOW);
    assert_eq!(js::payment_state(version, sources), told);
    told
}

/// The same of a payment's steps.
pub(crate) fn legal_steps(payment: &str, now: f64) -> String {
    let told = ask(&format!("legalSteps\n{payment}"), now);
    assert_eq!(js::legal_steps(payment, now), told);
    told
}

/// A request that the module wanted sent.
pub(crate) struct Sent {
    pub(crate) timeout: String,
    pub(crate) method: String,
    pub(crate) url: String,
    /// Names and values, one after the other.
    pub(crate) headers: Vec<String>,
    pub(crate) body: Option<String>,
}

/// Gives its answers one after the other, the last one for ever.
pub(crate) struct World {
    answers: VecDeque<(u16, String)>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) slept: Vec<u32>,
    pub(crate) events: Vec<Value>,
    /// The one record of its ledger, and how often it was written.
    pub(crate) record: Option<String>,
    pub(crate) writes: u32,
    /// What its hooks were told.
    pub(crate) told: Vec<Value>,
}

impl World {
    pub(crate) fn new(answers: &[(u16, &str)]) -> World {
        let answers = answers.iter().map(|(status, text)| (*status, (*text).to_owned())).collect();
        let (sent, slept, events, told) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        World { answers, sent, slept, events, record: None, writes: 0, told }
    }

    /// Makes a call of the tests' client.
    pub(crate) fn ask(&mut self, operation: &str, request: &str, options: &str) -> String {
        let task = number();
        let first = begin(task, operation, request, options);
        self.drive(task, first)
    }

    /// Does what a task wants done until it has ended.
    pub(crate) fn drive(&mut self, task: u32, mut out: String) -> String {
        loop {
            if let Some(rest) = out.strip_prefix('V') {
                let (events, rest) = rest.split_once('\n').unwrap();
                self.events.extend(serde_json::from_str::<Vec<Value>>(events).unwrap());
                out = rest.to_owned();
            }
            match out.split_at(1) {
                ("S", effect) => {
                    self.sent.push(request(effect));
                    let answer = if self.answers.len() > 1 { self.answers.pop_front() } else { None };
                    let (status, text) = answer.unwrap_or_else(|| self.answers[0].clone());
                    out = go_on(task, status, &text);
                }
                ("W", pause) => {
                    self.slept.push(pause.parse().unwrap());
                    out = go_on(task, 0, "");
                }
                ("L", _) => {
                    let (now, version) = (NOW as u64, self.writes);
                    out = match &self.record {
                        None => go_on(task, 404, &format!(r#"{{"now":{now}}}"#)),
                        Some(text) => go_on(task, 200, &format!("{{\"now\":{now},\"version\":\"{version}\"}}\n{text}")),
                    };
                }
                ("K", effect) => {
                    let (head, record) = effect.split_once('\n').unwrap();
                    let head: Value = serde_json::from_str(head).unwrap();
                    let version = self.record.as_ref().map(|_| self.writes.to_string());
                    if head.get("ifVersion").and_then(Value::as_str) == version.as_deref() {
                        self.writes += 1;
                        self.record = Some(record.to_owned());
                        out = go_on(task, 200, &format!(r#"{{"now":{},"version":"{}"}}"#, NOW as u64, self.writes));
                    } else {
                        out = go_on(task, 409, "");
                    }
                }
                ("H", effect) => {
                    let effect: Value = serde_json::from_str(effect).unwrap();
                    self.told.push(effect["told"].clone());
                    out = go_on(task, 200, "");
                }
                _ => return out,
            }
        }
    }
}

fn request(effect: &str) -> Sent {
    let (head, body) = effect.split_once("\n\n").unwrap();
    let mut lines = head.split('\n').map(str::to_owned);
    let [timeout, method, url] = [lines.next(), lines.next(), lines.next()].map(Option::unwrap);
    let body = (method == "POST").then(|| body.to_owned());
    Sent { timeout, method, url, headers: lines.collect(), body }
}

/// The result of what ended well, and the text of the reply after it.
pub(crate) fn result(out: &str) -> Value {
    let rest = out.strip_prefix('R').unwrap_or_else(|| panic!("{out}"));
    serde_json::from_str(rest.split('\n').next().unwrap()).unwrap()
}

/// The error that something ended with, which must not hold the secret.
pub(crate) fn error(out: &str) -> Value {
    assert!(!out.contains(SECRET), "{out}");
    serde_json::from_str(out.strip_prefix('E').unwrap_or_else(|| panic!("{out}"))).unwrap()
}

/// `code path rule …` of an error.
pub(crate) fn thrown(out: &str) -> String {
    let error = error(out);
    let issues = error["issues"].as_array().unwrap().iter();
    let issues = issues.map(|issue| format!(" {} {}", text(issue, "path"), text(issue, "rule")));
    text(&error, "code") + &issues.collect::<String>()
}

/// What is there, a text as itself and anything else as JSON.
pub(crate) fn text(value: &Value, path: &str) -> String {
    let found =
        path.split('.').fold(value, |value, name| name.parse::<usize>().map_or_else(|_| &value[name], |at| &value[at]));
    found.as_str().map_or_else(|| found.to_string(), str::to_owned)
}
