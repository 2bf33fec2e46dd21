//! The stories of a payment that have a name: what a buyer, a cheat or a bad network does, and what
//! the shop's pages then have to say. Each is told in every version; where they differ, the test says how.

use crate::support::shop::network::Trouble;
use crate::support::shop::{MINUTE, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use linepay_edge::row::Field;
use linepay_edge::typed::PayInfo;
use serde_json::json;

fn paid_by(verdict: &CheckoutVerdict) -> String {
    assert_eq!(verdict.state, State::Paid, "{verdict:?}");
    verdict.payment.as_ref().unwrap().transaction_id.to_string()
}

fn only_problem(verdict: &CheckoutVerdict) -> &linepay_edge::flow::Problem {
    assert_eq!(verdict.problems.len(), 1, "{verdict:?}");
    &verdict.problems[0]
}

#[test]
fn a_purchase_ends_in_its_receipt_and_every_reload_shows_the_same_one() {
    for shop in shops(json!({})) {
        let reserved = shop.approved("ORD-1", 360);
        let first = shop.confirm(&reserved);
        assert_eq!(paid_by(&first), reserved.transaction);
        for kind in [VisitKind::Confirm, VisitKind::Cancel, VisitKind::Status] {
            let url = match kind {
                VisitKind::Confirm => &reserved.confirm,
                VisitKind::Cancel => &reserved.cancel,
                VisitKind::Status => &reserved.status,
            };
            let again = shop.visit(kind, url, None);
            assert_eq!(paid_by(&again), reserved.transaction);
            let (first, again) = (first.payment.as_ref().unwrap(), again.payment.unwrap());
            assert_eq!((first.key, first.amount), (again.key, again.amount));
            let parts = [&first.pay_info, &again.pay_info].map(|list| Vec::<PayInfo>::read(list.as_str()).unwrap());
            assert_eq!(parts[0][0].amount, parts[1][0].amount);
            assert!(again.transaction_date.is_some());
        }
        assert_eq!(shop.network.count("confirm"), 1);
    }
}

#[test]
fn a_paid_order_is_not_confirmed_by_a_second_reservation() {
    for shop in shops(json!({})) {
        let first = shop.approved("ORD-1", 360);
        let second = shop.approved("ORD-1", 360);
        assert_eq!(paid_by(&shop.confirm(&first)), first.transaction);
        let verdict = shop.confirm(&second);
        assert_eq!(paid_by(&verdict), first.transaction, "the first one's receipt");
        assert!(verdict.problems.is_empty());
        assert_eq!(shop.network.count("confirm"), 1);
        assert_eq!(shop.state(&second), "AUTHENTICATED");
    }
}

#[test]
fn an_expired_token_forbids_confirm_but_still_shows_the_truth() {
    for shop in shops(json!({ "approvalWindowSeconds": 90_000, "confirmWindowSeconds": 90_000 })) {
        let paid = shop.paid("ORD-1", 360);
        let open = shop.approved("ORD-2", 360);
        shop.network.advance(119 * MINUTE);
        assert_eq!(shop.visit(VisitKind::Status, &open.status, None).state, State::Unpaid);
        shop.network.advance(2 * MINUTE);
        assert_eq!(shop.confirm(&open).state, State::Expired);
        assert_eq!(shop.state(&open), "AUTHENTICATED", "nothing was confirmed");
        assert_eq!(paid_by(&shop.confirm(&paid)), paid.transaction);
        assert_eq!(shop.network.count("confirm"), 1);
    }
}

/// A browser that reserved both knows whose a transaction is; v3 and v4's callback names the order.
#[test]
fn a_transaction_that_is_known_to_be_another_orders_is_not_confirmed() {
    for shop in shops(json!({})) {
        let mine = shop.approved("ORD-1", 360);
        let other = shop.approved("ORD-2", 360);
        let forged = mine.confirm_with(&other.transaction);
        let both = format!("{}; {}", mine.cookie, other.cookie);
        let mut visits = vec![(forged.clone(), both), (forged, other.cookie.clone())];
        if shop.version() != Version::V2 {
            // LINE Pay's own callback of the other order, with this order's token.
            visits
                .push((mine.confirm_with(&other.transaction).replace("orderId=ORD-1", "orderId=ORD-2"), String::new()));
        }
        for (url, cookies) in visits {
            let verdict = shop.visit(VisitKind::Confirm, &url, Some(&cookies));
            assert_eq!(verdict.state, State::Foreign);
            let problem = only_problem(&verdict);
            assert_eq!(problem.kind, ProblemKind::ForeignTransaction);
            assert_eq!(problem.got.order_id.as_ref().unwrap().as_str(), "ORD-2");
        }
        assert_eq!(shop.network.count("confirm"), 0);
        // Neither a cookie of another order nor one that is damaged stands in the way.
        let broken = mine.cookie.replace('=', "=x");
        for cookies in [None, Some(""), Some(other.cookie.as_str()), Some(broken.as_str())] {
            let visit = shop.visit(VisitKind::Confirm, &mine.confirm, cookies);
            assert_eq!(paid_by(&visit), mine.transaction, "{cookies:?}");
        }
    }
}

#[test]
fn a_second_reservation_in_the_same_browser_leaves_the_first_one_good() {
    for shop in shops(json!({})) {
        let first = shop.approved("ORD-1", 360);
        let quote = shop.quote("ORD-1", 360);
        let second = shop.try_reserve(&quote).unwrap();
        let cookies = format!("theme=dark; {}; {}", first.cookie, second.cookie);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm, Some(&cookies));
        assert_eq!(paid_by(&verdict), first.transaction);
    }
}

