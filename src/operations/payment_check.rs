//! payment-check: asks for captured payments and refunds.

use serde::{Deserialize, Serialize};

use super::parts::{PayInfo, check_text, list, paid, sum_fits};
use crate::envelope::{Envelope, Malformed, lenient};
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::Fields;
use crate::money::Amount;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules};
use crate::url::push_encoded;
use crate::version::{PerVersion, Version};

/// Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
///
/// A reservation that was never confirmed is not found: 1150.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PaymentCheckRequest {
    /// Transactions of payments or of refunds, as text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(optional, type = "TransactionId | TransactionId[]")
    )]
    pub transaction_id: Vec<TransactionId>,
    /// The merchant's orders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "OrderId | OrderId[]"))]
    pub order_id: Vec<OrderId>,
}

impl PaymentCheckRequest {
    /// Asks for one order.
    #[must_use]
    pub fn of_order(order_id: &OrderId) -> PaymentCheckRequest {
        PaymentCheckRequest {
            order_id: vec![order_id.clone()],
            ..PaymentCheckRequest::default()
        }
    }

    /// Asks for one transaction.
    #[must_use]
    pub fn of_transaction(transaction_id: TransactionId) -> PaymentCheckRequest {
        PaymentCheckRequest {
            transaction_id: vec![transaction_id],
            ..PaymentCheckRequest::default()
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PaymentCheckReply {
    /// One row for each payment or refund that was found.
    pub payments: Vec<PaymentRow>,
}

/// One payment or refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PaymentRow {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub transaction_date: Option<String>,
    /// `PAYMENT`, `PAYMENT_REFUND` or `PARTIAL_REFUND`; others may come.
    pub transaction_type: String,
    /// The product's name.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub product_name: Option<String>,
    /// The merchant's name.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub merchant_name: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How it was paid; the parts add up to the amount. Absent when LINE Pay does not say.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub pay_info: Vec<PayInfo>,
    /// When an authorisation lapses; some answers repeat the payment's date here.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub authorization_expire_date: Option<String>,
    /// The refunds of this payment; absent when there are none.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub refund_list: Vec<RefundRow>,
    /// For a refund's row: the payment that was refunded.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub original_transaction_id: Option<TransactionId>,
}

/// One refund of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RefundRow {
    /// The refund's own transaction.
    pub refund_transaction_id: TransactionId,
    /// `PAYMENT_REFUND` or `PARTIAL_REFUND`.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub transaction_type: Option<String>,
    /// What was given back. Its sign differs between servers: count its absolute value.
    pub refund_amount: Amount,
    /// When, ISO 8601 in UTC.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub refund_transaction_date: Option<String>,
}

impl PaymentRow {
    /// Is it a payment, not a refund?
    #[must_use]
    pub fn is_payment(&self) -> bool {
        self.transaction_type == "PAYMENT"
    }

    /// What was paid; `None` when the row does not say.
    #[must_use]
    pub fn paid(&self) -> Option<Amount> {
        paid(&self.pay_info)
    }

    /// What was given back so far; `None` when it leaves the range.
    #[must_use]
    pub fn refunded(&self) -> Option<Amount> {
        Amount::sum(
            self.refund_list
                .iter()
                .map(|refund| refund.refund_amount.absolute()),
        )
    }
}

impl Operation for PaymentCheckRequest {
    type Reply = PaymentCheckReply;

    const NAME: &'static str = "paymentCheck";
    const CHANGES: Changes = Changes::Nothing;
    const ROUTES: PerVersion<Route> = PerVersion {
        v2: Some(Route {
            method: Method::Get,
            path: "/payments",
            read_timeout: 20_000,
        }),
    };

    fn read(_version: Version, fields: &mut Fields<'_>) -> PaymentCheckRequest {
        PaymentCheckRequest {
            transaction_id: fields.transaction_ids("transactionId"),
            order_id: fields
                .texts("orderId")
                .into_iter()
                .map(OrderId::from)
                .collect(),
        }
    }

    fn check(&self, _rules: Rules, issues: &mut Issues) {
        let (transactions, orders) = (self.transaction_id.len(), self.order_id.len());
        let unreadable = issues.has_any_below("transactionId") || issues.has_any_below("orderId");
        if transactions == 0 && orders == 0 && !unreadable {
            issues.push(
                "transactionId",
                "required",
                "give transactionId or orderId, one id at least",
            );
        } else if transactions > 0 && orders > 0 {
            issues.push(
                "orderId",
                "one-kind",
                "give transactionId or orderId, not both: ask twice instead",
            );
        } else if transactions.max(orders) > 100 {
            let path = if transactions > 0 {
                "transactionId"
            } else {
                "orderId"
            };
            issues.push(
                path,
                "max-ids",
                "at most 100 ids in one call (LINE Pay answers 1177)",
            );
        }
        for (index, id) in self.order_id.iter().enumerate() {
            check_text(
                &format!("orderId[{index}]"),
                id.as_str(),
                OrderId::MAX_BYTES,
                issues,
            );
        }
    }

    fn parts(&self, _version: Version) -> Parts {
        let mut query = String::new();
        let transactions = self
            .transaction_id
            .iter()
            .map(|id| ("transactionId=", id.to_string()));
        let orders = self
            .order_id
            .iter()
            .map(|id| ("orderId=", id.as_str().to_owned()));
        for (name, value) in transactions.chain(orders) {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            push_encoded(&mut query, &value);
        }
        Parts {
            query,
            ..Parts::default()
        }
    }

    fn expected(&self) -> Expected {
        Expected {
            transaction_ids: self.transaction_id.clone(),
            order_ids: self.order_id.clone(),
            ..Expected::default()
        }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<PaymentCheckReply, Malformed> {
        envelope
            .info()
            .map(|payments| PaymentCheckReply { payments })
    }

    fn fits(reply: &PaymentCheckReply, expected: &Expected) -> Result<(), Mismatch> {
        for row in &reply.payments {
            expected.transaction("transactionId", row.transaction_id)?;
            expected.order(&row.order_id)?;
            if let Some(currency) = expected
                .currency
                .filter(|currency| currency.as_str() != row.currency)
            {
                return Err(Mismatch::new("currency", currency, &row.currency));
            }
            if row.is_payment() {
                sum_fits(&row.pay_info, expected.amount)?;
            }
        }
        Ok(())
    }
}
