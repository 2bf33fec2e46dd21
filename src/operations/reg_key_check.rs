//! regKey-check: can a regKey still be charged?

use serde::Serialize;

use super::parts::{check_reg_key, read_reg_key};
use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::RegKey;
use crate::input::Fields;
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::version::{PerVersion, Version};

/// Asks whether a regKey can be charged.
///
/// A key that cannot is refused: 1190 unknown, 1193 expired, 1141 or 1154 its card or account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RegKeyCheckRequest {
    /// The key that confirm returned.
    pub reg_key: RegKey,
    /// true: also try a minimum authorisation on the card; needs LINE Pay's approval (Taiwan).
    /// Default false: only the key's and the buyer's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_card_auth: Option<bool>,
}

/// The key can be charged. LINE Pay says nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct RegKeyCheckReply {}

impl Operation for RegKeyCheckRequest {
    type Reply = RegKeyCheckReply;

    const NAME: &'static str = "regKeyCheck";
    const CHANGES: Changes = Changes::Nothing;
    const ROUTES: PerVersion<Route> = PerVersion::same(Route {
        method: Method::Get,
        path: "/payments/preapprovedPay/{}/check",
        read_timeout: 20_000,
    });

    fn read(_version: Version, fields: &mut Fields<'_>) -> RegKeyCheckRequest {
        RegKeyCheckRequest { reg_key: read_reg_key(fields), credit_card_auth: fields.boolean("creditCardAuth") }
    }

    fn check(&self, _rules: Rules, issues: &mut Issues) {
        check_reg_key(&self.reg_key, issues);
    }

    fn parts(&self, _version: Version) -> Parts {
        let query = self.credit_card_auth.map(|value| format!("creditCardAuth={value}")).unwrap_or_default();
        Parts { segment: self.reg_key.as_str().to_owned(), query, body: None }
    }

    fn reply(_version: Version, _envelope: &Envelope<'_>) -> Result<RegKeyCheckReply, Unread> {
        Ok(RegKeyCheckReply {})
    }

    fn fits(_reply: &RegKeyCheckReply, _expected: &Expected) -> Result<(), Mismatch> {
        Ok(())
    }
}
