//! What was taken, how much, and by which transaction: as LINE Pay says it, never as the token hopes.

use crate::support::shop::network::Trouble;
use crate::support::shop::{self, Reserved, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::{Value, json};

fn kinds(verdict: &CheckoutVerdict) -> Vec<ProblemKind> {
    verdict.problems.iter().map(|problem| problem.kind).collect()
}

fn paid(verdict: &CheckoutVerdict) -> (String, bool) {
    let payment = verdict.payment.as_ref().unwrap();
    (payment.transaction_id.to_string(), payment.captured)
}

/// Token A: captured at once. Transaction B of the same order: only authorised, and approved.
fn mixed(shop: &mut Shop) -> (Reserved, Reserved) {
    shop.capture = true;
    let first = shop.approved("ORD-1", 360);
    shop.capture = false;
    let second = shop.approved("ORD-1", 360);
    (first, second)
}

#[test]
fn an_authorisation_is_not_said_to_be_captured_because_the_token_says_so() {
    for mut shop in shops(json!({})) {
        let (first, second) = mixed(&mut shop);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm_with(&second.transaction), None);
        assert_eq!(verdict.state, State::Authorized);
        assert_eq!(paid(&verdict), (second.transaction.clone(), false));
        assert!(verdict.payment.as_ref().unwrap().authorization_expire_date.is_some());
        assert_eq!(kinds(&verdict), [ProblemKind::CaptureDiffers]);
        assert!(verdict.problems[0].message.contains("capture it or void it"));
        assert_eq!(shop.state(&second), "AUTHORIZED");
        // Every page says the same, and the first transaction is not captured on top of it.
        for (kind, url) in [(VisitKind::Status, &first.status), (VisitKind::Confirm, &first.confirm)] {
            let verdict = shop.visit(kind, url, None);
            assert_eq!((verdict.state, paid(&verdict)), (State::Authorized, (second.transaction.clone(), false)));
            assert_eq!(kinds(&verdict), [ProblemKind::CaptureDiffers]);
        }
        assert_eq!(shop.holding(), [second.transaction]);
        assert_eq!(shop.network.count("confirm"), 1);
    }
}

/// What the answer to confirm brought is not lost when its terms are looked up: the key, and the payment itself.
#[test]
fn a_payment_whose_terms_are_looked_up_keeps_its_key_and_stays_the_visits_own() {
    for shop in shops(json!({})) {
        let mut shop = Shop { preapproved: true, ..shop };
        let (first, second) = mixed(&mut shop);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm_with(&second.transaction), None);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Authorized, vec![ProblemKind::CaptureDiffers]));
        assert_eq!(verdict.payment.unwrap().reg_key.unwrap().as_str(), shop.keys()[0].key);
    }
    let ordered = |pair: &(Reserved, Reserved)| {
        let [first, second] = [&pair.0, &pair.1].map(|reserved| reserved.transaction.parse::<u64>().unwrap());
        first < second
    };
    for mut shop in shops(json!({})) {
        let (first, second) = std::iter::repeat_with(|| mixed(&mut shop)).find(ordered).unwrap();
        assert!(shop.take("confirm", &first.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        let stale = ["authCheck", "paymentCheck"].map(|name| (name, Trouble::CodeBefore("1150")));
        shop.network.script(stale);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm_with(&second.transaction), None);
        assert_eq!(paid(&verdict), (second.transaction.clone(), false), "its own, although another one counts");
        let told = kinds(&shop.visit(VisitKind::Status, &first.status, None));
        assert_eq!(told, [ProblemKind::PaidTwice], "every later visit tells of both");
    }
}

