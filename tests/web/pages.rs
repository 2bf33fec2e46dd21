//! The checkout's pages where a shop is slow, silent or wrong. What pages say, `tests/runtimes` compares.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use linepay_edge::flow::Payment;
use linepay_edge::web::{CheckoutPages, NoOrder, PageSettings, Paths, Report, Shop, Wish};
use linepay_edge::{Code, Version};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Headers, Request, RequestInit, Response};

use crate::support::{ID, answer, config, fast_clock, host, js, later, line_pay, pass};

/// A shop that waits for a promise where a test wants it to.
#[derive(Clone, Default)]
struct Slow {
    quote: Option<Promise>,
    paid: Option<Promise>,
    problem: Option<Promise>,
    told: Rc<RefCell<Vec<Value>>>,
    /// Of each report: can anybody bring it about?
    anybodys: Rc<RefCell<Vec<bool>>>,
    amount: i64,
}

async fn wait(promise: Option<&Promise>) -> Result<(), JsValue> {
    match promise {
        Some(promise) => promise.clone().await.map(drop),
        None => Ok(()),
    }
}

impl Shop for Slow {
    async fn quote(&self, _: Wish) -> Result<Value, NoOrder> {
        wait(self.quote.as_ref()).await?;
        Ok(json!({ "orderId": "ORD-1", "amount": 360 + self.amount, "currency": "TWD", "productName": "Tea" }))
    }

    async fn on_paid(&self, payment: Payment) -> Result<(), JsValue> {
        wait(self.paid.as_ref()).await?;
        self.told.borrow_mut().push(json!(payment));
        Ok(())
    }

    async fn on_problem(&self, report: Report) -> Result<(), JsValue> {
        self.told.borrow_mut().push(json!(report));
        self.anybodys.borrow_mut().push(report.is_anybodys());
        wait(self.problem.as_ref()).await
    }
}

/// A promise that is rejected, and that nobody has to wait for.
fn fails() -> Promise {
    js("(() => { const failed = Promise.reject(new Error('no database')); failed.catch(() => {}); return failed; })()")
        .unchecked_into()
}

fn pages(shop: &Slow) -> CheckoutPages<Slow> {
    let (host, _) = host(line_pay);
    CheckoutPages::new(config(Version::V2), host, PageSettings::default(), shop.clone()).unwrap()
}

fn request(url: &str, method: &str, headers: &[(&str, &str)], body: Option<&str>) -> Request {
    let all = Headers::new().unwrap();
    for (name, value) in headers {
        all.set(name, value).unwrap();
    }
    let init = RequestInit::new();
    init.set_method(method);
    init.set_headers(&all);
    if let Some(body) = body {
        init.set_body(&body.into());
    }
    Request::new_with_str_and_init(url, &init).unwrap()
}

async fn text(response: &Response) -> String {
    response.text().unwrap().await.unwrap().as_string().unwrap()
}

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

fn wish() -> Request {
    request("https://shop.example.com/pay/reserve", "POST", &JSON, Some("{}"))
}

/// The URL to which LINE Pay sends a buyer who has approved.
async fn confirm_url(pages: &CheckoutPages<Slow>) -> String {
    let response = pages.fetch(wish(), &JsValue::UNDEFINED).await;
    assert_eq!(response.status(), 200);
    let reserved: Value = serde_json::from_str(&text(&response).await).unwrap();
    let status = reserved["statusUrl"].as_str().unwrap();
    format!("{}&transactionId={ID}", status.replace("/status", "/confirm"))
}

/// A context of a worker, and the promises that it was given.
fn context() -> (JsValue, Array) {
    let both: Array =
        js("(() => { const kept = []; return [{ waitUntil(promise) { kept.push(promise); } }, kept]; })()")
            .unchecked_into();
    (both.get(0), both.get(1).unchecked_into())
}

/// Whether a promise is settled by now.
async fn settled(promise: &JsValue) -> bool {
    let race: Function = js("(promise) => Promise.race([promise.then(() => true), \
                             new Promise((resolve) => setTimeout(() => resolve(false), 200))])")
    .unchecked_into();
    let race: Promise = race.call1(&JsValue::UNDEFINED, promise).unwrap().unchecked_into();
    race.await.unwrap().is_truthy()
}

