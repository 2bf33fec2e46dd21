//! What the console and the clock tell of many payments: a part, and the right one.

use crate::shop::Shop;
use serde_json::{Value, json};

/// Payments whose dates are in no order, in the state that a number gets.
fn shop(count: u64, state: &str) -> Shop {
    let mut shop = Shop::new();
    let one = |number: u64| {
        json!({ "orderId": format!("ORD-{number}"), "amount": 100, "state": state,
        "agoSeconds": number * 7919 % count })
    };
    let all: Vec<Value> = (0..count).map(one).collect();
    shop.control("POST", "seed", &json!({ "payments": all }));
    shop
}

fn list(shop: &mut Shop, query: &str) -> (Value, Value) {
    let mut request = shop.request("GET", "/_sandbox/console/transactions", query, b"");
    request.headers = vec![("X-Sandbox-Control".to_owned(), "1".to_owned())];
    let mut answer: Value = serde_json::from_str(&shop.send(&request).body).unwrap();
    (answer["found"].take(), answer["rows"].take())
}

#[test]
fn a_page_of_all_by_date_is_the_page_that_a_search_for_all_finds() {
    let mut shop = shop(700, "CAPTURED");
    shop.reserve("NEW");
    for _ in 0..2 {
        for sort in ["date", "-date"] {
            for (offset, limit) in [(0, 100), (650, 100), (0, 500), (701, 5)] {
                let page = format!("sort={sort}&offset={offset}&limit={limit}");
                let (found, rows) = list(&mut shop, &page);
                assert_eq!((found, &rows), (json!(701), &list(&mut shop, &format!("{page}&least=1")).1), "{page}");
                assert_eq!(rows.as_array().unwrap().len(), (701 - offset).min(limit), "{page}");
            }
        }
        // Its records come in another order.
        shop.restart();
    }
    shop.control("POST", "reset", &Value::Null);
    assert_eq!(list(&mut shop, "").0, 0);
}

#[test]
fn of_many_lapses_the_first_are_told_in_their_order() {
    let mut shop = shop(250, "AUTHORIZED");
    let clock = shop.control("GET", "clock", &Value::Null);
    let lapses = clock["lapses"].as_array().unwrap();
    assert_eq!((lapses.len(), &clock["more"]), (100, &json!(true)));
    let at = |lapse: &Value| lapse["at"].as_str().unwrap().to_owned();
    assert!(lapses.is_sorted_by_key(at));
    // 250 in 250 seconds: what was authorised first ends first.
    let orders: Vec<u64> =
        (150..250).rev().map(|ago| (0..250).find(|number| number * 7919 % 250 == ago).unwrap()).collect();
    let told: Vec<String> = lapses.iter().map(|lapse| lapse["orderId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, orders.iter().map(|number| format!("ORD-{number}")).collect::<Vec<_>>());
}

#[test]
fn of_many_notices_the_last_are_told() {
    let mut shop = shop(400, "CAPTURED");
    let notices = shop.control("GET", "console/notices", &Value::Null);
    let told = notices["notices"].as_array().unwrap();
    assert_eq!((told.len(), &notices["more"]), (300, &json!(true)));
    assert!(told.is_sorted_by_key(|notice| std::cmp::Reverse(notice["at"].as_str().unwrap().to_owned())));
    let oldest = told.last().unwrap()["orderId"].as_str().unwrap();
    let number: u64 = oldest.strip_prefix("ORD-").unwrap().parse().unwrap();
    assert_eq!(number * 7919 % 400, 299);
}
