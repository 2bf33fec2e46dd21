//! LINE Pay's side in small: two transactions of one order, and what each request does to them (line-pay-api 8.1).

use super::settings::Setting;
use crate::id::TransactionId;
use crate::money::Amount;
use crate::order::life::{Found, Heard, Money, Status};
pub(super) use crate::order::tests::{id, units};
use crate::payment::PaymentRow;
use crate::return_code::ReturnCode;
use crate::wire::Step;

/// So many partial refunds give everything back.
pub(super) const UNITS: u8 = 2;
/// What one of them gives back.
pub(super) const UNIT: i64 = 100;

pub(super) const FAR: &str = "2099-01-01T00:00:00Z";
pub(super) const PAST: &str = "2000-01-01T00:00:00Z";

/// T1 is 1, T2 is 2.
pub(super) fn transaction(t: usize) -> TransactionId {
    id(t as u64 + 1)
}

pub(super) fn place(transaction: TransactionId) -> usize {
    // A charge has none before LINE Pay has named it: it makes T1.
    usize::try_from(transaction.get().max(1)).unwrap() - 1
}

/// The sum of an order, by its terms.
pub(super) fn sum(terms: u8, setting: &Setting) -> Amount {
    if setting.zero { Amount::ZERO } else { units(i64::from(UNITS) * UNIT + 40 * i64::from(terms)) }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Tx {
    None,
    Waiting,
    Approved,
    /// By the buyer, or never approved in time.
    Cancelled,
    /// By a confirm that came too early.
    Failed,
    /// Approved, and not confirmed in time.
    Expired,
    Authorized,
    Captured,
    Voided,
    Lapsed,
}

/// What a row says of a transaction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Line {
    None,
    Authorized,
    /// With the number of partial refunds, and whether the rest was given back in one.
    Captured(u8, bool),
    Released,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct Trans {
    pub(super) state: Tx,
    /// 0: it can be approved; 1 (v2 only): no more by the documents, and yet it may; 2: no more; 3: nor confirmed.
    pub(super) age: u8,
    pub(super) terms: u8,
    pub(super) parts: u8,
    pub(super) rest: bool,
    /// What the next details answer may still say.
    pub(super) stale: Option<Line>,
}

/// The requests that move money.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Op {
    Confirm,
    Capture,
    Void,
    RefundAll,
    RefundPart,
    Charge,
}

pub(super) const OPS: [Op; 6] = [Op::Confirm, Op::Capture, Op::Void, Op::RefundAll, Op::RefundPart, Op::Charge];

impl Op {
    pub(super) fn of(step: Step, partial: bool) -> Op {
        match step {
            Step::Capture => Op::Capture,
            Step::Void => Op::Void,
            Step::Refund if partial => Op::RefundPart,
            Step::Refund => Op::RefundAll,
            Step::PreApproval => Op::Charge,
            _ => Op::Confirm,
        }
    }
}

/// An answer to a step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Code {
    Ok,
    /// 1172
    Before,
    /// 1159, 1180
    Gone,
    /// 1169
    NotApproved,
    /// 1142 and others: nothing moved
    Refused,
    /// To a charge, 1280: nothing moved, and it may be tried again later.
    Later,
    /// None came; or 1198.
    Unclear,
}

impl Trans {
    pub(super) const NONE: Trans = Trans { state: Tx::None, age: 0, terms: 0, parts: 0, rest: false, stale: None };

    /// The buyer has registered long ago: no window ends.
    pub(super) const CHARGEABLE: Trans = Trans { state: Tx::Approved, age: 3, ..Trans::NONE };

    pub(super) const fn new(terms: u8) -> Trans {
        Trans { state: Tx::Waiting, terms, ..Trans::NONE }
    }

    pub(super) fn refunded(&self) -> u8 {
        if self.rest { UNITS } else { self.parts }
    }

    /// Does LINE Pay hold the buyer's money, or a claim on it?
    pub(super) fn holds(&self) -> bool {
        self.state == Tx::Authorized || self.state == Tx::Captured && self.refunded() < UNITS
    }

    pub(super) fn was_confirmed(&self) -> bool {
        matches!(self.state, Tx::Authorized | Tx::Captured | Tx::Voided | Tx::Lapsed)
    }

    /// May a confirm that arrives now or later still move money?
    pub(super) fn can_be_confirmed(&self) -> bool {
        matches!(self.state, Tx::Waiting | Tx::Approved)
    }

    pub(super) fn line(&self) -> Line {
        match self.state {
            Tx::Authorized => Line::Authorized,
            Tx::Captured => Line::Captured(self.parts, self.rest),
            Tx::Voided | Tx::Lapsed => Line::Released,
            _ => Line::None,
        }
    }

    pub(super) fn status(&self) -> Status {
        match self.state {
            Tx::Waiting => Status::Waiting,
            Tx::Approved => Status::Approved(None),
            Tx::None | Tx::Cancelled | Tx::Expired | Tx::Failed => Status::Over,
            Tx::Authorized | Tx::Captured | Tx::Voided | Tx::Lapsed => Status::Complete,
        }
    }

    /// What statusCheck may still say of one that was confirmed: that it is approved, or that its time is up.
    pub(super) fn stale_status(&self) -> Option<Status> {
        let before = self.stale == Some(Line::None) && self.was_confirmed();
        before.then_some(if self.age == 3 { Status::Over } else { Status::Approved(None) })
    }

    /// A new state; a details answer may then be late by one.
    pub(super) fn change(&mut self, setting: &Setting, with: impl FnOnce(&mut Trans)) {
        let before = self.line();
        with(self);
        if setting.stale && self.line() != before {
            self.stale = Some(before);
        }
    }