/// The cookie knows the terms that the transaction was reserved on.
#[test]
fn a_transaction_is_confirmed_on_the_terms_that_it_was_reserved_on() {
    for mut shop in shops(json!({})) {
        let (first, second) = mixed(&mut shop);
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm_with(&second.transaction), Some(&second.cookie));
        assert_eq!((verdict.state, paid(&verdict).1, kinds(&verdict)), (State::Authorized, false, vec![]));
    }
    for shop in shops(json!({})) {
        let (dear, cheap) = (shop.approved("ORD-1", 9_000), shop.approved("ORD-1", 60));
        let verdict = shop.visit(VisitKind::Confirm, &dear.confirm_with(&cheap.transaction), Some(&cheap.cookie));
        assert_eq!(verdict.payment.unwrap().amount.to_string(), "60");
    }
}

#[test]
fn what_is_captured_although_only_an_authorisation_was_quoted_is_paid_and_told() {
    for mut shop in shops(json!({})) {
        shop.capture = true;
        let now = shop.approved("ORD-1", 360);
        shop.capture = false;
        let later = shop.approved("ORD-1", 360);
        let verdict = shop.visit(VisitKind::Confirm, &later.confirm_with(&now.transaction), None);
        assert_eq!((verdict.state, paid(&verdict)), (State::Paid, (now.transaction.clone(), true)));
        assert_eq!(kinds(&verdict), [ProblemKind::CaptureDiffers]);
        assert!(verdict.problems[0].message.contains("is captured"), "{}", verdict.problems[0].message);
        assert_eq!(shop.state(&now), "CAPTURED");
    }
}

/// Where nobody can be asked, the answer to confirm alone says that money is set aside, and no more.
#[test]
fn an_answer_that_cannot_be_checked_never_claims_that_money_was_taken() {
    for mut shop in shops(json!({})) {
        let (first, second) = mixed(&mut shop);
        shop.preapproved = false;
        // The questions before confirm are answered; those after it are not.
        let before: &[&str] =
            if shop.version() == Version::V2 { &["authCheck", "paymentCheck"] } else { &["paymentCheck"] };
        let quiet = before.iter().map(|name| (*name, Trouble::CodeBefore("1150")));
        let lost = ["authCheck", "paymentCheck"].into_iter().cycle().take(8).map(|name| (name, Trouble::HangBefore));
        shop.network.set_weather(shop::network::Weather::Script(quiet.chain(lost).collect()));
        let verdict = shop.visit(VisitKind::Confirm, &first.confirm_with(&second.transaction), None);
        assert_eq!((verdict.state, paid(&verdict).1), (State::Authorized, false));
        assert_eq!(kinds(&verdict), [ProblemKind::CaptureDiffers]);
        assert!(verdict.problems[0].message.contains("capture it or void it"), "{}", verdict.problems[0].message);
    }
}

#[test]
fn nine_thousand_is_not_paid_by_sixty() {
    for capture in [false, true] {
        for mut shop in shops(json!({})) {
            shop.capture = capture;
            let (dear, cheap) = (shop.reserve("ORD-1", 9_000), shop.approved("ORD-1", 60));
            shop.confirm(&cheap);
            if !capture {
                assert_eq!(shop.visit(VisitKind::Status, &dear.status, None).state, State::Mismatch, "only authorised");
                assert!(shop.take("capture", &cheap.transaction, &json!({ "amount": 60, "currency": "TWD" })));
            }
            let both = format!("{}; {}", dear.cookie, cheap.cookie);
            for cookies in [None, Some(dear.cookie.as_str()), Some(cheap.cookie.as_str()), Some(both.as_str())] {
                for (kind, url) in [
                    (VisitKind::Status, dear.status.clone()),
                    (VisitKind::Cancel, dear.cancel.clone()),
                    (VisitKind::Confirm, dear.confirm.clone()),
                    (VisitKind::Confirm, dear.confirm_with(&cheap.transaction)),
                ] {
                    let verdict = shop.visit(kind, &url, cookies);
                    // Whoever has the cheap one's cookie and brings its transaction is told of the cheap one.
                    let own = kind == VisitKind::Confirm
                        && url.ends_with(&cheap.transaction)
                        && cookies.is_some_and(|cookies| cookies.contains(&cheap.cookie));
                    if own {
                        assert_eq!(verdict.payment.unwrap().amount.to_string(), "60");
                        continue;
                    }
                    let known = capture || cookies.is_some_and(|cookies| cookies.contains(&cheap.cookie));
                    let (state, kind) = if known {
                        (State::Mismatch, ProblemKind::AmountDiffers)
                    } else {
                        (State::CapturedLess, ProblemKind::CapturedLess)
                    };
                    assert_eq!((verdict.state, kinds(&verdict)), (state, vec![kind]), "{cookies:?} {url}");
                    assert!(verdict.payment.is_none(), "nothing is delivered for it");
                    assert_eq!(verdict.problems[0].got.amount.unwrap().to_string(), "60");
                }
            }
        }
    }
}

