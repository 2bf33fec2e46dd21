//! What whoever asks for a charge by regKey is told, and that nobody is told the key.

use crate::support::charging::{charge, charging, sends};
use crate::support::desk::said;
use crate::support::kept::Mishap;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::run::block_on;
use crate::support::shop::{MINUTE, input};
use linepay_edge::Outcome;
use linepay_edge::flow::Reserving;
use linepay_edge::order::life::{Act, Rest};
use serde_json::{Value, json};
use std::pin::pin;
use std::task::{Context, Waker};

#[test]
fn without_capture_the_money_is_taken() {
    for (kept, mut wish) in charging() {
        wish.as_object_mut().unwrap().remove("capture");
        assert_eq!(charge(&kept, &wish).unwrap()["payment"]["money"], "captured");
    }
}

/// What is a person's business of a payment besides is no reason to call its charge not made.
#[test]
fn a_charge_that_was_made_is_told_so_whatever_became_of_a_refund() {
    for (kept, wish) in charging().filter(|(kept, _)| kept.shop.capture) {
        charge(&kept, &wish).unwrap();
        kept.shop.network.script([("refund", Trouble::CodeBefore("1124"))]);
        assert!(kept.ask("refund", "SUB-1", json!({ "key": "a" })).is_err());
        let order = charge(&kept, &wish).unwrap();
        assert_eq!(order["problems"][0]["kind"], "refused");
    }
}

/// The orderId was used over another sum, and that is being given back: the charge was not made.
#[test]
fn a_refund_in_hand_is_no_charge_that_nobody_knows_of() {
    for (kept, wish) in charging().filter(|(kept, _)| kept.shop.capture) {
        let mut other = wish.clone();
        other["amount"] = json!(60);
        kept.shop.call("preApproval", &other).unwrap();
        assert_eq!(said(charge(&kept, &wish)).0, "REFUSED");
        kept.shop.network.script([("refund", Trouble::HangBefore), ("paymentCheck", Trouble::HangBefore)]);
        assert_eq!(said(kept.ask("refund", "SUB-1", json!({ "key": "a" }))).0, "UNDER_WAY");
        let refused = ("REFUSED".to_owned(), "refused".to_owned(), Outcome::NotExecuted);
        assert_eq!(said(charge(&kept, &wish)), refused);
    }
}

/// It has a time of its own, long after the charge's, in which it may still arrive.
#[test]
fn a_refund_of_a_charge_is_settled_by_a_person_as_of_any_other_payment() {
    for (kept, wish) in charging().filter(|(kept, _)| kept.shop.capture) {
        charge(&kept, &wish).unwrap();
        kept.shop.network.advance(7 * 60 * MINUTE);
        kept.shop.network.script([("refund", Trouble::HangBefore)]);
        let part = json!({ "amount": 60, "key": "a" });
        assert_eq!(said(kept.ask("refund", "SUB-1", part.clone())).0, "UNDER_WAY");
        kept.settle(30);
        assert_eq!(said(kept.ask("refund", "SUB-1", part)).1, "stuck");
        let resolve = |how: &str| kept.ask("resolve", "SUB-1", json!({ "how": how }));
        assert_eq!(said(resolve("not-done")).1, "too-early");
        let order = resolve("done").unwrap();
        assert_eq!((&order["payment"]["refunds"][0]["state"], &order["payment"]["left"]), (&json!("done"), &json!(90)));
    }
}

/// The answer is another order's: nobody can tell what became of this one.
#[test]
fn a_charge_that_a_person_has_to_settle_is_told_as_unknown() {
    for (kept, wish) in charging() {
        let answer = Trouble::Replace("\"transactionId\"", "\"orderId\":\"SUB-9\",\"transactionId\"");
        kept.shop.network.script([("preApproval", answer)]);
        for _ in 0..2 {
            let stuck = ("UNDER_WAY".to_owned(), "stuck".to_owned(), Outcome::Unknown);
            assert_eq!(said(charge(&kept, &wish)), stuck, "{:?}", kept.shop.version());
        }
        assert_eq!(sends(&kept), 1);
    }
}

