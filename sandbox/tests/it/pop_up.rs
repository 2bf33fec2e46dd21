//! What the buyer's pages can do beside approving: mixes, refusals, another browser, the shipping, My Codes.

use crate::shop::{Reserved, Shop, code, reserved};
use linepay_sandbox::{Answer, Asked, Delivery};
use serde_json::{Value, json};

fn check(shop: &mut Shop, order: &Reserved, query: &str) -> Value {
    let answer = shop.raw("GET", &format!("/web/payment/check/{}", order.reserve_id), query, b"");
    serde_json::from_str(&answer.body).unwrap()
}

fn act(shop: &mut Shop, order: &Reserved, act: &Value, asked: Option<Asked>) -> (Answer, Value) {
    let path = check(shop, order, "")["simulatorUrl"].as_str().unwrap().to_owned();
    let mut request = shop.request("POST", &path, "", act.to_string().as_bytes());
    request.held = asked.is_some();
    request.asked = asked;
    let answer = shop.send(&request);
    let view = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer, view)
}

fn shipped(fee_inquiry: &str) -> Value {
    json!({
        "amount": 380, "currency": "TWD", "orderId": "ORD-1",
        "packages": [{ "id": "1", "amount": 360, "products": [{ "name": "Tea", "quantity": 1, "price": 360 }] }],
        "redirectUrls": { "confirmUrl": "https://shop.example.com/c", "cancelUrl": "https://shop.example.com/" },
        "options": { "shipping": { "type": "SHIPPING", "feeAmount": 20, "feeInquiryUrl": "https://shop.example.com/fee",
            "feeInquiryType": fee_inquiry } },
    })
}

fn said(status: u16, body: &str) -> Option<Asked> {
    Some(Asked { status, body: body.to_owned() })
}

#[test]
fn every_refusal_that_lies_with_the_payer_is_what_confirm_answers_and_nothing_is_taken() {
    let mut shop = Shop::new();
    let first = shop.reserve("ORD-0");
    let refusals = check(&mut shop, &first, "")["refusals"].clone();
    let refusals: Vec<String> = serde_json::from_value(refusals).unwrap();
    for known in ["1101", "1102", "1142", "1280", "1287", "1298"] {
        assert!(refusals.iter().any(|code| code == known), "{known}");
    }
    for refusal in &refusals {
        let order = shop.reserve(&format!("ORD-{refusal}"));
        let (answer, _) = act(&mut shop, &order, &json!({ "action": "approve", "refusal": refusal }), None);
        assert_eq!(answer.status, 200, "{}", answer.body);
        for _ in 0..2 {
            assert_eq!(&code(&shop.confirm(order.id)), refusal);
        }
        assert_eq!(code(&shop.refund(order.id, "{}")), "1150", "nothing was taken");
    }
    let (answer, _) = act(&mut shop, &first, &json!({ "action": "approve", "refusal": "1150" }), None);
    assert!(answer.status == 409 && answer.body.contains("refusal"), "{}", answer.body);
}

#[test]
fn a_coupon_points_balance_and_a_card_pay_together_and_the_rows_add_up() {
    let mut shop = Shop::new();
    let order = shop.reserve("ORD-1");
    let mix = json!([{ "method": "DISCOUNT", "amount": 60 }, { "method": "POINT", "amount": 50 },
        { "method": "BALANCE", "amount": 100 }, { "method": "CREDIT_CARD" }]);
    act(&mut shop, &order, &json!({ "action": "approve", "methods": mix }), None);
    let reply = shop.confirm(order.id);
    let rows = reply["info"]["payInfo"].as_array().unwrap();
    let names: Vec<_> = rows.iter().map(|row| row["method"].as_str().unwrap()).collect();
    assert_eq!(names, ["DISCOUNT", "POINT", "BALANCE", "CREDIT_CARD"]);
    assert_eq!(rows.iter().map(|row| row["amount"].as_i64().unwrap()).sum::<i64>(), 360);
}

#[test]
fn confirm_url_is_for_the_browser_that_began_where_the_shop_says_so() {
    for (checks, elsewhere) in [(true, true), (false, false)] {
        let mut shop = Shop::new();
        let order = reserved(&shop.reserve_with(json!({ "checkConfirmUrlBrowser": checks })));
        check(&mut shop, &order, "browser=0001-of-the-shop");
        shop.restart();
        shop.approve(order.id);
        let other = check(&mut shop, &order, "browser=0002-of-the-app");
        assert_eq!((other["redirectUrl"].is_null(), other["otherBrowser"] == true), (elsewhere, elsewhere), "{other}");
        for query in ["browser=0001-of-the-shop", "", "browser=%00"] {
            let own = check(&mut shop, &order, query);
            assert!(own["redirectUrl"].is_string() && own.get("otherBrowser").is_none(), "{query}: {own}");
        }
    }
}

