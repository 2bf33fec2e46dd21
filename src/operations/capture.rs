//! capture: takes the money that an authorisation holds.

use serde::Serialize;

use super::parts::{PayInfo, check_amount, check_currency, sum_fits};
use super::reserve::PromotionRestriction;
use crate::at::at;
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::payment::Step;
use crate::row::rows;
use crate::version::{PerVersion, Version};

/// Captures a payment that was confirmed with `capture: false`.
///
/// Once for each authorisation: with a lower amount the rest is released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CaptureRequest {
    /// The authorised payment's transaction, as text or as a BigInt.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "TransactionId | bigint"))]
    pub transaction_id: TransactionId,
    /// At most the authorised amount; more is refused with 1184.
    pub amount: Amount,
    /// The authorised currency.
    pub currency: Currency,
    /// Taiwan, v3 and v4: what may not be paid with points. From older documents of LINE Pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<CaptureOptions>,
}

/// Settings of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CaptureOptions {
    /// Further settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<CaptureExtra>,
}

/// Further settings of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CaptureExtra {
    /// What points may not pay and earn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_restriction: Option<PromotionRestriction>,
}

/// The captured payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CaptureReply {
    /// The transaction, as asked.
    pub transaction_id: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How the captured amount was paid; its split may differ from the one at confirm.
    pub pay_info: Vec<PayInfo>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
}

rows! {
    CaptureReply: |row| CaptureReply {
        transaction_id: row.need("transactionId")?,
        order_id: row.need("orderId")?,
        pay_info: row.need("payInfo")?,
        payment_provider: row.lenient("paymentProvider"),
    };
}

#[derive(Serialize)]
struct Body<'a> {
    amount: Amount,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<&'a CaptureOptions>,
}

impl Operation for CaptureRequest {
    type Reply = CaptureReply;

    const NAME: &'static str = "capture";
    const CHANGES: Changes = Changes::Payment;
    const ROUTES: PerVersion<Route> = PerVersion::same(Route {
        method: Method::Post,
        path: "/payments/authorizations/{}/capture",
        read_timeout: 60_000,
    });

    fn read(version: Version, fields: &mut Fields<'_>) -> CaptureRequest {
        let options = |fields: &mut Fields<'_>| CaptureOptions {
            extra: fields.object("extra", |extra| CaptureExtra {
                promotion_restriction: extra.object("promotionRestriction", PromotionRestriction::read),
            }),
        };
        CaptureRequest {
            transaction_id: fields.required_transaction_id("transactionId"),
            amount: fields.required_amount("amount"),
            currency: fields.required_currency("currency"),
            options: if version == Version::V2 { None } else { fields.object("options", options) },
        }
    }

    fn check(&self, rules: Rules, issues: &mut Issues) {
        check_currency(self.currency, rules, issues);
        check_amount(at("amount"), self.amount, self.currency, issues);
    }

    fn step(&self) -> Option<(Step, Option<Amount>)> {
        Some((Step::Capture, Some(self.amount)))
    }

    fn parts(&self, _version: Version) -> Parts {
        let body = Body { amount: self.amount, currency: self.currency, options: self.options.as_ref() };
        Parts { segment: self.transaction_id.to_string(), body: serde_json::to_string(&body).ok(), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected { transaction_ids: vec![self.transaction_id], amount: Some(self.amount), ..Expected::default() }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<CaptureReply, Unread> {
        Ok(envelope.info()?)
    }

    fn fits(reply: &CaptureReply, expected: &Expected) -> Result<(), Mismatch> {
        expected.order(&reply.order_id)?;
        expected.transaction("transactionId", reply.transaction_id)?;
        sum_fits(&reply.pay_info, expected.amount)
    }
}
