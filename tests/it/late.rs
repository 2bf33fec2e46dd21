//! The sandbox's faults of time, as the client and the checkout meet them: `control` arms them.

use crate::support::answer::json_of;
use crate::support::shop::{Shop, order_of, shops};
use linepay_edge::{Code, Outcome};
use serde_json::{Value, json};

fn arm(shop: &Shop, fault: Value) {
    let (status, answer) = shop.network.control("POST", "faults", &fault);
    assert_eq!(status, 200, "{answer}");
}

fn payment(shop: &Shop) -> Value {
    shop.network.control("GET", "transactions", &Value::Null).1["transactions"][0].clone()
}

/// A reservation that the buyer has approved.
fn approved(shop: &Shop) -> Value {
    let mut order = order_of(shop.version(), "ORD-1", 360, true);
    if order.get("packages").is_some() {
        order["redirectUrls"] = json!({ "confirmUrlType": "NONE" });
    } else {
        order["confirmUrl"] = json!("https://shop.example.com/");
    }
    let reserved = shop.call("reserve", &order).unwrap();
    let id = json_of(&reserved)["transactionId"].clone();
    let path = format!("transactions/{}/approve", id.as_str().unwrap());
    assert_eq!(shop.network.control("POST", &path, &Value::Null).0, 200);
    json!({ "transactionId": id, "amount": 360, "currency": "TWD" })
}

#[test]
fn a_confirm_that_timed_out_takes_the_money_later() {
    for shop in shops(json!({})) {
        let confirm = approved(&shop);
        arm(&shop, json!({ "operation": "confirm", "kind": "late", "seconds": 90 }));
        let start = shop.network.time();
        let error = shop.call("confirm", &confirm).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Timeout, Outcome::Unknown));
        assert_eq!(payment(&shop)["state"], "AUTHENTICATED");
        let asked = shop.call("paymentCheck", &json!({ "orderId": "ORD-1" })).unwrap_err();
        assert_eq!(asked.code(), Code::NotFound, "not yet");
        shop.network.advance(start + 90_000 + 50 - shop.network.time());
        assert_eq!(payment(&shop)["state"], "CAPTURED");
    }
}

#[test]
fn a_refund_that_was_delivered_twice_gives_twice() {
    for shop in shops(json!({})) {
        let confirm = approved(&shop);
        shop.call("confirm", &confirm).unwrap();
        arm(&shop, json!({ "operation": "refund", "kind": "twice" }));
        let refund = json!({ "transactionId": confirm["transactionId"], "refundAmount": 60 });
        assert!(shop.call("refund", &refund).is_ok());
        assert_eq!(payment(&shop)["refunded"], 120);
    }
}

#[test]
fn a_query_is_late_by_one_answer() {
    for shop in shops(json!({})) {
        let confirm = approved(&shop);
        shop.call("confirm", &confirm).unwrap();
        arm(&shop, json!({ "operation": "paymentCheck", "kind": "stale" }));
        let ask = || shop.call("paymentCheck", &json!({ "orderId": "ORD-1" }));
        assert_eq!(ask().unwrap_err().code(), Code::NotFound);
        assert!(ask().is_ok());
    }
}
