//! What others met at LINE Pay's own server (reference: live, and SDKs), one test each.

use crate::shop::{Shop, code};
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

fn set(shop: &mut Shop, name: &str, value: Value) {
    shop.control("PUT", "settings", &json!({ name: value }));
}

/// A sum of 100 with a point or an exponent, where the currency has no decimals.
#[test]
fn sums_that_move_money_are_written_in_digits() {
    for (version, currency) in [("v2", "TWD"), ("v2", "JPY"), ("v3", "TWD"), ("v3", "JPY"), ("v4", "TWD")] {
        let mut shop = Shop::with(json!({ "currency": currency })).in_version(version);
        let order = |capture: bool| {
            json!({ "amount": 100, "currency": currency, "payType": "PREAPPROVED",
                "capture": capture })
        };
        let mut ids = Vec::new();
        for (order_id, capture) in [("PAID", true), ("HELD", false)] {
            let id = shop.reserve_as(order_id, order(capture)).id;
            shop.approve(id);
            ids.push(id);
        }
        let payments = format!("/{version}/payments");
        let body = |written: &str| format!(r#"{{"amount":{written},"currency":"{currency}"}}"#);
        let refused = |reply: &Value| {
            assert_eq!(reply, &json!({ "returnCode": "1124", "returnMessage": "Error in Amount info." }));
        };
        const WRITTEN: [&str; 5] = ["100.0", "1e2", "10.0E1", "1000e-1", "\"100.00\""];
        for written in WRITTEN {
            refused(&shop.post(&format!("{payments}/{}/confirm", ids[0]), &body(written)));
        }
        let reply = shop.post(&format!("{payments}/{}/confirm", ids[0]), &body("100"));
        let key = reply["info"]["regKey"].as_str().unwrap().to_owned();
        assert_eq!(code(&shop.post(&format!("{payments}/{}/confirm", ids[1]), &body("100"))), "0000");
        for written in WRITTEN {
            refused(&shop.post(&format!("{payments}/authorizations/{}/capture", ids[1]), &body(written)));
            refused(&shop.refund(ids[0], &format!(r#"{{"refundAmount":{written}}}"#)));
            let charge = format!(r#"{{"productName":"a","orderId":"SUB","amount":{written},"currency":"{currency}"}}"#);
            refused(&shop.post(&format!("{payments}/preapprovedPay/{key}/payment"), &charge));
        }
        set(&mut shop, "plainSums", json!(false));
        assert_eq!(code(&shop.post(&format!("{payments}/authorizations/{}/capture", ids[1]), &body("1e2"))), "0000");
        assert_eq!(code(&shop.refund(ids[0], r#"{"refundAmount":100.0}"#)), "0000");
        let mut written = order(true);
        written["amount"] = json!(100.0);
        written["orderId"] = json!("LATER");
        assert_eq!(code(&shop.reserve_with(written)), "0000", "reserve takes it");
        assert!(shop.notes()[0].as_str().unwrap().contains("amount: written with decimals"));
    }
    let mut shop = Shop::with(json!({ "currency": "USD" }));
    let id = shop.reserve_as("ORD-1", json!({ "amount": 100, "currency": "USD" })).id;
    shop.approve(id);
    let path = format!("/v2/payments/{id}/confirm");
    assert_eq!(code(&shop.post(&path, r#"{"amount":100.00,"currency":"USD"}"#)), "0000", "dollars have cents");
}

fn registration(version: &str) -> Value {
    let mut order = json!({ "amount": 0, "payType": "PREAPPROVED" });
    if version != "v2" {
        order["packages"] =
            json!([{ "id": "1", "amount": 0, "products": [{ "name": "plan", "quantity": 1, "price": 0 }] }]);
    }
    order
}

#[test]
fn a_registration_of_nothing_issues_a_key() {
    for version in VERSIONS {
        for capture in [true, false] {
            let mut shop = Shop::with(json!({ "minimumAmount": 10 })).in_version(version);
            let mut order = registration(version);
            order["capture"] = json!(capture);
            let id = shop.reserve_as("REG-1", order.clone()).id;
            shop.approve(id);
            assert_eq!(code(&shop.confirm_sum(id, &json!(1))), "1153");
            let reply = shop.confirm_sum(id, &json!(0));
            let key = reply["info"]["regKey"].as_str().unwrap().to_owned();
            assert_eq!(reply["info"]["payInfo"], json!([]));
            assert_eq!(code(&shop.confirm_sum(id, &json!(0))), "1172");
            assert_eq!(code(&shop.check_key(&key)), "0000");
            assert_eq!(code(&shop.charge(&key, "SUB-1", true)), "0000");
            if version != "v2" {
                assert_eq!(code(&shop.status(id)), "0123");
                assert_eq!(shop.details("orderId=REG-1")["info"][0]["payInfo"], json!([]));
            }
            set(&mut shop, "freePayInfo", json!("absent"));
            if version != "v2" {
                assert!(shop.details("orderId=REG-1")["info"][0].get("payInfo").is_none());
            }
            set(&mut shop, "freeRows", json!(false));
            assert_eq!(code(&shop.details("orderId=REG-1")), "1150");
            assert_eq!(code(&shop.details("orderId=SUB-1")), "0000");
            if capture {
                assert_eq!(code(&shop.refund(id, "")), "1124", "there is nothing to give back");
            }
            order["orderId"] = json!("REG-2");
            let id = shop.reserve_as("REG-2", order.clone()).id;
            shop.approve(id);
            assert!(shop.confirm_sum(id, &json!(0))["info"].get("payInfo").is_none());
            order["orderId"] = json!("REG-3");
            order["payType"] = json!("NORMAL");
            assert_eq!(code(&shop.reserve_with(order.clone())), "1183", "{version}: a sale is of something");
            order["payType"] = json!("PREAPPROVED");
            set(&mut shop, "freeRegistration", json!(false));
            assert_eq!(code(&shop.reserve_with(order)), "1183");
            let charge = json!({ "productName": "plan", "amount": 0, "currency": "TWD", "orderId": "SUB-2" });
            let path = format!("/{version}/payments/preapprovedPay/{key}/payment");
            assert_eq!(code(&shop.post(&path, &charge.to_string())), "1183", "a charge neither");
        }
    }
}

#[test]
fn a_my_code_of_any_country() {
    for key in ["123456789012", "123456789012345678", "1234567890123456789"] {
        let mut shop = Shop::with(json!({ "oneTimeKeys": [key] }));
        let reply = shop.reserve_with(json!({ "oneTimeKey": key }));
        assert!(reply["info"]["paymentUrl"]["web"].is_string(), "{reply}");
    }
    let mut shop = Shop::with(json!({ "oneTimeKeys": ["123456789012345678"], "oneTimeKeyUrl": false }));
    let reply = shop.reserve_with(json!({ "oneTimeKey": "123456789012345678" }));
    assert_eq!(code(&reply), "0000");
    let mut names: Vec<_> = reply["info"].as_object().unwrap().keys().cloned().collect();
    names.sort();
    assert_eq!(names, ["paymentAccessToken", "transactionId"]);
    let id = reply["info"]["transactionId"].as_u64().unwrap();
    shop.approve(id);
    assert_eq!(code(&shop.confirm(id)), "0000");
    assert!(
        shop.reserve_with(json!({ "orderId": "ORD-2" }))["info"]["paymentUrl"].is_object(),
        "without a code it is there"
    );
}

#[test]
fn an_app_takes_its_buyer_back_by_its_own_scheme() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let ids = |id: u64| {
            if version == "v2" { format!("transactionId={id}") } else { format!("orderId=ORD-1&transactionId={id}") }
        };
        for (url, expected) in [
            ("myapp://done?x", "myapp://done?x&IDS"),
            ("myapp://done", "myapp://done?IDS"),
            ("myapp://done?", "myapp://done?IDS"),
            ("com.example.shop-1://pay/done?cart=7#top", "com.example.shop-1://pay/done?cart=7&IDS#top"),
            ("MyApp://#top", "MyApp://?IDS#top"),
        ] {
            let order = shop.reserve_as("ORD-1", json!({ "confirmUrl": url, "cancelUrl": "myapp://no?y#z" }));
            let view = shop.approve(order.id);
            assert_eq!(view["redirectUrl"], json!(expected.replace("IDS", &ids(order.id))), "{version} {url}");
        }
        let order = shop.reserve_as("ORD-1", json!({ "cancelUrl": "myapp://no?y#z" }));
        let path = format!("transactions/{}/cancel", order.id);
        assert_eq!(shop.control("POST", &path, &Value::Null)["redirectUrl"], "myapp://no?y#z");
        for name in ["confirmUrl", "cancelUrl"] {
            for wrong in [
                "javascript://x/%0aalert(1)",
                "JavaScript://x",
                "data://text/html,x",
                "file:///etc/passwd",
                "blob://x",
                "https://",
                "HTTP://",
                "myapp://",
                "://x",
                "1app://x",
                "my app://x",
                "myapp://a b",
                "shop.example.com/done",
                "shop.example.com:443/done",
                "/done",
            ] {
                assert_eq!(code(&shop.reserve_with(json!({ name: wrong }))), "2101", "{version} {name} {wrong}");
            }
        }
        let server = json!({ "confirmUrl": "myapp://done", "confirmUrlType": "SERVER" });
        assert_eq!(code(&shop.reserve_with(server)), "2101", "LINE Pay's server calls no app");
    }
}

#[test]
fn a_channel_id_of_the_wrong_form() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let mut answer = |channel: &str| -> Value {
            let mut request = shop.request("GET", &format!("/{version}/payments"), "orderId=A", b"");
            for header in request.headers.iter_mut().filter(|(name, _)| name == "X-LINE-ChannelId") {
                channel.clone_into(&mut header.1);
            }
            serde_json::from_str(&shop.send(&request).body).unwrap()
        };
        let invalid = json!({ "returnCode": "1106",
            "returnMessage": "Header information error. X-LINE-ChannelId data is invalid." });
        for channel in ["", "abc", "123456789", "12345678901", "123456789x", "１２３４５６７８９０"] {
            assert_eq!(answer(channel), invalid, "{channel}");
        }
        assert_eq!(answer("9999999999"), json!({ "returnCode": "1104", "returnMessage": "Merchant not found." }));
    }
}
