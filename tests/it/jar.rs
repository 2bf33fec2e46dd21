//! The checkout's cookies in one browser: however many orders it has begun, they never lock it out of the shop.

use crate::support::kept::KeptShop;
use crate::support::shop::browser::Browser;
use crate::support::shop::network::Trouble;
use crate::support::shop::{CHANNEL, Reserved, SECRET, Shop, input, order, shops};
use linepay_edge::Config;
use linepay_edge::flow::{CheckoutReserved, State, VisitKind};
use serde_json::{Value, json};

/// What servers take without a doubt beside the headers of a browser and the shop's own cookies.
const LIMIT: usize = 3_100;

fn buys(shop: &Shop, browser: &mut Browser<'_>, quote: &Value) -> (Reserved, CheckoutReserved) {
    let reserved = shop.pay_with(quote, Some(&browser.cookies())).unwrap().reserved().unwrap();
    browser.takes(&reserved);
    (shop.seen_by_buyer(&reserved), reserved)
}

#[test]
fn sixty_open_orders_of_one_browser_leave_the_newest_twelve_cookies_and_all_can_be_paid() {
    for shop in shops(json!({})) {
        let mut browser = Browser::with(&shop, &[]);
        let orders: Vec<Reserved> = (0..60)
            .map(|n| {
                let (reserved, _) = buys(&shop, &mut browser, &shop.quote(&format!("ORD-{n}"), 360));
                assert!(browser.cookies().ends_with(&reserved.cookie), "the newest is never the one that goes");
                assert!(browser.cookies().len() < LIMIT);
                reserved
            })
            .collect();
        let newest: Vec<&str> = orders[48..].iter().map(|reserved| reserved.cookie.as_str()).collect();
        assert_eq!(browser.cookies(), newest.join("; "));
        for reserved in [&orders[0], &orders[30], &orders[59]] {
            assert!(shop.decide(reserved, "approve"));
            assert_eq!(browser.confirm(reserved).state, State::Paid);
            assert_eq!(browser.cookies().split("; ").count(), 12, "a visit's cookie is one of them");
        }
        assert_eq!(shop.captured().len(), 3);
    }
}

#[test]
fn with_a_ledger_an_order_that_lost_its_cookie_is_paid_as_any_other() {
    for kept in shops(json!({})).map(KeptShop::of) {
        let mut browser = Browser::with(&kept.shop, &[]);
        let mut first = None;
        for n in 0..30 {
            let quote = kept.shop.quote(&format!("ORD-{n}"), 360);
            let reserved = kept.wish_with(&quote, Some(&browser.cookies())).unwrap().reserved().unwrap();
            browser.takes(&reserved);
            let seen = kept.shop.seen_by_buyer(&reserved);
            assert!(browser.cookies().ends_with(&seen.cookie));
            first.get_or_insert(seen);
        }
        assert_eq!(browser.cookies().split("; ").count(), 12);
        let first = first.unwrap();
        assert!(kept.shop.decide(&first, "approve"));
        assert_eq!(kept.back(&first).state, State::Paid);
    }
}

#[test]
fn the_longest_cookies_are_three_kilobytes() {
    let mut shop = Shop::new();
    shop.settings.confirm_path = "/c".to_owned();
    let mut browser = Browser::with(&shop, &[]);
    for n in 0..20 {
        buys(&shop, &mut browser, &order(&format!("{n:x<100}"), 9_999_999));
    }
    assert!((2_500..LIMIT).contains(&browser.cookies().len()), "{}", browser.cookies().len());
}

/// It keeps another reservation of its order from being confirmed, so it goes last.
#[test]
fn a_confirm_without_an_answer_is_not_forgotten_for_newer_orders() {
    for shop in shops(json!({})) {
        let first = shop.approved("ORD-1", 360);
        let mut browser = Browser::with(&shop, &[&first]);
        browser.lose(&first.confirm, Trouble::HangAfter);
        let unknown = browser.cookies();
        for n in 2..40 {
            buys(&shop, &mut browser, &shop.quote(&format!("ORD-{n}"), 360));
        }
        assert!(browser.cookies().starts_with(&format!("{unknown}; ")), "{}", browser.cookies());
        assert_eq!(browser.cookies().split("; ").count(), 12);
    }
}

