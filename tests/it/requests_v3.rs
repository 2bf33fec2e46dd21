//! The rules that v3 and v4 have beyond v2: packages and their sums, redirectUrls, options, lengths in
//! characters, and what only one version knows.

use crate::support::asked::{self, Asks, ID, ask, broken_in, least_packages, package, taken_in};
use crate::support::shop::{Shop, config_of, input};
use linepay_edge::error::Retry;
use linepay_edge::{Code, Outcome, Version};
use serde_json::{Value, json};

const LATER: [Version; 2] = [Version::V3, Version::V4];

/// The least request with `value` at `pointer`, whose parents are there.
fn with(pointer: &str, value: Value) -> Value {
    let mut request = least_packages();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let place = request.pointer_mut(parent).unwrap();
    match name.parse::<usize>() {
        Ok(index) => place[index] = value,
        Err(_) => place[name] = value,
    }
    request
}

fn with_options(options: Value) -> Value {
    with("/options", options)
}

#[test]
fn v4_has_no_yen_wherever_a_request_names_a_currency() {
    let payment = json!({ "transactionId": ID, "amount": 360, "currency": "JPY" });
    let charge = json!({ "regKey": "RK1a2B", "productName": "tea", "amount": 360, "currency": "JPY", "orderId": "O" });
    for (operation, request) in [
        ("reserve", with("/currency", json!("JPY"))),
        ("confirm", payment.clone()),
        ("capture", payment),
        ("preApproval", charge),
    ] {
        assert_eq!(broken_in(Version::V4, operation, &request), ["currency currency"], "{operation}");
        taken_in(Version::V3, operation, &request);
    }
}

#[test]
fn an_empty_request_lists_what_is_required() {
    for version in LATER {
        let found = broken_in(version, "reserve", &json!({}));
        let required =
            ["amount", "currency", "orderId", "packages", "redirectUrls.confirmUrl", "redirectUrls.cancelUrl"];
        assert_eq!(found, required.map(|name| format!("{name} required")), "{version}");
        let empty = with("/packages/0", json!({}));
        let required = ["id", "amount", "products"];
        let required = required.map(|name| format!("packages[0].{name} required"));
        assert_eq!(broken_in(version, "reserve", &empty), required, "{version}");
        assert_eq!(broken_in(version, "reserve", &with("/packages", json!([]))), ["packages not-empty"]);
        assert_eq!(
            broken_in(version, "reserve", &with("/packages/0/products", json!([]))),
            ["packages[0].products not-empty"]
        );
    }
}

#[test]
fn the_sums_add_up_or_the_one_that_does_not_is_named() {
    for version in LATER {
        let two = |first: u32, second: u32, amount: u32| {
            let mut request = with("/packages", json!([package("1", first), package("2", second)]));
            request["amount"] = json!(amount);
            request
        };
        taken_in(version, "reserve", &two(100, 260, 360));
        assert_eq!(broken_in(version, "reserve", &two(100, 261, 360)), ["amount sum"]);
        // A package whose own sum is wrong is named itself, not the whole.
        let mut wrong = two(100, 260, 361);
        wrong["packages"][1]["products"][0]["quantity"] = json!(2);
        assert_eq!(broken_in(version, "reserve", &wrong), ["packages[1].amount sum"]);
        // A gift costs nothing, and a discount may be a line of its own: the sums decide.
        let mut gift = least_packages();
        let sample = json!({ "name": "sample", "quantity": 3, "price": 0 });
        gift["packages"][0]["products"].as_array_mut().unwrap().push(sample);
        let mut discount = gift.clone();
        gift["packages"][0]["products"][1]["originalPrice"] = json!(50);
        discount["packages"][0]["products"][1]["price"] = json!(-10);
        discount["packages"][0]["amount"] = json!(330);
        discount["amount"] = json!(330);
        taken_in(version, "reserve", &gift);
        assert_eq!(taken_in(version, "reserve", &discount)["packages"][0]["products"][1]["price"], json!(-10));
        discount["packages"][0]["amount"] = json!(360);
        discount["amount"] = json!(360);
        assert_eq!(broken_in(version, "reserve", &discount), ["packages[0].amount sum"]);
        discount["packages"][0]["products"][1]["price"] = json!(-120);
        discount["packages"][0]["amount"] = json!(0);
        discount["amount"] = json!(0);
        assert_eq!(broken_in(version, "reserve", &discount), ["amount positive"]);
        discount["packages"][0]["products"][1]["price"] = json!(-121);
        discount["packages"][0]["amount"] = json!(-3);
        discount["amount"] = json!(-3);
        assert_eq!(broken_in(version, "reserve", &discount), ["amount positive", "packages[0].amount positive"]);
        // Sums that leave the range are no sums.
        let mut huge = with("/packages/0/products/0/quantity", json!(4_000_000_000_u32));
        huge["packages"][0]["products"][0]["price"] = json!(9_999_999_999_999_u64);
        assert_eq!(broken_in(version, "reserve", &huge), ["packages[0].amount sum"]);
    }
}