#[wasm_bindgen_test]
async fn a_slow_on_paid_goes_on_behind_the_answer_and_keeps_the_worker_alive() {
    fast_clock();
    let (paid, both) = later();
    let shop = Slow { paid: Some(paid), ..Slow::default() };
    let pages = pages(&shop);
    let url = confirm_url(&pages).await;
    let (ctx, kept) = context();
    let response = pages.fetch(request(&url, "GET", &[], None), &ctx).await;
    assert!(text(&response).await.contains("being registered"));
    assert!(
        response.headers().get("refresh").unwrap().unwrap().starts_with("5; url=https://shop.example.com/pay/confirm?")
    );
    assert_eq!(shop.told.borrow()[0]["kind"], "on-paid-late");
    assert_eq!(kept.length(), 1);
    assert!(!settled(&kept.get(0)).await, "on_paid has not ended");
    both.get(1).unchecked_into::<Function>().call0(&JsValue::UNDEFINED).unwrap();
    assert!(settled(&kept.get(0)).await);
    assert_eq!(shop.told.borrow()[1]["transactionId"], ID);
}

/// `tests/runtimes` compares the pages with the package's, but not what the clock says.
#[wasm_bindgen_test]
async fn a_receipt_tells_the_zone_in_the_brackets_of_its_language() {
    let pages = pages(&Slow::default());
    let url = confirm_url(&pages).await;
    for (language, zone) in [("zh-TW", "（GMT+8）</dd>"), ("en", " GMT+8</dd>")] {
        let visit = request(&url, "GET", &[("accept-language", language)], None);
        let page = text(&pages.fetch(visit, &JsValue::UNDEFINED).await).await;
        assert!(page.contains(zone), "{page}");
    }
}

#[wasm_bindgen_test]
async fn a_worker_is_kept_alive_until_the_shop_has_been_told() {
    fast_clock();
    let (problem, both) = later();
    let shop = Slow { quote: Some(Promise::reject(&"no".into())), problem: Some(problem), ..Slow::default() };
    let (ctx, kept) = context();
    let response = pages(&shop).fetch(wish(), &ctx).await;
    assert_eq!(response.status(), 500);
    let said = text(&response).await;
    assert!(said.contains("QUOTE_FAILED") && said.contains("Please tell the shop"), "it has not taken it: {said}");
    assert!(!settled(&kept.get(0)).await);
    both.get(1).unchecked_into::<Function>().call0(&JsValue::UNDEFINED).unwrap();
    assert!(settled(&kept.get(0)).await);
}

#[wasm_bindgen_test]
async fn a_context_that_throws_is_reported_and_changes_nothing_for_the_buyer() {
    let shop = Slow::default();
    let pages = pages(&shop);
    let url = confirm_url(&pages).await;
    for ctx in ["({ waitUntil() { throw new TypeError('Illegal invocation'); } })", "({ waitUntil: 1 })", "({})"] {
        shop.told.borrow_mut().clear();
        let response = pages.fetch(request(&url, "GET", &[], None), &js(ctx)).await;
        assert!(text(&response).await.contains("Payment received"), "{ctx}");
        pass(2_000).await;
        assert!(shop.told.borrow().iter().any(|told| told["kind"] == "misconfigured"), "{ctx}");
    }
    for ctx in ["undefined", "null", "({ waitUntil: () => Promise.reject(new Error('another\\'s')) })"] {
        shop.told.borrow_mut().clear();
        let response = pages.fetch(request(&url, "GET", &[], None), &js(ctx)).await;
        assert_eq!(response.status(), 200, "{ctx}");
        assert!(!shop.told.borrow().iter().any(|told| told["kind"] == "misconfigured"), "{ctx}");
    }
}