/// The shop captured a part of what it had authorised: whoever knows the reservation sees the receipt.
#[test]
fn a_part_captured_is_paid_where_the_reservation_is_known() {
    for mut shop in shops(json!({})) {
        shop.capture = false;
        let reserved = shop.approved("ORD-1", 9_000);
        let first = shop.confirm(&reserved);
        assert!(shop.take("capture", &reserved.transaction, &json!({ "amount": 60, "currency": "TWD" })));
        let linked = first.status_url.unwrap();
        for (kind, url, cookies) in [
            (VisitKind::Status, &reserved.status, None),
            (VisitKind::Status, &linked, None),
            (VisitKind::Confirm, &reserved.confirm, Some(reserved.cookie.as_str())),
            (VisitKind::Cancel, &reserved.cancel, Some(reserved.cookie.as_str())),
        ] {
            let verdict = shop.visit(kind, url, cookies);
            assert_eq!((verdict.state, kinds(&verdict)), (State::Paid, vec![]), "{url}");
            assert_eq!(verdict.payment.unwrap().amount.to_string(), "60");
        }
        let nobody = shop.visit(VisitKind::Confirm, &reserved.confirm, None);
        assert_eq!((nobody.state, kinds(&nobody)), (State::CapturedLess, vec![ProblemKind::CapturedLess]));
        assert!(nobody.problems[0].message.contains("cannot know which"));
    }
}

/// A quote whose shipping fee the buyer may change.
fn shipped(most: Option<u32>) -> (Shop, Reserved) {
    let shop = Shop::of(Version::V3);
    let mut quote = shop.quote("ORD-1", 360);
    quote["amount"] = json!(380);
    let inquiry = "https://shop.example.com/fee";
    quote["options"]["shipping"] =
        json!({ "type": "SHIPPING", "feeInquiryUrl": inquiry, "feeInquiryType": "FIXED", "feeAmount": 20 });
    if let Some(most) = most {
        quote["maxShippingFeeAmount"] = json!(most);
    }
    let reserved = shop.try_reserve(&quote).unwrap();
    (shop, reserved)
}

fn choose(shop: &Shop, reserved: &Reserved, fee: u32) -> String {
    let chosen = json!({ "shipping": { "methodId": "fast", "feeAmount": fee } });
    let (status, body) = shop.control("POST", &format!("transactions/{}/approve", reserved.transaction), &chosen);
    assert_eq!(status, 200, "{body}");
    format!("{}&shippingFeeAmount={fee}&shippingMethodId=fast", reserved.confirm)
}

#[test]
fn a_shipping_fee_that_the_quote_allows_is_confirmed_and_every_page_shows_the_sum() {
    for fee in [0, 20, 59, 60] {
        let (shop, reserved) = shipped(Some(60));
        let called = choose(&shop, &reserved, fee);
        let verdict = shop.visit(VisitKind::Confirm, &called, None);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Paid, vec![]), "{fee}");
        assert_eq!(verdict.payment.unwrap().amount.to_string(), (360 + fee).to_string());
        for (kind, url) in [(VisitKind::Confirm, &called), (VisitKind::Status, &reserved.status)] {
            let verdict = shop.visit(kind, url, None);
            assert_eq!((verdict.state, kinds(&verdict)), (State::Paid, vec![]), "{fee}");
            let payment = verdict.payment.unwrap();
            assert_eq!(payment.amount.to_string(), (360 + fee).to_string());
        }
    }
}

