//! The checkout over a ledger: what a page says of an order that is not simply paid.

use crate::support::kept::{KeptShop, all};
use crate::support::kept_pages::{code_of, id_of, in_all_versions, kinds, payer, standing};
use crate::support::kept_walks::questions;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{MINUTE, Shop, order_of};
use linepay_edge::flow::{ProblemKind, State, VisitKind};
use linepay_edge::order::life::Act;
use linepay_edge::{Code, Version};
use serde_json::{Value, json};

#[test]
fn a_refused_confirm_is_told_by_what_line_pay_said() {
    for (code, state, told) in [
        ("1142", State::Declined, vec![ProblemKind::Refused]),
        ("1169", State::NotApproved, vec![]),
        ("1153", State::Error, vec![ProblemKind::Refused]),
        ("1106", State::Error, vec![ProblemKind::Refused]),
        ("1180", State::Gone, vec![]),
    ] {
        for kept in in_all_versions() {
            let link = kept.linked("ORD-1", 360);
            kept.shop.network.script([("confirm", Trouble::CodeBefore(code))]);
            let verdict = kept.back(&link);
            assert_eq!((verdict.state, kinds(&verdict)), (state, told.clone()), "{code}");
            let error = serde_json::to_value(verdict.error.unwrap()).unwrap();
            assert_eq!(error["returnCode"], code);
        }
    }
}

#[test]
fn a_buyer_who_has_not_approved_is_told_so() {
    for kept in in_all_versions() {
        let link = kept.link("ORD-1", 360);
        for _ in 0..2 {
            let verdict = kept.back(&link);
            assert_eq!((verdict.state, kinds(&verdict)), (State::NotApproved, vec![]));
            assert_eq!(verdict.transaction_id, Some(id_of(&link)), "for support");
        }
        assert_eq!(kept.page(VisitKind::Status, &link.status).state, State::Unpaid);
    }
}

/// Superseded, abandoned or over: the page says gone, and nothing is confirmed.
#[test]
fn a_reservation_that_is_over_is_gone() {
    for kept in in_all_versions() {
        let (first, second) = (kept.linked("ORD-1", 360), kept.link("ORD-1", 420));
        assert_eq!(kept.back(&first).state, State::Gone);
        kept.operate("ORD-1", Act::Abandon);
        assert_eq!(kept.back(&second).state, State::Gone);
        assert_eq!(standing(&kept, "ORD-1", 420).state, State::Gone);
        assert_eq!(kept.shop.network.count("confirm"), 0);
    }
    // LINE Pay's word on it goes along: "not approved", long after the time to approve.
    for kept in in_all_versions() {
        let link = kept.linked("ORD-1", 360);
        kept.shop.network.advance(10 * MINUTE);
        kept.edit("ORD-1", |record| {
            let made = record["reservations"][0]["made"].as_u64().unwrap();
            record["reservations"][0]["made"] = json!(made - 21 * MINUTE);
        });
        kept.shop.network.script([("confirm", Trouble::CodeBefore("1169"))]);
        let verdict = kept.back(&link);
        assert_eq!((verdict.state, code_of(&verdict).as_deref()), (State::NotApproved, Some("REFUSED")));
        assert_eq!(kept.record("ORD-1").reservations[0].state.as_str(), "dead");
    }
}

/// Money moved for another order: the ledger cannot know which, and a person looks.
#[test]
fn a_step_that_waits_for_a_person_is_told_on_every_page() {
    for (kind, state, told, trouble) in [
        ("other-order", State::Misdirected, ProblemKind::OtherOrder, Trouble::LoseRequest),
        ("unknown", State::Unclear, ProblemKind::Unknown, Trouble::LoseRequest),
        // It was carried out, and the order's details say so: what the step in hand came to is the person's to say.
        ("unknown", State::Unclear, ProblemKind::Unknown, Trouble::LoseReply),
    ] {
        for kept in in_all_versions() {
            let link = kept.linked("ORD-1", 360);
            let hung = questions(Trouble::HangBefore, 8).filter(|(name, _)| *name != "statusCheck");
            kept.script(hung.chain([("confirm", trouble)]));
            assert_eq!(kept.back(&link).state, State::Pending);
            kept.shop.network.set_weather(Weather::Quiet);
            kept.edit("ORD-1", |record| {
                record["work"]["stuck"] = json!(true);
                record["problems"] = json!([{ "kind": kind, "transactionId": link.transaction, "since": 1 }]);
            });
            for (kind, url) in [(VisitKind::Confirm, &link.confirm), (VisitKind::Status, &link.status)] {
                let verdict = kept.page(kind, url);
                assert_eq!((verdict.state, kinds(&verdict)), (state, vec![told]), "{kind:?}");
            }
            assert_eq!(kept.shop.network.count("confirm"), 1);
        }
    }
}

