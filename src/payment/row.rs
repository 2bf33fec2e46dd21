//! A payment as LINE Pay lists it: what its row says about the money.

use crate::id::{OrderId, TransactionId};
use crate::money::Amount;
use crate::row::{JsonText, Row};
use crate::wire::Reply;

/// One payment or refund, of what paymentCheck or authCheck answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// ISO 4217.
    pub currency: String,
    /// What kind of row it is.
    pub transaction_type: Option<String>,
    /// When.
    pub transaction_date: Option<String>,
    /// Whether money was taken, where LINE Pay says it.
    pub pay_status: Option<String>,
    /// When an authorisation lapses.
    pub authorization_expire_date: Option<String>,
    /// What was paid; `None` where LINE Pay does not say.
    pub paid: Option<Amount>,
    /// How it was paid: a list of `PayInfo`.
    pub pay_info: JsonText,
    /// The shipping that was chosen: a `Shipping`.
    pub shipping: Option<JsonText>,
    /// The refunds of this payment: what was given back, without its sign, and by which transaction.
    pub refunds: Vec<(TransactionId, Amount)>,
    /// Of a refund: the payment that was refunded.
    pub original_transaction_id: Option<TransactionId>,
}

/// The sum of a list of parts; `None` where there is none, or it leaves the range.
pub(crate) fn sum_of(pay_info: &[Row<'_>]) -> Option<Amount> {
    if pay_info.is_empty() {
        return None;
    }
    let mut sum = Amount::ZERO;
    for part in pay_info {
        sum = sum.plus(part.need("amount")?)?;
    }
    Some(sum)
}

/// What the words of a row say.
macro_rules! row_words {
    ($type:ident) => {
        impl $type {
            /// Is it money taken? Rows of v2's payment-check say nothing about it: there all are.
            #[must_use]
            pub fn is_captured(&self) -> bool {
                self.is_payment() && self.pay_status.as_deref().is_none_or(|status| status == "CAPTURE")
            }

            /// Does it hold money, taken or authorised?
            #[must_use]
            pub fn holds(&self) -> bool {
                self.is_captured() || self.pay_status.as_deref() == Some("AUTHORIZATION")
            }

            /// Is its `payStatus` one that this release knows, or absent?
            #[must_use]
            pub fn has_known_status(&self) -> bool {
                let known = ["CAPTURE", "AUTHORIZATION", "VOIDED_AUTHORIZATION", "EXPIRED_AUTHORIZATION"];
                self.pay_status.as_deref().is_none_or(|status| known.contains(&status))
            }

            /// Is it a payment, not a refund?
            #[must_use]
            pub fn is_payment(&self) -> bool {
                self.transaction_type.as_deref() == Some("PAYMENT")
            }

            /// Is it a refund?
            #[must_use]
            pub fn is_refund(&self) -> bool {
                matches!(self.transaction_type.as_deref(), Some("PAYMENT_REFUND" | "PARTIAL_REFUND"))
            }
        }
    };
}
#[cfg(feature = "typed")]
pub(crate) use row_words;

row_words! { PaymentRow }

impl PaymentRow {
    /// The rows of a reply to paymentCheck or authCheck; none of any other.
    #[must_use]
    pub fn of(reply: &Reply) -> Vec<PaymentRow> {
        let row = reply.row();
        let mut rows = Vec::new();
        for name in ["payments", "authorizations"] {
            for row in row.rows(name).unwrap_or_default() {
                rows.extend(PaymentRow::read(&row));
            }
        }
        rows
    }

    #[inline(never)]
    fn read(row: &Row<'_>) -> Option<PaymentRow> {
        let text = |name| row.find(name).flatten().map(JsonText::of);
        let mut refunds = Vec::new();
        for refund in row.rows("refundList")? {
            let amount: Amount = refund.need("refundAmount")?;
            // Its sign differs between servers.
            refunds.push((refund.need("refundTransactionId")?, amount.absolute()));
        }
        Some(PaymentRow {
            transaction_id: row.need("transactionId")?,
            order_id: row.need("orderId")?,
            currency: row.need("currency")?,
            transaction_type: row.lenient("transactionType"),
            transaction_date: row.lenient("transactionDate"),
            pay_status: row.lenient("payStatus"),
            authorization_expire_date: row.lenient("authorizationExpireDate"),
            paid: sum_of(&row.rows("payInfo")?),
            pay_info: text("payInfo").unwrap_or_else(|| JsonText::of("[]")),
            shipping: text("shipping"),
            refunds,
            original_transaction_id: row.lenient("originalTransactionId"),
        })
    }

    /// Adds the refunds of this payment that came as rows of their own to its list.
    pub fn take_refunds(&mut self, rows: &[PaymentRow]) {
        for row in rows {
            let own = row.is_refund() && row.original_transaction_id == Some(self.transaction_id);
            let known = self.refunds.iter().any(|(id, _)| *id == row.transaction_id);
            if let (true, false, Some(amount)) = (own, known, row.paid) {
                self.refunds.push((row.transaction_id, amount.absolute()));
            }
        }
    }

    /// What was given back so far; `None` when it leaves the range.
    #[must_use]
    pub fn refunded(&self) -> Option<Amount> {
        Amount::sum(self.refunds.iter().map(|(_, amount)| *amount))
    }
}
