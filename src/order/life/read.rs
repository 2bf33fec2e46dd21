//! A record out of the text that a ledger kept.

use std::fmt;

use super::charge::{Charge, ChargedBy};
use super::paid::{Found, KeyState, Lapse, Money, Paid, Refund, RefundState};
use super::record::{Noted, Record, Reservation, ReservationState, ShopBinding, Terms, Trouble, TroubleKind, WriteId};
use super::text::{FORMAT, MOST_TEXT};
use super::work::{Delivery, Event, Move, Work};
use crate::config::Environment;
use crate::id::OrderId;
use crate::money::{Amount, Currency};
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
        let record = whole(&row).ok_or(Unreadable::Junk)?;
        if record.shop != *shop {
            return Err(Unreadable::OtherShop);
        }
        if record.order_id != *order_id {
            return Err(Unreadable::OtherOrder);
        }
        Ok(record)
    }
}

fn whole(row: &Row<'_>) -> Option<Record> {
    let order_id: OrderId = row.need("orderId")?;
    let environment = named(row, "environment", &Environment::ALL, |value| value.as_str())?;
    let id = &order_id;
    let payment = match maybe_row(row, "payment")? {
        Some(row) => Some(paid(&row, id)?),
        None => None,
    };
    let work = match maybe_row(row, "work")? {
        Some(row) => Some(work(&row)?),
        None => None,
    };
    Some(Record {
        shop: ShopBinding { channel_id: row.need("channelId")?, environment },
        terms: terms(&row.row("terms")?, id)?,
        reservations: each(row, "reservations", |row| reservation(row, id))?,
        charge: match maybe_row(row, "charge")? {
            Some(row) => Some(charge(&row)?),
            None => None,
        },
        abandoned: row.maybe("abandoned")?.unwrap_or(false),
        work,
        payment,
        others: each(row, "others", extra)?,
        reg_key: reg_key(&row.row("regKey")?)?,
        outbox: each(row, "outbox", delivery)?,
        problems: each(row, "problems", trouble)?,
        journal: each(row, "journal", |row| Some(Noted { at: row.need("at")?, what: row.need("what")? }))?,
        write_ids: row.need("writeIds")?,
        order_id,
    })
}

/// The object in a field that may be absent; the outer `None` where something else stands there.
fn maybe_row<'a>(row: &Row<'a>, name: &str) -> Option<Option<Row<'a>>> {
    match row.find(name)? {
        None => Some(None),
        Some(text) => Row::of(text).map(Some),
    }
}

fn each<'a, T>(row: &Row<'a>, name: &str, read: impl Fn(&Row<'a>) -> Option<T>) -> Option<Vec<T>> {
    row.find(name)??;
    row.rows(name)?.iter().map(read).collect()
}

/// The value whose name stands in a field.
fn named<T: Copy>(row: &Row<'_>, field: &str, all: &[T], name: impl Fn(&T) -> &'static str) -> Option<T> {
    let text: String = row.need(field)?;
    all.iter().copied().find(|value| name(value) == text)
}

fn terms(row: &Row<'_>, order_id: &OrderId) -> Option<Terms> {
    let shipping = match maybe_row(row, "shipping")? {
        Some(row) => Some(ShippingTerms { quoted: row.need("quoted")?, most: row.need("most")? }),
        None => None,
    };
    let order = Order {
        order_id: row.maybe("orderId")?.unwrap_or_else(|| order_id.clone()),
        amount: row.need("amount")?,
        currency: named(row, "currency", &Currency::ALL, |value| value.as_str())?,
        capture: row.need("capture")?,
        preapproved: row.need("preapproved")?,
        shipping,
    };
    Some(Terms { order, version: named(row, "version", &Version::ALL, |value| value.as_str())? })
}

