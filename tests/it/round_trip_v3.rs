//! Any valid request of v3 and v4 says the same to LINE Pay as to the caller, and is signed over exactly
//! what is sent: by a second implementation of the signature, and by the sandbox's own.

use crate::support::answer::reply_to;
use crate::support::asked::{Asks, ask};
use crate::support::shop::network::as_received;
use crate::support::shop::run::block_on;
use crate::support::shop::{CHANNEL, SECRET, Shop, config_of, input};
use crate::support::texts::{order_id, text};
use linepay_edge::flow::Client;
use linepay_edge::typed::{ConfirmRequest, PaymentCheckRequest, ReserveRequest};
use linepay_edge::{Config, Credentials, Environment, Error, Expected, Typed, Version};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// HMAC-SHA256 by the letter of RFC 2104, for keys of up to one block.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    assert!(key.len() <= 64);
    let pad = |with: u8| -> Vec<u8> { (0..64).map(|place| key.get(place).unwrap_or(&0) ^ with).collect() };
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

/// Base64 by the letter of RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let word = chunk.iter().chain(&[0, 0]).take(3).fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
        let letters = [18, 12, 6, 0].map(|shift| char::from(ALPHABET[word >> shift & 63]));
        let padded = letters.iter().enumerate().map(|(place, letter)| if place > chunk.len() { '=' } else { *letter });
        padded.collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

fn header<'a>(request: &'a linepay_edge::HttpRequest, name: &str) -> &'a str {
    &request.headers().iter().find(|(key, _)| *key == name).unwrap().1
}

/// A product of a price in the smallest units of the currency.
fn product() -> impl Strategy<Value = (String, Option<String>, u32, i64)> {
    (text(60, char::len_utf16), prop::option::of(text(50, char::len_utf16)), 1_u32..40, 0_i64..1_000_000)
}

type Products = Vec<(String, Option<String>, u32, i64)>;

/// Packages with their names and user fees.
fn packages() -> impl Strategy<Value = Vec<(Products, Option<String>, i64)>> {
    let package = (prop::collection::vec(product(), 1..4), prop::option::of(text(100, char::len_utf16)), 0_i64..1_000);
    prop::collection::vec(package, 1..4)
}

/// So many smallest units as a JSON number.
fn written(units: i64, cents: bool) -> Value {
    let text = if cents { format!("{}.{:02}", units / 100, units % 100) } else { units.to_string() };
    serde_json::from_str(&text).unwrap()
}

/// A valid body, and its sum in the smallest units.
fn body(
    version: Version,
    currency: &str,
    order_id: &str,
    packages: &[(Products, Option<String>, i64)],
    shipping: i64,
) -> (Value, i64) {
    let cents = matches!(currency, "USD" | "THB");
    let mut whole = 0;
    let mut rows = Vec::new();
    for (number, (products, name, fee)) in packages.iter().enumerate() {
        let sum: i64 = products.iter().map(|(_, _, quantity, price)| i64::from(*quantity) * price).sum();
        let lines = products.iter().map(|(name, id, quantity, price)| {
            let mut line = json!({ "name": name, "quantity": quantity, "price": written(*price, cents) });
            line.as_object_mut().unwrap().extend(id.iter().map(|id| ("id".to_owned(), json!(id))));
            line
        });
        let lines: Vec<_> = lines.collect();
        let mut row = json!({ "id": number.to_string(), "amount": written(sum, cents), "products": lines });
        row.as_object_mut().unwrap().extend(name.iter().map(|name| ("name".to_owned(), json!(name))));
        whole += sum;
        if version == Version::V3 {
            row["userFee"] = written(*fee, cents);
            whole += fee;
        }
        rows.push(row);
    }
    let mut request = json!({ "currency": currency, "orderId": order_id, "packages": rows,
        "redirectUrls": { "confirmUrl": "https://shop.example.com/c?x=%2F",
            "cancelUrl": "https://shop.example.com/n" } });
    if version == Version::V3 {
        request["options"] = json!({ "shipping": { "type": "NO_SHIPPING", "feeAmount": written(shipping, cents) } });
        whole += shipping;
    }
    request["amount"] = written(whole, cents);
    (request, whole)
}

fn sent<T: Typed>(shop: &Shop, request: &Value) -> Result<T::Reply, Error> {
    let any = ask(T::OPERATION.name, shop.config.version(), input(request)).unwrap();
    let client = Client::new(&shop.config, &shop.network);
    let reply = block_on(client.call(&any, &Expected::default()))?.reply;
    Ok(reply_to::<T>(&reply))
}

