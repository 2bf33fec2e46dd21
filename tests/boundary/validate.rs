//! What JavaScript is told of a reply's text. Runs in Node and in a browser.

use crate::page::{PAID, js, text, thrown};
use js_sys::Object;
use linepay_edge::js::validate_reply;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

fn judge(operation: &str, version: &str, reply: &str, options: &str) -> Result<JsValue, JsValue> {
    validate_reply(operation.into(), version.into(), reply.into(), js(options))
}

/// `ok`, or `code outcome retry` of the error within.
fn verdict(operation: &str, version: &str, reply: &str, options: &str) -> String {
    let verdict = judge(operation, version, reply, options).unwrap();
    let keys = Object::keys(verdict.unchecked_ref::<Object>()).join(" ");
    match text(&verdict, "ok").as_str() {
        "true" => {
            assert_eq!(String::from(keys), "ok reply");
            "ok".to_owned()
        }
        _ => {
            assert_eq!(String::from(keys), "ok error");
            ["code", "outcome", "retry"].map(|name| text(&verdict, &format!("error.{name}"))).join(" ")
        }
    }
}

#[wasm_bindgen_test]
fn a_reply_that_fits_is_plain_data_with_every_digit() {
    let expected = "{ expected: { transactionId: '2026050712345678910', orderId: 'ORD-1', amount: 360 } }";
    for (version, options) in [("v2", "undefined"), ("v3", "null"), ("v4", "{}"), ("v2", expected)] {
        let verdict = judge("confirm", version, PAID, options).unwrap();
        assert!(Object::is(&Object::get_prototype_of(&verdict), &js("Object.prototype")));
        assert_eq!(text(&verdict, "ok"), "true", "{version} {options}");
        assert_eq!(text(&verdict, "reply.transactionId"), "2026050712345678910");
        assert_eq!(text(&verdict, "reply.payInfo.0.amount"), "360");
    }
}

/// A second reader of JavaScript's values, written by others, finds what the text says.
#[wasm_bindgen_test]
fn a_reply_reads_the_same_by_serde_wasm_bindgen() {
    let verdict = judge("confirm", "v3", PAID, "{}").unwrap();
    let read: serde_json::Value = serde_wasm_bindgen::from_value(verdict.clone()).unwrap();
    let text = String::from(js_sys::JSON::stringify(&verdict).unwrap());
    assert_eq!(read, serde_json::from_str::<serde_json::Value>(&text).unwrap());
    assert_eq!(read["reply"]["transactionId"], "2026050712345678910");
    assert_eq!(read["reply"]["payInfo"][0]["amount"], 360);
}

#[wasm_bindgen_test]
fn what_does_not_fit_is_told_with_both_values_and_what_it_means_for_the_money() {
    for (expected, field, asked, got) in [
        ("{ orderId: 'ORD-2' }", "orderId", "ORD-2", "ORD-1"),
        ("{ transactionId: '2026050712345678911' }", "transactionId", "2026050712345678911", "2026050712345678910"),
        ("{ amount: 359 }", "payInfo", "359", "360"),
    ] {
        let verdict = judge("confirm", "v3", PAID, &format!("{{ expected: {expected} }}")).unwrap();
        let told = ["code", "outcome", "retry", "mismatch.field", "mismatch.asked", "mismatch.got", "raw"]
            .map(|name| text(&verdict, &format!("error.{name}")));
        assert_eq!(told, ["MISMATCH", "executed", "ask-first", field, asked, got, PAID]);
    }
}

#[wasm_bindgen_test]
fn whatever_a_server_may_send_is_judged_and_never_thrown() {
    let refused = r#"{"returnCode":"1172","returnMessage":"-"}"#;
    let not_found = r#"{"returnCode":"1150","returnMessage":"-"}"#;
    let deep = "[".repeat(100_000);
    let twice = r#"{"returnCode":"0000","returnCode":"1106","info":{}}"#;
    for (reply, options, expected) in [
        (refused, "{}", "REFUSED unknown ask-first"),
        (not_found, "{}", "NOT_FOUND not-executed never"),
        ("", "{}", "MALFORMED_REPLY unknown ask-first"),
        ("<html>", "{}", "MALFORMED_REPLY unknown ask-first"),
        ("null", "{}", "MALFORMED_REPLY unknown ask-first"),
        ("\u{feff}{}", "{}", "MALFORMED_REPLY unknown ask-first"),
        (&deep, "{}", "MALFORMED_REPLY unknown ask-first"),
        (twice, "{}", "MALFORMED_REPLY unknown ask-first"),
        (r#"{"returnCode":"0000"}"#, "{}", "MALFORMED_REPLY executed ask-first"),
        (PAID, "{ status: 502 }", "GATEWAY unknown ask-first"),
        (PAID, "{ status: 307 }", "GATEWAY unknown ask-first"),
        (PAID, "{ status: 201 }", "ok"),
    ] {
        assert_eq!(verdict("confirm", "v3", reply, options), expected, "{reply:.40} {options}");
    }
    let verdict = judge("confirm", "v3", refused, "{}").unwrap();
    assert_eq!(text(&verdict, "error.returnCode") + &text(&verdict, "error.operation"), "1172confirm");
}

#[wasm_bindgen_test]
fn a_text_that_was_cut_in_the_middle_of_a_character_is_the_servers_and_no_misuse() {
    let broken = js(r#"'{"returnCode":"1106","returnMessage":"\ud83d"}'"#);
    let verdict = validate_reply("confirm".into(), "v2".into(), broken, JsValue::UNDEFINED).unwrap();
    assert_eq!(text(&verdict, "error.returnCode"), "1106");
}

#[wasm_bindgen_test]
fn misuse_is_thrown_with_everything_that_is_wrong() {
    for (arguments, expected) in [
        ("[undefined, undefined, undefined, undefined]", "INVALID_REQUEST operation one-of version version text type"),
        ("['confirmed', 'v9', 5, {}]", "INVALID_REQUEST operation one-of version version text type"),
        ("['confirm', 'v2', '', { expect: {} }]", "INVALID_REQUEST options.expect unknown-field"),
        ("['confirm', 'v2', '', { status: '200' }]", "INVALID_REQUEST options.status whole-number"),
        ("['confirm', 'v2', '', { status: 70000 }]", "INVALID_REQUEST options.status whole-number"),
        ("['confirm', 'v2', '', 5]", "INVALID_REQUEST options type"),
        ("['confirm', 'v2', '', { expected: { orderID: 5 } }]", "INVALID_REQUEST expected.orderID unknown-field"),
        ("['confirm', 'v2', '', { expected: { amount: undefined } }]", "INVALID_REQUEST expected.amount explicit"),
        (
            "['confirm', 'v9', '', { expected: { transactionId: 2026050712345678910 } }]",
            "INVALID_REQUEST version version expected.transactionId type",
        ),
        ("['confirm', 'v2', '', { get expected() { throw 1; } }]", "INVALID_REQUEST options.expected plain-data"),
        ("['confirm', 'v2', '', { expcted: () => 1 }]", "INVALID_REQUEST options.expcted unknown-field"),
        (
            "['confirm', 'v2', {}, new Proxy({}, { ownKeys() { throw 1; } })]",
            "INVALID_REQUEST text type options plain-data",
        ),
        ("['statusCheck', 'v2', '{}', {}]", "UNSUPPORTED"),
    ] {
        let given = js_sys::Array::from(&js(arguments));
        let error = thrown(validate_reply(given.get(0), given.get(1), given.get(2), given.get(3)));
        assert_eq!(error, expected, "{arguments}");
    }
}
