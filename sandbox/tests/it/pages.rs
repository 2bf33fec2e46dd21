//! The payment page's and the control route's side.

use crate::shop::{Reserved, Shop, code, reserved};
use linepay_sandbox::Answer;
use serde_json::{Value, json};

fn check(shop: &mut Shop, order: &Reserved) -> Value {
    let answer = shop.raw("GET", &format!("/web/payment/check/{}", order.reserve_id), "", b"");
    assert_eq!(answer.status, 200);
    serde_json::from_str(&answer.body).unwrap()
}

fn decide(shop: &mut Shop, order: &Reserved, decision: &Value, origin: Option<&str>) -> Answer {
    let path = check(shop, order)["simulatorUrl"].as_str().unwrap().to_owned();
    let mut request = shop.request("POST", &path, "", decision.to_string().as_bytes());
    request.headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    request.headers.extend(origin.map(|origin| ("Origin".to_owned(), origin.to_owned())));
    shop.send(&request)
}

#[test]
fn the_waiting_page_follows_the_payment() {
    let mut shop = Shop::new();
    let order = reserved(&shop.reserve_with(json!({ "langCd": "zh-Hant", "productName": "茶具組" })));
    let view = check(&mut shop, &order);
    let expected = json!({
        "state": "RESERVED", "redirectUrl": null, "amount": 360, "currency": "TWD", "productName": "茶具組",
        "productImageUrl": null, "merchantName": "Sample Shop", "branchName": null, "langCd": "zh-Hant",
        "payType": "NORMAL", "capture": true, "expiresAt": "2026-05-07T03:24:05Z",
        "methods": ["CREDIT_CARD", "BALANCE", "POINT", "DISCOUNT"], "refusals": view["refusals"],
        "confirmUrlType": "CLIENT", "shopUrl": "https://shop.example.com",
        "simulatorUrl": view["simulatorUrl"],
    });
    assert_eq!(view, expected);

    let answer =
        decide(&mut shop, &order, &json!({ "action": "approve", "method": "POINT" }), Some("https://pay.example.com"));
    assert_eq!(answer.status, 200);
    let back = format!("https://shop.example.com/confirm?cart=7&transactionId={}", order.id);
    assert_eq!(check(&mut shop, &order)["redirectUrl"], json!(back));
    assert_eq!(decide(&mut shop, &order, &json!({ "action": "approve" }), None).status, 200, "a double click");
    assert_eq!(decide(&mut shop, &order, &json!({ "action": "cancel" }), None).status, 409);
    assert_eq!(shop.confirm(order.id)["info"]["payInfo"], json!([{ "method": "POINT", "amount": 360 }]));
    let view = check(&mut shop, &order);
    assert_eq!((&view["state"], &view["redirectUrl"]), (&json!("CAPTURED"), &json!(back)));
}

#[test]
fn a_cancelled_payment_goes_to_cancel_url_as_it_is() {
    let mut shop = Shop::new();
    let order = shop.reserve("ORD-1");
    decide(&mut shop, &order, &json!({ "action": "cancel" }), None);
    let view = check(&mut shop, &order);
    assert_eq!(
        (&view["state"], &view["redirectUrl"]),
        (&json!("CANCELLED"), &json!("https://shop.example.com/cancel"))
    );
}

#[test]
fn a_payment_that_was_declined_or_ran_out_leads_back_by_cancel_url_and_goes_nowhere_by_itself() {
    let mut shop = Shop::new();
    let [declined, unanswered, late] = ["ORD-1", "ORD-2", "ORD-3"].map(|order| shop.reserve(order));
    decide(&mut shop, &declined, &json!({ "action": "decline" }), None);
    shop.approve(late.id);
    for order in [&unanswered, &late] {
        assert_eq!(check(&mut shop, order).get("cancelUrl"), None, "not over yet");
    }
    shop.now += 24 * 60 * 60 * 1000;
    for (order, state) in [(&declined, "FAILED"), (&unanswered, "EXPIRED"), (&late, "EXPIRED")] {
        let view = check(&mut shop, order);
        assert_eq!((&view["state"], &view["redirectUrl"]), (&json!(state), &Value::Null));
        assert_eq!(view["cancelUrl"], json!("https://shop.example.com/cancel"));
    }
}

