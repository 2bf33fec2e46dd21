//! A registration for automatic payments over nothing: `amount: 0` with PREAPPROVED, through the checkout.

use crate::support::kept::KeptShop;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{Reserved, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::{Value, json};

/// Shops in each version, where LINE Pay lists registrations or does not. What fails says where.
#[allow(clippy::print_stdout, reason = "shown by the test runner where a story fails")]
fn registering() -> impl Iterator<Item = Shop> {
    [true, false].into_iter().flat_map(|rows| {
        println!("rows: {rows}");
        shops(json!({ "freeRows": rows })).map(|shop| Shop { preapproved: true, ..shop })
    })
}

fn quote(shop: &Shop, id: &str) -> Value {
    let mut quote = shop.quote(id, 0);
    if shop.version() != Version::V2 {
        quote["packages"][0]["products"][0]["price"] = json!(0);
    }
    quote
}

fn approved(shop: &Shop, id: &str) -> Reserved {
    let reserved = shop.try_reserve(&quote(shop, id)).unwrap();
    assert!(shop.decide(&reserved, "approve"));
    reserved
}

fn key(verdict: &CheckoutVerdict) -> Option<String> {
    assert_eq!(verdict.state, State::Paid, "{verdict:?}");
    let payment = verdict.payment.as_ref().unwrap();
    assert_eq!((payment.amount.to_string(), payment.captured), ("0".to_owned(), true));
    payment.reg_key.as_ref().map(|key| key.as_str().to_owned())
}

#[test]
fn a_registration_over_nothing_brings_its_key_and_every_reload_shows_that_it_is_complete() {
    for shop in registering() {
        let reserved = approved(&shop, "REG-1");
        let first = shop.confirm(&reserved);
        assert_eq!(key(&first).unwrap(), shop.keys()[0].key);
        assert!(first.problems.is_empty());
        let cookie = first.set_cookie.unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let again = shop.visit(VisitKind::Confirm, &reserved.confirm, Some(cookie));
        assert_eq!((key(&again), again.problems.len()), (None, 0));
        assert_eq!(shop.keys().len(), 1);
        let charge = json!({ "regKey": shop.keys()[0].key, "productName": "茶", "amount": 60, "currency": "TWD",
            "orderId": "SUB-1" });
        assert!(shop.call("preApproval", &charge).is_ok());
    }
}

#[test]
fn a_registration_whose_answer_is_lost_is_complete_and_its_key_is_told_to_be_lost_once() {
    for shop in registering() {
        let reserved = approved(&shop, "REG-1");
        shop.network.script([("confirm", Trouble::LoseReply)]);
        let mut verdict = shop.confirm(&reserved);
        shop.network.set_weather(Weather::Quiet);
        if verdict.state == State::Pending {
            verdict = shop.visit(VisitKind::Confirm, &verdict.confirm_url.unwrap(), None);
        }
        if shop.version() == Version::V2 && verdict.state != State::Paid {
            // Where v2 lists nothing, nobody can tell: it stays with a person.
            assert_eq!(verdict.state, State::Unclear, "{verdict:?}");
            assert_eq!(verdict.problems[0].kind, ProblemKind::RegKeyLost);
            continue;
        }
        assert_eq!(key(&verdict), None);
        let kinds: Vec<_> = verdict.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::RegKeyLost]);
        let cookie = verdict.set_cookie.unwrap();
        let again = shop.visit(VisitKind::Confirm, &reserved.confirm, Some(cookie.split(';').next().unwrap()));
        assert_eq!((key(&again), again.problems.len()), (None, 0), "told once");
    }
}

/// Without PREAPPROVED an order over nothing is refused before anything is sent.
#[test]
fn an_order_over_nothing_without_a_key_is_refused() {
    for shop in shops(json!({})) {
        let quote: Value = shop.quote("ORD-1", 0);
        let error = shop.try_reserve(&quote).unwrap_err();
        assert!(error.issues().iter().any(|issue| issue.path == "amount"), "{error}");
        assert_eq!(shop.network.count("reserve"), 0);
    }
}

