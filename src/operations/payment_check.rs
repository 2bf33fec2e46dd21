//! payment-check: asks for captured payments and refunds.

use serde::Serialize;

use super::details::{EventRow, MerchantReference, PackageRow, Shipping};
use super::parts::{PayInfo, check_order_id, paid, sum_fits};
use crate::at::at;
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::Fields;
use crate::money::Amount;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::row::rows;
use crate::rule::Rule;
use crate::url::push_encoded;
use crate::version::{PerVersion, Version};

/// Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
///
/// A reservation that was never confirmed is not found: 1150.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PaymentCheckRequest {
    /// Transactions of payments or of refunds, as text or as BigInts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "TransactionId | bigint | (TransactionId | bigint)[]"))]
    pub transaction_id: Vec<TransactionId>,
    /// The merchant's orders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "OrderId | OrderId[]"))]
    pub order_id: Vec<OrderId>,
    /// v3 only: which half of the data to return; all without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"ALL\" | \"TRANSACTION\" | \"ORDER\""))]
    pub fields: Option<String>,
}

impl PaymentCheckRequest {
    /// Asks for one order.
    #[must_use]
    pub fn of_order(order_id: &OrderId) -> PaymentCheckRequest {
        PaymentCheckRequest { order_id: vec![order_id.clone()], ..PaymentCheckRequest::default() }
    }

    /// Asks for one transaction.
    #[must_use]
    pub fn of_transaction(transaction_id: TransactionId) -> PaymentCheckRequest {
        PaymentCheckRequest { transaction_id: vec![transaction_id], ..PaymentCheckRequest::default() }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PaymentCheckReply {
    /// One row for each payment or refund that was found.
    pub payments: Vec<PaymentRow>,
}

/// One payment or refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PaymentRow {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// `PAYMENT`, `PAYMENT_REFUND` or `PARTIAL_REFUND`; others may come. Absent with `fields: "ORDER"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<String>,
    /// The product's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// The merchant's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How it was paid; the parts add up to the amount. Absent when LINE Pay does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pay_info: Vec<PayInfo>,
    /// When an authorisation lapses; some answers repeat the payment's date here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// The refunds of this payment; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refund_list: Vec<RefundRow>,
    /// `CAPTURE` (v3, v4), `AUTHORIZATION`, `VOIDED_AUTHORIZATION` or `EXPIRED_AUTHORIZATION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_status: Option<String>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
    /// v3 and v4: the packages that were ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Vec<PackageRow>>,
    /// v3: the shipping that was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// Taiwan, v3 and v4: the promotions that counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<EventRow>>,
    /// Taiwan: the buyer's cards with the merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_reference: Option<MerchantReference>,
    /// For a refund's row: the payment that was refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_transaction_id: Option<TransactionId>,
}

/// One refund of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RefundRow {
    /// The refund's own transaction.
    pub refund_transaction_id: TransactionId,
    /// `PAYMENT_REFUND` or `PARTIAL_REFUND`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<String>,
    /// What was given back. Its sign differs between servers: count its absolute value.
    pub refund_amount: Amount,
    /// When, ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_transaction_date: Option<String>,
}

rows! {
    PaymentRow: |row| PaymentRow {
        transaction_id: row.need("transactionId")?,
        transaction_date: row.lenient("transactionDate"),
        // Whether its sum is compared hangs on it.
        transaction_type: row.maybe("transactionType")?,
        product_name: row.lenient("productName"),
        merchant_name: row.lenient("merchantName"),
        currency: row.need("currency")?,
        order_id: row.need("orderId")?,
        pay_info: row.list("payInfo")?,
        authorization_expire_date: row.lenient("authorizationExpireDate"),
        refund_list: row.list("refundList")?,
        // Whether money was taken hangs on it: illegible must not pass for absent, which in v2 means taken.
        pay_status: row.maybe("payStatus")?,
        payment_provider: row.lenient("paymentProvider"),
        packages: row.lenient("packages"),
        shipping: row.lenient("shipping"),
        events: row.lenient("events"),
        merchant_reference: row.lenient("merchantReference"),
        original_transaction_id: row.lenient("originalTransactionId"),
    };
    RefundRow: |row| RefundRow {
        refund_transaction_id: row.need("refundTransactionId")?,
        transaction_type: row.lenient("transactionType"),
        refund_amount: row.need("refundAmount")?,
        refund_transaction_date: row.lenient("refundTransactionDate"),
    };
}

impl PaymentRow {
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

    /// Is it an authorisation, one that holds or held money without taking it?
    #[must_use]
    pub fn is_authorization(&self) -> bool {
        self.pay_status.as_deref().is_some_and(|status| status != "CAPTURE")
    }

    /// Is it a payment, not a refund?
    #[must_use]
    pub fn is_payment(&self) -> bool {
        self.transaction_type.as_deref() == Some("PAYMENT")
    }

