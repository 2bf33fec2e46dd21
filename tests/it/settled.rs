//! The checkout without a ledger: how long it asks, and what each answer makes of a reservation.

use crate::support::shop::browser::Browser;
use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{Reserved, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::{Value, json};

const LATE: Trouble = Trouble::CodeBefore("1150");
const ASK: [&str; 2] = ["authCheck", "paymentCheck"];

fn kinds(verdict: &CheckoutVerdict) -> Vec<ProblemKind> {
    verdict.problems.iter().map(|problem| problem.kind).collect()
}

fn script(shop: &Shop, troubles: impl IntoIterator<Item = (&'static str, Trouble)>) {
    shop.network.set_weather(Weather::Script(troubles.into_iter().collect()));
}

/// How long a visit waits besides its exchanges with LINE Pay.
fn timed(shop: &Shop, reserved: &Reserved) -> (CheckoutVerdict, u64) {
    let (start, sent) = (shop.network.time(), shop.network.sent().len());
    let verdict = shop.confirm(reserved);
    let exchanges = 50 * (shop.network.sent().len() - sent) as u64;
    (verdict, shop.network.time() - start - exchanges)
}

/// Requests about a transaction that were sent since.
fn about(shop: &Shop, reserved: &Reserved, since: usize) -> Vec<&'static str> {
    let sent = shop.network.sent().into_iter().skip(since);
    sent.filter(|sent| sent.url.contains(&reserved.transaction)).map(|sent| sent.operation).collect()
}

/// A buyer waits meanwhile: five seconds in all, and no pause after the answer is there.
#[test]
fn a_lost_confirm_is_asked_about_after_half_a_second_and_twice_more() {
    for (late, waits) in [(0, 0), (1, 500), (2, 2_000), (3, 5_000), (4, 5_000)] {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            // One more for the question before the confirm, and one in the first round, about the transaction itself.
            let more = if late > 0 { late + 2 } else { 1 };
            let stale = ASK.map(|name| std::iter::repeat_n((name, LATE), more));
            script(&shop, stale.into_iter().flatten().chain([("confirm", Trouble::LoseReply)]));
            let (verdict, waited) = timed(&shop, &reserved);
            let state = if late < 4 { State::Paid } else { State::Pending };
            assert_eq!((verdict.state, waited), (state, waits), "{late}");
        }
    }
}

/// Fifteen seconds for all questions together; what takes that long to the millisecond is asked for once more.
#[test]
fn a_visit_asks_on_for_fifteen_seconds_and_no_longer() {
    for (slow, asked) in [(8_000, 5), (15_000, 3), (15_001, 2)] {
        for shop in shops(json!({})) {
            let reserved = shop.approved("ORD-1", 360);
            // A round asks for the order and for the transaction, v2 two questions each.
            let exchanges = if shop.version() == Version::V2 { 200 } else { 100 };
            let slowly = [("paymentCheck", LATE), ("paymentCheck", Trouble::Slow(slow - exchanges))];
            script(&shop, slowly.into_iter().chain([("confirm", Trouble::LoseRequest)]));
            assert_eq!(shop.confirm(&reserved).state, State::Pending);
            assert_eq!(shop.network.count("paymentCheck"), 1 + asked, "{slow}");
        }
    }
}

/// What LINE Pay refuses now says nothing of the copy that is still on its way: nothing else is confirmed.
#[test]
fn a_refusal_does_not_settle_an_earlier_confirm_without_answer() {
    for (operation, code) in
        [("confirm", "1153"), ("confirm", "1106"), ("confirm", "1142"), ("confirm", "1169"), ("statusCheck", "0000")]
    {
        for shop in shops(json!({})) {
            if operation == "statusCheck" && shop.version() == Version::V2 {
                continue;
            }
            let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
            let mut browser = Browser::with(&shop, &[&first, &second]);
            browser.lose(&first.confirm, Trouble::LoseRequest);
            shop.network.script([(operation, Trouble::CodeBefore(code)); 1]);
            let since = shop.network.sent().len();
            let verdict = browser.confirm(&second);
            assert_eq!((verdict.state, verdict.confirm_url), (State::Pending, None), "{code}");
            assert!(about(&shop, &second, since).is_empty(), "{code}");
            // And it is finished by the next visit.
            assert_eq!(browser.confirm(&second).payment.unwrap().transaction_id.to_string(), first.transaction);
        }
    }
}

