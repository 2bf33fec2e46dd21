//! Replies in good form: ids keep their digits, sums add up, and what was not asked for is not believed.

use crate::support::answer::{ID, check, confirm, fails, paid, row, success, with};
use crate::support::asked::{Asks, ask};
use crate::support::shop::input;
use linepay_edge::typed::ReserveRequest;
use linepay_edge::{Code, Expected, Outcome, Version, accept};
use serde_json::json;

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
