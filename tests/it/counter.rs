//! Payments at the counter: a scanned code is charged once, and a lost answer is settled by asking for the order.

use crate::support::asked::{Asks, ask, broken_in};
use crate::support::sample::{ONE_TIME_KEY, whole};
use crate::support::shop::network::{TROUBLES, Trouble};
use crate::support::shop::{Shop, config_of, input, shops};
use linepay_edge::error::Retry;
use linepay_edge::operations::{ONE_TIME_KEY_PAY, ORDER_CHECK};
use linepay_edge::{Code, Outcome, Version};
use serde_json::{Value, json};

/// The shops of the versions that have an offline API.
fn counters() -> impl Iterator<Item = Shop> {
    shops(json!({ "oneTimeKeys": [ONE_TIME_KEY] })).filter(|shop| shop.version() != Version::V3)
}

fn sale(version: Version, order: &str) -> Value {
    let mut sale = whole(ONE_TIME_KEY_PAY.request(version).unwrap(), version);
    sale["orderId"] = json!(order);
    sale
}

#[test]
fn after_a_lost_answer_the_order_tells_and_the_code_is_charged_once() {
    for trouble in TROUBLES {
        for shop in counters() {
            // A number that has to be encoded in the path, and signed so.
            let (pay, order) = (sale(shop.version(), "POS/1 茶"), json!({ "orderId": "POS/1 茶" }));
            shop.network.script([("oneTimeKeyPay", trouble)]);
            let error = shop.call("oneTimeKeyPay", &pay).unwrap_err();
            assert_eq!((error.outcome(), error.retry()), (Outcome::Unknown, Retry::AskFirst), "{trouble:?}");
            assert_eq!(shop.network.count("oneTimeKeyPay"), 1, "{trouble:?}: it is never repeated");
            let lost = matches!(error.code(), Code::Network | Code::Timeout | Code::ReplyTooLarge);
            assert_eq!(lost, error.to_string().contains("ask orderCheck"), "{error}");
            let again = |known: Value| shop.call("oneTimeKeyPay", &known).map_err(|error| error.return_code().cloned());
            match shop.call("orderCheck", &order) {
                Ok(reply) => {
                    assert_eq!(reply.row().need::<String>("status").unwrap(), "COMPLETE", "{trouble:?}");
                    assert_eq!(again(pay).unwrap_err().unwrap().as_str(), "1133", "{trouble:?}");
                    assert_eq!(shop.captured().len(), 1, "{trouble:?}");
                }
                Err(error) => {
                    assert_eq!((error.code(), shop.captured().len()), (Code::NotFound, 0), "{trouble:?}");
                    assert!(again(pay).is_ok(), "{trouble:?}");
                }
            }
        }
    }
}

#[test]
fn a_code_that_is_wrong_or_an_order_that_is_paid_is_refused() {
    for shop in counters() {
        let mut wrong = sale(shop.version(), "A");
        wrong["oneTimeKey"] = json!("123456789012");
        let paid = shop.paid("PAID", 360);
        for (request, code) in [(wrong, "1133"), (sale(shop.version(), "PAID"), "1172")] {
            let error = shop.call("oneTimeKeyPay", &request).unwrap_err();
            assert_eq!(error.return_code().unwrap().as_str(), code);
        }
        assert_eq!(shop.captured(), [paid.transaction]);
    }
}

#[test]
fn what_is_authorised_or_voided_is_told_apart_from_what_is_paid() {
    for shop in counters() {
        let mut held = sale(shop.version(), "HELD");
        held["capture"] = json!(false);
        let id = shop.call("oneTimeKeyPay", &held).unwrap().row().need::<String>("transactionId").unwrap();
        let status = || shop.call("orderCheck", &json!({ "orderId": "HELD" })).unwrap().row().need::<String>("status");
        assert_eq!(status().unwrap(), "AUTH_READY");
        assert!(shop.take("void", &id, &json!({})));
        assert_eq!(status().unwrap(), "CANCEL");
    }
}

#[test]
fn a_query_that_line_pay_does_not_answer_is_tried_again() {
    for shop in counters() {
        shop.call("oneTimeKeyPay", &sale(shop.version(), "A")).unwrap();
        shop.network.script([("orderCheck", Trouble::GatewayBefore), ("orderCheck", Trouble::LoseReply)]);
        assert!(shop.call("orderCheck", &json!({ "orderId": "A" })).is_ok());
        assert_eq!(shop.network.count("orderCheck"), 3);
    }
}

#[test]
fn a_sale_is_above_nothing_and_in_v4_the_sum_of_its_packages() {
    for (version, amount, rule) in [(Version::V2, 0, "positive"), (Version::V4, 0, "positive"), (Version::V4, 2, "sum")]
    {
        let mut wrong = sale(version, "A");
        wrong["amount"] = json!(amount);
        assert_eq!(broken_in(version, "oneTimeKeyPay", &wrong), [format!("amount {rule}")], "{version}");
    }
}

#[test]
fn the_counter_may_take_forty_seconds_and_is_none_in_v3() {
    for version in [Version::V2, Version::V4] {
        let asked = ask("oneTimeKeyPay", version, input(&sale(version, "A"))).unwrap();
        assert_eq!(asked.prepare(&config_of(version), "n").timeout(), 45_000);
    }
    for operation in [&ONE_TIME_KEY_PAY, &ORDER_CHECK] {
        let error = ask(operation.name, Version::V3, input(&json!({ "orderId": "A" }))).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Unsupported, Outcome::NotExecuted));
        assert!(error.to_string().contains(&format!("LINE Pay has no {} in v3", operation.name)), "{error}");
    }
}
