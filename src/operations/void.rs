//! void: sets free the money that an authorisation holds.

use serde::Serialize;

use super::parts::EMPTY_BODY;
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::TransactionId;
use crate::input::Fields;
use crate::money::Amount;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::payment::Step;
use crate::version::{PerVersion, Version};

/// Voids an authorisation that has not been captured. A captured payment is refunded instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct VoidRequest {
    /// The authorised payment's transaction, as text or as a BigInt.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "TransactionId | bigint"))]
    pub transaction_id: TransactionId,
}

/// The authorisation is voided. LINE Pay says nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct VoidReply {}

impl Operation for VoidRequest {
    type Reply = VoidReply;

    const NAME: &'static str = "void";
    const CHANGES: Changes = Changes::Payment;
    const ROUTES: PerVersion<Route> = PerVersion::same(Route {
        method: Method::Post,
        path: "/payments/authorizations/{}/void",
        read_timeout: 20_000,
    });

    fn read(_version: Version, fields: &mut Fields<'_>) -> VoidRequest {
        VoidRequest { transaction_id: fields.required_transaction_id("transactionId") }
    }

    fn check(&self, _rules: Rules, _issues: &mut Issues) {}

    fn step(&self) -> Option<(Step, Option<Amount>)> {
        Some((Step::Void, None))
    }

    fn parts(&self, _version: Version) -> Parts {
        Parts { segment: self.transaction_id.to_string(), body: Some(EMPTY_BODY.to_owned()), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected { transaction_ids: vec![self.transaction_id], ..Expected::default() }
    }

    fn reply(_version: Version, _envelope: &Envelope<'_>) -> Result<VoidReply, Unread> {
        Ok(VoidReply {})
    }

    fn fits(_reply: &VoidReply, _expected: &Expected) -> Result<(), Mismatch> {
        Ok(())
    }
}
