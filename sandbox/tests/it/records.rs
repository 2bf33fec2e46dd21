//! Properties: money never comes out of nothing, and a restart changes no answer.

use crate::shop::{CHANNEL, SECRET, Shop, code, reserved};
use linepay_sandbox::{Config, Sandbox, Settings};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One step of a random story; the first number chooses the payment.
#[derive(Clone, Debug)]
enum Step {
    Reserve(u8),
    Buyer(usize, &'static str),
    Confirm(usize, i64),
    Refund(usize, Option<i64>),
    Wait(u64),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0_u8..4).prop_map(Step::Reserve),
        5 => (0_usize..5, prop::sample::select(vec!["approve", "approve", "cancel", "decline"]))
            .prop_map(|(which, action)| Step::Buyer(which, action)),
        5 => (0_usize..5, prop::sample::select(vec![360_i64, 360, 359]))
            .prop_map(|(which, sum)| Step::Confirm(which, sum)),
        5 => (0_usize..5, prop::option::of(-5_i64..400)).prop_map(|(which, sum)| Step::Refund(which, sum)),
        1 => (0_u64..1_500_000).prop_map(Step::Wait),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..60)
}

fn play(shop: &mut Shop, ids: &mut Vec<u64>, step: &Step) -> String {
    let pick = |ids: &[u64], which: usize| ids.get(which).copied().unwrap_or(1);
    match step {
        Step::Reserve(order) => {
            let reply = shop.reserve_with(json!({ "orderId": format!("ORD-{order}") }));
            if code(&reply) == "0000" {
                ids.push(reserved(&reply).id);
            }
            reply.to_string()
        }
        Step::Buyer(which, action) => {
            let path = format!("transactions/{}/{action}", pick(ids, *which));
            shop.control_answer("POST", &path, &Value::Null).body
        }
        Step::Confirm(which, sum) => {
            let body = json!({ "amount": sum, "currency": "TWD" }).to_string();
            shop.post(&format!("/v2/payments/{}/confirm", pick(ids, *which)), &body).to_string()
        }
        Step::Refund(which, sum) => {
            let body = sum.map_or(String::new(), |sum| json!({ "refundAmount": sum }).to_string());
            shop.refund(pick(ids, *which), &body).to_string()
        }
        Step::Wait(milliseconds) => {
            shop.now += milliseconds;
            String::new()
        }
        Step::Restart => {
            shop.restart();
            String::new()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn refunds_never_exceed_the_capture_and_restarts_change_nothing(steps in steps()) {
        let (mut shop, mut twin) = (Shop::new(), Shop::new());
        let (mut ids, mut twin_ids) = (Vec::new(), Vec::new());
        let mut captured = std::collections::BTreeMap::<u64, i64>::new();
        let mut refunded = std::collections::BTreeMap::<u64, i64>::new();
        for step in &steps {
            let answer = play(&mut shop, &mut ids, step);
            if !matches!(step, Step::Restart) {
                prop_assert_eq!(&answer, &play(&mut twin, &mut twin_ids, step), "{:?}", step);
            }
            let Ok(reply) = serde_json::from_str::<Value>(&answer) else { continue };
            match step {
                Step::Confirm(which, sum) if reply["returnCode"] == "0000" => {
                    prop_assert_eq!(*sum, 360);
                    prop_assert_eq!(captured.insert(ids[*which], *sum), None, "captured twice");
                }
                Step::Refund(which, sum) if reply["returnCode"] == "0000" => {
                    let id = ids[*which];
                    let left = captured[&id] - refunded.get(&id).copied().unwrap_or(0);
                    let sum = sum.unwrap_or(left);
                    prop_assert!(0 < sum && sum <= left);
                    *refunded.entry(id).or_default() += sum;
                }
                _ => {}
            }
        }
        for id in &ids {
            let row = shop.details(&format!("transactionId={id}"));
            prop_assert_eq!(code(&row) == "0000", captured.contains_key(id));
            let list = row["info"][0]["refundList"].as_array().cloned().unwrap_or_default();
            let sum: i64 = list.iter().map(|row| row["refundAmount"].as_i64().unwrap()).sum();
            prop_assert_eq!(sum, refunded.get(id).copied().unwrap_or(0));
        }
        for order in 0..4 {
            let query = format!("orderId=ORD-{order}");
            prop_assert_eq!(shop.details(&query), twin.details(&query));
        }
        let listed = shop.control("GET", "transactions", &Value::Null);
        prop_assert_eq!(listed, twin.control("GET", "transactions", &Value::Null));
    }
}

#[test]
fn regkeys_authorisations_and_goods_survive_a_restart() {
    for version in ["v2", "v3", "v4"] {
        let (mut shop, mut twin) = (Shop::new().in_version(version), Shop::new().in_version(version));
        for shop in [&mut shop, &mut twin] {
            let key = shop.register("ORD-1");
            shop.authorize("ORD-2");
            let id = shop.authorize("ORD-3");
            shop.capture(id, 300);
            shop.charge(&key, "SUB-1", false);
            let ended = shop.register("ORD-4");
            shop.expire_key(&ended);
        }
        shop.restart();
        for query in ["orderId=ORD-1&orderId=ORD-2", "orderId=ORD-3&orderId=SUB-1"] {
            assert_eq!(shop.details(query), twin.details(query));
            assert_eq!(shop.authorizations(query), twin.authorizations(query));
        }
        for list in ["transactions", "reg-keys"] {
            assert_eq!(shop.control("GET", list, &Value::Null), twin.control("GET", list, &Value::Null));
        }
        assert_eq!(shop.records, twin.records);
    }
}

#[test]
fn a_record_of_the_first_sandbox_is_still_read() {
    let old = r#"{"transactionId":2026050712345678910,"reserveId":"R","accessToken":"1","version":"v2",
        "state":"CAPTURED","orderId":"OLD","amount":360,"currency":"TWD","productName":"tea","productImageUrl":null,
        "confirmUrl":"https://a.example/","confirmByServer":false,"cancelUrl":null,"language":null,
        "branchName":null,"reservedAt":1778123045000,
        "approveUntil":1778124245000,"approvedAt":1778123045000,"confirmUntil":1778124245000,"capturedAt":1778123045000,
        "method":"CREDIT_CARD","refunds":[]}"#;
    let mut shop = Shop::new();
    shop.sandbox.load([("payment/2026050712345678910", old)]).unwrap();
    assert_eq!(code(&shop.details("orderId=OLD")), "0000");
    assert_eq!(code(&shop.refund(2_026_050_712_345_678_910, r#"{"refundAmount":360}"#)), "0000");
}

#[test]
fn a_refund_is_found_by_its_id_after_a_restart() {
    let mut shop = Shop::new();
    let id = shop.pay("ORD-1");
    let refund = shop.refund(id, r#"{"refundAmount":60}"#)["info"]["refundTransactionId"].clone();
    shop.restart();
    let row = &shop.details(&format!("transactionId={refund}"))["info"][0];
    assert_eq!(row["originalTransactionId"].as_u64(), Some(id));
}

#[test]
fn only_what_changed_is_handed_out() {
    let mut shop = Shop::new();
    for order in ["ORD-1", "ORD-2", "ORD-3"] {
        shop.pay(order);
    }
    let answer = shop.raw("GET", "/v2/payments", "orderId=ORD-2", b"");
    let keys: Vec<_> = answer.changes.iter().map(|change| change.0.split('/').next().unwrap()).collect();
    assert_eq!(keys, ["meta", "log"], "a query writes its log entry");
    let id = shop.reserve("ORD-4").id;
    let answer = shop.control_answer("POST", &format!("transactions/{id}/approve"), &Value::Null);
    let keys: Vec<_> = answer.changes.iter().map(|change| change.0.clone()).collect();
    assert_eq!(keys, [format!("payment/{id}")]);
}

#[test]
fn records_that_cannot_be_read_are_named() {
    let config = || Config {
        channel_id: "1".to_owned(),
        channel_secret: SECRET.to_owned(),
        merchant_name: String::new(),
        seed: "s".to_owned(),
        public_origin: None,
        settings: Settings::default(),
    };
    for (key, value) in [("meta", "{"), ("payment/1", "{}"), ("other", "{}"), ("settings", "{\"allow\":[\"x\"]}")] {
        let error = Sandbox::new(config()).unwrap().load([(key, value)]).unwrap_err();
        assert!(error.to_string().contains(key), "{error}");
    }
    let error = Sandbox::new(Config { channel_secret: String::new(), ..config() }).unwrap_err();
    assert_eq!(error.to_string(), "channelSecret is empty");
}

#[test]
fn a_host_that_keeps_nothing_gets_the_same_answers_and_nothing_to_keep() {
    let config = || Config {
        channel_id: CHANNEL.to_owned(),
        channel_secret: SECRET.to_owned(),
        merchant_name: "Sample Shop".to_owned(),
        seed: "test".to_owned(),
        public_origin: None,
        settings: Settings::default(),
    };
    let (mut keeping, mut forgetting) = (Shop::new(), Shop::new());
    forgetting.sandbox = Sandbox::new(config()).unwrap().in_memory();
    for shop in [&mut keeping, &mut forgetting] {
        let id = shop.pay("ORD-1");
        shop.refund(id, "");
        shop.control("POST", "worlds", &json!({ "name": "other" }));
        shop.control("DELETE", "worlds/other", &Value::Null);
        shop.control("PUT", "settings", &json!({ "currency": "JPY" }));
    }
    assert_eq!(keeping.details("orderId=ORD-1"), forgetting.details("orderId=ORD-1"));
    let log = |shop: &mut Shop| shop.control("GET", "log", &Value::Null);
    assert_eq!(log(&mut keeping), log(&mut forgetting));
    assert!(!keeping.records.is_empty() && forgetting.records.is_empty());
}
