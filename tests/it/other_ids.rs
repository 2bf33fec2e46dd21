//! Orders that LINE Pay is given under another orderId than their own: when, and that everything goes on by their own.

use crate::support::kept::{KeptShop, is_paid};
use crate::support::kept_pages::{id_of, kinds, standing};
use crate::support::kept_walks::{paid_by, questions};
use crate::support::shop::network::Trouble;
use crate::support::shop::{MINUTE, Reserved, Shop, shops};
use linepay_edge::flow::{ProblemKind, Settings, State, VisitKind};
use linepay_edge::order::life::{Rest, Who, order_ids, suffixed};
use linepay_edge::{Error, Version};
use serde_json::{Value, json};

/// Shops that may, captured and only authorised, where LINE Pay keeps an orderId for whoever reserved it (`strict`).
fn all(strict: bool) -> impl Iterator<Item = KeptShop> {
    [true, false].into_iter().flat_map(move |capture| {
        shops(json!({ "strictOrderId": strict })).map(move |shop| {
            let settings = Settings { suffix_order_ids: true, ..shop.settings.clone() };
            KeptShop::of(Shop { capture, settings, ..shop })
        })
    })
}

/// The orderIds that LINE Pay was asked to reserve, or to charge.
fn asked(kept: &KeptShop) -> Vec<String> {
    let sent = kept.shop.network.sent().into_iter().filter(|sent| matches!(sent.operation, "reserve" | "preApproval"));
    let id = |body: &str| serde_json::from_str::<Value>(body).unwrap()["orderId"].as_str().unwrap().to_owned();
    sent.map(|sent| id(&sent.body)).collect()
}

/// The orderId with which LINE Pay has what that reserved.
fn given(kept: &KeptShop, reserved: &Reserved) -> String {
    kept.shop.held().into_iter().find(|held| held.transaction == reserved.transaction).unwrap().order
}

