//! The acceptance list (line-pay-api 13.4) in v3 and v4, and what a request says in between.

use crate::shop::{DAY, MINUTE, Shop, code};
use serde_json::json;

#[test]
fn the_list_in_v3_and_v4() {
    for version in ["v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        let order = shop.reserve("ORD-1");
        let id = order.id;
        assert_eq!(shop.status(id), json!({ "returnCode": "0000", "returnMessage": "reserved transaction." }));
        let query = format!("transactionId={id}");
        assert_eq!(code(&shop.details(&query)), "1150");
        assert_eq!(code(&shop.refund(id, "")), "1150");
        assert_eq!(code(&shop.void(id)), "1150");
        assert_eq!(code(&shop.capture(id, 360)), "1150");
        assert_eq!(code(&shop.confirm(id)), "1169");
        assert_eq!(code(&shop.status(id)), "0000", "no harm by default");
        shop.approve(id);
        assert_eq!(code(&shop.status(id)), "0110");
        assert_eq!(code(&shop.details(&query)), "1150");
        let reply = shop.confirm(id);
        assert_eq!(code(&reply), "0000");
        assert_eq!(reply["info"]["payInfo"][0]["method"], "CREDIT_CARD");
        assert_eq!(reply["info"]["payInfo"][0]["amount"], 360);
        assert_eq!(code(&shop.status(id)), "0123");
        let again = shop.confirm(id);
        assert_eq!(again, json!({ "returnCode": "1172", "returnMessage": "Existing same orderId." }));
        assert_eq!(code(&shop.reserve_with(json!({}))), "1172");
        let row = shop.details(&query)["info"][0].clone();
        assert_eq!(row["payStatus"], "CAPTURE");
        assert_eq!(row["transactionType"], "PAYMENT");
        assert_eq!(row["paymentProvider"].as_str(), (version == "v4").then_some("TSP"));
        assert_eq!(row["packages"][0].get("userFeeAmount").is_some(), version == "v3");
        assert_eq!(code(&shop.refund(id, r#"{"refundAmount":20}"#)), "0000");
        let row = shop.details("orderId=ORD-1")["info"][0].clone();
        assert_eq!(row["refundList"][0]["refundAmount"], -20);
        assert_eq!(row["refundList"][0]["transactionType"], "PARTIAL_REFUND");
        assert_eq!(code(&shop.refund(id, r#"{"refundAmount":341}"#)), "1164");
        assert_eq!(code(&shop.refund(id, "{}")), "0000");
        assert_eq!(code(&shop.refund(id, "")), "1165");
        assert_eq!(code(&shop.status(id)), "0123");
        assert_eq!(code(&shop.check_key("RK0A1B2C3D4E5F6")), "1190");
        let packages =
            json!([{ "id": "1", "amount": 359, "products": [{ "name": "tea", "quantity": 1, "price": 359 }] }]);
        let reply = shop.reserve_with(json!({ "orderId": "ORD-2", "packages": packages }));
        assert_eq!(code(&reply), "2101");
        shop.control("PUT", "settings", &json!({ "allowSeparateCapture": false, "allowPreapproved": false }));
        let reply = shop.reserve_with(json!({ "orderId": "ORD-2", "capture": false }));
        assert_eq!(reply, json!({ "returnCode": "2103", "returnMessage": "Parameter is not allowed [capture:false]" }));
        let reply = shop.reserve_with(json!({ "orderId": "ORD-2", "payType": "PREAPPROVED" }));
        assert_eq!(code(&reply), "1194");
    }
}

#[test]
fn a_request_that_comes_to_nothing() {
    let mut shop = Shop::with(json!({ "prematureConfirmKills": true })).in_version("v3");
    let unknown = shop.status(2_026_050_700_000_000_010);
    assert_eq!(code(&unknown), "1159");
    for (action, expected) in [("cancel", "0121"), ("decline", "0122")] {
        let id = shop.reserve(action).id;
        let path = format!("transactions/{id}/{action}");
        shop.control("POST", &path, &serde_json::Value::Null);
        assert_eq!(code(&shop.status(id)), expected);
    }
    let id = shop.reserve("premature").id;
    assert_eq!(code(&shop.confirm(id)), "1169");
    assert_eq!(code(&shop.status(id)), "0122", "seen live, once");
    let id = shop.reserve("late").id;
    shop.now += 20 * MINUTE;
    assert_eq!(code(&shop.status(id)), "0121");
    let id = shop.reserve("unconfirmed").id;
    shop.approve(id);
    shop.now += 20 * MINUTE;
    assert_eq!(code(&shop.status(id)), "0121");
    assert_eq!(code(&shop.confirm(id)), "1180");
    shop.control("PUT", "settings", &json!({ "statusExpired": "0122" }));
    assert_eq!(code(&shop.status(id)), "0122");
    let bad = shop.get("/v3/payments/requests/x/check", "");
    assert_eq!(code(&bad), "2101");
    assert_eq!(bad["errorDetailMap"]["unrecognizedPathVariable"], "transactionId");
}

#[test]
fn details_in_halves() {
    let mut shop = Shop::new().in_version("v3");
    let id = shop.pay("ORD-1");
    let half =
        |shop: &mut Shop, fields: &str| shop.details(&format!("transactionId={id}&fields={fields}"))["info"][0].clone();
    let row = half(&mut shop, "TRANSACTION");
    assert!(row.get("packages").is_none() && row["payInfo"][0]["amount"] == 360);
    let row = half(&mut shop, "ORDER");
    assert!(row.get("payInfo").is_none() && row["packages"][0]["products"][0]["price"] == 360);
    let row = half(&mut shop, "ALL");
    assert!(row["packages"][0]["userFeeAmount"] == 0 && row["payInfo"][0]["amount"] == 360);
    assert_eq!(row["authorizationExpireDate"], row["transactionDate"]);
    let query = format!("transactionId={id}&fields=NONE");
    assert_eq!(code(&shop.details(&query)), "2101");
    let mut shop = shop.in_version("v4");
    assert_eq!(code(&shop.details(&query)), "0000", "v4 has no such parameter");
    let mut shop = shop.in_version("v2");
    let row = shop.details(&format!("transactionId={id}"))["info"][0].clone();
    assert!(row.get("packages").is_none() && row.get("payStatus").is_none());
}

#[test]
fn what_taiwan_adds() {
    let mut shop = Shop::with(json!({ "mobileCarrier": "/ABC1234", "paymentProvider": null }));
    for (version, there) in [("v2", false), ("v3", true), ("v4", true)] {
        shop = shop.in_version(version);
        let id = shop.reserve(version).id;
        shop.approve(id);
        let info = shop.confirm(id)["info"].clone();
        assert_eq!(info.get("merchantReference").is_some(), there);
        assert!(info.get("paymentProvider").is_none());
        if there {
            let card = &info["merchantReference"]["affiliateCards"][0];
            assert_eq!(card, &json!({ "cardType": "MOBILE_CARRIER", "cardId": "/ABC1234" }));
        }
    }
    shop.now += DAY;
}