    /// Adds the refunds of this payment that came as rows of their own to its list.
    pub fn take_refunds(&mut self, rows: &[PaymentRow]) {
        for row in rows.iter().filter(|row| row.is_refund() && row.original_transaction_id == Some(self.transaction_id))
        {
            let known = self.refund_list.iter().any(|refund| refund.refund_transaction_id == row.transaction_id);
            if let (false, Some(amount)) = (known, row.paid()) {
                self.refund_list.push(RefundRow {
                    refund_transaction_id: row.transaction_id,
                    transaction_type: row.transaction_type.clone(),
                    refund_amount: amount,
                    refund_transaction_date: row.transaction_date.clone(),
                });
            }
        }
    }

    /// Is it a refund?
    #[must_use]
    pub fn is_refund(&self) -> bool {
        matches!(self.transaction_type.as_deref(), Some("PAYMENT_REFUND" | "PARTIAL_REFUND"))
    }

    /// What was paid; `None` when the row does not say.
    #[must_use]
    pub fn paid(&self) -> Option<Amount> {
        paid(&self.pay_info)
    }

    /// What was given back so far; `None` when it leaves the range.
    #[must_use]
    pub fn refunded(&self) -> Option<Amount> {
        Amount::sum(self.refund_list.iter().map(|refund| refund.refund_amount.absolute()))
    }
}

impl Operation for PaymentCheckRequest {
    type Reply = PaymentCheckReply;

    const NAME: &'static str = "paymentCheck";
    const CHANGES: Changes = Changes::Nothing;
    const ROUTES: PerVersion<Route> =
        PerVersion::same(Route { method: Method::Get, path: "/payments", read_timeout: 20_000 });

    fn read(version: Version, fields: &mut Fields<'_>) -> PaymentCheckRequest {
        PaymentCheckRequest {
            transaction_id: fields.transaction_ids("transactionId"),
            order_id: fields.texts("orderId").into_iter().map(OrderId::from).collect(),
            fields: if version == Version::V3 { fields.text("fields") } else { None },
        }
    }

    fn check(&self, rules: Rules, issues: &mut Issues) {
        check_ids(rules, &self.transaction_id, &self.order_id, issues);
        let Some(fields) = self.fields.as_deref() else {
            return;
        };
        let allowed = &["ALL", "TRANSACTION", "ORDER"];
        if rules.version != Version::V3 {
            issues.push("fields", Rule::FieldsInV3);
        } else if !allowed.contains(&fields) {
            issues.push("fields", Rule::OneOf { allowed });
        }
    }

    fn parts(&self, _version: Version) -> Parts {
        let mut query = ids_query(&self.transaction_id, &self.order_id);
        if let Some(fields) = &self.fields {
            query.push_str("&fields=");
            push_encoded(&mut query, fields);
        }
        Parts { query, ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected {
            transaction_ids: self.transaction_id.clone(),
            order_ids: self.order_id.clone(),
            ..Expected::default()
        }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<PaymentCheckReply, Unread> {
        Ok(PaymentCheckReply { payments: envelope.info()? })
    }

    fn fits(reply: &PaymentCheckReply, expected: &Expected) -> Result<(), Mismatch> {
        rows_fit(&reply.payments, expected)
    }
}

/// One kind of id, 1 to 100 of them.
pub(super) fn check_ids(rules: Rules, transactions: &[TransactionId], orders: &[OrderId], issues: &mut Issues) {
    let unreadable = issues.has_any_below("transactionId") || issues.has_any_below("orderId");
    if transactions.is_empty() && orders.is_empty() && !unreadable {
        issues.push("transactionId", Rule::RequiredId);
    } else if !transactions.is_empty() && !orders.is_empty() {
        issues.push("orderId", Rule::OneKind);
    } else if transactions.len().max(orders.len()) > 100 {
        issues.push(if orders.is_empty() { "transactionId" } else { "orderId" }, Rule::MaxIds);
    }
    let list = at("orderId");
    for (index, id) in orders.iter().enumerate() {
        check_order_id(list.item(index), id, rules, issues);
    }
}

/// The ids as a query.
pub(super) fn ids_query(transactions: &[TransactionId], orders: &[OrderId]) -> String {
    let mut query = String::new();
    let transactions = transactions.iter().map(|id| ("transactionId=", id.to_string()));
    let orders = orders.iter().map(|id| ("orderId=", id.as_str().to_owned()));
    for (name, value) in transactions.chain(orders) {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        push_encoded(&mut query, &value);
    }
    query
}

/// Is every row one that was asked for, and is every payment the expected sum?
pub(super) fn rows_fit(rows: &[PaymentRow], expected: &Expected) -> Result<(), Mismatch> {
    for row in rows {
        expected.transaction("transactionId", row.transaction_id)?;
        expected.order(&row.order_id)?;
        if let Some(currency) = expected.currency.filter(|currency| currency.as_str() != row.currency) {
            return Err(Mismatch::new("currency", currency, &row.currency));
        }
        if row.is_payment() {
            sum_fits(&row.pay_info, expected.amount)?;
        }
    }
    Ok(())
}
