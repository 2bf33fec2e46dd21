//! The checkout without a ledger: what cookies and links say of a reservation, and how far that is believed.

use crate::support::shop::browser::Browser;
use crate::support::shop::network::Trouble;
use crate::support::shop::{Reserved, Shop, shops};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use serde_json::json;

fn all() -> impl Iterator<Item = Shop> {
    shops(json!({}))
}

/// What was paid, and by which transaction.
fn paid(verdict: &CheckoutVerdict) -> (String, String) {
    let payment = verdict.payment.as_ref().unwrap_or_else(|| panic!("{verdict:?}"));
    (payment.transaction_id.to_string(), payment.amount.to_string())
}

fn of(reserved: &Reserved, sum: &str) -> (String, String) {
    (reserved.transaction.clone(), sum.to_owned())
}

fn value(set_cookie: Option<&String>) -> String {
    set_cookie.unwrap().split(';').next().unwrap().to_owned()
}

/// Terms that only another link has said do not stand against those of its own.
#[test]
fn what_a_wrong_link_said_of_a_transaction_does_not_stand_against_its_own_link() {
    for shop in all() {
        let (wrong, own) = (shop.reserve("ORD-1", 360), shop.approved("ORD-1", 420));
        let mut browser = Browser::with(&shop, &[]);
        browser.lose(&wrong.confirm_with(&own.transaction), Trouble::LoseRequest);
        assert_eq!(paid(&browser.confirm(&own)), of(&own, "420"));
    }
}

/// Each is finished on its own terms, whichever page is open.
#[test]
fn a_confirm_without_answer_is_finished_on_the_terms_of_the_link_that_brought_it() {
    for shop in all() {
        let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 420));
        let mut browser = Browser::with(&shop, &[]);
        browser.lose(&first.confirm, Trouble::LoseRequest);
        assert_eq!(paid(&browser.confirm(&second)), of(&first, "360"));
    }
}

/// A lost answer makes the cookie no less certain of the terms.
#[test]
fn what_the_cookie_proves_it_proves_after_a_lost_answer_too() {
    for shop in all() {
        let (dear, cheap) = (shop.reserve("ORD-1", 9_000), shop.approved("ORD-1", 60));
        let mut browser = Browser::with(&shop, &[&cheap]);
        browser.lose(&cheap.confirm, Trouble::LoseRequest);
        let url = dear.confirm_with(&cheap.transaction);
        assert_eq!(paid(&browser.visit(VisitKind::Confirm, &url)), of(&cheap, "60"));
    }
}

/// Whichever of the two the browser or the link names first.
#[test]
fn proved_terms_stand_against_those_of_a_link() {
    for swapped in [false, true] {
        for by_link in [true, false] {
            for shop in all() {
                let (dear, cheap) = (shop.reserve("ORD-1", 9_000), shop.approved("ORD-1", 60));
                let mut elsewhere = Browser::with(&shop, &[]);
                let url = dear.confirm_with(&cheap.transaction);
                let waits = elsewhere.lose(&url, Trouble::LoseRequest);
                let unproved = elsewhere.cookies();
                let (url, cookies) = match (by_link, swapped) {
                    (true, _) => (waits.confirm_url.unwrap(), cheap.cookie.clone()),
                    (false, false) => (url, format!("{}; {unproved}", cheap.cookie)),
                    (false, true) => (url, format!("{unproved}; {}", cheap.cookie)),
                };
                let verdict = shop.visit(VisitKind::Confirm, &url, Some(&cookies));
                assert_eq!(paid(&verdict), of(&cheap, "60"), "{by_link} {swapped}");
            }
        }
    }
}

/// The channel's default key, which every deployment has, proves no terms where the shop has a key of its own.
#[test]
fn a_cookie_by_the_default_key_proves_no_terms_to_a_shop_with_a_key_of_its_own() {
    for shop in all() {
        let cheap = shop.approved("ORD-1", 60);
        let mut shop = shop;
        shop.settings.signing_keys = vec!["a key of thirty-two bytes or more".to_owned()];
        let dear = shop.reserve("ORD-1", 9_000);
        let url = dear.confirm_with(&cheap.transaction);
        let verdict = shop.visit(VisitKind::Confirm, &url, Some(&cheap.cookie));
        assert_eq!((verdict.state, shop.holding().len()), (State::Foreign, 0));
    }
}