#[test]
fn package_ids_are_unique_and_quantities_are_whole_numbers_above_0() {
    for version in LATER {
        let mut twice = with("/packages", json!([package("1", 100), package("2", 200), package("1", 60)]));
        assert_eq!(broken_in(version, "reserve", &twice), ["packages[2].id unique"]);
        twice["packages"][2]["id"] = json!("１");
        taken_in(version, "reserve", &twice);
        for (quantity, rule) in [
            (json!(0), "positive"),
            (json!(-1), "whole-number"),
            (json!(1.5), "whole-number"),
            (json!("1"), "whole-number"),
            (json!(true), "whole-number"),
            (json!(4_294_967_296_u64), "whole-number"),
        ] {
            let found = broken_in(version, "reserve", &with("/packages/0/products/0/quantity", quantity.clone()));
            assert_eq!(found, [format!("packages[0].products[0].quantity {rule}")], "{quantity}");
        }
    }
}

#[test]
fn every_sum_is_as_fine_as_its_currency() {
    for version in LATER {
        let mut halves = least_packages();
        halves["packages"][0]["products"] = json!([{ "name": "tea", "quantity": 2, "price": 180.5 }]);
        (halves["packages"][0]["amount"], halves["amount"]) = (json!(361), json!(361));
        assert_eq!(broken_in(version, "reserve", &halves), ["packages[0].products[0].price decimals"]);
        halves["currency"] = json!("USD");
        assert_eq!(taken_in(version, "reserve", &halves)["packages"][0]["products"][0]["price"], json!(180.5));
        halves["packages"][0]["products"][0]["price"] = json!(180.505);
        assert_eq!(broken_in(version, "reserve", &halves), ["packages[0].products[0].price amount"]);
    }
    let yen = with("/currency", json!("JPY"));
    taken_in(Version::V3, "reserve", &yen);
    assert_eq!(broken_in(Version::V4, "reserve", &yen), ["currency currency"]);
}

#[test]
fn redirect_urls_are_required_unless_nobody_is_called() {
    for version in LATER {
        for kind in ["CLIENT", "SERVER"] {
            let urls = json!({ "confirmUrlType": kind });
            let required = ["redirectUrls.confirmUrl required", "redirectUrls.cancelUrl required"];
            assert_eq!(broken_in(version, "reserve", &with("/redirectUrls", urls)), required, "{kind}");
        }
        let none = with("/redirectUrls", json!({ "confirmUrlType": "NONE" }));
        assert_eq!(taken_in(version, "reserve", &none)["redirectUrls"], json!({ "confirmUrlType": "NONE" }));
        for (url, rule) in [
            ("http://shop.example.com/", "https"),
            ("/pay", "url"),
            ("https://shop.example.com/茶", "url"),
            ("https://shop.example.com/?transactionId=1", "reserved-parameter"),
        ] {
            let found = broken_in(version, "reserve", &with("/redirectUrls/confirmUrl", json!(url)));
            assert_eq!(found, [format!("redirectUrls.confirmUrl {rule}")], "{url}");
        }
        for kind in ["client", "", "APP"] {
            let found = broken_in(version, "reserve", &with("/redirectUrls/confirmUrlType", json!(kind)));
            assert_eq!(found, ["redirectUrls.confirmUrlType one-of"], "{kind:?}");
        }
    }
}

