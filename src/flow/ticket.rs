//! A signed order and what is known of a reservation, as bytes.

use crate::money::{Amount, Currency};
use crate::order::{Order, Reservation, Sent, ShippingTerms};
use crate::text::digits;

/// A signed order and when it stops being good for a confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The order.
    pub order: Order,
    /// Seconds since 1970. Past it the ticket may still ask for the truth.
    pub expires: u64,
}

const FORMAT: u8 = 2;

pub(super) fn write_ticket(ticket: &Ticket) -> Vec<u8> {
    let mut bytes = vec![FORMAT];
    push_varint(&mut bytes, ticket.expires);
    push_order(&mut bytes, &ticket.order);
    bytes
}

pub(super) fn read_ticket(bytes: &[u8]) -> Option<Ticket> {
    let (expires, rest) = read_varint(of_format(bytes)?)?;
    Some(Ticket { order: read_order(rest)?, expires })
}

pub(super) fn write_reservation(reservation: &Reservation) -> Vec<u8> {
    let (state, at) = match reservation.sent {
        Sent::Never => (0, 0),
        Sent::Unknown(at) => (1, at),
        Sent::Done => (2, 0),
    };
    let proved = if reservation.proved { PROVED } else { 0 };
    let mut bytes = vec![FORMAT, state | proved];
    push_varint(&mut bytes, at);
    bytes.extend_from_slice(&reservation.transaction.get().to_be_bytes());
    push_order(&mut bytes, &reservation.order);
    bytes
}

pub(super) fn read_reservation(bytes: &[u8]) -> Option<Reservation> {
    let (state, rest) = of_format(bytes)?.split_first()?;
    let (at, rest) = read_varint(rest)?;
    let (transaction, rest) = rest.split_first_chunk::<8>()?;
    Some(Reservation {
        transaction: digits(u64::from_be_bytes(*transaction)).parse().ok()?,
        order: read_order(rest)?,
        sent: match state & !PROVED {
            0 => Sent::Never,
            1 => Sent::Unknown(at),
            2 => Sent::Done,
            _ => return None,
        },
        proved: state & PROVED != 0,
    })
}

fn of_format(bytes: &[u8]) -> Option<&[u8]> {
    let (format, rest) = bytes.split_first()?;
    (*format == FORMAT).then_some(rest)
}

const PROVED: u8 = 0x80;
const CAPTURE: u8 = 0x01;
const SHIPPING: u8 = 0x40;
const PREAPPROVED: u8 = 0x80;

fn push_order(bytes: &mut Vec<u8>, order: &Order) {
    let currency = Currency::ALL.iter().position(|known| *known == order.currency).unwrap_or_default();
    // The currency is between the flags.
    let flag = |set: bool, flag: u8| if set { flag } else { 0 };
    bytes.push(
        flag(order.capture, CAPTURE)
            | (currency as u8 & 0x1f) << 1
            | flag(order.shipping.is_some(), SHIPPING)
            | flag(order.preapproved, PREAPPROVED),
    );
    let shipping = order.shipping.iter().flat_map(|terms| [terms.quoted, terms.most]);
    for amount in [order.amount].into_iter().chain(shipping) {
        push_varint(bytes, amount.hundredths().unsigned_abs());
    }
    bytes.extend_from_slice(order.order_id.as_str().as_bytes());
}

fn read_order(bytes: &[u8]) -> Option<Order> {
    let (flags, rest) = bytes.split_first()?;
    let (amount, mut rest) = read_amount(rest)?;
    let mut shipping = None;
    if flags & SHIPPING != 0 {
        let (quoted, after) = read_amount(rest)?;
        let (most, after) = read_amount(after)?;
        (shipping, rest) = (Some(ShippingTerms { quoted, most }), after);
    }
    Some(Order {
        order_id: std::str::from_utf8(rest).ok()?.into(),
        amount,
        currency: *Currency::ALL.get(usize::from(flags >> 1 & 0x1f))?,
        capture: flags & CAPTURE != 0,
        preapproved: flags & PREAPPROVED != 0,
        shipping,
    })
}

fn read_amount(bytes: &[u8]) -> Option<(Amount, &[u8])> {
    let (hundredths, rest) = read_varint(bytes)?;
    Some((Amount::from_hundredths(i64::try_from(hundredths).ok()?)?, rest))
}

fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn read_varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value: u64 = 0;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f).checked_shl(u32::try_from(index).ok()?.checked_mul(7)?)?;
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index.checked_add(1)?..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

    use super::*;

    fn order(amount: &str) -> Order {
        Order {
            order_id: "ORD-1".into(),
            amount: amount.parse().unwrap(),
            currency: Currency::default(),
            capture: true,
            preapproved: true,
            shipping: None,
        }
    }

    /// Links and cookies outlive a deployment: what this format was written as stays readable.
    #[test]
    fn what_an_earlier_release_of_this_format_has_written_is_read() {
        let mut order = order("1.28");
        let shipping = ShippingTerms { quoted: "0.2".parse().unwrap(), most: "0.6".parse().unwrap() };
        let currency = Currency::ALL.iter().position(|known| *known == order.currency).unwrap();
        let flags = 0x81 | u8::try_from(currency).unwrap() << 1;
        let ticket = Ticket { order: order.clone(), expires: 128 };
        let mut bytes = vec![2, 0x80, 1, flags, 0x80, 1];
        bytes.extend_from_slice(b"ORD-1");
        assert_eq!((write_ticket(&ticket), read_ticket(&bytes)), (bytes, Some(ticket)));

        order.shipping = Some(shipping);
        for (sent, proved, state, at) in [
            (Sent::Never, true, 0x80, vec![0]),
            (Sent::Unknown(127), false, 1, vec![127]),
            (Sent::Unknown(16_384), true, 0x81, vec![0x80, 0x80, 1]),
            (Sent::Done, false, 2, vec![0]),
        ] {
            let reservation = Reservation { transaction: "5".parse().unwrap(), order: order.clone(), sent, proved };
            let mut bytes = vec![2, state];
            bytes.extend(at);
            bytes.extend([0, 0, 0, 0, 0, 0, 0, 5, flags | 0x40, 0x80, 1, 20, 60]);
            bytes.extend_from_slice(b"ORD-1");
            assert_eq!((write_reservation(&reservation), read_reservation(&bytes)), (bytes, Some(reservation)));
        }
    }
}
