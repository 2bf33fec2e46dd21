//! The gotchas of LINE Pay's API (line-pay-api 11) and bad input: `support/gotcha.rs` lists each with the tests that
//! prove it; here are those that had no other place.

use crate::support::answer::{ID, check, confirm, fails, paid, reply_to, row, success, with};
use crate::support::asked::{Asks, ask, broken_in, least, least_packages};
use crate::support::gotcha::GOTCHAS;
use crate::support::shop::{self, Shop, config_of, input, shops};
use linepay_edge::typed::ReserveRequest;
use linepay_edge::{Code, Expected, Outcome, Version};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn every_gotcha_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (gotcha, tests) in GOTCHAS {
        assert!(!tests.is_empty(), "{gotcha} has no test");
        for test in *tests {
            let (file, name) = test.split_once(": ").unwrap();
            let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            let known =
                if file.ends_with(".rs") && !name.starts_with("fn ") { format!("fn {name}(") } else { name.to_owned() };
            assert!(text.contains(&known), "{gotcha}: {file} has no test named {name}");
        }
    }
    assert_eq!(
        GOTCHAS.iter().filter(|(gotcha, _)| GOTCHAS.iter().filter(|(other, _)| other == gotcha).count() > 1).count(),
        0
    );
}

/// What JavaScript makes of a transaction's digits is another transaction, mostly one that is none.
#[test]
fn an_id_that_was_rounded_is_refused_or_finds_nothing() {
    for shop in shops(json!({})) {
        let paid = shop.paid("ORD-1", 360);
        let exact: u64 = paid.transaction.parse().unwrap();
        let rounded = exact as f64;
        assert_ne!(rounded as u64, exact, "this id has too many digits for a number");
        let refused = broken_in(shop.version(), "refund", &json!({ "transactionId": rounded }));
        assert_eq!(refused, ["transactionId type"], "a number may be rounded already");
        // An integer of all its digits, as of a BigInt, is the transaction.
        assert!(shop.call("paymentCheck", &json!({ "transactionId": exact })).is_ok());
        let text = (rounded as u64).to_string();
        let error = shop.call("paymentCheck", &json!({ "transactionId": text })).unwrap_err();
        assert_eq!((error.code(), error.return_code().unwrap().as_str()), (Code::NotFound, "1150"));
        let error = shop.call("refund", &json!({ "transactionId": text })).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::NotFound, Outcome::NotExecuted));
        assert_eq!(shop.captured(), [paid.transaction], "nothing moved");
    }
}

#[test]
fn escaped_slashes_and_characters_are_plain_json() {
    let info = with(with(row(), "productName", json!("高山茶/150g")), "merchantName", json!("https://a/"));
    let plain = success(&json!([info]));
    let escaped = plain.replace('/', "\\/").replace("高山", "\\u9ad8\\u5c71").replace("ORD-1", "\\u004fRD-1");
    assert_ne!(plain, escaped);
    assert_eq!(check(&escaped).unwrap(), check(&plain).unwrap());
    assert_eq!(check(&escaped).unwrap().payments[0].product_name.as_deref(), Some("高山茶/150g"));
    let reserve = ask("reserve", Version::V2, input(&least())).unwrap();
    let page = r#"{"returnCode":"0000","info":{"transactionId":5,
        "paymentUrl":{"web":"https:\/\/sandbox-web-pay.line.me\/x"}}}"#;
    let reply = reserve.accept(Version::V2, &Expected::default(), 200, page).unwrap();
    let reply = reply_to::<ReserveRequest>(&reply);
    assert_eq!(reply.payment_url.unwrap().web, "https://sandbox-web-pay.line.me/x");
}

/// The sample joins its query with `&`, signs `null` for nothing, and a page misspells the nonce's header.
#[test]
fn nothing_of_the_official_samples_slips_is_copied() {
    for version in [Version::V3, Version::V4] {
        let config = config_of(version);
        let prepared = |operation: &str, request: Value| {
            ask(operation, version, input(&request)).unwrap().prepare(&config, "nonce-1")
        };
        let query = prepared("paymentCheck", json!({ "orderId": ["A&B=C", "茶 ?"] }));
        let (path, rest) = query.url().split_once('?').unwrap();
        assert!(path.ends_with(&format!("/{version}/payments")), "{path}");
        assert_eq!(rest, "orderId=A%26B%3DC&orderId=%E8%8C%B6%20%3F");
        assert_eq!(query.body(), None);
        for operation in ["void", "refund"] {
            let body = prepared(operation, json!({ "transactionId": ID })).body().unwrap_or_default().to_owned();
            assert_ne!(body, "null", "{operation}");
        }
        let names: Vec<_> = query.headers().iter().map(|(name, _)| *name).collect();
        assert!(
            names.contains(&"X-LINE-Authorization-Nonce") && !names.contains(&"X-LINE-Authorize-Nonce"),
            "{names:?}"
        );
    }
    // That the signature is over what is sent, the sandbox says: it would answer 1106.
    for shop in shops(json!({})) {
        let paid = shop.paid("ORD-1", 360);
        assert!(shop.call("refund", &json!({ "transactionId": paid.transaction })).is_ok());
        let error = shop.call("paymentCheck", &json!({ "orderId": "A&B=C 茶?/+" })).unwrap_err();
        assert_eq!(error.return_code().unwrap().as_str(), "1150");
    }
}