#[test]
fn the_second_signature_knows_the_published_vectors() {
    // RFC 4231, case 2.
    let mac = hmac(b"Jefe", b"what do ya want for nothing?");
    let text: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(text, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    for (plain, encoded) in
        [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
    {
        assert_eq!(base64(plain.as_bytes()), encoded, "RFC 4648");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_payment_of_any_packages_is_the_same_on_both_sides(
        later in any::<bool>(), currency in prop::sample::select(vec!["TWD", "USD", "THB"]),
        order_id in order_id(char::len_utf16),
        packages in packages(), shipping in 0_i64..1_000,
    ) {
        let version = if later { Version::V4 } else { Version::V3 };
        let (request, sum) = body(version, currency, &order_id, &packages, shipping);
        prop_assume!(sum > 0);
        let sum = written(sum, matches!(currency, "USD" | "THB")).as_f64();
        let shop = Shop { config: config_of(version), ..Shop::with(json!({ "currency": currency }), 1) };
        let reserved = sent::<ReserveRequest>(&shop, &request).unwrap();
        let id = reserved.transaction_id.to_string();

        let (_, list) = shop.control("GET", "transactions", &Value::Null);
        let row = &list["transactions"][0];
        prop_assert_eq!(&row["transactionId"], &json!(id));
        prop_assert_eq!(&row["orderId"], &json!(order_id));
        prop_assert_eq!(row["amount"].as_f64(), sum);
        prop_assert_eq!(shop.control("POST", &format!("transactions/{id}/approve"), &Value::Null).0, 200);
        let confirm = json!({ "transactionId": id, "amount": request["amount"], "currency": currency });
        let confirmed = sent::<ConfirmRequest>(&shop, &confirm).unwrap();
        prop_assert_eq!(confirmed.order_id.as_str(), &order_id);

        // By its order, whatever characters the query has to carry; and all goods come back as they were.
        let found = sent::<PaymentCheckRequest>(&shop, &json!({ "orderId": order_id })).unwrap();
        let found = &found.payments[0];
        prop_assert_eq!(found.transaction_id, reserved.transaction_id);
        prop_assert_eq!(found.paid().map(|paid| paid.to_number()), sum);
        let rows = serde_json::to_value(found.packages.as_ref().unwrap()).unwrap();
        let sent = request["packages"].as_array().unwrap();
        prop_assert_eq!(rows.as_array().unwrap().len(), sent.len());
        for (row, sent) in rows.as_array().unwrap().iter().zip(sent) {
            prop_assert_eq!(&row["id"], &sent["id"]);
            prop_assert_eq!(row["amount"].as_f64(), sent["amount"].as_f64());
        }
    }

    #[test]
    fn every_request_is_signed_over_what_is_sent(
        later in any::<bool>(), key in "[!-~]{16,64}", nonce in "[ -~]{1,40}", order_id in order_id(char::len_utf16),
        number in 1_u64..=9_223_372_036_854_775_807, sum in 1_u32..1_000_000, which in 0_usize..9,
    ) {
        let version = if later { Version::V4 } else { Version::V3 };
        let key = if key.len() % 2 == 0 { SECRET.to_owned() } else { key };
        let credentials = Credentials::new(CHANNEL, &key);
        prop_assume!(credentials.is_ok());
        let config = Config::new(credentials.unwrap(), version, Environment::Sandbox);
        let id = number.to_string();
        let (operation, request) = match which {
            0 => ("confirm", json!({ "transactionId": id, "amount": sum, "currency": "TWD" })),
            1 => ("capture", json!({ "transactionId": id, "amount": sum, "currency": "TWD" })),
            2 => ("void", json!({ "transactionId": id })),
            3 => ("refund", json!({ "transactionId": id, "refundAmount": sum })),
            4 => ("paymentCheck", json!({ "orderId": [order_id, "A B/C"] })),
            5 => ("authCheck", json!({ "transactionId": [id, "1"] })),
            6 => ("statusCheck", json!({ "transactionId": id })),
            7 => ("regKeyCheck", json!({ "regKey": "RK1a2B", "creditCardAuth": true })),
            _ => ("preApproval", json!({ "regKey": "RK1a2B", "productName": order_id, "amount": sum, "currency": "TWD",
                "orderId": order_id })),
        };
        let any = ask(operation, version, input(&request)).unwrap();
        let request = any.prepare(&config, &nonce);
        let sent = as_received(&request);
        let payload = if sent.method == "GET" { sent.query.as_bytes() } else { &sent.body };
        let message = [key.as_bytes(), sent.path.as_bytes(), payload, nonce.as_bytes()].concat();
        prop_assert_eq!(header(&request, "X-LINE-Authorization-Nonce"), &nonce);
        prop_assert_eq!(header(&request, "X-LINE-Authorization"), base64(&hmac(key.as_bytes(), &message)));
        prop_assert!(request.headers().iter().all(|(name, _)| *name != "X-LINE-ChannelSecret"));
    }
}
