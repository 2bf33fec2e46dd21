//! Faults of time: requests that arrive when nobody waits for them any more, requests that arrive twice, and answers of
//! yesterday.

use crate::shop::{self, SECRET, Shop, code};
use linepay_sandbox::Delivery;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

fn approved(shop: &mut Shop, order_id: &str) -> u64 {
    let id = shop.reserve(order_id).id;
    shop.approve(id);
    id
}

fn arm(shop: &mut Shop, fault: Value) {
    shop.control("POST", "faults", &fault);
}

fn state(shop: &mut Shop, id: u64) -> Value {
    let list = shop.control("GET", "transactions", &Value::Null);
    let id = json!(id.to_string());
    list["transactions"].as_array().unwrap().iter().find(|row| row["transactionId"] == id).unwrap().clone()
}

fn last_call(shop: &mut Shop) -> Value {
    let log = shop.control("GET", "log", &Value::Null);
    log["calls"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn a_confirm_arrives_after_its_caller_has_given_up() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let id = approved(&mut shop, "ORD-1");
        arm(&mut shop, json!({ "operation": "confirm", "kind": "late", "seconds": 90 }));
        let path = format!("/{version}/payments/{id}/confirm");
        let answer = shop.raw("POST", &path, "", br#"{"amount":360,"currency":"TWD"}"#);
        assert_eq!(answer.delivery, Delivery::Hang { seconds: 90 }, "the caller waits in vain");
        assert_eq!(last_call(&mut shop)["fault"], "late");
        shop.now += 89_999;
        assert_eq!(state(&mut shop, id)["state"], "AUTHENTICATED");
        assert_eq!(code(&shop.details("orderId=ORD-1")), "1150");
        assert!(shop.records.values().all(|record| !record.contains(SECRET)), "no credential is kept with it");
        shop.restart();
        shop.now += 1;
        assert_eq!(shop.details("orderId=ORD-1")["info"][0]["transactionDate"], "2026-05-07T03:05:35Z");
        assert_eq!(state(&mut shop, id)["state"], "CAPTURED");
        assert_eq!(code(&shop.confirm(id)), "1172");
        let log = shop.control("GET", "log", &Value::Null);
        let calls = log["calls"].as_array().unwrap();
        let arrival = calls.iter().position(|call| call["notes"].to_string().contains("arrives")).unwrap();
        assert_eq!(calls[arrival]["at"], "2026-05-07T03:05:35Z");
        assert_eq!(calls[arrival]["operation"], "confirm");
        assert!(calls[arrival]["replyBody"].as_str().unwrap().contains("0000"));
        assert!(!shop.records.contains_key("late"), "it arrives once");
    }
}

/// README's promise that two reservations in a row are charged once needs this to be shown wrong.
#[test]
fn meanwhile_another_reservation_of_the_order_is_confirmed() {
    let mut shop = Shop::new();
    let (first, second) = (approved(&mut shop, "ORD-1"), approved(&mut shop, "ORD-1"));
    arm(&mut shop, json!({ "operation": "confirm", "kind": "late" }));
    shop.raw("POST", &format!("/v2/payments/{first}/confirm"), "", br#"{"amount":360,"currency":"TWD"}"#);
    assert_eq!(code(&shop.confirm(second)), "0000");
    assert_eq!(shop.details("orderId=ORD-1")["info"].as_array().unwrap().len(), 1);
    shop.control("POST", "clock", &json!({ "advanceSeconds": 120 }));
    assert_eq!(shop.details("orderId=ORD-1")["info"].as_array().unwrap().len(), 2, "charged twice");
}

#[test]
fn what_comes_too_late_is_judged_then() {
    let mut shop = Shop::new();
    let id = approved(&mut shop, "ORD-1");
    arm(&mut shop, json!({ "operation": "confirm", "kind": "late", "seconds": 86_400 }));
    let path = format!("/v2/payments/{id}/confirm");
    let answer = shop.raw("POST", &path, "", br#"{"amount":360,"currency":"TWD"}"#);
    assert_eq!(answer.delivery, Delivery::Hang { seconds: 600 }, "no caller waits for a day");
    shop.control("POST", "clock", &json!({ "advanceSeconds": 86_400 }));
    assert_eq!(state(&mut shop, id)["state"], "EXPIRED");
    assert!(last_call(&mut shop)["replyBody"].as_str().unwrap().contains("1180"));

    let id = approved(&mut shop, "ORD-2");
    arm(&mut shop, json!({ "operation": "confirm", "kind": "late" }));
    shop.raw("POST", &format!("/v2/payments/{id}/confirm"), "", br#"{"amount":360,"currency":"TWD"}"#);
    assert!(shop.records.contains_key("late"));
    shop.control("POST", "reset", &Value::Null);
    assert!(!shop.records.contains_key("late"), "neither does a restart bring it back");
    shop.control("POST", "clock", &json!({ "advanceSeconds": 120 }));
    assert_eq!(shop.control("GET", "log", &Value::Null)["calls"], json!([]), "reset forgets what is on its way");
}

#[test]
fn late_requests_arrive_in_the_order_of_their_times() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    for (amount, seconds) in [(300, 20), (100, 10)] {
        arm(&mut shop, json!({ "operation": "refund", "kind": "late", "seconds": seconds }));
        let body = format!("{{\"refundAmount\":{amount}}}");
        shop.raw("POST", &format!("/v2/payments/{id}/refund"), "", body.as_bytes());
    }
    shop.now += 20_000;
    let refunds = state(&mut shop, id)["refunds"].clone();
    let refunds = refunds.as_array().unwrap();
    assert_eq!(refunds.len(), 1, "of 360, after 100 no 300 are left: {refunds:?}");
    assert_eq!(
        (&refunds[0]["refundAmount"], &refunds[0]["refundTransactionDate"]),
        (&json!(100), &json!("2026-05-07T03:04:15Z"))
    );
}

#[test]
fn a_request_is_delivered_twice() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let id = shop.pay("ORD-1");
        arm(&mut shop, json!({ "operation": "refund", "kind": "twice" }));
        let reply = shop.refund(id, r#"{"refundAmount":100}"#);
        assert_eq!(code(&reply), "0000", "the first answer reaches the caller");
        let payment = state(&mut shop, id);
        assert_eq!(payment["refunded"], 200);
        let known = reply["info"]["refundTransactionId"].as_u64().unwrap().to_string();
        assert_eq!(payment["refunds"][0]["refundTransactionId"], json!(known));

        arm(&mut shop, json!({ "operation": "confirm", "kind": "twice", "seconds": 30 }));
        let id = approved(&mut shop, "ORD-2");
        assert_eq!(code(&shop.confirm(id)), "0000");
        shop.now += 30_000;
        assert_eq!(state(&mut shop, id)["captured"], 360, "a confirm guards itself");
        assert!(last_call(&mut shop)["replyBody"].as_str().unwrap().contains("1172"));

        arm(&mut shop, json!({ "operation": "reserve", "kind": "twice" }));
        shop.reserve("ORD-3");
        let list = shop.control("GET", "transactions", &Value::Null);
        let third = |row: &&Value| row["orderId"] == "ORD-3";
        assert_eq!(list["transactions"].as_array().unwrap().iter().filter(third).count(), 2);
    }
}

#[test]
fn a_query_answers_with_what_was() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let id = approved(&mut shop, "ORD-1");
        arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "times": 2 }));
        assert_eq!(code(&shop.confirm(id)), "0000");
        assert_eq!(code(&shop.details("orderId=ORD-1")), "1150", "as if the confirm had not been");
        assert_eq!(last_call(&mut shop)["fault"], "stale");
        assert_eq!(code(&shop.details("orderId=ORD-1")), "0000", "the last call was a query");
        arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "calls": 3 }));
        assert_eq!(code(&shop.details("orderId=ORD-1")), "1150");
        assert_eq!(code(&shop.confirm(id)), "1172", "the payment itself is what it is");
        assert_eq!(shop.details("orderId=ORD-1")["info"][0].get("refundList"), None);

        shop.now += 10_000;
        shop.refund(id, r#"{"refundAmount":60}"#);
        shop.now += 5_000;
        shop.refund(id, r#"{"refundAmount":100}"#);
        for (seconds, refunds) in [(0, 2), (1, 1), (5, 1), (6, 0), (15, 0), (16, 0)] {
            arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "seconds": seconds }));
            let reply = shop.details("orderId=ORD-1");
            let told = reply["info"][0]["refundList"].as_array().map_or(0, Vec::len);
            if seconds < 16 {
                assert_eq!((code(&reply), told), ("0000", refunds), "{seconds} s ago");
            } else {
                assert_eq!(code(&reply), "1150", "{seconds} s ago");
            }
        }
        assert_eq!(shop.details("orderId=ORD-1")["info"][0]["refundList"].as_array().unwrap().len(), 2);

        if version == "v2" {
            let held = shop.authorize("ORD-2");
            arm(&mut shop, json!({ "operation": "authCheck", "kind": "stale" }));
            shop.capture(held, 360);
            assert_eq!(code(&shop.authorizations("orderId=ORD-2")), "0000", "still authorised");
            assert_eq!(code(&shop.authorizations("orderId=ORD-2")), "1150");
        } else {
            let next = approved(&mut shop, "ORD-3");
            arm(&mut shop, json!({ "operation": "statusCheck", "kind": "stale" }));
            shop.confirm(next);
            assert_eq!(code(&shop.status(next)), "0110");
            assert_eq!(code(&shop.status(next)), "0123");
            let expiring = shop.reserve("ORD-5").id;
            shop.now += 20 * shop::MINUTE;
            for (seconds, expected) in [(0, "0121"), (1, "0000")] {
                arm(&mut shop, json!({ "operation": "statusCheck", "kind": "stale", "seconds": seconds }));
                assert_eq!(code(&shop.status(expiring)), expected, "time goes back as well");
            }
            // What the buyer did since the last call goes with it.
            let buyer = shop.reserve("ORD-4").id;
            shop.approve(buyer);
            arm(&mut shop, json!({ "operation": "statusCheck", "kind": "stale" }));
            assert_eq!(code(&shop.status(buyer)), "1159");
        }
    }
}

