//! The functions that JavaScript calls: any value in, plain objects out. Runs in Node and in a browser.

use crate::page::{CONFIG, CONFIRM, PAID, SECRET, ask, get, host, js, reply, sent, text, thrown};
use js_sys::Object;
use linepay_edge::js::{call, check_config};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_call_sends_one_request_and_returns_a_plain_object_with_text_ids() {
    let host = host(&[&reply(PAID)]);
    let got = ask(&host, "confirm", js(CONFIRM), "{ expected: { orderId: 'ORD-1' } }").await.unwrap();
    assert_eq!(text(&got, "transactionId"), "2026050712345678910");
    assert_eq!(text(&got, "payInfo.0.amount"), "360");
    assert_eq!(text(&got, "raw"), PAID);
    assert!(Object::is(&Object::get_prototype_of(&got), &js("Object.prototype")));
    assert_eq!(sent(&host), 1);
    let request = get(&host, "sent.0");
    assert_eq!(text(&request, "method"), "POST");
    assert_eq!(text(&request, "url"), "https://sandbox-api-pay.line.me/v2/payments/2026050712345678910/confirm");
    assert_eq!(text(&request, "body"), r#"{"amount":360,"currency":"TWD"}"#);
    assert_eq!((text(&request, "timeout"), text(&request, "signal")), ("45000".to_owned(), "null".to_owned()));
    let headers = text(&request, "headers");
    assert!(headers.contains(&format!("\"X-LINE-ChannelSecret\",\"{SECRET}\"")), "{headers}");
    let events = text(&host, "events");
    assert!(
        !events.contains(SECRET) && events.contains("\"type\":\"request\"") && events.contains("\"type\":\"reply\"")
    );
    assert_eq!(text(&host, "events.1.call"), text(&host, "events.0.call"));
}

/// A configuration is read once for each object; more objects than are remembered must not be mixed up, nor an event be
/// told to a host that wants none.
#[wasm_bindgen_test]
async fn each_call_is_made_with_its_own_configuration() {
    let configs: Vec<JsValue> =
        (0..12).map(|n| js(&CONFIG.replace("1234567890", &format!("16000000{n:02}")))).collect();
    let order = (0..12).chain([0, 11, 3, 3, 0]).chain((0..12).rev());
    for n in order {
        let host = host(&[&reply(PAID)]);
        js_sys::Reflect::set(&host, &"quiet".into(), &(n % 2 == 0).into()).unwrap();
        let config = configs[n].clone();
        let answer = call(config, host.clone().unchecked_into(), "confirm".to_owned(), js(CONFIRM), JsValue::UNDEFINED);
        assert!(answer.await.is_ok());
        let headers = text(&host, "sent.0.headers");
        assert!(headers.contains(&format!("\"X-LINE-ChannelId\",\"16000000{n:02}\"")), "{headers}");
        assert_eq!(text(&host, "events").contains("request"), n % 2 == 1);
    }
    // One that is refused is refused again.
    let wrong = js("{ channelId: '' }");
    for _ in 0..2 {
        assert!(check_config(wrong.clone()).is_err());
    }
}

#[wasm_bindgen_test]
async fn what_the_caller_knows_is_compared() {
    let host = host(&[&reply(PAID)]);
    let error = ask(&host, "confirm", js(CONFIRM), "{ expected: { orderId: 'ORD-2' } }").await.unwrap_err();
    assert_eq!((text(&error, "code"), text(&error, "outcome")), ("MISMATCH".to_owned(), "executed".to_owned()));
    assert_eq!(text(&error, "mismatch.got"), "ORD-1");
    let wrong = ask(&host, "confirm", js(CONFIRM), "{ expected: { orderID: 5 } }").await;
    assert_eq!(thrown(wrong), "INVALID_REQUEST expected.orderID unknown-field");
    assert_eq!(sent(&host), 1);
    for options in ["undefined", "null", "{}"] {
        assert!(ask(&host, "confirm", js(CONFIRM), options).await.is_ok(), "{options}");
    }
    let calls = sent(&host);
    for options in ["{ expected: undefined }", "{ expected: null }", "{ expect: {} }", "{ signal: {} }", "5"] {
        let error = thrown(ask(&host, "confirm", js(CONFIRM), options).await);
        assert!(error.starts_with("INVALID_REQUEST"), "{options}: {error}");
    }
    assert_eq!(sent(&host), calls);
}

#[wasm_bindgen_test]
async fn values_that_only_javascript_has_are_told_apart() {
    let host = host(&[&reply(PAID)]);
    for (amount, expected) in [
        ("NaN", "INVALID_REQUEST refundAmount amount"),
        ("Infinity", "INVALID_REQUEST refundAmount amount"),
        ("undefined", "INVALID_REQUEST refundAmount explicit"),
        ("null", "INVALID_REQUEST refundAmount explicit"),
        ("0", "INVALID_REQUEST refundAmount positive"),
        ("0.1 + 0.2", "INVALID_REQUEST refundAmount amount"),
        ("2n ** 60n", "INVALID_REQUEST refundAmount amount"),
        ("2n ** 70n", "INVALID_REQUEST refundAmount plain-data"),
        ("new Date(0)", "INVALID_REQUEST refundAmount plain-data"),
        ("new Map()", "INVALID_REQUEST refundAmount plain-data"),
        ("() => 1", "INVALID_REQUEST refundAmount plain-data"),
        ("Symbol('x')", "INVALID_REQUEST refundAmount plain-data"),
        ("[new Date(0)]", "INVALID_REQUEST refundAmount plain-data"),
        ("[1]", "INVALID_REQUEST refundAmount type"),
    ] {
        let request = js(&format!("{{ transactionId: '5', refundAmount: {amount} }}"));
        assert_eq!(thrown(ask(&host, "refund", request, "{}").await), expected, "{amount}");
    }
    assert_eq!(
        thrown(ask(&host, "refund", js("{ transactionId: '5', refundAmont: 1 }"), "{}").await),
        "INVALID_REQUEST refundAmont unknown-field"
    );
    for id in ["5", "2026050712345678910"] {
        let request = js(&format!("{{ transactionId: {id} }}"));
        assert_eq!(thrown(ask(&host, "refund", request, "{}").await), "INVALID_REQUEST transactionId type", "{id}");
    }
    let lone = js(r"{ orderId: 'a\ud83d' }");
    assert_eq!(thrown(ask(&host, "paymentCheck", lone, "{}").await), "INVALID_REQUEST orderId well-formed");
    assert_eq!(sent(&host), 0, "nothing was sent");
}

#[wasm_bindgen_test]
async fn an_id_may_be_a_big_int_and_comes_back_as_text() {
    let host = host(&[&reply(PAID)]);
    let request = js("{ transactionId: 2026050712345678910n, amount: '360.0', currency: 'TWD' }");
    let got = ask(&host, "confirm", request, "{ expected: { transactionId: [2026050712345678910n] } }").await.unwrap();
    assert_eq!(text(&got, "transactionId"), "2026050712345678910");
    assert_eq!(text(&host, "sent.0.url"), "https://sandbox-api-pay.line.me/v2/payments/2026050712345678910/confirm");
    assert_eq!(text(&host, "sent.0.body"), r#"{"amount":360,"currency":"TWD"}"#);
    for (id, rule) in [("2n ** 63n", "transaction-id"), ("-1n", "transaction-id"), ("2n ** 64n", "plain-data")] {
        let request = js(&format!("{{ transactionId: {id} }}"));
        assert_eq!(thrown(ask(&host, "void", request, "{}").await), format!("INVALID_REQUEST transactionId {rule}"));
    }
    assert_eq!(sent(&host), 1);
}

/// What a misspelt name holds does not matter: the name is told, and the one that was meant.
#[wasm_bindgen_test]
async fn a_misspelt_option_is_named_with_the_right_name_whatever_it_holds() {
    let host = host(&[&reply(PAID)]);
    for value in ["new AbortController().signal", "() => 1", "Symbol('x')", "new Map()", "5", "{}"] {
        for (mistyped, meant) in [("singal", "signal"), ("expcted", "expected"), ("payments", "payment")] {
            let error = ask(&host, "confirm", js(CONFIRM), &format!("{{ {mistyped}: {value} }}")).await.unwrap_err();
            let message = text(&error, "message");
            assert!(message.contains(&format!("options.{mistyped}")), "{value}: {message}");
            assert!(message.contains(&format!("did you mean {meant}?")), "{value}: {message}");
            assert_eq!(thrown(Err::<(), _>(error)), format!("INVALID_REQUEST options.{mistyped} unknown-field"));
        }
        for (mistyped, meant) in
            [("onEvents", "onEvent"), ("fecth", "fetch"), ("timeout", "timeouts"), ("chanelId", "channelId")]
        {
            let config = js(&format!("{{ ...{CONFIG}, {mistyped}: {value} }}"));
            let error = check_config(config).unwrap_err();
            assert!(text(&error, "message").contains(&format!("did you mean {meant}?")), "{}", text(&error, "message"));
            assert_eq!(thrown(Err::<(), _>(error)), format!("INVALID_CONFIGURATION {mistyped} unknown-field"));
        }
    }
    for (options, expected) in [
        ("{ expected: new Map() }", "options.expected plain-data"),
        ("{ payment: () => 1 }", "options.payment plain-data"),
        ("{ expected: { orderId: Symbol('x') } }", "expected.orderId plain-data"),
    ] {
        assert_eq!(thrown(ask(&host, "confirm", js(CONFIRM), options).await), format!("INVALID_REQUEST {expected}"));
    }
    assert_eq!(
        thrown(check_config(js(&format!("{{ ...{CONFIG}, channelId: new Map(), timeouts: () => 1 }}"))).map(|()| 0)),
        "INVALID_CONFIGURATION channelId plain-data timeouts plain-data"
    );
    assert_eq!(sent(&host), 0);
}

#[wasm_bindgen_test]
async fn what_is_no_plain_data_is_refused_and_never_sent() {
    let host = host(&[&reply(PAID)]);
    let cyclic = "(() => { const a = { transactionId: '5' }; a.a = a; return a; })()";
    let deep = "(() => { let a = 1; for (let i = 0; i < 5000; i++) a = { a }; return a; })()";
    for request in [
        cyclic,
        deep,
        "undefined",
        "null",
        "5",
        "'x'",
        "[]",
        "() => 1",
        "Symbol('x')",
        "NaN",
        "5n",
        "new Date(0)",
        "new Set([1])",
        "new Uint8Array(4)",
        "/x/",
        "Promise.resolve({})",
        "new (class { #x = 1 })()",
    ] {
        let error = thrown(ask(&host, "refund", js(request), "{}").await);
        assert!(error.starts_with("INVALID_REQUEST"), "{request}: {error}");
    }
    assert_eq!(thrown(ask(&host, "refunds", js("{}"), "{}").await), "UNSUPPORTED");
    assert_eq!(sent(&host), 0);
}

#[wasm_bindgen_test]
async fn a_value_that_throws_when_it_is_read_is_refused_like_any_other() {
    let host = host(&[&reply(PAID)]);
    for request in [
        "{ transactionId: '5', get refundAmount() { throw new Error('0123456789abcdef0123456789abcdef'); } }",
        "new Proxy({}, { ownKeys() { throw new Error('no'); } })",
        "{ transactionId: '5', refundAmount: new Proxy({}, { get() { throw new Error('no'); } }) }",
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
    ] {
        let error = thrown(ask(&host, "refund", js(request), "{}").await);
        assert!(error.starts_with("INVALID_REQUEST"), "{request}: {error}");
    }
    assert_eq!(sent(&host), 0);
    assert!(ask(&host, "confirm", js(CONFIRM), "{}").await.is_ok(), "the next call works");
}

#[wasm_bindgen_test]
async fn what_an_object_inherits_or_hides_is_refused_and_not_passed_over() {
    let host = host(&[&reply(PAID)]);
    for odd in [
        "Object.assign(Object.create({ inherited: 1 }), CONFIRM)",
        "Object.defineProperty({ ...CONFIRM }, 'hidden', { value: 1 })",
        "({ ...CONFIRM, [Symbol('s')]: 1 })",
        "Object.assign(new (class Confirm {})(), CONFIRM)",
    ] {
        let request = js(&odd.replace("CONFIRM", CONFIRM));
        let error = thrown(ask(&host, "confirm", request, "{}").await);
        assert!(error.starts_with("INVALID_REQUEST"), "{odd}: {error}");
    }
    assert!(ask(&host, "confirm", js(CONFIRM), "{}").await.is_ok());
    let prototype = js(r#"JSON.parse('{"transactionId":"5","__proto__":{"refundAmount":1}}')"#);
    assert_eq!(thrown(ask(&host, "refund", prototype, "{}").await), "INVALID_REQUEST __proto__ unknown-field");
    let without = js("Object.assign(Object.create(null), { orderId: new Array(2) })");
    let holes = "INVALID_REQUEST orderId[0] type orderId[1] type";
    assert_eq!(thrown(ask(&host, "paymentCheck", without, "{}").await), holes);
    assert_eq!(sent(&host), 1);
}

#[wasm_bindgen_test]
fn a_configuration_is_checked_as_a_whole() {
    assert!(check_config(js(CONFIG)).is_ok());
    let swapped = "{ channelId: '0123456789abcdef0123456789abcdef', channelSecret: '1234567890', version: 'v2' }";
    let everything = "{ channelId: '', version: 'v9', environment: 'live', baseUrl: 'http://a.example', \
        timeouts: { confirm: 1, refnd: 1 } }";
    for (config, expected) in [
        ("{}", "INVALID_CONFIGURATION channelId required channelSecret required version required"),
        ("null", "INVALID_CONFIGURATION (request) type"),
        ("5n", "INVALID_CONFIGURATION (request) type"),
        ("() => 1", "INVALID_CONFIGURATION"),
        ("{ get channelId() { throw 1; } }", "INVALID_CONFIGURATION"),
        (swapped, "INVALID_CONFIGURATION channelId swapped"),
        (
            everything,
            "INVALID_CONFIGURATION channelSecret required timeouts.confirm milliseconds timeouts.refnd unknown-field \
          version version environment environment channelId credential baseUrl https",
        ),
    ] {
        let error = check_config(js(config)).unwrap_err();
        assert!(!text(&error, "message").contains("1234567890"));
        assert!(thrown(Err::<(), _>(error)).starts_with(expected), "{config}");
    }
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_typed_and_a_strange_host_is_a_broken_network() {
    for (answer, code, outcome) in [
        ("{ lost: 'timeout' }", "TIMEOUT", "unknown"),
        ("{ lost: 'network' }", "NETWORK", "unknown"),
        ("{ lost: 'aborted' }", "ABORTED", "unknown"),
        ("{ lost: 'too-large' }", "REPLY_TOO_LARGE", "unknown"),
        ("{ lost: 'something new' }", "NETWORK", "unknown"),
        ("{}", "NETWORK", "unknown"),
        ("() => Promise.reject(new Error('x'))", "NETWORK", "unknown"),
        ("{ status: 200 }", "NETWORK", "unknown"),
        ("{ status: 502, text: '<html>' }", "GATEWAY", "unknown"),
        ("{ status: 200, text: 'no' }", "MALFORMED_REPLY", "unknown"),
    ] {
        let host = host(&[answer]);
        let error = ask(&host, "confirm", js(CONFIRM), "{}").await.unwrap_err();
        assert_eq!((text(&error, "code").as_str(), text(&error, "outcome").as_str()), (code, outcome), "{answer}");
        assert_eq!(text(&error, "operation"), "confirm");
        assert_eq!(sent(&host), 1, "{answer}");
        assert_eq!(thrown(Err::<(), _>(error)), code);
    }
    let busy = host(&["{ lost: 'network' }", "{ lost: 'network' }", &reply(r#"{"returnCode":"0000","info":[]}"#)]);
    assert!(ask(&busy, "paymentCheck", js("{ orderId: 'ORD-1' }"), "{}").await.is_ok());
    assert_eq!(sent(&busy), 3, "a query is tried again");
}

#[wasm_bindgen_test]
async fn a_signal_ends_a_call_before_it_is_sent_and_is_handed_on_after_that() {
    let host = host(&[&reply(PAID)]);
    let error = ask(&host, "confirm", js(CONFIRM), "{ signal: AbortSignal.abort() }").await.unwrap_err();
    assert_eq!((text(&error, "code"), text(&error, "outcome")), ("ABORTED".to_owned(), "not-executed".to_owned()));
    assert_eq!(sent(&host), 0);
    ask(&host, "confirm", js(CONFIRM), "{ signal: new AbortController().signal }").await.unwrap();
    assert_eq!(get(&host, "sent.0.signal.aborted"), JsValue::FALSE);
    let wrong = ask(&host, "confirm", js(CONFIRM), "{ signal: 'no signal' }").await;
    let issue = get(wrong.as_ref().unwrap_err(), "issues.0");
    assert_eq!(text(&issue, "message") + &text(&issue, "messageZhTw"), "must be an AbortSignal必須是 AbortSignal");
    assert!(get(&issue, "returnCode").is_undefined(), "LINE Pay never sees it");
    assert_eq!(thrown(wrong), "INVALID_REQUEST options.signal type");
    assert_eq!(sent(&host), 1);
}