#[test]
fn each_version_knows_its_own_fields_only() {
    let fee = |version: Version| {
        let mut request = with("/packages/0/userFee", json!(40));
        request["amount"] = json!(400);
        ask("reserve", version, input(&request)).map_err(|error| asked::rules(&error))
    };
    assert!(fee(Version::V3).is_ok());
    assert_eq!(fee(Version::V4).unwrap_err()[0], "packages[0].userFee unknown-field");
    let shipping = json!({ "shipping": { "type": "NO_SHIPPING" } });
    let family = json!({ "familyService": { "addFriends": [{ "type": "lineAt", "idList": ["@shop"] }] } });
    let terms = json!({ "regPayRequest": { "regPayPeriodType": "NON_RECURRING" } });
    for (options, name, own, other) in [
        (shipping, "shipping", Version::V3, Version::V4),
        (family, "familyService", Version::V3, Version::V4),
        (terms, "regPayRequest", Version::V4, Version::V3),
    ] {
        taken_in(own, "reserve", &with_options(options.clone()));
        let found = broken_in(other, "reserve", &with_options(options));
        assert_eq!(found, [format!("options.{name} unknown-field")], "{other}");
    }
    for version in [Version::V2, Version::V4] {
        let request = json!({ "transactionId": ID, "fields": "ALL" });
        assert_eq!(broken_in(version, "paymentCheck", &request), ["fields unknown-field"], "{version}");
    }
    let request = json!({ "transactionId": ID, "fields": "all" });
    assert_eq!(broken_in(Version::V3, "paymentCheck", &request), ["fields one-of"]);
    // Of an object that has to be there `null` is none, like one that is left out.
    let (mut none, mut absent) = (least_packages(), least_packages());
    none["redirectUrls"] = json!(null);
    absent.as_object_mut().unwrap().remove("redirectUrls");
    for request in [none, absent] {
        let urls = ["redirectUrls.confirmUrl required", "redirectUrls.cancelUrl required"];
        assert_eq!(broken_in(Version::V4, "reserve", &request), urls);
    }
    // The bodies of v2 and of the later versions are not taken for one another.
    let v2 = broken_in(Version::V3, "reserve", &asked::least());
    assert!(v2.contains(&"productName version".to_owned()) && v2.contains(&"packages required".to_owned()));
    let v3 = broken_in(Version::V2, "reserve", &least_packages());
    assert!(v3.contains(&"packages version".to_owned()) && v3.contains(&"productName required".to_owned()));
}

#[test]
fn a_fee_of_v3_belongs_to_the_amount() {
    let mut request = with_options(json!({ "shipping": { "type": "NO_SHIPPING", "feeAmount": 60 } }));
    request["packages"][0]["userFee"] = json!(40);
    assert_eq!(broken_in(Version::V3, "reserve", &request), ["amount sum"]);
    request["amount"] = json!(460);
    taken_in(Version::V3, "reserve", &request);
    for (shipping, issue) in [
        (json!({ "type": "SHIPPING" }), "options.shipping.feeInquiryUrl required"),
        (json!({ "type": "FIXED_ADDRESS" }), "options.shipping.address required"),
        (json!({ "type": "shipping" }), "options.shipping.type one-of"),
        (json!({ "feeAmount": -1 }), "options.shipping.feeAmount positive"),
        (json!({ "feeAmount": 0.5 }), "options.shipping.feeAmount decimals"),
        (json!({ "feeInquiryType": "NEVER" }), "options.shipping.feeInquiryType one-of"),
        (json!({ "address": { "zip": "1" } }), "options.shipping.address.zip unknown-field"),
    ] {
        assert_eq!(broken_in(Version::V3, "reserve", &with_options(json!({ "shipping": shipping }))), [issue]);
    }
}

