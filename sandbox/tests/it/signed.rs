//! v3 and v4: the signature over exactly what comes over the wire.

use crate::shop::{self, Shop, code, sign};
use linepay_sandbox::Request;
use serde_json::{Value, json};

fn answer(shop: &mut Shop, request: &Request) -> String {
    let answer: Value = serde_json::from_str(&shop.send(request).body).unwrap();
    code(&answer).to_owned()
}

fn set(request: &mut Request, name: &str, value: &str) {
    for header in &mut request.headers {
        if header.0 == name {
            value.clone_into(&mut header.1);
        }
    }
}

#[test]
fn headers_are_judged_in_order() {
    for path in ["/v3/payments/request", "/v4/payments/request"] {
        let mut shop = Shop::new();
        let request = |shop: &Shop| shop.request("POST", path, "", b"not JSON");
        let good = request(&shop);
        assert_eq!(answer(&mut shop, &good), "2102");
        for name in ["Content-Type", "X-LINE-ChannelId", "X-LINE-Authorization-Nonce", "X-LINE-Authorization"] {
            let mut without = request(&shop);
            without.headers.retain(|(given, _)| given != name);
            assert_eq!(answer(&mut shop, &without), "1106", "{name}");
        }
        let mut other = request(&shop);
        set(&mut other, "X-LINE-ChannelId", "9999999999");
        assert_eq!(answer(&mut shop, &other), "1104");
        set(&mut other, "X-LINE-Authorization", "wrong");
        assert_eq!(answer(&mut shop, &other), "1104", "whatever its signature");
        for wrong in ["", "wrong", &"A".repeat(43), &("A".repeat(43) + "=")] {
            let mut bad = request(&shop);
            set(&mut bad, "X-LINE-Authorization", wrong);
            assert_eq!(answer(&mut shop, &bad), "1106", "{wrong}");
        }
        let mut unpadded = request(&shop);
        let right = unpadded.headers.last().unwrap().1.clone();
        set(&mut unpadded, "X-LINE-Authorization", right.trim_end_matches('='));
        assert_eq!(answer(&mut shop, &unpadded), "1106");
        let mut secret = request(&shop);
        secret.headers.truncate(2);
        secret.headers.push(("X-LINE-ChannelSecret".to_owned(), shop::SECRET.to_owned()));
        assert_eq!(answer(&mut shop, &secret), "1106", "v2's way");
        shop.control("PUT", "settings", &json!({ "merchantDisabled": true }));
        assert_eq!(answer(&mut shop, &good), "1105");
    }
}

