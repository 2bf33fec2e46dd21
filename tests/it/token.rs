//! The signed order in confirmUrl and the signed transactions in the cookie.

use crate::support::shop::network::Trouble;
use crate::support::shop::{self, CHANNEL, MINUTE, Reserved, SECRET, Shop, config, order, settings};
use linepay_edge::error::Retry;
use linepay_edge::flow::{Checkout, ProblemKind, Settings, State, VisitKind};
use linepay_edge::{Code, Config, Credentials, Environment, Outcome, Version};
use serde_json::{Value, json};

const OLD: &str = "an old key of thirty-two bytes -";
const NEW: &str = "a new key of thirty-two bytes --";

fn token(url: &str) -> &str {
    let start = url.split_once("?order=").unwrap().1;
    start.split('&').next().unwrap()
}

fn with_keys(keys: &[&str]) -> Settings {
    Settings { signing_keys: keys.iter().map(|key| (*key).to_owned()).collect(), ..settings() }
}

/// What another shop says to a visit that was meant for this one.
fn state_at(shop: &mut Shop, config: Config, settings: Settings, url: &str) -> State {
    (shop.config, shop.settings) = (config, settings);
    let verdict = shop.visit(VisitKind::Confirm, url, None);
    if verdict.state == State::InvalidToken {
        let error = verdict.error.unwrap();
        assert_eq!((error.code.as_str(), error.outcome), ("INVALID_TOKEN", Outcome::NotExecuted));
        assert_eq!(error.retry, Retry::Never);
        assert_eq!((verdict.order_id, verdict.confirm_url, verdict.status_url), (None, None, None));
    }
    verdict.state
}

#[test]
fn confirm_and_cancel_url_keep_within_500_bytes_for_the_longest_order_id() {
    let mut shop = Shop::new();
    shop.settings.origin = "https://checkout.a-shop-with-a-rather-long-name.example.com:8443".to_owned();
    let mut quote = order(&"茶".repeat(33), 1);
    quote["orderId"] = json!("茶".repeat(33) + "x");
    quote["amount"] = json!(9_999_999_999_999_u64);
    let reserved = shop.try_reserve(&quote).unwrap();
    assert_eq!(reserved.order.len(), 100);
    let sent: Value = serde_json::from_str(&shop.network.last_body("reserve")).unwrap();
    for name in ["confirmUrl", "cancelUrl"] {
        let length = sent[name].as_str().unwrap().len();
        assert!(length <= 300, "{name} has {length} bytes: there is room to spare");
        assert!(!sent[name].as_str().unwrap().contains(SECRET));
    }
}

#[test]
fn a_long_origin_leaves_so_many_bytes_for_the_order_id_and_not_one_more() {
    let mut shop = Shop::new();
    shop.settings.origin = format!("https://{}.example.com", "a".repeat(60));
    shop.settings.confirm_path = format!("/{}", "p".repeat(250));
    let refused = |id: &str| {
        let error = shop.try_reserve(&order(id, 360)).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::InvalidRequest, Outcome::NotExecuted));
        let issues: Vec<_> = error.issues().iter().map(|issue| (&*issue.path, issue.rule)).collect();
        assert_eq!(issues, [("confirmUrl", "max-bytes")]);
        error.to_string()
    };
    let message = refused(&"x".repeat(100));
    assert!(message.contains("LINE Pay allows 500") && message.contains("which has 100"), "{message}");
    let left: usize = message.split_once("leave ").unwrap().1.split_once(" bytes").unwrap().0.parse().unwrap();
    assert!((50..100).contains(&left), "{message}");
    assert_eq!(shop.network.count("reserve"), 0, "nothing was sent");
    shop.reserve(&"x".repeat(left), 360);
    let sent: Value = serde_json::from_str(&shop.network.last_body("reserve")).unwrap();
    assert!(sent["confirmUrl"].as_str().unwrap().len() > 498, "the last byte is used");
    refused(&"x".repeat(left + 1));
}

