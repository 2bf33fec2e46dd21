//! What a hostile caller puts together: links, cookies and callbacks that were never meant for each other.

use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{MINUTE, Reserved, Shop, config_of, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::json;

fn kinds(verdict: &CheckoutVerdict) -> Vec<ProblemKind> {
    verdict.problems.iter().map(|problem| problem.kind).collect()
}

fn cookie(verdict: &CheckoutVerdict) -> Option<String> {
    verdict.set_cookie.as_deref().map(|cookie| cookie.split(';').next().unwrap().to_owned())
}

/// confirmUrl of one reservation with the transaction of another order, and the callback's orderId forged to fit.
fn forged(mine: &Reserved, other: &Reserved) -> String {
    mine.confirm_with(&other.transaction)
}

fn registration(shop: &Shop, id: &str) -> Reserved {
    let mut quote = shop.quote(id, 0);
    if shop.version() != Version::V2 {
        quote["packages"][0]["products"][0]["price"] = json!(0);
    }
    let reserved = shop.try_reserve(&quote).unwrap();
    assert!(shop.decide(&reserved, "approve"));
    reserved
}

/// The dear token with the cheap transaction, whose own confirm lands in the middle: what is then signed for the
/// browser must not say that the cheap one was reserved over the dear sum.
#[test]
fn terms_that_a_link_only_claims_do_not_make_sixty_count_for_nine_thousand() {
    for shop in shops(json!({})) {
        let shop = Shop { capture: false, ..shop };
        let (dear, cheap) = (shop.reserve("ORD-1", 9_000), shop.approved("ORD-1", 60));
        assert!(shop.take("confirm", &cheap.transaction, &json!({ "amount": 60, "currency": "TWD" })));
        // The first question is late by an answer: another tab has just confirmed.
        let stale = Trouble::CodeBefore("1150");
        let asks: &[&str] =
            if shop.version() == Version::V2 { &["authCheck", "paymentCheck"] } else { &["paymentCheck"] };
        shop.network.set_weather(Weather::Script(asks.iter().map(|name| (*name, stale)).collect()));
        let verdict = shop.visit(VisitKind::Confirm, &dear.confirm_with(&cheap.transaction), None);
        shop.network.set_weather(Weather::Quiet);
        assert_eq!(verdict.state, State::Mismatch);
        assert!(shop.take("capture", &cheap.transaction, &json!({ "amount": 60, "currency": "TWD" })));
        let kept = cookie(&verdict);
        for (kind, url) in [
            (VisitKind::Status, verdict.status_url.as_deref().unwrap()),
            (VisitKind::Status, &dear.status),
            (VisitKind::Confirm, &dear.confirm),
        ] {
            let verdict = shop.visit(kind, url, kept.as_deref());
            assert!(verdict.payment.is_none(), "{:?} {:?}", verdict.state, verdict.payment);
            assert!(matches!(verdict.state, State::Mismatch | State::CapturedLess));
        }
    }
}

/// LINE Pay lists no registration over nothing here, and the browser remembers that one is complete.
#[test]
fn an_order_with_a_sum_is_not_paid_by_a_registration_over_nothing() {
    for rows in [true, false] {
        for shop in shops(json!({ "freeRows": rows })) {
            let shop = Shop { preapproved: true, ..shop };
            let (free, dear) = (registration(&shop, "ORD-1"), shop.approved("ORD-1", 360));
            let done = cookie(&shop.confirm(&free)).unwrap();
            for (kind, url) in [(VisitKind::Status, &dear.status), (VisitKind::Confirm, &dear.confirm)] {
                let verdict = shop.visit(kind, url, Some(&done));
                assert_eq!((verdict.state, kinds(&verdict)), (State::Mismatch, vec![ProblemKind::AmountDiffers]));
                assert!(verdict.payment.is_none());
            }
            assert_eq!(shop.keys().len(), 1);
        }
    }
}

#[test]
fn a_registration_that_is_only_authorised_says_so_on_every_visit() {
    for rows in [true, false] {
        for shop in shops(json!({ "freeRows": rows })) {
            let shop = Shop { preapproved: true, capture: false, ..shop };
            let free = registration(&shop, "REG-1");
            let first = shop.confirm(&free);
            let again = shop.visit(VisitKind::Confirm, &free.confirm, cookie(&first).as_deref());
            assert_eq!((first.state, again.state), (State::Authorized, State::Authorized), "rows: {rows}");
        }
    }
}

/// "Complete" (0123) speaks of the transaction that the link brought, which is another order's.
#[test]
fn another_orders_payment_completes_no_registration() {
    for rows in [true, false] {
        for shop in shops(json!({ "freeRows": rows })) {
            let paid = shop.paid("ORD-2", 360);
            let shop = Shop { preapproved: true, ..shop };
            let free = registration(&shop, "REG-1");
            let verdict = shop.visit(VisitKind::Confirm, &forged(&free, &paid), None);
            assert_eq!((verdict.state, kinds(&verdict)), (State::Foreign, vec![ProblemKind::ForeignTransaction]));
            assert!(verdict.payment.is_none() && shop.keys().is_empty());
            // Nor is the registration itself lost by it.
            let verdict = shop.visit(VisitKind::Confirm, &free.confirm, cookie(&verdict).as_deref());
            assert_eq!(verdict.payment.unwrap().reg_key.unwrap().as_str(), shop.keys()[0].key);
        }
    }
}

/// The browser opened a forged link once: the order's own reservation is still confirmed there.
#[test]
fn a_forged_link_does_not_lock_an_order_out() {
    for capture in [true, false] {
        for shop in shops(json!({})) {
            let shop = Shop { capture, ..shop };
            let (paid, mine) = (shop.approved("ORD-2", 360), shop.approved("ORD-1", 360));
            shop.confirm(&paid);
            let verdict = shop.visit(VisitKind::Confirm, &forged(&mine, &paid), Some(&mine.cookie));
            assert_eq!(verdict.state, State::Foreign);
            let cookies = [Some(mine.cookie.clone()), cookie(&verdict)].into_iter().flatten().collect::<Vec<_>>();
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm, Some(&cookies.join("; ")));
            assert!(matches!(verdict.state, State::Paid | State::Authorized), "{:?} {verdict:?}", shop.version());
            assert_eq!(verdict.payment.unwrap().transaction_id.to_string(), mine.transaction);
        }
    }
}

