//! The merchant of the runtime matrix, in Rust: the routes of `merchant.js`, over the crate's feature `web`.

mod calls;
mod shops;

use js_sys::Promise;
use js_sys::futures::future_to_promise;
use linepay_edge::Error;
use linepay_edge::web::{from_js, to_js};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response, ResponseInit, Url};

/// Answers a request.
#[wasm_bindgen]
pub fn fetch(request: Request, env: JsValue, ctx: JsValue) -> Promise {
    future_to_promise(async move { answer(request, env, ctx).await.map(JsValue::from) })
}

async fn answer(request: Request, env: JsValue, ctx: JsValue) -> Result<Response, JsValue> {
    match Url::new(&request.url())?.pathname().as_str() {
        "/call" => respond(&calls::call(body_of(&request).await?, &env).await),
        "/judge" => respond(&calls::judge(&body_of(&request).await?)),
        "/told" => respond(&shops::told()),
        _ => shops::fetch(request, &env, &ctx).await.map_err(|error| error.to_string().into()),
    }
}

/// The JSON that a test sends, as JavaScript reads it: half a character is no text of Rust's.
async fn body_of(request: &Request) -> Result<Value, JsValue> {
    from_js(request.json()?.await?).map_err(|error| error.to_string().into())
}

fn respond(value: &Value) -> Result<Response, JsValue> {
    let init = ResponseInit::new();
    let headers = to_js(&json!({ "content-type": "application/json" })).map_err(|error| error.to_string())?;
    init.set_headers(&headers);
    Response::new_with_opt_str_and_init(Some(&value.to_string()), &init)
}

/// An error as `merchant.js` tells it.
fn described(error: &Error) -> Value {
    let mut told = serde_json::to_value(error).unwrap_or_default();
    told["name"] = "LinePayError".into();
    json!({ "error": told })
}
