//! Other browsers and tabs of the same buyer: nothing good is refused for them, and nothing is said that they make
//! untrue.

use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{Reserved, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, State, VisitKind};
use serde_json::json;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[test]
fn a_reservation_made_in_another_browser_is_confirmed_where_only_an_older_cookie_of_the_order_is() {
    for capture in [true, false] {
        for shop in shops(json!({})) {
            let shop = Shop { capture, ..shop };
            let (older, mine) = (shop.reserve("ORD-1", 360), shop.approved("ORD-1", 360));
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm, Some(&older.cookie));
            assert!(matches!(verdict.state, State::Paid | State::Authorized), "{verdict:?}");
            assert_eq!(verdict.payment.unwrap().transaction_id.to_string(), mine.transaction);
            assert!(verdict.problems.is_empty());
        }
    }
}

/// Nobody knows whether LINE Pay writes a blank in the callback's orderId as `+` or a plus as it is.
#[test]
fn a_plus_in_the_callbacks_order_id_refuses_no_good_reservation() {
    for shop in shops(json!({})).filter(|shop| shop.version() != Version::V2) {
        for (id, called) in [("A+B 1", "A+B%201"), ("A+B 2", "A+B+2"), ("A+B 3", "A%2BB+3"), ("A+B 4", "A%2BB%204")] {
            let mine = shop.approved(id, 360);
            let (start, end) = mine.confirm.split_once("&orderId=").unwrap();
            let (_, end) = end.split_once('&').unwrap();
            let verdict = shop.visit(VisitKind::Confirm, &format!("{start}&orderId={called}&{end}"), None);
            assert_eq!(verdict.state, State::Paid, "{called}");
        }
    }
}

/// Runs a visit whose confirm gets this code, and confirms `other` in another tab right after the visit has sent so
/// many requests.
fn beside(
    shop: &Shop,
    visited: &Reserved,
    other: &Reserved,
    after: usize,
    code: Option<&'static str>,
) -> (CheckoutVerdict, bool) {
    let script = || {
        let code = code.map(|code| ("confirm", Trouble::CodeBefore(code)));
        shop.network.set_weather(Weather::Script(code.into_iter().collect()));
    };
    script();
    let sent = shop.network.sent().len();
    let mut visit = pin!(shop.visit_async(VisitKind::Confirm, &visited.confirm, None));
    let mut context = Context::from_waker(Waker::noop());
    let mut landed = false;
    loop {
        if !landed && shop.network.sent().len() >= sent + after {
            let body = json!({ "amount": 360, "currency": "TWD" });
            let before = shop.network.count("confirm");
            shop.network.set_weather(Weather::Quiet);
            landed = shop.take("confirm", &other.transaction, &body);
            if before == 0 {
                script();
            }
        }
        if let Poll::Ready(verdict) = visit.as_mut().poll(&mut context) {
            return (verdict, landed);
        }
    }
}

/// The other tab's confirm lands at every place of this visit; whatever it is about, its page may not say that nothing
/// is paid.
#[test]
fn no_page_says_that_nothing_is_paid_while_another_tab_has_just_paid() {
    for ending in ["reserved", "decline", "cancel", "1142", "1169", "1153", "1180", "1106"] {
        for after in 1..6 {
            for shop in shops(json!({})) {
                let (mine, other) = (shop.reserve("ORD-1", 360), shop.approved("ORD-1", 360));
                let code = match ending {
                    "reserved" => None,
                    "decline" | "cancel" => {
                        assert!(shop.decide(&mine, ending));
                        None
                    }
                    code => {
                        shop.decide(&mine, "approve");
                        Some(code)
                    }
                };
                let before = shop.network.sent().len();
                let (verdict, landed) = beside(&shop, &mine, &other, after, code);
                shop.network.set_weather(Weather::Quiet);
                let sent = shop.network.sent();
                let place = format!("{ending} after {after}: {:?}", verdict.state);
                // What landed before the last question was asked is known.
                let last = sent.iter().rposition(|sent| matches!(sent.operation, "paymentCheck")).unwrap();
                let ours = sent.iter().skip(before).position(|sent| sent.url.contains(&other.transaction));
                let known = landed && ours.is_some_and(|ours| before + ours < last);
                if known {
                    assert!(matches!(verdict.state, State::Paid | State::Pending), "{place}");
                }
                if matches!(verdict.state, State::Paid) {
                    assert_eq!(verdict.payment.unwrap().transaction_id.to_string(), other.transaction, "{place}");
                }
            }
        }
    }
}

/// A refusal is told only after LINE Pay was asked once more; if it cannot be, nothing is claimed.
#[test]
fn a_refusal_that_cannot_be_checked_is_not_told_as_nothing_charged() {
    for code in ["1142", "1169", "1180", "1153", "1106"] {
        for shop in shops(json!({})) {
            let mine = shop.approved("ORD-1", 360);
            let ask = ["authCheck", "paymentCheck"];
            let first = ask.map(|name| (name, Trouble::CodeBefore("1150")));
            let lost = ask.into_iter().cycle().take(8).map(|name| (name, Trouble::HangBefore));
            let script = first.into_iter().chain([("confirm", Trouble::CodeBefore(code))]).chain(lost);
            shop.network.set_weather(Weather::Script(script.collect()));
            let verdict = shop.confirm(&mine);
            assert_eq!(verdict.state, State::Pending, "{code}");
            assert_eq!(verdict.confirm_url, None, "{code}: the page asks, it does not confirm again");
        }
    }
}

/// v3 and v4: the state of the request speaks of one reservation, the details of the order.
#[test]
fn what_status_check_says_is_checked_against_the_order_too() {
    for (status, state) in
        [("0000", State::NotApproved), ("0121", State::Gone), ("0122", State::Declined), ("1159", State::Gone)]
    {
        for shop in shops(json!({})).filter(|shop| shop.version() != Version::V2) {
            let (mine, other) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
            // A question that fails is tried twice more.
            let says = ("statusCheck", Trouble::CodeBefore(status));
            shop.network.script([says; 3]);
            assert_eq!(shop.confirm(&mine).state, state, "{status}");
            shop.network.set_weather(Weather::Quiet);
            assert_eq!(shop.network.count("confirm"), 0);
            // With the first question stale, the second one finds what another tab has paid.
            assert_eq!(shop.confirm(&other).state, State::Paid);
            let stale = ("paymentCheck", Trouble::CodeBefore("1150"));
            shop.network.script([stale, says, says, says]);
            let verdict = shop.confirm(&mine);
            assert_eq!(verdict.state, State::Paid, "{status}");
            assert_eq!(verdict.payment.unwrap().transaction_id.to_string(), other.transaction);
        }
    }
}

/// One empty answer may be late.
#[test]
fn a_lapsed_reservation_is_gone_after_two_answers_not_after_one() {
    for shop in shops(json!({})) {
        let mine = shop.approved("ORD-1", 360);
        let stale = |name| (name, Trouble::CodeBefore("1150"));
        shop.network.script([
            stale("authCheck"),
            stale("paymentCheck"),
            ("confirm", Trouble::CodeAfter("1159")),
            stale("authCheck"),
            stale("paymentCheck"),
        ]);
        let verdict = shop.confirm(&mine);
        assert_eq!(verdict.state, State::Paid, "the payment was made: {verdict:?}");
    }
}
