//! What the author of a client is told of a fault, beyond LINE Pay's code.

use crate::shop::{self, Shop, code};
use linepay_sandbox::Request;
use serde_json::{Value, json};

/// `note` of the last call.
fn note(shop: &mut Shop) -> String {
    let log = shop.control("GET", "log", &Value::Null);
    log["calls"].as_array().unwrap().last().unwrap()["note"].as_str().unwrap_or_default().to_owned()
}

/// The note of a call with other headers.
fn with_headers(shop: &mut Shop, version: &str, change: impl Fn(&mut Request)) -> String {
    let mut request = shop.request("GET", &format!("/{version}/payments"), "orderId=A", b"");
    change(&mut request);
    shop.send(&request);
    note(shop)
}

fn rename(request: &mut Request, name: &str, other: &str) {
    for header in request.headers.iter_mut().filter(|header| header.0.eq_ignore_ascii_case(name)) {
        other.clone_into(&mut header.0);
    }
}

fn set(request: &mut Request, name: &str, value: &str) {
    for header in request.headers.iter_mut().filter(|header| header.0.eq_ignore_ascii_case(name)) {
        value.clone_into(&mut header.1);
    }
}

/// Ids above 2^53 lose digits in a floating-point number: the first fault of most clients.
#[test]
fn a_rounded_id_is_told_from_an_unknown_one() {
    for version in ["v2", "v3", "v4"] {
        let mut shop = Shop::new().in_version(version);
        let id = shop.pay("ORD-1");
        // Taken up again by another language, and as JavaScript writes it.
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let float = id as f64 as u64;
        for rounded in [float, float / 1000 * 1000 + if float % 1000 < 500 { 0 } else { 1000 }] {
            if rounded == id {
                continue;
            }
            let refund = shop.refund(rounded, "{}");
            assert_eq!(code(&refund), "1150");
            let told = note(&mut shop);
            #[allow(clippy::cast_precision_loss)]
            let same = (rounded as f64).to_bits() == (id as f64).to_bits();
            assert_eq!(told.contains(&format!("{rounded} is {id} rounded to a floating-point number")), same, "{told}");
            assert_eq!(code(&shop.details(&format!("transactionId={rounded}"))), "1150");
            assert_eq!(note(&mut shop).contains(&format!("is {id} rounded")), same);
        }
        assert_eq!(code(&shop.refund(id + 100_000, "{}")), "1150");
        assert!(note(&mut shop).ends_with(&format!("this sandbox has no payment {}", id + 100_000)));
    }
}

/// 1150 of a query reads as if there were no such payment.
#[test]
fn a_query_that_finds_nothing_says_how_the_payment_stands() {
    let mut shop = Shop::new().in_version("v3");
    let id = shop.reserve("ORD-1").id;
    shop.approve(id);
    for query in [format!("transactionId={id}"), "orderId=ORD-1".to_owned()] {
        assert_eq!(code(&shop.details(&query)), "1150");
        assert_eq!(
            note(&mut shop),
            format!("Transaction record not found: transactionId {id}, of order ORD-1 is AUTHENTICATED, 360 TWD")
        );
    }
    assert_eq!(code(&shop.details("orderId=ORD-2&transactionId=7&orderId=ORD-1")), "1150");
    let told = note(&mut shop);
    assert!(told.contains("no payment 7; this sandbox has no order ORD-2; transactionId"), "{told}");
    assert_eq!(code(&shop.details("transactionId=1e3")), "2101");
    assert_eq!(note(&mut shop), "transactionId: 1e3 is not a number up to 2^63-1");
}