/// A shop that changes its version in the middle of a confirm without answer.
#[test]
fn an_outdated_link_forgets_no_confirm_without_answer() {
    for (before, after) in [(Version::V2, Version::V3), (Version::V3, Version::V4), (Version::V3, Version::V2)] {
        let mut shop = Shop::of(before);
        shop.settings.signing_keys = vec!["k".repeat(32)];
        let first = shop.approved("ORD-1", 360);
        shop.network.script([("confirm", Trouble::Late(MINUTE))]);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm, Some(&first.cookie));
        shop.network.set_weather(Weather::Quiet);
        assert_eq!(verdict.state, State::Pending);
        let mut jar = cookie(&verdict).unwrap();
        shop.config = config_of(after);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm, Some(&jar));
        assert_eq!(
            (verdict.state, verdict.confirm_url.as_ref()),
            (State::Pending, None),
            "its confirm may still arrive"
        );
        jar = cookie(&verdict).unwrap_or(jar);
        let second = shop.approved("ORD-1", 360);
        let verdict = shop.visit(VisitKind::Confirm, &second.confirm, Some(&jar));
        assert_ne!(verdict.payment.map(|paid| paid.transaction_id.to_string()), Some(second.transaction));
        shop.network.advance(2 * MINUTE);
        assert_eq!(shop.holding(), [first.transaction], "{before} {after}");
    }
}

/// The link is too old for a confirm, yet one was sent.
#[test]
fn an_expired_link_does_not_say_that_nothing_is_paid_while_its_confirm_has_no_answer() {
    for shop in shops(json!({})) {
        let mut shop = shop;
        shop.settings.lifetime = 60;
        let mine = shop.approved("ORD-1", 360);
        shop.network.script([("confirm", Trouble::Late(5 * MINUTE))]);
        let first = shop.visit(VisitKind::Confirm, &mine.confirm, Some(&mine.cookie));
        shop.network.set_weather(Weather::Quiet);
        shop.network.advance(2 * MINUTE);
        let verdict = shop.visit(VisitKind::Confirm, &mine.confirm, cookie(&first).as_deref());
        assert_eq!((verdict.state, verdict.confirm_url.as_ref()), (State::Pending, None));
        shop.network.advance(40 * MINUTE);
        assert_eq!(shop.network.count("confirm"), 1);
        assert_eq!(shop.visit(VisitKind::Confirm, &mine.confirm, None).state, State::Paid);
    }
}
