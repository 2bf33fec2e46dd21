//! Random stories in every version: money never comes out of nothing, and a restart changes no answer.

use crate::shop::{self, Shop, code, reserved};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One step; the first number chooses the payment or the key, the flags are `capture` and PREAPPROVED.
#[derive(Clone, Debug)]
enum Step {
    Reserve(u8, bool, bool),
    Buyer(usize, &'static str),
    Confirm(usize),
    Capture(usize, i64),
    Void(usize),
    Refund(usize, Option<i64>),
    Charge(usize, u8, bool),
    Expire(usize),
    Wait(u64),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let which = 0_usize..5;
    let buyer = prop::sample::select(vec!["approve", "approve", "approve", "cancel", "decline"]);
    let step = prop_oneof![
        4 => (0_u8..6, any::<bool>(), any::<bool>())
            .prop_map(|(order, capture, key)| Step::Reserve(order, capture, key)),
        7 => (which.clone(), buyer).prop_map(|(which, action)| Step::Buyer(which, action)),
        7 => which.clone().prop_map(Step::Confirm),
        5 => (which.clone(), -5_i64..400).prop_map(|(which, sum)| Step::Capture(which, sum)),
        2 => which.clone().prop_map(Step::Void),
        5 => (which.clone(), prop::option::of(-5_i64..400)).prop_map(|(which, sum)| Step::Refund(which, sum)),
        3 => (0_usize..2, 6_u8..12, any::<bool>())
            .prop_map(|(which, order, capture)| Step::Charge(which, order, capture)),
        1 => (0_usize..2).prop_map(Step::Expire),
        1 => prop_oneof![0_u64..1_500_000, 0_u64..200 * shop::DAY].prop_map(Step::Wait),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..80)
}

/// A shop and what it has learned.
struct Story {
    shop: Shop,
    ids: Vec<u64>,
    keys: Vec<String>,
}

impl Story {
    fn new(version: &'static str) -> Story {
        Story { shop: Shop::new().in_version(version), ids: Vec::new(), keys: Vec::new() }
    }

    fn id(&self, which: usize) -> u64 {
        self.ids.get(which).copied().unwrap_or(1)
    }

    fn key(&self, which: usize) -> String {
        self.keys.get(which).cloned().unwrap_or("RK1".to_owned())
    }

    fn play(&mut self, step: &Step) -> Value {
        match step {
            Step::Reserve(order, capture, key) => {
                let pay_type = if *key { "PREAPPROVED" } else { "NORMAL" };
                let order = json!({ "orderId": format!("ORD-{order}"), "capture": capture, "payType": pay_type });
                let reply = self.shop.reserve_with(order);
                if code(&reply) == "0000" {
                    self.ids.push(reserved(&reply).id);
                }
                reply
            }
            Step::Buyer(which, action) => {
                let path = format!("transactions/{}/{action}", self.id(*which));
                let answer = self.shop.control_answer("POST", &path, &Value::Null);
                serde_json::from_str(&answer.body).unwrap()
            }
            Step::Confirm(which) => {
                let reply = self.shop.confirm(self.id(*which));
                if let Some(key) = reply["info"]["regKey"].as_str() {
                    self.keys.push(key.to_owned());
                }
                reply
            }
            Step::Capture(which, sum) => self.shop.capture(self.id(*which), *sum),
            Step::Void(which) => self.shop.void(self.id(*which)),
            Step::Refund(which, sum) => {
                let body = sum.map_or(String::new(), |sum| json!({ "refundAmount": sum }).to_string());
                self.shop.refund(self.id(*which), &body)
            }
            Step::Charge(which, order, capture) => {
                let key = self.key(*which);
                let reply = self.shop.charge(&key, &format!("ORD-{order}"), *capture);
                self.ids.extend(reply["info"]["transactionId"].as_u64());
                reply
            }
            Step::Expire(which) => {
                let key = self.key(*which);
                self.shop.expire_key(&key)
            }
            Step::Wait(milliseconds) => {
                self.shop.now += milliseconds;
                Value::Null
            }
            Step::Restart => {
                self.shop.restart();
                Value::Null
            }
        }
    }
}

/// What must be true of the money, kept beside the sandbox.
#[derive(Default)]
struct Book {
    authorized: BTreeMap<u64, i64>,
    captured: BTreeMap<u64, i64>,
    voided: Vec<u64>,
    refunded: BTreeMap<u64, i64>,
    separate: BTreeMap<u64, bool>,
}

impl Book {
    fn take(&mut self, id: u64, sum: i64) {
        assert_eq!(self.captured.insert(id, sum), None, "captured twice");
        assert!(!self.voided.contains(&id), "captured after void");
    }

