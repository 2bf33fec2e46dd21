//! The host over `fetch`: what it sends, when it gives up, and what it leaves behind.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use linepay_edge::flow::Client;
use linepay_edge::typed::{ConfirmReply, ConfirmRequest};
use linepay_edge::web::FetchHost;
use linepay_edge::{Code, Error, Expected, Outcome, Version};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, AbortSignal, Response};

use crate::support::{ID, PAID, SECRET, answer, config, fast_clock, host, js, later, open_timers, pass};

async fn confirm(host: &FetchHost, version: Version) -> Result<ConfirmReply, Error> {
    let request = ConfirmRequest::new(ID.parse().unwrap(), "360".parse().unwrap(), "TWD".parse().unwrap());
    Client::new(&config(version), host).send(&request, &Expected::default()).await
}

fn code_of(result: Result<ConfirmReply, Error>) -> (Code, Outcome) {
    let error = result.unwrap_err();
    assert!(!format!("{error} {error:?} {:?}", error.report()).contains(SECRET));
    (error.code(), error.outcome())
}

#[wasm_bindgen_test]
async fn a_call_sends_one_request_that_follows_no_redirect_and_leaves_no_timer() {
    fast_clock();
    let (host, sent) = host(|_| answer(PAID));
    let events = Rc::new(RefCell::new(Vec::new()));
    let told = Rc::clone(&events);
    let host = host.with_listener(move |event| told.borrow_mut().push(serde_json::to_value(event).unwrap()));
    for _ in 0..2 {
        assert_eq!(confirm(&host, Version::V2).await.unwrap().order_id.as_str(), "ORD-1");
    }
    assert_eq!((sent.borrow().len(), open_timers()), (2, 0.0));
    let request = &sent.borrow()[0];
    assert_eq!(request.url, format!("https://sandbox-api-pay.line.me/v2/payments/{ID}/confirm"));
    let text = |name| request.part(name).as_string();
    assert_eq!(text("method").as_deref(), Some("POST"));
    assert_eq!(text("redirect").as_deref(), Some("manual"));
    assert_eq!(text("body").as_deref(), Some(r#"{"amount":360,"currency":"TWD"}"#));
    assert_eq!(request.header("x-line-channelsecret").as_deref(), Some(SECRET));
    let events = events.borrow();
    let calls: Vec<_> = events.iter().map(|event| (event["type"].clone(), event["call"].clone())).collect();
    let [first, second] = [&calls[0].1, &calls[2].1];
    assert_ne!(first, second);
    assert_eq!((&calls[1].1, &calls[3].1), (first, second));
    assert!(!serde_json::to_string(&*events).unwrap().contains(SECRET));
}

#[wasm_bindgen_test]
async fn a_fetch_that_ignores_its_signal_is_given_up_and_its_late_answer_let_go() {
    fast_clock();
    let (late, both) = later();
    let (host, sent) = host(move |_| late.clone());
    assert_eq!(code_of(confirm(&host, Version::V3).await), (Code::Timeout, Outcome::Unknown));
    assert!(sent.borrow()[0].part("signal").unchecked_into::<AbortSignal>().aborted());
    assert_eq!((sent.borrow().len(), open_timers()), (1, 0.0));
    let open: Function = both.get(1).unchecked_into();
    open.call1(&JsValue::UNDEFINED, &endless()).unwrap();
    pass(2_000).await;
    assert!(js("globalThis.cancelled").is_truthy(), "nobody reads it");
}

#[wasm_bindgen_test]
async fn a_body_that_stops_in_its_middle_is_given_up_and_let_go() {
    fast_clock();
    let (host, _) = host(|_| Promise::resolve(&endless()));
    assert_eq!(code_of(confirm(&host, Version::V3).await), (Code::Timeout, Outcome::Unknown));
    pass(2_000).await;
    assert!(js("globalThis.cancelled").is_truthy());
    assert_eq!(open_timers(), 0.0);
}

/// An answer whose body begins and never ends.
fn endless() -> JsValue {
    js("globalThis.cancelled = false;
        new Response(new ReadableStream({
            start: (controller) => controller.enqueue(new Uint8Array([123])),
            cancel: () => void (globalThis.cancelled = true),
        }))")
}

#[wasm_bindgen_test]
async fn more_than_four_mebibytes_are_not_read() {
    let (host, _) = host(|_| {
        Promise::resolve(&js("globalThis.cancelled = false;
            new Response(new ReadableStream({
                pull: (controller) => controller.enqueue(new Uint8Array(65536)),
                cancel: () => void (globalThis.cancelled = true),
            }), { headers: { 'content-length': '10', 'content-encoding': 'gzip' } })"))
    });
    assert_eq!(code_of(confirm(&host, Version::V3).await), (Code::ReplyTooLarge, Outcome::Unknown));
    pass(2_000).await;
    assert!(js("globalThis.cancelled").is_truthy());
}

#[wasm_bindgen_test]
async fn a_caller_who_gives_up_is_told_whether_anything_was_sent_and_nothing_listens_on() {
    fast_clock();
    let controller = AbortController::new().unwrap();
    let counted: Array = js("(signal) => {
        const kept = [0];
        for (const [name, by] of [['addEventListener', 1], ['removeEventListener', -1]]) {
            signal[name] = (...given) => ((kept[0] += by), AbortSignal.prototype[name].apply(signal, given));
        }
        return kept;
    }")
    .unchecked_into::<Function>()
    .call1(&JsValue::UNDEFINED, &controller.signal())
    .unwrap()
    .unchecked_into();
    let (silent, sent) = host(|_| js("new Promise(() => {})").unchecked_into());
    let silent = silent.with_signal(controller.signal());
    let waiting = async {
        pass(1_000).await;
        controller.abort();
    };
    let (result, ()) = both(confirm(&silent, Version::V3), waiting).await;
    assert_eq!(code_of(result), (Code::Aborted, Outcome::Unknown));
    assert_eq!(code_of(confirm(&silent, Version::V3).await), (Code::Aborted, Outcome::NotExecuted));
    assert_eq!((sent.borrow().len(), open_timers()), (1, 0.0));
    assert_eq!(counted.get(0).as_f64(), Some(0.0));
}

async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (std::pin::pin!(a), std::pin::pin!(b));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        use std::task::Poll;
        if first.is_none()
            && let Poll::Ready(done) = a.as_mut().poll(context)
        {
            first = Some(done);
        }
        if second.is_none()
            && let Poll::Ready(done) = b.as_mut().poll(context)
        {
            second = Some(done);
        }
        if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (first.unwrap(), second.unwrap())
}

#[wasm_bindgen_test]
async fn what_fetch_throws_is_in_no_error() {
    let (host, _) = host(|_| Promise::reject(&format!("cannot reach it with {SECRET}").into()));
    assert_eq!(code_of(confirm(&host, Version::V2).await), (Code::Network, Outcome::Unknown));
    let thrower = FetchHost::new().with_fetch(|_, _| Err(SECRET.into()));
    assert_eq!(code_of(confirm(&thrower, Version::V2).await), (Code::Network, Outcome::Unknown));
}

#[wasm_bindgen_test]
async fn a_redirect_that_a_browser_hides_is_no_success() {
    let (host, _) = host(|_| Promise::resolve(&JsValue::from(Response::error())));
    let result = confirm(&host, Version::V2).await;
    assert_eq!(result.as_ref().err().and_then(|error| error.report().status), Some(302));
    assert_eq!(code_of(result), (Code::Gateway, Outcome::Unknown));
}

#[wasm_bindgen_test]
async fn without_randomness_nothing_is_sent() {
    let global = js_sys::global();
    let crypto = Reflect::get(&global, &"crypto".into()).unwrap();
    let set = js("(crypto) => Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })");
    let set: Function = set.unchecked_into();
    let (host, sent) = host(|_| answer(PAID));
    for (given, works) in [("undefined", false), ("({ getRandomValues: (bytes) => bytes.fill(7) })", true)] {
        set.call1(&JsValue::UNDEFINED, &js(given)).unwrap();
        let result = confirm(&host, Version::V3).await;
        set.call1(&JsValue::UNDEFINED, &crypto).unwrap();
        if works {
            assert!(result.is_ok());
            let nonce = sent.borrow()[0].header("x-line-authorization-nonce").unwrap();
            assert_eq!(nonce, "07".repeat(16));
        } else {
            assert_eq!(code_of(result), (Code::Aborted, Outcome::NotExecuted));
            assert!(sent.borrow().is_empty());
        }
    }
}
