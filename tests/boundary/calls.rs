//! Calls, step by step: any text in, one text out. What JavaScript refuses before it makes a text is in
//! `pkg/test/encode.test.mjs`.

use linepay_edge::js::ask;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{CONFIG, CONFIRM, NONCE, NOW, PAID, SECRET, World, check_config, error, mask, number, result};
use crate::page::{resume, start, text, thrown};

#[wasm_bindgen_test]
fn a_call_sends_one_request_and_ends_with_text_ids_and_the_untouched_reply() {
    let mut world = World::new(&[(200, PAID)]);
    let out = world.ask("confirm", CONFIRM, r#"{"expected":{"orderId":"ORD-1"}}"#);
    let got = result(&out);
    assert_eq!(text(&got, "transactionId"), "2026050712345678910");
    assert!(got["transactionId"].is_string());
    assert_eq!(text(&got, "payInfo.0.amount"), "360");
    assert_eq!(out.split_once('\n').unwrap().1, "", "the package has the text itself");
    let repeats = PAID.replace("OK", SECRET);
    let masked = World::new(&[(200, &repeats)]).ask("confirm", CONFIRM, "null");
    assert_eq!(masked.split_once('\n').unwrap().1, PAID.replace("OK", "***"));
    let [request] = &world.sent[..] else { panic!("one request") };
    assert_eq!((&*request.method, &*request.timeout), ("POST", "45000"));
    assert_eq!(request.url, "https://sandbox-api-pay.line.me/v2/payments/2026050712345678910/confirm");
    assert_eq!(request.body.as_deref(), Some(r#"{"amount":360,"currency":"TWD"}"#));
    let secret = request.headers.iter().position(|header| header == "X-LINE-ChannelSecret").unwrap();
    assert_eq!(request.headers[secret + 1], SECRET);
    let types: Vec<String> = world.events.iter().map(|event| text(event, "type")).collect();
    assert_eq!(types, ["request", "reply"]);
    assert_eq!(text(&world.events[0], "call"), text(&world.events[1], "call"));
    assert!(!serde_json::to_string(&world.events).unwrap().contains(SECRET));
    let mut query = World::new(&[(200, r#"{"returnCode":"1150","returnMessage":"-"}"#)]);
    assert_eq!(thrown(&query.ask("paymentCheck", r#"{"orderId":"ORD-1"}"#, "null")), "NOT_FOUND");
    assert_eq!((&*query.sent[0].method, &query.sent[0].body), ("GET", &None));
}

/// A configuration is read once for each text; more than are remembered must not be mixed up, nor an event be made
/// for nobody.
#[wasm_bindgen_test]
fn each_call_is_made_with_its_own_configuration() {
    let configs: Vec<String> = (0..12).map(|n| CONFIG.replace("1234567890", &format!("16000000{n:02}"))).collect();
    let order = (0..12).chain([0, 11, 3, 3, 0]).chain((0..12).rev());
    for n in order {
        let (task, mut world) = (number(), World::new(&[(200, PAID)]));
        let config = configs[n].as_str();
        let first = start(task, "confirm", config, CONFIRM, "null", n % 2 == 1, NONCE);
        result(&world.drive(task, first));
        assert!(world.sent[0].headers.contains(&format!("16000000{n:02}")));
        assert_eq!(world.events.len(), if n % 2 == 1 { 2 } else { 0 });
    }
    // One that is refused is refused again.
    for _ in 0..2 {
        assert!(thrown(&check_config(r#"{"channelId":""}"#)).starts_with("INVALID_CONFIGURATION"));
    }
}

#[wasm_bindgen_test]
fn a_configuration_is_checked_as_a_whole() {
    assert_eq!(check_config(CONFIG), "Rnull");
    let swapped = r#"{"channelId":"0123456789abcdef0123456789abcdef","channelSecret":"1234567890","version":"v2"}"#;
    let everything = r#"{"channelId":"","version":"v9","environment":"live","baseUrl":"http://a.example",
        "timeouts":{"confirm":1,"refnd":1}}"#;
    for (config, expected) in [
        ("{}", "INVALID_CONFIGURATION channelId required channelSecret required version required"),
        ("null", "INVALID_CONFIGURATION (request) type"),
        (r#""\u0000n5""#, "INVALID_CONFIGURATION (request) type"),
        (r#""\u0000f""#, "INVALID_CONFIGURATION"),
        ("", "INVALID_CONFIGURATION"),
        (r#"{"channelId":"\u0000f","channelSecret":"\u0000f"}"#, "INVALID_CONFIGURATION channelId plain-data"),
        (swapped, "INVALID_CONFIGURATION channelId swapped"),
        (
            everything,
            "INVALID_CONFIGURATION channelSecret required timeouts.confirm milliseconds timeouts.refnd unknown-field \
             version version environment environment channelId credential baseUrl https",
        ),
    ] {
        let out = check_config(config);
        assert!(!out.contains("1234567890"));
        assert!(thrown(&out).starts_with(expected), "{config}: {}", thrown(&out));
    }
}

#[wasm_bindgen_test]
fn what_the_caller_knows_is_compared() {
    let mut world = World::new(&[(200, PAID)]);
    let other = error(&world.ask("confirm", CONFIRM, r#"{"expected":{"orderId":"ORD-2"}}"#));
    assert_eq!([text(&other, "code"), text(&other, "outcome")], ["MISMATCH", "executed"]);
    assert_eq!(text(&other, "mismatch.got"), "ORD-1");
    for (options, expected) in [
        (r#"{"expected":{"orderID":5}}"#, "expected.orderID unknown-field"),
        (r#"{"expected":null}"#, "options.expected explicit"),
        (r#"{"expect":{}}"#, "options.expect unknown-field"),
        (r#"{"signal":null}"#, "options.signal type"),
        (r#"{"expected":"\u0000f"}"#, "options.expected plain-data"),
        ("5", "options type"),
        ("\"\\u0000f\"", "options plain-data"),
        ("{", "options plain-data"),
    ] {
        assert_eq!(thrown(&world.ask("confirm", CONFIRM, options)), format!("INVALID_REQUEST {expected}"), "{options}");
    }
    assert_eq!(world.sent.len(), 1);
    for options in ["null", "{}"] {
        result(&world.ask("confirm", CONFIRM, options));
    }
    let wrong = error(&world.ask("confirm", CONFIRM, r#"{"signal":null}"#));
    let sentences = text(&wrong, "issues.0.message") + &text(&wrong, "issues.0.messageZhTw");
    assert_eq!(sentences, "must be an AbortSignal必須是 AbortSignal");
    assert!(wrong["issues"][0]["returnCode"].is_null(), "LINE Pay never sees it");
}

/// What JSON has no word for arrives as it was.
#[wasm_bindgen_test]
fn values_that_only_javascript_has_are_told_apart() {
    let mut world = World::new(&[(200, PAID)]);
    for (amount, expected) in [
        (r#""\u0000d""#.to_owned(), "amount"),
        ("0.30000000000000004".to_owned(), "amount"),
        ("1e+21".to_owned(), "amount"),
        ("-0".to_owned(), "positive"),
        ("0".to_owned(), "positive"),
        ("null".to_owned(), "explicit"),
        (r#""\u0000n1152921504606846976""#.to_owned(), "amount"),
        (r#""\u0000n18446744073709551616""#.to_owned(), "amount"),
        (r#""\u0000f""#.to_owned(), "plain-data"),
        (r#""\u0000x1""#.to_owned(), "plain-data"),
        (r#""\u0000""#.to_owned(), "plain-data"),
        (r#""\u0000t5""#.to_owned(), "amount"),
        ("[1]".to_owned(), "type"),
    ] {
        let request = format!(r#"{{"transactionId":"5","refundAmount":{amount}}}"#);
        let told = thrown(&world.ask("refund", &request, "{}"));
        if amount.contains("t5") {
            assert_eq!(told, "MALFORMED_REPLY", "a text is a text");
            world.sent.clear();
        } else {
            assert_eq!(told, format!("INVALID_REQUEST refundAmount {expected}"), "{amount}");
        }
    }
    for id in ["5", "2.0260507123456788e+18"] {
        let request = format!(r#"{{"transactionId":{id}}}"#);
        assert_eq!(thrown(&world.ask("refund", &request, "{}")), "INVALID_REQUEST transactionId type", "{id}");
    }
    let lone = "{\"orderId\":\"a\u{fffd}\"}";
    assert_eq!(thrown(&world.ask("paymentCheck", lone, "{}")), "INVALID_REQUEST orderId well-formed");
    assert!(world.sent.is_empty(), "nothing was sent");
    world.ask("refund", r#"{"transactionId":"5","refundAmount":99.5}"#, "{}");
    assert_eq!(world.sent[0].body.as_deref(), Some(r#"{"refundAmount":99.5}"#));
}

#[wasm_bindgen_test]
fn an_id_may_be_a_big_int_and_comes_back_as_text() {
    let mut world = World::new(&[(200, PAID)]);
    let id = r#""\u0000n2026050712345678910""#;
    let request = format!(r#"{{"transactionId":{id},"amount":"360.0","currency":"TWD"}}"#);
    let got = result(&world.ask("confirm", &request, &format!(r#"{{"expected":{{"transactionId":[{id}]}}}}"#)));
    assert_eq!(text(&got, "transactionId"), "2026050712345678910");
    assert!(world.sent[0].url.ends_with("/v2/payments/2026050712345678910/confirm"));
    assert_eq!(world.sent[0].body.as_deref(), Some(r#"{"amount":360,"currency":"TWD"}"#));
    for integer in ["9223372036854775808", "-1"] {
        let request = format!(r#"{{"transactionId":"\u0000n{integer}"}}"#);
        assert_eq!(thrown(&world.ask("void", &request, "{}")), "INVALID_REQUEST transactionId transaction-id");
    }
}

/// What a misspelt name holds does not matter: the name is told, and the one that was meant.
#[wasm_bindgen_test]
fn a_misspelt_option_is_named_with_the_right_name_whatever_it_holds() {
    let mut world = World::new(&[(200, PAID)]);
    for value in [r#""\u0000f""#, "5", "{}", "null"] {
        for (mistyped, meant) in [("singal", "signal"), ("expcted", "expected"), ("payments", "payment")] {
            let out = world.ask("confirm", CONFIRM, &format!(r#"{{"{mistyped}":{value}}}"#));
            assert_eq!(thrown(&out), format!("INVALID_REQUEST options.{mistyped} unknown-field"));
            assert!(out.contains(&format!("did you mean {meant}?")), "{value}: {out}");
        }
        for (mistyped, meant) in [("onEvents", "onEvent"), ("fecth", "fetch"), ("timeout", "timeouts")] {
            let out = check_config(&CONFIG.replacen('{', &format!(r#"{{"{mistyped}":{value},"#), 1));
            assert_eq!(thrown(&out), format!("INVALID_CONFIGURATION {mistyped} unknown-field"));
            assert!(out.contains(&format!("did you mean {meant}?")), "{value}: {out}");
        }
    }
    assert!(world.sent.is_empty());
}

/// No text that JavaScript could hand in ends in anything but an error with words.
#[wasm_bindgen_test]
fn a_text_that_is_none_of_ours_is_refused_and_never_sent() {
    let mut world = World::new(&[(200, PAID)]);
    let deep = format!("{}{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    let wide = format!("{{{}}}", (0..100_000).map(|n| format!(r#""f{n}":1"#)).collect::<Vec<_>>().join(","));
    let long = format!(r#"{{"transactionId":"{}"}}"#, "5".repeat(4 * 1024 * 1024));
    let digits = format!(r#"{{"transactionId":{}}}"#, "5".repeat(400));
    for request in [
        "",
        "{",
        "nul",
        "[]",
        "5",
        "\"x\"",
        "{}x",
        "\u{0}",
        "{\"transactionId\":\"\\ud83d\"}",
        &deep,
        &wide,
        &long,
        &digits,
        r#"{"transactionId":"5","transactionId":"6"}"#,
        r#"{"__proto__":{"transactionId":"5"}}"#,
        r#"{"transactionId":1e999}"#,
    ] {
        let told = thrown(&world.ask("refund", request, "null"));
        assert!(told.starts_with("INVALID_REQUEST"), "{request:.40}: {told:.200}");
    }
    assert_eq!(thrown(&world.ask("refunds", "{}", "null")), "UNSUPPORTED");
    assert!(world.sent.is_empty());
    result(&world.ask("confirm", CONFIRM, "{}"));
}

#[wasm_bindgen_test]
fn a_lost_answer_is_typed_and_a_strange_status_is_a_broken_network() {
    for (status, text_of, code, outcome) in [
        (0, "", "NETWORK", "unknown"),
        (1, "", "NETWORK", "unknown"),
        (2, "", "TIMEOUT", "unknown"),
        (3, "", "ABORTED", "unknown"),
        (4, "", "REPLY_TOO_LARGE", "unknown"),
        (5, "", "ABORTED", "not-executed"),
        (6, PAID, "NETWORK", "unknown"),
        (99, PAID, "NETWORK", "unknown"),
        (100, PAID, "GATEWAY", "unknown"),
        (502, "<html>", "GATEWAY", "unknown"),
        (65535, PAID, "GATEWAY", "unknown"),
        (200, "no", "MALFORMED_REPLY", "unknown"),
        (200, "", "MALFORMED_REPLY", "unknown"),
    ] {
        let mut world = World::new(&[(status, text_of)]);
        let error = error(&world.ask("confirm", CONFIRM, "{}"));
        assert_eq!([text(&error, "code"), text(&error, "outcome")], [code, outcome], "{status} {text_of}");
        assert_eq!((text(&error, "operation").as_str(), world.sent.len()), ("confirm", 1));
    }
    let mut busy = World::new(&[(1, ""), (1, ""), (200, r#"{"returnCode":"0000","info":[]}"#)]);
    result(&busy.ask("paymentCheck", r#"{"orderId":"ORD-1"}"#, "{}"));
    assert_eq!((busy.sent.len(), &busy.slept[..]), (3, &[200, 800][..]), "a query is tried again");
}

#[wasm_bindgen_test]
fn a_text_is_masked_by_the_configuration_that_holds_the_secret() {
    let escaped = SECRET.replace("01", r"\u0030\u0031");
    assert_eq!(mask(CONFIG, "nothing"), "nothing");
    for text in [SECRET, &escaped] {
        let shown = mask(CONFIG, &format!("a {text} b"));
        assert!(!shown.contains(text) && shown.starts_with("a ") && shown.ends_with(" b"), "{shown}");
    }
    assert_eq!(mask("{}", "a text"), "", "where nothing says what the secret is, nothing is shown");
}

#[wasm_bindgen_test]
fn a_step_without_a_nonce_is_refused_and_loses_nothing() {
    let task = number();
    let none = start(task, "confirm", CONFIG, CONFIRM, "null", false, "");
    assert_eq!(thrown(&none), "UNSUPPORTED");
    let begun = start(task, "confirm", CONFIG, CONFIRM, "null", false, NONCE);
    assert!(begun.starts_with('S'));
    assert_eq!(thrown(&resume(&task.to_string(), 200, PAID, "")), "UNSUPPORTED");
    result(&resume(&task.to_string(), 200, PAID, NONCE));
}

/// What is not asked for in one of these ways is answered as a task that is not here.
#[wasm_bindgen_test]
fn what_is_not_known_is_not_done() {
    for text in ["", "\n", "begin", "Start\n1", "\u{0}", "start "] {
        assert_eq!(ask(text, NOW), "G", "{text:?}");
    }
    for short in
        ["start", "start\n1", "start\n1\nnonce\n1\nconfirm\n{}", "checkConfig", "legalSteps", "paymentState\n[]"]
    {
        assert!(ask(short, NOW).starts_with('E'), "{short:?}");
    }
    assert_eq!(ask("mask", NOW), "");
    assert_eq!(thrown(&ask("resume", NOW)), "UNSUPPORTED", "no nonce");
}