#[test]
fn a_refused_sum_is_told_beside_the_right_one() {
    let mut shop = Shop::new().in_version("v3");
    let id = shop.reserve("ORD-1").id;
    shop.approve(id);
    assert_eq!(code(&shop.confirm_sum(id, &json!(359))), "1153");
    assert_eq!(note(&mut shop), "amount: 359; reserved were 360");
    let held = shop.authorize("ORD-2");
    assert_eq!(code(&shop.capture(held, 361)), "1184");
    assert_eq!(note(&mut shop), "amount: 361; authorised were 360");
    assert_eq!(code(&shop.capture(held, 300)), "0000");
    assert_eq!(code(&shop.refund(held, r#"{"refundAmount":100}"#)), "0000");
    assert_eq!(code(&shop.refund(held, r#"{"refundAmount":201}"#)), "1164");
    assert_eq!(note(&mut shop), "refundAmount: 201; of 300 captured 200 are left");
    assert_eq!(code(&shop.void(held)), "1155");
    assert!(note(&mut shop).ends_with("ORD-2 is PARTLY_REFUNDED, 360 TWD, 300 captured, 100 refunded"));
    let product = json!([{ "name": "Tea", "quantity": 2, "price": 180 }]);
    for (amount, package, why) in [
        (360, 350, "packages: the amount of 1 is 350, not the sum of its products, which is 360"),
        (350, 360, "amount: 350 is not the sum of the packages and fees, which is 360"),
    ] {
        let packages = json!([{ "id": "1", "amount": package, "products": product }]);
        assert_eq!(code(&shop.reserve_with(json!({ "amount": amount, "packages": packages }))), "2101");
        assert_eq!(note(&mut shop), why);
    }
}

#[test]
fn a_used_order_id_is_told_with_what_used_it() {
    let mut shop = Shop::new().in_version("v3");
    let id = shop.pay("ORD-1");
    assert_eq!(code(&shop.reserve_with(json!({ "orderId": "ORD-1" }))), "1172");
    let told = note(&mut shop);
    assert!(told.starts_with(&format!("the orderId was used before: transactionId {id}, of order ORD-1 is CAPTURED")));
}

#[test]
fn what_is_not_json_is_told_with_its_place() {
    let mut shop = Shop::new().in_version("v3");
    for (body, why) in [
        (&br#"{"amount":1,}"#[..], "the body is not JSON: key must be a string at line 1 column 13"),
        (b"", "the body is not JSON: it is empty"),
        (b"\xef\xbb\xbf{}", "the body is not JSON: it begins with a byte order mark (EF BB BF)"),
        (b"{'amount':1}", "the body is not JSON: key must be a string at line 1 column 2"),
        (b"amount=1", "the body is not JSON: expected value at line 1 column 1"),
        (b"[]", "the body: not an object"),
    ] {
        shop.raw("POST", "/v3/payments/1/confirm", "", body);
        assert_eq!(note(&mut shop), why);
    }
}

#[test]
fn a_missing_header_is_told_with_what_is_there() {
    let mut shop = Shop::new();
    for (version, name, other, why) in [
        (
            "v3",
            "X-LINE-Authorization-Nonce",
            "X-LINE-Authorize-Nonce",
            "X-LINE-Authorization-Nonce is missing; there is X-LINE-Authorize-Nonce",
        ),
        ("v3", "X-LINE-ChannelId", "X_LINE_ChannelId", "X-LINE-ChannelId is missing; there is X_LINE_ChannelId"),
        ("v2", "X-LINE-ChannelSecret", "Authorization", "X-LINE-ChannelSecret is missing"),
        (
            "v2",
            "X-LINE-ChannelSecret",
            "X-LINE-Authorization",
            "X-LINE-ChannelSecret is missing; v2 is not signed, it takes the secret itself",
        ),
        (
            "v4",
            "X-LINE-Authorization-Nonce",
            "X-LINE-ChannelSecret",
            "X-LINE-Authorization-Nonce is missing; X-LINE-ChannelSecret is v2's way, v3 and v4 are signed",
        ),
    ] {
        let told = with_headers(&mut shop, version, |request| rename(request, name, other));
        assert_eq!(told, format!("the header {why}"));
    }
    for name in ["X-LINE-Authorization-Nonce", "X-LINE-Authorization", "X-LINE-ChannelId"] {
        with_headers(&mut shop, "v3", |request| set(request, name, ""));
        assert_eq!(shop.notes(), json!([format!("the header {name} is empty")]));
    }
    // line-pay-sdk on npm sends this one empty unless it is told a device.
    let device = ("X-LINE-MerchantDeviceType".to_owned(), String::new());
    with_headers(&mut shop, "v3", |request| request.headers.push(device.clone()));
    assert_eq!(shop.notes(), json!([]));
}

/// A client that adds its headers to those of the last call signs what the server does not read.
#[test]
fn a_header_that_is_there_twice_is_noted() {
    let mut shop = Shop::new();
    let nonce = ("x-line-authorization-nonce".to_owned(), "of the last call".to_owned());
    let told = with_headers(&mut shop, "v3", |request| request.headers.insert(0, nonce.clone()));
    assert!(told.contains("of the last call"), "the first counts: {told}");
    assert_eq!(shop.notes(), json!(["the header X-LINE-Authorization-Nonce is there once more: the first counts"]));
    with_headers(&mut shop, "v3", |_| ());
    assert_eq!(shop.notes(), json!([]));
}

#[test]
fn a_wrong_secret_is_told_by_how_it_differs() {
    let mut shop = Shop::new();
    for (secret, why) in [
        (shop::SECRET.to_uppercase(), ": its letters are in another case"),
        (format!("\"{}\"", shop::SECRET), ": there is something around it"),
        ("short".to_owned(), &*format!(": it has 5 characters, not {}", shop::SECRET.len())),
        ("f".repeat(shop::SECRET.len()), ""),
    ] {
        let told = with_headers(&mut shop, "v2", |request| set(request, "X-LINE-ChannelSecret", &secret));
        assert_eq!(told, format!("the channel secret is wrong{why}"));
    }
    let mut typed = shop.request("POST", "/v2/payments/request", "", b"{}");
    set(&mut typed, "Content-Type", "text/plain");
    shop.send(&typed);
    assert_eq!(note(&mut shop), "Content-Type is text/plain, not application/json");
}

/// What a test gives wrongly may be a secret in the wrong place, and Rust's names of types help nobody.
#[test]
fn a_control_call_says_in_plain_words_what_it_takes_and_quotes_nothing() {
    const SECRET: &str = "0a1b2c3d4e5f";
    let mut shop = Shop::new();
    let id = shop.reserve_with(json!({}))["info"]["transactionId"].to_string();
    let approve = format!("transactions/{id}/approve");
    for (method, path, body, said) in [
        ("POST", "clock", json!({ "advanceSeconds": SECRET }), "advanceSeconds: must be a whole number, 0 or more"),
        ("POST", "clock", json!({ "set": 5, "preview": SECRET }), "preview: must be true or false"),
        ("POST", "faults", json!({ "kind": SECRET }), "kind: must be one of "),
        ("POST", "faults", json!({ "operation": 20_260_507, "kind": "drop" }), "operation: must be a text"),
        ("POST", &approve, json!({ "method": SECRET }), "method: must be one of CREDIT_CARD, BALANCE, "),
        ("POST", &approve, json!({ "methods": SECRET }), "methods: must be a list"),
        ("POST", &approve, json!({ "shipping": SECRET }), "shipping: must be an object"),
        (
            "POST",
            &approve,
            json!({ "shipping": { "methodID": SECRET } }),
            "shipping: methodID: no field here; there are ",
        ),
        (
            "POST",
            &approve,
            json!({ "shipping": { "methodId": "m" } }),
            "shipping: feeAmount: missing, and must be there",
        ),
        ("POST", "reg-keys", json!({ "method": 20_260_507 }), "method: must be "),
        ("PUT", "settings", json!({ "currency": SECRET }), "currency: must be one of "),
        (
            "PUT",
            "settings",
            json!({ "approvalWindowSeconds": -20_260_507 }),
            "approvalWindowSeconds: must be a whole number",
        ),
        (
            "POST",
            "seed",
            json!({ "payments": [{ "orderId": "A", "amount": SECRET }] }),
            "payments[0].amount: not a sum",
        ),
        (
            "POST",
            "seed",
            json!({ "payments": [{ "orderId": 20_260_507, "amount": 1 }] }),
            "payments[0].orderId: must be",
        ),
        ("POST", "worlds", json!({ "channelSecret": 20_260_507 }), "channelSecret: "),
        ("POST", "worlds", json!({ "settings": { "explain": SECRET } }), "settings.explain: must be true or false"),
    ] {
        let answer = shop.control_answer(method, path, &body);
        assert_eq!(answer.status, 400, "{path} {body}");
        assert!(answer.body.contains(said), "{path} {body}: {}", answer.body);
        for other in [SECRET, "20260507", "expected ", "invalid ", "u64", "struct", "variant", "line 1"] {
            assert!(!answer.body.contains(other), "{path} {body}: {}", answer.body);
        }
    }
}

/// A client that doubles a part of the path, or takes that of another version, sees a 404 like any other.
#[test]
fn an_unknown_path_is_told_with_the_one_that_was_meant() {
    let mut shop = Shop::new();
    for (method, path, meant) in [
        ("POST", "/v2/payments/payments/request", "/v2/payments/request"),
        ("POST", "/v3/payments/request/", "/v3/payments/request"),
        ("POST", "/v3//payments/request", "/v3/payments/request"),
        ("POST", "/V3/payments/request", "/v3/payments/request"),
        ("POST", "/payments/request", "/v3/payments/request"),
        ("POST", "/v5/payments/request", "/v3/payments/request"),
        ("POST", "/v3/request", "/v3/payments/request"),
        ("GET", "/v2/payments/requests/7/check", "/v3/payments/requests/7/check"),
        ("GET", "/v3/payments/authorizations", "/v3/payments"),
        ("GET", "/v4/payments/authorizations", "/v4/payments"),
        ("GET", "/payments/authorizations", "/v2/payments/authorizations"),
        ("GET", "/v3/payments&transactionId=7", "/v3/payments"),
        ("POST", "/v3/payments/oneTimeKeys/pay", "/v4/payments/oneTimeKeys/pay"),
    ] {
        let answer = shop.raw(method, path, "", b"");
        assert_eq!(answer.status, 404);
        assert_eq!(note(&mut shop), format!("LINE Pay has no such path; perhaps {meant} was meant"), "{path}");
    }
    for path in ["/v3/nothing/at/all/of/it", "/", "/v3", "/../v3", "/&", "/v3/payments/7/refund/7"] {
        assert_eq!(shop.raw("POST", path, "", b"").body, "LINE Pay has no such path\n", "{path}");
    }
    shop.raw("GET", "/v3/payments/request", "", b"");
    assert_eq!(note(&mut shop), "the path takes POST");
}
