//! Charges by regKey of orders that a ledger remembers: once under one orderId, whatever becomes of the answer.

use crate::support::charging::{charge, charging, holding, in_the_end, sends};
use crate::support::desk::said;
use crate::support::kept::Mishap;
use crate::support::shop::MINUTE;
use crate::support::shop::network::Trouble;
use crate::support::shop::random::Random;
use crate::support::shop::run::{block_on, kill_after, together};
use linepay_edge::error::Retry;
use linepay_edge::order::life::{Act, Rest};
use linepay_edge::{Code, Outcome, Version};
use serde_json::{Value, json};

#[test]
fn a_charge_is_made_once_told_once_and_then_an_order_like_others() {
    for (kept, wish) in charging() {
        let order = charge(&kept, &wish).unwrap();
        let money = if kept.shop.capture { "captured" } else { "authorized" };
        assert_eq!((&order["payment"]["money"], &order["payment"]["amount"]), (&json!(money), &json!(150)));
        assert_eq!(order["charge"], json!({ "state": "paid" }));
        let transaction = order["payment"]["transactionId"].as_str().unwrap().to_owned();
        assert_eq!(kept.told(), [format!("paid:{transaction}")]);
        assert_eq!(holding(&kept), [transaction.as_str()]);
        for _ in 0..2 {
            assert_eq!(charge(&kept, &wish).unwrap()["payment"]["transactionId"], transaction);
        }
        assert_eq!(sends(&kept), 1);
        // Nothing of the key is left.
        let (key, text) = (wish["regKey"].as_str().unwrap(), kept.ledger.text("SUB-1").unwrap());
        assert!(!text.contains(key) && !text.contains("Tea of June"), "{text}");
        if kept.shop.capture {
            kept.ask("refund", "SUB-1", json!({ "amount": 50, "key": "a" })).unwrap();
            let order = kept.ask("refund", "SUB-1", json!({ "key": "b" })).unwrap();
            assert_eq!(order["payment"]["left"], 0);
        } else {
            assert_eq!(kept.ask("capture", "SUB-1", json!({})).unwrap()["payment"]["money"], "captured");
        }
        kept.settle(10);
        assert_eq!(kept.told().len(), if kept.shop.capture { 3 } else { 2 });
        assert_eq!(charge(&kept, &wish).unwrap()["charge"], json!({ "state": "paid" }), "given back or not");
        assert_eq!(sends(&kept), 1);
        assert!(kept.record("SUB-1").is_closed());
    }
}

#[test]
fn the_same_order_id_over_other_terms_is_refused_and_one_of_a_buyer_too() {
    for (kept, wish) in charging() {
        let taken = ("ILLEGAL_STEP".to_owned(), "key-taken".to_owned(), Outcome::NotExecuted);
        charge(&kept, &wish).unwrap();
        for (name, value) in [("amount", json!(151)), ("regKey", json!("RK0A1B2C3D4E5F6")), ("capture", json!(null))] {
            let mut other = wish.clone();
            other[name] = value;
            if name == "capture" {
                other[name] = json!(!kept.shop.capture);
            }
            assert_eq!(said(charge(&kept, &other)), taken, "{name}");
        }
        assert_eq!(sends(&kept), 1);
        // A buyer's page for it, and a charge of what a buyer has a page for.
        assert_eq!(block_on(kept.pay_async("SUB-1", 150)).unwrap().rest, Rest::Settled, "it is paid");
        kept.pay("ORD-1", 150);
        let mut other = wish.clone();
        other["orderId"] = json!("ORD-1");
        let both = ("ILLEGAL_STEP".to_owned(), "other-way".to_owned(), Outcome::NotExecuted);
        assert_eq!(said(kept.ask("charge", "ORD-1", other)), both);
        assert_eq!(sends(&kept), 1);
    }
    // Nor is a page made for one that is still being charged, or was refused.
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::CodeBefore("1142"))]);
        charge(&kept, &wish).unwrap_err();
        let error = kept.wish(&kept.shop.quote("SUB-1", 150)).unwrap_err();
        assert_eq!(
            (error.code(), error.outcome(), error.retry()),
            (Code::IllegalStep, Outcome::NotExecuted, Retry::Never)
        );
        assert!(error.to_string().contains("is charged by regKey"), "{error}");
        assert_eq!(kept.shop.network.count("reserve"), 0);
    }
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::CodeBefore("1142"))]);
        assert!(charge(&kept, &wish).is_err());
        assert_eq!(block_on(kept.pay_async("SUB-1", 150)).unwrap().rest, Rest::OtherWay);
        assert_eq!(kept.shop.network.count("reserve"), 0);
    }
}