#[test]
fn the_merchant_is_asked_what_the_shipping_costs_and_its_price_counts() {
    let mut shop = Shop::new().in_version("v3");
    let order = reserved(&shop.post("/v3/payments/request", &shipped("CONDITION").to_string()));
    let address = json!({ "country": "TW", "postalCode": "802", "city": "Kaohsiung", "detail": "2 Harbour Rd." });
    let inquire = json!({ "action": "inquire", "address": address });
    let (answer, _) = act(&mut shop, &order, &inquire, None);
    let Delivery::Ask { url, body } = &answer.delivery else { panic!("{answer:?}") };
    assert_eq!(url, "https://shop.example.com/fee");
    let question: Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        question,
        json!({ "orderId": "ORD-1", "transactionId": order.id, "requiredCurrency": "TWD", "shippingAddress": address })
    );

    for (status, body, why) in [
        (0, "", "did not answer"),
        (502, "", "502"),
        (200, "<p>", "not JSON"),
        (200, "[]", "does not ship"),
        (200, r#"{"returnCode":"4001","returnMessage":"no islands"}"#, "4001 no islands"),
        (200, r#"{"returnCode":"0000","info":{"shippingMethods":[]}}"#, "none"),
        (200, r#"{"returnCode":"0000","info":{"shippingMethods":[{"id":"a","name":"A","amount":-1}]}}"#, "none"),
        (200, r#"{"returnCode":"0000","info":{"shippingMethods":[{"id":"a","name":"A","amount":1.5}]}}"#, "none"),
    ] {
        let (answer, view) = act(&mut shop, &order, &inquire, said(status, body));
        let error = view["error"].as_str().unwrap();
        assert!(answer.status == 409 && error.contains(why), "{error}");
        assert_eq!(view["state"], "RESERVED");
    }

    let offers = r#"{"returnCode":"0000","info":{"shippingMethods":[{"id":"std","name":"Standard","amount":20},
        {"id":"fast","name":"Express","amount":"60","toDeliveryYmd":"20260508"}]}}"#;
    let (answer, view) = act(&mut shop, &order, &inquire, said(200, offers));
    assert_eq!(answer.status, 200);
    assert_eq!(view["shipping"]["address"], address);
    assert_eq!(
        view["shippingMethods"][1],
        json!({ "id": "fast", "name": "Express", "amount": 60, "toDeliveryYmd": "20260508", "total": 420 })
    );
    shop.restart();
    for wrong in [json!(null), json!({ "methodId": "fast", "feeAmount": 20 })] {
        let (answer, _) = act(&mut shop, &order, &json!({ "action": "approve", "shipping": wrong }), None);
        assert_eq!(answer.status, 409, "the price is the merchant's: {wrong}");
    }
    let chosen = json!({ "action": "approve", "shipping": { "methodId": "fast", "feeAmount": 60 } });
    assert_eq!(act(&mut shop, &order, &chosen, None).0.status, 200);
    let reply = shop.confirm_sum(order.id, &json!(420));
    assert_eq!(code(&reply), "0000");
    assert_eq!(reply["info"]["shipping"]["address"], address);
    let (answer, _) = act(&mut shop, &order, &inquire, None);
    assert!(answer.status == 409 && answer.delivery == Delivery::Whole, "too late to ask");
}

#[test]
fn a_fixed_price_is_asked_for_once() {
    for (kind, again) in [("FIXED", false), ("CONDITION", true)] {
        let mut shop = Shop::new().in_version("v3");
        let order = reserved(&shop.post("/v3/payments/request", &shipped(kind).to_string()));
        let offers = r#"{"returnCode":"0000","info":{"shippingMethods":[{"id":1,"name":"Standard","amount":20}]}}"#;
        act(&mut shop, &order, &json!({ "action": "inquire" }), said(200, offers));
        let elsewhere = json!({ "action": "inquire", "address": { "city": "Kinmen" } });
        let (answer, view) = act(&mut shop, &order, &elsewhere, None);
        assert_eq!(matches!(answer.delivery, Delivery::Ask { .. }), again, "{kind}");
        assert_eq!(view["shipping"]["address"]["city"] == "Kinmen", !again, "{view}");
    }
}

#[test]
fn a_my_code_from_the_page_pays_once_by_its_method_for_five_minutes() {
    let mut shop = Shop::new();
    let draw = |shop: &mut Shop| {
        let answer = shop.raw("POST", "/web/sandbox/payment/oneTimeKey", "", br#"{"method":"POINT"}"#);
        let shown: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((&shown["method"], &shown["expiresAt"]), (&json!("POINT"), &json!("2026-05-07T03:09:05Z")));
        shown["oneTimeKey"].as_str().unwrap().to_owned()
    };
    let pay = |shop: &mut Shop, order: &str, key: &str| {
        let body =
            json!({ "productName": "Tea", "amount": 90, "currency": "TWD", "orderId": order, "oneTimeKey": key });
        shop.post("/v2/payments/oneTimeKeys/pay", &body.to_string())
    };
    let [first, second] = [draw(&mut shop), draw(&mut shop)];
    assert!(first != second && first.len() == 18 && first.bytes().all(|byte| byte.is_ascii_digit()), "{first}");
    shop.restart();
    let reply = pay(&mut shop, "POS-1", &first);
    assert_eq!(reply["info"]["payInfo"], json!([{ "method": "POINT", "amount": 90 }]));
    assert_eq!(code(&pay(&mut shop, "POS-2", &first)), "1133", "used up");
    shop.now += 5 * 60 * 1000;
    assert_eq!(code(&pay(&mut shop, "POS-3", &second)), "1133", "too late");
    let wrong = shop.raw("POST", "/web/sandbox/payment/oneTimeKey", "", br#"{"method":"CASH"}"#);
    assert_eq!(wrong.status, 400);
    let mut foreign = shop.request("POST", "/web/sandbox/payment/oneTimeKey", "", br#"{"method":"POINT"}"#);
    foreign.headers.push(("Origin".to_owned(), "https://elsewhere.example".to_owned()));
    assert_eq!(shop.send(&foreign).status, 403);
}
