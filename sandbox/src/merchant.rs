//! The merchant that the sandbox plays LINE Pay for.

use crate::settings::Settings;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a sandbox starts. JSON names are in camelCase.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Config {
    /// Value of `X-LINE-ChannelId`.
    pub channel_id: String,
    /// Value of `X-LINE-ChannelSecret`.
    pub channel_secret: String,
    /// Shown on the payment page and in payment details.
    pub merchant_name: String,
    /// Source of every id. Whoever knows it can guess them: random outside of tests.
    pub seed: String,
    /// Origin of the payment page's address; without it, the origin under which reserve was called.
    #[serde(default)]
    pub public_origin: Option<String>,
    /// Settings until the control route changes them.
    #[serde(default)]
    pub settings: Settings,
}

impl fmt::Debug for Config {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Config")
            .field("channel_id", &self.channel_id)
            .field("merchant_name", &self.merchant_name)
            .field("public_origin", &self.public_origin)
            .finish_non_exhaustive()
    }
}

impl Config {
    pub(crate) fn check(&self) -> Result<(), StartError> {
        for (name, value) in
            [("channelId", &self.channel_id), ("channelSecret", &self.channel_secret), ("seed", &self.seed)]
        {
            if value.is_empty() {
                return Err(StartError(format!("{name} is empty")));
            }
        }
        Ok(())
    }
}

/// Why a sandbox cannot start or cannot take up its records. Never prints a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartError(pub(crate) String);

impl fmt::Display for StartError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}
