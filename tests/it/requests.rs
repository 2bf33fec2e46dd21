//! What a caller may ask for: every rule of every field, all broken rules in one list.

use crate::support::asked::{self, Asks, ID, ask, broken, broken_in, least, least_packages, read, rules, taken};
use crate::support::shop::{config_of, input};
use linepay_edge::input::Input;
use linepay_edge::operations::find;
use linepay_edge::payment::PaymentLife;
use linepay_edge::wire::{Field, Need, Object};
use linepay_edge::{Code, Expected, Operation, Version, operations};
use serde_json::{Value, json};

/// A BigInt, as the package writes it.
fn big(number: i128) -> Value {
    json!(format!("\0n{number}"))
}

#[test]
fn everything_that_is_wrong_comes_in_one_list() {
    let request = json!({
        "productName": "", "amount": "36O", "currency": "NTD", "orderId": "x".repeat(101), "confirmURL": "https://a/",
        "capture": "true", "extras": { "branchName": 5,
            "addFriends": [{ "type": "X", "idList": [] }, { "typ": "LINE_AT" }] },
    });
    let mut found = broken("reserve", &request);
    found.sort();
    assert_eq!(
        found,
        [
            "amount amount",
            "capture type",
            "confirmURL unknown-field",
            "confirmUrl required",
            "currency currency",
            "extras.addFriends[0].idList not-empty",
            "extras.addFriends[0].type one-of",
            "extras.addFriends[1].idList not-empty",
            "extras.addFriends[1].typ unknown-field",
            "extras.addFriends[1].type required",
            "extras.branchName type",
            "orderId max-bytes",
            "productName not-empty",
        ]
    );
}

#[test]
fn an_empty_request_lists_what_is_required() {
    let required = ["productName", "amount", "currency", "confirmUrl", "orderId"];
    assert_eq!(broken("reserve", &json!({})), required.map(|name| format!("{name} required")));
    assert_eq!(broken("confirm", &json!({})), ["transactionId required", "amount required", "currency required"]);
    assert_eq!(broken("refund", &json!({})), ["transactionId required"]);
    assert_eq!(broken("paymentCheck", &json!({})), ["transactionId required"]);
    for (no_object, kind) in [(json!([]), "array"), (json!("x"), "text"), (json!(null), "null"), (json!(1), "number")] {
        let error = read("refund", input(&no_object)).unwrap_err();
        assert_eq!(error.issues()[0].path, "(request)");
        assert!(error.issues()[0].message.contains(kind), "{error}");
    }
}

#[test]
fn unknown_fields_are_named_with_a_suggestion() {
    for (operation, mistyped, meant) in [
        ("refund", "refundAmont", "refundAmount"),
        ("refund", "amount", ""),
        ("confirm", "currancy", "currency"),
        ("confirm", "orderId", ""),
        ("paymentCheck", "orderID", "orderId"),
        ("reserve", "product_name", "productName"),
    ] {
        let mut request = match operation {
            "reserve" => least(),
            "confirm" => json!({ "transactionId": ID, "amount": 360, "currency": "TWD" }),
            _ => json!({ "transactionId": ID }),
        };
        request[mistyped] = json!(1);
        let error = read(operation, input(&request)).unwrap_err();
        let issue = error.issues().iter().find(|issue| issue.path == mistyped).unwrap();
        assert_eq!(issue.rule, "unknown-field");
        let suggested = issue.message.contains(&format!("did you mean {meant}?"));
        assert_eq!(suggested, !meant.is_empty(), "{}", issue.message);
    }
    assert_eq!(find("refunds"), None);
    let source = json!([{ "operation": "refunds", "text": "{}" }]).to_string();
    assert_eq!(PaymentLife::of("v2", &source).unwrap_err().code(), Code::Unsupported);
}

#[test]
fn a_refund_amount_that_is_there_has_to_be_one() {
    for (amount, rule) in [
        (json!(null), "explicit"),
        // NaN and the infinities, as the package writes them.
        (json!("\0d"), "amount"),
        (json!(0.0), "positive"),
        (json!(-0.0), "positive"),
        (json!(-5.0), "positive"),
        (json!(0.1 + 0.2), "amount"),
        (json!(1.005), "amount"),
        (json!(""), "amount"),
        (json!("１００"), "amount"),
        (json!("1e2"), "amount"),
        (big(i128::MAX), "amount"),
        (json!(true), "type"),
        (json!([]), "type"),
    ] {
        let request = json!({ "transactionId": ID, "refundAmount": amount });
        let error = read("refund", input(&request)).expect_err("it was taken");
        assert_eq!(rules(&error), [format!("refundAmount {rule}")], "{amount:?}");
        if matches!(rule, "explicit" | "positive") {
            assert!(error.issues()[0].message.contains("leave the key out"), "{error}");
        }
    }
    assert_eq!(taken("refund", &json!({ "transactionId": ID })), "{}");
    for (amount, body) in [(json!(100), "100"), (json!("100.00"), "100"), (json!(9.5), "9.5"), (json!(0.01), "0.01")] {
        let request = json!({ "transactionId": ID, "refundAmount": amount });
        assert_eq!(taken("refund", &request), format!("{{\"refundAmount\":{body}}}"));
    }
}

