//! JavaScript's side of the boundary: its values, a host object, and what comes back.

use js_sys::{Array, Function, JSON, Object, Reflect};
use linepay_edge::js::{JsHost, call};
use wasm_bindgen::prelude::*;

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const CONFIG: &str =
    "{ channelId: '1234567890', channelSecret: '0123456789abcdef0123456789abcdef', version: 'v2' }";
pub(crate) const SETTINGS: &str =
    "{ origin: 'https://shop.example.com', confirmPath: '/c', cancelPath: '/x', statusPath: '/s' }";
pub(crate) const CONFIRM: &str = "{ transactionId: '2026050712345678910', amount: 360, currency: 'TWD' }";
pub(crate) const PAID: &str = r#"{"returnCode":"0000","returnMessage":"OK","info":{"transactionId":2026050712345678910,
    "orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}"#;

/// The value of a JavaScript expression.
pub(crate) fn js(expression: &str) -> JsValue {
    let function = Function::new_no_args(&format!("return ({expression});"));
    function.call0(&JsValue::NULL).unwrap()
}

/// A host that gives `answers` (JavaScript expressions) one after the other, the last one for ever.
pub(crate) fn host(answers: &[&str]) -> JsValue {
    let template = "{
        sent: [], events: [], answers: [ANSWERS],
        send(method, url, headers, body, timeout, signal) {
            this.sent.push({ method, url, headers, body: body ?? null, timeout, signal: signal ?? null });
            const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
            return typeof answer === 'function' ? answer() : Promise.resolve(answer);
        },
        now: () => 1778123045000, sleep: () => Promise.resolve(), nonce: () => 'nonce',
        event(event) { this.events.push(event); },
    }";
    js(&template.replace("ANSWERS", &answers.join(",")))
}

pub(crate) fn reply(text: &str) -> String {
    format!("{{ status: 200, text: {} }}", String::from(JSON::stringify(&text.into()).unwrap()))
}

/// Makes the call with the host that `host` is; both ends as values.
pub(crate) async fn ask(host: &JsValue, operation: &str, request: JsValue, options: &str) -> Result<JsValue, JsValue> {
    let host: JsHost = host.clone().unchecked_into();
    call(js(CONFIG), host, operation.to_owned(), request, js(options)).await
}

pub(crate) fn get(value: &JsValue, path: &str) -> JsValue {
    let step = |value: JsValue, name: &str| Reflect::get(&value, &name.into()).unwrap_or(JsValue::UNDEFINED);
    path.split('.').fold(value.clone(), step)
}

pub(crate) fn text(value: &JsValue, path: &str) -> String {
    let found = get(value, path);
    found.as_string().unwrap_or_else(|| String::from(JSON::stringify(&found).unwrap()))
}

/// `code path rule …` of a thrown value, which must be a plain object without the secret.
pub(crate) fn thrown<T: std::fmt::Debug>(result: Result<T, JsValue>) -> String {
    let error = result.unwrap_err();
    let prototype = Object::get_prototype_of(&error);
    assert!(Object::is(&prototype, &js("Object.prototype")), "a plain object: {error:?}");
    assert!(!String::from(JSON::stringify(&error).unwrap()).contains(SECRET));
    let issues = Array::from(&get(&error, "issues"));
    let issues = issues.iter().map(|issue| format!(" {} {}", text(&issue, "path"), text(&issue, "rule")));
    text(&error, "code") + &issues.collect::<String>()
}

pub(crate) fn sent(host: &JsValue) -> u32 {
    Array::from(&get(host, "sent")).length()
}