fn is_other(id: &str) -> bool {
    let digits = id.strip_prefix("ORD-1-").unwrap_or_default();
    (1..=10).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn refused(kept: &KeptShop, id: &str) -> Error {
    kept.wish(&kept.shop.quote(id, 360)).unwrap_err()
}

fn code(error: &Error) -> &str {
    error.return_code().map_or("", |code| code.as_str())
}

/// A reservation whose answer was lost, and another one under another orderId.
fn lost_once(kept: &KeptShop) -> Reserved {
    kept.script([("reserve", Trouble::LoseReply)]);
    refused(kept, "ORD-1");
    kept.link("ORD-1", 360)
}

#[test]
fn an_order_whose_reserve_was_lost_is_paid_under_its_orderid_with_a_suffix() {
    for kept in all(true) {
        let reserved = lost_once(&kept);
        let other = given(&kept, &reserved);
        assert!(is_other(&other), "{other}");
        assert_eq!(asked(&kept), ["ORD-1", "ORD-1", &other]);
        // Whoever has to do with the shop goes by its own orderId.
        assert_eq!(reserved.order, "ORD-1");
        let again = kept.link("ORD-1", 360);
        assert_eq!((again.transaction, asked(&kept).len()), (reserved.transaction.clone(), 3), "the same link");
        assert!(kept.shop.decide(&reserved, "approve"));
        let verdict = kept.back(&reserved);
        assert_eq!((verdict.state, kinds(&verdict)), (kept.paid_state(), vec![]));
        assert_eq!(verdict.order_id.as_ref().unwrap().as_str(), "ORD-1");
        let payment = verdict.payment.unwrap();
        assert_eq!((payment.order_id.as_str(), payment.line_pay_order_id.unwrap().as_str()), ("ORD-1", &*other));
        let told = kept.told.borrow()[0].payment.clone();
        assert_eq!((told.order_id.as_str(), told.line_pay_order_id.unwrap().as_str()), ("ORD-1", &*other));
        for url in [verdict.status_url.unwrap(), verdict.confirm_url.unwrap()] {
            let kind = if url.contains("/status") { VisitKind::Status } else { VisitKind::Confirm };
            let page = kept.page(kind, &url);
            assert_eq!((page.state, page.order_id.unwrap().as_str()), (kept.paid_state(), "ORD-1"));
        }
        assert_eq!(standing(&kept, "ORD-1", 360).state, kept.paid_state());
        // Its people see both.
        let view = kept.ask("get", "ORD-1", json!({})).unwrap();
        assert_eq!((&view["orderId"], &view["terms"]["orderId"]), (&json!("ORD-1"), &Value::Null));
        assert_eq!([&view["payment"]["orderId"], &view["reservations"][0]["terms"]["orderId"]], [&json!(other); 2]);
        let end = if kept.shop.capture { ("refund", json!({ "key": "R-1" })) } else { ("void", json!({})) };
        kept.ask(end.0, "ORD-1", end.1).unwrap();
        assert!(kept.shop.holding().is_empty() && kept.settle(200));
    }
}

/// A payment under another orderId is found wherever one under the order's own is.
#[test]
fn a_confirm_under_another_orderid_whose_answer_is_lost_is_found() {
    for kept in all(true) {
        let reserved = lost_once(&kept);
        assert!(kept.shop.decide(&reserved, "approve"));
        kept.script([("confirm", Trouble::LoseReply)]);
        assert_eq!(kept.back(&reserved).state, kept.paid_state());
        assert_eq!((kept.shop.network.count("confirm"), kept.told().len()), (1, 1));
    }
    for kept in all(true) {
        let reserved = lost_once(&kept);
        assert!(kept.shop.decide(&reserved, "approve"));
        kept.left_behind("ORD-1", id_of(&reserved), Trouble::LoseReply);
        assert!(kept.settle(180) || !kept.shop.capture);
        assert_eq!(kept.shop.holding(), std::slice::from_ref(&reserved.transaction));
        assert_eq!(kept.told(), [format!("paid:{}", reserved.transaction)]);
    }
}

/// So it is where the basket has changed, the buyer took too long, or has cancelled: LINE Pay still has the first one.
#[test]
fn whatever_holds_the_orderid_the_buyer_can_pay() {
    for kept in all(true) {
        let first = kept.linked("ORD-1", 360);
        let second = kept.link("ORD-1", 500);
        assert!(is_other(&given(&kept, &second)) && given(&kept, &first) == "ORD-1");
        assert_eq!(kept.back(&first).state, State::Gone, "superseded");
        kept.look("ORD-1", &Who::Cancel { transaction: id_of(&second) });
        let third = kept.linked("ORD-1", 500);
        assert!(is_other(&given(&kept, &third)) && given(&kept, &third) != given(&kept, &second));
        assert_eq!(kept.back(&third).state, kept.paid_state());
        assert_eq!(kept.shop.holding(), [third.transaction]);
    }
    for kept in all(true) {
        kept.link("ORD-1", 360);
        assert!(kept.settle(180), "nobody approved");
        let second = kept.linked("ORD-1", 360);
        assert_eq!(kept.back(&second).state, kept.paid_state());
    }
}

/// Two answers, three seconds apart: one may be late. And an answer that does not come is none.
#[test]
fn an_order_that_line_pay_lists_a_payment_of_gets_no_other_orderid() {
    for late in [false, true] {
        for kept in all(false) {
            // Past the ledger: by a worker that has none.
            let paid = kept.shop.approved("ORD-1", 360);
            kept.shop.confirm(&paid);
            let stale = ["authCheck", "paymentCheck"].map(|name| (name, Trouble::CodeBefore("1150")));
            kept.script(stale.into_iter().filter(|_| late));
            let (verdict, waited) = kept.timed(|| standing(&kept, "ORD-1", 360));
            assert_eq!((verdict.state, waited), (kept.paid_state(), if late { 3_000 } else { 0 }));
            assert_eq!(verdict.payment.unwrap().transaction_id.to_string(), paid.transaction);
            assert_eq!(asked(&kept), ["ORD-1"; 2]);
        }
    }
    for trouble in [Trouble::HangBefore, Trouble::CodeBefore("1106"), Trouble::CodeBefore("9000")] {
        for skip in [0, 1] {
            for kept in all(true) {
                kept.script([("reserve", Trouble::LoseReply)]);
                refused(&kept, "ORD-1");
                let nothing = questions(Trouble::CodeBefore("1150"), skip);
                kept.script(nothing.chain(questions(trouble, 12)));
                assert_eq!(code(&refused(&kept, "ORD-1")), "1172", "{trouble:?}");
                assert_eq!(asked(&kept), ["ORD-1"; 2]);
            }
        }
    }
}

/// Paid past the ledger, under another orderId: the record holds it for withdrawn.
#[test]
fn what_is_paid_under_another_orderid_of_the_order_counts() {
    for kept in all(true) {
        let reserved = lost_once(&kept);
        assert!(kept.shop.decide(&reserved, "approve"));
        assert!(kept.shop.take("confirm", &reserved.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        kept.look("ORD-1", &Who::Cancel { transaction: id_of(&reserved) });
        let sent = asked(&kept).len();
        assert_eq!(code(&refused(&kept, "ORD-1")), "1172");
        assert_eq!(asked(&kept).len(), sent + 1, "no third one");
        // A page knows of it, and the buyer who comes back makes it the order's payment.
        assert_eq!(kept.page(VisitKind::Status, &reserved.status).state, State::Pending);
        assert_eq!(kept.back(&reserved).state, kept.paid_state());
        assert_eq!(kept.told(), [format!("paid:{}", reserved.transaction)]);
    }
}

/// Under its own orderId and under another one: the second payment is told.
#[test]
fn a_payment_too_many_is_told_whatever_orderid_it_has() {
    for kept in all(true) {
        let first = kept.linked("ORD-1", 360);
        let second = kept.linked("ORD-1", 500);
        assert_eq!(kept.back(&second).state, kept.paid_state());
        assert!(kept.shop.take("confirm", &first.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        kept.shop.network.advance(3 * 60 * MINUTE);
        kept.sweep("ORD-1");
        // Of what was never confirmed by the ledger only a step of the payment's own tells.
        let step = if kept.shop.capture { ("refund", json!({ "key": "R-1" })) } else { ("capture", json!({})) };
        kept.script([(step.0, Trouble::LoseReply)]);
        let handled = kept.ask(step.0, "ORD-1", step.1);
        assert!(handled.is_ok(), "{handled:?}");
        assert_eq!(kept.record("ORD-1").others[0].transaction_id.to_string(), first.transaction);
    }
}

#[test]
fn no_other_refusal_gives_another_orderid() {
    for kept in all(true) {
        for other in ["1145", "1178", "9000", "1198"] {
            kept.script([("reserve", Trouble::CodeBefore(other))]);
            assert_eq!(code(&refused(&kept, "ORD-1")), other);
        }
        for trouble in [Trouble::LoseRequest, Trouble::HangBefore, Trouble::GatewayBefore] {
            kept.script([("reserve", trouble)]);
            refused(&kept, "ORD-1");
        }
        assert_eq!(asked(&kept), ["ORD-1"; 7]);
    }
    for kept in all(true) {
        let kept =
            KeptShop::of(Shop { settings: Settings { suffix_order_ids: false, ..kept.shop.settings }, ..kept.shop });
        kept.script([("reserve", Trouble::LoseReply)]);
        refused(&kept, "ORD-1");
        let (error, waited) = kept.timed(|| refused(&kept, "ORD-1"));
        assert_eq!((code(&error), waited), ("1172", 0));
        assert_eq!(asked(&kept), ["ORD-1"; 2]);
    }
}

/// Once: where LINE Pay refuses that one, too, the buyer is told at once.
#[test]
fn another_orderid_is_taken_once_for_a_wish() {
    for kept in all(true) {
        kept.script([("reserve", Trouble::CodeBefore("1172")); 2]);
        assert_eq!(code(&refused(&kept, "ORD-1")), "1172");
        assert_eq!(asked(&kept).len(), 2);
        kept.script([("reserve", Trouble::CodeBefore("1172")), ("reserve", Trouble::LoseReply)]);
        refused(&kept, "ORD-1");
        let reserved = kept.link("ORD-1", 360);
        assert_eq!(given(&kept, &reserved), "ORD-1", "LINE Pay has never had it");
    }
}

/// An orderId has 100 bytes at most (line-pay-api 3.1).
#[test]
fn an_orderid_that_would_be_too_long_gets_no_suffix() {
    let id = |length: usize| "x".repeat(length).as_str().into();
    let suffix = |length, nonce: &str| suffixed(&id(length), nonce).map(|id| id.as_str().len());
    // Ten digits: the nonce is "f".
    assert_eq!(suffix(89, "f"), Some(100));
    assert_eq!(suffix(90, "f"), None);
    assert_eq!(suffixed(&"茶-1".into(), "f").unwrap().as_str(), "茶-1-3809224601");
    for kept in all(true).filter(|kept| kept.shop.version() != Version::V2) {
        let id = "x".repeat(95);
        kept.script([("reserve", Trouble::LoseReply)]);
        refused(&kept, &id);
        assert_eq!(code(&refused(&kept, &id)), "1172");
    }
}

/// What LINE Pay lists nowhere would lose its only guard: the shop has to say that there is nothing of the kind.
#[test]
fn nobody_gets_another_orderid_who_did_not_ask_for_it() {
    for kept in all(true) {
        assert!(!kept.orders().suffixes);
        let shop = Shop { settings: Settings { suffix_order_ids: false, ..kept.shop.settings.clone() }, ..kept.shop };
        let kept = KeptShop::of(shop);
        kept.script([("reserve", Trouble::LoseReply)]);
        refused(&kept, "ORD-1");
        assert_eq!(code(&refused(&kept, "ORD-1")), "1172");
        assert_eq!(asked(&kept), ["ORD-1"; 2]);
    }
}

/// Its orderId is its key, and 1172 what keeps it from being made twice.
#[test]
fn a_charge_never_gets_another_orderid() {
    for kept in all(true) {
        let (_, key) = kept.shop.control("POST", "reg-keys", &Value::Null);
        let key = &key["regKey"];
        let wish = json!({ "orderId": "SUB-1", "regKey": key, "productName": "x", "amount": 150, "currency": "TWD" });
        kept.script([("preApproval", Trouble::CodeBefore("1172"))]);
        assert!(kept.ask("charge", "SUB-1", wish).is_err());
        kept.settle(10 * 60);
        assert!(asked(&kept).iter().all(|id| !id.starts_with("SUB-1-")), "{:?}", asked(&kept));
        assert_eq!(order_ids(&"SUB-1".into(), Some(&kept.record("SUB-1"))), [&"SUB-1".into()]);
    }
}

/// Two at once: whoever is second gets the link of the first.
#[test]
fn a_record_of_another_orderid_is_read_as_it_was_written() {
    for kept in all(true) {
        let reserved = lost_once(&kept);
        let other = given(&kept, &reserved);
        let record = kept.record("ORD-1");
        assert_eq!(record.terms.order.order_id.as_str(), "ORD-1");
        assert_eq!(order_ids(&record.order_id, Some(&record)), [&"ORD-1".into(), &other.as_str().into()]);
        assert_eq!(record.text(), kept.ledger.text("ORD-1").unwrap());
        kept.look("ORD-1", &Who::Cancel { transaction: id_of(&reserved) });
        let looked = kept.visit("ORD-1", id_of(&reserved));
        assert!(matches!(looked.rest, Rest::NotApproved), "{looked:?}");
        assert!(!is_paid(&looked) && paid_by(&looked).is_none());
        let page = kept.page(VisitKind::Confirm, &reserved.confirm);
        assert_eq!((page.state, page.order_id.as_ref().unwrap().as_str()), (State::NotApproved, "ORD-1"));
        assert!(!kinds(&page).contains(&ProblemKind::OtherOrder));
    }
}
