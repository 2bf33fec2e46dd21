//! What is told of a payment's life.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{CONFIRM, NOW, PAID, World, error, legal_steps, payment_state, result, text, thrown};

const AUTHORIZED: &str = r#"{"returnCode":"0000","info":{"transactionId":2026050712345678910,"orderId":"ORD-1",
    "payInfo":[{"method":"CREDIT_CARD","amount":360}],"authorizationExpireDate":"2026-06-06T03:04:05Z",
    "regKey":"RK0A1B2C3D4E5F6"}}"#;
const REFUNDED: &str = r#"{"returnCode":"0000","info":{"refundTransactionId":2026050712345679999}}"#;

fn source(operation: &str, text: &str) -> Value {
    json!({ "operation": operation, "text": text })
}

fn told(version: &str, sources: &[Value]) -> String {
    payment_state(version, &serde_json::to_string(sources).unwrap())
}

fn state(version: &str, sources: &[Value]) -> Value {
    result(&told(version, sources))
}

fn steps(payment: &Value, now: f64) -> String {
    let steps = result(&legal_steps(&payment.to_string(), now));
    steps.as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[wasm_bindgen_test]
fn replies_come_to_a_state_with_every_digit() {
    let payment = state("v2", &[source("confirm", PAID)]);
    assert_eq!(text(&payment, "transactionId"), "2026050712345678910");
    assert_eq!([text(&payment, "state"), text(&payment, "refundable")], ["captured", "360"]);
    assert_eq!(steps(&payment, NOW), "refund");
    let mut part = source("refund", REFUNDED);
    part["request"] = json!({ "transactionId": "2026050712345678910", "refundAmount": "99.5" });
    let payment = state("v2", &[source("confirm", PAID), part.clone()]);
    let sums = ["state", "captured", "refunded", "refundable"].map(|name| text(&payment, name));
    assert_eq!(sums, ["partly-refunded", "360", "99.5", "260.5"]);
    let payment = state("v2", &[source("confirm", PAID), part, source("refund", REFUNDED)]);
    assert_eq!((text(&payment, "state"), steps(&payment, NOW)), ("refunded".to_owned(), String::new()));
    assert_eq!(steps(&state("v3", &[]), NOW).split(' ').count(), 6, "of nothing known, nothing is refused");
}

#[wasm_bindgen_test]
fn an_authorisation_lapses_at_its_date_and_its_reg_key_goes_on() {
    let payment = state("v4", &[source("confirm", AUTHORIZED)]);
    assert_eq!(text(&payment, "authorizationExpireDate"), "2026-06-06T03:04:05Z");
    assert_eq!(steps(&payment, NOW), "capture void preApproval regKeyExpire");
    let month = 30.0 * 86_400_000.0;
    assert_eq!(steps(&payment, NOW + month - 1.0), "capture void preApproval regKeyExpire");
    assert_eq!(steps(&payment, NOW + month), "preApproval regKeyExpire");
    let gone = r#"{"returnCode":"1193","returnMessage":"-"}"#;
    let payment = state("v4", &[source("confirm", AUTHORIZED), source("regKeyCheck", gone)]);
    assert_eq!((text(&payment, "regKeyUsable"), steps(&payment, NOW)), ("false".to_owned(), "capture void".to_owned()));
}

/// Bug: a time that is none counted as 1970, when every authorisation still held.
#[wasm_bindgen_test]
fn a_time_that_is_none_is_refused_and_does_not_count_as_1970() {
    let payment = state("v4", &[source("confirm", AUTHORIZED)]);
    for now in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        assert_eq!(thrown(&legal_steps(&payment.to_string(), now)), "INVALID_REQUEST now milliseconds", "{now}");
    }
    assert_eq!(steps(&payment, NOW + 0.5), "capture void preApproval regKeyExpire", "a finer clock is as good");
}