/// Browsers may send a name twice: what is without an answer stays so, whichever comes first.
#[test]
fn an_older_cookie_of_the_same_reservation_does_not_settle_it() {
    for newer_first in [false, true] {
        for shop in all() {
            let mine = shop.approved("ORD-1", 360);
            let mut browser = Browser::with(&shop, &[&mine]);
            browser.lose(&mine.confirm, Trouble::LoseRequest);
            let (old, new) = (mine.cookie.clone(), browser.cookies());
            let cookies = if newer_first { format!("{new}; {old}") } else { format!("{old}; {new}") };
            shop.network.script([("confirm", Trouble::CodeBefore("1142"))]);
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm, Some(&cookies));
            assert_eq!(verdict.state, State::Pending, "a copy may still arrive: not declined ({newer_first})");
        }
    }
}

/// A browser lets only the shop's own host set a name with `__Host-`: what is signed counts under that name alone.
#[test]
fn a_cookie_under_another_name_is_not_looked_at() {
    for shop in all() {
        let mine = shop.approved("ORD-1", 360);
        let mut browser = Browser::with(&shop, &[&mine]);
        browser.lose(&mine.confirm, Trouble::LoseRequest);
        let planted = browser.cookies().replace("__Host-", "");
        shop.network.script([("confirm", Trouble::CodeBefore("1142"))]);
        let verdict = shop.visit(VisitKind::Confirm, &mine.confirm, Some(&planted));
        assert_eq!(verdict.state, State::Declined);
    }
}

/// Anybody can add to a query.
#[test]
fn a_reservation_of_another_order_in_the_link_is_none_of_this_ones() {
    for shop in all() {
        let (mine, other) = (shop.approved("ORD-1", 360), shop.approved("ORD-2", 360));
        let waits = Browser::with(&shop, &[]).lose(&other.confirm, Trouble::LoseRequest);
        let link = waits.confirm_url.unwrap();
        let known = link.split('&').find(|part| part.starts_with("reservation=")).unwrap();
        let since = shop.network.sent().len();
        let verdict = shop.visit(VisitKind::Confirm, &format!("{}&{known}", mine.confirm), None);
        assert_eq!(paid(&verdict), of(&mine, "360"));
        let sent = shop.network.sent();
        assert!(sent.iter().skip(since).all(|sent| !sent.url.contains(&other.transaction)));
    }
}

/// v3 and v4 name an order in their callback; a cookie that proves whose the transaction is counts more, nothing less
/// does.
#[test]
fn a_callback_for_another_order_is_foreign_unless_the_browser_proves_otherwise() {
    for shop in all().filter(|shop| shop.version() != Version::V2) {
        let mine = shop.approved("ORD-1", 360);
        let url = mine.confirm.replace("orderId=ORD-1", "orderId=ORD-2");
        assert_ne!(url, mine.confirm);
        assert_eq!(shop.visit(VisitKind::Confirm, &url, None).state, State::Foreign);
        let mut unproved = Browser::with(&shop, &[]);
        unproved.lose(&mine.confirm, Trouble::LoseRequest);
        assert_eq!(shop.visit(VisitKind::Confirm, &url, Some(&unproved.cookies())).state, State::Foreign);
        let verdict = shop.visit(VisitKind::Confirm, &url, Some(&mine.cookie));
        assert_eq!(paid(&verdict), of(&mine, "360"));
    }
    // v2 names none: what stands there is nobody's word.
    let shop = Shop::of(Version::V2);
    let mine = shop.approved("ORD-1", 360);
    let verdict = shop.visit(VisitKind::Confirm, &format!("{}&orderId=ORD-2", mine.confirm), None);
    assert_eq!(paid(&verdict), of(&mine, "360"));
}

/// A cookie that only says what its own link said is no other order's.
#[test]
fn a_browser_that_came_without_cookies_may_come_again_with_the_one_it_got() {
    for shop in all() {
        let mine = shop.approved("ORD-1", 360);
        let mut browser = Browser::with(&shop, &[]);
        browser.lose(&mine.confirm, Trouble::LoseRequest);
        assert_eq!(paid(&browser.confirm(&mine)), of(&mine, "360"));
    }
}

/// A first try that was lost does not make the key lost that the second one brings; one that is lost is told once.
#[test]
fn a_lost_key_is_told_once_and_only_where_none_came() {
    for (trouble, lost) in [(None, 0), (Some(Trouble::LoseReply), 1)] {
        for shop in all() {
            let shop = Shop { preapproved: true, ..shop };
            let mine = shop.approved("ORD-1", 360);
            let mut browser = Browser::with(&shop, &[&mine]);
            browser.lose(&mine.confirm, Trouble::LoseRequest);
            if let Some(trouble) = trouble {
                shop.network.script([("confirm", trouble)]);
            }
            let verdict = browser.confirm(&mine);
            let told: Vec<_> = verdict.problems.iter().map(|problem| problem.kind).collect();
            assert_eq!(told, vec![ProblemKind::RegKeyLost; lost]);
            assert_eq!(verdict.payment.unwrap().reg_key.is_some(), lost == 0);
        }
    }
    for shop in all() {
        let shop = Shop { preapproved: true, ..shop };
        let mine = shop.approved("ORD-1", 360);
        let mut browser = Browser::with(&shop, &[&mine]);
        browser.lose(&mine.confirm, Trouble::LoseReply);
        let verdict = browser.visit(VisitKind::Status, &mine.status);
        let message = &verdict.problems[0].message;
        assert!(message.contains("confirm's answer alone, which is lost"), "{message}");
    }
}

