//! The control API, as it answers to a story.

use super::schema;
use crate::code::Code;
use crate::{Config, Request, Sandbox, Settings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const CHANNEL: &str = "1234567890";

/// Method, path, what it does, bodies that it takes (the first one is the example).
type Row = (&'static str, &'static str, &'static str, Vec<Value>);

fn rows() -> Vec<Row> {
    let seed = json!({
        "payments": [
            { "orderId": "PAID", "amount": 360, "currency": "TWD", "state": "PARTLY_REFUNDED", "refunded": 60,
              "transactionId": "2026050700000000110", "agoSeconds": 60, "version": "v3", "method": "BALANCE",
              "productName": "Tea", "confirmUrl": "https://shop.example.com/",
              "cancelUrl": "https://shop.example.com/" }],
        "regKeys": [{ "regKey": "RK0A1B2C3D4E5F6", "method": "BALANCE", "agoSeconds": 60 }],
        "faults": [{ "operation": "refund", "kind": "code", "code": Code::NO_REQUEST }],
        "settings": { "regKeyDays": 1 },
    });
    let mut world = seed.clone();
    for (name, value) in [
        ("name", "second"),
        ("channelId", "1700000001"),
        ("channelSecret", "worthless"),
        ("merchantName", "Second Shop"),
    ] {
        world[name] = json!(value);
    }
    let mut whole = seed.clone();
    for (name, value) in [("channelId", CHANNEL), ("channelSecret", "worthless"), ("merchantName", "Shop")] {
        whole[name] = json!(value);
    }
    whole["worlds"] = json!([{ "name": "third" }]);
    let fault = json!({ "operation": "confirm", "when": "after", "kind": "hang", "seconds": 60,
        "orderId": "ORD-1", "times": 2,
        "forSeconds": 600 });
    let random = json!({ "kind": "code", "code": Code::INTERNAL, "rate": 0.25, "seed": "a" });
    let stale = json!({ "operation": "paymentCheck", "kind": "stale", "calls": 2 });
    let approval = json!({ "method": "BALANCE" });
    let refused = json!({ "refusal": Code::of(1142) });
    let mix = json!({ "methods": [{ "method": "POINT", "amount": 60 }, { "method": "CREDIT_CARD" }] });
    let part = json!({ "amount": 100 });
    vec![
        ("POST", "seed", "Put payments, regKeys, faults, settings and worlds in, all or none", vec![whole]),
        ("GET", "transactions", "All payments; ids are texts", vec![]),
        ("POST", "transactions/{transactionId}/approve", "The buyer approves", vec![approval, mix, refused]),
        ("POST", "transactions/{transactionId}/cancel", "The buyer cancels", vec![]),
        ("POST", "transactions/{transactionId}/decline", "The buyer's payment method is declined", vec![]),
        ("POST", "transactions/{transactionId}/refund", "The merchant refunds in the console", vec![part.clone()]),
        ("POST", "transactions/{transactionId}/capture", "The merchant captures in the console", vec![part]),
        ("POST", "transactions/{transactionId}/void", "The merchant voids in the console", vec![]),
        ("GET", "reg-keys", "All regKeys", vec![]),
        ("POST", "reg-keys", "Make a regKey that can be charged", vec![json!({ "method": "BALANCE" })]),
        ("POST", "reg-keys/{regKey}/end", "The buyer ends a regKey in the LINE app", vec![]),
        ("GET", "clock", "The sandbox's time, and what ends next", vec![]),
        (
            "POST",
            "clock",
            "Set the clock, move it on, change its speed; tells what ends by it",
            vec![
                json!({ "advanceSeconds": 1200, "preview": true }),
                json!({ "set": "2030-01-01T00:00:00Z", "speed": 1 }),
            ],
        ),
        ("POST", "faults", "Arm a fault", vec![fault, random, stale]),
        ("GET", "faults", "What is armed", vec![]),
        ("DELETE", "faults", "Take all faults back", vec![]),
        ("GET", "settings", "All settings", vec![]),
        ("PUT", "settings", "Change the settings that are named", vec![json!({ "currency": "JPY" })]),
        ("GET", "log", "The last 200 calls of the API, secrets masked, and why each was answered so", vec![]),
        ("POST", "worlds", "Make another merchant, and fill it", vec![world]),
        ("GET", "worlds", "All merchants", vec![]),
        ("DELETE", "worlds/{name}", "End a merchant", vec![]),
        ("POST", "reset", "Forget everything", vec![]),
    ]
}

struct Story(Sandbox);

impl Story {
    fn call(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let request = Request {
            method: method.to_owned(),
            path: format!("/_sandbox/{path}"),
            headers: vec![("x-sandbox-control".to_owned(), "1".to_owned())],
            body: body.as_bytes().to_vec(),
            ..Request::default()
        };
        let answer = self.0.handle(&request, 1_778_123_045_000);
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }

    fn reserve(&mut self) -> String {
        let body = json!({ "productName": "Tea", "amount": 360, "currency": "TWD", "orderId": "ORD-1",
            "confirmUrl": "https://a.example/" });
        let headers = [
            ("content-type", "application/json"),
            ("x-line-channelid", CHANNEL),
            ("x-line-channelsecret", "worthless"),
        ];
        let request = Request {
            method: "POST".to_owned(),
            path: "/v2/payments/request".to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            body: body.to_string().into_bytes(),
            ..Request::default()
        };
        let answer = self.0.handle(&request, 1_778_123_045_000);
        self.0.took(0.25);
        let reply: Value = serde_json::from_str(&answer.body).unwrap();
        reply["info"]["transactionId"].to_string()
    }
}

pub(super) fn document() -> Value {
    let config = Config {
        channel_id: CHANNEL.to_owned(),
        channel_secret: "worthless".to_owned(),
        merchant_name: "Shop".to_owned(),
        seed: "openapi".to_owned(),
        public_origin: None,
        settings: Settings::default(),
    };
    let mut story = Story(Sandbox::new(config).unwrap());
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (method, path, summary, bodies) in rows() {
        let mut answers = Vec::new();
        let none = [Value::Null];
        for body in if bodies.is_empty() { &none[..] } else { &bodies[..] } {
            let id = if path.contains("{transactionId}") { story.reserve() } else { String::new() };
            let called = path.replace("{transactionId}", &id).replace("{regKey}", "RK0A1B2C3D4E5F6");
            let called = called.replace("{name}", "second");
            let text = if body.is_null() { String::new() } else { body.to_string() };
            let (status, answer) = story.call(method, &called, &text);
            assert_eq!(status, 200, "{method} {path}: {answer}");
            answers.push(answer);
        }
        let samples: Vec<&Value> = answers.iter().collect();
        let content = json!({ "application/json": { "schema": schema::infer("", &samples) } });
        let mut operation = json!({
            "summary": summary,
            "operationId": format!("{} {path}", method.to_lowercase()),
            "parameters": parameters(path),
            "responses": {
                "200": { "description": "done", "content": content },
                "default": { "$ref": "#/components/responses/Refusal" },
            },
        });
        if let Some(example) = bodies.first() {
            let samples: Vec<&Value> = bodies.iter().collect();
            let mut schema = schema::infer("", &samples);
            known(&mut story, method, path, &mut schema);
            let required = path == "clock" || path == "faults" || path == "settings";
            let content = json!({ "application/json": { "schema": schema, "example": example } });
            operation["requestBody"] = json!({ "required": required, "content": content });
        }
        paths.entry(format!("/_sandbox/{path}")).or_default().insert(method.to_lowercase(), operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of linepay-sandbox",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "For tests: plays the buyer, breaks calls, moves the clock, tells what the sandbox knows.",
        },
        "servers": [{ "url": "http://127.0.0.1:8788" }],
        "security": [{ "control": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "control": { "type": "apiKey", "in": "header", "name": "x-sandbox-control",
                "description": "1 on the sandbox's own machine, the control token from elsewhere" } },
            "parameters": { "World": { "name": "x-sandbox-world", "in": "header", "schema": { "type": "string" },
                "description": "The merchant that is meant; the sandbox's own unless told otherwise" } },
            "responses": { "Refusal": {
                "description": "what is wrong; of a seed all of it, each with its path",
                "content": { "application/json": { "schema": { "type": "object", "required": ["error"], "properties": {
                    "error": { "type": "string" },
                    "problems": { "type": "array", "items": { "type": "object", "required": ["path", "message"],
                        "properties": { "path": { "type": "string" }, "message": { "type": "string" } } } } } } } } } },
        },
    })
}

fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let own = names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    own.chain([json!({ "$ref": "#/components/parameters/World" })]).collect()
}

/// The fields that a call knows are those of its examples, but for settings, of which there are many: what it says to
/// an unknown one lists them.
fn known(story: &mut Story, method: &str, path: &str, schema: &mut Value) {
    let (status, answer) = story.call(method, path, r#"{"?":1}"#);
    // Nobody needs all of them at once.
    schema.as_object_mut().unwrap().remove("required");
    if path.contains('{') {
        return;
    }
    assert_eq!(status, 400, "{path}");
    let error = answer["error"].as_str().unwrap();
    let Some((_, list)) = error.split_once("no field here; there are ") else {
        return;
    };
    let names: Vec<String> = list.trim_end_matches(')').split(", ").map(str::to_owned).collect();
    let properties = schema["properties"].as_object_mut().unwrap();
    if path == "settings" {
        let (_, all) = story.call("GET", "settings", "");
        *properties = schema::infer("", &[&all])["properties"].as_object().unwrap().clone();
    }
    // The merchant of a seed has its name already.
    for name in names.into_iter().filter(|name| path != "seed" || name != "name") {
        assert!(properties.contains_key(&name), "{method} {path}: no example has {name}");
    }
}