#[wasm_bindgen_test]
fn a_state_is_good_for_the_next_call_and_a_forged_one_is_not() {
    let mut world = World::new(&[(200, REFUNDED)]);
    let kept = format!(r#"{{"payment":{}}}"#, state("v2", &[source("confirm", PAID)]));
    let refund = |amount: &str| format!(r#"{{"transactionId":"2026050712345678910","refundAmount":"{amount}"}}"#);
    let too_much = error(&world.ask("refund", &refund("360.01"), &kept));
    assert_eq!([text(&too_much, "code"), text(&too_much, "outcome")], ["ILLEGAL_STEP", "not-executed"]);
    assert!(world.sent.is_empty());
    result(&world.ask("refund", &refund("360"), &kept));
    assert_eq!(thrown(&world.ask("confirm", CONFIRM, &kept)), "ILLEGAL_STEP");
    for (forged, expected) in [
        ("{}", "INVALID_REQUEST payment.state required"),
        (r#"{"state":"rich"}"#, "INVALID_REQUEST payment.state one-of"),
        (r#"{"state":"captured","refundable":"\u0000d7ff8000000000000"}"#, "INVALID_REQUEST payment.refundable amount"),
        (r#"{"state":"captured","refundible":1}"#, "INVALID_REQUEST payment.refundible unknown-field"),
        (r#"{"state":"captured","transactionId":5}"#, "INVALID_REQUEST payment.transactionId type"),
        ("5", "INVALID_REQUEST payment type"),
        (r#""\u0000f""#, "INVALID_REQUEST"),
        (r#"{"state":"\u0000f"}"#, "INVALID_REQUEST"),
    ] {
        assert!(thrown(&legal_steps(forged, NOW)).starts_with(expected), "{forged}");
        let call = thrown(&world.ask("refund", &refund("1"), &format!(r#"{{"payment":{forged}}}"#)));
        assert!(call.starts_with(expected), "{forged}: {call}");
    }
    assert!(thrown(&legal_steps("", NOW)).starts_with("INVALID_REQUEST"));
    assert_eq!(world.sent.len(), 1);
}

#[wasm_bindgen_test]
fn a_source_that_is_no_reply_is_refused() {
    for (version, sources, expected) in [
        ("v9", "[]", "INVALID_REQUEST version version"),
        ("v2", "{}", "INVALID_REQUEST sources type"),
        ("v2", "null", "INVALID_REQUEST sources"),
        ("v2", "[5]", "INVALID_REQUEST sources[0] type"),
        ("v2", "[{}]", "INVALID_REQUEST sources[0].operation required sources[0].text required"),
        ("v2", r#"[{"operation":"confirm","text":{}}]"#, "INVALID_REQUEST sources[0].text type"),
        ("v2", r#"[{"operation":"confirm","text":"<html>"}]"#, "MALFORMED_REPLY"),
        ("v2", r#"[{"operation":"confirmed","text":"{\"returnCode\":\"0000\"}"}]"#, "UNSUPPORTED"),
        ("v2", r#"[{"operation":"\u0000f"}]"#, "INVALID_REQUEST"),
        ("v2", r#""\u0000f""#, "INVALID_REQUEST"),
        ("v2", "[", "INVALID_REQUEST"),
    ] {
        let error = thrown(&payment_state(version, sources));
        assert!(error.starts_with(expected), "{version} {sources}: {error}");
    }
    let mut wrong = source("refund", REFUNDED);
    wrong["request"] = json!({ "transactionId": "5", "refundAmont": 1 });
    let field = "INVALID_REQUEST sources[0].request.refundAmont unknown-field";
    assert_eq!(thrown(&told("v2", &[wrong])), field);
}

/// Bug: a reply that LINE Pay had cut in the middle of a character was refused as the caller's own damaged text.
#[wasm_bindgen_test]
fn a_reply_with_half_a_character_is_read_where_no_rule_depends_on_it() {
    let cut = PAID.replace("\"OK\"", "\"\u{fffd}\"");
    assert_eq!(text(&state("v2", &[source("confirm", &cut)]), "state"), "captured");
}
