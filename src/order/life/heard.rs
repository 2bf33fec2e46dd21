//! What LINE Pay's answer to a step says of that step.

use super::paid::{Found, Money};
use crate::error::{Error, Outcome, Retry};
use crate::id::{RegKey, TransactionId};
use crate::money::Amount;
use crate::order::{Order, is_of_another_order, proves_authorization};
use crate::return_code::{Is, ReturnCode};
use crate::row::{JsonText, Row};
use crate::wire::Reply;

/// The answer to a step, by what it means for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// To a confirm: it made the payment.
    Confirmed {
        /// What the answer says of it.
        found: Found,
        /// The key, where one came.
        reg_key: Option<RegKey>,
    },
    /// To capture, void or refund: it was carried out.
    Done {
        /// The refund's own transaction.
        refund: Option<TransactionId>,
    },
    /// To a charge: it made the payment.
    Charged {
        /// Its transaction.
        transaction: TransactionId,
        /// What the answer says of it.
        found: Found,
    },
    /// To a charge: nothing moved by this request. LINE Pay's return code, if it gave one.
    Declined(String),
    /// To a charge: nothing moved by this request, and LINE Pay asks to try it again later (1197, 1280).
    NotNow,
    /// To a confirm or a charge: the payment was made before (1152, 1172). It may be another one of the order.
    DoneBefore(ReturnCode),
    /// To a confirm: there is nothing to confirm, or not any more (1150, 1159, 1180).
    Gone,
    /// To a confirm: the buyer has not approved (1169).
    NotApproved,
    /// Nothing moved by this request.
    Refused,
    /// To a confirm: it was carried out for another order.
    OtherOrder,
    /// Nothing certain: the answer is lost, or says to look.
    Unclear,
}

impl Heard {
    /// The answer to a confirm over `sum` of a reservation that was made over `order`. `now` is in milliseconds since
    /// 1970.
    #[must_use]
    pub fn confirm(answer: &Result<Reply, Error>, order: &Order, sum: Amount, now: u64) -> Heard {
        let error = match answer {
            Ok(reply) => return Heard::confirmed(reply, order, sum, now),
            Err(error) => error,
        };
        if is_of_another_order(error) {
            return Heard::OtherOrder;
        }
        if let Some(code) = error.return_code().filter(|code| code.is(Is::DoneBefore)) {
            return Heard::DoneBefore(*code);
        }
        if error.says(Is::Lapsed) || error.says(Is::Gone) {
            return Heard::Gone;
        }
        if error.says(Is::NotApproved) {
            return Heard::NotApproved;
        }
        Heard::failed(error)
    }

    /// The answer to capture, void or refund.
    #[must_use]
    pub fn other(answer: &Result<Reply, Error>) -> Heard {
        match answer {
            Ok(reply) => Heard::Done { refund: reply.row().lenient("refundTransactionId") },
            Err(error) => Heard::failed(error),
        }
    }

    /// The answer to a charge by regKey. What LINE Pay asks to try again later is no refusal: it is tried again.
    #[must_use]
    pub fn charge(answer: &Result<Reply, Error>, order: &Order, now: u64) -> Heard {
        let error = match answer {
            Ok(reply) => {
                let row = reply.row();
                let Some(transaction) = row.need("transactionId") else { return Heard::Unclear };
                let found = Heard::found(&row, order, order.amount, now);
                return Heard::Charged { transaction, found };
            }
            Err(error) => error,
        };
        if is_of_another_order(error) {
            return Heard::OtherOrder;
        }
        if let Some(code) = error.return_code().filter(|code| code.is(Is::DoneBefore)) {
            return Heard::DoneBefore(*code);
        }
        match error.outcome() {
            Outcome::NotExecuted if error.retry() == Retry::Later => Heard::NotNow,
            Outcome::NotExecuted => {
                Heard::Declined(error.return_code().map(|code| code.as_str().to_owned()).unwrap_or_default())
            }
            _ => Heard::Unclear,
        }
    }

    fn failed(error: &Error) -> Heard {
        if error.outcome() == Outcome::NotExecuted { Heard::Refused } else { Heard::Unclear }
    }

    /// Nothing is believed but what the answer says itself: where it and the quote disagree on whether the money is
    /// taken, it is only set aside until the payment's own row says more.
    fn confirmed(reply: &Reply, order: &Order, sum: Amount, now: u64) -> Heard {
        let row = reply.row();
        Heard::Confirmed { found: Heard::found(&row, order, sum, now), reg_key: row.lenient("regKey") }
    }

    fn found(row: &Row<'_>, order: &Order, sum: Amount, now: u64) -> Found {
        let text = |name| row.find(name).flatten().map(JsonText::of);
        let expires: Option<String> = row.lenient("authorizationExpireDate");
        let held = proves_authorization(expires.as_deref(), now);
        let money = match (order.capture, held) {
            _ if !sum.is_positive() => Money::Registered,
            (true, false) => Money::Captured,
            _ => Money::Authorized,
        };
        Found {
            money,
            amount: sum,
            currency: None,
            expires: expires.filter(|_| money == Money::Authorized),
            pay_info: text("payInfo"),
            shipping: text("shipping"),
            refunds: Vec::new(),
        }
    }
}