#[test]
fn options_are_spelt_as_documented() {
    for version in LATER {
        for (options, issue) in [
            (json!({ "payment": { "payType": "preapproved" } }), "options.payment.payType one-of"),
            (json!({ "payment": { "capture": "false" } }), "options.payment.capture type"),
            (json!({ "payment": { "captur": false } }), "options.payment.captur unknown-field"),
            (json!({ "display": { "locale": "zh-TW" } }), "options.display.locale one-of"),
            (json!({ "extra": { "branchId": "x".repeat(33) } }), "options.extra.branchId max-length"),
            (
                json!({ "extra": { "promotionRestriction": {} } }),
                "options.extra.promotionRestriction.rewardLimit required",
            ),
            (json!({ "events": [{ "code": "A" }] }), "options.events[0] exactly-one"),
            (
                json!({ "events": [{ "code": "A", "totalAmount": 1, "productQuantity": 1 }] }),
                "options.events[0] exactly-one",
            ),
            (json!({ "events": [{ "totalAmount": 1 }] }), "options.events[0].code required"),
        ] {
            assert_eq!(broken_in(version, "reserve", &with_options(options)), [issue], "{version}");
        }
    }
}

#[test]
fn the_terms_of_an_automatic_payment_fit_together() {
    let at = |terms: Value| with_options(json!({ "payment": { "payType": "PREAPPROVED" }, "regPayRequest": terms }));
    for good in [
        json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "MONTH", "recurringDay": 31, "productPrice": 360 }),
        json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "WEEK", "recurringDayOfWeek": "SUN" }),
        json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "YEAR", "recurringMonth": 2, "recurringDay": 29 }),
        json!({ "regPayPeriodType": "NON_RECURRING", "perTransactionLimit": 3000 }),
    ] {
        assert_eq!(taken_in(Version::V4, "reserve", &at(good.clone()))["options"]["regPayRequest"], good);
    }
    for (bad, issue) in [
        (json!({ "regPayPeriodType": "MONTHLY" }), "regPayPeriodType one-of"),
        (json!({ "recurringPeriod": "DAY" }), "recurringPeriod one-of"),
        (json!({ "recurringPeriod": "WEEK", "recurringDay": 1 }), "recurringDay only-with"),
        (json!({ "recurringPeriod": "MONTH", "recurringDayOfWeek": "MON" }), "recurringDayOfWeek only-with"),
        (json!({ "recurringPeriod": "MONTH", "recurringMonth": 1 }), "recurringMonth only-with"),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 2, "recurringDay": 30 }), "recurringDay range"),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 4, "recurringDay": 31 }), "recurringDay range"),
        (json!({ "recurringPeriod": "YEAR", "recurringMonth": 13 }), "recurringMonth range"),
        (json!({ "recurringPeriod": "MONTH", "recurringDay": 0 }), "recurringDay range"),
        (json!({ "regPayPeriodType": "RECURRING", "perTransactionLimit": 1 }), "perTransactionLimit only-with"),
        (json!({ "productPrice": 9.5 }), "productPrice decimals"),
        (json!({ "regPayPeriodType": "NON_RECURRING", "recurringPeriod": "WEEK" }), "recurringPeriod only-with"),
    ] {
        assert_eq!(broken_in(Version::V4, "reserve", &at(bad)), [format!("options.regPayRequest.{issue}")]);
    }
}