#[test]
fn what_line_pay_would_refuse_is_refused_before_anything_is_written_or_sent() {
    for (kept, wish) in charging() {
        for (name, value) in [
            ("amount", json!(0)),
            ("amount", json!(1.5)),
            ("regKey", json!("")),
            ("currency", json!("EUR")),
            ("productName", json!(null)),
            ("orderId", json!(" SUB-1")),
            ("captured", json!(true)),
        ] {
            let mut odd = wish.clone();
            odd[name] = value;
            let (code, _, outcome) = said(charge(&kept, &odd));
            assert_eq!((code.as_str(), outcome), ("INVALID_REQUEST", Outcome::NotExecuted), "{name}");
        }
        kept.ledger.down.set(true);
        assert_eq!(said(charge(&kept, &wish)).0, "LEDGER");
        kept.ledger.down.set(false);
        assert_eq!((kept.ledger.text("SUB-1"), sends(&kept)), (None, 0));
    }
}

/// A refusal is kept with its code, and given again; what it says of the key is said.
#[test]
fn a_refusal_is_kept_with_its_code() {
    for (code, rule) in [("1142", "refused"), ("1193", "key-ended"), ("1190", "key-ended"), ("1106", "refused")] {
        for (kept, wish) in charging() {
            kept.shop.network.script([("preApproval", Trouble::CodeBefore(code))]);
            for _ in 0..2 {
                let error = charge(&kept, &wish).unwrap_err();
                assert_eq!(error.return_code().unwrap().as_str(), code);
                let refused = ("REFUSED".to_owned(), rule.to_owned(), Outcome::NotExecuted);
                assert_eq!(said(Err(error)), refused);
            }
            let shown = kept.ask("get", "SUB-1", json!({})).unwrap();
            assert_eq!((&shown["charge"]["state"], &shown["charge"]["returnCode"]), (&json!("refused"), &json!(code)));
            assert_eq!(shown["charge"].get("keyEnded"), Some(&json!(true)).filter(|_| rule == "key-ended"));
            // Of such an order there is nothing to give back.
            assert_eq!(said(kept.ask("refund", "SUB-1", json!({ "key": "a" }))).1, "not-possible");
            assert_eq!(shown["problems"], json!([]), "whoever asked was told");
            assert!(!kept.ledger.text("SUB-1").unwrap().contains(wish["regKey"].as_str().unwrap()));
            assert!(kept.settle(180) && kept.record("SUB-1").is_closed());
            assert_eq!((sends(&kept), holding(&kept).len()), (1, 0));
        }
    }
}

/// A key that the buyer has ended: told before anything is due, and by the charge.
#[test]
fn a_key_that_has_ended_is_told_early_and_by_the_charge() {
    for (kept, wish) in charging() {
        let key = wish["regKey"].as_str().unwrap();
        let check = || kept.ask("checkKey", "", json!({ "regKey": key })).unwrap();
        assert_eq!(check(), json!({ "usable": true }));
        assert_eq!(kept.shop.control("POST", &format!("reg-keys/{key}/end"), &Value::Null).0, 200);
        // In v2 the code of what a buyer has ended, 1141, speaks of the account as well.
        let v2 = kept.shop.version() == Version::V2;
        let ended = |code: &str| json!({ "usable": false, "returnCode": code, "keyEnded": true });
        let open = |code: &str| json!({ "usable": false, "returnCode": code });
        assert_eq!(check(), if v2 { open("1141") } else { ended("1141") });
        assert_eq!(said(charge(&kept, &wish)).1, if v2 { "refused" } else { "key-ended" });
        let unknown = kept.ask("checkKey", "", json!({ "regKey": "RK0A1B2C3D4E5F6" })).unwrap();
        assert_eq!(unknown, ended("1190"));
        for (code, ends) in [("1193", true), ("1154", false), ("1101", false), ("1281", v2), ("1295", !v2)] {
            kept.shop.network.script([("regKeyCheck", Trouble::CodeBefore(code))]);
            assert_eq!(check(), if ends { ended(code) } else { open(code) });
        }
        kept.shop.network.script([("regKeyCheck", Trouble::CodeBefore("1106"))]);
        assert_eq!(said(kept.ask("checkKey", "", json!({ "regKey": key }))).0, "REFUSED");
        assert_eq!(said(kept.ask("checkKey", "", json!({}))).0, "INVALID_REQUEST");
    }
}

