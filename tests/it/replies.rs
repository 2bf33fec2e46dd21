//! Replies that LINE Pay never sent, or should not have: each ends in a typed error that says
//! whether money may have moved, and none in a panic.

use crate::support::answer::{ID, check, confirm, fails, paid, row, success, with};
use linepay_edge::error::Retry;
use linepay_edge::typed::{AuthCheckRequest, ConfirmRequest, PaymentCheckRequest, RefundRequest, ReserveRequest};
use linepay_edge::{Code, Expected, Outcome, Typed, Version, accept};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What is no envelope at all: the outcome depends on what the call changes.
const NO_ENVELOPES: [(u16, &str, Code); 21] = [
    (502, "<html><body><h1>502 Bad Gateway</h1></body></html>", Code::Gateway),
    (504, "", Code::Gateway),
    (500, r#"{"returnCode":"0000","returnMessage":"OK"}"#, Code::Gateway),
    (301, "", Code::Gateway),
    (307, r#"{"returnCode":"0000","returnMessage":"OK"}"#, Code::Gateway),
    (401, "{}", Code::Gateway),
    (0, "", Code::Gateway),
    (200, "", Code::MalformedReply),
    (200, "<html><body>maintenance</body></html>", Code::MalformedReply),
    (200, r#"{"returnCode":"0000","info":{"transactionId":20260507"#, Code::MalformedReply),
    (200, r#"{"returnCode":"0000"} {"returnCode":"0000"}"#, Code::MalformedReply),
    (200, "null", Code::MalformedReply),
    (200, r#"["0000","OK",{}]"#, Code::MalformedReply),
    (200, "{}", Code::MalformedReply),
    (200, r#"{"returnCode":0}"#, Code::MalformedReply),
    (200, r#"{"returnCode":"0"}"#, Code::MalformedReply),
    (200, r#"{"returnCode":"OK"}"#, Code::MalformedReply),
    (200, r#"{"returnCode":"00000"}"#, Code::MalformedReply),
    (200, r#"{"returnCode":["0000"]}"#, Code::MalformedReply),
    (200, r#"{"returnCode":{"code":"0000"}}"#, Code::MalformedReply),
    (200, r#"{"returnCode":"1150","returnCode":"0000","info":[]}"#, Code::MalformedReply),
];

fn outcome_of<O: Typed>(status: u16, text: &str) -> (Code, Outcome, Retry) {
    fails(accept::<O>(Version::V2, &Expected::default(), status, text))
}

#[test]
fn what_is_no_answer_leaves_the_outcome_open_where_something_changes() {
    for (status, text, code) in NO_ENVELOPES {
        let unknown = (code, Outcome::Unknown, Retry::AskFirst);
        assert_eq!(outcome_of::<ConfirmRequest>(status, text), unknown, "{status} {text}");
        assert_eq!(outcome_of::<RefundRequest>(status, text), unknown, "{status} {text}");
        // No query knows a reservation: it is made anew, with a new order id.
        assert_eq!(
            outcome_of::<ReserveRequest>(status, text),
            (code, Outcome::Unknown, Retry::Again),
            "{status} {text}"
        );
        let nothing = (code, Outcome::NotExecuted, Retry::Again);
        assert_eq!(outcome_of::<PaymentCheckRequest>(status, text), nothing, "{status} {text}");
    }
}

/// A client with the sandbox's `fetch` and without its `baseUrl` reaches it so.
#[test]
fn a_server_of_another_host_is_told_with_the_remedy() {
    let error = confirm(421, "elsewhere").unwrap_err();
    assert_eq!((error.code(), error.report().status), (Code::Gateway, Some(421)));
    assert!(error.to_string().contains("give the client that server's address as baseUrl"), "{error}");
}

#[test]
fn a_gateway_error_says_which_status_and_keeps_the_text() {
    let error = confirm(502, "<h1>x</h1>").unwrap_err();
    let report = error.report();
    assert_eq!((report.status, report.raw.as_deref()), (Some(502), Some("<h1>x</h1>")));
    assert_eq!(confirm(200, "{}").unwrap_err().report().status, None);
}

#[test]
fn a_success_that_cannot_be_read_says_that_it_was_carried_out() {
    let wrong = [
        json!(null),
        json!([]),
        json!({}),
        json!("paid"),
        with(paid(), "transactionId", json!(null)),
        with(paid(), "transactionId", json!(2.026e18)),
        with(paid(), "transactionId", json!(-1)),
        with(paid(), "transactionId", json!(9223372036854775808_u64)),
        with(paid(), "transactionId", json!("9223372036854775808")),
        with(paid(), "transactionId", json!("12 34")),
        with(paid(), "transactionId", json!([1])),
        with(paid(), "orderId", json!(5)),
        with(paid(), "payInfo", json!("360")),
        with(paid(), "payInfo", json!([{ "method": "BALANCE" }])),
        with(paid(), "payInfo", json!([{ "amount": 360.001 }])),
        with(paid(), "payInfo", json!([{ "amount": "36O" }])),
        with(paid(), "payInfo", json!([{ "amount": 1e300 }])),
    ];
    let executed = (Code::MalformedReply, Outcome::Executed, Retry::AskFirst);
    for info in wrong {
        assert_eq!(fails(confirm(200, &success(&info))), executed, "{info}");
    }
    let without = confirm(200, r#"{"returnCode":"0000","returnMessage":"OK"}"#);
    let message = without.as_ref().unwrap_err().to_string();
    assert!(message.contains("says success, but its info is not what"), "{message}");
    assert_eq!(fails(without), executed);
    let deep = format!("{{\"returnCode\":\"0000\",\"info\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(fails(confirm(200, &deep)), executed);
    assert_eq!(fails(check(&deep)), (Code::MalformedReply, Outcome::NotExecuted, Retry::Again));
    let twice = r#"{"returnCode":"0000","info":{"transactionId":1,"transactionId":2,"orderId":"ORD-1","payInfo":[]}}"#;
    assert_eq!(fails(confirm(200, twice)), executed, "a duplicate key is not guessed at");
}

#[test]
fn a_byte_order_mark_unknown_fields_and_odd_types_where_no_rule_looks_do_no_harm() {
    let mut info = paid();
    for (name, value) in [("regKey", json!(5)), ("authorizationExpireDate", json!({ "at": 1 })), ("new", json!([[1]]))]
    {
        info = with(info, name, value);
    }
    info["payInfo"][0]["method"] = json!(null);
    info["payInfo"][0]["maskedCreditCardNumber"] = json!(7208);
    info["payInfo"][0]["amount"] = json!("360.0");
    let text = format!("\u{feff}{}", success(&info));
    let reply = confirm(200, &text).unwrap();
    assert_eq!((reply.reg_key, reply.authorization_expire_date), (None, None));
    assert_eq!(reply.pay_info[0].method, None);

    let odd = [
        ("transactionDate", json!(20260507)),
        ("productName", json!(["a"])),
        ("merchantName", json!(false)),
        ("refundList", json!(null)),
        ("originalTransactionId", json!(1.5)),
        ("authorizationExpireDate", json!(0)),
    ];
    let rows = odd.into_iter().fold(row(), |row, (name, value)| with(row, name, value));
    let reply = check(&success(&json!([rows]))).unwrap();
    assert!(reply.payments[0].refund_list.is_empty() && reply.payments[0].transaction_date.is_none());
    let twice = success(&json!([row()])).replacen(
        "\"currency\"",
        "\"merchantName\":\"a\",\"merchantName\":\"b\",\"currency\"",
        1,
    );
    assert_eq!(check(&twice).unwrap().payments[0].merchant_name, None);
    let spelling = r#"{"resultCode":1150,"statusMessage":"x"}"#;
    assert_eq!(check(spelling).unwrap_err().return_code().unwrap().as_str(), "1150");
    let message = r#"{"returnCode":"1169","returnMessage":{"en":"x"},"info":{"orderId":7}}"#;
    assert_eq!(confirm(200, message).unwrap_err().return_code().unwrap().as_str(), "1169");
}

#[test]
fn a_row_whose_pay_status_cannot_be_read_does_not_pass_for_money_taken() {
    let unread = (Code::MalformedReply, Outcome::NotExecuted, Retry::Again);
    for version in Version::ALL {
        let text = success(&json!([with(row(), "payStatus", json!(["AUTHORIZATION"]))]));
        assert_eq!(
            fails(accept::<PaymentCheckRequest>(version, &Expected::default(), 200, &text)),
            unread,
            "{version}"
        );
        assert_eq!(fails(accept::<AuthCheckRequest>(version, &Expected::default(), 200, &text)), unread, "{version}");
    }
    let kind = success(&json!([with(row(), "transactionType", json!(1))]));
    assert_eq!(fails(check(&kind)), unread, "whether its sum has to fit is not known");
    // v2's payment-check lists what was taken and says no more; its auth-check always says how the money is held.
    let silent = success(&json!([row()]));
    assert!(check(&silent).unwrap().payments[0].is_captured());
    assert_eq!(fails(accept::<AuthCheckRequest>(Version::V2, &Expected::default(), 200, &silent)), unread);
}

#[test]
fn five_mebibytes_are_read_or_refused_but_never_too_much() {
    let long = "x".repeat(5 << 20);
    let text = json!({ "returnCode": "1169", "returnMessage": long }).to_string();
    assert_eq!(fails(confirm(200, &text)).0, Code::Refused);
    assert_eq!(fails(confirm(200, &long)).0, Code::MalformedReply);
    let rows: Vec<_> = (0..20_000).map(|_| row()).collect();
    assert_eq!(check(&success(&json!(rows))).unwrap().payments.len(), 20_000);
}

fn json_value() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        Just("transactionId"),
        Just("orderId"),
        Just("payInfo"),
        Just("amount"),
        Just("refundList"),
        Just("refundAmount"),
        Just("currency"),
        Just("transactionType"),
        Just("paymentUrl"),
        Just("web"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!(ID)),
        Just(json!("ORD-1")),
        Just(json!(360)),
        Just(json!("PAYMENT")),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|entries| {
                Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_ends_in_an_answer_or_an_error(status in 0_u16..700, text in ".{0,200}") {
        for result in [fails(confirm(status, &text)), outcome_of::<ReserveRequest>(status, &text)] {
            prop_assert!(result.1 != Outcome::Executed || (200..300).contains(&status));
        }
        let _ = check(&text);
    }

    #[test]
    fn any_info_ends_in_an_answer_that_fits_or_an_error(info in json_value()) {
        let text = success(&info);
        match confirm(200, &text) {
            Ok(reply) => {
                prop_assert_eq!(reply.transaction_id.to_string(), ID);
                prop_assert_eq!(reply.order_id.as_str(), "ORD-1");
            }
            Err(error) => prop_assert_eq!(error.outcome(), Outcome::Executed),
        }
        if let Ok(reply) = check(&text) {
            prop_assert!(reply.payments.iter().all(|row| row.order_id.as_str() == "ORD-1"));
            let _: Vec<_> = reply.payments.iter().map(|row| (row.paid(), row.refunded())).collect();
        }
        let _ = outcome_of_any(&text);
    }

    #[test]
    fn half_of_a_reply_is_no_reply(cut in 1_usize..200) {
        let whole = success(&paid());
        let text = &whole[..cut.min(whole.len() - 1)];
        prop_assert_eq!(fails(confirm(200, text)), (Code::MalformedReply, Outcome::Unknown, Retry::AskFirst));
    }
}

fn outcome_of_any(text: &str) -> [bool; 2] {
    let none = Expected::default();
    [
        accept::<ReserveRequest>(Version::V2, &none, 200, text).is_ok(),
        accept::<RefundRequest>(Version::V2, &none, 200, text).is_ok(),
    ]
}
