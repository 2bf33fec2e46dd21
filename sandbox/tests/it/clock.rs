//! The clock: set, moved on, run fast, stopped; what ends by it; a host's clock that goes back.

use crate::shop::{DAY, MINUTE, START, Shop, code};
use serde_json::{Value, json};

fn now(shop: &mut Shop) -> String {
    shop.control("GET", "clock", &Value::Null)["now"].as_str().unwrap().to_owned()
}

#[test]
fn what_ends_is_told_beforehand() {
    let mut shop = Shop::with(json!({ "buyer": [
        { "orderId": "LATER", "action": "approve", "afterSeconds": 60 }, { "action": "abandon" }] }));
    let id = shop.reserve("OPEN").id;
    shop.now += MINUTE;
    shop.reserve("LATER");
    let key = shop.register("KEY");
    let preview = shop.control("POST", "clock", &json!({ "advanceSeconds": 1140, "preview": true }));
    let told: Vec<_> = preview["lapses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["what"].as_str().unwrap(), one["orderId"].as_str().unwrap(), one["at"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("the buyer by script decides", "LATER", "2026-05-07T03:06:05Z"),
            ("the time to approve", "OPEN", "2026-05-07T03:24:05Z"),
        ]
    );
    assert_eq!(now(&mut shop), "2026-05-07T03:05:05Z", "nothing was done");
    let next = shop.control("GET", "clock", &Value::Null);
    let last = next["lapses"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["what"], &last["regKey"]), (&json!("the regKey"), &json!(key)));
    let done = shop.control("POST", "clock", &json!({ "advanceSeconds": 1140 }));
    assert_eq!((&done["lapses"], &done["now"]), (&preview["lapses"], &preview["now"]));
    assert_eq!(code(&shop.confirm(id)), "1159", "it was not approved in time");
}

#[test]
fn set_fast_and_stopped() {
    let mut shop = Shop::new();
    let set = shop.control("POST", "clock", &json!({ "set": "2020-01-01", "speed": 60 }));
    assert_eq!((&set["now"], &set["speed"]), (&json!("2020-01-01T00:00:00Z"), &json!(60)));
    assert!(set["aheadSeconds"].as_i64().unwrap() < 0);
    shop.now += 1000;
    shop.restart();
    assert_eq!(now(&mut shop), "2020-01-01T00:01:00Z");
    shop.control("POST", "clock", &json!({ "speed": 0 }));
    shop.now += DAY;
    assert_eq!(now(&mut shop), "2020-01-01T00:01:00Z", "it stands");
    shop.control("POST", "clock", &json!({ "advanceSeconds": 5, "speed": 1 }));
    shop.now += 1000;
    assert_eq!(now(&mut shop), "2020-01-01T00:01:06Z");
    shop.reserve("ORD-1");
    shop.now += 1000;
    for (body, said) in [
        (json!({ "set": "2019-12-31" }), "something happened at 2020-01-01T00:01:06Z already"),
        (json!({ "set": "yesterday" }), "set: a time such as"),
        (json!({ "set": "2026-01-01", "advanceSeconds": 1 }), "set: not together"),
        (json!({ "speed": 1_000_001 }), "speed: from 0"),
        (json!({ "advanceSeconds": -1 }), "advanceSeconds: "),
        (json!({}), "advanceSeconds: a whole number of seconds, 0 or more; set: a time"),
        (json!({ "minutes": 1 }), "minutes: no field here; there are advanceSeconds, set, speed, preview"),
    ] {
        let answer = shop.control_answer("POST", "clock", &body);
        assert!(answer.status == 400 && answer.body.contains(said), "{body}: {}", answer.body);
    }
    assert_eq!(now(&mut shop), "2020-01-01T00:01:07Z");
    shop.control("POST", "reset", &Value::Null);
    assert_eq!(shop.control("GET", "clock", &Value::Null)["aheadSeconds"], 0);
}

