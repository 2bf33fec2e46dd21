//! An order as people see it, held against its type in the package.

use super::books::{id, units};
use super::desk::{NOW, config, shop};
use super::settings::PLAIN;
use super::single::order;
use crate::id::OrderId;
use crate::order::life::{
    Charge, Delivery, Event, Found, KeyState, Lapse, Money, Move, Noted, Paid, Record, Refund, RefundState,
    Reservation, ReservationState, Terms, Trouble, TroubleKind, Work, WriteId,
};
use crate::order::{Advice, Extra, ShippingTerms};
use crate::row::JsonText;
use crate::wire::Step;
use serde_json::{Value, json};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/life/view.json");

/// Everything that a record can have at once, which none has: each field is named here, so that a new one is too.
fn everything() -> Record {
    let plain = order(&PLAIN, 1);
    let fence = || WriteId("write-1".to_owned());
    let mut terms = Terms { ..plain.terms.clone() };
    terms.order.order_id = OrderId::from("ORD-1~2");
    terms.order.shipping = Some(ShippingTerms { quoted: units(60), most: units(120) });
    let reservation = Reservation {
        transaction: id(1),
        terms: terms.clone(),
        made: NOW,
        payment_url: Some(text(&json!({ "web": "https://sandbox-web-pay.line.me/x", "app": "line://pay/x" }))),
        link: Some(1_800_000_000),
        sent: true,
        state: ReservationState::Won,
    };
    let charge = Charge { by: None, mark: 1, sent: NOW, open: 1, refused: Some("1190".to_owned()), over: false };
    let step = Move { step: Step::Refund, transaction: id(1), amount: Some(units(1)), key: Some("R-2".to_owned()) };
    let work = Work { step, fence: fence(), written: NOW, until: NOW, attempt: 1, known: vec![id(2)], stuck: true };
    let refund = Refund {
        key: "R-1".to_owned(),
        asked: Some(units(1)),
        amount: units(1),
        id: Some(id(2)),
        state: RefundState::Done,
    };
    let pay_info = json!([{ "method": "CREDIT_CARD", "amount": 360, "creditCardNickname": "", "creditCardBrand": "VISA",
        "maskedCreditCardNumber": "************1111" }]);
    let recipient = json!({ "firstName": "", "lastName": "", "firstNameOptional": "", "lastNameOptional": "",
        "email": "", "phoneNo": "" });
    let address = json!({ "country": "TW", "postalCode": "", "state": "", "city": "", "detail": "", "optional": "",
        "recipient": recipient });
    let found = Found {
        money: Money::Captured,
        amount: units(360),
        currency: "TWD".parse().ok(),
        expires: Some("2026-12-01T00:00:00Z".to_owned()),
        pay_info: Some(text(&pay_info)),
        shipping: Some(text(&json!({ "methodId": "m", "feeAmount": 60, "address": address }))),
        refunds: Vec::new(),
    };
    let payment = Paid {
        transaction: id(1),
        order_id: OrderId::from("ORD-1~2"),
        at: NOW,
        found,
        authorized: Some(units(400)),
        refunds: vec![refund],
        lapse: Some(Lapse::Capture),
    };
    let other =
        Extra { transaction_id: id(3), left: Some(units(360)), currency: "TWD".to_owned(), advice: Advice::Refund };
    let entry = Delivery { event: Event::Paid, key: "paid:1".to_owned(), trying: Some((fence(), NOW)), attempts: 1 };
    Record {
        shop: shop(),
        order_id: plain.order_id.clone(),
        terms,
        reservations: vec![reservation],
        charge: Some(charge),
        abandoned: true,
        work: Some(work),
        payment: Some(payment),
        others: vec![other],
        reg_key: KeyState::Held("RK".to_owned().into()),
        outbox: vec![entry],
        problems: vec![Trouble { kind: TroubleKind::PaidTwice, transaction: Some(id(3)), since: NOW }],
        journal: vec![Noted { at: NOW, what: "reserved".to_owned() }],
        write_ids: vec![fence()],
    }
}

fn text(value: &Value) -> JsonText {
    JsonText::of(&value.to_string())
}

/// `pkg/test/types/view.ts` holds the page against the type. `WRITE_VIEW=1` writes it anew.
#[test]
fn the_page_with_every_field_of_a_view_is_what_people_are_shown() {
    let view: Value = serde_json::from_str(&everything().view(&config())).unwrap();
    if std::env::var_os("WRITE_VIEW").is_some() {
        return std::fs::write(PAGE, serde_json::to_string_pretty(&view).unwrap() + "\n").unwrap();
    }
    let known = std::fs::read_to_string(PAGE).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&known).unwrap(), view, "tests/life/view.json");
}
