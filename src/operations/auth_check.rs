//! auth-check: asks for authorised, voided and lapsed payments. v3 and v4 have
//! no such call; there it is answered from the payment details, without their captured rows.

use serde::Serialize;

use super::payment_check::{PaymentRow, check_ids, ids_query, rows_fit};
use crate::envelope::{Envelope, Malformed};
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::Fields;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::version::{PerVersion, Version};

/// Asks for payments that are authorised and not captured: 1 to 100 ids of one kind.
///
/// Captured payments are found by paymentCheck instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AuthCheckRequest {
    /// Transactions, as text or as BigInts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "TransactionId | bigint | (TransactionId | bigint)[]"))]
    pub transaction_id: Vec<TransactionId>,
    /// The merchant's orders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "OrderId | OrderId[]"))]
    pub order_id: Vec<OrderId>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AuthCheckReply {
    /// One row for each authorisation; `payStatus` says whether it still holds.
    pub authorizations: Vec<PaymentRow>,
}

impl Operation for AuthCheckRequest {
    type Reply = AuthCheckReply;

    const NAME: &'static str = "authCheck";
    const CHANGES: Changes = Changes::Nothing;
    const ROUTES: PerVersion<Route> = PerVersion::split(
        Some(Route { method: Method::Get, path: "/payments/authorizations", read_timeout: 20_000 }),
        Route { method: Method::Get, path: "/payments", read_timeout: 20_000 },
    );

    fn read(_version: Version, fields: &mut Fields<'_>) -> AuthCheckRequest {
        AuthCheckRequest {
            transaction_id: fields.transaction_ids("transactionId"),
            order_id: fields.texts("orderId").into_iter().map(OrderId::from).collect(),
        }
    }

    fn check(&self, rules: Rules, issues: &mut Issues) {
        check_ids(rules, &self.transaction_id, &self.order_id, issues);
    }

    fn parts(&self, _version: Version) -> Parts {
        Parts { query: ids_query(&self.transaction_id, &self.order_id), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected {
            transaction_ids: self.transaction_id.clone(),
            order_ids: self.order_id.clone(),
            ..Expected::default()
        }
    }

    fn reply(version: Version, envelope: &Envelope<'_>) -> Result<AuthCheckReply, Unread> {
        let mut authorizations: Vec<PaymentRow> = envelope.info()?;
        if version == Version::V2 {
            // Always there (line-pay-api 3.5). A row without it would pass for one of payment-check: money taken.
            if authorizations.iter().any(|row| row.pay_status.is_none()) {
                return Err(Malformed::Info.into());
            }
        } else {
            authorizations.retain(PaymentRow::is_authorization);
            if authorizations.is_empty() {
                return Err(Unread::NothingFound);
            }
        }
        Ok(AuthCheckReply { authorizations })
    }

    fn fits(reply: &AuthCheckReply, expected: &Expected) -> Result<(), Mismatch> {
        rows_fit(&reply.authorizations, expected)
    }
}
