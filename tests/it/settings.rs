//! What a shop sets up once, at its edges.

use crate::support::shop::{Shop, input, settings};
use linepay_edge::flow::{Checkout, Settings};
use serde_json::{Value, json};

fn read(name: &str, value: &Value) -> Result<Settings, Vec<String>> {
    let mut given = json!({ "origin": "https://shop.example.com", "confirmPath": "/a", "cancelPath": "/b",
        "statusPath": "/c" });
    given[name] = value.clone();
    Settings::read(input(&given)).map_err(|error| error.issues().iter().map(|issue| issue.path.to_string()).collect())
}

#[test]
fn a_path_is_one_of_the_shop_s_own() {
    for name in ["confirmPath", "cancelPath", "statusPath"] {
        for wrong in ["a", "//a", "/a b", "/a?b", "/a#b", "/a\\b", "/茶", ""] {
            assert_eq!(read(name, &json!(wrong)).err(), Some(vec![name.to_owned()]), "{wrong:?}");
        }
        assert!(read(name, &json!("/pay/done")).is_ok());
    }
}

#[test]
fn an_order_may_be_confirmed_for_whole_seconds_from_a_minute_to_a_week() {
    for right in [60, 61, 604_800] {
        assert_eq!(read("lifetimeSeconds", &json!(right)).map(|settings| settings.lifetime), Ok(right));
    }
    for wrong in [json!(59), json!(604_801), json!(60.5), json!("60")] {
        assert_eq!(read("lifetimeSeconds", &wrong).err(), Some(vec!["lifetimeSeconds".to_owned()]), "{wrong}");
    }
    assert_eq!(read("lifetimeSeconds", &Value::Null).map(|settings| settings.lifetime), Ok(2 * 60 * 60));
}

#[test]
fn a_signing_key_has_32_bytes_or_more() {
    let shop = Shop::new();
    for (length, right) in [(31, false), (32, true)] {
        let settings = Settings { signing_keys: vec!["k".repeat(length)], ..settings() };
        assert_eq!(Checkout::new(&shop.config, &shop.network, &settings).is_ok(), right, "{length}");
    }
}

#[test]
fn an_order_keeps_its_orderid_unless_the_shop_says_otherwise() {
    for (given, suffixes) in [(Value::Null, false), (json!(false), false), (json!(true), true)] {
        assert_eq!(read("suffixOrderIds", &given).map(|settings| settings.suffix_order_ids), Ok(suffixes), "{given}");
    }
}

/// A slip in a name would leave the shop with a setting that it never chose.
#[test]
fn a_setting_of_no_such_name_is_refused() {
    for wrong in ["lifetime", "signingKey", "colour"] {
        assert_eq!(read(wrong, &json!(60)).err(), Some(vec![wrong.to_owned()]));
    }
}
