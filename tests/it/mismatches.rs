//! Replies in good form: ids keep their digits, sums add up, and what was not asked for is not believed.

use crate::support::answer::{ID, accept_reply, check, confirm, fails, known, paid, row, success, with};
use crate::support::asked::{Asks, ask};
use crate::support::shop::input;
use linepay_edge::typed::ReserveRequest;
use linepay_edge::{Code, Expected, Outcome, Version, accept};
use serde_json::{Value, json};

#[test]
fn ids_are_read_as_numbers_and_as_text_to_the_last_digit() {
    for info in [paid(), with(paid(), "transactionId", json!(ID))] {
        assert_eq!(confirm(200, &success(&info)).unwrap().transaction_id.to_string(), ID);
    }
    let largest = with(row(), "transactionId", json!(9223372036854775807_u64));
    let reply = check(&success(&json!([largest]))).unwrap();
    assert_eq!(reply.payments[0].transaction_id.to_string(), "9223372036854775807");
}

#[test]
fn null_lists_are_empty() {
    let none = with(row(), "payInfo", json!(null));
    assert_eq!(check(&success(&json!([none]))).unwrap().payments[0].paid(), None);
    assert!(check(&success(&json!([]))).unwrap().payments.is_empty());
    assert_eq!(fails(check(&success(&json!(null)))).0, Code::MalformedReply);
    // In confirm the list has to add up, and nothing does not.
    let (code, outcome, _) = fails(confirm(200, &success(&with(paid(), "payInfo", json!(null)))));
    assert_eq!((code, outcome), (Code::Mismatch, Outcome::Executed));
}

#[test]
fn refunds_count_whatever_their_sign() {
    for (amounts, refunded) in [([100, 20], "120"), ([-100, -20], "120"), ([-100, 20], "120"), ([0, 0], "0")] {
        let list = amounts.map(|amount| json!({ "refundTransactionId": 5, "refundAmount": amount }));
        let reply = check(&success(&json!([with(row(), "refundList", json!(list))]))).unwrap();
        assert_eq!(reply.payments[0].refunded().unwrap().to_string(), refunded);
    }
    let huge = json!({ "refundTransactionId": 5, "refundAmount": 9_999_999_999_999_i64 });
    let reply = check(&success(&json!([with(row(), "refundList", json!([huge, huge]))]))).unwrap();
    assert_eq!(reply.payments[0].refunded(), None, "beyond 15 digits nothing is claimed");
}

#[test]
fn a_confirm_of_something_else_is_a_mismatch_and_says_that_money_moved() {
    let parts = |amounts: &[u32]| {
        let parts: Vec<_> = amounts.iter().map(|amount| json!({ "amount": amount })).collect();
        with(paid(), "payInfo", json!(parts))
    };
    for (info, field, got) in [
        (with(paid(), "orderId", json!("ORD-2")), "orderId", "ORD-2"),
        (with(paid(), "orderId", json!("ord-1")), "orderId", "ord-1"),
        (with(paid(), "orderId", json!("ORD-1 ")), "orderId", "ORD-1 "),
        (with(paid(), "transactionId", json!(2026050712345678911_u64)), "transactionId", "2026050712345678911"),
        (parts(&[361]), "payInfo", "361"),
        (parts(&[180, 179]), "payInfo", "359"),
    ] {
        let error = confirm(200, &success(&info)).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Mismatch, Outcome::Executed), "{info}");
        let mismatch = error.mismatch().unwrap();
        assert_eq!((mismatch.field.as_str(), mismatch.got.as_str()), (field, got));
    }
    assert!(confirm(200, &success(&parts(&[180, 180]))).is_ok(), "parts add up");
    assert!(confirm(200, &success(&with(paid(), "payInfo", json!([{ "amount": 360.0 }])))).is_ok());
}

#[test]
fn a_query_answered_with_another_order_is_not_believed_and_changed_nothing() {
    let other = with(row(), "orderId", json!("ORD-2"));
    let (code, outcome, _) = fails(check(&success(&json!([row(), other]))));
    assert_eq!((code, outcome), (Code::Mismatch, Outcome::NotExecuted));
}

#[test]
fn a_refund_must_not_name_the_payment_itself() {
    let request = ask("refund", Version::V2, input(&json!({ "transactionId": ID }))).unwrap();
    let accepted = |id: &str| {
        let text = success(&json!({ "refundTransactionId": id }));
        request.accept(Version::V2, &Expected::default(), 200, &text)
    };
    assert!(accepted("2026050712345679911").is_ok());
    assert_eq!(fails(accepted(ID)).0, Code::Mismatch);
}

