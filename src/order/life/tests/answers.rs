//! What LINE Pay's own answers mean for a step.

use super::books::{id, units};
use super::settings::PLAIN;
use crate::error::{Code, Error, Mismatch, Outcome, Retry};
use crate::operations::{CAPTURE, CONFIRM, PRE_APPROVAL, REFUND, VOID};
use crate::order::Order;
use crate::order::life::{Found, Heard, Money};
use crate::outcome::Changes;
use crate::return_code::ReturnCode;
use crate::version::Version;
use crate::wire::{Expected, Operation, Reply};

/// 2026-05-07T03:04:05Z
const MAY: u64 = 1_778_123_045_000;

fn says(operation: &'static Operation, body: &str) -> Result<Reply, Error> {
    operation.accept(Version::V3, &Expected::default(), 200, body)
}

fn code(operation: &'static Operation, code: &str) -> Result<Reply, Error> {
    says(operation, &format!(r#"{{"returnCode":"{code}","returnMessage":"-"}}"#))
}

fn order(capture: bool) -> Order {
    Order { amount: units(360), capture, ..super::desk::terms(0, &PLAIN).order }
}

fn confirmed(more: &str) -> Result<Reply, Error> {
    let pay_info = r#""payInfo":[{"method":"BALANCE","amount":360}]"#;
    let info = format!(r#"{{"transactionId":1,"orderId":"ORD-1",{pay_info}{more}}}"#);
    says(&CONFIRM, &format!(r#"{{"returnCode":"0000","returnMessage":"-","info":{info}}}"#))
}

fn found(answer: &Result<Reply, Error>, order: &Order) -> (Found, Option<String>) {
    match Heard::confirm(answer, order, order.amount, MAY) {
        Heard::Confirmed { found, reg_key } => (found, reg_key.map(|key| key.as_str().to_owned())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_confirm_says_itself_whether_the_money_is_taken() {
    let held = r#","authorizationExpireDate":"2026-06-06T03:04:05Z","regKey":"RK0000000000000""#;
    for (more, capture, money) in [
        ("", true, Money::Captured),
        (held, false, Money::Authorized),
        // It does not fit the quote: then it is set aside, until its row says more.
        (held, true, Money::Authorized),
        ("", false, Money::Authorized),
    ] {
        let (found, key) = found(&confirmed(more), &order(capture));
        assert_eq!(found.money, money, "{more} {capture}");
        assert_eq!(found.amount, units(360));
        assert_eq!(found.expires.is_some(), more == held, "{more} {capture}");
        assert_eq!(key.is_some(), more == held);
        assert!(found.pay_info.is_some() && found.shipping.is_none() && found.refunds.is_empty());
    }
    // One that is over proves nothing, and is not kept.
    let past = found(&confirmed(r#","authorizationExpireDate":"2026-04-06T03:04:05Z""#), &order(true)).0;
    assert_eq!((past.money, past.expires), (Money::Captured, None));
    let nothing = Order { amount: units(0), ..order(true) };
    assert_eq!(found(&confirmed(held), &nothing).0.money, Money::Registered);
}

#[test]
fn each_code_means_one_thing_for_a_confirm() {
    let heard = |answer: &Result<Reply, Error>| Heard::confirm(answer, &order(true), units(360), MAY);
    for (codes, means) in [
        ("1150 1159 1180", Heard::Gone),
        ("1169", Heard::NotApproved),
        ("1142 1153 1106 1280 2101", Heard::Refused),
        ("1145 1198 1199 1900 9000 7777 0110 0121 0122", Heard::Unclear),
    ] {
        for text in codes.split(' ') {
            assert_eq!(heard(&code(&CONFIRM, text)), means, "{text}");
        }
    }
    for text in ["1152", "1172", "0123"] {
        let said = ReturnCode::new(text).unwrap();
        assert_eq!(heard(&code(&CONFIRM, text)), Heard::DoneBefore(said), "{text}");
    }
    for (kind, outcome, means) in [
        (Code::Timeout, Outcome::Unknown, Heard::Unclear),
        (Code::MalformedReply, Outcome::Unknown, Heard::Unclear),
        (Code::Aborted, Outcome::NotExecuted, Heard::Refused),
    ] {
        assert_eq!(heard(&Err(Error::new(kind, outcome, Retry::AskFirst, "x"))), means, "{kind:?}");
    }
    let mut other = Error::new(Code::Mismatch, Outcome::Executed, Retry::Never, "x");
    other.0.mismatch = Some(Mismatch::new("orderId", "ORD-1", "ORD-2"));
    assert_eq!(heard(&Err(other.clone())), Heard::OtherOrder);
    // Over another sum: the row tells.
    other.0.mismatch = Some(Mismatch::new("payInfo", "360", "60"));
    assert_eq!(heard(&Err(other)), Heard::Unclear);
}

/// Never is a payment taken for moved or not moved where the table of codes does not say so.
#[test]
fn no_code_says_more_of_a_step_than_its_row() {
    for number in 0..10_000 {
        let text = format!("{number:04}");
        let outcome = ReturnCode::new(&text).unwrap().outcome(Changes::Payment);
        for operation in [&CONFIRM, &CAPTURE, &REFUND, &PRE_APPROVAL] {
            let answer = code(operation, &text);
            let heard = if operation == &CONFIRM {
                Heard::confirm(&answer, &order(true), units(360), MAY)
            } else if operation == &PRE_APPROVAL {
                Heard::charge(&answer, &order(true), MAY)
            } else {
                Heard::other(&answer)
            };
            match heard {
                Heard::Refused | Heard::NotApproved | Heard::Declined(_) | Heard::NotNow => {
                    assert_eq!(outcome, Outcome::NotExecuted, "{text}");
                }
                Heard::Confirmed { .. } | Heard::Charged { .. } | Heard::Done { .. } | Heard::OtherOrder => {
                    assert_eq!(text, "0000");
                }
                Heard::DoneBefore(_) => assert!(operation == &CONFIRM || operation == &PRE_APPROVAL, "{text}"),
                Heard::Gone => assert_eq!(operation.name, CONFIRM.name, "{text}"),
                Heard::Unclear => {}
            }
        }
    }
}

#[test]
fn each_code_means_one_thing_for_a_charge() {
    let heard = |answer: &Result<Reply, Error>| Heard::charge(answer, &order(true), MAY);
    let refused = "1101 1102 1106 1110 1124 1141 1142 1150 1154 1180 1183 1190 1193 1281 1287 1298 2101";
    for text in refused.split(' ') {
        assert_eq!(heard(&code(&PRE_APPROVAL, text)), Heard::Declined(text.to_owned()));
    }
    // What LINE Pay asks to try again later is tried again.
    for text in ["1197", "1280"] {
        assert_eq!(heard(&code(&PRE_APPROVAL, text)), Heard::NotNow, "{text}");
    }
    for text in "1145 1159 1198 1199 9000 7777".split(' ') {
        assert_eq!(heard(&code(&PRE_APPROVAL, text)), Heard::Unclear, "{text}");
    }
    for text in ["1152", "1172"] {
        let said = ReturnCode::new(text).unwrap();
        assert_eq!(heard(&code(&PRE_APPROVAL, text)), Heard::DoneBefore(said), "{text}");
    }
    let made = |more: &str| {
        let info = format!(r#"{{"transactionId":77,"transactionDate":"2026-05-07T03:04:05Z"{more}}}"#);
        says(&PRE_APPROVAL, &format!(r#"{{"returnCode":"0000","returnMessage":"-","info":{info}}}"#))
    };
    let money = |answer: &Result<Reply, Error>, capture: bool| match Heard::charge(answer, &order(capture), MAY) {
        Heard::Charged { transaction, found } if transaction == id(77) => (found.money, found.amount, found.expires),
        other => panic!("{other:?}"),
    };
    assert_eq!(money(&made(""), true), (Money::Captured, units(360), None));
    let until = r#","authorizationExpireDate":"2026-06-06T03:04:05Z""#;
    let held = (Money::Authorized, units(360), Some("2026-06-06T03:04:05Z".to_owned()));
    assert_eq!(money(&made(until), false), held);
    assert_eq!(money(&made(until), true), held, "set aside until the row says more");
    // Without a transaction nothing is known of it.
    assert_eq!(heard(&says(&VOID, r#"{"returnCode":"0000","returnMessage":"-"}"#)), Heard::Unclear);
    let aborted = Error::new(Code::Aborted, Outcome::NotExecuted, Retry::Again, "x");
    assert_eq!(heard(&Err(aborted)), Heard::Declined(String::new()));
    let lost = Error::new(Code::Timeout, Outcome::Unknown, Retry::AskFirst, "x");
    assert_eq!(heard(&Err(lost)), Heard::Unclear);
    let mut other = Error::new(Code::Mismatch, Outcome::Executed, Retry::Never, "x");
    other.0.mismatch = Some(Mismatch::new("orderId", "ORD-1", "ORD-2"));
    assert_eq!(heard(&Err(other)), Heard::OtherOrder);
}

#[test]
fn a_refund_brings_its_own_transaction() {
    let done = says(&REFUND, r#"{"returnCode":"0000","returnMessage":"-","info":{"refundTransactionId":77}}"#);
    assert_eq!(Heard::other(&done), Heard::Done { refund: Some(id(77)) });
    for (text, means) in [("1164", Heard::Refused), ("1165", Heard::Unclear), ("1179", Heard::Unclear)] {
        assert_eq!(Heard::other(&code(&REFUND, text)), means, "{text}");
    }
}
