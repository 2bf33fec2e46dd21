//! refund: gives a captured payment back, in part or in whole.

use serde::Serialize;

use super::parts::check_decimals;
use crate::at::at;
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::TransactionId;
use crate::input::{Fields, Input};
use crate::money::{Amount, Currency};
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::payment::Step;
use crate::row::rows;
use crate::rule::Rule;
use crate::version::{PerVersion, Version};

/// Refunds a captured payment.
///
/// After a lost answer ask paymentCheck for its `refundList` before refunding
/// again: repeating a partial refund blindly can refund twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RefundRequest {
    /// The payment's transaction (never that of an earlier refund), as text or as a BigInt.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "TransactionId | bigint"))]
    pub transaction_id: TransactionId,
    /// What to give back, above 0. Leave the key out to refund everything that is left. Its decimals are checked before
    /// anything is sent where the currency is known: from `expected.currency` or `payment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_amount: Option<Amount>,
}

/// The refund that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RefundReply {
    /// The refund's own transaction; later refunds still name the payment's.
    pub refund_transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_transaction_date: Option<String>,
}

rows! {
    RefundReply: |row| RefundReply {
        refund_transaction_id: row.need("refundTransactionId")?,
        refund_transaction_date: row.lenient("refundTransactionDate"),
    };
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_amount: Option<Amount>,
}

/// Leaving the key out means everything, so that must not happen by accident.
pub(crate) fn read_refund_amount(fields: &mut Fields<'_>) -> Option<Amount> {
    match fields.present("refundAmount")? {
        Input::Nothing => {
            fields.issue("refundAmount", Rule::ExplicitRefund);
            None
        }
        input => fields.amount_of("refundAmount", input),
    }
}

impl Operation for RefundRequest {
    type Reply = RefundReply;

    const NAME: &'static str = "refund";
    const CHANGES: Changes = Changes::Payment;
    const ROUTES: PerVersion<Route> =
        PerVersion::same(Route { method: Method::Post, path: "/payments/{}/refund", read_timeout: 20_000 });

    fn read(_version: Version, fields: &mut Fields<'_>) -> RefundRequest {
        RefundRequest {
            transaction_id: fields.required_transaction_id("transactionId"),
            refund_amount: read_refund_amount(fields),
        }
    }

    fn check(&self, _rules: Rules, issues: &mut Issues) {
        if self.refund_amount.is_some_and(|amount| !amount.is_positive()) {
            issues.push("refundAmount", Rule::PositiveRefund);
        }
    }

    fn check_currency(&self, currency: Currency, issues: &mut Issues) {
        check_decimals(at("refundAmount"), self.refund_amount.unwrap_or_default(), currency, issues);
    }

    fn step(&self) -> Option<(Step, Option<Amount>)> {
        Some((Step::Refund, self.refund_amount))
    }

    fn parts(&self, _version: Version) -> Parts {
        let body = Body { refund_amount: self.refund_amount };
        Parts { segment: self.transaction_id.to_string(), body: serde_json::to_string(&body).ok(), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected { transaction_ids: vec![self.transaction_id], ..Expected::default() }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<RefundReply, Unread> {
        Ok(envelope.info()?)
    }

    fn fits(reply: &RefundReply, expected: &Expected) -> Result<(), Mismatch> {
        if expected.transaction_ids.contains(&reply.refund_transaction_id) {
            return Err(Mismatch::new("refundTransactionId", "a new id", "the payment's own id"));
        }
        Ok(())
    }
}
