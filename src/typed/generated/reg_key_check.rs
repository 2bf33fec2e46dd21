//! regKeyCheck: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::RegKey;
use crate::typed::{replies, requests};

/// Asks whether a regKey can be charged.
///
/// A key that cannot is refused: 1190 unknown, 1193 expired, 1141 or 1154 its card or account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegKeyCheckRequest {
    /// The key that confirm returned.
    pub reg_key: RegKey,
    /// true: also try a minimum authorisation on the card; needs LINE Pay's approval (Taiwan). Default false: only the
    /// key's and the buyer's status.
    pub credit_card_auth: Option<bool>,
}

requests! {
    RegKeyCheckRequest {
        = "regKey": reg_key,
        ? "creditCardAuth": credit_card_auth,
    }
}

/// The key can be charged. LINE Pay says nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegKeyCheckReply {}

replies! {
    RegKeyCheckReply {}
}
