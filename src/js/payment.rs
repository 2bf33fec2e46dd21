//! What replies tell of a payment: exports of the validator's module, and by `ask` of the client's.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(not(feature = "client"))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{both, ended};
use crate::error::{Code, Error, Issues};
use crate::input::Input;
use crate::payment::PaymentLife;
use crate::rule::Rule;

/// What the replies of one payment come to, oldest first; see `PaymentLife::of`.
#[cfg_attr(not(feature = "client"), wasm_bindgen(js_name = paymentState))]
pub fn payment_state(version: &str, sources: &str) -> String {
    ended(PaymentLife::of(version, sources))
}

/// The steps that a payment allows at `now`, in milliseconds since 1970.
#[cfg_attr(not(feature = "client"), wasm_bindgen(js_name = legalSteps))]
pub fn legal_steps(payment: &str, now: f64) -> String {
    let life = PaymentLife::read(Input::of(payment), "legalSteps");
    ended(both(life, time(now)).map(|(life, now)| life.legal_steps(now)))
}

/// A date that JavaScript could not read is NaN, which must not count as 1970: every authorisation would still hold.
fn time(now: f64) -> Result<u64, Error> {
    let mut issues = Issues::default();
    if !now.is_finite() || now < 0.0 {
        issues.push("now", Rule::Now);
    }
    issues.or(Code::InvalidRequest, Some("legalSteps"), now as u64)
}
