//! Requests as clients that others wrote send them: taken, answered in LINE Pay's own form, and noted in the log;
//! refused where the sandbox is told to be strict.

use crate::shop::{self, Shop, code};
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

fn set(shop: &mut Shop, name: &str, value: Value) {
    shop.control("PUT", "settings", &json!({ name: value }));
}

fn said(notes: &Value, part: &str) -> bool {
    notes.as_array().unwrap().iter().any(|note| note.as_str().unwrap().contains(part))
}

/// A WooCommerce plugin in use since 2022 sends its order and product numbers as they are.
#[test]
fn numbers_where_texts_belong() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let changes = match version {
            "v2" => json!({ "orderId": 593_072, "productName": 17, "extras": { "branchName": 3 } }),
            _ => json!({ "orderId": 593_072, "packages": [{ "id": 8, "name": 4, "amount": "360", "products": [
                { "id": 1001, "name": 2026, "quantity": "1", "price": "360" }] }] }),
        };
        let reply = shop.reserve_with(changes.clone());
        assert_eq!(code(&reply), "0000", "{version} {reply}");
        assert!(said(&shop.notes(), "orderId: a number"), "{}", shop.notes());
        let id = shop::reserved(&reply).id;
        shop.approve(id);
        assert_eq!(shop.confirm(id)["info"]["orderId"], "593072", "echoed as a text");
        assert_eq!(shop.notes(), json!([]), "nothing was odd about it");
        let row = shop.details("orderId=593072")["info"][0].clone();
        assert_eq!(row["orderId"], "593072");
        if version == "v2" {
            assert_eq!(row["productName"], "17");
        } else {
            let package = json!([row["packages"][0]["id"], row["packages"][0]["name"]]);
            assert_eq!(package, json!(["8", "4"]));
            let product = &row["packages"][0]["products"][0];
            assert_eq!((&product["id"], &product["name"]), (&json!("1001"), &json!("2026")));
        }
        assert_eq!(code(&shop.refund(id, r#"{"refundAmount":"60"}"#)), "0000");
        set(&mut shop, "numbersAsTexts", json!(false));
        assert_eq!(code(&shop.reserve_with(changes)), "2101", "{version}");
        assert_eq!(shop.notes(), json!([]));
    }
}

#[test]
fn a_charge_of_a_numbered_order() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let key = shop.register("ORD-1");
        let path = format!("/{version}/payments/preapprovedPay/{key}/payment");
        let body = r#"{"productName":5,"amount":150,"currency":"TWD","orderId":-77.50}"#;
        assert_eq!(code(&shop.post(&path, body)), "0000");
        assert_eq!(shop.details("orderId=-77.50")["info"][0]["orderId"], "-77.50", "as it was written");
        for no_text in ["true", "[1]", "{}"] {
            assert_eq!(code(&shop.post(&path, &body.replace("-77.50", no_text))), "2101", "{no_text}");
        }
    }
}

