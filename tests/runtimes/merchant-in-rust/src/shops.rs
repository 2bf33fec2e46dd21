//! The same shop once for each version, each at paths of its own; v2's are the usual ones.

use std::cell::RefCell;

use js_sys::{Object, Reflect};
use linepay_edge::Error;
use linepay_edge::flow::Payment;
use linepay_edge::web::{CheckoutPages, FetchHost, NoOrder, PageSettings, Paths, Report, Shop, Wish};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

use crate::calls::config;

const SHOPS: [(&str, &str); 3] = [("v2", "/pay"), ("v3", "/v3"), ("v4", "/v4")];

thread_local! {
    /// What on_paid and on_problem were told, by this instance.
    static TOLD: RefCell<(Vec<Value>, Vec<Value>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

pub fn told() -> Value {
    TOLD.with_borrow(|(paid, problems)| json!({ "paid": paid, "problems": problems }))
}

struct Tea {
    version: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Basket {
    order_id: String,
    capture: Option<bool>,
    pay_type: Option<String>,
}

impl Shop for Tea {
    async fn quote(&self, wish: Wish) -> Result<Value, NoOrder> {
        let Basket { order_id, capture, pay_type } = wish.read().await?;
        let mut how = json!({});
        if let Some(capture) = capture {
            how["capture"] = capture.into();
        }
        if let Some(pay_type) = pay_type {
            how["payType"] = pay_type.into();
        }
        let mut order = json!({ "orderId": order_id, "amount": 360, "currency": "TWD" });
        let name = "高山烏龍茶 150g";
        if self.version == "v2" {
            order["productName"] = name.into();
            for (name, value) in how.as_object().into_iter().flatten() {
                order[name] = value.clone();
            }
        } else {
            let products = json!([{ "name": name, "quantity": 1, "price": 360 }]);
            order["packages"] = json!([{ "id": "1", "amount": 360, "products": products }]);
            order["options"] = json!({ "payment": how });
        }
        Ok(order)
    }

    async fn on_paid(&self, payment: Payment) -> Result<(), JsValue> {
        if payment.order_id.as_str().ends_with("-unregistered") {
            return Err("the shop's records cannot be reached".into());
        }
        TOLD.with_borrow_mut(|(paid, _)| paid.push(json!(payment)));
        Ok(())
    }

    async fn on_problem(&self, report: Report) -> Result<(), JsValue> {
        let mut problem = json!(report);
        problem["error"] = problem["error"]["message"].take();
        TOLD.with_borrow_mut(|(_, problems)| problems.push(problem));
        Ok(())
    }
}

pub async fn fetch(request: Request, env: &JsValue, ctx: &JsValue) -> Result<Response, Error> {
    let mut pages = Vec::new();
    for (version, path) in SHOPS {
        let settings = PageSettings { paths: Paths::below(path), ..PageSettings::default() };
        let config = config(env, version, &Value::Null)?;
        pages.push(CheckoutPages::new(config, FetchHost::new(), settings, Tea { version })?);
    }
    let matching = pages.iter().find(|shop| shop.matches(&request)).or(pages.first());
    // Handed on without its receiver, as a helper of a shop might: workerd refuses such a call.
    let torn = Object::new();
    let ctx = if request.headers().has("x-torn-context") == Ok(true) {
        let wait = Reflect::get(ctx, &"waitUntil".into()).unwrap_or_default();
        let _ = Reflect::set(&torn, &"waitUntil".into(), &wait);
        torn.as_ref()
    } else {
        ctx
    };
    match matching {
        Some(shop) => Ok(shop.fetch(request, ctx).await),
        None => Ok(Response::error()),
    }
}