#[test]
fn any_change_on_the_way_breaks_it() {
    let mut shop = Shop::new();
    let good = shop.request("POST", "/v3/payments/1/confirm", "", br#"{"amount":1}"#);
    assert_eq!(answer(&mut shop, &good), "2101");
    let changed = |change: &dyn Fn(&mut Request)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    for request in [
        changed(&|request| request.body.push(b'\n')),
        changed(&|request| request.body = br#"{"amount": 1}"#.to_vec()),
        changed(&|request| request.path = "/v4/payments/1/confirm".to_owned()),
        changed(&|request| request.path = "/v3/payments/2/confirm".to_owned()),
        changed(&|request| set(request, "X-LINE-Authorization-Nonce", "another")),
    ] {
        assert_eq!(answer(&mut shop, &request), "1106");
    }
    let mut mixed = shop.request("POST", "/v3/payments/1/refund", "", b"");
    mixed.body = b"{}".to_vec();
    assert_eq!(answer(&mut shop, &mixed), "1106", "signed nothing, sent {{}}");
    let mut null = shop.request("POST", "/v3/payments/1/refund", "", b"null");
    null.body.clear();
    assert_eq!(answer(&mut shop, &null), "1106", "the official sample's null");

    for query in ["orderId=A+B%2FC", "orderId=A%20B/C", "orderId=A%2bB%2fC"] {
        let mut get = shop.request("GET", "/v3/payments", query, b"");
        assert_eq!(answer(&mut shop, &get), "1150", "{query}");
        get.query = query.replace("%2", "%2a").replace('+', "%20");
        if get.query != query {
            assert_eq!(answer(&mut shop, &get), "1106", "encoded anew");
        }
    }
    let mut by_path = shop.request("GET", "/v3/payments", "", b"");
    by_path.query = "orderId=A".to_owned();
    assert_eq!(answer(&mut shop, &by_path), "1106", "signed by path only");
    let mut with_body = shop.request("GET", "/v3/payments", "orderId=A", b"");
    let signature = sign("/v3/payments", b"{}", "n");
    set(&mut with_body, "X-LINE-Authorization-Nonce", "n");
    set(&mut with_body, "X-LINE-Authorization", &signature);
    assert_eq!(answer(&mut shop, &with_body), "1106", "signed a body");
}

#[test]
fn nonces() {
    let mut shop = Shop::with(json!({ "allow": ["203.0.113.7"] }));
    let with = |shop: &Shop, nonce: &str| {
        let mut request = shop.request("GET", "/v3/payments", "orderId=A", b"");
        let signature = sign("/v3/payments", b"orderId=A", nonce);
        set(&mut request, "X-LINE-Authorization-Nonce", nonce);
        set(&mut request, "X-LINE-Authorization", &signature);
        request
    };
    for nonce in [
        "11111111-2222-4333-8444-555555555555",
        "1778123045000",
        "20260507030405123456",
        "2026-05-07T03:04:05Z-abc",
        "",
    ] {
        let request = with(&shop, nonce);
        assert_eq!(answer(&mut shop, &request), "1150", "{nonce}, from anywhere");
        assert_eq!(answer(&mut shop, &request), "1150", "{nonce} again");
    }
    assert!(!shop.records.contains_key("nonces"));
    shop.control("PUT", "settings", &json!({ "rejectReusedNonce": true }));
    let request = with(&shop, "once");
    let mut forged = request.clone();
    set(&mut forged, "X-LINE-Authorization", "forged");
    assert_eq!(answer(&mut shop, &forged), "1106");
    assert_eq!(answer(&mut shop, &request), "1150");
    shop.restart();
    assert_eq!(answer(&mut shop, &request), "1106");
    assert_eq!(
        shop.control("GET", "log", &Value::Null)["calls"].as_array().unwrap().last().unwrap()["note"],
        "the nonce was used before"
    );
    for count in 0..1100 {
        let request = with(&shop, &format!("many-{count}"));
        assert_eq!(answer(&mut shop, &request), "1150");
    }
    assert!(shop.records["nonces"].len() < 40_000);
    shop.control("POST", "reset", &Value::Null);
    assert!(!shop.records.contains_key("nonces"));
}

#[test]
fn the_log_has_the_parts_of_a_wrong_signature_and_never_the_secret() {
    let mut shop = Shop::new().in_version("v3");
    let body = format!(r#"{{"orderId":"{}"}}"#, shop::SECRET);
    let mut request = shop.request("POST", "/v3/payments/request", "", body.as_bytes());
    let nonce = request.headers.iter().find(|(name, _)| name.ends_with("Nonce")).unwrap().1.clone();
    set(&mut request, "X-LINE-Authorization", &sign("/v3/payments/request", format!("{body}\n").as_bytes(), &nonce));
    assert_eq!(answer(&mut shop, &request), "1106");
    shop.restart();
    let log = shop.control("GET", "log", &serde_json::Value::Null);
    assert!(!log.to_string().contains(shop::SECRET), "{log}");
    let signature = &log["calls"][0]["signature"];
    assert_eq!(signature["over"]["payload"], r#"{"orderId":"*****"}"#);
    assert_eq!(signature["signed"]["payload"], "{\"orderId\":\"*****\"}\n");
    assert_eq!(signature["signed"]["secret"], "channelSecret");
}