/// LINE Pay's word that a reservation is over, in v2 as the answer to its confirm.
fn says_over(shop: &Shop, status: &'static str) {
    let v2 = shop.version() == Version::V2;
    // A question that fails is tried twice more.
    let times = if status == "1159" { 3 } else { 1 };
    let says = if v2 { vec![("confirm", "1180")] } else { vec![("statusCheck", status); times] };
    script(shop, says.into_iter().map(|(operation, code)| (operation, Trouble::CodeBefore(code))));
}

/// What is over gives way to the next in the same visit, whatever was sent before.
#[test]
fn what_line_pay_calls_over_gives_way_to_the_next() {
    for status in ["0121", "0122", "1159"] {
        for shop in shops(json!({})) {
            let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
            let mut browser = Browser::with(&shop, &[&first, &second]);
            browser.lose(&first.confirm, Trouble::LoseRequest);
            says_over(&shop, status);
            let verdict = browser.confirm(&second);
            assert_eq!((verdict.state, shop.holding()), (State::Paid, vec![second.transaction.clone()]), "{status}");
        }
    }
}

/// And nothing is asked or sent about it ever after.
#[test]
fn what_the_browser_knows_to_be_over_is_left_alone() {
    for status in ["0121", "0122", "1159"] {
        for shop in shops(json!({})) {
            let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
            let mut browser = Browser::with(&shop, &[&first, &second]);
            browser.lose(&first.confirm, Trouble::LoseRequest);
            says_over(&shop, status);
            let over = browser.confirm(&first);
            assert!(matches!(over.state, State::Gone | State::Declined) && over.set_cookie.is_some(), "{over:?}");
            let since = shop.network.sent().len();
            assert_eq!(browser.confirm(&second).state, State::Paid);
            assert_eq!(about(&shop, &first, since), Vec::<&str>::new(), "{status}");
        }
    }
    // Also what an answer to its confirm has called over, and two answers have borne out.
    for shop in shops(json!({})) {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
        let mut browser = Browser::with(&shop, &[&first, &second]);
        shop.network.script([("confirm", Trouble::CodeBefore("1159"))]);
        assert_eq!(browser.confirm(&first).state, State::Gone);
        let since = shop.network.sent().len();
        assert_eq!(browser.confirm(&second).state, State::Paid);
        assert_eq!(about(&shop, &first, since), Vec::<&str>::new());
    }
}

/// A browser of one order with a confirm without answer by another order's transaction.
fn mixed_up(shop: &Shop) -> (Browser<'_>, Reserved, Reserved) {
    let (mine, other) = (shop.approved("ORD-1", 360), shop.approved("ORD-2", 360));
    let mut browser = Browser::with(shop, &[&mine]);
    browser.lose(&mine.confirm_with(&other.transaction), Trouble::LoseRequest);
    (browser, mine, other)
}

/// It paid its own order meanwhile: nothing of it is this one's to wait for.
#[test]
fn a_transaction_that_paid_its_own_order_keeps_no_other_from_being_paid() {
    for shop in shops(json!({})) {
        let (mut browser, mine, other) = mixed_up(&shop);
        assert_eq!(shop.confirm(&other).state, State::Paid);
        assert_eq!(browser.confirm(&mine).payment.unwrap().transaction_id.to_string(), mine.transaction);
    }
    for shop in shops(json!({})) {
        let (mut browser, mine, other) = mixed_up(&shop);
        assert_eq!(shop.confirm(&other).state, State::Paid);
        let url = mine.confirm_with(&other.transaction);
        assert_eq!(browser.visit(VisitKind::Confirm, &url).state, State::Foreign);
        let since = shop.network.sent().len();
        assert_eq!(browser.confirm(&mine).state, State::Paid);
        assert_eq!(about(&shop, &other, since), Vec::<&str>::new(), "it is settled");
    }
}

/// This confirm may have paid the other order: that is told, and nothing is confirmed on top of it.
#[test]
fn a_confirm_that_perhaps_paid_another_order_is_told_before_anything_else_is_confirmed() {
    for shop in shops(json!({})) {
        let (mut browser, mine, other) = mixed_up(&shop);
        shop.network.script([("confirm", Trouble::LoseReply)]);
        let verdict = browser.confirm(&mine);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Misdirected, vec![ProblemKind::OtherOrder]));
        assert_eq!(shop.holding(), [other.transaction]);
    }
}

