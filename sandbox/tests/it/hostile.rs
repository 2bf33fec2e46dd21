//! Input that is meant to hurt: an answer, always, and no state lost.

use crate::shop::{SECRET, Shop, code};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn bodies() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    let deep = "[".repeat(400_000);
    let balanced = format!("{{\"extras\":{}{},\"amount\":1}}", "[".repeat(200_000), "]".repeat(200_000));
    let nested = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let big = vec![b'x'; 10 << 20];
    let cases: [(&[u8], &str); 12] = [
        (&big, "2101"),
        (deep.as_bytes(), "2102"),
        (balanced.as_bytes(), "2101"),
        (nested.as_bytes(), "2101"),
        (b"\xff\xfe{}", "2102"),
        (b"{\"productName\":\"\xc3\x28\"}", "2102"),
        (b"\xef\xbb\xbf{}", "2102"),
        (b"{\"productName\":\"\\ud800\"}", "2101"),
        (b"{\"\\ud800\":1}", "2101"),
        (b"<html></html>", "2102"),
        (b"{} {}", "2102"),
        (b"null", "2101"),
    ];
    for (body, expected) in cases {
        let answer = shop.raw("POST", "/v2/payments/request", "", body);
        let reply: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(code(&reply), expected, "{}", String::from_utf8_lossy(&body[..body.len().min(40)]));
    }
    // Of a key that is there twice the last one counts.
    let twice = r#"{"amount":1,"productName":"a","currency":"TWD","confirmUrl":"https://a.example/","orderId":"twice","amount":2}"#;
    assert_eq!(code(&shop.post("/v2/payments/request", twice)), "0000");
    assert!(shop.records.values().all(|record| record.len() < 40_000), "no record swallows a body");
    assert_eq!(code(&shop.refund(id, "")), "0000");
}

