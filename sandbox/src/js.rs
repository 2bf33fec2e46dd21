//! The border to JavaScript: JSON texts in and out, so that no digit passes through a float.

use crate::{Config, Request, Sandbox};
use std::arch::wasm32::memory_size;
use std::hint::black_box;
use wasm_bindgen::prelude::*;

/// Bytes of a page of memory.
const PAGE: usize = 65536;

/// A sandbox that lives as long as its host.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LinePaySandbox {
    sandbox: Sandbox,
    /// The module's memory when it was last looked at, in pages.
    pages: usize,
}

#[wasm_bindgen]
impl LinePaySandbox {
    /// Starts a sandbox from the JSON text of its configuration. Where the host `keeps` nothing, its answers have no
    /// changes.
    ///
    /// # Errors
    /// The configuration is not complete. The message names no value of it.
    pub fn create(config: &str, keeps: bool) -> Result<LinePaySandbox, JsError> {
        let config: Config = serde_json::from_str(config)
            .map_err(|error| JsError::new(&format!("the configuration is not valid at column {}", error.column())))?;
        let sandbox = Sandbox::new(config)?;
        Ok(LinePaySandbox { sandbox: if keeps { sandbox } else { sandbox.in_memory() }, pages: 0 })
    }

    /// Takes up records: the JSON text of a list of `[key, value]`, both texts.
    ///
    /// # Errors
    /// A record cannot be read.
    pub fn load(&mut self, records: &str) -> Result<(), JsError> {
        let records: Vec<(String, String)> =
            serde_json::from_str(records).map_err(|_| JsError::new("the records are not a list of [key, value]"))?;
        Ok(self.sandbox.load(records)?)
    }

    /// Answers a request (JSON text without its body, the body's bytes, the host's time in milliseconds)
    /// with the JSON text of an answer, which has no line break in it, then one, and the answer's body: inside of the
    /// JSON text each of its quotes would be escaped, and made a quote again.
    ///
    /// # Errors
    /// The request's JSON is not of the agreed form.
    pub fn handle(&mut self, request: &str, body: Vec<u8>, now: f64) -> Result<String, JsError> {
        let mut request: Request =
            serde_json::from_str(request).map_err(|_| JsError::new("the request is not of the agreed form"))?;
        request.body = body;
        // A time is far below 2^53; a cast from a float saturates.
        let answer = self.sandbox.handle(&request, now as u64);
        let mut text = serde_json::to_string(&answer)?;
        text.reserve_exact(answer.body.len().saturating_add(1));
        text.push('\n');
        text.push_str(&answer.body);
        self.set_aside();
        Ok(text)
    }

    /// How long the last answer took, in milliseconds, for the call log.
    pub fn took(&mut self, milliseconds: f64) {
        self.sandbox.took(milliseconds);
    }
}

impl LinePaySandbox {
    /// Once memory has grown, lets it grow by an eighth more. The allocator asks for a page at a time, and each time
    /// V8 counts the whole memory anew, as if it were garbage to come: with 100 000 payments it collects every
    /// fortieth call.
    fn set_aside(&mut self) {
        let pages = memory_size::<0>();
        if pages <= self.pages {
            return;
        }
        let mut spare = Vec::<u8>::new();
        // Where there is none left, whoever needs it finds out.
        let _ = spare.try_reserve_exact(pages.saturating_mul(PAGE / 8));
        drop(black_box(spare));
        self.pages = memory_size::<0>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const CONFIG: &str = r#"{"channelId":"1","channelSecret":"hidden","merchantName":"Shop","seed":"s","settings":{}}"#;
    const RESERVE: &str = r#"{"method":"POST","path":"/v2/payments/request","query":"","peer":"127.0.0.1",
        "origin":"https://pay.example.com","headers":[["content-type","application/json"],
        ["x-line-channelid","1"],["x-line-channelsecret","hidden"]]}"#;
    const ORDER: &[u8] =
        br#"{"productName":"tea","amount":360,"currency":"TWD","orderId":"1","confirmUrl":"https://a.example/"}"#;

    fn text(error: JsError) -> String {
        format!("{:?}", JsValue::from(error))
    }

    #[wasm_bindgen_test]
    fn ids_pass_the_border_with_all_their_digits() {
        let mut sandbox = LinePaySandbox::create(CONFIG, true).map_err(text).unwrap();
        let answer = sandbox.handle(RESERVE, ORDER.to_vec(), 1_778_123_045_000.0).map_err(text).unwrap();
        let (answer, body) = answer.split_once('\n').unwrap();
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        let reply: serde_json::Value = serde_json::from_str(body).unwrap();
        let id = reply["info"]["transactionId"].as_u64().unwrap();
        assert!(id > 2_026_050_700_000_000_000, "{answer}");
        assert_eq!(answer["delivery"]["kind"], "whole");
        let mut next = LinePaySandbox::create(CONFIG, true).map_err(text).unwrap();
        next.load(&answer["changes"].to_string()).map_err(text).unwrap();
        let key = format!("payment/{id}");
        assert!(answer["changes"].as_array().unwrap().iter().any(|change| change[0] == key.as_str()));
    }

    #[wasm_bindgen_test]
    fn errors_name_no_value() {
        for config in ["hidden", r#"{"channelSecret":"hidden""#, r#"{"hidden":1}"#, r#"{"channelId":["hidden"]}"#] {
            let error = LinePaySandbox::create(config, true).map(|_| ()).map_err(text).unwrap_err();
            assert!(!error.contains("hidden"), "{error}");
        }
        let mut sandbox = LinePaySandbox::create(CONFIG, true).map_err(text).unwrap();
        assert!(sandbox.load("{}").is_err());
        assert!(sandbox.handle("{", Vec::new(), 0.0).is_err());
        assert!(sandbox.handle(RESERVE, Vec::new(), f64::NAN).is_ok());
    }
}