#[test]
fn a_shipping_fee_that_the_quote_does_not_allow_is_an_error_of_the_shops() {
    let kept = KeptShop::of(Shop::of(Version::V3));
    let mut quote = order_of(Version::V3, "ORD-1", 360, true);
    quote["amount"] = json!(380);
    quote["options"]["shipping"] = json!({ "type": "SHIPPING", "feeInquiryUrl": "https://shop.example.com/fee",
        "feeInquiryType": "FIXED", "feeAmount": 20 });
    quote["maxShippingFeeAmount"] = json!(60);
    let reserving = kept.wish(&quote).unwrap().reserved().unwrap();
    let link = kept.shop.seen_by_buyer(&reserving);
    let choose = |fee: u32| {
        let chosen = json!({ "shipping": { "methodId": "fast", "feeAmount": fee } });
        let path = format!("transactions/{}/approve", link.transaction);
        assert_eq!(kept.shop.control("POST", &path, &chosen).0, 200);
    };
    choose(61);
    for _ in 0..2 {
        let verdict = kept.back(&link);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Error, vec![ProblemKind::ShippingFee]));
    }
    assert_eq!(kept.shop.network.count("confirm"), 0);
}

/// LINE Pay's callback names the fee where statusCheck does not.
#[test]
fn the_fee_of_the_callback_is_confirmed_where_line_pay_names_none() {
    for (fee, paid) in [("40", Some("400")), ("61", None), ("x", Some("380"))] {
        let kept = KeptShop::of(Shop::of(Version::V3));
        let mut quote = order_of(Version::V3, "ORD-1", 360, true);
        quote["amount"] = json!(380);
        quote["options"]["shipping"] = json!({ "type": "SHIPPING", "feeInquiryUrl": "https://shop.example.com/fee",
            "feeInquiryType": "FIXED", "feeAmount": 20 });
        quote["maxShippingFeeAmount"] = json!(60);
        let link = kept.shop.seen_by_buyer(&kept.wish(&quote).unwrap().reserved().unwrap());
        let approve = format!("transactions/{}/approve", link.transaction);
        let chosen = if fee == "x" { Value::Null } else { json!({ "shipping": { "methodId": "a", "feeAmount": 40 } }) };
        assert_eq!(kept.shop.control("POST", &approve, &chosen).0, 200);
        kept.shop.network.script([("statusCheck", Trouble::CodeBefore("0110"))]);
        let verdict = kept.page(VisitKind::Confirm, &format!("{}&shippingFeeAmount={fee}", link.confirm));
        let sum = verdict.payment.as_ref().map(|payment| payment.amount.to_string());
        assert_eq!(sum.as_deref(), paid, "{fee}: {verdict:?}");
    }
}

/// Until the shop has taken it, the page says that it is being entered; a page never has the key.
#[test]
fn a_page_says_whether_the_shop_has_taken_the_payment() {
    for kept in all() {
        let shop = Shop { preapproved: true, ..kept.shop };
        let kept = KeptShop::of(shop);
        let link = kept.linked("ORD-1", 360);
        kept.hooks.borrow_mut().extend([Some(false)]);
        let verdict = kept.back(&link);
        assert_eq!((verdict.state, verdict.registering), (kept.paid_state(), Some(true)));
        assert!(verdict.payment.unwrap().reg_key.is_none());
        // The payment is taken, the key is not.
        kept.hooks.borrow_mut().extend([Some(true), Some(false)]);
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, verdict.registering), (kept.paid_state(), None), "{:?}", kept.told());
        assert_eq!(kept.record("ORD-1").outbox.len(), 1);
        assert!(verdict.payment.unwrap().reg_key.is_none());
    }
}

#[test]
fn what_was_given_back_or_let_go_is_not_shown_as_paid() {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        kept.hooks.borrow_mut().extend([Some(false)]);
        kept.back(&link);
        let (state, step, body) = if kept.shop.capture {
            (State::Refunded, "refund", json!({ "refundAmount": 60 }))
        } else {
            (State::Released, "void", json!({}))
        };
        assert!(kept.shop.take(step, &link.transaction, &body));
        kept.hooks.borrow_mut().extend([Some(false); 3]);
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, payer(&verdict), verdict.registering), (state, link.transaction.clone(), None));
        assert_eq!(standing(&kept, "ORD-1", 360).state, state);
    }
    // The cancel page of a paid order asks as well.
    for kept in in_all_versions() {
        let link = kept.linked("ORD-1", 360);
        kept.back(&link);
        assert!(kept.shop.refund(&link.transaction, &json!({})));
        let url = format!("{}&transactionId={}", link.cancel, link.transaction);
        assert_eq!(kept.page(VisitKind::Cancel, &url).state, State::Refunded);
    }
}

/// Over another sum than was confirmed nothing is shown as paid.
#[test]
fn a_payment_over_another_sum_is_a_mismatch_and_no_receipt() {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        kept.back(&link);
        kept.edit("ORD-1", |record| {
            record["problems"] = json!([{ "kind": "amount-differs", "transactionId": link.transaction, "since": 1 }]);
        });
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Mismatch, vec![ProblemKind::AmountDiffers]));
        assert!(verdict.payment.is_none());
    }
}

