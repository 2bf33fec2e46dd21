//! What JavaScript is told of a payment's life. Runs in Node and in a browser.

use crate::page::{CONFIRM, PAID, ask, host, js, reply, sent, text, thrown};
use js_sys::{Array, JSON, Object};
use linepay_edge::js::{legal_steps, payment_state};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// The clock of the tests' host: 2026-05-07T03:04:05Z.
const NOW: f64 = 1_778_123_045_000.0;
const AUTHORIZED: &str = r#"{"returnCode":"0000","info":{"transactionId":2026050712345678910,"orderId":"ORD-1",
    "payInfo":[{"method":"CREDIT_CARD","amount":360}],"authorizationExpireDate":"2026-06-06T03:04:05Z",
    "regKey":"RK0A1B2C3D4E5F6"}}"#;
const REFUNDED: &str = r#"{"returnCode":"0000","info":{"refundTransactionId":2026050712345679999}}"#;

/// A source as JavaScript writes it.
fn source(operation: &str, text: &str, more: &str) -> String {
    let text = String::from(JSON::stringify(&text.into()).unwrap());
    format!("{{ operation: '{operation}', text: {text}{more} }}")
}

fn state(version: &str, sources: &[String]) -> Result<JsValue, JsValue> {
    payment_state(version, js(&format!("[{}]", sources.join(","))))
}

fn steps(payment: &JsValue, now: f64) -> String {
    String::from(Array::from(&legal_steps(payment.clone(), now).unwrap()).join(" "))
}

#[wasm_bindgen_test]
fn replies_come_to_a_state_that_is_plain_data_with_every_digit() {
    let payment = state("v2", &[source("confirm", PAID, "")]).unwrap();
    assert!(Object::is(&Object::get_prototype_of(&payment), &js("Object.prototype")));
    assert_eq!(text(&payment, "transactionId"), "2026050712345678910");
    assert_eq!((text(&payment, "state"), text(&payment, "refundable")), ("captured".to_owned(), "360".to_owned()));
    assert_eq!(steps(&payment, NOW), "refund");
    let part = source("refund", REFUNDED, ", request: { transactionId: '2026050712345678910', refundAmount: 99.5 }");
    let payment = state("v2", &[source("confirm", PAID, ""), part.clone()]).unwrap();
    let sums = ["state", "captured", "refunded", "refundable"].map(|name| text(&payment, name));
    assert_eq!(sums, ["partly-refunded", "360", "99.5", "260.5"]);
    let rest = source("refund", REFUNDED, "");
    let payment = state("v2", &[source("confirm", PAID, ""), part, rest]).unwrap();
    assert_eq!((text(&payment, "state"), steps(&payment, NOW)), ("refunded".to_owned(), String::new()));
    assert_eq!(steps(&state("v3", &[]).unwrap(), NOW).split(' ').count(), 6, "of nothing known, nothing is refused");
}

#[wasm_bindgen_test]
fn an_authorisation_lapses_at_its_date_and_its_reg_key_goes_on() {
    let payment = state("v4", &[source("confirm", AUTHORIZED, "")]).unwrap();
    assert_eq!(text(&payment, "authorizationExpireDate"), "2026-06-06T03:04:05Z");
    assert_eq!(steps(&payment, NOW), "capture void preApproval regKeyExpire");
    let month = 30.0 * 86_400_000.0;
    assert_eq!(steps(&payment, NOW + month - 1.0), "capture void preApproval regKeyExpire");
    assert_eq!(steps(&payment, NOW + month), "preApproval regKeyExpire");
    let gone = r#"{"returnCode":"1193","returnMessage":"-"}"#;
    let payment = state("v4", &[source("confirm", AUTHORIZED, ""), source("regKeyCheck", gone, "")]).unwrap();
    assert_eq!((text(&payment, "regKeyUsable"), steps(&payment, NOW)), ("false".to_owned(), "capture void".to_owned()));
}

/// Bug: a time that is none counted as 1970, when every authorisation still held.
#[wasm_bindgen_test]
fn a_time_that_is_none_is_refused_and_does_not_count_as_1970() {
    let payment = state("v4", &[source("confirm", AUTHORIZED, "")]).unwrap();
    for now in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        assert_eq!(thrown(legal_steps(payment.clone(), now)), "INVALID_REQUEST now milliseconds", "{now}");
    }
    assert_eq!(steps(&payment, NOW + 0.5), "capture void preApproval regKeyExpire", "a finer clock is as good");
}