#[wasm_bindgen_test]
async fn a_quote_that_never_comes_is_an_answer_all_the_same() {
    fast_clock();
    let shop = Slow { quote: Some(later().0), ..Slow::default() };
    let response = pages(&shop).fetch(wish(), &JsValue::UNDEFINED).await;
    assert_eq!(response.status(), 500);
    assert!(text(&response).await.contains("The shop has been told"));
    assert_eq!(shop.told.borrow()[0]["kind"], "quote-failed");
}

#[wasm_bindgen_test]
async fn an_origin_that_no_shop_may_have_confirms_nothing() {
    let shop = Slow::default();
    let pages = pages(&shop);
    let url = confirm_url(&pages).await.replace("https:", "http:");
    let response = pages.fetch(request(&url, "GET", &[], None), &JsValue::UNDEFINED).await;
    assert_eq!(response.status(), 500);
    assert!(text(&response).await.contains("We could not ask LINE Pay"));
    assert_eq!(shop.told.borrow()[0]["kind"], "misconfigured");
}

#[wasm_bindgen_test]
async fn what_any_stranger_can_have_told_is_known_by_its_report() {
    let shop = Slow::default();
    let own = pages(&shop);
    let paid = confirm_url(&own).await;
    let status = paid.replace("/confirm", "/status");
    let kinds = |told: &[Value]| told.iter().map(|one| one["kind"].clone()).collect::<Vec<_>>();
    let broken = Slow { quote: Some(fails()), ..shop.clone() };
    let free = Slow { amount: -720, ..shop.clone() };
    let other = {
        let settings = PageSettings { signing_keys: vec!["k".repeat(32)], ..PageSettings::default() };
        let (host, _) = host(line_pay);
        CheckoutPages::new(config(Version::V2), host, settings, shop.clone()).unwrap()
    };
    let strange = {
        let refused = r#"{"returnCode":"1153","returnMessage":"Payment confirm amount error."}"#;
        let (host, _) = host(move |url| if url.ends_with("/confirm") { answer(refused) } else { line_pay(url) });
        CheckoutPages::new(config(Version::V2), host, PageSettings::default(), shop.clone()).unwrap()
    };
    let late = Slow { paid: Some(fails()), ..shop.clone() };
    for (pages, request, kind, anybodys) in [
        (&own, request(&confirm_url(&other).await, "GET", &[], None), "unknown-key", true),
        (&strange, request(&paid, "GET", &[], None), "foreign-transaction", true),
        (&pages(&broken), wish(), "quote-failed", true),
        (&pages(&free), wish(), "reserve-failed", true),
        (&own, request(&status.replace("https:", "http:"), "GET", &[], None), "misconfigured", true),
        (&pages(&late), request(&paid, "GET", &[], None), "on-paid-failed", false),
    ] {
        let _ = pages.fetch(request, &JsValue::UNDEFINED).await;
        assert_eq!(kinds(&shop.told.take()), [kind]);
        assert_eq!(shop.anybodys.take(), [anybodys], "{kind}");
    }
}

#[wasm_bindgen_test]
fn settings_are_judged_before_the_first_buyer_comes() {
    let wrong = [
        PageSettings { origin: Some("http://shop.example.com".into()), ..PageSettings::default() },
        PageSettings { signing_keys: vec!["short".into()], ..PageSettings::default() },
        PageSettings { lifetime: Some(59), ..PageSettings::default() },
        PageSettings { paths: Paths { cancel: "/pay/status".into(), ..Paths::default() }, ..PageSettings::default() },
        PageSettings { paths: Paths { reserve: "reserve".into(), ..Paths::default() }, ..PageSettings::default() },
        PageSettings { paths: Paths { shop: "//elsewhere".into(), ..Paths::default() }, ..PageSettings::default() },
        PageSettings { paths: Paths { confirm: "/a?b".into(), ..Paths::default() }, ..PageSettings::default() },
    ];
    for (at, settings) in wrong.into_iter().enumerate() {
        let (host, _) = host(line_pay);
        let pages = CheckoutPages::new(config(Version::V2), host, settings, Slow::default());
        assert_eq!(pages.err().map(|error| error.code()), Some(Code::InvalidConfiguration), "{at}");
    }
}
