//! The body of an answer or a request, up to a limit.

use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Headers, ReadableStream, ReadableStreamDefaultReader, Response};

/// Why there is no body.
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

/// A body's bytes, of which there may be `limit` at most.
pub(super) async fn read(body: Option<ReadableStream>, limit: usize) -> Result<Vec<u8>, Unread> {
    let Some(body) = body else { return Ok(Vec::new()) };
    let mut reading = Reading::of(&body)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = reading.next().await? {
        if bytes.len().saturating_add(chunk.length() as usize) > limit {
            return Err(Unread::TooLarge);
        }
        let at = bytes.len();
        bytes.resize(at.saturating_add(chunk.length() as usize), 0);
        if let Some(room) = bytes.get_mut(at..) {
            chunk.copy_to(room);
        }
    }
    Ok(bytes)
}

/// The bytes of an answer, of which there may be `limit` at most.
pub(super) async fn bytes_of(response: &Response, limit: usize) -> Result<Vec<u8>, Unread> {
    let body = response.body();
    if body.is_some() && is_short(&response.headers(), limit) {
        // One turn to the runtime and back instead of one for each chunk.
        let buffer = JsFuture::from(response.array_buffer()?).await?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        return if bytes.len() > limit { Err(Unread::TooLarge) } else { Ok(bytes) };
    }
    read(body, limit).await
}

/// Whether the body is known to be within the limit. A compressed one is not: its length is that of what was sent.
fn is_short(headers: &Headers, limit: usize) -> bool {
    let length = headers.get("content-length").ok().flatten().unwrap_or_default();
    let plain = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    plain && length.parse().is_ok_and(|length: usize| length <= limit) && headers.has("content-encoding") == Ok(false)
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
pub(super) struct Reading {
    reader: ReadableStreamDefaultReader,
    open: bool,
}

impl Reading {
    /// Fails where somebody else reads it.
    pub(super) fn of(body: &ReadableStream) -> Result<Reading, JsValue> {
        if body.locked() {
            return Err(JsValue::UNDEFINED);
        }
        Ok(Reading { reader: body.get_reader().unchecked_into(), open: true })
    }

    /// The next chunk; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Uint8Array>, JsValue> {
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
