//! A record out of the text that a ledger kept.

use std::cell::Cell;
use std::fmt;

use super::charge::{Charge, ChargedBy};
use super::paid::{Found, KeyState, Lapse, Money, Paid, Refund, RefundState};
use super::record::{Noted, Record, Reservation, ReservationState, ShopBinding, Terms, Trouble, TroubleKind, WriteId};
use super::text::{FORMAT, MOST_TEXT};
use super::work::{Delivery, Event, Move, Work};
use crate::config::Environment;
use crate::id::OrderId;
use crate::money::Currency;
use crate::order::{Advice, Extra, Order, ShippingTerms};
use crate::row::{Field, JsonText, Row};
use crate::text::{concat, digits};
use crate::version::Version;
use crate::wire::Step;

/// Why a text is not the record that was looked for. Nothing may be done with the order then: no step is known to be
/// safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no record, or an altered one.
    Junk,
    /// It is one of another release: of this format.
    OtherFormat(u32),
    /// It belongs to another channel, or to another LINE Pay.
    OtherShop,
    /// It is another order's.
    OtherOrder,
}

impl Unreadable {
    /// As a sentence in English.
    #[must_use]
    pub fn text(self) -> String {
        let plain = match self {
            Unreadable::Junk => "the ledger holds something for this order that is no record",
            Unreadable::OtherFormat(format) => {
                let (theirs, ours) = (digits(format.into()), digits(FORMAT.into()));
                let (a, b) = ("the ledger holds a record of format ", ", and this release reads format ");
                return concat(&[a, &theirs, b, &ours, ": two releases are at work on one ledger"]);
            }
            Unreadable::OtherShop => {
                "the ledger holds a record of another channel or environment: two shops share one ledger"
            }
            Unreadable::OtherOrder => "the ledger holds another order's record under this order's key",
        };
        plain.to_owned()
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl std::error::Error for Unreadable {}

impl Record {
    /// The record of this order of this shop.
    ///
    /// # Errors
    /// The text is something else.
    pub fn read(text: &str, shop: &ShopBinding, order_id: &OrderId) -> Result<Record, Unreadable> {
        if text.len() >= MOST_TEXT {
            return Err(Unreadable::Junk);
        }
        let row = Row::of(text).ok_or(Unreadable::Junk)?;
        let format: u32 = row.need("format").ok_or(Unreadable::Junk)?;
        if format != FORMAT {
            return Err(Unreadable::OtherFormat(format));
        }
        let record = whole(row).ok_or(Unreadable::Junk)?;
        if record.shop != *shop {
            return Err(Unreadable::OtherShop);
        }
        if record.order_id != *order_id {
            return Err(Unreadable::OtherOrder);
        }
        Ok(record)
    }
}

/// One object of a record. What is wrong with it is noted rather than answered at each field: twenty ways out of a
/// function, each with what to let go of, were half of all this. Where something is wrong, a default stands for it, and
/// the whole record counts as none.
struct Reading<'a, 'j> {
    row: Row<'a>,
    junk: &'j Cell<bool>,
}

impl<'a, 'j> Reading<'a, 'j> {
    fn sound<T>(&self, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.junk.set(true);
        }
        read
    }

    /// The object in that text.
    fn of(&self, text: Option<&'a str>) -> Reading<'a, 'j> {
        Reading { row: self.sound(text.and_then(Row::of)).unwrap_or_default(), junk: self.junk }
    }

    /// The text of a field, where it is there.
    fn find(&self, name: &str) -> Option<&'a str> {
        self.sound(self.row.find(name)).flatten()
    }

    fn need<T: Field + Default>(&self, name: &str) -> T {
        self.sound(self.find(name).and_then(T::read)).unwrap_or_default()
    }

    fn maybe<T: Field>(&self, name: &str) -> Option<T> {
        self.find(name).and_then(|text| self.sound(T::read(text)))
    }

    fn json(&self, name: &str) -> Option<JsonText> {
        self.find(name).map(JsonText::of)
    }

    fn object(&self, name: &str) -> Reading<'a, 'j> {
        self.of(self.find(name))
    }

    /// The object in a field that may be absent.
    fn maybe_object(&self, name: &str) -> Option<Reading<'a, 'j>> {
        self.find(name).map(|text| self.of(Some(text)))
    }

    fn each<T>(&self, name: &str, read: impl Fn(&Reading<'a, 'j>) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for row in self.sound(self.find(name).and_then(|_| self.row.rows(name))).unwrap_or_default() {
            all.push(read(&Reading { row, junk: self.junk }));
        }
        all
    }

    /// The value whose name stands in a field; `other` where it is none.
    fn named<T: Copy>(&self, field: &str, all: &[T], name: impl Fn(&T) -> &'static str, other: T) -> T {
        let text: String = self.need(field);
        self.sound(all.iter().copied().find(|value| name(value) == text)).unwrap_or(other)
    }
}

fn whole(row: Row<'_>) -> Option<Record> {
    let junk = Cell::new(false);
    let row = Reading { row, junk: &junk };
    let order_id: OrderId = row.need("orderId");
    let id = &order_id;
    let channel_id = row.need("channelId");
    let environment = row.named("environment", &Environment::ALL, |value| value.as_str(), Environment::Sandbox);
    let record = Record {
        shop: ShopBinding { channel_id, environment },
        terms: terms(&row.object("terms"), id),
        reservations: row.each("reservations", |row| reservation(row, id)),
        charge: row.maybe_object("charge").map(|row| charge(&row)),
        abandoned: row.maybe("abandoned").unwrap_or(false),
        work: row.maybe_object("work").map(|row| work(&row)),
        payment: row.maybe_object("payment").map(|row| paid(&row, id)),
        others: row.each("others", extra),
        reg_key: reg_key(&row.object("regKey")),
        outbox: row.each("outbox", delivery),
        problems: row.each("problems", trouble),
        journal: row.each("journal", |row| Noted { at: row.need("at"), what: row.need("what") }),
        write_ids: row.need("writeIds"),
        order_id,
    };
    (!junk.get()).then_some(record)
}