#[test]
fn any_flipped_bit_any_cut_and_any_other_spelling_is_no_token() {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let shop = Shop::new();
    let reserved = shop.approved("ORD-1", 360);
    let good = token(&reserved.confirm).to_owned();
    let refused = |text: &str| {
        let url = reserved.confirm.replace(&good, text);
        assert_eq!(shop.visit(VisitKind::Confirm, &url, None).state, State::InvalidToken, "{text}");
    };
    for (place, byte) in good.bytes().enumerate() {
        let value = ALPHABET.iter().position(|known| *known == byte).unwrap();
        for bit in 0..6 {
            let mut flipped = good.clone().into_bytes();
            flipped[place] = ALPHABET[value ^ (1 << bit)];
            refused(std::str::from_utf8(&flipped).unwrap());
        }
        refused(&good[..place]);
    }
    for wrong in [format!("{good}="), format!("{good}A"), format!("A{good}"), format!("{good}{good}"), "%00".to_owned()]
    {
        refused(&wrong);
    }
    let bare = reserved.confirm.replace("order=", "token=");
    assert_eq!(shop.visit(VisitKind::Confirm, &bare, None).state, State::InvalidToken);
    assert_eq!((shop.network.count("paymentCheck"), shop.network.count("confirm")), (0, 0));
    assert_eq!(shop.confirm(&reserved).state, State::Paid);
}

/// Signed with a key of its own, so that only the scope tells the shops apart.
fn keyed() -> (Shop, Reserved) {
    let mut shop = Shop::new();
    shop.settings = with_keys(&[NEW]);
    let reserved = shop.approved("ORD-1", 360);
    (shop, reserved)
}

#[test]
fn a_token_of_another_channel_environment_or_origin_is_refused() {
    let other_channel = Credentials::new("1234567891", SECRET).unwrap();
    let production = Credentials::new(CHANNEL, SECRET).unwrap();
    let origin = |origin: &str| Settings { origin: origin.to_owned(), ..with_keys(&[NEW]) };
    for (config, settings) in [
        (Config::new(other_channel, Version::V2, Environment::Sandbox), with_keys(&[NEW])),
        (Config::new(production, Version::V2, Environment::Production), with_keys(&[NEW])),
        (config().with_base_url("https://relay.example.com").unwrap(), with_keys(&[NEW])),
        (config(), origin("https://shop.example.org")),
        (config(), origin("https://shop.example.com:8443")),
    ] {
        let (mut shop, reserved) = keyed();
        let named = settings.origin.clone();
        assert_eq!(state_at(&mut shop, config, settings, &reserved.confirm), State::InvalidToken, "{named}");
        assert_eq!(shop.network.count("paymentCheck"), 0);
    }
    let (mut shop, reserved) = keyed();
    assert_eq!(state_at(&mut shop, config(), with_keys(&[NEW]), &reserved.confirm), State::Paid);
}

/// One key for two shops: where one part ends and the next begins is signed as well.
#[test]
fn a_token_of_a_shop_whose_parts_read_the_same_when_put_together_is_refused() {
    let of = |base: &str, id: &str| {
        let config = Config::new(Credentials::new(id, SECRET).unwrap(), Version::V2, Environment::Sandbox);
        config.with_base_url(base).unwrap()
    };
    let one = || of("https://relay.example.com:8080", CHANNEL);
    let other = of("https://relay.example.com:80", &format!("80{CHANNEL}"));
    for (config, state) in [(one(), State::Paid), (other, State::InvalidToken)] {
        let mut shop = Shop { config: one(), settings: with_keys(&[NEW]), ..Shop::new() };
        let reserved = shop.approved("ORD-1", 360);
        assert_eq!(state_at(&mut shop, config, with_keys(&[NEW]), &reserved.confirm), state);
    }
}

