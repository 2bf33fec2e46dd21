//! Who may call what: the order of checks before an operation begins.

use crate::shop::{Shop, code};
use serde_json::{Value, json};

type Headers = Vec<(String, String)>;

#[test]
fn headers_are_judged_in_order() {
    let mut shop = Shop::new();
    let mut try_with = |change: &dyn Fn(&mut Headers)| {
        let mut request = shop.request("POST", "/v2/payments/request", "", b"not JSON");
        change(&mut request.headers);
        let answer: Value = serde_json::from_str(&shop.send(&request).body).unwrap();
        code(&answer).to_owned()
    };
    let drop_header = |name: &'static str| move |headers: &mut Headers| headers.retain(|(given, _)| given != name);
    assert_eq!(try_with(&|_| {}), "2102");
    for name in ["Content-Type", "X-LINE-ChannelId", "X-LINE-ChannelSecret"] {
        assert_eq!(try_with(&drop_header(name)), "1106", "{name}");
    }
    let set = |name: &'static str, value: &'static str| {
        move |headers: &mut Headers| {
            for header in headers.iter_mut().filter(|(given, _)| given == name) {
                value.clone_into(&mut header.1);
            }
        }
    };
    for wrong in ["wrong", "", "0123456789abcdef", "0123456789abcdef0123456789abcdef0"] {
        assert_eq!(try_with(&set("X-LINE-ChannelSecret", wrong)), "1106", "{wrong}");
    }
    assert_eq!(try_with(&set("Content-Type", "text/plain")), "1106");
    assert_eq!(try_with(&set("X-LINE-ChannelId", "9999999999")), "1104");
    assert_eq!(
        try_with(&|headers| {
            set("X-LINE-ChannelId", "9999999999")(headers);
            set("X-LINE-ChannelSecret", "wrong")(headers);
        }),
        "1104",
        "an unknown channel, whatever its secret"
    );
}

#[test]
fn routes_are_judged_before_headers() {
    let mut shop = Shop::new();
    for (method, path) in [("GET", "/v2/payments/request"), ("POST", "/v2/payments"), ("PUT", "/v2/payments/1/confirm")]
    {
        let mut request = shop.request(method, path, "", b"");
        request.headers.clear();
        let answer: Value = serde_json::from_str(&shop.send(&request).body).unwrap();
        assert_eq!(code(&answer), "2104", "{method} {path}");
    }
    for path in [
        "/",
        "",
        "/v2",
        "/v2/payments/",
        "/v2/payments/payments/request",
        "/v9/payments",
        "/v2/payments//confirm",
        "/v2/payments/1/confirm/",
    ] {
        assert_eq!(shop.raw("POST", path, "", b"").status, 404, "{path}");
    }
}

#[test]
fn the_list_of_payment_servers() {
    let mut shop = Shop::with(json!({ "allow": ["203.0.113.0/24", "198.51.100.7"] }));
    for (peer, allowed) in
        [("203.0.113.9", true), ("198.51.100.7", true), ("198.51.100.8", false), ("2001:db8::1", false)]
    {
        shop.peer = peer.to_owned();
        let reply = shop.details("orderId=none");
        if allowed {
            assert_eq!(code(&reply), "1150", "{peer}");
        } else {
            let text = format!("Header information error. Ip address [{peer}] is not allowed to access this API");
            assert_eq!(reply, json!({ "returnCode": "1106", "returnMessage": text }));
        }
    }
    shop.peer = "<script>".to_owned();
    assert!(!shop.details("orderId=none").to_string().contains("script"));
    assert_eq!(shop.control_answer("PUT", "settings", &json!({ "allow": ["10.0.0.0/8"] })).status, 400);
    shop.control("PUT", "settings", &json!({ "allow": null }));
    assert_eq!(code(&shop.details("orderId=none")), "1150");
    for currency in [json!("EUR"), json!("twd"), json!(""), Value::Null] {
        let answer = shop.control_answer("PUT", "settings", &json!({ "currency": currency }));
        assert!(answer.status == 400 && answer.body.contains("currency"), "{}", answer.body);
    }
}
