//! Where an order stands by the rows that LINE Pay lists for it.

use super::payment::Payment;
use super::problems::{amount_differs, capture_differs, captured_less, paid_twice};
use super::report::{Advice, Asked, Extra, Got};
use super::terms::{Order, Reservation};
use super::verdict::{CheckoutVerdict, State, Verdict};
use crate::money::Amount;
use crate::payment::PaymentRow;

/// What LINE Pay says about an order.
pub(crate) enum Standing {
    /// It has payments; the verdict says what they come to.
    Known(Verdict),
    /// No payment of this order is recorded.
    NotFound,
}

/// How a payment fits what was quoted.
enum Fit {
    /// Over the quoted sum, or captured below it, of an authorisation that is known to have been over it.
    Quoted,
    /// Captured below it, and this visit cannot know of which authorisation.
    Unknown,
    /// Over another sum or in another currency.
    Other,
}

/// What the rows of an order come to, for a visit with a token of these terms that knows these reservations.
///
/// Of several payments that still hold money, the one with the lowest transaction counts, whoever asks: not its date,
/// which a capture changes, nor its sum, which is another one to each token. All others are extras.
pub(crate) fn stand(rows: Vec<PaymentRow>, order: &Order, known: &[Reservation], asked: &Asked) -> Standing {
    // A row of a kind or in a state that is not known may well hold money: no confirm may follow from it.
    let unknown = rows.iter().any(|row| (!row.is_payment() && !row.is_refund()) || !row.has_known_status());
    let payments = payments(rows);
    let mut live = payments.iter().filter(|row| row.holds() && !is_given_back(row));
    let Some(kept) = live.next() else {
        // What was captured tells more than an authorisation that is over.
        let given_back = payments.iter().find(|row| row.is_captured()).or(payments.first());
        return match given_back {
            _ if unknown => Standing::Known(CheckoutVerdict::of(State::Pending)),
            Some(row) => {
                let state = if row.is_captured() { State::Refunded } else { State::Released };
                Standing::Known(CheckoutVerdict::with_payment(state, Payment::found(order, row.clone())))
            }
            None => Standing::NotFound,
        };
    };
    let extras: Vec<Extra> = live.map(extra).collect();
    let verdict = counted(kept, order, known, asked);
    Standing::Known(if extras.is_empty() { verdict } else { verdict.and(paid_twice(kept, extras, asked)) })
}

/// The payments among the rows with their refunds, each once, by transaction.
fn payments(rows: Vec<PaymentRow>) -> Vec<PaymentRow> {
    let (mut payments, mut others): (Vec<PaymentRow>, Vec<PaymentRow>) = (Vec::new(), Vec::new());
    for row in rows {
        if !row.is_payment() {
            others.push(row);
            continue;
        }
        let place = payments.partition_point(|known| known.transaction_id < row.transaction_id);
        match payments.get_mut(place).filter(|known| known.transaction_id == row.transaction_id) {
            // One that was captured between v2's two questions is there twice.
            Some(known) if row.is_captured() && !known.is_captured() => *known = row,
            Some(_) => {}
            None => payments.insert(place, row),
        }
    }
    for payment in &mut payments {
        payment.take_refunds(&others);
    }
    payments
}

/// What a payment still holds; `None` where LINE Pay does not say how much.
fn left(row: &PaymentRow) -> Option<Amount> {
    row.paid?.minus(row.refunded()?).map(|left| left.max(Amount::ZERO))
}

/// Was it refunded whole? One over nothing, as a registration may be, is not.
pub(super) fn is_given_back(row: &PaymentRow) -> bool {
    row.refunded().is_some_and(Amount::is_positive) && left(row) == Some(Amount::ZERO)
}

/// A registration for automatic payments may be over nothing.
fn is_registration(row: &PaymentRow, order: &Order) -> bool {
    order.amount == Amount::ZERO && row.holds() && row.paid.unwrap_or_default() == Amount::ZERO
}

pub(super) fn extra(row: &PaymentRow) -> Extra {
    Extra {
        transaction_id: row.transaction_id,
        left: left(row),
        currency: row.currency.clone(),
        advice: if row.is_captured() { Advice::Refund } else { Advice::Void },
    }
}

/// The verdict by the payment that counts.
fn counted(row: &PaymentRow, order: &Order, known: &[Reservation], asked: &Asked) -> Verdict {
    let with = |state| CheckoutVerdict::with_payment(state, Payment::found(order, row.clone()));
    match fit(row, order, known) {
        Fit::Other => CheckoutVerdict::of(State::Mismatch).and(amount_differs(Got::row(row), asked)),
        Fit::Unknown => CheckoutVerdict::of(State::CapturedLess).and(captured_less(row, asked)),
        Fit::Quoted if row.refunded().is_none_or(Amount::is_positive) => with(State::Refunded),
        Fit::Quoted if row.is_captured() => with(State::Paid),
        Fit::Quoted if order.capture => with(State::Authorized).and(capture_differs(row.transaction_id, false, asked)),
        Fit::Quoted => with(State::Authorized),
    }
}

fn fit(row: &PaymentRow, order: &Order, known: &[Reservation]) -> Fit {
    let paid = row.paid;
    if row.currency != order.currency.as_str() {
        return Fit::Other;
    }
    if is_registration(row, order) || paid.is_some_and(|sum| order.allows(sum)) {
        return Fit::Quoted;
    }
    // Of an order that was authorised first, the merchant may have captured less.
    let less = !order.capture && row.is_captured() && paid.is_some_and(|sum| sum.is_positive() && sum < order.amount);
    match known.iter().find(|reservation| reservation.proved && reservation.transaction == row.transaction_id) {
        _ if !less => Fit::Other,
        Some(reservation) if !reservation.order.capture && order.allows(reservation.order.amount) => Fit::Quoted,
        Some(_) => Fit::Other,
        None => Fit::Unknown,
    }
}
