//! The order's payment, and the regKey that came with it.

use super::change::MOST_REFUNDS;
use super::limits::Limits;
use super::rules::Rule;
use crate::id::{OrderId, RegKey, TransactionId};
use crate::json::json_names;
use crate::money::{Amount, Currency};
use crate::payment::{PaymentRow, time};
use crate::row::JsonText;

/// The payment of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Its transaction.
    pub transaction: TransactionId,
    /// The orderId that LINE Pay knows it by.
    pub order_id: OrderId,
    /// When it was recorded, by the ledger's clock: milliseconds since 1970.
    pub at: u64,
    /// What LINE Pay said of it.
    pub found: Found,
    /// What was authorised, where less was captured.
    pub authorized: Option<Amount>,
    /// What was given back, or is to be.
    pub refunds: Vec<Refund>,
    /// What the shop said of an authorisation near its end; `None`: it has not been told.
    pub lapse: Option<Lapse>,
}

/// What is done with an authorisation near its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// Nothing: the shop knows.
    Leave,
    /// Its money is taken.
    Capture,
    /// It is set free.
    Void,
}

/// What LINE Pay says of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where the money is.
    pub money: Money,
    /// What was authorised or captured.
    pub amount: Amount,
    /// In which currency, where that is not the one that was quoted.
    pub currency: Option<Currency>,
    /// When an authorisation lapses, ISO 8601 in UTC.
    pub expires: Option<String>,
    /// How it was paid: a list of `PayInfo`. Not kept where it is very long.
    pub pay_info: Option<JsonText>,
    /// The shipping that the buyer chose: a `Shipping`. Not kept where it is very long.
    pub shipping: Option<JsonText>,
    /// The refunds that LINE Pay lists.
    pub refunds: Vec<(TransactionId, Amount)>,
}

/// Where the money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Money {
    /// LINE Pay holds it for the shop.
    Authorized,
    /// It is taken.
    Captured,
    /// The authorisation was voided, or has lapsed.
    Released,
    /// There is none: a registration over nothing.
    Registered,
}

/// Something that was given back, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The caller's key. Empty: it was made elsewhere.
    pub key: String,
    /// How much was asked for; `None`: all that was left.
    pub asked: Option<Amount>,
    /// How much it gave back.
    pub amount: Amount,
    /// Its transaction, where LINE Pay named it.
    pub id: Option<TransactionId>,
    /// What became of it.
    pub state: RefundState,
}

/// What became of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// It is not known yet.
    InHand,
    /// The money was given back.
    Done,
    /// It was not.
    NotDone,
}

/// What is known of the regKey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The order registers nobody.
    NotExpected,
    /// It comes with the answer to confirm.
    Expected,
    /// The shop has to be given it.
    Held(RegKey),
    /// The answer that held it is lost; the shop has to be told.
    Lost,
    /// The shop has it.
    Delivered,
    /// The shop knows that it is lost.
    LostTold,
}

json_names! {
    Lapse {
        Leave: "leave",
        Capture: "capture",
        Void: "void",
    }
    Money {
        Authorized: "authorized",
        Captured: "captured",
        Released: "released",
        Registered: "registered",
    }
    RefundState {
        InHand: "in-hand",
        Done: "done",
        NotDone: "not-done",
    }
}

impl Lapse {
    /// All of them.
    pub const ALL: [Lapse; 3] = [Lapse::Leave, Lapse::Capture, Lapse::Void];
}

impl Money {
    /// All of them.
    pub const ALL: [Money; 4] = [Money::Authorized, Money::Captured, Money::Released, Money::Registered];
}

impl RefundState {
    /// All of them.
    pub const ALL: [RefundState; 3] = [RefundState::InHand, RefundState::Done, RefundState::NotDone];
}

impl KeyState {
    /// Its name in the record.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            KeyState::NotExpected => "not-expected",
            KeyState::Expected => "expected",
            KeyState::Held(_) => "held",
            KeyState::Lost => "lost",
            KeyState::Delivered => "delivered",
            KeyState::LostTold => "lost-told",
        }
    }
}

impl Found {
    /// By a row of the payment details or of the authorisations; `None` where the row says nothing of a payment.
    #[must_use]
    pub fn row(row: &PaymentRow) -> Option<Found> {
        let status = row.pay_status.as_deref();
        let money = match status {
            _ if row.is_captured() => Money::Captured,
            _ if row.holds() => Money::Authorized,
            Some("VOIDED_AUTHORIZATION" | "EXPIRED_AUTHORIZATION") => Money::Released,
            _ => return None,
        };
        Some(Found {
            money,
            amount: row.paid?,
            currency: None,
            expires: row.authorization_expire_date.clone().filter(|_| money == Money::Authorized),
            pay_info: Some(row.pay_info.clone()),
            shipping: row.shipping.clone(),
            refunds: row.refunds.clone(),
        })
    }