#[test]
fn ids_as_php_and_others_write_lists() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let (first, second) = (shop.pay("ORD-1"), shop.pay("ORD-2"));
        let comma = shop.pay("ORD,3");
        let mut found = |query: &str| shop.details(query)["info"].as_array().map_or(0, Vec::len);
        for (query, count) in [
            (format!("transactionId[]={first}&transactionId[]={second}"), 2),
            (format!("transactionId%5B0%5D={first}&transactionId%5B1%5D={second}"), 2),
            ("orderId[]=ORD-1".to_owned(), 1),
            ("orderId[0]=ORD-1&orderId[1]=ORD-2".to_owned(), 2),
            (format!("transactionId={first},{second}"), 2),
            (format!("transactionId[]={first}%2C{second},{comma}"), 3),
            ("orderId=ORD-1,ORD-2".to_owned(), 2),
            ("orderId=ORD%2C3".to_owned(), 1),
            ("orderId=ORD-1,,ORD-2".to_owned(), 0),
            (format!("transactionId={first}&orderId="), 1),
            ("orderId=ORD-2&transactionId=".to_owned(), 1),
            ("orderId=ORD-2&orderId=".to_owned(), 1),
        ] {
            assert_eq!(found(&query), count, "{version} {query}");
        }
        for query in ["orderId=", "transactionId=&orderId=", "orderId[x]=ORD-1", "orderId[=ORD-1", "transactionId=1,,2"]
        {
            let expected = if query.contains(",,") || query.contains("transactionId=&") || query.starts_with("orderId[")
            {
                "2101"
            } else {
                "1150"
            };
            assert_eq!(code(&shop.details(query)), expected, "{query}");
        }
        let many = vec!["x"; 101].join(",");
        assert_eq!(code(&shop.details(&format!("orderId={many}"))), "1177", "each counts");

        for (setting, query, part, strict) in [
            ("bracketedIds", format!("transactionId[]={first}"), "transactionId[]=: taken", "2101"),
            ("joinedIds", format!("transactionId={first},{second}"), "joined by commas", "2101"),
            ("joinedIds", "orderId=ORD-1,ORD-2".to_owned(), "joined by commas", "1150"),
            ("emptyIds", "orderId=ORD-1&transactionId=".to_owned(), "transactionId= is empty", "2101"),
        ] {
            set(&mut shop, setting, json!(true));
            assert_eq!(code(&shop.details(&query)), "0000", "{query}");
            assert!(said(&shop.notes(), part), "{}", shop.notes());
            set(&mut shop, setting, json!(false));
            assert_eq!(code(&shop.details(&query)), strict, "{setting}");
        }
    }
    let mut shop = Shop::new();
    shop.authorize("ORD-1");
    assert_eq!(code(&shop.authorizations("orderId[]=ORD-1&transactionId=")), "0000");
}

/// The leniency reads what was signed; it does not sign what it reads.
#[test]
fn a_signature_stays_that_of_the_raw_query() {
    let mut shop = Shop::new().in_version("v3");
    let id = shop.pay("ORD-1");
    for (signed, sent) in [
        (format!("transactionId={id}"), format!("transactionId[]={id}")),
        (format!("transactionId[0]={id}"), format!("transactionId%5B0%5D={id}")),
        (format!("transactionId={id}"), format!("transactionId={id}&orderId=")),
    ] {
        let mut request = shop.request("GET", "/v3/payments", &signed, b"");
        request.query = sent;
        assert!(shop.send(&request).body.contains("1106"), "{}", request.query);
    }
}

#[test]
fn a_post_without_a_body_needs_no_type() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let (held, paid, key) = (shop.authorize("HELD"), shop.pay("ORD-1"), shop.register("KEY"));
        let payments = format!("/{version}/payments");
        let paths = [
            format!("{payments}/authorizations/{held}/void"),
            format!("{payments}/{paid}/refund"),
            format!("{payments}/preapprovedPay/{key}/expire"),
        ];
        for strict in [true, false] {
            set(&mut shop, "untypedPosts", json!(!strict));
            for path in &paths {
                let mut request = shop.request("POST", path, "", b"");
                request.headers.retain(|(name, _)| name != "Content-Type");
                let answer: Value = serde_json::from_str(&shop.send(&request).body).unwrap();
                assert_eq!(code(&answer), if strict { "1106" } else { "0000" }, "{path}");
                assert_eq!(said(&shop.notes(), "Content-Type"), !strict);
            }
        }
        let mut request = shop.request("POST", &paths[1], "", b"{}");
        request.headers.retain(|(name, _)| name != "Content-Type");
        assert!(shop.send(&request).body.contains("1106"), "with a body it does");
    }
}