/// `redirectUrls` in `options`, `Local` for `locale`, one version's locale in another: each is named, none is passed
/// over.
#[test]
fn the_slips_of_the_documents_are_refused_by_name() {
    for version in [Version::V3, Version::V4] {
        for (options, expected) in [
            (json!({ "redirectUrls": { "confirmUrlType": "NONE" } }), "options.redirectUrls unknown-field"),
            (json!({ "display": { "Local": "zh_TW" } }), "options.display.Local unknown-field"),
            (json!({ "display": { "local": "zh_TW" } }), "options.display.local unknown-field"),
            (json!({ "display": { "locale": "zh-Hant" } }), "options.display.locale one-of"),
        ] {
            let mut request = least_packages();
            request["options"] = options;
            assert_eq!(broken_in(version, "reserve", &request), [expected], "{version}");
        }
    }
    let mut request = least();
    request["langCd"] = json!("zh_TW");
    assert_eq!(broken_in(Version::V2, "reserve", &request), ["langCd one-of"]);
    request["langCd"] = json!("zh-Hant");
    assert!(ask("reserve", Version::V2, input(&request)).is_ok());
}

/// A page of v4 shows packages with amount 0 beside an amount of 1000. What was paid is in `payInfo`.
#[test]
fn packages_of_a_reply_need_not_add_up() {
    let packages = json!([{ "id": "1", "amount": 0, "products": [{ "name": "茶", "quantity": 0, "price": 0 }] }]);
    assert_eq!(
        confirm(200, &success(&with(paid(), "packages", packages.clone()))).unwrap().transaction_id.to_string(),
        ID
    );
    assert_eq!(
        check(&success(&json!([with(row(), "packages", packages)]))).unwrap().payments[0].paid().unwrap().to_string(),
        "360"
    );
}

#[test]
fn keys_and_ids_of_another_environment() {
    for shop in shops(json!({})) {
        let elsewhere = Shop { config: shop.config.clone(), ..Shop::new() }.paid("ORD-1", 360).transaction;
        // The other sandbox gives ids of its own from the same seed; this one has none of them.
        let error = shop.call("paymentCheck", &json!({ "transactionId": elsewhere })).unwrap_err();
        assert_eq!(error.return_code().unwrap().as_str(), "1150");
        if shop.version() != Version::V2 {
            let error = shop.call("statusCheck", &json!({ "transactionId": elsewhere })).unwrap_err();
            assert_eq!(error.return_code().unwrap().as_str(), "1159");
        }
        let credentials = linepay_edge::Credentials::new("9999999999", shop::SECRET).unwrap();
        let config = linepay_edge::Config::new(credentials, shop.version(), linepay_edge::Environment::Sandbox);
        let other = Shop { config, ..shop };
        let error = other.call("paymentCheck", &json!({ "orderId": "ORD-1" })).unwrap_err();
        assert_eq!((error.return_code().unwrap().as_str(), error.outcome()), ("1104", Outcome::NotExecuted));
        assert!(error.to_string().contains("keys of another environment"), "{error}");
    }
}

#[test]
fn half_a_character_in_a_reply_is_not_guessed_at() {
    for half in ["\\ud83d", "\\ude00", "\\ud83d\\ud83d", "x\\ud83dy"] {
        let text = success(&paid()).replace("ORD-1", half);
        let (code, outcome, _) = fails(confirm(200, &text));
        assert_eq!((code, outcome), (Code::MalformedReply, Outcome::Executed), "{half}");
    }
    let whole = success(&json!([with(row(), "productName", json!("😀"))])).replace("😀", "\\ud83d\\ude00");
    assert_eq!(check(&whole).unwrap().payments[0].product_name.as_deref(), Some("😀"));
}

/// Which of the two would count is a guess.
#[test]
fn a_key_that_is_there_twice_is_an_error_wherever_it_is_read() {
    let whole = success(&paid());
    for (place, outcome) in [
        ("\"returnCode\":\"0000\"", Outcome::Unknown),
        ("\"transactionId\":2026050712345678910", Outcome::Executed),
        ("\"orderId\":\"ORD-1\"", Outcome::Executed),
        ("\"amount\":360", Outcome::Executed),
    ] {
        assert!(whole.contains(place), "{whole}");
        let text = whole.replace(place, &format!("{place},{place}"));
        let (code, got, _) = fails(confirm(200, &text));
        assert_eq!((code, got), (Code::MalformedReply, outcome), "{place}");
    }
}
