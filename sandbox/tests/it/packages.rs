//! What request of v3 and v4 takes and refuses.

use crate::shop::{self, Shop, code};
use serde_json::{Value, json};

/// An order with every part of 380 TWD.
fn whole() -> Value {
    json!({
        "amount": 380, "currency": "TWD", "orderId": "ORD-1",
        "packages": [
            { "id": "a", "amount": 260, "userFee": 0, "name": "Shop A", "products": [
                { "id": "tea", "name": "Green tea", "imageUrl": "https://shop.example.com/tea.png", "quantity": 2,
                    "price": 100, "originalPrice": 120 },
                { "name": "Cup", "quantity": 1, "price": 60 } ] },
            { "id": "b", "amount": 100, "userFee": 0, "products": [{ "name": "Box", "quantity": 4, "price": 25 }] }
        ],
        "redirectUrls": { "appPackageName": "com.example.shop", "confirmUrl": "https://shop.example.com/confirm",
            "confirmUrlType": "CLIENT", "cancelUrl": "https://shop.example.com/cancel" },
        "options": {
            "payment": { "capture": true, "payType": "NORMAL" },
            "display": { "locale": "zh_TW", "checkConfirmUrlBrowser": false },
            "shipping": { "type": "FIXED_ADDRESS", "feeAmount": "20",
                "address": { "country": "TW", "postalCode": "100",
                    "recipient": { "firstName": "Hana", "phoneNo": "0900000000" } } },
            "familyService": { "addFriends": [{ "type": "lineAt", "idList": ["@sampleshop"] }] },
            "extra": { "branchName": "Taipei Main", "branchId": "x".repeat(40),
                "promotionRestriction": { "useLimit": 100, "rewardLimit": 0 } },
            "events": [{ "code": "E1", "totalAmount": 380 },
                { "code": "E2", "productQuantity": 7, "totalAmount": null }]
        }
    })
}

/// v4 knows no shipping: its fee is a product.
fn whole_v4() -> Value {
    let mut order = whole();
    order["packages"][1]["products"][0]["price"] = json!(30);
    order["packages"][1]["amount"] = json!(120);
    order
}

fn answer(shop: &mut Shop, version: &str, order: &Value) -> String {
    let reply = shop.post(&format!("/{version}/payments/request"), &order.to_string());
    code(&reply).to_owned()
}

fn judge(version: &str, cases: &[(&str, Value, &str)]) {
    let mut shop = Shop::strict();
    for (pointer, value, expected) in cases {
        let mut order = if version == "v3" { whole() } else { whole_v4() };
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        order.pointer_mut(parent).unwrap()[name] = value.clone();
        assert_eq!(answer(&mut shop, version, &order), *expected, "{version} {pointer} {value}");
    }
}

