//! Requests as types of Rust: the same is sent as of the same request as JSON, and the same rules hold.

use crate::support::answer::success;
use crate::support::asked::{Asks, ask, least, least_packages, rules};
use crate::support::canned::Canned;
use crate::support::shop::run::block_on;
use crate::support::shop::{config_of, input};
use linepay_edge::flow::Client;
use linepay_edge::operations::STATUS_CHECK;
use linepay_edge::payment::{PaymentLife, PaymentState};
use linepay_edge::typed::*;
use linepay_edge::wire::Answers;
use linepay_edge::{Code, Expected, Typed, Version, accept};
use serde_json::{Value, json};

fn product() -> ProductReserve {
    ProductReserve {
        product_name: "tea".to_owned(),
        amount: "360".parse().unwrap(),
        order_id: "ORD-1".into(),
        confirm_url: "https://shop.example.com/confirm".to_owned(),
        ..ProductReserve::default()
    }
}

fn packages() -> PackagesReserve {
    let amount = "360".parse().unwrap();
    let product = Product { name: "tea".to_owned(), quantity: 1, price: amount, ..Product::default() };
    PackagesReserve {
        amount,
        order_id: "ORD-1".into(),
        packages: vec![Package { id: "1".to_owned(), amount, products: vec![product], ..Package::default() }],
        redirect_urls: RedirectUrls {
            confirm_url: Some("https://shop.example.com/ok".to_owned()),
            cancel_url: Some("https://shop.example.com/no".to_owned()),
            ..RedirectUrls::default()
        },
        ..PackagesReserve::default()
    }
}

/// The same request, typed and as JSON, is one request.
fn same<T: Typed + serde::Serialize>(version: Version, typed: &T, given: &Value) {
    let config = config_of(version);
    let asked = ask(T::OPERATION.name, &config, input(given)).unwrap();
    assert_eq!(typed.request(&config).unwrap(), asked, "{given}");
    assert_eq!(&serde_json::to_value(typed).unwrap(), given);
}

#[test]
fn a_request_as_a_type_is_the_same_as_json() {
    let charged: RegPayRequest =
        RegPayRequest { recurring_day: Some(31), recurring_period: Some("MONTH".to_owned()), ..Default::default() };
    let extras = Extras {
        add_friends: Some(vec![AddFriends { kind: "LINE_AT".to_owned(), id_list: vec!["@shop".to_owned()] }]),
        ..Extras::default()
    };
    let (mut scanned, mut given) = (product(), least());
    (scanned.capture, scanned.extras) = (Some(false), Some(extras));
    given["capture"] = json!(false);
    given["extras"] = json!({ "addFriends": [{ "type": "LINE_AT", "idList": ["@shop"] }] });
    same(Version::V2, &ReserveRequest::from(scanned), &given);
    let (mut registered, mut given) = (packages(), least_packages());
    registered.options = Some(ReserveOptions {
        payment: Some(PaymentOptions { pay_type: Some("PREAPPROVED".to_owned()), ..PaymentOptions::default() }),
        reg_pay_request: Some(charged),
        ..ReserveOptions::default()
    });
    given["options"] = json!({ "payment": { "payType": "PREAPPROVED" },
        "regPayRequest": { "recurringPeriod": "MONTH", "recurringDay": 31 } });
    same(Version::V4, &ReserveRequest::from(registered), &given);
    let id = "2026050712345678910".parse().unwrap();
    same(Version::V3, &RefundRequest { transaction_id: id, refund_amount: None }, &json!({ "transactionId": id }));
    same(
        Version::V3,
        &PaymentCheckRequest { fields: Some("ORDER".to_owned()), ..PaymentCheckRequest::of_transaction(id) },
        &json!({ "transactionId": [id], "fields": "ORDER" }),
    );
    same(Version::V2, &AuthCheckRequest::of_order(&"ORD-1".into()), &json!({ "orderId": ["ORD-1"] }));
}

#[test]
fn every_word_of_status_check_is_read() {
    let Answers::Status { codes, .. } = STATUS_CHECK.answers else { panic!("it answers with codes") };
    let words: Vec<_> = codes.iter().map(|(_, word)| *word).collect();
    assert_eq!(words, RequestStatus::ALL.map(RequestStatus::as_str));
    for (code, word) in codes {
        let text = format!(r#"{{"returnCode":"{code}","returnMessage":"-"}}"#);
        let reply = accept::<StatusCheckRequest>(Version::V3, &Expected::default(), 200, &text).unwrap();
        assert_eq!((reply.status.as_str(), reply.return_code.as_str()), (*word, code.as_str()));
    }
}

/// A text that begins with NUL means something of its own between the package and the module.
#[test]
fn a_text_that_begins_with_nul_stays_the_text_that_it_is() {
    for name in ["\0n5", "\0d", "\0f", "\0", "\0t"] {
        let named = ReserveRequest::from(ProductReserve { product_name: name.to_owned(), ..product() });
        let error = named.request(Version::V2).unwrap_err();
        assert_eq!(rules(&error), ["productName no-control-characters"], "{name:?}");
    }
    let mut shipped = packages();
    let address = Address { detail: Some("\0nine".to_owned()), ..Address::default() };
    shipped.options = Some(ReserveOptions {
        shipping: Some(ShippingOptions { address: Some(address), ..ShippingOptions::default() }),
        ..ReserveOptions::default()
    });
    let sent = ReserveRequest::from(shipped).request(Version::V3).unwrap().prepare(&config_of(Version::V3), "n");
    assert!(sent.body().unwrap().contains(r#""detail":"\u0000nine""#), "{:?}", sent.body());
}

#[test]
fn a_reservation_of_another_version_is_refused() {
    let (product, packages) = (ReserveRequest::from(product()), ReserveRequest::from(packages()));
    for version in [Version::V3, Version::V4] {
        assert!(packages.request(version).is_ok());
        let found = rules(&product.request(version).unwrap_err());
        assert!(found.contains(&"productName version".to_owned()), "{found:?}");
    }
    let found = rules(&packages.request(Version::V2).unwrap_err());
    assert!(found.contains(&"packages version".to_owned()), "{found:?}");
    let status = StatusCheckRequest { transaction_id: "5".parse().unwrap() };
    assert_eq!(status.request(Version::V2).unwrap_err().code(), Code::Unsupported);
}

#[test]
fn a_step_that_the_payment_does_not_allow_is_not_sent() {
    let config = config_of(Version::V3);
    let host = Canned::new(Ok((200, &success(&json!({ "refundTransactionId": 6 })))));
    let client = Client::new(&config, &host);
    let refund = RefundRequest { transaction_id: "5".parse().unwrap(), refund_amount: None };
    let life = |state| PaymentLife { state, ..PaymentLife::default() };
    let known = Expected::default();
    let error = block_on(client.send_step(&refund, &known, &life(PaymentState::Voided))).unwrap_err();
    assert_eq!((error.code(), host.sent.get()), (Code::IllegalStep, 0));
    let reply = block_on(client.send_step(&refund, &known, &life(PaymentState::Captured))).unwrap();
    assert_eq!((reply.refund_transaction_id.to_string(), host.sent.get()), ("6".to_owned(), 1));
}