    /// A registration over nothing is complete, and LINE Pay says no more of it.
    #[must_use]
    pub const fn registered() -> Found {
        Found {
            money: Money::Registered,
            amount: Amount::ZERO,
            currency: None,
            expires: None,
            pay_info: None,
            shipping: None,
            refunds: Vec::new(),
        }
    }
}

impl Paid {
    /// So much of what was authorised is taken.
    pub(super) fn captured(&mut self, amount: Amount) {
        let before = std::mem::replace(&mut self.found.amount, amount);
        self.authorized = Some(before).filter(|before| *before != amount);
    }

    /// Does LINE Pay hold the money until it is captured or voided?
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        self.found.money == Money::Authorized
    }

    /// What was given back, as far as it is known.
    #[must_use]
    pub fn refunded(&self) -> Amount {
        let done = self.refunds.iter().filter(|refund| refund.state == RefundState::Done);
        Amount::sum(done.map(|refund| refund.amount)).unwrap_or(self.found.amount)
    }

    /// What can still be given back.
    #[must_use]
    pub fn left(&self) -> Amount {
        let left = self.found.amount.minus(self.refunded()).unwrap_or(Amount::ZERO);
        if self.found.money == Money::Captured { left.max(Amount::ZERO) } else { Amount::ZERO }
    }

    /// Does the shop hold nothing of it, and has no claim on anything?
    #[must_use]
    pub fn is_over(&self) -> bool {
        !self.is_authorised() && !self.left().is_positive()
    }

    /// When the authorisation lapses, in milliseconds since 1970; `None` where LINE Pay did not say, or there is none.
    #[must_use]
    pub fn lapses(&self) -> Option<u64> {
        self.found.expires.as_deref().filter(|_| self.is_authorised()).and_then(time::milliseconds)
    }

    /// From when on the shop is to be told that the authorisation ends soon; `None`: not, or it has been.
    pub(super) fn warns(&self, limits: &Limits) -> Option<u64> {
        self.lapses().filter(|_| self.lapse.is_none()).map(|end| end.saturating_sub(limits.notice))
    }

    /// A refund by the caller's key.
    #[must_use]
    pub fn refund(&self, key: &str) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.key == key)
    }
}

impl Paid {
    /// Adds the refunds that LINE Pay lists and nobody here asked for.
    pub(super) fn take_refunds(&mut self, found: &Found) {
        for (id, amount) in &found.refunds {
            let known = self.refunds.iter().any(|refund| refund.id == Some(*id));
            // A refund whose own transaction is not known may be this one.
            let own = |refund: &&mut Refund| {
                refund.id.is_none() && refund.state == RefundState::Done && refund.amount == *amount
            };
            if known || self.refunds.len() >= MOST_REFUNDS {
                continue;
            }
            match self.refunds.iter_mut().find(own) {
                Some(refund) => refund.id = Some(*id),
                None => self.refunds.push(Refund {
                    key: String::new(),
                    asked: Some(*amount),
                    amount: *amount,
                    id: Some(*id),
                    state: RefundState::Done,
                }),
            }
        }
        // All that was left is what no other refund gave back, also one that was not known by then.
        let more = self.refunded().minus(self.found.amount).filter(|more| more.is_positive());
        let all = |refund: &&mut Refund| refund.asked.is_none() && refund.state == RefundState::Done;
        if let (Some(more), Some(refund)) = (more, self.refunds.iter_mut().find(all)) {
            refund.amount = refund.amount.minus(more).unwrap_or_default().max(Amount::ZERO);
        }
    }
}

/// The refunds of this sum that LINE Pay lists and that were not known before `work` was written down; of any sum where
/// all that was left is given back.
pub(super) fn new_refunds(
    paid: Option<&Paid>,
    found: &Found,
    known: &[TransactionId],
    sum: Option<Amount>,
) -> Vec<TransactionId> {
    if !Rule::NewRowOnly.holds() {
        return found.refunds.iter().map(|(id, _)| *id).take(1).collect();
    }
    // Those of which only a person said that they were made have no transaction here, and one there.
    let fits = |amount| sum.is_none_or(|sum| sum == amount);
    let unnamed = paid.iter().flat_map(|paid| &paid.refunds);
    let unnamed =
        unnamed.filter(|refund| refund.state == RefundState::Done && refund.id.is_none() && fits(refund.amount));
    let new = found.refunds.iter().filter(|(id, amount)| fits(*amount) && !known.contains(id));
    new.map(|(id, _)| *id).skip(unnamed.count()).collect()
}
