//! Callbacks of v3 and v4: what is appended, and to whom it goes.

use crate::shop::{Shop, code};
use serde_json::{Value, json};

#[test]
fn both_ids_come_back() {
    for version in ["v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        for (url, expected) in [
            ("https://a.example/c", "https://a.example/c?orderId=ORD%201&transactionId=ID"),
            ("https://a.example/c?t=%2F+x#end", "https://a.example/c?t=%2F+x&orderId=ORD%201&transactionId=ID#end"),
            ("https://a.example/c?orderId=mine", "https://a.example/c?orderId=mine&transactionId=ID"),
        ] {
            let order = shop.reserve_as("ORD 1", json!({ "confirmUrl": url }));
            let view = shop.approve(order.id);
            assert_eq!(view["redirectUrl"], json!(expected.replace("=ID", &format!("={}", order.id))));
        }
        let order = shop.reserve("ORD-2");
        let path = format!("transactions/{}/cancel", order.id);
        let view = shop.control("POST", &path, &Value::Null);
        assert_eq!(view["redirectUrl"], "https://shop.example.com/cancel");
        shop.control("PUT", "settings", &json!({ "appendToCancelUrl": true }));
        let view = shop.control("POST", &path, &Value::Null);
        assert_eq!(
            view["redirectUrl"],
            json!(format!("https://shop.example.com/cancel?orderId=ORD-2&transactionId={}", order.id))
        );
    }
}

#[test]
fn server_and_nobody() {
    let mut shop = Shop::new().in_version("v3");
    let order = shop.reserve_as("ORD-1", json!({ "confirmUrlType": "SERVER" }));
    let path = format!("transactions/{}/approve", order.id);
    let answer = shop.control_answer("POST", &path, &Value::Null);
    let expected = format!("https://shop.example.com/confirm?cart=7&orderId=ORD-1&transactionId={}", order.id);
    assert_eq!(answer.callbacks, [expected]);
    let view: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(view["redirectUrl"], Value::Null);

    let urls = json!({ "confirmUrlType": "NONE" });
    let order = shop.reserve_as("ORD-2", json!({ "redirectUrls": urls }));
    let path = format!("transactions/{}/approve", order.id);
    let answer = shop.control_answer("POST", &path, &Value::Null);
    assert!(answer.callbacks.is_empty());
    let view: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(view["redirectUrl"], Value::Null);
    assert_eq!(code(&shop.status(order.id)), "0110", "the merchant asks instead");
    assert_eq!(code(&shop.confirm(order.id)), "0000");
}

fn to_be_shipped(shop: &mut Shop, order_id: &str) -> u64 {
    let packages = json!([{ "id": "1", "amount": 340, "products": [{ "name": "tea", "quantity": 1, "price": 340 }] }]);
    let options = json!({ "shipping": { "type": "SHIPPING", "feeAmount": 20,
        "feeInquiryUrl": "https://shop.example.com/fees", "feeInquiryType": "CONDITION" } });
    let changes = json!({ "packages": packages, "options": options });
    shop.reserve_as(order_id, changes).id
}

#[test]
fn the_buyer_chooses_a_shipping_method() {
    let mut shop = Shop::new().in_version("v3");
    let id = to_be_shipped(&mut shop, "ORD-1");
    let choice = json!({ "shipping": { "methodId": "fast & safe", "feeAmount": 60 } });
    let path = format!("transactions/{id}/approve");
    let view = shop.control("POST", &path, &choice);
    let url = view["redirectUrl"].as_str().unwrap();
    assert!(
        url.ends_with(&format!(
            "&orderId=ORD-1&transactionId={id}&shippingFeeAmount=60&shippingMethodId=fast%20%26%20safe"
        )),
        "{url}"
    );
    assert_eq!(shop.status(id)["info"], json!({ "shipping": { "methodId": "fast & safe", "feeAmount": 60 } }));
    assert_eq!(code(&shop.confirm(id)), "1153", "the fee is not in it");
    let reply = shop.post(&format!("/v3/payments/{id}/confirm"), r#"{"amount":400,"currency":"TWD"}"#);
    assert_eq!(reply["info"]["shipping"]["methodId"], "fast & safe");
    assert_eq!(reply["info"]["shipping"]["address"]["country"], "TW");
    assert_eq!(reply["info"]["payInfo"][0]["amount"], 400);

    let id = to_be_shipped(&mut shop, "ORD-2");
    for wrong in [
        json!({ "shipping": { "methodId": "x", "feeAmount": -1 } }),
        json!({ "shipping": { "methodId": "x", "feeAmount": 0.5 } }),
    ] {
        let path = format!("transactions/{id}/approve");
        assert_eq!(shop.control_answer("POST", &path, &wrong).status, 409);
    }
    assert_eq!(code(&shop.status(id)), "0000");
    let url = shop.approve(id)["redirectUrl"].clone();
    let url = url.as_str().unwrap();
    assert!(url.ends_with("&shippingFeeAmount=20&shippingMethodId=std"), "{url}");
    assert_eq!(code(&shop.confirm(id)), "0000");

    let plain = shop.reserve("ORD-3").id;
    let path = format!("transactions/{plain}/approve");
    assert_eq!(shop.control_answer("POST", &path, &choice).status, 409);
}
