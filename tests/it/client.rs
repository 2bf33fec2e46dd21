//! One call through a host that answers what a test wants: what is repeated, what a lost answer
//! means, and that the secret goes nowhere but into its header.

use crate::support::asked::{Asks, ask};
use crate::support::canned::Canned;
use crate::support::shop::run::block_on;
use crate::support::shop::{SECRET, Shop, config, input, order, settings};
use linepay_edge::error::Retry;
use linepay_edge::flow::{Answer, Checkout, Client, Lost, State, Visit, VisitKind};
use linepay_edge::operations::{ALL, find};
use linepay_edge::payment::Step;
use linepay_edge::typed::RegKeyCheckRequest;
use linepay_edge::{
    Code, Config, Credentials, Environment, Error, Expected, Outcome, Request, Typed, Version, prepare,
};
use serde_json::{Value, json};

fn request(operation: &str) -> Request {
    let request = match operation {
        "reserve" => {
            json!({ "orderId": "ORD-1", "productName": "tea", "amount": 360, "currency": "TWD",
            "confirmUrl": "https://shop.example.com/c" })
        }
        "confirm" => json!({ "transactionId": "5", "amount": 360, "currency": "TWD" }),
        "refund" => json!({ "transactionId": "5" }),
        _ => json!({ "orderId": "ORD-1" }),
    };
    ask(operation, Version::V2, input(&request)).unwrap()
}

fn call(host: &Canned, operation: &str) -> Result<Answer, Error> {
    let config = config();
    block_on(Client::new(&config, host).call(&request(operation), &Expected::default()))
}

