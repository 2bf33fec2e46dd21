//! The tries of one call, the pauses between them, and what an observer is told of each.

use crate::support::asked::ask;
use crate::support::shop::run::block_on;
use crate::support::shop::{START, config, input};
use linepay_edge::flow::{Client, Host, HttpReply, LinePayEvent, Lost};
use linepay_edge::json::Json;
use linepay_edge::{Error, Expected, HttpRequest, Version};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};

/// What an exchange takes, in milliseconds.
const EXCHANGE: u64 = 25;

/// Loses so many answers, and gives one then; its clock goes on with every exchange and every pause.
struct Moving {
    loses: Cell<u32>,
    now: Cell<u64>,
    slept: RefCell<Vec<u32>>,
    observed: bool,
    events: RefCell<Vec<Value>>,
}

impl Host for Moving {
    async fn send(&self, _request: &HttpRequest) -> Result<HttpReply, Lost> {
        self.now.set(self.now.get() + EXCHANGE);
        let left = self.loses.get();
        self.loses.set(left.saturating_sub(1));
        let text = r#"{"returnCode":"1150","returnMessage":"\u0007茶\n"}"#.to_owned();
        if left > 0 { Err(Lost::Network) } else { Ok(HttpReply { status: 200, text }) }
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    async fn sleep(&self, milliseconds: u32) {
        self.slept.borrow_mut().push(milliseconds);
        self.now.set(self.now.get() + u64::from(milliseconds));
    }

    fn nonce(&self) -> String {
        "n".to_owned()
    }

    fn call_number(&self) -> u32 {
        7
    }

    fn is_observed(&self) -> bool {
        self.observed
    }

    fn event(&self, event: &LinePayEvent) {
        // The package writes an event without serde; whoever uses the crate may write it with serde.
        let text = event.json();
        assert_eq!(text, serde_json::to_string(event).unwrap());
        self.events.borrow_mut().push(serde_json::from_str(&text).unwrap());
    }
}

/// One whose first answers are lost.
fn moving(loses: u32, observed: bool) -> Moving {
    Moving { loses: loses.into(), now: START.into(), slept: RefCell::default(), observed, events: RefCell::default() }
}

/// How a call ends whose first answers are lost, and what was seen of it.
fn call(operation: &str, fields: &Value, loses: u32) -> (Error, Moving) {
    let host = moving(loses, true);
    (call_over(&host, operation, fields), host)
}

fn call_over(host: &Moving, operation: &str, fields: &Value) -> Error {
    let request = ask(operation, Version::V2, input(fields)).unwrap();
    block_on(Client::new(&config(), host).call(&request, &Expected::default())).unwrap_err()
}

/// A buyer waits meanwhile: a second in all, and no more than three requests.
#[test]
fn a_query_pauses_200_and_then_800_milliseconds_before_it_is_tried_again() {
    for (loses, pauses, code) in
        [(0, &[][..], "1150"), (1, &[200], "1150"), (2, &[200, 800], "1150"), (3, &[200, 800], "NETWORK")]
    {
        let (error, host) = call("paymentCheck", &json!({ "orderId": "ORD-1" }), loses);
        let report = serde_json::to_value(error.report()).unwrap();
        let ended = if code == "NETWORK" { &report["code"] } else { &report["returnCode"] };
        assert_eq!((host.slept.borrow().as_slice(), ended), (pauses, &json!(code)), "{loses}: {report}");
        let attempts: Vec<Value> = host.events.borrow().iter().map(|event| event["attempt"].clone()).collect();
        let expected: Vec<Value> =
            (1..=pauses.len() + 1).flat_map(|attempt| [json!(attempt), json!(attempt)]).collect();
        assert_eq!(attempts, expected, "two events for each attempt");
    }
}

#[test]
fn an_observer_is_told_what_was_sent_and_what_came_of_it() {
    let url = "https://sandbox-api-pay.line.me/v2/payments?orderId=ORD-1";
    let (_, host) = call("paymentCheck", &json!({ "orderId": "ORD-1" }), 1);
    let again = START + EXCHANGE + 200;
    let asked = |attempt: u32, at: u64| {
        json!({ "type": "request", "call": 7, "attempt": attempt, "at": at, "operation": "paymentCheck",
            "method": "GET", "url": url })
    };
    let lost = json!({ "type": "lost", "call": 7, "attempt": 1, "at": START + EXCHANGE, "operation": "paymentCheck",
        "reason": "NETWORK", "milliseconds": EXCHANGE });
    let reply = json!({ "type": "reply", "call": 7, "attempt": 2, "at": again + EXCHANGE,
        "operation": "paymentCheck", "status": 200, "milliseconds": EXCHANGE,
        "body": r#"{"returnCode":"1150","returnMessage":"\u0007茶\n"}"# });
    assert_eq!(*host.events.borrow(), [asked(1, START), lost, asked(2, again), reply]);

    let fields = json!({ "transactionId": "5", "amount": 360, "currency": "TWD" });
    let (_, host) = call("confirm", &fields, 0);
    let event = &host.events.borrow()[0];
    assert_eq!((&event["operation"], &event["method"]), (&json!("confirm"), &json!("POST")));
    assert_eq!(event["body"], json!(r#"{"amount":360,"currency":"TWD"}"#));
}

/// Nor is one made, which costs a search for every secret in every text.
#[test]
fn where_nobody_listens_no_event_is_told() {
    let host = moving(1, false);
    call_over(&host, "paymentCheck", &json!({ "orderId": "ORD-1" }));
    assert_eq!((host.slept.borrow().len(), host.events.borrow().len()), (1, 0));
}