/// What only reserved it proves nothing.
#[test]
fn a_registration_that_is_not_complete_is_not_shown_as_such() {
    for shop in registering() {
        let reserved = shop.seen_by_buyer(&shop.pay(&quote(&shop, "REG-1")).unwrap().reserved().unwrap());
        let cookie = Some(reserved.cookie.as_str());
        assert_eq!(shop.visit(VisitKind::Confirm, &reserved.confirm, cookie).state, State::NotApproved);
        assert_eq!(shop.visit(VisitKind::Status, &reserved.status, cookie).state, State::Unpaid);
    }
}

/// The channel's default key proves none where the shop has a key of its own.
#[test]
fn a_cookie_by_the_default_key_completes_no_registration_of_a_shop_with_a_key_of_its_own() {
    for shop in registering().skip(3) {
        let mut shop = shop;
        let old = approved(&shop, "REG-1");
        let keys = vec!["a key of thirty-two bytes or more".to_owned()];
        shop.settings.signing_keys.clone_from(&keys);
        let own = approved(&shop, "REG-1");
        shop.settings.signing_keys.clear();
        let cookie = shop.confirm(&old).set_cookie.unwrap();
        let cookie = cookie.split(';').next();
        assert!(key(&shop.visit(VisitKind::Status, &old.status, cookie)).is_none());
        shop.settings.signing_keys = keys;
        assert_eq!(shop.visit(VisitKind::Status, &own.status, cookie).state, State::Unpaid);
    }
}

/// A payment that LINE Pay lists counts more than what a cookie remembers of another reservation.
#[test]
fn an_order_that_is_paid_is_paid_whatever_registration_the_browser_remembers() {
    for shop in registering().skip(3) {
        let paying = shop.approved("ORD-1", 360);
        let cookie = shop.confirm(&approved(&shop, "ORD-1")).set_cookie.unwrap();
        let cookie = cookie.split(';').next();
        assert_eq!(shop.visit(VisitKind::Status, &paying.status, cookie).state, State::Mismatch, "over nothing");
        assert_eq!(shop.confirm(&paying).state, State::Paid);
        let verdict = shop.visit(VisitKind::Status, &paying.status, cookie);
        assert_eq!((verdict.state, verdict.payment.unwrap().amount.to_string()), (State::Paid, "360".to_owned()));
    }
}

/// "Done before" means that it is complete or another one is; "in progress" that it may be later.
#[test]
fn only_done_before_makes_a_registration_that_is_not_listed_a_persons_business() {
    for (code, state) in [("1152", State::Unclear), ("1172", State::Unclear), ("1145", State::Pending)] {
        for shop in registering() {
            let reserved = approved(&shop, "REG-1");
            shop.network.script([("confirm", Trouble::CodeBefore(code))]);
            let verdict = shop.confirm(&reserved);
            let told: Vec<_> = verdict.problems.iter().map(|problem| problem.kind).collect();
            let lost = vec![ProblemKind::RegKeyLost; usize::from(state == State::Unclear)];
            assert_eq!((verdict.state, told), (state, lost), "{code}");
        }
    }
}

/// Over a ledger too, whatever the shop wants done with money at its confirm.
#[test]
fn a_registration_over_nothing_is_complete_over_a_ledger() {
    for capture in [true, false] {
        for shop in registering() {
            let kept = KeptShop::of(Shop { capture, ..shop });
            let link = kept.wish(&quote(&kept.shop, "REG-1")).unwrap().reserved().unwrap();
            let link = kept.shop.seen_by_buyer(&link);
            assert!(kept.shop.decide(&link, "approve"));
            for _ in 0..2 {
                let verdict = kept.back(&link);
                assert_eq!((verdict.state, verdict.problems.len()), (kept.paid_state(), 0));
                let payment = verdict.payment.unwrap();
                assert_eq!((payment.captured, payment.reg_key.is_none()), (capture, true), "no page has the key");
            }
            let told: Vec<_> = kept.told.borrow().iter().map(|told| told.payment.reg_key.clone()).collect();
            assert_eq!(told.last().unwrap().as_ref().unwrap().as_str(), kept.shop.keys()[0].key);
        }
    }
}