#[test]
fn the_default_key_hangs_on_the_secret() {
    let mut shop = Shop::new();
    let reserved = shop.approved("ORD-1", 360);
    let rotated = Credentials::new(CHANNEL, &"f".repeat(32)).unwrap();
    let rotated = Config::new(rotated, Version::V2, Environment::Sandbox);
    assert_eq!(state_at(&mut shop, rotated, settings(), &reserved.confirm), State::InvalidToken);
    assert_eq!(state_at(&mut shop, config(), settings(), &reserved.confirm), State::Paid);
    // Nor is the secret itself the key.
    shop.settings = with_keys(&[SECRET]);
    let reserved = shop.approved("ORD-2", 360);
    assert_eq!(state_at(&mut shop, config(), with_keys(&[NEW]), &reserved.confirm), State::InvalidToken);
    assert_eq!(state_at(&mut shop, config(), settings(), &reserved.confirm), State::InvalidToken);
}

/// Whoever has the channel secret (v2's relay, say) could make such a link: it charges nothing.
#[test]
fn a_link_by_the_default_key_is_asked_about_but_not_confirmed_by_a_shop_with_a_key_of_its_own() {
    for version in Version::ALL {
        let mut shop = Shop::of(version);
        let (open, paid) = (shop.approved("ORD-1", 360), shop.paid("ORD-2", 360));
        shop.settings = with_keys(&[NEW]);
        let verdict = shop.confirm(&open);
        assert_eq!((verdict.state, verdict.problems.len()), (State::Expired, 1), "{version}");
        assert_eq!(verdict.problems[0].kind, ProblemKind::OutdatedLink);
        assert!(verdict.problems[0].message.contains("not confirmed"));
        assert_eq!(shop.state(&open), "AUTHENTICATED");
        assert_eq!(shop.visit(VisitKind::Status, &open.status, None).state, State::Unpaid);
        let verdict = shop.confirm(&paid);
        assert_eq!((verdict.state, verdict.problems.len()), (State::Paid, 0), "{version}");
    }
}

/// The browser goes on knowing that a confirm has no answer when the shop gets a key of its own.
#[test]
fn a_new_signing_key_forgets_no_confirm_without_an_answer() {
    let mut shop = Shop::new();
    let (first, second) = (shop.approved("ORD-1", 360), shop.approved("ORD-1", 360));
    shop.network.script([("confirm", Trouble::HangBefore)]);
    let waits = shop.visit(VisitKind::Confirm, &first.confirm, Some(&first.cookie));
    let cookie = waits.set_cookie.unwrap().split(';').next().unwrap().to_owned();
    shop.settings = with_keys(&[NEW]);
    let third = shop.approved("ORD-1", 360);
    for reserved in [&third, &second] {
        let cookies = format!("{cookie}; {}", reserved.cookie);
        let verdict = shop.visit(VisitKind::Confirm, &reserved.confirm, Some(&cookies));
        assert_eq!(verdict.payment.map(|payment| payment.transaction_id.to_string()), Some(first.transaction.clone()));
    }
}

#[test]
fn keys_are_rotated_newest_first_and_a_missing_old_one_is_told_at_once() {
    let mut shop = Shop::new();
    shop.settings = with_keys(&[OLD]);
    let old = shop.approved("ORD-1", 360);
    shop.settings = with_keys(&[NEW]);
    let verdict = shop.confirm(&old);
    assert_eq!((verdict.state, verdict.problems.len()), (State::InvalidToken, 1));
    assert_eq!(verdict.problems[0].kind, ProblemKind::UnknownKey);
    assert_eq!(verdict.problems[0].asked.order_id.as_str(), "ORD-1");
    assert!(verdict.problems[0].message.contains("without keeping the old one"));
    assert_eq!(shop.network.count("paymentCheck"), 0, "what is not proved is not asked about");
    assert_eq!(state_at(&mut shop, config(), with_keys(&[NEW, OLD]), &old.confirm), State::Paid);
    let new = shop.approved("ORD-2", 360);
    assert_eq!(state_at(&mut shop, config(), with_keys(&[OLD]), &new.confirm), State::InvalidToken, "the newest signs");
    assert_eq!(state_at(&mut shop, config(), with_keys(&[NEW]), &new.confirm), State::Paid);
    let settings = with_keys(&[NEW, "short"]);
    let config = config();
    let error = Checkout::new(&config, &shop.network, &settings).err().unwrap();
    assert_eq!((error.code(), error.issues().len()), (Code::InvalidConfiguration, 1));
    assert!(!format!("{error} {error:?}").contains("short"), "keys are never printed");
}