/// The same text in bytes and in characters: v2 counts those, v3 and v4 these.
#[test]
fn lengths_are_characters_and_not_bytes() {
    for version in LATER {
        for (pointer, path, most) in [
            ("/orderId", "orderId", 100),
            ("/packages/0/id", "packages[0].id", 50),
            ("/packages/0/name", "packages[0].name", 100),
            ("/packages/0/products/0/id", "packages[0].products[0].id", 50),
            ("/packages/0/products/0/name", "packages[0].products[0].name", 4000),
            ("/redirectUrls/appPackageName", "redirectUrls.appPackageName", 4000),
        ] {
            taken_in(version, "reserve", &with(pointer, json!("茶".repeat(most))));
            let long = with(pointer, json!("茶".repeat(most + 1)));
            assert_eq!(broken_in(version, "reserve", &long), [format!("{path} max-length")], "{version}");
            assert_eq!(broken_in(version, "reserve", &with(pointer, json!(""))), [format!("{path} not-empty")]);
            let lines = with(pointer, json!("a\u{2028}b\tc\n"));
            if path.ends_with("name") {
                taken_in(version, "reserve", &lines);
            } else {
                assert_eq!(broken_in(version, "reserve", &lines), [format!("{path} no-control-characters")]);
            }
            let nul = with(pointer, json!("a\0b"));
            assert_eq!(broken_in(version, "reserve", &nul), [format!("{path} no-control-characters")]);
        }
        // A character outside the first plane counts as two, as in Java and JavaScript.
        taken_in(version, "reserve", &with("/orderId", json!("𠮷".repeat(50))));
        assert_eq!(
            broken_in(version, "reserve", &with("/orderId", json!("𠮷".repeat(50) + "x"))),
            ["orderId max-length"]
        );
        let branch = |count: usize| with_options(json!({ "extra": { "branchName": "茶".repeat(count) } }));
        taken_in(version, "reserve", &branch(200));
        assert_eq!(broken_in(version, "reserve", &branch(201)), ["options.extra.branchName max-length"]);
    }
}

#[test]
fn a_question_that_a_version_lacks_is_refused_before_any_network() {
    let shop = Shop::of(Version::V2);
    let request = ask("statusCheck", Version::V2, input(&json!({ "transactionId": ID })));
    let error = request.unwrap_err();
    assert_eq!((error.code(), error.outcome()), (Code::Unsupported, Outcome::NotExecuted));
    assert_eq!((error.retry(), error.operation()), (Retry::Never, Some("statusCheck")));
    assert!(shop.network.sent().is_empty());
    for version in LATER {
        let any = ask("statusCheck", version, input(&json!({ "transactionId": ID }))).unwrap();
        let request = any.prepare(&config_of(version), "n");
        assert!(request.url().ends_with(&format!("/{version}/payments/requests/{ID}/check")), "{}", request.url());
    }
}

#[test]
fn a_reg_key_is_safe_in_a_path() {
    for version in Version::ALL {
        for operation in ["regKeyCheck", "regKeyExpire", "preApproval"] {
            let request = |key: &str| {
                let mut request = json!({ "regKey": key });
                if operation == "preApproval" {
                    let charge = json!({ "productName": "tea", "amount": 1, "currency": "TWD", "orderId": "ORD-1" });
                    request.as_object_mut().unwrap().extend(charge.as_object().unwrap().clone());
                }
                request
            };
            let any = ask(operation, version, input(&request("RK1a2B"))).unwrap();
            let url = any.prepare(&config_of(version), "n").url().to_owned();
            assert!(url.contains("/payments/preapprovedPay/RK1a2B/"), "{url}");
            let long = "R".repeat(65);
            for key in
                ["", "..", "../refund", "RK/1", "RK%2F1", "RK?x=1", "RK#", "RK 1", "RK\n", "ＲＫ１", "RK;1", &long]
            {
                assert_eq!(broken_in(version, operation, &request(key)), ["regKey reg-key"], "{operation} {key:?}");
            }
        }
    }
}
