//! JavaScript as the flow's host. It awaits nothing but the host's own promises.

use std::cell::Cell;

use js_sys::{Array, JsString, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::convert::output;
use crate::flow::{Host, HttpReply, LinePayEvent, Lost};
use crate::prepare::HttpRequest;

#[wasm_bindgen]
extern "C" {
    /// The shim's host object.
    pub type JsHost;

    #[wasm_bindgen(method)]
    fn send(
        this: &JsHost,
        method: &str,
        url: &str,
        headers: Array,
        body: Option<&str>,
        timeout: u32,
        signal: Option<&AbortSignal>,
    ) -> Promise;

    #[wasm_bindgen(method)]
    fn now(this: &JsHost) -> f64;

    #[wasm_bindgen(method)]
    fn sleep(this: &JsHost, milliseconds: u32) -> Promise;

    #[wasm_bindgen(method)]
    fn nonce(this: &JsHost) -> String;

    #[wasm_bindgen(method)]
    fn event(this: &JsHost, event: JsValue);

    /// Whether nobody listens to events.
    #[wasm_bindgen(method, getter)]
    fn quiet(this: &JsHost) -> Option<bool>;

    /// What `send` resolves to: a complete answer, or why there is none.
    type Sent;

    #[wasm_bindgen(method, getter)]
    fn status(this: &Sent) -> Option<u16>;

    #[wasm_bindgen(method, getter)]
    fn text(this: &Sent) -> Option<JsString>;

    #[wasm_bindgen(method, getter)]
    fn lost(this: &Sent) -> Option<String>;
}

thread_local! {
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// The host of one call.
pub(super) struct CallHost {
    pub(super) js: JsHost,
    pub(super) signal: Option<AbortSignal>,
}

/// Read with its exception caught: an object may only look like a signal.
fn is_aborted(signal: &AbortSignal) -> bool {
    Reflect::get(signal, &JsValue::from_str("aborted")).is_ok_and(|aborted| aborted.is_truthy())
}

impl Host for CallHost {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        if self.signal.as_ref().is_some_and(is_aborted) {
            return Err(Lost::NotSent);
        }
        let headers = Array::new();
        for (name, value) in request.headers() {
            headers.push(&JsValue::from_str(name));
            headers.push(&JsValue::from_str(value));
        }
        let (method, signal) = (request.method().as_str(), self.signal.as_ref());
        let sending = self.js.send(method, request.url(), headers, request.body(), request.timeout(), signal);
        // The shim's `send` never rejects; if it did, the answer would be just as lost.
        let sent: Sent = JsFuture::from(sending).await.map_err(|_| Lost::Network)?.unchecked_into();
        match (sent.status(), sent.text(), sent.lost().as_deref()) {
            (Some(status), Some(text), None) => Ok(HttpReply { status, text: text.into() }),
            (_, _, Some("timeout")) => Err(Lost::Timeout),
            (_, _, Some("aborted")) => Err(Lost::Aborted),
            (_, _, Some("too-large")) => Err(Lost::TooLarge),
            _ => Err(Lost::Network),
        }
    }

    fn now(&self) -> u64 {
        // Milliseconds since 1970 are positive and far below 2^53.
        self.js.now() as u64
    }

    async fn sleep(&self, milliseconds: u32) {
        // A host that cannot wait does not wait.
        let _ = JsFuture::from(self.js.sleep(milliseconds)).await;
    }

    fn nonce(&self) -> String {
        self.js.nonce()
    }

    fn call_number(&self) -> u32 {
        CALLS.with(|calls| {
            calls.set(calls.get().wrapping_add(1));
            calls.get()
        })
    }

    fn is_observed(&self) -> bool {
        self.js.quiet() != Some(true)
    }

    fn event(&self, event: &LinePayEvent) {
        self.js.event(output(event));
    }
}
