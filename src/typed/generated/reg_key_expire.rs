//! regKeyExpire: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::RegKey;
use crate::typed::{replies, requests};

/// Ends a regKey for good: charging it later is refused with 1193.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegKeyExpireRequest {
    /// The key that confirm returned.
    pub reg_key: RegKey,
}

requests! {
    RegKeyExpireRequest {
        = "regKey": reg_key,
    }
}

/// The key has ended. LINE Pay says nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegKeyExpireReply {}

replies! {
    RegKeyExpireReply {}
}
