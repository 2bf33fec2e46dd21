//! The checkout's reservation: what it refuses, where it sends the buyer, and what it hands out.

use crate::support::shop::network::Trouble;
use crate::support::shop::{CHANNEL, SECRET, Shop, input, shops};
use linepay_edge::error::Retry;
use linepay_edge::flow::Reserving;
use linepay_edge::json::Json;
use linepay_edge::{Code, Config, Error, Outcome, Version};
use serde_json::{Value, json};

fn issues(error: &Error) -> Vec<(String, String)> {
    error.issues().iter().map(|issue| (issue.path.to_string(), issue.rule.to_string())).collect()
}

fn config(version: Version, more: &Value) -> Config {
    let mut given = json!({ "channelId": CHANNEL, "channelSecret": SECRET, "version": version.as_str(),
        "environment": "sandbox" });
    for (name, value) in more.as_object().unwrap() {
        given[name] = value.clone();
    }
    Config::read(input(&given)).unwrap()
}

/// The package writes it without serde; whoever uses the crate may write it with serde.
#[test]
fn what_came_of_a_wish_to_pay_is_written_alike_by_both_writers() {
    for shop in shops(json!({})) {
        let wish = || shop.pay(&shop.quote("ORD-1", 360)).unwrap();
        let first = wish();
        assert!(matches!(first, Reserving::Reserved(_)));
        assert_eq!(first.json(), serde_json::to_string(&first).unwrap());
        shop.paid("ORD-1", 360);
        let second = wish();
        assert!(matches!(second, Reserving::Standing(_)));
        assert_eq!(second.json(), serde_json::to_string(&second).unwrap());
    }
}

/// Only "there is another payment" is answered by how that stands: all else is the caller's to hear.
#[test]
fn a_reservation_that_is_refused_otherwise_is_told_as_it_is_and_asks_nothing() {
    for code in ["1106", "1124", "9000"] {
        for shop in shops(json!({})) {
            shop.paid("ORD-1", 360);
            let asked = shop.network.count("paymentCheck");
            shop.network.script([("reserve", Trouble::CodeBefore(code))]);
            let error = shop.pay(&shop.quote("ORD-1", 360)).unwrap_err();
            assert_eq!(error.return_code().unwrap().as_str(), code);
            assert_eq!(shop.network.count("paymentCheck"), asked, "{code}");
        }
    }
}

/// v3 alone lets the buyer choose a shipping fee: elsewhere a limit of it is a slip.
#[test]
fn a_highest_shipping_fee_is_no_field_of_the_other_versions() {
    for shop in shops(json!({})) {
        let mut quote = shop.quote("ORD-1", 360);
        quote["maxShippingFeeAmount"] = json!(60);
        let rule = if shop.version() == Version::V3 { "with-shipping" } else { "unknown-field" };
        let told = issues(&shop.pay(&quote).unwrap_err());
        assert_eq!(told, [("maxShippingFeeAmount".to_owned(), rule.to_owned())]);
        assert_eq!(shop.network.count("reserve"), 0);
    }
}

/// LINE Pay sends the buyer back to both: an address that it would refuse is told before anything is sent.
#[test]
fn an_origin_that_line_pay_would_not_return_to_is_refused_for_both_addresses() {
    for shop in shops(json!({})) {
        let mut shop = shop;
        shop.settings.origin = "http://shop.example.com".to_owned();
        let error = shop.pay(&shop.quote("ORD-1", 360)).unwrap_err();
        let paths: Vec<_> = issues(&error).into_iter().map(|(path, _)| path).collect();
        let expected = if shop.version() == Version::V2 {
            ["confirmUrl", "cancelUrl"]
        } else {
            ["redirectUrls.confirmUrl", "redirectUrls.cancelUrl"]
        };
        assert_eq!((error.code(), paths), (Code::InvalidRequest, expected.map(str::to_owned).to_vec()));
        assert_eq!(shop.network.count("reserve"), 0);
    }
}

/// The buyer is sent nowhere else, and whoever looks into it is told where that would have been.
#[test]
fn a_payment_page_on_another_origin_is_told_with_both() {
    for version in Version::ALL {
        let config = config(version, &json!({ "paymentOrigin": "https://pay.example.com" }));
        let shop = Shop { config, ..Shop::new() };
        let error = shop.pay(&shop.quote("ORD-1", 360)).unwrap_err();
        assert_eq!((error.code(), error.outcome(), error.retry()), (Code::Mismatch, Outcome::Executed, Retry::Never));
        let mismatch = error.mismatch().unwrap();
        let told = [&mismatch.field, &mismatch.asked, &mismatch.got].map(ToString::to_string);
        assert_eq!(told, ["paymentUrl", "https://pay.example.com", "https://sandbox-web-pay.line.me"]);
    }
}

/// While it is being built, on this machine: browsers take no `__Host-` and no `Secure` cookie over http.
#[test]
fn a_shop_on_this_machine_gives_a_cookie_that_its_browser_takes() {
    for version in Version::ALL {
        let here = json!({ "baseUrl": "http://127.0.0.1:9", "paymentOrigin": "https://sandbox-web-pay.line.me" });
        let mut shop = Shop { config: config(version, &here), ..Shop::new() };
        let cookie = |shop: &Shop| shop.pay(&shop.quote("ORD-1", 360)).unwrap().reserved().unwrap().set_cookie;
        let secure = cookie(&shop);
        assert!(secure.starts_with("__Host-linepay-") && secure.ends_with("; Secure"), "{secure}");
        shop.settings.origin = "http://localhost:8787".to_owned();
        let plain = cookie(&shop);
        assert!(plain.starts_with("linepay-") && !plain.contains("Secure"), "{plain}");
    }
}