#[wasm_bindgen_test]
async fn a_state_is_good_for_the_next_call_and_a_forged_one_is_not() {
    let host = host(&[&reply(REFUNDED)]);
    let payment = state("v2", &[source("confirm", PAID, "")]).unwrap();
    let kept = String::from(JSON::stringify(&payment).unwrap());
    let refund = |amount: f64| js(&format!("{{ transactionId: '2026050712345678910', refundAmount: {amount} }}"));
    let error = ask(&host, "refund", refund(360.01), &format!("{{ payment: {kept} }}")).await.unwrap_err();
    assert_eq!((text(&error, "code"), text(&error, "outcome")), ("ILLEGAL_STEP".to_owned(), "not-executed".to_owned()));
    assert_eq!(sent(&host), 0);
    assert!(ask(&host, "refund", refund(360.0), &format!("{{ payment: {kept} }}")).await.is_ok());
    let again = ask(&host, "confirm", js(CONFIRM), &format!("{{ payment: {kept} }}")).await;
    assert_eq!(thrown(again), "ILLEGAL_STEP");
    for (forged, expected) in [
        ("{}", "INVALID_REQUEST payment.state required"),
        ("{ state: 'rich' }", "INVALID_REQUEST payment.state one-of"),
        ("{ state: 'captured', refundable: NaN }", "INVALID_REQUEST payment.refundable amount"),
        ("{ state: 'captured', refundible: 1 }", "INVALID_REQUEST payment.refundible unknown-field"),
        ("{ state: 'captured', transactionId: 2026050712345678910 }", "INVALID_REQUEST payment.transactionId type"),
        ("5", "INVALID_REQUEST payment type"),
        ("(() => 1)", "INVALID_REQUEST"),
        ("{ get state() { throw 1; } }", "INVALID_REQUEST"),
    ] {
        assert!(thrown(legal_steps(js(forged), NOW)).starts_with(expected), "{forged}");
        let call = thrown(ask(&host, "refund", refund(1.0), &format!("{{ payment: {forged} }}")).await);
        assert!(call.starts_with(expected), "{forged}: {call}");
    }
    assert_eq!(sent(&host), 1);
}

#[wasm_bindgen_test]
fn a_source_that_is_no_reply_is_refused() {
    for (version, sources, expected) in [
        ("v9", "[]", "INVALID_REQUEST version version"),
        ("v2", "{}", "INVALID_REQUEST sources type"),
        ("v2", "null", "INVALID_REQUEST sources"),
        ("v2", "[5]", "INVALID_REQUEST sources[0] type"),
        ("v2", "[{}]", "INVALID_REQUEST sources[0].operation required sources[0].text required"),
        ("v2", "[{ operation: 'confirm', text: {} }]", "INVALID_REQUEST sources[0].text type"),
        ("v2", "[{ operation: 'confirm', text: '<html>' }]", "MALFORMED_REPLY"),
        ("v2", "[{ operation: 'confirmed', text: '{\"returnCode\":\"0000\"}' }]", "UNSUPPORTED"),
        ("v2", "[{ get operation() { throw 1; } }]", "INVALID_REQUEST"),
        ("v2", "new Proxy([], { get() { throw 1; } })", "INVALID_REQUEST"),
    ] {
        let error = thrown(payment_state(version, js(sources)));
        assert!(error.starts_with(expected), "{version} {sources}: {error}");
    }
    let wrong = source("refund", REFUNDED, ", request: { transactionId: '5', refundAmont: 1 }");
    let field = "INVALID_REQUEST sources[0].request.refundAmont unknown-field";
    assert_eq!(thrown(state("v2", &[wrong])), field);
}

/// Bug: a reply that LINE Pay had cut in the middle of a character was refused as the caller's own damaged text.
#[wasm_bindgen_test]
fn a_reply_with_half_a_character_is_read_where_no_rule_depends_on_it() {
    let cut = PAID.replace("\"OK\"", "\"\u{fffd}\"");
    assert_eq!(text(&state("v2", &[source("confirm", &cut, "")]).unwrap(), "state"), "captured");
}
