//! The checkout in v2, v3 and v4, captured at once or only authorised.

use crate::support::asked::ask;
use crate::support::kept::{all, is_paid};
use crate::support::shop::network::Trouble;
use crate::support::shop::run::block_on;
use crate::support::shop::{self, MINUTE, Reserved, Shop, input, order_of};
use linepay_edge::Version;
use linepay_edge::flow::{Client, ProblemKind, State, VisitKind};
use serde_json::json;

const LATER: [Version; 2] = [Version::V3, Version::V4];

fn reserved(shop: &Shop, version: Version, id: &str, capture: bool) -> Reserved {
    shop.try_reserve(&order_of(version, id, 360, capture)).unwrap()
}

/// The merchant's own call with the shop's credentials; whether LINE Pay took it.
fn merchant(shop: &Shop, version: Version, operation: &str, request: serde_json::Value) -> bool {
    let any = ask(operation, version, input(&request)).unwrap();
    block_on(Client::new(&shop.config, &shop.network).call(&any, &Default::default())).is_ok()
}

#[test]
fn v3_and_v4_ask_whether_the_buyer_has_approved_and_never_confirm_too_early() {
    for version in LATER {
        let shop = Shop::of(version);
        let mine = reserved(&shop, version, "ORD-1", true);
        for _ in 0..3 {
            assert_eq!(shop.confirm(&mine).state, State::NotApproved);
        }
        assert_eq!(shop.network.count("confirm"), 0);
        shop.decide(&mine, "approve");
        assert_eq!(shop.confirm(&mine).state, State::Paid);
        assert_eq!(shop.confirm(&mine).state, State::Paid);
        assert_eq!(shop.network.count("confirm"), 1);
    }
}

#[test]
fn v3_and_v4_know_a_cancelled_a_failed_and_a_lapsed_reservation() {
    for version in LATER {
        let shop = Shop::of(version);
        let [cancelled, failed, lapsed] = ["ORD-1", "ORD-2", "ORD-3"].map(|id| reserved(&shop, version, id, true));
        shop.decide(&cancelled, "cancel");
        shop.decide(&failed, "decline");
        shop.network.advance(21 * MINUTE);
        assert_eq!(shop.confirm(&cancelled).state, State::Gone);
        assert_eq!(shop.confirm(&failed).state, State::Declined);
        assert_eq!(shop.confirm(&lapsed).state, State::Gone);
        assert_eq!(shop.network.count("confirm"), 0);
    }
}

#[test]
fn an_order_is_authorised_once_and_followed_to_its_end() {
    for version in Version::ALL {
        let shop = Shop::of(version);
        let mine = reserved(&shop, version, "ORD-1", false);
        shop.decide(&mine, "approve");
        for _ in 0..2 {
            let verdict = shop.confirm(&mine);
            let payment = verdict.payment.unwrap();
            assert_eq!((verdict.state, payment.captured), (State::Authorized, false), "{version}");
            assert!(payment.authorization_expire_date.is_some(), "{version}");
        }
        assert_eq!(shop.network.count("confirm"), 1);
        let capture = json!({ "transactionId": mine.transaction, "amount": 300, "currency": "TWD" });
        assert!(merchant(&shop, version, "capture", capture));
        let verdict = shop.visit(VisitKind::Status, &mine.status, None);
        let payment = verdict.payment.unwrap();
        assert_eq!((verdict.state, payment.captured), (State::Paid, true), "{version}");
        assert_eq!(payment.amount.to_string(), "300", "what was captured, not what was authorised");
        assert!(verdict.problems.is_empty());

        let other = reserved(&shop, version, "ORD-2", false);
        shop.decide(&other, "approve");
        assert_eq!(shop.confirm(&other).state, State::Authorized);
        assert!(merchant(&shop, version, "void", json!({ "transactionId": other.transaction })));
        assert_eq!(shop.confirm(&other).state, State::Released, "{version}");
        assert_eq!(shop.network.count("confirm"), 2);
    }
}

