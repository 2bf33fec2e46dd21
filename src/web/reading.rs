//! The body of an answer or a request, up to a limit.

use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Headers, ReadableStream, ReadableStreamDefaultReader, Request, Response};

use super::clock::{Timer, before};

/// The most that is read of a body that nobody wants, in bytes: with its sender cut off, the answer would be lost.
const UNWANTED_LIMIT: usize = 16 * 1024 * 1024;
/// For how long such a body is read, in milliseconds.
const UNWANTED_TIME: u32 = 10_000;

/// Why there is no body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is longer than the limit.
    TooLarge,
    /// It broke off.
    Broken,
}

impl From<JsValue> for Unread {
    fn from(_: JsValue) -> Unread {
        Unread::Broken
    }
}

/// The bytes of an answer, of which there may be `limit` at most.
pub(super) async fn bytes_of(response: &Response, limit: usize) -> Result<Vec<u8>, Unread> {
    let Some(body) = response.body() else { return Ok(Vec::new()) };
    if is_short(&response.headers(), limit) {
        // One turn to the runtime and back instead of one for each chunk.
        let buffer = JsFuture::from(response.array_buffer()?).await?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        return if bytes.len() > limit { Err(Unread::TooLarge) } else { Ok(bytes) };
    }
    Reading::of(&body)?.up_to(limit).await
}

/// Whether the body is known to be within the limit. A compressed one is not: its length is that of what was sent.
fn is_short(headers: &Headers, limit: usize) -> bool {
    let length = headers.get("content-length").ok().flatten().unwrap_or_default();
    let plain = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    plain && length.parse().is_ok_and(|length: usize| length <= limit) && headers.has("content-encoding") == Ok(false)
}

/// Reads a request's body; one over the limit to its end, so that its sender sees the answer.
pub(super) async fn bounded(request: &Request, limit: usize) -> Result<Vec<u8>, Unread> {
    let told: Option<f64> = request.headers().get("content-length").ok().flatten().and_then(|text| text.parse().ok());
    if told.is_some_and(|length| length > limit as f64) {
        discard(request).await;
        return Err(Unread::TooLarge);
    }
    let Some(body) = request.body() else { return Ok(Vec::new()) };
    let mut reading = Reading::of(&body)?;
    let read = reading.up_to(limit).await;
    if read == Err(Unread::TooLarge) {
        empty(reading).await;
    }
    read
}

/// Reads a body that nobody wants: a server that answers and closes in the middle of it resets the connection, and the
/// sender never sees the answer. Ends at a limit.
pub(super) async fn discard(request: &Request) {
    // Somebody else may have read it.
    if let Some(Ok(reading)) = request.body().map(|body| Reading::of(&body)) {
        empty(reading).await;
    }
}

async fn empty(mut reading: Reading) {
    let all = async {
        let mut size: usize = 0;
        while let Ok(Some(chunk)) = reading.next().await {
            size = size.saturating_add(chunk.length() as usize);
            if size > UNWANTED_LIMIT {
                return;
            }
        }
    };
    before(all, Timer::new(UNWANTED_TIME)).await;
}

/// Lets a body go that nobody wants.
pub(super) fn cancel(response: &Response) {
    if let Some(body) = response.body() {
        forget(body.cancel());
    }
}

/// Waits for a promise behind whatever goes on: nothing of it may end the process as an unhandled rejection.
pub(super) fn forget(promise: Promise) {
    spawn_local(async {
        let _ = JsFuture::from(promise).await;
    });
}

/// A body in the middle of being read. Dropped before its end, it is cancelled.
struct Reading {
    reader: ReadableStreamDefaultReader,
    open: bool,
}

impl Reading {
    /// Fails where somebody else reads it.
    fn of(body: &ReadableStream) -> Result<Reading, JsValue> {
        if body.locked() {
            return Err(JsValue::UNDEFINED);
        }
        Ok(Reading { reader: body.get_reader().unchecked_into(), open: true })
    }

    /// All bytes, of which there may be `limit` at most.
    async fn up_to(&mut self, limit: usize) -> Result<Vec<u8>, Unread> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.next().await? {
            if bytes.len().saturating_add(chunk.length() as usize) > limit {
                return Err(Unread::TooLarge);
            }
            bytes.extend(chunk.to_vec());
        }
        Ok(bytes)
    }

    /// The next chunk; none at the end.
    async fn next(&mut self) -> Result<Option<Uint8Array>, JsValue> {
        let read = JsFuture::from(self.reader.read()).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            self.open = false;
            return Ok(None);
        }
        Reflect::get(&read, &"value".into())?.dyn_into().map(Some)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if self.open {
            forget(self.reader.cancel());
        }
    }
}