/// Lost before and after its effect, late, cut: in the end it is charged once, and told.
#[test]
fn a_lost_answer_is_found_out_and_the_same_charge_sent_again_if_it_was_not_made() {
    let troubles = [
        Trouble::LoseRequest,
        Trouble::LoseReply,
        Trouble::HangAfter,
        Trouble::HangBefore,
        Trouble::Truncated,
        Trouble::GatewayAfter,
        Trouble::Late(MINUTE),
        Trouble::Late(10 * MINUTE),
        Trouble::CodeBefore("1198"),
        Trouble::CodeAfter("9000"),
        Trouble::CodeBefore("1280"),
        Trouble::CodeAfter("1197"),
        Trouble::CodeAfter("1172"),
    ];
    for trouble in troubles {
        for blind in [false, true] {
            for (kept, wish) in charging() {
                let asked = if blind { Trouble::HangBefore } else { Trouble::LoseRequest };
                kept.shop.network.script([("preApproval", trouble), ("paymentCheck", asked), ("authCheck", asked)]);
                if let Err(error) = charge(&kept, &wish) {
                    let unknown = (error.code().as_str(), error.outcome(), error.retry());
                    assert_eq!(unknown, ("UNDER_WAY", Outcome::Unknown, Retry::Later), "{trouble:?} {error:?}");
                    assert!(kept.ledger.text("SUB-1").unwrap().contains(wish["regKey"].as_str().unwrap()));
                    let shown = kept.ask("get", "SUB-1", json!({})).unwrap();
                    assert_eq!(shown["charge"]["state"], "in-hand");
                    assert!(!shown.to_string().contains(wish["regKey"].as_str().unwrap()), "{shown}");
                }
                let order = in_the_end(&kept, &wish, 30).unwrap_or_else(|error| panic!("{trouble:?} {error:?}"));
                let transaction = order["payment"]["transactionId"].as_str().unwrap();
                assert_eq!(holding(&kept), [transaction], "{trouble:?}");
                kept.shop.network.advance(60 * MINUTE);
                assert_eq!(holding(&kept), [transaction], "{trouble:?}");
                assert_eq!(kept.told(), [format!("paid:{transaction}")], "{trouble:?}");
            }
        }
    }
}

/// The first copy is on its way for hours, the second is refused: nothing is known until no copy can arrive any more.
#[test]
fn a_refusal_of_a_second_copy_says_nothing_of_the_first() {
    for hours in [4, 8] {
        for (kept, wish) in charging() {
            let (late, no) = (Trouble::Late(hours * 60 * MINUTE), Trouble::CodeBefore("1142"));
            kept.shop.network.script([("preApproval", late), ("preApproval", no)]);
            assert_eq!(said(charge(&kept, &wish)).0, "UNDER_WAY");
            kept.settle(10);
            assert_eq!(said(charge(&kept, &wish)).0, "UNDER_WAY", "a copy is out");
            assert_eq!(sends(&kept), 2);
            assert_eq!(kept.ask("get", "SUB-1", json!({})).unwrap()["charge"]["returnCode"], "1142");
            let end = in_the_end(&kept, &wish, 7 * 60);
            assert_eq!(sends(&kept), 2, "it is only asked about");
            if hours == 4 {
                let order = end.unwrap();
                assert_eq!(holding(&kept), [order["payment"]["transactionId"].as_str().unwrap()]);
                assert_eq!(kept.told().len(), 1);
                continue;
            }
            assert_eq!(said(end).0, "REFUSED");
            let shown = kept.ask("get", "SUB-1", json!({})).unwrap();
            assert_eq!(shown["problems"][0]["kind"], "refused", "whoever asked may have gone");
            assert!(shown["problems"][0].get("transactionId").is_none());
        }
    }
}

/// The network delivers it twice: refused first, made then. It is found, and told.
#[test]
fn a_charge_that_was_refused_is_asked_about_once_more() {
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::CodeBefore("1142"))]);
        assert!(charge(&kept, &wish).is_err());
        kept.shop.call("preApproval", &wish).unwrap();
        kept.settle(180);
        let order = charge(&kept, &wish).unwrap();
        assert_eq!(kept.told(), [format!("paid:{}", order["payment"]["transactionId"].as_str().unwrap())]);
    }
}