/// A gateway's page repeats the address, or LINE Pay's own answer does.
#[test]
fn no_error_and_no_event_repeats_a_reg_key() {
    for (kept, wish) in charging() {
        let key = wish["regKey"].as_str().unwrap();
        let escaped: [String; 2] = [
            key.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            key.bytes().map(|byte| format!("&#{byte};")).collect(),
        ];
        assert_eq!(kept.shop.control("POST", &format!("reg-keys/{key}/end"), &Value::Null).0, 200);
        let said: &'static str = format!("\"returnMessage\":\"{key} ").leak();
        let mut errors = Vec::new();
        for trouble in [Trouble::Echo, Trouble::Replace("\"returnMessage\":\"", said)] {
            for operation in ["regKeyCheck", "preApproval", "regKeyExpire"] {
                let request = if operation == "preApproval" { wish.clone() } else { json!({ "regKey": key }) };
                kept.shop.network.script(std::array::from_fn::<_, 3, _>(|_| (operation, trouble)));
                errors.push(kept.shop.call(operation, &request).unwrap_err());
            }
        }
        kept.shop.network.script(std::array::from_fn::<_, 3, _>(|_| ("regKeyCheck", Trouble::Echo)));
        errors.push(kept.ask("checkKey", "", json!({ "regKey": key })).unwrap_err());
        let texts = errors.iter().map(|error| serde_json::to_string(&error.report()).unwrap());
        for text in texts {
            assert!(!text.contains(key) && !escaped.iter().any(|other| text.contains(other)), "{text}");
            assert!(text.contains("***"), "{text}");
        }
        let events = kept.shop.network.events();
        assert!(!events.is_empty() && !events.iter().any(|event| event.contains(key)), "{events:?}");
    }
}

/// LINE Pay took so long to say that nothing was made that the right to send is over: it is asked for anew, but not
/// where somebody else has taken the step over meanwhile.
#[test]
fn the_right_to_send_is_not_renewed_where_somebody_else_has_the_step_in_hand() {
    for somebody in [false, true] {
        for (kept, wish) in charging() {
            kept.shop.network.script([("preApproval", Trouble::LoseRequest)]);
            assert!(charge(&kept, &wish).is_err());
            kept.shop.network.advance(5 * MINUTE);
            let (orders, id, asked) = (kept.orders(), "SUB-1".into(), kept.shop.network.count("paymentCheck"));
            let mut slow = pin!(orders.sweep(&id));
            let mut context = Context::from_waker(Waker::noop());
            while kept.shop.network.count("paymentCheck") < asked + 2 {
                assert!(slow.as_mut().poll(&mut context).is_pending());
            }
            kept.shop.network.advance(12_000);
            // What was written otherwise takes nothing out of its hand.
            let (mut text, mine) = (kept.ledger.text("SUB-1").unwrap(), kept.record("SUB-1").work.unwrap().fence.0);
            if somebody {
                text = text.replace(&format!("\"fence\":\"{mine}\""), "\"fence\":\"another\"");
            }
            kept.ledger.put("SUB-1", &text);
            let _ = block_on(slow);
            assert_eq!(sends(&kept), if somebody { 1 } else { 2 }, "{:?}", kept.shop.version());
        }
    }
}

/// The right to send is asked for anew, but not for ever, and whoever asks for it is counted once.
#[test]
fn a_write_that_took_too_long_gives_no_right_to_send() {
    for (kept, wish) in charging() {
        let slow = |times| kept.ledger.mishaps.borrow_mut().extend(vec![Some(Mishap::Slow(12_000)); times]);
        slow(30);
        assert_eq!(said(charge(&kept, &wish)).0, "UNDER_WAY");
        assert_eq!((sends(&kept), kept.record("SUB-1").work.unwrap().attempt), (0, 1));
        kept.ledger.mishaps.borrow_mut().clear();
        kept.shop.network.advance(5 * MINUTE);
        slow(4);
        kept.sweep("SUB-1");
        assert_eq!(sends(&kept), 1);
        assert!(kept.record("SUB-1").payment.is_some());
    }
}

/// Nor is it sent late where the shop has abandoned the order since: nothing has left, so it is over at once.
#[test]
fn a_charge_that_was_not_sent_before_its_order_was_abandoned_is_not_made() {
    for (kept, wish) in charging() {
        let orders = kept.orders();
        let writes = kept.ledger.trips().1;
        let id = "SUB-1".into();
        let mut slow = pin!(orders.handle("charge", &id, input(&wish)));
        let mut context = Context::from_waker(Waker::noop());
        while kept.ledger.trips().1 == writes {
            assert!(slow.as_mut().poll(&mut context).is_pending());
        }
        kept.operate("SUB-1", Act::Abandon);
        kept.shop.network.advance(12_000);
        let _ = block_on(slow);
        let record = kept.record("SUB-1");
        assert_eq!((sends(&kept), record.work, record.charge.unwrap().refused.as_deref()), (0, None, Some("")));
    }
}