#[test]
fn what_was_seeded_is_there_since_then_and_not_since_the_next_call() {
    let mut shop = Shop::new();
    shop.control("POST", "seed", &json!({ "payments": [{ "orderId": "ORD-1", "amount": 360 }] }));
    shop.now += 10_000;
    for (seconds, expected) in [(5, "0000"), (10, "0000"), (11, "1150")] {
        arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "seconds": seconds }));
        assert_eq!(code(&shop.details("orderId=ORD-1")), expected, "{seconds} s ago");
    }
}

#[test]
fn eight_changes_of_a_payment_are_remembered() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    for _ in 0..10 {
        shop.refund(id, r#"{"refundAmount":1}"#);
    }
    for (calls, refunds) in [(1, 9), (8, 2), (100, 2)] {
        // The queries of this loop are calls as well.
        let asked = shop.control("GET", "log", &Value::Null)["calls"].as_array().unwrap().len() - 12;
        arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "calls": calls + asked }));
        let list = shop.details("orderId=ORD-1")["info"][0]["refundList"].as_array().unwrap().len();
        assert_eq!(list, refunds, "{calls}");
    }
    shop.restart();
    arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "calls": 100 }));
    assert_eq!(shop.details("orderId=ORD-1")["info"][0]["refundList"].as_array().unwrap().len(), 10, "forgotten");
    shop.control("POST", "reset", &Value::Null);
    arm(&mut shop, json!({ "operation": "paymentCheck", "kind": "stale", "calls": 100 }));
    assert_eq!(code(&shop.details("orderId=ORD-1")), "1150");
}

