//! regKey-expire: ends a regKey.

use serde::Serialize;

use super::parts::{EMPTY_BODY, check_reg_key, read_reg_key};
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::RegKey;
use crate::input::Fields;
use crate::money::Amount;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::payment::Step;
use crate::version::{PerVersion, Version};

/// Ends a regKey for good: charging it later is refused with 1193.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RegKeyExpireRequest {
    /// The key that confirm returned.
    pub reg_key: RegKey,
}

/// The key has ended. LINE Pay says nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct RegKeyExpireReply {}

impl Operation for RegKeyExpireRequest {
    type Reply = RegKeyExpireReply;

    const NAME: &'static str = "regKeyExpire";
    const CHANGES: Changes = Changes::RegKey;
    const ROUTES: PerVersion<Route> = PerVersion::same(Route {
        method: Method::Post,
        path: "/payments/preapprovedPay/{}/expire",
        read_timeout: 20_000,
    });

    fn read(_version: Version, fields: &mut Fields<'_>) -> RegKeyExpireRequest {
        RegKeyExpireRequest { reg_key: read_reg_key(fields) }
    }

    fn check(&self, _rules: Rules, issues: &mut Issues) {
        check_reg_key(&self.reg_key, issues);
    }

    fn step(&self) -> Option<(Step, Option<Amount>)> {
        Some((Step::RegKeyExpire, None))
    }

    fn parts(&self, _version: Version) -> Parts {
        Parts { segment: self.reg_key.as_str().to_owned(), body: Some(EMPTY_BODY.to_owned()), ..Parts::default() }
    }

    fn reply(_version: Version, _envelope: &Envelope<'_>) -> Result<RegKeyExpireReply, Unread> {
        Ok(RegKeyExpireReply {})
    }

    fn fits(_reply: &RegKeyExpireReply, _expected: &Expected) -> Result<(), Mismatch> {
        Ok(())
    }
}
