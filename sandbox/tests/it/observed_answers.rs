//! What others met at LINE Pay's own server, second part: texts and codes, and what the answers hold.

use crate::shop::{Shop, code};
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

fn set(shop: &mut Shop, name: &str, value: Value) {
    shop.control("PUT", "settings", &json!({ name: value }));
}

#[test]
fn texts_of_the_wire() {
    let mut shop = Shop::new().in_version("v3");
    let id = shop.reserve("ORD-1").id;
    assert_eq!(shop.status(id)["returnMessage"], "reserved transaction.");
    shop.approve(id);
    assert_eq!(shop.status(id)["returnMessage"], "authentication is done.");
    assert_eq!(shop.post("/v2/payments/request", "{")["returnMessage"], "JSON data format error");
}

#[test]
fn v2_cannot_read_an_unknown_value() {
    let enumerations = [
        (json!({ "currency": "ZZZ" }), "1178"),
        (json!({ "currency": "TWDX" }), "2101"),
        (json!({ "currency": "twd" }), "1178"),
        (json!({ "payType": "OTHER" }), "2101"),
        (json!({ "confirmUrlType": "NONE" }), "2101"),
        (json!({ "extras": { "addFriends": [{ "type": "OTHER", "idList": ["@a"] }] } }), "2101"),
    ];
    let types = [
        json!({ "amount": "much" }),
        json!({ "amount": [] }),
        json!({ "capture": "perhaps" }),
        json!({ "extras": [] }),
        json!({ "extras": { "addFriends": {} } }),
        json!({ "productName": {} }),
        json!({ "extras": { "addFriends": [{ "type": "LINE_AT", "idList": [{}] }] } }),
    ];
    let mut shop = Shop::new();
    let judge = |shop: &mut Shop, changes: &Value, expected: &str| {
        assert_eq!(code(&shop.reserve_with(changes.clone())), expected, "{} {changes}", shop.version);
    };
    for (changes, otherwise) in &enumerations {
        judge(&mut shop, changes, "2102");
        set(&mut shop, "unreadableEnums", json!(false));
        judge(&mut shop, changes, otherwise);
        set(&mut shop, "unreadableEnums", json!(true));
    }
    for changes in &types {
        judge(&mut shop, changes, "2101");
        set(&mut shop, "unreadableTypes", json!(true));
        judge(&mut shop, changes, "2102");
        set(&mut shop, "unreadableTypes", json!(false));
    }
    judge(&mut shop, &json!({ "currency": null }), "2101");
    judge(&mut shop, &json!({ "langCd": "tlh" }), "0000");
    judge(&mut shop, &json!({ "currency": "USD" }), "1178");
    let id = shop.authorize("HELD");
    let key = shop.register("KEY");
    for (path, body) in [
        (format!("{id}/confirm"), json!({ "amount": 360, "currency": "ZZZ" })),
        (format!("authorizations/{id}/capture"), json!({ "amount": 360, "currency": "ZZZ" })),
        (
            format!("preapprovedPay/{key}/payment"),
            json!({ "productName": "a", "amount": 1, "currency": "ZZZ", "orderId": "S" }),
        ),
    ] {
        assert_eq!(code(&shop.post(&format!("/v2/payments/{path}"), &body.to_string())), "2102", "{path}");
    }
    set(&mut shop, "unreadableTypes", json!(true));
    for version in ["v3", "v4"] {
        let mut shop = Shop::with(json!({ "unreadableTypes": true })).in_version(version);
        judge(&mut shop, &json!({ "currency": "ZZZ" }), "1178");
        judge(&mut shop, &json!({ "amount": "much" }), "2101");
        judge(&mut shop, &json!({ "options": { "payment": { "payType": "OTHER" } } }), "2101");
    }
}

