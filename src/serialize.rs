//! The feature `serde`: what is read from JSON, from a worker's bindings or from a database, and errors as JSON.
//!
//! Replies, payments, verdicts and events can be written as JSON by every build. Nothing that holds the secret can be
//! written at all.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::error::Error;
use crate::id::{OrderId, RegKey, TransactionId};
use crate::input::Plain;
use crate::money::{Amount, Currency};
use crate::row::Field;
use crate::version::Version;

/// As JavaScript sees it, an [`ErrorReport`](crate::error::ErrorReport): no credential is in it.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.report().serialize(serializer)
    }
}

/// Of JSON, for what takes what a caller gave: `checkout.reserve(json!({ … }).into())`. More than 16 levels are
/// [`Plain::foreign`], which every reader refuses.
impl From<serde_json::Value> for Plain {
    fn from(value: serde_json::Value) -> Plain {
        Plain::deserialize(value).unwrap_or_else(|_| Plain::foreign())
    }
}

macro_rules! from_text {
    ($($kind:ty),*) => {$(
        /// From its text.
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$kind, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}
from_text!(TransactionId, Currency);

macro_rules! of_text {
    ($($kind:ty),*) => {$(
        /// From its text, whatever it holds.
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$kind, D::Error> {
                String::deserialize(deserializer).map(<$kind>::from)
            }
        }
    )*};
}
of_text!(OrderId, RegKey);

/// From a number, or from its decimal text.
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        let amount = <Amount as Field>::read(Plain::deserialize(deserializer)?.as_str());
        amount.ok_or_else(|| D::Error::custom(crate::money::NotAnAmount))
    }
}

/// From its name: `v2`, `v3` or `v4`.
impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom("not a version: v2, v3 or v4 is expected"))
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// With the names of the npm package: `channelId`, `channelSecret`, `version`, `environment`, `baseUrl`,
/// `paymentOrigin`, `deviceType`, `deviceProfileId`, `timeouts`. What fails names every broken rule, never the secret.
#[cfg(feature = "client")]
impl<'de> Deserialize<'de> for crate::Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<crate::Config, D::Error> {
        crate::Config::read(Plain::deserialize(deserializer)?.input()).map_err(D::Error::custom)
    }
}