/// 1172 without a payment that LINE Pay lists: the orderId was used elsewhere. Nothing waits for ever.
#[test]
fn an_order_id_that_line_pay_knows_and_does_not_list_ends_refused() {
    for code in ["1172", "1152"] {
        for (kept, wish) in charging() {
            kept.shop.network.script([("preApproval", Trouble::CodeBefore(code))]);
            assert_eq!(said(charge(&kept, &wish)).0, "UNDER_WAY");
            let error = in_the_end(&kept, &wish, 8 * 60).unwrap_err();
            assert_eq!(error.return_code().unwrap().as_str(), code);
            assert_eq!((sends(&kept), holding(&kept).len()), (1, 0));
        }
    }
}

#[test]
fn two_isolates_at_once_charge_once() {
    for seed in 0..30 {
        for (kept, wish) in charging() {
            let mut random = Random::new(seed);
            let one = || {
                let (kept, wish) = (&kept, wish.clone());
                Box::pin(async move { kept.ask_async("charge", "SUB-1", wish).await.unwrap().error })
            };
            let ends = together([one(), one()], &mut random);
            assert!(ends.iter().any(Option::is_none), "{seed} {ends:?}");
            assert_eq!((sends(&kept), holding(&kept).len()), (1, 1), "{seed}");
            charge(&kept, &wish).unwrap();
        }
    }
}

#[test]
fn a_worker_that_dies_anywhere_and_a_ledger_that_fails_anywhere_charge_once() {
    for steps in 0..30 {
        for (kept, wish) in charging() {
            let _ = kill_after(steps, kept.ask_async("charge", "SUB-1", wish.clone()));
            let order = in_the_end(&kept, &wish, 60).unwrap();
            assert_eq!(holding(&kept), [order["payment"]["transactionId"].as_str().unwrap()], "{steps}");
            assert!(kept.told().len() <= 2, "told again only where the hook's answer was not heard");
            assert!(sends(&kept) <= 2);
        }
    }
    for mishap in [Mishap::Lost, Mishap::Unheard] {
        for at in 0..4 {
            for (kept, wish) in charging() {
                kept.ledger.mishaps.borrow_mut().extend((0..at).map(|_| None).chain([Some(mishap)]));
                let _ = charge(&kept, &wish);
                let order = in_the_end(&kept, &wish, 60).unwrap();
                assert_eq!(holding(&kept), [order["payment"]["transactionId"].as_str().unwrap()], "{at}");
                assert_eq!(sends(&kept), 1, "{mishap:?} {at}");
            }
        }
    }
}

/// What was abandoned is not sent again; what was charged goes back.
#[test]
fn an_abandoned_charge_is_not_sent_again_and_what_was_made_goes_back() {
    for trouble in [Trouble::LoseRequest, Trouble::LoseReply, Trouble::Late(60 * MINUTE)] {
        for (kept, wish) in charging() {
            kept.shop.network.script([("preApproval", trouble), ("paymentCheck", Trouble::HangBefore)]);
            let _ = charge(&kept, &wish);
            kept.operate("SUB-1", Act::Abandon);
            kept.settle(8 * 60);
            assert_eq!((sends(&kept), holding(&kept).len()), (1, 0), "{trouble:?}");
            let record = kept.record("SUB-1");
            assert!(record.work.is_none() && record.charge.unwrap().by.is_none());
        }
    }
}

/// A person may say that it was not made, when no copy can arrive any more; that it was, LINE Pay says itself.
#[test]
fn a_person_may_end_what_line_pay_tells_nothing_of() {
    for (kept, wish) in charging() {
        let always = std::array::from_fn::<_, 24, _>(|_| ("preApproval", Trouble::CodeBefore("9000")));
        kept.shop.network.script(always);
        assert_eq!(said(charge(&kept, &wish)).0, "UNDER_WAY");
        kept.settle(5 * 60);
        let shown = kept.ask("get", "SUB-1", json!({})).unwrap();
        assert_eq!(shown["problems"][0]["kind"], "unknown");
        // Charging it under another orderId would charge twice.
        let message = shown["problems"][0]["message"].as_str().unwrap();
        assert!(message.contains("of SUB-1 is still not known after many tries, which go on"), "{message}");
        kept.shop.network.advance(3 * MINUTE);
        let how = |how: &str| kept.ask("resolve", "SUB-1", json!({ "how": how }));
        assert_eq!(said(how("done")).1, "not-possible");
        assert_eq!(said(how("not-done")).1, "too-early");
        kept.shop.network.advance(7 * 60 * MINUTE);
        let order = how("not-done").unwrap();
        assert_eq!((&order["charge"]["state"], &order["problems"]), (&json!("refused"), &json!([])));
        assert_eq!(said(charge(&kept, &wish)).0, "REFUSED");
        assert_eq!(holding(&kept).len(), 0);
    }
}