#[test]
fn bodies_of_v3_and_v4() {
    let mut shop = Shop::new();
    let deep = format!("{{\"packages\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let options = format!(
        "{{\"amount\":1,\"packages\":[{{\"id\":\"1\",\"amount\":1,\"products\":[{{\"name\":\"a\",\"quantity\":1,\"price\":1}}]}}],\"currency\":\"TWD\",\"orderId\":\"1\",\"redirectUrls\":{{\"confirmUrlType\":\"NONE\"}},\"options\":{}1{}}}",
        "{\"extra\":".repeat(100_000),
        "}".repeat(100_000)
    );
    let huge = "9".repeat(5_000);
    let sums = format!(
        "{{\"amount\":{huge},\"packages\":[{{\"id\":\"1\",\"amount\":{huge},\"products\":[{{\"name\":\"a\",\"quantity\":{huge},\"price\":{huge}}}]}}],\"currency\":\"TWD\",\"orderId\":\"1\",\"redirectUrls\":{{\"confirmUrlType\":\"NONE\"}}}}"
    );
    let many = vec![r#"{"id":"1","amount":1,"products":[]}"#; 20_000].join(",");
    let many = format!("{{\"amount\":1,\"packages\":[{many}]}}");
    let big = vec![b'x'; 10 << 20];
    let cases: [(&[u8], &str); 9] = [
        (&big, "2101"),
        (deep.as_bytes(), "2101"),
        (options.as_bytes(), "0000"), // unknown fields are ignored, however deep
        (sums.as_bytes(), "2101"),
        (many.as_bytes(), "2101"),
        (b"\xff", "2102"),
        (b"\xef\xbb\xbf{}", "2102"),
        (b"{\"amount\":NaN}", "2102"),
        (b"null", "2101"),
    ];
    for version in ["v3", "v4"] {
        for (body, expected) in cases {
            let path = format!("/{version}/payments/request");
            let answer = shop.raw("POST", &path, "", body);
            let reply: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(code(&reply), expected, "{}", String::from_utf8_lossy(&body[..body.len().min(40)]));
        }
    }
    assert!(shop.records.values().all(|record| record.len() < 40_000));
    for key in ["%00", "../../x", "RK0A1B2C3D4E5F6%2f", "茶", &"R".repeat(5_000)] {
        for version in ["v2", "v3", "v4"] {
            let path = format!("/{version}/payments/preapprovedPay/{key}/check");
            let answer = shop.raw("GET", &path, "", b"");
            assert!(answer.status == 404 || answer.body.contains("1190"), "{key}");
        }
    }
}

#[test]
fn ids_in_the_path() {
    let mut shop = Shop::new();
    for id in ["9223372036854775808", "99999999999999999999999999", "ORD-1", "-1", "1e3", "%31", "１"] {
        for call in ["confirm", "refund"] {
            let reply = shop.post(&format!("/v2/payments/{id}/{call}"), r#"{"amount":360,"currency":"TWD"}"#);
            assert_eq!(code(&reply), "2101", "{id}");
            assert_eq!(
                reply["errorDetailMap"],
                json!({
                    "unrecognizedPathVariable": "transactionId", "requiredType": "Number",
                    "cause": format!("For input string: \"{id}\""),
                })
            );
        }
    }
    assert_eq!(code(&shop.confirm(9_223_372_036_854_775_807)), "1150");
}

#[test]
fn the_secret_stays_out_of_everything() {
    let mut shop = Shop::new();
    let path = format!("/v2/payments/{SECRET}/confirm");
    shop.raw("POST", &path, SECRET, format!("{{\"{SECRET}\":\"{SECRET}\"}}").as_bytes());
    shop.raw("GET", &format!("/{SECRET}"), SECRET, b"");
    let log = shop.control("GET", "log", &Value::Null).to_string();
    assert!(log.contains("*****"));
    for text in shop.records.values().chain([&log, &format!("{:?}", shop.sandbox)]) {
        assert!(!text.contains(SECRET), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_request_has_an_answer(
        method in "[A-Z]{0,7}|GET|POST",
        path in "(/(v2|v3|v4|web|_sandbox|payments|payment|check|request|requests|confirm|refund|authorizations|capture|void|preapprovedPay|expire|reg-keys|end|transactions|[ -~]{0,9}|\\PC{0,4})){0,6}",
        query in "([a-zI]{0,13}(=|%|&|\\+|\\PC){0,3}){0,5}",
        headers in proptest::collection::vec(("[A-Za-z-]{0,24}", "\\PC{0,30}"), 0..4),
        body in proptest::collection::vec(any::<u8>(), 0..200),
        peer in "\\PC{0,20}",
        now in any::<u64>(),
        known in any::<bool>(),
    ) {
        let mut shop = Shop::new();
        let mut request = shop.request(&method, &path, &query, &body);
        request.peer = peer;
        if known { request.headers.extend(headers) } else { request.headers = headers }
        shop.now = now;
        let answer = shop.send(&request);
        prop_assert!((200..=599).contains(&answer.status));
        shop.restart();
    }

    #[test]
    fn any_signed_request_has_an_answer(
        version in prop::sample::select(vec!["v3", "v4"]),
        path in "(request|1/confirm|1/refund|requests/1/check|authorizations/1/(capture|void)|preapprovedPay/RK/(payment|expire|check))",
        query in "\\PC{0,20}",
        body in "\\{(\"(amount|currency|orderId|packages|redirectUrls|options)\":(\"\\PC{0,8}\"|-?[0-9]{1,25}(\\.[0-9]{1,4})?|null|true|\\[(\\{\"(id|products)\":(\\[\\{\\}\\]|1)\\})?\\]|\\{\"(shipping|events|payment|regPayRequest|confirmUrlType)\":(\\{\\}|\\[1\\]|\"NONE\")\\}),){0,8}\"x\":1\\}",
    ) {
        let mut shop = Shop::new();
        let path = format!("/{version}/payments/{path}");
        for method in ["GET", "POST"] {
            let answer = shop.raw(method, &path, &query, body.as_bytes());
            prop_assert_eq!(answer.status, 200);
            prop_assert!(!answer.body.contains("1106"), "{}", answer.body);
        }
    }

    #[test]
    fn any_json_body_has_an_answer(body in "\\{(\"(amount|currency|orderId|productName|confirmUrl|capture|extras)\":(\"\\PC{0,8}\"|-?[0-9]{1,25}(\\.[0-9]{1,4})?([eE]-?[0-9]{1,12})?|null|true|\\[\\]|\\{\\}),){0,8}\"x\":1\\}") {
        let mut shop = Shop::new();
        for path in ["/v2/payments/request", "/v2/payments/1/confirm", "/v2/payments/1/refund"] {
            let answer = shop.raw("POST", path, "", body.as_bytes());
            prop_assert_eq!(answer.status, 200);
        }
    }
}