#[test]
fn cookies_of_others_are_left_alone_and_ten_thousand_are_cheap() {
    let shop = Shop::new();
    let own = |n: u32| format!("__Host-linepay-AAAAAAAAAAAAAAA{}.{n}=x", n % 10);
    let others = [
        "theme=dark",
        "linepay-AAAAAAAAAAAAAAAA.5=x",
        "__Host-linepay-session=1",
        "__Host-linepay-AAAAAAAAAAAAAAAA=1",
        "__Host-linepay-AAAAAAAAAAAAAAA.5=1",
        "__Host-linepay-AAAAAAAAAAAAAAA\".5=1",
        "__Host-linepay-AAAAAAAAAAAAAAAA.=1",
        "__Host-linepay-AAAAAAAAAAAAAAAA.5x=1",
        "__Host-linepay-AAAAAAAAAAAAAAAA.123456789012345678901=1",
        "__Host-linepay-茶茶茶茶茶茶.5=1",
        "lonely",
        "",
        "=",
    ];
    let cleared = |header: &str| {
        let reserved = shop.pay_with(&order("ORD-1", 360), Some(header)).unwrap().reserved().unwrap();
        assert!(!header.contains(reserved.set_cookie.split(';').next().unwrap()));
        reserved.clear_cookies
    };
    let repeated: Vec<&str> = others.iter().copied().cycle().take(200).collect();
    assert_eq!(cleared(&repeated.join("; ")), Vec::<String>::new());
    let few: Vec<String> = (0..11).map(own).collect();
    assert_eq!(cleared(&few.join("; ")), Vec::<String>::new());
    let many: Vec<String> = (0..14).map(own).collect();
    let gone = |n: u32| format!("{}; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure", own(n).replace("=x", "="));
    let mixed = format!("{}; {}", many.join(";"), repeated.join("; "));
    assert_eq!(cleared(&mixed), [gone(0), gone(1), gone(2)], "the oldest stand first");
    let hostile: Vec<String> = (0..10_000).map(own).collect();
    assert_eq!(cleared(&hostile.join("; ")), (0..16).map(gone).collect::<Vec<_>>(), "no more in one answer");
    let long = format!("{}; {}={}", many.join("; "), own(99).replace("=x", ""), "A".repeat(1_000_000));
    assert_eq!(cleared(&long).len(), 4);
}

/// While a shop is being built on this machine its cookies have another name.
#[test]
fn over_http_the_names_are_others_and_go_the_same_way() {
    let here = json!({ "channelId": CHANNEL, "channelSecret": SECRET, "version": "v2", "environment": "sandbox",
        "baseUrl": "http://127.0.0.1:9", "paymentOrigin": "https://sandbox-web-pay.line.me" });
    let mut shop = Shop { config: Config::read(input(&here)).unwrap(), ..Shop::new() };
    shop.settings.origin = "http://localhost:8787".to_owned();
    let mut browser = Browser::with(&shop, &[]);
    for n in 0..14 {
        let (reserved, answer) = buys(&shop, &mut browser, &order(&format!("ORD-{n}"), 360));
        assert!(reserved.cookie.starts_with("linepay-"));
        assert!(answer.clear_cookies.iter().all(|cookie| !cookie.starts_with("__Host-") && !cookie.contains("Secure")));
    }
    assert_eq!(browser.cookies().split("; ").count(), 12);
}

/// A cookie that is there already is set anew: none has to go for it, and it does not go for others.
#[test]
fn an_old_cookie_that_is_set_anew_takes_nobodys_place() {
    let shop = Shop::new();
    let orders: Vec<Reserved> = (0..12).map(|n| shop.approved(&format!("ORD-{n}"), 360)).collect();
    let mut browser = Browser::with(&shop, &orders.iter().collect::<Vec<_>>());
    let verdict = browser.visit(VisitKind::Confirm, &orders[0].confirm);
    assert_eq!((verdict.state, verdict.clear_cookies), (State::Paid, Vec::new()));
    assert!(verdict.set_cookie.is_some());
}
