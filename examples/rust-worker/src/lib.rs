//! A whole shop with one product, on Cloudflare Workers, in Rust. See the README beside it.

use js_sys::Promise;
use js_sys::futures::future_to_promise;
use linepay_edge::flow::Payment;
use linepay_edge::web::{CheckoutPages, FetchHost, NoOrder, PageSettings, Shop, Wish};
use linepay_edge::{Config, Credentials, Environment, Error, Version};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response, ResponseInit};

const PAGE: &str = r#"<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>茶舖</title>
  <meta name="viewport" content="width=device-width"></head><body><h1>凍頂烏龍茶 NT$360</h1>
  <form method="post" action="/pay/reserve">
  <button name="product" value="tea">以 LINE Pay 付款</button></form></body></html>"#;

struct TeaShop {
    orders: Kv,
}

/// What the shop's form sends.
#[derive(Deserialize)]
struct Choice {
    product: String,
}

impl Shop for TeaShop {
    async fn quote(&self, wish: Wish) -> Result<Value, NoOrder> {
        let choice: Choice = wish.read().await?;
        // The price is yours, never the page's.
        let ("tea", name, price) = (choice.product.as_str(), "凍頂烏龍茶 75 公克", 360) else {
            return Err(text("No such product", 400)?.into());
        };
        let products = json!([{ "name": name, "quantity": 1, "price": price }]);
        let packages = json!([{ "id": "1", "amount": price, "products": products }]);
        Ok(json!({ "orderId": new_order()?, "amount": price, "currency": "TWD", "packages": packages }))
    }

    /// On every visit that finds the order paid: the key is the same each time. Deliver once for each order.
    async fn on_paid(&self, payment: Payment) -> Result<(), JsValue> {
        self.orders.put(payment.order_id.as_str(), &json!(payment).to_string())?.await?;
        Ok(())
    }
}

/// What workerd calls for each request; see `worker.js`.
#[wasm_bindgen]
pub fn fetch(request: Request, env: Env, ctx: JsValue) -> Promise {
    future_to_promise(async move {
        let answer = match pages(&env) {
            Ok(pages) if pages.matches(&request) => pages.fetch(request, &ctx).await,
            Ok(_) => html(PAGE)?,
            Err(error) => {
                // For the log: a link key that is missing is the shop's business, not the buyer's.
                console_error(&error.to_string());
                text("The shop is closed. Please come back later.", 503)?
            }
        };
        Ok(answer.into())
    })
}

fn pages(env: &Env) -> Result<CheckoutPages<TeaShop>, Error> {
    CheckoutPages::new(config(env)?, FetchHost::new(), PageSettings::default(), TeaShop { orders: env.orders() })
}

/// Workers use API v3 or v4: LINE Pay takes v2 calls only from addresses that it knows.
fn config(env: &Env) -> Result<Config, Error> {
    let [id, secret] = [env.channel_id(), env.channel_secret()].map(Option::unwrap_or_default);
    let config = Config::new(Credentials::new(&id, &secret)?, Version::V3, Environment::Sandbox);
    match env.line_pay_url() {
        // A sandbox of your own.
        Some(url) => config.with_base_url(&url),
        None => Ok(config),
    }
}

fn html(body: &str) -> Result<Response, JsValue> {
    let response = Response::new_with_opt_str(Some(body))?;
    response.headers().set("content-type", "text/html; charset=utf-8")?;
    Ok(response)
}

fn text(body: &str, status: u16) -> Result<Response, JsValue> {
    let init = ResponseInit::new();
    init.set_status(status);
    Response::new_with_opt_str_and_init(Some(body), &init)
}

#[wasm_bindgen]
extern "C" {
    /// The worker's bindings, as `wrangler.json` and `.dev.vars` name them.
    pub type Env;
    #[wasm_bindgen(method, getter, js_name = CHANNEL_ID)]
    fn channel_id(this: &Env) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = CHANNEL_SECRET)]
    fn channel_secret(this: &Env) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = LINE_PAY_URL)]
    fn line_pay_url(this: &Env) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = ORDERS)]
    fn orders(this: &Env) -> Kv;

    /// A KV namespace.
    type Kv;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Kv, key: &str, value: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(line: &str);
    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID, catch)]
    fn new_order() -> Result<String, JsValue>;
}
