//! Faults that a call asks for by its header or its orderId, faults of an order, at random and for a time; buyers by
//! orderId and by order; payments by several methods.

use crate::shop::{Shop, code};
use linepay_sandbox::Request;
use linepay_sandbox::{Answer, Delivery};
use serde_json::{Value, json};

const SUM: &[u8] = br#"{"amount":360,"currency":"TWD"}"#;

#[test]
fn the_log_tells_how_long_the_caller_was_to_wait() {
    let mut shop = Shop::new();
    for (kind, wait) in [("hang", json!(9)), ("delay", json!(9)), ("drip", json!(9)), ("drop", Value::Null)] {
        let mut fault = json!({ "operation": "paymentCheck", "when": "after", "kind": kind });
        if !wait.is_null() {
            fault["seconds"] = json!(9);
        }
        shop.control("POST", "faults", &fault);
        shop.raw("GET", "/v2/payments", "orderId=X", b"");
        let log = shop.control("GET", "log", &Value::Null);
        assert_eq!(log["calls"].as_array().unwrap().last().unwrap()["waitSeconds"], wait, "{kind}");
    }
}

#[test]
fn the_log_has_what_the_host_measured_of_the_call_that_it_answered_last() {
    let mut shop = Shop::new();
    let world = shop.control("POST", "worlds", &json!({ "name": "second" }))["channelId"].clone();
    let times = |shop: &mut Shop, world: &str| {
        let headers = [("x-sandbox-control", "1"), ("x-sandbox-world", world)];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let log = Request { method: "GET".to_owned(), path: "/_sandbox/log".to_owned(), headers, ..Request::default() };
        let log: Value = serde_json::from_str(&shop.sandbox.handle(&log, shop.now).body).unwrap();
        shop.sandbox.took(99.0);
        let calls = log["calls"].as_array().unwrap().iter();
        calls.map(|call| call["milliseconds"].clone()).collect::<Vec<_>>()
    };
    shop.raw("GET", "/v2/payments", "orderId=X", b"");
    shop.sandbox.took(0.25);
    // Once only, and of nothing else than a call of the API.
    shop.sandbox.took(77.0);
    assert_eq!(times(&mut shop, "sandbox"), [json!(0.25)]);
    let headers = vec![("x-line-channelid".to_owned(), world.as_str().unwrap().to_owned())];
    let other = Request { headers, ..Request::at("GET", "http://127.0.0.1/v2/payments") };
    shop.sandbox.handle(&other, shop.now);
    shop.sandbox.took(1.5);
    shop.raw("GET", "/v2/payments", "orderId=X", b"");
    assert_eq!(times(&mut shop, "second"), [json!(1.5)]);
    assert_eq!(times(&mut shop, "sandbox"), [json!(0.25), Value::Null]);
}

#[test]
fn an_order_in_the_path_is_found_as_it_is_meant() {
    let mut shop = Shop::new();
    shop.control("POST", "faults", &json!({ "orderId": "訂單 1", "kind": "code", "code": "9000" }));
    let check = |shop: &mut Shop, id: &str| shop.raw("GET", &format!("/v2/payments/orders/{id}/check"), "", b"").body;
    assert!(check(&mut shop, "ORD-1").contains("1150"));
    assert!(check(&mut shop, "%E8%A8%82%E5%96%AE%201").contains("9000"));
    let answer = shop.raw("GET", "/v2/payments/orders/SBX-ORDERCHECK-HTML502-1/check", "", b"");
    assert_eq!(answer.status, 502);
}

/// A confirm with the header.
fn confirm_with(shop: &mut Shop, id: u64, fault: &str) -> Answer {
    let mut request = shop.request("POST", &format!("/v2/payments/{id}/confirm"), "", SUM);
    request.headers.push(("X-Sandbox-Fault".into(), fault.into()));
    shop.send(&request)
}

fn approved(shop: &mut Shop, order_id: &str) -> u64 {
    let id = shop.reserve(order_id).id;
    shop.approve(id);
    id
}