/// Nothing came in between: the record has nothing more to say.
#[test]
fn a_reservation_that_fails_otherwise_reads_the_order_once() {
    for (kept, _) in charging() {
        kept.shop.network.script([("reserve", Trouble::CodeBefore("1106"))]);
        let before = kept.ledger.trips();
        let error = kept.wish(&kept.shop.quote("ORD-1", 150)).unwrap_err();
        assert_eq!(error.return_code().unwrap().as_str(), "1106");
        assert_eq!(kept.ledger.trips(), (before.0 + 1, before.1));
    }
}

/// A charge of the same orderId comes in between, anywhere: the buyer's wish to pay is told what it would be after it.
#[test]
fn a_wish_to_pay_that_loses_a_race_with_a_charge_is_told_so() {
    for trouble in [None, Some(Trouble::LoseReply), Some(Trouble::CodeBefore("1142"))] {
        for place in 0..30 {
            // Nor is it reserved under another orderId, where that may be.
            for (suffixes, (mut kept, wish)) in
                [false, true].into_iter().flat_map(|it| charging().map(move |of| (it, of)))
            {
                kept.shop.settings.suffix_order_ids = suffixes;
                let quote = kept.shop.quote("SUB-1", 150);
                let checkout = kept.checkout();
                let mut pay = pin!(checkout.reserve_kept(input(&quote), None));
                let mut context = Context::from_waker(Waker::noop());
                if (0..place).any(|_| pay.as_mut().poll(&mut context).is_ready()) {
                    continue;
                }
                let late = ["authCheck", "paymentCheck"].map(|name| [(name, Trouble::HangBefore); 12]);
                let late = late.concat().into_iter().filter(|_| trouble == Some(Trouble::LoseReply));
                kept.shop
                    .network
                    .set_weather(Weather::Script(late.chain(trouble.map(|it| ("preApproval", it))).collect()));
                let charged = charge(&kept, &wish);
                kept.shop.network.set_weather(Weather::Quiet);
                let other_way = charged.is_err_and(|error| error.issues()[0].rule == "other-way");
                let told = block_on(pay);
                let told = match told {
                    Ok(Reserving::Reserved(_)) => "a link",
                    Ok(Reserving::Standing(verdict)) if verdict.payment.is_some() => "paid",
                    Err(error) if error.to_string().contains("is charged by regKey") => "charged",
                    other => panic!("{trouble:?} {place} {:?}: {other:?}", kept.shop.version()),
                };
                let right = match trouble {
                    _ if other_way => "a link",
                    None => "paid",
                    Some(_) => "charged",
                };
                assert_eq!(told, right, "{trouble:?} {place} {:?}", kept.shop.version());
            }
        }
    }
}

/// LINE Pay has answered the first copy: nothing moved by it. So the refusal of the second is all there is to say.
#[test]
fn what_was_wanted_later_and_then_refused_is_told_at_once() {
    for code in ["1280", "1197"] {
        for (kept, wish) in charging() {
            kept.shop.network.script([
                ("preApproval", Trouble::CodeBefore(code)),
                ("preApproval", Trouble::CodeBefore(code)),
                ("preApproval", Trouble::CodeBefore("1142")),
            ]);
            let unknown = ("UNDER_WAY".to_owned(), "unknown".to_owned(), Outcome::Unknown);
            assert_eq!(said(charge(&kept, &wish)), unknown);
            kept.settle(10);
            assert_eq!(sends(&kept), 3, "each after some minutes");
            let error = charge(&kept, &wish).unwrap_err();
            assert_eq!(error.return_code().unwrap().as_str(), "1142");
            assert_eq!(said(Err(error)), ("REFUSED".to_owned(), "refused".to_owned(), Outcome::NotExecuted));
        }
    }
}

