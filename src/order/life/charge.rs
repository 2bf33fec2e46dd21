//! Charging a buyer by regKey, once under one orderId. The step is the same as any other: it is written down, sent,
//! asked about, and sent again as it was; only its transaction is not known before LINE Pay has named it. LINE Pay's
//! guard is 1172: it charges no orderId twice (line-pay-api 7.1).

use super::change::Change;
use super::heard::Heard;
use super::limits::Limits;
use super::next::{Next, Question, Rest, Why};
use super::outcome::Outcome;
use super::plan::{intent, take_over};
use super::record::{Record, ShopBinding, Terms, TroubleKind};
use super::rules::Rule;
use super::work::Move;
use crate::id::{OrderId, RegKey, TransactionId};
use crate::payment::PaymentRow;
use crate::return_code::ReturnCode;
use crate::version::Version;
use crate::wire::Step;

/// What is known of a charge besides its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// With what it is made; dropped when its outcome is known.
    pub by: Option<ChargedBy>,
    /// By which another regKey is known as another.
    pub mark: u32,
    /// When a request may have left last: milliseconds since 1970, by the ledger's clock.
    pub sent: u64,
    /// How many of its requests may be without an answer.
    pub open: u32,
    /// LINE Pay's return code where it refused; empty: it said nothing. With the step in hand still, another copy of
    /// the request may be without an answer.
    pub refused: Option<String>,
    /// LINE Pay was asked once more, long after the refusal.
    pub over: bool,
}

/// The part of a charge's request that is not among its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargedBy {
    /// The key.
    pub reg_key: RegKey,
    /// What is paid for, as the buyer sees it.
    pub product_name: String,
}

/// What a shop wants charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeWish {
    /// Over what, under which orderId.
    pub terms: Terms,
    /// By which key.
    pub by: ChargedBy,
}

