//! The flow's host over the runtime's `fetch`.

use std::cell::Cell;
use std::fmt::Write;
use std::rc::Rc;

use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Date, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, Headers, RequestInit, RequestRedirect, Response, ResponseType};

use super::clock::{Aborted, Timer, before};
use super::reading::{Unread, bytes_of, cancel};
use crate::flow::{Host, HttpReply, LinePayEvent, Lost};
use crate::prepare::HttpRequest;

/// The most that is read of a reply, in bytes: 4 MiB. LINE Pay's own replies are a few kilobytes.
pub const REPLY_LIMIT: usize = 4 * 1024 * 1024;

#[wasm_bindgen]
extern "C" {
    // Bare names of the global scope, looked up at each call and called without a receiver: workerd refuses a foreign
    // `this`.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID, catch)]
    fn random_uuid() -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

type Fetch = Rc<dyn Fn(&str, &RequestInit) -> Result<Promise, JsValue>>;
type Listener = Rc<dyn Fn(&LinePayEvent)>;

thread_local! {
    /// How many calls this instance has made.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// This runtime's `fetch`, clock and randomness, as the [`Host`] of a [`Client`](crate::flow::Client) or a
/// [`Checkout`](crate::flow::Checkout).
///
/// A request is sent once, never with redirects followed: what redirects is an answer like any other, which the client
/// refuses, and no header of a call goes to a second place. An answer has the request's own time limit for headers and
/// body together, and [`REPLY_LIMIT`] bytes. What goes wrong on the way is a [`Lost`], which holds no text of the
/// runtime's, and so no secret.
///
/// Make one for each incoming request, or keep one: it holds nothing of a request that has ended. A clone shares all
/// that it was given.
#[derive(Clone, Default)]
pub struct FetchHost {
    fetch: Option<Fetch>,
    listener: Option<Listener>,
    signal: Option<AbortSignal>,
    /// The runtime gives no randomness here: what is signed could be guessed, and is not sent.
    guessable: Cell<bool>,
}

impl FetchHost {
    /// A host over the global `fetch`.
    #[must_use]
    pub fn new() -> FetchHost {
        FetchHost::default()
    }

    /// Sends by another `fetch`: a service binding, a relay with a fixed address, or a test's own answers. It sees the
    /// channel secret in v2, and must not follow redirects.
    #[must_use]
    pub fn with_fetch(mut self, fetch: impl Fn(&str, &RequestInit) -> Result<Promise, JsValue> + 'static) -> FetchHost {
        self.fetch = Some(Rc::new(fetch));
        self
    }

    /// Tells `listener` what is happening. See [`LinePayEvent`] for what may be written into a log.
    #[must_use]
    pub fn with_listener(mut self, listener: impl Fn(&LinePayEvent) + 'static) -> FetchHost {
        self.listener = Some(Rc::new(listener));
        self
    }

    /// Gives up when the signal ends. What was sent by then has an unknown outcome if it changes anything.
    #[must_use]
    pub fn with_signal(mut self, signal: AbortSignal) -> FetchHost {
        self.signal = Some(signal);
        self
    }

    fn begin(&self, request: &HttpRequest, signal: &AbortSignal) -> Result<Promise, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in request.headers() {
            headers.set(name, value)?;
        }
        let init = RequestInit::new();
        init.set_method(request.method().as_str());
        init.set_headers(&headers);
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(Some(signal));
        if let Some(body) = request.body() {
            init.set_body(&body.into());
        }
        match &self.fetch {
            Some(fetch) => fetch(request.url(), &init),
            None => global_fetch(request.url(), &init),
        }
    }

    async fn exchange(&self, answer: Promise) -> Result<HttpReply, Lost> {
        let response = JsFuture::from(answer).await.map_err(|_| Lost::Network)?;
        let response: Response = response.unchecked_into();
        if response.type_() == ResponseType::Opaqueredirect || response.status() == 0 {
            // A browser hides the redirect that was not followed; here it is one like any other.
            cancel(&response);
            return Ok(HttpReply { status: 302, text: String::new() });
        }
        let bytes = bytes_of(&response, REPLY_LIMIT).await.map_err(|unread| match unread {
            Unread::TooLarge => Lost::TooLarge,
            Unread::Broken => Lost::Network,
        })?;
        // Malformed UTF-8 becomes U+FFFD; a byte order mark stays.
        let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into());
        Ok(HttpReply { status: response.status(), text })
    }
}

impl Host for FetchHost {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        if self.guessable.get() || self.signal.as_ref().is_some_and(AbortSignal::aborted) {
            return Err(Lost::NotSent);
        }
        let controller = AbortController::new().map_err(|_| Lost::NotSent)?;
        let answer = self.begin(request, &controller.signal()).map_err(|_| Lost::Network)?;
        let mut lost = Lost::Timeout;
        let end = async {
            let timer = Timer::new(request.timeout());
            match &self.signal {
                None => timer.await,
                Some(signal) => {
                    if before(Aborted::of(signal), timer).await.is_some() {
                        lost = Lost::Aborted;
                    }
                }
            }
        };
        // Ends by itself, so that a fetch that ignores its signal cannot hold the call open.
        if let Some(sent) = before(self.exchange(answer.clone()), end).await {
            return sent;
        }
        controller.abort();
        // Such a fetch may answer yet, for nobody.
        spawn_local(async {
            if let Ok(response) = JsFuture::from(answer).await {
                let response: Response = response.unchecked_into();
                if !response.body_used() {
                    cancel(&response);
                }
            }
        });
        Err(lost)
    }

    fn now(&self) -> u64 {
        // Milliseconds since 1970 are positive and far below 2^53.
        Date::now() as u64
    }

    async fn sleep(&self, milliseconds: u32) {
        Timer::new(milliseconds).await;
    }

    fn nonce(&self) -> String {
        let nonce = random_uuid().ok().or_else(random_hex);
        self.guessable.set(nonce.is_none());
        nonce.unwrap_or_default()
    }

    fn call_number(&self) -> u32 {
        CALLS.set(CALLS.get().wrapping_add(1));
        CALLS.get()
    }

    fn is_observed(&self) -> bool {
        self.listener.is_some()
    }

    fn event(&self, event: &LinePayEvent) {
        if let Some(listener) = &self.listener {
            listener(event);
        }
    }
}

/// For runtimes whose `crypto` makes no UUIDs.
fn random_hex() -> Option<String> {
    let mut bytes = [0; 16];
    get_random_values(&mut bytes).ok()?;
    let mut text = String::new();
    for byte in bytes {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}