fn reservation(row: &Row<'_>, order_id: &OrderId) -> Option<Reservation> {
    Some(Reservation {
        transaction: row.need("transactionId")?,
        terms: terms(&row.row("terms")?, order_id)?,
        made: row.need("made")?,
        payment_url: row.find("paymentUrl")?.map(JsonText::of),
        sent: row.maybe("sent")?.unwrap_or(false),
        state: ReservationState::named(&row.need::<String>("state")?)?,
    })
}

fn charge(row: &Row<'_>) -> Option<Charge> {
    let by = match row.maybe("regKey")? {
        Some(reg_key) => Some(ChargedBy { reg_key, product_name: row.need("productName")? }),
        None => None,
    };
    Some(Charge {
        by,
        mark: row.need("mark")?,
        sent: row.need("sent")?,
        refused: row.maybe("refused")?,
        over: row.need("over")?,
    })
}

fn work(row: &Row<'_>) -> Option<Work> {
    let step = Move {
        step: named(row, "step", &Step::ALL, |value| value.as_str())?,
        transaction: row.maybe("transactionId")?.unwrap_or_default(),
        amount: row.maybe("amount")?,
        key: row.maybe("key")?,
    };
    Some(Work {
        step,
        fence: row.need("fence")?,
        written: row.need("written")?,
        until: row.need("until")?,
        attempt: row.need("attempt")?,
        known: row.need("known")?,
        stuck: row.need("stuck")?,
    })
}

fn paid(row: &Row<'_>, order_id: &OrderId) -> Option<Paid> {
    let found = Found {
        money: named(row, "money", &Money::ALL, |value| value.as_str())?,
        amount: row.need("amount")?,
        expires: row.maybe("expires")?,
        pay_info: row.find("payInfo")?.map(JsonText::of),
        shipping: row.find("shipping")?.map(JsonText::of),
        refunds: Vec::new(),
    };
    Some(Paid {
        transaction: row.need("transactionId")?,
        order_id: row.maybe("orderId")?.unwrap_or_else(|| order_id.clone()),
        at: row.need("at")?,
        found,
        refunds: each(row, "refunds", refund)?,
        lapse: match row.maybe::<String>("lapse")? {
            Some(name) => Some(Lapse::named(&name)?),
            None => None,
        },
    })
}

fn refund(row: &Row<'_>) -> Option<Refund> {
    Some(Refund {
        key: row.need("key")?,
        asked: row.maybe::<Amount>("asked")?,
        amount: row.need("amount")?,
        id: row.maybe("refundTransactionId")?,
        state: named(row, "state", &RefundState::ALL, |value| value.as_str())?,
    })
}

fn extra(row: &Row<'_>) -> Option<Extra> {
    Some(Extra {
        transaction_id: row.need("transactionId")?,
        left: row.maybe("left")?,
        currency: row.need("currency")?,
        advice: named(row, "advice", &[Advice::Refund, Advice::Void], |value| value.as_str())?,
    })
}

fn reg_key(row: &Row<'_>) -> Option<KeyState> {
    let state: String = row.need("state")?;
    let plain = [KeyState::NotExpected, KeyState::Expected, KeyState::Lost, KeyState::Delivered, KeyState::LostTold];
    match plain.into_iter().find(|value| value.as_str() == state) {
        None if state == "held" => row.need("key").map(KeyState::Held),
        value => value,
    }
}

fn delivery(row: &Row<'_>) -> Option<Delivery> {
    let fence: Option<WriteId> = row.maybe("fence")?;
    let until: Option<u64> = row.maybe("until")?;
    Some(Delivery {
        event: Event::named(&row.need::<String>("event")?)?,
        key: row.need("key")?,
        trying: fence.zip(until),
        attempts: row.need("attempts")?,
    })
}

fn trouble(row: &Row<'_>) -> Option<Trouble> {
    Some(Trouble {
        kind: TroubleKind::named(&row.need::<String>("kind")?)?,
        transaction: row.maybe("transactionId")?,
        since: row.need("since")?,
    })
}

impl Field for WriteId {
    fn read(text: &str) -> Option<WriteId> {
        String::read(text).map(WriteId)
    }
}