#[test]
fn a_confirm_answered_for_another_order_delivers_nothing_and_is_reported() {
    for shop in shops(json!({})) {
        let mine = shop.reserve("ORD-1", 360);
        let other = shop.approved("ORD-2", 360);
        let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
        assert_eq!(verdict.state, State::Misdirected);
        assert!(verdict.payment.is_none());
        let problem = only_problem(&verdict);
        assert_eq!(problem.kind, ProblemKind::OtherOrder);
        assert_eq!(problem.asked.order_id.as_str(), "ORD-1");
        assert_eq!(problem.got.order_id.as_ref().unwrap().as_str(), "ORD-2");
        assert_eq!(problem.got.transaction_id.unwrap().to_string(), other.transaction);
        assert_eq!(verdict.transaction_id.unwrap().to_string(), other.transaction, "for support");
        let error = serde_json::to_value(verdict.error.unwrap()).unwrap();
        assert_eq!((&error["code"], &error["outcome"]), (&json!("MISMATCH"), &json!("executed")));
        // The reply itself said it: one question before the confirm, none after it, no refund.
        assert_eq!(shop.network.count("paymentCheck"), 1);
        assert_eq!(shop.network.count("refund"), 0);
        // The real order's own page still ends in its receipt; a reload of the forged one is foreign now.
        assert_eq!(paid_by(&shop.confirm(&other)), other.transaction);
        let again = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
        assert_eq!(again.state, State::Foreign);
    }
}

#[test]
fn a_lost_confirm_for_another_order_is_reported_as_possibly_charged() {
    for trouble in [Trouble::LoseReply, Trouble::HangAfter, Trouble::Truncated, Trouble::CodeAfter("9000")] {
        for shop in shops(json!({})) {
            let mine = shop.reserve("ORD-1", 360);
            let other = shop.approved("ORD-2", 360);
            shop.network.script([("confirm", trouble)]);
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
            assert_eq!(verdict.state, State::Misdirected, "{trouble:?}");
            assert_eq!(only_problem(&verdict).kind, ProblemKind::OtherOrder);
            assert_eq!(verdict.problems[0].got.order_id.as_ref().unwrap().as_str(), "ORD-2");
            assert!(verdict.problems[0].message.contains("perhaps"));
        }
    }
}

#[test]
fn another_sum_is_a_foreign_transaction_and_nothing_moves() {
    for shop in shops(json!({})) {
        let mine = shop.approved("ORD-1", 360);
        let other = shop.approved("ORD-2", 420);
        let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
        assert_eq!(verdict.state, State::Foreign);
        assert_eq!(verdict.error.as_ref().unwrap().return_code.as_deref(), Some("1153"));
        assert_eq!(only_problem(&verdict).kind, ProblemKind::ForeignTransaction);
        assert!(shop.captured().is_empty());
    }
}

#[test]
fn what_was_refunded_is_not_paid() {
    for sign in ["positive", "negative"] {
        for shop in shops(json!({ "refundAmountSign": sign, "refundAmountSignV3": sign })) {
            let part = shop.paid("ORD-1", 360);
            let whole = shop.paid("ORD-2", 360);
            assert!(shop.refund(&part.transaction, &json!({ "refundAmount": 100 })));
            assert!(shop.refund(&whole.transaction, &json!({})));
            for (reserved, refunded) in [(part, "100"), (whole, "360")] {
                let verdict = shop.confirm(&reserved);
                assert_eq!(verdict.state, State::Refunded);
                assert_eq!(verdict.payment.unwrap().refunded.unwrap().to_string(), refunded);
            }
            assert_eq!(shop.network.count("confirm"), 2);
        }
    }
}

#[test]
fn not_approved_is_never_answered_by_confirming_again() {
    for shop in shops(json!({})) {
        let reserved = shop.reserve("ORD-1", 360);
        let verdict = shop.confirm(&reserved);
        assert_eq!(verdict.state, State::NotApproved);
        // v2 learns it from the confirm itself; v3 and v4 ask first and confirm nothing.
        let asks = shop.version() != Version::V2;
        let code = verdict.error.and_then(|error| error.return_code);
        assert_eq!(code.as_deref(), if asks { None } else { Some("1169") });
        let early = usize::from(!asks);
        assert_eq!(shop.network.count("confirm"), early);
        assert_eq!(shop.network.count("statusCheck"), usize::from(asks));
        // The cancel and the status page never confirm at all.
        shop.decide(&reserved, "approve");
        for (kind, url) in [(VisitKind::Cancel, &reserved.cancel), (VisitKind::Status, &reserved.status)] {
            let with_id = format!("{url}&transactionId={}", reserved.transaction);
            assert_eq!(shop.visit(kind, &with_id, None).state, State::Unpaid);
        }
        assert_eq!(shop.network.count("confirm"), early);
        assert_eq!(paid_by(&shop.confirm(&reserved)), reserved.transaction);
        assert_eq!(shop.network.count("confirm"), early + 1);
    }
}

#[test]
fn an_order_paid_with_another_sum_is_for_a_person_to_look_at() {
    for shop in shops(json!({})) {
        let dear = shop.approved("ORD-1", 420);
        let cheap = shop.approved("ORD-1", 360);
        assert_eq!(paid_by(&shop.confirm(&dear)), dear.transaction);
        let verdict = shop.confirm(&cheap);
        assert_eq!(verdict.state, State::Mismatch);
        assert_eq!(only_problem(&verdict).kind, ProblemKind::AmountDiffers);
        assert_eq!(verdict.problems[0].got.amount.unwrap().to_string(), "420");
        assert_eq!(shop.network.count("confirm"), 1);
    }
}