#[test]
fn ids_are_text_of_digits() {
    for (id, rule) in [
        (json!(5), "type"),
        (json!(["1", "2"]), "type"),
        (json!({}), "type"),
        (json!(""), "transaction-id"),
        (json!("0"), "transaction-id"),
        (json!("007"), "transaction-id"),
        (json!("-1"), "transaction-id"),
        (json!("1/../2"), "transaction-id"),
        (json!("1\n"), "transaction-id"),
        (json!("1%2F"), "transaction-id"),
        (json!("9223372036854775808"), "transaction-id"),
        (json!("１"), "transaction-id"),
    ] {
        let mut confirm = json!({ "amount": 1, "currency": "TWD" });
        confirm["transactionId"] = id.clone();
        assert_eq!(broken("confirm", &confirm), [format!("transactionId {rule}")], "{id}");
        assert_eq!(broken("refund", &json!({ "transactionId": id })), [format!("transactionId {rule}")], "{id}");
        if !id.is_array() {
            assert_eq!(broken("paymentCheck", &json!({ "transactionId": id })), [format!("transactionId {rule}")]);
            let list = json!({ "transactionId": [ID, id] });
            assert_eq!(broken("paymentCheck", &list), [format!("transactionId[1] {rule}")]);
        }
    }
}

/// A BigInt has every digit, wherever an id may stand.
#[test]
fn ids_may_be_big_ints() {
    let by_big = |number: i128| json!({ "transactionId": big(number) });
    for version in Version::ALL {
        let asks_no_more = |field: &Field| field.name == "transactionId" || !matches!(field.need, Need::Required);
        let takes = |object: &Object| {
            object.fields.iter().any(|field| field.name == "transactionId") && object.fields.iter().all(asks_no_more)
        };
        let request_of = |operation: &Operation| operation.route(version).and_then(|_| operation.request(version));
        let of_ids: Vec<_> =
            operations::ALL.iter().filter(|operation| request_of(operation).is_some_and(takes)).collect();
        assert!(of_ids.len() >= 4, "{version}: {of_ids:?}");
        for operation in of_ids.into_iter().map(|operation| operation.name) {
            let any = ask(operation, version, input(&by_big(2_026_050_712_345_678_910))).unwrap();
            let request = any.prepare(&config_of(version), "n");
            assert!(request.url().contains(ID), "{operation} {version}: {}", request.url());
        }
    }
    for number in [0, -1, i128::from(u64::MAX), i128::MAX] {
        let error = read("void", input(&by_big(number))).expect_err("it was taken");
        assert_eq!(rules(&error), ["transactionId transaction-id"], "{number}");
    }
    let expected = Expected::read(input(&by_big(5)), "confirm").unwrap();
    assert_eq!(expected.transaction_ids, ["5".parse().unwrap()]);
    let list = json!({ "transactionId": [big(5), ID] });
    let request = read("paymentCheck", input(&list)).unwrap().prepare(&config_of(Version::V2), "n");
    assert!(request.url().ends_with(&format!("?transactionId=5&transactionId={ID}")), "{}", request.url());
}

