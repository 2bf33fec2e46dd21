//! Charges where the ledger goes down, LINE Pay is slow, or somebody else was at the order.

use crate::support::charging::{charge, charging, holding, in_the_end, sends};
use crate::support::desk::said;
use crate::support::kept::Mishap;
use crate::support::shop::network::{Trouble, Weather};
use linepay_edge::Outcome;
use linepay_edge::error::Retry;
use serde_json::{Value, json};

/// The intent is written down, nobody hears so, and the ledger is down: then nobody says that nothing was begun, for
/// the sweep goes on with it.
#[test]
fn a_ledger_that_goes_down_with_the_intent_leaves_it_open_whether_it_was_begun() {
    for (kept, wish) in charging() {
        kept.ledger.mishaps.borrow_mut().push_back(Some(Mishap::Last));
        let error = charge(&kept, &wish).unwrap_err();
        assert_eq!((error.code().as_str(), error.outcome(), error.retry()), ("LEDGER", Outcome::Unknown, Retry::Later));
        assert!(error.to_string().starts_with("what became of this order is not known yet"), "{error}");
        assert_eq!(sends(&kept), 0);
        kept.ledger.down.set(false);
        let order = in_the_end(&kept, &wish, 30).unwrap();
        assert_eq!((order["charge"]["state"].as_str(), sends(&kept)), (Some("paid"), 1));
        // Never written, as far as anybody can know.
        let (status, key) = kept.shop.control("POST", "reg-keys", &Value::Null);
        assert_eq!(status, 200);
        let mut other = wish.clone();
        (other["orderId"], other["regKey"]) = (json!("SUB-2"), key["regKey"].clone());
        kept.ledger.mishaps.borrow_mut().extend([Some(Mishap::Lost); 80]);
        let error = kept.ask("charge", "SUB-2", other).unwrap_err();
        assert_eq!(error.retry(), Retry::Later);
        let unknown = ("LEDGER".to_owned(), String::new(), Outcome::Unknown);
        assert_eq!(said(Err(error)), unknown);
        kept.ledger.mishaps.borrow_mut().clear();
        // Where it was only to be read, nothing can have been begun.
        kept.ledger.down.set(true);
        assert_eq!(said(charge(&kept, &wish)), ("LEDGER".to_owned(), String::new(), Outcome::NotExecuted));
    }
}

/// The buyer is charged, and one read of the ledger fails: whoever is told that nothing was done charges again under
/// another orderId.
#[test]
fn a_ledger_that_goes_down_after_the_charge_has_left_never_says_that_nothing_was_done() {
    for milliseconds in [10, 6_000] {
        for (kept, wish) in charging() {
            kept.ledger.mishaps.borrow_mut().push_back(Some(Mishap::Heard));
            kept.shop.network.script([("preApproval", Trouble::Slow(milliseconds))]);
            assert_eq!(said(charge(&kept, &wish)), ("LEDGER".to_owned(), String::new(), Outcome::Unknown));
            assert_eq!(holding(&kept).len(), 1);
            kept.ledger.down.set(false);
            assert_eq!(in_the_end(&kept, &wish, 30).unwrap()["charge"]["state"], "paid");
            assert_eq!((sends(&kept), holding(&kept).len()), (1, 1));
            // Refunds, captures and voids alike.
            if kept.shop.capture {
                kept.ledger.mishaps.borrow_mut().push_back(Some(Mishap::Heard));
                kept.shop.network.script([("refund", Trouble::Slow(milliseconds))]);
                let refund = kept.ask("refund", "SUB-1", json!({ "amount": 50, "key": "a" }));
                assert_eq!(said(refund), ("LEDGER".to_owned(), String::new(), Outcome::Unknown));
            }
        }
    }
}

/// Asking twice takes longer than the right to send lasts: it is asked for anew, else the charge would never be made.
#[test]
fn where_questions_take_long_what_was_not_made_is_sent_all_the_same() {
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::LoseRequest)]);
        assert!(charge(&kept, &wish).is_err());
        let slow = ["authCheck", "paymentCheck"].into_iter().cycle().take(60);
        let script = slow.map(|name| (name, Trouble::Slow(4_000)));
        kept.shop.network.set_weather(Weather::Script(script.collect()));
        let order = in_the_end(&kept, &wish, 20).unwrap();
        assert_eq!((order["charge"]["state"].as_str(), sends(&kept)), (Some("paid"), 2), "{:?}", kept.shop.version());
        assert_eq!(holding(&kept).len(), 1);
    }
}

/// Made past the ledger under the same orderId: LINE Pay answers 1172, and lists it.
#[test]
fn another_payment_of_the_order_id_is_no_success_of_this_charge() {
    for (kept, wish) in charging() {
        let mut other = wish.clone();
        other["amount"] = json!(60);
        kept.shop.call("preApproval", &other).unwrap();
        for _ in 0..2 {
            let refused = ("REFUSED".to_owned(), "refused".to_owned(), Outcome::NotExecuted);
            assert_eq!(said(charge(&kept, &wish)), refused, "{:?}", kept.shop.version());
            kept.settle(10);
        }
        let order = kept.ask("get", "SUB-1", json!({})).unwrap();
        assert_eq!(order["problems"][0]["kind"], "amount-differs", "{order}");
        assert!(kept.told().is_empty());
    }
}

/// Its answer is lost, and the shop gives it back in LINE Pay's console before anybody has asked.
#[test]
fn what_is_given_back_before_it_is_found_is_told_as_given_back() {
    for (parts, told) in [(vec![150], 1), (vec![100, 50], 2), (vec![50], 2)] {
        for (kept, wish) in charging().filter(|(kept, _)| kept.shop.capture) {
            let silent = ["authCheck", "paymentCheck"].into_iter().cycle().take(20);
            let script = silent.map(|name| (name, Trouble::HangBefore)).chain([("preApproval", Trouble::LoseReply)]);
            kept.shop.network.set_weather(Weather::Script(script.collect()));
            assert!(charge(&kept, &wish).is_err());
            let transaction = holding(&kept)[0].clone();
            for amount in &parts {
                assert!(kept.shop.refund(&transaction, &json!({ "refundAmount": amount })));
            }
            kept.shop.network.set_weather(Weather::Quiet);
            kept.settle(60);
            assert_eq!(kept.told().len(), told, "{:?}", kept.told());
            let given = kept.told().iter().filter(|key| key.starts_with("refunded:")).count();
            assert_eq!(given, parts.len());
            assert_eq!(kept.told().contains(&format!("paid:{transaction}")), parts == [50]);
        }
    }
}