#[test]
fn confirm_url_keeps_what_it_had() {
    let mut shop = Shop::with(json!({ "appendOrderId": true }));
    for (url, expected) in [
        ("https://a.example/c", "https://a.example/c?transactionId=ID&orderId=ORD%201"),
        ("https://a.example/c?", "https://a.example/c?transactionId=ID&orderId=ORD%201"),
        ("https://a.example/c?t=%2F+x&", "https://a.example/c?t=%2F+x&transactionId=ID&orderId=ORD%201"),
        ("https://a.example/c?t=1#end?x", "https://a.example/c?t=1&transactionId=ID&orderId=ORD%201#end?x"),
    ] {
        let order = reserved(&shop.reserve_with(json!({ "confirmUrl": url, "orderId": "ORD 1" })));
        let view = shop.approve(order.id);
        assert_eq!(view["redirectUrl"], json!(expected.replace("ID&", &format!("{}&", order.id))));
    }
}

#[test]
fn line_pays_server_calls_when_it_was_asked_to() {
    let mut shop = Shop::new();
    let order = reserved(&shop.reserve_with(json!({ "confirmUrlType": "SERVER" })));
    let answer = decide(&mut shop, &order, &json!({ "action": "approve" }), None);
    assert_eq!(answer.callbacks, [format!("https://shop.example.com/confirm?cart=7&transactionId={}", order.id)]);
    assert_eq!(check(&mut shop, &order)["redirectUrl"], Value::Null, "the browser stays");
    assert!(decide(&mut shop, &order, &json!({ "action": "approve" }), None).callbacks.is_empty(), "once");
}

#[test]
fn foreign_pages_and_guesses_get_nothing() {
    let mut shop = Shop::new();
    let order = shop.reserve("ORD-1");
    let approve = json!({ "action": "approve" });
    assert_eq!(decide(&mut shop, &order, &approve, Some("https://evil.example")).status, 403);
    assert_eq!(decide(&mut shop, &order, &approve, Some("null")).status, 403);
    for wrong in [json!({}), json!({ "action": "steal" }), json!({ "action": "approve", "method": "CASH" }), json!([])]
    {
        assert_eq!(decide(&mut shop, &order, &wrong, None).status, 400, "{wrong}");
    }
    let path = format!("/web/sandbox/payment/0000000000000000/{}", order.reserve_id);
    assert_eq!(shop.raw("POST", &path, "", approve.to_string().as_bytes()).status, 404);
    assert_eq!(shop.raw("GET", &format!("/web/payment/check/{}", order.id), "", b"").status, 404);
    assert_eq!(shop.raw("POST", &format!("/web/payment/check/{}", order.reserve_id), "", b"").status, 405);
    assert_eq!(shop.state(&order), "RESERVED");

    let mut request = shop.request("GET", "/_sandbox/transactions", "", b"");
    assert_eq!(shop.send(&request).status, 403, "without the control header");
    request.headers = vec![("x-sandbox-control".to_owned(), "1".to_owned())];
    assert_eq!(shop.send(&request).status, 200);
    request.headers.push(("Origin".to_owned(), "https://shop.example.com".to_owned()));
    assert_eq!(shop.send(&request).status, 403);
    request.headers[1] = ("Sec-Fetch-Site".to_owned(), "same-site".to_owned());
    assert_eq!(shop.send(&request).status, 403);
}

#[test]
fn the_control_route_lists_and_forgets() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    shop.refund(id, r#"{"refundAmount":60}"#);
    let list = shop.control("GET", "transactions", &Value::Null);
    let row = &list["transactions"][0];
    assert_eq!(row["transactionId"], json!(id.to_string()), "ids are texts here");
    assert_eq!((&row["state"], &row["refunded"]), (&json!("PARTLY_REFUNDED"), &json!(60)));
    assert_eq!(shop.control_answer("POST", "transactions/1/approve", &Value::Null).status, 404);
    assert_eq!(shop.control_answer("POST", "clock", &json!({ "advanceSeconds": -1 })).status, 400);
    let clock = json!({ "now": "2026-05-07T03:04:05Z", "aheadSeconds": 0, "speed": 1, "lapses": [], "more": false });
    assert_eq!(shop.control("GET", "clock", &Value::Null), clock);
    shop.control("PUT", "settings", &json!({ "strictOrderId": true }));

    shop.control("POST", "reset", &Value::Null);
    assert_eq!(shop.records.keys().collect::<Vec<_>>(), ["faults", "meta"]);
    assert_eq!(shop.control("GET", "settings", &Value::Null)["strictOrderId"], false);
    assert_eq!(code(&shop.details("orderId=ORD-1")), "1150");
    assert_ne!(shop.reserve("ORD-1").id, id, "no id comes twice");
}