#[test]
fn a_lost_answer_to_an_authorisation_ends_in_the_truth() {
    for version in Version::ALL {
        let shop = Shop::of(version);
        let mine = reserved(&shop, version, "ORD-1", false);
        shop.decide(&mine, "approve");
        shop.arm("confirm", "after", "drop", None);
        assert_eq!(shop.confirm(&mine).state, State::Authorized, "{version}");
        assert_eq!(shop.network.count("confirm"), 1);
    }
}

/// Another order's transaction that was confirmed before this visit: nothing is sent for it, and the
/// merchant is not told that this visit may have charged it.
#[test]
fn a_transaction_that_is_complete_already_is_foreign_and_not_misdirected() {
    for version in LATER {
        for capture in [true, false] {
            let shop = Shop::of(version);
            let [mine, other] = ["ORD-1", "ORD-2"].map(|id| reserved(&shop, version, id, capture));
            shop.decide(&other, "approve");
            shop.confirm(&other);
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
            assert_eq!(verdict.state, State::Foreign, "{version} capture:{capture}");
            assert_eq!(verdict.problems[0].kind, ProblemKind::ForeignTransaction);
            assert_eq!(shop.network.count("confirm"), 1);
        }
    }
}

/// The lost confirm cannot have moved money that is no longer held.
#[test]
fn a_lost_confirm_of_a_voided_authorisation_of_another_order_has_charged_nothing() {
    let shop = Shop::of(Version::V2);
    let [mine, other] = ["ORD-1", "ORD-2"].map(|id| reserved(&shop, Version::V2, id, false));
    shop.decide(&other, "approve");
    assert_eq!(shop.confirm(&other).state, State::Authorized);
    assert!(merchant(&shop, Version::V2, "void", json!({ "transactionId": other.transaction })));
    shop.network.script([("confirm", Trouble::LoseReply)]);
    let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
    assert_eq!(verdict.state, State::Foreign);
}

/// A deployment for another version still tells the truth, and charges nothing.
#[test]
fn a_token_confirms_in_its_own_version_only_and_is_asked_about_in_the_others() {
    for was in Version::ALL {
        for is in Version::ALL.into_iter().filter(|is| *is != was) {
            let before = Shop::of(was);
            let open = reserved(&before, was, "ORD-1", true);
            let paid = reserved(&before, was, "ORD-2", true);
            assert!(before.decide(&open, "approve") && before.decide(&paid, "approve"));
            assert_eq!(before.confirm(&paid).state, State::Paid);
            let after = Shop { config: shop::config_of(is), ..before };
            let verdict = after.confirm(&open);
            assert_eq!(verdict.state, State::Expired, "{was} then {is}");
            assert_eq!(verdict.problems[0].kind, ProblemKind::OutdatedLink);
            assert_eq!(after.state(&open), "AUTHENTICATED");
            let verdict = after.confirm(&paid);
            assert_eq!((verdict.state, verdict.problems.len()), (State::Paid, 0), "{was} then {is}");
            assert_eq!(verdict.payment.unwrap().transaction_id.to_string(), paid.transaction);
            let before = Shop { config: shop::config_of(was), ..after };
            assert_eq!(before.confirm(&open).state, State::Paid, "rolled back");
        }
    }
}

/// A shop may go over to another version while its buyer is at LINE Pay.
#[test]
fn an_order_is_finished_in_the_version_that_it_was_reserved_in() {
    for next in [Version::V2, Version::V3, Version::V4] {
        for mut kept in all() {
            let own = kept.shop.version();
            let transaction = kept.approved("ORD-1", 360);
            let before = kept.shop.network.sent().len();
            kept.shop.config = shop::config_of(next);
            assert!(is_paid(&kept.visit("ORD-1", transaction)), "{own} then {next}");
            assert!(kept.ask("refund", "ORD-1", json!({ "key": "a" })).is_ok() || !kept.shop.capture);
            let sent = kept.shop.network.sent();
            assert!(sent.len() > before);
            for request in &sent[before..] {
                assert!(request.url.contains(&format!("/{own}/")), "{own} then {next}: {}", request.url);
            }
        }
    }
}