fn terms(row: &Reading<'_, '_>, order_id: &OrderId) -> Terms {
    let shipping = row.maybe_object("shipping");
    let order = Order {
        order_id: row.maybe("orderId").unwrap_or_else(|| order_id.clone()),
        amount: row.need("amount"),
        currency: row.named("currency", &Currency::ALL, |value| value.as_str(), Currency::Twd),
        capture: row.need("capture"),
        preapproved: row.need("preapproved"),
        shipping: shipping.map(|row| ShippingTerms { quoted: row.need("quoted"), most: row.need("most") }),
    };
    Terms { order, version: row.named("version", &Version::ALL, |value| value.as_str(), Version::V2) }
}

fn reservation(row: &Reading<'_, '_>, order_id: &OrderId) -> Reservation {
    Reservation {
        transaction: row.need("transactionId"),
        terms: terms(&row.object("terms"), order_id),
        made: row.need("made"),
        payment_url: row.json("paymentUrl"),
        link: row.maybe("link"),
        sent: row.maybe("sent").unwrap_or(false),
        state: row.named("state", &ReservationState::ALL, |value| value.as_str(), ReservationState::Open),
    }
}

fn charge(row: &Reading<'_, '_>) -> Charge {
    let reg_key = row.maybe("regKey");
    Charge {
        by: reg_key.map(|reg_key| ChargedBy { reg_key, product_name: row.need("productName") }),
        mark: row.need("mark"),
        sent: row.need("sent"),
        open: row.need("open"),
        refused: row.maybe("refused"),
        over: row.need("over"),
    }
}

fn work(row: &Reading<'_, '_>) -> Work {
    let step = Move {
        step: row.named("step", &Step::ALL, |value| value.as_str(), Step::Confirm),
        transaction: row.maybe("transactionId").unwrap_or_default(),
        amount: row.maybe("amount"),
        key: row.maybe("key"),
    };
    Work {
        step,
        fence: row.need("fence"),
        written: row.need("written"),
        until: row.need("until"),
        attempt: row.need("attempt"),
        known: row.need("known"),
        stuck: row.need("stuck"),
    }
}

fn paid(row: &Reading<'_, '_>, order_id: &OrderId) -> Paid {
    let found = Found {
        money: row.named("money", &Money::ALL, |value| value.as_str(), Money::Captured),
        amount: row.need("amount"),
        currency: row.maybe::<String>("currency").and_then(|name| row.sound(name.parse().ok())),
        expires: row.maybe("expires"),
        pay_info: row.json("payInfo"),
        shipping: row.json("shipping"),
        refunds: Vec::new(),
    };
    Paid {
        transaction: row.need("transactionId"),
        order_id: row.maybe("orderId").unwrap_or_else(|| order_id.clone()),
        at: row.need("at"),
        found,
        refunds: row.each("refunds", refund),
        authorized: row.maybe("authorized"),
        lapse: row.maybe::<String>("lapse").and_then(|name| row.sound(Lapse::named(&name))),
    }
}

fn refund(row: &Reading<'_, '_>) -> Refund {
    Refund {
        key: row.need("key"),
        asked: row.maybe("asked"),
        amount: row.need("amount"),
        id: row.maybe("refundTransactionId"),
        state: row.named("state", &RefundState::ALL, |value| value.as_str(), RefundState::Done),
    }
}

fn extra(row: &Reading<'_, '_>) -> Extra {
    Extra {
        transaction_id: row.need("transactionId"),
        left: row.maybe("left"),
        currency: row.need("currency"),
        advice: row.named("advice", &[Advice::Refund, Advice::Void], |value| value.as_str(), Advice::Refund),
    }
}

fn reg_key(row: &Reading<'_, '_>) -> KeyState {
    let state: String = row.need("state");
    let plain = [KeyState::NotExpected, KeyState::Expected, KeyState::Lost, KeyState::Delivered, KeyState::LostTold];
    match plain.into_iter().find(|value| value.as_str() == state) {
        None if state == "held" => KeyState::Held(row.need("key")),
        value => row.sound(value).unwrap_or(KeyState::NotExpected),
    }
}

fn delivery(row: &Reading<'_, '_>) -> Delivery {
    let fence: Option<WriteId> = row.maybe("fence");
    let until: Option<u64> = row.maybe("until");
    Delivery {
        event: row.named("event", &Event::ALL, |value| value.as_str(), Event::Paid),
        key: row.need("key"),
        trying: fence.zip(until),
        attempts: row.need("attempts"),
    }
}

fn trouble(row: &Reading<'_, '_>) -> Trouble {
    Trouble {
        kind: row.named("kind", &TroubleKind::ALL, |value| value.as_str(), TroubleKind::OtherOrder),
        transaction: row.maybe("transactionId"),
        since: row.need("since"),
    }
}

impl Field for WriteId {
    fn read(text: &str) -> Option<WriteId> {
        String::read(text).map(WriteId)
    }
}
