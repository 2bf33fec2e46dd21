//! Who may come to an order, and everything that may come back.

use super::books::{FAR, PAST, id, units};
use super::desk::{terms, wish};
use super::settings::{PLAIN, Setting};
use crate::order::life::{Act, Answer, ChargeWish, ChargedBy, Found, Heard, Money, Status, Who};
use crate::payment::PaymentRow;
use crate::return_code::ReturnCode;
use crate::row::JsonText;

pub(super) fn everybody() -> Vec<(Who, String)> {
    let act = |act: Act, label: &str| (Who::Operator(act), label.to_owned());
    let visit = |number, fee: Option<i64>| Who::Visit { transaction: id(number), fee: fee.map(units) };
    let refund = |amount: Option<i64>, key: &str| Act::Refund { amount: amount.map(units), key: key.to_owned() };
    let mut all = vec![
        (visit(1, None), "visit T1".to_owned()),
        (visit(1, Some(80)), "visit T1 fee 80".to_owned()),
        (visit(1, Some(101)), "visit T1 fee 101".to_owned()),
        (visit(2, None), "visit T2".to_owned()),
        (visit(9, None), "visit T9".to_owned()),
        (Who::Sweep, "sweep".to_owned()),
    ];
    all.extend([1, 2, 9].map(|number| (Who::Cancel { transaction: id(number) }, format!("cancel T{number}"))));
    for (setting, version) in [(PLAIN, "v2"), (Setting { v3: true, ..PLAIN }, "v3")] {
        all.extend([0, 1].map(|number| {
            (Who::Pay(Box::new(terms(number, &setting))), format!("pay over terms {number}, {version}"))
        }));
    }
    for (amount, label) in [(None, "all"), (Some(100), "100"), (Some(200), "200"), (Some(201), "201"), (Some(0), "0")] {
        all.push(act(Act::Capture { amount: amount.map(units) }, &format!("capture {label}")));
    }
    all.push(act(Act::Void, "void"));
    for (amount, key) in
        [(None, "all"), (Some(100), "a"), (None, "a"), (Some(100), "c"), (Some(101), "d"), (Some(0), "e")]
    {
        let sum = amount.map_or("all".to_owned(), |amount| amount.to_string());
        all.push(act(refund(amount, key), &format!("refund {sum} by key {key}")));
    }
    let charge = |terms, reg_key: &str| {
        let wish = wish(terms, &PLAIN);
        let by = ChargedBy { reg_key: reg_key.to_owned().into(), ..wish.by };
        Act::Charge(Box::new(ChargeWish { by, ..wish }))
    };
    all.push(act(charge(0, "RK0000000000000"), "charge"));
    all.push(act(charge(1, "RK0000000000000"), "charge over other terms"));
    all.push(act(charge(0, "RK0000000000001"), "charge by another regKey"));
    all.push(act(Act::Abandon, "abandon"));
    all.push(act(Act::Dismiss, "dismiss"));
    all.extend([true, false].map(|done| act(Act::Resolve { done }, &format!("resolve {done}"))));
    all
}

pub(super) fn statuses() -> Vec<(Status, &'static str)> {
    vec![
        (Status::Waiting, "waiting"),
        (Status::Approved(None), "approved"),
        (Status::Approved(Some(units(100))), "approved with fee 100"),
        (Status::Approved(Some(units(101))), "approved with fee 101"),
        (Status::Over, "over"),
        (Status::Complete, "complete"),
    ]
}

pub(super) fn heard(sum: crate::money::Amount) -> Vec<(Answer, &'static str)> {
    let found = |money| Found { money, amount: sum, refunds: vec![(id(51), units(100))], ..Found::registered() };
    let confirmed = |money| Heard::Confirmed { found: found(money), reg_key: Some("RKSECRET".to_owned().into()) };
    let mut all: Vec<_> = [
        (confirmed(Money::Captured), "confirmed, captured"),
        (confirmed(Money::Authorized), "confirmed, authorised"),
        (Heard::Done { refund: None }, "done"),
        (Heard::Done { refund: Some(id(51)) }, "done by 51"),
        (Heard::DoneBefore(ReturnCode::SAME_ORDER), "done before"),
        (Heard::Gone, "gone"),
        (Heard::NotApproved, "not approved"),
        (Heard::Refused, "refused"),
        (Heard::OtherOrder, "of another order"),
        (Heard::Unclear, "unclear"),
    ]
    .into_iter()
    .map(|(heard, said)| (Answer::Step(heard), said))
    .collect();
    all.push((Answer::None, "none"));
    all
}

