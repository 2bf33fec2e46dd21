//! Bad requests as a caller without our checks would send them, and which row of the table of rules an issue is.

pub(crate) mod cases;
pub(crate) mod elsewhere;

use super::answer::json_of;
use super::asked::ask;
use super::shop::{CHANNEL, SECRET, Shop, input};
use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use linepay_edge::error::Issue;
use linepay_edge::flow::Client;
use linepay_edge::operations::find;
use linepay_edge::rule::rows;
use linepay_edge::{Expected, Version};
use linepay_sandbox::Request;
use serde_json::{Value, json};
use sha2::Sha256;

use super::shop::run::block_on;

/// The row that `issue` tells: its name, and both sentences in their places. Of several that fit, the least general.
pub(crate) fn row_of(issue: &Issue) -> usize {
    let rows = rows().enumerate().filter(|(_, row)| {
        row.name == issue.rule && fits(row.english, &issue.message) && fits(row.chinese, &issue.message_zh_tw)
    });
    let row = rows.min_by_key(|(_, row)| row.english.matches('{').count());
    row.unwrap_or_else(|| panic!("{issue:?} is no row of the table")).0
}

/// Is `sentence` the template with something in place of each `{…}`?
fn fits(template: &str, sentence: &str) -> bool {
    let mut parts = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, text)| text));
    let Some(mut rest) = parts.next().and_then(|start| sentence.strip_prefix(start)) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some((value, after)) = rest.split_once(part) else { return false };
        if value.is_empty() {
            return false;
        }
        rest = after;
    }
    rest.strip_suffix(last).is_some_and(|value| !value.is_empty())
}

/// What a client without checks makes of `request`: names into the path, ids into the query, the rest into the body.
pub(crate) fn unchecked(version: Version, operation: &str, request: &Value) -> Request {
    let mut rest = request.clone();
    let mut take = |name: &str| rest.as_object_mut().and_then(|fields| fields.remove(name));
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let segment = |value: Option<Value>| value.map(|value| encoded(&plain(&value))).unwrap_or_default();
    let mut query = String::new();
    let route = find(operation).and_then(|operation| operation.route(version)).unwrap();
    let mut path = format!("/{version}");
    for place in route.path.split('/').skip(1) {
        let name = place.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        path = format!("{path}/{}", name.map_or_else(|| place.to_owned(), |name| segment(take(name))));
    }
    let method = route.method.as_str();
    let mut body = String::new();
    if method == "POST" {
        body = rest.to_string();
    } else {
        let pairs = rest.as_object().into_iter().flatten().flat_map(|(name, value)| match value {
            Value::Array(items) if items.is_empty() => vec![(name, String::new())],
            Value::Array(items) => items.iter().map(|item| (name, plain(item))).collect(),
            Value::Null => Vec::new(),
            single => vec![(name, plain(single))],
        });
        query = pairs.map(|(name, value)| format!("{name}={}", encoded(&value))).collect::<Vec<_>>().join("&");
    }
    let mut headers = vec![("Content-Type", "application/json".to_owned()), ("X-LINE-ChannelId", CHANNEL.to_owned())];
    if version == Version::V2 {
        headers.push(("X-LINE-ChannelSecret", SECRET.to_owned()));
    } else {
        let payload = if method == "GET" { &query } else { &body };
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("{SECRET}{path}{payload}nonce").as_bytes());
        headers.push(("X-LINE-Authorization-Nonce", "nonce".to_owned()));
        headers.push(("X-LINE-Authorization", Base64::encode_string(&mac.finalize().into_bytes())));
    }
    Request {
        method: method.to_owned(),
        path,
        query,
        headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        body: body.into_bytes(),
        peer: "203.0.113.7".to_owned(),
        origin: "https://sandbox-api-pay.line.me".to_owned(),
        ..Request::default()
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let bytes = text.bytes();
    bytes.map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A call of the merchant's with the client, which succeeds.
fn call(shop: &Shop, operation: &str, request: &Value) -> Value {
    let any = ask(operation, shop.config.version(), input(request)).unwrap();
    let answer = block_on(Client::new(&shop.config, &shop.network).call(&any, &Expected::default())).unwrap();
    json_of(&answer.reply)
}

/// The order of the situation.
pub(crate) const ORDER: &str = "BEFORE";

/// Brings about what a request of `operation` needs: its transaction or its regKey, as `transactionId` and `regKey`.
pub(crate) fn situation(shop: &Shop, operation: &str) -> (Value, Value) {
    let version = shop.config.version();
    let mut order = super::shop::order_of(version, ORDER, 360, !matches!(operation, "capture" | "void"));
    match version {
        Version::V2 => {
            order["payType"] = json!("PREAPPROVED");
            order["confirmUrl"] = json!("https://shop.example.com/");
        }
        _ => {
            order["options"]["payment"]["payType"] = json!("PREAPPROVED");
            order["redirectUrls"] = json!({ "confirmUrlType": "NONE" });
        }
    }
    let id = call(shop, "reserve", &order)["transactionId"].clone();
    let path = format!("transactions/{}/approve", id.as_str().unwrap());
    assert_eq!(shop.control("POST", &path, &Value::Null).0, 200);
    if operation == "confirm" {
        return (id, Value::Null);
    }
    let confirm = json!({ "transactionId": id, "amount": 360, "currency": "TWD" });
    let reg_key = call(shop, "confirm", &confirm)["regKey"].clone();
    (id, reg_key)
}