/// "No payment" is said only after LINE Pay was asked: a payment of the order's own reservation is found by the next
/// look, one that went past the ledger is a person's business, and without an answer nothing is claimed.
#[test]
fn a_page_without_a_payment_asks_line_pay_first() {
    let terms = json!({ "amount": 360, "currency": "TWD" });
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        assert_eq!(kept.page(VisitKind::Status, &link.status).state, State::Unpaid);
        // Whoever holds the shop's keys confirms past the ledger.
        assert!(kept.shop.take("confirm", &link.transaction, &terms));
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, payer(&verdict), kinds(&verdict)), (State::Pending, String::new(), vec![]));
        assert_eq!(kept.back(&link).state, kept.paid_state());
    }
    for kept in all() {
        let (old, link) = (kept.shop.approved("ORD-1", 360), kept.link("ORD-1", 360));
        kept.shop.confirm(&old);
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, payer(&verdict)), (State::Error, String::new()));
        assert_eq!(kinds(&verdict), [ProblemKind::Unrecorded]);
        assert_eq!(verdict.problems[0].got.transaction_id, Some(id_of(&old)));
        let error = serde_json::to_value(verdict.error.unwrap()).unwrap();
        assert_eq!((&error["code"], &error["retry"]), (&json!("MISMATCH"), &json!("never")));
    }
    // Nobody looks at one that counts as dead: a page that waited for that would wait for ever.
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        kept.edit("ORD-1", |record| record["reservations"][0]["state"] = json!("dead"));
        assert_eq!(kept.page(VisitKind::Status, &link.status).state, State::Unpaid);
        assert!(kept.shop.take("confirm", &link.transaction, &terms));
        for verdict in [kept.back(&link), kept.page(VisitKind::Status, &link.status)] {
            assert_eq!((verdict.state, kinds(&verdict)), (State::Error, vec![ProblemKind::Unrecorded]));
            assert_eq!(verdict.problems[0].got.transaction_id, Some(id_of(&link)));
        }
    }
    for (trouble, state) in [(Trouble::HangBefore, State::Pending), (Trouble::CodeBefore("1106"), State::Unclear)] {
        for kept in in_all_versions() {
            let link = kept.link("ORD-1", 360);
            kept.shop.network.script([("paymentCheck", trouble); 1]);
            assert_eq!(kept.page(VisitKind::Status, &link.status).state, state, "{trouble:?}");
        }
    }
}

/// What was told before stays told, whatever LINE Pay lists besides.
#[test]
fn a_problem_of_the_record_is_told_beside_what_line_pay_lists() {
    let refused = |kept: &KeptShop, link: &str| {
        let problems = json!([{ "kind": "refused", "transactionId": link, "since": 1 }]);
        kept.edit("ORD-1", |record| record["problems"] = problems);
    };
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        refused(&kept, &link.transaction);
        assert!(kept.shop.take("confirm", &link.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Pending, vec![ProblemKind::Refused]));
    }
    for kept in all() {
        let (old, link) = (kept.shop.approved("ORD-1", 360), kept.link("ORD-1", 360));
        refused(&kept, &link.transaction);
        kept.shop.confirm(&old);
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!(kinds(&verdict), [ProblemKind::Refused, ProblemKind::Unrecorded]);
    }
}

/// Nothing is confirmed, but what LINE Pay knows is shown.
#[test]
fn with_the_ledger_down_a_page_shows_what_line_pay_knows_and_confirms_nothing() {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        kept.ledger.down.set(true);
        for (kind, url) in [(VisitKind::Confirm, &link.confirm), (VisitKind::Status, &link.status)] {
            let verdict = kept.page(kind, url);
            assert_eq!((verdict.state, code_of(&verdict).as_deref()), (State::Pending, Some("LEDGER")), "{kind:?}");
            assert_eq!(verdict.order_id.unwrap().as_str(), "ORD-1");
        }
        assert_eq!(kept.wish(&kept.shop.quote("ORD-1", 360)).unwrap_err().code(), Code::Ledger);
        assert_eq!(kept.shop.network.count("confirm"), 0);
        kept.ledger.down.set(false);
        kept.back(&link);
        kept.ledger.down.set(true);
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, payer(&verdict)), (kept.paid_state(), link.transaction.clone()));
        assert_eq!(verdict.registering, Some(true), "nobody can tell whether the shop has taken it");
        let (state, step) = if kept.shop.capture { (State::Refunded, "refund") } else { (State::Released, "void") };
        assert!(kept.shop.take(step, &link.transaction, &json!({})));
        let verdict = kept.page(VisitKind::Status, &link.status);
        assert_eq!((verdict.state, verdict.registering), (state, None));
        assert!(verdict.payment.is_some());
    }
}
