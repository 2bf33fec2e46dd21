//! pre-approval: charges a regKey, without the buyer.

use serde::Serialize;

use super::parts::{
    PayInfo, check_amount, check_currency, check_order_id, check_reg_key, check_shown, read_reg_key, sum_fits,
};
use crate::at::at;
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, RegKey, TransactionId};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::payment::Step;
use crate::row::rows;
use crate::version::{PerVersion, Version};

/// Charges a buyer through a regKey, at once.
///
/// After a lost answer there is no transaction to ask for yet: ask paymentCheck by `orderId`
/// (authCheck with `capture: false`) before charging again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PreApprovalRequest {
    /// The key that confirm returned.
    pub reg_key: RegKey,
    /// What is paid for; at most 4000 bytes (v3, v4: characters).
    pub product_name: String,
    /// The total, above 0.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// The merchant's order number, a fresh one for each charge; at most 100 bytes (v3, v4: characters).
    pub order_id: OrderId,
    /// true (default): charge; false: authorise only, then capture or void.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<bool>,
}

/// The payment that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PreApprovalReply {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// The merchant's order; LINE Pay often leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// How it was paid; LINE Pay often leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_info: Option<Vec<PayInfo>>,
    /// For `capture: false`: after this LINE Pay voids the authorisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
}

rows! {
    PreApprovalReply: |row| PreApprovalReply {
        transaction_id: row.need("transactionId")?,
        transaction_date: row.lenient("transactionDate"),
        order_id: row.maybe("orderId")?,
        pay_info: row.maybe("payInfo")?,
        authorization_expire_date: row.lenient("authorizationExpireDate"),
        payment_provider: row.lenient("paymentProvider"),
    };
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    product_name: &'a str,
    amount: Amount,
    currency: Currency,
    order_id: &'a OrderId,
    #[serde(skip_serializing_if = "Option::is_none")]
    capture: Option<bool>,
}

impl Operation for PreApprovalRequest {
    type Reply = PreApprovalReply;

    const NAME: &'static str = "preApproval";
    const CHANGES: Changes = Changes::Payment;
    const ROUTES: PerVersion<Route> = PerVersion::same(Route {
        method: Method::Post,
        path: "/payments/preapprovedPay/{}/payment",
        // The official minimum is 20 s; older documents said 40 s.
        read_timeout: 40_000,
    });

    fn read(_version: Version, fields: &mut Fields<'_>) -> PreApprovalRequest {
        PreApprovalRequest {
            reg_key: read_reg_key(fields),
            product_name: fields.required_text("productName"),
            amount: fields.required_amount("amount"),
            currency: fields.required_currency("currency"),
            order_id: fields.required_text("orderId").into(),
            capture: fields.boolean("capture"),
        }
    }

    fn check(&self, rules: Rules, issues: &mut Issues) {
        check_reg_key(&self.reg_key, issues);
        check_shown(at("productName"), &self.product_name, rules.limit(4000), issues);
        check_currency(self.currency, rules, issues);
        check_amount(at("amount"), self.amount, self.currency, issues);
        check_order_id(at("orderId"), &self.order_id, rules, issues);
    }

    fn step(&self) -> Option<(Step, Option<Amount>)> {
        Some((Step::PreApproval, None))
    }

    fn parts(&self, _version: Version) -> Parts {
        let body = Body {
            product_name: &self.product_name,
            amount: self.amount,
            currency: self.currency,
            order_id: &self.order_id,
            capture: self.capture,
        };
        Parts { segment: self.reg_key.as_str().to_owned(), body: serde_json::to_string(&body).ok(), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected { order_ids: vec![self.order_id.clone()], amount: Some(self.amount), ..Expected::default() }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<PreApprovalReply, Unread> {
        Ok(envelope.info()?)
    }

    fn fits(reply: &PreApprovalReply, expected: &Expected) -> Result<(), Mismatch> {
        if let Some(order_id) = &reply.order_id {
            expected.order(order_id)?;
        }
        match &reply.pay_info {
            Some(pay_info) if !pay_info.is_empty() => sum_fits(pay_info, expected.amount),
            _ => Ok(()),
        }
    }
}