/// Only where the answer and the quote disagree is the row looked at, and only what that says is told.
#[test]
fn an_answer_that_differs_from_the_quote_is_no_problem_where_the_row_agrees() {
    let dated = Trouble::Replace("\"info\":{", "\"info\":{\"authorizationExpireDate\":\"2099-01-01T00:00:00Z\",");
    let undated = Trouble::Replace("authorizationExpireDate", "someOtherDate");
    for (capture, trouble, state) in [(true, dated, State::Paid), (false, undated, State::Authorized)] {
        for shop in shops(json!({})) {
            let shop = Shop { capture, ..shop };
            let reserved = shop.approved("ORD-1", 360);
            shop.network.script([("confirm", trouble)]);
            let verdict = shop.confirm(&reserved);
            assert_eq!((verdict.state, kinds(&verdict)), (state, vec![]));
            assert_eq!(verdict.payment.unwrap().captured, capture);
        }
    }
}

/// Quoted to be only authorised, captured, and nobody answers: nothing is claimed but that the money is set aside.
#[test]
fn a_difference_that_cannot_be_checked_is_not_told() {
    for shop in shops(json!({})) {
        let now = shop.approved("ORD-1", 360);
        let shop = Shop { capture: false, ..shop };
        let later = shop.approved("ORD-1", 360);
        let first = ASK.map(|name| (name, LATE));
        let lost = ASK.into_iter().cycle().take(8).map(|name| (name, Trouble::HangBefore));
        script(&shop, first.into_iter().chain(lost));
        let verdict = shop.visit(VisitKind::Confirm, &later.confirm_with(&now.transaction), None);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Authorized, vec![]));
    }
}

/// The shop gives the money back while the visit asks what became of its confirm: no key is missed any more.
#[test]
fn no_key_is_said_to_be_lost_of_what_was_given_back() {
    for shop in shops(json!({})) {
        let shop = Shop { preapproved: true, ..shop };
        let reserved = shop.approved("ORD-1", 360);
        shop.network.script([("confirm", Trouble::LoseReply)]);
        let mut visit = std::pin::pin!(shop.visit_async(VisitKind::Confirm, &reserved.confirm, None));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        while shop.holding().is_empty() {
            assert!(visit.as_mut().poll(&mut context).is_pending());
        }
        assert!(shop.refund(&reserved.transaction, &json!({})));
        let verdict = loop {
            if let std::task::Poll::Ready(verdict) = visit.as_mut().poll(&mut context) {
                break verdict;
            }
        };
        assert_eq!((verdict.state, kinds(&verdict)), (State::Refunded, vec![]));
    }
    for shop in shops(json!({})) {
        let shop = Shop { preapproved: true, ..shop };
        let reserved = shop.approved("ORD-1", 360);
        let mut browser = Browser::with(&shop, &[&reserved]);
        browser.lose(&reserved.confirm, Trouble::LoseReply);
        assert!(shop.refund(&reserved.transaction, &json!({})));
        let verdict = browser.visit(VisitKind::Status, &reserved.status);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Refunded, vec![]));
        assert!(verdict.set_cookie.is_some(), "that it was carried out is known now");
    }
}

/// v3 and v4: complete, and listed nowhere yet. The page asks on, and support sees who said so.
#[test]
fn what_line_pay_calls_complete_and_does_not_list_is_asked_about() {
    for shop in shops(json!({})).filter(|shop| shop.version() != Version::V2) {
        let reserved = shop.approved("ORD-1", 360);
        script(&shop, std::iter::repeat_n(("statusCheck", Trouble::CodeBefore("0123")), 3));
        let verdict = shop.confirm(&reserved);
        let error: Value = serde_json::to_value(verdict.error.unwrap()).unwrap();
        let said = ["code", "operation", "returnCode", "outcome", "retry"].map(|name| error[name].as_str().unwrap());
        assert_eq!((verdict.state, said), (State::Pending, ["REFUSED", "statusCheck", "0123", "unknown", "ask-first"]));
        assert_eq!(shop.network.count("confirm"), 0);
    }
}
