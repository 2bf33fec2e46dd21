//! A buyer by script, and a regKey without one.

use crate::shop::{START, Shop, code};
use serde_json::{Value, json};

fn states(shop: &mut Shop) -> Vec<String> {
    let list = shop.control("GET", "transactions", &Value::Null);
    let mut list = list["transactions"].as_array().unwrap().clone();
    list.sort_by_key(|row| row["orderId"].as_str().unwrap().to_owned());
    list.iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_reservation_takes_the_next_act_and_the_last_one_stays() {
    let mut shop = Shop::with(json!({ "buyer": [
        { "action": "decline" }, { "action": "cancel" }, { "action": "abandon" },
        { "action": "approve", "method": "POINT" },
    ] }));
    for order in 1..=5 {
        shop.reserve_as(&format!("ORD-{order}"), json!({}));
    }
    let expected = ["FAILED", "CANCELLED", "RESERVED", "AUTHENTICATED", "AUTHENTICATED"];
    assert_eq!(states(&mut shop), expected);
    let list = shop.control("GET", "transactions", &Value::Null);
    assert!(list["transactions"].as_array().unwrap().iter().any(|row| row["method"] == "POINT"));
    shop.restart();
    shop.reserve_as("ORD-6", json!({}));
    assert_eq!(states(&mut shop).last().unwrap(), "AUTHENTICATED", "the place in the script survives a restart");
    shop.control("PUT", "settings", &json!({ "buyer": [{ "action": "decline" }, { "action": "approve" }] }));
    shop.reserve_as("ORD-7", json!({}));
    assert_eq!(states(&mut shop).last().unwrap(), "FAILED", "another script begins at its start");
}

#[test]
fn payments_are_told_the_oldest_first() {
    let mut shop = Shop::new();
    let mut ids = Vec::new();
    // Ids of one day are drawn at random: six of them stand in the order of time by chance once in 720 tries.
    for order in 1..=6 {
        shop.now += 1000;
        ids.push(shop.reserve_as(&format!("ORD-{order}"), json!({})).id);
    }
    assert!(!ids.is_sorted(), "this seed shows the difference");
    let list = shop.control("GET", "transactions", &Value::Null);
    let told: Vec<_> = list["transactions"].as_array().unwrap().iter().map(|row| row["orderId"].clone()).collect();
    assert_eq!(told, ["ORD-1", "ORD-2", "ORD-3", "ORD-4", "ORD-5", "ORD-6"]);
    let old = json!({ "payments": [
        { "orderId": "NEW", "amount": 360, "agoSeconds": 60 }, { "orderId": "OLD", "amount": 360, "agoSeconds": 7200 },
    ] });
    let seeded = shop.control("POST", "seed", &old);
    assert_eq!(seeded["transactions"][0]["orderId"], "OLD");
    assert_eq!(shop.control("GET", "transactions", &Value::Null)["transactions"][0]["orderId"], "OLD");
}

#[test]
fn a_buyer_may_take_time_and_somebody_may_be_faster() {
    let mut shop = Shop::with(json!({ "buyer": [{ "action": "approve", "afterSeconds": 30 }] }));
    let slow = shop.reserve_as("ORD-1", json!({}));
    let other = shop.reserve_as("ORD-2", json!({}));
    shop.control("POST", &format!("transactions/{}/cancel", other.id), &Value::Null);
    shop.now = START + 29_999;
    assert_eq!(states(&mut shop), ["RESERVED", "CANCELLED"]);
    shop.restart();
    shop.now = START + 45_000;
    assert_eq!(states(&mut shop), ["AUTHENTICATED", "CANCELLED"]);
    let list = shop.control("GET", "transactions", &Value::Null);
    let row = list["transactions"].as_array().unwrap().iter().find(|row| row["orderId"] == "ORD-1").unwrap().clone();
    assert_eq!(row["approvedAt"], "2026-05-07T03:04:35Z", "at its time, not when somebody looked");
    assert_eq!(code(&shop.confirm(slow.id)), "0000");
}

#[test]
fn a_server_is_called_with_the_reservations_own_answer() {
    let mut shop = Shop::with(json!({ "buyer": [{ "action": "approve" }] })).in_version("v3");
    let body = json!({
        "amount": 360, "currency": "TWD", "orderId": "ORD-1",
        "packages": [{ "id": "1", "amount": 360, "products": [{ "name": "Tea", "quantity": 1, "price": 360 }] }],
        "redirectUrls": {
            "confirmUrl": "https://shop.example.com/confirm?cart=7", "cancelUrl": "https://shop.example.com/",
            "confirmUrlType": "SERVER",
        },
    });
    let answer = shop.raw("POST", "/v3/payments/request", "", body.to_string().as_bytes());
    assert_eq!(answer.callbacks.len(), 1);
    assert!(answer.callbacks[0].starts_with("https://shop.example.com/confirm?cart=7&orderId="), "{answer:?}");
}

#[test]
fn a_wrong_script_is_named() {
    let mut shop = Shop::new();
    for (buyer, word) in [
        (json!([{ "action": "pay" }]), "approve"),
        (json!([{ "action": "approve", "method": "CASH" }]), "CREDIT_CARD"),
        (json!([{ "action": "approve", "after": 1 }]), "afterSeconds"),
        (json!("approve"), "must be a list"),
    ] {
        let answer = shop.control_answer("PUT", "settings", &json!({ "buyer": buyer }));
        assert!(answer.status == 400 && answer.body.contains(word), "{}", answer.body);
    }
}

#[test]
fn a_key_can_be_made_that_is_ready_to_be_charged() {
    let mut shop = Shop::new();
    let made = shop.control("POST", "reg-keys", &json!({ "method": "BALANCE" }));
    assert_eq!(made["method"], "BALANCE");
    let key = made["regKey"].as_str().unwrap().to_owned();
    assert_eq!(code(&shop.check_key(&key)), "0000");
    assert_eq!(code(&shop.charge(&key, "ORD-1", true)), "0000");
    assert_eq!(shop.control("GET", "reg-keys", &Value::Null)["regKeys"].as_array().unwrap().len(), 1);
    let wrong = shop.control_answer("POST", "reg-keys", &json!({ "method": "CASH" }));
    assert_eq!(wrong.status, 400);
}
