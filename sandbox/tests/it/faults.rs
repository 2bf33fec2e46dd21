//! Armed faults: what the caller gets, and what had happened.

use crate::shop::{Shop, code};
use linepay_sandbox::Delivery;
use serde_json::{Value, json};

fn approved(shop: &mut Shop, order_id: &str) -> u64 {
    let id = shop.reserve(order_id).id;
    shop.approve(id);
    id
}

#[test]
fn before_and_after_the_effect() {
    for kind in ["hang", "drop", "status502", "html502", "truncated", "code"] {
        for (when, paid) in [("before", false), ("after", true)] {
            let mut shop = Shop::new();
            let id = approved(&mut shop, "ORD-1");
            let mut fault = json!({ "operation": "confirm", "when": when, "kind": kind });
            if kind == "code" {
                fault["code"] = json!("1198");
            }
            shop.control("POST", "faults", &fault);
            shop.restart();
            let path = format!("/v2/payments/{id}/confirm");
            let answer = shop.raw("POST", &path, "", br#"{"amount":360,"currency":"TWD"}"#);
            let (status, delivery) = match kind {
                "hang" => (200, Delivery::Hang { seconds: 120 }),
                "drop" => (200, Delivery::Drop),
                "status502" | "html502" => (502, Delivery::Whole),
                _ => (200, Delivery::Whole),
            };
            assert_eq!((answer.status, answer.delivery), (status, delivery), "{kind}");
            match kind {
                "status502" => assert_eq!(answer.body, ""),
                "html502" => assert!(answer.body.starts_with("<html>") && answer.content_type.starts_with("text/html")),
                "truncated" => assert!(serde_json::from_str::<Value>(&answer.body).is_err()),
                "code" => assert!(answer.body.contains("1198")),
                _ => {}
            }
            let found = shop.details("orderId=ORD-1");
            assert_eq!(code(&found) == "0000", paid, "{kind} {when}");
            assert_eq!(code(&shop.confirm(id)), if paid { "1172" } else { "0000" }, "the fault is used up");
        }
    }
}

#[test]
fn every_operation_of_every_version_can_be_spoilt() {
    for version in ["v2", "v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        let key = shop.register("KEY");
        let (held, other) = (shop.authorize("HELD"), shop.authorize("OTHER"));
        let id = shop.pay("ORD-1");
        let approved = approved(&mut shop, "ORD-2");
        let body = r#"{"amount":360,"currency":"TWD"}"#;
        let payments = format!("/{version}/payments");
        let mut calls = vec![
            ("reserve", "POST", format!("{payments}/request"), "{}"),
            ("confirm", "POST", format!("{payments}/{approved}/confirm"), body),
            ("capture", "POST", format!("{payments}/authorizations/{held}/capture"), body),
            ("void", "POST", format!("{payments}/authorizations/{other}/void"), ""),
            ("paymentCheck", "GET", payments.clone(), ""),
            ("refund", "POST", format!("{payments}/{id}/refund"), ""),
            ("regKeyCheck", "GET", format!("{payments}/preapprovedPay/{key}/check"), ""),
            (
                "preApproval",
                "POST",
                format!("{payments}/preapprovedPay/{key}/payment"),
                r#"{"productName":"plan","amount":150,"currency":"TWD","orderId":"SUB"}"#,
            ),
            ("regKeyExpire", "POST", format!("{payments}/preapprovedPay/{key}/expire"), ""),
        ];
        calls.push(if version == "v2" {
            ("authCheck", "GET", format!("{payments}/authorizations"), "")
        } else {
            ("statusCheck", "GET", format!("{payments}/requests/{id}/check"), "")
        });
        for (operation, method, path, body) in calls {
            let fault = json!({ "operation": operation, "when": "after", "kind": "drop" });
            shop.control("POST", "faults", &fault);
            let answer = shop.raw(method, &path, "", body.as_bytes());
            assert_eq!(answer.delivery, Delivery::Drop, "{version} {operation}");
            let log = shop.control("GET", "log", &Value::Null);
            let call = log["calls"].as_array().unwrap().last().unwrap().clone();
            assert_eq!((&call["operation"], &call["fault"]), (&json!(operation), &json!("drop after")));
            let hidden = call["headers"].as_array().unwrap().iter().any(|header| header[1] == "*****");
            assert!(hidden, "the secret or the signature is masked");
        }
        let states: Vec<_> = shop.control("GET", "transactions", &Value::Null)["transactions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["orderId"].as_str().unwrap().to_owned(), row["state"].as_str().unwrap().to_owned()))
            .collect();
        for (order, state) in [
            ("HELD", "CAPTURED"),
            ("OTHER", "VOIDED"),
            ("ORD-1", "REFUNDED"),
            ("ORD-2", "CAPTURED"),
            ("SUB", "CAPTURED"),
        ] {
            assert!(states.contains(&(order.to_owned(), state.to_owned())), "{order}: the effect was there");
        }
        assert_eq!(code(&shop.check_key(&key)), "1193");
    }
}

#[test]
fn faults_count_and_keep_to_their_operation() {
    let mut shop = Shop::new();
    shop.control("POST", "faults", &json!({ "operation": "reserve", "kind": "code", "code": "9000", "times": 2 }));
    shop.control("POST", "faults", &json!({ "operation": "reserve", "kind": "hang", "seconds": 3 }));
    assert_eq!(code(&shop.details("orderId=ORD-1")), "1150");
    let mut request = shop.request("POST", "/v2/payments/request", "", b"");
    request.headers.clear();
    assert!(shop.send(&request).body.contains("1106"), "a call that fails to authenticate uses no fault up");
    assert_eq!(code(&shop.reserve_with(json!({}))), "9000");
    shop.restart();
    assert_eq!(code(&shop.reserve_with(json!({}))), "9000");
    let answer = shop.raw("POST", "/v2/payments/request", "", b"{}");
    assert_eq!(answer.delivery, Delivery::Hang { seconds: 3 });
    assert_eq!(code(&shop.reserve_with(json!({}))), "0000");
    shop.control("POST", "faults", &json!({ "operation": "reserve", "kind": "drop", "times": 9 }));
    assert_eq!(shop.control("DELETE", "faults", &Value::Null), json!({ "faults": [] }));
    assert_eq!(code(&shop.reserve_with(json!({}))), "0000");
}

#[test]
fn a_fault_that_makes_no_sense_is_refused() {
    let mut shop = Shop::new();
    for fault in [
        json!({}),
        json!({ "operation": "refnd", "kind": "drop" }),
        json!({ "operation": "refund", "kind": "explode" }),
        json!({ "operation": "refund", "kind": "code" }),
        json!({ "operation": "refund", "kind": "code", "code": "12" }),
        json!({ "operation": "refund", "kind": "drop", "code": "1198" }),
        json!({ "operation": "refund", "kind": "drop", "seconds": 1 }),
        json!({ "operation": "refund", "kind": "hang", "seconds": 601 }),
        json!({ "operation": "refund", "kind": "drop", "times": 0 }),
        json!({ "operation": "refund", "kind": "drop", "time": 1 }),
    ] {
        assert_eq!(shop.control_answer("POST", "faults", &fault).status, 400, "{fault}");
    }
    assert_eq!(shop.control("GET", "faults", &Value::Null), json!({ "faults": [] }));
}

#[test]
fn the_log_tells_what_the_wire_does_not() {
    let mut shop = Shop::new();
    shop.reserve_with(json!({ "currency": null }));
    shop.control("POST", "faults", &json!({ "operation": "reserve", "when": "after", "kind": "drop" }));
    shop.reserve("ORD-1");
    let log = shop.control("GET", "log", &Value::Null);
    assert_eq!(log["calls"][0]["note"], "currency: missing: it is null");
    assert_eq!(log["calls"][1]["fault"], "drop after");
    assert_eq!(log["calls"][1]["operation"], "reserve");
    let secret = log["calls"][0]["headers"].as_array().unwrap().iter().find(|pair| pair[0] == "X-LINE-ChannelSecret");
    assert_eq!(secret.unwrap()[1], "*****");
    for _ in 0..250 {
        shop.details("orderId=x");
    }
    let log = shop.control("GET", "log", &Value::Null);
    assert_eq!(log["calls"].as_array().unwrap().len(), 200, "the oldest calls are forgotten");
    assert_eq!(shop.records.keys().filter(|key| key.starts_with("log/")).count(), 200);
}