#[test]
fn null_never_gives_money_back_by_surprise() {
    for version in VERSIONS {
        for (setting, void, refund) in
            [("refuse", "2101", "2101"), ("exceptRefund", "0000", "2101"), ("take", "0000", "0000")]
        {
            let mut shop = Shop::new().in_version(version);
            assert_eq!(shop.control("GET", "settings", &Value::Null)["nullBody"], "exceptRefund", "the default");
            set(&mut shop, "nullBody", json!(setting));
            let (held, paid, key) = (shop.authorize("HELD"), shop.pay("ORD-1"), shop.register("KEY"));
            let void_path = format!("/{version}/payments/authorizations/{held}/void");
            assert_eq!(code(&shop.post(&void_path, "null")), void, "{setting}");
            assert_eq!(said(&shop.notes(), "null"), void == "0000");
            let expire = format!("/{version}/payments/preapprovedPay/{key}/expire");
            assert_eq!(code(&shop.post(&expire, " null\n")), void, "{setting}");
            assert_eq!(code(&shop.refund(paid, "null")), refund, "{setting}");
            let list = shop.control("GET", "transactions", &Value::Null);
            let row = list["transactions"].as_array().unwrap().iter().find(|row| row["orderId"] == "ORD-1").unwrap();
            assert_eq!(row["refunded"], json!(if refund == "0000" { 360 } else { 0 }));
            let id = shop.reserve("ORD-2").id;
            shop.approve(id);
            let confirm = format!("/{version}/payments/{id}/confirm");
            assert_eq!(code(&shop.post(&confirm, "null")), "2101", "where a body must be");
        }
    }
}

#[test]
fn pictures_over_http() {
    let mut shop = Shop::new();
    let order = json!({ "productImageUrl": "http://shop.example.com/a.png" });
    let reply = shop.reserve_with(order.clone());
    assert!(said(&shop.notes(), "productImageUrl: not https"));
    let path = format!("/web/payment/check/{}", shop::reserved(&reply).reserve_id);
    let page: Value = serde_json::from_str(&shop.raw("GET", &path, "", b"").body).unwrap();
    assert_eq!(page["productImageUrl"], Value::Null, "no page over https shows it");
    set(&mut shop, "httpImages", json!(false));
    assert_eq!(code(&shop.reserve_with(order)), "2101");
}

#[test]
fn called_under_line_pays_own_name() {
    let mut shop = Shop::new();
    let body = r#"{"productName":"tea","amount":360,"currency":"TWD","orderId":"1","confirmUrl":"https://a.example/"}"#;
    let mut request = shop.request("POST", "/v2/payments/request", "", body.as_bytes());
    request.origin = "https://sandbox-api-pay.line.me".to_owned();
    assert!(shop.send(&request).body.contains("0000"));
    assert!(said(&shop.notes(), "set publicOrigin"), "{}", shop.notes());
}

#[test]
fn notes_are_few_and_hold_no_secret() {
    let mut shop = Shop::new();
    let friends = json!([{ "type": "LINE_AT", "idList": vec![7; 50] }]);
    assert_eq!(code(&shop.reserve_with(json!({ "extras": { "addFriends": friends } }))), "0000");
    assert_eq!(shop.notes().as_array().unwrap().len(), 20);
    let body = r#"{"productName":"tea","amount":360,"currency":"TWD","orderId":"1","confirmUrl":"https://a.example/"}"#;
    let mut request = shop.request("POST", "/v2/payments/request", "", body.as_bytes());
    request.origin = format!("https://{}.line.me", shop::SECRET);
    shop.send(&request);
    assert!(said(&shop.notes(), "*****"), "{}", shop.notes());
    assert!(shop.records.iter().all(|(key, record)| !key.starts_with("log/") || !record.contains(shop::SECRET)));
}

#[test]
fn the_settings_name_what_is_wrong_with_them() {
    let mut shop = Shop::new();
    for (bad, part) in [
        (json!({ "nullBody": "maybe" }), "nullBody: must be one of refuse, "),
        (json!({ "plainSums": true, "httpImages": 1 }), "httpImages: must be true or false"),
        (json!({ "htpImages": true }), "htpImages: no field here; there are "),
        (json!({ "confirmRepeated": "12" }), "confirmRepeated: a return code"),
    ] {
        let answer = shop.control_answer("PUT", "settings", &bad);
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains(part), "{}", answer.body);
    }
}