#[test]
fn a_hosts_clock_that_goes_back_takes_nothing_with_it() {
    let mut shop = Shop::new();
    shop.now = START + 30 * MINUTE;
    let id = shop.reserve("ORD-1").id;
    shop.approve(id);
    let before = now(&mut shop);
    shop.now = START;
    assert_eq!(now(&mut shop), before);
    shop.restart();
    shop.now = START + MINUTE;
    assert_eq!(now(&mut shop), "2026-05-07T03:35:05Z", "from then on it goes with the host's");
    assert_eq!(code(&shop.confirm(id)), "0000");
    let log = shop.control("GET", "log", &Value::Null);
    let times: Vec<_> = log["calls"].as_array().unwrap().iter().map(|call| call["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn records_of_an_earlier_sandbox_are_taken_up() {
    let mut shop = Shop::with(json!({ "buyer": [{ "action": "cancel" }, { "action": "approve" }] }));
    let old = [("meta", r#"{"drawn":7,"ahead":60000,"calls":3,"acts":1}"#), ("faults", "[]")];
    shop.records.extend(old.map(|(key, value)| (key.to_owned(), value.to_owned())));
    shop.restart();
    assert_eq!(now(&mut shop), "2026-05-07T03:05:05Z");
    let reserved = shop.reserve("ORD-1");
    assert_eq!(shop.state(&reserved), "AUTHENTICATED", "the second act is next");
    shop.restart();
    assert_eq!(now(&mut shop), "2026-05-07T03:05:05Z");
}

#[test]
fn why_in_a_header_and_in_the_log() {
    let mut shop = Shop::new();
    let id = shop.reserve("ORD-1").id;
    let path = format!("/v2/payments/{id}/confirm");
    let mut request = shop.request("POST", &path, "", br#"{"amount":360,"currency":"TWD"}"#);
    assert!(shop.send(&request).headers.is_empty());
    request.headers.push(("x-sandbox-explain".into(), "1".into()));
    let answer = shop.send(&request);
    assert_eq!(answer.headers.len(), 1);
    let (name, note) = &answer.headers[0];
    assert_eq!(*name, "X-Sandbox-Note");
    assert!(note.ends_with("the payment of order ORD-1 is RESERVED, 360 TWD"), "{note}");
    let log = shop.control("GET", "log", &Value::Null);
    assert_eq!(log["calls"].as_array().unwrap().last().unwrap()["note"].as_str(), Some(note.as_str()));

    shop.control("PUT", "settings", &json!({ "explain": true }));
    let note = |shop: &mut Shop, method: &str, path: &str, body: &str| {
        shop.raw(method, path, "", body.as_bytes()).headers[0].1.clone()
    };
    assert!(note(&mut shop, "GET", "/v2/payments", "").starts_with("neither transactionId nor orderId"));
    shop.pay("PAID");
    assert_eq!(shop.raw("GET", "/v2/payments", "orderId=PAID", b"").headers[0].1, "nothing to note");
    assert!(note(&mut shop, "POST", "/v2/payments/7/void", "").contains("LINE Pay has no such path"));
    assert!(note(&mut shop, "POST", "/v2/payments/7/refund", "").ends_with("this sandbox has no payment 7"));
    let gone = "/v2/payments/preapprovedPay/RK1/check";
    assert!(note(&mut shop, "GET", gone, "").ends_with("this sandbox has no regKey RK1"));
    let body = r#"{"productName":"茶","amount":"1","currency":"TWD","orderId":7,"confirmUrl":"http://a.example/"}"#;
    let text = note(&mut shop, "POST", "/v2/payments/request", body);
    assert!(text.contains("orderId: a number, taken as its text"), "{text}");
    let order = r#"{"productName":"t","amount":1,"currency":"TWD","orderId":"訂單","confirmUrl":"http://a.example/"}"#;
    let reply = shop.post("/v2/payments/request", order);
    let id = reply["info"]["transactionId"].as_u64().unwrap();
    let sum = r#"{"amount":1,"currency":"TWD"}"#;
    let text = note(&mut shop, "POST", &format!("/v2/payments/{id}/confirm"), sum);
    assert!(text.is_ascii() && text.contains("order \\u{8a02}\\u{55ae} is RESERVED"), "{text}");
}