    fn settle(&mut self, id: u64, sum: i64, capture: bool) {
        assert_eq!(self.authorized.insert(id, sum), None, "confirmed twice");
        if capture {
            self.take(id, sum);
        }
    }

    fn enter(&mut self, step: &Step, reply: &Value, id: impl Fn(usize) -> u64) {
        if reply["returnCode"] != "0000" {
            return;
        }
        let new = || reply["info"]["transactionId"].as_u64().unwrap();
        match step {
            Step::Reserve(_, capture, _) => {
                self.separate.insert(new(), !capture);
            }
            Step::Confirm(which) => {
                let id = id(*which);
                self.settle(id, 360, !self.separate[&id]);
            }
            Step::Charge(_, _, capture) => self.settle(new(), 150, *capture),
            Step::Capture(which, sum) => {
                let id = id(*which);
                assert!(0 < *sum && *sum <= self.authorized[&id], "capture above the authorisation");
                self.take(id, *sum);
            }
            Step::Void(which) => {
                let id = id(*which);
                assert!(!self.captured.contains_key(&id), "void after capture");
                assert!(!self.voided.contains(&id), "void twice");
                self.voided.push(id);
            }
            Step::Refund(which, sum) => {
                let id = id(*which);
                let left = self.captured[&id] - self.refunded.get(&id).copied().unwrap_or(0);
                let sum = sum.unwrap_or(left);
                assert!(0 < sum && sum <= left, "refund above the capture");
                *self.refunded.entry(id).or_default() += sum;
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn money_is_taken_once_and_given_back_at_most_once(
        version in prop::sample::select(vec!["v2", "v3", "v4"]),
        steps in steps(),
    ) {
        let (mut story, mut twin) = (Story::new(version), Story::new(version));
        let mut book = Book::default();
        for step in &steps {
            let reply = story.play(step);
            if !matches!(step, Step::Restart) {
                prop_assert_eq!(&reply, &twin.play(step), "{:?}", step);
            }
            book.enter(step, &reply, |which| story.id(which));
        }
        for id in story.ids.clone() {
            let row = story.shop.get("/v3/payments", &format!("transactionId={id}"));
            prop_assert_eq!(code(&row) == "0000", book.authorized.contains_key(&id));
            let row = &row["info"][0];
            prop_assert_eq!(row["payStatus"] == "CAPTURE", book.captured.contains_key(&id));
            prop_assert_eq!(row["payStatus"] == "VOIDED_AUTHORIZATION", book.voided.contains(&id));
            if let Some(captured) = book.captured.get(&id) {
                prop_assert_eq!(row["payInfo"][0]["amount"].as_i64(), Some(*captured));
            }
            let refunds = row["refundList"].as_array().into_iter().flatten();
            let sum: i64 = refunds.map(|refund| -refund["refundAmount"].as_i64().unwrap()).sum();
            prop_assert_eq!(sum, book.refunded.get(&id).copied().unwrap_or(0));
        }
        for list in ["transactions", "reg-keys"] {
            let listed = story.shop.control("GET", list, &Value::Null);
            prop_assert_eq!(listed, twin.shop.control("GET", list, &Value::Null));
        }
    }
}
