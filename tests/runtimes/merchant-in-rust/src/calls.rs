//! One call with what a test says about it, and what needs no network.

use std::future::pending;

use js_sys::futures::future_to_promise;
use js_sys::{Promise, Reflect};
use linepay_edge::flow::{Client, Host};
use linepay_edge::input::Plain;
use linepay_edge::payment::PaymentLife;
use linepay_edge::return_code::{ReturnCode, catalogue};
use linepay_edge::web::FetchHost;
use linepay_edge::wire::unsupported;
use linepay_edge::{Config, Error, Expected, Request, Version};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response, ResponseInit};

use crate::described;

/// `{ operation, arguments, version, options, answer, abort }`, as in `merchant.js`.
pub async fn call(asked: Value, env: &JsValue) -> Value {
    match attempt(&asked, env).await {
        Ok(reply) => json!({ "reply": reply }),
        Err(error) => described(&error),
    }
}

async fn attempt(asked: &Value, env: &JsValue) -> Result<Value, Error> {
    let config = config(env, asked["version"].as_str().unwrap_or("v2"), &asked["options"])?;
    let operation = asked["operation"].as_str().unwrap_or_default();
    let (request, also) = (&asked["arguments"][0], &asked["arguments"][1]);
    let name = linepay_edge::operations::NAMES.iter().find(|name| **name == operation).copied().unwrap_or("request");
    let known = Expected::read(plain(&also["expected"]).input(), name)?;
    let call = match linepay_edge::operations::find(operation) {
        Some(operation) => Request::read(operation, config.rules(), plain(request).input(), known.currency)?,
        None => return Err(unsupported("request", config.version())),
    };
    let mut host = FetchHost::new();
    if let Some(kind) = asked["answer"].as_str() {
        let kind = kind.to_owned();
        host = host.with_fetch(move |_, _| Ok(instead(kind.clone())));
    }
    if let Some(milliseconds) = asked["abort"].as_u64() {
        host = host.with_signal(AbortSignal::timeout_with_u32(milliseconds as u32));
    }
    let client = Client::new(&config, &host);
    let answer = match &also["payment"] {
        Value::Null => client.call(&call, &known).await?,
        life => client.step(&call, &known, &PaymentLife::read(plain(life).input(), name)?).await?,
    };
    let mut reply: Value = told(answer.reply.text());
    reply["raw"] = answer.raw.into();
    Ok(reply)
}

/// The merchant's configuration out of the worker's bindings.
pub fn config(env: &JsValue, version: &str, more: &Value) -> Result<Config, Error> {
    let binding = |name: &str| Reflect::get(env, &name.into()).ok().and_then(|value| value.as_string());
    let mut config = json!({
        "channelId": binding("LINE_PAY_CHANNEL_ID"),
        "channelSecret": binding("LINE_PAY_CHANNEL_SECRET"),
        "version": version,
        "baseUrl": binding("LINE_PAY_BASE_URL"),
        "paymentOrigin": binding("LINE_PAY_BASE_URL"),
        "timeouts": { "confirm": 1000 },
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        config[name] = value.clone();
    }
    Config::read(plain(&config).input())
}

/// A reply as a caller gets it.
fn told(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// JSON as what a caller gives.
fn plain(value: &Value) -> Plain {
    value.clone().into()
}

/// What a test puts in LINE Pay's place.
fn instead(kind: String) -> Promise {
    future_to_promise(async move {
        let text = match kind.as_str() {
            "silent" => pending().await,
            "unreachable" => return Err("no route".into()),
            "bad gateway" => {
                let init = ResponseInit::new();
                init.set_status(502);
                return Ok(Response::new_with_opt_str_and_init(Some("<h1>Bad gateway</h1>"), &init)?.into());
            }
            "late" => {
                FetchHost::new().sleep(500).await;
                r#"{"returnCode":"0000","info":{"refundTransactionId":2026050712345679999}}"#.to_owned()
            }
            "too large" => "x".repeat(linepay_edge::web::REPLY_LIMIT + 1),
            _ => "{}".to_owned(),
        };
        Response::new_with_opt_str(Some(&text)).map(JsValue::from)
    })
}

/// The life of a payment out of its replies, and a code in words.
pub fn judge(asked: &Value) -> Value {
    judged(asked).unwrap_or_else(|error| described(&error))
}

fn judged(asked: &Value) -> Result<Value, Error> {
    let version = asked["version"].as_str().unwrap_or_default();
    let now = FetchHost::new().now();
    let life = PaymentLife::of(version, plain(&asked["sources"]).as_str())?;
    let payment = serde_json::to_value(&life).unwrap_or_default();
    let steps = serde_json::to_value(life.legal_steps(now)).unwrap_or_default();
    let code = ReturnCode::new("1172");
    let word = catalogue::entries().into_iter().find(|entry| Some(&entry.code) == code.as_ref());
    let source = &asked["sources"][0];
    let [name, text] = ["operation", "text"].map(|name| source[name].as_str().unwrap_or_default());
    let spoken: Version = version.parse().unwrap_or(Version::V3);
    let verdicts: Result<Vec<Value>, Error> = [json!({}), json!({ "orderId": "another" })]
        .iter()
        .map(|expected| {
            let known = Expected::read(plain(expected).input(), "paymentCheck")?;
            let Some(operation) = linepay_edge::operations::find(name) else {
                return Err(unsupported("request", spoken));
            };
            Ok(match operation.accept(spoken, &known, 200, text) {
                Ok(reply) => json!({ "ok": true, "reply": told(reply.text()) }),
                Err(error) => json!({ "ok": false, "error": error }),
            })
        })
        .collect();
    Ok(json!({
        "payment": payment, "steps": steps, "word": { "actor": word.map(|entry| entry.actor.as_str()) },
        // A worker in Rust has one module.
        "validator": { "payment": payment, "steps": steps, "verdicts": verdicts? },
    }))
}
