//! Worlds: merchants that never meet, and what one begins with.

use crate::shop::{CHANNEL, SECRET, Shop, code};
use linepay_sandbox::Request;
use serde_json::{Value, json};

/// A control call in a world.
fn inside(shop: &mut Shop, world: &str, method: &str, path: &str, body: &Value) -> Value {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = shop.request(method, &format!("/_sandbox/{path}"), "", text.as_bytes());
    request.headers = vec![("x-sandbox-control".into(), "1".into()), ("x-sandbox-world".into(), world.into())];
    let answer = shop.send(&request);
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// A v2 call with these credentials.
fn call(shop: &mut Shop, keys: &Value, method: &str, path: &str, query: &str, body: &Value) -> Value {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = shop.request(method, path, query, text.as_bytes());
    for (name, value) in &mut request.headers {
        match name.as_str() {
            "X-LINE-ChannelId" => *value = keys["channelId"].as_str().unwrap().to_owned(),
            "X-LINE-ChannelSecret" => *value = keys["channelSecret"].as_str().unwrap().to_owned(),
            _ => {}
        }
    }
    serde_json::from_str(&shop.send(&request).body).unwrap()
}

fn order(id: &str) -> Value {
    json!({ "productName": "tea", "amount": 360, "currency": "TWD", "orderId": id, "confirmUrl": "https://a.example/" })
}

const RESERVE: &str = "/v2/payments/request";

#[test]
fn worlds_never_meet() {
    let mut shop = Shop::new();
    let one = shop.control("POST", "worlds", &Value::Null);
    let two = shop.control("POST", "worlds", &json!({ "name": "two", "settings": { "currency": "JPY" } }));
    assert_eq!((&one["name"], &two["name"]), (&json!("w1"), &json!("two")));
    assert_ne!(one["channelId"], two["channelId"]);
    assert_eq!(one["channelSecret"].as_str().unwrap().len(), 32);

    inside(&mut shop, "w1", "POST", "faults", &json!({ "operation": "reserve", "kind": "code", "code": "9000" }));
    inside(&mut shop, "two", "POST", "clock", &json!({ "advanceSeconds": 86400 }));
    shop.restart();
    assert_eq!(code(&shop.reserve_with(json!({}))), "0000", "the fault is another world's");
    assert_eq!(code(&call(&mut shop, &one, "POST", RESERVE, "", &order("A"))), "9000");
    assert_eq!(code(&call(&mut shop, &one, "POST", RESERVE, "", &order("A"))), "0000");
    assert_eq!(code(&call(&mut shop, &two, "POST", RESERVE, "", &order("A"))), "1178", "its contract is in JPY");
    let mut mixed = two.clone();
    mixed["channelSecret"] = one["channelSecret"].clone();
    assert_eq!(code(&call(&mut shop, &mixed, "GET", "/v2/payments", "orderId=A", &Value::Null)), "1106");

    shop.restart();
    let count = |shop: &mut Shop, world: &str, what: &str, list: &str| {
        inside(shop, world, "GET", what, &Value::Null)[list].as_array().unwrap().len()
    };
    assert_eq!(count(&mut shop, "sandbox", "transactions", "transactions"), 1);
    assert_eq!(count(&mut shop, "w1", "transactions", "transactions"), 1);
    assert_eq!(count(&mut shop, "two", "transactions", "transactions"), 0);
    assert_eq!(count(&mut shop, "w1", "log", "calls"), 2);
    assert_eq!(inside(&mut shop, "two", "GET", "clock", &Value::Null)["aheadSeconds"], 86400);
    assert_eq!(inside(&mut shop, "w1", "GET", "clock", &Value::Null)["aheadSeconds"], 0);

    inside(&mut shop, "w1", "POST", "reset", &Value::Null);
    assert_eq!(count(&mut shop, "sandbox", "transactions", "transactions"), 1, "a reset is of one world");
}

#[test]
fn the_buyers_page_finds_its_world() {
    let mut shop = Shop::new();
    let one = shop.control("POST", "worlds", &json!({ "merchantName": "Another Shop" }));
    let reply = call(&mut shop, &one, "POST", RESERVE, "", &order("A"));
    let reserved = crate::shop::reserved(&reply);
    shop.restart();
    let answer = shop.raw("GET", &format!("/web/payment/check/{}", reserved.reserve_id), "", b"");
    let view: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(view["merchantName"], "Another Shop");
    let simulator = view["simulatorUrl"].as_str().unwrap().to_owned();
    let answer = shop.raw("POST", &simulator, "", br#"{"action":"approve"}"#);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let confirm = format!("/v2/payments/{}/confirm", reserved.id);
    let sum = json!({ "amount": 360, "currency": "TWD" });
    assert_eq!(code(&shop.post(&confirm, &sum.to_string())), "1150", "the merchant beside it does not know it");
    assert_eq!(code(&call(&mut shop, &one, "POST", &confirm, "", &sum)), "0000");
}

#[test]
fn production_knows_none_of_the_payments() {
    let mut shop = Shop::new();
    let id = shop.reserve("ORD-1").id;
    shop.approve(id);
    let path = format!("/v2/payments/{id}/confirm");
    let mut request = shop.request("POST", &path, "", br#"{"amount":360,"currency":"TWD"}"#);
    request.world = Some("production".to_owned());
    assert!(shop.send(&request).body.contains("1159"));
    shop.restart();
    assert_eq!(inside(&mut shop, "production", "GET", "log", &Value::Null)["calls"].as_array().unwrap().len(), 1);
    assert_eq!(code(&shop.confirm(id)), "0000");
    let names: Vec<_> = shop.control("GET", "worlds", &Value::Null)["worlds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|world| (world["name"].clone(), world["payments"].clone()))
        .collect();
    assert_eq!(names, [(json!("sandbox"), json!(1)), (json!("production"), json!(0))]);
}

#[test]
fn a_world_that_is_not_there_or_cannot_be() {
    let mut shop = Shop::new();
    let mut request = shop.request("GET", "/v2/payments", "", b"");
    request.headers.push(("X-Sandbox-World".into(), "nowhere".into()));
    let answer = shop.send(&request);
    assert_eq!((answer.status, answer.body.contains("there is no such world")), (404, true));
    shop.control("POST", "worlds", &json!({ "name": "one", "channelId": "1700000001" }));
    for (body, said) in [
        (json!({ "name": "one" }), "name: a world has that name already"),
        (json!({ "name": "sandbox" }), "name: a world has that name already"),
        (json!({ "name": "production" }), "name: a world has that name already"),
        (json!({ "name": "a/b" }), "name: 1 to 64 of"),
        (json!({ "channelId": "1700000001" }), "channelId: a world has that channel id already"),
        (json!({ "channelId": CHANNEL }), "channelId: a world has that channel id already"),
        (json!({ "channelId": "1" }), "channelId: ten digits"),
        (json!({ "settings": { "curency": "TWD" } }), "settings.curency: no field here; there are "),
        (json!({ "colour": 1 }), "colour: no field here; there are name, "),
        (json!([]), "not an object"),
    ] {
        let answer = shop.control_answer("POST", "worlds", &body);
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.body.contains(said), "{body}: {}", answer.body);
    }
    assert_eq!(shop.control_answer("DELETE", "worlds/production", &Value::Null).status, 409);
    assert_eq!(shop.control_answer("DELETE", "worlds/two", &Value::Null).status, 404);
    assert_eq!(shop.control_answer("PUT", "worlds/one", &Value::Null).status, 404);
    let mut foreign = shop.request("POST", "/_sandbox/worlds", "", b"");
    foreign.headers = vec![];
    assert_eq!(shop.send(&foreign).status, 403);
}

#[test]
fn a_world_that_ends_leaves_nothing() {
    let mut shop = Shop::new();
    let before = shop.records.clone();
    let one = shop.control("POST", "worlds", &json!({ "name": "one" }));
    call(&mut shop, &one, "POST", RESERVE, "", &order("A"));
    inside(&mut shop, "one", "POST", "reg-keys", &Value::Null);
    assert!(shop.records.keys().any(|key| key.starts_with("world/one/payment/")));
    shop.control("DELETE", "worlds/one", &Value::Null);
    shop.records.remove("worlds");
    assert_eq!(shop.records, before);
    assert_eq!(code(&call(&mut shop, &one, "GET", "/v2/payments", "orderId=A", &Value::Null)), "1104");
}

#[test]
fn worlds_have_an_end() {
    let mut shop = Shop::new();
    for _ in 0..1000 {
        shop.control("POST", "worlds", &Value::Null);
    }
    let answer = shop.control_answer("POST", "worlds", &Value::Null);
    assert_eq!((answer.status, answer.body.contains("at most 1000 worlds")), (400, true));
    shop.control("DELETE", "worlds/w7", &Value::Null);
    assert_eq!(shop.control("POST", "worlds", &Value::Null)["name"], "w1001", "no name is given twice");
}

fn seed() -> Value {
    json!({
        "settings": { "regKeyDays": 1 },
        "faults": [{ "operation": "refund", "kind": "code", "code": "1199" }],
        "payments": [
            { "orderId": "PAID", "amount": 360, "transactionId": "2026050700000000110" },
            { "orderId": "HELD", "amount": 50, "state": "AUTHORIZED", "agoSeconds": 3600, "method": "BALANCE" },
            { "orderId": "OPEN", "amount": 50, "state": "RESERVED", "agoSeconds": 3600 },
            { "orderId": "PART", "amount": 50, "state": "PARTLY_REFUNDED", "refunded": 20 },
            { "orderId": "BACK", "amount": 50, "state": "REFUNDED" },
            { "orderId": "VOID", "amount": 50, "state": "VOIDED" },
        ],
        "regKeys": [{ "regKey": "RK0A1B2C3D4E5F6", "method": "BALANCE" }, {}],
        "worlds": [{ "name": "yen", "settings": { "currency": "JPY" }, "payments": [{ "orderId": "Y", "amount": 1 }] }],
    })
}

#[test]
fn a_seed_is_there_before_the_first_call() {
    let mut shop = Shop::new();
    let made = shop.control("POST", "seed", &seed());
    assert_eq!(made["worlds"][0]["transactions"][0]["currency"], "JPY");
    shop.restart();
    let found = shop.details("transactionId=2026050700000000110");
    assert_eq!((code(&found), &found["info"][0]["orderId"]), ("0000", &json!("PAID")));
    assert_eq!(code(&shop.refund(2_026_050_700_000_000_110, "")), "1199", "the fault is armed");
    let states: Vec<_> = shop.control("GET", "transactions", &Value::Null)["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|payment| !payment["orderId"].as_str().unwrap().starts_with("REGISTRATION"))
        .map(|payment| format!("{} {}", payment["orderId"].as_str().unwrap(), payment["state"].as_str().unwrap()))
        .collect();
    for state in ["PAID CAPTURED", "HELD AUTHORIZED", "OPEN EXPIRED", "PART PARTLY_REFUNDED", "BACK REFUNDED"] {
        assert!(states.contains(&state.to_owned()), "{state}: {states:?}");
    }
    assert!(states.contains(&"VOID VOIDED".to_owned()));
    assert_eq!(code(&shop.check_key("RK0A1B2C3D4E5F6")), "0000");
    let twice = shop.control_answer("POST", "seed", &seed());
    for said in [
        "payments[0].transactionId: is there already",
        "regKeys[0].regKey: is there already",
        "worlds[0].name: a world has that name already",
    ] {
        assert!(twice.body.contains(said), "{said}: {}", twice.body);
    }
}

#[test]
fn everything_wrong_with_a_seed_is_told_at_once_and_nothing_is_done() {
    let mut shop = Shop::new();
    let answer = shop.control_answer(
        "POST",
        "seed",
        &json!({
            "name": "me",
            "channelId": "1700000009",
            "settings": { "regKeyDays": "soon", "colour": 1 },
            "faults": [{ "operation": "confrim", "kind": "drop" }, { "operation": "confirm", "kind": "latte" }],
            "payments": [
                { "orderId": "A", "amount": -1, "state": "PAYED", "when": 1 },
                { "orderId": "", "amount": 1.5, "currency": "TWD", "transactionId": "x", "refunded": 1 },
                { "orderId": "B", "amount": 5, "transactionId": "7" },
                { "orderId": "C", "amount": 5, "transactionId": "7", "currency": "EUR" },
                7,
            ],
            "regKeys": [{ "regKey": "no key" }],
            "worlds": [{ "name": "one" }, { "name": "one", "payments": [{ "orderId": "A" }] }, "two"],
        }),
    );
    assert_eq!(answer.status, 400);
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    let paths: Vec<_> = said["problems"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap()).collect();
    for path in [
        "name",
        "channelId",
        "settings.regKeyDays",
        "settings.colour",
        "faults[0].operation",
        "faults[1].kind",
        "payments[0].amount",
        "payments[0].state",
        "payments[0].when",
        "payments[1].orderId",
        "payments[1].amount",
        "payments[1].transactionId",
        "payments[1].refunded",
        "payments[3].currency",
        "payments[3].transactionId",
        "payments[4]",
        "regKeys[0].regKey",
        "worlds[1]",
        "worlds[1].payments[0]",
        "worlds[2]",
    ] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    assert_eq!(shop.control("GET", "transactions", &Value::Null)["transactions"], json!([]));
    assert_eq!(shop.control("GET", "worlds", &Value::Null)["worlds"].as_array().unwrap().len(), 2);
    let text = shop.request("POST", "/_sandbox/seed", "", b"{\n \"a\": }");
    let request = Request { headers: vec![("x-sandbox-control".into(), "1".into())], ..text };
    assert!(shop.send(&request).body.contains("not JSON, at line 2 column"));
    assert!(!answer.body.contains(SECRET));
}

#[test]
fn a_seed_is_told_what_it_put_in_and_not_what_was_there() {
    let mut shop = Shop::new();
    for number in 1..=2 {
        let seed = json!({ "payments": [{ "orderId": format!("ORD-{number}"), "amount": 100 }],
            "regKeys": [{ "regKey": format!("RK{number}") }] });
        let told = shop.control("POST", "seed", &seed);
        let orders: Vec<_> = told["transactions"].as_array().unwrap().iter().map(|row| &row["orderId"]).collect();
        assert!(orders.len() == 2 && orders.contains(&&json!(format!("ORD-{number}"))), "{told}");
        assert_eq!(told["regKeys"].as_array().unwrap().len(), 1);
        assert_eq!(told["regKeys"][0]["regKey"], format!("RK{number}"));
    }
    assert_eq!(shop.control("GET", "transactions", &Value::Null)["transactions"].as_array().unwrap().len(), 4);
}