#[test]
fn a_cookie_is_no_token_and_a_token_no_cookie() {
    let shop = Shop::new();
    let reserved = shop.approved("ORD-1", 360);
    let (name, value) = reserved.cookie.split_once('=').unwrap();
    let url = reserved.confirm.replace(token(&reserved.confirm), value);
    assert_eq!(shop.visit(VisitKind::Confirm, &url, None).state, State::InvalidToken);
    // Where the cookie's value is none, it says nothing, and nothing is refused for it.
    let cookie = format!("{name}={}", token(&reserved.confirm));
    assert_eq!(shop.visit(VisitKind::Confirm, &reserved.confirm, Some(&cookie)).state, State::Paid);
}

#[test]
fn the_cookie_is_host_only_for_https_and_named_after_the_order() {
    let shop = Shop::new();
    let (first, other) = (shop.reserve("ORD-1", 360), shop.reserve("ORD-2", 360));
    assert!(first.cookie.starts_with("__Host-linepay-"));
    assert_ne!(first.cookie.split('=').next(), other.cookie.split('=').next());
    let value = |cookie: &str| cookie.split_once('=').unwrap().1.to_owned();
    // The value of another order's cookie under this order's name is ignored.
    shop.decide(&first, "approve");
    let swapped = first.cookie.replace(&value(&first.cookie), &value(&other.cookie));
    assert_eq!(shop.visit(VisitKind::Confirm, &first.confirm, Some(&swapped)).state, State::Paid);
}

#[test]
fn a_set_cookie_header_is_safe_and_lives_as_long_as_the_token() {
    let shop = Shop::new();
    let header = shop.pay(&order("ORD-1", 360)).unwrap().reserved().unwrap().set_cookie;
    for part in ["; Path=/", "; Max-Age=7200", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(header.contains(part), "{header}");
    }
    assert!(!header.contains("Domain"));
    assert!(header.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '));
}

#[test]
fn expiry_forbids_confirm_to_the_second() {
    let mut shop = Shop::with(json!({ "approvalWindowSeconds": 90_000, "confirmWindowSeconds": 90_000 }), 1);
    shop.settings.lifetime = 3_600;
    let reserved = shop.approved("ORD-1", 360);
    let (status, start) = (reserved.status.clone(), shop::START);
    shop.network.advance(start + 60 * MINUTE - shop.network.time());
    assert_eq!(shop.confirm(&reserved).state, State::Expired);
    assert_eq!(shop.network.count("confirm"), 0);
    assert_eq!(shop.visit(VisitKind::Status, &status, None).state, State::Unpaid, "it may still ask");
    let punctual = Shop::new();
    let reserved = punctual.approved("ORD-1", 360);
    // Half a second before two hours; the reservation itself is long over, and LINE Pay says so.
    punctual.network.advance(start + 120 * MINUTE - 500 - punctual.network.time());
    assert_eq!(punctual.confirm(&reserved).state, State::Gone);
}

#[test]
fn the_checkout_sets_its_own_addresses() {
    let shop = Shop::new();
    let mut quote = order("ORD-1", 360);
    for (name, value) in [
        ("confirmUrl", json!("https://evil.example/")),
        ("cancelUrl", json!("https://a.example/")),
        ("confirmUrlType", json!("SERVER")),
        ("capture", json!(false)),
        ("amout", json!(1)),
    ] {
        quote[name] = value;
    }
    let error = shop.try_reserve(&quote).unwrap_err();
    let mut issues: Vec<_> = error.issues().iter().map(|issue| format!("{} {}", issue.path, issue.rule)).collect();
    issues.sort();
    assert_eq!(
        issues,
        [
            "amout unknown-field",
            "cancelUrl set-by-checkout",
            "confirmUrl set-by-checkout",
            "confirmUrlType set-by-checkout"
        ]
    );
    assert_eq!(shop.network.count("reserve"), 0);
}
