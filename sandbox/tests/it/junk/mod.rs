//! Junk at every route of the contracts: an answer in its form, always, no 5xx that nobody asked for, and payments that
//! go on afterwards. `JUNK=10000 cargo test --release -p linepay-sandbox --test it junk` sends so many at each route.

mod made;

use crate::shop::{Shop, code};
use linepay_sandbox::{Answer, Delivery, Request};
use made::Junk;
use serde_json::{Value, json};
use std::path::Path;

/// A method and a path of a contract, and a body that it would take.
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) example: Value,
}

/// Every route that a contract tells of, and those of the buyer's pages.
fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    for name in ["v2", "v3", "v4", "control"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("pkg/openapi/{name}.json"));
        let contract: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for (path, methods) in contract["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let example = operation["requestBody"]["content"]["application/json"]["example"].clone();
                routes.push(Route { method: method.to_uppercase(), path: path.clone(), example });
            }
        }
    }
    for (method, path) in
        [("GET", "/web/payment/check/{reserveId}"), ("POST", "/web/sandbox/payment/{merchantKey}/{reserveId}")]
    {
        routes.push(Route {
            method: method.to_owned(),
            path: path.to_owned(),
            example: json!({ "action": "approve" }),
        });
    }
    routes
}

/// What is wrong with an answer.
fn fault(request: &Request, answer: &Answer) -> Option<String> {
    let api = request.path.starts_with("/v");
    if !(200..500).contains(&answer.status) {
        return Some(format!("status {}", answer.status));
    }
    if answer.content_type.starts_with("text/plain") {
        let told = [400, 404].contains(&answer.status) && !answer.body.is_empty();
        return (!told).then(|| format!("a text with status {}", answer.status));
    }
    let Ok(body) = serde_json::from_str::<Value>(&answer.body) else {
        return Some(format!("{} without JSON: {}", answer.content_type, answer.body));
    };
    // Of the control route and the pages, or of the header that names a world.
    if answer.status != 200 || !api {
        let told = answer.status == 200 || body["error"].is_string();
        return (!told).then(|| format!("status {} without an error: {body}", answer.status));
    }
    let fits = |code: &str| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    let told = body["returnCode"].as_str().is_some_and(fits)
        && body["returnMessage"].as_str().is_some_and(|text| !text.is_empty());
    if !told {
        return Some(format!("status {}, {body}", answer.status));
    }
    let is_sent = matches!(answer.delivery, Delivery::Whole);
    (is_sent && body["returnCode"] == "9000").then(|| "an internal error".to_owned())
}

/// How many requests each route gets.
fn count() -> u64 {
    std::env::var("JUNK").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

#[test]
fn every_route_answers_junk_in_its_form() {
    let routes = routes();
    assert!(routes.len() >= 50, "{}", routes.len());
    for (number, route) in routes.iter().enumerate() {
        let mut shop = Shop::new();
        let mut junk = Junk::new(number as u64);
        for turn in 0..count() {
            if turn % 500 == 0 {
                // Whatever junk has set, armed and advanced.
                shop.control("POST", "reset", &Value::Null);
                shop = Shop::new();
                junk.know(&mut shop);
            }
            let request = junk.request(&shop, route);
            let answer = shop.send(&request);
            if let Some(fault) = fault(&request, &answer) {
                panic!("{} {}, {turn}: {fault}\n{request:?}", route.method, route.path);
            }
            shop.now += 1000;
        }
        let log = shop.control("GET", "log", &Value::Null);
        assert!(log["calls"].as_array().unwrap().len() <= 200);
        shop.restart();
        shop.control("POST", "reset", &Value::Null);
        let paid = shop.pay("ORD-after");
        assert_eq!(code(&shop.refund(paid, "")), "0000", "{} {}", route.method, route.path);
    }
}

#[test]
fn what_is_no_answer_is_told() {
    let request = Request { path: "/v2/payments".to_owned(), ..Request::default() };
    let answer = |status, content_type, body: &str| {
        let mut answer = Shop::new().send(&Request::default());
        (answer.status, answer.content_type, answer.body) = (status, content_type, body.to_owned());
        answer
    };
    for (status, content_type, body) in [
        (500, "text/plain", "x"),
        (200, "text/plain", "x"),
        (404, "text/plain", ""),
        (200, "application/json", "{"),
        (200, "application/json", r#"{"returnCode":"12","returnMessage":"x"}"#),
        (200, "application/json", r#"{"returnCode":"0000"}"#),
        (200, "application/json", r#"{"returnCode":"9000","returnMessage":"Internal error."}"#),
        (403, "application/json", r#"{"returnCode":"0000","returnMessage":"x"}"#),
    ] {
        assert!(fault(&request, &answer(status, content_type, body)).is_some(), "{body}");
    }
    let control = Request { path: "/_sandbox/log".to_owned(), ..Request::default() };
    assert!(fault(&control, &answer(400, "application/json", "{}")).is_some());
    assert!(fault(&control, &answer(400, "application/json", r#"{"error":"x"}"#)).is_none());
}
