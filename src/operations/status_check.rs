//! check payment request status: has the buyer approved? v3 and v4.

use serde::Serialize;

use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::TransactionId;
use crate::input::Fields;
use crate::money::Amount;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::return_code::ReturnCode;
use crate::row::rows;
use crate::version::{PerVersion, Version};

/// Asks whether the buyer has approved a reservation. Wait a second at least between two questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct StatusCheckRequest {
    /// The transaction that reserve returned, as text or as a BigInt.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "TransactionId | bigint"))]
    pub transaction_id: TransactionId,
}

/// Where a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum RequestStatus {
    /// 0000: the buyer has not approved yet.
    Waiting,
    /// 0110: the buyer has approved; confirm may be called.
    Approved,
    /// 0121: the buyer cancelled, or the time was up. Final.
    Cancelled,
    /// 0122: the payment failed. Final.
    Failed,
    /// 0123: the payment is confirmed. Final.
    Completed,
}

/// The answer: LINE Pay gives it as the return code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct StatusCheckReply {
    /// Where the reservation stands.
    pub status: RequestStatus,
    /// LINE Pay's return code: 0000, 0110, 0121, 0122 or 0123.
    pub return_code: String,
    /// With `options.shipping`: the method that the buyer chose, whose fee belongs to the amount of confirm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ChosenShipping>,
}

/// The shipping method that the buyer chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ChosenShipping {
    /// The method's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// Its fee.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_amount: Option<Amount>,
}

rows! {
    ChosenShipping: |row| ChosenShipping { method_id: row.lenient("methodId"), fee_amount: row.lenient("feeAmount") };
}

impl Operation for StatusCheckRequest {
    type Reply = StatusCheckReply;

    const NAME: &'static str = "statusCheck";
    const CHANGES: Changes = Changes::Nothing;
    const ROUTES: PerVersion<Route> = PerVersion::split(
        None,
        Route { method: Method::Get, path: "/payments/requests/{}/check", read_timeout: 20_000 },
    );
    const ANSWERS: &'static [ReturnCode] =
        &[ReturnCode::SUCCESS, ReturnCode::APPROVED, ReturnCode::CANCELLED, ReturnCode::FAILED, ReturnCode::COMPLETED];

    fn read(_version: Version, fields: &mut Fields<'_>) -> StatusCheckRequest {
        StatusCheckRequest { transaction_id: fields.required_transaction_id("transactionId") }
    }

    fn check(&self, _rules: Rules, _issues: &mut Issues) {}

    fn parts(&self, _version: Version) -> Parts {
        Parts { segment: self.transaction_id.to_string(), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected { transaction_ids: vec![self.transaction_id], ..Expected::default() }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<StatusCheckReply, Unread> {
        let return_code = envelope.return_code;
        Ok(StatusCheckReply {
            status: match return_code {
                ReturnCode::APPROVED => RequestStatus::Approved,
                ReturnCode::CANCELLED => RequestStatus::Cancelled,
                ReturnCode::FAILED => RequestStatus::Failed,
                ReturnCode::COMPLETED => RequestStatus::Completed,
                _ => RequestStatus::Waiting,
            },
            return_code: return_code.to_string(),
            shipping: envelope.row().and_then(|info| info.lenient("shipping")),
        })
    }

    fn fits(_reply: &StatusCheckReply, _expected: &Expected) -> Result<(), Mismatch> {
        Ok(())
    }
}
