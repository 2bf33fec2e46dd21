//! The API's versions.

use serde::{Deserialize, Serialize};

/// The first segment of a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Version {
    /// The secret in a header, addresses on a list.
    #[default]
    V2,
    /// Signed; packages of products.
    V3,
    /// Signed; Taiwan's rules of 2025.
    V4,
}

impl Version {
    pub(crate) const ALL: [Version; 3] = [Version::V2, Version::V3, Version::V4];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Version::V2 => "v2",
            Version::V3 => "v3",
            Version::V4 => "v4",
        }
    }

    pub(crate) fn read(segment: &str) -> Option<Version> {
        Version::ALL.into_iter().find(|version| version.name() == segment)
    }
}