#[test]
fn only_queries_that_failed_quickly_are_tried_again() {
    let refused = |code: &str| format!(r#"{{"returnCode":"{code}","returnMessage":"-"}}"#);
    let (busy, gone, html) = (refused("9000"), refused("1150"), "<html>".to_owned());
    for (answer, attempts) in [
        (Err(Lost::Network), 3),
        (Ok((502, html.as_str())), 3),
        (Ok((307, html.as_str())), 3),
        (Ok((200, html.as_str())), 3),
        (Ok((200, busy.as_str())), 3),
        (Ok((200, gone.as_str())), 1),
        (Err(Lost::Timeout), 1),
        (Err(Lost::TooLarge), 1),
        (Err(Lost::Aborted), 1),
        (Err(Lost::NotSent), 1),
    ] {
        let host = Canned::new(answer);
        assert!(call(&host, "paymentCheck").is_err());
        assert_eq!(host.sent.get(), attempts, "{answer:?}");
        assert_eq!(host.slept.borrow().len(), attempts - 1);
        for operation in ["reserve", "confirm", "refund"] {
            let host = Canned::new(answer);
            assert!(call(&host, operation).is_err());
            assert_eq!(host.sent.get(), 1, "{operation} {answer:?}");
        }
    }
}

#[test]
fn a_lost_answer_says_whether_money_may_have_moved() {
    use Outcome::{NotExecuted, Unknown};
    for (lost, code) in [
        (Lost::Network, Code::Network),
        (Lost::Timeout, Code::Timeout),
        (Lost::Aborted, Code::Aborted),
        (Lost::TooLarge, Code::ReplyTooLarge),
        (Lost::NotSent, Code::Aborted),
    ] {
        for (operation, outcome, retry) in [
            ("paymentCheck", NotExecuted, Retry::Again),
            ("reserve", Unknown, Retry::Again),
            ("confirm", Unknown, Retry::AskFirst),
            ("refund", Unknown, Retry::AskFirst),
        ] {
            let error = call(&Canned::new(Err(lost)), operation).unwrap_err();
            let expected = if lost == Lost::NotSent { (NotExecuted, Retry::Again) } else { (outcome, retry) };
            assert_eq!((error.code(), (error.outcome(), error.retry())), (code, expected), "{operation} {lost:?}");
            assert_eq!(error.operation(), Some(operation));
            // v2's payment details do not list what is only authorised: asked alone they would say that nothing
            // happened.
            let advised = ["paymentCheck", "authCheck"].map(|question| error.to_string().contains(question));
            assert!(error.outcome() == NotExecuted || operation == "reserve" || advised == [true; 2], "{error}");
        }
    }
}

#[test]
fn an_answer_keeps_its_text() {
    let text = "{\"returnCode\":\"0000\", \"info\":{\"refundTransactionId\":2026050712345679911}}";
    let host = Canned::new(Ok((200, text)));
    let answer = call(&host, "refund").unwrap();
    assert_eq!((answer.raw.as_str(), answer.as_given), (text, true));
    let echoing = format!(r#"{{"returnCode":"0000","returnMessage":"{SECRET}","info":{{"refundTransactionId":9}}}}"#);
    let echo = call(&Canned::new(Ok((200, &echoing))), "refund").unwrap();
    assert_eq!((echo.raw, echo.as_given), (echoing.replace(SECRET, "***"), false));
    let events = host.events.borrow();
    assert_eq!(events.lines().count(), 2, "{events}");
    assert!(events.contains("\"body\":\"{}\""));
}

/// Answers of a server that repeats the secret wherever it can.
fn echoes() -> Vec<String> {
    let info = [
        json!({ "transactionId": 5, "orderId": SECRET, "payInfo": [{ "amount": 360 }] }),
        json!({ "transactionId": 6, "orderId": "ORD-1", "payInfo": SECRET }),
        json!({ "transactionId": 5, "paymentUrl": { "web": format!("https://{SECRET}.example/") } }),
        json!({ "transactionId": 5, "paymentUrl": { "web": format!("ftp://{SECRET}") } }),
        json!([{ "transactionId": 5, "orderId": SECRET, "transactionType": "PAYMENT", "currency": "TWD" }]),
        json!([{ "transactionId": 5, "orderId": "ORD-1", "transactionType": SECRET, "currency": SECRET }]),
    ];
    let success = info.map(|info| json!({ "returnCode": "0000", "returnMessage": SECRET, "info": info }));
    let refusals = ["1106", "1172", "1150", "7777"].map(|code| json!({ "returnCode": code, "returnMessage": SECRET }));
    let mut texts: Vec<String> = success.iter().chain(&refusals).map(Value::to_string).collect();
    texts.push(format!("<html>{SECRET}</html>"));
    texts
}

#[test]
fn the_secret_comes_back_in_no_error_event_or_verdict() {
    let (config, settings) = (config(), settings());
    let good = Shop::new();
    let reserved = good.reserve("ORD-1", 360);
    for (status, text) in echoes().iter().flat_map(|text| [(200, text), (403, text)]) {
        let host = Canned::new(Ok((status, text)));
        let mut seen = String::new();
        for operation in ["reserve", "confirm", "refund", "paymentCheck"] {
            if let Err(error) = call(&host, operation) {
                let report = error.report();
                seen += &format!("{error} {error:?} {report:?} {}", serde_json::to_string(&report).unwrap());
            }
        }
        let checkout = Checkout::new(&config, &host, &settings).unwrap();
        if let Err(error) = block_on(checkout.reserve(input(&order("ORD-1", 360)), None)) {
            seen += &format!("{error} {error:?} {:?}", error.report());
        }
        for kind in [VisitKind::Confirm, VisitKind::Status] {
            let visit = Visit { kind, url: reserved.confirm.clone(), cookies: None };
            let verdict = block_on(checkout.visit(&visit));
            assert_ne!(verdict.state, State::Paid, "{text}");
            seen += &format!("{verdict:?}");
        }
        seen += &host.events.borrow();
        let place = seen.find(SECRET).map(|place| &seen[place.saturating_sub(80)..place]);
        assert_eq!(place, None, "{text}");
    }
}

/// A code from the buyer's app pays for whoever sends it first: a log has no use for it.
#[test]
fn a_one_time_key_is_sent_and_comes_back_in_no_error_or_event() {
    let key = "123456789012";
    let asked = |key: &str| {
        let request = json!({ "orderId": "ORD-1", "productName": "tea", "amount": 360, "currency": "TWD",
            "confirmUrl": "https://shop.example.com/c", "oneTimeKey": key });
        ask("reserve", Version::V2, input(&request)).unwrap()
    };
    assert!(asked(key).prepare(&config(), "n").body().unwrap().contains(key));
    let call =
        |host: &Canned, key: &str| block_on(Client::new(&config(), host).call(&asked(key), &Expected::default()));
    let refused = format!(r#"{{"returnCode":"1133","returnMessage":"wrong oneTimeKey {key}"}}"#);
    for answer in [Ok((200, refused.as_str())), Ok((502, key)), Err(Lost::Timeout)] {
        let host = Canned::new(answer);
        let error = call(&host, key).unwrap_err();
        let report = serde_json::to_string(&error.report()).unwrap();
        let seen = format!("{error} {error:?} {report} {} {:?}", host.events.borrow(), asked(key));
        assert!(!seen.contains(key) && host.events.borrow().contains("***"), "{seen}");
    }
    // The reply itself is read as it came, even where an id holds the same digits.
    let text = format!(r#"{{"returnCode":"0000","info":{{"transactionId":{key}3456789}}}}"#);
    let host = Canned::new(Ok((200, text.as_str())));
    let answer = call(&host, key).unwrap();
    assert_eq!(
        (answer.raw.as_str(), answer.reply.text()),
        (text.as_str(), r#"{"transactionId":"1234567890123456789"}"#)
    );
    assert!(!host.events.borrow().contains(key));
    // One of eight is one, and what is no key is left as it is.
    let failed = Canned::new(Ok((502, "12345678 https://shop.example.com/c")));
    let report = serde_json::to_string(&call(&failed, "12345678").unwrap_err().report()).unwrap();
    assert!(!report.contains("12345678") && report.contains("https://shop.example.com/c"), "{report}");
    // What is too short to be one is left alone: it would be found in every text.
    for short in ["1234567", "茶茶茶"] {
        assert!(call(&host, short).is_ok() && host.events.borrow().contains(short), "{short}");
    }
}

#[test]
fn the_secret_is_in_its_header_and_in_nothing_that_prints() {
    let request = request("confirm").prepare(&config(), "n");
    let carrying: Vec<_> = request.headers().iter().filter(|(_, value)| value.contains(SECRET)).collect();
    assert_eq!(carrying.len(), 1);
    assert_eq!(carrying[0].0, "X-LINE-ChannelSecret");
    let seen = format!("{request:?} {} {:?}", request.url(), request.body());
    assert!(!seen.contains(SECRET), "{seen}");
}

#[test]
fn a_reg_key_is_in_the_url_and_in_nothing_that_prints() {
    let check = RegKeyCheckRequest { reg_key: "RK0123456789ABC".to_owned().into(), credit_card_auth: None };
    let asked = check.request(Version::V2).unwrap();
    let request = asked.prepare(&config(), "n");
    assert!(request.url().contains("RK0123456789ABC"));
    assert_eq!(format!("{request:?}"), "HttpRequest(GET regKeyCheck)");
    assert!(!format!("{check:?} {asked:?}").contains("RK0123456789ABC"));
}

/// The secrets that LINE Pay gives out are hexadecimal, yet a text of any visible characters is taken for one; and a
/// server that repeats it writes it as its JSON does.
#[test]
fn a_secret_comes_back_in_no_spelling() {
    let secret = r#"q"\/%&<x0123456789"#;
    let config = Config::new(Credentials::new("1234567890", secret).unwrap(), Version::V2, Environment::Sandbox);
    let json = json!(secret).to_string();
    let plain = json.trim_matches('"');
    let spellings = [
        plain.to_owned(),
        plain.replace('/', "\\/"),
        secret.bytes().map(|byte| format!("\\u{byte:04X}")).collect(),
        plain.replacen('x', "\\u0078", 1),
        plain.replace("\\\"", "\\u0022"),
        json!(plain).to_string().trim_matches('"').to_owned(),
        secret.bytes().map(|byte| format!("%{byte:02x}")).collect(),
    ];
    for spelling in spellings {
        let text = format!(r#"{{"returnCode":"1106","returnMessage":"wrong: {spelling}","info":"{spelling}"}}"#);
        let host = Canned::new(Ok((200, &text)));
        let error = block_on(Client::new(&config, &host).call(&request("confirm"), &Expected::default())).unwrap_err();
        let report = error.report();
        assert_eq!(report.return_message.as_deref(), Some("wrong: ***"), "{text}");
        assert_eq!(report.raw.as_deref(), Some(r#"{"returnCode":"1106","returnMessage":"wrong: ***","info":"***"}"#));
        let events = host.events.borrow();
        assert!(!events.contains("0123456789") && events.contains("wrong: ***"), "{events}");
    }
}

/// What the caller expected is the caller's own text, and it stands in the error as well.
#[test]
fn a_secret_that_the_caller_expected_somewhere_is_masked_in_the_error() {
    let reply = json!({ "returnCode": "0000", "returnMessage": "-", "info":
        { "transactionId": 5, "orderId": "ORD-1", "payInfo": [{ "amount": 360 }] } });
    let host = Canned::new(Ok((200, &reply.to_string())));
    let known = Expected { order_ids: vec![SECRET.into()], ..Expected::default() };
    let config = config();
    let error = block_on(Client::new(&config, &host).call(&request("confirm"), &known)).unwrap_err();
    assert_eq!(error.code(), Code::Mismatch);
    assert_eq!(error.mismatch().unwrap().asked, "***");
    let report = serde_json::to_string(&error.report()).unwrap();
    assert!(!format!("{error} {error:?} {report}").contains(SECRET), "{report}");
}

/// A request is read once, by the rules of one configuration; another one must not send it.
#[test]
fn a_request_that_was_read_for_another_configuration_is_not_sent() {
    let local = json!({ "orderId": "ORD-1", "productName": "tea", "amount": 360, "currency": "TWD",
        "confirmUrl": "http://127.0.0.1:8787/c" });
    let here = Config::with_base_url(config(), "http://127.0.0.1:8788").unwrap();
    let local = ask("reserve", here.rules(), input(&local)).unwrap();
    assert!(prepare(&here, &local, "n").is_ok());
    let v3 = ask("confirm", Version::V3, input(&json!({ "transactionId": "5", "amount": 360, "currency": "TWD" })));
    for request in [local, v3.unwrap()] {
        let host = Canned::new(Ok((200, "{}")));
        let config = config();
        let error = block_on(Client::new(&config, &host).call(&request, &Expected::default())).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::InvalidRequest, Outcome::NotExecuted));
        assert_eq!(host.events.borrow().as_str(), "");
    }
}

#[test]
fn a_lost_answer_says_whom_to_ask() {
    for (operation, advice) in [
        ("reserve", "no money moved; reserve again with a new orderId"),
        ("confirm", "ask paymentCheck"),
        ("refund", "ask paymentCheck"),
        ("paymentCheck", "nothing was changed; the call may be repeated"),
    ] {
        let error = call(&Canned::new(Err(Lost::Timeout)), operation).unwrap_err();
        assert!(error.to_string().contains(advice), "{operation}: {error}");
    }
}

#[test]
fn a_step_is_the_operation_of_its_name() {
    for step in Step::ALL {
        let name = json!(step);
        let operation = find(name.as_str().unwrap()).unwrap();
        assert_eq!(operation.step.map(|(step, _)| json!(step)), Some(name));
    }
    assert_eq!(ALL.iter().filter(|operation| operation.step.is_some()).count(), Step::ALL.len());
}