/// Whatever else there is to tell.
#[test]
fn a_lost_key_is_told_beside_a_second_payment() {
    for shop in all() {
        let shop = Shop { preapproved: true, ..shop };
        let mut both = [shop.approved("ORD-1", 360), shop.approved("ORD-1", 360)];
        // The one with the lower number counts.
        both.sort_by_key(|reserved| reserved.transaction.parse::<u64>().unwrap());
        let [mine, other] = both;
        let mut browser = Browser::with(&shop, &[&mine]);
        browser.lose(&mine.confirm, Trouble::LoseReply);
        assert!(shop.take("confirm", &other.transaction, &json!({ "amount": 360, "currency": "TWD" })));
        let verdict = browser.visit(VisitKind::Status, &mine.status);
        assert_eq!(paid(&verdict), of(&mine, "360"));
        let told: Vec<_> = verdict.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(told, [ProblemKind::PaidTwice, ProblemKind::RegKeyLost]);
    }
}

/// The link that is visited says nothing of a reservation whose terms are proved.
#[test]
fn what_a_cookie_says_does_not_hang_on_the_link_that_is_visited() {
    for shop in all() {
        let plain = shop.reserve("ORD-1", 360);
        let shop = Shop { preapproved: true, ..shop };
        let mine = shop.approved("ORD-1", 360);
        let mut browser = Browser::with(&shop, &[&mine]);
        browser.lose(&mine.confirm, Trouble::LoseReply);
        let [own, other] = [&mine.status, &plain.status].map(|url| {
            let verdict = shop.visit(VisitKind::Status, url, Some(&browser.cookies()));
            assert_eq!(paid(&verdict), of(&mine, "360"));
            value(verdict.set_cookie.as_ref())
        });
        assert_eq!(own, other);
    }
}

/// The status page knows the terms of what the browser knew; what nobody knew is not made up.
#[test]
fn links_go_on_with_what_is_known_of_a_reservation_and_nothing_else() {
    for shop in all() {
        let mine = shop.reserve("ORD-1", 360);
        for (cookies, knows) in [(Some(mine.cookie.as_str()), true), (None, false)] {
            let verdict = shop.visit(VisitKind::Confirm, &mine.confirm, cookies);
            assert_eq!((verdict.state, verdict.set_cookie), (State::NotApproved, None), "nothing is new");
            assert_eq!(verdict.status_url.unwrap().contains("&reservation="), knows);
            let confirm = verdict.confirm_url.unwrap();
            assert!(!confirm.contains("&reservation=") && confirm.ends_with(&mine.transaction), "{confirm}");
            let cancel = format!("{}&transactionId={}", mine.cancel, mine.transaction);
            let verdict = shop.visit(VisitKind::Cancel, &cancel, cookies);
            assert_eq!((verdict.state, verdict.confirm_url, verdict.set_cookie), (State::Unpaid, None, None));
        }
        shop.decide(&mine, "approve");
        let verdict = shop.confirm(&mine);
        assert!(!verdict.confirm_url.unwrap().contains("&reservation="));
        // Whoever only looks has confirmed nothing.
        for (kind, url) in [(VisitKind::Status, &mine.status), (VisitKind::Confirm, &mine.confirm)] {
            let url = url.split("&reservation=").next().unwrap();
            assert_eq!(shop.visit(kind, url, None).set_cookie, None, "{kind:?}");
        }
    }
}

/// While LINE Pay cannot be asked the page tries again by itself, with the transaction that it was about.
#[test]
fn a_confirm_page_that_cannot_ask_goes_on_with_its_transaction() {
    for shop in all() {
        let mine = shop.approved("ORD-1", 360);
        shop.network.script([("paymentCheck", Trouble::HangBefore)]);
        let verdict = shop.confirm(&mine);
        assert_eq!(verdict.state, State::Pending);
        let url = verdict.confirm_url.unwrap();
        assert_eq!(paid(&shop.visit(VisitKind::Confirm, &url, None)), of(&mine, "360"));
    }
}