/// Whatever way a whole sum is written, LINE Pay gets it without `.0` and without quotes: it refuses `100.0` with 1124.
#[test]
fn a_sum_is_written_in_one_way_whatever_it_was_given_as() {
    // The spellings that JSON has for it, and a BigInt.
    let forms = ["100", "100.0", "1e2", "1.0E2", "\"100\"", "\"100.0\"", "\"100.00\"", "\"0100\"", "\"\\u0000n100\""];
    let place = |request: &Value, pointers: &[&str], form: &str| {
        let mut given = request.clone();
        for pointer in pointers {
            *given.pointer_mut(pointer).unwrap() = json!("HERE");
        }
        given.to_string().replace("\"HERE\"", form)
    };
    let payment = json!({ "transactionId": ID, "amount": 1, "currency": "TWD" });
    let charge = json!({ "regKey": "RK1", "productName": "tea", "amount": 1, "currency": "TWD", "orderId": "O" });
    let refund = json!({ "transactionId": ID, "refundAmount": 1 });
    let mut packages = least_packages();
    packages["options"] = json!({ "events": [{ "code": "A", "totalAmount": 1 }],
        "extra": { "promotionRestriction": { "useLimit": 1, "rewardLimit": 1 } } });
    packages["packages"][0]["products"][0]["originalPrice"] = json!(1);
    let places = [
        "/amount",
        "/packages/0/amount",
        "/packages/0/products/0/price",
        "/packages/0/products/0/originalPrice",
        "/options/events/0/totalAmount",
        "/options/extra/promotionRestriction/useLimit",
        "/options/extra/promotionRestriction/rewardLimit",
    ];
    let mut counted = 0;
    for version in Version::ALL {
        let reserve = if version == Version::V2 { (least(), &places[..1]) } else { (packages.clone(), &places[..]) };
        for (operation, request, places) in [
            ("reserve", &reserve.0, reserve.1),
            ("confirm", &payment, &["/amount"][..]),
            ("capture", &payment, &["/amount"]),
            ("preApproval", &charge, &["/amount"]),
            ("refund", &refund, &["/refundAmount"]),
        ] {
            for form in forms {
                let given = place(request, places, form);
                let any = ask(operation, version, Input::of(&given)).unwrap();
                let request = any.prepare(&config_of(version), "n");
                let body = request.body().unwrap_or_default();
                let hundreds = body.matches(":100,").count() + body.matches(":100}").count();
                assert_eq!(hundreds, places.len(), "{operation} {version} {form}: {body}");
                assert!(!body.contains("100.") && !body.contains("\"100") && !body.contains("1e"), "{body}");
                counted += 1;
            }
        }
    }
    assert_eq!(counted, 3 * 5 * 9);
}

#[test]
fn deep_input_ends_in_an_error() {
    let deep = |open: &str, close: &str| open.repeat(200_000) + "1" + &close.repeat(200_000);
    for value in [deep("[", "]"), deep("{\"a\":", "}")] {
        for text in [value.clone(), format!("{{\"transactionId\":\"1\",\"refundAmount\":{value}}}")] {
            assert_eq!(read("refund", Input::of(&text)).unwrap_err().code(), Code::InvalidRequest);
        }
    }
    // Nor is half of it taken for the whole.
    let half = "[".repeat(200_000);
    assert_eq!(rules(&read("refund", Input::of(&half)).unwrap_err())[0], "(request) plain-data");
}

/// What the rules between fields count is read as the fields are.
#[test]
fn products_may_be_counted_in_any_spelling() {
    let mut request = least_packages();
    request["packages"][0]["products"] = json!([{ "name": "tea", "quantity": 2.0, "price": big(180) }]);
    for amount in [json!(360), json!("360.00"), big(360)] {
        request["amount"] = amount.clone();
        request["packages"][0]["amount"] = amount;
        assert!(ask("reserve", Version::V3, input(&request)).is_ok(), "{request}");
    }
    request["packages"][0]["products"][0]["price"] = big(181);
    assert_eq!(broken_in(Version::V3, "reserve", &request), ["packages[0].amount sum"]);
}

#[test]
fn an_order_id_has_no_blanks_around_it_wherever_it_is_given() {
    for id in [" ORD-1", "ORD-1 ", "\u{3000}ORD-1", "ORD-1\u{a0}", " ", "\u{2003}"] {
        for version in Version::ALL {
            let mut reserve = if version == Version::V2 { least() } else { least_packages() };
            reserve["orderId"] = json!(id);
            let charge =
                json!({ "regKey": "RK1", "productName": "tea", "amount": 1, "currency": "TWD", "orderId": id });
            for (operation, request, path) in [
                ("reserve", reserve, "orderId"),
                ("preApproval", charge, "orderId"),
                ("paymentCheck", json!({ "orderId": ["ORD-2", id] }), "orderId[1]"),
                ("authCheck", json!({ "orderId": id }), "orderId[0]"),
            ] {
                assert_eq!(broken_in(version, operation, &request), [format!("{path} trimmed")], "{operation} {id:?}");
            }
        }
    }
    taken("reserve", &asked::reserve("orderId", json!("ORD 1")));
}

#[test]
fn a_query_takes_one_to_a_hundred_ids_of_one_kind() {
    let many = |count: usize| (0..count).map(|n| format!("ORD-{n}")).collect::<Vec<_>>();
    let ids = |count: usize| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
    taken("paymentCheck", &json!({ "orderId": many(100) }));
    taken("paymentCheck", &json!({ "transactionId": ids(100) }));
    assert_eq!(broken("paymentCheck", &json!({ "orderId": many(101) })), ["orderId max-ids"]);
    assert_eq!(broken("paymentCheck", &json!({ "transactionId": ids(101) })), ["transactionId max-ids"]);
    assert_eq!(broken("paymentCheck", &json!({ "transactionId": ID, "orderId": "a" })), ["orderId one-kind"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": [] })), ["transactionId required"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": 5 })), ["orderId type"]);
    assert_eq!(broken("paymentCheck", &json!({ "orderId": ["a", 5, null] })), ["orderId[1] type", "orderId[2] type"]);
}
