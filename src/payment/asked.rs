//! What a request tells of a payment where its reply does not say enough.

use crate::error::{Code, Error, Issues};
use crate::id::{OrderId, RegKey};
use crate::input::{Fields, Input};
use crate::money::{Amount, Currency};
use crate::operations::find;
use crate::rule::Rule;
use crate::version::Version;
use crate::wire::{Kind, Object};

/// The part of a request on which the life of a payment depends: of reserve, preApproval and refund; of the others
/// nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The merchant's order.
    pub order_id: Option<OrderId>,
    /// The total; of a refund what to give back, absent for all that is left.
    pub amount: Option<Amount>,
    /// The total's currency.
    pub currency: Option<Currency>,
    /// Does the payment also capture? false of what makes no payment.
    pub captures: bool,
    /// The key that was charged.
    pub reg_key: Option<RegKey>,
}

impl Asked {
    /// The part of a request of the operation called so.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] for what is legible of none of its fields, or is no field of it.
    pub fn of(operation: &str, version: Version, request: Input<'_>) -> Result<Asked, Error> {
        let mut issues = Issues::default();
        let mut fields = Fields::of(request, "", &mut issues);
        let asked = Asked::read(operation, version, &mut fields);
        fields.finish();
        issues.or(Code::InvalidRequest, None, asked)
    }

    /// Reads a request that LINE Pay has answered already: the rules of requests are not held against it any more. Yet
    /// a mistyped `refundAmont` is not passed over, which would count as a refund of everything.
    pub(super) fn read(operation: &str, version: Version, fields: &mut Fields<'_, '_>) -> Asked {
        let Some(object) = find(operation).and_then(|operation| operation.request(version)) else {
            fields.pass_over_all();
            return Asked::default();
        };
        let mut asked = Asked::default();
        match operation {
            "reserve" | "preApproval" => {
                asked.order_id = fields.text("orderId").map(OrderId::from);
                asked.amount = fields.amount("amount");
                asked.currency = fields.currency("currency");
                asked.reg_key = fields.text("regKey").map(RegKey::from);
                asked.captures = capture_of(fields, object, version) != Some(false);
            }
            "refund" => {
                if fields.has("refundAmount") && fields.is_nothing("refundAmount") {
                    fields.issue("refundAmount", Rule::ExplicitRefund);
                }
                asked.amount = fields.amount("refundAmount");
            }
            _ => fields.pass_over_all(),
        }
        fields.pass_over(object.names(version));
        asked
    }
}

/// `capture`, at the root or in v3's and v4's `options.payment`.
fn capture_of(fields: &mut Fields<'_, '_>, object: &Object, version: Version) -> Option<bool> {
    let mut capture = None;
    for field in object.fields {
        match (field.name, field.kind) {
            ("capture", _) => capture = fields.boolean("capture"),
            (name @ ("options" | "payment"), Kind::Object(inner)) => {
                capture = fields.object(name, |fields| {
                    let capture = capture_of(fields, inner, version);
                    fields.pass_over(inner.names(version));
                    capture
                })?;
            }
            _ => {}
        }
    }
    capture
}
