//! The checkout's functions as JavaScript calls them. Runs in Node and in a browser.

use crate::page::{CONFIG, PAID, SECRET, SETTINGS, host, js, reply, sent, text, thrown};
use js_sys::{JSON, Reflect};
use linepay_edge::js::{checkout_reserve, checkout_visit};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const ORDER: &str = "{ orderId: 'ORD-1', amount: 360, currency: 'TWD', productName: '茶' }";
const RESERVED: &str = r#"{"returnCode":"0000","info":{"transactionId":2026050712345678910,
    "paymentUrl":{"web":"https://sandbox-web-pay.line.me/web/payment/wait?x=1"}}}"#;

async fn reserve(host: &JsValue, settings: &str, order: &str) -> Result<JsValue, JsValue> {
    checkout_reserve(js(CONFIG), host.clone().unchecked_into(), js(settings), js(order)).await
}

async fn visit(host: &JsValue, visit: &JsValue) -> Result<JsValue, JsValue> {
    checkout_visit(js(CONFIG), host.clone().unchecked_into(), js(SETTINGS), visit.clone()).await
}

#[wasm_bindgen_test]
async fn a_checkout_runs_from_reserve_to_paid() {
    let none = reply(r#"{"returnCode":"1150","returnMessage":"-"}"#);
    let host = host(&[&reply(RESERVED), &none, &none, &none, &none, &reply(PAID)]);
    let reserved = reserve(&host, SETTINGS, ORDER).await.unwrap();
    assert_eq!(text(&reserved, "transactionId"), "2026050712345678910");
    assert!(text(&reserved, "setCookie").starts_with("__Host-linepay-"));
    let body = JSON::parse(&text(&host, "sent.0.body")).unwrap();
    let url = format!("{}&transactionId=2026050712345678910", text(&body, "confirmUrl"));
    let page = js("{ kind: 'status', cookies: null }");
    Reflect::set(&page, &"url".into(), &url.as_str().into()).unwrap();
    assert_eq!(text(&visit(&host, &page).await.unwrap(), "state"), "unpaid", "the status page only asks");
    Reflect::set(&page, &"kind".into(), &"confirm".into()).unwrap();
    let verdict = visit(&host, &page).await.unwrap();
    assert_eq!(
        (text(&verdict, "state"), text(&verdict, "payment.key")),
        ("paid".to_owned(), "2026050712345678910".to_owned())
    );
    assert_eq!(sent(&host), 6, "each visit asks for what is authorised and for what is paid");
    assert!(text(&verdict, "setCookie").starts_with("__Host-linepay-"));
    assert!(!text(&host, "events").contains(SECRET));
}

#[wasm_bindgen_test]
async fn a_checkout_refuses_what_it_cannot_use() {
    let host = host(&[&reply(RESERVED)]);
    let http = "{ origin: 'http://shop.example.com', confirmPath: 'c', cancelPath: '/x?y', statusPath: '//s', \
                lifetimeSeconds: 5, x: 1 }";
    let wrong = "INVALID_CONFIGURATION confirmPath path cancelPath path statusPath path lifetimeSeconds seconds x \
                 unknown-field origin origin";
    assert_eq!(thrown(reserve(&host, http, ORDER).await), wrong);
    assert!(thrown(reserve(&host, "{ get origin() { throw 1; } }", ORDER).await).starts_with("INVALID_"));
    assert!(thrown(reserve(&host, SETTINGS, "{ get orderId() { throw 1; } }").await).starts_with("INVALID_REQUEST"));
    let twice = thrown(reserve(&host, SETTINGS, "{ orderId: 'a', amount: NaN, confirmUrl: 1 }").await);
    assert!(twice.contains("amount amount") && twice.contains("confirmUrl set-by-checkout"), "{twice}");
    for page in [
        "undefined",
        "5",
        "{}",
        "{ kind: 'confirm', url: 5 }",
        "{ get url() { throw 1; } }",
        "{ kind: 'confirm', url: 'https://shop.example.com/c?order=x' }",
    ] {
        let verdict = visit(&host, &js(page)).await.unwrap();
        assert_eq!(text(&verdict, "state"), "invalid-token", "{page}");
    }
    assert_eq!(sent(&host), 0);
}