#[test]
fn a_shipping_fee_that_the_quote_does_not_allow_is_not_confirmed_and_told_as_what_it_is() {
    for (most, fee, allowed) in [(Some(60), 61, "60"), (None, 60, "20")] {
        let (shop, reserved) = shipped(most);
        let called = choose(&shop, &reserved, fee);
        let verdict = shop.visit(VisitKind::Confirm, &called, None);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Error, vec![ProblemKind::ShippingFee]));
        let message = &verdict.problems[0].message;
        assert!(message.contains(&format!("fee of {fee}, but the quote allows 0 to {allowed}")), "{message}");
        assert_eq!(shop.network.count("confirm"), 0);
    }
}

/// The callback is not signed: where LINE Pay itself names the fee, that one counts.
#[test]
fn line_pays_word_on_the_shipping_fee_counts_more_than_the_callbacks() {
    for forged in ["0", "20", "60", "-5", "1e2", "x", ""] {
        let (shop, reserved) = shipped(Some(60));
        choose(&shop, &reserved, 40);
        let url = format!("{}&shippingFeeAmount={forged}", reserved.confirm);
        let verdict = shop.visit(VisitKind::Confirm, &url, None);
        let taken: Vec<Value> = shop.held().into_iter().filter(|row| row.is_paid()).map(|row| row.captured).collect();
        assert_eq!((verdict.state, taken), (State::Paid, vec![json!(400)]), "{forged}");
    }
}

/// Where LINE Pay does not say what was chosen, the callback's fee is tried, and what no request may hold is sent
/// nowhere.
#[test]
fn a_fee_that_makes_no_sum_is_told_and_not_sent() {
    let (shop, reserved) = shipped(Some(60));
    choose(&shop, &reserved, 40);
    shop.network.script([("statusCheck", Trouble::CodeBefore("0110"))]);
    let verdict = shop.visit(VisitKind::Confirm, &format!("{}&shippingFeeAmount=39.5", reserved.confirm), None);
    assert_eq!((verdict.state, kinds(&verdict)), (State::Error, vec![ProblemKind::Refused]));
    for wrong in ["-1", "61", "-20"] {
        shop.network.script([("statusCheck", Trouble::CodeBefore("0110"))]);
        let url = format!("{}&shippingFeeAmount={wrong}", reserved.confirm);
        assert_eq!(kinds(&shop.visit(VisitKind::Confirm, &url, None)), [ProblemKind::ShippingFee], "{wrong}");
    }
    assert_eq!(shop.network.count("confirm"), 0);
    shop.network.script([("statusCheck", Trouble::CodeBefore("0110"))]);
    let verdict = shop.visit(VisitKind::Confirm, &format!("{}&shippingFeeAmount=40", reserved.confirm), None);
    assert_eq!((verdict.state, verdict.payment.unwrap().amount.to_string()), (State::Paid, "400".to_owned()));
}

/// 1153 says that the sum is another one, not whose transaction it is.
#[test]
fn another_sum_is_told_as_another_sum() {
    for shop in shops(json!({})) {
        let (mine, other) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 420));
        let verdict = shop.visit(VisitKind::Confirm, &mine.confirm_with(&other.transaction), None);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Foreign, vec![ProblemKind::ForeignTransaction]));
        let message = &verdict.problems[0].message;
        assert!(message.contains("over 360 TWD: it was reserved over another sum, for this order or"), "{message}");
        assert!(shop.holding().is_empty());
    }
}
