//! Automatic payment: a regKey from its issue to its end.

use crate::shop::{DAY, Shop, code};
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

#[test]
fn issued_charged_checked_expired() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let key = shop.register("ORD-1");
        assert!(key.len() == 15 && key.starts_with("RK"), "{key}");
        assert_eq!(shop.check_key(&key).get("info"), None);
        assert_eq!(code(&shop.check_key(&key)), "0000");
        let reply = shop.charge(&key, "SUB-1", true);
        let id = reply["info"]["transactionId"].as_u64().unwrap();
        let mut info = json!({ "transactionId": id, "transactionDate": "2026-05-07T03:04:05Z" });
        if version == "v4" {
            info["paymentProvider"] = json!("TSP");
        }
        assert_eq!(reply["info"], info);
        assert_eq!(code(&shop.charge(&key, "SUB-1", true)), "1172");
        assert_eq!(code(&shop.charge(&key, "ORD-1", true)), "1172");
        let row = shop.details("orderId=SUB-1")["info"][0].clone();
        assert_eq!(row["payInfo"], json!([{ "method": "CREDIT_CARD", "amount": 150 }]));
        assert_eq!(code(&shop.refund(id, r#"{"refundAmount":50}"#)), "0000");
        assert_eq!(code(&shop.confirm(id)), "1172");
        if version != "v2" {
            assert_eq!(code(&shop.status(id)), "1159", "never a buyer's request");
        }

        let reply = shop.charge(&key, "SUB-2", false);
        assert_eq!(reply["info"]["authorizationExpireDate"], "2026-06-06T03:04:05Z");
        let held = reply["info"]["transactionId"].as_u64().unwrap();
        assert_eq!(code(&shop.capture(held, 150)), "0000");
        let reply = shop.charge(&key, "SUB-3", false);
        let held = reply["info"]["transactionId"].as_u64().unwrap();
        assert_eq!(code(&shop.void(held)), "0000");

        shop.restart();
        assert_eq!(shop.expire_key(&key).get("info"), None);
        assert_eq!(code(&shop.check_key(&key)), "1193");
        assert_eq!(code(&shop.charge(&key, "SUB-4", true)), "1193");
        assert_eq!(code(&shop.expire_key(&key)), "1193");
        assert_eq!(code(&shop.expire_key("RK0A1B2C3D4E5F6")), "1190");
        assert_eq!(code(&shop.charge("RK0A1B2C3D4E5F6", "SUB-4", true)), "1190");
        assert_eq!(code(&shop.details("orderId=SUB-4")), "1150", "nothing was charged");
    }
}

#[test]
fn confirm_tells_the_key_once_and_the_card() {
    let mut shop = Shop::with(json!({ "maskedCardNumber": false }));
    let id = shop.reserve_as("ORD-1", json!({ "payType": "PREAPPROVED", "capture": false })).id;
    shop.approve(id);
    let info = shop.confirm(id)["info"].clone();
    assert_eq!(
        info["payInfo"],
        json!([{ "method": "CREDIT_CARD", "amount": 360, "creditCardNickname": "", "creditCardBrand": "VISA" }])
    );
    assert!(info["regKey"].is_string() && info["authorizationExpireDate"].is_string());
    assert!(shop.confirm(id).get("info").is_none(), "a repeated confirm brings no key");
    for path in ["/v2/payments/authorizations", "/v3/payments"] {
        assert!(!shop.get(path, "orderId=ORD-1").to_string().contains("RK"));
    }
    let list = shop.control("GET", "reg-keys", &Value::Null);
    assert_eq!(list["regKeys"][0]["regKey"], info["regKey"]);
    assert_eq!(list["regKeys"][0]["issuedBy"], json!(id.to_string()));
    assert_eq!(list["regKeys"][0]["endsAt"], "2026-11-03T03:04:05Z");
}

#[test]
fn a_key_lives_180_days_after_its_last_payment() {
    let mut shop = Shop::new();
    let key = shop.register("ORD-1");
    shop.now += 179 * DAY;
    assert_eq!(code(&shop.charge(&key, "SUB-1", true)), "0000");
    shop.now += 179 * DAY;
    assert_eq!(code(&shop.check_key(&key)), "0000");
    shop.now += DAY;
    assert_eq!(code(&shop.check_key(&key)), "1193");
    assert_eq!(code(&shop.charge(&key, "SUB-2", true)), "1193");
    assert_eq!(code(&shop.expire_key(&key)), "1193");
    shop.control("PUT", "settings", &json!({ "regKeyDays": 400 }));
    assert_eq!(code(&shop.check_key(&key)), "0000");
}

#[test]
fn the_buyer_ends_it() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let key = shop.register("ORD-1");
        let view = shop.control("POST", &format!("reg-keys/{key}/end"), &Value::Null);
        assert_eq!(view["ended"], "BUYER");
        assert_eq!(code(&shop.charge(&key, "SUB-1", true)), "1141");
        assert_eq!(code(&shop.check_key(&key)), "1141");
        let expected = if version == "v2" { "1193" } else { "1141" };
        assert_eq!(code(&shop.expire_key(&key)), expected);
        shop.control("PUT", "settings", &json!({ "regKeyEndedByBuyer": "1193" }));
        assert_eq!(code(&shop.charge(&key, "SUB-1", true)), "1193");
    }
    let answer = Shop::new().control_answer("POST", "reg-keys/RK1/end", &Value::Null);
    assert_eq!(answer.status, 404);
}