#[test]
fn everything_is_kept_and_told() {
    let mut shop = Shop::strict().in_version("v3");
    let reply = shop.post("/v3/payments/request", &whole().to_string());
    let order = shop::reserved(&reply);
    let page = shop.raw("GET", &format!("/web/payment/check/{}", order.reserve_id), "", b"");
    let page: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(page["productName"], "Green tea and 2 more");
    assert_eq!(page["productImageUrl"], "https://shop.example.com/tea.png");
    assert_eq!(page["langCd"], "zh-Hant");
    shop.approve(order.id);
    shop.restart();
    let reply = shop.post(&format!("/v3/payments/{}/confirm", order.id), r#"{"amount":380,"currency":"TWD"}"#);
    assert_eq!(
        reply["info"]["packages"],
        json!([{ "id": "a", "amount": 260, "userFeeAmount": 0, "name": "Shop A" }, 
            { "id": "b", "amount": 100, "userFeeAmount": 0 }])
    );
    assert!(reply["info"].get("shipping").is_none(), "the buyer chose none");
    shop.control("PUT", "settings", &json!({ "confirmPackages": false }));
    let row = shop.details("orderId=ORD-1")["info"][0].clone();
    assert_eq!(row["packages"][0]["products"], whole()["packages"][0]["products"]);
    assert_eq!(row["shipping"]["feeAmount"], 20);
    assert_eq!(row["shipping"]["address"], whole()["options"]["shipping"]["address"]);
    assert_eq!(row["events"], json!([{ "code": "E1", "totalAmount": 380 }, { "code": "E2", "productQuantity": 7 }]));
}

#[test]
fn sums_must_be_right() {
    judge(
        "v3",
        &[
            ("/amount", json!(381), "2101"),
            ("/amount", json!(0), "2101"),
            ("/amount", json!(380.5), "1124"),
            ("/packages/0/amount", json!(261), "2101"),
            ("/packages/0/userFee", json!(1), "2101"),
            ("/packages/0/userFee", json!(0.5), "1124"),
            ("/packages/0/products/0/quantity", json!(3), "2101"),
            ("/packages/0/products/0/price", json!(99.5), "1124"),
            ("/packages/0/products/0/price", json!(1e300), "2101"),
            ("/packages/0/products/0/quantity", json!(90_000_000_000_000_u64), "2101"),
            ("/options/shipping/feeAmount", json!(0), "2101"),
            ("/options/shipping/feeAmount", json!(20.5), "1124"),
            ("/currency", json!("USD"), "1178"),
        ],
    );
    let mut shop = Shop::new();
    let mut order = whole();
    order["amount"] = json!(385);
    order["packages"][1]["userFee"] = json!(5);
    assert_eq!(answer(&mut shop, "v3", &order), "0000");
    let mut order = whole_v4();
    order["packages"][1]["userFee"] = json!(5);
    assert_eq!(answer(&mut shop, "v4", &order), "0000", "v4 knows no fee, and no shipping");
    assert_eq!(answer(&mut shop, "v4", &whole()), "2101");
    shop.control("PUT", "settings", &json!({ "currency": "JPY" }));
    order["currency"] = json!("JPY");
    assert_eq!(answer(&mut shop, "v4", &order), "1178");
    let mut order = whole();
    order["currency"] = json!("JPY");
    assert_eq!(answer(&mut shop, "v3", &order), "0000");
}

#[test]
fn each_field_is_judged() {
    let long = |length: usize| json!("茶".repeat(length));
    let url = |length: usize| json!("https://a.example/".to_owned() + &"x".repeat(length - 18));
    let both = [
        ("/packages", json!([]), "2101"),
        ("/packages", json!(null), "2101"),
        ("/packages", json!({}), "2101"),
        ("/packages", json!([1]), "2101"),
        ("/packages/1/id", json!("a"), "2101"),
        ("/packages/0/id", json!(null), "2101"),
        ("/packages/0/id", long(50), "0000"),
        ("/packages/0/id", long(51), "2101"),
        ("/packages/0/name", long(100), "0000"),
        ("/packages/0/name", long(101), "2101"),
        ("/packages/0/products", json!([]), "2101"),
        ("/packages/0/products/0/name", long(4000), "0000"),
        ("/packages/0/products/0/name", long(4001), "2101"),
        ("/packages/0/products/0/name", json!(""), "2101"),
        ("/packages/0/products/0/imageUrl", url(500), "0000"),
        ("/packages/0/products/0/imageUrl", url(501), "2101"),
        ("/packages/0/products/0/quantity", json!(2.5), "2101"),
        ("/packages/0/products/0/quantity", json!(null), "2101"),
        ("/packages/0/products/0/quantity", json!(0), "2101"),
        ("/packages/0/products/0/quantity", json!(-2), "2101"),
        ("/packages/0/products/0/price", json!(null), "2101"),
        ("/orderId", long(100), "0000"),
        ("/orderId", long(101), "2101"),
        ("/redirectUrls", json!(null), "2101"),
        ("/redirectUrls/confirmUrl", json!(null), "2101"),
        ("/redirectUrls/cancelUrl", json!(null), "2101"),
        ("/redirectUrls/confirmUrl", json!("javascript:1"), "2101"),
        ("/redirectUrls/confirmUrl", url(500), "0000"),
        ("/redirectUrls/confirmUrl", url(501), "2101"),
        ("/redirectUrls", json!({ "confirmUrlType": "NONE" }), "0000"),
        ("/redirectUrls/confirmUrlType", json!("OTHER"), "2101"),
        ("/options", json!([]), "2101"),
        ("/options/payment/payType", json!("OTHER"), "2101"),
        ("/options/payment/capture", json!("maybe"), "2101"),
        ("/options/display/locale", json!("tlh"), "0000"),
        ("/options/extra/branchName", long(201), "2101"),
        ("/options/extra/promotionRestriction", json!({ "useLimit": 1 }), "2101"),
        ("/options/events", json!([{ "code": "E" }]), "2101"),
        ("/options/events", json!([{ "code": "E", "totalAmount": 1, "productQuantity": 1 }]), "2101"),
        ("/options/events", json!([{ "code": "x".repeat(31), "totalAmount": 1 }]), "2101"),
        ("/unknown", json!({ "field": [1] }), "0000"),
    ];
    for version in ["v3", "v4"] {
        judge(version, &both);
    }
    judge("v4", &[("/options", json!(null), "0000")]);
    judge(
        "v3",
        &[
            ("/options", json!(null), "2101"),
            ("/options/shipping/address", json!(null), "2101"),
            ("/options/shipping/type", json!("SHIPPING"), "2101"),
            ("/options/shipping/type", json!("OTHER"), "2101"),
            ("/options/shipping/feeInquiryType", json!("OTHER"), "2101"),
            ("/options/shipping/address/city", json!(5), "2101"),
            ("/options/familyService/addFriends", json!([{ "type": "LINE_AT" }]), "2101"),
        ],
    );
    judge(
        "v4",
        &[("/options/shipping", json!({ "type": "OTHER" }), "0000"), ("/options/familyService", json!(5), "0000")],
    );
}

#[test]
fn terms_of_automatic_payment() {
    let period = |value: Value| ("/options/regPayRequest", value);
    let cases = [
        (json!({}), "0000"),
        (
            json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "MONTH", "recurringDay": 31,
                "productPrice": 100 }),
            "0000",
        ),
        (
            json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "WEEK", "recurringDayOfWeek": "SUN",
                "recurringDay": null }),
            "0000",
        ),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 2, "recurringDay": 29 }), "0000"),
        (json!({ "regPayPeriodType": "NON_RECURRING", "perTransactionLimit": 5000 }), "0000"),
        (json!({ "regPayPeriodType": "SOMETIMES" }), "2101"),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 2, "recurringDay": 30 }), "2101"),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 13 }), "2101"),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 0 }), "2101"),
        (json!({ "recurringPeriod": "MONTH", "recurringDay": 32 }), "2101"),
        (json!({ "recurringPeriod": "MONTH", "recurringDay": 0 }), "2101"),
        (json!({ "recurringPeriod": "MONTH", "recurringMonth": 2 }), "2101"),
        (json!({ "recurringPeriod": "WEEK", "recurringDay": 1 }), "2101"),
        (json!({ "recurringPeriod": "MONTH", "recurringDayOfWeek": "MON" }), "2101"),
        (json!({ "recurringDayOfWeek": "MON" }), "2101"),
        (json!({ "productPrice": "x" }), "2101"),
        (json!([]), "2101"),
    ]
    .map(|(value, expected)| {
        let (pointer, value) = period(value);
        (pointer, value, expected)
    });
    judge("v4", &cases);
    judge("v3", &[("/options/regPayRequest", json!([]), "0000")]);
    let mut shop = Shop::new();
    let mut order = whole_v4();
    order["options"]["payment"]["payType"] = json!("PREAPPROVED");
    order["options"]["regPayRequest"] =
        json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "MONTH", "recurringDay": 1, "productPrice": 100 });
    let reply = shop.post("/v4/payments/request", &order.to_string());
    let path = format!("/web/payment/check/{}", shop::reserved(&reply).reserve_id);
    let page: Value = serde_json::from_str(&shop.raw("GET", &path, "", b"").body).unwrap();
    assert_eq!(page["payType"], "PREAPPROVED");
    assert_eq!(page["regPayRequest"], order["options"]["regPayRequest"]);
}
