//! The rules of the single fields: sums, lengths in bytes, addresses, choices.

use crate::support::asked::{Asks, ID, ask, broken, broken_in, least, least_packages, read, reserve, rules, taken};
use crate::support::shop::{config, config_of, input};
use linepay_edge::{Code, Config, Version};
use serde_json::json;

#[test]
fn amounts_are_above_zero_and_as_fine_as_their_currency() {
    for (amount, currency, rule) in [
        (json!(-1), "TWD", Some("positive")),
        (json!(3.5), "TWD", Some("decimals")),
        (json!(9.99), "JPY", Some("decimals")),
        (json!(9.99), "USD", None),
        (json!(9.999), "USD", Some("amount")),
        (json!(360.0), "TWD", None),
        (json!("360.00"), "TWD", None),
        (json!(0.01), "THB", None),
        (json!(9_999_999_999_999_u64), "TWD", None),
        (json!(10_000_000_000_000_u64), "TWD", Some("amount")),
        (json!(null), "TWD", Some("required")),
        (json!(true), "TWD", Some("type")),
    ] {
        let confirm = json!({ "transactionId": ID, "amount": amount, "currency": currency });
        let mut order = reserve("amount", amount.clone());
        order["currency"] = json!(currency);
        for (operation, request) in [("confirm", &confirm), ("reserve", &order)] {
            let found = read(operation, input(request)).map_err(|error| rules(&error)).err();
            assert_eq!(found, rule.map(|rule| vec![format!("amount {rule}")]), "{operation} {amount} {currency}");
        }
    }
    for wrong in ["twd", "EUR", "", "TWD "] {
        let request = json!({ "transactionId": ID, "amount": 1, "currency": wrong });
        assert_eq!(broken("confirm", &request), ["currency currency"], "{wrong:?}");
    }
}

