//! What a request tells of a payment where its reply does not say enough.

use crate::id::{OrderId, RegKey};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operations::{Any, read_refund_amount};
use crate::version::Version;

/// The part of a request on which the life of a payment depends: of reserve, preApproval and refund; of the others
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The merchant's order.
    pub order_id: Option<OrderId>,
    /// The total; of a refund what to give back, absent for all that is left.
    pub amount: Option<Amount>,
    /// The total's currency.
    pub currency: Option<Currency>,
    /// Does the payment also capture?
    pub captures: bool,
    /// The key that was charged.
    pub reg_key: Option<RegKey>,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked { order_id: None, amount: None, currency: None, captures: true, reg_key: None }
    }
}

/// The fields of each request that say nothing of a payment's life. They are named so that a mistyped `refundAmont` is
/// not passed over, which would count as a refund of everything.
const REFUND: &[&str] = &["transactionId"];
const PRE_APPROVAL: &[&str] = &["productName"];
const PAYMENT: &[&str] = &["payType"];
const PACKAGES: &[&str] = &["packages", "redirectUrls"];
const OPTIONS: &[&str] = &["display", "shipping", "familyService", "extra", "events", "regPayRequest"];
const PRODUCT: &[&str] = &[
    "productName",
    "productImageUrl",
    "mid",
    "oneTimeKey",
    "confirmUrl",
    "confirmUrlType",
    "checkConfirmUrlBrowser",
    "cancelUrl",
    "packageName",
    "deliveryPlacePhone",
    "payType",
    "langCd",
    "extras",
];

impl Asked {
    /// Reads a request that LINE Pay has answered already: the rules of requests are not held against it any more.
    pub(super) fn read(operation: &str, version: Version, fields: &mut Fields<'_>) -> Asked {
        match (operation, version) {
            ("reserve", Version::V2) => Asked::payment(fields, PRODUCT, |fields| fields.boolean("capture")),
            ("reserve", Version::V3 | Version::V4) => Asked::payment(fields, PACKAGES, |fields| {
                let capture = fields.object("options", |options| {
                    options.pass_over(OPTIONS);
                    options.object("payment", |payment| {
                        payment.pass_over(PAYMENT);
                        payment.boolean("capture")
                    })
                });
                capture.flatten().flatten()
            }),
            ("preApproval", _) => {
                let reg_key = fields.text("regKey").map(RegKey::from);
                Asked { reg_key, ..Asked::payment(fields, PRE_APPROVAL, |fields| fields.boolean("capture")) }
            }
            ("refund", _) => {
                fields.pass_over(REFUND);
                Asked { amount: read_refund_amount(fields), ..Asked::default() }
            }
            _ => {
                fields.pass_over_all();
                Asked::default()
            }
        }
    }

    /// A request that makes a payment.
    fn payment(
        fields: &mut Fields<'_>,
        others: &[&'static str],
        capture: impl FnOnce(&mut Fields<'_>) -> Option<bool>,
    ) -> Asked {
        fields.pass_over(others);
        Asked {
            order_id: fields.text("orderId").map(OrderId::from),
            amount: fields.amount("amount"),
            currency: fields.currency("currency"),
            captures: capture(fields) != Some(false),
            reg_key: None,
        }
    }
}

impl From<&Any> for Asked {
    fn from(request: &Any) -> Asked {
        match request {
            Any::Reserve(request) => Asked {
                order_id: Some(request.order_id().clone()),
                amount: Some(request.amount()),
                currency: Some(request.currency()),
                captures: request.captures(),
                reg_key: None,
            },
            Any::PreApproval(request) => Asked {
                order_id: Some(request.order_id.clone()),
                amount: Some(request.amount),
                currency: Some(request.currency),
                captures: request.capture != Some(false),
                reg_key: Some(request.reg_key.clone()),
            },
            Any::Refund(request) => Asked { amount: request.refund_amount, ..Asked::default() },
            _ => Asked::default(),
        }
    }
}