/// To a charge.
pub(super) fn heard_of_charge(sum: crate::money::Amount) -> Vec<(Answer, &'static str)> {
    let charged =
        |money| Heard::Charged { transaction: id(1), found: Found { money, amount: sum, ..Found::registered() } };
    let all = [
        (charged(Money::Captured), "charged, captured"),
        (charged(Money::Authorized), "charged, authorised"),
        (Heard::Declined("1142".to_owned()), "refused 1142"),
        (Heard::Declined("1193".to_owned()), "refused 1193"),
        (Heard::NotNow, "not now"),
        (Heard::DoneBefore(ReturnCode::SAME_ORDER), "done before"),
        (Heard::OtherOrder, "of another order"),
        (Heard::Unclear, "unclear"),
    ];
    let mut all: Vec<_> = all.into_iter().map(|(heard, said)| (Answer::Step(heard), said)).collect();
    all.push((Answer::None, "none"));
    all
}

/// What LINE Pay may list of the order.
pub(super) fn listed() -> Vec<(Vec<PaymentRow>, &'static str)> {
    let row = |number, status: &str| PaymentRow {
        authorization_expire_date: Some(FAR.to_owned()),
        pay_info: JsonText::of("[1]"),
        shipping: Some(JsonText::of("{}")),
        ..crate::order::tests::row(number, status, Some(200))
    };
    let captured = row(1, "CAPTURE");
    let given = |sums: &[(u64, i64)]| PaymentRow {
        refunds: sums.iter().map(|(number, sum)| (id(*number), units(*sum))).collect(),
        ..captured.clone()
    };
    let refunds = || Some("PARTIAL_REFUND".to_owned());
    let refund = PaymentRow {
        transaction_type: Some("PARTIAL_REFUND".to_owned()),
        original_transaction_id: Some(id(1)),
        paid: Some(units(-100)),
        ..row(53, "CAPTURE")
    };
    let past = PaymentRow { authorization_expire_date: Some(PAST.to_owned()), ..row(1, "AUTHORIZATION") };
    let silent = PaymentRow { authorization_expire_date: None, ..row(1, "AUTHORIZATION") };
    vec![
        (vec![], "no row"),
        (vec![row(1, "AUTHORIZATION")], "authorised"),
        (vec![past], "authorised until the past"),
        (vec![silent], "authorised, no end"),
        (vec![captured.clone()], "captured"),
        (vec![PaymentRow { paid: Some(units(120)), ..captured.clone() }], "captured 120"),
        (vec![row(1, "AUTHORIZATION"), captured.clone()], "authorised and captured"),
        (vec![captured.clone(), row(1, "AUTHORIZATION")], "captured and authorised"),
        (vec![row(1, "VOIDED_AUTHORIZATION")], "voided"),
        (vec![given(&[(51, 100)])], "100 refunded by 51"),
        (vec![captured.clone(), refund.clone()], "100 refunded by 53, listed apart"),
        (vec![given(&[(51, 100), (52, 100)])], "100 refunded by 51, by 52"),
        (vec![given(&[(51, 100), (54, 101)])], "100 refunded by 51, 101 by 54"),
        (vec![given(&[(55, 40)])], "40 refunded by 55"),
        (vec![given(&[(56, 200)])], "200 refunded by 56"),
        (vec![captured.clone(), row(7, "CAPTURE"), row(8, "AUTHORIZATION")], "captured, and T7, T8 hold money"),
        (vec![PaymentRow { refunds: vec![(id(57), units(200))], ..row(7, "CAPTURE") }], "T7 alone, refunded whole"),
        (vec![PaymentRow { order_id: "ORD-2".into(), ..captured.clone() }], "captured of another order"),
        (vec![PaymentRow { order_id: "ORD-2".into(), ..row(7, "CAPTURE") }], "T7 of another order"),
        (vec![PaymentRow { pay_status: Some("?".to_owned()), ..captured.clone() }], "an unknown state"),
        (vec![PaymentRow { pay_status: Some("?".to_owned()), ..row(7, "") }, captured.clone()], "captured, T7 unknown"),
        (vec![PaymentRow { paid: None, ..captured.clone() }], "captured, no sum"),
        (vec![PaymentRow { currency: "JPY".to_owned(), ..captured.clone() }], "captured in JPY"),
        (vec![PaymentRow { currency: "EUR".to_owned(), ..captured.clone() }], "captured in EUR"),
        (
            vec![captured.clone(), PaymentRow { currency: "JPY".to_owned(), ..refund.clone() }],
            "100 JPY refunded by 53, listed apart",
        ),
        (vec![captured.clone(), row(2, "CAPTURE")], "captured, and T2 too"),
        (vec![row(2, "CAPTURE")], "T2 alone"),
        (
            vec![captured, PaymentRow { transaction_type: refunds(), ..row(8, "AUTHORIZATION") }],
            "captured, and a refund that says AUTHORIZATION",
        ),
        (
            vec![
                row(1, "AUTHORIZATION"),
                PaymentRow { transaction_type: refunds(), order_id: "ORD-2".into(), ..row(1, "VOIDED_AUTHORIZATION") },
            ],
            "authorised, and a refund with its number",
        ),
    ]
}