#[test]
fn lengths_are_bytes_of_utf8() {
    // 茶 has three bytes.
    let of = |bytes: usize| "茶".repeat(bytes / 3) + &"x".repeat(bytes % 3);
    for (name, most) in [
        ("productName", 4000),
        ("orderId", 100),
        ("mid", 50),
        ("oneTimeKey", 19),
        ("packageName", 4000),
        ("deliveryPlacePhone", 100),
    ] {
        let body = taken("reserve", &reserve(name, json!(of(most))));
        assert!(body.contains(&of(most)), "{name}");
        assert_eq!(broken("reserve", &reserve(name, json!(of(most + 1)))), [format!("{name} max-bytes")]);
        assert_eq!(broken("reserve", &reserve(name, json!(""))), [format!("{name} not-empty")]);
        assert_eq!(broken("reserve", &reserve(name, json!(5))), [format!("{name} type")]);
        if name == "productName" {
            let lines = taken("reserve", &reserve(name, json!("a\tb\r\nc\u{2028}d")));
            assert!(lines.contains(r#""a\tb\r\nc"#), "{lines}");
        } else {
            assert_eq!(broken("reserve", &reserve(name, json!("a\nb"))), [format!("{name} no-control-characters")]);
        }
        // A text that begins with NUL, as the package writes it.
        for control in ["\0t\0", "a\u{1}b", "a\u{b}", "\u{7f}", "\u{85}"] {
            assert_eq!(broken("reserve", &reserve(name, json!(control))), [format!("{name} no-control-characters")]);
        }
        assert_eq!(broken("reserve", &reserve(name, json!("a\u{fffd}b"))), [format!("{name} well-formed")]);
    }
    let branch = |text: String| reserve("extras", json!({ "branchName": text }));
    taken("reserve", &branch("a\tb\nc".to_owned()));
    taken("reserve", &branch(of(200)));
    assert_eq!(broken("reserve", &branch(of(201))), ["extras.branchName max-bytes"]);
    taken("paymentCheck", &json!({ "orderId": of(100) }));
    assert_eq!(broken("paymentCheck", &json!({ "orderId": [of(100), of(101)] })), ["orderId[1] max-bytes"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": ["a", "x\u{fffd}"] })), ["orderId[1] well-formed"]);
}

#[test]
fn addresses_are_https_and_plain() {
    let long = |bytes: usize| format!("https://a.example/{}", "x".repeat(bytes - 18));
    for name in ["confirmUrl", "cancelUrl", "productImageUrl"] {
        for (url, rule) in [
            ("ftp://a.example/", "url"),
            ("//a.example/", "url"),
            ("/confirm", "url"),
            ("https://茶.example/", "url"),
            ("https://u:p@a.example/", "url"),
            ("https://a.example/a b", "url"),
            ("javascript:alert(1)", "url"),
            ("https://", "url"),
            ("https://a.example:99999/", "url"),
            ("http://a.example/", "https"),
            ("http://127.0.0.1.evil.example/", "https"),
            ("", "not-empty"),
            (&long(501), "max-bytes"),
            ("https://a.example/\n", "no-control-characters"),
        ] {
            assert_eq!(broken("reserve", &reserve(name, json!(url))), [format!("{name} {rule}")], "{url}");
        }
        taken("reserve", &reserve(name, json!(long(500))));
    }
    let twice = reserve("confirmUrl", json!("https://a.example/?a=1&transactionId=5"));
    assert_eq!(broken("reserve", &twice), ["confirmUrl reserved-parameter"]);
}

/// An app shop has pages of its own; nothing that a browser would run or show by itself is one.
#[test]
fn the_buyer_may_return_into_an_app() {
    let within = |version: Version, name: &str, url: &str, kind: Option<&str>| {
        let mut request = if version == Version::V2 { least() } else { least_packages() };
        let place = if version == Version::V2 { &mut request } else { &mut request["redirectUrls"] };
        place[name] = json!(url);
        if let Some(kind) = kind {
            place["confirmUrlType"] = json!(kind);
        }
        request
    };
    for version in Version::ALL {
        for name in ["confirmUrl", "cancelUrl"] {
            let path = if version == Version::V2 { name.to_owned() } else { format!("redirectUrls.{name}") };
            for link in ["myapp://done?x", "com.example.shop://pay/done?order=1#a", "MyApp://"] {
                let any = ask("reserve", version, input(&within(version, name, link, None))).unwrap();
                let request = any.prepare(&config_of(version), "n");
                assert!(request.body().unwrap().contains(&format!("\"{name}\":\"{link}\"")), "{version} {link}");
            }
            for link in [
                "javascript://%0aalert(1)",
                "JAVASCRIPT:alert(1)",
                "data:text/html,x",
                "data://x",
                "file:///x",
                "vbscript://x",
                "blob://x",
                "myapp:done",
                "my_app://x",
                "myapp://a b",
            ] {
                let found = broken_in(version, "reserve", &within(version, name, link, None));
                assert_eq!(found, [format!("{path} url")], "{version} {link}");
            }
        }
        let path = if version == Version::V2 { "confirmUrl" } else { "redirectUrls.confirmUrl" };
        let found = broken_in(version, "reserve", &within(version, "confirmUrl", "myapp://done", Some("SERVER")));
        assert_eq!(found, [format!("{path} https")], "a server cannot open an app");
        let found = broken_in(version, "reserve", &within(version, "confirmUrl", "myapp://x?transactionId=1", None));
        assert_eq!(found, [format!("{path} reserved-parameter")]);
    }
    let found = broken("reserve", &reserve("productImageUrl", json!("myapp://tea.png")));
    assert_eq!(found, ["productImageUrl url"]);
}

#[test]
fn http_is_for_a_shop_and_a_sandbox_on_this_machine() {
    let local = Config::with_base_url(config(), "http://127.0.0.1:8788").unwrap();
    for url in ["http://127.0.0.1:8787/c", "http://localhost/c", "http://[::1]:1/c"] {
        let request = reserve("confirmUrl", json!(url));
        assert!(ask("reserve", Version::V2, input(&request)).is_ok(), "{url}: where the API is, is not known");
        assert!(ask("reserve", &local, input(&request)).is_ok(), "{url}");
        assert_eq!(rules(&ask("reserve", &config(), input(&request)).unwrap_err()), ["confirmUrl https"]);
    }
    for wrong in ["http://shop.example.com", "https://a/?q", "https://u@a", "ftp://a", ""] {
        let error = Config::with_base_url(config(), wrong).err().unwrap();
        assert_eq!(error.code(), Code::InvalidConfiguration, "{wrong}");
    }
}

#[test]
fn choices_are_spelt_as_documented() {
    for (name, good, wrong) in
        [("confirmUrlType", "SERVER", "server"), ("payType", "PREAPPROVED", "ONCE"), ("langCd", "zh-Hant", "zh-TW")]
    {
        assert!(taken("reserve", &reserve(name, json!(good))).contains(good));
        assert_eq!(broken("reserve", &reserve(name, json!(wrong))), [format!("{name} one-of")]);
    }
    for name in ["capture", "checkConfirmUrlBrowser"] {
        assert!(taken("reserve", &reserve(name, json!(false))).contains(&format!("\"{name}\":false")));
        assert_eq!(broken("reserve", &reserve(name, json!("false"))), [format!("{name} type")]);
    }
    assert_eq!(broken("reserve", &reserve("extras", json!([]))), ["extras type"]);
    assert_eq!(broken("reserve", &reserve("extras", json!({ "addFriends": {} }))), ["extras.addFriends type"]);
    assert_eq!(taken("reserve", &reserve("mid", json!(null))), taken("reserve", &least()), "null is left out");
}
