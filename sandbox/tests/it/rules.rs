//! The acceptance list (line-pay-api 13.4) as far as v2 goes, time, and settings.

use crate::shop::{DAY, MINUTE, Shop, code, reserved};
use serde_json::{Value, json};

#[test]
fn a_payment_from_reserve_to_the_last_refund() {
    let mut shop = Shop::new();
    let reply = shop.reserve_with(json!({}));
    assert_eq!(code(&reply), "0000");
    let order = reserved(&reply);
    let id = order.id;
    assert!(id.to_string().starts_with("20260507") && id.to_string().ends_with("10") && id > 1 << 60);
    assert_eq!(reply["info"]["paymentAccessToken"].as_str().unwrap().len(), 12);
    assert!(reply["info"]["paymentUrl"]["app"].as_str().unwrap().ends_with(&order.reserve_id));
    assert!(
        reply["info"]["paymentUrl"]["web"].as_str().unwrap().starts_with("https://pay.example.com/web/payment/wait?")
    );

    assert_eq!(code(&shop.details(&format!("transactionId={id}"))), "1150");
    assert_eq!(code(&shop.refund(id, "")), "1150");
    assert_eq!(code(&shop.confirm(id)), "1169");
    assert_eq!(shop.state(&order), "RESERVED", "a premature confirm does no harm unless it is set to");
    assert_eq!(shop.approve(id)["state"], "AUTHENTICATED");
    assert_eq!(code(&shop.details(&format!("transactionId={id}"))), "1150");

    let reply = shop.confirm(id);
    assert_eq!(reply["info"]["transactionId"].as_u64(), Some(id));
    assert_eq!(
        reply["info"]["payInfo"],
        json!([{ "method": "CREDIT_CARD", "amount": 360, "maskedCreditCardNumber": "************1111" }])
    );
    assert_eq!(code(&shop.confirm(id)), "1172");
    assert_eq!(code(&shop.reserve_with(json!({}))), "1172");

    let refund = shop.refund(id, r#"{"refundAmount":100}"#);
    let refund_id = refund["info"]["refundTransactionId"].as_u64().unwrap();
    assert!(refund_id.to_string().ends_with("11"));
    assert_eq!(refund["info"]["refundTransactionDate"], "2026-05-07T03:04:05Z");
    assert_eq!(code(&shop.refund(refund_id, "")), "1155", "a refund is not refunded");
    assert_eq!(code(&shop.refund(id, r#"{"refundAmount":261}"#)), "1164");
    assert_eq!(code(&shop.refund(id, "{}")), "0000", "what is left");
    assert_eq!(code(&shop.refund(id, "{}")), "1165");
    assert_eq!(code(&shop.refund(id, r#"{"refundAmount":1}"#)), "1165");

    let row = &shop.details("orderId=ORD-1")["info"][0];
    let list = row["refundList"].as_array().unwrap();
    assert_eq!(list.iter().map(|row| row["refundAmount"].as_i64().unwrap()).collect::<Vec<_>>(), [100, 260]);
    assert!(list.iter().all(|row| row["transactionType"] == "PARTIAL_REFUND"), "the last one too");
    let row = &shop.details(&format!("transactionId={refund_id}"))["info"][0];
    assert_eq!((row["originalTransactionId"].as_u64(), row["payInfo"][0]["amount"].as_i64()), (Some(id), Some(-100)));
}

#[test]
fn one_refund_of_everything_is_a_payment_refund() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    shop.refund(id, r#"{"refundAmount":360}"#);
    assert_eq!(shop.details("orderId=ORD-1")["info"][0]["refundList"][0]["transactionType"], "PAYMENT_REFUND");
}

#[test]
fn the_buyer_has_twenty_minutes_and_so_has_the_merchant() {
    let mut shop = Shop::new();
    let order = shop.reserve("ORD-1");
    shop.now += 20 * MINUTE - 1;
    assert_eq!(shop.state(&order), "RESERVED");
    shop.now += 1;
    assert_eq!(shop.state(&order), "EXPIRED");
    assert_eq!(code(&shop.confirm(order.id)), "1159");
    assert_eq!(shop.control_answer("POST", &format!("transactions/{}/approve", order.id), &Value::Null).status, 409);

    let order = shop.reserve("ORD-2");
    shop.approve(order.id);
    shop.control("POST", "clock", &json!({ "advanceSeconds": 20 * 60 - 1 }));
    assert_eq!(shop.state(&order), "AUTHENTICATED");
    shop.control("POST", "clock", &json!({ "advanceSeconds": 1 }));
    assert_eq!(shop.state(&order), "EXPIRED");
    assert_eq!(code(&shop.confirm(order.id)), "1180");
}

#[test]
fn the_buyers_other_decisions() {
    let mut shop = Shop::new();
    for (action, state, setting) in
        [("cancel", "CANCELLED", "confirmCancelled"), ("decline", "FAILED", "confirmFailed")]
    {
        let order = shop.reserve(action);
        let path = format!("transactions/{}/{action}", order.id);
        assert_eq!(shop.control("POST", &path, &Value::Null)["state"], state);
        assert_eq!(shop.control("POST", &path, &Value::Null)["state"], state, "twice is once");
        assert_eq!(code(&shop.confirm(order.id)), "1159");
        shop.control("PUT", "settings", &json!({ setting: "1180" }));
        assert_eq!(code(&shop.confirm(order.id)), "1180");
        assert_eq!(code(&shop.refund(order.id, "")), "1150");
    }
}

#[test]
fn confirm_must_repeat_what_was_reserved() {
    let mut shop = Shop::strict();
    let id = shop.reserve("ORD-1").id;
    shop.approve(id);
    let path = format!("/v2/payments/{id}/confirm");
    for (body, expected) in [
        (r#"{"amount":361,"currency":"TWD"}"#, "1153"),
        (r#"{"amount":-360,"currency":"TWD"}"#, "1153"),
        (r#"{"amount":360.5,"currency":"TWD"}"#, "1124"),
        (r#"{"amount":360.001,"currency":"USD"}"#, "1124"),
        (r#"{"amount":360.0,"currency":"TWD"}"#, "1124"),
        (r#"{"amount":1e300,"currency":"TWD"}"#, "1153"),
        (r#"{"amount":360,"currency":"USD"}"#, "1153"),
        (r#"{"amount":360,"currency":"TWDX"}"#, "2101"),
        (r#"{"amount":360}"#, "2101"),
        (r#"{"amount":null,"currency":"TWD"}"#, "2101"),
        (r#"{"amount":"","currency":"TWD"}"#, "2101"),
        (r#"{"amount":true,"currency":"TWD"}"#, "2101"),
        ("", "2102"),
        ("{", "2102"),
        ("[]", "2101"),
    ] {
        assert_eq!(code(&shop.post(&path, body)), expected, "{body}");
    }
    assert_eq!(code(&shop.post(&path, r#"{"amount":"360","currency":"TWD","extra":[1]}"#)), "0000");
}

#[test]
fn settings_for_what_no_document_settles() {
    let mut shop =
        Shop::with(json!({ "prematureConfirmKills": true, "confirmRepeated": "1152", "confirmUnknown": "1159" }));
    let order = shop.reserve("ORD-1");
    assert_eq!(code(&shop.confirm(order.id)), "1169");
    assert_eq!(shop.state(&order), "FAILED");
    let id = shop.pay("ORD-2");
    assert_eq!(code(&shop.confirm(id)), "1152");
    assert_eq!(code(&shop.confirm(1)), "1159");
    shop.control("PUT", "settings", &json!({ "refundAmountSign": "negative", "refundRepeatedWithAmount": "1164" }));
    shop.refund(id, "");
    assert_eq!(shop.details("orderId=ORD-2")["info"][0]["refundList"][0]["refundAmount"], -360);
    assert_eq!(code(&shop.refund(id, r#"{"refundAmount":1}"#)), "1164");
    shop.control("PUT", "settings", &json!({ "merchantDisabled": true }));
    assert_eq!(code(&shop.confirm(id)), "1105");
    for bad in [json!({ "alow": [] }), json!({ "confirmRepeated": 1152 }), json!({ "strictOrderId": "yes" }), json!([])]
    {
        assert_eq!(shop.control_answer("PUT", "settings", &bad).status, 400, "{bad}");
    }
}

#[test]
fn refunds_have_a_window() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    for (body, expected) in [
        (r#"{"refundAmount":0}"#, "1124"),
        (r#"{"refundAmount":-1}"#, "1124"),
        (r#"{"refundAmount":0.5}"#, "1124"),
        (r#"{"refundAmount":"a"}"#, "2101"),
        (r#"{"refundAmount":1e40}"#, "1164"),
        (r#"{"refundAmont":1"#, "2102"),
    ] {
        assert_eq!(code(&shop.refund(id, body)), expected, "{body}");
    }
    shop.now += 30 * DAY;
    assert_eq!(code(&shop.refund(id, r#"{"refundAmount":1}"#)), "0000");
    shop.now += 1;
    assert_eq!(code(&shop.refund(id, "")), "1163");
}

#[test]
fn details_by_both_kinds_of_ids() {
    let mut shop = Shop::strict();
    let (first, _) = (shop.pay("ORD 1/茶"), shop.pay("ORD-2"));
    let found = |shop: &mut Shop, query: &str| shop.details(query)["info"].as_array().map_or(0, Vec::len);
    assert_eq!(found(&mut shop, "orderId=ORD+1%2F%E8%8C%B6&orderId=ORD%201/%e8%8c%b6"), 1, "no row twice");
    assert_eq!(found(&mut shop, &format!("transactionId={first}&orderId=ORD-2")), 2);
    shop.control("PUT", "settings", &json!({ "mixedQuery": "intersection" }));
    assert_eq!(found(&mut shop, &format!("transactionId={first}&orderId=ORD-2")), 0);
    assert_eq!(found(&mut shop, "orderId=ORD-2"), 1);
    for (query, expected) in [
        ("", "2101"),
        ("transactionId[0]=1", "2101"),
        ("transactionId=", "2101"),
        ("transactionId=-1", "2101"),
        ("transactionId=9223372036854775808", "2101"),
        ("transactionId=9223372036854775807", "1150"),
        ("orderId=%ff", "2101"),
        ("orderId=%", "2101"),
    ] {
        assert_eq!(code(&shop.details(query)), expected, "{query}");
    }
    let many = |count: usize| vec!["orderId=x"; count].join("&");
    assert_eq!(code(&shop.details(&many(100))), "1150");
    assert_eq!(code(&shop.details(&many(101))), "1177");
}
