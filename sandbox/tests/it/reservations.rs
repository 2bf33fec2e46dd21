//! What reserve takes and refuses.

use crate::shop::{Shop, code};
use serde_json::json;

#[test]
fn reserve_measures_in_bytes() {
    let mut shop = Shop::new();
    for (name, limit) in
        [("productName", 4000), ("orderId", 100), ("mid", 50), ("packageName", 4000), ("deliveryPlacePhone", 100)]
    {
        let fits = "茶".repeat(limit / 3) + &"x".repeat(limit % 3);
        assert_eq!(fits.len(), limit);
        let long = fits.clone() + "x";
        assert_eq!(code(&shop.reserve_with(json!({ name: fits }))), "0000", "{name}");
        assert_eq!(code(&shop.reserve_with(json!({ name: long }))), "2101", "{name}");
    }
    for name in ["confirmUrl", "cancelUrl", "productImageUrl"] {
        let base = "https://shop.example.com/";
        let fits = base.to_owned() + &"x".repeat(500 - base.len());
        assert_eq!(code(&shop.reserve_with(json!({ name: fits }))), "0000", "{name}");
        assert_eq!(code(&shop.reserve_with(json!({ name: fits + "x" }))), "2101", "{name}");
    }
    for (length, expected) in [(200, "0000"), (201, "2101")] {
        let extras = json!({ "extras": { "branchName": "x".repeat(length) } });
        assert_eq!(code(&shop.reserve_with(extras)), expected);
    }
}

#[test]
fn reserve_judges_each_field() {
    let mut shop = Shop::strict();
    for (changes, expected) in [
        (json!({ "productName": null }), "2101"),
        (json!({ "productName": "" }), "2101"),
        (json!({ "productName": 5 }), "2101"),
        (json!({ "confirmUrl": null }), "2101"),
        (json!({ "confirmUrl": "javascript://x/%0aalert(1)" }), "2101"),
        (json!({ "confirmUrl": "https://shop.example.com/\r\nX: y" }), "2101"),
        (json!({ "confirmUrl": "/confirm" }), "2101"),
        (json!({ "confirmUrl": "http://127.0.0.1:3000/confirm" }), "0000"),
        (json!({ "cancelUrl": null }), "0000"),
        (json!({ "cancelUrl": "" }), "0000"),
        (json!({ "confirmUrlType": "SERVER" }), "0000"),
        (json!({ "confirmUrlType": "NONE" }), "2101"),
        (json!({ "productImageUrl": "http://shop.example.com/a.png" }), "2101"),
        (json!({ "productImageUrl": "http://127.0.0.1.example.com/a.png" }), "2101"),
        (json!({ "productImageUrl": "http://127.0.0.1:8787/a.png" }), "0000"),
        (json!({ "checkConfirmUrlBrowser": "yes" }), "2101"),
        (json!({ "capture": "false" }), "0000"),
        (json!({ "payType": "PREAPPROVED" }), "0000"),
        (json!({ "payType": "OTHER" }), "2101"),
        (json!({ "oneTimeKey": "123456789012" }), "1133"),
        (json!({ "oneTimeKey": "1234567890123456789" }), "1133"),
        (json!({ "oneTimeKey": "12345678901234567890" }), "2101"),
        (json!({ "langCd": "tlh" }), "0000"),
        (json!({ "extras": [] }), "2101"),
        (json!({ "extras": { "addFriends": [{ "type": "LINE_AT", "idList": ["@a"] }] } }), "0000"),
        (json!({ "extras": { "addFriends": [{ "type": "OTHER", "idList": ["@a"] }] } }), "2101"),
        (json!({ "extras": { "addFriends": [{ "type": "LINE_AT", "idList": "@a" }] } }), "2101"),
        (json!({ "gmextras.branchName": "Taipei", "unknown": {} }), "0000"),
        (json!({ "currency": "USD" }), "1178"),
        (json!({ "amount": "360.0" }), "0000"),
        (json!({ "amount": 0 }), "1183"),
        (json!({ "amount": -1 }), "1183"),
        (json!({ "amount": 9.99 }), "1124"),
        (json!({ "amount": 1e30 }), "1184"),
        (json!({ "amount": "NaN" }), "2101"),
        (json!({ "amount": [] }), "2101"),
    ] {
        assert_eq!(code(&shop.reserve_with(changes.clone())), expected, "{changes}");
    }
    for (setting, changes, expected) in [
        ("allowSeparateCapture", json!({ "capture": false }), "2103"),
        ("allowPreapproved", json!({ "payType": "PREAPPROVED" }), "1194"),
    ] {
        shop.control("PUT", "settings", &json!({ setting: false }));
        let reply = shop.reserve_with(changes);
        assert_eq!(code(&reply), expected);
        if expected == "2103" {
            assert_eq!(reply["returnMessage"], "Parameter is not allowed [capture:false]");
        }
    }
    shop.control("PUT", "settings", &json!({ "oneTimeKeys": ["123456789012"] }));
    let with_key = json!({ "oneTimeKey": "123456789012" });
    assert_eq!(code(&shop.reserve_with(with_key.clone())), "0000");
    assert_eq!(code(&shop.reserve_with(with_key)), "1133", "used up");
    shop.control("PUT", "settings", &json!({ "currency": "THB", "minimumAmount": 1.5, "maximumAmount": 100 }));
    for (amount, expected) in
        [("1.49", "1183"), ("1.5", "0000"), ("100", "0000"), ("100.01", "1184"), ("2.001", "1124")]
    {
        assert_eq!(code(&shop.reserve_with(json!({ "amount": amount, "currency": "THB" }))), expected, "{amount}");
    }
}

#[test]
fn a_paid_order_and_its_second_reservation() {
    let mut shop = Shop::new();
    let (first, second) = (shop.reserve("ORD-1").id, shop.reserve("ORD-1").id);
    assert_ne!(first, second);
    shop.approve(first);
    shop.approve(second);
    assert_eq!(code(&shop.confirm(first)), "0000");
    shop.control("PUT", "settings", &json!({ "paidOrderBlocksConfirm": true }));
    assert_eq!(code(&shop.confirm(second)), "1172");
    shop.control("PUT", "settings", &json!({ "paidOrderBlocksConfirm": false }));
    assert_eq!(code(&shop.confirm(second)), "0000", "by default two reservations of one order can both be paid");
    assert_eq!(shop.details("orderId=ORD-1")["info"].as_array().unwrap().len(), 2);
    shop.control("PUT", "settings", &json!({ "strictOrderId": true }));
    shop.reserve("ORD-2");
    assert_eq!(code(&shop.reserve_with(json!({ "orderId": "ORD-2" }))), "1172");
}
