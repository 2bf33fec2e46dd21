//! What the merchant console is told, and what it may do.

use crate::shop::{SECRET, Shop, code, reserved};
use linepay_sandbox::Request;
use serde_json::{Value, json};

/// Payments over 100, 200, … of orders ORD-1, ORD-2, …, a minute apart; each is approved and confirmed.
fn shop(count: u64) -> (Shop, Vec<u64>) {
    let mut shop = Shop::new();
    let ids = (1..=count).map(|number| pay(&mut shop, &format!("ORD-{number}"), 100 * number, true)).collect();
    (shop, ids)
}

fn pay(shop: &mut Shop, order: &str, amount: u64, capture: bool) -> u64 {
    let text = if capture { "true" } else { "false" };
    let reply = shop.reserve_with(json!({ "orderId": order, "amount": amount, "capture": text }));
    let id = reserved(&reply).id;
    shop.control("POST", &format!("transactions/{id}/approve"), &Value::Null);
    let body = json!({ "amount": amount, "currency": "TWD" }).to_string();
    assert_eq!(code(&shop.post(&format!("/v2/payments/{id}/confirm"), &body)), "0000");
    shop.now += 60_000;
    id
}

fn ask(shop: &mut Shop, path: &str, query: &str) -> (u16, Value) {
    let mut request = shop.request("GET", &format!("/_sandbox/console/{path}"), query, b"");
    request.headers = vec![("X-Sandbox-Control".to_owned(), "1".to_owned())];
    let answer = shop.send(&request);
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

fn orders(shop: &mut Shop, query: &str) -> Vec<String> {
    let (status, list) = ask(shop, "transactions", query);
    assert_eq!(status, 200, "{list}");
    list["rows"].as_array().unwrap().iter().map(|row| row["orderId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn finds_by_order_id_date_state_and_sum() {
    let (mut shop, ids) = shop(4);
    shop.control("POST", &format!("transactions/{}/refund", ids[1]), &Value::Null);
    for (query, wanted) in [
        ("", "ORD-4 ORD-3 ORD-2 ORD-1"),
        ("q=ord-3", "ORD-3"),
        (&format!("q={}", ids[2]), "ORD-3"),
        ("q=ord+-4", "ORD-4"),
        ("q=nothing", ""),
        ("state=REFUNDED", "ORD-2"),
        ("state=REFUNDED,CAPTURED&sort=amount", "ORD-1 ORD-2 ORD-3 ORD-4"),
        ("least=200&most=300", "ORD-3 ORD-2"),
        ("from=2026-05-07T03:05:05Z&to=2026-05-07T03:06:05Z", "ORD-3 ORD-2"),
        ("to=2026-05-06", ""),
        ("from=2026-05-07&to=2026-05-07&sort=date", "ORD-1 ORD-2 ORD-3 ORD-4"),
        ("sort=-order&offset=1&limit=2", "ORD-3 ORD-2"),
    ] {
        assert_eq!(orders(&mut shop, query).join(" "), wanted, "{query}");
    }
    let (_, list) = ask(&mut shop, "transactions", "limit=1");
    assert_eq!(list["found"], 4);
}

/// By date without a search there is an index, otherwise only what can be on the page is kept: both tell what all in
/// order would.
#[test]
fn each_page_of_many_is_a_part_of_all_in_order() {
    let mut shop = Shop::new();
    let payment = |number: u64| {
        let (order, ago) = (format!("ORD-{number}"), number * 7919 % 3000);
        json!({ "orderId": order, "amount": 100 + number % 9, "state": "CAPTURED", "agoSeconds": ago })
    };
    for part in 0..3 {
        let payments: Vec<Value> = (part * 500..part * 500 + 500).map(payment).collect();
        shop.control("POST", "seed", &json!({ "payments": payments }));
    }
    pay(&mut shop, "ORD-NOW", 100, true);
    for sort in ["date", "-date", "amount", "-order"] {
        let mut all = Vec::new();
        for offset in [0, 500, 1000, 1500] {
            all.extend(orders(&mut shop, &format!("sort={sort}&offset={offset}&limit=500")));
        }
        assert_eq!(all.len(), 1501, "{sort}");
        for (offset, limit) in [(0, 1), (0, 100), (300, 100), (1490, 100), (1600, 10), (7, 0)] {
            for search in ["", "&least=1"] {
                let page = orders(&mut shop, &format!("sort={sort}&offset={offset}&limit={limit}{search}"));
                let wanted: Vec<String> = all.iter().skip(offset).take(limit).cloned().collect();
                assert_eq!(page, wanted, "{sort} {offset} {limit} {search}");
            }
        }
    }
    assert_eq!(orders(&mut shop, "limit=1"), ["ORD-NOW"]);
}

#[test]
fn a_refund_is_found_by_its_own_id() {
    let (mut shop, ids) = shop(2);
    let reply = shop.control("POST", &format!("transactions/{}/refund", ids[0]), &json!({ "amount": 60 }));
    let id = reply["info"]["refundTransactionId"].as_u64().unwrap();
    assert_eq!(orders(&mut shop, &format!("q={id}")), ["ORD-1"]);
    let (_, view) = ask(&mut shop, &format!("transactions/{id}"), "");
    assert_eq!(view["payment"]["transactionId"], ids[0].to_string());
}

#[test]
fn words_are_found_in_any_letters_of_any_script() {
    let mut shop = Shop::new();
    for (order, product) in [("Ord-Ä1", "原味優格 Tea"), ("ORD-2", "ÉCLAIR"), ("2026", "x")] {
        shop.reserve_as(order, json!({ "productName": product }));
    }
    for (words, wanted) in [
        ("%E5%84%AA%E6%A0%BC+TEA", "Ord-Ä1"),
        ("ord-%C3%A4", "Ord-Ä1"),
        ("%C3%A9clair", "ORD-2"),
        ("oRD-2", "ORD-2"),
        ("ord-2+tea", ""),
        ("2026+X", "2026"),
        ("20261", ""),
    ] {
        assert_eq!(orders(&mut shop, &format!("q={words}")).join(" "), wanted, "{words}");
    }
}

#[test]
fn what_is_wrong_with_a_search_is_said() {
    let (mut shop, _) = shop(1);
    for (query, field) in [
        ("state=PAID", "state"),
        ("from=yesterday", "from"),
        ("least=many", "least"),
        ("sort=name", "sort"),
        ("x=1", "x"),
    ] {
        let (status, answer) = ask(&mut shop, "transactions", query);
        assert_eq!(status, 400);
        assert!(answer["error"].as_str().unwrap().starts_with(&format!("{field}: ")), "{answer}");
    }
}

#[test]
fn a_payments_life_has_each_step_and_the_calls_about_it() {
    let (mut shop, _) = shop(2);
    let id = pay(&mut shop, "ORD-LATER", 500, false);
    let steps = |view: &Value| -> Vec<String> {
        view["life"].as_array().unwrap().iter().map(|step| step["what"].as_str().unwrap().to_owned()).collect()
    };
    let (_, view) = ask(&mut shop, &format!("transactions/{id}"), "");
    assert_eq!(steps(&view), ["reserved", "approved", "authorized", "captureUntil"]);
    assert_eq!(view["life"][3]["ahead"], true);
    shop.control("POST", &format!("transactions/{id}/capture"), &json!({ "amount": 400 }));
    shop.control("POST", &format!("transactions/{id}/refund"), &json!({ "amount": 150 }));
    let (_, view) = ask(&mut shop, &format!("transactions/{id}"), "");
    assert_eq!(steps(&view), ["reserved", "approved", "authorized", "captured", "refunded"]);
    assert_eq!((&view["payment"]["captured"], &view["payment"]["refundable"]), (&json!(400), &json!(250)));
    let calls: Vec<_> =
        view["calls"].as_array().unwrap().iter().map(|call| call["operation"].as_str().unwrap()).collect();
    assert_eq!(calls, ["reserve", "confirm", "capture", "refund"]);
    assert_eq!(view["calls"][2]["notes"], json!(["done in the merchant console"]));
    assert_eq!(ask(&mut shop, "transactions/1", "").0, 404);
}

#[test]
fn a_payment_that_came_to_nothing_shows_when() {
    let mut shop = Shop::new();
    for (act, what) in [("cancel", "cancelled"), ("decline", "failed")] {
        let id = shop.reserve_with(json!({ "orderId": act }))["info"]["transactionId"].to_string();
        shop.now += 90_000;
        let now = shop.control("GET", "clock", &Value::Null)["now"].clone();
        shop.control("POST", &format!("transactions/{id}/{act}"), &Value::Null);
        shop.now += 5_000;
        shop.restart();
        let (_, view) = ask(&mut shop, &format!("transactions/{id}"), "");
        let steps = view["life"].as_array().unwrap();
        assert_eq!(steps.len(), 2, "{view}");
        assert_eq!(steps[1], json!({ "what": what, "at": now, "ahead": false }));
    }
}

#[test]
fn what_the_merchant_may_not_do_is_refused_as_a_call_would_be() {
    let (mut shop, ids) = shop(1);
    let id = ids[0];
    let mut act = |act: &str, body: Value| {
        let answer = shop.control_answer("POST", &format!("transactions/{id}/{act}"), &body);
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        (answer.status, told["returnCode"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(act("refund", json!({ "amount": 101 })), (200, "1164".to_owned()));
    assert_eq!(act("void", Value::Null), (200, "1155".to_owned()));
    assert_eq!(act("void", json!({ "amount": 1 })).0, 400);
    assert_eq!(act("refund", json!({ "amonut": 1 })).0, 400);
    assert_eq!(act("refund", Value::Null), (200, "0000".to_owned()));
    assert_eq!(act("refund", Value::Null), (200, "1165".to_owned()));
}

#[test]
fn the_secret_is_told_to_who_asks_for_the_keys_and_to_nobody_else() {
    let (mut shop, ids) = shop(1);
    for path in ["overview".to_owned(), "transactions".to_owned(), format!("transactions/{}", ids[0])] {
        assert!(!ask(&mut shop, &path, "").1.to_string().contains(SECRET), "{path}");
    }
    assert_eq!(ask(&mut shop, "keys", "").0, 404);
    assert_eq!(shop.control("POST", "console/keys", &Value::Null)["channelSecret"], SECRET);
    for header in [("Origin", "https://elsewhere.example"), ("Sec-Fetch-Site", "cross-site")] {
        let headers = [("X-Sandbox-Control", "1"), header];
        let mut request =
            Request { method: "POST".to_owned(), path: "/_sandbox/console/keys".to_owned(), ..Request::default() };
        request.headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        assert_eq!(shop.send(&request).status, 403, "{header:?}");
    }
    let bare = Request { method: "POST".to_owned(), path: "/_sandbox/console/keys".to_owned(), ..Request::default() };
    assert_eq!(shop.send(&bare).status, 403);
}

#[test]
fn the_download_has_every_movement_and_no_formula() {
    let (mut shop, ids) = shop(1);
    pay(&mut shop, "=HYPERLINK(\"http://x\")", 500, true);
    pay(&mut shop, " ＠\"a\",b", 500, true);
    shop.control("POST", &format!("transactions/{}/refund", ids[0]), &json!({ "amount": 60 }));
    let mut request = shop.request("GET", "/_sandbox/console/history/zh-Hant", "sort=date", b"");
    request.headers = vec![("X-Sandbox-Control".to_owned(), "1".to_owned())];
    let answer = shop.send(&request);
    assert_eq!(answer.content_type, "text/csv;charset=UTF-8");
    let rows: Vec<&str> = answer.body.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert!(rows[0].starts_with("\"日期（UTC）\",\"類型\""), "{}", rows[0]);
    let first = format!("\"2026-05-07T03:04:05Z\",\"CAPTURE\",\"ORD-1\",\"'{}\",\"\",", ids[0]);
    assert!(rows[1].starts_with(&first), "{}", rows[1]);
    assert!(rows[1].ends_with(",\"CREDIT_CARD\",\"TWD\",\"100\""), "{}", rows[1]);
    assert!(rows[2].contains("\"REFUND\"") && rows[2].ends_with(",\"-60\""), "{}", rows[2]);
    assert!(rows[3].contains(",\"'=HYPERLINK(\"\"http://x\"\")\","), "{}", rows[3]);
    assert!(rows[4].contains(",\"' ＠\"\"a\"\",b\","), "{}", rows[4]);
    assert_eq!(rows.len(), 6);
}

#[test]
fn deposits_are_captures_less_refunds_and_fees_by_taiwans_days() {
    let (mut shop, ids) = shop(2);
    shop.now += 13 * 3_600_000;
    shop.control("POST", &format!("transactions/{}/refund", ids[1]), &json!({ "amount": 50 }));
    let (_, told) = ask(&mut shop, "deposits", "fee=2.5");
    let day = |day: &str, captures: u64, captured: u64, refunds: u64, refunded: u64, fee: u64, payout: i64| {
        json!({ "day": day, "captures": captures, "captured": captured, "refunds": refunds, "refunded": refunded,
            "fee": fee, "payout": payout })
    };
    let days = json!([day("2026-05-08", 0, 0, 1, 50, 0, -50), day("2026-05-07", 2, 300, 0, 0, 8, 292)]);
    assert_eq!((&told["currency"], &told["days"]), (&json!("TWD"), &days));
    assert_eq!(ask(&mut shop, "deposits", "fee=-1").0, 400);
    assert_eq!(ask(&mut shop, "deposits", "fee=101").0, 400);
}

#[test]
fn a_payment_server_address_has_the_date_of_its_listing_after_a_restart_too() {
    let mut shop = Shop::with(json!({ "allow": ["203.0.113.1"] }));
    shop.now += 60_000;
    shop.control("PUT", "settings", &json!({ "allow": ["203.0.113.1", "203.0.113.0/24"] }));
    shop.now += 60_000;
    shop.control("PUT", "settings", &json!({ "allow": ["203.0.113.0/24", "203.0.113.1", "127.0.0.1"] }));
    let wanted = json!({ "addresses": [
        { "address": "203.0.113.0/24", "at": "2026-05-07T03:05:05Z" },
        { "address": "203.0.113.1/32", "at": null },
        { "address": "127.0.0.1/32", "at": "2026-05-07T03:06:05Z" },
    ] });
    assert_eq!(ask(&mut shop, "addresses", "").1, wanted);
    shop.restart();
    assert_eq!(ask(&mut shop, "addresses", "").1, wanted);
    shop.control("PUT", "settings", &json!({ "allow": null }));
    assert_eq!(ask(&mut shop, "addresses", "").1["addresses"], Value::Null);
}

#[test]
fn notices_tell_of_payments_lapses_keys_and_refused_addresses() {
    let (mut shop, ids) = shop(1);
    pay(&mut shop, "ORD-LATER", 500, false);
    shop.control("POST", &format!("transactions/{}/refund", ids[0]), &Value::Null);
    let key = shop.control("POST", "reg-keys", &Value::Null)["regKey"].as_str().unwrap().to_owned();
    shop.control("POST", &format!("reg-keys/{key}/end"), &Value::Null);
    shop.control("PUT", "settings", &json!({ "allow": ["203.0.113.1"] }));
    shop.post("/v2/payments/request", "{}");
    let kinds = |shop: &mut Shop| -> Vec<String> {
        let (_, told) = ask(shop, "notices", "");
        let notices = told["notices"].as_array().unwrap().iter();
        let mut kinds: Vec<_> = notices.map(|notice| notice["kind"].as_str().unwrap().to_owned()).collect();
        kinds.sort();
        kinds
    };
    let always = ["keyEnded", "paid", "refunded", "refusedAddress"];
    assert_eq!(kinds(&mut shop), always);
    shop.now += 28 * 86_400_000;
    assert_eq!(kinds(&mut shop), ["keyEnded", "lapsing", "paid", "refunded", "refusedAddress"]);
    shop.now += 3 * 86_400_000;
    assert_eq!(kinds(&mut shop), ["keyEnded", "lapsed", "paid", "refunded", "refusedAddress"]);
}

#[test]
fn notices_are_searched_before_the_last_are_told() {
    let (mut shop, ids) = shop(2);
    let key = shop.control("POST", "reg-keys", &Value::Null)["regKey"].as_str().unwrap().to_owned();
    shop.control("POST", &format!("reg-keys/{key}/end"), &Value::Null);
    shop.control("PUT", "settings", &json!({ "allow": ["203.0.113.1"] }));
    shop.post("/v2/payments/request", "{}");
    shop.now += 86_400_000;
    let payments: Vec<Value> =
        (0..400).map(|number| json!({ "orderId": format!("MANY-{number}"), "amount": 100 })).collect();
    shop.control("POST", "seed", &json!({ "payments": payments }));
    let found = |shop: &mut Shop, query: &str| -> (usize, bool) {
        let (status, told) = ask(shop, "notices", query);
        assert_eq!(status, 200, "{query}");
        (told["notices"].as_array().unwrap().len(), told["more"].as_bool().unwrap())
    };
    assert_eq!(found(&mut shop, ""), (300, true));
    assert_eq!(found(&mut shop, "kind=keyEnded"), (1, false), "though older than the last 300");
    assert_eq!(found(&mut shop, "kind=refusedAddress"), (1, false));
    assert_eq!(found(&mut shop, "kind=refusedAddress&q=127.0.0"), (1, false));
    assert_eq!(found(&mut shop, "q=ord-2"), (1, false));
    assert_eq!(found(&mut shop, &format!("q={}&kind=paid", ids[0])), (1, false));
    assert_eq!(found(&mut shop, &format!("q={key}")), (1, false));
    assert_eq!(found(&mut shop, "q=nothing"), (0, false));
    assert_eq!(found(&mut shop, "q=nothing&titled=keyEnded,refusedAddress"), (2, false));
    assert_eq!(ask(&mut shop, "notices", "now=1").0, 400);
    assert_eq!(found(&mut shop, "q=ord-&from=2000-01-01"), (2, false));
    assert_eq!(found(&mut shop, "q=ord-&from=2999-01-01"), (0, false));
    assert_eq!(ask(&mut shop, "notices", "kind=x").0, 400);
}

#[test]
fn calls_are_searched() {
    let (mut shop, ids) = shop(2);
    shop.post(&format!("/v2/payments/{}/confirm", ids[0]), "{}");
    let found = |shop: &mut Shop, query: &str| {
        let (status, told) = ask(shop, "calls", query);
        assert_eq!(status, 200);
        told["calls"].as_array().unwrap().len()
    };
    assert_eq!(found(&mut shop, ""), 5);
    assert_eq!(found(&mut shop, &format!("q={}", ids[0])), 3);
    assert_eq!(found(&mut shop, "q=ord-2"), 2);
    assert_eq!(found(&mut shop, "failed=1"), 1);
    assert_eq!(found(&mut shop, "last=2"), 2);
    assert_eq!(ask(&mut shop, "calls", "x=1").0, 400);
}
