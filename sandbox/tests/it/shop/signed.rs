//! What v3 and v4 have of their own: the signature, and orders in packages.

use super::SECRET;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// The signature of v3 and v4.
pub(crate) fn sign(path: &str, payload: &[u8], nonce: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(&[SECRET.as_bytes(), path.as_bytes(), payload, nonce.as_bytes()].concat());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// An order of v2 as v3 and v4 have it.
pub(super) fn in_packages(mut order: Value) -> Value {
    let mut take = |name: &str| order.as_object_mut().unwrap().remove(name);
    let (name, capture, pay_type) = (take("productName"), take("capture"), take("payType"));
    let mut urls = json!({});
    for name in ["confirmUrl", "cancelUrl", "confirmUrlType"] {
        if let Some(url) = take(name) {
            urls[name] = url;
        }
    }
    let amount = order["amount"].clone();
    let package = json!({ "id": "1", "amount": amount,
        "products": [{ "name": name, "quantity": 1, "price": amount }] });
    for (name, value) in [("packages", json!([package])), ("redirectUrls", urls)] {
        if order.get(name).is_none() {
            order[name] = value;
        }
    }
    for (name, value) in [("capture", capture), ("payType", pay_type)] {
        if let Some(value) = value {
            order["options"]["payment"][name] = value;
        }
    }
    order
}