#[test]
fn a_reservation_needs_a_page_that_a_browser_may_be_sent_to() {
    for (web, fine) in [
        ("https://web-pay.line.me/x", true),
        ("http://127.0.0.1:8788/x", true),
        ("http://web-pay.line.me/x", false),
        ("javascript:alert(1)", false),
        ("//x", false),
        ("", false),
        ("https://a@b/", false),
    ] {
        let text = success(&json!({ "transactionId": ID, "paymentUrl": { "web": web } }));
        let result = accept::<ReserveRequest>(Version::V2, &Expected::default(), 200, &text);
        assert_eq!(result.is_ok(), fine, "{web}");
        if let Err(error) = result {
            assert_eq!((error.code(), error.outcome()), (Code::Mismatch, Outcome::Executed));
        }
    }
}

/// What is asked for, a reply that fits, and what does not fit about it: a field, its value, what is told.
type Repeated = (&'static str, Version, Value, Value, Vec<(&'static str, Value, &'static str)>);

#[test]
fn each_reply_repeats_what_was_asked_for() {
    let charge = json!({ "regKey": "RK0A1B2C3D4E5F6", "productName": "tea", "amount": 360, "currency": "TWD",
        "orderId": "ORD-1" });
    let at_the_counter = json!({ "productName": "tea", "amount": 360, "currency": "TWD", "orderId": "ORD-1",
        "oneTimeKey": "123456789012345678" });
    let parts = |amount: u32| json!([{ "amount": amount }]);
    let (other_id, other_order) = (json!("2026050712345678911"), json!("ORD-2"));
    let made = vec![
        ("orderId", other_order.clone(), "orderId"),
        ("payInfo", parts(361), "payInfo"),
        ("payInfo", Value::Null, ""),
        ("payInfo", json!([]), ""),
        ("orderId", Value::Null, ""),
    ];
    let table: [Repeated; 5] = [
        ("preApproval", Version::V2, charge, paid(), made.clone()),
        ("oneTimeKeyPay", Version::V2, at_the_counter, paid(), made),
        (
            "capture",
            Version::V2,
            json!({ "transactionId": ID, "amount": 360, "currency": "TWD" }),
            paid(),
            vec![
                ("transactionId", other_id.clone(), "transactionId"),
                ("orderId", other_order.clone(), "orderId"),
                ("payInfo", parts(300), "payInfo"),
                ("payInfo", json!([]), "payInfo"),
            ],
        ),
        (
            "orderCheck",
            Version::V2,
            json!({ "orderId": "ORD-1" }),
            with(paid(), "status", json!("COMPLETE")),
            vec![
                ("orderId", other_order.clone(), "orderId"),
                ("transactionId", other_id.clone(), "transactionId"),
                ("transactionId", json!("none"), ""),
            ],
        ),
        (
            "paymentCheck",
            Version::V3,
            json!({ "orderId": ["ORD-0", "ORD-1"] }),
            json!([row()]),
            vec![("0", with(row(), "orderId", other_order), "orderId"), ("0", with(row(), "payInfo", json!([])), "")],
        ),
    ];
    for (operation, version, request, info, wrong) in table {
        let request = ask(operation, version, input(&request)).unwrap();
        let known = match operation {
            "orderCheck" => Expected { transaction_ids: vec![ID.parse().unwrap()], ..Expected::default() },
            _ => known(),
        };
        let accepted = |info: &Value| request.accept(version, &known, 200, &success(info));
        assert!(accepted(&info).is_ok(), "{operation}: {:?}", accepted(&info));
        for (field, value, told) in wrong {
            let mut info = info.clone();
            match field.parse::<usize>() {
                Ok(index) => info[index] = value.clone(),
                Err(_) => info[field] = value.clone(),
            }
            let mismatch = accepted(&info).err().map(|error| {
                assert_eq!(error.code(), Code::Mismatch, "{operation} {field} {value}: {error:?}");
                error.mismatch().unwrap().field.clone()
            });
            assert_eq!(mismatch.unwrap_or_default(), told, "{operation} {field} {value}");
        }
    }
}

#[test]
fn only_a_registration_may_leave_out_how_it_was_paid() {
    let nothing = json!({ "transactionId": ID, "amount": 0, "currency": "TWD" });
    let request = ask("confirm", Version::V2, input(&nothing)).unwrap();
    let accepted = |info: Value| request.accept(Version::V2, &known(), 200, &success(&info));
    let bare = json!({ "transactionId": ID, "orderId": "ORD-1" });
    let reply = accepted(with(bare.clone(), "regKey", json!("RK0A1B2C3D4E5F6"))).unwrap();
    assert_eq!(serde_json::from_str::<Value>(reply.text()).unwrap()["payInfo"], json!([]));
    assert_eq!(fails(accepted(bare)).0, Code::MalformedReply);
}

#[test]
fn an_authorisation_says_how_it_stands() {
    let none = success(&json!([row()]));
    let asked = |version| accept_reply("authCheck", version, &known(), 200, &none);
    // In v2 a row without it would pass for money taken; later versions list captured payments here too.
    assert_eq!(fails(asked(Version::V2)).0, Code::MalformedReply);
    assert_eq!(fails(asked(Version::V3)).0, Code::NotFound);
}