/// FNV-1a in 32 bits.
pub(super) fn mark(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl ChargedBy {
    /// It tells two keys apart and gives none away, for a key has twice as many bits.
    fn mark(&self) -> u32 {
        mark(self.reg_key.as_str())
    }
}

impl Charge {
    /// Does the refusal, in this version, say that the regKey is of no use any more?
    #[must_use]
    pub fn key_ended(&self, version: Version) -> bool {
        self.code().is_some_and(|code| code.ends_reg_key(version))
    }

    /// The return code of the refusal.
    #[must_use]
    pub fn code(&self) -> Option<ReturnCode> {
        ReturnCode::new(self.refused.as_deref()?)
    }
}

impl Record {
    /// The record of an order that is charged, before anything is written.
    #[must_use]
    pub fn charged(shop: ShopBinding, order_id: OrderId, wish: &ChargeWish) -> Record {
        let by = wish.by.clone();
        let charge = Charge { mark: by.mark(), by: Some(by), sent: 0, open: 0, refused: None, over: false };
        Record { charge: Some(charge), ..Record::new(shop, order_id, wish.terms.clone()) }
    }

    /// When LINE Pay is asked once more whether a charge that it refused was made all the same.
    pub(super) fn asked_last(&self, limits: &Limits) -> Option<u64> {
        let charge = self.charge.as_ref().filter(|charge| !charge.over && self.payment.is_none())?;
        self.work.is_none().then_some(charge.sent.saturating_add(limits.confirm))
    }

    /// A request of the charge may leave from now on.
    pub(super) fn sends(&mut self, now: u64) {
        let charges = self.work.as_ref().is_some_and(|work| work.step.is_charge());
        if let Some(charge) = self.charge.as_mut().filter(|charge| charges && charge.refused.is_none()) {
            charge.sent = now;
            charge.open = charge.open.saturating_add(1);
        }
    }

    /// LINE Pay has answered one of its requests: nothing moved by it, and it may be sent again later. Nobody has it in
    /// hand until then.
    pub(super) fn put_off(&mut self) {
        if let Some(charge) = &mut self.charge {
            charge.open = charge.open.saturating_sub(1);
        }
    }

    /// Is it a charge that LINE Pay wants later, with no request without an answer? Then somebody of the shop need not
    /// wait until its time is up.
    pub(crate) fn may_go_on(&self) -> bool {
        self.charge.as_ref().is_some_and(|charge| charge.open == 0 && charge.by.is_some())
    }

    /// LINE Pay refused it. `last`: no copy can be carried out any more.
    pub(super) fn declined(&mut self, code: &str, last: bool) {
        if let Some(charge) = &mut self.charge {
            charge.refused = Some(code.to_owned());
            if last {
                charge.by = None;
            }
        }
    }
}

/// The shop wants an order charged.
pub(super) fn charge(record: &Record, wish: &ChargeWish, now: u64) -> Next {
    let Some(known) = &record.charge else {
        return Next::Rest(Rest::OtherWay);
    };
    let (own, asked) = (&record.terms.order, &wish.terms.order);
    let same = (own.amount, own.currency, own.capture) == (asked.amount, asked.currency, asked.capture);
    if !same || known.mark != wish.by.mark() {
        return Next::Rest(Rest::KeyTaken);
    }
    if let Some(work) = record.work.as_ref().filter(|work| work.step.is_charge()) {
        return take_over(work, now);
    }
    if (record.payment.is_some() || known.refused.is_some()) && Rule::ChargeOnce.holds() {
        return Next::Rest(Rest::KnownKey);
    }
    intent(Move::charge(own.amount))
}

/// LINE Pay is asked once more about a charge that it refused: the network may have delivered it twice.
pub(super) fn ask_last(record: &Record, now: u64, limits: &Limits) -> Option<Next> {
    record.asked_last(limits).filter(|at| now >= *at)?;
    let of = TransactionId::default();
    Some(if Rule::ChargeAsksLast.holds() {
        Next::Ask(Question::Rows { transaction: of, why: Why::Gone, second: false })
    } else {
        Next::Write(Change::Dead(of))
    })
}

fn outcome(of: TransactionId, outcome: Outcome) -> Next {
    Next::Write(Change::Outcome { transaction: of, outcome: Box::new(outcome), extras: Vec::new() })
}

/// What the answer to a charge comes to.
pub(super) fn by_charge(record: &Record, heard: &Heard) -> Next {
    let of = TransactionId::default();
    let ask = |why| Next::Ask(Question::Rows { transaction: of, why, second: false });
    match heard {
        Heard::Charged { transaction, found } => {
            outcome(*transaction, Outcome::Paid { found: found.clone(), reg_key: None })
        }
        Heard::Declined(code) => {
            // Another copy of the request may be without an answer.
            let copies = record.charge.as_ref().is_some_and(|charge| charge.open > 1) && Rule::ChargeCopies.holds();
            outcome(of, Outcome::Declined { code: code.clone(), last: !copies })
        }
        Heard::NotNow => outcome(of, Outcome::PutOff),
        Heard::OtherOrder => outcome(of, Outcome::Stuck(TroubleKind::OtherOrder)),
        Heard::DoneBefore(code) => ask(Why::DoneBefore(*code)),
        _ => ask(Why::Unclear),
    }
}

/// What the rows of its orderId say of a charge.
pub(super) fn by_rows(record: &Record, why: Why, second: bool, rows: &[PaymentRow], limits: &Limits) -> Next {
    let (of, order_id) = (TransactionId::default(), &record.terms.order.order_id);
    let mine = || rows.iter().filter(|row| row.order_id == *order_id && !row.is_refund());
    if mine().any(|row| !row.is_payment() || !row.has_known_status() || row.paid.is_none()) {
        return Next::Rest(Rest::Later);
    }
    // One that holds money, else any; the lowest counts, whoever asks.
    let first = mine().min_by_key(|row| (!row.holds(), row.transaction_id)).map(|row| row.transaction_id);
    if first.is_some_and(|id| super::judge::has_odd_currency(id, rows)) {
        return Next::Rest(Rest::Later);
    }
    if let Some((id, found)) = first.and_then(|id| Some((id, super::judge::own(record, id, rows)?))) {
        let extras = super::judge::extras(record, id, rows);
        let outcome = Box::new(Outcome::Paid { found, reg_key: None });
        return Next::Write(Change::Outcome { transaction: id, outcome, extras });
    }
    let (Some(charge), work) = (&record.charge, &record.work) else {
        return Next::Rest(Rest::Foreign);
    };
    let asks = matches!(why, Why::TakenOver | Why::Gone | Why::DoneBefore(_));
    match (why, work) {
        _ if asks && !second && Rule::NoRowTwice.holds() => {
            Next::Ask(Question::Rows { transaction: of, why, second: true })
        }
        (Why::Gone, None) => Next::Write(Change::Dead(of)),
        (Why::TakenOver, Some(work)) if charge.refused.is_none() && !record.abandoned => Next::Send(work.step.clone()),
        // Nothing of it can arrive any more.
        (Why::TakenOver, Some(work))
            if charge.open == 0 || work.written >= charge.sent.saturating_add(limits.resolve) =>
        {
            let code = charge.refused.clone().unwrap_or_default();
            outcome(of, Outcome::Declined { code, last: true })
        }
        // The orderId is known to LINE Pay, and not as this charge: perhaps not yet.
        (Why::DoneBefore(code), Some(_)) => {
            outcome(of, Outcome::Declined { code: code.as_str().to_owned(), last: false })
        }
        _ => Next::Rest(Rest::Later),
    }
}

impl Move {
    /// A charge over so much. Its transaction is not known before.
    pub(super) fn charge(amount: crate::money::Amount) -> Move {
        Move { step: Step::PreApproval, transaction: TransactionId::default(), amount: Some(amount), key: None }
    }

    pub(super) fn is_charge(&self) -> bool {
        self.step == Step::PreApproval
    }
}