/// A copy without an answer may still be carried out, whatever LINE Pay says of the others.
#[test]
fn a_refusal_after_a_lost_answer_is_not_the_end_though_one_was_wanted_later() {
    for (kept, wish) in charging() {
        kept.shop.network.script([
            ("preApproval", Trouble::Late(MINUTE * 60)),
            ("preApproval", Trouble::CodeBefore("1280")),
            ("preApproval", Trouble::CodeBefore("1142")),
        ]);
        assert!(charge(&kept, &wish).is_err());
        kept.settle(20);
        assert_eq!((said(charge(&kept, &wish)).0.as_str(), sends(&kept)), ("UNDER_WAY", 3));
        kept.settle(60);
        assert_eq!(charge(&kept, &wish).unwrap()["charge"]["state"], "paid");
    }
}

/// Whoever asks for the charge again waits for some minutes, as LINE Pay wants; somebody of the shop need not.
#[test]
fn a_retry_sends_at_once_what_line_pay_wanted_later() {
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::CodeBefore("1280"))]);
        assert!(charge(&kept, &wish).is_err() && charge(&kept, &wish).is_err());
        kept.sweep("SUB-1");
        assert_eq!(sends(&kept), 1);
        assert_eq!(block_on(kept.orders().status(&"SUB-1".into())).unwrap().rest, Rest::UnderWay);
        let order = kept.ask("retry", "SUB-1", json!({})).unwrap();
        assert_eq!((order["charge"]["state"].as_str(), sends(&kept)), (Some("paid"), 2));
        assert_eq!(kept.told().len(), 1);
    }
    // Not where an answer is lost: whoever has it in hand may be about to send it.
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::LoseRequest)]);
        assert!(charge(&kept, &wish).is_err());
        assert_eq!(kept.ask("retry", "SUB-1", json!({})).unwrap()["charge"]["state"], "in-hand");
        assert_eq!(sends(&kept), 1);
    }
    // Nor of a step that only a person can settle.
    for (kept, wish) in charging() {
        let answer = Trouble::Replace("\"transactionId\"", "\"orderId\":\"SUB-9\",\"transactionId\"");
        kept.shop.network.script([("preApproval", Trouble::CodeBefore("1280")), ("preApproval", answer)]);
        assert!(charge(&kept, &wish).is_err());
        for _ in 0..2 {
            assert_eq!(kept.ask("retry", "SUB-1", json!({})).unwrap()["work"]["stuck"], true);
        }
        assert_eq!(sends(&kept), 2);
    }
}

/// The network delivered it twice: whoever does not want to wait for the two hours asks.
#[test]
fn a_retry_asks_about_a_charge_that_was_refused() {
    for made in [false, true] {
        for (kept, wish) in charging() {
            kept.shop.network.script([("preApproval", Trouble::CodeBefore("1142"))]);
            assert!(charge(&kept, &wish).is_err());
            if made {
                kept.shop.call("preApproval", &wish).unwrap();
            }
            let asked = kept.shop.network.count("paymentCheck");
            let order = kept.ask("retry", "SUB-1", json!({})).unwrap();
            assert_eq!(kept.shop.network.count("paymentCheck"), asked + 1);
            assert_eq!(order["charge"]["state"], if made { "paid" } else { "refused" });
            assert_eq!(kept.told().len(), usize::from(made));
            assert_eq!(sends(&kept), if made { 2 } else { 1 }, "the second is the network's");
            // That it is asked about long after as well stays.
            assert!(made || !kept.record("SUB-1").is_closed());
        }
    }
}

/// Nothing of it can arrive any more: the shop's word ends it as soon as nobody has it in hand.
#[test]
fn what_line_pay_wants_later_and_the_shop_abandons_is_over() {
    for (kept, wish) in charging() {
        kept.shop.network.script([("preApproval", Trouble::CodeBefore("1280"))]);
        assert!(charge(&kept, &wish).is_err());
        kept.ask("abandon", "SUB-1", json!({})).unwrap();
        kept.settle(10);
        let record = kept.record("SUB-1");
        assert!(record.work.is_none() && record.charge.unwrap().by.is_none(), "{:?}", kept.shop.version());
        assert_eq!(sends(&kept), 1);
        // It may have come twice: whoever retries does not bring forward that it is asked about long after.
        kept.ask("retry", "SUB-1", json!({})).unwrap();
        assert!(!kept.record("SUB-1").charge.unwrap().over);
    }
}