fn state_of(shop: &mut Shop, order_id: &str) -> String {
    let all = shop.control("GET", "transactions", &Value::Null);
    let found = all["transactions"].as_array().unwrap().iter().rfind(|one| one["orderId"] == order_id).unwrap();
    found["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_call_asks_by_its_header() {
    for (text, status, delivery, paid) in [
        ("1199", 200, Delivery::Whole, false),
        ("code=1199 after", 200, Delivery::Whole, true),
        ("hang", 200, Delivery::Hang { seconds: 120 }, false),
        ("hang=5 after", 200, Delivery::Hang { seconds: 5 }, true),
        ("HANG5; AFTER", 200, Delivery::Hang { seconds: 5 }, true),
        ("drop after", 200, Delivery::Drop, true),
        ("reset", 200, Delivery::Reset, false),
        ("delay=2 after", 200, Delivery::Delay { seconds: 2 }, true),
        ("delay=2", 200, Delivery::Again { seconds: 2 }, false),
        ("drip=3", 200, Delivery::Drip { seconds: 3 }, true),
        ("status502,before", 502, Delivery::Whole, false),
        ("html502 after", 502, Delivery::Whole, true),
        ("truncated after", 200, Delivery::Whole, true),
        ("late=90", 200, Delivery::Hang { seconds: 90 }, false),
        ("twice", 200, Delivery::Whole, true),
    ] {
        let mut shop = Shop::new();
        let id = approved(&mut shop, "ORD-1");
        let answer = confirm_with(&mut shop, id, text);
        assert_eq!((answer.status, answer.delivery), (status, delivery), "{text}");
        let state = state_of(&mut shop, "ORD-1");
        assert_eq!(state == "CAPTURED", paid, "{text}: {state}");
        if text == "late=90" {
            shop.control("POST", "clock", &json!({ "advanceSeconds": 90 }));
            assert_eq!(state_of(&mut shop, "ORD-1"), "CAPTURED");
        }
    }
}

#[test]
fn a_header_that_is_no_fault_is_told_and_nothing_is_done() {
    let mut shop = Shop::new();
    let id = approved(&mut shop, "ORD-1");
    for (text, said) in [
        ("", "is no fault"),
        ("latte", "\"latte\" is no fault; there are a return code of four digits, status502"),
        ("drop=5", "seconds: goes with kinds hang"),
        ("hang=x", "is no fault"),
        ("hang 5", "\"5\" is no word of a fault"),
        ("hang=601", "seconds: at most 600"),
        ("late after", "when: has no meaning"),
        ("stale", "operation: kind stale goes with"),
    ] {
        let answer = confirm_with(&mut shop, id, text);
        assert_eq!(answer.status, 400, "{text}");
        assert!(answer.body.starts_with("x-sandbox-fault: ") && answer.body.contains(said), "{text}: {}", answer.body);
    }
    assert_eq!(state_of(&mut shop, "ORD-1"), "AUTHENTICATED");
    let log = shop.control("GET", "log", &Value::Null);
    assert!(log["calls"].as_array().unwrap().last().unwrap()["note"].as_str().unwrap().starts_with("x-sandbox-fault"));
}

#[test]
fn a_delayed_request_has_its_effect_when_it_comes_again() {
    let mut shop = Shop::in_version(Shop::with(json!({ "rejectReusedNonce": true })), "v3");
    let id = approved(&mut shop, "ORD-1");
    let calls = |shop: &mut Shop| shop.control("GET", "log", &Value::Null)["calls"].as_array().unwrap().len();
    let before = calls(&mut shop);
    shop.control("POST", "faults", &json!({ "operation": "confirm", "kind": "delay", "seconds": 7 }));
    let request = shop.request("POST", &format!("/v3/payments/{id}/confirm"), "", SUM);
    assert_eq!(shop.send(&request).delivery, Delivery::Again { seconds: 7 });
    assert_eq!((state_of(&mut shop, "ORD-1"), calls(&mut shop)), ("AUTHENTICATED".to_owned(), before));
    let mut request = request;
    request.held = true;
    let answer = shop.send(&request);
    assert!(
        answer.delivery == Delivery::Whole && answer.body.contains("0000"),
        "the nonce counts once: {}",
        answer.body
    );
    assert_eq!((state_of(&mut shop, "ORD-1"), calls(&mut shop)), ("CAPTURED".to_owned(), before + 1));
}

#[test]
fn an_order_id_asks_for_itself() {
    let mut shop = Shop::new();
    let id = approved(&mut shop, "SBX-CONFIRM-1199-42");
    assert_eq!(code(&shop.confirm(id)), "1199");
    shop.restart();
    assert_eq!(code(&shop.confirm(id)), "0000", "once, unless it says more");
    assert_eq!(code(&shop.refund(id, "")), "0000", "other operations go on");

    let id = approved(&mut shop, "sbx-confirm-drop-after-x2-SBX-REFUND-1199-XALL-7");
    for (delivery, paid) in [(Delivery::Drop, "0000"), (Delivery::Drop, "1172"), (Delivery::Whole, "1172")] {
        let answer = shop.raw("POST", &format!("/v2/payments/{id}/confirm"), "", SUM);
        assert_eq!(answer.delivery, delivery);
        assert!(answer.body.contains(paid), "{}", answer.body);
    }
    for _ in 0..3 {
        assert_eq!(code(&shop.refund(id, "")), "1199");
    }
    assert_eq!(code(&shop.reserve_with(json!({ "orderId": "SBX-RESERVE-1145-1" }))), "1145");
    assert_eq!(code(&shop.reserve_with(json!({ "orderId": "SBX-RESERVE-1145-1" }))), "0000");
    let answer = shop.raw("GET", "/v2/payments", "orderId=SBX-PAYMENTCHECK-HTML502-1", b"");
    assert_eq!(answer.status, 502);

    assert_eq!(code(&shop.reserve_with(json!({ "orderId": "SBX-CONFRIM-1199-1" }))), "0000");
    assert!(shop.notes()[0].as_str().unwrap().contains("\"CONFRIM\" is BUYER or one of LINE Pay's operations"));
    shop.control("PUT", "settings", &json!({ "orderIdPatterns": false }));
    let id = approved(&mut shop, "SBX-CONFIRM-1199-43");
    assert_eq!(code(&shop.confirm(id)), "0000");
}

#[test]
fn an_order_id_says_what_its_buyer_does() {
    let mut shop = Shop::new();
    for (order, state) in [
        ("SBX-BUYER-APPROVE-1", "AUTHENTICATED"),
        ("SBX-BUYER-DECLINE-1", "FAILED"),
        ("SBX-BUYER-CANCEL-1", "CANCELLED"),
        ("SBX-BUYER-ABANDON-1", "RESERVED"),
        ("SBX-BUYER-APPROVE30-1", "RESERVED"),
        ("SBX-CONFIRM-1199-SBX-BUYER-DECLINE-1", "FAILED"),
        ("SBX-BUYER-DANCE-1", "RESERVED"),
    ] {
        shop.reserve(order);
        assert_eq!(state_of(&mut shop, order), state, "{order}");
    }
    shop.control("POST", "clock", &json!({ "advanceSeconds": 30 }));
    assert_eq!(state_of(&mut shop, "SBX-BUYER-APPROVE30-1"), "AUTHENTICATED");
    shop.reserve("SBX-BUYER-APPROVE-BALANCE-1");
    let all = shop.control("GET", "transactions", &Value::Null);
    let found = all["transactions"].as_array().unwrap().iter().find(|one| one["method"] == "BALANCE").unwrap();
    assert_eq!(found["orderId"], "SBX-BUYER-APPROVE-BALANCE-1");
}

#[test]
fn a_script_for_each_order() {
    let mut shop = Shop::with(json!({ "buyer": [
        { "action": "cancel" },
        { "orderId": "TWO", "action": "decline" },
        { "orderId": "TWO", "action": "approve", "method": "POINT" },
        { "action": "approve" },
    ] }));
    for (order, state) in [
        ("TWO", "FAILED"),
        ("ONE", "CANCELLED"),
        ("TWO", "AUTHENTICATED"),
        ("THREE", "AUTHENTICATED"),
        ("TWO", "AUTHENTICATED"),
    ] {
        let reserved = shop.reserve(order);
        assert_eq!(shop.state(&reserved), state, "{order}");
        shop.restart();
    }
}

#[test]
fn faults_of_an_order_of_all_operations_and_for_a_time() {
    let mut shop = Shop::new();
    let (one, two) = (approved(&mut shop, "ONE"), approved(&mut shop, "TWO"));
    shop.control("POST", "faults", &json!({ "orderId": "TWO", "kind": "code", "code": "9000" }));
    assert_eq!(code(&shop.confirm(one)), "0000");
    assert_eq!(code(&shop.details("orderId=ONE")), "0000");
    assert_eq!(code(&shop.details(&format!("transactionId={two}"))), "9000");
    assert_eq!(code(&shop.confirm(two)), "0000");

    shop.control("POST", "faults", &json!({ "kind": "code", "code": "9000", "forSeconds": 60 }));
    for _ in 0..3 {
        assert_eq!(code(&shop.details("orderId=ONE")), "9000");
        assert_eq!(code(&shop.refund(one, "")), "9000");
    }
    shop.control("POST", "clock", &json!({ "advanceSeconds": 60 }));
    assert_eq!(code(&shop.details("orderId=ONE")), "0000");
    assert_eq!(shop.control("GET", "faults", &Value::Null)["faults"], json!([]));

    // A kind without an operation leaves out those that it does not go with.
    shop.control("POST", "faults", &json!({ "kind": "twice" }));
    assert_eq!(code(&shop.details("orderId=ONE")), "0000");
    assert_eq!(shop.control("GET", "faults", &Value::Null)["faults"].as_array().unwrap().len(), 1);
}

#[test]
fn at_random_and_the_same_again() {
    let run = |seed: &str| -> Vec<bool> {
        let mut shop = Shop::new();
        let fault = json!({ "operation": "paymentCheck", "kind": "code", "code": "9000", "rate": 0.25, "seed": seed });
        shop.control("POST", "faults", &fault);
        (0..200).map(|_| code(&shop.details("orderId=ONE")) == "9000").collect()
    };
    let once = run("a");
    assert_eq!(once, run("a"));
    assert_ne!(once, run("b"));
    let hits = once.iter().filter(|hit| **hit).count();
    assert!((30..70).contains(&hits), "{hits} of 200");
    let mut shop = Shop::new();
    for (fault, said) in [
        (json!({ "kind": "drop", "rate": 1.5 }), "rate: from 0 to 1"),
        (json!({ "kind": "drop", "seed": "a" }), "seed: goes with rate only"),
        (json!({ "kind": "delay", "seconds": 601 }), "seconds: at most 600"),
        (json!({ "kind": "reset", "seconds": 1 }), "seconds: goes with kinds"),
    ] {
        let answer = shop.control_answer("POST", "faults", &fault);
        assert!(answer.status == 400 && answer.body.contains(said), "{fault}: {}", answer.body);
    }
    shop.control("POST", "faults", &json!({ "kind": "code", "code": "9000", "rate": 1, "times": 2 }));
    let codes: Vec<_> = (0..3).map(|_| code(&shop.details("orderId=ONE")).to_owned()).collect();
    assert_eq!(codes, ["9000", "9000", "1150"]);
}

#[test]
fn several_methods_pay_one_sum() {
    let mut shop = Shop::new().in_version("v3");
    let reserve = |shop: &mut Shop, order: &str| shop.reserve(order).id;
    let id = reserve(&mut shop, "ORD-1");
    for (methods, status) in [
        (json!([{ "method": "POINT", "amount": 400 }]), 409),
        (json!([{ "method": "POINT", "amount": 100 }, { "method": "BALANCE", "amount": 100 }]), 409),
        (json!([{ "method": "POINT" }, { "method": "BALANCE" }]), 409),
        (json!([{ "method": "POINT", "amount": -1 }, { "method": "BALANCE" }]), 409),
        (json!([{ "method": "POINT", "amount": 0.5 }, { "method": "BALANCE" }]), 409),
        (json!([{ "method": "CASH" }]), 400),
        (json!([{ "method": "POINT", "amount": 60 }, { "method": "CREDIT_CARD" }]), 200),
    ] {
        let answer = shop.control_answer("POST", &format!("transactions/{id}/approve"), &json!({ "methods": methods }));
        assert_eq!(answer.status, status, "{methods}: {}", answer.body);
    }
    shop.restart();
    let confirmed = shop.confirm(id);
    let rows = |value: &Value| -> Vec<(String, i64)> {
        let row = |one: &Value| (one["method"].as_str().unwrap().to_owned(), one["amount"].as_i64().unwrap());
        value.as_array().unwrap().iter().map(row).collect()
    };
    let both = [("POINT".to_owned(), 60), ("CREDIT_CARD".to_owned(), 300)];
    assert_eq!(rows(&confirmed["info"]["payInfo"]), both);
    assert!(confirmed["info"]["payInfo"][0].get("maskedCreditCardNumber").is_none());
    assert!(confirmed["info"]["payInfo"][1].get("maskedCreditCardNumber").is_some());
    let mut given_back = Vec::new();
    for sum in [250, 80, 30] {
        let reply = shop.refund(id, &format!("{{\"refundAmount\":{sum}}}"));
        let refund = reply["info"]["refundTransactionId"].as_u64().unwrap();
        let found = shop.details(&format!("transactionId={refund}"));
        given_back.push(rows(&found["info"][0]["payInfo"]));
    }
    let card = |sum: i64| ("CREDIT_CARD".to_owned(), sum);
    let point = |sum: i64| ("POINT".to_owned(), sum);
    assert_eq!(given_back, [vec![card(-250)], vec![card(-50), point(-30)], vec![point(-30)]]);
    assert_eq!(rows(&shop.details(&format!("transactionId={id}"))["info"][0]["payInfo"]), both);

    // By script, and after a capture of a part.
    shop.control(
        "PUT",
        "settings",
        &json!({ "buyer": [
        { "action": "approve", "methods": [{ "method": "POINT", "amount": 60 }, { "method": "BALANCE" }] }] }),
    );
    let reply = shop.reserve_with(json!({ "orderId": "PART", "options": { "payment": { "capture": false } } }));
    let id = crate::shop::reserved(&reply).id;
    assert_eq!(code(&shop.confirm(id)), "0000");
    let capture = format!("/v3/payments/authorizations/{id}/capture");
    let captured = shop.post(&capture, r#"{"amount":100,"currency":"TWD"}"#);
    assert_eq!(rows(&captured["info"]["payInfo"]), [point(60), ("BALANCE".to_owned(), 40)]);
}
