//! What is told of a reply's text.

use linepay_edge::js::validate_reply;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{PAID, result, text, thrown};

fn judge(operation: &str, version: &str, reply: &str, options: &str) -> Value {
    let question = format!(r#"{{"operation":"{operation}","version":"{version}","options":{options}}}"#);
    result(&validate_reply(&question, reply))
}

/// `ok`, or `code outcome retry` of the error within.
fn verdict(operation: &str, version: &str, reply: &str, options: &str) -> String {
    let verdict = judge(operation, version, reply, options);
    let keys: Vec<&String> = verdict.as_object().unwrap().keys().collect();
    if verdict["ok"] == true {
        assert_eq!(keys, ["ok", "reply"]);
        return "ok".to_owned();
    }
    assert!(keys.contains(&&"ok".to_owned()) && keys.contains(&&"error".to_owned()) && keys.len() == 2);
    ["code", "outcome", "retry"].map(|name| text(&verdict, &format!("error.{name}"))).join(" ")
}

#[wasm_bindgen_test]
fn a_reply_that_fits_is_plain_data_with_every_digit() {
    let expected = r#"{"expected":{"transactionId":"2026050712345678910","orderId":"ORD-1","amount":360}}"#;
    for (version, options) in [("v2", "null"), ("v3", "null"), ("v4", "{}"), ("v2", expected)] {
        let verdict = judge("confirm", version, PAID, options);
        assert_eq!(verdict["ok"], true, "{version} {options}");
        assert_eq!(verdict["reply"]["transactionId"], "2026050712345678910");
        assert_eq!(verdict["reply"]["payInfo"][0]["amount"], 360);
    }
}

#[wasm_bindgen_test]
fn what_does_not_fit_is_told_with_both_values_and_what_it_means_for_the_money() {
    for (expected, field, asked, got) in [
        (r#"{"orderId":"ORD-2"}"#, "orderId", "ORD-2", "ORD-1"),
        (r#"{"transactionId":"2026050712345678911"}"#, "transactionId", "2026050712345678911", "2026050712345678910"),
        (r#"{"amount":359}"#, "payInfo", "359", "360"),
    ] {
        let verdict = judge("confirm", "v3", PAID, &format!(r#"{{"expected":{expected}}}"#));
        let told = ["code", "outcome", "retry", "mismatch.field", "mismatch.asked", "mismatch.got", "raw"]
            .map(|name| text(&verdict, &format!("error.{name}")));
        assert_eq!(told, ["MISMATCH", "executed", "ask-first", field, asked, got, PAID]);
    }
}

#[wasm_bindgen_test]
fn whatever_a_server_may_send_is_judged_and_is_no_misuse() {
    let refused = r#"{"returnCode":"1172","returnMessage":"-"}"#;
    let not_found = r#"{"returnCode":"1150","returnMessage":"-"}"#;
    let deep = "[".repeat(100_000);
    let long = format!("{PAID}{}", " ".repeat(4 * 1024 * 1024));
    let twice = r#"{"returnCode":"0000","returnCode":"1106","info":{}}"#;
    let cut = "{\"returnCode\":\"1106\",\"returnMessage\":\"\u{fffd}\"}";
    for (reply, options, expected) in [
        (refused, "{}", "REFUSED unknown ask-first"),
        (not_found, "{}", "NOT_FOUND not-executed never"),
        ("", "{}", "MALFORMED_REPLY unknown ask-first"),
        ("<html>", "{}", "MALFORMED_REPLY unknown ask-first"),
        ("null", "{}", "MALFORMED_REPLY unknown ask-first"),
        ("\u{feff}{}", "{}", "MALFORMED_REPLY unknown ask-first"),
        (&deep, "{}", "MALFORMED_REPLY unknown ask-first"),
        (&long, "{}", "ok"),
        (twice, "{}", "MALFORMED_REPLY unknown ask-first"),
        (r#"{"returnCode":"0000"}"#, "{}", "MALFORMED_REPLY executed ask-first"),
        (PAID, r#"{"status":502}"#, "GATEWAY unknown ask-first"),
        (PAID, r#"{"status":307}"#, "GATEWAY unknown ask-first"),
        (PAID, r#"{"status":201}"#, "ok"),
    ] {
        assert_eq!(verdict("confirm", "v3", reply, options), expected, "{reply:.40} {options}");
    }
    let verdict = judge("confirm", "v3", refused, "{}");
    assert_eq!(text(&verdict, "error.returnCode") + &text(&verdict, "error.operation"), "1172confirm");
    assert_eq!(text(&judge("confirm", "v2", cut, "null"), "error.returnCode"), "1106");
}

#[wasm_bindgen_test]
fn misuse_is_told_with_everything_that_is_wrong() {
    let nothing = "INVALID_REQUEST operation one-of version version";
    for (question, expected) in [
        ("", "INVALID_REQUEST (request) plain-data operation one-of version version"),
        ("5", "INVALID_REQUEST (request) type operation one-of version version"),
        ("{}", nothing),
        (
            r#"{"operation":null,"version":null,"options":null,"text":null}"#,
            "INVALID_REQUEST operation one-of version version text type",
        ),
        (
            r#"{"operation":"confirmed","version":"v9","options":{},"text":5}"#,
            "INVALID_REQUEST operation one-of version version text type",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":{"expect":{}}}"#,
            "INVALID_REQUEST options.expect unknown-field",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":{"status":"200"}}"#,
            "INVALID_REQUEST options.status whole-number",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":{"status":70000}}"#,
            "INVALID_REQUEST options.status whole-number",
        ),
        (r#"{"operation":"confirm","version":"v2","options":5}"#, "INVALID_REQUEST options type"),
        (
            r#"{"operation":"confirm","version":"v2","options":{"expected":{"orderID":5}}}"#,
            "INVALID_REQUEST expected.orderID unknown-field",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":{"expected":{"amount":null}}}"#,
            "INVALID_REQUEST expected.amount explicit",
        ),
        (
            r#"{"operation":"confirm","version":"v9","options":{"expected":{"transactionId":5}}}"#,
            "INVALID_REQUEST version version expected.transactionId type",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":{"expected":"\u0000f"}}"#,
            "INVALID_REQUEST options.expected plain-data",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":{"expcted":"\u0000f"}}"#,
            "INVALID_REQUEST options.expcted unknown-field",
        ),
        (
            r#"{"operation":"confirm","version":"v2","options":"\u0000f","text":{}}"#,
            "INVALID_REQUEST text type options plain-data",
        ),
        (r#"{"operation":"statusCheck","version":"v2"}"#, "UNSUPPORTED"),
    ] {
        assert_eq!(thrown(&validate_reply(question, "")), expected, "{question}");
    }
}
