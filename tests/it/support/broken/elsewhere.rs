//! Errors of what never reaches LINE Pay: configurations, the checkout's own options, records of payments, and requests
//! that JSON cannot write or that are another version's.

use super::super::asked::ask;
use super::super::kept::KeptShop;
use super::super::shop::network::Trouble;
use super::super::shop::run::block_on;
use super::super::shop::{Shop, config, config_of, input, order, order_of, settings};
use linepay_edge::flow::{Checkout, Settings};
use linepay_edge::payment::PaymentLife;
use linepay_edge::typed::PaymentCheckRequest;
use linepay_edge::{Config, Credentials, Environment, Error, Expected, Typed, Version};
use serde_json::{Value, json};

/// One error for each mistake.
pub(crate) fn errors() -> Vec<Error> {
    let mut errors = configurations();
    errors.extend(checkouts());
    errors.extend(records());
    errors.extend(numbers());
    errors.extend(versions());
    errors.extend(desk());
    errors.extend(charges());
    errors
}

fn configurations() -> Vec<Error> {
    let with = |name: &str, value: Value| {
        let mut config = json!({ "channelId": "1234567890", "channelSecret": "0123456789abcdef", "version": "v3" });
        config[name] = value;
        Config::read(input(&config)).err().unwrap()
    };
    vec![
        with("version", json!("v5")),
        with("environment", json!("test")),
        with("channelId", json!("")),
        with("channelId", json!("0123456789abcdef0123456789abcdef")),
        with("baseUrl", json!("http://relay.example.com")),
        with("paymentOrigin", json!("https://pay.example.com/x")),
        with("deviceType", json!("ÄPOS")),
        with("timeouts", json!({ "confirm": 5 })),
        with("enviroment", json!("beta")),
    ]
}

fn checkouts() -> Vec<Error> {
    let with = |name: &str, value: Value| {
        let mut given = json!({ "origin": "https://shop.example.com", "confirmPath": "/a", "cancelPath": "/b",
            "statusPath": "/c" });
        given[name] = value;
        Settings::read(input(&given)).err().unwrap()
    };
    let shop = Shop::new();
    let reserve = |order: &Value| block_on(shop.checkout().reserve(input(order), None)).err().unwrap();
    let mut chosen = order("ORD-1", 360);
    chosen["confirmUrl"] = json!("https://shop.example.com/");
    let v3 = Shop::of(Version::V3);
    let mut fee = v3.quote("ORD-1", 360);
    fee["maxShippingFeeAmount"] = json!(60);
    let beta = Config::new(Credentials::new("1", "0123456789abcdef").unwrap(), Version::V2, Environment::Beta);
    let short = Settings { signing_keys: vec!["short".to_owned()], ..settings() };
    vec![
        with("confirmPath", json!("//x")),
        with("lifetimeSeconds", json!(1)),
        reserve(&chosen),
        block_on(v3.checkout().reserve(input(&fee), None)).err().unwrap(),
        Checkout::new(&beta, &shop.network, &settings()).err().unwrap(),
        Checkout::new(&shop.config, &shop.network, &short).err().unwrap(),
        long_url(&shop),
    ]
}

/// What the checkout says to a confirm page whose path alone is too long.
pub(crate) fn long_url(shop: &Shop) -> Error {
    let settings = Settings { confirm_path: format!("/{}", "x".repeat(480)), ..settings() };
    let checkout = Checkout::new(&shop.config, &shop.network, &settings).unwrap();
    block_on(checkout.reserve(input(&order_of(shop.config.version(), "ORD-1", 360, true)), None)).err().unwrap()
}