    /// Its next window ends.
    pub(super) fn grow_old(&mut self, setting: &Setting) {
        self.age += if setting.v3 && self.age == 0 { 2 } else { 1 };
        self.state = match (self.state, self.age) {
            (Tx::Waiting, 2..) => Tx::Cancelled,
            (Tx::Approved, 2) if setting.short => Tx::Expired,
            (Tx::Approved, 3) => Tx::Expired,
            (state, _) => state,
        };
    }

    /// Could a copy of this request still do anything?
    pub(super) fn can(&self, op: Op) -> bool {
        match op {
            Op::Confirm => self.can_be_confirmed(),
            Op::Charge => self.state == Tx::Approved,
            Op::Capture | Op::Void => self.state == Tx::Authorized,
            Op::RefundAll | Op::RefundPart => self.state == Tx::Captured && self.refunded() < UNITS,
        }
    }
}

/// A request arrives: its effect and its answer.
pub(super) fn arrive(books: &mut [Trans; 2], op: Op, t: usize, setting: &Setting) -> Code {
    let other = books[1 - t].was_confirmed();
    let trans = &mut books[t];
    if op == Op::Confirm {
        return match trans.state {
            Tx::Approved if setting.one_payment && other => Code::Before,
            Tx::Approved => {
                let paid = if setting.capture { Tx::Captured } else { Tx::Authorized };
                trans.change(setting, |trans| trans.state = paid);
                Code::Ok
            }
            Tx::Waiting => {
                if setting.early_kills {
                    trans.state = Tx::Failed;
                }
                Code::NotApproved
            }
            Tx::Cancelled | Tx::Failed if setting.over_is_1169 => Code::NotApproved,
            Tx::None | Tx::Cancelled | Tx::Failed | Tx::Expired => Code::Gone,
            _ if trans.age == 3 => Code::Gone,
            _ => Code::Before,
        };
    }
    // LINE Pay charges no orderId twice.
    if op == Op::Charge && (trans.was_confirmed() || setting.one_payment && other) {
        return Code::Before;
    }
    if !trans.can(op) {
        return Code::Refused;
    }
    trans.change(setting, |trans| match op {
        Op::Capture => trans.state = Tx::Captured,
        Op::Void => trans.state = Tx::Voided,
        Op::RefundAll => trans.rest = true,
        Op::RefundPart => trans.parts += 1,
        Op::Charge => trans.state = if setting.capture { Tx::Captured } else { Tx::Authorized },
        Op::Confirm => {}
    });
    Code::Ok
}

/// The answer to a step as the client hears it. `trans` is the transaction after it.
pub(super) fn heard(code: Code, op: Op, t: usize, trans: &Trans, setting: &Setting) -> Heard {
    match (code, op) {
        (Code::Ok, Op::Charge) => {
            let (money, expires) = match setting.capture {
                true => (Money::Captured, None),
                false => (Money::Authorized, Some(FAR.to_owned())),
            };
            let found = Found { money, amount: sum(trans.terms, setting), expires, ..Found::registered() };
            Heard::Charged { transaction: transaction(t), found }
        }
        (Code::Refused, Op::Charge) => Heard::Declined("1142".to_owned()),
        (Code::Later, _) => Heard::NotNow,
        (Code::Ok, Op::Confirm) => {
            let money = match (setting.zero, setting.capture) {
                (true, _) => Money::Registered,
                (false, true) => Money::Captured,
                (false, false) => Money::Authorized,
            };
            let expires = (money == Money::Authorized).then(|| FAR.to_owned());
            let found = Found { money, amount: sum(trans.terms, setting), expires, ..Found::registered() };
            let reg_key = setting.preapproved.then(|| "RK0000000000000".to_owned().into());
            Heard::Confirmed { found, reg_key }
        }
        (Code::Ok, Op::RefundPart) => Heard::Done { refund: Some(part(t, trans.parts)) },
        (Code::Ok, Op::RefundAll) => Heard::Done { refund: Some(part(t, 9)) },
        (Code::Ok, _) => Heard::Done { refund: None },
        (Code::Before, _) => Heard::DoneBefore(ReturnCode::SAME_ORDER),
        (Code::Gone, _) => Heard::Gone,
        (Code::NotApproved, _) => Heard::NotApproved,
        (Code::Refused, _) => Heard::Refused,
        (Code::Unclear, _) => Heard::Unclear,
    }
}

/// A refund's own transaction.
fn part(t: usize, number: u8) -> TransactionId {
    id(100 * (t as u64 + 1) + u64::from(number))
}

/// LINE Pay's row of a transaction.
pub(super) fn row(t: usize, line: Line, trans: &Trans, setting: &Setting) -> Option<PaymentRow> {
    let paid = sum(trans.terms, setting);
    let status = match line {
        _ if setting.zero && setting.unlisted => return None,
        Line::None => return None,
        Line::Authorized => "AUTHORIZATION",
        Line::Captured(..) => "CAPTURE",
        Line::Released => "EXPIRED_AUTHORIZATION",
    };
    let mut refunds = Vec::new();
    if let Line::Captured(parts, rest) = line {
        refunds.extend((1..=parts).map(|number| (part(t, number), units(UNIT))));
        if rest {
            refunds.push((part(t, 9), paid.minus(units(UNIT * i64::from(parts))).unwrap()));
        }
    }
    let over = matches!(trans.state, Tx::Lapsed | Tx::Voided);
    Some(PaymentRow {
        order_id: super::desk::order_id(t, setting),
        authorization_expire_date: Some(if over { PAST } else { FAR }.to_owned()),
        paid: Some(paid),
        refunds,
        ..crate::order::tests::row(transaction(t).get(), status, None)
    })
}
