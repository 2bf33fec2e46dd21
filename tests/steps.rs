//! What the client thinks a payment allows and what LINE Pay answers, over random steps.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod shop;

use linepay_edge::flow::Client;
use linepay_edge::operations::{Any, AnyReply};
use linepay_edge::payment::{PaymentLife, PaymentState, Source};
use linepay_edge::{Error, Expected, Version};
use serde_json::{Value, json};
use shop::random::Random;
use shop::run::block_on;
use shop::{MINUTE, Shop, input, order_of};

/// One payment with what the merchant knows of it.
struct Story {
    shop: Shop,
    version: Version,
    life: PaymentLife,
    transaction: String,
}

impl Story {
    fn begin(version: Version, capture: bool) -> Story {
        let shop = Shop::of(version);
        let mut story = Story { shop, version, life: PaymentLife::default(), transaction: String::new() };
        let mut request = order_of(version, "ORD-1", 360, capture);
        let (confirm, cancel) = ("https://shop.example.com/ok", "https://shop.example.com/no");
        if version == Version::V2 {
            request["confirmUrl"] = json!(confirm);
        } else {
            request["redirectUrls"] = json!({ "confirmUrl": confirm, "cancelUrl": cancel });
        }
        let AnyReply::Reserve(reply) = story.call("reserve", request).unwrap() else { panic!("not a reservation") };
        story.transaction = reply.transaction_id.to_string();
        story
    }

    /// Makes a call whatever the client thinks of it, and learns from the answer.
    fn call(&mut self, operation: &str, request: Value) -> Result<AnyReply, Error> {
        let request = Any::read(operation, self.version, input(&request)).unwrap();
        let calling =
            async { Client::new(&self.shop.config, &self.shop.network).call(&request, &Expected::default()).await };
        let reply = block_on(calling)?.reply;
        self.life.learn(Source { request: Some(&request), reply: &reply });
        Ok(reply)
    }

    /// Takes a step; returns whether the client allowed it and what LINE Pay answered.
    fn step(&mut self, operation: &str, mut request: Value) -> (bool, String) {
        request["transactionId"] = json!(self.transaction);
        let (step, amount) = Any::read(operation, self.version, input(&request)).unwrap().step().unwrap();
        let allowed = self.life.allows(step, amount, self.shop.network.time()).is_ok();
        let answer = match self.call(operation, request) {
            Ok(_) => "0000".to_owned(),
            Err(error) => error.return_code().map(ToString::to_string).unwrap_or_default(),
        };
        (allowed, answer)
    }
}

#[test]
fn the_client_allows_what_line_pay_accepts_and_nothing_else() {
    let (mut accepted, mut refused) = (0, 0);
    for seed in 0..900 {
        let mut random = Random::new(seed);
        let version = Version::ALL[random.below(3)];
        let mut story = Story::begin(version, random.percent(40));
        for _ in 0..10 {
            let sum = [1, 60, 100, 300, 360, 361][random.below(6)];
            let (operation, request) = match random.below(9) {
                0 | 1 => {
                    let path = format!("transactions/{}/approve", story.transaction);
                    story.shop.control("POST", &path, &Value::Null);
                    continue;
                }
                2 if random.percent(10) => {
                    story.shop.network.advance(31 * 24 * 60 * MINUTE);
                    continue;
                }
                2 | 3 => ("confirm", json!({ "amount": 360, "currency": "TWD" })),
                4 | 5 => ("capture", json!({ "amount": sum, "currency": "TWD" })),
                6 if random.percent(30) => ("void", json!({})),
                7 if random.percent(30) => ("refund", json!({})),
                _ => ("refund", json!({ "refundAmount": sum })),
            };
            let before = story.life.state;
            let (allowed, answer) = story.step(operation, request.clone());
            let taken = answer == "0000";
            // For how long a payment may be refunded is in the merchant's contract, not in any reply.
            if answer == "1163" {
                assert!(allowed, "seed {seed}");
                continue;
            }
            // Whether the buyer has approved is not known from a reservation alone.
            if operation == "confirm" && before == PaymentState::Reserved {
                assert!(allowed, "seed {seed}");
                continue;
            }
            assert_eq!(allowed, taken, "seed {seed}, {version}: {operation} {request} on {before:?}");
            accepted += usize::from(taken);
            refused += usize::from(!taken);
            assert!(story.life.refunded <= story.life.captured, "seed {seed}");
        }
    }
    assert!(accepted > 300 && refused > 300, "{accepted} accepted, {refused} refused");
}

#[test]
fn an_illegal_step_is_not_sent_when_the_payment_is_given() {
    let mut story = Story::begin(Version::V3, false);
    story.shop.control("POST", &format!("transactions/{}/approve", story.transaction), &Value::Null);
    assert_eq!(story.step("confirm", json!({ "amount": 360, "currency": "TWD" })), (true, "0000".to_owned()));
    let request = json!({ "transactionId": story.transaction, "amount": 361, "currency": "TWD" });
    let capture = Any::read("capture", Version::V3, input(&request)).unwrap();
    let client = Client::new(&story.shop.config, &story.shop.network);
    let error = block_on(client.step(&capture, &Expected::default(), &story.life)).unwrap_err();
    assert_eq!(error.code(), linepay_edge::Code::IllegalStep);
    assert_eq!(story.shop.network.count("capture"), 0);
}