#[test]
fn some_answers_of_a_charge_end_it() {
    for (version, answer, ended) in [
        ("v2", "1281", true),
        ("v2", "1287", true),
        ("v2", "1141", false),
        ("v2", "1295", false),
        ("v2", "1280", false),
        ("v3", "1141", true),
        ("v3", "1281", false),
        ("v4", "1282", true),
        ("v4", "1295", true),
        ("v4", "1288", false),
        ("v3", "1197", false),
    ] {
        let mut shop = Shop::new().in_version(version);
        let key = shop.register("ORD-1");
        let fault = json!({ "operation": "preApproval", "kind": "code", "code": answer });
        shop.control("POST", "faults", &fault);
        assert_eq!(code(&shop.charge(&key, "SUB-1", true)), answer);
        assert_eq!(code(&shop.details("orderId=SUB-1")), "1150");
        let expected = if ended { "1193" } else { "0000" };
        assert_eq!(code(&shop.charge(&key, "SUB-1", true)), expected, "{version} {answer}");
    }
}

#[test]
fn what_a_charge_must_say() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let key = shop.register("ORD-1");
        let path = format!("/{version}/payments/preapprovedPay/{key}/payment");
        let optional = if version == "v4" { "0000" } else { "2101" };
        for (changes, expected) in [
            (json!({ "productName": null }), optional),
            (json!({ "currency": null, "orderId": "SUB-2" }), optional),
            (json!({ "amount": null }), "2101"),
            (json!({ "orderId": "" }), "2101"),
            (json!({ "currency": "USD" }), "1178"),
            (json!({ "amount": 1.5 }), "1124"),
            (json!({ "amount": 0 }), "1183"),
            (json!({ "capture": "perhaps" }), "2101"),
        ] {
            let mut body = json!({ "productName": "plan", "amount": 150, "currency": "TWD", "orderId": "SUB-1" });
            for (name, value) in changes.as_object().unwrap() {
                body[name] = value.clone();
            }
            assert_eq!(code(&shop.post(&path, &body.to_string())), expected, "{version} {changes}");
        }
        shop.control("PUT", "settings", &json!({ "allowSeparateCapture": false }));
        assert_eq!(code(&shop.charge(&key, "SUB-9", false)), "2103");
        let check = format!("/{version}/payments/preapprovedPay/{key}/check");
        for (query, expected) in [
            ("creditCardAuth=true", "0000"),
            ("creditCardAuth=false", "0000"),
            ("creditCardAuth=1", "2101"),
            ("%", "2101"),
        ] {
            assert_eq!(code(&shop.get(&check, query)), expected, "{query}");
        }
    }
}