#[test]
fn v3_confirms_packages_as_recorded_or_as_documented() {
    let mut shop = Shop::new().in_version("v3");
    let products = json!([{ "id": "tea", "name": "Tea", "quantity": 1, "price": 360 }]);
    let packages = json!([{ "id": "1", "name": "Sample Shop", "amount": 360, "products": products }]);
    let mut confirmed = |settings: Value, order_id: &str| {
        shop.control("PUT", "settings", &settings);
        let id = shop.reserve_as(order_id, json!({ "packages": packages })).id;
        shop.approve(id);
        shop.confirm(id)["info"].get("packages").cloned()
    };
    let recorded = json!([{ "id": "1", "amount": 360, "userFeeAmount": 0, "products": products }]);
    assert_eq!(confirmed(json!({}), "ORD-1"), Some(recorded));
    let documented = json!([{ "id": "1", "amount": 360, "userFeeAmount": 0, "name": "Sample Shop" }]);
    assert_eq!(confirmed(json!({ "confirmProducts": false }), "ORD-2"), Some(documented));
    assert_eq!(confirmed(json!({ "confirmPackages": false }), "ORD-3"), None);
}

#[test]
fn a_refunds_id_as_a_text() {
    for version in VERSIONS {
        let mut shop = Shop::with(json!({ "refundIdAsText": true })).in_version(version);
        let id = shop.pay("ORD-1");
        let reply = shop.refund(id, r#"{"refundAmount":60}"#);
        let text = reply["info"]["refundTransactionId"].as_str().unwrap();
        let query = format!("transactionId={text}");
        assert_eq!(shop.details(&query)["info"][0]["originalTransactionId"].as_u64(), Some(id), "in the rows a number");
    }
}

#[test]
fn a_discount_line_tabs_and_line_breaks() {
    for version in ["v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        let name = "Tea\tgreen\r\n100 g";
        let products = json!([
            { "name": name, "quantity": 1, "price": 380 }, { "name": "Discount", "quantity": 2, "price": -10 },
        ]);
        let packages = json!([{ "id": "1", "amount": 360, "products": products }]);
        let id = shop.reserve_as("ORD-1", json!({ "packages": packages })).id;
        assert_eq!(shop.notes(), json!([]), "no document forbids it");
        shop.approve(id);
        assert_eq!(code(&shop.confirm(id)), "0000");
        assert_eq!(shop.details("orderId=ORD-1")["info"][0]["packages"][0]["products"], products);
        let wrong = json!([{ "id": "1", "amount": 380, "products": products }]);
        assert_eq!(
            code(&shop.reserve_with(json!({ "packages": wrong, "orderId": "ORD-2" }))),
            "2101",
            "the sum decides"
        );
    }
    let mut shop = Shop::new();
    let id = shop.reserve_as("ORD-1", json!({ "productName": "Tea\tgreen\n100 g" })).id;
    shop.approve(id);
    shop.confirm(id);
    assert_eq!(shop.details("orderId=ORD-1")["info"][0]["productName"], "Tea\tgreen\n100 g");
}

/// A row's end of authorisation does not say that the payment is only authorised.
#[test]
fn the_end_of_an_authorisation_in_rows() {
    for (version, at_once, captured_later) in [
        ("v2", None, None),
        ("v3", Some("2026-05-07T03:04:05Z"), Some("2026-06-06T03:04:05Z")),
        ("v4", None, Some("2026-06-06T03:04:05Z")),
    ] {
        let mut shop = Shop::new().in_version(version);
        shop.pay("ORD-1");
        let held = shop.authorize("ORD-2");
        let mut until = |order: &str| {
            let row = shop.details(&format!("orderId={order}"))["info"][0].clone();
            row["authorizationExpireDate"].as_str().map(str::to_owned)
        };
        assert_eq!(until("ORD-1").as_deref(), at_once, "{version}");
        if version != "v2" {
            assert_eq!(until("ORD-2").as_deref(), Some("2026-06-06T03:04:05Z"), "{version}");
        }
        assert_eq!(code(&shop.capture(held, 360)), "0000");
        let row = shop.details("orderId=ORD-2")["info"][0].clone();
        assert_eq!(row["authorizationExpireDate"].as_str(), captured_later, "{version}");
    }
}
