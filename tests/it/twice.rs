//! One order, several reservations: what a browser can know keeps it from a second charge, and what happened all the
//! same is told alike from everywhere.

use crate::support::shop::browser::Browser;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{MINUTE, Reserved, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{Advice, CheckoutVerdict, ProblemKind, Reserving, State, VisitKind};
use serde_json::json;

fn paid_by(verdict: &CheckoutVerdict) -> String {
    assert!(matches!(verdict.state, State::Paid | State::Authorized), "{verdict:?}");
    verdict.payment.as_ref().unwrap().transaction_id.to_string()
}

/// In all versions, captured and only authorised.
fn all_shops() -> impl Iterator<Item = Shop> {
    [true, false].into_iter().flat_map(|capture| shops(json!({})).map(move |shop| Shop { capture, ..shop }))
}

#[test]
fn after_a_confirm_without_answer_no_other_reservation_is_confirmed_from_that_browser() {
    for late in [MINUTE, 10 * MINUTE] {
        for shop in all_shops() {
            let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
            let mut browser = Browser::with(&shop, &[&first, &second]);
            shop.network.script([("confirm", Trouble::Late(late))]);
            assert_eq!(browser.confirm(&first).state, State::Pending, "{late}");
            shop.network.set_weather(Weather::Quiet);
            // The other tab finishes the first confirm instead.
            assert_eq!(paid_by(&browser.confirm(&second)), first.transaction, "{late}");
            shop.network.advance(15 * MINUTE);
            assert_eq!(shop.holding(), std::slice::from_ref(&first.transaction), "{late}");
            assert_eq!(paid_by(&browser.confirm(&second)), first.transaction);
        }
    }
}

#[test]
fn while_the_first_confirm_stays_without_answer_the_second_waits() {
    for shop in all_shops() {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        let mut browser = Browser::with(&shop, &[&first, &second]);
        for visit in [&first, &second, &second] {
            shop.network.script([("confirm", Trouble::HangBefore)]);
            let verdict = browser.confirm(visit);
            assert_eq!(verdict.state, State::Pending);
            assert!(verdict.confirm_url.unwrap().ends_with(&first.transaction), "the page goes on with the first");
        }
        let sent = shop.network.sent();
        let confirms: Vec<_> = sent.iter().filter(|sent| sent.operation == "confirm").collect();
        assert!(confirms.iter().all(|sent| sent.url.contains(&first.transaction)), "{confirms:?}");
    }
}

/// Details that are late by one answer (1150) after a payment that this browser saw made.
#[test]
fn a_stale_answer_does_not_lead_to_a_second_charge_from_the_browser_that_paid() {
    for shop in all_shops() {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        let mut browser = Browser::with(&shop, &[&first, &second]);
        assert_eq!(paid_by(&browser.confirm(&first)), first.transaction);
        let stale = Trouble::CodeBefore("1150");
        shop.network.script([("authCheck", stale), ("paymentCheck", stale)]);
        assert_eq!(paid_by(&browser.confirm(&second)), first.transaction);
        assert_eq!(shop.holding(), [first.transaction]);
    }
}

#[test]
fn a_reservation_that_proves_to_be_over_gives_way_to_the_next() {
    for shop in all_shops() {
        let (first, second) = (shop.reserve("ORD-1", 360), shop.approved("ORD-1", 360));
        let mut browser = Browser::with(&shop, &[&first, &second]);
        shop.network.script([("statusCheck", Trouble::HangBefore), ("confirm", Trouble::HangBefore)]);
        assert_eq!(browser.confirm(&first).state, State::Pending);
        shop.network.set_weather(Weather::Quiet);
        shop.decide(&first, "cancel");
        assert_eq!(paid_by(&browser.confirm(&second)), second.transaction);
        assert_eq!(shop.holding(), [second.transaction]);
    }
}

/// 1180 says that the time for it is over: no copy of its confirm can do anything any more.
#[test]
fn a_reservation_whose_time_is_over_gives_way_to_the_next() {
    for shop in all_shops() {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        let mut browser = Browser::with(&shop, &[&first, &second]);
        shop.network.script([("confirm", Trouble::HangBefore)]);
        assert_eq!(browser.confirm(&first).state, State::Pending);
        shop.network.script([("confirm", Trouble::CodeBefore("1180"))]);
        assert_eq!(paid_by(&browser.confirm(&second)), second.transaction);
        assert_eq!(shop.holding(), [second.transaction]);
    }
}

/// v3 and v4: what LINE Pay calls complete is remembered, although the details do not list it yet.
#[test]
fn a_transaction_that_line_pay_calls_complete_keeps_the_others_from_being_confirmed() {
    for shop in all_shops().filter(|shop| shop.version() != Version::V2) {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        let mut browser = Browser::with(&shop, &[&first, &second]);
        assert!(shop.take("confirm", &first.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        let late = |count| {
            Weather::Script(std::iter::repeat_n(("paymentCheck", Trouble::CodeBefore("1150")), count).collect())
        };
        shop.network.set_weather(late(20));
        assert_eq!(browser.confirm(&first).state, State::Pending);
        shop.network.set_weather(late(1));
        assert_eq!(paid_by(&browser.confirm(&second)), first.transaction);
        assert_eq!(shop.holding(), [first.transaction]);
    }
}

/// v2 has no question but the confirm itself: 1169 speaks of the copy that it answers, not of the one on its way.
#[test]
fn not_approved_does_not_settle_an_earlier_confirm_without_answer() {
    let shop = Shop::of(Version::V2);
    let (first, second) = (shop.reserve("ORD-1", 360), shop.approved("ORD-1", 360));
    let mut browser = Browser::with(&shop, &[&first, &second]);
    shop.network.script([("confirm", Trouble::Late(MINUTE))]);
    assert_eq!(browser.confirm(&first).state, State::Pending);
    shop.network.set_weather(Weather::Quiet);
    let verdict = browser.confirm(&second);
    assert_eq!((verdict.state, verdict.confirm_url), (State::Pending, None), "it must not be sent again at once");
    assert!(verdict.status_url.is_some());
    // The buyer approves after all, and the late copy arrives.
    shop.decide(&first, "approve");
    shop.network.advance(2 * MINUTE);
    assert_eq!(paid_by(&browser.confirm(&second)), first.transaction);
    assert_eq!(shop.holding(), [first.transaction]);
}

/// For as long as a late arrival is possible, and not for ever.
#[test]
fn half_an_hour_after_the_last_confirm_another_reservation_is_confirmed() {
    for (minutes, first_wins) in [(29, true), (31, false)] {
        let sandbox = json!({ "approvalWindowSeconds": 90_000, "confirmWindowSeconds": 90_000 });
        for shop in shops(sandbox) {
            let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 420));
            let mut browser = Browser::with(&shop, &[&first, &second]);
            shop.network.script([("confirm", Trouble::HangBefore)]);
            assert_eq!(browser.confirm(&first).state, State::Pending);
            shop.network.set_weather(Weather::Quiet);
            shop.network.advance(minutes * MINUTE);
            // Each is confirmed on its own terms, whichever page is open.
            let (paid, sum) = if first_wins { (&first, "360") } else { (&second, "420") };
            let verdict = browser.confirm(&second);
            assert_eq!(paid_by(&verdict), paid.transaction, "{minutes} minutes");
            assert_eq!(verdict.payment.unwrap().amount.to_string(), sum);
        }
    }
}

fn number(reserved: &Reserved) -> u64 {
    reserved.transaction.parse().unwrap()
}

/// Three reservations of these sums confirmed at once by three browsers, the lowest transaction first.
fn thrice(shop: &Shop, sums: [u32; 3]) -> [Reserved; 3] {
    let mut made: Vec<Reserved> = Vec::new();
    // The sandbox's numbers are drawn: reserve until they are in order.
    while made.len() < 3 {
        let next = shop.approved("ORD-1", sums[made.len()]);
        if made.last().is_none_or(|last| number(last) < number(&next)) {
            made.push(next);
        } else if made.len() == 1 && number(&next) < number(&made[0]) && sums[0] == sums[1] {
            made[0] = next;
        }
    }
    let reserved: [Reserved; 3] = made.try_into().unwrap();
    for (reserved, sum) in reserved.iter().zip(sums) {
        assert!(shop.take("confirm", &reserved.transaction, &json!({ "amount": sum, "currency": "TWD" })));
    }
    reserved
}

fn advice(verdict: &CheckoutVerdict) -> Vec<(String, Advice, String)> {
    let twice = verdict.problems.iter().find(|problem| problem.kind == ProblemKind::PaidTwice);
    let extras = twice.into_iter().flat_map(|problem| &problem.extras);
    extras.map(|extra| (extra.transaction_id.to_string(), extra.advice, extra.left.unwrap().to_string())).collect()
}

/// What every page of the order advises, which has to be the same.
fn the_advice(shop: &Shop, reserved: &[Reserved]) -> Vec<(String, Advice, String)> {
    let mut all = Vec::new();
    for reserved in reserved {
        for (kind, url) in [
            (VisitKind::Confirm, &reserved.confirm),
            (VisitKind::Cancel, &reserved.cancel),
            (VisitKind::Status, &reserved.status),
        ] {
            for cookies in [None, Some(reserved.cookie.as_str())] {
                all.push(advice(&shop.visit(kind, url, cookies)));
            }
        }
    }
    all.dedup();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn every_page_gives_the_same_advice_and_obeying_it_leaves_one_payment() {
    for capture in [true, false] {
        for sums in [[360, 360, 360], [360, 420, 60], [420, 360, 360]] {
            for shop in shops(json!({})) {
                let shop = Shop { capture, ..shop };
                let reserved = thrice(&shop, sums);
                if !capture {
                    // Captured in the other order, one of them not at all.
                    for (place, sum) in [(2, sums[2]), (0, sums[0])] {
                        let body = json!({ "amount": sum, "currency": "TWD" });
                        assert!(shop.take("capture", &reserved[place].transaction, &body));
                        shop.network.advance(MINUTE);
                    }
                }
                let told = the_advice(&shop, &reserved);
                let second = if capture { Advice::Refund } else { Advice::Void };
                let [_, b, c] = reserved.each_ref().map(|reserved| reserved.transaction.clone());
                let expected = [(b, second, sums[1].to_string()), (c, Advice::Refund, sums[2].to_string())];
                assert_eq!(told, expected, "capture {capture}, {sums:?}");
                for (id, advice, _) in told {
                    let step = if advice == Advice::Refund { "refund" } else { "void" };
                    assert!(shop.take(step, &id, &json!({})), "{step} {id}");
                }
                assert_eq!(the_advice(&shop, &reserved), []);
                assert_eq!(shop.holding(), [reserved[0].transaction.clone()]);
            }
        }
    }
}

#[test]
fn a_part_given_back_does_not_end_the_report_before_the_rest_is() {
    for shop in shops(json!({})) {
        let reserved = thrice(&shop, [360, 360, 360]);
        assert!(shop.refund(&reserved[1].transaction, &json!({ "refundAmount": 10 })));
        let left: Vec<_> = the_advice(&shop, &reserved).into_iter().map(|(_, _, left)| left).collect();
        assert_eq!(left, ["350", "360"]);
        // The one that counts may be refunded in part as well: it still counts.
        assert!(shop.refund(&reserved[0].transaction, &json!({ "refundAmount": 10 })));
        assert_eq!(the_advice(&shop, &reserved).len(), 2);
        assert_eq!(shop.confirm(&reserved[2]).state, State::Refunded);
    }
}

#[test]
fn fifty_payments_are_reported_as_fifty() {
    for shop in shops(json!({})) {
        let mut reserved: Vec<_> = (0..50).map(|_| shop.approved("ORD-1", 360)).collect();
        reserved.sort_by_key(number);
        for reserved in &reserved {
            assert!(shop.take("confirm", &reserved.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        }
        let verdict = shop.confirm(&reserved[49]);
        let problem = &verdict.problems[0];
        assert!(problem.message.starts_with("the order has 50 payments; "), "{}", problem.message);
        assert_eq!(problem.extras.len(), 49);
        assert!(reserved[1..].iter().all(|extra| problem.message.contains(&format!("refund {}", extra.transaction))));
    }
}

#[test]
fn paying_again_for_a_paid_order_shows_how_it_stands() {
    for shop in all_shops() {
        let reserved = shop.approved("ORD-1", 360);
        shop.confirm(&reserved);
        let Reserving::Standing(verdict) = shop.pay(&shop.quote("ORD-1", 360)).unwrap() else {
            panic!("a paid order was reserved again");
        };
        assert_eq!(paid_by(&verdict), reserved.transaction);
        assert_eq!(verdict.order_id.unwrap().as_str(), "ORD-1");
        assert_eq!(verdict.transaction_id.unwrap().to_string(), reserved.transaction);
        let status = verdict.status_url.unwrap();
        assert_eq!(paid_by(&shop.visit(VisitKind::Status, &status, None)), reserved.transaction);
    }
}

/// 1172 alone proves nothing: where LINE Pay lists no payment or cannot be asked, the error is told as it came.
#[test]
fn a_refused_reservation_without_a_payment_stays_an_error() {
    for trouble in [None, Some(Trouble::HangBefore), Some(Trouble::CodeBefore("1106"))] {
        for shop in shops(json!({})) {
            let asked = trouble.into_iter().flat_map(|trouble| [("authCheck", trouble), ("paymentCheck", trouble)]);
            let script = [("reserve", Trouble::CodeBefore("1172"))].into_iter().chain(asked);
            shop.network.set_weather(Weather::Script(script.collect()));
            let error = shop.pay(&shop.quote("ORD-1", 360)).unwrap_err();
            assert_eq!(error.return_code().unwrap().as_str(), "1172", "{trouble:?}");
        }
    }
}

/// The lost answer of this visit, or of an earlier one that the browser or the page's link remembers.
#[test]
fn a_lost_key_is_told_once_by_whichever_visit_proves_it() {
    for (by_link, capture) in [(false, true), (true, true), (false, false), (true, false)] {
        for shop in shops(json!({})) {
            let shop = Shop { capture, preapproved: true, ..shop };
            let reserved = shop.approved("ORD-1", 360);
            let mut browser = Browser::with(&shop, &[&reserved]);
            let ask = ["authCheck", "paymentCheck"];
            let first = ask.map(|name| (name, Trouble::CodeBefore("1150")));
            // The confirm's answer is lost, and so is every answer after it.
            let later = ask.into_iter().cycle().take(16).map(|name| (name, Trouble::HangBefore));
            let script = first.into_iter().chain([("confirm", Trouble::LoseReply)]).chain(later);
            shop.network.set_weather(Weather::Script(script.collect()));
            let waits = browser.confirm(&reserved);
            assert_eq!((waits.state, waits.problems.len()), (State::Pending, 0));
            shop.network.set_weather(Weather::Quiet);
            let url = waits.confirm_url.unwrap();
            let found = if by_link {
                shop.visit(VisitKind::Confirm, &url, None)
            } else {
                browser.visit(VisitKind::Status, &reserved.status)
            };
            assert_eq!(paid_by(&found), reserved.transaction);
            let kinds: Vec<_> = found.problems.iter().map(|problem| problem.kind).collect();
            assert_eq!(kinds, [ProblemKind::RegKeyLost], "by link: {by_link}");
            if by_link {
                browser.keep(found.set_cookie.as_deref().unwrap());
            }
            for (kind, url) in [(VisitKind::Confirm, &url), (VisitKind::Status, &reserved.status)] {
                let again = browser.visit(kind, url);
                assert_eq!((paid_by(&again), again.problems.len()), (reserved.transaction.clone(), 0), "told once");
            }
        }
    }
}

/// The key belongs to the transaction that was confirmed, not to the order's other payment.
#[test]
fn the_key_of_another_transaction_is_not_said_to_be_lost() {
    for shop in shops(json!({})) {
        let shop = Shop { preapproved: true, ..shop };
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        assert!(shop.take("confirm", &first.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        let stale = [("authCheck", Trouble::CodeBefore("1150")), ("paymentCheck", Trouble::CodeBefore("1150"))];
        let script = stale.into_iter().chain([("confirm", Trouble::CodeBefore("1172"))]);
        shop.network.set_weather(Weather::Script(script.collect()));
        let verdict = shop.confirm(&second);
        assert_eq!((paid_by(&verdict), verdict.problems.len()), (first.transaction, 0));
    }
}

/// Browsers may send a name twice, and anybody can add to a query.
#[test]
fn an_older_cookie_beside_a_newer_one_forgets_nothing_however_many_there_are() {
    for shop in all_shops() {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        shop.network.script([("confirm", Trouble::Late(MINUTE))]);
        let waits = shop.visit(VisitKind::Confirm, &first.confirm, Some(&first.cookie));
        shop.network.set_weather(Weather::Quiet);
        let unknown = waits.set_cookie.unwrap().split(';').next().unwrap().to_owned();
        let many: Vec<String> = (0..200).map(|n| format!("__Host-linepay-x{n}.{n}=AAAA")).collect();
        // The older state beside the newer one, in both orders, among two hundred others.
        for pair in [format!("{unknown}; {}", first.cookie), format!("{}; {unknown}", first.cookie)] {
            let cookies = format!("{}; {pair}; {}", many.join("; "), second.cookie);
            let url = format!("{}&transactionId=1&orderId=x&reservation=y", second.confirm);
            let verdict = shop.visit(VisitKind::Confirm, &url, Some(&cookies));
            assert_eq!(paid_by(&verdict), first.transaction);
        }
        shop.network.advance(3 * MINUTE);
        assert_eq!(shop.holding(), [first.transaction]);
    }
}