/// What somebody of the shop asks of an order, and does not get.
fn desk() -> Vec<Error> {
    let kept = KeptShop::of(Shop::of(Version::V3));
    let transaction = kept.approved("ORD-1", 360);
    kept.visit("ORD-1", transaction);
    let part = |amount: u32| json!({ "amount": amount, "key": "a" });
    let mut errors: Vec<Error> = [
        ("refund", "ORD-1", json!({ "amount": null, "key": "a" })),
        ("refund", "ORD-1", json!({ "key": "a b" })),
        ("resolve", "ORD-1", json!({ "how": "perhaps" })),
        ("void", "ORD-2", json!({})),
        ("void", "ORD-1", json!({})),
        ("refund", "ORD-1", json!({ "amount": 0.5, "key": "a" })),
        ("capture", "ORD-1", json!({ "amount": 300 })),
    ]
    .into_iter()
    .map(|(word, id, options)| kept.ask(word, id, options).unwrap_err())
    .collect();
    // One that LINE Pay refuses, its key again, and that with another amount.
    kept.shop.network.script([("refund", Trouble::CodeBefore("1124"))]);
    errors.extend([part(60), part(60), part(50)].map(|options| kept.ask("refund", "ORD-1", options).unwrap_err()));
    // One whose answer is lost twice: by whom it was sent, whoever comes meanwhile, and when a person has to look.
    kept.shop.network.script([("refund", Trouble::HangBefore)]);
    let other = |key: &str| json!({ "amount": 60, "key": key });
    errors.push(kept.ask("refund", "ORD-1", other("b")).unwrap_err());
    errors.push(kept.ask("refund", "ORD-1", other("c")).unwrap_err());
    kept.settle(30);
    errors.push(kept.ask("refund", "ORD-1", other("c")).unwrap_err());
    errors.push(kept.ask("resolve", "ORD-1", json!({ "how": "not-done" })).unwrap_err());
    // Voided elsewhere, and the answer to the capture is lost.
    let kept = KeptShop::of(Shop { capture: false, ..Shop::of(Version::V3) });
    let transaction = kept.approved("ORD-1", 360);
    kept.visit("ORD-1", transaction);
    assert!(kept.shop.take("void", &transaction.to_string(), &json!({})));
    kept.shop.network.script([("capture", Trouble::HangAfter)]);
    errors.push(kept.ask("capture", "ORD-1", json!({})).unwrap_err());
    errors
}

/// Of an order that a buyer pays, with a key that has ended, and the same over another sum.
fn charges() -> Vec<Error> {
    let kept = KeptShop::of(Shop::of(Version::V3));
    kept.pay("ORD-1", 360);
    let charge = |id: &str, amount: u32| {
        let wish = json!({
            "orderId": id, "regKey": "RK0A1B2C3D4E5F6", "productName": "Tea", "amount": amount, "currency": "TWD",
        });
        kept.ask("charge", id, wish).unwrap_err()
    };
    vec![charge("ORD-1", 360), charge("SUB-1", 150), charge("SUB-1", 151)]
}

fn records() -> Vec<Error> {
    vec![
        PaymentLife::read(input(&json!({ "state": "paid-ish" })), "refund").unwrap_err(),
        PaymentLife::of("v5", "[]").unwrap_err(),
        Expected::read(input(&json!({ "orderId": null })), "confirm").unwrap_err(),
    ]
}

fn numbers() -> Vec<Error> {
    let refund = |amount: &str| {
        let request = json!({ "transactionId": "1", "refundAmount": amount });
        ask("refund", Version::V3, input(&request)).unwrap_err()
    };
    vec![
        refund("\0d"),
        refund(&format!("\0n{}", i128::MAX)),
        refund("\0f"),
        ask("refund", Version::V3, input(&json!([]))).unwrap_err(),
    ]
}

/// What one version has in another.
fn versions() -> Vec<Error> {
    let order = json!({ "productName": "tea", "amount": 1, "currency": "TWD", "orderId": "1",
        "confirmUrl": "https://shop.example.com/", "redirectUrls": { "confirmUrlType": "NONE" },
        "packages": [{ "id": "1", "amount": 1, "products": [{ "name": "tea", "quantity": 1, "price": 1 }] }] });
    let without = |names: &[&str]| {
        let mut order = order.clone();
        names.iter().for_each(|name| drop(order.as_object_mut().unwrap().remove(*name)));
        order
    };
    let (product, packages) = (without(&["redirectUrls"]), without(&["confirmUrl"]));
    let query = PaymentCheckRequest {
        fields: Some("ALL".to_owned()),
        ..PaymentCheckRequest::of_transaction("1".parse().unwrap())
    };
    assert!(ask("reserve", Version::V2, input(&without(&["redirectUrls", "packages"]))).is_ok());
    assert!(ask("reserve", Version::V3, input(&without(&["confirmUrl", "productName"]))).is_ok());
    assert!(query.request(Version::V3).is_ok());
    vec![
        ask("reserve", &config(), input(&product)).unwrap_err(),
        ask("reserve", &config_of(Version::V3), input(&packages)).unwrap_err(),
        query.request(&config_of(Version::V4)).unwrap_err(),
    ]
}
