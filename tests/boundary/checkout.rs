//! The checkout, step by step.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{PAID, SECRET, SETTINGS, World, result, text, thrown};

const ORDER: &str = r#"{"orderId":"ORD-1","amount":360,"currency":"TWD","productName":"茶"}"#;
const RESERVED: &str = r#"{"returnCode":"0000","info":{"transactionId":2026050712345678910,
    "paymentUrl":{"web":"https://sandbox-web-pay.line.me/web/payment/wait?x=1"}}}"#;

fn visit(world: &mut World, visit: &str) -> Value {
    result(&world.ask("checkout.visit", visit, SETTINGS))
}

#[wasm_bindgen_test]
fn a_checkout_runs_from_reserve_to_paid() {
    let none = (200, r#"{"returnCode":"1150","returnMessage":"-"}"#);
    let mut world = World::new(&[(200, RESERVED), none, none, none, none, (200, PAID)]);
    let reserved = result(&world.ask("checkout.reserve", ORDER, SETTINGS));
    assert_eq!(text(&reserved, "transactionId"), "2026050712345678910");
    assert!(text(&reserved, "setCookie").starts_with("__Host-linepay-"));
    let body: Value = serde_json::from_str(world.sent[0].body.as_deref().unwrap()).unwrap();
    let url = format!("{}&transactionId=2026050712345678910", text(&body, "confirmUrl"));
    let page = json!({ "kind": "status", "url": url, "cookies": null }).to_string();
    assert_eq!(text(&visit(&mut world, &page), "state"), "unpaid", "the status page only asks");
    let verdict = visit(&mut world, &page.replace("\"status\"", "\"confirm\""));
    assert_eq!([text(&verdict, "state"), text(&verdict, "payment.key")], ["paid", "2026050712345678910"]);
    assert_eq!(world.sent.len(), 6, "each visit asks for what is authorised and for what is paid");
    assert!(text(&verdict, "setCookie").starts_with("__Host-linepay-"));
    assert!(!serde_json::to_string(&world.events).unwrap().contains(SECRET));
    let mut calls: Vec<String> = world.events.iter().skip(6).map(|event| text(event, "call")).collect();
    calls.dedup();
    assert_eq!(calls.len(), 3, "each call of a task has its number");
}

#[wasm_bindgen_test]
fn an_order_in_a_ledger_runs_from_reserve_to_paid() {
    let mut world = World::new(&[(200, RESERVED), (200, PAID), (200, PAID)]);
    let reserved = result(&world.ask("kept.reserve", ORDER, SETTINGS));
    assert_eq!((text(&reserved, "transactionId"), world.writes), ("2026050712345678910".to_owned(), 1));
    let again = result(&world.ask("kept.reserve", ORDER, SETTINGS));
    assert_eq!((again["paymentUrl"].clone(), world.sent.len()), (reserved["paymentUrl"].clone(), 1));
    let body: Value = serde_json::from_str(world.sent[0].body.as_deref().unwrap()).unwrap();
    let url = format!("{}&transactionId=2026050712345678910", text(&body, "confirmUrl"));
    let page = json!({ "kind": "confirm", "url": url }).to_string();
    let verdict = result(&world.ask("kept.visit", &page, SETTINGS));
    assert_eq!(text(&verdict, "state"), "paid");
    assert_eq!([world.sent.len(), world.told.len()], [2, 1], "it is in the ledger that nothing was confirmed before");
    assert_eq!(text(&world.told[0], "key"), "paid:2026050712345678910");
    assert_eq!(world.writes, 4);
    let early: Vec<&Value> = world.events.iter().filter(|event| event.get("type").is_none()).collect();
    assert_eq!(early, [&verdict], "once, before the last write");
    let kept = world.record.clone().unwrap();
    assert!(!kept.contains(SECRET));
    assert_eq!(result(&world.ask("kept.sweep", "linepay/ORD-1", "")), json!([]));
    assert_eq!(result(&world.ask("kept.sweep", "another key", "")), json!([]));
    assert_eq!((world.sent.len(), world.writes), (2, 5), "it is put down that nothing is left to do");
    let seen = result(&world.ask("kept.desk", "get\nORD-1", "{}"));
    assert_eq!([text(&seen, "order.payment.money"), text(&seen, "order.regKey.state")], ["captured", "not-expected"]);
    assert!(!seen["order"].to_string().contains("writeIds"));
    let wrong = thrown(&world.ask("kept.desk", "refund\nORD-1", r#"{"amount":null,"key":"a b"}"#));
    assert_eq!(wrong, "INVALID_REQUEST amount explicit key refund-key");
    let refused = result(&world.ask("kept.desk", "void\nORD-1", "{}"));
    assert_eq!([text(&refused, "error.code"), text(&refused, "order.orderId")], ["ILLEGAL_STEP", "ORD-1"]);
    assert_eq!((world.sent.len(), world.writes), (2, 5));
    world.record = Some("junk".to_owned());
    assert!(thrown(&world.ask("kept.desk", "get\nORD-1", "{}")).starts_with("LEDGER"));
    assert!(thrown(&world.ask("kept.sweep", "linepay/ORD-1", "")).starts_with("LEDGER"));
    assert!(thrown(&world.ask("kept.reserve", ORDER, "{}")).starts_with("INVALID_CONFIGURATION"));
    assert!(thrown(&world.ask("kept.visit", &page, "{}")).starts_with("INVALID_CONFIGURATION"));
}

#[wasm_bindgen_test]
fn a_checkout_refuses_what_it_cannot_use() {
    let mut world = World::new(&[(200, RESERVED)]);
    let http = r#"{"origin":"http://shop.example.com","confirmPath":"c","cancelPath":"/x?y","statusPath":"//s",
        "lifetimeSeconds":5,"x":1}"#;
    let wrong = "INVALID_CONFIGURATION confirmPath path cancelPath path statusPath path lifetimeSeconds seconds \
        x unknown-field origin origin";
    assert_eq!(thrown(&world.ask("checkout.reserve", ORDER, http)), wrong);
    for operation in ["checkout.reserve", "checkout.visit"] {
        assert!(thrown(&world.ask(operation, ORDER, r#"{"origin":"\u0000f"}"#)).starts_with("INVALID_"));
        assert!(thrown(&world.ask(operation, ORDER, "")).starts_with("INVALID_CONFIGURATION"));
    }
    for order in [r#"{"orderId":"\u0000f"}"#, "", "5"] {
        assert!(thrown(&world.ask("checkout.reserve", order, SETTINGS)).starts_with("INVALID_REQUEST"), "{order}");
    }
    let odd = r#"{"orderId":"a","amount":"\u0000d7ff8000000000000","confirmUrl":1}"#;
    let twice = thrown(&world.ask("checkout.reserve", odd, SETTINGS));
    assert!(twice.contains("amount amount") && twice.contains("confirmUrl set-by-checkout"), "{twice}");
    for page in [
        "null",
        "5",
        "",
        "{}",
        r#"{"kind":"confirm","url":5}"#,
        r#"{"url":"\u0000f"}"#,
        r#"{"kind":"confirm","url":"https://shop.example.com/c?order=x"}"#,
    ] {
        assert_eq!(text(&visit(&mut world, page), "state"), "invalid-token", "{page}");
    }
    assert!(world.sent.is_empty());
}

/// Settings are read once for each text; more than are remembered must not be mixed up, and wrong ones not be kept.
#[wasm_bindgen_test]
fn each_checkout_has_its_own_settings() {
    let all: Vec<String> = (0..12).map(|n| SETTINGS.replace("shop.", &format!("shop{n}."))).collect();
    for n in (0..12).chain([0, 11, 3, 3, 0]).chain((0..12).rev()) {
        let mut world = World::new(&[(200, RESERVED)]);
        result(&world.ask("checkout.reserve", ORDER, &all[n]));
        let body: Value = serde_json::from_str(world.sent[0].body.as_deref().unwrap()).unwrap();
        let own = format!("https://shop{n}.example.com/c?");
        assert!(text(&body, "confirmUrl").starts_with(&own), "{own}");
    }
    let mut world = World::new(&[(200, RESERVED)]);
    for _ in 0..2 {
        assert_eq!(
            thrown(&world.ask("checkout.reserve", ORDER, "{}")).split(' ').next(),
            Some("INVALID_CONFIGURATION")
        );
    }
    assert!(world.sent.is_empty());
}