#[test]
fn such_a_fault_must_make_sense() {
    let mut shop = Shop::new();
    for (fault, part) in [
        (json!({ "operation": "paymentCheck", "kind": "late" }), "operation: kinds late and twice"),
        (json!({ "operation": "statusCheck", "kind": "twice" }), "operation: kinds late and twice"),
        (json!({ "operation": "confirm", "kind": "stale" }), "operation: kind stale goes with queries"),
        (json!({ "operation": "regKeyCheck", "kind": "stale" }), "operation: kind stale"),
        (json!({ "operation": "confirm", "kind": "late", "when": "after" }), "when: has no meaning"),
        (json!({ "operation": "confirm", "kind": "late", "seconds": 86_401 }), "seconds: at most 86400"),
        (json!({ "operation": "confirm", "kind": "late", "calls": 1 }), "calls: goes with kind stale"),
        (json!({ "operation": "paymentCheck", "kind": "stale", "calls": 1, "seconds": 1 }), "calls: "),
        (json!({ "operation": "confirm", "kind": "drop", "seconds": 1 }), "seconds: goes with kinds hang, delay"),
        (json!({ "operation": "confirm", "kind": "latte" }), "kind: must be one of hang, "),
        (
            json!({ "operation": "confirm", "kind": "hang", "seconds": -1 }),
            "seconds: must be a whole number, 0 or more",
        ),
        (
            json!({ "operation": "confirm", "kind": "hang", "second": 1 }),
            "second: no field here; there are operation, ",
        ),
        (json!({ "operation": "confirm" }), "kind: missing, and must be there"),
        (json!([]), "the body is not a JSON object"),
    ] {
        let answer = shop.control_answer("POST", "faults", &fault);
        assert_eq!(answer.status, 400, "{fault}");
        assert!(answer.body.contains(part), "{fault} {}", answer.body);
    }
    for wrong in [json!(-5), json!(0.5), json!("5"), Value::Null] {
        let answer = shop.control_answer("POST", "clock", &json!({ "advanceSeconds": wrong }));
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("advanceSeconds: a whole number of seconds, 0 or more"), "{}", answer.body);
    }
    let id = shop.reserve("ORD-1").id;
    let path = format!("transactions/{id}/approve");
    let answer = shop.control_answer("POST", &path, &json!({ "method": "CASH" }));
    assert!(answer.body.contains("method: must be one of CREDIT_CARD, "), "{}", answer.body);
}
